"""Practice examples in a real browser: read, shared by keyboard and without JavaScript, and clean for axe."""

from __future__ import annotations

import re
from itertools import count

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pypdfium2 import PdfDocument

from accounts.addresses.site_address import replace_host
from gateway.catalogue import facets
from gateway.catalogue.models import Status
from practice.examples import drafts
from practice.models import PracticeExample
from tests.browser.looks import find_flaws, open_page
from tests.factories import PASSWORD, make_editor, make_member, make_school, make_story, make_user, make_verified

pytestmark = pytest.mark.browser
numbers = count(1)
WORDS = {
    "What would you call it?": "Pre-teaching in Year 5",
    "What was the need?": "Pupils were lost at the start of topics.",
    "Who was it for?": "12 pupils in Year 5",
    "What did you do, step by step?": "We chose words.",
    "Who did it?": "Two teachers",
    "How long did it take?": "Two terms",
    "What did it cost?": "Nothing but time",
    "What changed?": "They join in.",
    "How do you know?": "We counted answers.",
    "What did not work?": "Ten words were too many.",
}


@pytest.fixture(scope="module")
def samples(site, django_db_blocker):
    """Load the sample examples."""
    with django_db_blocker.unblock():
        call_command("load_practice", verbosity=0)
        facets.drop_index()


PRESSED_SELECTOR = "button, input, select, textarea, summary, form, nav"


@pytest.mark.parametrize("member", [False, True])
def test_an_example_is_printed_on_two_pages_without_what_cannot_be_pressed_on_paper(page: Page, site, samples, member):
    if member:
        log_in(page.context, site, make_verified(make_user()))
    example = max(PracticeExample.objects.public(), key=lambda each: len(each.what_we_did))
    page.goto(site + example.get_absolute_url())
    page.emulate_media(media="print")

    expect(page.get_by_role("heading", level=1)).to_have_text(example.title)
    expect(page.locator(PRESSED_SELECTOR).filter(visible=True)).to_have_count(0)
    expect(page.locator("#discussion")).to_be_hidden()
    assert len(PdfDocument(page.pdf(format="A4"))) <= 2


def log_in(context: BrowserContext, site: str, user) -> None:
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session["_auth_user_backend"] = "allauth.account.auth_backends.AuthenticationBackend"
    session["_auth_user_hash"] = user.get_session_auth_hash()
    session.save()
    context.add_cookies([{"name": "sessionid", "value": session.session_key or "", "url": site}])


def tab_to(page: Page, name: str, most: int = 120) -> None:
    """Press Tab until the control of this name has the focus."""
    wanted = page.get_by_label(name, exact=True).or_(page.get_by_role("button", name=name, exact=True)).first
    handle = wanted.element_handle()
    for _ in range(most):
        if page.evaluate("element => document.activeElement === element", handle):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not reach “{name}”.")


def type_into(page: Page, names: list[str]) -> None:
    """Fill in fields by keyboard alone."""
    for name in names:
        tab_to(page, name)
        page.keyboard.type(WORDS[name])


def press_button(page: Page, name: str) -> None:
    """Press a button by keyboard alone."""
    tab_to(page, name)
    page.keyboard.press("Enter")


def share_example(page: Page, site: str) -> None:
    """Share an example by keyboard alone, up to sending it."""
    names = list(WORDS)
    page.goto(f"{site}/practice/share/new/")
    for part in (names[:3], names[3:7]):
        type_into(page, part)
        press_button(page, "Save and continue")
    type_into(page, names[7:8])
    tab_to(page, "What is your strongest evidence?")
    page.keyboard.type("Figures")
    type_into(page, names[8:])
    press_button(page, "Save and continue")
    tab_to(page, "Sum it up in one or two sentences")
    page.keyboard.type("We taught words before topics.")
    for tick in ("Leadership", "Cognition and learning", "Primary", "Nobody can", "Everyone in a", "The head of"):
        box = page.get_by_role("checkbox", name=re.compile(f"^{tick}")).first
        box.focus()
        page.keyboard.press("Space")
    press_button(page, "Save and check it")
    expect(page.get_by_role("heading", name="Check and send", level=1)).to_be_visible()
    press_button(page, "Send to the editors")


def test_an_example_is_shared_by_keyboard_alone(site, page, complaints):
    author = make_member(make_school(f"Keyboard School {next(numbers)}"))
    log_in(page.context, site, author)

    share_example(page, site)

    expect(page.locator("main")).to_contain_text("We have sent your example to the editors")
    assert PracticeExample.objects.get(created_by=author).status == Status.IN_REVIEW
    assert complaints == []


@pytest.mark.parametrize("width", [320, 1280])
def test_an_example_is_shared_without_javascript(site, browser: Browser, width):
    context = browser.new_context(java_script_enabled=False, viewport={"width": width, "height": 900})
    author = make_member(make_school(f"Plain School {next(numbers)}"))
    log_in(context, site, author)
    page = context.new_page()
    names = list(WORDS)
    page.goto(f"{site}/practice/share/")
    page.get_by_role("link", name="Start a new example").click()
    for part in (names[:3], names[3:7]):
        for name in part:
            page.get_by_label(name, exact=True).fill(WORDS[name])
        page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_label(names[7], exact=True)).to_be_visible()
    page.get_by_role("button", name="Save and go back").click()
    expect(page.get_by_label(names[3], exact=True)).to_have_value(WORDS[names[3]])
    page.get_by_role("button", name="Save and finish later").click()

    expect(page.locator("main")).to_contain_text(WORDS["What would you call it?"])
    context.close()


def test_somebody_who_must_log_in_first_finds_what_they_typed(site, page):
    author = make_verified(make_member(make_school(f"Late School {next(numbers)}")))
    log_in(page.context, site, author)
    page.goto(f"{site}/practice/share/new/")
    page.get_by_label("What would you call it?").fill("Typed for an hour")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Save and continue").click()
    expect(page).to_have_url(re.compile("/accounts/login/"))
    page.get_by_label(re.compile("e-?mail", re.IGNORECASE)).first.fill(author.email)
    page.locator("input[type=password]").fill(PASSWORD)
    page.locator("input[type=password]").press("Enter")

    expect(page.get_by_label("What would you call it?")).to_have_value("Typed for an hour")


def test_words_are_counted_while_somebody_writes(site, page):
    log_in(page.context, site, make_member(make_school(f"Counting School {next(numbers)}")))
    page.goto(f"{site}/practice/share/new/")
    page.get_by_label("What was the need?").fill("one two three")

    expect(page.locator("[data-counts=id_need]")).to_have_text(re.compile("^3 words so far. 60 to 200 words"))


@pytest.mark.usefixtures("samples")
def test_the_link_is_copied_and_the_button_says_so(site, page):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{site}/practice/pe-without-the-bench/")
    page.get_by_role("button", name="Copy the link").click()

    expect(page.get_by_role("status").filter(has_text="The link is copied.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == replace_host("/practice/pe-without-the-bench/")


@pytest.mark.usefixtures("samples")
def test_what_needs_scripts_is_not_offered_without_them(site, browser: Browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/practice/pe-without-the-bench/")

    expect(page.get_by_role("link", name="Send by email")).to_be_visible()
    for name in ("Copy the link", "Print"):
        expect(page.get_by_text(name, exact=True)).to_be_hidden()
    context.close()


PUBLIC_PAGES = {
    "an example": "/practice/five-words-before-each-topic-pre-teaching-in-years-3-and-4/",
    "one from elsewhere": "/practice/zones-of-regulation-across-the-whole-school/",
    "the list": "/practice/?near=HX7&within=30&evidence=data",
    "how to share": "/practice/share/",
    "a finished example": "/practice/share/finished/",
}


@pytest.mark.looks
@pytest.mark.usefixtures("samples")
@pytest.mark.parametrize("path", PUBLIC_PAGES.values(), ids=PUBLIC_PAGES.keys())
def test_a_page_that_everybody_reads_is_clean(site, page, complaints, path):
    assert open_page(page, site + path) == 200

    assert find_flaws(page) == {}
    assert complaints == []


@pytest.mark.usefixtures("samples")
def test_a_place_and_filters_ticked_in_place_go_together(site, page):
    page.goto(f"{site}/practice/")
    page.get_by_role("checkbox", name="Outcomes").check()
    expect(page.locator(".chips")).to_contain_text("Focus area: Outcomes")
    page.get_by_label("Near the postcode").fill("NG1")
    page.get_by_label("Near the postcode").press("Enter")

    expect(page.locator(".chips")).to_contain_text("Near: NG1, 30 miles")
    expect(page.locator(".chips")).to_contain_text("Focus area: Outcomes")
    expect(page.get_by_label("Sort by").locator("option").first).to_have_text("Nearest first")


@pytest.mark.usefixtures("samples")
@pytest.mark.parametrize("path", PUBLIC_PAGES.values(), ids=PUBLIC_PAGES.keys())
def test_the_largest_and_widest_text_fits_a_phone(site, page, path):
    page.set_viewport_size({"width": 320, "height": 900})
    page.goto(f"{site}/reading/?text=largest&spacing=wider&font=plain")
    page.goto(site + path)

    assert page.evaluate("document.documentElement.scrollWidth") <= 320


STAGES = ("need", "did", "changed", "finish")


@pytest.mark.looks
def test_the_pages_of_sharing_are_clean(site, page, complaints):
    school = make_school(f"Clean School {next(numbers)}", latitude=53.7, longitude=-2.0, region="North")
    author = make_member(school)
    draft = make_story(
        f"Draft {next(numbers)}",
        status=Status.RETURNED,
        created_by=author,
        school=school,
        need="Maisie was lost.",
        head_agrees=False,
    )
    log_in(page.context, site, author)
    paths = [
        "/practice/share/new/",
        draft.get_absolute_url(),
        "/practice/share/",
        reverse("practice:share_preview", args=[draft.slug]),
    ]
    paths += [reverse("practice:share_step", args=[draft.slug, stage]) for stage in STAGES]

    for path in paths:
        assert open_page(page, site + path) == 200
        assert (path, find_flaws(page)) == (path, {})
    assert complaints == []


@pytest.mark.looks
def test_the_pages_of_review_are_clean(site, page, complaints):
    editor = make_editor()
    waiting = make_story(f"Waiting {next(numbers)}", status=Status.IN_REVIEW)
    public = make_story(f"Public {next(numbers)}", created_by=editor, school=make_school(f"A School {next(numbers)}"))
    log_in(page.context, site, editor)
    paths = [
        "/practice/review/",
        reverse("practice:review_example", args=[waiting.slug]),
        reverse("practice:change", args=[public.slug]),
        reverse("practice:certificate", args=[public.slug]),
        reverse("practice:tried_too", args=[public.slug]),
    ]

    for path in paths:
        assert open_page(page, site + path) == 200
        assert (path, find_flaws(page)) == (path, {})
    assert complaints == []


LONG_WORD = "Donaudampfschifffahrt" * 4


@pytest.mark.looks
def test_a_page_that_an_editor_and_its_author_changed_is_clean_where_both_are_compared(site, page, complaints):
    author = make_user()
    public = make_story(f"Contested {next(numbers)}", created_by=author, need="The need.", who_for="Year 3.")
    revision = drafts.revise_example(public, author)
    PracticeExample.objects.filter(pk=revision.pk).update(need=f"The author's {LONG_WORD}.", status=Status.IN_REVIEW)
    PracticeExample.objects.filter(pk=public.pk).update(need=f"The editor's {LONG_WORD}.", version=public.version + 1)
    log_in(page.context, site, make_editor())

    assert open_page(page, site + reverse("practice:review_example", args=[revision.slug])) == 200

    expect(page.get_by_role("button", name="Publish and replace the changes")).to_be_visible()
    assert find_flaws(page) == {}
    assert complaints == []


@pytest.mark.looks
def test_the_table_of_what_two_editors_wrote_in_the_admin_is_clean(site, page, complaints):
    example = make_story(f"Two at once {next(numbers)}", need="The need.")
    log_in(page.context, site, make_editor())
    page.goto(site + reverse("admin:practice_practiceexample_change", args=[example.pk]))
    page.get_by_label("Need:", exact=True).fill(f"My {LONG_WORD}.")
    PracticeExample.objects.filter(pk=example.pk).update(need=f"Their {LONG_WORD}.", version=example.version + 1)

    page.get_by_role("button", name="Save", exact=True).first.click()

    expect(page.get_by_role("cell", name="Their")).to_be_visible()
    assert find_flaws(page) == {}
    assert complaints == []
