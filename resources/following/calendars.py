"""Reads the events of a calendar in iCal form (RFC 5545), one by one: each is an entry, or a reason why it is none."""

from __future__ import annotations

import html
import re
from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime

from django.utils import timezone

from resources.following.entries import (
    MAX_ENTRIES,
    MAX_MARKUP_CHARACTERS,
    NAMES,
    Entry,
    Reading,
    UnreadableFeed,
    as_text,
    digest,
    one_line,
    short,
    tidy,
    told_apart,
    web_address,
)
from resources.following.ical_lines import Component, read_lines
from resources.following.ical_series import Budget, Series
from resources.following.ical_times import BadTime, Zones, in_england, read_moment, read_span

ONLINE = re.compile(r"online|webinar|virtual|zoom|teams|https?://", re.IGNORECASE)
CALLED_OFF = re.compile(r"cancell?ed\s*[:\-–—]", re.IGNORECASE)
NO_PLACE = "To be confirmed"
ESCAPED = re.compile(r"\\([\\;,:nN])")
ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]\w{1,30});")
ATTRIBUTES = r"""(?:\s+[\w:-]+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>]+))*"""
MARKUP = re.compile(rf"<(?:/(?:{NAMES})|(?:{NAMES}){ATTRIBUTES})\s*/?>", re.IGNORECASE)
"""An element of HTML. Text of an event is plain, so "<P level>" is none, but some programs write HTML all the same."""
LINK = re.compile(
    r"""<a\b[^>]{0,500}?\bhref\s*=\s*["']?([^"'\s>]+)[^>]{0,500}>(.{0,500}?)</a\s*>""", re.IGNORECASE | re.DOTALL
)
MAX_NAMED_LINES = 3


class CalendarReader:
    """Reads the events of one file."""

    def __init__(self, components: list[Component], base: str) -> None:
        self.base, self.zones, self.budget = base, Zones(components), Budget()
        self.events = [component for component in components if component.name == "VEVENT"]
        self.names = Counter(event.value("UID") for event in self.events if not event.value("RECURRENCE-ID"))
        self.replaced: defaultdict[str, list[date | datetime]] = defaultdict(list)
        for event in self.events:
            if (line := event.first("RECURRENCE-ID")) and line.value.strip():
                try:
                    self.replaced[event.value("UID")].append(read_moment(line.value, line, self.zones))
                except BadTime:
                    continue  # the event itself is named with this

    def entry(self, event: Component) -> Entry:
        """Return one event, or why nothing is made of it."""
        title = one_line(event_text(event.value("SUMMARY")))[:200]
        link = web_address(event.value("URL"), self.base)
        entry = Entry(self.guid(event, title), link, title)
        if reason := why_left_out(event, title):
            return replace(entry, problem=reason, is_left_out=True)
        try:
            if not event.is_complete:
                raise BadTime("The calendar ends in the middle of it.")
            return self.with_times(entry if title else replace(entry, problem="It has no title."), event)
        except BadTime as bad:
            return replace(entry, problem=str(bad))
        except Exception:  # dates of all shapes
            return replace(entry, problem="Its date or time cannot be read.")

    def guid(self, event: Component, title: str) -> str:
        """Return the name of an event; where several share one, or it has none, its title and its date tell it."""
        uid, start = event.value("UID"), event.value("DTSTART")
        if not uid:
            return digest("event", title, start, event.value("LOCATION"))
        if self.names[uid] > 1 and not event.value("RECURRENCE-ID"):
            return short(f"{uid}\n{start}\n{title}")
        return short(uid + event.value("RECURRENCE-ID"))

    def with_times(self, entry: Entry, event: Component) -> Entry:
        """Return the entry with its words and times; of a series the next date. Raise BadTime."""
        start, lasts, note = read_span(event, self.zones)
        text, notes = event_text(event.value("DESCRIPTION")), [note]
        if (event.value("RRULE") or event.value("RDATE")) and not event.value("RECURRENCE-ID"):
            series = Series(event, start, lasts, self.zones)
            next_start = series.next_start(self.replaced[event.value("UID")], self.budget)
            if next_start is None:
                return replace(entry, problem="It repeated, and its last date is over.", is_left_out=True)
            start = next_start
            notes.insert(0, f"{series.in_words()} This is the next date.")
            text = f"{text}\n\n{series.in_words()}".strip()
        starts_at, ends_at = in_england(start, lasts)
        if ends_at < timezone.now():
            over = f"It is over: it ended on {ends_at.day} {ends_at:%B %Y}."
            return replace(entry, starts_at=starts_at, problem=over, is_left_out=True)
        return self.with_place(replace(entry, text=text, starts_at=starts_at, ends_at=ends_at), event, notes)

    def with_place(self, entry: Entry, event: Component, notes: list[str]) -> Entry:
        """Return the entry with where it is."""
        place = one_line(event_text(event.value("LOCATION")))
        if not place:
            notes.append("It does not say where it is: write the place.")
        if event.value("STATUS").upper() == "TENTATIVE":
            notes.append("The calendar says that it is not certain yet.")
        note = " ".join(filter(None, notes))
        return replace(entry, venue=(place or NO_PLACE)[:300], is_online=bool(ONLINE.search(place)), note=note[:300])


def read_calendar(body: bytes, base: str) -> Reading:
    """Return the events of an iCal file. Raise UnreadableFeed."""
    calendars = read_lines(body)
    if not any(component.name == "VCALENDAR" for component in calendars.components):
        raise UnreadableFeed("This is not a calendar in iCal form.")
    reader = CalendarReader(calendars.components, base)
    entries = told_apart([reader.entry(event) for event in reader.events])
    notes = broken_lines(calendars.broken)
    if len(entries) > MAX_ENTRIES:
        entries = sorted(entries, key=lambda entry: (entry.is_left_out, -when(entry) if entry.problem else when(entry)))
        notes.append(f"It has {len(entries)} events. We read the next {MAX_ENTRIES}.")
    return Reading(entries[:MAX_ENTRIES], notes)


def when(entry: Entry) -> float:
    """Return when an entry starts, to sort by; first what has no date."""
    return entry.starts_at.timestamp() if entry.starts_at else 0.0


def broken_lines(broken: Collection[tuple[int, str]]) -> list[str]:
    """Name the first lines that could not be read."""
    notes = [
        f"Line {number} cannot be read, so we left it out: “{one_line(text)[:60]}”."
        for number, text in list(broken)[:MAX_NAMED_LINES]
    ]
    if len(broken) > MAX_NAMED_LINES:
        notes.append(f"So it is with {len(broken) - MAX_NAMED_LINES} more lines.")
    return notes


def why_left_out(event: Component, title: str) -> str:
    """Say why an event is none for the public; nothing if it is one."""
    openness = event.value("CLASS").upper()
    if openness not in ("", "PUBLIC"):
        return "It is confidential in its calendar." if openness == "CONFIDENTIAL" else "It is private in its calendar."
    if event.value("STATUS").upper() == "CANCELLED" or event.method == "CANCEL" or CALLED_OFF.match(title):
        return "It is cancelled."
    return ""


def event_text(value: str) -> str:
    """Return the words of an event, which are plain text unless they hold elements of HTML."""
    text = ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)[:MAX_MARKUP_CHARACTERS]
    if not MARKUP.search(text):
        return tidy(ENTITY.sub(lambda entity: html.unescape(entity[0]), text))
    kept = [MARKUP.sub(lambda tag: tag[0].replace("<", "\0"), LINK.sub(link_in_words, text))]
    return as_text(kept[0].replace("<", "&lt;").replace("\0", "<").replace("\n", "<br>"))


def link_in_words(link: re.Match[str]) -> str:
    """Return a link as its words with its address behind them."""
    words = MARKUP.sub("", link[2]).strip()
    return words if link[1] in words else f"{words} ({link[1]})"
