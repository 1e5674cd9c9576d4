"""Edits of public comments that wait for an editor: everyone reads the old text until the edit is approved."""

from __future__ import annotations

import pytest
from django.core import mail
from django.urls import reverse

from accounts.privacy.data_export import export_data
from accounts.privacy.deletion import delete_account
from discussions.comments import answers
from discussions.models import Act, Appeal, Comment, ModerationDecision, PendingEdit, State
from discussions.moderation import appeals
from tests.discussions.forms import get_url
from tests.discussions.moderation.conftest import get_case_url, post_decision
from tests.factories import get_focus_area, make_comment, make_editor, make_known, make_user

pytestmark = pytest.mark.django_db
OLD_TEXT, NEW_TEXT = "We taught five words a week.", "We taught ten words a week."


@pytest.fixture
def newcomer(db):
    return make_user("newcomer@example.org", display_name="Nia Newcomer")


@pytest.fixture
def question(newcomer):
    return make_comment(get_focus_area(), newcomer, OLD_TEXT)


@pytest.fixture
def pending(client, newcomer, question):
    """An approved question of a new member with a waiting edit."""
    client.force_login(newcomer)
    client.post(get_url("edit", question), {"text": NEW_TEXT, "version": 1})
    client.logout()
    question.refresh_from_db()
    return question


def test_an_approved_answered_question_stays_as_it_is_while_its_edit_waits(client, newcomer, question):
    answers.mark_as_answer(question, make_comment(question, make_known(), "Try six."), newcomer, is_marked=True)
    client.force_login(newcomer)

    said = client.post(get_url("edit", question), {"text": NEW_TEXT, "version": 1}, follow=True).text
    client.force_login(make_known())
    thread = client.get(get_url("thread", question)).text

    question.refresh_from_db()
    assert "An editor will check your change first" in said
    assert (question.state, question.text, question.answer is None) == (State.VISIBLE, OLD_TEXT, False)
    assert OLD_TEXT in thread
    assert NEW_TEXT not in thread
    assert "no longer here" not in thread
    assert "is closed to replies" not in thread
    assert "is waiting for an editor" not in thread


def test_an_edit_of_an_approved_reply_leaves_its_thread_as_it_is(client, newcomer):
    question = make_comment(get_focus_area(), make_known(), "How many words?")
    reply = make_comment(question, newcomer, OLD_TEXT)
    client.force_login(newcomer)

    client.post(get_url("edit", reply), {"text": NEW_TEXT, "version": 1})
    client.logout()

    assert OLD_TEXT in client.get(get_url("thread", question)).text


def test_the_author_sees_the_edit_and_continues_from_it(client, newcomer, pending):
    client.force_login(newcomer)

    thread, form = client.get(get_url("thread", pending)).text, client.get(get_url("edit", pending)).text
    client.post(get_url("edit", pending), {"text": NEW_TEXT + " Then six.", "version": pending.version})

    assert "Your change is waiting for an editor" in thread
    assert f"{NEW_TEXT}</textarea>" in form
    assert PendingEdit.objects.get().text == NEW_TEXT + " Then six."


def test_going_back_to_the_old_text_withdraws_the_edit(client, newcomer, pending):
    client.force_login(newcomer)

    client.post(get_url("edit", pending), {"text": OLD_TEXT, "version": pending.version})

    assert not PendingEdit.objects.exists()


def test_an_editor_sees_both_texts_and_approves_the_edit(client, pending):
    client.force_login(make_editor())
    queue, case = client.get(reverse("discussions:moderation")).text, client.get(get_case_url(pending)).text

    post_decision(client, pending, "approve")

    pending.refresh_from_db()
    assert OLD_TEXT in queue
    assert NEW_TEXT in queue
    assert "Approve the change" in case
    assert (pending.text, pending.state, PendingEdit.objects.exists()) == (NEW_TEXT, State.VISIBLE, False)
    assert ModerationDecision.objects.get().text == NEW_TEXT
    assert NEW_TEXT not in client.get(reverse("discussions:moderation")).text


def test_a_declined_edit_is_told_with_a_reason_and_the_old_text_stays(client, pending):
    client.force_login(make_editor())

    without_reason = post_decision(client, pending, "decline")
    post_decision(client, pending, "decline", words="It says the opposite.")

    pending.refresh_from_db()
    assert "Choose a reason" in without_reason.text
    assert (pending.text, pending.state, PendingEdit.objects.exists()) == (OLD_TEXT, State.VISIBLE, False)
    assert mail.outbox[-1].subject == "We have not accepted your change"
    assert NEW_TEXT in mail.outbox[-1].body
    assert "It says the opposite." in mail.outbox[-1].body


def test_an_accepted_appeal_shows_the_edit(client, newcomer, pending):
    client.force_login(make_editor())
    post_decision(client, pending, "decline", words="It says the opposite.")
    appeal = Appeal.objects.create(decision=ModerationDecision.objects.get(), by=newcomer, words="It does not.")

    answer = appeals.decide_appeal(appeal, make_editor(), follow=True, reason="")

    pending.refresh_from_db()
    assert (answer.act, pending.text) == (Act.APPROVE, NEW_TEXT)


def test_of_an_editor_and_an_author_who_changes_it_again_the_editor_is_told(client, newcomer, pending):
    editor = make_editor()
    client.force_login(editor)
    token = client.get(get_case_url(pending)).context["cases"][0].token
    client.force_login(newcomer)
    client.post(get_url("edit", pending), {"text": "Something else.", "version": pending.version})
    client.force_login(editor)

    page = client.post(get_case_url(pending), {"act": "approve", "seen": token}, follow=True).text

    pending.refresh_from_db()
    assert "Your decision was not saved" in page
    assert pending.text == OLD_TEXT


def test_a_waiting_edit_is_deleted_with_its_post(client, newcomer, pending):
    client.force_login(newcomer)

    client.post(get_url("delete", pending))

    assert not PendingEdit.objects.exists()


def test_a_waiting_edit_is_in_the_authors_download_and_deleted_with_the_account(newcomer, pending):
    data = export_data(newcomer)

    delete_account(newcomer, with_content=False)

    assert [row["text"] for row in data["discussions.PendingEdit"]] == [NEW_TEXT]
    assert not PendingEdit.objects.exists()
    assert Comment.objects.get().text == OLD_TEXT
