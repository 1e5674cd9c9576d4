"""`manage.py sample_members`: make the sample people members of invented publishers."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.core.management.base import BaseCommand, CommandError

from gateway.demo.samples.memberships import add_memberships


class Command(BaseCommand):
    help = "Gives the people of `sample_people` their invented publishers. Only with DEBUG on."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("Sample people have passwords that everybody knows: they exist only with DEBUG on.")
        try:
            new = add_memberships()
        except ObjectDoesNotExist as missing:
            raise CommandError(f"{missing} Run `load_starter` and `sample_people` first.") from missing
        self.stdout.write(f"Sample people who now belong to a publisher and did not before: {new}.")
