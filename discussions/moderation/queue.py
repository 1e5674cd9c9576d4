"""The cases that wait for an editor: held and reported posts, reported members and messages, and appeals.

The page of the queue costs a fixed number of queries, regardless of the number of cases.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, Min, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import URGENT_CONCERNS, User
from discussions.models import Appeal, Comment, Contribution, ModerationDecision, PendingEdit, Report, State
from discussions.moderation.decisions import get_pending_edit, get_possible_acts, make_case_token
from practice.models import MessageReport, SchoolMessage

COMMENT_CASE, MEMBER_CASE, MESSAGE_CASE, APPEAL_CASE = "comment", "member", "message", "appeal"
MAX_DECISIONS_PER_MEMBER = 5
IS_URGENT = Q(concern__in=URGENT_CONCERNS, looks_automated=False)


@dataclass(frozen=True)
class WaitingCase:
    """A waiting case: what it is about, since when it waits, and whether it is urgent."""

    kind: str
    pk: int
    since: datetime
    is_urgent: bool = False


@dataclass
class Case:
    """A case with everything that an editor needs to decide it."""

    kind: str
    thing: Any
    since: datetime | None = None
    is_urgent: bool = False
    member: User | None = None
    reports: list[Any] = field(default_factory=list)
    history: list[ModerationDecision] = field(default_factory=list)
    decided: list[ModerationDecision] = field(default_factory=list)
    posts: int = 0

    @property
    def comment(self) -> Comment | None:
        return self.thing if self.kind == COMMENT_CASE else None

    @property
    def acts(self) -> list[tuple[str, str]]:
        """Return the acts that are possible for the post with the labels of their buttons, the usual one first."""
        if self.kind != COMMENT_CASE:
            return [("keep", "Leave it as it is")] if self.reports else []
        words = {"approve": "Approve", "hide": "Hide", "restore": "Show again", "keep": "Leave it as it is"}
        if get_pending_edit(self.thing):
            words |= {"approve": "Approve the change", "decline": "Do not accept the change", "hide": "Hide the post"}
        return [(act, words[act]) for act in get_possible_acts(self.thing) if act != "keep" or self.reports]

    @property
    def token(self) -> str:
        """Return the token of the state that the page shows."""
        return make_case_token(self.decided[0].pk if self.decided else None, self.thing)

    @property
    def concern(self) -> str:
        return self.reports[0].concern if self.reports else ""


def get_waiting_cases(
    kinds: Sequence[str] = (COMMENT_CASE, MEMBER_CASE, MESSAGE_CASE, APPEAL_CASE),
) -> list[WaitingCase]:
    """Return the waiting cases, urgent ones first, then the longest waiting. Six queries."""
    found: dict[tuple[str, int], WaitingCase] = {}
    for each in iterate_waiting_cases(kinds):
        known = found.get((each.kind, each.pk), each)
        urgent = known.is_urgent or each.is_urgent
        found[each.kind, each.pk] = WaitingCase(each.kind, each.pk, min(known.since, each.since), urgent)
    return sorted(found.values(), key=lambda each: (not each.is_urgent, each.since))


def iterate_waiting_cases(kinds: Sequence[str]) -> Iterator[WaitingCase]:
    """Yield what waits. A post is yielded twice if it is both held, or has a waiting edit, and reported."""
    if COMMENT_CASE in kinds:
        held = Comment.objects.filter(state=State.HELD).values_list("pk", Coalesce("edited_at", "created_at"))
        yield from (WaitingCase(COMMENT_CASE, pk, since) for pk, since in held)
        edits = PendingEdit.objects.filter(comment__state=State.VISIBLE).order_by()
        yield from (WaitingCase(COMMENT_CASE, pk, since) for pk, since in edits.values_list("comment", "created_at"))
        yield from get_reported_cases(
            Report.objects.filter(comment__isnull=False).open(), COMMENT_CASE, "comment", "created_at"
        )
    if MEMBER_CASE in kinds:
        yield from get_reported_cases(
            Report.objects.filter(member__isnull=False).open(), MEMBER_CASE, "member", "created_at"
        )
    if MESSAGE_CASE in kinds:
        yield from get_reported_cases(
            MessageReport.objects.open(), MESSAGE_CASE, "message", "reported_at", Q(concern__in=URGENT_CONCERNS)
        )
    if APPEAL_CASE in kinds:
        appeals = Appeal.objects.filter(decided_at=None).values_list("pk", "created_at")
        yield from (WaitingCase(APPEAL_CASE, pk, since) for pk, since in appeals)


def get_reported_cases(reports: Any, kind: str, of: str, at: str, urgent: Q = IS_URGENT) -> Iterator[WaitingCase]:
    """Yield each reported thing once, with the time of its first report."""
    sums = reports.order_by().values_list(of).annotate(since=Min(at), urgent=Count("pk", filter=urgent))
    return (WaitingCase(kind, pk, since, bool(count)) for pk, since, count in sums)


def build_cases(found: Iterable[WaitingCase]) -> list[Case]:
    """Return these cases with everything that an editor needs. A fixed number of queries."""
    by_kind: dict[str, list[int]] = defaultdict(list)
    for each in found:
        by_kind[each.kind].append(each.pk)
    things = {kind: load_things(kind, pks) for kind, pks in by_kind.items()}
    made = [
        Case(each.kind, things[each.kind][each.pk], each.since, each.is_urgent)
        for each in found
        if each.pk in things[each.kind]
    ]
    add_details(made)
    return made


def load_things(kind: str, pks: Sequence[int]) -> dict[int, Any]:
    """Return the rows of one kind by key, with related rows."""
    rows: dict[str, Any] = {
        COMMENT_CASE: Comment.objects.select_related("author", "item", "focus_area", "parent__author", "pending_edit"),
        MEMBER_CASE: User.objects.all(),
        MESSAGE_CASE: SchoolMessage.objects.select_related("sender", "school", "answers"),
        APPEAL_CASE: Appeal.objects.select_related("decision__comment", "decision__by", "by"),
    }
    return rows[kind].in_bulk(pks)


def add_details(made: Sequence[Case]) -> None:
    """Add reports, earlier decisions and the member's history to cases. Four queries."""
    for case in made:
        case.member = get_member(case)
    keys = {
        kind: [case.thing.pk for case in made if case.kind == kind]
        for kind in (COMMENT_CASE, MEMBER_CASE, MESSAGE_CASE)
    }
    members = {case.member.pk for case in made if case.member}
    reports = get_open_reports(keys)
    decisions = get_decisions(keys, members)
    counts = dict(Contribution.objects.filter(user__in=members).values_list("user_id", "comment_count"))
    for case in made:
        case.reports = reports[case.kind, case.thing.pk]
        case.decided = [each for each in decisions if is_about(each, case)]
        if case.member:
            case.history = [each for each in decisions if each.member_id == case.member.pk][:MAX_DECISIONS_PER_MEMBER]
            case.posts = counts.get(case.member.pk, 0)


def get_member(case: Case) -> User | None:
    people = {
        COMMENT_CASE: lambda: case.thing.author,
        MEMBER_CASE: lambda: case.thing,
        MESSAGE_CASE: lambda: case.thing.sender,
        APPEAL_CASE: lambda: case.thing.by,
    }
    return people[case.kind]()


def get_open_reports(keys: dict[str, list[int]]) -> dict[tuple[str, int], list[Any]]:
    """Return the waiting reports by the kind and key of what they are about. Two queries."""
    found: dict[Any, list[Any]] = defaultdict(list)
    about = Q(comment__in=keys[COMMENT_CASE]) | Q(member__in=keys[MEMBER_CASE])
    for report in Report.objects.filter(about).open().select_related("by"):
        found[(COMMENT_CASE, report.comment_id) if report.comment_id else (MEMBER_CASE, report.member_id)].append(
            report
        )
    for each in MessageReport.objects.filter(message__in=keys[MESSAGE_CASE]).open().select_related("by"):
        found[MESSAGE_CASE, each.message_id].append(each)
    return found


def get_decisions(keys: dict[str, list[int]], members: set[int]) -> list[ModerationDecision]:
    """Return the decisions about these posts, messages and members, the latest first. One query."""
    about = Q(comment__in=keys[COMMENT_CASE]) | Q(message__in=keys[MESSAGE_CASE]) | Q(member__in=members)
    return list(ModerationDecision.objects.filter(about).defer("text").select_related("by"))


def is_about(decision: ModerationDecision, case: Case) -> bool:
    about = {COMMENT_CASE: decision.comment_id, MEMBER_CASE: decision.member_id, MESSAGE_CASE: decision.message_id}
    return case.kind in about and about[case.kind] == case.thing.pk


def build_case(kind: str, pk: int) -> Case | None:
    """Return the case of one thing, whether or not it waits."""
    now = [WaitingCase(kind, pk, timezone.now())]
    made = build_cases(now)
    return made[0] if made else None
