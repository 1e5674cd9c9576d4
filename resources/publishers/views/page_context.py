"""What the pages about a publisher's members have in common."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse

from gateway.catalogue.views.page import Page
from resources.models import Publisher


def build_member_page(
    request: HttpRequest, publisher: Publisher, title: str, *, crumb: str = "", wrong: bool = False
) -> Page:
    """Return the head of a page that only a publisher's members see, which search engines must not index."""
    trail = [("Publishers", reverse("resources:publishers"))]
    if not publisher.is_suspended:
        trail.append((publisher.name, publisher.get_absolute_url()))
    if crumb != "People":
        trail.append(("People", reverse("resources:people", args=[publisher.slug])))
    shown = f"Error: {title}" if wrong else title
    return Page(request, shown, "", "publishers", trail=trail, noindex=True, crumbs_end=crumb or title)


def build_applicant_page(request: HttpRequest, title: str, description: str, *, wrong: bool = False) -> Page:
    """Return the head of a page for organisations that may apply."""
    trail = [("Publishers", reverse("resources:publishers"))]
    return Page(
        request, f"Error: {title}" if wrong else title, description, "publishers", trail=trail, crumbs_end=title
    )
