"""The unsubscribe link in every digest: it needs no log-in and one press (RFC 8058).

It is short, because a line of a message's header holds 78 characters, and a longer value without spaces is written in
an encoding that mail programs do not read in List-Unsubscribe (RFC 2047, 5). With this link, the name of the site may
have 34 characters.
"""

from __future__ import annotations

from datetime import timedelta

from django.core import signing
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import base36_to_int, int_to_base36

from accounts.addresses.site_address import build_absolute_url

SIGNING_SALT = "discussions.follows.unsubscribe"
MAX_LINK_AGE = timedelta(days=400)
"""How long the link in an old message works; after that the page says what to do instead."""
SIGNATURE_LENGTH = 16
"""How many base64 characters of the signature are kept: 16 of 6 bits each are 96 bits."""


class ExpiredLink(Exception):
    """Raised for a genuine link from a message so old that it no longer works."""


class ForgedLink(Exception):
    """Raised for a link that this site did not make."""


def build_unsubscribe_url(person: int) -> str:
    """Return the address that ends a user's digests; nobody can work out that of another user."""
    return build_absolute_url(reverse("unsubscribe", args=[make_token(person, get_today_ordinal())]))


def find_person_of_link(token: str) -> int:
    """Return the key of the user whose link it is, or raise ExpiredLink or ForgedLink."""
    try:
        person, day, _ = token.split(".")
        made = base36_to_int(person), base36_to_int(day)
        right = make_token(*made)
    except ValueError as error:
        raise ForgedLink from error
    if not constant_time_compare(token, right):
        raise ForgedLink
    if get_today_ordinal() - made[1] > MAX_LINK_AGE.days:
        raise ExpiredLink
    return made[0]


def make_token(person: int, day: int) -> str:
    """Return the signed token in the link for a user; `day` is the ordinal of the date on which it is made."""
    said = f"{int_to_base36(person)}.{int_to_base36(day)}"
    signature = signing.b64_encode(salted_hmac(SIGNING_SALT, said, algorithm="sha256").digest()).decode()
    return f"{said}.{signature[:SIGNATURE_LENGTH]}"


def get_today_ordinal() -> int:
    """Return the ordinal of today's date."""
    return timezone.localdate().toordinal()


def build_unsubscribe_headers(person: int) -> dict[str, str]:
    """Return headers that offer to unsubscribe (RFC 2369, RFC 8058) and mark the message as automatic."""
    return {
        "List-Unsubscribe": f"<{build_unsubscribe_url(person)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
