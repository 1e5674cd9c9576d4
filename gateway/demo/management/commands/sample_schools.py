"""`manage.py sample_schools`: add invented schools and the sample people who work there."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from gateway.demo.samples.schools import make_schools


class Command(BaseCommand):
    help = "Makes invented schools, and says at which of them the sample people work. Only with DEBUG on."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("Sample schools have people whose passwords everybody knows: only with DEBUG on.")
        counts = make_schools()
        self.stdout.write(f"Sample schools: {counts.schools}, with {counts.people} of the sample people.")
