"""Tests that keywords in use are suggested wherever keywords are asked for."""

from __future__ import annotations

import pytest
from django.urls import reverse

from gateway.catalogue.models import Status
from tests.factories import make_member, make_owner, make_publication, make_school, make_story
from tests.resources.manage.forms import ADD

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["publication", "practice example"])
def form(client, request):
    """Return the address of the page that asks for the keywords."""
    if request.param == "publication":
        client.force_login(make_owner())
        return f"{ADD}?kind=resource"
    author = make_member(make_school("Oak Primary"))
    client.force_login(author)
    return reverse("practice:share_step", args=[make_story(status=Status.DRAFT, created_by=author).slug, "finish"])


def test_keywords_of_what_is_public_are_suggested_and_those_of_drafts_are_not(client, form):
    make_publication(keywords=["paired reading"])
    make_publication(status=Status.DRAFT, keywords=["secret plan"])

    html = client.get(form).text

    assert '<option value="paired reading">' in html
    assert "secret plan" not in html
    assert "js/keywords.js" in html
