"""What the tests of discussions send and ask, and where to."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.urls import reverse

from discussions.models import Comment
from tests.factories import make_comment


def form(text: str = "Hello to all.", **fields: Any) -> dict[str, Any]:
    """What a browser sends that says something."""
    return {"kind": "comment", "text": text, "form_key": str(uuid4()), **fields}


def url(name: str, thing: Any) -> str:
    """What is done with a comment, or an item, is done here."""
    return reverse(f"discussions:{name}", args=[getattr(thing, "slug", None) or thing.pk])


def ask(place: Any, text: str, **fields: Any) -> Comment:
    """A question about something."""
    return make_comment(place, text=text, is_question=True, **fields)
