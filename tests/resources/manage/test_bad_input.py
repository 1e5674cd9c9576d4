"""Tests of bad input in /manage/: no error page, nothing stored, no active content.

They cover T-3, T-6, T-23, T-24, T-42 and T-60 to T-63.
"""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gateway.catalogue.models import Item, Status
from resources.models import Publication
from tests.factories import make_editor, make_owner, make_publication
from tests.files import make_pdf, make_picture
from tests.resources.manage.forms import ADD, LIST, QUEUE, get_page_url, make_changed_form, make_new_form

pytestmark = pytest.mark.django_db
POISON = '"><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7|add:7 }}'


def make_draft(**fields):
    return make_publication(status=Status.DRAFT, body="Words.", focus_areas=["leadership"], **fields)


@pytest.mark.parametrize(
    "address",
    [
        f"{LIST}abc/change/",
        f"{LIST}99999999999999999999/change/",
        f"{LIST}-1/history/",
        f"{LIST}0/delete/",
        f"{LIST}1_2F/change/",
        f"{LIST}99999999999999999999/step/",
        f"{LIST}%00/change/",
        f"{LIST}٣/change/",
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_number_that_is_none_is_not_found(client, address, method):
    client.force_login(make_editor())

    assert getattr(client, method)(address).status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "p=abc",
        "p=-1",
        "p=99999999999999999999",
        "o=zzz",
        "o=99",
        "o=1.-2.3",
        "q=%00",
        "q=%22%22%22",
        "q=((((",
        "q=' OR 1=1--",
        "q=" + "a" * 5000,
        "all=1",
        "kind=nonsense",
        "due=nonsense",
        "status__exact=nonsense",
        "status__exact=",
        "_facets=1",
        "_popup=1",
        "e=1",
        "kind=resource&kind=event",
    ],
)
def test_an_odd_query_of_the_list_ends_in_no_error_page(client, query):
    make_publication()
    client.force_login(make_editor())

    assert client.get(f"{LIST}?{query}").status_code in (200, 302, 400)


@pytest.mark.parametrize("number", ["abc", "0", "-1", "99999999999999999999", ""])
def test_an_odd_page_of_the_queue_or_the_history_is_some_page(client, number):
    publication = make_draft()
    client.force_login(make_editor())

    assert client.get(QUEUE, {"page": number}).status_code == 200
    assert client.get(get_page_url(publication, "history"), {"page": number}).status_code == 200


@pytest.mark.parametrize("version", ["abc", "-1", "99999999999999999999", "1.5", "0"])
def test_an_odd_version_saves_nothing(client, version):
    publication = make_draft()
    client.force_login(make_owner(publication.publisher))

    response = client.post(get_page_url(publication), make_changed_form(publication, title="Taken", version=version))

    publication.refresh_from_db()
    assert response.status_code == 200
    assert publication.title != "Taken"


@pytest.mark.parametrize("key", ["abc", "1", "00000000-0000", "'--"])
def test_an_odd_key_of_a_form_makes_nothing(client, key):
    client.force_login(make_owner())

    assert client.post(f"{ADD}?kind=news", make_new_form(form_key=key)).status_code == 200
    assert Publication.objects.count() == 0


@pytest.mark.parametrize("name", ["title", "summary", "body", "url", "doi", "authors", "year", "keywords", "review_by"])
@pytest.mark.parametrize("value", ["\0", "a\0b", "x" * 100_000, "\u202e", "javascript:alert(1)", "9999999999"])
def test_odd_words_end_in_no_error_page(client, name, value):
    client.force_login(make_owner())

    assert client.post(f"{ADD}?kind=research", make_new_form(**{name: value})).status_code in (200, 302)


@pytest.mark.parametrize("value", ["0000-00-00T00:00", "9999-12-31T23:59", "2027-03-28T01:30", "2027-10-31T01:30", "x"])
def test_an_odd_moment_ends_in_no_error_page(client, value):
    client.force_login(make_owner())

    response = client.post(f"{ADD}?kind=event", make_new_form(starts_at=value, ends_at=value, is_online="on"))

    assert response.status_code in (200, 302)


def test_what_people_write_is_text_on_every_page(client):
    publication = make_draft(title=POISON, slug="poison", summary=POISON, venue="", credit=POISON)
    publication.keywords.add("<script>alert(1)</script>")
    editor = make_editor(display_name=POISON[:80])
    publication.move(Status.IN_REVIEW, by=editor)
    publication.move(Status.RETURNED, by=editor, reason=POISON)
    client.force_login(editor)
    addresses = [
        "/manage/",
        LIST,
        get_page_url(publication),
        get_page_url(publication, "history"),
        get_page_url(publication, "delete"),
    ]

    pages = [client.get(address).text for address in (*addresses, publication.get_absolute_url())]

    assert [text for text in pages if "<script>alert" in text or "<img src=x" in text] == []
    assert "&lt;script&gt;" in pages[2]


def test_a_web_address_that_runs_something_is_no_link_in_the_admin(client):
    publication = make_publication()
    client.force_login(make_editor())

    response = client.post(get_page_url(publication), make_changed_form(publication, url="javascript:alert(1)"))

    assert "url" in response.context["adminform"].form.errors


@pytest.mark.parametrize("name", ["change", "delete", "step", "copy"])
def test_nothing_is_done_without_the_token_of_the_form(name):
    publication = make_draft()
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(make_editor())

    response = browser.post(get_page_url(publication, name), {"to": "published", "post": "yes", "action": "publish"})

    assert response.status_code == 403
    assert Item.objects.get().status == Status.DRAFT


@pytest.mark.parametrize("name", ["change", "history", "delete", "step", "copy"])
def test_looking_changes_nothing(client, name):
    publication = make_draft()
    before = list(Publication.objects.values())
    client.force_login(make_editor())

    client.get(get_page_url(publication, name), {"to": "published"})

    assert list(Publication.objects.values()) == before


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", b"<script>alert(1)</script>"),
        ("plan.pdf", b"<html><script>alert(1)</script></html>"),
        ("plan.pdf.exe", b"MZ"),
        ("empty.pdf", b""),
        ("plan.pdf", make_pdf()[:200]),
        ("photo.pdf", make_picture()),
        ("picture.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("archive.zip", b"PK\x03\x04"),
    ],
)
def test_a_bad_file_is_refused_and_what_was_written_stays_in_the_form(client, name, content):
    client.force_login(make_owner())

    response = client.post(f"{ADD}?kind=news", make_new_form(uploads=[SimpleUploadedFile(name, content)]))

    form = response.context["adminform"].form
    assert form.errors["uploads"]
    assert form["title"].value() == "Reading together"
    assert Publication.objects.count() == 0
