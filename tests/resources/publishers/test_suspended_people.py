"""Tests that members of a suspended publisher read on every page why it is suspended and what they can do."""

from __future__ import annotations

import pytest
from django.core import mail
from django.urls import reverse

from resources.publishers.trust_and_suspension import set_suspended
from tests.factories import make_contributor, make_editor, make_owner, make_publication, make_publisher
from tests.resources.manage.forms import get_page_url

pytestmark = pytest.mark.django_db
REASON = "Three guides name pupils."


@pytest.fixture
def suspended():
    publisher = make_publisher("Mine", slug="mine")
    publisher.suspend(by=make_editor(), reason=REASON)
    return publisher


@pytest.mark.parametrize("maker", [make_owner, make_contributor])
@pytest.mark.parametrize("path", ["/publishers/mine/people/", reverse("admin:index")])
def test_every_one_of_them_reads_why_and_what_now(client, settings, suspended, maker, path):
    settings.CONTACT_EMAIL = "editors@example.org"
    client.force_login(maker(suspended))

    html = client.get(path).text

    assert REASON in html
    assert "What you can do now" in html
    assert "editors@example.org" in html


def test_the_form_of_an_item_leads_there(client, suspended):
    publication = make_publication(publisher=suspended)
    client.force_login(make_contributor(suspended))

    assert 'href="/publishers/mine/people/"' in client.get(get_page_url(publication)).text


def test_contributors_get_the_e_mail_too():
    publisher = make_publisher()
    people = {make_owner(publisher).email, make_contributor(publisher).email}

    set_suspended(publisher, True, by=make_editor(), reason=REASON)

    assert {message.to[0] for message in mail.outbox} == people
    assert all(REASON in message.body and "What you can do now" in message.body for message in mail.outbox)


def test_others_read_nothing_of_it(client, suspended):
    client.force_login(make_owner(make_publisher()))

    assert REASON not in client.get(reverse("admin:index")).text
    assert client.get("/publishers/mine/people/").status_code == 404
