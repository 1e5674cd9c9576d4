"""The entries of a starter file, and everything that is wrong with each."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, TextField

DATA_FOLDER = Path(__file__).parents[1] / "data"
TERMS = ("focus_areas", "areas_of_need", "phases", "setting_types")
FIELDS: dict[str, dict[str, type]] = {
    "publisher": dict.fromkeys(("slug", "name", "website", "description"), str),
    "publication": {
        **dict.fromkeys(("kind", "title", "publisher", "summary", "url", "credit", "note", "body"), str),
        **dict.fromkeys(("licence", "cost", "format", "authors", "doi", "venue", "booking_url"), str),
        **dict.fromkeys((*TERMS, "keywords"), list),
        **{"year": int, "page_known": bool, "online": bool, "links": dict, "starts_at": datetime, "ends_at": datetime},
    },
}
REQUIRED_FIELDS = {
    "publisher": ("slug", "name"),
    "publication": ("kind", "title", "publisher", "summary", "focus_areas", "areas_of_need", "phases"),
}
MODEL_FIELDS = {"page_known": "url_is_page", "note": "editors_note", "online": "is_online"}
FILE_FIELDS = {there: here for here, there in MODEL_FIELDS.items()}
UNSTORABLE_CHARACTER_PATTERN = re.compile("[\0\ud800-\udfff]")
TYPE_NAMES = {
    str: "text",
    int: "a whole number",
    bool: "true or false",
    list: "a list of texts",
    dict: "addresses by title",
    datetime: "left out, since a starter file holds no events",
}


class BrokenFileError(Exception):
    """Raised for a file that cannot be loaded; the message says everything that is wrong with it."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))


class Entry:
    """An entry of a file: the values that can be read, and what is wrong with the others."""

    def __init__(self, sort: str, number: int, source: dict[str, Any]) -> None:
        self.sort, self.number = sort, number
        self.values: dict[str, Any] = {}
        self.problems: dict[str, str] = {}
        for name, value in source.items():
            if value is not None:
                self.take(name, value)
        for name in REQUIRED_FIELDS[sort]:
            if self.values.get(name, "") == "":
                self.refuse(name, "is missing.")

    def __str__(self) -> str:
        return f'{self.sort} {self.number} "{self.values.get("title") or self.values.get("name", "")}"'

    def take(self, name: str, value: Any) -> None:
        """Keep a value if it is of its field's type."""
        wanted = FIELDS[self.sort].get(name)
        if wanted is None:
            self.refuse(name, "is not a field.")
        elif not is_of_type(value, wanted):
            self.refuse(name, f"must be {TYPE_NAMES[wanted]}, not {json.dumps(value)[:60]}.")
        else:
            self.values[name] = value.strip() if wanted is str else value

    def refuse(self, name: str, why: str) -> None:
        """Record what is wrong with a field; only the first problem of each field counts."""
        self.problems.setdefault(name, why)

    def check(self, row: Any, *unchecked: str, under: str = "") -> None:
        """Record what the model's validation refuses, all of it under one name if that is given.

        What depends on other rows is compared elsewhere, all at once.
        """
        exclude = {*unchecked, *(MODEL_FIELDS.get(name, name) for name in self.problems)}
        try:
            row.full_clean(exclude, validate_unique=False, validate_constraints=False)
        except ValidationError as invalid:
            for name, messages in invalid.message_dict.items():
                self.refuse(under or FILE_FIELDS.get(name, name), " ".join(messages))
        for name, most in get_max_lengths(row).items():
            if len(getattr(row, name)) > most:
                self.refuse(FILE_FIELDS.get(name, name), f"has more than {most:,} characters.")


def get_max_lengths(row: Model) -> dict[str, int]:
    """Return the maximum lengths of a row's long texts, which only forms check by themselves."""
    texts = (column for column in row._meta.concrete_fields if isinstance(column, TextField))
    return {column.name: column.max_length for column in texts if column.max_length}


def read_json(path: Path) -> Any:
    """Return what a JSON file holds, or raise BrokenFileError."""
    try:
        return json.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise BrokenFileError(f"It cannot be read: {error.strerror}.") from error
    except (ValueError, RecursionError) as error:
        raise BrokenFileError(f"It is not JSON: {error}.") from error


def make_entries(source: Any, sort: str) -> Iterator[Entry]:
    """Return the file's entries of one sort, numbered from one, or raise BrokenFileError."""
    listed = source.get(f"{sort}s") if isinstance(source, dict) else None
    if not isinstance(listed, list):
        raise BrokenFileError(f'It has no list "{sort}s".')
    for number, each in enumerate(listed, start=1):
        if not isinstance(each, dict):
            raise BrokenFileError(f"{sort} {number} is not an object with fields.")
    return (Entry(sort, number, each) for number, each in enumerate(listed, start=1))


def is_of_type(value: Any, wanted: type) -> bool:
    """Return True if the value is of exactly this type (true is no number) and any text in it can be stored."""
    match value:
        case str():
            parts = [value]
        case list():
            parts = value
        case dict():
            parts = [*value, *value.values()]
        case _:
            parts = []
    return type(value) is wanted and all(
        isinstance(part, str) and not UNSTORABLE_CHARACTER_PATTERN.search(part) for part in parts
    )
