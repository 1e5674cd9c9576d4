"""How allauth behaves here."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up as the settings say, and messages in plain words."""

    error_messages: ClassVar = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "This account is closed.",
        "duplicate_email": "This is the address of your account already.",
        "email_password_mismatch": "The e-mail address or the password is not right.",
        "enter_current_password": "This is not the password you have now.",
        "incorrect_code": "This code is not right. Look at the newest message, and copy the code from it.",
        "incorrect_password": "This password is not right.",
        "rate_limited": "That was tried too often. Wait a minute, then try again.",
        "too_many_login_attempts": "That was tried too often. Wait five minutes, then try again.",
    }

    def is_open_for_signup(self, request: Any) -> bool:
        """Whether anybody may sign up."""
        return settings.OPEN_FOR_SIGNUP
