"""A file of practice examples, in which everything that is wrong is reported before anything is stored."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import slugify

from gateway.catalogue.models import AreaOfNeed, FocusArea, FormerSlug, Phase, SettingType, Status, Term
from gateway.demo.starter.example_pictures import Chart
from practice.examples.story_parts import PARTS_BY_FIELD
from practice.models import PracticeExample

TAXONOMY: dict[str, type[Term]] = {
    "focus_areas": FocusArea,
    "areas_of_need": AreaOfNeed,
    "phases": Phase,
    "setting_types": SettingType,
}
MODEL_FIELDS = {
    "setting": "setting_name",
    "local_authority": "setting_place",
    "source": "source_name",
    "url": "source_url",
    "year": "source_year",
    "note": "editors_note",
}
RELATED_FIELDS = frozenset({*TAXONOMY, "keywords", "urn", "adapted_from", "status", "picture"})
FIELDS = frozenset({*PARTS_BY_FIELD, *MODEL_FIELDS, *RELATED_FIELDS})
LIST_FIELDS = frozenset({*TAXONOMY, "keywords", "what_we_did"})
UNSTORABLE_CHARACTER_PATTERN = re.compile("[\0\ud800-\udfff]")
INFERRED_SUFFIX = " (inferred)"


class BrokenFile(Exception):
    """Raised for a file that cannot be loaded; the message says everything that is wrong with it."""


@dataclass
class Entry:
    example: PracticeExample
    urn: str = ""
    adapted_from: str = ""
    terms: dict[str, list[int]] = field(default_factory=dict)
    keywords: list[str] = field(default_factory=list)
    waits: bool = False
    picture: Any = None


def read_examples(path: Path, *, is_sample: bool = False) -> list[Entry]:
    """Return the examples in a file, or raise BrokenFile with everything that is wrong with it."""
    try:
        source = json.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise BrokenFile(f"{path} cannot be read: {error.strerror}.") from error
    except (ValueError, RecursionError) as error:
        raise BrokenFile(f"{path} is not JSON: {error}.") from error
    listed = source.get("examples") if isinstance(source, dict) else None
    if not isinstance(listed, list) or not all(isinstance(each, dict) for each in listed):
        raise BrokenFile(f'{path} has no list "examples" of objects.')
    problems: list[str] = []
    entries = Reader(problems, is_sample=is_sample).read_entries(listed)
    if problems:
        raise BrokenFile(f"{path} is broken, nothing was loaded.\n" + "\n".join(problems))
    return entries


class Reader:
    """A reader that makes entries from what a file holds, and adds what is wrong to `problems`."""

    def __init__(self, problems: list[str], *, is_sample: bool) -> None:
        self.problems, self.is_sample = problems, is_sample
        self.known = {name: get_terms_by_slug(vocabulary) for name, vocabulary in TAXONOMY.items()}
        self.slugs: set[str] = set()

    def read_entries(self, listed: list[dict[str, Any]]) -> list[Entry]:
        return [entry for number, source in enumerate(listed, start=1) if (entry := self.read_entry(number, source))]

    def read_entry(self, number: int, source: dict[str, Any]) -> Entry | None:
        """Return an entry, or None if something is wrong with it."""
        name = f"Example {number} “{str(source.get('title'))[:60]}”"
        wrong = [*find_wrong_types(source), *self.find_unknown_terms(source)]
        if not wrong:
            entry = self.make_entry(source)
            wrong = [
                *find_faults(entry.example),
                *(["its title is in the file twice"] if entry.example.slug in self.slugs else []),
            ]
        self.problems += [f"{name}: {fault}." for fault in wrong]
        if wrong:
            return None
        self.slugs.add(entry.example.slug)
        return entry

    def make_entry(self, source: dict[str, Any]) -> Entry:
        """Return the entry made from a source that has no wrong types."""
        values = {MODEL_FIELDS.get(k, k): v for k, v in source.items() if k not in RELATED_FIELDS and v is not None}
        values["what_we_did"] = "\n".join(values.get("what_we_did", ()))
        values["setting_place"] = values.get("setting_place", "").removesuffix(INFERRED_SUFFIX)
        if self.is_sample:
            values |= dict.fromkeys(PracticeExample.consents, True)
        example = PracticeExample(
            **values, kind="practice", slug=slugify(values["title"])[:190], is_sample=self.is_sample
        )
        terms = {name: [known[slug] for slug in source.get(name, ())] for name, known in self.known.items()}
        names = source.get("urn") or "", source.get("adapted_from") or ""
        waits = source.get("status") == Status.IN_REVIEW
        return Entry(example, *names, terms, source.get("keywords") or [], waits, source.get("picture"))

    def find_unknown_terms(self, source: dict[str, Any]) -> list[str]:
        """Return messages about terms that no vocabulary has."""
        if not source.get("focus_areas"):
            return ["it needs a focus area"]
        return [
            f"“{slug}” is none of the {name.replace('_', ' ')}"
            for name, known in self.known.items()
            for slug in get_list(source.get(name))
            if slug not in known
        ]


def get_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def find_wrong_types(source: dict[str, Any]) -> list[str]:
    """Return messages about fields that are unknown, missing or of another type."""
    wrong = [f"“{name}” is not a field" for name in source if name not in FIELDS]
    wrong += [f"“{name}” is missing" for name in ("title", "summary", "focus_areas") if not source.get(name)]
    for name, value in source.items():
        is_right = value is None or (
            isinstance(value, list) and all(is_text(each) for each in value)
            if name in LIST_FIELDS
            else isinstance(value, int) and not isinstance(value, bool)
            if name == "year"
            else is_chart(value)
            if name == "picture"
            else is_text(value)
        )
        wrong += [] if is_right else [f"“{name}” is of another type"]
    return wrong


def is_chart(value: Any) -> bool:
    if not isinstance(value, dict) or not set(Chart._fields) >= set(value) >= {"title", "before", "after", "most"}:
        return False
    numbers = (value["before"], value["after"], value["most"])
    return all(type(number) in (int, float) and number > 0 for number in numbers) and is_text(value["title"])


def is_text(value: Any) -> bool:
    """Return True if the value is a text that a database can hold."""
    return isinstance(value, str) and not UNSTORABLE_CHARACTER_PATTERN.search(value)


def find_faults(example: PracticeExample) -> list[str]:
    """Return messages about what the model's validation refuses in an example."""
    if not example.slug:
        return ["its title needs letters or digits"]
    try:
        example.full_clean(exclude=["slug", "sort_title"], validate_unique=False, validate_constraints=False)
    except ValidationError as invalid:
        return [f"“{name}”: {' '.join(messages)}" for name, messages in invalid.message_dict.items()]
    too_long = (part for part in PARTS_BY_FIELD if len(getattr(example, part)) > get_max_length(part))
    return [f"“{name}” is longer than {get_max_length(name):,} characters" for name in too_long]


def get_max_length(name: str) -> int:
    return getattr(PracticeExample._meta.get_field(name), "max_length", 0)


def get_terms_by_slug(vocabulary: type[Term]) -> dict[str, int]:
    """Return the keys of a vocabulary's terms by their slugs and former slugs."""
    former = FormerSlug.objects.filter(vocabulary=vocabulary._meta.model_name)
    return dict(former.values_list("slug", "term_id")) | dict(vocabulary.objects.values_list("slug", "pk"))
