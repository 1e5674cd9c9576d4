"""What must be seen by an editor before others read it."""

from __future__ import annotations

from typing import Any

from discussions.models import Comment


def reasons_to_hold(author: Any, comment: Comment) -> list[str]:
    """Why a new or changed comment waits for an editor, in words for the editor; none if others may read it at once."""
    return []
