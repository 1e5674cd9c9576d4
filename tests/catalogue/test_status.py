"""Tests of an item's statuses: the possible steps, what each records, and who sees the item in each."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.utils import timezone

from gateway.catalogue.models import Item, Status, StepNotAllowed
from gateway.catalogue.models.status import NEXT_STATUSES
from tests.factories import make_editor, make_publication, make_user

pytestmark = pytest.mark.django_db

WAYS_TO = {
    Status.DRAFT: [],
    Status.IN_REVIEW: [Status.IN_REVIEW],
    Status.RETURNED: [Status.IN_REVIEW, Status.RETURNED],
    Status.PUBLISHED: [Status.PUBLISHED],
    Status.ARCHIVED: [Status.PUBLISHED, Status.ARCHIVED],
}
PAIRS = [(before, after) for before in Status for after in Status]


def make_item(status=Status.DRAFT, **fields):
    """Return a publication that took the steps to a status."""
    item = make_publication(status=Status.DRAFT, **fields)
    for step in WAYS_TO[status]:
        item.move(step, reason="Not yet.")
    return item


@pytest.mark.parametrize(("before", "after"), [pair for pair in PAIRS if pair[1] in NEXT_STATUSES[pair[0]]])
def test_an_allowed_step_is_taken_and_leaves_a_row(before, after):
    editor, item = make_editor(), make_item(before)

    item.move(after, by=editor, reason="Because.")

    assert Item.objects.get(pk=item.pk).status == item.status == after
    last = item.steps.last()
    assert (last.from_status, last.to_status, last.by, last.reason) == (before, after, editor, "Because.")
    assert timezone.now() - last.at < timedelta(minutes=1)


@pytest.mark.parametrize(("before", "after"), [pair for pair in PAIRS if pair[1] not in NEXT_STATUSES[pair[0]]])
def test_no_other_step_is_taken(before, after):
    item = make_item(before)
    steps = item.steps.count()

    with pytest.raises(StepNotAllowed):
        item.move(after, reason="Because.")

    assert (Item.objects.get(pk=item.pk).status, item.steps.count()) == (before, steps)


def test_the_history_begins_with_the_item():
    person = make_user()

    item = make_publication(status=Status.DRAFT, created_by=person)

    assert list(item.steps.values_list("from_status", "to_status", "by")) == [("", "draft", person.pk)]


def test_who_moves_an_item_that_somebody_moved_first_is_told():
    item = make_item()
    same = Item.objects.get(pk=item.pk)
    item.move(Status.PUBLISHED)

    with pytest.raises(StepNotAllowed, match="Somebody else"):
        same.move(Status.IN_REVIEW)

    assert item.steps.count() == 2


def test_an_item_is_returned_only_with_a_reason():
    item = make_item(Status.IN_REVIEW)

    with pytest.raises(IntegrityError), transaction.atomic():
        item.move(Status.RETURNED)

    assert Item.objects.get(pk=item.pk).status == Status.IN_REVIEW


def test_an_item_goes_out_at_the_moment_of_the_step():
    item = make_item(Status.PUBLISHED)

    assert item.is_public
    assert timezone.now() - item.published_at < timedelta(minutes=1)


def test_a_step_can_be_for_a_date_to_come():
    item, tomorrow = make_item(), timezone.now() + timedelta(days=1)

    item.move(Status.PUBLISHED, at=tomorrow)

    assert (item.published_at, item.is_public) == (tomorrow, False)
    assert not Item.objects.public().exists()


def test_an_item_that_is_published_again_keeps_its_first_date():
    item = make_item(Status.ARCHIVED)
    first = item.published_at

    item.move(Status.PUBLISHED)

    assert item.published_at == first


def seen_by(person):
    return set(Item.objects.visible_to(person).values_list("status", flat=True))


def test_strangers_see_what_is_published_and_editors_everything():
    for status in Status:
        make_item(status)

    assert [seen_by(AnonymousUser()), seen_by(make_user())] == [{"published"}, {"published"}]
    assert seen_by(make_editor()) == set(Status.values)


def test_a_person_who_is_gone_leaves_what_they_made():
    person = make_user()
    item = make_item(Status.PUBLISHED, created_by=person)

    person.delete()

    assert Item.objects.get(pk=item.pk).created_by is None
    assert item.steps.first().by is None
