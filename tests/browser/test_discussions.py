"""Discussions in a browser: in place and without JavaScript, by keyboard, and in every look."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from accounts.models import User
from discussions.models import Comment
from gateway.catalogue.models import Item
from tests.browser.looks import find_flaws, open_page
from tests.browser.test_manage import log_in
from tests.factories import (
    PASSWORD,
    make_comment,
    make_editor,
    make_known,
    make_member,
    make_school,
    make_user,
    make_verified,
)

SLUG = "teaching-and-managing-students-with-adhd"
ADDRESS = f"/resources/{SLUG}/"


@pytest.fixture(scope="module")
def question(site: str, django_db_blocker) -> Iterator[Comment]:
    """Yield a question with a deep thread, next to a comment, on a publication of the starter catalogue."""
    with django_db_blocker.unblock():
        item = Item.objects.get(slug=SLUG)
        school = make_school("Hill School")
        asker = make_member(school, make_user(display_name="Ann Asker", role="senco"))
        asked = make_comment(item, asker, "How do you **begin** with this? We have two new staff.", is_question=True)
        last = asked
        for number in range(6):
            person = make_member(school, make_user(display_name=f"Bea Reply {number}"))
            last = make_comment(last, person, f"Reply {number}: with five words a week.\n\n- one\n- two")
        make_comment(item, make_editor(display_name="Ed Editor"), "Thank you for sharing this.")
        yield asked
        Comment.objects.filter(item=item).delete()
        Item.objects.filter(pk=item.pk).update(comment_count=0, question_count=0, unanswered_count=0)


@pytest.fixture
def member(question: Comment) -> User:
    """Return a member whose posts do not wait for an editor."""
    return make_verified(make_known("Cat Member"))


def find_comment(page: Page, words: str):
    return page.locator("article.remark", has_text=words).last


@pytest.mark.browser
@pytest.mark.looks
def test_a_deep_thread_is_clean_for_a_visitor(site, page, complaints, question):
    for address in (ADDRESS, f"/discussions/{question.pk}/", f"/discussions/comments/{question.pk}/reply/"):
        assert open_page(page, site + address) == 200
        assert find_flaws(page) == {}
    assert complaints == []


@pytest.mark.browser
@pytest.mark.looks
def test_a_deep_thread_is_clean_for_a_member_with_a_reply_open(site, page, complaints, question, member):
    log_in(page.context, site, member)
    page.goto(site + ADDRESS)
    find_comment(page, "How do you begin").get_by_role("link", name="Reply to Ann Asker").click()
    expect(page.get_by_label("Your reply")).to_be_focused()
    find_comment(page, "How do you begin").locator("summary", has_text="More").first.click()

    assert find_flaws(page) == {}
    assert complaints == []


@pytest.mark.browser
def test_a_reply_by_keyboard_appears_in_place_with_the_focus_on_it(site, page, complaints, question, member):
    log_in(page.context, site, member)
    page.goto(site + ADDRESS)
    find_comment(page, "How do you begin").get_by_role("link", name="Reply to Ann Asker").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Your reply")).to_be_focused()
    page.keyboard.type("Written by keyboard, in place.")
    page.get_by_role("button", name="Preview").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("This is how it will look. You have not posted it yet.")).to_be_visible()
    page.get_by_role("button", name="Post reply").focus()
    page.keyboard.press("Enter")

    expect(find_comment(page, "Written by keyboard, in place.")).to_be_focused()
    expect(page.locator("#said")).to_have_text("Thank you. We have published your post.")
    expect(page.get_by_label("Your reply")).to_have_count(0)
    assert page.url == site + ADDRESS
    assert Comment.objects.filter(text="Written by keyboard, in place.", parent=question).count() == 1
    assert complaints == []


@pytest.mark.browser
def test_a_comment_in_place_joins_the_threads_and_the_form_is_empty_again(site, page, complaints, question, member):
    log_in(page.context, site, member)
    page.goto(site + ADDRESS)
    form = page.locator("#say")
    form.get_by_label("Your comment or question").fill("A new thread, in place.")
    form.get_by_role("button", name="Post", exact=True).click()

    expect(find_comment(page, "A new thread, in place.")).to_be_focused()
    expect(page.locator("#say").get_by_label("Your comment or question")).to_have_value("")
    assert Comment.objects.filter(text="A new thread, in place.").count() == 1
    assert complaints == []


@pytest.mark.browser
def test_a_mistake_in_place_is_told_where_it_is(site, page, question, member):
    log_in(page.context, site, member)
    page.goto(site + ADDRESS)
    page.locator("#say").get_by_role("button", name="Post", exact=True).click()

    expect(page.locator("#say").get_by_role("alert")).to_contain_text("Enter some text.")


@pytest.mark.browser
def test_a_vote_changes_in_place_keeps_the_focus_and_can_be_taken_back(site, page, complaints, question, member):
    log_in(page.context, site, member)
    page.goto(site + ADDRESS)
    button = page.locator(f"#helpful-{question.pk}")
    button.focus()
    page.keyboard.press("Enter")

    expect(button).to_have_attribute("aria-pressed", "true")
    expect(button).to_be_focused()
    expect(page.locator("#said")).to_have_text("You find this helpful.")
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "false")
    assert complaints == []


@pytest.mark.browser
def test_another_order_comes_in_place_and_is_in_the_address(site, page, question):
    page.goto(site + ADDRESS)
    page.get_by_role("link", name="Newest first").click()

    expect(page.get_by_role("link", name="Newest first")).to_have_attribute("aria-current", "true")
    expect(page.locator("#where")).to_be_focused()
    assert page.url == f"{site}{ADDRESS}?order=newest#discussion"


@pytest.mark.browser
def test_everything_works_without_javascript(site, browser: Browser, question, member):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    log_in(page.context, site, member)
    page.goto(site + ADDRESS)
    find_comment(page, "How do you begin").get_by_role("link", name="Reply to Ann Asker").click()
    page.get_by_label("Your reply").fill("Posted **without** a script.")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("heading", name="How it will look")).to_be_visible()
    page.get_by_role("button", name="Post reply").click()
    expect(find_comment(page, "Posted without a script.")).to_be_visible()
    page.locator(f"#helpful-{question.pk}").click()
    expect(page.locator(f"#helpful-{question.pk}")).to_have_attribute("aria-pressed", "true")
    context.close()


@pytest.mark.browser
def test_a_visitor_writes_first_and_logs_in_then(site, page, question, member):
    page.goto(site + ADDRESS)
    page.locator("#say").get_by_label("Your comment or question").fill("Half-written words.")
    page.locator("#say").get_by_role("button", name="Post", exact=True).click()
    expect(page.get_by_text("We have kept it for you.")).to_be_visible()
    page.get_by_label("Email address").fill(member.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()

    expect(page.get_by_label("Your comment or question")).to_have_value("Half-written words.")
