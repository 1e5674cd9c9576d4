"""Invented people for a development database, so that every role can be tried."""

from __future__ import annotations

from typing import Any, NamedTuple

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import check_password, get_hasher
from django.db import transaction
from django.utils.text import slugify

from accounts.models import User
from accounts.models.user import role_choices


class SamplePerson(NamedTuple):
    """An invented person, whose password everybody knows."""

    email: str
    password: str
    role: str
    display_name: str
    rights: dict[str, bool] = {}  # noqa: RUF012


PEOPLE = (
    SamplePerson(
        "admin@example.org",
        "sample-administrator",
        "administrator",
        "Ada Sample",
        {"is_superuser": True, "is_staff": True, "is_editor": True},
    ),
    SamplePerson("editor@example.org", "sample-editor", "editor", "Edi Sample", {"is_staff": True, "is_editor": True}),
    SamplePerson("publisher-owner@example.org", "sample-publisher-owner", "publisher owner", "Olive Sample"),
    SamplePerson("contributor@example.org", "sample-contributor", "publisher contributor", "Connie Sample"),
    SamplePerson("other-publisher@example.org", "sample-other-publisher", "owner of another publisher", "Otto Sample"),
    SamplePerson("senco@example.org", "sample-senco", "SENCO", "Sena Sample"),
    SamplePerson("teacher@example.org", "sample-teacher", "teacher", "Terry Sample"),
    SamplePerson("head@example.org", "sample-head", "headteacher", "Hedda Sample"),
)
NO_RIGHTS = {"is_superuser": False, "is_staff": False, "is_editor": False}


@transaction.atomic
def make_people() -> tuple[SamplePerson, ...]:
    """Create the sample people, or reset their name, rights and password to what they should be."""
    for person in PEOPLE:
        user, is_new = User.objects.update_or_create(email=person.email, defaults=get_fields(person))
        if is_new or not check_password(person.password, user.password):
            user.password = make_quick_hash(person.password)
            user.save(update_fields=["password"])
        EmailAddress.objects.update_or_create(
            user=user, email=person.email, defaults={"verified": True, "primary": True}
        )
    return PEOPLE


def get_fields(person: SamplePerson) -> dict[str, Any]:
    role = slugify(person.role)
    return {
        "display_name": person.display_name,
        "role": role if role in dict(role_choices()) else "",
        "is_sample": True,
        "is_active": True,
        **NO_RIGHTS,
        **person.rights,
    }


def make_quick_hash(password: str) -> str:
    """Return a hash that takes no time, for passwords that are not secret.

    The first log-in replaces it with a strong one.
    """
    hasher = get_hasher()
    work = {"iterations": 1} if hasattr(hasher, "iterations") else {}
    return hasher.encode(password, hasher.salt(), **work)
