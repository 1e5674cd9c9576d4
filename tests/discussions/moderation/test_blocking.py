"""Blocking: two members no longer see each other's posts. It never hides an editor, and can be undone."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.blocking import BlockNotAllowed, block, get_hidden_people
from accounts.models import Block
from discussions.comments.post import PostNotAllowed, post
from discussions.comments.post_target import PostTarget
from discussions.moderation.member_keys import make_member_key
from discussions.threads.permissions import Viewer
from tests.factories import make_comment, make_editor, make_publication, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def two():
    """Two members, of whom the first has blocked the second."""
    first, second = make_user(), make_user(display_name="Bo")
    block(first, second)
    return first, second


def get_url(name, person):
    return reverse(f"discussions:{name}", args=[make_member_key(person)])


def test_a_block_hides_each_from_the_other_and_nobody_else(two):
    first, second = two

    assert (get_hidden_people(first), get_hidden_people(second)) == ({second.pk}, {first.pk})
    assert (get_hidden_people(make_user()), get_hidden_people(AnonymousUser())) == (set(), set())


def test_an_editor_is_never_hidden_and_sees_everybody(two):
    first, second = two
    second.is_editor = second.is_staff = True
    second.save()

    assert (get_hidden_people(first), get_hidden_people(second)) == (set(), set())


def test_nobody_can_block_an_editor_or_themselves():
    user = make_user()

    for person in (make_editor(), user):
        with pytest.raises(BlockNotAllowed):
            block(user, person)


def test_blocking_and_unblocking_by_the_pages(client):
    person = make_user(display_name="Bo")
    client.force_login(user := make_user())

    page = client.post(get_url("block", person), follow=True)
    assert "You have blocked Bo" in page.text
    assert get_hidden_people(user) == {person.pk}

    page = client.post(get_url("unblock", person), follow=True)
    assert "You have not blocked anyone" in page.text
    assert get_hidden_people(user) == set()


def test_the_other_members_block_stays_after_unblocking(client, two):
    first, second = two
    client.force_login(second)

    client.post(get_url("unblock", first))

    assert get_hidden_people(first) == {second.pk}


def test_a_page_shows_who_you_have_blocked_and_never_who_has_blocked_you(client, two):
    first, second = two
    client.force_login(second)

    assert "You have not blocked anyone" in client.get("/account/blocked/").text
    client.force_login(first)
    assert "Bo" in client.get("/account/blocked/").text


def test_nobody_replies_to_a_member_who_blocked_them(two):
    first, second = two
    comment = make_comment(make_publication(), first)

    with pytest.raises(PostNotAllowed):
        post(PostTarget(Viewer(second, comment.item), parent=comment), "Hello", uuid4())


def test_the_reply_form_shows_nothing_of_a_member_who_blocked_you_and_keeps_your_text(client, two):
    first, second = two
    comment = make_comment(make_publication(), first, "We keep quokkas.")
    client.force_login(second)
    reply = reverse("discussions:reply", args=[comment.pk])

    assert client.get(reply).status_code == client.get(reply + "?quote=yes").status_code == 404
    refused = client.post(reply, {"text": "My long reply.", "form_key": uuid4()})
    assert "My long reply." in refused.text
    assert "quokkas" not in refused.text


def test_the_database_refuses_a_block_of_oneself_and_a_second_one(two):
    first, second = two

    for by, person in ((first, first), (first, second)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Block.objects.create(by=by, person=person)


def test_reading_blocks_costs_one_query(two, django_assert_num_queries):
    with django_assert_num_queries(1):
        get_hidden_people(two[0])
