"""Reports of posts and members, by members and visitors, with one open report per person and thing."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction

from accounts.models import User
from discussions.models import Comment, Report

type Thing = Comment | User


def get_reports(thing: Thing) -> Any:
    return Report.objects.filter(**build_thing_filter(thing))


def build_thing_filter(thing: Thing) -> dict[str, Any]:
    """Return the field of a report that refers to this thing."""
    return {"comment": thing} if isinstance(thing, Comment) else {"member": thing}


def has_reported(user: Any, thing: Thing, email: str = "") -> bool:
    """Return whether an open report of this by the user exists."""
    return get_reports(thing).sent_by(user, email).open().exists()


def save_report(thing: Thing, user: Any, form: Any, *, looks_automated: bool) -> bool:
    """Save a report from a form. Return False if the user has an open one, even one saved at the same moment."""
    values = form.cleaned_data
    if has_reported(user, thing, values["email"]):
        return False
    row = Report(
        **build_thing_filter(thing),
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
