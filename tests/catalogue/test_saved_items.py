"""Tests of saved items."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from gateway.catalogue.models import Item, SavedItem, Status
from tests.factories import make_publication, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(client):
    """Return a logged-in user."""
    user = make_user()
    client.force_login(user)
    return user


def save(client, item, **more):
    return client.post(f"/items/{item.slug}/save/", {"keep": "yes", **more})


def test_an_item_is_kept_and_let_go_by_the_button_on_its_page(client, person):
    item = make_publication("A guide")
    before = client.get(item.get_absolute_url()).text
    response = save(client, item)
    after = client.get(item.get_absolute_url()).text
    client.post(f"/items/{item.slug}/save/", {})

    assert ["Save for later" in page for page in (before, after)] == [True, False]
    assert response.url == item.get_absolute_url()
    assert not SavedItem.objects.exists()


def test_to_keep_it_twice_is_to_keep_it_once(client, person):
    item = make_publication()

    save(client, item)
    save(client, item)

    assert person.saved_items.count() == 1


@pytest.mark.django_db(transaction=True)
def test_twenty_clicks_at_once_keep_it_once():
    item, person = make_publication(), make_user()

    def click(_):
        client = Client()
        client.force_login(person)
        status = save(client, item).status_code
        connection.close()
        return status

    with ThreadPoolExecutor(4) as pool:
        statuses = set(pool.map(click, range(20)))

    assert (statuses, person.saved_items.count()) == ({302}, 1)


def test_a_visitor_is_led_to_log_in_and_back(client):
    item = make_publication("A guide")

    assert f"/accounts/login/?next={item.get_absolute_url()}" in client.get(item.get_absolute_url()).text
    assert save(client, item).url.startswith("/accounts/login/")


@pytest.mark.parametrize("hidden", [{"status": Status.DRAFT}, {"is_withheld": True}])
def test_what_one_may_not_see_cannot_be_kept(client, person, hidden):
    item = make_publication("Hidden")
    Item.objects.filter(pk=item.pk).update(**hidden)

    assert save(client, item).status_code == 404


def test_a_link_does_not_keep_anything(client, person):
    assert client.get(f"/items/{make_publication().slug}/save/").status_code == 405


@pytest.mark.parametrize(
    "address", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_the_way_back_never_leads_elsewhere(client, person, address):
    item = make_publication()

    assert save(client, item, next=address).url == item.get_absolute_url()


def test_the_list_shows_what_is_kept_and_public_the_latest_first(client, person):
    first, second, hidden = make_publication("First"), make_publication("Second"), make_publication("Gone")
    for item in (first, second, hidden):
        save(client, item)
    Item.objects.filter(pk=hidden.pk).update(is_withheld=True)

    page = client.get("/account/saved/").text

    assert page.index("Second") < page.index("First")
    assert "Gone" not in page


def test_nobody_sees_what_others_keep(client, person):
    SavedItem.objects.create(user=make_user(), item=make_publication("Secret wish"))

    pages = [client.get(address).text for address in ("/account/saved/", "/account/")]

    assert not any("Secret wish" in page for page in pages)


@pytest.mark.parametrize("number", ["0", "-1", "abc", "999999999999999999999"])
def test_an_odd_page_number_shows_a_page(client, person, number):
    save(client, make_publication())

    assert client.get(f"/account/saved/?page={number}").status_code == 200


def test_the_list_costs_the_same_however_long_it_is(client, person, django_assert_max_num_queries):
    counts = []
    for more in (2, 18):
        for _ in range(more):
            save(client, make_publication())
        client.get("/account/saved/")
        with django_assert_max_num_queries(12) as captured:
            client.get("/account/saved/")
        counts.append(len(captured))

    assert counts[0] == counts[1]
