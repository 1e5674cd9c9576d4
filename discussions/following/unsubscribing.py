"""The link in every digest that ends them: it needs no log-in, and one press (RFC 8058)."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse

SALT = "discussions.following.unsubscribe"
GOOD_FOR = timedelta(days=400)
"""So long a link in an old message works; after that the page says where to go."""


class LinkIsOld(Exception):
    """The link was ours, but from so old a message that it no longer works."""


class LinkIsForged(Exception):
    """Nobody here made this link."""


def unsubscribe_url(person: int) -> str:
    """The address that ends the digests of one person; nobody can work out that of another."""
    token = signing.TimestampSigner(salt=SALT).sign(str(person))
    return settings.SITE_URL + reverse("discussions:unsubscribe", args=[token])


def person_of_link(token: str) -> int:
    """The key of the person whose link it is. Raises LinkIsOld or LinkIsForged."""
    try:
        return int(signing.TimestampSigner(salt=SALT).unsign(token, max_age=GOOD_FOR))
    except signing.SignatureExpired as error:
        raise LinkIsOld from error
    except (signing.BadSignature, ValueError) as error:
        raise LinkIsForged from error


def unsubscribe_headers(person: int) -> dict[str, str]:
    """What tells mail programs how to unsubscribe (RFC 2369, RFC 8058), and others that no person wrote this."""
    return {
        "List-Unsubscribe": f"<{unsubscribe_url(person)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
