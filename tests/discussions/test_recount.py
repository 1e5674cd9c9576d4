"""`manage.py recount` leaves right counters alone, prints wrong ones, and corrects them with --repair."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from discussions.comments.state import change_state, mark_answer
from discussions.models import Comment, Contribution, HelpfulVote, State
from gateway.catalogue.models import Item
from tests.factories import get_focus_area, make_comment, make_publication, make_user

pytestmark = pytest.mark.django_db


def run_recount(*arguments: str) -> str:
    output = StringIO()
    call_command("recount", *arguments, stdout=output)
    return output.getvalue()


@pytest.fixture
def item() -> Item:
    """An item with an answered and an unanswered question, a hidden reply and a vote."""
    item = make_publication()
    asked = make_comment(item, is_question=True)
    mark_answer(asked, make_comment(asked))
    make_comment(item, is_question=True)
    change_state(make_comment(asked), State.HIDDEN)
    make_comment(make_comment(get_focus_area()))
    HelpfulVote.objects.create(comment=asked, user=make_user())
    Comment.objects.filter(pk=asked.pk).update(helpful_count=1)
    return item


def test_nothing_is_wrong_after_ordinary_acts(item):
    assert "All counters are right." in run_recount()


WRONG: dict[str, Any] = {
    "comments of an item": (Item, {"comment_count": 9}, "comment_count is 9, and 3 is right"),
    "unanswered questions": (Item, {"unanswered_count": 0}, "unanswered_count is 0, and 1 is right"),
    "last activity": (Item, {"last_activity_at": None}, "last_activity_at is None, and"),
    "a member's comments": (Contribution, {"comment_count": 9}, "comment_count is 9, and"),
    "helpful votes": (Comment, {"helpful_count": 9}, "helpful_count is 9, and"),
}


@pytest.mark.parametrize("what", WRONG)
def test_wrong_counters_are_printed_and_left_until_repair_is_asked_for(item, what):
    model, wrong, said = WRONG[what]
    model._default_manager.update(**wrong)

    with pytest.raises(CommandError, match="are wrong"):
        run_recount()
    assert said in run_recount("--repair")

    assert "All counters are right." in run_recount()


def test_a_member_whose_counters_are_missing_gets_them(item):
    Contribution.objects.all().delete()

    assert "corrected" in run_recount("--repair")

    assert "All counters are right." in run_recount()
    assert Contribution.objects.filter(comment_count=1).count() == 5
