"""Codes and links in e-mails."""

from __future__ import annotations

import re

from django.core.mail import EmailMessage


def find_code(message: EmailMessage) -> str:
    """Return the code that is on a line of its own."""
    found = re.search(r"^([A-Z0-9]{4,}-?[A-Z0-9]+)$", str(message.body), re.MULTILINE)
    assert found is not None, message.body
    return found[1]


def link_in(message: EmailMessage) -> str:
    """Return the first link to this site, without its host."""
    found = re.search(r"https?://testserver(/\S+)", str(message.body))
    assert found is not None, message.body
    return found[1]
