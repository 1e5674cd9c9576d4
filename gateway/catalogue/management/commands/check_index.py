"""`manage.py check_index`: compare the search index with the tables."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from gateway.catalogue.search_index.index_consistency import find_differences, repair_index


class Command(BaseCommand):
    help = "Compares the search index with the tables, row by row; ends with an error if they differ."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--repair", action="store_true", help="index again what differs, and take out what is gone")

    def handle(self, *args: Any, repair: bool, **options: Any) -> None:
        """Report the differences after indexing all queued rows; with --repair, repair them and compare again."""
        found = find_differences()
        if repair and found:
            self.stdout.write(f"Repairing: {found}.")
            repair_index(found)
            found = find_differences()
        if found:
            raise CommandError(f"The index and the tables differ: {found}.")
        self.stdout.write(self.style.SUCCESS("The index and the tables agree."))
