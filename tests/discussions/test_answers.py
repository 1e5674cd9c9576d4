"""Marked answers: each item counts its unanswered questions, whatever happens to question and answer."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from discussions.comments.state import StateNotAllowed, change_state, mark_answer
from discussions.models import Comment, State
from gateway.catalogue.models import Item
from tests.factories import get_focus_area, make_comment, make_publication

pytestmark = pytest.mark.django_db


def get_unanswered_count(item: Item) -> int:
    return Item.objects.values_list("unanswered_count", flat=True).get(pk=item.pk)


def test_a_question_waits_until_an_answer_is_marked_and_again_when_the_mark_is_taken_away():
    item = make_publication()
    question = make_comment(item, is_question=True)
    reply = make_comment(question)
    assert get_unanswered_count(item) == 1

    mark_answer(question, reply)
    assert get_unanswered_count(item) == 0
    assert list(Comment.objects.answered()) == [question]

    mark_answer(question, None)
    assert get_unanswered_count(item) == 1
    assert list(Comment.objects.unanswered()) == [question]


def test_another_answer_in_place_of_one_counts_nothing_twice():
    item = make_publication()
    question = make_comment(item, is_question=True)
    first, second = make_comment(question), make_comment(question)

    mark_answer(question, first)
    mark_answer(question, second)

    assert get_unanswered_count(item) == 0
    assert Comment.objects.get(pk=question.pk).answer == second


def test_a_question_whose_answer_is_hidden_is_open_again():
    item = make_publication()
    question = make_comment(item, is_question=True)
    reply = make_comment(question)
    mark_answer(question, reply)

    change_state(reply, State.HIDDEN)

    assert get_unanswered_count(item) == 1
    assert Comment.objects.get(pk=question.pk).answer is None


def test_changes_to_a_hidden_question_count_when_it_is_shown_again():
    item = make_publication()
    question = make_comment(item, is_question=True)
    reply = make_comment(question)
    mark_answer(question, reply)
    change_state(question, State.HIDDEN)
    change_state(reply, State.DELETED)
    assert get_unanswered_count(item) == 0

    change_state(Comment.objects.get(pk=question.pk), State.VISIBLE)

    assert get_unanswered_count(item) == 1


def test_replies_of_other_threads_and_hidden_ones_cannot_be_answers():
    item = make_publication()
    question = make_comment(item, is_question=True)
    elsewhere, hidden = make_comment(make_comment(item)), make_comment(question)
    change_state(hidden, State.HIDDEN)

    for reply in (elsewhere, hidden, question):
        with pytest.raises(StateNotAllowed):
            mark_answer(question, reply)

    assert get_unanswered_count(item) == 1


def test_a_question_on_a_focus_area_can_be_answered_too():
    question = make_comment(get_focus_area())
    reply = make_comment(question)

    mark_answer(question, reply)

    assert list(Comment.objects.answered()) == [question]


def test_the_database_refuses_more_questions_than_comments():
    item = make_publication()

    with pytest.raises(IntegrityError), transaction.atomic():
        Item.objects.filter(pk=item.pk).update(question_count=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Item.objects.filter(pk=item.pk).update(unanswered_count=1)
