"""Pages to write, read, answer and report messages to schools."""

from __future__ import annotations

import uuid
from typing import Any

from allauth.account.decorators import verified_email_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from accounts.auth.suspension import refuse_suspended_users
from accounts.blocking import get_hidden_people
from accounts.rate_limits.limiter import is_allowed, too_many_requests
from accounts.views.account import get_person
from gateway.catalogue.views.page import Page
from practice.forms.message import MessageForm, ReportForm
from practice.models import School, SchoolMessage
from practice.schools import school_messages
from practice.views.my_schools import require_page

MESSAGES_PER_PAGE = 20
MESSAGE_RATE = "5/h/user,20/d/user"
MESSAGE_RATE_PER_SCHOOL = "30/d/key"
REPORTED_MESSAGE = (
    "Thank you. Our editors will look at the most urgent reports first, and email you about what they decide."
)
ALREADY_REPORTED_MESSAGE = "You have already reported this message. Our editors will look at it."
DESCRIPTION = "Messages between people and schools on the SEND Gateway."


def build_page(request: HttpRequest, title: str, **more: Any) -> Page:
    trail = [("Your account", reverse("account")), ("Your messages", reverse("practice:messages"))]
    return Page(request, title, DESCRIPTION, "account", trail=trail, noindex=True, **more)


@never_cache
@verified_email_required
@refuse_suspended_users
@require_page
def write(request: HttpRequest, urn: str) -> HttpResponse:
    school = get_object_or_404(School.objects.visible_to(request.user), urn=urn)
    if not school_messages.may_write_to(request.user, school):
        raise Http404
    form = MessageForm(request.POST or None)
    if form.is_valid():
        if not may_send(request, school):
            return too_many_requests(request)
        key = form.cleaned_data["form_key"]
        message = school_messages.send_to_school(request.user, school, form.cleaned_data["text"], key)
        messages.success(request, "We have sent your message. We will email you when someone replies.")
        return redirect("practice:conversation", message.first.reference)
    page = Page(
        request,
        f"Write to {school}",
        DESCRIPTION,
        "schools",
        noindex=True,
        trail=[("Schools", reverse("practice:schools")), (school.name, school.get_absolute_url())],
    )
    return render(request, "practice/write-to-school.html", {"page": page, "school": school, "form": form})


def may_send(request: HttpRequest, school: School) -> bool:
    """Return whether another message may be sent, under the limits per sender and per school."""
    return is_allowed(request, "school_message", MESSAGE_RATE) and is_allowed(
        request, "school_message_to", MESSAGE_RATE_PER_SCHOOL, school.urn
    )


@never_cache
@login_required
@require_GET
def conversations(request: HttpRequest) -> HttpResponse:
    mine = SchoolMessage.objects.readable_by(request.user).first_messages().select_related("school", "sender")
    mine = mine.exclude(sender__in=get_hidden_people(request.user))
    page = Paginator(mine.order_by("-sent_at", "-pk"), MESSAGES_PER_PAGE).get_page(request.GET.get("page"))
    head = Page(
        request, "Your messages", DESCRIPTION, "account", trail=[("Your account", reverse("account"))], noindex=True
    )
    return render(request, "practice/messages.html", {"page": head, "conversations": page})


@never_cache
@login_required
@require_page
def conversation(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    mine = SchoolMessage.objects.readable_by(request.user).first_messages().select_related("school", "sender")
    first = get_object_or_404(mine, reference=reference)
    may_answer = school_messages.may_answer(request.user, first)
    if request.method == "POST" and not may_answer:
        return redirect("practice:conversation", reference)
    form = MessageForm(request.POST or None)
    if form.is_valid():
        if not may_send(request, first.school):
            return too_many_requests(request)
        school_messages.send_answer(request.user, first, form.cleaned_data["text"], form.cleaned_data["form_key"])
        messages.success(request, "We have sent your reply.")
        return redirect("practice:conversation", first.reference)
    context = {
        "page": build_page(request, f"Messages with {first.school}"),
        "first": first,
        "written": school_messages.get_conversation(request.user, first),
        "form": form,
        "may_answer": may_answer,
    }
    return render(request, "practice/conversation.html", context)


@never_cache
@login_required
@require_page
def report(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    others = SchoolMessage.objects.readable_by(request.user).exclude(sender_id=request.user.pk or 0)
    message = get_object_or_404(others.select_related("school", "sender", "answers"), reference=reference)
    form = ReportForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if not is_allowed(request, "report_message", "20/d/user"):
            return too_many_requests(request)
        is_new = school_messages.report_message(message, get_person(request), form.cleaned_data)
        messages.success(request, REPORTED_MESSAGE if is_new else ALREADY_REPORTED_MESSAGE)
        return redirect("practice:conversation", message.first.reference)
    context = {"page": build_page(request, "Report a message"), "message": message, "form": form}
    return render(request, "practice/report-message.html", context)
