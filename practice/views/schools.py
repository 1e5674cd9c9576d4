"""Schools on the Gateway, as the public sees them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from gateway.catalogue.page import Page
from practice.models import School


@require_safe
def schools(request: HttpRequest) -> HttpResponse:
    """The schools on the Gateway."""
    page = Page(request, "Schools", "Schools and settings that share what works on the SEND Gateway.", "schools")
    return render(request, "practice/schools.html", {"page": page, "schools": School.objects.none()})


@require_safe
def school(request: HttpRequest, urn: str) -> HttpResponse:
    """One school."""
    school = get_object_or_404(School.objects.visible_to(request.user), urn=urn)
    page = Page(
        request, school.name, f"What {school.name} shares on the SEND Gateway.", "schools",
        trail=[("Schools", reverse("practice:schools"))], noindex=True,
    )  # fmt: skip
    return render(request, "practice/school.html", {"page": page, "school": school})
