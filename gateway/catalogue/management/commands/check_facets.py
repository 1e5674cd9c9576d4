"""`manage.py check_facets`: compare the facet index with the tables."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from gateway.catalogue.facets.facet_consistency import find_differences
from gateway.catalogue.facets.freshness import build_index
from gateway.catalogue.models.change_log import record_everything


class Command(BaseCommand):
    help = "Compares the facet index with plain SQL for random filters; ends with an error if they differ."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--choices", type=int, default=50, help="random choices of filters (default 50)")
        parser.add_argument("--repair", action="store_true", help="have every process rebuild its index")

    def handle(self, *args: Any, choices: int, repair: bool, **options: Any) -> None:
        """Build an index and compare it twice, because the results change if items are published in the meantime."""
        if repair:
            record_everything()
            self.stdout.write("Every process will rebuild its index at its next request.")
        wrong = find_differences(build_index(), choices) and find_differences(build_index(), choices)
        if wrong:
            raise CommandError(f"The index and the tables differ for {len(wrong)} choices, such as {wrong[0]}.")
        self.stdout.write(self.style.SUCCESS("The index and the tables agree."))
