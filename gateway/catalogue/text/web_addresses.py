"""Web addresses as people paste them and as the database keeps them: every field with a link uses these."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote, urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q

WEB_ADDRESS_VALIDATOR = URLValidator(schemes=["https", "http"])
INVISIBLE_CHARACTER_PATTERN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
SCHEME_PATTERN = re.compile(r"(?:https?:/+)*(https?)(?::/*|/+)(?=[^/:])", re.IGNORECASE)
"""The beginning of an address, even if mistyped or pasted after another."""
PORT_PATTERN = re.compile(r"[\w.-]+\.[\w-]+:\d{1,5}(?:/|$)")
EMAIL_PATTERN = re.compile(r"(?:mailto:)?[^\s/@]+@[^\s/@]+", re.IGNORECASE)
SAFE_CHARACTERS = "%/:=&?~#+!$,;'@()*[]"
EMAIL_ADDRESS_MESSAGE = (
    "This is an email address. Enter the address of a web page, such as https://www.example.org/page."
)


def is_web_address(field: str) -> Q:
    """Return a condition that a field is blank or a web address.

    As a constraint it keeps out links that run a script, even where no form checks.
    """
    return Q(**{field: ""}) | Q(**{f"{field}__startswith": "https://"}) | Q(**{f"{field}__startswith": "http://"})


def validate_web_address(address: str) -> None:
    """Raise ValidationError for anything but the address of a page.

    Django's validator lets two things pass: a user name, which disguises the host, and an impossible port.
    """
    WEB_ADDRESS_VALIDATOR(address)
    parts = urlsplit(address)
    if "@" in parts.netloc:
        raise ValidationError("Enter an address without a user name or password before the @.", code="invalid")
    try:
        parts.port  # noqa: B018
    except ValueError as error:
        raise ValidationError("Check the number after the colon. It can be up to 65535.", code="invalid") from error


def repair_address(text: str) -> str:
    """Return an address without what slips in when people type or paste it."""
    text = INVISIBLE_CHARACTER_PATTERN.sub("", text).strip().removeprefix("<").removesuffix(">").strip()
    if found := SCHEME_PATTERN.match(text):
        text = f"{found[1].lower()}://{text[found.end() :]}"
    elif PORT_PATTERN.match(text):
        text = f"https://{text}"
    is_address = text.startswith(("https://", "http://", "www."))
    return quote(text, safe=SAFE_CHARACTERS) if is_address and " " in text else text


class WebAddressFormField(forms.URLField):
    """The address of a page, with or without https://, as people paste it."""

    default_validators = [validate_web_address]  # noqa: RUF012

    def to_python(self, value: Any) -> str | None:
        """Return the address in its standard form.

        Raise ValidationError for an e-mail address.
        """
        text = repair_address(str(value or ""))
        if EMAIL_PATTERN.fullmatch(text):
            raise ValidationError(EMAIL_ADDRESS_MESSAGE, code="invalid")
        return super().to_python(text)


class WebAddressField(models.URLField):
    """The address of a page.

    Migrations record it as Django's own field, because the column is the same.
    """

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": WebAddressFormField, **kwargs})

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.URLField", args, kwargs
