"""The public pages of schools."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from gateway.catalogue.facets import get_current_index
from gateway.catalogue.items.cards import get_cards
from gateway.catalogue.models import Phase
from gateway.catalogue.page_cache import shared
from gateway.catalogue.text.characters import strip_invisible
from gateway.catalogue.views.page import Page
from practice.lookup.postcodes import find_position, read_postcode
from practice.models import School, SchoolMembership
from practice.models.school import MAX_QUERY_LENGTH
from practice.schools.directory import (
    MAX_MILES_AROUND,
    Directory,
    build_school_data,
    count_strengths,
    find_schools,
    get_example_keys,
    get_facts,
)
from practice.schools.map import get_map_point
from practice.schools.school_messages import may_write_to

MAX_CARDS = 50


@shared
@require_safe
def schools(request: HttpRequest) -> HttpResponse:
    text = " ".join(strip_invisible(request.GET.get("q", "")[:MAX_QUERY_LENGTH]).split())
    phases = list(Phase.objects.current())
    phase = next((each for each in phases if each.slug == request.GET.get("phase")), None)
    directory: Any = Directory(find_schools(text, phase))
    found = Paginator(directory, settings.PAGE_SIZE).get_page(request.GET.get("page"))
    chosen = {"q": text, "phase": phase.slug if phase else ""}
    description = "Every school and setting in England. Those that share what works on the SEND Gateway come first."
    page = Page(request, "Schools", description, "schools", noindex=any(chosen.values()) or found.number > 1)
    context = {
        "page": page,
        "found": found,
        "text": text,
        "phases": phases,
        "phase": phase,
        "query": urlencode({name: value for name, value in chosen.items() if value} | {"": ""})[:-1],
        "around": MAX_MILES_AROUND if find_position(text) else 0,
        "postcode": str(read_postcode(text) or ""),
    }
    return render(request, "practice/schools.html", context)


@shared
@require_safe
def school(request: HttpRequest, urn: str) -> HttpResponse:
    school = get_object_or_404(School.objects.visible_to(request.user), urn=urn)
    index = get_current_index()
    examples = get_example_keys(school)
    page = Page(
        request,
        school.name,
        describe_school(school),
        "schools",
        trail=[("Schools", reverse("practice:schools"))],
        things=[build_school_data(school)],
        noindex=not examples or school.is_sample or not school.is_checked,
    )
    context: dict[str, Any] = {
        "page": page,
        "school": school,
        "facts": get_facts(school),
        "spot": get_map_point(school),
        "examples": get_cards(index, examples[:MAX_CARDS]),
        "number": len(examples),
        "strengths": count_strengths(index, examples),
        "can_write": may_write_to(request.user, school),
        "has_people": school.memberships.confirmed().exists(),
        "is_theirs": SchoolMembership.objects.for_user(request.user).current().filter(school=school).exists(),
    }
    return render(request, "practice/school.html", context)


def describe_school(school: School) -> str:
    place = f" in {school.town}" if school.town else ""
    return f"What {school.name}{place} shares on the SEND Gateway, and how to get in touch."
