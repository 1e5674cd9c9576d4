"""An address of every type of public page, and a small catalogue with an item of every kind."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from gateway.catalogue.models import Kind
from resources.models import Publication, Publisher
from tests.factories import make_publication, make_publisher

TERMS: dict[str, Any] = {
    "focus_areas": ["leadership", "outcomes"],
    "areas_of_need": ["hearing-impairment", "cognition-and-learning"],
    "phases": ["primary"],
    "setting_types": ["special-school"],
}
BODY = "# What it says\n\nSome **words** and [a link](https://example.org/).\n\n## More\n\n- one\n- two"
KINDS = [Kind.RESOURCE, Kind.RESEARCH, Kind.NEWS, Kind.EVENT]
PAGES = {
    "home": "/",
    "focus areas": "/focus-areas/",
    "a focus area": "/focus-areas/leadership/",
    "browse": "/browse/",
    "filtered": "/browse/?focus=leadership&need=hearing-impairment&phase=primary&kind=resource",
    "notices": "/browse/?focus=nonsense&page=99&sort=loudness&q=dyslexia",
    "nothing found": "/browse/?focus=teaching-and-learning&phase=post-16",
    "resources": "/resources/",
    "research": "/research/",
    "news": "/news/",
    "practice": "/practice/",
    "events": "/events/",
    "past events": "/events/?when=past",
    "a resource": "/resources/a-resource/",
    "a piece of research": "/resources/a-research/",
    "a news story": "/resources/a-news/",
    "an event": "/resources/a-event/",
    "a past event": "/resources/a-past-event/",
    "publishers": "/publishers/",
    "a publisher": "/publishers/a-charity/",
    "questions": "/discussions/",
    "filtered questions": "/discussions/?focus=leadership&kind=resource&q=words",
    "unanswered questions": "/discussions/unanswered/",
    "answered questions": "/discussions/answered/",
    "latest comments": "/discussions/comments/",
    "ask the community": "/discussions/ask/",
    "reading": "/reading/",
    "about": "/about/",
    "accessibility": "/accessibility/",
}
FEEDS = {
    "Atom": "/feeds/items.atom",
    "RSS": "/feeds/items.rss",
    "questions as Atom": "/feeds/questions.atom",
    "questions as RSS": "/feeds/questions.rss",
    "calendar": "/events/calendar.ics",
    "one event": "/resources/a-event/calendar.ics",
    "sitemap": "/sitemap.xml",
    "sitemap of items": "/sitemap-items.xml",
    "sitemap of publishers": "/sitemap-publishers.xml",
    "sitemap of focus areas": "/sitemap-focus-areas.xml",
    "sitemap of pages": "/sitemap-pages.xml",
    "robots": "/robots.txt",
    "security": "/.well-known/security.txt",
    "health": "/healthz",
}
LISTS = [
    "/browse/",
    "/resources/",
    "/research/",
    "/practice/",
    "/news/",
    "/events/",
    "/events/?when=past",
    "/focus-areas/leadership/",
    "/publishers/a-charity/",
]


def fill_catalogue(times: int = 1) -> Publisher:
    """Create a publisher with `times` publications of each kind, with a value in every field."""
    publisher = make_publisher("A Charity", website="https://example.org/", description="What it does.")
    for number in range(times):
        for kind in KINDS:
            make_complete_publication(f"a-{kind}" + (f"-{number}" if number else ""), kind, publisher)
        ended = timezone.now() - timedelta(days=3 + number)
        make_complete_publication(
            "a-past-event" + (f"-{number}" if number else ""),
            Kind.EVENT,
            publisher,
            starts_at=ended - timedelta(hours=2),
            ends_at=ended,
        )
    return publisher


def make_complete_publication(slug: str, kind: str, publisher: Publisher, **fields) -> Publication:
    """Create a publication with a value in every field."""
    publication = make_publication(
        slug.replace("-", " ").capitalize(),
        slug=slug,
        kind=kind,
        publisher=publisher,
        body=BODY,
        credit="Another body",
        url="https://example.org/page",
        year=2024,
        authors="Ann Example; Ben Sample",
        doi="10.5555/example",
        licence="cc-by-4.0",
        cost="free",
        format="toolkit",
        keywords=["pupil voice", "autism"],
        venue="The hall",
        booking_url="https://example.org/book" if kind == Kind.EVENT else "",
        **TERMS,
        **fields,
    )
    publication.links.create(title="A link", url="https://example.org/more")
    return publication
