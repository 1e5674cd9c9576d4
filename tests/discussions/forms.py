"""Forms, addresses and questions for the tests of discussions."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.urls import reverse

from discussions.models import Comment
from tests.factories import make_comment


def make_form_data(text: str = "Hello to all.", **fields: Any) -> dict[str, Any]:
    """Return what a browser sends with the form to post."""
    return {"kind": "comment", "text": text, "form_key": str(uuid4()), **fields}


def get_url(name: str, thing: Any) -> str:
    """Return the address of an action on a comment or an item."""
    return reverse(f"discussions:{name}", args=[getattr(thing, "slug", None) or thing.pk])


def make_question(place: Any, text: str, **fields: Any) -> Comment:
    return make_comment(place, text=text, is_question=True, **fields)
