"""Sample discussions show what a living site looks like, and are never loaded twice."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from discussions.models import Comment
from gateway.catalogue.models import Item
from gateway.demo.samples.discussions import load_discussions
from tests.factories import get_focus_area, make_publication, make_story, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    for name in ("senco", "teacher", "head", "contributor", "other-publisher", "publisher-owner", "editor"):
        make_user(f"{name}@example.org", is_sample=True)


def test_sample_people_discuss_sample_items(people):
    example = make_story("Five words before each topic: pre-teaching in Years 3 and 4", is_sample=True)

    load_discussions()

    example.refresh_from_db()
    assert (example.comment_count, example.question_count, example.unanswered_count) == (8, 2, 1)
    assert Comment.objects.answered().values_list("answer__author__email", flat=True).get() == "senco@example.org"
    assert Comment.objects.filter(focus_area=get_focus_area("leadership")).unanswered().count() == 2


def test_a_second_load_changes_nothing(people):
    make_story("Five words before each topic: pre-teaching in Years 3 and 4", is_sample=True)
    load_discussions()
    before = list(Comment.objects.values_list("pk", "helpful_count", "answer_id"))

    assert load_discussions()[0] == 0

    assert list(Comment.objects.values_list("pk", "helpful_count", "answer_id")) == before


def test_sample_people_discuss_only_samples(people):
    make_publication("Five words before each topic: pre-teaching in Years 3 and 4")

    load_discussions()

    assert not Comment.objects.filter(item__isnull=False).exists()
    assert Item.objects.filter(comment_count__gt=0).count() == 0


def test_samples_are_refused_outside_development(settings):
    settings.DEBUG = False

    with pytest.raises(CommandError, match="only with DEBUG on"):
        call_command("sample_discussions")


def test_the_command_says_how_many_were_new(people, settings):
    settings.DEBUG = True
    out = StringIO()

    call_command("sample_discussions", stdout=out)

    assert "comments were new" in out.getvalue()
