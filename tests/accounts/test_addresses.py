"""E-mail addresses are found only as a whole, and refused if mail cannot reach them."""

from __future__ import annotations

import pytest
from django import forms
from django.core.exceptions import ValidationError

import gateway.urls  # noqa: F401 (has every form made)
from accounts.addresses.email_addresses import CANNOT_SEND_MESSAGE, has_any_address, validate_mailable_address
from accounts.models import User


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ann@example.org", True),
        ("To: Ann <ANN@Example.org>, Bob <bob@example.org>", True),
        ('{"email": "ann@example.org"}', True),
        ("Write to ann@example.org.", True),
        ("joann@example.org", False),
        ("jo.ann@example.org", False),
        ("jo+ann@example.org", False),
        ("ann@example.organic", False),
        ("annXexample.org", False),
        ("", False),
    ],
)
def test_an_address_in_a_text(text, found):
    assert has_any_address(text, ["ann@example.org"]) is found


def test_no_addresses_are_in_no_text():
    assert not has_any_address("ann@example.org", [])


CANNOT = [
    '"a b"@example.org',
    '"quoted"@example.org',
    "ü@example.org",
    f"{'a' * 65}@example.org",
    f"a@{'b' * 64}.example",
    "a@[127.0.0.1]",
    f"a@{'ü' * 63}.example",
]
CAN = [
    "a@example.org",
    "o'brien+x@example.org",
    "a@münchen.example",
    "a_b-c.d@sub.example.org",
    f"{'a' * 64}@example.org",
]


@pytest.mark.parametrize("address", CANNOT)
def test_an_address_that_mail_cannot_reach_is_refused(address):
    for field in (forms.EmailField(), User._meta.get_field("email")):
        with pytest.raises(ValidationError):
            field.clean(address) if isinstance(field, forms.Field) else field.clean(address, None)


@pytest.mark.parametrize("address", CAN)
def test_an_address_that_mail_can_reach_is_taken(address):
    assert forms.EmailField().clean(address) == address


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/accounts/signup/", "/accounts/login/code/", "/accounts/password/reset/"])
def test_a_form_says_that_mail_cannot_be_sent_there(client, path):
    response = client.post(path, {"email": '"quoted"@example.org'})

    assert response.status_code == 200
    assert CANNOT_SEND_MESSAGE in response.text


def test_every_form_with_an_address_refuses_what_mail_cannot_reach():
    made_before = [
        field
        for form in list_subclasses(forms.BaseForm)
        for field in getattr(form, "base_fields", {}).values()
        if isinstance(field, forms.EmailField)
    ]

    assert len(made_before) > 5
    assert all(validate_mailable_address in field.validators for field in made_before)


def list_subclasses(kind):
    return {each for sub in kind.__subclasses__() for each in (sub, *list_subclasses(sub))}
