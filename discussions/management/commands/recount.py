"""`manage.py recount`: check the counters of discussions against the tables."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from discussions.comments.counters import find_mistakes


class Command(BaseCommand):
    """Count comments, questions and helpful votes again. The site can stay online."""

    help = "Checks the counters of discussions. Prints those that are wrong, and fails unless --repair corrects them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--repair", action="store_true", help="correct the counters that are wrong")

    def handle(self, *args: Any, repair: bool, **options: Any) -> None:
        found = 0
        for mistake in find_mistakes(repair=repair):
            found += 1
            self.stdout.write(f"{mistake}{' (corrected)' if repair else ''}")
        if found and not repair:
            raise CommandError(f"{found} rows are wrong. To correct them: manage.py recount --repair")
        self.stdout.write(self.style.SUCCESS(f"{found} rows were corrected." if found else "All counters are right."))
