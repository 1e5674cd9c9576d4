"""The columns of the spreadsheet: the same in the template, in an export and in an import.

A column has the name of the form field that it fills. Its text is what a user would type.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any, NamedTuple

from resources.imports.spreadsheets.cells import convert_to_text
from resources.models import Publication, PublicationQuerySet
from resources.publications.form.local_date_time import get_clock_time
from resources.publications.form.publication_form import PublicationForm
from resources.publications.form.sections import PUBLICATION_KINDS

TERM_COLUMNS = ("focus_areas", "areas_of_need", "phases", "setting_types")
CHOICE_COLUMNS = ("kind", "format", "cost", "licence")
YES_NO_COLUMNS = ("is_online", "url_is_page", "is_sample")
MOMENT_COLUMNS = ("starts_at", "ends_at", "published_at")
DAY_COLUMNS = ("review_by",)


DAY_FORMS = (
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%Y.%m.%d",
    "%d/%m/%Y",
    "%d.%m.%Y",
    "%d-%m-%Y",
    "%d/%m/%y",
    "%d.%m.%y",
    "%d-%m-%y",
    "%d %B %Y",
    "%d %b %Y",
    "%d %B %y",
    "%d %b %y",
    "%d-%b-%Y",
    "%d-%b-%y",
    "%d-%B-%Y",
    "%B %d %Y",
    "%b %d %Y",
)
CLOCK_PATTERN = re.compile(
    r"(.+?)(?:T| (?:at|@) |,? )(\d{1,2})(?:[:.](\d\d)(?:[:.](\d\d)(?:\.\d+)?)?)? ?([ap]\.?m\.?)?", re.IGNORECASE
)
MIDNIGHT_PATTERN = re.compile(r"[T ]00:00(?::00)?$")
WEEKDAY_PATTERN = re.compile(r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?[,.]? ", re.IGNORECASE)
CLOCK_FIRST_PATTERN = re.compile(
    r"(\d{1,2}[:.]\d\d(?: ?[ap]\.?m\.?)?|\d{1,2} ?[ap]\.?m\.?),?(?: on)? (.+)", re.IGNORECASE
)
NOON_PATTERN = re.compile(r"\b(?:12 )?(?:noon|midday)$", re.IGNORECASE)
ORDINAL_PATTERN = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)\b(?: of\b)?", re.IGNORECASE)
SEPTEMBER_PATTERN = re.compile(r"\bsept\b", re.IGNORECASE)
TIME_WITH_ZONE_PATTERN = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)", re.IGNORECASE)
SERIAL_NUMBER_PATTERN = re.compile(r"\d{5}(?:\.\d{1,15})?")


class Column(NamedTuple):
    """A column: its name in the first row, what to write in it, and whether only editors have it."""

    name: str
    hint: str
    example: str = ""
    for_editors: bool = False


COLUMNS = (
    Column("slug", "Its address on the Gateway. Leave this empty for something new.", "reading-with-dyslexic-pupils"),
    Column("kind", f"{', '.join(PUBLICATION_KINDS[:-1])} or {PUBLICATION_KINDS[-1]}.", "resource"),
    Column("publisher", "The publisher's name, or its address on the Gateway.", "Sample Charity"),
    Column("title", "Up to 200 characters.", "Reading with dyslexic pupils"),
    Column("summary", "One or two plain sentences, up to 600 characters.", "Ten short lessons for small groups."),
    Column("body", "The text, in Markdown.", "Each lesson takes **20 minutes**."),
    Column("url", "Where readers find it, such as www.example.org/guide.", "https://example.org/reading"),
    Column(
        "format", "For resources: web-page, document, slides, toolkit, course, video, audio or software.", "toolkit"
    ),
    Column("cost", "free, registration, members or paid.", "free"),
    Column("licence", "Such as ogl-3.0, cc-by-4.0 or all-rights-reserved.", "cc-by-4.0"),
    Column("authors", "Names, separated by semicolons.", "Ada Sample; Ben Sample"),
    Column("year", "When it was first issued.", "2026"),
    Column("credit", "Other organisations that took part in it.", ""),
    Column("doi", "For research, such as 10.1000/xyz123.", ""),
    Column("starts_at", "For events: day and time in England, as 2026-11-24 09:30 or 24/11/2026 09:30.", ""),
    Column("ends_at", "For events: day and time in England.", ""),
    Column("is_online", "For events: yes or no.", ""),
    Column("venue", "For events: name, town and postcode.", ""),
    Column("booking_url", "For events: where people book, such as www.example.org/book.", ""),
    Column("focus_areas", "Names or slugs, separated by semicolons.", "teaching-and-learning"),
    Column("areas_of_need", "Names or slugs, separated by semicolons.", "specific-learning-difficulty"),
    Column("phases", "Names or slugs, separated by semicolons.", "primary; secondary"),
    Column("setting_types", "Names or slugs, separated by semicolons.", ""),
    Column("keywords", "Your own words, separated by semicolons.", "dyslexia; reading"),
    Column("published_at", "A future day and time schedules it. Leave this empty to publish it when it is ready.", ""),
    Column("review_by", "The day when someone should check it again.", ""),
    Column("status", "Its status. You cannot change it here.", ""),
    Column("url_is_page", "no, if the address is only the publisher's site.", "", True),
    Column("is_sample", "yes, if it is invented.", "", True),
    Column("editors_note", "Never shown.", "", True),
)
COLUMNS_BY_NAME = {column.name: column for column in COLUMNS}
OTHER_NAMES_BY_COLUMN = {
    "areas_of_need": ("area_of_need", "send_need", "sen_need", "needs", "need"),
    "authors": ("author",),
    "body": ("content",),
    "booking_url": ("booking_link", "booking_page"),
    "cost": ("price",),
    "ends_at": ("end_date", "end_date_and_time", "end"),
    "focus_areas": ("focus_area",),
    "keywords": ("tags",),
    "kind": ("type", "sort"),
    "licence": ("license",),
    "phases": ("key_stage", "key_stages", "year_group", "year_groups", "phase"),
    "publisher": ("publisher_name", "organisation", "organization"),
    "setting_types": ("setting", "settings"),
    "slug": ("address",),
    "starts_at": ("start_date", "start_date_and_time", "start"),
    "summary": ("description",),
    "title": (
        "resource_title",
        "resource_name",
        "name_of_resource",
        "event_title",
        "event_name",
        "name_of_event",
        "name",
    ),
    "url": ("link", "website", "web_page", "url_link", "hyperlink", "weblink", "web_link", "web_site"),
    "venue": ("location", "place"),
}
"""Other headings that people use for a column, besides its name and its label in forms."""
COLUMN_NAMES_BY_OTHER_NAME = {other: name for name, others in OTHER_NAMES_BY_COLUMN.items() for other in others}
REMARK_PATTERN = re.compile(r"\((?:required|optional)\)|[*:]", re.IGNORECASE)


def find_column(heading: str) -> Column | None:
    """Return the column that a heading means, such as focus_areas for "Focus areas", or None."""
    name = normalise_heading(heading)
    return (
        COLUMNS_BY_NAME.get(name)
        or COLUMNS_BY_NAME.get(get_form_labels().get(name, ""))
        or COLUMNS_BY_NAME.get(COLUMN_NAMES_BY_OTHER_NAME.get(name, ""))
    )


def normalise_heading(text: str) -> str:
    """Return a heading in lower case, with underscores between its words."""
    return re.sub(r"[^a-z0-9]+", "_", REMARK_PATTERN.sub("", text).strip().lower()).strip("_")


@cache
def get_form_labels() -> dict[str, str]:
    fields = {name: Publication._meta.get_field(name) for name in COLUMNS_BY_NAME}
    called = {normalise_heading(str(field.verbose_name)): name for name, field in fields.items()}  # type: ignore[union-attr]
    return called | {
        normalise_heading(label): name for name, label in PublicationForm.Meta.labels.items() if name in COLUMNS_BY_NAME
    }


def get_columns(user: Any) -> tuple[Column, ...]:
    return tuple(column for column in COLUMNS if user.is_editor or not column.for_editors)


def get_cell_text(publication: Publication, name: str) -> str:
    """Return what a publication holds in a column.

    For many publications, load them with `with_columns`, or each costs several queries.
    """
    if name == "publisher":
        return publication.publisher.slug
    if name in TERM_COLUMNS:
        return "; ".join(term.slug for term in getattr(publication, name).all())
    if name == "keywords":
        return "; ".join(sorted(keyword.name for keyword in publication.keywords.all()))
    value = getattr(publication, name)
    if isinstance(value, datetime):
        value = get_clock_time(value).replace(second=0, microsecond=0)
    return convert_to_text(value)


def prefetch_columns(publications: PublicationQuerySet) -> Any:
    """Return the publications with everything that their columns need, in a fixed number of queries."""
    return publications.select_related("publisher").prefetch_related(*TERM_COLUMNS, "keywords")  # type: ignore[misc]


def split_cell(text: str) -> list[str]:
    """Return the values of a cell, split at lines and semicolons or, if it has neither, at commas."""
    return [part.strip() for part in re.split(r"[;\n]" if re.search(r"[;\n]", text) else ",", text) if part.strip()]


def read_moment(text: str) -> datetime | None:
    """Return a date and time as people in England or Excel write them, or None."""
    if serial := read_serial_moment(text):
        return serial
    if TIME_WITH_ZONE_PATTERN.fullmatch(text.strip()):
        return read_zoned_moment(text.strip())
    plain = NOON_PATTERN.sub("12:00", " ".join(text.split()))
    plain = CLOCK_FIRST_PATTERN.sub(r"\2 at \1", plain) if CLOCK_FIRST_PATTERN.fullmatch(plain) else plain
    found = CLOCK_PATTERN.fullmatch(plain)
    day = read_day(found[1]) if found else None
    if found is None or day is None:
        return None
    hour, minute, second = int(found[2]), int(found[3] or 0), int(found[4] or 0)
    half = (found[5] or "").lower().replace(".", "")
    if (half and not 1 <= hour <= 12) or (not half and found[3] is None) or hour > 23 or max(minute, second) > 59:
        return None
    hour = hour % 12 + 12 * (half == "pm") if half else hour
    return datetime.combine(day, time(hour, minute, second))


def read_day(text: str) -> date | None:
    """Return a date as people in England or Excel write it, or None."""
    if serial := read_serial_moment(text):
        return serial.date()
    plain = ORDINAL_PATTERN.sub(r"\1", WEEKDAY_PATTERN.sub("", MIDNIGHT_PATTERN.sub("", " ".join(text.split()))))
    if any(map(str.isalpha, plain)):  # so that "14 Sept. 2027" and "March 14, 2027" can be read
        plain = " ".join(SEPTEMBER_PATTERN.sub("Sep", re.sub(r"[.,]", " ", plain)).split())
    for form in DAY_FORMS:
        try:
            return datetime.strptime(plain, form).date()  # noqa: DTZ007
        except ValueError:
            continue
    return None


def read_zoned_moment(text: str) -> datetime | None:
    """Return the UK time of a timestamp with a time zone, or None if it is invalid."""
    try:
        return get_clock_time(datetime.fromisoformat(text.upper()))
    except (ValueError, OverflowError):
        return None


def read_serial_moment(text: str) -> datetime | None:
    """Return the time that Excel means by a number of days, within 2000 to 2099, or None."""
    if not SERIAL_NUMBER_PATTERN.fullmatch(text.strip()) or not 36_526 <= float(text) < 73_051:
        return None
    return datetime(1899, 12, 30) + timedelta(minutes=round(float(text) * 24 * 60))  # noqa: DTZ001
