from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def page(request: HttpRequest) -> dict[str, Any]:
    """Return the name of the site and how to reach its editors, for every template."""
    return {"site_name": "SEND Gateway", "contact_email": settings.CONTACT_EMAIL}
