"""Reset of a lost second factor by an editor, which is logged, mailed to the user and ends their sessions."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction

from accounts.mail.emails import send_message
from accounts.models import User
from accounts.monitoring.security_log import log_event
from accounts.privacy.deletion import end_sessions

MAIL_TEMPLATE = "accounts/mail/second-factor-reset.txt"


class ResetNotAllowed(Exception):
    """Raised when an editor may not reset a user's second factor; the message says why."""


def may_reset_second_factors(user: Any) -> bool:
    return user.is_active and not user.is_suspended and (user.is_superuser or user.resets_second_factors)


@transaction.atomic
def reset_second_factor(person: User, by: User, reason: str) -> None:
    """Remove all of a user's authenticators, end their sessions and notify them, or raise ResetNotAllowed."""
    check_may_reset(person, by)
    Authenticator.objects.filter(user=person).delete()
    LogEntry.objects.log_actions(
        by.pk, [person], CHANGE, change_message=f"Reset the second step: {reason}", single_object=True
    )
    log_event("second step reset", user=by, of=person.pk)
    end_sessions(person, ())
    UserSession.objects.filter(user=person).delete()
    send_message(person.email, MAIL_TEMPLATE, {"person": person})


def check_may_reset(person: User, by: User) -> None:
    if not may_reset_second_factors(by):
        raise ResetNotAllowed("You may not reset a second step.")
    if person.pk == by.pk:
        raise ResetNotAllowed("Someone else must reset your second step.")
    if person.is_superuser and not by.is_superuser:
        raise ResetNotAllowed("Only a superuser may reset the second step of a superuser.")
