"""The screens that carry the product, both languages and themes, wide and narrow: WCAG 2.2 AA, no sideways scroll."""

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page

from assessments.domain import attempts
from assessments.models import Rubric
from certification import tasks
from courses.models import LessonPage
from people.domain import mentorships
from people.domain.calendars import today_for
from simulations.domain import calls, chats
from simulations.models import Call, Scenario
from tests.browser.made import marked_paper, may_sit, ready_for_licence
from tests.journeys.conftest import call_rubric, scenario

WIDE, HALF, NARROW = 1440, 720, 360  # half of 1440 is what a page has at 200 % zoom
LANGUAGES = ("en", "zh-hans")

SCREENS = {
    "nobody": ["people:sign-in", "people:password-forgotten", "certification:verify-form", "check"],
    "ada": [
        "dashboard:home",
        "courses:programme",
        "courses:catalogue",
        "lesson",
        "assessments:exams",
        "exam",
        "exam-submit",
        "simulations:calls",
        "certification:mine",
        "certification:ladder",
        "certificate",
        "knowledge:articles",
        "people:notices",
    ],
    "ben": ["dashboard:home", "result", "exam-start", "call-preflight"],
    "mia": ["dashboard:home", "mentoring:check-ins", "sign-off"],
    "tom": ["dashboard:home", "courses:enrolments", "mentoring:pairings", "assessments:marking", "people:people"],
    "quinn": ["dashboard:home", "simulations:qa-queue", "desk", "assessments:rubrics", "rubric", "rubric-write"],
    "lena": ["dashboard:home"],
    "hana": ["dashboard:home", "certification:register", "certification:ladder-people", "award"],
    "sam": ["dashboard:home"],
    "root": ["dashboard:home", "people:jobs", "policies:editions"],
}


@pytest.fixture
def addresses(ada, ben, mia, tom, quinn, programme, transactional_db):
    """Something to see on each screen; names of screens that need a key, with their addresses."""
    now = timezone.now()
    cache.clear()
    call_rubric(now)
    award = ready_for_licence(ada, programme, now)
    paper = marked_paper(now)
    running = attempts.start(may_sit(ada, paper, now), by=ada, now=now)
    sat = attempts.start(may_sit(ben, paper, now, attempts_allowed=2), by=ben, now=now)
    done = attempts.submit(sat, by=ben, now=now)
    mentorships.open_mentorship(mia, ben, by=tom, on=today_for(mia, now), now=now)
    scenario("practice", "consultation", Scenario.Use.PRACTICE, now)
    call = calls.practise(ben, call_type="consultation", by=ben, now=now)
    return {
        "lesson": reverse("courses:lesson-read", args=[LessonPage.objects.first().translation_key]),
        "exam": reverse("assessments:exam", args=[running.key]),
        "exam-submit": reverse("assessments:exam-submit", args=[running.key]),
        "exam-start": reverse("assessments:exam-start", args=[done.admission.key]),
        "result": reverse("assessments:exam-result", args=[done.key]),
        "rubric": reverse("assessments:rubric", args=[Rubric.objects.first().key]),
        "rubric-write": reverse("assessments:rubric-write", args=[Rubric.objects.first().key]),
        "sign-off": reverse("mentoring:sign-off", args=[ben.key]),
        "call-preflight": reverse("simulations:call-preflight", args=[call.key]),
        "desk": _ended_call(mia, ben, now),
        "award": reverse("certification:award", args=[award.key]),
    } | _certificate(award, now)


def _ended_call(player, hire, now) -> str:
    """A call in writing that QA has to score."""
    call = Call.objects.create(
        kind="practice",
        person=hire,
        player=player,
        scenario_version=scenario("ended", "complaint", Scenario.Use.PRACTICE, now),
        mode="text",
        state="running",
        booked_at=now,
        started_at=now,
    )
    chats.post(call, text="Where is my parcel?", key="one", by=player, now=now)
    chats.post(call, text="I will look it up.", key="two", by=hire, now=now)
    calls.ask_for_score(calls.end(call, by=hire, now=now), by=hire, now=now)
    return reverse("simulations:qa-desk", args=[call.key])


def _certificate(award, now) -> dict[str, str]:
    from certification.domain import awards
    from people.models import User

    approver = User.objects.filter(username="hana").first()
    if approver is None:
        return {}
    certificate = awards.approve(award, by=approver, now=now).certificates.get()
    tasks.sweep_prints()
    return {
        "certificate": reverse("certification:certificate", args=[certificate.key]),
        "check": reverse("certification:verify", args=[certificate.verify_code]),
    }


@pytest.mark.parametrize("who", SCREENS)
def test_nothing_bars_the_way(request, who, hana, addresses, page_for, new_page, site, violations):
    person = None if who == "nobody" else request.getfixturevalue(who)
    page = page_for(person, reduced_motion="reduce") if person else new_page(base_url=site, reduced_motion="reduce")

    found = []
    for language in LANGUAGES:
        speak(page, person, language, site)
        for screen in SCREENS[who]:
            answer = page.goto(addresses.get(screen) or reverse(screen))
            found += [f"{screen}: {answer.status}"] if answer.status != 200 else []
            found += [f"{screen} ({language}) {words}" for words in look_at(page, violations)]

    assert found == []


def speak(page: Page, person, language: str, site: str) -> None:
    page.context.add_cookies([{"name": "language", "value": language, "url": site}])
    if person:
        type(person).objects.filter(pk=person.pk).update(language=language)


def look_at(page: Page, violations) -> list[str]:
    """Wide and narrow in full by day; by night only what a theme can change: contrast."""
    found = []
    for width in (WIDE, HALF, NARROW):
        page.set_viewport_size({"width": width, "height": 900})
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            found.append(f"scrolls sideways at {width}")
        if width == HALF:
            continue
        for scheme, rules in (("light", ()), ("dark", ("color-contrast",))):
            page.emulate_media(color_scheme=scheme)
            found += [f"{width} {scheme}: {words}" for words in violations(page, rules=rules)]
    page.emulate_media(color_scheme="light")
    return found


def test_nothing_moves_for_those_who_asked_for_rest(new_page, site, academy):
    page = new_page(base_url=site, reduced_motion="reduce")
    page.goto("/styleguide/")

    longest = page.evaluate(
        "Math.max(...[...document.querySelectorAll('*')].flatMap((element) => {"
        " const style = getComputedStyle(element);"
        " return (style.transitionDuration + ',' + style.animationDuration).split(',').map(parseFloat);"
        "}))"
    )

    assert longest < 0.01
