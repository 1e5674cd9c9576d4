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
from discussions.notifications.new_items import notify_about_new_items, record_new_items
from discussions.notifications.recipients import get_people_not_notified, notify_followers, notify_people

UNANSWERED_PERIOD = timedelta(days=7)
MAX_QUESTION_AGE = timedelta(days=30)
"""Followers are not asked to answer an older question."""
MAX_EVENTS_PER_RUN = 500
logger = logging.getLogger(__name__)


def record_event(what: str, comment: Comment, by: Any = None) -> None:
    """Store an event in its transaction; the members concerned are told once that is committed."""
    row = Happening(what=what, comment=comment, by=by, told_at=None)
    fields = ["told_at", "by", "at"]
    Happening.objects.bulk_create([row], update_conflicts=True, unique_fields=["comment", "what"], update_fields=fields)
    transaction.on_commit(partial(notify_about_event.enqueue, what, comment.pk), robust=True)


@task
def notify_about_event(what: str, comment_pk: int) -> None:
    """Tell members of an event of a comment. Running it twice tells nobody twice."""
    for happening in Happening.objects.filter(what=what, comment=comment_pk, told_at=None):
        notify_everyone(happening)
    send_due_digests()


@task
def notify_about_all_events() -> None:
    """Tell members of every event that they have not been told of, and send the digests that are due.

    These are events that a stopped worker left, new items, and questions that have waited.
    """
    record_new_items()
    record_unanswered()
    notify_about_new_items()
    untold = Happening.objects.filter(told_at=None, item=None)
    for happening in untold.select_related("comment")[:MAX_EVENTS_PER_RUN]:
        try:
            notify_everyone(happening)
        except Exception:
            logger.exception("Members could not be notified of event %s; the next run tries again.", happening.pk)
    send_due_digests()


def notify_everyone(happening: Happening) -> None:
    """Tell all members concerned of an event, if visitors can still read the comment."""
    comments = Comment.objects.public().select_related("author", "parent", "item")
    if comment := comments.filter(pk__in=[happening.comment_id]).first():
        NOTIFIERS_BY_EVENT[Happening.What(happening.what)](comment, happening)
    Happening.objects.filter(pk=happening.pk, at=happening.at).update(told_at=timezone.now())


def notify_about_comment(comment: Comment, happening: Happening) -> None:
    """Tell the author of the parent, mentioned members, and followers of the thread or item."""
    event = {"event": f"comment-{comment.pk}", "subject_id": comment.pk}
    not_notified = get_people_not_notified(comment.author)
    if comment.author:
        follow_own(comment.author, "thread", comment.root or comment)
    if comment.parent:
        notify_people([comment.parent.author_id], not_notified, kind=Kind.REPLY, **event)
    notify_people(comment.mentions.values_list("user_id", flat=True), not_notified, kind=Kind.MENTION, **event)
    notify_followers(get_follows_at_event(comment, happening), not_notified, kind=Kind.COMMENT, **event)


def notify_about_edit(comment: Comment, happening: Happening) -> None:
    """Tell mentioned members who have not been told of the comment before."""
    mentioned = comment.mentions.values_list("user_id", flat=True)
    event = {"event": f"comment-{comment.pk}", "subject_id": comment.pk}
    notify_people(mentioned, get_people_not_notified(comment.author), kind=Kind.MENTION, **event)


def notify_about_answer(question: Comment, happening: Happening) -> None:
    """Tell the author of the answer and the followers of the question, but not the member who marked it."""
    answer = question.answer
    if answer is None or answer.state != State.VISIBLE:
        return
    event = {"event": f"answer-{question.pk}-{answer.pk}", "subject_id": question.pk}
    not_notified = get_people_not_notified(happening.by) | get_people_not_notified(answer.author)
    author = answer.author_id if answer.author_id != happening.by_id else None
    notify_people([author], get_people_not_notified(happening.by), kind=Kind.CHOSEN, **event)
    notify_followers(get_follows_at_event(question, happening), not_notified, kind=Kind.ANSWER, **event)


def notify_about_unanswered(question: Comment, happening: Happening) -> None:
    """Tell the followers of a question's focus areas that it still waits for an answer."""
    if question.answer_id:
        return
    areas = question.item.focus_areas.values("pk") if question.item else [question.focus_area_id]
    followed_before = Q(since__lte=question.created_at + UNANSWERED_PERIOD)
    follows = Follow.objects.filter(followed_before, focus_area__in=areas)  # type: ignore[misc]
    event = {"event": f"unanswered-{question.pk}", "subject_id": question.pk}
    notify_followers(follows, get_people_not_notified(question.author), kind=Kind.UNANSWERED, **event)


NOTIFIERS_BY_EVENT = {
    Happening.What.POSTED: notify_about_comment,
    Happening.What.EDITED: notify_about_edit,
    Happening.What.ANSWERED: notify_about_answer,
    Happening.What.UNANSWERED: notify_about_unanswered,
}


def get_follows_at_event(comment: Comment, happening: Happening) -> Any:
    """Return the follows that existed at the event.

    They are of the comment's thread, its item or, for a question to the community, its focus area.
    """
    followed = Q(thread=comment.beginning_id)
    if comment.item_id:
        followed |= Q(item=comment.item_id)
    elif comment.is_question:
        followed |= Q(focus_area=comment.focus_area_id)
    return Follow.objects.filter(followed, since__lte=happening.at)


def record_unanswered() -> None:
    """Store an event for each question to which nobody else has replied in `UNANSWERED_PERIOD`."""
    now = timezone.now()
    replies = Comment.objects.filter(root=OuterRef("pk"), state=State.VISIBLE).exclude(author=OuterRef("author"))
    recorded = Happening.objects.filter(what=Happening.What.UNANSWERED, comment=OuterRef("pk"))
    waiting = (
        Comment.objects.public()
        .unanswered()
        .filter(created_at__range=(now - MAX_QUESTION_AGE, now - UNANSWERED_PERIOD))
    )
    unanswered = waiting.exclude(Exists(replies.order_by())).exclude(Exists(recorded.order_by()))
    rows = [Happening(what=Happening.What.UNANSWERED, comment_id=pk) for pk in unanswered.values_list("pk", flat=True)]
    Happening.objects.bulk_create(rows, ignore_conflicts=True, batch_size=MAX_EVENTS_PER_RUN)
