"""`manage.py recount`: check the counters of discussions against the tables."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from discussions.comments.counters import find_mistakes


class Command(BaseCommand):
    """Count comments, questions and helpful votes again, on live data."""

    help = "Counts anew what discussions count; prints what was wrong, and ends with an error unless it was mended."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--repair", action="store_true", help="write the right numbers")

    def handle(self, *args: Any, repair: bool, **options: Any) -> None:
        found = 0
        for mistake in find_mistakes(repair=repair):
            found += 1
            self.stdout.write(f"{mistake}{' (mended)' if repair else ''}")
        if found and not repair:
            raise CommandError(f"{found} rows are wrong. To mend them: manage.py recount --repair")
        self.stdout.write(self.style.SUCCESS(f"{found} rows were mended." if found else "All counters are right."))
