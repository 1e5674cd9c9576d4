from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse

from discussions.follows.followable import get_thing_kind
from discussions.models import Follow


def get_button_context(request: HttpRequest, thing: Model) -> dict[str, Any]:
    """Return the context of the follow button. Only for members does it cost a query whether they follow the thing."""
    kind, user = get_thing_kind(thing), request.user
    address = reverse("discussions:follow", args=[kind.slug, thing.pk])
    return {
        "name": f"follow-{kind.slug}-{thing.pk}",
        "noun": kind.noun,
        "address": address,
        "log_in": f"{reverse('account_login')}?{urlencode({'next': address})}",
        "is_member": user.is_authenticated,
        "is_followed": user.is_authenticated and Follow.objects.filter(user=user).for_thing(thing, kind.field).exists(),
        "next": request.path,
    }
