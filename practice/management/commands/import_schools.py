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
    "{} is an extract, and the schools came from GIAS’s own download, {}. It may be older and knows less, and would "
    "blank what that said. Nothing was changed. If you mean it, add --extract."
)


class Command(BaseCommand):
    """Add and update schools. Running it again adds no duplicates."""

    help = (
        "Adds and updates schools from GIAS's download of all establishments (CSV, also gzipped or in a zip), or from "
        "our own extract of it. Closed schools are marked. A bad row is reported and skipped; a file that is not from "
        "GIAS changes nothing. The file that is read last wins, but an extract is refused once GIAS’s own was read."
    )

    reported = 0

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", nargs="?", type=Path, default=DATA_FOLDER / "schools.csv.gz", help="in place of our own"
        )
        parser.add_argument("--once", action="store_true", help="do nothing if this very file was read before")
        parser.add_argument("--extract", action="store_true", help="read an extract even after GIAS’s own download")

    def handle(self, *args: Any, file: Path, once: bool, extract: bool, verbosity: int, **options: Any) -> None:
        try:
            examined = examine_file(file)
        except NotGias as refusal:
            raise CommandError(f"{file} is not a file of GIAS. {refusal} Nothing was changed.") from refusal
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
                self.stderr.write("Further rows that are wrong are skipped and only counted.")
