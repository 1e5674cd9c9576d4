"""Tests that a changed slug leaves a redirect, wherever it occurs in an address."""

from __future__ import annotations

import pytest
from django.apps import apps

from gateway.catalogue.models import AreaOfNeed, FocusArea, FormerSlug, Phase, Status
from gateway.catalogue.taxonomy import loader
from tests.factories import get_focus_area, make_publication, make_publisher, set_terms

pytestmark = pytest.mark.django_db


def rename(row, slug):
    row.slug = slug
    row.save()


def test_a_former_address_of_a_focus_area_leads_to_the_new_one(client):
    rename(get_focus_area("leadership"), "leading")

    response = client.get("/focus-areas/leadership/")

    assert (response.status_code, response["Location"]) == (301, "/focus-areas/leading/")


def test_it_keeps_what_the_visitor_chose(client):
    rename(get_focus_area("leadership"), "leading")

    response = client.get("/focus-areas/leadership/?phase=primary&page=2")

    assert response["Location"] == "/focus-areas/leading/?phase=primary&page=2"


def test_a_slug_that_was_given_up_twice_leads_to_the_latest(client):
    area = get_focus_area("leadership")
    rename(area, "leading")
    rename(area, "heads")

    places = [client.get(f"/focus-areas/{slug}/")["Location"] for slug in ("leadership", "leading")]

    assert places == ["/focus-areas/heads/", "/focus-areas/heads/"]


def test_a_slug_that_comes_back_is_former_no_more(client):
    area = get_focus_area("leadership")
    rename(area, "leading")
    rename(area, "leadership")

    assert client.get("/focus-areas/leadership/").status_code == 200
    assert list(FormerSlug.objects.values_list("slug", flat=True)) == ["leading"]


def test_another_term_may_take_a_slug_that_was_given_up(client):
    rename(get_focus_area("leadership"), "leading")
    rename(get_focus_area("outcomes"), "leadership")

    page = client.get("/focus-areas/leadership/")

    assert page.context["area"].name == FocusArea.objects.get(slug="leadership").name
    assert "Outcomes" in page.context["area"].name


@pytest.mark.parametrize(
    ("parameter", "model", "field", "slug"),
    [
        ("focus", FocusArea, "focus_areas", "leadership"),
        ("need", AreaOfNeed, "areas_of_need", "hearing-impairment"),
        ("phase", Phase, "phases", "primary"),
    ],
)
def test_a_filter_with_a_former_slug_still_filters(client, parameter, model, field, slug):
    set_terms(make_publication("Wanted"), **{field: [slug]})
    make_publication("Not wanted")
    rename(model.objects.get(slug=slug), "renamed")

    found = client.get(f"/browse/?{parameter}={slug}").context["found"]

    assert [item.title for item in found.items] == ["Wanted"]
    assert (found.notices, found.url) == ([], f"/browse/?{parameter}=renamed")


def test_a_former_address_of_a_publisher_leads_to_the_new_one(client):
    rename(make_publisher("A Charity"), "the-charity")

    response = client.get("/publishers/a-charity/?kind=news")

    assert (response.status_code, response["Location"]) == (301, "/publishers/the-charity/?kind=news")


def test_a_filter_with_a_former_slug_of_a_publisher_still_filters(client):
    publication = make_publication("Wanted", publisher=make_publisher("A Charity"))
    make_publication("Not wanted")
    rename(publication.publisher, "the-charity")

    found = client.get("/browse/?publisher=a-charity").context["found"]

    assert [item.title for item in found.items] == ["Wanted"]


def test_a_former_address_of_a_publication_leads_to_the_new_one(client):
    rename(make_publication("A guide"), "the-guide")

    response = client.get("/resources/a-guide/")

    assert (response.status_code, response["Location"]) == (301, "/resources/the-guide/")


def test_a_former_address_of_a_draft_says_nothing(client):
    rename(make_publication("A guide", status=Status.DRAFT), "the-secret-guide")

    assert client.get("/resources/a-guide/").status_code == 404


def test_many_terms_at_once_cannot_change_their_slugs():
    with pytest.raises(ValueError, match="Save a term"):
        FocusArea.objects.filter(slug="leadership").update(slug="leading")


def test_loading_the_taxonomy_again_adds_nothing():
    before = {model: list(model.objects.values()) for model in (FocusArea, AreaOfNeed, Phase)}

    loader.load(apps)

    assert {model: list(model.objects.values()) for model in before} == before


def test_loading_the_taxonomy_again_keeps_what_editors_changed():
    area = get_focus_area("leadership")
    area.name, area.order = "Leading", 40
    rename(area, "leading")

    loader.load(apps)

    assert FocusArea.objects.count() == 8
    assert FocusArea.objects.values_list("name", "order").get(slug="leading") == ("Leading", 40)


def test_loading_the_taxonomy_again_brings_back_a_term_that_was_renamed_and_then_deleted():
    rename(get_focus_area("leadership"), "leading")
    get_focus_area("leading").delete()

    loader.load(apps)

    assert FocusArea.objects.filter(slug="leadership").exists()
