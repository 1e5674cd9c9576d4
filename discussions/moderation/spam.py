"""Signs of automation in a form: a hidden field that was filled in, and the time between showing and sending.

They never refuse a form, because slow or quick people must not be shut out: a newcomer's post waits for an editor. Only
forms of members have the signed time, so that pages for visitors stay the same for all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.core.signing import BadSignature, SignatureExpired, TimestampSigner

HONEYPOT_FIELD, TIME_FIELD = "website", "shown"
MIN_FORM_AGE = timedelta(seconds=3)
MAX_FORM_AGE = timedelta(days=1)
SIGNER = TimestampSigner(salt="discussions.safety.traps")


def sign_current_time() -> str:
    """Return the current time, signed, for a hidden field of a form."""
    return SIGNER.sign("")


def find_suspicions(sent: Mapping[str, str]) -> list[str]:
    """Return the signs of automation in a form, in words for an editor."""
    reasons = ["A hidden box was filled in"] if sent.get(HONEYPOT_FIELD) else []
    try:
        SIGNER.unsign(sent.get(TIME_FIELD, ""), max_age=MAX_FORM_AGE)
        if is_too_fast(sent[TIME_FIELD]):
            reasons.append("The form was sent within seconds")
    except SignatureExpired:
        reasons.append("The form was sent a day after it was opened")
    except BadSignature:
        reasons.append("The form did not include the time it was opened")
    return reasons


def is_too_fast(shown: str) -> bool:
    """Return whether a form was sent sooner than anyone can write."""
    try:
        SIGNER.unsign(shown, max_age=MIN_FORM_AGE)
    except SignatureExpired:
        return False
    return True
