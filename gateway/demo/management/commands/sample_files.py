"""`manage.py sample_files`: gives an invented publication invented files."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from gateway.demo.samples.files import add_files


class Command(BaseCommand):
    """Adds files to one sample publication, once; never outside development."""

    help = "Gives a sample publication files to look at. Only with DEBUG on."

    def handle(self, *args: Any, **options: Any) -> None:
        """Says how many were added."""
        if not settings.DEBUG:
            raise CommandError("Samples exist only with DEBUG on.")
        self.stdout.write(f"Sample files that were not there before: {add_files()}.")
