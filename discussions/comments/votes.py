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
    is_there = lock_contribution(user.pk)
    held = Comment.objects.select_for_update(no_key=True).get(pk=comment.pk)
    if helpful and is_there:
        HelpfulVote.objects.bulk_create([HelpfulVote(comment=held, user=user)], ignore_conflicts=True)
    else:
        HelpfulVote.objects.filter(comment=held, user=user).delete()
    held.helpful_count = HelpfulVote.objects.filter(comment=held).count()
    held.save(update_fields=["helpful_count"])
    return held.helpful_count
