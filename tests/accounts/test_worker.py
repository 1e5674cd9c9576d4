"""A worker that is killed loses no work: the next one continues with its tasks and mail."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django import tasks
from django.core import mail
from django.core.management import call_command
from django.db import OperationalError
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts.mail.outbox import deliver
from accounts.management.commands.db_worker import requeue_tasks_of, tidy
from accounts.models import OutgoingMessage


@pytest.fixture
def with_worker(settings):
    """Queue tasks in the database and mail in the outbox, as in production."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    settings.MAILERS = {**settings.MAILERS, "default": {"BACKEND": "accounts.mail.outbox.OutboxBackend"}}


@tasks.task
def find_no_database():
    """Fail as a task does when its database becomes unavailable."""
    raise OperationalError("server closed the connection unexpectedly")


def make_running_task(age):
    task = DBTaskResult.objects.get(pk=deliver.enqueue().id)
    task.claim("killed")
    DBTaskResult.objects.update(started_at=timezone.now() - age)
    return task


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("age", "status"), [(timedelta(hours=2), TaskResultStatus.READY), (timedelta(minutes=1), TaskResultStatus.RUNNING)]
)
def test_a_task_of_a_worker_without_a_sign_of_life_goes_back_to_the_queue(with_worker, age, status):
    task = make_running_task(age)

    tidy("another")

    task.refresh_from_db()
    assert task.status == status


@pytest.mark.django_db
def test_a_long_task_of_a_living_worker_is_left_to_it(with_worker):
    task = make_running_task(timedelta(hours=2))

    tidy("killed")  # the worker of this name is alive after all

    task.refresh_from_db()
    assert task.status == TaskResultStatus.RUNNING


@pytest.mark.django_db(transaction=True)
def test_the_worker_sends_what_the_site_put_in_the_outbox(with_worker):
    mail.EmailMessage("A subject", "Words.", to=["a@example.org"]).send()
    waiting = OutgoingMessage.objects.count()

    call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)

    assert (waiting, OutgoingMessage.objects.count()) == (1, 0)
    assert [message.subject for message in mail.outbox] == ["A subject"]


@pytest.mark.django_db
def test_a_worker_takes_up_what_it_was_at_when_the_database_went_away(with_worker):
    task = make_running_task(timedelta(seconds=1))

    taken_up = [requeue_tasks_of("another"), requeue_tasks_of("killed")]

    task.refresh_from_db()
    assert (taken_up, task.status) == ([0, 1], TaskResultStatus.READY)


@pytest.mark.django_db(transaction=True)
def test_a_task_that_the_databases_absence_broke_is_done_again_but_not_for_ever(with_worker):
    task = DBTaskResult.objects.get(pk=find_no_database.enqueue().id)

    call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)

    task.refresh_from_db()
    assert (task.status, len(task.worker_ids)) == (TaskResultStatus.FAILED, 5)
