from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.domain.openings import Rules
from courses.domain import completions
from courses.domain import refreshers as domain
from courses.domain.course_papers.progress import progress_of
from courses.domain.course_papers.standing import standing
from courses.domain.outline import courses_in, lessons_of, titles_of
from courses.forms import RefresherForm
from courses.models import CoursePage, Refresher
from courses.permissions import require_trainer
from people.domain.calendars import today_for

REFRESHERS_A_PAGE = 25
STATES = {"overdue": gettext_lazy("Overdue"), "open": gettext_lazy("To do"), "met": gettext_lazy("Done")}


@require_safe
@login_required
def refreshers(request: HttpRequest) -> HttpResponse:
    """What has been assigned to me, why, and by when; what I have done stays below."""
    rows = Refresher.objects.filter(person=request.user, withdrawn=None)
    rows = rows.select_related("met_by", "person", "assigned_by")
    courses = courses_in({row.course_key for row in rows}, request.LANGUAGE_CODE)
    rules = Rules(request.user, timezone.now())
    titles = {key: course.title for key, course in courses.items()}
    context = {
        "open": [_line(row, courses.get(row.course_key), request, rules) for row in rows if not row.met_by],
        "met": [(titles.get(row.course_key, row.met_by.title), row.met_by) for row in rows if row.met_by],
    }
    return render(request, "courses/refreshers.html", context)


def _line(row: Refresher, course: CoursePage | None, request: HttpRequest, rules: Rules) -> dict[str, object]:
    done = completions.completed_lessons(request.user, round_key=domain.round_key(row))
    lessons, papers, tests = lessons_of(row.course_key, request.LANGUAGE_CODE), None, {}
    if course:
        papers = standing(row, course, lessons, rules.now, rules=rules, done=done)
        tests = papers.tests
    return {
        "row": row,
        "title": course.title if course else row.course_key,
        "because": domain.explain(row),
        "lessons": [(lesson, lesson.translation_key in done, tests.get(lesson.translation_key)) for lesson in lessons],
        "papers": papers,
        "state": "overdue" if row.due_on < rules.today else "due",
    }


@require_safe
@login_required
def refreshers_assigned(request: HttpRequest) -> HttpResponse:
    """Who was assigned what, why and by when; for trainers."""
    require_trainer(request.user)
    today, query = today_for(request.user, timezone.now()), request.GET.get("q", "").strip()[:60]
    rows = Refresher.objects.filter(withdrawn=None, person__is_active=True).select_related(
        "person", "met_by", "assigned_by"
    )
    if query:
        rows = rows.filter(Q(person__name__icontains=query) | Q(person__staff_number__icontains=query))
    kinds = {
        "overdue": rows.filter(met_by=None, due_on__lt=today),
        "open": rows.filter(met_by=None, due_on__gte=today),
        "met": rows.exclude(met_by=None).order_by("-met_by__completed_on", "-pk"),
    }
    kind = request.GET.get("state", "")
    kind = kind if kind in kinds else ("overdue" if kinds["overdue"].exists() else "open")
    page = Paginator(kinds[kind], REFRESHERS_A_PAGE).get_page(request.GET.get("page"))
    titles = titles_of({row.course_key for row in page}, request.LANGUAGE_CODE)
    how_far = progress_of([row for row in page if not row.met_by], request.LANGUAGE_CODE)
    lines = [
        (row, titles.get(row.course_key, row.course_key), domain.explain(row), how_far.get(row.pk)) for row in page
    ]
    counts = [(name, STATES[name], found.count()) for name, found in kinds.items()]
    context = {"page": page, "lines": lines, "kind": kind, "counts": counts, "query": query}
    context["query_string"] = urlencode({"state": kind, "q": query}) + "&"
    return render(request, "courses/refreshers_assigned.html", context)


@require_POST
@login_required
def refresher_withdraw(request: HttpRequest, key: str) -> HttpResponse:
    require_trainer(request.user)
    try:
        domain.withdraw(get_object_or_404(Refresher, key=key), by=request.user, now=timezone.now())
    except domain.RefresherError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The course is taken back."))
    return redirect("courses:refreshers-assigned")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def refresher_assign(request: HttpRequest) -> HttpResponse:
    require_trainer(request.user)
    now = timezone.now()
    form = RefresherForm(request.POST or None, language=request.LANGUAGE_CODE, today=today_for(request.user, now))
    if form.is_valid():
        values = form.cleaned_data
        cause = f"{request.user.key}:{values['course_key']}:{values['due_on']}"
        made = domain.assign(
            values["person"],
            course_key=values["course_key"],
            rule=domain.BY_HAND,
            cause_key=cause,
            due_on=values["due_on"],
            by=request.user,
            now=now,
        )
        text = _("The course is assigned.") if made else _("It was already assigned; nothing was changed.")
        messages.success(request, text)
        return redirect("courses:refreshers-assigned")
    return render(request, "courses/refresher_assign.html", {"form": form})
