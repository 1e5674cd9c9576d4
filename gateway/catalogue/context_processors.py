from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static

from accounts.addresses.site_address import build_absolute_url


def page(request: HttpRequest) -> dict[str, Any]:
    """Return the name of the site, its picture for shared links and how to reach its editors, for every template."""
    return {
        "site_name": "SEND Gateway",
        "contact_email": settings.CONTACT_EMAIL,
        "default_picture_url": build_absolute_url(static("share/home.png")),
    }
