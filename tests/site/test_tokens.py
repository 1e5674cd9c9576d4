"""Every form of every page has a CSRF token for every role, and no form is refused for lack of one.

The same test checks that what is typed into each form is protected (`static/js/typed-words.js`).
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
from tests.site.forms import Button, find_buttons
from tests.site.pages import is_page, send_request
from tests.site.world import ROLES, World, build_world, list_addresses

NO_TOKEN_MARK = NO_TOKEN_ATTRIBUTE.decode()
GUARD_SCRIPT = "js/typed-words"
"""The script that protects what is typed into forms that post, except those with a password."""
unguarded_names: set[str] = set()
"""The names of addresses of forms with several text fields that have no such script, as the tests find them."""
ALLOWED_UNGUARDED = {
    "account_signup": "a name and a password, which the browser's password manager fills in",
}


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Build the site once. Changes of requests are rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build_world()
        transaction.set_rollback(True)


def list_buttons(client: Client, world: World) -> dict[tuple[str, ...], Button]:
    """Return every button that this role is shown, one for each address name, button and set of fields."""
    found: dict[tuple[str, ...], Button] = {}
    for path in (path for paths in list_addresses(world).values() for path in paths):
        response = send_request(client, "get", path)
        for button in find_buttons(response.text, path) if is_page(response) else []:
            name = resolve(button.address.partition("?")[0]).view_name
            found.setdefault((name, button.value, *button.fields), button)
            if len(button.typed) > 1 and (button.has_password or GUARD_SCRIPT not in response.text):
                unguarded_names.add(name)
    return found


def is_token_error(response: Any) -> bool:
    """Return whether the response is the error page for a missing token."""
    return response.status_code == 403 and "403_csrf.html" in [template.name for template in response.templates]


def test_every_address_of_the_site_is_walked(world):
    assert {name for name, paths in list_addresses(world).items() if not paths} == set()


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.matrix
def test_every_form_holds_its_token_and_is_taken_with_it(world, role, record_property):
    with transaction.atomic():
        client = Client()
        world.log_in(client, role)
        client.adds_token = False
        found = list_buttons(client, world)
        answers = {key: send_request(client, "post", button.address, button.fields) for key, button in found.items()}
        transaction.set_rollback(True)

    record_property("forms", len(found))
    assert len(found) > 0
    assert unguarded_names - ALLOWED_UNGUARDED.keys() == set()
    assert {key[:2] for key, response in answers.items() if is_token_error(response)} == set()


def test_a_form_in_a_template_that_is_included_alone_holds_the_token(rf):
    engine = engines["django"]
    form = engine.from_string('<form method="post">{% csrf_token %}</form>')

    page = engine.from_string("{% include form only %}").render({"form": form}, rf.get("/"))

    assert re.search(r'name="csrfmiddlewaretoken" value="\w{64}"', page)


def test_two_forms_are_marked_as_having_no_token():
    templates = settings.BASE_DIR / "templates"
    marked = {
        str(each.relative_to(templates)) for each in templates.rglob("*.html") if NO_TOKEN_MARK in each.read_text()
    }

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
