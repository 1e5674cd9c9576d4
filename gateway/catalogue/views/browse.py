"""The pages that show any item: home, focus areas and the lists of the finder."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from django.contrib.humanize.templatetags.humanize import apnumber
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.template.defaultfilters import pluralize
from django.urls import reverse
from django.views.decorators.http import require_safe
from django_htmx.middleware import HtmxDetails

from accounts.addresses.site_address import build_absolute_url
from gateway.catalogue.facets import FacetIndex, FacetTerm, get_current_index
from gateway.catalogue.facets.filters import Filters, read_filters
from gateway.catalogue.facets.groups import get_groups
from gateway.catalogue.finder.finder import find_results
from gateway.catalogue.finder.listing import Choice, Listing, make_option_group
from gateway.catalogue.items.cards import Card, get_cards
from gateway.catalogue.models import FocusArea, Item, Kind
from gateway.catalogue.page_cache import shared
from gateway.catalogue.usage.search_log import count_search
from gateway.catalogue.views.htmx import vary_on_htmx, wants_part
from gateway.catalogue.views.page import SITE_DESCRIPTION, Page

PAST_FILTER = (("when", "past"),)
PAST_EVENTS_HEADING = ("Past events", "Events that have finished, the latest first.")
QUICK_GROUPS = ("focus", "need", "phase")
MAX_ITEMS_PER_SHELF = 4
MAX_NEW_ITEMS = 4


class HtmxRequest(HttpRequest):
    """A request after django-htmx's middleware."""

    htmx: HtmxDetails


@dataclass(frozen=True)
class CountedArea:
    area: FocusArea
    count: int


@dataclass(frozen=True)
class Shelf:
    """A few items of one kind, with the number of all of them and the address of their list."""

    kind: str
    label: str
    count: int
    url: str
    items: list[Card]


@shared
@require_safe
def home(request: HtmxRequest) -> HttpResponse:
    """Render the home page: the focus areas, quick filters, what is new and what is coming."""
    index = get_current_index()
    everything = find_results(index)
    practice, events = (
        index.carrying("kind", get_term_or_404(index, "kind", kind).key) for kind in (Kind.PRACTICE, Kind.EVENT)
    )
    shared = index.newest(everything.results & practice, 0, MAX_NEW_ITEMS)
    newest = index.newest(everything.results - practice - events, 0, MAX_NEW_ITEMS)
    coming = list(Item.objects.public().coming().values_list("pk", flat=True)[:MAX_NEW_ITEMS])
    items = {item.pk: item for item in get_cards(index, [*shared, *newest, *coming])}
    context = {
        "page": Page(
            request,
            "Everything on SEND in one place",
            SITE_DESCRIPTION,
            "home",
            things=[describe_website()],
            feed_url=reverse("feed_atom"),
        ),
        "areas": count_areas(index),
        "quick": [make_option_group(everything, group) for group in get_groups() if group.parameter in QUICK_GROUPS],
        "shared": [items[pk] for pk in shared if pk in items],
        "newest": [items[pk] for pk in newest if pk in items],
        "coming": [items[pk] for pk in coming if pk in items],
        "kinds": make_kind_choices(index),
        "total": everything.count,
        "browse_url": reverse("browse"),
    }
    return render(request, "catalogue/home.html", context)


def describe_website() -> dict[str, Any]:
    """Return the site itself as schema.org's WebSite."""
    return {"@type": "WebSite", "name": "SEND Gateway", "url": build_absolute_url(reverse("home"))}


def make_kind_choices(index: FacetIndex) -> list[Choice]:
    """Return the list page of each kind, with the number of its items."""
    counts = find_results(index).count_terms("kind")
    terms = index.vocabularies["kind"].terms
    return [Choice(term.label, get_kind_url(term.slug), term.slug, count=counts[term.key]) for term in terms]


def get_kind_url(kind: str) -> str:
    return reverse(Kind(kind).spec.url_name)


def count_areas(index: FacetIndex) -> list[CountedArea]:
    counts = find_results(index).count_terms("focus")
    return [CountedArea(area, counts.get(area.pk, 0)) for area in FocusArea.objects.current()]


def get_term_or_404(index: FacetIndex, parameter: str, slug: str) -> FacetTerm:
    """Return the term that a slug leads to, or raise Http404."""
    term = index.vocabularies[parameter].by_slug.get(slug)
    if term is None:
        raise Http404
    return term


def redirect_permanently(request: HttpRequest, address: str) -> HttpResponse:
    """Redirect from an address with a former slug, keeping the query string."""
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)


@shared
@require_safe
def focus_areas(request: HtmxRequest) -> HttpResponse:
    areas = count_areas(get_current_index())
    how_many = f"{apnumber(len(areas))} area{pluralize(len(areas))}"
    description = f"The {how_many} of the SEND Review Guide, with everything on the Gateway about each one."
    page = Page(request, "Focus areas", description, "focus-areas")
    return render(request, "catalogue/focus-areas.html", {"page": page, "areas": areas})


@shared
@require_safe
def focus_area(request: HtmxRequest, slug: str) -> HttpResponse:
    """Render one focus area: its questions, and what there is on it of every kind, side by side."""
    index = get_current_index()
    term = get_term_or_404(index, "focus", slug)
    areas = count_areas(index)
    area = next(counted.area for counted in areas if counted.area.pk == term.key)
    if term.slug != slug:
        return redirect_permanently(request, area.get_absolute_url())
    fixed = {"focus": (term,)}
    filters, notices = read_filters(request.GET, index, apart_from=fixed)
    listing = Listing(find_results(index, filters, fixed), request.path, notices)
    context = {
        "page": Page(
            request,
            area.name,
            area.description,
            "focus-areas",
            trail=[("Focus areas", reverse("focus_areas"))],
            feed_url=listing.feed_url,
            crumbs_end=area.label,
            noindex=listing.is_narrowed or listing.page_number > 1,
            number=listing.page_number,
            head=listing.make_title(area.name),
            picture=f"focus-area-{area.slug}",
        ),
        "area": area,
        "areas": areas,
        "found": listing,
        "shelves": make_shelves(listing),
    }
    return render_results(request, "catalogue/focus-area.html", context)


def make_shelves(listing: Listing) -> list[Shelf]:
    """Return the newest items of every kind among the results of a listing; of events, the next ones."""
    finding = listing.finding
    index = finding.index
    coming = list(Item.objects.public().coming().values_list("pk", flat=True))
    chosen_kinds = finding.filters.chosen.get("kind") or index.vocabularies["kind"].terms
    rows = {term: finding.results & index.carrying("kind", term.key) for term in chosen_kinds}
    rows |= {term: rows[term] & index.get_positions(coming) for term in chosen_kinds if term.slug == Kind.EVENT}
    picked = {
        term: list(islice(index.in_order(coming, results), MAX_ITEMS_PER_SHELF))
        if term.slug == Kind.EVENT
        else index.newest(results, 0, MAX_ITEMS_PER_SHELF)
        for term, results in rows.items()
    }
    items = {item.pk: item for item in get_cards(index, [pk for pks in picked.values() for pk in pks])}
    rest = Filters({**finding.fixed, **finding.filters.chosen}).without("kind")
    return [
        Shelf(
            term.slug,
            term.label,
            len(rows[term]),
            rest.build_url(get_kind_url(term.slug)),
            [items[pk] for pk in picked[term] if pk in items],
        )
        for term in chosen_kinds
    ]


@shared
@require_safe
def browse(request: HtmxRequest) -> HttpResponse:
    """Render the finder over everything."""
    index = get_current_index()
    filters, notices = read_filters(request.GET, index)
    page = Page(request, "Search results" if filters.words else "Browse everything", SITE_DESCRIPTION, "browse")
    introduction = "" if filters.words else "Everything on the Gateway. Choose filters to narrow it."
    listing = Listing(find_results(index, filters), request.path, notices)
    count_search(request, listing)
    return list_page(request, page, introduction, listing)


@shared
@require_safe
def one_kind(request: HtmxRequest, kind: Kind) -> HttpResponse:
    """Render the finder over one kind."""
    index = get_current_index()
    fixed = {"kind": (get_term_or_404(index, "kind", kind),)}
    filters, notices = read_filters(request.GET, index, apart_from=fixed)
    page = Page(request, kind.plural, kind.spec.introduction, kind.spec.url_name)
    listing = Listing(find_results(index, filters, fixed), request.path, notices)
    return list_page(request, page, kind.spec.introduction, listing)


@shared
@require_safe
def events(request: HtmxRequest) -> HttpResponse:
    """Render the coming events by date or, with `when=past`, the past ones."""
    index = get_current_index()
    fixed = {"kind": (get_term_or_404(index, "kind", Kind.EVENT),)}
    filters, notices = read_filters(request.GET, index, apart_from=fixed)
    is_past = request.GET.get("when") == "past"
    if is_past:
        filters = replace(filters, extra=PAST_FILTER)
    coming = list(Item.objects.public().coming().values_list("pk", flat=True))
    offered = {"excluded": coming, "ordered": Item.objects.public().past()} if is_past else {"among": coming}
    order = "Latest first" if is_past else "Soonest first"
    listing = Listing(find_results(index, filters, fixed, **offered), request.path, notices, order)
    title, introduction = PAST_EVENTS_HEADING if is_past else (Kind.EVENT.plural, Kind.EVENT.spec.introduction)
    page = Page(request, title, introduction, "events", path=request.path + ("?when=past" if is_past else ""))
    return list_page(request, page, introduction, listing, times=make_time_choices(filters, request.path, is_past))


def make_time_choices(filters: Filters, path: str, is_past: bool) -> list[Choice]:
    """Return links to coming and to past events, keeping the rest of the choice."""
    return [
        Choice("Upcoming", replace(filters, extra=(), page=1).build_url(path), chosen=not is_past),
        Choice("Past", replace(filters, extra=PAST_FILTER, page=1).build_url(path), chosen=is_past),
    ]


def list_page(request: HtmxRequest, page: Page, introduction: str, listing: Listing, **more: Any) -> HttpResponse:
    """Render any plain list: a page, or only its results for an update in place."""
    noindex = listing.is_narrowed or listing.page_number > 1
    title = "" if page.section == "browse" else page.title
    head, heading = (say(title) or page.title for say in (listing.make_title, listing.make_heading))
    page = replace(page, feed_url=listing.feed_url, noindex=noindex, number=listing.page_number, head=head)
    context = {"page": page, "heading": heading, "introduction": introduction, "found": listing, **more}
    return render_results(request, "catalogue/browse.html", context)


def render_results(request: HtmxRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """Render the whole page, or its part “results” when htmx asks for an update in place."""
    in_place = wants_part(request)
    response = render(request, f"{template}#results" if in_place else template, context)
    if in_place:
        response["HX-Push-Url"] = context["found"].url
    return vary_on_htmx(response)
