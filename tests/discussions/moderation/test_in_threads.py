"""Moderation in threads and forms: reports, blocks, suspensions, held posts and safeguarding warnings."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.blocking import block
from discussions.models import Comment, HelpfulVote, PendingEdit, State
from tests.discussions.moderation.conftest import make_report, sign_shown_time
from tests.factories import make_comment, make_editor, make_publication, make_regular, make_user

pytestmark = pytest.mark.django_db
TEXT_WITH_CHILD_NAME = "A boy called Dexter was lost."


@pytest.fixture
def item():
    return make_publication("A guide", slug="guide")


@pytest.fixture
def member(client):
    """A known member who is logged in."""
    user = make_regular(display_name="Mel")
    client.force_login(user)
    return user


def get_page(client, item):
    return client.get(item.get_absolute_url()).text


def post_comment(client, item, text, **more):
    sent = {"text": text, "kind": "comment", "form_key": uuid4(), "shown": sign_shown_time(), **more}
    return client.post(reverse("discussions:post_on_item", args=[item.slug]), sent, follow=True)


def test_a_reported_post_says_so_to_its_reporter_alone(client, item, member):
    comment = make_comment(item)
    address = reverse("discussions:report", args=[comment.pk])
    assert address in get_page(client, item)

    make_report(comment, member)

    assert "You have reported this" in get_page(client, item)
    assert address not in get_page(client, item)
    client.force_login(make_user())
    assert address in get_page(client, item)


def test_a_visitor_finds_the_way_to_report_on_every_post(client, item):
    comment = make_comment(item)

    assert reverse("discussions:report", args=[comment.pk]) in get_page(client, item)


def test_a_blocked_members_words_are_hidden_from_both_and_the_thread_stays_whole(client, item, member):
    other = make_regular(display_name="Otto")
    theirs = make_comment(item, other, "Words of Otto")
    make_comment(make_comment(theirs, text="A reply by a third"), member, "Words of Mel")
    client.post(client.get(reverse("discussions:block_author", args=[theirs.pk])).url)

    page = get_page(client, item)
    assert "Words of Otto" not in page
    assert "You have blocked this member." in page
    assert "A reply by a third" in page

    client.force_login(other)
    page = get_page(client, item)
    assert "Words of Mel" not in page
    assert "You have blocked this member." not in page
    assert "A reply by a third" in page

    client.force_login(make_editor())
    assert "Words of Otto" in get_page(client, item)


def test_a_suspended_member_reads_why_in_place_of_the_form(client, item, member):
    comment = make_comment(item, text="Still to be read")
    type(member).objects.filter(pk=member.pk).update(suspended_until=timezone.now() + timedelta(days=2))

    page = get_page(client, item)

    assert "Still to be read" in page
    assert "An editor has suspended you" in page
    assert "say-form" not in page
    assert "suspended you" in post_comment(client, item, "Words").text
    for act in ("helpful", "answer"):
        assert client.post(reverse(f"discussions:{act}", args=[comment.pk])).status_code == 403
    assert (Comment.objects.count(), HelpfulVote.objects.count()) == (1, 0)


def test_a_suspended_member_can_delete_their_posts(client, item, member):
    own = make_comment(item, member)
    type(member).objects.filter(pk=member.pk).update(suspended_until=timezone.now() + timedelta(days=2))

    client.post(reverse("discussions:delete", args=[own.pk]))

    assert Comment.objects.get().state == State.DELETED


def test_what_may_identify_a_pupil_is_shown_before_it_is_posted(client, item, member):
    page = post_comment(client, item, TEXT_WITH_CHILD_NAME)
    assert "Dexter</strong> may be a name" in page.text
    assert Comment.objects.count() == 0

    looked = page.text.partition('name="looked" value="')[2].partition('"')[0]
    page = post_comment(client, item, TEXT_WITH_CHILD_NAME, looked=looked)

    assert "An editor will check" in page.text
    assert Comment.objects.get().state == State.HELD


def test_a_changed_text_is_checked_again(client, item, member):
    page = post_comment(client, item, TEXT_WITH_CHILD_NAME)
    looked = page.text.partition('name="looked" value="')[2].partition('"')[0]

    assert (
        "may be a name" in post_comment(client, item, TEXT_WITH_CHILD_NAME + " And Noah, aged 7.", looked=looked).text
    )
    assert (
        "Thank you. We have published your post" in post_comment(client, item, "A pupil was lost.", looked=looked).text
    )


def test_an_edit_is_screened_again(client, item, member):
    comment = make_comment(item, member, "A pupil was lost.")
    edit = reverse("discussions:edit", args=[comment.pk])

    page = client.post(edit, {"text": TEXT_WITH_CHILD_NAME, "version": 1})
    assert "may be a name" in page.text
    looked = page.text.partition('name="looked" value="')[2].partition('"')[0]
    client.post(edit, {"text": TEXT_WITH_CHILD_NAME, "version": 1, "looked": looked})

    waiting = PendingEdit.objects.get(comment=comment)
    assert waiting.text == TEXT_WITH_CHILD_NAME
    assert "may be a name" in waiting.because


def test_a_new_members_post_waits_and_they_are_told(client, item):
    client.force_login(make_user())

    assert "An editor will check" in post_comment(client, item, "Hello.").text
    assert "Waiting for an editor" in get_page(client, item)


def test_every_form_leads_to_the_rules_and_only_members_forms_hold_the_time(client, item, member):
    for is_member in (True, False):
        page = get_page(client, item)
        form = page[page.index("say-form") :].partition("</form>")[0]
        assert 'href="/community-rules/"' in form
        assert 'href="/terms/"' in form
        assert ('name="shown"' in form) == is_member
        assert 'name="website"' in form
        client.logout()


def test_a_held_post_is_seen_only_by_its_author_and_editors(client, item):
    held = make_comment(item, make_user(), "Unread words", held=True)
    for user, sees in ((None, False), (make_user(), False), (held.author, True), (make_editor(), True)):
        client.logout()
        if user:
            client.force_login(user)
        assert ("Unread words" in get_page(client, item)) == sees


def test_hidden_replies_of_a_blocked_member_are_not_counted_as_more(client, item, member):
    other, root = make_user(), make_comment(item)
    make_comment(root, other, "A reply.")
    assert "A reply." in get_page(client, item)

    block(member, other)

    page = get_page(client, item)
    assert "A reply." not in page
    assert "more-replies" not in page
