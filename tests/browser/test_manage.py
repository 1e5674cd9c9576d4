"""Publishing through /manage/ in a real browser: clean for axe, by keyboard alone, and without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect

from accounts.models import User
from gateway.catalogue.models import AskedWords, Status
from resources.models import Edit, Publication, Publisher
from resources.publications.revisions import open_revision
from tests.browser.looks import find_flaws, open_page
from tests.factories import make_editor, make_owner, make_publication, make_publisher
from tests.files import make_pdf

pytestmark = pytest.mark.browser
MANAGE = "/manage/"
LIST = "/manage/resources/publication/"
LONG_WORD = "Donaudampfschifffahrt" * 4


@pytest.fixture(scope="module")
def cast(site, django_db_blocker) -> Iterator[SimpleNamespace]:
    """Yield a trusted publisher, its owner, an editor and publications of different states; delete them afterwards."""
    with django_db_blocker.unblock():
        publisher = make_publisher("Browser Trust", is_trusted=True)
        made = SimpleNamespace(
            publisher=publisher,
            owner=make_owner(publisher, email="olive@browser.example", display_name="Olive"),
            editor=make_editor(email="edi@browser.example", display_name="Edi"),
            draft=make_publication("A browser's draft", publisher=publisher, status=Status.DRAFT),
            waiting=make_publication(
                "A browser's waiting", publisher=publisher, status=Status.IN_REVIEW, focus_areas=["leadership"]
            ),
        )
        page = make_publication(
            "A browser's page", publisher=publisher, focus_areas=["leadership"], body="Read togeather."
        )
        made.revision = open_revision(page, by=made.owner)
        Publication.objects.filter(pk=made.revision.pk).update(
            title="A browser's new page", body="Read together.\n\nDo."
        )
        words = "what does sen support mean for my child in year four who waits for a place"
        asked = [
            AskedWords(day=timezone.localdate() - timedelta(back), words=words, found=0, count=2) for back in (0, 1)
        ]
        AskedWords.objects.bulk_create(asked)
        yield made
        AskedWords.objects.all().delete()
        Publication.objects.filter(publisher=publisher).delete()
        Publisher.objects.filter(pk=publisher.pk).delete()
        User.objects.filter(email__endswith="@browser.example").delete()


def log_in(context: BrowserContext, site: str, user: User) -> None:
    client = Client()
    client.force_login(user)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": site}])


@pytest.fixture
def plain(browser: Browser, site) -> Iterator[BrowserContext]:
    """Yield a browser context without JavaScript."""
    context = browser.new_context(java_script_enabled=False, locale="en-GB")
    yield context
    context.close()


ADDRESSES = {
    "front page": lambda cast: MANAGE,
    "list": lambda cast: LIST,
    "choice of a kind": lambda cast: f"{LIST}add/",
    "form of a resource": lambda cast: f"{LIST}add/?kind=resource",
    "form of research": lambda cast: f"{LIST}add/?kind=research",
    "form of a news story": lambda cast: f"{LIST}add/?kind=news",
    "form of an event": lambda cast: f"{LIST}add/?kind=event",
    "change": lambda cast: f"{LIST}{cast.draft.pk}/change/",
    "history": lambda cast: f"{LIST}{cast.draft.pk}/history/",
    "deletion": lambda cast: f"{LIST}{cast.draft.pk}/delete/",
    "preview": lambda cast: cast.draft.get_absolute_url(),
    "page with a new version": lambda cast: f"{LIST}{cast.revision.revises_id}/change/",
    "new version": lambda cast: f"{LIST}{cast.revision.pk}/change/",
    "what is new in it": lambda cast: f"{LIST}{cast.revision.pk}/changes/",
    "discarding it": lambda cast: f"{LIST}{cast.revision.pk}/delete/",
    "preview of a new version": lambda cast: cast.revision.get_absolute_url(),
    "queue": lambda cast: f"{LIST}queue/",
    "return": lambda cast: f"{LIST}{cast.waiting.pk}/step/?to=returned",
    "focus areas": lambda cast: "/manage/catalogue/focusarea/",
    "a focus area": lambda cast: "/manage/catalogue/focusarea/1/change/",
    "what people look for": lambda cast: "/manage/catalogue/askedwords/",
}
EDITORS_PAGES = ("queue", "return", "focus areas", "a focus area", "what people look for")


@pytest.mark.looks
@pytest.mark.parametrize("name", ADDRESSES)
def test_a_page_of_the_admin_is_clean(site, cast, page, complaints, name):
    log_in(page.context, site, cast.editor if name in EDITORS_PAGES else cast.owner)

    assert open_page(page, site + ADDRESSES[name](cast)) == 200

    assert find_flaws(page) == {}
    assert complaints == []


def save_as_other_user(publication: Publication, summary: str) -> None:
    """Change a publication as another user does who has the same form open."""
    publication.take_version(publication.version)
    Publication.objects.filter(pk=publication.pk).update(summary=summary)
    words = {"field": "summary", "label": "Summary", "before": publication.summary, "after": summary}
    Edit.objects.create(publication=publication, version=publication.version, changes=[words])


@pytest.mark.looks
def test_a_new_version_of_a_page_that_was_changed_meanwhile_is_compared_cleanly(site, cast, page, complaints):
    public = make_publication("A browser's contest", publisher=cast.publisher, focus_areas=["leadership"])
    revision = open_revision(public, by=cast.owner)
    Publication.objects.filter(pk=revision.pk).update(summary=f"Ours. {LONG_WORD}", status=Status.IN_REVIEW)
    save_as_other_user(public, f"Theirs. {LONG_WORD}")
    log_in(page.context, site, cast.editor)

    assert open_page(page, f"{site}{LIST}{revision.pk}/changes/") == 200

    expect(page.get_by_role("button", name="Publish and replace the changes")).to_be_visible()
    assert find_flaws(page) == {}
    assert complaints == []


@pytest.mark.looks
def test_the_table_of_what_two_people_wrote_is_clean(site, cast, page, complaints):
    draft = make_publication("A browser's two", publisher=cast.publisher, status=Status.DRAFT, summary="Before.")
    log_in(page.context, site, cast.owner)
    page.goto(f"{site}{LIST}{draft.pk}/change/")
    page.get_by_label("Summary:", exact=True).fill(f"Mine. {LONG_WORD}")
    save_as_other_user(draft, f"Theirs. {LONG_WORD}")

    page.get_by_role("button", name="Save draft").first.click()

    expect(page.get_by_role("cell", name="Theirs.")).to_be_visible()
    assert find_flaws(page) == {}
    assert complaints == []


@pytest.mark.looks
def test_a_form_with_problems_is_clean_and_leads_to_its_fields(site, cast, page, complaints):
    log_in(page.context, site, cast.owner)
    page.goto(f"{site}{LIST}add/?kind=event")

    page.get_by_role("button", name="Save draft").first.click()

    expect(page).to_have_title(re.compile("^Error:"))
    assert find_flaws(page) == {}
    assert complaints == []
    page.get_by_role("link", name="Title: This field is required.").click()
    expect(page).to_have_url(re.compile("#id_title$"))


def test_the_text_is_shown_beneath_the_form(site, cast, page, complaints):
    log_in(page.context, site, cast.owner)
    page.goto(f"{site}{LIST}add/?kind=news")
    page.get_by_label("Text:", exact=True).fill("Read *aloud*.")

    page.get_by_role("button", name="See how the text will look").click()

    page.get_by_role("region", name="The text as readers will see it").locator("em", has_text="aloud").wait_for()
    assert complaints == []


def test_several_files_are_added_at_once_each_with_its_title(site, cast, page):
    log_in(page.context, site, cast.owner)
    page.goto(f"{site}{LIST}{cast.draft.pk}/change/")

    page.get_by_label("Add files").set_input_files([make_upload("plan.pdf"), make_upload("slides.pdf")])
    expect(page.locator("[name=uploads-title]")).to_have_count(2)
    for box, title in zip(page.locator("[name=uploads-title]").all(), ("The plan", "The slides"), strict=True):
        box.fill(title)
    page.get_by_role("button", name="Save draft").first.click()
    page.get_by_text("Saved.").wait_for()

    assert [stored.title for stored in cast.draft.files.all()] == ["The plan", "The slides"]


def make_upload(name: str) -> dict[str, object]:
    return {"name": name, "mimeType": "application/pdf", "buffer": make_pdf()}


def tab_to(page: Page, what: str) -> None:
    """Press Tab until the element of this selector has the focus."""
    for _ in range(150):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", what):
            return
    raise AssertionError(f"Tab never reaches {what}.")


def test_a_resource_is_published_by_keyboard_alone(site, cast, page):
    log_in(page.context, site, cast.owner)
    page.goto(site + MANAGE)

    tab_to(page, 'a[href$="add/?kind=resource"]')
    page.keyboard.press("Enter")
    page.wait_for_url("**/add/?kind=resource")
    for field, text in {"title": "By keyboard", "summary": "Only keys.", "body": "Read *aloud*."}.items():
        if not page.evaluate("name => document.activeElement.name === name", field):
            tab_to(page, f"[name={field}]")
        page.keyboard.type(text)
    tab_to(page, "[name=focus_areas]")
    page.keyboard.press("Space")
    tab_to(page, "button[name=_publish]")
    page.keyboard.press("Enter")

    page.get_by_text("“By keyboard”: Published.").wait_for()
    assert Publication.objects.get(title="By keyboard").is_public


def test_the_whole_way_to_readers_works_without_javascript(site, cast, plain, browser):
    Publisher.objects.filter(pk=cast.publisher.pk).update(is_trusted=False)
    log_in(plain, site, cast.owner)
    page = plain.new_page()
    page.goto(site + MANAGE)
    page.get_by_role("link", name="News story").click()
    page.locator("[name=title]").fill("Without scripts")
    page.locator("[name=summary]").fill("Nothing runs.")
    page.get_by_label("Add files").set_input_files([make_upload("plan.pdf"), make_upload("slides.pdf")])
    page.get_by_label("Leadership of SEND").check()
    page.locator("[name=links-0-title]").fill("More")
    page.locator("[name=links-0-url]").fill("https://example.org/more")

    page.get_by_role("button", name="Save and preview").first.click()

    expect(page.get_by_role("article").first).to_contain_text("this is a preview", ignore_case=True)
    expect(page.get_by_role("link", name="plan")).to_have_count(1)
    page.get_by_role("link", name="Back to the form").click()
    page.get_by_role("button", name="Save and send for review").first.click()
    expect(page.get_by_role("heading", name="In review")).to_have_count(1)
    publish_from_queue(site, cast, browser)
    assert Client().get(Publication.objects.get(title="Without scripts").get_absolute_url()).status_code == 200


def publish_from_queue(site: str, cast: SimpleNamespace, browser: Browser) -> None:
    """Publish it from the queue as an editor without JavaScript."""
    context = browser.new_context(java_script_enabled=False, locale="en-GB")
    log_in(context, site, cast.editor)
    page = context.new_page()
    page.goto(site + MANAGE)
    page.get_by_role("link", name="to review").click()
    page.get_by_role("button", name="Publish “Without scripts”").click()
    expect(page.get_by_role("button", name="Publish “Without scripts”")).to_have_count(0)
    context.close()


def test_without_javascript_the_text_is_shown_in_a_tab_of_its_own(site, cast, plain):
    log_in(plain, site, cast.owner)
    page = plain.new_page()
    page.goto(f"{site}{LIST}add/?kind=news")
    page.get_by_label("Text:", exact=True).fill("Read *aloud*.")

    with plain.expect_page() as opened:
        page.get_by_role("button", name="See how the text will look").click()

    assert opened.value.locator(".text-preview-shown em").inner_text() == "aloud"
    assert reverse("admin:resources_publication_text") in opened.value.url
