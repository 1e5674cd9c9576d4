"""Addresses for members, who have no page of their own: their key, signed, so that nobody can try all of them."""

from __future__ import annotations

from typing import Any

from django.core.signing import BadSignature, Signer
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import User

SIGNER = Signer(salt="discussions.safety.people")


def key_of(person: Any) -> str:
    """What stands for a member in an address."""
    return SIGNER.sign(str(person.pk))


def person_by(key: str) -> User:
    """The member whom an address names that we gave out; Http404 for any other."""
    try:
        return get_object_or_404(User, pk=int(SIGNER.unsign(key)))
    except (BadSignature, ValueError) as forged:
        raise Http404 from forged


def other_by(key: str, visitor: Any) -> User:
    """The same; Http404 for the visitor’s own address too."""
    person = person_by(key)
    if person == visitor:
        raise Http404
    return person
