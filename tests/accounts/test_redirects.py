"""`next` leads to a path of this site or to the default, and never causes an error."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpResponseRedirect
from django.test import RequestFactory
from django.urls import reverse

from accounts.addresses.redirects import redirect_back
from accounts.models import User
from tests.addresses import list_addresses
from tests.factories import PASSWORD, get_focus_area, make_publication, make_regular

pytestmark = pytest.mark.django_db

ELSEWHERE = [
    "1",
    "http://[",
    "//[",
    "http://example.org/",
    "//example.org/",
    "/\\example.org",
    "\\\\example.org",
    "///example.org",
    "javascript:alert(1)",
    "home",
    "admin:index",
    "a.b",
    "?q=1",
    "#top",
    "/a\nb",
    "/a\r\nSet-Cookie: a",
    "/\x00",
    "/" + "a" * 3_000,
    "https:example.org",
    " /browse/",
    "\u2028/browse/",
]
HERE = ["/", "/browse/?q=a%20b&page=2", "/resources/some-thing/#discussion", "/[", "/é"]


def get_redirect_target(address: str) -> str:
    response = redirect_back(RequestFactory().post("/", {"next": address}), "home")
    assert isinstance(response, HttpResponseRedirect)
    return response.url


@pytest.mark.parametrize("address", ELSEWHERE)
def test_what_is_no_path_of_this_site_leads_nowhere(address):
    assert get_redirect_target(address) == "/"


@pytest.mark.parametrize("address", HERE)
def test_a_path_of_this_site_is_gone_back_to(address):
    assert get_redirect_target(address) == address.replace("é", "%C3%A9")


@pytest.mark.parametrize("address", ["1", "http://["])
def test_no_address_answers_a_bad_next_with_a_fault(client, address):
    item, area = make_publication(), get_focus_area()
    client.force_login(User.objects.create_superuser("root@example.org", PASSWORD))
    values: dict[str, list[Any]] = {
        "pk": [item.pk],
        "slug": [item.slug, area.slug],
        "kind": ["item"],
        "key": ["a"],
        "section": ["items"],
    }

    for name, path in list_addresses(values):
        if name.rpartition(":")[2].startswith(("account_", "logout")):
            continue
        response = client.post(path, {"next": address, "keep": "1", "follow": "1"}, headers={"Referer": address})
        assert response.status_code < 500, path
        assert not response.headers.get("Location", "").startswith(("1", "http://[", "//", "http://example.org")), path


@pytest.mark.parametrize("address", ["1", "http://["])
def test_saving_leads_to_the_item_then(client, address):
    item = make_publication()
    client.force_login(make_regular())

    response = client.post(reverse("save_item", args=[item.slug]), {"next": address, "keep": "1"})

    assert response.headers["Location"] == item.get_absolute_url()


@pytest.mark.parametrize("header", ["Referer", "Origin", "Ping-From"])
def test_a_header_that_is_no_address_is_as_none(client, header):
    item = make_publication()

    for path in (item.get_absolute_url(), "/browse/"):
        assert client.get(path, headers={header: "http://["}).status_code == 200
    for path in (reverse("resources:click", args=[item.slug]), reverse("discussions:post_on_item", args=[item.slug])):
        sent = {"text": "Words.", "kind": "comment"}
        assert client.post(path, sent, headers={header: "http://["}).status_code == 403


@pytest.mark.parametrize("address", ["1", "http://[", "//example.org/"])
def test_a_log_in_leads_to_no_such_address(client, address):
    client.force_login(make_regular())

    response = client.get(reverse("account_login"), {"next": address})

    assert response.headers["Location"] == reverse("account")
