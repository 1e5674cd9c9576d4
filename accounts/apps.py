"""The app of people: who they are and what they may do."""

from typing import Any

from django import forms
from django.apps import AppConfig
from django.db import models

from accounts.addresses.email_addresses import validate_can_be_sent_to


class AccountsConfig(AppConfig):
    """People."""

    name = "accounts"
    verbose_name = "People"

    def __init__(self, *args: Any) -> None:
        """Have every e-mail field refuse what mail cannot be sent to; this comes before any form is made."""
        super().__init__(*args)
        for field in (forms.EmailField, models.EmailField):
            if validate_can_be_sent_to not in field.default_validators:
                field.default_validators = [*field.default_validators, validate_can_be_sent_to]

    def ready(self) -> None:
        """Has what happens to accounts logged, and sessions that may do much end in time."""
        from accounts.auth import session_expiry
        from accounts.monitoring import security_log

        security_log.listen()
        session_expiry.listen()
