"""Addresses for members, who have no page of their own: their key, signed, so that nobody can try all of them."""

from __future__ import annotations

from typing import Any

from django.core.signing import BadSignature, Signer

from accounts.models import User

SIGNER = Signer(salt="discussions.safety.people")


def key_of(person: Any) -> str:
    """What stands for a member in an address."""
    return SIGNER.sign(str(person.pk))


def person_by(key: str) -> User | None:
    """The member whom an address names, if it is one that we gave out."""
    try:
        return User.objects.filter(pk=int(SIGNER.unsign(key))).first()
    except (BadSignature, ValueError):
        return None
