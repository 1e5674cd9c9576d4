"""Addresses of the web as the database keeps them: whoever stores one links to it."""

from __future__ import annotations

from django.core.validators import URLValidator
from django.db.models import Q

WEB_ADDRESS = URLValidator(schemes=["https", "http"])


def is_web_address(field: str) -> Q:
    """That a field is blank or an address of the web, so that no way past the forms makes a link that runs a script."""
    return Q(**{field: ""}) | Q(**{f"{field}__startswith": "https://"}) | Q(**{f"{field}__startswith": "http://"})
