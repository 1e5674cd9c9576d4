"""An edit of a public comment that an editor must see first: everybody reads the old words until it is approved."""

from __future__ import annotations

import pytest
from django.core import mail
from django.urls import reverse

from accounts.privacy.data_export import export_data
from accounts.privacy.deletion import delete_account
from discussions.comments import answers
from discussions.models import Act, Appeal, Comment, ModerationDecision, PendingEdit, State
from discussions.moderation import appeals
from tests.discussions.forms import url
from tests.discussions.moderation.conftest import decide, place_of
from tests.factories import get_focus_area, make_comment, make_editor, make_known, make_user

pytestmark = pytest.mark.django_db
OLD, NEW = "We taught five words a week.", "We taught ten words a week."


@pytest.fixture
def newcomer(db):
    return make_user("newcomer@example.org", display_name="Nia Newcomer")


@pytest.fixture
def question(newcomer):
    return make_comment(get_focus_area(), newcomer, OLD)


@pytest.fixture
def pending(client, newcomer, question):
    """An approved question whose author, a new member, has changed it."""
    client.force_login(newcomer)
    client.post(url("edit", question), {"text": NEW, "version": 1})
    client.logout()
    question.refresh_from_db()
    return question


def test_an_approved_answered_question_stays_as_it_is_while_its_edit_waits(client, newcomer, question):
    answers.mark_as_answer(question, make_comment(question, make_known(), "Try six."), newcomer, is_marked=True)
    client.force_login(newcomer)

    said = client.post(url("edit", question), {"text": NEW, "version": 1}, follow=True).text
    client.force_login(make_known())
    thread = client.get(url("thread", question)).text

    question.refresh_from_db()
    assert "An editor will check your change first" in said
    assert (question.state, question.text, question.answer is None) == (State.VISIBLE, OLD, False)
    assert OLD in thread
    assert NEW not in thread
    assert "no longer here" not in thread
    assert "is closed to replies" not in thread
    assert "is waiting for an editor" not in thread


def test_an_edit_of_an_approved_reply_leaves_its_thread_as_it_is(client, newcomer):
    question = make_comment(get_focus_area(), make_known(), "How many words?")
    reply = make_comment(question, newcomer, OLD)
    client.force_login(newcomer)

    client.post(url("edit", reply), {"text": NEW, "version": 1})
    client.logout()

    assert OLD in client.get(url("thread", question)).text


def test_who_wrote_it_sees_the_change_and_goes_on_from_it(client, newcomer, pending):
    client.force_login(newcomer)

    thread, form = client.get(url("thread", pending)).text, client.get(url("edit", pending)).text
    client.post(url("edit", pending), {"text": NEW + " Then six.", "version": pending.version})

    assert "Your change is waiting for an editor" in thread
    assert f"{NEW}</textarea>" in form
    assert PendingEdit.objects.get().text == NEW + " Then six."


def test_going_back_to_the_old_words_takes_the_change_back(client, newcomer, pending):
    client.force_login(newcomer)

    client.post(url("edit", pending), {"text": OLD, "version": pending.version})

    assert not PendingEdit.objects.exists()


def test_an_editor_sees_both_and_shows_the_change(client, pending):
    client.force_login(make_editor())
    queue, case = client.get(reverse("discussions:moderation")).text, client.get(place_of(pending)).text

    decide(client, pending, "approve")

    pending.refresh_from_db()
    assert OLD in queue
    assert NEW in queue
    assert "Approve the change" in case
    assert (pending.text, pending.state, PendingEdit.objects.exists()) == (NEW, State.VISIBLE, False)
    assert ModerationDecision.objects.get().text == NEW
    assert NEW not in client.get(reverse("discussions:moderation")).text


def test_a_change_that_is_not_taken_is_told_with_a_reason_and_the_old_words_stay(client, pending):
    client.force_login(make_editor())

    without_reason = decide(client, pending, "decline")
    decide(client, pending, "decline", words="It says the opposite.")

    pending.refresh_from_db()
    assert "Choose a reason" in without_reason.text
    assert (pending.text, pending.state, PendingEdit.objects.exists()) == (OLD, State.VISIBLE, False)
    assert mail.outbox[-1].subject == "We have not accepted your change"
    assert NEW in mail.outbox[-1].body
    assert "It says the opposite." in mail.outbox[-1].body


def test_an_appeal_that_is_followed_shows_the_change(client, newcomer, pending):
    client.force_login(make_editor())
    decide(client, pending, "decline", words="It says the opposite.")
    appeal = Appeal.objects.create(decision=ModerationDecision.objects.get(), by=newcomer, words="It does not.")

    answer = appeals.decide_appeal(appeal, make_editor(), follow=True, reason="")

    pending.refresh_from_db()
    assert (answer.act, pending.text) == (Act.APPROVE, NEW)


def test_of_an_editor_and_an_author_who_changes_it_again_the_editor_is_told(client, newcomer, pending):
    editor = make_editor()
    client.force_login(editor)
    token = client.get(place_of(pending)).context["cases"][0].token
    client.force_login(newcomer)
    client.post(url("edit", pending), {"text": "Something else.", "version": pending.version})
    client.force_login(editor)

    page = client.post(place_of(pending), {"act": "approve", "seen": token}, follow=True).text

    pending.refresh_from_db()
    assert "Your decision was not saved" in page
    assert pending.text == OLD


def test_a_post_that_is_deleted_takes_its_change_with_it(client, newcomer, pending):
    client.force_login(newcomer)

    client.post(url("delete", pending))

    assert not PendingEdit.objects.exists()


def test_a_change_that_waits_is_part_of_the_writers_data_and_goes_with_them(newcomer, pending):
    data = export_data(newcomer)

    delete_account(newcomer, with_content=False)

    assert [row["text"] for row in data["discussions.PendingEdit"]] == [NEW]
    assert not PendingEdit.objects.exists()
    assert Comment.objects.get().text == OLD
