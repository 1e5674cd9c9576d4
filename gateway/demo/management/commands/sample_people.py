"""`manage.py sample_people`: add people who can log in to a development database."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from gateway.demo.samples.people import make_people


class Command(BaseCommand):
    help = "Makes invented people and prints e-mail address, password and role, tab-separated. Only with DEBUG on."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print one person a line, and nothing else."""
        if not settings.DEBUG:
            raise CommandError("Sample people have passwords that everybody knows: they exist only with DEBUG on.")
        for person in make_people():
            self.stdout.write("\t".join((person.email, person.password, person.role)))
