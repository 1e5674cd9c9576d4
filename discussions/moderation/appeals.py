"""Decisions about appeals, by another editor than the one who made the first decision, if there is one."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from discussions.comments import edits
from discussions.comments.state import lock_counters
from discussions.models import Act, Appeal, Comment, ModerationDecision, State
from discussions.moderation import emails
from discussions.moderation.decisions import DecidedMeanwhile, DecisionNotAllowed, apply_act


@transaction.atomic
def decide_appeal(appeal: Appeal, by: User, *, follow: bool, reason: str) -> ModerationDecision:
    """Accept an appeal, which reverses the decision, or reject it. Raise DecidedMeanwhile or DecisionNotAllowed."""
    check_may_decide(appeal, by)
    if appeal.decision.comment is not None:
        lock_counters(appeal.decision.comment)
    appeal = Appeal.objects.select_for_update(no_key=True, of=("self",)).get(pk=appeal.pk)
    if appeal.decided_at:
        raise DecidedMeanwhile
    first = appeal.decision
    act = reverse_decision(first) if follow else Act.UPHOLD
    about: dict[str, Any] = {"member": first.member, "comment": first.comment, "message": first.message}
    answer = ModerationDecision(act=act, by=by, reason=reason, text=first.text, concern=first.concern, **about)
    answer.save()
    appeal.answer, appeal.decided_at = answer, timezone.now()
    appeal.save(update_fields=["answer", "decided_at"])
    emails.email_appellant(appeal, answer)
    return answer


def check_may_decide(appeal: Appeal, by: User) -> None:
    """Raise DecisionNotAllowed if the editor may not decide the appeal.

    An editor may not decide their own appeal, nor, if there is another editor, an appeal against their own decision.
    """
    if appeal.by_id == by.pk:
        raise DecisionNotAllowed("You cannot decide your own appeal. Another editor must decide.")
    if appeal.decision.by_id == by.pk and has_other_editor(by, appeal):
        raise DecisionNotAllowed("You made the first decision. Another editor must decide the appeal.")


def has_other_editor(by: User, appeal: Appeal) -> bool:
    return User.objects.editors().exclude(pk__in=[by.pk, appeal.by_id]).exists()


def reverse_decision(first: ModerationDecision) -> Act:
    """Undo a decision as far as it still has an effect, and return what that is called in the log."""
    if first.act == Act.SUSPEND and first.member is not None:
        User.objects.filter(pk=first.member.pk, suspended_until=first.until).update(suspended_until=None)
        return Act.LIFT
    if first.act == Act.HIDE and first.comment is not None:
        comment = Comment.objects.select_for_update(no_key=True, of=("self",)).get(pk=first.comment.pk)
        if comment.state == State.HIDDEN:
            apply_act(comment, Act.RESTORE)
            return Act.RESTORE
    if first.act == Act.DECLINE and first.comment is not None and first.text:
        comment = Comment.objects.select_for_update(no_key=True, of=("self",)).get(pk=first.comment.pk)
        if comment.state == State.VISIBLE and comment.edit_waiting is None:
            edits.publish_edit(comment, comment.author, first.text)
            return Act.APPROVE
    return Act.WITHDRAW
