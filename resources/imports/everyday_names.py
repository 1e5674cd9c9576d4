"""Schools' everyday words for phases, needs and settings: year groups, key stages and abbreviations."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

EVERYDAY_NAMES = {
    "areas_of_need": {
        "c&i": "communication-and-interaction",
        "c&l": "cognition-and-learning",
        "autism spectrum disorder": "autistic-spectrum-disorder",
        "autistic spectrum condition": "autistic-spectrum-disorder",
        "speech, language and communication": "speech-language-and-communication-needs",
        "speech and language": "speech-language-and-communication-needs",
    },
    "setting_types": {
        "mainstream": "mainstream-school",
        "special": "special-school",
        "pru": "alternative-provision",
        "pupil referral unit": "alternative-provision",
        "ap": "alternative-provision",
        "nursery": "early-years-setting",
    },
    "focus_areas": {"qft": "teaching-and-learning", "ta deployment": "use-of-resources"},
    "phases": {},
}
"""The slugs of terms by everyday names. Terms that are not in use are ignored."""
EVERY_TERM_PATTERN = re.compile(
    r"(?:all|every)(?: (?:phases?|ages?|key stages?|year groups?|settings?|types?))?", re.IGNORECASE
)
VOCABULARIES_WITH_EVERY = ("phases", "setting_types")
AGES_BY_KEY_STAGE = {1: (5, 7), 2: (7, 11), 3: (11, 14), 4: (14, 16), 5: (16, 18)}
AGES_BY_NAME = {
    "eyfs": (0, 5),
    "early years foundation stage": (0, 5),
    "nursery": (2, 4),
    "preschool": (2, 4),
    "pre school": (2, 4),
    "reception": (4, 5),
    "year r": (4, 5),
    "yr": (4, 5),
    "infant": (5, 7),
    "junior": (7, 11),
    "primary school": (5, 11),
    "secondary school": (11, 16),
    "gcse": (14, 16),
    "sixth form": (16, 18),
    "6th form": (16, 18),
    "a level": (16, 18),
    "fe": (16, 19),
    "further education": (16, 19),
    "college": (16, 19),
}
KEY_STAGE_PATTERN = re.compile(r"(?:ks|key ?stages?) ?([1-5])(?: ?(?:-|to|and|&) ?(?:ks|key ?stage)? ?([1-5]))?")
YEAR_PATTERN = re.compile(r"(?:years?|yrs?|y)\.? ?(\d{1,2})(?: ?(?:-|to|and|&) ?(?:years?|yrs?|y)?\.? ?(\d{1,2}))?")
AGE_PATTERN = re.compile(r"(?:ages? )?(\d{1,2}) ?(?:-|to) ?(\d{1,2})(?: ?(?:years?|yrs?)(?: olds?)?)?")
LAST_YEAR_GROUP, MAX_AGE_IN_YEARS = 13, 25


def find_ages(text: str) -> tuple[int, int] | None:
    """Return the ages that a year group, key stage or other everyday word means, or None."""
    plain = " ".join(re.sub(r"[–—]", "-", text).replace("-", " - ").lower().split()).replace(" - ", "-")
    if named := AGES_BY_NAME.get(plain.replace("-", " ")) or AGES_BY_NAME.get(
        plain.replace("-", " ").removesuffix("s")
    ):
        return named
    if stage := KEY_STAGE_PATTERN.fullmatch(plain):
        return join_ages(AGES_BY_KEY_STAGE[int(stage[1])], AGES_BY_KEY_STAGE[int(stage[2] or stage[1])])
    if year := YEAR_PATTERN.fullmatch(plain):
        first, last = int(year[1]), int(year[2] or year[1])
        return (
            join_ages((first + 4, first + 5), (last + 4, last + 5)) if 1 <= first <= last <= LAST_YEAR_GROUP else None
        )
    if age := AGE_PATTERN.fullmatch(plain):
        return (int(age[1]), int(age[2])) if int(age[1]) < int(age[2]) <= MAX_AGE_IN_YEARS else None
    return None


def join_ages(first: tuple[int, int], last: tuple[int, int]) -> tuple[int, int] | None:
    """Return the ages from one group to another, or None if they are in the wrong order."""
    return (first[0], last[1]) if first[0] <= last[0] else None


def find_phases(text: str, phases: Iterable[Any]) -> list[int]:
    """Return the primary keys of the phases that overlap the ages that a word means."""
    ages = find_ages(text)
    known = [phase for phase in phases if phase.from_age is not None and phase.to_age is not None]
    return [phase.pk for phase in known if ages and ages[0] < phase.to_age and ages[1] > phase.from_age]
