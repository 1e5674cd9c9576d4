"""The keywords field suggests keywords in use as a combobox, and is a plain text field without scripts."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from gateway.catalogue.models import Status
from tests.browser.axe import find_violations
from tests.browser.test_manage import log_in, plain  # noqa: F401 (a fixture)
from tests.factories import make_member, make_owner, make_publication, make_publisher, make_school, make_story

pytestmark = pytest.mark.browser


@pytest.fixture(params=["publication", "practice example"])
def form(site, request):
    """Return a user, the address of a page with the keywords field, and its draft."""
    make_publication(keywords=["paired reading", "precision teaching"])
    if request.param == "publication":
        publisher = make_publisher()
        draft = make_publication(status=Status.DRAFT, publisher=publisher)
        return make_owner(publisher), reverse("admin:resources_publication_change", args=[draft.pk]), draft
    author = make_member(make_school("Keyword School"))
    example = make_story(status=Status.DRAFT, created_by=author)
    return author, reverse("practice:share_step", args=[example.slug, "finish"]), example


@pytest.mark.parametrize("width", [320, 1280])
def test_keywords_are_chosen_by_keyboard_for_each_word(site, page, form, complaints, width):
    person, address, _ = form
    log_in(page.context, site, person)
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(site + address)
    box = page.get_by_role("combobox", name="Keywords")

    box.fill("autism, pai")
    box.press("ArrowDown")
    option = page.get_by_role("option", name="paired reading")
    expect(option).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == option.get_attribute("id")
    assert find_violations(page) == []
    assert measure_gap(box, page.get_by_role("listbox")) < 5
    box.press("Enter")
    expect(box).to_have_value("autism, paired reading, ")
    box.press_sequentially("prec")
    expect(page.get_by_role("option", name="precision teaching")).to_be_visible()
    box.press("Escape")

    expect(page.get_by_role("listbox")).to_have_count(0)
    expect(box).to_have_attribute("aria-expanded", "false")
    assert complaints == []


def measure_gap(box, suggestions) -> float:
    above, below = box.bounding_box(), suggestions.bounding_box()
    return abs(below["y"] - above["y"] - above["height"])


def test_the_box_is_a_plain_one_without_scripts(site, plain, form):  # noqa: F811
    person, address, draft = form
    log_in(plain, site, person)
    page = plain.new_page()
    page.goto(site + address)

    page.get_by_label("Keywords").fill("autism, reading")
    page.locator("[name=_save], .step-actions [value=next]").first.click()

    expect(page.get_by_label("Keywords")).to_have_count(1 if "manage" in address else 0)
    assert sorted(draft.keywords.names()) == ["autism", "reading"]
