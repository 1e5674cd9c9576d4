"""Tests with a real worker, killed as by a power cut: no visit is lost and none counts twice."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from time import monotonic, sleep

import pytest
from django.conf import settings as site_settings
from django.core.cache import cache
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts.models import OutgoingMessage
from resources.links.checks import check_host
from resources.models import OutwardLink
from tests.factories import make_owner, make_publication, make_publisher
from tests.sites import run_site

LINKS, KILLS = 30, 3
LONG_AGO = timedelta(hours=1)


@pytest.fixture
def shop():
    """Run a site on which every page is missing."""
    with run_site({}) as running:
        yield running


@pytest.fixture
def worker(shop, tmp_path):
    """Return a function that starts a worker with its output in a file."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.worker_settings",
        "WORKER_DATABASE": connection.settings_dict["NAME"],
        "WORKER_MAIL": str(tmp_path / "mail"),
        "WORKER_MAY_FETCH": shop.host,
    }

    def start(*options):
        command = [sys.executable, "manage.py", "db_worker", "--interval=0.05", "--no-startup-delay", *options]
        with (tmp_path / "log").open("ab") as log:
            return subprocess.Popen(command, env=environment, cwd=site_settings.BASE_DIR, stdout=log, stderr=log)  # noqa: S603

    return start


def prepare(shop):
    """Create links that have failed twice, each in a publication whose owner hears of a third failure."""
    publisher = make_publisher()
    make_owner(publisher)
    for number in range(LINKS):
        url = shop.url(f"/{number}")
        make_publication(url=url, publisher=publisher)
        OutwardLink.objects.create(url=url, host="127.0.0.1", failures=2)


def wait_until(condition):
    """Wait for a condition, half a minute at most."""
    end = monotonic() + 30
    while not condition():
        assert monotonic() < end, "It did not happen in half a minute."
        sleep(0.01)


def age_worker_rows():
    """Age a dead worker's lease, task, message and heartbeat as several minutes would."""
    cache.clear()
    OutgoingMessage.objects.filter(attempts__gt=0).update(due_at=timezone.now() - LONG_AGO)
    OutwardLink.objects.filter(lease__isnull=False).update(leased_until=timezone.now() - LONG_AGO)
    DBTaskResult.objects.running().update(started_at=timezone.now() - LONG_AGO)


def kill_at_work(worker, shop):
    """Start a worker and kill it in the middle of its visits."""
    seen = len(shop.asked)
    running = worker()
    wait_until(lambda: len(shop.asked) >= seen + 9)
    running.kill()
    running.wait()
    age_worker_rows()


@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_loses_no_visit_and_repeats_at_most_the_one_it_was_at(shop, worker, settings, tmp_path):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    prepare(shop)
    check_host.enqueue("127.0.0.1")

    for _ in range(KILLS):
        kill_at_work(worker, shop)
    assert worker("--batch").wait(timeout=60) == 0

    visits = Counter(path for method, path in shop.asked if method == "GET")
    messages = "".join(file.read_text() for file in (tmp_path / "mail").glob("*"))
    assert set(OutwardLink.objects.values_list("failures", "leased_until")) == {(3, None)}
    assert (len(visits), sum(visits.values()) - len(visits) <= KILLS) == (LINKS, True)
    assert len(set(re.findall("^Message-ID: (.+)", messages, re.MULTILINE))) == LINKS
    assert messages.count("Subject: A link in 1 of your publications does not work") <= LINKS + KILLS
    assert {task.status for task in DBTaskResult.objects.all()} == {"SUCCESSFUL"}
