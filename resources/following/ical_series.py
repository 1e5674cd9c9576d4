"""Finds the next date of an event that comes again and again (RFC 5545, 3.8.5)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from heapq import merge
from itertools import islice
from time import monotonic

from dateutil.rrule import rrulestr
from django.utils import timezone

from resources.following.ical_lines import Component
from resources.following.ical_times import BadTime, Zones, in_england, read_moment, read_moments

MAX_DATES = 50_000
MAX_SECONDS = 10
WORDS = {"DAILY": "daily", "WEEKLY": "weekly", "MONTHLY": "monthly", "YEARLY": "yearly"}
UNITS = {"DAILY": "days", "WEEKLY": "weeks", "MONTHLY": "months", "YEARLY": "years"}
DAYS = {
    "MO": "Monday", "TU": "Tuesday", "WE": "Wednesday", "TH": "Thursday", "FR": "Friday", "SA": "Saturday",
    "SU": "Sunday",
}  # fmt: skip
PARTS = {
    "FREQ", "UNTIL", "COUNT", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYMONTH", "BYSETPOS", "WKST",
}  # fmt: skip
NOT_READ = "It repeats in a way that we cannot read: “{}”."


@dataclass
class Budget:
    """The time that all series of a calendar may take together."""

    until: float = field(default_factory=lambda: monotonic() + MAX_SECONDS)

    def check(self) -> None:
        """Raise BadTime when it is used up."""
        if monotonic() > self.until:
            raise BadTime("The calendar has too many repeating events, so we did not work out its next date.")


class Series:
    """The dates of an event that repeats, as clocks in its own time zone show them."""

    def __init__(self, event: Component, start: date | datetime, lasts: timedelta, zones: Zones) -> None:
        self.event, self.start, self.lasts, self.zones = event, start, lasts, zones
        self.rule = event.value("RRULE")
        self.parts = parts_of(self.rule)

    def next_start(self, replaced: Collection[date | datetime], budget: Budget) -> date | datetime | None:
        """Return the first date that is not over, not taken out and not replaced; None if there is none."""
        without = {self.clock(moment) for moment in replaced}
        whole_days: set[datetime] = set()
        for line in self.event.lines.get("EXDATE", []):
            for moment in read_moments(line, self.zones):
                (without if isinstance(moment, datetime) else whole_days).add(self.clock(moment))
        now = timezone.now()
        for clock in islice(self.clocks(budget), MAX_DATES):
            if clock in without or datetime.combine(clock, time()) in whole_days:
                continue
            start = self.moment(clock)
            if in_england(start, self.lasts)[1] >= now:
                return start
        return None

    def clocks(self, budget: Budget) -> Iterator[datetime]:
        """Return the dates of the rule, those that are named one by one, and the first."""
        budget.check()
        named = [
            self.clock(each) for line in self.event.lines.get("RDATE", []) for each in read_moments(line, self.zones)
        ]
        by_rule: Iterator[datetime] = iter(())
        if self.rule:
            try:
                by_rule = iter(rrulestr(self.rule_text(), dtstart=self.clock(self.start)))
            except Exception as error:  # whatever a broken rule makes of the parser
                raise BadTime(NOT_READ.format(self.rule[:80])) from error
        return merge([self.clock(self.start)], sorted(named), by_rule)

    def rule_text(self) -> str:
        """Return the rule as dateutil reads it, with its end on the same clock as the dates. Raise BadTime."""
        if self.parts.get("FREQ") not in WORDS or not self.parts.keys() <= PARTS:
            raise BadTime(NOT_READ.format(self.rule[:80]))
        parts = dict(self.parts)
        if "UNTIL" in parts:
            line = self.event.lines["RRULE"][0]
            until = read_moment(parts["UNTIL"], line, self.zones)
            last = self.clock(until) if isinstance(until, datetime) else datetime.combine(until, time(23, 59, 59))
            parts["UNTIL"] = f"{last:%Y%m%dT%H%M%S}"
        return ";".join(f"{name}={value}" for name, value in parts.items())

    def clock(self, moment: date | datetime) -> datetime:
        """Return what clocks in the zone of the event show; midnight for a day."""
        if not isinstance(moment, datetime):
            return datetime.combine(moment, time())
        zone = self.start.tzinfo if isinstance(self.start, datetime) else moment.tzinfo
        return moment.astimezone(zone).replace(tzinfo=None)

    def moment(self, clock: datetime) -> date | datetime:
        """Return the day or the moment at which clocks there show this."""
        return clock.replace(tzinfo=self.start.tzinfo) if isinstance(self.start, datetime) else clock.date()

    def in_words(self) -> str:
        """Say how it repeats and since when."""
        how = WORDS.get(self.parts.get("FREQ", ""), "on several dates")
        interval = self.parts.get("INTERVAL", "1")
        if interval.isdecimal() and int(interval) > 1 and how in WORDS.values():
            how = f"every {int(interval)} {UNITS[self.parts['FREQ']]}"
        days = [DAYS[day] for day in self.parts.get("BYDAY", "").split(",") if day in DAYS]
        on = f", on {' and '.join(days)}," if days else ""
        return f"Repeats {how}{on} since {self.start.day} {self.start:%B %Y}."


def parts_of(rule: str) -> dict[str, str]:
    """Return the parts of a rule by their names."""
    pairs = (part.partition("=") for part in rule.upper().split(";") if part.strip())
    return {name.strip(): value.strip() for name, _, value in pairs if not name.strip().startswith("X-")}
