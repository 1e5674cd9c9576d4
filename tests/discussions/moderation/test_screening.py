"""Screening: what waits for an editor, what is refused, and who is a known member."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from discussions.comments.post import PostNotAllowed, TextNotAllowed, post
from discussions.comments.post_target import PostTarget
from discussions.comments.screening import screen_text
from discussions.models import Act, Contribution, LinkRule, ModerationDecision, State, WordRule
from discussions.moderation import spam
from discussions.threads.permissions import Viewer
from tests.discussions.moderation.conftest import sign_shown_time
from tests.factories import (
    make_contributor,
    make_editor,
    make_member,
    make_publication,
    make_regular,
    make_school,
    make_user,
)

pytestmark = pytest.mark.django_db
NEWCOMER_REASON = "A new member’s first posts"


def post_comment(author, text="We tried it.", **more):
    return post(PostTarget(Viewer(author, make_publication())), text, uuid4(), **more)


def make_trusted_member():
    """A member of long standing whose links are trusted too."""
    user = make_regular()
    Contribution.objects.create(user=user, comment_count=3)
    return user


def test_a_new_members_first_post_waits_and_is_not_counted():
    comment = post_comment(make_user())

    assert (comment.state, comment.held_because) == (State.HELD, NEWCOMER_REASON)
    assert comment.item.comment_count == 0


@pytest.mark.parametrize("make", [make_editor, make_contributor, make_regular, lambda: make_member(make_school())])
def test_a_known_member_posts_at_once(make):
    assert post_comment(make()).state == State.VISIBLE


def test_an_unconfirmed_member_of_a_school_is_a_newcomer():
    assert post_comment(make_member(make_school(), status="waiting")).state == State.HELD


def test_an_approved_account_of_today_still_waits():
    user = make_regular(date_joined=timezone.now() - timedelta(hours=3))

    assert post_comment(user).state == State.HELD


@pytest.mark.parametrize("act", [Act.HIDE, Act.WARN])
@pytest.mark.parametrize("make", [make_regular, lambda: make_member(make_school())])
def test_posts_wait_again_after_a_warning_or_a_hidden_post(make, act):
    user = make()
    ModerationDecision.objects.create(act=act, member=user, at=timezone.now() + timedelta(seconds=1))

    assert post_comment(user).state == State.HELD


def test_a_dismissed_report_takes_no_trust_away():
    user = make_regular()
    ModerationDecision.objects.create(act=Act.KEEP, member=user)

    assert post_comment(user).state == State.VISIBLE


@pytest.mark.parametrize(
    "text",
    [
        "See https://example.com/a",
        "See www.example.com",
        "see HTTP://EXAMPLE.COM",
        "[here](//example.com)",
        "buy at example.com now",
        "<ftp://example.com/x>",
        "https://example.com.",
        "[x](https://example.com:8000)",
    ],
)
def test_a_link_from_a_new_member_waits_and_from_one_of_long_standing_does_not(text):
    assert screen_text(make_regular(), text).reasons == ["A link from a new member: example.com"]
    assert screen_text(make_trusted_member(), text).reasons == []


def test_link_rules_apply_to_subdomains_and_to_everyone():
    LinkRule.objects.create(host="bad.example", action="hold")
    LinkRule.objects.create(host="worse.example", action="refuse")
    LinkRule.objects.create(host="gov.uk", action="allow")

    assert screen_text(make_editor(), "http://www.bad.example/").reasons == ["Link rule: bad.example"]
    assert screen_text(make_regular(), "https://education.gov.uk/x").reasons == []
    assert screen_text(make_regular(), "https://notgov.uk/x").reasons == ["A link from a new member: notgov.uk"]
    with pytest.raises(TextNotAllowed, match=r"worse\.example"):
        post_comment(make_editor(), "See http://sub.worse.example/x")


@pytest.mark.parametrize(
    ("words", "is_whole", "text", "is_met"),
    [
        ("miracle cure", True, "It is a MIRACLE\n cure!", True),
        ("class", True, "In my classroom", False),
        ("class", False, "In my classroom", True),
        ("c++ (x)", True, "I use c++ (x).", True),
    ],
)
def test_posts_with_words_on_the_list_wait(words, is_whole, text, is_met):
    WordRule.objects.create(words=words, is_whole=is_whole)

    assert screen_text(make_regular(), text).reasons == ([f"On the word list: {words}"] if is_met else [])


def test_refused_words_are_named_to_the_writer():
    WordRule.objects.create(words="miracle cure", action="refuse")

    with pytest.raises(TextNotAllowed, match="miracle cure"):
        post_comment(make_editor(), "A miracle cure")


def test_what_may_identify_a_pupil_waits_whoever_writes_it():
    reasons = screen_text(make_editor(), "A boy called Dexter, born 03/04/2016").reasons

    assert [reason.partition(":")[0] for reason in reasons] == ["May identify someone"] * 2


@pytest.mark.parametrize(
    ("sent", "what"),
    [
        ({"website": "x"}, "A hidden box was filled in"),
        ({}, ""),
        ({"shown": "forged"}, "did not include the time"),
    ],
)
def test_signs_of_automation_in_a_form_are_found(sent, what):
    found = spam.find_suspicions({"shown": sign_shown_time(timedelta(minutes=1)), **sent})

    assert what in " ".join(found)
    assert len(found) == bool(what)


@pytest.mark.parametrize(
    ("age", "what"), [(timedelta(seconds=1), "within seconds"), (timedelta(days=2), "a day after")]
)
def test_a_form_sent_too_soon_or_too_late_is_suspicious(age, what):
    assert what in " ".join(spam.find_suspicions({"shown": sign_shown_time(age)}))


def test_suspicions_count_only_for_newcomers():
    assert "Quick" in screen_text(make_regular(), "Fine.", ["Quick"]).reasons
    assert screen_text(make_trusted_member(), "Fine.", ["Quick"]).reasons == []
    assert screen_text(make_member(make_school()), "Fine.", ["Quick"]).reasons == []


def test_a_member_suspended_a_moment_ago_cannot_post():
    user = make_regular()
    type(user).objects.filter(pk=user.pk).update(suspended_until=timezone.now() + timedelta(days=1))

    with pytest.raises(PostNotAllowed, match="suspended"):
        post_comment(user)


def test_screening_costs_three_queries(django_assert_num_queries):
    user = make_regular()

    with django_assert_num_queries(3):
        screen_text(user, "See https://example.org/ and https://example.com/")


def test_mentioned_and_quoted_members_are_not_taken_for_pupils():
    text = "> Emma Jones wrote:\n>\n> Well.\n\nThank you @Emma Jones, and @Noah!"

    assert screen_text(make_editor(), text).reasons == []
    assert screen_text(make_editor(), "Thank you Emma Jones").reasons != []
