"""Signed keys of members for addresses, so that nobody can try them all: members have no pages of their own."""

from __future__ import annotations

from typing import Any

from django.core.signing import BadSignature, Signer
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import User

SIGNER = Signer(salt="discussions.safety.people")


def make_member_key(person: Any) -> str:
    return SIGNER.sign(str(person.pk))


def get_member_by_key(key: str) -> User:
    """Return the member of a key that we signed. Raise Http404 for any other."""
    try:
        return get_object_or_404(User, pk=int(SIGNER.unsign(key)))
    except (BadSignature, ValueError) as forged:
        raise Http404 from forged


def get_other_member_by_key(key: str, visitor: Any) -> User:
    """Return the member of a key. Raise Http404 for the visitor's own key too."""
    person = get_member_by_key(key)
    if person == visitor:
        raise Http404
    return person
