"""Editors' decisions about posts, messages and members, each logged in the same transaction.

A decision includes the token of the state that its editor saw. If that has changed, for example because another editor
has decided, nothing is changed and the editor is told. Locks are taken in the order of `discussions.comments.state`,
then the member.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import Conflict, User
from accounts.monitoring.security_log import log_event
from discussions.comments import comment_activities, edits
from discussions.comments.state import StateNotAllowed, change_state, lock_counters
from discussions.models import Act, Comment, ModerationDecision, Report, State
from discussions.moderation import emails
from practice.models import MessageReport, SchoolMessage

ACTS_BY_STATE: dict[str, tuple[Act, ...]] = {
    State.HELD: (Act.APPROVE, Act.HIDE),
    State.VISIBLE: (Act.KEEP, Act.HIDE),
    State.HIDDEN: (Act.RESTORE, Act.KEEP),
    State.DELETED: (Act.KEEP,),
}
"""Keeping a post as it is closes its reports."""
ACTS_ON_EDIT = (Act.APPROVE, Act.DECLINE, Act.HIDE, Act.KEEP)
"""For a public post with a waiting edit: approving and declining apply to the edit."""
STATES_BY_ACT = {Act.APPROVE: State.VISIBLE, Act.RESTORE: State.VISIBLE, Act.HIDE: State.HIDDEN}


class DecidedMeanwhile(Conflict):
    """The case has changed since the editor saw it: another editor decided, or its author changed it."""


class DecisionNotAllowed(Exception):
    """This editor may not decide the case. The message says why."""


@dataclass(frozen=True)
class Ruling:
    """An editor's choice: the act on the post, whether its author is warned or suspended, and the reason."""

    act: str = ""
    warns: bool = False
    until: datetime | None = None
    lifts: bool = False
    reason: str = ""
    concern: str = ""


def get_case_token(thing: Comment | SchoolMessage | User) -> str:
    """Return a token for the current state of a case: its latest decision and, for a post, its state and version."""
    about = {Comment: "comment", SchoolMessage: "message", User: "member"}[type(thing)]
    return make_case_token(
        ModerationDecision.objects.filter(**{about: thing}).values_list("pk", flat=True).first(), thing
    )


def make_case_token(latest: int | None, thing: Any) -> str:
    """Return the token if the key of the latest decision is known, or that there is none."""
    return f"{latest or 0}.{thing.state}.{thing.version}" if isinstance(thing, Comment) else str(latest or 0)


@transaction.atomic
def decide_on_comment(comment: Comment, by: User, ruling: Ruling, token: str) -> list[ModerationDecision]:
    """Decide about a post and its author. Raise DecidedMeanwhile or DecisionNotAllowed."""
    lock_counters(comment)
    comment = Comment.objects.select_for_update(no_key=True, of=("self",)).get(pk=comment.pk)
    check_decision_allowed(comment, comment.author_id, by, token)
    if ruling.act and ruling.act not in get_possible_acts(comment):
        raise DecidedMeanwhile
    pending = get_pending_edit(comment)
    is_about_edit = pending is not None and ruling.act in (Act.APPROVE, Act.DECLINE)
    text = pending.text if is_about_edit else comment.text
    if is_about_edit:
        settle_edit(comment, ruling.act)
    else:
        apply_act(comment, ruling.act)
    reports = Report.objects.filter(comment=comment).open()
    about = {"comment": comment, "text": text or reports.values_list("text", flat=True).first() or ""}
    return carry_out_ruling(ruling, by, comment.author, about, reports)


def get_pending_edit(comment: Comment) -> Any:
    """Return the edit of a public post that waits for an editor, or None."""
    return comment.edit_waiting if comment.state == State.VISIBLE else None


def get_possible_acts(comment: Comment) -> tuple[Act, ...]:
    """Return the acts that are possible for a post in its current state."""
    return ACTS_ON_EDIT if get_pending_edit(comment) else ACTS_BY_STATE[comment.state]


def settle_edit(comment: Comment, act: str) -> None:
    """Publish or discard the waiting edit of a post; its author reads it with the decision."""
    if act == Act.APPROVE:
        edits.publish_edit(comment, comment.author, comment.edit_waiting.text)
    else:
        edits.delete_pending_edit(comment)


@transaction.atomic
def decide_on_member(member: User, by: User, ruling: Ruling, token: str) -> list[ModerationDecision]:
    """Dismiss reports of a member, warn or suspend them, or end a suspension.

    Raise DecidedMeanwhile or DecisionNotAllowed.
    """
    member = User.objects.select_for_update(no_key=True).get(pk=member.pk)
    check_decision_allowed(member, member.pk, by, token)
    return carry_out_ruling(ruling, by, member, {}, Report.objects.filter(member=member).open())


@transaction.atomic
def decide_on_message(message: SchoolMessage, by: User, ruling: Ruling, token: str) -> list[ModerationDecision]:
    """Decide about a reported message to a school, and its sender.

    Raise DecidedMeanwhile or DecisionNotAllowed.
    """
    message = SchoolMessage.objects.select_for_update(no_key=True, of=("self",)).get(pk=message.pk)
    check_decision_allowed(message, message.sender_id, by, token)
    reports = MessageReport.objects.filter(message=message).open()
    return carry_out_ruling(ruling, by, message.sender, {"message": message, "text": message.text}, reports)


def check_decision_allowed(thing: Any, person_id: int | None, by: User, token: str) -> None:
    """Raise DecisionNotAllowed for the editor's own case, and DecidedMeanwhile if the case has changed."""
    if person_id == by.pk:
        raise DecisionNotAllowed("You cannot decide about yourself or what you wrote. Another editor must decide.")
    if get_case_token(thing) != token:
        raise DecidedMeanwhile


def apply_act(comment: Comment, act: str) -> None:
    """Show or hide a post. Note an event when others can read it for the first time."""
    if act not in STATES_BY_ACT:
        return
    is_first = bool(comment.held_because) and STATES_BY_ACT[Act(act)] == State.VISIBLE
    try:
        change_state(comment, STATES_BY_ACT[Act(act)], **({"held_because": ""} if is_first else {}))
    except StateNotAllowed as error:
        raise DecidedMeanwhile from error
    if is_first:
        comment_activities.record_post(comment)


def carry_out_ruling(
    ruling: Ruling, by: User, member: User | None, about: dict[str, Any], reports: Any
) -> list[ModerationDecision]:
    """Log the decisions, carry them out for the member, close the reports, and tell everyone concerned."""
    common = {"by": by, "member": member, "reason": ruling.reason, "concern": ruling.concern, **about}
    rows = [ModerationDecision(act=act, until=until, **common) for act, until in list_acts(ruling, member)]
    if not rows:
        raise DecisionNotAllowed("Choose what to do.")
    for row in rows:
        row.save()
    if member is not None:
        update_suspension(ruling, member)
        emails.email_member(member, rows)
    close_reports(reports, by, rows)
    return rows


def list_acts(ruling: Ruling, member: User | None) -> list[tuple[str, datetime | None]]:
    """Return the acts that a ruling adds to the log, with the end of a suspension."""
    acts: list[tuple[str, datetime | None]] = [(ruling.act, None)] if ruling.act else []
    if member is None:
        return acts
    if ruling.warns:
        acts.append((Act.WARN, None))
    if ruling.until:
        acts.append((Act.SUSPEND, ruling.until))
    if ruling.lifts:
        acts.append((Act.LIFT, None))
    return acts


def update_suspension(ruling: Ruling, member: User) -> None:
    """Suspend a member or end a suspension. Raise DecisionNotAllowed for an editor."""
    if not (ruling.until or ruling.lifts):
        return
    if member.is_editor and ruling.until:
        raise DecisionNotAllowed(
            "You cannot suspend an editor. The people who run the Gateway must remove their rights first."
        )
    User.objects.filter(pk=member.pk).update(suspended_until=ruling.until)
    log_event("suspension", of=member.pk, until=ruling.until)


def close_reports(reports: Any, by: User, rows: Sequence[ModerationDecision]) -> None:
    """Close the waiting reports, and tell those who sent them the outcome."""
    waiting = list(reports.select_related("by"))
    values: dict[str, Any] = {"handled_at": timezone.now()}
    if reports.model is MessageReport:
        values["handled_by"] = by
    reports.model.objects.filter(pk__in=[report.pk for report in waiting]).update(**values)
    emails.email_reporters(waiting, rows)
