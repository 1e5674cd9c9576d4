from __future__ import annotations

from allauth.account.decorators import verified_email_required
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from gateway.catalogue.views.page import Page
from resources.models import Invitation, Publisher
from resources.publishers import invitations


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Show the invitation. To accept it, a visitor logs in with any verified address of their own."""
    if request.method == "POST":
        return accept(request, slug, token) if request.user.is_authenticated else redirect_to_login(request.path)
    opened = Invitation.objects.opened_by(token).select_related("publisher", "invited_by").first()
    if opened is None:
        return render_invalid_invitation(request, slug)
    page = Page(request, f"Join {opened.publisher.name}", "", "publishers", noindex=True)
    return render(request, "resources/publishers/invitation.html", {"page": page, "invitation": opened})


@verified_email_required
def accept(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    try:
        publisher = invitations.accept(token, request.user)
    except invitations.InvitationNotValid:
        return render_invalid_invitation(request, slug)
    messages.success(request, f"You now belong to {publisher.name}.")
    return redirect("resources:people", publisher.slug)


def render_invalid_invitation(request: HttpRequest, slug: str) -> HttpResponse:
    """Say that the link no longer works, or redirect to the publisher if the user is already a member.

    The response is the same for a forged, an expired and a used link.
    """
    if Publisher.objects.for_user(request.user).filter(slug=slug).exists():
        return redirect(reverse("resources:people", args=[slug]))
    page = Page(request, "This invitation no longer works", "", "publishers", noindex=True)
    return render(request, "resources/publishers/invitation-invalid.html", {"page": page}, status=404)
