"""The import of a GIAS file in batches, so that memory is bounded and the site stays available during it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import batched
from typing import Any

from django.db import transaction

from gateway.catalogue.models import AreaOfNeed, FormerSlug, Phase, queue_for_index
from gateway.catalogue.models.change_log import record_everything
from practice.models import PracticeExample, School, SchoolImport
from practice.schools.gias_file import BadRow, GiasFile
from practice.schools.gias_row import (
    HIGHEST_AGE_COLUMN,
    LOWEST_AGE_COLUMN,
    PHASE_COLUMN,
    SEN_COLUMNS,
    Row,
    get_fields,
    get_sen_codes,
    load_phase_slugs,
    read_school,
)

SCHOOLS_PER_BATCH = 1_000
TERM_COLUMNS = (PHASE_COLUMN, LOWEST_AGE_COLUMN, HIGHEST_AGE_COLUMN, *SEN_COLUMNS)


@dataclass(frozen=True)
class ReadRow:
    """The school of a row, with the columns that name terms of the taxonomy."""

    school: School
    terms: Row


@dataclass
class GiasImport:
    file: GiasFile
    report: Callable[[BadRow], None]
    added: int = 0
    updated: int = 0
    refused: int = 0
    seen: set[str] = field(default_factory=set)

    def run(self, advance: Callable[[int], Any] = int) -> SchoolImport:
        """Store every valid row, report the others, and return the log entry."""
        fields, terms = get_fields(self.file.columns), TermLookup()
        for batch in batched(self.read_valid_rows(advance), SCHOOLS_PER_BATCH):
            self.store_batch(batch, fields, terms)
        record_everything()  # examples are filtered by the size of their schools, and found by their names
        queue_for_index(PracticeExample.objects.filter(school__isnull=False).order_by().values_list("pk", flat=True))
        return SchoolImport.objects.create(
            file_name=self.file.path.name[:200],
            digest=self.file.digest,
            is_whole=self.file.is_whole,
            added=self.added,
            updated=self.updated,
            refused=self.refused,
        )

    def read_valid_rows(self, advance: Callable[[int], Any]) -> Iterator[ReadRow]:
        for row in self.file.read_rows():
            advance(1)
            try:
                yield self.read_row(row)
            except BadRow as bad:
                self.refused += 1
                self.report(bad)

    def read_row(self, row: tuple[int, dict[str, str]] | BadRow) -> ReadRow:
        """Return the school of a row. Raise BadRow."""
        if isinstance(row, BadRow):
            raise row
        line, values = row
        try:
            school = read_school(values)
        except ValueError as error:
            raise BadRow(line, str(error)) from error
        if school.urn in self.seen:
            raise BadRow(line, f"the URN {school.urn} is in the file more than once.")
        self.seen.add(school.urn)
        return ReadRow(school, {column: values[column] for column in TERM_COLUMNS if values.get(column)})

    @transaction.atomic
    def store_batch(self, batch: Iterable[ReadRow], fields: list[str], terms: TermLookup) -> None:
        """Add or update the schools of a batch, and set their terms."""
        batch = list(batch)
        schools = [read.school for read in batch]
        known = School.objects.filter(urn__in=[school.urn for school in schools]).count()
        School.objects.bulk_create(
            schools, update_conflicts=True, unique_fields=["urn"], update_fields=[f for f in fields if f != "urn"]
        )
        self.updated += known
        self.added += len(batch) - known
        if PHASE_COLUMN in self.file.columns:
            set_terms(
                School.phases.through, "phase_id", {each.school.pk: terms.get_phases(each.terms) for each in batch}
            )
        if SEN_COLUMNS[0] in self.file.columns:
            needs = {each.school.pk: terms.get_needs(each.terms) for each in batch}
            set_terms(School.sen_provision.through, "areaofneed_id", needs)


class TermLookup:
    """The terms of the taxonomy that correspond to GIAS's words."""

    def __init__(self) -> None:
        former = FormerSlug.objects.filter(vocabulary="phase").values_list("slug", "term_id")
        self.phases_by_slug = dict(former) | dict(Phase.objects.values_list("slug", "pk"))
        self.ages = [
            (phase.pk, phase.from_age, phase.to_age)
            for phase in Phase.objects.all()
            if phase.from_age is not None and phase.to_age is not None
        ]
        self.needs_by_code = {
            code.upper(): pk for code, pk in AreaOfNeed.objects.exclude(code="").values_list("code", "pk")
        }

    def get_phases(self, row: Row) -> set[int]:
        """Return the phases that correspond to GIAS's phase or, if there are none, to the school's ages."""
        slugs = load_phase_slugs().get(row.get(PHASE_COLUMN, "").strip(), [])
        named = {self.phases_by_slug[slug] for slug in slugs if slug in self.phases_by_slug}
        lowest, highest = row.get(LOWEST_AGE_COLUMN, ""), row.get(HIGHEST_AGE_COLUMN, "")
        if named or not (lowest.isdecimal() and highest.isdecimal()):
            return named
        return {pk for pk, begin, end in self.ages if int(lowest) < end and int(highest) > begin}

    def get_needs(self, row: Row) -> set[int]:
        return {self.needs_by_code[code] for code in get_sen_codes(row) if code in self.needs_by_code}


def set_terms(through: Any, key: str, wanted: dict[int, set[int]]) -> None:
    """Set the terms of each school to exactly these."""
    links = {
        (row[1], row[2]): row[0]
        for row in through.objects.filter(school_id__in=wanted).values_list("pk", "school_id", key)
    }
    right = {(school, term) for school, terms in wanted.items() for term in terms}
    through.objects.filter(pk__in=[pk for pair, pk in links.items() if pair not in right]).delete()
    through.objects.bulk_create(
        through(school_id=school, **{key: term}) for school, term in sorted(right - links.keys())
    )
