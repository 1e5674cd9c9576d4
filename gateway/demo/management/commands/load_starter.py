"""`manage.py load_starter`: load the first publishers and publications."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from gateway.demo.samples.events import move_dates, read_samples
from gateway.demo.starter.publication_file import DATA_FOLDER, BrokenFileError, read_json
from gateway.demo.starter.publications import Batch


class Command(BaseCommand):
    help = (
        "Loads the starter catalogue and a few invented samples. What is there already stays as the editors have it; "
        "only sample events whose date has passed get a new date. A broken file loads nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", nargs="?", type=Path, default=DATA_FOLDER / "starter.json", help="in place of our own"
        )
        parser.add_argument("--without-samples", action="store_true", help="load no invented publications and events")

    def handle(self, *args: Any, file: Path, without_samples: bool, **options: Any) -> None:
        """Check the file, then store the samples first, so that real content is newer."""
        try:
            starter = Batch(read_json(file))
            if starter.problems:
                raise BrokenFileError(*starter.problems)
        except BrokenFileError as broken:
            raise CommandError(f"{file} is broken, nothing was loaded.\n{broken}") from broken
        with transaction.atomic():
            if not without_samples:
                self.report("samples", Batch(read_samples(), is_sample=True))
                self.stdout.write(f"Sample events with a new date: {move_dates()}.")
            self.report("catalogue", starter)

    def report(self, what: str, batch: Batch) -> None:
        counts = batch.store()
        self.stdout.write(
            f"Starter {what}: {counts.new_publishers} of {counts.publishers} publishers "
            f"and {counts.new_publications} of {counts.publications} publications were new."
        )
