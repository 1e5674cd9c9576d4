"""The columns of the spreadsheet: the same in the template, in an export and in an import.

A column is named like the field of the form that it fills. Its text is what a person would type.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any, NamedTuple

from django.utils import timezone

from resources.exchange.cells import as_text
from resources.models import Publication, PublicationQuerySet

TERMS = ("focus_areas", "areas_of_need", "phases", "setting_types")
CHOICES = ("kind", "format", "cost", "licence")
YES_NO = ("is_online", "url_is_page", "is_sample")
MOMENTS = ("starts_at", "ends_at", "published_at")
DAYS = ("review_by",)


class Column(NamedTuple):
    """A column: its name in the first row, what to write in it, and whether only editors have it."""

    name: str
    hint: str
    example: str = ""
    for_editors: bool = False


COLUMNS = (
    Column("slug", "Its address on the Gateway. Leave it empty for something new.", "reading-with-dyslexic-pupils"),
    Column("kind", "resource, research, news or event.", "resource"),
    Column("publisher", "The publisher's name, or its address on the Gateway.", "Sample Charity"),
    Column("title", "Up to 200 characters.", "Reading with dyslexic pupils"),
    Column("summary", "One or two plain sentences, up to 600 characters.", "Ten short lessons for small groups."),
    Column("body", "The text, in Markdown.", "Each lesson takes **20 minutes**."),
    Column("url", "Where readers find it, with https://.", "https://example.org/reading"),
    Column(
        "format", "For resources: web-page, document, slides, toolkit, course, video, audio or software.", "toolkit"
    ),
    Column("cost", "free, registration, members or paid.", "free"),
    Column("licence", "Such as ogl-3.0, cc-by-4.0 or all-rights-reserved.", "cc-by-4.0"),
    Column("authors", "Names, with semicolons between them.", "Ada Sample; Ben Sample"),
    Column("year", "When it was first issued.", "2026"),
    Column("credit", "Other bodies that had a part in it.", ""),
    Column("doi", "For research: without the address before it.", ""),
    Column("starts_at", "For events: day and time in England, as 2026-11-24 09:30 or 24/11/2026 09:30.", ""),
    Column("ends_at", "For events: day and time in England.", ""),
    Column("is_online", "For events: yes or no.", ""),
    Column("venue", "For events: name, town and postcode.", ""),
    Column("booking_url", "For events: where people book, with https://.", ""),
    Column("focus_areas", "Names or slugs, with semicolons between them.", "teaching-and-learning"),
    Column("areas_of_need", "Names or slugs, with semicolons between them.", "specific-learning-difficulty"),
    Column("phases", "Names or slugs, with semicolons between them.", "primary; secondary"),
    Column("setting_types", "Names or slugs, with semicolons between them.", ""),
    Column("keywords", "Your own words, with semicolons between them.", "dyslexia; reading"),
    Column("published_at", "A day and time to come schedules it. Leave it empty to publish when it is ready.", ""),
    Column("review_by", "The day on which somebody should look at it again.", ""),
    Column("status", "Where it stands. It cannot be changed here.", ""),
    Column("url_is_page", "no, if the address is only the publisher's site.", "", True),
    Column("is_sample", "yes, if it is invented.", "", True),
    Column("editors_note", "Never shown.", "", True),
)
BY_NAME = {column.name: column for column in COLUMNS}
OTHER_NAMES = {
    "address": "slug",
    "type": "kind",
    "text": "body",
    "web_address": "url",
    "booking_address": "booking_url",
}


def column_named(heading: str) -> Column | None:
    """The column that a heading means, however it is written: "Focus areas" is focus_areas."""
    name = re.sub(r"[^a-z0-9]+", "_", heading.strip().lower()).strip("_")
    return BY_NAME.get(OTHER_NAMES.get(name, name))


def columns_for(user: Any) -> tuple[Column, ...]:
    """The columns that this person has."""
    return tuple(column for column in COLUMNS if user.is_editor or not column.for_editors)


def text_of(publication: Publication, name: str) -> str:
    """What a publication holds in a column. Prefetch its publisher, terms and keywords for many."""
    if name == "publisher":
        return publication.publisher.slug
    if name in TERMS:
        return "; ".join(term.slug for term in getattr(publication, name).all())
    if name == "keywords":
        return "; ".join(sorted(keyword.name for keyword in publication.keywords.all()))
    value = getattr(publication, name)
    if isinstance(value, datetime):
        value = timezone.localtime(value).replace(tzinfo=None, second=0, microsecond=0)
    return as_text(value)


def with_columns(publications: PublicationQuerySet) -> Any:
    """Publications with all that their columns need, in a few queries for all of them."""
    return publications.select_related("publisher").prefetch_related(*TERMS, "keywords")  # type: ignore[misc]


def split(text: str) -> list[str]:
    """The values of a cell that holds several: between semicolons, or between commas if it has no semicolon."""
    return [part.strip() for part in text.split(";" if ";" in text else ",") if part.strip()]


def read_moment(text: str) -> datetime | None:
    """A day and a time as people in England write them; None if it is neither."""
    day, _, clock = text.replace("T", " ").partition(" ")
    found = read_day(day)
    if found is None or not clock:
        return None
    for form in ("%H:%M", "%H:%M:%S", "%H.%M"):
        try:
            return datetime.combine(found, datetime.strptime(clock.strip(), form).time())  # noqa: DTZ007
        except ValueError:
            continue
    return None


def read_day(text: str) -> date | None:
    """A day as people in England write it; None if it is none."""
    for form in ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y"):
        try:
            return datetime.strptime(text.removesuffix(" 00:00"), form).date()  # noqa: DTZ007
        except ValueError:
            continue
    return None
