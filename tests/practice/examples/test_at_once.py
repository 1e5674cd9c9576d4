"""Requests that arrive at the same moment."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import OperationalError, connection

from gateway.catalogue.models import EditedMeanwhile, Status, StepNotAllowed
from practice.examples import drafts, workflow
from practice.models import PracticeExample
from tests.factories import make_editor, make_story, make_user

pytestmark = pytest.mark.django_db(transaction=True)
REFUSALS = (StepNotAllowed, EditedMeanwhile, PracticeExample.DoesNotExist, OperationalError)


def run_at_once(*acts):
    """Run the functions in parallel, and return what each returned or the refusal that it raised."""

    def run(act):
        try:
            return act()
        except REFUSALS as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_a_form_sent_six_times_at_once_makes_one_draft():
    user, key = make_user(), uuid.uuid4()

    run_at_once(*[lambda: drafts.start_draft(user, key, "Five words")] * 6)

    assert PracticeExample.objects.count() == 1


def test_two_editors_publish_a_revision_once():
    editor = make_editor()
    original = make_story("Five words", created_by=make_user())
    revision = drafts.revise_example(original, original.created_by)
    revision.move(Status.IN_REVIEW)
    copies = [PracticeExample.objects.get(pk=revision.pk) for _ in range(2)]

    results = run_at_once(*[lambda copy=copy: workflow.publish(copy, editor) for copy in copies])

    assert sum(isinstance(result, PracticeExample) for result in results) == 1
    assert PracticeExample.objects.count() == 1


def test_one_of_two_authors_who_revise_at_once_gets_the_revision_of_the_other():
    original = make_story("Five words", created_by=make_user())

    results = run_at_once(*[lambda: drafts.revise_example(original, original.created_by)] * 2)

    made = {result.pk for result in results if isinstance(result, PracticeExample)}
    assert len(made) == 1
    assert original.revisions.count() == 1
