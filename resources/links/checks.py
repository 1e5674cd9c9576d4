"""Regular visits to outward links, one host at a time and with pauses. A killed worker loses nothing.

`manage.py check_links` runs every hour. It records which addresses the public can follow, and queues a task for each
host with links that are due. The task leases links, visits them one by one and records each visit as it is made, so
finished visits are kept and the others are made when their lease has run out. A worker that has lost its lease records
nothing, so no visit counts twice.
"""

from __future__ import annotations

import uuid
from datetime import timedelta
from time import sleep
from typing import Any

from django.conf import settings
from django.db import transaction
from django.tasks import task
from django.utils import timezone

from accounts.addresses.redirects import get_host
from resources.links.emails import email_owners
from resources.links.visits import Outcome, Visit, visit
from resources.models import OutwardLink, Publication, PublicationLink
from resources.models.outward_link import MIN_FAILURES_WHEN_BROKEN

LINKS_PER_BATCH = 20
MAX_HOST_LENGTH = 255
LEASE_PERIOD = timedelta(minutes=10)
OFFLINE_PERIOD = timedelta(hours=1)
VISIT_INTERVALS = {"answers": timedelta(days=7), "fails": timedelta(days=1), "broken": timedelta(days=2)}


def update_outward_links() -> int:
    """Record the addresses that public publications link to, delete the others, and return how many there are."""
    public = Publication.objects.public().filter(is_sample=False)
    named: set[str] = {url for pair in public.values_list("url", "booking_url").order_by() for url in pair if url}
    named |= set(PublicationLink.objects.filter(publication__in=public).values_list("url", flat=True).order_by())
    noted = dict(OutwardLink.objects.values_list("url", "pk"))
    OutwardLink.objects.bulk_create(
        [
            OutwardLink(url=url, host=host)
            for url in sorted(named - noted.keys())
            if (host := get_host(url)[:MAX_HOST_LENGTH])
        ],
        ignore_conflicts=True,
        batch_size=500,
    )
    gone = [noted[url] for url in noted.keys() - named]
    for start in range(0, len(gone), 500):
        OutwardLink.objects.filter(pk__in=gone[start : start + 500]).delete()
    return len(named)


def queue_due_hosts() -> int:
    """Queue a task for each host with links that are due and no worker, and return the number of hosts."""
    visited_now = OutwardLink.objects.filter(leased_until__gte=timezone.now()).values("host")
    hosts = OutwardLink.objects.due().exclude(host__in=visited_now).values_list("host", flat=True)
    waiting = list(hosts.order_by("host").distinct())
    for host in waiting:
        check_host.enqueue(host)
    return len(waiting)


@task
def check_host(host: str) -> int:
    """Visit the links of a host that are due, and return the number of visits. Running it twice visits none twice."""
    visits = 0
    while links := lease_links(host):
        for link in links:
            if visits:
                sleep(settings.LINK_CHECK_PAUSE_SECONDS)
            found = visit(link.url)
            record_visit(link, found)
            visits += 1
            if found.outcome is Outcome.BUSY:
                postpone_host(host, found.wait)
                return visits
    return visits


def lease_links(host: str) -> list[OutwardLink]:
    """Lease some of a host's due links for this worker, or none if another worker has a lease on the host."""
    mine = uuid.uuid4()
    now = timezone.now()
    if OutwardLink.objects.filter(host=host, leased_until__gte=now).exists():
        return []
    wanted = list(
        OutwardLink.objects.due().filter(host=host).order_by("pk").values_list("pk", flat=True)[:LINKS_PER_BATCH]
    )
    OutwardLink.objects.due().filter(pk__in=wanted).update(lease=mine, leased_until=now + LEASE_PERIOD)
    return list(OutwardLink.objects.filter(lease=mine).order_by("pk"))


def postpone_host(host: str, wait: timedelta) -> None:
    """Postpone every due link of a host, because the host asked for that."""
    links = OutwardLink.objects.filter(host=host, next_visit_at__lte=timezone.now())
    links.update(next_visit_at=timezone.now() + wait, lease=None, leased_until=None)


@transaction.atomic
def record_visit(link: OutwardLink, found: Visit) -> None:
    """Record the result of a visit and end the lease. Notify the owners once if the link is now broken.

    If no site answers at all, our own network is down, and the missing answer does not count. Do nothing if the lease
    ran out and another worker now has the link.
    """
    if found.outcome is Outcome.NO_ANSWER and not OutwardLink.objects.is_our_network_up():
        found = Visit(Outcome.BUSY, wait=OFFLINE_PERIOD)
    changed = get_changed_fields(link, found)
    mine = OutwardLink.objects.filter(pk=link.pk, lease=link.lease)
    is_mine = mine.update(lease=None, leased_until=None, visited_at=timezone.now(), **changed)
    if is_mine and changed.get("broken_since") and not link.broken_since:
        email_owners(link.url, found.reason)


def get_changed_fields(link: OutwardLink, found: Visit) -> dict[str, Any]:
    """Return the fields that a visit changes."""
    now = timezone.now()
    if found.outcome is Outcome.BUSY:
        return {"next_visit_at": now + found.wait}
    answered = {} if found.outcome is Outcome.NO_ANSWER else {"answered_at": now}
    if found.outcome is Outcome.ANSWERS:
        return {
            "next_visit_at": now + VISIT_INTERVALS["answers"],
            "failures": 0,
            "reason": "",
            "broken_since": None,
        } | answered
    failures = link.failures + 1
    is_broken = failures >= MIN_FAILURES_WHEN_BROKEN
    return {
        "next_visit_at": now + VISIT_INTERVALS["broken" if is_broken else "fails"],
        "failures": min(failures, 30_000),
        "reason": found.reason[:200],
        "broken_since": (link.broken_since or now) if is_broken else None,
        **answered,
    }
