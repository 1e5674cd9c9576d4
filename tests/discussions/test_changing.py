"""Editing and deleting one's own comments."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from discussions.models import Comment, FormerText, PendingEdit, State
from gateway.catalogue.models import Item
from tests.discussions.forms import get_url
from tests.factories import make_comment, make_editor, make_known, make_publication, make_user

pytestmark = pytest.mark.django_db


def make_comment_by(author, *, minutes_ago: int = 0) -> Comment:
    comment = make_comment(make_publication(), author, "First words.")
    Comment.objects.update(created_at=timezone.now() - timedelta(minutes=minutes_ago))
    comment.refresh_from_db()
    return comment


def test_an_edit_in_the_first_half_hour_leaves_no_mark(client):
    author = make_known()
    comment = make_comment_by(author, minutes_ago=29)
    client.force_login(author)

    response = client.post(get_url("edit", comment), {"text": "Better **words**.", "version": 1})

    comment.refresh_from_db()
    assert response.status_code == 303
    assert (comment.text, comment.version, comment.edited_at) == ("Better **words**.", 2, None)
    assert "<strong>words</strong>" in comment.html
    assert not FormerText.objects.exists()


def test_a_later_edit_is_marked_and_its_author_and_editors_can_read_the_old_text(client):
    author = make_known()
    comment = make_comment_by(author, minutes_ago=31)
    client.force_login(author)
    client.post(get_url("edit", comment), {"text": "Better words.", "version": 1})

    assert comment.item
    page = client.get(comment.item.get_absolute_url()).content.decode()
    history = client.get(get_url("history", comment)).content.decode()

    assert "· edited " in page
    assert "First words." in history
    client.force_login(make_editor())
    assert "First words." in client.get(get_url("history", comment)).content.decode()
    client.force_login(make_known())
    assert client.get(get_url("history", comment)).status_code == 404


def test_two_windows_lose_no_text(client):
    author = make_known()
    comment = make_comment_by(author)
    client.force_login(author)
    client.post(get_url("edit", comment), {"text": "From one window.", "version": 1})

    page = client.post(get_url("edit", comment), {"text": "From the other.", "version": 1}).content.decode()

    comment.refresh_from_db()
    assert comment.text == "From one window."
    assert "From the other." in page
    assert "From one window." in page
    assert 'name="version" value="2"' in page


def test_nobody_edits_or_deletes_the_comment_of_another(client):
    comment = make_comment_by(make_known())

    for person in (make_known(), make_editor()):
        client.force_login(person)
        for name in ("edit", "delete"):
            assert client.get(get_url(name, comment)).status_code == 404
            assert client.post(get_url(name, comment), {"text": "Mine.", "version": 1}).status_code == 404
    comment.refresh_from_db()
    assert (comment.text, comment.state) == ("First words.", State.VISIBLE)


def test_an_edit_is_screened_like_a_post(client):
    newcomer = make_user()
    comment = make_comment_by(newcomer)
    client.force_login(newcomer)

    page = client.post(get_url("edit", comment), {"text": "Other words.", "version": 1}, follow=True).content.decode()

    assert PendingEdit.objects.get(comment=comment).text == "Other words."
    assert "An editor will check your change first" in page


def test_nothing_is_changed_in_a_closed_discussion_but_it_can_be_deleted(client):
    author = make_known()
    comment = make_comment_by(author)
    Item.objects.update(discussion=Item.Discussion.LOCKED)
    client.force_login(author)

    refused = client.post(get_url("edit", comment), {"text": "Other words.", "version": 1})

    assert refused.status_code == 404
    assert "Other words." in refused.content.decode()
    assert client.post(get_url("delete", comment)).status_code == 303
    comment.refresh_from_db()
    assert (comment.text, comment.state) == ("", State.DELETED)


def test_deleting_asks_first_empties_the_row_and_counts(client):
    author = make_known()
    comment = make_comment_by(author)
    client.force_login(author)

    asked = client.get(get_url("delete", comment)).content.decode()
    client.post(get_url("delete", comment))

    comment.refresh_from_db()
    assert comment.item
    comment.item.refresh_from_db()
    assert "Delete your post?" in asked
    assert (comment.text, comment.html, comment.state) == ("", "", State.DELETED)
    assert comment.item.comment_count == 0
    assert client.post(get_url("delete", comment)).status_code == 404


def test_a_refused_edit_keeps_the_text(client):
    author = make_known()
    comment = make_comment_by(author)
    client.force_login(author)

    page = client.post(get_url("edit", comment), {"text": "![x](https://example.org/x.png)", "version": 1})

    assert "You cannot add pictures" in page.content.decode()
    assert "example.org/x.png" in page.content.decode()


def test_a_deleted_text_is_removed_after_thirty_days(client):
    author = make_known()
    old, new = make_comment_by(author), make_comment_by(author)
    client.force_login(author)
    for comment in (old, new):
        client.post(get_url("delete", comment))
    FormerText.objects.filter(comment=old).update(replaced_at=timezone.now() - timedelta(days=31))

    call_command("forget_deleted")

    assert list(FormerText.objects.values_list("comment", flat=True)) == [new.pk]
