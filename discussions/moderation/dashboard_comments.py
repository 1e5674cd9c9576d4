"""The discussion cases that wait for an editor, for the front page of the admin."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from discussions.moderation.queue import APPEAL_CASE, COMMENT_CASE, MEMBER_CASE, MESSAGE_CASE, waiting
from gateway.catalogue.dashboard import Waiting


def list_waiting() -> list[Waiting]:
    """Return posts that are held or reported, reported members and messages, and appeals."""
    found = waiting()

    def among(kinds: Sequence[str], one: str, many: str) -> Waiting:
        these = [each for each in found if each.kind in kinds]
        urgent = sum(each.is_urgent for each in these)
        words = f"{len(these):,} {one if len(these) == 1 else many}"
        words += f", {urgent:,} of them urgent" if urgent else ""
        since = min((each.since for each in these), default=None)
        return Waiting(len(these), since, reverse("discussions:moderation") + f"?kind={kinds[0]}", words)

    return [
        among([COMMENT_CASE], "post is held or reported", "posts are held or reported"),
        among([MEMBER_CASE], "member is reported", "members are reported"),
        among([MESSAGE_CASE], "message is reported", "messages are reported"),
        among([APPEAL_CASE], "appeal", "appeals"),
    ]
