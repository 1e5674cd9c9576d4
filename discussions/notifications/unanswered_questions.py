"""Questions without a reply, of which followers of their focus areas are told after a week."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from discussions.models import Activity, Comment, Follow, Kind, State
from discussions.notifications.recipients import get_people_not_notified, notify_followers

UNANSWERED_PERIOD = timedelta(days=7)
MAX_QUESTION_AGE = timedelta(days=30)
"""Followers are not asked to answer an older question."""
BATCH_SIZE = 500


def record_unanswered() -> None:
    """Store an activity for each question to which nobody else has replied in `UNANSWERED_PERIOD`."""
    now = timezone.now()
    replies = Comment.objects.filter(root=OuterRef("pk"), state=State.VISIBLE).exclude(author=OuterRef("author"))
    recorded = Activity.objects.filter(what=Activity.What.UNANSWERED, comment=OuterRef("pk"))
    waiting = (
        Comment.objects.public()
        .unanswered()
        .filter(created_at__range=(now - MAX_QUESTION_AGE, now - UNANSWERED_PERIOD))
    )
    unanswered = waiting.exclude(Exists(replies.order_by())).exclude(Exists(recorded.order_by()))
    rows = [Activity(what=Activity.What.UNANSWERED, comment_id=pk) for pk in unanswered.values_list("pk", flat=True)]
    Activity.objects.bulk_create(rows, ignore_conflicts=True, batch_size=BATCH_SIZE)


def notify_about_unanswered(question: Comment, activity: Activity) -> None:
    """Tell the followers of a question's focus areas that it still waits for an answer."""
    if question.answer_id:
        return
    areas = question.item.focus_areas.values("pk") if question.item else [question.focus_area_id]
    followed_before = Q(since__lte=question.created_at + UNANSWERED_PERIOD)
    follows = Follow.objects.filter(followed_before, focus_area__in=areas)  # type: ignore[misc]
    event = {"event": f"unanswered-{question.pk}", "subject_id": question.pk}
    notify_followers(follows, get_people_not_notified(question.author), kind=Kind.UNANSWERED, **event)
