from __future__ import annotations

from dataclasses import replace

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from gateway.catalogue.facets import get_current_index
from gateway.catalogue.facets.filters import NEWEST_SORT, SORT_LABELS, read_filters
from gateway.catalogue.finder.finder import find_results
from gateway.catalogue.finder.listing import Choice, Listing
from gateway.catalogue.items.cards import Card
from gateway.catalogue.models import Kind
from gateway.catalogue.page_cache import shared
from gateway.catalogue.text.characters import BYLINE_SEPARATOR
from gateway.catalogue.views.browse import HtmxRequest, get_term_or_404, list_page
from gateway.catalogue.views.page import Page
from practice.examples import nearby
from practice.lookup.postcodes import format_distance

NEAREST_FIRST_LABEL = "Nearest first"


@shared
@require_safe
def practice_list(request: HtmxRequest) -> HttpResponse:
    """List practice examples with filters and, for a postcode, only those near it, the nearest first."""
    index = get_current_index()
    fixed = {"kind": (get_term_or_404(index, "kind", Kind.PRACTICE),)}
    filters, notices = read_filters(request.GET, index, apart_from=fixed)
    near, more_notices = nearby.read_search(request.GET)
    distances = nearby.find_examples_near(near)
    among = None if distances is None else list(distances)
    finding = find_results(index, replace(filters, extra=near.extra), fixed, among=among)
    listing = Listing(
        finding,
        request.path,
        [*notices, *more_notices],
        SORT_LABELS[NEWEST_SORT] if among is None else NEAREST_FIRST_LABEL,
    )
    listing.items = [add_distance(card, distances) for card in listing.items]
    listing.hidden = ()  # the fields of the postcode are already in the filter form
    if near.position:
        place = f"{near.postcode}, {near.miles} miles"
        listing.more_chips = [Choice(place, replace(filters, page=1).build_url(request.path), legend="Near")]
    page = Page(request, Kind.PRACTICE.plural, Kind.PRACTICE.spec.introduction, "practice")
    context = {
        "beneath": "practice/nearby-filter.html",
        "empty_text": "There are no examples this near yet. Try a longer distance" if near.position else "",
        "near": near,
        "distances": nearby.DISTANCES_IN_MILES,
        "stylesheet": "css/practice.css",
    }
    return list_page(request, page, Kind.PRACTICE.spec.introduction, listing, **context)


def add_distance(card: Card, distances: dict[int, float] | None) -> Card:
    if not distances or card.pk not in distances:
        return card
    return replace(card, line=BYLINE_SEPARATOR.join((card.line, format_distance(distances[card.pk]))))
