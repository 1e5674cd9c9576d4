"""Reports of posts and members, by members and visitors, with one open report per person and thing."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import IntegrityError, transaction

from accounts.models import User
from discussions.models import Comment, Report

type Thing = Comment | User


def reports_of(thing: Thing) -> Any:
    return Report.objects.filter(**named(thing))


def named(thing: Thing) -> dict[str, Any]:
    """Return the field of a report that refers to this thing."""
    return {"comment": thing} if isinstance(thing, Comment) else {"member": thing}


def has_reported(user: Any, thing: Thing, email: str = "") -> bool:
    """Return whether an open report of this by the user exists."""
    return reports_of(thing).by_person(user, email).open().exists()


def reported_comments(user: Any, among: Collection[int] | None = None) -> set[int]:
    """Return the keys of comments with an open report by the user. One query, or none for a visitor."""
    if not user.is_authenticated:
        return set()
    found = Report.objects.filter(by=user, comment__isnull=False).open()
    if among is not None:
        found = found.filter(comment__in=among)
    return set(found.values_list("comment_id", flat=True))


def save_report(thing: Thing, user: Any, form: Any, *, looks_automated: bool) -> bool:
    """Save a report from a form. Return False if the user has an open one, even one saved at the same moment."""
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
