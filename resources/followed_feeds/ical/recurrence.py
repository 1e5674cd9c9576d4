"""The next date of a recurring event (RFC 5545, 3.8.5)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from heapq import merge
from itertools import islice
from time import monotonic

from dateutil.rrule import rrulestr
from django.utils import timezone

from resources.followed_feeds.ical.lines import Component, Line
from resources.followed_feeds.ical.times import BadTime, Zones, convert_to_uk_time, read_moment, read_moments

MAX_DATES = 50_000
MAX_SECONDS = 10
FREQUENCY_WORDS = {"DAILY": "daily", "WEEKLY": "weekly", "MONTHLY": "monthly", "YEARLY": "yearly"}
UNIT_WORDS = {"DAILY": "days", "WEEKLY": "weeks", "MONTHLY": "months", "YEARLY": "years"}
DAY_NAMES = {
    "MO": "Monday",
    "TU": "Tuesday",
    "WE": "Wednesday",
    "TH": "Thursday",
    "FR": "Friday",
    "SA": "Saturday",
    "SU": "Sunday",
}
ORDINAL_WORDS = {
    "1": "first",
    "2": "second",
    "3": "third",
    "4": "fourth",
    "5": "fifth",
    "-1": "last",
    "-2": "second to last",
}
RULE_PARTS = {
    "FREQ",
    "UNTIL",
    "COUNT",
    "INTERVAL",
    "BYDAY",
    "BYMONTHDAY",
    "BYYEARDAY",
    "BYWEEKNO",
    "BYMONTH",
    "BYSETPOS",
    "WKST",
}
CANNOT_READ_MESSAGE = "It repeats in a way that we cannot read: “{}”."


@dataclass
class Budget:
    """The time limit for all recurring events of a calendar together."""

    until: float = field(default_factory=lambda: monotonic() + MAX_SECONDS)

    def check(self) -> None:
        """Raise BadTime when the time is used up."""
        if monotonic() > self.until:
            raise BadTime("The calendar has too many repeating events, so we did not work out its next date.")


class Series:
    """The dates of a recurring event, in the local time of its own time zone."""

    def __init__(self, event: Component, start: date | datetime, lasts: timedelta, zones: Zones) -> None:
        self.event, self.start, self.lasts, self.zones = event, start, lasts, zones
        self.rule = event.get_value("RRULE")
        self.parts = parse_rule(self.rule)

    def find_next_start(
        self, replaced: Collection[date | datetime], budget: Budget, changed_from: date | datetime | None = None
    ) -> date | datetime | None:
        """Return the first date that is not over, excluded or replaced, or None if there is none.

        Raise BadTime if that date comes after a change to all later dates (RANGE=THISANDFUTURE).
        """
        taken_out = [each for line in self.event.lines.get("EXDATE", []) for each in read_moments(line, self.zones)]
        without, whole_days = set[datetime](), set[datetime]()
        for moment in (*taken_out, *replaced):
            (without if isinstance(moment, datetime) else whole_days).add(self.get_local_time(moment))
        now = timezone.now()
        for clock in islice(self.generate_dates(budget), MAX_DATES):
            if clock in without or datetime.combine(clock, time()) in whole_days:
                continue
            if changed_from and clock >= self.get_local_time(changed_from):
                raise BadTime(f"It is changed from {clock.day} {clock:%B %Y} on: add the dates after that by hand.")
            start = self.add_time_zone(clock)
            if convert_to_uk_time(start, self.lasts)[1] >= now:
                return start
        return None

    def generate_dates(self, budget: Budget) -> Iterator[datetime]:
        """Return the first date, the dates of the rules and those listed one by one, in order. Raise BadTime."""
        budget.check()
        named = [
            self.get_local_time(each)
            for line in self.event.lines.get("RDATE", [])
            for each in read_moments(line, self.zones)
        ]
        if left_out := self.event.get_value("EXRULE"):
            raise BadTime(CANNOT_READ_MESSAGE.format(f"EXRULE:{left_out[:80]}"))
        rules = [self.generate_rule_dates(line) for line in self.event.lines.get("RRULE", []) if line.value.strip()]
        return merge([self.get_local_time(self.start)], sorted(named), *rules)

    def generate_rule_dates(self, line: Line) -> Iterator[datetime]:
        """Return the dates of one rule. Raise BadTime."""
        try:
            return iter(rrulestr(self.format_rule(line), dtstart=self.get_local_time(self.start)))
        except BadTime:
            raise
        except Exception as error:  # the parser raises many errors for broken rules
            raise BadTime(CANNOT_READ_MESSAGE.format(line.value[:80])) from error

    def format_rule(self, line: Line) -> str:
        """Return a rule in dateutil's form, with its end in the same local time as the dates. Raise BadTime."""
        parts = parse_rule(line.value)
        numbers = [parts[name] for name in ("INTERVAL", "COUNT") if name in parts]
        if (
            parts.get("FREQ") not in FREQUENCY_WORDS
            or not parts.keys() <= RULE_PARTS
            or not all(map(is_count, numbers))
        ):
            raise BadTime(CANNOT_READ_MESSAGE.format(line.value[:80]))
        if "UNTIL" in parts:
            until = read_moment(parts["UNTIL"], line, self.zones)
            last = (
                self.get_local_time(until) if isinstance(until, datetime) else datetime.combine(until, time(23, 59, 59))
            )
            parts["UNTIL"] = f"{last:%Y%m%dT%H%M%S}"
        return ";".join(f"{name}={value}" for name, value in parts.items())

    def get_local_time(self, moment: date | datetime) -> datetime:
        """Return the local time in the event's zone, or midnight for a date."""
        if not isinstance(moment, datetime):
            return datetime.combine(moment, time())
        zone = self.start.tzinfo if isinstance(self.start, datetime) else moment.tzinfo
        return moment.astimezone(zone).replace(tzinfo=None)

    def add_time_zone(self, clock: datetime) -> date | datetime:
        """Return the date or time at which clocks in the event's zone show this."""
        return clock.replace(tzinfo=self.start.tzinfo) if isinstance(self.start, datetime) else clock.date()

    def describe_series(self) -> str:
        """Return a sentence on how it repeats and since when."""
        how = FREQUENCY_WORDS.get(self.parts.get("FREQ", ""), "on several dates")
        interval = self.parts.get("INTERVAL", "1")
        if interval.isdecimal() and int(interval) > 1 and how in FREQUENCY_WORDS.values():
            how = f"every {int(interval)} {UNIT_WORDS[self.parts['FREQ']]}"
        days = [describe_day(day) for day in self.parts.get("BYDAY", "").split(",")]
        is_plain = days and all(days) and not {"BYSETPOS", "BYMONTHDAY"} & self.parts.keys()
        on = f", on {' and '.join(days)}," if is_plain else ""
        return f"Repeats {how}{on} since {self.start.day} {self.start:%B %Y}."


def parse_rule(rule: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in rule.upper().removeprefix("RRULE:").split(";"))
    return {
        name.strip(): value.strip() for name, _, value in pairs if value.strip() and not name.strip().startswith("X-")
    }


def is_count(text: str) -> bool:
    """Whether this is a positive whole number."""
    return text.isdecimal() and int(text) > 0


def describe_day(day: str) -> str:
    """Return a day of a rule in words, such as "the first Thursday" for 1TH, or an empty string if it is invalid."""
    found = re.fullmatch(r"([+-]?\d)?([A-Z]{2})", day.strip())
    if (
        found is None
        or found[2] not in DAY_NAMES
        or (found[1] or "1") not in (*ORDINAL_WORDS, *map("+{}".format, ORDINAL_WORDS))
    ):
        return ""
    return f"the {ORDINAL_WORDS[found[1].removeprefix('+')]} {DAY_NAMES[found[2]]}" if found[1] else DAY_NAMES[found[2]]
