"""allauth's forms in our words: labels that say what to enter, and no placeholders, which vanish while one types."""

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
    """Takes a code as it was copied: with spaces or dashes of any kind, quotes, full-width letters."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return the letters and digits of what was typed."""
        typed = super().value_from_datadict(data, files, name)
        return typed and "".join(filter(str.isalnum, unicodedata.normalize("NFKC", typed)))


class PlainWords:
    """Gives the fields of a form our labels and hints."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            label = str(field.label or "")
            field.widget.attrs.pop("placeholder", None)
            field.help_text = PASSWORD_HINT if name == "password1" else field.help_text
            field.label = LABELS.get(label, field.label)
            use_plain_errors(field)
            if name == "code":
                attrs = {name: value for name, value in field.widget.attrs.items() if name != "maxlength"}
                field.widget = CodeInput(attrs)


def use_plain_errors(field: forms.Field) -> None:
    """Have the errors of a field say what to enter."""
    if message := REQUIRED_MESSAGES.get(str(field.label)):
        field.error_messages["required"] = message
    if isinstance(field, forms.EmailField):
        field.error_messages["invalid"] = WRONG_EMAIL_MESSAGE


class LoginForm(PlainWords, account.LoginForm):
    """Log in by password; the page has its own link for those who forgot theirs."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""


class SignupForm(PlainWords, account.SignupForm):
    """Sign up."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = "We will email you a code to check this address. Other people cannot see it."

    def try_save(self, request: HttpRequest) -> tuple[Any, Any]:
        """Takes as long for a known address as for a new one, whose password is hashed."""
        if self.account_already_exists:
            User().set_password(self.cleaned_data["password1"])
        return super().try_save(request)


class AddEmailForm(PlainWords, account.AddEmailForm):
    """Change one's address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "New email address"
        use_plain_errors(self.fields["email"])


class ChangePasswordForm(PlainWords, account.ChangePasswordForm):
    """Change one's password."""


class SetPasswordForm(PlainWords, account.SetPasswordForm):
    """Set a first password."""


class ResetPasswordForm(PlainWords, account.ResetPasswordForm):
    """Ask for a link to choose a new password."""

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Takes as long for an unknown address as for a known one, which is looked up and gets a link."""
        if not self.users:
            nobody = User(pk=0, email=self.cleaned_data["email"])
            list(EmailAddress.objects.filter(user_id=nobody.pk))
            list(EmailAddress.objects.filter(user_id=nobody.pk))
            PasswordResetTokenGenerator().make_token(nobody)
        return super().save(request, **kwargs)


class ResetPasswordKeyForm(PlainWords, account.ResetPasswordKeyForm):
    """Choose a new password."""


class ReauthenticateForm(PlainWords, account.ReauthenticateForm):
    """Show again that one knows the password."""


class RequestLoginCodeForm(PlainWords, account.RequestLoginCodeForm):
    """Ask for a code by e-mail."""


class ConfirmLoginCodeForm(PlainWords, account.ConfirmLoginCodeForm):
    """Log in by that code."""


class ConfirmReauthenticationCodeForm(PlainWords, account.ConfirmReauthenticationCodeForm):
    """Show again who one is by that code."""


class ConfirmEmailVerificationCodeForm(PlainWords, account.ConfirmEmailVerificationCodeForm):
    """Show by a code that an address is one's own."""


class AuthenticateForm(PlainWords, mfa.AuthenticateForm):
    """The second step of a log-in."""


class MFAReauthenticateForm(PlainWords, mfa.ReauthenticateForm):
    """Show again that one has the second factor."""


class ActivateTOTPForm(PlainWords, totp.ActivateTOTPForm):
    """Begin to use an app that makes codes."""


class AddWebAuthnForm(PlainWords, webauthn.AddWebAuthnForm):
    """Add a passkey or a security key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = "Choose a name that you will recognise, such as “My phone”."
        self.fields["passwordless"].initial = True
        self.fields["passwordless"].help_text = ""


class EditWebAuthnForm(PlainWords, webauthn.EditWebAuthnForm):
    """Rename a passkey."""


class SocialSignupForm(PlainWords, social.SignupForm):
    """Sign up after logging in somewhere else."""
