"""Appeals: one per decision, by the member concerned, decided by another editor if there is one."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client

from discussions.models import Appeal, ModerationDecision, State
from tests.discussions.moderation.conftest import post_decision
from tests.factories import make_editor, make_user

pytestmark = pytest.mark.django_db
APPEAL_DATA = {"words": "It was no advertisement."}


@pytest.fixture
def hidden(client, editor, comment):
    """A decision to hide a post. The editor who made it is logged in."""
    post_decision(client, comment, "hide")
    mail.outbox.clear()
    return ModerationDecision.objects.get(act="hide")


def make_client(user):
    browser = Client()
    browser.force_login(user)
    return browser


def post_appeal(user, decision, **words):
    return make_client(user).post(decision.get_absolute_url(), words or APPEAL_DATA, follow=True)


def get_answer() -> Any:
    return Appeal.objects.get().answer


def post_answer(client, follow, words="Because."):
    address = f"/discussions/moderation/appeals/{Appeal.objects.get().pk}/"
    return client.post(address, {"follow": follow, "words": words}, follow=True)


def test_the_member_concerned_reads_the_reason_and_appeals(hidden, author):
    page = make_client(author).get(hidden.get_absolute_url())
    assert "Because." in page.text
    assert "Buy my course." in page.text

    page = post_appeal(author, hidden)

    assert "We have sent your appeal to the editors" in page.text
    assert Appeal.objects.get().words == APPEAL_DATA["words"]


def test_a_member_can_appeal_only_once(hidden, author):
    post_appeal(author, hidden)

    page = post_appeal(author, hidden, words="Once more.")

    assert "You can only appeal once" in page.text
    assert list(Appeal.objects.values_list("words", flat=True)) == [APPEAL_DATA["words"]]


@pytest.mark.parametrize("make", [make_user, make_editor])
def test_a_decision_about_somebody_else_does_not_exist(hidden, make):
    assert post_appeal(make(), hidden).status_code == 404
    assert Appeal.objects.count() == 0


def test_a_favourable_decision_cannot_be_appealed(client, hidden, comment, author):
    post_decision(client, comment, "restore")

    page = post_appeal(author, ModerationDecision.objects.get(act="restore"))

    assert "against a decision that goes against you" in page.text
    assert Appeal.objects.count() == 0


def test_the_editor_who_decided_first_cannot_decide_the_appeal(client, hidden, author):
    other = make_editor()
    post_appeal(author, hidden)

    page = post_answer(client, "no")
    assert "You made the first decision" in page.text
    assert Appeal.objects.get().decided_at is None

    post_answer(make_client(other), "yes")
    assert get_answer().by == other


def test_the_only_editor_may_decide_the_appeal(client, hidden, author):
    post_appeal(author, hidden)

    post_answer(client, "no")

    assert get_answer().act == "uphold"


def test_accepting_an_appeal_shows_the_post_again_and_says_so(client, hidden, author, comment):
    post_appeal(author, hidden)

    post_answer(client, "yes", "We were wrong.")

    comment.refresh_from_db()
    assert (comment.state, get_answer().act) == (State.VISIBLE, "restore")
    assert [message.to for message in mail.outbox] == [[author.email]]
    assert "You were right" in mail.outbox[0].body
    assert "We were wrong." in mail.outbox[0].body


def test_accepting_an_appeal_ends_a_suspension(client, editor, author):
    post_decision(client, author, member="good")
    post_appeal(author, ModerationDecision.objects.get(act="suspend"))

    post_answer(client, "yes")

    author.refresh_from_db()
    assert (author.suspended_until, get_answer().act) == (None, "lift")


def test_accepting_an_appeal_late_leaves_a_newer_suspension(client, editor, author):
    post_decision(client, author, member="week")
    first = ModerationDecision.objects.get(act="suspend")
    post_decision(client, author, member="good")
    post_appeal(author, first)

    post_answer(client, "yes")

    author.refresh_from_db()
    assert author.is_suspended_for_good


def test_rejecting_an_appeal_needs_a_reason(client, hidden, author):
    post_appeal(author, hidden)

    page = post_answer(client, "no", " ")

    assert "Enter a reason to keep the decision" in page.text
    assert Appeal.objects.get().decided_at is None


def test_the_second_who_decides_is_told(client, hidden, author):
    post_appeal(author, hidden)
    post_answer(client, "no")

    page = post_answer(client, "yes")

    assert "Another editor has just decided this" in page.text
    assert get_answer().act == "uphold"


def test_the_queue_shows_an_appeal_with_what_it_is_against(client, hidden, author):
    post_appeal(author, hidden)

    text = client.get("/discussions/moderation/").text

    assert "Appeal by Ava Author" in text
    assert APPEAL_DATA["words"] in text
    assert "Buy my course." in text


def test_the_database_takes_one_appeal_a_decision_and_no_answer_without_a_time(hidden, author):
    made = Appeal.objects.create(decision=hidden, by=author, words="x")

    with pytest.raises(IntegrityError), transaction.atomic():
        Appeal.objects.create(decision=hidden, by=author, words="y")
    with pytest.raises(IntegrityError), transaction.atomic():
        Appeal.objects.filter(pk=made.pk).update(answer=hidden)


def test_a_member_sees_all_decisions_about_them(client, hidden, author):
    page = make_client(author).get("/account/decisions/")

    assert "Hidden" in page.text
    assert hidden.get_absolute_url() in page.text
