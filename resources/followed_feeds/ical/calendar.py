"""The reader of events in an iCal file (RFC 5545). Each event becomes an entry, or a reason why it does not."""

from __future__ import annotations

import html
import re
from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime

from django.utils import timezone

from gateway.catalogue.text.characters import decode_text
from resources.followed_feeds.entries import (
    MAX_ENTRIES,
    MAX_MARKUP_CHARACTERS,
    MAX_TITLE_CHARACTERS,
    NO_ADDRESS_MESSAGE,
    TAG_NAMES,
    FeedContent,
    ParsedEntry,
    UnreadableFeed,
    add_scheme,
    clean_text,
    clean_title,
    convert_to_text,
    join_lines,
    make_guid,
    remove_duplicates,
    resolve_link,
    shorten_fields,
    shorten_guid,
)
from resources.followed_feeds.ical.lines import Component, read_lines
from resources.followed_feeds.ical.recurrence import Budget, Series
from resources.followed_feeds.ical.times import BadTime, Zones, convert_to_uk_time, read_moment, read_span
from resources.followed_feeds.not_a_feed import explain_missing_calendar

ONLINE_PATTERN = re.compile(
    r"(?<!\bnot )\b(?:online|webinars?|virtual|zoom|(?:ms |microsoft )?teams|google meet)\b|https?://", re.IGNORECASE
)
MEETING_PROPERTIES = (
    "CONFERENCE",
    "X-GOOGLE-CONFERENCE",
    "X-MICROSOFT-SKYPETEAMSMEETINGURL",
    "X-MICROSOFT-ONLINEMEETINGEXTERNALLINK",
)
"""Properties with a link to an online meeting, which must not be published."""
CANCELLED_PATTERN = re.compile(
    r"\W*(?i:cancell?ed)(?:\s*[:\-–—)\]!*|]|\s*$)|\W*CANCELL?ED\b(?=.*[a-z])|.*[(\[*\-–—:|]\s*(?i:cancell?ed)\W*$",
)
"""Titles of cancelled events: "CANCELLED Workshop", "[Cancelled] Workshop", "Workshop - cancelled"."""
BUSY_TITLES = {"busy", "free", "tentative", "away", "out of office", "working elsewhere"}
"""The titles of events in a calendar that shares only free and busy times."""
ACCESS_PROPERTIES = ("CLASS", "X-CALENDARSERVER-ACCESS")
DECISIVE_LINE_PATTERN = re.compile(r"(?:CLASS|STATUS|X-CALENDARSERVER-ACCESS)\b[\s;=]*[A-Z-]+\s*")
"""A malformed line that would decide whether an event is public."""
OTHER_COMPONENTS = {"VTODO": "It is a task, not an event.", "VJOURNAL": "It is a diary entry, not an event."}
NO_PLACE_TEXT = "To be confirmed"
ESCAPED_CHARACTER_PATTERN = re.compile(r"\\([\\;,:\"nN])")
ESCAPED_TWICE_PATTERN = re.compile(r"\\[,;]|\\n\\n")
COMMENT_PATTERN = re.compile(r"<!--.*?-->", re.DOTALL)
ENTITY_PATTERN = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]\w{1,30});")
ATTRIBUTES_PATTERN = r"""(?:\s+[\w:-]+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>]+))*"""
MARKUP_PATTERN = re.compile(
    rf"<(?:/?[ovw]:\w+|/(?:{TAG_NAMES})|(?:{TAG_NAMES}){ATTRIBUTES_PATTERN})\s*/?>", re.IGNORECASE
)
"""An HTML element. The text of events is plain, so "<P level>" is none, but some programs write HTML."""
LINK_PATTERN = re.compile(
    r"""<a\b[^>]{0,500}?\bhref\s*=\s*["']?([^"'\s>]+)[^>]{0,500}>(.{0,500}?)</a\s*>""", re.IGNORECASE | re.DOTALL
)
MAX_NAMED_LINES = 3


class CalendarReader:
    def __init__(self, components: list[Component], base: str) -> None:
        self.base, self.zones, self.budget = base, Zones(components), Budget()
        self.events = [component for component in components if component.name == "VEVENT"]
        self.others = [component for component in components if component.name in OTHER_COMPONENTS]
        self.wholes = {event.get_value("UID"): event for event in self.events if not event.get_value("RECURRENCE-ID")}
        self.newest: defaultdict[tuple[str, str], int] = defaultdict(int)
        for event in self.events:
            self.newest[get_event_key(event)] = max(self.newest[get_event_key(event)], get_revision_number(event))
        newest = [event for event in self.events if not self.is_old(event)]
        self.names = Counter(event.get_value("UID") for event in newest if not event.get_value("RECURRENCE-ID"))
        self.changed_from: dict[str, date | datetime] = {}
        self.replaced: defaultdict[str, list[date | datetime]] = defaultdict(list)
        for event in self.events:
            if (line := event.get_line("RECURRENCE-ID")) and line.value.strip():
                try:
                    moment = read_moment(line.value, line, self.zones)
                except BadTime:
                    continue  # entry() reports the event itself
                self.replaced[event.get_value("UID")].append(moment)
                if line.parameters.get("RANGE", "").upper() == "THISANDFUTURE":
                    self.changed_from[event.get_value("UID")] = moment

    def read_entries(self) -> list[ParsedEntry]:
        """Return an entry for each event, task and diary entry, with the reason if no draft is made of it."""
        return remove_duplicates([shorten_fields(self.read_entry(event)) for event in (*self.events, *self.others)])

    def read_entry(self, event: Component) -> ParsedEntry:
        title = clean_title(read_text_value(event.get_value("SUMMARY")))
        entry = ParsedEntry(
            self.make_event_guid(event, title[:MAX_TITLE_CHARACTERS]), find_event_page(event, self.base), title
        )
        if reason := self.explain_omission(event, title):
            return replace(entry, problem=reason, is_left_out=True)
        if unread := next(filter(DECISIVE_LINE_PATTERN.fullmatch, event.unread), ""):
            return replace(entry, problem=f"We cannot read its line “{unread[:60]}”: it may be private or cancelled.")
        try:
            if not event.is_complete:
                raise BadTime("The calendar ends in the middle of it.")
            return self.add_times(entry if title else replace(entry, problem="It has no title."), event)
        except BadTime as bad:
            return replace(entry, problem=str(bad))
        except Exception:  # dates come in all shapes
            return replace(entry, problem="Its date or time cannot be read.")

    def make_event_guid(self, event: Component, title: str) -> str:
        """Return the guid of an event, made of its title and date if it has no UID or shares one."""
        uid, start = event.get_value("UID"), event.get_value("DTSTART")
        if not uid:
            return make_guid("event", title, start, event.get_value("LOCATION"))
        if self.is_old(event):
            return shorten_guid(f"{uid}{event.get_value('RECURRENCE-ID')}\nSEQUENCE:{get_revision_number(event)}")
        if self.names[uid] > 1 and not event.get_value("RECURRENCE-ID"):
            return shorten_guid(f"{uid}\n{start}\n{title}")
        return shorten_guid(uid + event.get_value("RECURRENCE-ID"))

    def explain_omission(self, event: Component, title: str) -> str:
        """Return why an event is not for the public, or an empty string. A date is as open as its series."""
        whole = self.wholes.get(event.get_value("UID"), event) if event.get_value("RECURRENCE-ID") else event
        states = event.get_values("STATUS") or whole.get_values("STATUS")
        is_cancelled = states & {"CANCELLED", "CANCELED"} or event.method == "CANCEL" or CANCELLED_PATTERN.match(title)
        reasons = (
            OTHER_COMPONENTS.get(event.name, ""),
            explain_privacy(event) or explain_privacy(whole),
            "It is cancelled." if is_cancelled else "",
            f"Its calendar says no more of it than “{title}”." if title.lower() in BUSY_TITLES else "",
            "The calendar holds a newer version of it." if self.is_old(event) else "",
        )
        return next(filter(None, reasons), "")

    def is_old(self, event: Component) -> bool:
        return get_revision_number(event) < self.newest[get_event_key(event)]

    def add_times(self, entry: ParsedEntry, event: Component) -> ParsedEntry:
        """Return the entry with its text and times. A series has those of its next date. Raise BadTime."""
        start, lasts, note = read_span(event, self.zones)
        text, notes = get_description(event), [note]
        if (event.get_value("RRULE") or event.get_value("RDATE")) and not event.get_value("RECURRENCE-ID"):
            series = Series(event, start, lasts, self.zones)
            uid = event.get_value("UID")
            next_start = series.find_next_start(self.replaced[uid], self.budget, self.changed_from.get(uid))
            if next_start is None:
                return replace(entry, problem="It repeated, and its last date is over.", is_left_out=True)
            start = next_start
            notes.insert(0, f"{series.describe_series()} This is the next date.")
            text = f"{text}\n\n{series.describe_series()}".strip()
        starts_at, ends_at = convert_to_uk_time(start, lasts)
        if ends_at < timezone.now():
            over = f"It is over: it ended on {ends_at.day} {ends_at:%B %Y}."
            return replace(entry, starts_at=starts_at, problem=over, is_left_out=True)
        return self.add_place(replace(entry, text=text, starts_at=starts_at, ends_at=ends_at), event, notes)

    def add_place(self, entry: ParsedEntry, event: Component, notes: list[str]) -> ParsedEntry:
        """Return the entry with its place, and notes on what the owner should check."""
        place = join_lines(read_text_value(event.get_value("LOCATION")))
        if not any(map(str.isalnum, place)):
            place = "Online" if any(event.get_value(name) for name in MEETING_PROPERTIES) else ""
        if not place:
            notes.append("It does not say where it is: write the place.")
        if event.get_value("URL") and not entry.url:
            notes.append(NO_ADDRESS_MESSAGE)
        if event.get_value("STATUS").upper() == "TENTATIVE":
            notes.append("The calendar says that it is not certain yet.")
        note = " ".join(filter(None, notes))
        return replace(entry, venue=place or NO_PLACE_TEXT, is_online=bool(ONLINE_PATTERN.search(place)), note=note)


def read_calendar(body: bytes, base: str) -> FeedContent:
    """Return the events of an iCal file. Raise UnreadableFeed."""
    calendars = read_lines(body)
    if not any(component.name == "VCALENDAR" or component.get_value("DTSTART") for component in calendars.components):
        raise UnreadableFeed(explain_missing_calendar(decode_text(body), base))
    entries = CalendarReader(calendars.components, base).read_entries()
    notes = describe_broken_lines(calendars.broken)
    if len(entries) > MAX_ENTRIES:
        entries = sorted(
            entries,
            key=lambda entry: (
                entry.is_left_out,
                -get_start_timestamp(entry) if entry.problem else get_start_timestamp(entry),
            ),
        )
        notes.append(f"It has {len(entries):,} events. We read the next {MAX_ENTRIES:,}.")
    return FeedContent(entries[:MAX_ENTRIES], notes)


def get_start_timestamp(entry: ParsedEntry) -> float:
    """Return when an entry starts as a sort key. Entries without a date come first."""
    return entry.starts_at.timestamp() if entry.starts_at else 0.0


def describe_broken_lines(broken: Collection[tuple[int, str]]) -> list[str]:
    """Return notes on the first lines that could not be read."""
    notes = [
        f"Line {number} cannot be read, so we left it out: “{join_lines(text)[:60]}”."
        for number, text in list(broken)[:MAX_NAMED_LINES]
    ]
    if len(broken) > MAX_NAMED_LINES:
        notes.append(f"We also left out {len(broken) - MAX_NAMED_LINES} more lines that we could not read.")
    return notes


def explain_privacy(event: Component) -> str:
    """Return that the calendar marks an event as private or confidential, or an empty string."""
    openness = set().union(*map(event.get_values, ACCESS_PROPERTIES)) - {"PUBLIC"}
    if not openness:
        return ""
    return f"It is {'confidential' if 'CONFIDENTIAL' in openness else 'private'} in its calendar."


def get_event_key(event: Component) -> tuple[str, str]:
    """Return the key that all versions of an event share. An event without a UID has no other versions."""
    uid = event.get_value("UID")
    return (uid, event.get_value("RECURRENCE-ID")) if uid else ("", str(id(event)))


def get_revision_number(event: Component) -> int:
    """Return the revision number of an event."""
    said = event.get_value("SEQUENCE")
    return int(said) if said.isdecimal() and len(said) < 10 else 0


def find_event_page(event: Component, base: str) -> str:
    """Return the web page of an event. A bare word is not resolved against the calendar's own address."""
    link = add_scheme(re.sub(r"\\([,;])", r"\1", event.get_value("URL")))
    return resolve_link(link, base) if re.match(r"(?:https?:)?/", link, re.IGNORECASE) else ""


def get_description(event: Component) -> str:
    """Return the text of an event, or the HTML alternative that programs show if it has none."""
    texts = (read_text_value(event.get_value(name)) for name in ("DESCRIPTION", "X-ALT-DESC", "STYLED-DESCRIPTION"))
    return next(filter(None, texts), "")


def read_text_value(value: str) -> str:
    """Return a text value of an event: plain text, unless it contains HTML elements."""
    text = unescape(value)[:MAX_MARKUP_CHARACTERS]
    if ESCAPED_TWICE_PATTERN.search(text):
        text = unescape(text)
    if not MARKUP_PATTERN.search(text):
        return clean_text(ENTITY_PATTERN.sub(lambda entity: html.unescape(entity[0]), text))
    kept = MARKUP_PATTERN.sub(
        lambda tag: tag[0].replace("<", "\0"), LINK_PATTERN.sub(format_link, COMMENT_PATTERN.sub("", text))
    )
    return convert_to_text(kept.replace("<", "&lt;").replace("\0", "<").replace("\n", "<br>"))


def unescape(value: str) -> str:
    return ESCAPED_CHARACTER_PATTERN.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)


def format_link(link: re.Match[str]) -> str:
    """Return an HTML link as its text, followed by its address."""
    words = MARKUP_PATTERN.sub("", link[2]).strip()
    return words if link[1] in words else f"{words} ({link[1]})"
