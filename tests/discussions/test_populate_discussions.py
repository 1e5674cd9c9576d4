"""Made-up discussions for measurements are complete, and their counters are right."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db.models import Count

from discussions.comments.counters import find_mistakes
from discussions.models import Comment
from gateway.catalogue.models import Item
from tests.factories import make_publication

pytestmark = pytest.mark.django_db


def test_the_given_number_of_comments_is_made_and_counted():
    for _ in range(20):
        make_publication()

    call_command("populate_discussions", comments=150, biggest=60, verbosity=0)

    assert Comment.objects.count() == 210
    assert list(find_mistakes()) == []
    assert Item.objects.order_by("-comment_count").values_list("comment_count", flat=True)[0] >= 60
    assert Comment.objects.answered().exists()
    assert Comment.objects.unanswered().exists()


def test_a_second_run_adds_more():
    make_publication()
    call_command("populate_discussions", comments=20, biggest=0, verbosity=0)

    call_command("populate_discussions", comments=20, biggest=0, verbosity=0)

    assert Comment.objects.count() == 40
    assert Comment.objects.aggregate(people=Count("author", distinct=True))["people"] <= 40
