"""Which pages `make look` pictures: all without a key in their address, and one or two of each kind with one."""

from collections.abc import Iterator

# The screens that carry the product, by the names of their addresses.
CARRYING = {
    "dashboard:home",
    "courses:programme",
    "courses:lesson-read",
    "assessments:exam",
    "assessments:exam-result",
    "simulations:calls",
    "simulations:call-preflight",
    "simulations:qa-desk",
    "certification:mine",
    "certification:verify",
    "certification:ladder",
}

# Two of each show the states that matter, and a whole look still takes minutes.
OF_EACH = 2


def plain_paths() -> list[str]:
    from django.urls import URLPattern, URLResolver, get_resolver

    names = set()

    def walk(resolver, namespace: str) -> None:
        for one in resolver.url_patterns:
            if isinstance(one, URLResolver) and (one.namespace or not namespace):
                walk(one, one.namespace or "")
            elif isinstance(one, URLPattern) and namespace and not one.pattern.converters:
                names.add(f"{namespace}:{one.name}")

    walk(get_resolver(), "")
    from django.urls import NoReverseMatch, reverse

    ours = ("dashboard", "people", "policies", "knowledge", "assessments", "mentoring", "simulations", "courses")
    found = []
    for name in sorted(names):
        if name.split(":")[0] in (*ours, "certification") and "export" not in name and "sign-out" not in name:
            try:
                found.append(reverse(name))
            except NoReverseMatch:
                continue
    return found


def keyed_paths(person) -> list[str]:
    """Addresses of things that are there; whether this person may open them is asked of the site."""
    from django.urls import reverse

    return [
        reverse(name, args=[key])
        for name, found in (*_keyed(person), *_of_the_bank())
        for key in list(dict.fromkeys(found))[:OF_EACH]
    ]


def keys(rows, field: str = "key") -> list[object]:
    return list(rows.values_list(field, flat=True)[:20])


def _of_the_bank() -> Iterator[tuple[str, list[object]]]:
    from assessments.models import Bank, Paper, Question, Regrade, Rubric, Topic

    questions = keys(Question.objects.all())
    yield "assessments:question", questions
    for page in ("write", "figures", "similar", "compare"):
        yield f"assessments:question-{page}", questions[:1]
    papers = keys(Paper.objects.all())
    yield "assessments:paper", papers
    for page in ("write", "print", "figures"):
        yield f"assessments:paper-{page}", papers[:1]
    yield "assessments:topic", keys(Topic.objects.all())[:1]
    yield "assessments:bank", keys(Bank.objects.all())[:1]
    for page in ("rubric", "rubric-write"):
        yield f"assessments:{page}", keys(Rubric.objects.all())[:1]
    yield "dashboard:regrade", keys(Regrade.objects.all())


def _keyed(person) -> Iterator[tuple[str, list[object]]]:
    from assessments.models import Admission, Appeal, Attempt, PracticalSitting, Scorecard
    from certification.models import Award, Certificate
    from courses.models import ClassroomSession, CoursePage, Enrolment, LessonPage, ShippedText
    from knowledge.models import ArticlePage, CasePage, Scene, ScriptPage
    from mentoring.models import CheckIn, CoachingPlan
    from people.models import Mentorship, User
    from policies.models import Subject
    from simulations.models import Call, Slot

    mine = Call.objects.filter(person=person)
    yield "people:person", keys(User.objects.filter(username__in=["ada", "ben"]))
    yield "courses:course", keys(CoursePage.objects.live().filter(key="supervisor"), "translation_key")
    yield "courses:course", keys(CoursePage.objects.live().filter(key="onboarding"), "translation_key")
    yield "courses:lesson-read", keys(LessonPage.objects.live(), "translation_key")
    yield "courses:programme-of", keys(Enrolment.objects.all())
    yield "courses:house-fact", ["member-points"]
    yield "courses:shipped-text", keys(ShippedText.objects.all())[:1]
    yield "knowledge:article-read", keys(ArticlePage.objects.live(), "translation_key")
    yield "knowledge:case-read", keys(CasePage.objects.live(), "translation_key")
    yield "knowledge:script-read", keys(ScriptPage.objects.live(), "translation_key")[:1]
    yield "knowledge:scene-edit", keys(Scene.objects.all())[:1]
    yield "courses:session", keys(ClassroomSession.objects.order_by("-starts"))
    yield "assessments:exam-start", keys(Admission.objects.filter(person=person, withdrawn=None))
    yield "assessments:exam", keys(Attempt.objects.filter(admission__person=person, state="open"))
    yield "assessments:exam-result", keys(Attempt.objects.filter(admission__person=person))
    yield "assessments:attempt-log", keys(Attempt.objects.exclude(admission__person=person))
    yield "assessments:person-exams", keys(User.objects.filter(username="ben"))
    yield "assessments:practical-score", keys(PracticalSitting.objects.filter(scored_at=None, withdrawn=None))
    yield "assessments:scorecard", keys(Scorecard.objects.filter(state="released"))
    yield "assessments:essay-score", keys(Scorecard.objects.filter(purpose="essay"))
    yield "assessments:appeal", keys(Appeal.objects.all())
    yield "mentoring:check-in", keys(CheckIn.objects.filter(mentorship__mentor=person))[:1]
    yield "mentoring:sign-off", keys(Mentorship.objects.filter(mentor=person, ended_on=None), "hire__key")
    yield "mentoring:coaching-plan", keys(CoachingPlan.objects.order_by("state"))
    yield "simulations:slot", keys(Slot.objects.filter(board__person=person), "pk")
    yield "simulations:call-preflight", keys(mine.filter(state="booked"))
    yield "simulations:score", keys(mine.exclude(scorecard_key=""))
    yield "simulations:practice-review", keys(Call.objects.filter(kind="practice", state="ended"))
    yield "simulations:qa-desk", keys(Call.objects.filter(kind="mock", state="ended"))
    yield "certification:award", keys(Award.objects.filter(state="eligible"))
    yield "certification:certificate", keys(Certificate.objects.filter(award__person=person))
    yield "certification:verify", keys(Certificate.objects.all(), "verify_code")[:1]
    yield "policies:edition-draft-new", [subject.value for subject in Subject][:1]


def open_paths() -> list[str]:
    """What a stranger meets."""
    from django.urls import reverse

    from certification.models import Certificate

    names = ("people:sign-in", "people:invitation-code", "people:password-forgotten", "certification:verify-form")
    codes = Certificate.objects.values_list("verify_code", flat=True)[:1]
    return [*map(reverse, names), *(reverse("certification:verify", args=[code]) for code in codes)]
