"""What members found helpful."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from discussions.comments.state import hold_contribution, is_place, place_of
from discussions.models import Comment, HelpfulVote
from gateway.catalogue.models import hold


@transaction.atomic
def vote(user: Any, comment: Comment, *, helpful: bool) -> int:
    """Notes that a member finds a comment helpful, or no longer does, and gives how many do.

    To say it twice is to say it once. The count is made in the same transaction, with the comment's row held; a member
    whose account is being deleted gives no more votes.
    """
    if is_place(comment):
        hold(place_of(comment))
    is_there = hold_contribution(user.pk)
    held = Comment.objects.select_for_update(no_key=True).get(pk=comment.pk)
    if helpful and is_there:
        HelpfulVote.objects.bulk_create([HelpfulVote(comment=held, user=user)], ignore_conflicts=True)
    else:
        HelpfulVote.objects.filter(comment=held, user=user).delete()
    held.helpful_count = HelpfulVote.objects.filter(comment=held).count()
    held.save(update_fields=["helpful_count"])
    return held.helpful_count
