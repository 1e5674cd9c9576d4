"""`manage.py rebuild_index`: read everything into the search index again."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from tqdm import tqdm

from gateway.catalogue.search_index.index_consistency import remove_strays
from gateway.catalogue.search_index.indexing import count_indexed, index_all


class Command(BaseCommand):
    help = (
        "Reads every item (and whatever else can be searched) into the search index again, a few hundred at a time "
        "beside live traffic, and takes out what is gone. Needed after a change of engine; after one "
        "of the rules for words `migrate` queues the same."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        pass

    def handle(self, *args: Any, verbosity: int, **options: Any) -> None:
        began = time.perf_counter()
        with tqdm(total=count_indexed(), unit=" rows", disable=verbosity == 0 or None) as bar:
            total = index_all(bar.update)
        gone = remove_strays()
        self.stdout.write(f"Indexed {total:,} and took out {gone:,} in {time.perf_counter() - began:.1f} s.")
