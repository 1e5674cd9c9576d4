"""The discussion cases that wait for an editor, for the front page of the admin."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from discussions.moderation.queue import APPEAL_CASE, COMMENT_CASE, MEMBER_CASE, MESSAGE_CASE, get_waiting_cases
from gateway.catalogue.dashboard import Waiting


def list_waiting() -> list[Waiting]:
    """Return posts that are held or reported, reported members and messages, and appeals."""
    found = get_waiting_cases()

    def build_waiting(kinds: Sequence[str], one: str, many: str) -> Waiting:
        cases = [each for each in found if each.kind in kinds]
        urgent = sum(each.is_urgent for each in cases)
        words = f"{len(cases):,} {one if len(cases) == 1 else many}"
        words += f", {urgent:,} of them urgent" if urgent else ""
        since = min((each.since for each in cases), default=None)
        return Waiting(len(cases), since, reverse("discussions:moderation") + f"?kind={kinds[0]}", words)

    return [
        build_waiting([COMMENT_CASE], "post is held or reported", "posts are held or reported"),
        build_waiting([MEMBER_CASE], "member is reported", "members are reported"),
        build_waiting([MESSAGE_CASE], "message is reported", "messages are reported"),
        build_waiting([APPEAL_CASE], "appeal", "appeals"),
    ]
