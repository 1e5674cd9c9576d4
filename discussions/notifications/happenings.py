"""Notifications of events. An event is stored first, so that another worker can repeat what one did not finish."""

from __future__ import annotations

import logging
from datetime import timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.tasks import task
from django.utils import timezone

from accounts.notifications.digests import send_due_digests
from discussions.follows.follow import follow_own
from discussions.models import Comment, Follow, Happening, Kind, State
from discussions.notifications.new_items import note_new_items, tell_of_new_items
from discussions.notifications.recipients import people_to_spare, tell_followers, tell_people

UNANSWERED_PERIOD = timedelta(days=7)
MAX_QUESTION_AGE = timedelta(days=30)
"""Nobody is asked to answer a question that is older."""
MAX_HAPPENINGS_PER_ROUND = 500
"""So many are taken up in one round."""
logger = logging.getLogger(__name__)


def record_happening(what: str, comment: Comment, by: Any = None) -> None:
    """Store an event in its transaction; the members concerned are told once that is committed."""
    row = Happening(what=what, comment=comment, by=by, told_at=None)
    fields = ["told_at", "by", "at"]
    Happening.objects.bulk_create([row], update_conflicts=True, unique_fields=["comment", "what"], update_fields=fields)
    transaction.on_commit(partial(tell_of.enqueue, what, comment.pk), robust=True)


@task
def tell_of(what: str, comment_pk: int) -> None:
    """Tell members of an event of a comment. Running it twice tells nobody twice."""
    for happening in Happening.objects.filter(what=what, comment=comment_pk, told_at=None):
        tell_everybody(happening)
    send_due_digests()


@task
def look_round() -> None:
    """Tell members of everything that is still untold, and send the mail that is due.

    That is what a killed worker left, new items, and questions that have waited.
    """
    note_new_items()
    note_unanswered()
    tell_of_new_items()
    untold = Happening.objects.filter(told_at=None, item=None)
    for happening in untold.select_related("comment")[:MAX_HAPPENINGS_PER_ROUND]:
        try:
            tell_everybody(happening)
        except Exception:
            logger.exception("Nobody could be told of happening %s; the next round tries again.", happening.pk)
    send_due_digests()


def tell_everybody(happening: Happening) -> None:
    """Tell all members concerned of an event, if visitors can still read the comment."""
    comments = Comment.objects.public().select_related("author", "parent", "item")
    if comment := comments.filter(pk__in=[happening.comment_id]).first():
        TELLERS_BY_KIND[Happening.What(happening.what)](comment, happening)
    Happening.objects.filter(pk=happening.pk, at=happening.at).update(told_at=timezone.now())


def tell_of_comment(comment: Comment, happening: Happening) -> None:
    """Tell the author of the parent, mentioned members, and followers of the thread or item."""
    event = {"event": f"comment-{comment.pk}", "subject_id": comment.pk}
    spared = people_to_spare(comment.author)
    if comment.author:
        follow_own(comment.author, "thread", comment.root or comment)
    if comment.parent:
        tell_people([comment.parent.author_id], spared, kind=Kind.REPLY, **event)
    tell_people(comment.mentions.values_list("user_id", flat=True), spared, kind=Kind.MENTION, **event)
    tell_followers(follows_of(comment, happening), spared, kind=Kind.COMMENT, **event)


def tell_of_edit(comment: Comment, happening: Happening) -> None:
    """Tell mentioned members who have not been told of the comment before."""
    named = comment.mentions.values_list("user_id", flat=True)
    event = {"event": f"comment-{comment.pk}", "subject_id": comment.pk}
    tell_people(named, people_to_spare(comment.author), kind=Kind.MENTION, **event)


def tell_of_answer(question: Comment, happening: Happening) -> None:
    """Tell the author of the answer and the followers of the question, but not the member who marked it."""
    answer = question.answer
    if answer is None or answer.state != State.VISIBLE:
        return
    event = {"event": f"answer-{question.pk}-{answer.pk}", "subject_id": question.pk}
    spared = people_to_spare(happening.by) | people_to_spare(answer.author)
    author = answer.author_id if answer.author_id != happening.by_id else None
    tell_people([author], people_to_spare(happening.by), kind=Kind.CHOSEN, **event)
    tell_followers(follows_of(question, happening), spared, kind=Kind.ANSWER, **event)


def tell_of_waiting(question: Comment, happening: Happening) -> None:
    """Tell the followers of a question's focus areas that it still waits for an answer."""
    if question.answer_id:
        return
    areas = question.item.focus_areas.values("pk") if question.item else [question.focus_area_id]
    followed_before = Q(since__lte=question.created_at + UNANSWERED_PERIOD)
    follows = Follow.objects.filter(followed_before, focus_area__in=areas)  # type: ignore[misc]
    event = {"event": f"unanswered-{question.pk}", "subject_id": question.pk}
    tell_followers(follows, people_to_spare(question.author), kind=Kind.UNANSWERED, **event)


TELLERS_BY_KIND = {
    Happening.What.POSTED: tell_of_comment,
    Happening.What.EDITED: tell_of_edit,
    Happening.What.ANSWERED: tell_of_answer,
    Happening.What.UNANSWERED: tell_of_waiting,
}


def follows_of(comment: Comment, happening: Happening) -> Any:
    """Return the follows that existed at the event.

    They are of the comment's thread, its item or, for a question to the community, its focus area.
    """
    followed = Q(thread=comment.beginning_id)
    if comment.item_id:
        followed |= Q(item=comment.item_id)
    elif comment.is_question:
        followed |= Q(focus_area=comment.focus_area_id)
    return Follow.objects.filter(followed, since__lte=happening.at)


def note_unanswered() -> None:
    """Store an event for each question to which nobody else has replied in `UNANSWERED_PERIOD`."""
    now = timezone.now()
    replies = Comment.objects.filter(root=OuterRef("pk"), state=State.VISIBLE).exclude(author=OuterRef("author"))
    noted = Happening.objects.filter(what=Happening.What.UNANSWERED, comment=OuterRef("pk"))
    waiting = (
        Comment.objects.public()
        .unanswered()
        .filter(created_at__range=(now - MAX_QUESTION_AGE, now - UNANSWERED_PERIOD))
    )
    silent = waiting.exclude(Exists(replies.order_by())).exclude(Exists(noted.order_by()))
    rows = [Happening(what=Happening.What.UNANSWERED, comment_id=pk) for pk in silent.values_list("pk", flat=True)]
    Happening.objects.bulk_create(rows, ignore_conflicts=True, batch_size=MAX_HAPPENINGS_PER_ROUND)
