"""`manage.py check_links`: has the outward links that are due visited; run it every hour."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from resources.links.checks import note_links, send_out
from resources.models import OutwardLink


class Command(BaseCommand):
    """Hands the visits to the worker; without one, makes them now."""

    help = "Has the outward links that are due visited, and tells publishers of those that are broken."

    def handle(self, *args: Any, **options: Any) -> None:
        """Notes the links, sends out, and says what is known."""
        links, hosts = note_links(), send_out()
        broken = OutwardLink.objects.broken().count()
        self.stdout.write(f"{links} links; {hosts} hosts to visit; {broken} links broken.")
