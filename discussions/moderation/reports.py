"""Reports: by members and visitors, of posts and of members; one that waits from each person for each thing."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import IntegrityError, transaction

from accounts.models import User
from discussions.models import Comment, Report

type Thing = Comment | User


def reports_of(thing: Thing) -> Any:
    """The reports of a comment or of a member."""
    return Report.objects.filter(**named(thing))


def named(thing: Thing) -> dict[str, Any]:
    """The column of a report that names this thing."""
    return {"comment": thing} if isinstance(thing, Comment) else {"member": thing}


def has_reported(user: Any, thing: Thing, email: str = "") -> bool:
    """Whether a report by this person waits already."""
    return reports_of(thing).by_person(user, email).open().exists()


def reported_comments(user: Any, among: Collection[int] | None = None) -> set[int]:
    """The keys of the comments on which a report by this member waits; none for a visitor. One query, or none."""
    if not user.is_authenticated:
        return set()
    found = Report.objects.filter(by=user, comment__isnull=False).open()
    if among is not None:
        found = found.filter(comment__in=among)
    return set(found.values_list("comment_id", flat=True))


def save_report(thing: Thing, user: Any, form: Any, *, looks_automated: bool) -> bool:
    """Stores a report as a form says; False if this person has one waiting, also if it came in this moment."""
    values = form.cleaned_data
    if has_reported(user, thing, values["email"]):
        return False
    row = Report(
        **named(thing),
        by=user if user.is_authenticated else None,
        email=values["email"],
        concern=values["concern"],
        words=values["words"],
        text=thing.text if isinstance(thing, Comment) else "",
        form_key=values["form_key"],
        looks_automated=looks_automated,
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        return False
    return True
