"""Text that was typed but not sent: drafts save themselves, the browser keeps the rest, and leaving asks first."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from discussions.models import Comment
from gateway.catalogue.models import Status
from practice.models import PracticeExample
from tests.browser.test_practice import log_in
from tests.factories import (
    get_focus_area,
    make_known,
    make_member,
    make_publication,
    make_school,
    make_story,
    make_user,
    make_verified,
)

pytestmark = pytest.mark.browser
WORDS = "What took me an hour to write."
KEPT_KEYS = "Object.keys(localStorage).filter(key => key.startsWith('typed-words:')).length"


def make_draft(author) -> PracticeExample:
    return make_story(status=Status.DRAFT, created_by=author)


def get_need_address(site, draft) -> str:
    return site + reverse("practice:share_step", args=[draft.slug, "need"])


def get_ask_address(site) -> str:
    return site + reverse("discussions:ask", args=[get_focus_area().slug])


def type_question(page, site) -> None:
    page.goto(get_ask_address(site))
    page.get_by_label("Your question").fill(WORDS)
    expect(page.get_by_text("We keep what you type in this browser")).to_be_visible()


def test_the_name_of_a_step_saves_what_was_typed(site, page, complaints):
    author = make_member(make_school("Steps School"))
    draft = make_draft(author)
    log_in(page.context, site, author)
    page.goto(get_need_address(site, draft))

    page.get_by_label("What was the need?").fill(WORDS)
    page.get_by_role("button", name="What changed?").click()

    expect(page.get_by_role("heading", name="What changed?", level=1)).to_be_visible()
    draft.refresh_from_db()
    assert (draft.need, complaints) == (WORDS, [])


def test_a_draft_saves_itself_every_twenty_seconds(site, page, complaints):
    author = make_member(make_school("Saving School"))
    draft = make_draft(author)
    log_in(page.context, site, author)
    page.clock.install()
    page.goto(get_need_address(site, draft))

    page.get_by_label("What was the need?").fill(WORDS)
    page.clock.fast_forward(21_000)

    expect(page.locator("[data-saves]")).to_have_text(re.compile("Saved at"))
    draft.refresh_from_db()
    assert draft.need == WORDS
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_role("heading", name="What did you do?", level=1)).to_be_visible()
    assert complaints == []


def test_leaving_with_words_that_are_not_saved_asks_first(site, page):
    log_in(page.context, site, make_known())
    type_question(page, site)

    with page.expect_event("dialog") as asked:
        page.evaluate("setTimeout(() => location.assign('/'))")

    assert asked.value.type == "beforeunload"
    asked.value.accept()


def test_what_was_not_sent_is_offered_and_put_back_and_goes_when_it_is_sent(site, page, complaints):
    author = make_known()
    log_in(page.context, site, author)
    type_question(page, site)
    page.goto(get_ask_address(site))
    expect(page.get_by_label("Your question")).to_have_value("")

    page.get_by_role("button", name="Restore it").click()
    expect(page.get_by_label("Your question")).to_have_value(WORDS)
    page.get_by_role("button", name="Post question", exact=True).click()

    expect(page.get_by_text("We have published your post")).to_be_visible()
    assert Comment.objects.get(author=author).text == WORDS
    assert page.evaluate(KEPT_KEYS) == 0
    assert complaints == []


def test_what_is_cleared_is_gone(site, page):
    log_in(page.context, site, make_known())
    type_question(page, site)

    page.get_by_role("button", name="Delete it").click()

    expect(page.get_by_text("We have deleted it from this browser.")).to_be_visible()
    assert page.evaluate(KEPT_KEYS) == 0


def test_another_account_in_the_same_browser_finds_nothing(site, page):
    log_in(page.context, site, make_known())
    type_question(page, site)
    page.context.clear_cookies()
    log_in(page.context, site, make_user())

    page.goto(get_ask_address(site))

    expect(page.get_by_role("button", name="Restore it")).to_have_count(0)
    assert page.evaluate(KEPT_KEYS) == 0


def test_nothing_is_left_after_a_log_out_or_a_day(site, page):
    author = make_known()
    log_in(page.context, site, author)
    type_question(page, site)
    page.evaluate("""() => Object.keys(localStorage).forEach(key => {
        const kept = JSON.parse(localStorage.getItem(key));
        localStorage.setItem(key, JSON.stringify({ ...kept, at: kept.at - 25 * 3600 * 1000 }));
    })""")
    page.goto(site)
    after_a_day = page.evaluate(KEPT_KEYS)
    type_question(page, site)
    page.goto(site + reverse("account_logout"))
    page.get_by_role("button", name="Log out").click()

    expect(page.get_by_role("link", name="Log in")).to_be_visible()
    assert (after_a_day, page.evaluate(KEPT_KEYS)) == (0, 0)


def test_what_was_posted_in_place_is_no_longer_kept(site, page):
    log_in(page.context, site, make_verified(make_known()))
    page.goto(site + make_publication().get_absolute_url())
    page.locator("#say").get_by_label("Your comment or question").fill(WORDS)
    expect(page.get_by_text("We keep what you type in this browser")).to_be_visible()

    page.locator("#say").get_by_role("button", name="Post", exact=True).click()

    expect(page.locator("#said")).to_have_text("Thank you. We have published your post.")
    assert page.evaluate(KEPT_KEYS) == 0


GUARDED = {
    "join as a publisher": (lambda: reverse("resources:join"), "Name", "A trust"),
    "add a school": (lambda: reverse("practice:add_school"), "Name", "A school"),
    "account": (lambda: reverse("account"), "Your name", "Sam"),
}


@pytest.mark.parametrize("name", GUARDED)
def test_a_form_of_several_fields_is_guarded_though_it_has_no_long_text(site, page, name):
    address, label, words = GUARDED[name]
    log_in(page.context, site, make_verified(make_known()))
    page.goto(site + address())
    page.get_by_label(label).first.fill(words)
    expect(page.get_by_text("We keep what you type in this browser")).to_be_visible()

    page.goto(site + address())
    page.get_by_role("button", name="Restore it").click()

    expect(page.get_by_label(label).first).to_have_value(words)


def test_passwords_codes_files_and_tokens_are_never_kept(site, page):
    log_in(page.context, site, make_known())
    page.goto(site)

    found = page.evaluate("""() => {
        const form = document.createElement("form");
        form.method = "post";
        form.innerHTML = `<input name="csrfmiddlewaretoken" type="hidden"><input name="a"><input name="b" type="date">
            <input name="code"><input name="pin" autocomplete="one-time-code"><input name="f" type="file">
            <input name="secret_word"><input name="c" type="checkbox"><select name="d"><option>1</option></select>`;
        const kept = keptFields(form).map((field) => field.name);
        const isGuardedAlone = isGuarded(form);
        form.insertAdjacentHTML("beforeend", '<input name="p" type="password">');
        return [kept, isGuardedAlone, isGuarded(form)];
    }""")

    assert found == [["a", "b", "c", "d"], True, False]
