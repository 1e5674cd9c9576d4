"""`manage.py populate`: add a large made-up catalogue, for measurements."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from gateway.demo.population.publications import populate

MAX_ITEMS = 5_000_000


class Command(BaseCommand):
    help = (
        "FOR MEASUREMENTS ONLY: adds made-up publishers and publications, all marked as samples, with slugs that begin "
        "with populated-. On one day, the same seed makes the same rows. Run again, it adds more."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--items", type=int, required=True, help=f"how many publications, at most {MAX_ITEMS:,}")
        parser.add_argument("--seed", type=int, default=1, help="another one makes another catalogue (default 1)")

    def handle(self, *args: Any, items: int, seed: int, verbosity: int, **options: Any) -> None:
        if not 1 <= items <= MAX_ITEMS:
            raise CommandError(f"--items must be from 1 to {MAX_ITEMS:,}, not {items:,}.")
        began = time.perf_counter()
        with tqdm(total=items, unit=" items", disable=verbosity == 0 or None) as bar:
            publishers = populate(items, seed, bar.update)
        seconds = time.perf_counter() - began
        self.stdout.write(
            f"Made up {items:,} publications of {publishers:,} publishers in {seconds:.1f} s "
            f"({items / seconds:,.0f} a second)."
        )
