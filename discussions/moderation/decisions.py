"""Editors' decisions about posts, messages and members, each logged in the same transaction.

A decision says what its editor saw. If that has changed, for example because another editor has decided, nothing
happens and the editor is told. Locks are taken in the order of `discussions.comments.state`, then the member.
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
from discussions.comments import edits, events
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
"""What can become of a post in each state; to leave it as it is answers the reports of it."""
ACTS_ON_EDIT = (Act.APPROVE, Act.DECLINE, Act.HIDE, Act.KEEP)
"""The same for a public post with an edit that waits: what is approved or not taken is the edit."""
STATES_BY_ACT = {Act.APPROVE: State.VISIBLE, Act.RESTORE: State.VISIBLE, Act.HIDE: State.HIDDEN}


class DecidedMeanwhile(Conflict):
    """The case has changed since the editor saw it: another editor decided, or its author changed it."""


class NotToDecide(Exception):
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


def seen(thing: Comment | SchoolMessage | User) -> str:
    """Return a token for the current state of a case: its latest decision and, for a post, its state and version."""
    about = {Comment: "comment", SchoolMessage: "message", User: "member"}[type(thing)]
    return seen_after(ModerationDecision.objects.filter(**{about: thing}).values_list("pk", flat=True).first(), thing)


def seen_after(latest: int | None, thing: Any) -> str:
    """Return the token if the key of the latest decision is known, or that there is none."""
    return f"{latest or 0}.{thing.state}.{thing.version}" if isinstance(thing, Comment) else str(latest or 0)


@transaction.atomic
def decide_on_comment(comment: Comment, by: User, ruling: Ruling, as_seen: str) -> list[ModerationDecision]:
    """Decide about a post and its author. Raise DecidedMeanwhile or NotToDecide."""
    lock_counters(comment)
    comment = Comment.objects.select_for_update(no_key=True, of=("self",)).get(pk=comment.pk)
    check(comment, comment.author_id, by, as_seen)
    if ruling.act and ruling.act not in acts_for(comment):
        raise DecidedMeanwhile
    pending = pending_edit_of(comment)
    is_about_edit = pending is not None and ruling.act in (Act.APPROVE, Act.DECLINE)
    text = pending.text if is_about_edit else comment.text
    if is_about_edit:
        settle_edit(comment, ruling.act)
    else:
        become(comment, ruling.act)
    reports = Report.objects.filter(comment=comment).open()
    about = {"comment": comment, "text": text or reports.values_list("text", flat=True).first() or ""}
    return conclude(ruling, by, comment.author, about, reports)


def pending_edit_of(comment: Comment) -> Any:
    """Return the edit of a public post that waits for an editor, or None."""
    return comment.edit_waiting if comment.state == State.VISIBLE else None


def acts_for(comment: Comment) -> tuple[Act, ...]:
    """Return the acts that are possible for a post in its current state."""
    return ACTS_ON_EDIT if pending_edit_of(comment) else ACTS_BY_STATE[comment.state]


def settle_edit(comment: Comment, act: str) -> None:
    """Publish or discard the waiting edit of a post; its author reads it with the decision."""
    if act == Act.APPROVE:
        edits.publish_edit(comment, comment.author, comment.edit_waiting.text)
    else:
        edits.delete_pending_edit(comment)


@transaction.atomic
def decide_on_member(member: User, by: User, ruling: Ruling, as_seen: str) -> list[ModerationDecision]:
    """Dismiss reports of a member, warn or suspend them, or end a suspension.

    Raise DecidedMeanwhile or NotToDecide.
    """
    member = User.objects.select_for_update(no_key=True).get(pk=member.pk)
    check(member, member.pk, by, as_seen)
    return conclude(ruling, by, member, {}, Report.objects.filter(member=member).open())


@transaction.atomic
def decide_on_message(message: SchoolMessage, by: User, ruling: Ruling, as_seen: str) -> list[ModerationDecision]:
    """Decide about a reported message to a school, and its sender.

    Raise DecidedMeanwhile or NotToDecide.
    """
    message = SchoolMessage.objects.select_for_update(no_key=True, of=("self",)).get(pk=message.pk)
    check(message, message.sender_id, by, as_seen)
    reports = MessageReport.objects.filter(message=message).open()
    return conclude(ruling, by, message.sender, {"message": message, "text": message.text}, reports)


def check(thing: Any, person_id: int | None, by: User, as_seen: str) -> None:
    """Raise NotToDecide for the editor's own case, and DecidedMeanwhile if the case has changed."""
    if person_id == by.pk:
        raise NotToDecide("You cannot decide about yourself or what you wrote. Another editor must decide.")
    if seen(thing) != as_seen:
        raise DecidedMeanwhile


def become(comment: Comment, act: str) -> None:
    """Show or hide a post. Note an event when others can read it for the first time."""
    if act not in STATES_BY_ACT:
        return
    is_first = bool(comment.held_because) and STATES_BY_ACT[Act(act)] == State.VISIBLE
    try:
        change_state(comment, STATES_BY_ACT[Act(act)], **({"held_because": ""} if is_first else {}))
    except StateNotAllowed as error:
        raise DecidedMeanwhile from error
    if is_first:
        events.record_post(comment)


def conclude(
    ruling: Ruling, by: User, member: User | None, about: dict[str, Any], reports: Any
) -> list[ModerationDecision]:
    """Log the decisions, carry them out for the member, close the reports, and tell everyone concerned."""
    common = {"by": by, "member": member, "reason": ruling.reason, "concern": ruling.concern, **about}
    rows = [ModerationDecision(act=act, until=until, **common) for act, until in acts_of(ruling, member)]
    if not rows:
        raise NotToDecide("Choose what to do.")
    for row in rows:
        row.save()
    if member is not None:
        carry_out(ruling, member)
        emails.tell_member(member, rows)
    answer(reports, by, rows)
    return rows


def acts_of(ruling: Ruling, member: User | None) -> list[tuple[str, datetime | None]]:
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


def carry_out(ruling: Ruling, member: User) -> None:
    """Suspend a member or end a suspension. Raise NotToDecide for an editor."""
    if not (ruling.until or ruling.lifts):
        return
    if member.is_editor and ruling.until:
        raise NotToDecide(
            "You cannot suspend an editor. The people who run the Gateway must remove their rights first."
        )
    User.objects.filter(pk=member.pk).update(suspended_until=ruling.until)
    log_event("suspension", of=member.pk, until=ruling.until)


def answer(reports: Any, by: User, rows: Sequence[ModerationDecision]) -> None:
    """Close the waiting reports, and tell those who sent them the outcome."""
    waiting = list(reports.select_related("by"))
    values: dict[str, Any] = {"handled_at": timezone.now()}
    if reports.model is MessageReport:
        values["handled_by"] = by
    reports.model.objects.filter(pk__in=[report.pk for report in waiting]).update(**values)
    emails.tell_reporters(waiting, rows)
