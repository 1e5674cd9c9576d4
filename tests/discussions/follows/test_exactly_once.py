"""Everyone is notified once and gets one message, even if workers are killed or work at the same time."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from email import message_from_string
from pathlib import Path
from time import monotonic, sleep

import pytest
import time_machine
from django.conf import settings as site_settings
from django.db import connection
from django.utils import timezone

from accounts.mail.outbox import send_due
from accounts.models import Notification, OutgoingMessage, User
from accounts.notifications.digests import send_due_digests
from discussions.models import Activity, Follow
from discussions.notifications.activities import notify_about_all_activities
from tests.accounts.smtp_sink import run_smtp_sink
from tests.discussions.follows.cast import make_follow, run_notifications
from tests.factories import make_comment, make_publication, make_user

AT_ONCE, WEEKLY = 60, 1_200


class KilledError(BaseException):
    """The worker was killed. No code catches this."""


class DiesAtStep:
    """Let a number of statements reach the database and no more."""

    def __init__(self, step: int) -> None:
        self.left = step

    def __call__(self, execute, sql, params, many, context):
        """Run a statement, or raise KilledError."""
        if sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            return execute(sql, params, many, context)
        self.left -= 1
        if self.left < 0:
            raise KilledError
        return execute(sql, params, many, context)


def is_stopped_at(step: int) -> bool:
    """Return whether the task was stopped before it was done."""
    try:
        with connection.execute_wrapper(DiesAtStep(step)):
            run_notifications()
    except KilledError:
        return True
    return False


@pytest.mark.django_db
def test_whatever_statement_a_worker_dies_at_everyone_is_notified_once(through_outbox):
    reader, follower, item = make_user(), make_user(), make_publication()
    make_follow(item, follower, "at-once")
    comment = make_comment(item, reader)
    run_notifications()
    for step in range(300):
        OutgoingMessage.objects.all().delete()
        reply = make_comment(comment)
        has_died = is_stopped_at(step)

        run_notifications()

        assert sorted(OutgoingMessage.objects.values_list("recipients", flat=True)) == [reader.email, follower.email], (
            f"It died at statement {step}."
        )
        assert Notification.objects.filter(subject_id=reply.pk, mailed_at__isnull=False).count() == 2
        if not has_died:
            break

    assert step > 20
    assert not has_died


def run_at_once(act, times: int = 4) -> None:
    """Call a function several times at once."""

    def one(_: int) -> None:
        try:
            act()
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        list(pool.map(one, range(times)))


@pytest.mark.django_db(transaction=True)
def test_workers_at_once_notify_and_email_everyone_once(through_outbox, mail_server):
    item = make_publication()
    for _ in range(25):
        make_follow(item, make_user(), "at-once")
    Activity.objects.all().delete()
    comment = make_comment(item)
    Notification.objects.all().delete()
    OutgoingMessage.objects.all().delete()
    Activity.objects.update(notified_at=None)

    run_at_once(notify_about_all_activities.call)

    assert Notification.objects.filter(subject_id=comment.pk).count() == 25
    assert sorted(Counter(OutgoingMessage.objects.values_list("recipients", flat=True)).values()) == [1] * 25


@pytest.mark.django_db(transaction=True)
def test_workers_at_once_send_what_is_due_once(mail_server):
    item = make_publication()
    people = [make_user() for _ in range(25)]
    for person in people:
        make_follow(item, person, "daily")
    make_comment(item)
    later = timezone.now() + timedelta(days=2)

    run_at_once(lambda: send_due_digests(later))

    assert Counter(OutgoingMessage.objects.values_list("recipients", flat=True)) == {each.email: 1 for each in people}
    assert Notification.objects.filter(mailed_at=later, waits=False).count() == 25


@pytest.mark.django_db(transaction=True)
def test_mail_that_waited_an_hour_for_the_server_is_sent_once_with_its_unsubscribe_link(mail_server):
    people = [make_user() for _ in range(3)]
    for person in people:
        make_comment(make_comment(make_publication(), person))
    waiting = OutgoingMessage.objects.count()

    with run_smtp_sink(mail_server) as server, time_machine.travel(timezone.now() + timedelta(hours=1)):
        run_notifications()
        send_due()
        send_due()

        assert waiting == 3
        assert sorted(message["To"] for message in server.kept) == sorted(person.email for person in people)
        assert {message["List-Unsubscribe-Post"] for message in server.kept} == {"List-Unsubscribe=One-Click"}
        assert not OutgoingMessage.objects.exists()


# A worker that is killed ----------------------------------------------------------------------------------------------


@pytest.fixture
def worker(tmp_path):
    """Start a worker, which writes to a file."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.worker_settings",
        "WORKER_DATABASE": connection.settings_dict["NAME"],
        "WORKER_MAIL": str(tmp_path / "mail"),
        "WORKER_MAY_FETCH": "",
    }

    def start(*options):
        command = [sys.executable, "manage.py", "db_worker", "--interval=0.05", "--no-startup-delay", *options]
        with (tmp_path / "log").open("ab") as log:
            return subprocess.Popen(command, env=environment, cwd=site_settings.BASE_DIR, stdout=log, stderr=log)  # noqa: S603

    return start


def make_followers(item) -> None:
    """Make many followers of an item, a few of whom want e-mails at once."""
    people = User.objects.bulk_create(
        User(email=f"crowd{number}@example.org", password="x") for number in range(AT_ONCE + WEEKLY)
    )
    often = ["at-once"] * AT_ONCE + ["weekly"] * WEEKLY
    Follow.objects.bulk_create(
        Follow(user=person, item_id=item.pk, how_often=each) for person, each in zip(people, often, strict=True)
    )


def kill_worker_when(worker, condition) -> None:
    """Start a worker with a task, and kill it when the condition is true."""
    notify_about_all_activities.enqueue()
    running = worker()
    end = monotonic() + 60
    while not condition():
        assert monotonic() < end, "It did not happen in a minute."
        sleep(0.005)
    running.kill()
    running.wait()


@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_misses_nobody_and_emails_nobody_twice(worker, settings, tmp_path):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    item = make_publication()
    make_followers(item)
    make_comment(item)
    mailed = Notification.objects.filter(mailed_at__isnull=False)

    kill_worker_when(worker, lambda: Notification.objects.count() >= 500)
    kill_worker_when(worker, lambda: mailed.count() >= 5)
    kill_worker_when(worker, lambda: mailed.count() >= 25)
    OutgoingMessage.objects.update(due_at=timezone.now())  # as when the killed workers' leases have run out
    notify_about_all_activities.enqueue()
    assert worker("--batch").wait(timeout=90) == 0

    files = [message_from_string(text) for file in tmp_path.glob("mail/*") for text in split_messages(file)]
    messages = {message["Message-ID"]: message["To"] for message in files}
    assert Notification.objects.count() == AT_ONCE + WEEKLY
    assert sorted(messages.values()) == sorted(f"crowd{number}@example.org" for number in range(AT_ONCE))
    assert not OutgoingMessage.objects.exists()


def split_messages(file: Path) -> list[str]:
    """Return the messages in a file of Django's file backend."""
    return [text.strip() for text in file.read_text().split("-" * 79) if text.strip()]
