"""`manage.py read_files`: have the worker read the words of every stored file that was not read."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from gateway.catalogue.models import FileWords
from gateway.catalogue.search_index.unread_files import delete_unused_words, queue_unread_files, reset_read_files


class Command(BaseCommand):
    """Queue files from before there was a search or whose task was lost, and delete words whose file is gone."""

    help = "Has the worker read the words of files that are not read yet, and deletes those of deleted files."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--again", action="store_true", help="also files that could not be read before")
        parser.add_argument(
            "--everything", action="store_true", help="forget what was read of any file, and read every file again"
        )

    def handle(self, *args: Any, again: bool, everything: bool, **options: Any) -> None:
        if again:
            FileWords.objects.retry_failed()
        if everything:
            self.stdout.write(f"{reset_read_files()} files are read again.")
        asked, forgotten = queue_unread_files(), delete_unused_words()
        self.stdout.write(f"{asked} to be read, words of {forgotten} deleted files forgotten.")
