"""Tests of web addresses and DOIs as people type or paste them, and of slugs made from a draft's title."""

from __future__ import annotations

import pytest
from django.urls import reverse

from gateway.catalogue.models import Kind, Status
from resources.models import Publication
from resources.publications.form.doi import extract_doi
from resources.publications.form.publication_form import build_form_class
from resources.publications.workflow import find_missing_fields, take_step
from tests.factories import make_editor, make_owner, make_publication, make_publisher
from tests.resources.manage.forms import ADD, get_page_url, make_changed_form, make_new_form

pytestmark = pytest.mark.django_db
PASTED = [
    "10.1000/xyz123",
    "doi:10.1000/xyz123",
    "DOI: 10.1000/xyz123.",
    "doi 10.1000/xyz123",
    "https://doi.org/10.1000/xyz123",
    "http://dx.doi.org/10.1000/xyz123",
    "doi.org/10.1000/xyz123",
    "https://www.doi.org/10.1000%2Fxyz123?utm_source=x#page",
    "doi:https://doi.org/10.1000/xyz123",
    "  10.1000/xyz123 . ",
    "(doi:10.1000/xyz123)",
    "<https://doi.org/10.1000/xyz123>,",
    "\u200b10.1000/xyz\u00ad123\ufeff",
]


@pytest.mark.parametrize("pasted", PASTED)
def test_a_doi_is_taken_as_it_is_pasted(client, pasted):
    client.force_login(make_owner())

    client.post(f"{ADD}?kind=research", make_new_form(doi=pasted))

    assert Publication.objects.get().doi == "10.1000/xyz123"


PAGES = [
    '"10.1000/xyz123"',
    "Available at: https://doi.org/10.1000/xyz123",
    "https://doi.org/10.1000/xyz123 (accessed 3 May 2026)",
    "urn:doi:10.1000/xyz123",
    "https://doi-org.ezproxy.example.org/10.1000/xyz123",
    "https://www.example.org/doi/full/10.1000/xyz123?needAccess=true",
    "https://www.example.org/articles/10.1000/xyz123/full",
    "https://link.example.org/content/pdf/10.1000/xyz123.pdf",
    "https://doi.org/doi:10.1000/xyz123",
]


@pytest.mark.parametrize("pasted", PAGES)
def test_a_doi_is_found_in_what_it_is_pasted_with(pasted):
    assert extract_doi(pasted) == "10.1000/xyz123"


@pytest.mark.parametrize("pasted", ["doi:", "https://doi.org/", "none"])
def test_what_is_typed_for_a_doi_never_vanishes(pasted):
    assert extract_doi(pasted) == pasted


@pytest.mark.parametrize("doi", ["10.1016/S0140-6736(20)30183-5", "10.1002/(SICI)1096(1996)99:1<1::AID>3.0.CO;2-1"])
def test_the_brackets_of_a_doi_stay(doi):
    assert extract_doi(f"https://doi.org/{doi}.") == doi


@pytest.mark.parametrize("pasted", ["xyz123", "https://example.org/10.1000/xyz", "10.1000/a 10.1000/b", "doi:"])
def test_what_is_no_doi_never_becomes_one(client, pasted):
    client.force_login(make_owner())

    client.post(f"{ADD}?kind=research", make_new_form(doi=pasted))

    assert not Publication.objects.exclude(doi="").exists()


def test_a_doi_is_enough_to_read_and_leads_there(client):
    publication = make_publication(kind=Kind.RESEARCH, doi="10.1000/xyz123", focus_areas=["leadership"])

    assert find_missing_fields(publication) == []
    assert 'href="https://doi.org/10.1000/xyz123"' in client.get(publication.get_absolute_url()).text


@pytest.mark.parametrize("typed", ["www.example.org/guide", " www.example.org/guide ", "https://www.example.org/guide"])
@pytest.mark.parametrize(("kind", "field"), [("resource", "url"), ("research", "url"), ("news", "url")])
def test_an_address_without_its_beginning_is_taken(client, kind, field, typed):
    client.force_login(make_owner())

    client.post(f"{ADD}?kind={kind}", make_new_form(**{field: typed}))

    assert getattr(Publication.objects.get(), field) == "https://www.example.org/guide"


@pytest.mark.parametrize("kind", ["resource", "event"])
def test_no_browser_refuses_an_address_without_its_beginning(client, kind):
    """A field of type "url" would be refused by the browser, before the Gateway sees it."""
    client.force_login(make_editor())

    html = client.get(f"{ADD}?kind={kind}").text

    assert 'type="url"' not in html
    assert 'inputmode="url"' in html


@pytest.mark.parametrize("path", ["/publishers/mine/profile/", reverse("resources:feeds")])
def test_nor_does_any_other_form(client, path):
    client.force_login(make_owner(make_publisher("Mine", slug="mine")))

    html = client.get(path).text

    assert 'inputmode="url"' in html
    assert 'type="url"' not in html


def copy_of(client, publication):
    client.post(get_page_url(publication, "copy"))
    return Publication.objects.latest("pk")


def test_a_copy_takes_its_address_from_its_new_title(client):
    publication = make_publication("Reading together", body="Words.", focus_areas=["leadership"])
    client.force_login(make_owner(publication.publisher))
    copied = copy_of(client, publication)

    client.post(get_page_url(copied), make_changed_form(copied, title="Counting together"))

    copied.refresh_from_db()
    assert copied.slug == "counting-together"


def test_what_was_published_keeps_its_address(client):
    publication = make_publication("Reading together", status=Status.DRAFT, body="Words.", focus_areas=["leadership"])
    take_step(publication, Status.PUBLISHED, by=make_editor())
    publication.move(Status.DRAFT)
    client.force_login(make_owner(publication.publisher))

    client.post(get_page_url(publication), make_changed_form(publication, title="Counting together"))

    publication.refresh_from_db()
    assert publication.slug == "reading-together"


def test_an_address_that_an_editor_chose_stays(client):
    publication = make_publication("Reading", slug="pairs", status=Status.DRAFT, body="Words.")
    client.force_login(make_owner(publication.publisher))

    client.post(get_page_url(publication), make_changed_form(publication, title="Counting"))

    publication.refresh_from_db()
    assert publication.slug == "pairs"


def test_a_draft_that_gets_its_old_title_back_gets_its_old_address_back():
    draft = make_publication("Reading", status=Status.DRAFT, body="Words.", focus_areas=["leadership"])
    person = make_owner(draft.publisher)

    for title in ("Counting", "Reading"):
        draft = Publication.objects.get()
        form = build_form_class(person, draft.kind)(make_changed_form(draft, title=title), instance=draft)
        assert form.is_valid(), form.errors
        form.save()

    assert Publication.objects.get().slug == "reading"
