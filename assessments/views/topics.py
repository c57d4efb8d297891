"""The topic tree, and the banks with who keeps them."""

from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from assessments.domain import banks as bank_verbs
from assessments.domain import topics as topic_verbs
from assessments.domain.bank import BankError
from assessments.forms import BankForm, NewBankForm, NewTopicForm, TopicForm
from assessments.permissions import (
    banks_seen_by,
    get_bank_for,
    get_topic_for,
    require_bank,
    require_banks,
    topics_kept_by,
)


@login_required
@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    require_bank(request.user)
    kept = topics_kept_by(request.user).select_related("bank").annotate(held=Count("questions"))
    return render(request, "assessments/topics.html", {"tree": topic_verbs.tree(kept)})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def topic_new(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    require_bank(request.user)
    form = NewTopicForm(request.POST if request.method == "POST" else None, by=request.user)
    if form.is_valid():
        try:
            topic_verbs.write_topic(**form.cleaned_data, by=request.user, now=now)
        except BankError as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("assessments:topics")
    return render(request, "assessments/topic.html", {"form": form})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def topic(request: HttpRequest, key: str) -> HttpResponse:
    now = timezone.now()
    found = get_topic_for(request.user, key)
    form = TopicForm(request.POST if request.method == "POST" else None, topic=found)
    if form.is_valid():
        try:
            topic_verbs.change_topic(found, **form.cleaned_data, by=request.user, now=now)
        except BankError as refused:
            form.add_error("parent", str(refused))
        else:
            return redirect("assessments:topics")
    return render(request, "assessments/topic.html", {"form": form, "topic": found})


@login_required
@require_safe
def banks(request: HttpRequest) -> HttpResponse:
    require_banks(request.user)
    seen = banks_seen_by(request.user).prefetch_related("keepers").annotate(held=Count("topics__questions"))
    return render(request, "assessments/banks.html", {"banks": seen})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def bank_new(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    require_banks(request.user)
    form = NewBankForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            bank_verbs.write_bank(**form.cleaned_data, by=request.user, now=now)
        except BankError as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("assessments:banks")
    return render(request, "assessments/bank.html", {"form": form})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def bank(request: HttpRequest, key: str) -> HttpResponse:
    now = timezone.now()
    found = get_bank_for(request.user, key)
    form = BankForm(request.POST if request.method == "POST" else None, bank=found)
    if form.is_valid():
        try:
            bank_verbs.change_bank(found, **form.cleaned_data, by=request.user, now=now)
        except BankError as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("assessments:banks")
    return render(request, "assessments/bank.html", {"form": form, "bank": found})
