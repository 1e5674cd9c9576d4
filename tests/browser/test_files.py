"""Adding and reading files in a real browser: with and without JavaScript, clean at every width."""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, expect

from resources.models import OutwardLink, PublicationFile
from tests.browser.looks import find_flaws
from tests.browser.test_publishers import log_in, make_address
from tests.factories import make_file, make_owner, make_publication, make_publisher
from tests.files import make_pdf, make_picture

pytestmark = pytest.mark.browser
FORM = "/manage/resources/publication/add/?kind=resource"
CHOSEN_FILES: list[Any] = [
    {"name": "reading_plan.pdf", "mimeType": "application/pdf", "buffer": make_pdf(2)},
    {"name": "photo.png", "mimeType": "image/png", "buffer": make_picture()},
]


def make_new_publisher():
    return make_publisher(f"Publisher of files {time.time_ns()}")


@pytest.mark.parametrize("has_javascript", [True, False])
def test_a_publisher_adds_several_files_in_one_go(site, browser: Browser, has_javascript):
    context = browser.new_context(java_script_enabled=has_javascript)
    log_in(context, site, make_owner(make_new_publisher(), email=make_address()))
    page, title = context.new_page(), f"Plan {time.time_ns()}"
    page.goto(site + FORM)

    page.get_by_label("Title", exact=False).first.fill(title)
    page.get_by_label("Add files").set_input_files(CHOSEN_FILES)
    if has_javascript:
        page.get_by_label("Title of reading_plan.pdf").fill("The plan in full")
    page.get_by_role("button", name="Save draft").first.click()

    expect(page.get_by_text("reading_plan.pdf", exact=True)).to_be_visible()
    titles = PublicationFile.objects.filter(publication__title=title).values_list("title", flat=True)
    assert list(titles) == ["The plan in full" if has_javascript else "Reading plan", "Photo"]


@pytest.mark.looks
def test_the_boxes_for_titles_are_clean(site, page, complaints):
    log_in(page.context, site, make_owner(make_new_publisher(), email=make_address()))
    page.goto(site + FORM)

    page.get_by_label("Add files").set_input_files(CHOSEN_FILES)

    expect(page.get_by_label("Title of photo.png")).to_have_value("Photo")
    assert (find_flaws(page), complaints) == ({}, [])


@pytest.mark.looks
def test_a_publication_with_files_and_a_broken_link_is_clean(site, page, complaints):
    url = f"https://example.org/{time.time_ns()}"
    publication = make_publication(f"Plan {time.time_ns()}", publisher=make_new_publisher(), url=url)
    file = make_file(publication, title="The plan")
    OutwardLink.objects.create(
        url=url, host="example.org", failures=3, broken_since=timezone.now(), visited_at=timezone.now()
    )

    page.goto(site + publication.get_absolute_url())

    expect(page.get_by_text("This link may not work")).to_be_visible()
    expect(page.get_by_text(file.description)).to_be_visible()
    assert (find_flaws(page), complaints) == ({}, [])


def test_a_file_is_saved_under_its_own_name(site, page):
    publication = make_publication(f"Plan {time.time_ns()}", publisher=make_new_publisher())
    make_file(publication, name="Café plan.pdf", title="The plan")
    page.goto(site + publication.get_absolute_url())

    with page.expect_download() as download:
        page.get_by_role("link", name="The plan").click()

    assert download.value.suggested_filename == "Café plan.pdf"
