"""Feeds of what the finder shows, and events as a calendar; they take the parameters of the lists."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.html import escape
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event

from accounts.addresses.site_address import build_absolute_url, get_site_host
from gateway.catalogue.facets import get_current_index
from gateway.catalogue.facets.filters import Filters, read_filters
from gateway.catalogue.finder.finder import Finding, find_results
from gateway.catalogue.items.cards import Card, get_cards
from gateway.catalogue.models import Item, Kind
from gateway.catalogue.page_cache import shared
from gateway.catalogue.text.characters import strip_invisible

MAX_ENTRIES = 50
MAX_EVENTS = 500


class AtomFeed(Feed):
    """The newest items that fit the parameters, as Atom (RFC 4287)."""

    feed_type: Any = Atom1Feed
    name = "feed_atom"
    author_name = "SEND Gateway"
    subtitle = "New on the SEND Gateway"

    def get_object(self, request: HttpRequest) -> Finding:
        """Return what the parameters find; values that cannot be read are left out."""
        index = get_current_index()
        filters, _ = read_filters(request.GET, index)
        return find_results(index, Filters(filters.chosen, words=filters.words))

    def title(self, finding: Finding) -> str:
        words = [f"“{finding.filters.words}”"] if finding.filters.words else []
        chosen = words + [term.label for terms in finding.filters.chosen.values() for term in terms]
        return strip_invisible(f"SEND Gateway: {', '.join(chosen)}" if chosen else "SEND Gateway")

    def link(self, finding: Finding) -> str:
        return build_absolute_url(finding.filters.build_url(reverse("browse")))

    def feed_url(self, finding: Finding) -> str:
        return build_absolute_url(finding.filters.build_url(reverse(self.name)))

    def items(self, finding: Finding) -> list[Card]:
        return get_cards(finding.index, finding.index.newest(finding.results, 0, MAX_ENTRIES))

    def item_link(self, item: Card) -> str:
        return build_absolute_url(item.url)

    def item_title(self, item: Card) -> str:
        return strip_invisible(item.title)

    def item_description(self, item: Card) -> str:
        """Return the summary, escaped because feed readers take it for HTML (RFC 4287, 3.1.1.2)."""
        return escape(strip_invisible(item.summary))

    def item_pubdate(self, item: Card) -> datetime:
        return item.published_at

    def item_updateddate(self, item: Card) -> datetime:
        """Return when the item last changed.

        That is never before its publication, although it may have been written long before.
        """
        return max(item.updated_at, item.published_at)

    def item_author_name(self, item: Card) -> str:
        return strip_invisible(item.byline)

    def item_categories(self, item: Card) -> list[str]:
        return [item.kind_label, *(area.label for area in item.areas)]


class RssFeed(AtomFeed):
    feed_type = Rss201rev2Feed
    name = "feed_rss"
    description = AtomFeed.subtitle


@shared
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """Return the coming events that fit the parameters, as iCalendar (RFC 5545)."""
    index = get_current_index()
    filters, _ = read_filters(request.GET, index, apart_from={"kind"})
    since = timezone.now() - timedelta(days=1)
    coming = Item.objects.public().filter(kind=Kind.EVENT, ends_at__gte=since).order_by("starts_at", "pk")
    finding = find_results(index, filters, among=list(coming.values_list("pk", flat=True)))
    shown = Item.objects.public().filter(pk__in=finding.get_pks(0, MAX_EVENTS))
    return render_calendar(shown.order_by("starts_at", "pk").with_details(), "send-gateway-events")


def render_calendar(events: Iterable[Item], name: str) -> HttpResponse:
    """Return events as a file for a calendar program (RFC 5545)."""
    body = Calendar()
    body.add("prodid", "-//SEND Gateway//EN")
    body.add("version", "2.0")
    body.add("x-wr-calname", "SEND Gateway events")
    for item in events:
        body.add_component(make_event(item))
    response = HttpResponse(body.to_ical(), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return response


def make_event(item: Item) -> Event:
    event = Event()
    address = build_absolute_url(item.get_absolute_url())
    event.add("uid", f"event-{item.pk}@{get_site_host()}")
    event.add("dtstamp", item.updated_at)
    event.add("dtstart", item.starts_at)
    event.add("dtend", item.ends_at)
    event.add("summary", strip_invisible(item.title))
    event.add("description", strip_invisible(f"{item.summary}\n\n{address}"))
    event.add("url", address)
    event.add("location", strip_invisible(item.detail.place))
    return event
