"""What every template may show."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def page(request: HttpRequest) -> dict[str, Any]:
    """The name of the site and how to reach its editors."""
    return {"site_name": "SEND Gateway", "contact_email": settings.CONTACT_EMAIL}
