"""allauth's forms with our labels and hints, and without placeholders, which vanish as the user types."""

from __future__ import annotations

import unicodedata
from typing import Any

from allauth.account import forms as account
from allauth.account.models import EmailAddress
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from allauth.socialaccount import forms as social
from django import forms
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.http import HttpRequest

from accounts.models import User

LABELS = {
    "Authenticator code": "Code from the app",
    "Code": "Code",
    "Current Password": "Current password",
    "Email": "Email address",
    "New Password": "New password",
    "New Password (again)": "Type the new password again",
    "Password (again)": "Type the password again",
    "Passwordless": "Log in with this passkey alone, using a fingerprint, face or PIN instead of a password",
    "Remember Me": "Keep me logged in on this device",
}
PASSWORD_HINT = "Use at least 10 characters that other people cannot guess. Three or four random words work well."  # noqa: S105
REQUIRED_MESSAGES = {
    "Code from the app": "Enter the code from your app.",
    "Code": "Enter the code.",
    "Current password": "Enter your current password.",
    "Email address": "Enter your email address.",
    "New email address": "Enter your new email address.",
    "New password": "Enter a new password.",
    "Password": "Enter your password.",
    "Role": "Choose your role.",
    "Type the new password again": "Enter the new password again.",
}
WRONG_EMAIL_MESSAGE = "Enter an email address in the correct format, like name@example.com."


class CodeInput(forms.TextInput):
    """A text input that accepts a code as it was copied, with spaces, dashes, quotes or full-width letters."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        typed = super().value_from_datadict(data, files, name)
        return typed and "".join(filter(str.isalnum, unicodedata.normalize("NFKC", typed)))


class PlainLanguageMixin:
    """A mixin that gives the fields of a form our labels, hints and error messages."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            label = str(field.label or "")
            field.widget.attrs.pop("placeholder", None)
            field.help_text = PASSWORD_HINT if name == "password1" else field.help_text
            field.label = LABELS.get(label, field.label)
            set_error_messages(field)
            if name == "code":
                attrs = {name: value for name, value in field.widget.attrs.items() if name != "maxlength"}
                field.widget = CodeInput(attrs)


def set_error_messages(field: forms.Field) -> None:
    if message := REQUIRED_MESSAGES.get(str(field.label)):
        field.error_messages["required"] = message
    if isinstance(field, forms.EmailField):
        field.error_messages["invalid"] = WRONG_EMAIL_MESSAGE


class LoginForm(PlainLanguageMixin, account.LoginForm):
    """The log-in form without allauth's hint, because the page has its own link for a forgotten password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""


class SignupForm(PlainLanguageMixin, account.SignupForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = "We will email you a code to check this address. Other people cannot see it."

    def try_save(self, request: HttpRequest) -> tuple[Any, Any]:
        """Save the account, and hash the password for a known address too.

        Otherwise the response time would reveal that the address has an account.
        """
        if self.account_already_exists:
            User().set_password(self.cleaned_data["password1"])
        return super().try_save(request)


class AddEmailForm(PlainLanguageMixin, account.AddEmailForm):
    """The form for changing the account's e-mail address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "New email address"
        set_error_messages(self.fields["email"])


class ChangePasswordForm(PlainLanguageMixin, account.ChangePasswordForm):
    pass


class SetPasswordForm(PlainLanguageMixin, account.SetPasswordForm):
    pass


class ResetPasswordForm(PlainLanguageMixin, account.ResetPasswordForm):
    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Send the link, and do the same look-ups and signing for an unknown address.

        Otherwise the response time would reveal that an address has an account.
        """
        if not self.users:
            nobody = User(pk=0, email=self.cleaned_data["email"])
            list(EmailAddress.objects.filter(user_id=nobody.pk))
            list(EmailAddress.objects.filter(user_id=nobody.pk))
            PasswordResetTokenGenerator().make_token(nobody)
        return super().save(request, **kwargs)


class ResetPasswordKeyForm(PlainLanguageMixin, account.ResetPasswordKeyForm):
    pass


class ReauthenticateForm(PlainLanguageMixin, account.ReauthenticateForm):
    pass


class RequestLoginCodeForm(PlainLanguageMixin, account.RequestLoginCodeForm):
    pass


class ConfirmLoginCodeForm(PlainLanguageMixin, account.ConfirmLoginCodeForm):
    pass


class ConfirmReauthenticationCodeForm(PlainLanguageMixin, account.ConfirmReauthenticationCodeForm):
    pass


class ConfirmEmailVerificationCodeForm(PlainLanguageMixin, account.ConfirmEmailVerificationCodeForm):
    pass


class AuthenticateForm(PlainLanguageMixin, mfa.AuthenticateForm):
    """The form for the second factor at log-in."""


class MFAReauthenticateForm(PlainLanguageMixin, mfa.ReauthenticateForm):
    pass


class ActivateTOTPForm(PlainLanguageMixin, totp.ActivateTOTPForm):
    pass


class AddWebAuthnForm(PlainLanguageMixin, webauthn.AddWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = "Choose a name that you will recognise, such as “My phone”."
        self.fields["passwordless"].initial = True
        self.fields["passwordless"].help_text = ""


class EditWebAuthnForm(PlainLanguageMixin, webauthn.EditWebAuthnForm):
    """The form for renaming a passkey."""


class SocialSignupForm(PlainLanguageMixin, social.SignupForm):
    """The form for signing up after logging in with a provider."""
