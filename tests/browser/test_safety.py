"""Safety in a real browser: reporting, blocking, deciding and appealing, and pages that axe finds clean."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from discussions.models import Appeal, ModerationDecision, Report
from tests.browser.looks import LOOKS, find_flaws, open_page
from tests.factories import make_comment, make_editor, make_publication, make_regular, make_user

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def stage(site, django_db_blocker):
    """Yield a reported post, a decision and users, with a held post, a reported member and an appeal."""
    with django_db_blocker.unblock():
        author = make_regular(display_name="Ava Author")
        item = make_publication("What to report", slug="what-to-report")
        comment = make_comment(item, author, "Buy my course.")
        make_comment(comment, make_user(display_name="Nora New"), "My first post", held=True)
        Report.objects.create(comment=comment, by=make_user(display_name="Rory"), concern="harm", words="Please look.")
        Report.objects.create(member=author, concern="false", words="Not their name.")
        decision = ModerationDecision.objects.create(act="warn", member=author, reason="Be kind.", text="Some words")
        older = ModerationDecision.objects.create(act="warn", member=author, reason="Be kind.")
        Appeal.objects.create(decision=older, by=author, words="I was kind.")
        people = {"author": author, "editor": make_editor(display_name="Edi"), "member": make_regular()}
        yield {"item": item, "comment": comment, "decision": decision, **people}
        item.delete()
        for person in people.values():
            person.delete()


def log_in(page: Page, site: str, user) -> None:
    client = Client()
    client.force_login(user)
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}])


PAGES = {
    "community rules": ("", "/community-rules/"),
    "terms": ("", "/terms/"),
    "report by a visitor": ("", "/discussions/comments/{comment}/report/"),
    "reported": ("", "/discussions/comments/{comment}/reported/"),
    "report by a member": ("member", "/discussions/comments/{comment}/report/"),
    "blocked people": ("member", "/account/blocked/"),
    "decisions": ("author", "/account/decisions/"),
    "a decision": ("author", "{decision}"),
    "queue": ("editor", "/discussions/moderation/"),
    "a case": ("editor", "/discussions/moderation/posts/{comment}/"),
    "word rules": ("editor", "/manage/discussions/wordrule/"),
    "a new word rule": ("editor", "/manage/discussions/wordrule/add/"),
    "a new link rule": ("editor", "/manage/discussions/linkrule/add/"),
    "reasons": ("editor", "/manage/discussions/reasontemplate/"),
    "the log": ("editor", "/manage/discussions/moderationdecision/"),
}


@pytest.mark.looks
@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_safety_is_clean(site, page, complaints, stage, name):
    who, path = PAGES[name]
    if who:
        log_in(page, site, stage[who])
    path = path.format(comment=stage["comment"].pk, decision=stage["decision"].get_absolute_url())

    assert open_page(page, site + path) == 200
    assert find_flaws(page, [LOOKS[1], LOOKS[2]]) == {}
    assert complaints == []


def test_a_visitor_reports_without_javascript(site, browser: Browser, stage):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(site + stage["item"].get_absolute_url())

    page.get_by_role("link", name=re.compile("^Report what Ava")).click()
    page.get_by_label("It is advertising or spam").check()
    page.get_by_role("button", name="Send report").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you for telling us")
    expect(page.get_by_text("What happens next")).to_be_visible()


def test_a_member_blocks_and_unblocks(site, page: Page, stage):
    log_in(page, site, stage["member"])
    page.goto(site + stage["item"].get_absolute_url())
    page.locator("summary", has_text="More about what Ava").click()
    page.get_by_role("link", name="Block this member").click()
    expect(page).to_have_url(re.compile("/block/"))
    page.get_by_role("button", name="Block").click()
    expect(page.get_by_text("You have blocked Ava Author")).to_be_visible()

    page.get_by_role("button", name="Unblock Ava Author").click()
    expect(page.get_by_text("You have not blocked anyone")).to_be_visible()


def test_an_editor_decides_with_one_press(site, page: Page, stage):
    log_in(page, site, stage["editor"])
    page.goto(f"{site}/discussions/moderation/")
    held = page.locator("article", has_text="My first post")

    held.get_by_role("button", name=re.compile("^Approve")).click()

    expect(page.get_by_text("We will email everyone it affects")).to_be_visible()
    expect(page.locator("article", has_text="My first post")).to_have_count(0)
