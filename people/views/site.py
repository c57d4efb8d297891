"""Running the site: first start, calendar, journal, failed jobs."""

from datetime import date
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth import login
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kernel.errors import Refusal
from kernel.jobs.failures import failed_jobs, try_again
from people.domain import calendars, journal_chain, journal_reading, setting_up, year_view
from people.forms import CalendarDayForm, SetUpForm, YearForm
from people.models import Site
from people.permissions import permitted
from people.views.ways_in import join_address

ON_A_PAGE = 50


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: HttpRequest, token: str) -> HttpResponse:
    if not setting_up.is_open(token):
        gone = _("It was used, or a later start replaced it. The newest one stands where the site was started.")
        return render(request, "people/invitation_gone.html", {"refusal": gone, "bare": True}, status=404)
    form = SetUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            house = setting_up.set_up(token, form.cleaned_data, now=timezone.now())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            login(request, house.administrator, backend="people.auth.StaffBackend")
            return render(
                request, "people/slips.html", {"slips": house.slips, "set_up": True, "join_address": join_address()}
            )
    return render(request, "people/set_up.html", {"form": form, "bare": True})


@permitted("people.edit_calendar")
@require_safe
def calendar_home(request: HttpRequest) -> HttpResponse:
    site = Site.objects.first()
    if site is None:
        raise Http404
    return redirect("people:calendar", site.key, timezone.localdate().year)


@permitted("people.edit_calendar")
@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: HttpRequest, site: str, year: int) -> HttpResponse:
    place = get_object_or_404(Site, key=site)
    if not 2000 <= year <= 2100:
        raise Http404
    form, now = CalendarDayForm(request.POST or None), timezone.now()
    if request.method == "POST" and form.is_valid():
        count = calendars.set_days(place, form.entries(), by=request.user, now=now)
        messages.success(request, ngettext("The day was written.", "%(n)d days were written.", count) % {"n": count})
        return redirect("people:calendar", site, form.cleaned_data["day"].year)
    months = year_view.months(calendars.site_calendar(place), year, timezone.localdate())
    context = {
        "site": place,
        "sites": Site.objects.all(),
        "year": year,
        "form": form,
        "months": months,
        "working_days": sum(month.working_days for month in months),
        "spans": year_view.spans(
            place.calendar_days.filter(day__year=year).order_by("day").values_list("day", "is_working", "name")
        ),
        "missing": [missing for missing in calendars.missing_years(place, now) if missing != year],
        "is_shipped": year in calendars.shipped_years(),
        "known": place.calendar_years.filter(year=year).first(),
        "year_form": YearForm(),
    }
    return render(request, "people/calendar.html", context)


@permitted("people.edit_calendar")
@require_POST
def calendar_day_remove(request: HttpRequest, site: str, day: str) -> HttpResponse:
    place = get_object_or_404(Site, key=site)
    try:
        when = date.fromisoformat(day)
        calendars.remove_day(place, when, by=request.user, now=timezone.now())
    except ValueError as error:
        raise Http404 from error
    except Refusal as refusal:
        messages.error(request, refusal)
    return redirect("people:calendar", site, when.year)


@permitted("people.edit_calendar")
@require_POST
def calendar_year_confirm(request: HttpRequest, site: str, year: int) -> HttpResponse:
    place = get_object_or_404(Site, key=site)
    form = YearForm(request.POST)
    if form.is_valid() and 2000 <= year <= 2100:
        calendars.confirm_year(place, year, source=form.cleaned_data["source"], by=request.user, now=timezone.now())
        messages.success(request, _("The calendar of %(year)d is complete.") % {"year": year})
    return redirect("people:calendar", site, year)


@permitted("people.edit_calendar")
@require_POST
def calendar_shipped(request: HttpRequest, site: str, year: int) -> HttpResponse:
    """Take in every year that came with the product and that the site does not know yet."""
    place = get_object_or_404(Site, key=site)
    loaded = calendars.load_shipped(place, by=request.user, now=timezone.now())
    if loaded:
        years = ", ".join(str(taken) for taken in loaded)
        messages.success(request, _("Taken in: %(years)s. You may change every day.") % {"years": years})
    return redirect("people:calendar", site, year)


@permitted("people.check_journal")
@require_safe
def journal(request: HttpRequest) -> HttpResponse:
    query = request.GET.get("q", "").strip()
    page = Paginator(journal_reading.events(query), ON_A_PAGE).get_page(request.GET.get("page"))
    report = journal_chain.check() if "check" in request.GET else None
    again = urlencode({"q": query}) + "&"
    context = {"page": page, "lines": journal_reading.lines(list(page)), "q": query, "query": again, "report": report}
    return render(request, "people/journal.html", context)


@permitted("people.run_site")
@require_safe
def jobs(request: HttpRequest) -> HttpResponse:
    return render(request, "people/jobs.html", {"jobs": failed_jobs()})


@permitted("people.run_site")
@require_POST
def job_try_again(request: HttpRequest, key: str) -> HttpResponse:
    if try_again(key):
        messages.success(request, _("The job is queued again."))
    else:
        messages.info(request, _("Somebody queued it again before you."))
    return redirect("people:jobs")
