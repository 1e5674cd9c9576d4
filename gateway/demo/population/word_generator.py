"""Words and dates for made-up publications: the same ones for the same seed on the same day."""

from __future__ import annotations

import json
from bisect import bisect
from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from itertools import accumulate
from random import Random
from typing import NamedTuple

from django.utils import timezone

from gateway.demo.starter.publication_file import DATA_FOLDER

FUTURE_DATED_SHARE = 0.01
MAX_ITEM_AGE = timedelta(days=3650)


class WeightedChoice[Choice]:
    """A random choice in which some things come more often than others."""

    def __init__(self, chance: Random, weights: Mapping[Choice, float]) -> None:
        self.chance, self.choices, self.weights = chance, list(weights), list(accumulate(weights.values()))

    def choose_one(self) -> Choice:
        return self.choices[bisect(self.weights, self.chance.random() * self.weights[-1])]

    def choose_some(self, least: int, most: int) -> list[Choice]:
        """Return at most `most` of the choices, each once."""
        count = self.chance.randint(least, most) if self.choices else 0
        return list({self.choose_one() for _ in range(count)})


def make_skewed_choice(chance: Random, keys: Sequence[int], steepness: float) -> WeightedChoice[int]:
    """Return a choice of keys in which the first is the commonest and the last the rarest."""
    return WeightedChoice(chance, {key: 1 / (place + 1) ** steepness for place, key in enumerate(keys)})


class Writer:
    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.words = json.loads((DATA_FOLDER / "population.json").read_text(encoding="utf-8"))

    def choose_topic(self) -> dict[str, str]:
        slots = {"approach": "approaches", "group": "groups", "stage": "stages", "place": "places"}
        return {slot: self.chance.choice(self.words[words]) for slot, words in slots.items()}

    def write_title(self, kind: str, topic: dict[str, str]) -> str:
        return self.fill(self.words["titles"][kind], topic)

    def write_summary(self, topic: dict[str, str]) -> str:
        count = self.chance.randint(1, 2)
        return " ".join(self.fill([sentence], topic) for sentence in self.chance.sample(self.words["summaries"], count))

    def fill(self, templates: Sequence[str], topic: dict[str, str]) -> str:
        text = self.chance.choice(templates).format_map(topic)
        return text[0].upper() + text[1:]

    def write_body(self, topic: dict[str, str], sections: int) -> str:
        sentences, headings = self.words["sentences"], self.chance.sample(self.words["headings"], sections)
        return "\n\n".join(
            f"## {heading}\n\n{' '.join(self.fill(sentences, topic) for _ in range(3))}" for heading in headings
        )

    def write_publisher_name(self, number: int) -> str:
        """Return a name that says that the publisher is made up."""
        return (
            f"{self.chance.choice(self.words['places'])} {self.chance.choice(self.words['bodies'])} (sample {number})"
        )

    def write_venue(self) -> str:
        place = self.chance.choice(self.words["places"])
        return f"{place} {self.chance.choice(self.words['venues'])}, {place}"

    def write_authors(self) -> str:
        return "; ".join(self.chance.sample(self.words["authors"], self.chance.randint(1, 4)))


class Dates(NamedTuple):
    created_at: datetime
    published_at: datetime
    updated_at: datetime


class Calendar:
    """A generator of dates around today's midnight."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.today = datetime.combine(timezone.localdate(), time(), timezone.get_default_timezone())

    def choose_days(self, least: float, most: float) -> timedelta:
        return timedelta(days=self.chance.uniform(least, most))

    def choose_event_times(self) -> tuple[datetime, datetime]:
        """Return a start and an end, half of them in the past and half in the future."""
        away = self.choose_days(1, 500) if self.chance.random() < 0.5 else -self.chance.random() * MAX_ITEM_AGE
        starts_at = (self.today + away).replace(hour=self.chance.randint(9, 18), minute=0, second=0, microsecond=0)
        return starts_at, starts_at + timedelta(minutes=self.chance.choice((60, 90, 120, 360)))

    def choose_dates(self, starts_at: datetime | None) -> Dates:
        """Return dates over the last ten years, more of them recent.

        Events are published some months ahead; a few items are published only in the future.
        """
        if self.chance.random() < FUTURE_DATED_SHARE:
            return Dates(self.today - self.choose_days(0, 30), self.today + self.choose_days(1, 90), self.today)
        if starts_at:
            published_at = min(starts_at, self.today) - self.choose_days(7, 150)
        else:
            published_at = self.today - MAX_ITEM_AGE * self.chance.random() ** 1.5
        updated_at = min(published_at + self.choose_days(0, 400), self.today)
        return Dates(published_at - self.choose_days(0, 30), published_at, updated_at)
