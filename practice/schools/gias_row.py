"""Rows of Get Information About Schools (GIAS), and how each column is read.

Column names are GIAS's. Not every edition has all of them: a field whose column is missing keeps its value.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from functools import cache
from math import isfinite
from typing import Any

from django.core.exceptions import ValidationError
from pyproj import Transformer

from gateway.catalogue.taxonomy.loader import TAXONOMY_PATH
from gateway.catalogue.text.web_addresses import validate_web_address
from practice.lookup.postcodes import Position, load_outcodes, read_postcode
from practice.models import School

STATUSES_BY_NAME = {
    "open": School.Status.OPEN,
    "open, but proposed to close": School.Status.CLOSING,
    "proposed to open": School.Status.PROPOSED,
    "closed": School.Status.CLOSED,
}
EMPTY_WORDS = {"", "not applicable", "does not apply", "not recorded", "unknown", "none", "not supported by la"}
"""Words that GIAS writes in cells without a value."""
RENAMED_TYPES = {"La nursery school": "Local authority nursery school", "Wales (pseudo)": "Wales"}
SEN_COLUMNS = tuple(f"SEN{number} (name)" for number in range(1, 14))
PHASE_COLUMN, LOWEST_AGE_COLUMN, HIGHEST_AGE_COLUMN = "PhaseOfEducation (name)", "StatutoryLowAge", "StatutoryHighAge"
EASTING_COLUMN, NORTHING_COLUMN = "Easting", "Northing"
UNREADABLE_CHARACTER_PATTERN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
EARLIEST_YEAR = 1000
_thread = threading.local()
type Row = Mapping[str, str]


def make_text_parser(longest: int) -> Callable[[str], str]:
    """Return a reader of text up to this many characters."""

    def read(cell: str) -> str:
        said = " ".join(cell.split())
        return "" if said.lower() in EMPTY_WORDS else RENAMED_TYPES.get(said, said)[:longest]

    return read


def parse_urn(cell: str) -> str:
    if not re.fullmatch(r"[1-9][0-9]{4,7}", cell.strip()):
        raise ValueError(f"its URN is “{cell[:20]}”, which is not the number of a school.")
    return cell.strip()


def parse_name(cell: str) -> str:
    if not (said := " ".join(cell.split())):
        raise ValueError("the school has no name.")
    return said[:150]


def parse_status(cell: str) -> str:
    known = STATUSES_BY_NAME.get(" ".join(cell.split()).lower())
    if known is None:
        raise ValueError(f"its status is “{cell[:30]}”, which we do not know.")
    return known


def parse_type(cell: str) -> str:
    """Return a type in one spelling: editions differ in their capitals."""
    said = make_text_parser(100)(cell)
    written = said[:1] + said[1:].lower()
    return RENAMED_TYPES.get(written, written)


def parse_postcode(cell: str) -> str:
    """Return a postcode in its usual form, or "" if the cell has none, such as one from abroad."""
    return str(read_postcode(cell) or "")


def parse_number(cell: str) -> int | None:
    """Return a whole number of up to six digits, or None for an empty cell."""
    if not (said := cell.strip().replace(",", "")):
        return None
    if not (said.isascii() and said.isdigit() and len(said) <= 6):
        raise ValueError(f"“{cell[:20]}” is not a number.")
    return int(said)


def parse_age(cell: str) -> int | None:
    """Return an age, or None: GIAS has a few impossible ones."""
    said = parse_number(cell)
    return said if said is not None and said <= 120 else None


def parse_date(cell: str) -> date | None:
    """Return a date written with slashes or hyphens, or None for an empty cell or a year before `EARLIEST_YEAR`."""
    if not (said := cell.strip()):
        return None
    try:
        read = datetime.strptime(said.replace("/", "-"), "%d-%m-%Y").date()  # noqa: DTZ007
    except ValueError as error:
        raise ValueError(f"“{cell[:20]}” is not a date.") from error
    return read if read.year >= EARLIEST_YEAR else None


def parse_website(cell: str) -> str:
    """Return a web address, to which `http://` is added if needed, or "" if the cell has none."""
    said = cell.strip()
    scheme = re.match(r"https?://", said, re.IGNORECASE)
    address = scheme[0].lower() + said[scheme.end() :] if scheme else f"http://{said}"
    try:
        validate_web_address(address)
    except ValidationError:
        return ""
    return address if said and len(address) <= 300 else ""


FIELDS: dict[str, tuple[str, Callable[[str], Any]]] = {
    "urn": ("URN", parse_urn),
    "name": ("EstablishmentName", parse_name),
    "status": ("EstablishmentStatus (name)", parse_status),
    "phase_of_education": (PHASE_COLUMN, make_text_parser(40)),
    "type": ("TypeOfEstablishment (name)", parse_type),
    "local_authority": ("LA (name)", make_text_parser(100)),
    "region": ("GOR (name)", make_text_parser(60)),
    "town": ("Town", make_text_parser(100)),
    "postcode": ("Postcode", parse_postcode),
    "pupils": ("NumberOfPupils", parse_number),
    "low_age": (LOWEST_AGE_COLUMN, parse_age),
    "high_age": (HIGHEST_AGE_COLUMN, parse_age),
    "resourced_provision": ("TypeOfResourcedProvision (name)", make_text_parser(60)),
    "opened_on": ("OpenDate", parse_date),
    "closed_on": ("CloseDate", parse_date),
    "website": ("SchoolWebsite", parse_website),
}
COMPUTED_FIELDS = ("latitude", "longitude", "has_exact_position", "search_text", "is_checked", "updated_at")


def get_fields(columns: Iterable[str]) -> list[str]:
    """Return the fields of a school that a file with these columns sets."""
    known = set(columns)
    found = [field for field, (column, _) in FIELDS.items() if column in known]
    return [*found, *COMPUTED_FIELDS, *(["website_domain"] if "website" in found else [])]


def read_school(row: Row) -> School:
    """Return the school of a row without saving it. Raise ValueError if the row is invalid."""
    if UNREADABLE_CHARACTER_PATTERN.search("\t".join(row.values())):
        column = next(column for column, cell in row.items() if UNREADABLE_CHARACTER_PATTERN.search(cell))
        raise ValueError(f"{column} has characters that cannot be read.")
    school = School(**{field: read(row[column]) for field, (column, read) in FIELDS.items() if column in row})
    exact = convert_grid_position(row.get(EASTING_COLUMN, ""), row.get(NORTHING_COLUMN, ""))
    school.set_position(exact or load_outcodes().get(school.postcode.partition(" ")[0]), is_exact=exact is not None)
    school.set_computed_fields()
    return school


def get_transformer() -> Transformer:
    """Return this thread's transformer from the British National Grid (OSGB36) to WGS 84."""
    if not hasattr(_thread, "transformer"):
        _thread.transformer = Transformer.from_crs("EPSG:27700", "EPSG:4326", always_xy=True)
    return _thread.transformer


def convert_grid_position(easting: str, northing: str) -> Position | None:
    """Return the position of a point on the National Grid, or None for blanks, zeros and non-numbers."""
    if not (easting.strip().isdecimal() and northing.strip().isdecimal()):
        return None
    east, north = int(easting), int(northing)
    if not (0 < east < 700_000 and 0 < north < 1_300_000):
        return None
    longitude, latitude = get_transformer().transform(east, north)
    return Position(latitude, longitude) if isfinite(latitude) and isfinite(longitude) else None


@cache
def load_phase_slugs() -> dict[str, list[str]]:
    """Return the slugs of our phases for each of GIAS's, as the taxonomy maps them."""
    return json.loads(TAXONOMY_PATH.read_text(encoding="utf-8"))["gias_phase_to_phases"]


def get_sen_codes(row: Row) -> set[str]:
    """Return the DfE codes of the needs that a school provides for."""
    cells = (row.get(column, "") for column in SEN_COLUMNS)
    return {cell.partition(" - ")[0].strip().upper() for cell in cells if cell.strip()}
