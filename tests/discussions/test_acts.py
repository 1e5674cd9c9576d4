"""Votes, answers, and closing threads and discussions."""

from __future__ import annotations

import pytest

from discussions.comments.state import change_state
from discussions.models import Comment, HelpfulVote, State
from gateway.catalogue.models import Item
from tests.discussions.forms import get_url
from tests.factories import (
    make_comment,
    make_contributor,
    make_editor,
    make_member,
    make_publication,
    make_publisher,
    make_school,
    make_story,
    make_user,
)

pytestmark = pytest.mark.django_db


def test_a_vote_counts_once_and_can_be_taken_back(client):
    comment = make_comment(make_publication())
    client.force_login(make_user())

    for helpful, count in (("yes", 1), ("yes", 1), ("no", 0), ("no", 0), ("yes", 1)):
        client.post(get_url("helpful", comment), {"helpful": helpful})
        comment.refresh_from_db()
        assert comment.helpful_count == HelpfulVote.objects.count() == count


def test_nobody_votes_for_their_own_words_or_for_what_they_cannot_read(client):
    author = make_user()
    own, hidden = make_comment(make_publication(), author), make_comment(make_publication())
    change_state(hidden, State.HIDDEN)
    client.force_login(author)

    assert client.post(get_url("helpful", own)).status_code == 404
    assert client.post(get_url("helpful", hidden)).status_code == 404
    assert not HelpfulVote.objects.exists()


def test_a_vote_in_place_gives_the_button_and_says_what_happened(client):
    comment = make_comment(make_publication())
    client.force_login(make_user())

    part = client.post(get_url("helpful", comment), {"helpful": "yes"}, headers={"HX-Request": "true"}).content.decode()

    assert 'aria-pressed="true"' in part
    assert "(1)" in part
    assert "You find this helpful." in part


def test_a_visitor_is_asked_to_log_in_to_vote(client):
    comment = make_comment(make_publication())

    assert client.post(get_url("helpful", comment))["Location"].startswith("/accounts/login/")


def make_question_with_reply(asker, item=None):
    question = make_comment(item or make_publication(), asker, "How?", is_question=True)
    return question, make_comment(question, text="Like this.")


def test_the_asker_marks_an_answer_and_takes_the_mark_back(client):
    asker = make_user()
    question, reply = make_question_with_reply(asker)
    client.force_login(asker)

    page = client.post(get_url("answer", reply), {"answer": "yes"}, follow=True).content.decode()
    question.refresh_from_db()
    assert question.answer == reply
    assert "Go to the answer" in page

    client.post(get_url("answer", reply), {"answer": "no"})
    question.refresh_from_db()
    assert question.answer is None


def test_removing_one_mark_leaves_another(client):
    asker = make_user()
    question, first = make_question_with_reply(asker)
    second = make_comment(question)
    client.force_login(asker)
    client.post(get_url("answer", second), {"answer": "yes"})

    client.post(get_url("answer", first), {"answer": "no"})

    question.refresh_from_db()
    assert question.answer == second


@pytest.mark.parametrize("who", ["the example's author", "a colleague", "an editor", "somebody of the publisher"])
def test_moderators_of_the_item_mark_answers_too(client, who):
    publisher, school = make_publisher(), make_school()
    author = make_member(school)
    item = make_publication(publisher=publisher) if "publisher" in who else make_story(created_by=author, school=school)
    people = {
        "the example's author": author,
        "a colleague": make_member(school),
        "an editor": make_editor(),
        "somebody of the publisher": make_contributor(publisher),
    }
    question, reply = make_question_with_reply(make_user(), item)
    client.force_login(people[who])

    client.post(get_url("answer", reply), {"answer": "yes"})

    question.refresh_from_db()
    assert question.answer == reply


def test_nobody_else_marks_answers_and_only_questions_have_them(client):
    question, reply = make_question_with_reply(make_user())
    comment = make_comment(make_publication(), make_user())
    under_a_comment = make_comment(comment)
    for person in (make_user(), reply.author):
        client.force_login(person)
        assert client.post(get_url("answer", reply), {"answer": "yes"}).status_code == 404
    client.force_login(make_editor())
    assert client.post(get_url("answer", under_a_comment), {"answer": "yes"}).status_code == 404
    assert client.post(get_url("answer", question), {"answer": "yes"}).status_code == 404
    assert not Comment.objects.filter(answer__isnull=False).exists()


def test_moderators_of_the_item_close_and_open_a_thread_and_the_discussion(client):
    publisher = make_publisher()
    item = make_publication(publisher=publisher)
    root = make_comment(item)
    client.force_login(make_contributor(publisher))

    client.post(get_url("lock_thread", root), {"locked": "yes"})
    client.post(get_url("lock_item", item), {"locked": "yes"})
    root.refresh_from_db()
    item.refresh_from_db()
    assert (root.is_locked, item.discussion) == (True, Item.Discussion.LOCKED)

    client.post(get_url("lock_thread", root), {"locked": "no"})
    client.post(get_url("lock_item", item), {"locked": "no"})
    root.refresh_from_db()
    item.refresh_from_db()
    assert (root.is_locked, item.discussion) == (False, Item.Discussion.OPEN)


def test_nobody_else_closes_anything(client):
    item = make_publication()
    root = make_comment(item)

    for person in (make_user(), root.author, make_contributor(make_publisher())):
        client.force_login(person)
        assert client.post(get_url("lock_thread", root)).status_code == 404
        assert client.post(get_url("lock_item", item)).status_code == 404


def test_a_discussion_that_editors_closed_altogether_is_not_opened_by_its_publisher(client):
    publisher = make_publisher()
    item = make_publication(publisher=publisher, discussion=Item.Discussion.CLOSED)
    client.force_login(make_contributor(publisher))

    client.post(get_url("lock_item", item), {"locked": "no"})

    item.refresh_from_db()
    assert item.discussion == Item.Discussion.CLOSED


@pytest.mark.parametrize("name", ["helpful", "answer", "lock_thread"])
def test_actions_do_not_answer_get(client, name):
    comment = make_comment(make_publication())
    client.force_login(make_editor())

    assert client.get(get_url(name, comment)).status_code == 405
