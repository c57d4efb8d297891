"""The doors: sign-in, sign-out, a forgotten password, an invitation by link or code."""

from django.contrib import messages
from django.contrib.auth import authenticate, login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from kernel.keys import as_typed
from people import auth
from people.domain import access, invitations, looks, sessions, throttle
from people.forms import CodeForm, ForgottenForm, NewPasswordForm, SignInForm
from people.models import User

HOME = "/"


def next_address(request: HttpRequest) -> str:
    """Where to go afterwards: only an address of our own, never one that a link smuggled in."""
    wanted = request.POST.get("next") or request.GET.get("next") or HOME
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else HOME


def enter(request: HttpRequest, person: User, address: str) -> HttpResponse:
    """Sign the person in with a new session and let the browser be known to the account."""
    login(request, person, backend="people.auth.StaffBackend")
    response = redirect(address)
    auth.remember(request, response, person)
    return response


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect(next_address(request))
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = authenticate(request, username=form.cleaned_data["name"], password=form.cleaned_data["password"])
        if person:
            return enter(request, person, next_address(request))
        form.add_error(None, getattr(request, "try_later", None) or SignInForm.WRONG)
    limits = throttle.limits()
    context = {"form": form, "next": next_address(request), "idle": limits.session_idle_minutes, "bare": True}
    return render(request, "people/sign_in.html", context)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    if looking := getattr(request, "looking", None):
        looks.stop(looking, by=request.user, now=now)
    sessions.end_here(request, now=now)
    messages.success(request, _("You are signed out."))
    return redirect("people:sign-in")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def password_forgotten(request: HttpRequest) -> HttpResponse:
    form = ForgottenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            access.ask_for_link(form.cleaned_data["name"], address=sessions.address_of(request), now=timezone.now())
        except throttle.TryLater as refusal:
            form.add_error(None, refusal)
        else:
            return render(request, "people/password_forgotten_sent.html", {"bare": True})
    context = {"form": form, "hours": invitations.FORGOTTEN_HOURS, "bare": True}
    return render(request, "people/password_forgotten.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_code(request: HttpRequest) -> HttpResponse:
    """Type the code of a printed slip; the right one leads on as its link would."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        address = sessions.address_of(request)
        # Counted under the code itself: slips of colleagues at the same address do not wait for one another.
        door = throttle.Door(f"code:{as_typed(form.cleaned_data['code'])}", address)
        try:
            throttle.refuse_too_early(door, now=now)
            invitation = invitations.by_code(form.cleaned_data["code"], now=now)
        except invitations.InvitationError as refusal:
            throttle.count_failure(door, now=now)
            form.add_error("code", refusal)
        except throttle.TryLater as refusal:
            form.add_error(None, refusal)
        else:
            return redirect(invitations.link_of(invitation))
    return render(request, "people/invitation_code.html", {"form": form, "bare": True})


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_accept(request: HttpRequest, token: str) -> HttpResponse:
    now = timezone.now()
    try:
        invitation = invitations.by_token(token, now=now)
    except invitations.InvitationError as refusal:
        return render(request, "people/invitation_gone.html", {"refusal": refusal, "bare": True}, status=404)
    form = NewPasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            person = invitations.accept(invitation, password=form.cleaned_data["password"], now=now)
        except invitations.InvitationError as refusal:
            form.add_error("password", refusal)
        else:
            return enter(request, person, HOME)
    context = {"form": form, "person": invitation.person, "invitation": invitation, "bare": True}
    response = render(request, "people/invitation_accept.html", context)
    # The token stands in the address: no other site may learn it. "no-referrer" would have the browser post the form
    # without an origin, which the CSRF check refuses.
    response["Referrer-Policy"] = "same-origin"
    return response
