"""Votes for helpful comments."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from discussions.comments.state import get_place, is_place, lock_contribution
from discussions.models import Comment, HelpfulVote
from gateway.catalogue.models import lock_rows


@transaction.atomic
def save_vote(user: Any, comment: Comment, *, helpful: bool) -> int:
    """Add or remove a member's vote, once however often it is sent, and return the number of votes.

    The votes are counted in the same transaction, with the comment's row locked. A member whose account is being
    deleted cannot add votes.
    """
    if is_place(comment):
        lock_rows(get_place(comment))
    member_exists = lock_contribution(user.pk)
    locked = Comment.objects.select_for_update(no_key=True).get(pk=comment.pk)
    if helpful and member_exists:
        HelpfulVote.objects.bulk_create([HelpfulVote(comment=locked, user=user)], ignore_conflicts=True)
    else:
        HelpfulVote.objects.filter(comment=locked, user=user).delete()
    locked.helpful_count = HelpfulVote.objects.filter(comment=locked).count()
    locked.save(update_fields=["helpful_count"])
    return locked.helpful_count
