"""`manage.py populate_discussions`: add very many made-up comments, for measurements."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from gateway.demo.population.discussions import populate

MAX_COMMENTS = 2_000_000


class Command(BaseCommand):
    help = (
        "FOR MEASUREMENTS ONLY: adds made-up questions, answers and comments to public items and focus areas, by "
        "people whose addresses begin with populated-. Run again, it adds more."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--comments", type=int, required=True, help=f"how many, spread; at most {MAX_COMMENTS:,}")
        parser.add_argument(
            "--biggest", type=int, default=1_000, help="how many more in one discussion (default 1,000)"
        )
        parser.add_argument("--seed", type=int, default=1, help="another one makes others (default 1)")

    def handle(self, *args: Any, comments: int, biggest: int, seed: int, verbosity: int, **options: Any) -> None:
        if not (0 <= comments <= MAX_COMMENTS and 0 <= biggest <= MAX_COMMENTS):
            raise CommandError(f"Numbers must be from 0 to {MAX_COMMENTS:,}.")
        began = time.perf_counter()
        with tqdm(total=comments + biggest, unit=" comments", disable=verbosity == 0 or None) as bar:
            item = populate(comments, biggest, seed, bar.update)
        seconds = time.perf_counter() - began
        self.stdout.write(f"Made up {comments + biggest:,} comments in {seconds:.1f} s; the biggest is on item {item}.")
