"""Notifications of activities. An activity is stored first, so that another worker can finish what one did not."""

from __future__ import annotations

import logging
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.tasks import task
from django.utils import timezone

from accounts.notifications.digests import send_due_digests
from discussions.follows.follow import follow_own
from discussions.models import Activity, Comment, Follow, Kind, State
from discussions.notifications.new_items import notify_about_new_items, record_new_items
from discussions.notifications.recipients import get_people_not_notified, notify_followers, notify_people
from discussions.notifications.unanswered_questions import notify_about_unanswered, record_unanswered

MAX_ACTIVITIES_PER_RUN = 500
logger = logging.getLogger(__name__)


def record_activity(what: str, comment: Comment, by: Any = None) -> None:
    """Store an activity in its transaction; the members concerned are told once that is committed."""
    row = Activity(what=what, comment=comment, by=by, notified_at=None)
    fields = ["notified_at", "by", "at"]
    Activity.objects.bulk_create([row], update_conflicts=True, unique_fields=["comment", "what"], update_fields=fields)
    transaction.on_commit(partial(notify_about_activity.enqueue, what, comment.pk), robust=True)


@task
def notify_about_activity(what: str, comment_pk: int) -> None:
    """Tell members of an activity on a comment. Running it twice tells nobody twice."""
    for activity in Activity.objects.filter(what=what, comment=comment_pk, notified_at=None):
        notify_everyone(activity)
    send_due_digests()


@task
def notify_about_all_activities() -> None:
    """Tell members of every activity that they have not been told of, and send the digests that are due.

    These are activities that a stopped worker left, new items, and questions that have waited.
    """
    record_new_items()
    record_unanswered()
    notify_about_new_items()
    pending = Activity.objects.filter(notified_at=None, item=None)
    for activity in pending.select_related("comment")[:MAX_ACTIVITIES_PER_RUN]:
        try:
            notify_everyone(activity)
        except Exception:
            logger.exception("Members could not be notified of activity %s; the next run tries again.", activity.pk)
    send_due_digests()


def notify_everyone(activity: Activity) -> None:
    """Tell all members concerned of an activity, if visitors can still read the comment."""
    comments = Comment.objects.public().select_related("author", "parent", "item")
    if comment := comments.filter(pk__in=[activity.comment_id]).first():
        NOTIFIERS_BY_ACTIVITY[Activity.What(activity.what)](comment, activity)
    Activity.objects.filter(pk=activity.pk, at=activity.at).update(notified_at=timezone.now())


def notify_about_comment(comment: Comment, activity: Activity) -> None:
    """Tell the author of the parent, mentioned members, and followers of the thread or item."""
    event = {"event": f"comment-{comment.pk}", "subject_id": comment.pk}
    not_notified = get_people_not_notified(comment.author)
    if comment.author:
        follow_own(comment.author, "thread", comment.root or comment)
    if comment.parent:
        notify_people([comment.parent.author_id], not_notified, kind=Kind.REPLY, **event)
    notify_people(comment.mentions.values_list("user_id", flat=True), not_notified, kind=Kind.MENTION, **event)
    notify_followers(get_follows_at_activity(comment, activity), not_notified, kind=Kind.COMMENT, **event)


def notify_about_edit(comment: Comment, activity: Activity) -> None:
    """Tell mentioned members who have not been told of the comment before."""
    mentioned = comment.mentions.values_list("user_id", flat=True)
    event = {"event": f"comment-{comment.pk}", "subject_id": comment.pk}
    notify_people(mentioned, get_people_not_notified(comment.author), kind=Kind.MENTION, **event)


def notify_about_answer(question: Comment, activity: Activity) -> None:
    """Tell the author of the answer and the followers of the question, but not the member who marked it."""
    answer = question.answer
    if answer is None or answer.state != State.VISIBLE:
        return
    event = {"event": f"answer-{question.pk}-{answer.pk}", "subject_id": question.pk}
    not_notified = get_people_not_notified(activity.by) | get_people_not_notified(answer.author)
    author = answer.author_id if answer.author_id != activity.by_id else None
    notify_people([author], get_people_not_notified(activity.by), kind=Kind.CHOSEN, **event)
    notify_followers(get_follows_at_activity(question, activity), not_notified, kind=Kind.ANSWER, **event)


NOTIFIERS_BY_ACTIVITY = {
    Activity.What.POSTED: notify_about_comment,
    Activity.What.EDITED: notify_about_edit,
    Activity.What.ANSWERED: notify_about_answer,
    Activity.What.UNANSWERED: notify_about_unanswered,
}


def get_follows_at_activity(comment: Comment, activity: Activity) -> Any:
    """Return the follows that existed at the time of the activity.

    They are of the comment's thread, its item or, for a question to the community, its focus area.
    """
    followed = Q(thread=comment.beginning_id)
    if comment.item_id:
        followed |= Q(item=comment.item_id)
    elif comment.is_question:
        followed |= Q(focus_area=comment.focus_area_id)
    return Follow.objects.filter(followed, since__lte=activity.at)
