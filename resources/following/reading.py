"""Reads feeds of other sites. Nothing in them is trusted: not their XML, their HTML, their dates or their links."""

from __future__ import annotations

import hashlib
import html
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any
from urllib.parse import urljoin

import feedparser
import nh3
from django.utils import timezone
from icalendar import Calendar

from gateway.catalogue.models import Kind
from gateway.catalogue.text import plain

MOST_ENTRIES = 200
DECLARES = re.compile(rb"<!(ENTITY|DOCTYPE[^>]*\[)", re.IGNORECASE)
BLOCK_END = re.compile(r"</(p|div|li|h[1-6]|tr|blockquote)\s*>|<br\s*/?>", re.IGNORECASE)
NO_TEXT = {"script", "style", "iframe", "noscript", "template", "title", "svg", "math"}
ONLINE = re.compile(r"online|webinar|virtual|zoom|teams|https?://", re.IGNORECASE)
LONGEST_HTML = 200_000


class UnreadableFeed(Exception):
    """What came is no feed that we read; the message says why."""


@dataclass(frozen=True)
class Entry:
    """One entry, as plain text. `problem` says why nothing can be made of it."""

    guid: str
    url: str
    title: str
    text: str = ""
    year: int | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    venue: str = ""
    is_online: bool = False
    problem: str = ""


def read_feed(body: bytes, url: str, kind: str) -> list[Entry]:
    """The entries of a feed: events of an iCal file, anything else of RSS or Atom. Raises UnreadableFeed."""
    if kind == Kind.EVENT:
        return list(islice(calendar_entries(body, url), MOST_ENTRIES))
    if DECLARES.search(body.replace(b"\0", b"")):
        raise UnreadableFeed("It declares entities, which no feed needs and some attacks use.")
    try:
        parsed = feedparser.parse(io.BytesIO(body), response_headers={"content-location": url})
    except Exception as error:  # whatever a broken feed makes of the parser
        raise UnreadableFeed("It cannot be read as RSS or Atom.") from error
    if not parsed.get("version") and not parsed.entries:
        raise UnreadableFeed("This is neither RSS nor Atom.")
    return [feed_entry(entry, url) for entry in parsed.entries[:MOST_ENTRIES]]


def feed_entry(entry: Any, base: str) -> Entry:
    """An entry of RSS or Atom."""
    link = web_address(entry.get("link", ""), base)
    content = entry.get("content") or [{}]
    text = as_text(content[0].get("value") or entry.get("summary", ""))
    title = one_line(as_text(entry.get("title", "")))
    guid = short(entry.get("id") or link or title + text[:200])
    when = entry.get("published_parsed") or entry.get("updated_parsed")
    problem = "" if title else "It has no title."
    return Entry(guid, link, title[:200], text, when.tm_year if when else None, problem=problem)


def calendar_entries(body: bytes, base: str) -> Iterator[Entry]:
    """The events of an iCal file (RFC 5545) that are not over. Raises UnreadableFeed."""
    try:
        events = Calendar.from_ical(body).walk("VEVENT")
    except Exception as error:  # whatever a broken calendar makes of the parser
        raise UnreadableFeed("This is not a calendar in iCal form.") from error
    for event in events:
        entry = calendar_entry(event, base)
        if entry.problem or entry.ends_at is None or entry.ends_at >= timezone.now():
            yield entry


def calendar_entry(event: Any, base: str) -> Entry:
    """One event; of one that comes again and again, the first."""
    title, place = one_line(as_text(said(event, "SUMMARY")))[:200], one_line(as_text(said(event, "LOCATION")))
    link = web_address(said(event, "URL"), base)
    guid = short(said(event, "UID") + said(event, "RECURRENCE-ID") or link or title)
    try:
        starts_at, ends_at = times(event)
    except Exception:  # dates of all shapes
        return Entry(guid, link, title, problem="Its date or time cannot be read.")
    return Entry(
        guid, link, title, as_text(said(event, "DESCRIPTION")), None, starts_at, ends_at,
        (place or "To be confirmed")[:300], bool(ONLINE.search(place)), problem="" if title else "It has no title.",
    )  # fmt: skip


def times(event: Any) -> tuple[datetime, datetime]:
    """When an event starts and ends; one of whole days lasts until midnight."""
    start = event["DTSTART"].dt
    if "DTEND" in event:
        end = event["DTEND"].dt
    elif "DURATION" in event:
        end = start + event["DURATION"].dt
    else:
        end = start if isinstance(start, datetime) else start + timedelta(days=1)
    if not isinstance(end, datetime):
        return moment(start), moment(end) - timedelta(minutes=1)
    return moment(start), moment(end)


def moment(value: date | datetime) -> datetime:
    """A moment; without a time zone, in England."""
    if not isinstance(value, datetime):
        value = datetime.combine(value, time())
    return timezone.make_aware(value) if timezone.is_naive(value) else value.astimezone(timezone.get_current_timezone())


def said(component: Any, name: str) -> str:
    """A property of a calendar's component as text; the first of several."""
    value = component.get(name, "")
    value = value[0] if isinstance(value, list) else value
    return str(getattr(value, "dt", value))[:LONGEST_HTML]


def as_text(markup: str) -> str:
    """HTML as plain text, its paragraphs parted by blank lines."""
    broken = BLOCK_END.sub("\n\n", str(markup)[:LONGEST_HTML])
    text = html.unescape(nh3.clean(broken, tags=set(), clean_content_tags=NO_TEXT))
    lines = [" ".join(line.split()) for line in plain(text).splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def one_line(text: str) -> str:
    """The text on one line."""
    return " ".join(text.split())


def web_address(link: str, base: str) -> str:
    """A link of an entry as an address of the web; nothing if it is none."""
    try:
        address = urljoin(base, str(link).strip())
    except ValueError:
        return ""
    is_plain = plain(address) == address and len(address) <= 500
    return address if is_plain and address.startswith(("http://", "https://")) else ""


def short(guid: str) -> str:
    """A name of an entry that fits its column."""
    guid = plain(guid)
    return guid if len(guid) <= 500 else hashlib.sha256(guid.encode()).hexdigest()
