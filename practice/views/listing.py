"""The list of practice examples."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from gateway.catalogue.cards import Card
from gateway.catalogue.facets import current_index
from gateway.catalogue.filters import read
from gateway.catalogue.finder import find
from gateway.catalogue.listing import Listing
from gateway.catalogue.models import Kind
from gateway.catalogue.page import Page
from gateway.catalogue.views import INTRODUCTIONS, HtmxRequest, list_page, term_of
from practice import nearby

KILOMETRES_IN_A_MILE = 1.609344


@require_safe
def practice_list(request: HtmxRequest) -> HttpResponse:
    """The finder over practice examples, with a way to see only what is near, the nearest first."""
    index = current_index()
    fixed = {"kind": (term_of(index, "kind", Kind.PRACTICE),)}
    filters, notices = read(request.GET, index, apart_from=fixed)
    near, more_notices = nearby.read(request.GET)
    distances = nearby.examples_near(near)
    filters = replace(filters, extra=near.extra)
    among = None if distances is None else list(distances)
    listing = Listing(find(index, filters, fixed, among=among), request.path, [*notices, *more_notices])
    listing.items = [with_distance(card, distances) for card in listing.items]
    page = Page(request, Kind.PRACTICE.plural, INTRODUCTIONS[Kind.PRACTICE], "practice")
    chosen = [(name, term.slug) for name, terms in filters.chosen.items() for term in terms]
    context = {
        "beneath": "practice/near.html",
        "near": near,
        "distances": nearby.DISTANCES,
        "chosen": chosen,
        "stylesheet": "css/practice.css",
    }
    return list_page(request, page, INTRODUCTIONS[Kind.PRACTICE], listing, **context)


def with_distance(card: Card, distances: dict[int, float] | None) -> Card:
    """The card, with how far away its school is; the position of a postcode's area is no more exact than that."""
    if not distances or card.pk not in distances:
        return card
    miles = distances[card.pk] / KILOMETRES_IN_A_MILE
    far = "close by" if miles < 2 else f"about {miles:.0f} miles away"
    return replace(card, line=f"{card.line} · {far}")
