"""Tests that a list in /manage/ can be filtered by any lookup with any value without an error page.

The admin passes every parameter of a list's address to the database, which refuses some of them.
"""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.contrib import admin
from django.urls import reverse

from gateway.catalogue.models import Status
from tests.factories import make_editor, make_publication

pytestmark = pytest.mark.django_db(transaction=True)
MISTAKES = ("foo", "foo__exact")
"""What stands where a lookup should, and is none."""


def get_filters():
    """Return the address of a list and the name of a parameter, for every lookup of every type of field."""
    filters: dict[tuple[type, str], tuple[str, str]] = {}
    for model in admin.site._registry:
        address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        for field in model._meta.local_fields:
            filters.setdefault((type(field), ""), (address, field.name))
            for lookup in (*field.get_lookups(), *MISTAKES):
                filters.setdefault((type(field), lookup), (address, f"{field.name}__{lookup}"))
    return filters.values()


@pytest.mark.parametrize("value", ["a\0b", "(", "9" * 30, "99999", "0", "1,2", "[]"])
def test_a_list_is_filtered_by_anything_without_an_error_page(client, value):
    client.force_login(make_editor(is_superuser=True))
    client.raise_request_exception = False

    faults = {
        (address, name): repr(response.exc_info[1])
        for address, name in get_filters()
        if (response := client.get(address, {name: value})).status_code >= 500
    }

    assert faults == {}


def test_the_links_of_every_lists_own_filters_work(client):
    client.force_login(make_editor(is_superuser=True))
    make_publication(status=Status.DRAFT)
    lists = {address for address, _ in get_filters()}

    links = {
        address + unescape(query)
        for address in lists
        for query in re.findall(r'href="(\?[^"]+)"', client.get(address, follow=True).text)
    }

    assert len(links) > len(lists)
    assert {link: status for link in links if (status := client.get(link).status_code) != 200} == {}
