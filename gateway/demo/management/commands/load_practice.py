"""`manage.py load_practice`: load practice that schools have published elsewhere, and invented examples."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from gateway.demo.starter.example_file import BrokenFile, read_examples
from gateway.demo.starter.examples import interleave, link_schools, store_examples
from practice.examples.sample_example import DATA_FOLDER


class Command(BaseCommand):
    help = (
        "Loads practice that schools have published elsewhere and a few invented examples. What is there already stays "
        "as the editors have it. A broken file loads nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", nargs="?", type=Path, default=DATA_FOLDER / "elsewhere.json", help="in place of our own"
        )
        parser.add_argument("--without-samples", action="store_true", help="load no invented examples")

    @transaction.atomic
    def handle(self, *args: Any, file: Path, without_samples: bool, **options: Any) -> None:
        try:
            elsewhere = read_examples(file)
            samples = [] if without_samples else read_examples(DATA_FOLDER / "sample_examples.json", is_sample=True)
        except BrokenFile as broken:
            raise CommandError(str(broken)) from broken
        new = store_examples(list(interleave(samples, elsewhere)))
        linked = link_schools([*samples, *elsewhere])
        self.stdout.write(
            f"Practice: {new} of {len(samples) + len(elsewhere)} examples were new"
            + (f", {linked} now have their school." if linked else ".")
        )
