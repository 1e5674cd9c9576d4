"""`manage.py check_links`: queue visits to the outward links that are due. Run it every hour.

Without a worker, the visits are made immediately.
"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from resources.links.checks import queue_due_hosts, update_outward_links
from resources.models import OutwardLink


class Command(BaseCommand):
    help = "Checks the outward links that are due, and emails publishers about broken ones."

    def handle(self, *args: Any, **options: Any) -> None:
        links, hosts = update_outward_links(), queue_due_hosts()
        broken = OutwardLink.objects.broken().count()
        self.stdout.write(f"{links} links; {hosts} hosts to visit; {broken} links broken.")
