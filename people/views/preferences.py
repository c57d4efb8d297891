"""What a person sets for themselves: language, theme, profile, password, signed-in browsers."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people import auth
from people.domain import access, profiles, sessions, throttle
from people.forms import ChangePasswordForm, ProfileForm
from people.models import User
from people.views.doors import next_address

THEMES = {"light", "dark", "auto"}
A_YEAR = 365 * 86400


def keep(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(name, value, max_age=A_YEAR, samesite="Lax", secure=settings.SECURE)


@require_POST
def language_set(request: HttpRequest) -> HttpResponse:
    language = request.POST.get("language", "")
    response = redirect(next_address(request))
    if language in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, language, max_age=A_YEAR, samesite="Lax", secure=settings.SECURE
        )
        if request.user.is_authenticated:
            profiles.set_language(request.user, language)
    return response


@require_POST
def theme_set(request: HttpRequest) -> HttpResponse:
    theme = request.POST.get("theme", "")
    response = redirect(next_address(request))
    if theme in THEMES:
        keep(response, "theme", theme)
    return response


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    person = User.objects.get(pk=request.user.pk)
    form = ProfileForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        profiles.change(request.user, **form.cleaned_data, now=timezone.now())
        with translation.override(request.user.language):
            messages.success(request, _("Your account was saved."))
        return redirect("people:profile")
    employment = person.employments.select_related("team__site").filter(ended_on=None).first()
    context = {
        "form": form,
        "employment": employment,
        "roles": request.user.groups.values_list("name", flat=True),
        "mentorship": person.mentorships_received.select_related("mentor").filter(ended_on=None).first(),
        "sign_ins": sessions.open_of(person, now=timezone.now()),
        "here": request.session.session_key,
    }
    return render(request, "people/profile.html", context)


@login_required
@sensitive_post_parameters("old", "new")
@require_http_methods(["GET", "HEAD", "POST"])
def password_change(request: HttpRequest) -> HttpResponse:
    form = ChangePasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("old", "new")}
        try:
            person = access.change_password(
                request.user, **given, address=sessions.address_of(request), now=timezone.now()
            )
        except throttle.TryLater as refusal:
            form.add_error(None, refusal)
        except access.AccessError as refusal:
            form.add_error("old" if isinstance(refusal, access.WrongPasswordError) else "new", refusal)
        else:
            login(request, person, backend="people.auth.StaffBackend")
            messages.success(request, _("Your password was changed. Every other browser was signed out."))
            response = redirect("people:profile")
            auth.remember(request, response, person)
            return response
    return render(request, "people/password_change.html", {"form": form})


@login_required
@require_safe
def signed_in_browsers(request: HttpRequest) -> HttpResponse:
    sign_ins = sessions.open_of(request.user, now=timezone.now())
    return render(request, "people/sessions.html", {"sign_ins": sign_ins, "here": request.session.session_key})


@login_required
@require_POST
def session_end(request: HttpRequest, key: str) -> HttpResponse:
    sign_in = request.user.sign_ins.filter(key=key).first()
    if sign_in is None:
        raise Http404
    sessions.end(sign_in, now=timezone.now())
    messages.success(request, _("That browser is signed out."))
    return redirect("people:sessions")


@login_required
@require_POST
def session_end_others(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    for sign_in in sessions.open_of(request.user, now=now).exclude(session_key=request.session.session_key):
        sessions.end(sign_in, now=now)
    messages.success(request, _("Every other browser is signed out."))
    return redirect("people:sessions")
