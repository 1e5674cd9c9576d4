"""Conversion of cells: reading back what `gateway.catalogue.text.csv_tables` wrote, and values of workbooks."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Any

from gateway.catalogue.text.csv_tables import FORMULA_CHARACTERS

APOSTROPHE_PATTERN = re.compile(f"'+[{FORMULA_CHARACTERS}]")
CONTROL_CHARACTER_PATTERN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
"""Characters that neither XML nor a database accepts in text."""


def remove_apostrophe(text: str) -> str:
    """Return the text without the apostrophe that `csv_tables` adds before a formula character."""
    return text[1:] if APOSTROPHE_PATTERN.match(text) else text


def remove_control_characters(text: str) -> str:
    """Return the text without characters that a workbook cannot hold."""
    return CONTROL_CHARACTER_PATTERN.sub("", text)


def convert_to_text(value: Any) -> str:
    """Return the value of a workbook's cell as a user would type it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        value = (value + timedelta(milliseconds=500)).replace(microsecond=0)  # Excel stores fractions of a day
        return value.isoformat(" ", "seconds" if value.second else "minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    return "" if value is None else str(value)


def normalise_line_ends(text: str) -> str:
    """Return the text with the same line endings, whichever system it was written on."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
