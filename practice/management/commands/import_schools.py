"""`manage.py import_schools`: import the schools of England from Get Information About Schools (GIAS)."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from practice.models import SchoolImport
from practice.schools.gias_file import BadRow, NotGias, examine_file
from practice.schools.gias_import import GiasImport

DATA_FOLDER = Path(__file__).parents[2] / "data"
MAX_REPORTS = 100

EXTRACT_MESSAGE = (
    "{} is an extract, but the schools came from GIAS’s own download, {}. The extract has fewer details and may be "
    "older, so it would delete data. Nothing was changed. To import it anyway, add --extract."
)


class Command(BaseCommand):
    """Add and update schools. Running it again adds no duplicates."""

    help = (
        "Adds and updates schools from GIAS's download of all establishments (CSV, also gzipped or in a zip), or from "
        "our own extract of it. Closed schools are marked. A bad row is reported and skipped; a file that is not from "
        "GIAS changes nothing. A later file overwrites an earlier one, but an extract is refused after GIAS’s own."
    )

    reported = 0

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file",
            nargs="?",
            type=Path,
            default=DATA_FOLDER / "schools.csv.gz",
            help="the file to read instead of our own extract",
        )
        parser.add_argument("--once", action="store_true", help="do nothing if this file was read before")
        parser.add_argument("--extract", action="store_true", help="read an extract even after GIAS’s own download")

    def handle(self, *args: Any, file: Path, once: bool, extract: bool, verbosity: int, **options: Any) -> None:
        try:
            examined = examine_file(file)
        except NotGias as refusal:
            raise CommandError(f"{file} is not a GIAS file. {refusal} Nothing was changed.") from refusal
        if once and SchoolImport.objects.filter(digest=examined.digest).exists():
            self.stdout.write(f"Schools: {file.name} was read before.")
            return
        whole = SchoolImport.objects.filter(is_whole=True).first()
        if whole and not (examined.is_whole or extract):
            raise CommandError(EXTRACT_MESSAGE.format(file.name, whole))
        began = time.perf_counter()
        with tqdm(total=examined.lines, desc="Schools", unit=" rows", disable=verbosity == 0 or None) as bar:
            done = GiasImport(examined, self.report).run(bar.update)
        self.stdout.write(
            f"Schools: {done.added:,} added, {done.updated:,} updated, {done.refused:,} rows skipped, "
            f"in {time.perf_counter() - began:.1f} s."
        )

    def report(self, bad: BadRow) -> None:
        """Report what is wrong with a row, for the first `MAX_REPORTS` rows."""
        self.reported += 1
        if self.reported > MAX_REPORTS:
            return
        with tqdm.external_write_mode():
            self.stderr.write(str(bad))
            if self.reported == MAX_REPORTS:
                self.stderr.write("Further invalid rows are skipped and only counted.")
