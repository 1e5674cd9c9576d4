"""`manage.py sample_discussions`: add invented questions, answers and comments by the sample people."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from gateway.demo.samples.discussions import load_discussions


class Command(BaseCommand):
    help = (
        "Loads invented discussions by the people of `sample_people`, again and again without doubling. With DEBUG on."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("Sample people exist only with DEBUG on, and so does what they say.")
        new, number = load_discussions()
        self.stdout.write(f"Sample discussions: {new} of {number} comments were new.")
