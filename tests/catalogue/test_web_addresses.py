"""Every address of the web that a row keeps is one: a link to it could run a script otherwise."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import models
from django.db.models import CheckConstraint, Q

OURS = ("accounts", "catalogue", "discussions", "practice", "resources")
HARMFUL = [
    "javascript:alert(1)",
    "data:text/html,x",
    "ftp://example.org/",
    "//example.org/",
    "example.org",
    " https://a.b",
]


def is_address(field):
    """Whether a column is there for an address, by its kind or its name."""
    words = field.name.split("_")
    return isinstance(field, models.URLField) or (
        isinstance(field, models.CharField) and {"url", "website"} & {words[-1]}
    )


ADDRESSES = [
    (model, field.name)
    for label in OURS
    for model in apps.get_app_config(label).get_models()
    for field in model._meta.local_fields
    if is_address(field)
]


def allows(model, name, value):
    """Whether the database takes a value for a column, by the constraints that name it."""
    checks = [
        each.condition
        for each in model._meta.constraints
        if isinstance(each, CheckConstraint) and isinstance(each.condition, Q)
    ]
    about = [check for check in checks if f"{name}__startswith" in str(check)]
    others = {other: "" for _, other in ADDRESSES}
    return not about or all(check.check({**others, name: value}) for check in about)


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
