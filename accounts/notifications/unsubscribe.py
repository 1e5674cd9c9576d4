"""The link in every digest that ends them: it needs no log-in, and one press (RFC 8058).

It is short, because a line of a message's head holds 78 characters, and what is longer and has no spaces is written in
a code that mail programs do not read in List-Unsubscribe (RFC 2047, 5). With this one the name of the site may have
34 characters.
"""

from __future__ import annotations

from datetime import timedelta

from django.core import signing
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import base36_to_int, int_to_base36

from accounts.addresses.site_address import absolute_url

SIGNING_SALT = "discussions.follows.unsubscribe"
MAX_LINK_AGE = timedelta(days=400)
"""So long a link in an old message works; after that the page says where to go."""
SIGNATURE_LENGTH = 16
"""So many characters of the signature are kept: of 64 each, which is 96 bits."""


class LinkIsOld(Exception):
    """The link was ours, but from so old a message that it no longer works."""


class LinkIsForged(Exception):
    """Nobody here made this link."""


def unsubscribe_url(person: int) -> str:
    """The address that ends the digests of one person; nobody can work out that of another."""
    return absolute_url(reverse("unsubscribe", args=[token_of(person, today())]))


def person_of_link(token: str) -> int:
    """The key of the person whose link it is. Raises LinkIsOld or LinkIsForged."""
    try:
        person, day, _ = token.split(".")
        made = base36_to_int(person), base36_to_int(day)
        right = token_of(*made)
    except ValueError as error:
        raise LinkIsForged from error
    if not constant_time_compare(token, right):
        raise LinkIsForged
    if today() - made[1] > MAX_LINK_AGE.days:
        raise LinkIsOld
    return made[0]


def token_of(person: int, day: int) -> str:
    """A link's part for one person, as it is made on a day, with its signature."""
    said = f"{int_to_base36(person)}.{int_to_base36(day)}"
    signature = signing.b64_encode(salted_hmac(SIGNING_SALT, said, algorithm="sha256").digest()).decode()
    return f"{said}.{signature[:SIGNATURE_LENGTH]}"


def today() -> int:
    """The number of the day."""
    return timezone.localdate().toordinal()


def unsubscribe_headers(person: int) -> dict[str, str]:
    """What tells mail programs how to unsubscribe (RFC 2369, RFC 8058), and others that no person wrote this."""
    return {
        "List-Unsubscribe": f"<{unsubscribe_url(person)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
