"""What a form gives away of who fills it in: a box that people do not see, and the time between showing and sending.

Nothing is refused by it, because a slow or quick person must not be shut out: a newcomer's post waits for an editor.
The signed time stands only in forms of members, so that the pages of visitors stay the same for everybody.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.core.signing import BadSignature, SignatureExpired, TimestampSigner

HONEYPOT_FIELD, TIME_FIELD = "website", "shown"
MIN_FORM_AGE = timedelta(seconds=3)
MAX_FORM_AGE = timedelta(days=1)
SIGNER = TimestampSigner(salt="discussions.safety.traps")


def time_shown() -> str:
    """The time now, signed, for a hidden field of a form."""
    return SIGNER.sign("")


def suspicions(sent: Mapping[str, str]) -> list[str]:
    """What a form that was sent gives away, in words for an editor."""
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
    """Whether a form is sent sooner than anybody can write."""
    try:
        SIGNER.unsign(shown, max_age=MIN_FORM_AGE)
    except SignatureExpired:
        return False
    return True
