"""`manage.py sweep_files`: delete stored files that no row names, and report rows whose file is missing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.core.files.storage import Storage, default_storage
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from gateway.catalogue.models import StoredFile


class Command(BaseCommand):
    """Delete what a killed process or a deleted publication left behind, but no files of the last day."""

    help = "Deletes stored files that no row names, and reports rows whose file is missing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--hours", type=int, default=24, help="leave files younger than this (default 24)")
        parser.add_argument("--look-only", action="store_true", help="say what would go, and leave it")

    def handle(self, *args: Any, hours: int, look_only: bool, **options: Any) -> None:
        before = timezone.now() - timedelta(hours=hours)
        stored = {name: default_storage.get_modified_time(name) for name in get_names_in_storage(default_storage)}
        named = set(get_names_in_tables())
        orphans = [name for name, changed in stored.items() if name not in named and changed < before]
        for name in () if look_only else orphans:
            default_storage.delete(name)
        for name in sorted(named - stored.keys()):
            self.stderr.write(f"Missing from the storage: {name}")
        self.stdout.write(f"{len(orphans)} orphans {'found' if look_only else 'deleted'}, {len(named)} files named.")


def get_names_in_tables() -> Iterator[str]:
    for model in StoredFile.get_models():
        for names in model._default_manager.values_list("file", "preview").iterator():
            yield from filter(None, names)


def get_names_in_storage(storage: Storage) -> Iterator[str]:
    for app in sorted({model._meta.app_label for model in StoredFile.get_models()}):
        yield from list_names(storage, app)


def list_names(storage: Storage, folder: str) -> Iterator[str]:
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}/{name}" for name in files)
    for each in folders:
        yield from list_names(storage, f"{folder}/{each}")
