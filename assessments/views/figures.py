"""What results say of papers and questions, for those who keep the bank."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from assessments.domain import figure_charts, figure_sheet, figures, question_alerts
from assessments.domain.bank import BankError
from assessments.forms import ReasonForm
from assessments.models import PaperFigures, QuestionAlert, QuestionFigures
from assessments.permissions import (
    get_alert_to_close,
    get_paper_for_figures,
    get_question_for,
    require_bank,
    topics_kept_by,
)
from people.domain.calendars import today_for
from people.views.tables import FORMATS, table_response
from policies.domain.editions import figures as figures_in_force

ROWS_PER_PAGE = 50


@login_required
@require_safe
def paper_figures(request: HttpRequest, key: str) -> HttpResponse:
    now = timezone.now()
    on = today_for(request.user, now)
    paper = get_paper_for_figures(request.user, key)
    kept = PaperFigures.objects.filter(paper=paper).defer("totals").first()
    context = {"paper": paper, "kept": kept, "uncounted": figures.uncounted(paper)}
    if kept and kept.attempts:
        view = "classical" if request.GET.get("view") == "classical" else "standard"
        order = figure_sheet.order_from(request.GET.get("order", ""), view)
        lines = figure_sheet.lines(_rows(request, paper), on, order)
        context |= {
            "view": view,
            "order": order,
            "columns": figure_sheet.VIEWS[view],
            "own": figure_sheet.paper_figures(kept),
            "page": Paginator(lines, ROWS_PER_PAGE).get_page(request.GET.get("page")),
            "scores": figure_charts.scores(kept.figures["histogram"], figures_in_force("gates", on).pass_mark),
            "map": figure_charts.question_map(lines, figures_in_force("exams", on)),
            "information": figure_charts.information(figure_sheet.information(lines, kept.attempts)),
            "to_look_at": sum(bool(line.causes) for line in lines),
        }
    return render(request, "assessments/paper_figures.html", context)


def _rows(request: HttpRequest, paper):
    return QuestionFigures.objects.filter(paper=paper, version__question__topic__in=topics_kept_by(request.user))


@login_required
@require_safe
def paper_figures_export(request: HttpRequest, key: str, form: str) -> HttpResponse:
    paper = get_paper_for_figures(request.user, key)
    if form not in FORMATS:
        raise Http404
    on = today_for(request.user, timezone.now())
    headers, rows = figure_sheet.table(paper, _rows(request, paper), on)
    return table_response(headers, rows, f"{paper.key}-{on}", form)


@login_required
@require_safe
def question_figures(request: HttpRequest, key: str) -> HttpResponse:
    """One version of a question in every paper that drew it."""
    question = get_question_for(request.user, key)
    rows = QuestionFigures.objects.filter(version__question=question).select_related(
        "version__question__topic", "paper"
    )
    found = list(rows.defer("cells", "choices").order_by("-version__number", "paper__key"))
    wanted = request.GET.get("version", "")
    chosen = next((row.version for row in found if str(row.version.number) == wanted), None)
    shown = chosen or (found[0].version if found else question.live_version)
    rules = figures_in_force("exams", today_for(request.user, timezone.now()))
    lines = [figure_sheet.line_of(1, row, rules) for row in found if row.version == shown]
    context = {
        "question": question,
        "shown": shown,
        "versions": sorted({row.version.number for row in found}, reverse=True),
        "papers": [(line, figure_charts.options(line) if line.values["options"] else None) for line in lines],
        "alerts": question_alerts.with_names(QuestionAlert.objects.filter(version=shown)),
        "columns": [*figure_sheet.QUESTION, *figure_sheet.CLASSICAL[:-1]],
    }
    return render(request, "assessments/question_figures.html", context)


@login_required
@require_safe
def question_checks(request: HttpRequest) -> HttpResponse:
    """The questions to look at, with what can be done about each."""
    require_bank(request.user)
    mine = topics_kept_by(request.user)
    waiting = question_alerts.open_alerts().filter(version__question__topic__in=mine)
    closed = QuestionAlert.objects.filter(version__question__topic__in=mine, closed__isnull=False)
    context = {
        "page": Paginator(question_alerts.by_question(waiting), 25).get_page(request.GET.get("page")),
        "closed": question_alerts.with_names(closed.order_by("-closed"))[:25],
        "form": ReasonForm(),
    }
    return render(request, "assessments/question_checks.html", context)


@login_required
@require_POST
def question_check_close(request: HttpRequest, key: str) -> HttpResponse:
    alert = get_alert_to_close(request.user, key)
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        question_alerts.close(alert, reason=reason, by=request.user, now=timezone.now())
    except BankError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Closed. Nobody is asked about this version and this cause again."))
    return redirect("assessments:question-checks")
