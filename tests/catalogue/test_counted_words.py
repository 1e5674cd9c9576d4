"""Tests that pages count what they name, so that they stay right when the taxonomy changes."""

from __future__ import annotations

import pytest

from gateway.catalogue.models import FocusArea
from tests.pages import PAGES

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("path", "said"), [("/", "looks at seven focus areas"), ("/focus-areas/", "The seven areas")])
def test_the_focus_areas_are_counted(client, path, said):
    FocusArea.objects.filter(slug="leadership").delete()

    assert said in client.get(path).text


@pytest.mark.parametrize("path", ["/", "/focus-areas/", "/about/", "/browse/", "/reading/"])
def test_no_page_says_eight_when_there_are_seven(client, path):
    FocusArea.objects.filter(slug="leadership").delete()

    assert path in PAGES.values()
    assert "eight " not in client.get(path).text.casefold().replace("weight ", "").replace("height ", "")
