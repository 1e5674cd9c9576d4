"""E-mail addresses: which ones mail can be sent to, and how to find one in text."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.encoding import punycode

MAX_LOCAL_PART_LENGTH = 64  # RFC 5321, 4.5.3.1
LOCAL_PART_PATTERN = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+")
HOST_PATTERN = re.compile(r"[A-Za-z0-9.-]{1,253}")
CANNOT_SEND_MESSAGE = (
    "We cannot send email to this address. Use an address with plain letters and numbers before the @."
)


def has_any_address(text: str, addresses: Iterable[str]) -> bool:
    """Return True if the text holds any of these addresses as a whole, whatever its case."""
    choices = "|".join(re.escape(address) for address in addresses)
    return bool(choices) and re.search(rf"(?<![\w.+-])(?:{choices})(?![\w-])", text, re.IGNORECASE) is not None


def validate_mailable_address(address: str) -> None:
    """Raise ValidationError for an address that SMTP cannot carry without extensions that most servers lack.

    Every e-mail field of the site uses this validator, including those of allauth and the admin: see `AccountsConfig`.
    """
    try:
        validate_email(address)
    except ValidationError:
        return  # the field reports that itself
    local_part, _, domain = address.rpartition("@")
    try:
        host = punycode(domain)
    except UnicodeError:
        host = ""
    is_host = HOST_PATTERN.fullmatch(host) and all(0 < len(label) <= 63 for label in host.split("."))
    if not (LOCAL_PART_PATTERN.fullmatch(local_part) and len(local_part) <= MAX_LOCAL_PART_LENGTH and is_host):
        raise ValidationError(CANNOT_SEND_MESSAGE, code="cannot_send")
