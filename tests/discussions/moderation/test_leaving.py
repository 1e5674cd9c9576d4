"""What is deleted and what stays when a member leaves, and what their data export has."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.blocking import block
from accounts.privacy.data_export import export_data
from accounts.privacy.deletion import delete_account
from discussions.comments.counters import find_mistakes
from discussions.comments.edits import edit
from discussions.comments.validation import quote_comment
from discussions.models import Appeal, Comment, FormerText, HelpfulVote, ModerationDecision, Report, State
from tests.column_search import find_columns_with
from tests.discussions.moderation.conftest import make_report, post_decision
from tests.factories import make_comment, make_publication, make_regular, make_user

pytestmark = pytest.mark.django_db
SAID_WORDS = ("xylophones", "quokkas")


@pytest.fixture
def leaver(client, editor):
    """A member with rows in every table of discussions."""
    user = make_regular("zebedee@example.org", display_name="Zebedee Quagga")
    first = make_comment(make_publication(), user, "We use quokkas.", is_question=True)
    edit(first, user, "We use xylophones.", 1)
    Comment.objects.filter(pk=first.pk).update(created_at=timezone.now() - timedelta(hours=1))
    edit(first, user, "We use xylophones and quokkas.", 2)
    reply = make_comment(first, text=quote_comment(first, user.public_name) + "Indeed, @Zebedee Quagga, well said.")
    HelpfulVote.objects.create(comment=reply, user=user)
    Comment.objects.filter(pk=reply.pk).update(helpful_count=1)
    make_comment(reply, user, "Unread xylophones: https://example.com", held=True)
    make_report(first, make_user())
    make_report(reply, user, words="xylophones!")
    post_decision(client, first, "hide", words="Dear Zebedee Quagga, no quokkas.")
    post_decision(client, first, "restore")
    hidden = ModerationDecision.objects.get(act="hide")
    Appeal.objects.create(decision=hidden, by=user, words="But xylophones!")
    block(user, make_user())
    return user


def delete_account_of(user, *, with_content):
    delete_account(type(user).objects.get(pk=user.pk), with_content=with_content)


@pytest.mark.parametrize("with_content", [True, False])
def test_the_name_is_nowhere_in_the_database_after_deletion(leaver, with_content):
    assert "discussions_comment.text" in find_columns_with("zebedee", "quagga")

    delete_account_of(leaver, with_content=with_content)

    assert find_columns_with("zebedee", "quagga") == set()
    assert list(find_mistakes()) == []


def test_the_texts_are_nowhere_in_the_database_if_the_member_chose_that(leaver):
    delete_account_of(leaver, with_content=True)

    assert find_columns_with(*SAID_WORDS) == set()
    assert set(Comment.objects.filter(author=None).values_list("state", "text")) == {(State.DELETED, "")}
    assert (
        "Indeed, @a former member, well said." in Comment.objects.get(parent__isnull=False, author__isnull=False).text
    )


def test_the_texts_stay_without_a_name_except_those_nobody_has_read(leaver):
    delete_account_of(leaver, with_content=False)

    texts = set(Comment.objects.filter(author=None).values_list("state", "text"))
    assert texts == {(State.VISIBLE, "We use xylophones and quokkas."), (State.DELETED, "")}
    assert FormerText.objects.exists()
    assert "> a former member wrote:" in Comment.objects.get(author__isnull=False).text


def test_the_log_keeps_the_decision_without_the_member(leaver):
    before = ModerationDecision.objects.count()
    delete_account_of(leaver, with_content=True)

    assert ModerationDecision.objects.count() == before
    assert not ModerationDecision.objects.exclude(member=None).exists()


def test_a_text_that_may_be_illegal_stays_in_the_log_for_a_year(client, editor):
    user = make_regular()
    comment = make_comment(make_publication(), user, "A threat with quokkas")
    make_report(comment, make_user(), concern="harm")
    post_decision(client, comment, "hide", concern="harm")
    delete_account_of(user, with_content=True)
    assert find_columns_with("quokkas") == {"discussions_moderationdecision.text"}

    decision = ModerationDecision.objects.get(act="hide")
    assert (decision.member, decision.text) == (None, "A threat with quokkas")
    call_command("forget_decided_texts", verbosity=0)
    assert find_columns_with("quokkas") != set()


def test_old_texts_of_the_log_and_of_reports_are_removed():
    long_ago = timezone.now() - timedelta(days=366)
    author = make_user()
    ModerationDecision.objects.create(act="hide", member=author, text="quokkas", at=long_ago)
    comment = make_comment(make_publication())
    make_report(comment, text="quokkas", words="quokkas", email="parent@example.org", handled_at=long_ago)
    make_report(comment, text="xylophones", created_at=long_ago)

    call_command("forget_decided_texts", verbosity=0)

    assert find_columns_with("quokkas", "parent@example.org") == set()
    assert Report.objects.open().get().text == "xylophones"


def test_the_download_has_posts_and_decisions_and_not_who_reported_the_member(leaver):
    reporter = make_user()
    make_report(leaver, reporter, words="They are rude.")

    copy = export_data(leaver)

    assert {row["text"] for row in copy["discussions.Comment"]} >= {"We use xylophones and quokkas."}
    assert [row["words"] for row in copy["discussions.Report"]] == ["xylophones!"]
    assert {row["act"] for row in copy["discussions.ModerationDecision"]} >= {"hide", "restore"}
    assert len(copy["discussions.HelpfulVote"]) == len(copy["accounts.Block"]) == len(copy["discussions.Appeal"]) == 1
    assert "They are rude." not in str(copy)


def test_the_download_of_a_blocked_member_does_not_show_the_block(leaver):
    blocked = make_user()
    block(leaver, blocked)

    assert "accounts.Block" not in export_data(blocked)


def test_the_download_of_an_editor_has_no_texts_of_members_they_decided_about(client, editor, leaver):
    assert "quokkas" not in str(export_data(editor))
