"""The states of comments. Only these functions change who can read a comment, and they update counters with it.

Locks are always taken in one order, so that no transactions wait for each other: the place (the item or, without one,
the comment that began the thread), the author's counters, then comments, older before younger.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import F, Q, Subquery
from django.utils import timezone

from accounts.models import Conflict, User
from discussions.models import NEXT_STATES, Comment, Contribution, PendingEdit, State, index_questions
from gateway.catalogue.models import Item, lock_rows, touch_pages

IS_PLACE = Q(item=None, root=None)
"""The comment began a thread without an item, and is itself the place to lock."""


class StateNotAllowed(Conflict):
    """The comment cannot change to that state, or someone else changed it first."""


@transaction.atomic
def change_state(comment: Comment, to: str, **changes: Any) -> None:
    """Change the state of a comment, with other changes to its row.

    Raise StateNotAllowed if the step does not exist, or the comment is no longer in the state in which it was read.
    """
    if to not in NEXT_STATES[comment.state]:
        raise StateNotAllowed
    lock_counters(comment)
    question = get_question_answered_by(comment)
    unchanged = Comment.objects.filter(pk=comment.pk, state=comment.state)
    if not unchanged.update(state=to, **changes):
        raise StateNotAllowed
    step = (to == State.VISIBLE) - (comment.state == State.VISIBLE)
    comment.state = to
    for name, value in changes.items():
        setattr(comment, name, value)
    if "text" in changes:
        handle_text_change(comment)
    if step:
        comment.refresh_from_db(fields=["answer"])
        count_comment(comment, step)
    if step < 0 and question:
        set_answer(question, None)


def handle_text_change(comment: Comment) -> None:
    """Have the search index read the question again, and discard a waiting edit of a deleted comment."""
    index_questions([comment.beginning_id])
    if comment.state == State.DELETED:
        PendingEdit.objects.filter(comment=comment).delete()


@transaction.atomic
def mark_answer(question: Comment, answer: Comment | None) -> None:
    """Mark the reply that answers a question instead of any other, or remove the mark if `answer` is None.

    Raise StateNotAllowed unless others can now read the question and the reply in its thread.
    """
    lock_counters(question)
    visible = Comment.objects.select_for_update(no_key=True).filter(state=State.VISIBLE)
    now = visible.filter(pk=question.pk, is_question=True).first()
    if now is None or (answer and not visible.filter(pk=answer.pk, root=question.pk).first()):
        raise StateNotAllowed
    set_answer(now, answer)
    question.answer, question.answered_at = now.answer, now.answered_at


def get_question_answered_by(reply: Comment) -> Comment | None:
    """Return the question of which a reply is the answer, locked: without the reply it is open again."""
    if reply.parent_id is None:
        return None
    return Comment.objects.select_for_update(no_key=True).filter(answer=reply.pk).first()


def set_answer(question: Comment, answer: Comment | None) -> None:
    """Save the mark and update the counters. Call `lock_counters` first."""
    step = (question.answer_id is not None) - (answer is not None)
    question.answer, question.answered_at = answer, timezone.now() if answer else None
    question.save(update_fields=["answer", "answered_at"])
    if question.item_id and question.is_public:
        item = Item.objects.filter(pk=question.item_id)
        item.update(unanswered_count=F("unanswered_count") + step)
    touch_pages()


def get_place(comment: Comment) -> Any:
    """Return the place whose lock comes first: the comment's item or, without one, the comment that began its thread.

    A question that is not posted yet has no place but its item.
    """
    if comment.item_id:
        return Item.objects.filter(pk=comment.item_id)
    return Comment.objects.filter(pk=comment.beginning_id)


def is_place(comment: Comment) -> bool:
    """Return whether a comment is the place of its own thread, as `IS_PLACE` does in a query."""
    return comment.item_id is None and comment.root_id is None


def lock_counters(comment: Comment) -> None:
    """Lock the counters of a comment until the transaction ends. Set its author to None if the account is gone."""
    lock_rows(get_place(comment))
    if comment.author_id and not lock_contribution(comment.author_id):
        comment.author = None


def lock_contribution(author_id: int) -> bool:
    """Lock a member's counters until the transaction ends. Return False if the member does not exist.

    Account deletion locks them too (`discussions.signals`), so that no member is deleted in between.
    """
    own = Contribution.objects.select_for_update().filter(user=author_id)
    if own.first():
        return True
    members = User.objects.filter(pk=author_id)
    if members.exists():
        Contribution.objects.get_or_create(user_id=author_id)
        own.first()
    if members.exists():
        return True
    own.delete()
    return False


def count_comment(comment: Comment, step: int) -> None:
    """Count a comment that became visible (1) or stopped being visible (-1). Call `lock_counters` first."""
    counted: dict[str, Any] = {
        "comment_count": F("comment_count") + step,
        "question_count": F("question_count") + step * comment.is_question,
    }
    if comment.item_id:
        on_item = Comment.objects.filter(item=comment.item_id, state=State.VISIBLE)
        unanswered = F("unanswered_count") + step * (comment.is_question and comment.answer_id is None)
        item = Item.objects.filter(pk=comment.item_id)
        item.update(**counted, unanswered_count=unanswered, last_activity_at=build_latest_date(on_item))
    if comment.author_id:
        own = Comment.objects.filter(author=comment.author_id, state=State.VISIBLE)
        Contribution.objects.filter(user=comment.author_id).update(**counted, last_activity_at=build_latest_date(own))
    touch_pages()


def build_latest_date(comments: Any) -> Any:
    """Return an expression for when the newest comment was written, so that the counting statement finds it."""
    return Subquery(comments.order_by("-created_at").values("created_at")[:1])
