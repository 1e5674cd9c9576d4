"""The parser of iCal lines (RFC 5545, 3.1). A broken line costs only that line."""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from icalendar.prop import TypesFactory

from gateway.catalogue.text.characters import decode_text

LINE_PATTERN = re.compile(r'([A-Za-z0-9-]+)((?:;[^:;="]+=(?:"[^"]*"|[^":;])*)*)\s*:(.*)', re.DOTALL)
MOMENT_PROPERTIES = ("DTSTART", "DTEND", "RECURRENCE-ID", "EXDATE", "RDATE")
MOMENT_PATTERN = r"\d{4}-?\d\d-?\d\d(?:[T ][\d:.]{4,15})?(?:Z|[+-][\d:]{4,5})?"
MOMENT_LINE_PATTERN = re.compile(
    rf"({'|'.join(MOMENT_PROPERTIES)})(;.*?)?:\s*({MOMENT_PATTERN}(?:,\s*{MOMENT_PATTERN})*)\s*", re.IGNORECASE
)
"""A line with a date. The name of its time zone may contain a colon, as in "(UTC+00:00) London"."""
PARAMETER_PATTERN = re.compile(r';([^:;="]+)=((?:"[^"]*"|[^";])*)')
TEXT_PROPERTIES = {"SUMMARY", "DESCRIPTION", "LOCATION", "COMMENT"}
OTHER_PROPERTY_NAMES = """
    ACTION ATTACH ATTENDEE BEGIN CALSCALE CATEGORIES CLASS COLOR COMPLETED CONCEPT CONFERENCE CONTACT CREATED
    DTSTAMP DUE DURATION END EXRULE FREEBUSY GEO IMAGE LAST-MODIFIED LINK METHOD NAME ORGANIZER PERCENT-COMPLETE
    PRIORITY PRODID REFID REFRESH-INTERVAL RELATED-TO REPEAT REQUEST-STATUS RESOURCES RRULE SEQUENCE SOURCE STATUS
    STRUCTURED-DATA STYLED-DESCRIPTION TRANSP TRIGGER TZID TZNAME TZOFFSETFROM TZOFFSETTO TZURL UID URL VERSION
    ACKNOWLEDGED PARTICIPANT-TYPE CALENDAR-ADDRESS LOCATION-TYPE TZUNTIL
"""
KNOWN_PROPERTIES = {*MOMENT_PROPERTIES, *TEXT_PROPERTIES, *OTHER_PROPERTY_NAMES.split()}
UNCHECKED_PROPERTIES = {
    *MOMENT_PROPERTIES,
    "CREATED",
    "DTSTAMP",
    "LAST-MODIFIED",
    "COMPLETED",
    "RRULE",
    "EXRULE",
    "ATTENDEE",
    "ORGANIZER",
}
"""Properties whose values are not used, or are checked where they are used."""


class Line(NamedTuple):
    """A property: its name, its parameters and its raw value."""

    number: int
    name: str
    parameters: dict[str, str]
    value: str


@dataclass
class Component:
    """A component of a calendar, such as an event, with its lines by name."""

    name: str
    calendar: Component | None = None
    lines: dict[str, list[Line]] = field(default_factory=dict)
    source: list[str] = field(default_factory=list)
    is_complete: bool = False
    unread: list[str] = field(default_factory=list)

    @property
    def method(self) -> str:
        """Return the METHOD of the calendar, such as CANCEL."""
        return self.calendar.get_value("METHOD").upper() if self.calendar else ""

    def add_source(self, text: str) -> None:
        """Keep the raw line if the component describes a time zone."""
        if self.name == "VTIMEZONE":
            self.source.append(text)

    def get_line(self, name: str) -> Line | None:
        found = self.lines.get(name)
        return found[0] if found else None

    def get_value(self, name: str) -> str:
        """Return the value of the first line of this name, or an empty string."""
        line = self.get_line(name)
        return line.value.strip() if line else ""

    def get_values(self, name: str) -> set[str]:
        """Return the values of all lines of this name, in capitals."""
        return {line.value.strip().upper() for line in self.lines.get(name, [])} - {""}

    def move_lines_from(self, part: Component) -> None:
        """Take the lines of a part that was never closed, because the lines after it belong here."""
        for name, lines in part.lines.items():
            self.lines.setdefault(name, lines[-1:])


@dataclass
class Calendars:
    """The components of all calendars in a file, and the lines that cannot be read."""

    components: list[Component] = field(default_factory=list)
    broken: list[tuple[int, str]] = field(default_factory=list)
    open: list[Component] = field(default_factory=list)
    last: Line | None = None

    def add(self, number: int, text: str) -> None:
        line, holders = parse_line(number, text), list(self.open)
        if line is None or not (line.name in KNOWN_PROPERTIES or line.name.startswith("X-")):
            self.add_broken(number, text)
        elif line.name == "BEGIN":
            self.begin(line.value.strip().upper())
        elif line.name == "END":
            self.end(line.value.strip().upper())
        elif self.open:
            self.add_property(line, text)
        for component in max(holders, self.open, key=len):
            component.add_source(text)

    def add_property(self, line: Line, text: str) -> None:
        self.open[-1].lines.setdefault(line.name, []).append(line)
        is_told_elsewhere = line.name == "DURATION" and self.open[-1].name == "VEVENT"
        if not is_told_elsewhere and not is_readable(line):
            self.broken.append((line.number, text))
        self.last = line

    def add_broken(self, number: int, text: str) -> None:
        """Note a line that cannot be read. After a text, it is added to that text, which was wrongly folded."""
        if not self.open:
            return
        self.broken.append((number, text))
        self.open[-1].unread.append(text)
        lines = self.open[-1].lines.get(self.last.name, []) if self.last and self.last.name in TEXT_PROPERTIES else []
        if lines and lines[-1] is self.last:
            self.last = lines[-1] = self.last._replace(value=f"{self.last.value}\\n{text}")

    def begin(self, name: str) -> None:
        """Open a component. Events are never nested, so an event that is still open has lost its end."""
        while self.open and (name == "VCALENDAR" or (name == "VEVENT" and self.open[-1].name != "VCALENDAR")):
            self.open.pop().is_complete = True
        self.open.append(Component(name, self.open[0] if self.open else None))
        self.components.append(self.open[-1])
        self.last = None

    def end(self, name: str) -> None:
        """Close a component, and the open ones inside it that have lost their ends."""
        if name in (component.name for component in self.open):
            while self.open:
                component = self.open.pop()
                component.is_complete = True
                if component.name == name:
                    break
                if component.name == "VALARM":
                    self.open[-1].move_lines_from(component)
        self.last = None


def read_lines(body: bytes) -> Calendars:
    calendars = Calendars()
    for number, text in unfold_lines(body):
        calendars.add(number, text)
    return calendars


def unfold_lines(body: bytes) -> Iterator[tuple[int, str]]:
    """Yield the unfolded lines, each with its number in the file."""
    number, whole = 0, b""
    for place, line in enumerate(split_lines(body), start=1):
        if whole and line[:1] in (b" ", b"\t"):
            whole += line[1:]
        elif whole.endswith(b"=") and b"QUOTED-PRINTABLE" in whole.upper():
            whole = whole[:-1] + line
        elif line.strip():
            if whole:
                yield number, decode_text(whole)
            number, whole = place, line.lstrip() if not whole else line
    if whole:
        yield number, decode_text(whole)


def split_lines(body: bytes) -> list[bytes]:
    """Return the lines of a file with any line endings, in any Unicode encoding."""
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        body = body.decode("utf-16", "replace").encode("utf-8", "replace")
    elif body[1:2] == b"\0" or body[:1] == b"\0":
        body = body.decode("utf-16-le" if body[1:2] == b"\0" else "utf-16-be", "replace").encode("utf-8", "replace")
    body = body.removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"")
    return re.sub(rb"\r+\n|\r", b"\n", body).split(b"\n")


def parse_line(number: int, text: str) -> Line | None:
    """Return a parsed line, or None if it is not a property."""
    found = MOMENT_LINE_PATTERN.fullmatch(text)
    found = found or LINE_PATTERN.fullmatch(text)
    if found is None:
        return None
    parameters = {name.upper(): value.strip('"') for name, value in PARAMETER_PATTERN.findall(found[2] or "")}
    value = found[3]
    if parameters.get("ENCODING", "").upper() == "QUOTED-PRINTABLE":
        value = decode_text(quopri.decodestring(value.encode())).replace("\r\n", "\\n").replace("\n", "\\n")
    return Line(number, found[1].upper(), parameters, value)


def is_readable(line: Line) -> bool:
    if line.name in UNCHECKED_PROPERTIES or line.name in TEXT_PROPERTIES or line.name.startswith("X-"):
        return True
    try:
        of_type = TypesFactory().for_property(line.name, line.parameters.get("VALUE"))
        of_type.from_ical(line.value)  # type: ignore[attr-defined]
    except Exception:  # the parser raises many errors for broken values
        return False
    return True
