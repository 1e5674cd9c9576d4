"""How one cell is read back that `gateway.catalogue.text.csv_tables` wrote, and what a workbook's cells hold."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Any

from gateway.catalogue.text.csv_tables import FORMULA_CHARACTERS

APOSTROPHE_PATTERN = re.compile(f"'+[{FORMULA_CHARACTERS}]")
CONTROL_CHARACTER_PATTERN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
"""Characters that neither XML nor a database takes as text."""


def undefused(text: str) -> str:
    """The text as it was before it was defused."""
    return text[1:] if APOSTROPHE_PATTERN.match(text) else text


def storable(text: str) -> str:
    """The text without characters that a workbook cannot hold."""
    return CONTROL_CHARACTER_PATTERN.sub("", text)


def as_text(value: Any) -> str:
    """What a workbook's cell holds, as a person would type it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        value = (value + timedelta(milliseconds=500)).replace(microsecond=0)  # Excel counts in parts of a day
        return value.isoformat(" ", "seconds" if value.second else "minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    return "" if value is None else str(value)


def one_line_ends(text: str) -> str:
    """The text with every line ended alike, whichever system it was written on."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
