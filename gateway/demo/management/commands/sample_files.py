"""`manage.py sample_files`: add invented files to an invented publication."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from gateway.demo.samples.files import add_files


class Command(BaseCommand):
    help = "Gives a sample publication files to look at. Only with DEBUG on."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("Samples exist only with DEBUG on.")
        self.stdout.write(f"Sample files that were not there before: {add_files()}.")
