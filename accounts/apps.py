from typing import Any

from django import forms
from django.apps import AppConfig
from django.db import models

from accounts.addresses.email_addresses import validate_mailable_address


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "People"

    def __init__(self, *args: Any) -> None:
        """Make every e-mail field refuse addresses that mail cannot be sent to.

        This runs before any form is created.
        """
        super().__init__(*args)
        for field in (forms.EmailField, models.EmailField):
            if validate_mailable_address not in field.default_validators:
                field.default_validators = [*field.default_validators, validate_mailable_address]

    def ready(self) -> None:
        from accounts.auth import session_expiry
        from accounts.monitoring import security_log

        security_log.connect_signals()
        session_expiry.connect_signals()
