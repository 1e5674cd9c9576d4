"""Tests that every stored web address is one, because a link to anything else could run a script."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import CheckConstraint, Q

from gateway.catalogue.text.web_addresses import WebAddressFormField

HARMFUL = [
    "javascript:alert(1)",
    "data:text/html,x",
    "ftp://example.org/",
    "//example.org/",
    "example.org",
    " https://a.b",
]


def is_address(field):
    """Whether a column holds an address, by its type or its name."""
    words = field.name.split("_")
    return isinstance(field, models.URLField) or (
        isinstance(field, models.CharField) and {"url", "website"} & {words[-1]}
    )


ADDRESSES = [
    (model, field.name)
    for label in settings.OUR_APP_LABELS
    for model in apps.get_app_config(label).get_models()
    for field in model._meta.local_fields
    if is_address(field)
]


def allows(model, name, value):
    """Whether the database accepts a value in a column, by the constraints that name it."""
    checks = [
        each.condition
        for each in model._meta.constraints
        if isinstance(each, CheckConstraint) and isinstance(each.condition, Q)
    ]
    about = [check for check in checks if f"{name}__startswith" in str(check)]
    others = {other: "" for _, other in ADDRESSES}
    return not about or all(check.check({**others, name: value}) for check in about)


PASTED = {
    "www.oak.example": "https://www.oak.example",
    "oak.example/page": "https://oak.example/page",
    "oak.example:8080/page": "https://oak.example:8080/page",
    "Https://oak.example": "https://oak.example",
    "HTTP://oak.example": "http://oak.example",
    "http:/oak.example": "http://oak.example",
    "https//oak.example": "https://oak.example",
    "https://https://oak.example": "https://oak.example",
    "<https://oak.example>": "https://oak.example",
    "\u200bhttps://oak.example": "https://oak.example",
    "https://oak.example/a b.pdf": "https://oak.example/a%20b.pdf",
    "https://oak.example/caf\u00e9?a=1&b=2#c": "https://oak.example/caf\u00e9?a=1&b=2#c",
}


@pytest.mark.parametrize(("pasted", "address"), PASTED.items(), ids=PASTED.keys())
def test_an_address_is_taken_as_people_paste_it(pasted, address):
    assert WebAddressFormField().clean(pasted) == address


@pytest.mark.parametrize(
    "pasted",
    [
        "jo@oak.example",
        "mailto:jo@oak.example",
        "see website",
        "N/A",
        "javascript:alert(1)",
        "https://oak.example:99999",
        "oak.example:99999/page",
        "https://oak.example@elm.example",
        "https://jo:secret@oak.example/page",
    ],
)
def test_what_is_no_address_of_a_page_never_becomes_one(pasted):
    with pytest.raises(ValidationError):
        WebAddressFormField().clean(pasted)


@pytest.mark.parametrize(("model", "name"), ADDRESSES)
def test_every_form_takes_addresses_alike(model, name):
    field = model._meta.get_field(name)

    assert not isinstance(field, models.URLField) or isinstance(field.formfield(), WebAddressFormField)


def test_there_are_addresses():
    assert {"School.website", "PracticeExample.source_url", "Publisher.website", "FollowedFeed.url"} <= {
        f"{model.__name__}.{name}" for model, name in ADDRESSES
    }


@pytest.mark.django_db
@pytest.mark.parametrize(("model", "name"), ADDRESSES)
@pytest.mark.parametrize("value", HARMFUL)
def test_the_database_refuses_what_is_no_address_of_the_web(model, name, value):
    assert not allows(model, name, value)


@pytest.mark.django_db
@pytest.mark.parametrize(("model", "name"), ADDRESSES)
def test_the_database_takes_an_address_of_the_web(model, name):
    assert allows(model, name, "https://example.org/")
