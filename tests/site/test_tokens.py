"""Every form of every page has a CSRF token for every role, and no form is refused for want of one.

The same walk tests that what is typed into each form is guarded (`static/js/typed-words.js`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.http import HttpResponse
from django.template import engines
from django.urls import resolve

from tests.client import NO_TOKEN_ATTRIBUTE, Client, find_forms_without_token
from tests.site.forms import Press, presses
from tests.site.pages import ask, is_page
from tests.site.world import ROLES, World, addresses, build

MARK = NO_TOKEN_ATTRIBUTE.decode()
GUARD = "js/typed-words"
"""The script that guards what is typed into every form that posts, but for those with a password."""
UNGUARDED: set[str] = set()
"""The addresses of forms with several fields to type into that it does not guard, as the walk finds them."""
MAY_BE_UNGUARDED = {
    "account_signup": "who somebody is, and their password: a browser's own store of passwords fills that in",
}


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Build the site once. Changes of requests are rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


def buttons(client: Client, world: World) -> dict[tuple[str, ...], Press]:
    """Return every button that this role is shown, one for each address name, button and set of fields."""
    found: dict[tuple[str, ...], Press] = {}
    for path in (path for paths in addresses(world).values() for path in paths):
        response = ask(client, "get", path)
        for press in presses(response.text, path) if is_page(response) else []:
            name = resolve(press.address.partition("?")[0]).view_name
            found.setdefault((name, press.button, *press.fields), press)
            if len(press.typed) > 1 and (press.has_password or GUARD not in response.text):
                UNGUARDED.add(name)
    return found


def is_refused_for_its_token(response: Any) -> bool:
    """Return whether the response is the error page for a missing token."""
    return response.status_code == 403 and "403_csrf.html" in [template.name for template in response.templates]


def test_every_address_of_the_site_is_walked(world):
    assert {name for name, paths in addresses(world).items() if not paths} == set()


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.matrix
def test_every_form_holds_its_token_and_is_taken_with_it(world, role, record_property):
    with transaction.atomic():
        client = Client()
        world.log_in(client, role)
        client.adds_token = False
        found = buttons(client, world)
        answers = {key: ask(client, "post", press.address, press.fields) for key, press in found.items()}
        transaction.set_rollback(True)

    record_property("forms", len(found))
    assert len(found) > 0
    assert UNGUARDED - MAY_BE_UNGUARDED.keys() == set()
    assert {key[:2] for key, response in answers.items() if is_refused_for_its_token(response)} == set()


def test_a_form_in_a_template_that_is_included_alone_holds_the_token(rf):
    engine = engines["django"]
    form = engine.from_string('<form method="post">{% csrf_token %}</form>')

    page = engine.from_string("{% include form only %}").render({"form": form}, rf.get("/"))

    assert re.search(r'name="csrfmiddlewaretoken" value="\w{64}"', page)


def test_two_forms_are_marked_as_having_no_token():
    templates = settings.BASE_DIR / "templates"
    marked = {str(each.relative_to(templates)) for each in templates.rglob("*.html") if MARK in each.read_text()}

    assert marked == {"discussions/post-form.html", "accounts/notifications/unsubscribe.html"}


def test_a_form_that_is_rendered_without_its_request_is_a_fault():
    with pytest.raises(ImproperlyConfigured):
        engines["django"].from_string("<form>{% csrf_token %}</form>").render({})


def test_the_client_of_the_tests_refuses_a_page_with_a_form_that_has_no_token():
    form = '<form method="post"><button>Send</button></form>'

    assert find_forms_without_token(HttpResponse(form)) == [form]


@pytest.mark.django_db
def test_the_client_of_the_tests_has_the_checks_of_tokens_on(client):
    assert (client.handler.enforce_csrf_checks, Client().handler.enforce_csrf_checks) == (True, True)
