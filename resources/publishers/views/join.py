from __future__ import annotations

from typing import Any

from allauth.account.decorators import verified_email_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.forms import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.rate_limits.limiter import is_allowed, too_many_requests
from gateway.catalogue.page_cache import shared
from resources.models import Publisher, PublisherApplication
from resources.publishers import applications
from resources.publishers.forms import ApplicationForm
from resources.publishers.views.page_context import build_applicant_page

TITLE = "Share what you publish"
DESCRIPTION = "How your organisation can share resources, research, news and events with schools on the SEND Gateway."
APPLICATION_RATE = "10/d/user"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """Explain what publishers can do. Logged-in users also get the form or the status of their application."""
    if request.user.is_authenticated:
        return apply(request)
    if request.method == "POST":
        return redirect_to_login(reverse("resources:join"))
    return render(
        request, "resources/publishers/join.html", {"page": build_applicant_page(request, TITLE, DESCRIPTION)}
    )


@verified_email_required
def apply(request: HttpRequest) -> HttpResponse:
    """Show the form until it is sent, then its status. A form that is sent twice makes one application."""
    applicant: Any = request.user
    latest = PublisherApplication.objects.sent_by(applicant).first()
    if latest and latest.is_waiting:
        return redirect("resources:join") if request.method == "POST" else render_application(request, latest)
    blank = PublisherApplication(applicant=applicant)
    form = ApplicationForm(request.POST or None, instance=blank, initial=get_earlier_answers(latest))
    if form.is_valid():
        if not is_allowed(request, "apply_as_publisher", APPLICATION_RATE):
            return too_many_requests(request)
        applications.send_application(form.save(commit=False))
        return redirect("resources:join")
    context = {
        "page": build_applicant_page(request, TITLE, DESCRIPTION, wrong=bool(form.errors)),
        "form": form,
        "latest": latest,
        "publishers": Publisher.objects.for_user(applicant),
    }
    return render(request, "resources/publishers/apply.html", context)


def get_earlier_answers(latest: PublisherApplication | None) -> dict[str, Any]:
    """Return the text of a withdrawn or turned-down application, so that the applicant need not retype it."""
    ended = (PublisherApplication.Status.WITHDRAWN, PublisherApplication.Status.TURNED_DOWN)
    if latest is None or latest.status not in ended:
        return {}
    return model_to_dict(latest, ApplicationForm.Meta.fields)


def render_application(request: HttpRequest, application: PublisherApplication) -> HttpResponse:
    page = build_applicant_page(request, "Your application", DESCRIPTION)
    return render(request, "resources/publishers/application-received.html", {"page": page, "application": application})


@never_cache
@login_required
@require_POST
def withdraw(request: HttpRequest) -> HttpResponse:
    application = get_object_or_404(PublisherApplication.objects.sent_by(request.user).waiting())
    try:
        applications.withdraw(application)
    except applications.DecidedMeanwhile:
        messages.warning(request, "An editor has just decided your application. Check your email.")
    else:
        messages.success(request, "You have withdrawn your application.")
    return redirect("resources:join")


@shared
@require_safe
def terms(request: HttpRequest) -> HttpResponse:
    page = build_applicant_page(request, "Terms for publishers", "What an organisation agrees to when it joins.")
    return render(request, "resources/publishers/publisher-terms.html", {"page": page})
