"""The parser of dates, times and time zones in iCal files, in the forms that programs write."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cache
from typing import Any, cast
from zoneinfo import ZoneInfo, available_timezones

from django.utils import timezone
from icalendar import Timezone
from icalendar.prop import vDuration
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from resources.followed_feeds.ical.lines import Component, Line

MOMENT_PATTERN = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)(?:[T ](\d\d):?(\d\d)(?::?(\d\d)(?:\.\d+)?)?)?\s*(Z|[+-]\d\d:?\d\d)?", re.IGNORECASE
)
OFFSET_PATTERN = re.compile(r"(?:utc|gmt)?([+-])(\d{1,2})(?::?([0-5]\d))?")
BRITISH_ZONE_NAMES = ("bst", "british summer time", "greenwich mean time", "gmt summer time", "uk", "uk time")
ZONE_NAME_PATTERN = re.compile(r"TZID\b", re.IGNORECASE)
FIRST_YEAR, LAST_YEAR = 1970, 2100


class BadTime(Exception):
    """A date or time cannot be determined. The message says why."""


class Zones:
    """The time zones that a file names or describes."""

    def __init__(self, components: Iterable[Component]) -> None:
        self.described: dict[str, Component] = {}
        self.known: dict[str, tzinfo | None] = {}
        self.default: tzinfo = timezone.get_current_timezone()
        for component in components:
            if component.name == "VTIMEZONE":
                self.described.setdefault(component.get_value("TZID").strip('"'), component)
            elif component.name == "VCALENDAR" and component.get_value("X-WR-TIMEZONE"):
                self.default = find_named_zone(component.get_value("X-WR-TIMEZONE")) or self.default

    def find_zone(self, name: str) -> tzinfo:
        """Return a time zone by the name that the file uses. Raise BadTime."""
        if name not in self.known:
            self.known[name] = find_named_zone(name) or self.find_described_zone(name)
        zone = self.known[name]
        if zone is None:
            raise BadTime(f"We do not know its time zone, “{name[:60]}”.")
        return zone

    def find_described_zone(self, name: str) -> tzinfo | None:
        """Return a time zone that the file itself describes.

        It is parsed without its name, because icalendar keeps each named zone for the life of the process.
        """
        component = self.described.get(name)
        if component is None:
            return None
        by_place = find_named_zone(component.get_value("X-LIC-LOCATION"))
        if by_place:
            return by_place
        lines = [line for line in component.source if not ZONE_NAME_PATTERN.match(line)]
        try:
            made: Any = Timezone.from_ical("\r\n".join(lines))
            made.add("TZID", "described")
            return cast("tzinfo", made.to_tz(lookup_tzid=False))
        except Exception:  # the parser raises many errors for broken descriptions
            return None


def find_named_zone(name: str) -> tzinfo | None:
    """Return a time zone by its IANA or Windows name, or a name that contains a European city, or None."""
    name = name.strip().strip('"').lower()
    if name.rpartition("/")[2] in ("utc", "z", "gmt"):
        return UTC
    if offset := OFFSET_PATTERN.fullmatch(name):
        length = timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0))
        return timezone.get_fixed_timezone(-length if offset[1] == "-" else length)
    parts = name.split("/")
    for known in (name, "/".join(parts[-3:]), "/".join(parts[-2:]), name.replace("daylight", "standard")):
        if known in get_zone_names():
            return ZoneInfo(get_zone_names()[known])
    cities = [
        zone for key, zone in sorted(get_zone_names().items()) if key.startswith("europe/") and is_city(key, name)
    ]
    return ZoneInfo(cities[0]) if cities else None


def is_city(zone: str, name: str) -> bool:
    return re.search(rf"\b{zone.partition('/')[2]}\b", name) is not None


@cache
def get_zone_names() -> dict[str, str]:
    """Return the time zones known to this machine by lower-case name, those of Windows and some British names."""
    zones = {name.lower(): name for name in available_timezones()}
    windows = {name.lower(): zone for name, zone in WINDOWS_TO_OLSON.items() if zone.lower() in zones}
    return zones | windows | dict.fromkeys(BRITISH_ZONE_NAMES, "Europe/London")


def read_moments(line: Line, zones: Zones) -> list[date | datetime]:
    """Return the dates or times of a line, in its time zone. Raise BadTime."""
    return [read_moment(text, line, zones) for text in line.value.split(",") if text.strip()]


def read_moment(text: str, line: Line, zones: Zones) -> date | datetime:
    """Return a date, or a time with its time zone. Raise BadTime."""
    found = MOMENT_PATTERN.fullmatch(text.strip())
    if found is None:
        raise BadTime(f"Its date or time cannot be read: “{text.strip()[:40]}”.")
    try:
        day = date(int(found[1]), int(found[2]), int(found[3]))
        if found[4] is None or line.parameters.get("VALUE", "").upper() == "DATE":
            return check_year(day)
        return check_year(combine_day_and_time(day, found, line, zones))
    except (ValueError, OverflowError) as error:
        raise BadTime(f"Its date or time cannot be read: “{text.strip()[:40]}”.") from error


def combine_day_and_time(day: date, found: re.Match[str], line: Line, zones: Zones) -> datetime:
    """Return the time on a day. 24:00 is the end of that day."""
    hour, minute, second = int(found[4]), int(found[5]), min(int(found[6] or 0), 59)
    clock = datetime.combine(day, time(hour % 24 if (hour, minute) == (24, 0) else hour, minute, second))
    clock += timedelta(days=hour == 24)
    if found[7]:
        offset = found[7].upper().replace(":", "")
        return datetime.strptime(f"{clock:%Y%m%d%H%M%S}{'+0000' if offset == 'Z' else offset}", "%Y%m%d%H%M%S%z")
    name = line.parameters.get("TZID", "")
    return clock.replace(tzinfo=zones.find_zone(name) if name else zones.default)


def check_year[Moment: (date, datetime)](moment: Moment) -> Moment:
    """Return a date or time within the accepted years. Raise ValueError otherwise."""
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise ValueError
    return moment


def read_span(event: Component, zones: Zones) -> tuple[date | datetime, timedelta, str]:
    """Return the start of an event, its duration, and a note if the end is not certain. Raise BadTime."""
    line = event.get_line("DTSTART")
    if line is None or not line.value.strip():
        raise BadTime("It does not say when it starts.")
    start = read_moment(line.value, line, zones)
    if (ending := event.get_line("DTEND")) and ending.value.strip():
        lasts = get_duration(start, read_moment(ending.value, ending, zones))
        return start, lasts, "" if lasts else "It ends as soon as it starts: check the time."
    if event.get_value("DURATION"):
        return start, round_up_to_days(start, read_duration(event.get_value("DURATION"))), ""
    if isinstance(start, datetime):
        return start, timedelta(), "It does not say when it ends: check the time."
    return start, timedelta(days=1), ""


def round_up_to_days(start: date | datetime, lasts: timedelta) -> timedelta:
    """Return the duration, rounded up to whole days if the start is a date without a time."""
    return lasts if isinstance(start, datetime) else timedelta(days=max(1, -(-lasts // timedelta(days=1))))


def get_duration(start: date | datetime, end: date | datetime) -> timedelta:
    """Return the duration from start to end. If both are the same date, it is one day. Raise BadTime."""
    if isinstance(start, datetime) and isinstance(end, datetime):
        lasts = end.astimezone(start.tzinfo).replace(tzinfo=None) - start.replace(tzinfo=None)
    elif isinstance(start, datetime) or isinstance(end, datetime):
        raise BadTime("Of its start and its end, one is a day and the other a time, so we cannot tell when it is.")
    else:
        lasts = (end - start) or timedelta(days=1)
    if lasts < timedelta():
        raise BadTime("It ends before it starts.")
    return lasts


def read_duration(text: str) -> timedelta:
    """Return the duration that a text states. Raise BadTime."""
    try:
        lasts = vDuration.from_ical(text.upper())
    except Exception as error:  # the parser raises many errors for broken durations
        raise BadTime(f"How long it lasts cannot be read: “{text[:40]}”.") from error
    if not timedelta() <= lasts <= timedelta(days=366):
        raise BadTime(f"How long it lasts cannot be right: “{text[:40]}”.")
    return lasts


def convert_to_uk_time(start: date | datetime, lasts: timedelta) -> tuple[datetime, datetime]:
    """Return the start and end in UK time. An event of whole days ends a minute before midnight."""
    zone = timezone.get_current_timezone()
    if isinstance(start, datetime):
        end = (start.replace(tzinfo=None) + lasts).replace(tzinfo=start.tzinfo)
        return start.astimezone(zone), end.astimezone(zone)
    first = datetime.combine(start, time())
    return first.replace(tzinfo=zone), (first + lasts - timedelta(minutes=1)).replace(tzinfo=zone)
