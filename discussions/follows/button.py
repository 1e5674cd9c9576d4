"""What a button that follows a thing shows."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse

from discussions.follows.followable import kind_of
from discussions.models import Follow


def button(request: HttpRequest, thing: Model) -> dict[str, Any]:
    """What the button for a thing needs; whether the visitor follows it is asked only of those who are logged in."""
    kind, user = kind_of(thing), request.user
    address = reverse("discussions:follow", args=[kind.slug, thing.pk])
    return {
        "name": f"follow-{kind.slug}-{thing.pk}",
        "noun": kind.noun,
        "address": address,
        "log_in": f"{reverse('account_login')}?{urlencode({'next': address})}",
        "is_member": user.is_authenticated,
        "is_followed": user.is_authenticated and Follow.objects.filter(user=user).of(thing, kind.field).exists(),
        "next": request.path,
    }
