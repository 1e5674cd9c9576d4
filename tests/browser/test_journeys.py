"""The main journey, from the home page to a publisher, as different visitors take it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

FILTERED_PATTERN = re.compile(r"/browse/|/focus-areas/|/resources/\?")


def tab_to(page: Page, name: str, most: int = 120) -> None:
    """Press Tab until the link of this name has the focus."""
    wanted = page.get_by_role("link", name=name, exact=True).first
    handle = wanted.element_handle()
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("element => document.activeElement === element", handle):
            return
    raise AssertionError(f"Tab does not reach the link “{name}”.")


def get_outline(page: Page) -> str:
    return page.evaluate("getComputedStyle(document.activeElement).outlineStyle")


@pytest.mark.browser
def test_the_main_journey_works_by_keyboard_alone(site, page):
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(site)
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text(re.compile("Skip to"))
    tab_to(page, "Teaching and learning")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site}/focus-areas/teaching-and-learning/")
    box = page.get_by_role("checkbox", name=re.compile("^Primary"))
    box.focus()
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile("phase=primary"))
    assert get_outline(page) != "none"
    first = page.locator("#results").get_by_role("article").first.get_by_role("link").first
    title = first.inner_text()
    first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    publisher = page.locator("main a[href^='/publishers/']").first
    name = publisher.inner_text()
    publisher.focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_contain_text(name)


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 1280])
def test_the_main_journey_works_without_javascript(site, browser: Browser, width):
    context = browser.new_context(java_script_enabled=False, viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto(site)
    page.locator("main").get_by_role("link", name="Teaching and learning").first.click()
    if width == 320:
        page.locator("details.filters > summary").click()
    page.get_by_role("checkbox", name=re.compile("^Primary")).check()
    page.get_by_role("button", name=re.compile("Show results")).click()
    expect(page).to_have_url(re.compile("phase=primary"))
    page.locator("#results").get_by_role("article").first.get_by_role("link").first.click()
    expect(page).to_have_url(re.compile(r"/(resources|research|news|events)/[^?/]+/$"))
    page.locator("main a[href^='/publishers/']").first.click()

    expect(page).to_have_url(re.compile("/publishers/[a-z-]+/$"))
    context.close()


@pytest.mark.browser
def test_every_stop_of_the_tab_key_shows_its_focus(site, page):
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{site}/browse/?focus=leadership")
    unseen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        stop = page.evaluate(
            "() => { const style = getComputedStyle(document.activeElement);"
            " return [document.activeElement.outerHTML.slice(0, 80), style.outlineStyle, style.outlineWidth] }"
        )
        if stop[1] == "none" or stop[2] == "0px":
            unseen.append(stop)

    assert unseen == []


@pytest.mark.browser
def test_a_tick_filters_in_place_and_back_and_forward_restore_it(site, page):
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{site}/browse/")
    page.evaluate("window.neverLeft = true")
    everything = page.locator("#results h2").first.inner_text()
    box = page.get_by_role("checkbox", name=re.compile("^Leadership"))
    box.check()
    expect(page).to_have_url(f"{site}/browse/?focus=leadership")
    expect(page.locator("#results h2").first).not_to_have_text(everything)
    narrowed = page.locator("#results h2").first.inner_text()
    assert page.evaluate("window.neverLeft")
    expect(box).to_be_focused()

    page.go_back()
    expect(page.locator("#results h2").first).to_have_text(everything)
    expect(page.get_by_role("checkbox", name=re.compile("^Leadership"))).not_to_be_checked()
    page.go_forward()
    expect(page.locator("#results h2").first).to_have_text(narrowed)
    expect(page.get_by_role("checkbox", name=re.compile("^Leadership"))).to_be_checked()


@pytest.mark.browser
def test_taking_a_chip_away_unticks_its_box(site, page):
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{site}/browse/?focus=leadership&phase=primary")
    page.locator(".chips").get_by_role("link", name=re.compile("Leadership")).click()

    expect(page).to_have_url(f"{site}/browse/?phase=primary")
    expect(page.get_by_role("checkbox", name=re.compile("^Leadership"))).not_to_be_checked()


@pytest.mark.browser
def test_back_from_an_item_shows_the_filtered_list_and_not_a_fragment(site, page):
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{site}/browse/")
    page.get_by_role("checkbox", name=re.compile("^Leadership")).check()
    expect(page).to_have_url(re.compile("focus=leadership"))
    page.locator("#results").get_by_role("article").first.get_by_role("link").first.click()
    expect(page).to_have_url(re.compile("/resources/"))
    page.go_back()

    expect(page).to_have_url(f"{site}/browse/?focus=leadership")
    expect(page.get_by_role("banner")).to_be_visible()
    expect(page.get_by_role("checkbox", name=re.compile("^Leadership"))).to_be_checked()


@pytest.mark.browser
def test_reading_settings_last_and_work_without_javascript(site, browser: Browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/browse/?focus=leadership")
    page.locator("details.reading > summary").click()
    page.locator("details.reading").get_by_label("Largest", exact=True).check()
    page.locator("details.reading").get_by_label("Cream", exact=True).check()
    page.locator("details.reading").get_by_role("button").first.click()
    expect(page.locator("html")).to_have_attribute("data-text", "largest")
    expect(page).to_have_url(f"{site}/browse/?focus=leadership")
    page.goto(f"{site}/about/")

    assert page.locator("html").get_attribute("data-text") == "largest"
    assert page.locator("html").get_attribute("data-tint") == "cream"
    context.close()


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("path", ["/browse/", "/reading/"])
def test_a_reading_setting_shows_at_once_and_lasts_without_a_button(site, page, path, width):
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(site + path)
    if path != "/reading/":
        page.locator("details.reading > summary").click()
    form = page.locator("form[data-reading]").filter(visible=True)
    form.get_by_label("Largest", exact=True).check()
    form.get_by_label("Dark", exact=True).check()

    expect(page.locator("html")).to_have_attribute("data-text", "largest")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(form.get_by_role("status")).to_have_text("Saved. Pages now look like this.")
    expect(form.get_by_role("button")).to_have_count(0)
    page.goto(f"{site}/about/")
    expect(page.locator("html")).to_have_attribute("data-text", "largest")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


@pytest.mark.browser
def test_a_reading_setting_that_cannot_be_saved_gives_the_button_back(site, page):
    page.goto(f"{site}/reading/")
    page.route("**/reading/?*", lambda route: route.abort())
    form = page.locator("main form[data-reading]")
    form.get_by_label("Largest", exact=True).check()

    expect(form.get_by_role("status")).to_have_text("We could not save this. Press the button.")
    expect(form.get_by_role("button")).to_be_visible()


@pytest.mark.browser
@pytest.mark.acts_early
def test_a_box_that_is_ticked_before_the_scripts_arrive_counts(site, page):
    held = []
    page.route("**/htmx-2.min.js", lambda route: held.append(route))
    with page.expect_request("**/htmx-2.min.js"):
        page.goto(f"{site}/browse/", wait_until="commit")
    page.get_by_role("checkbox", name=re.compile("^Primary")).check()
    held[0].continue_()

    expect(page).to_have_url(re.compile("phase=primary"))


@pytest.mark.browser
def test_the_search_box_suggests_and_a_suggestion_is_chosen_by_keyboard(site, page, complaints):
    page.goto(site)
    page.get_by_label("Search", exact=True).fill("dyslex")
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    wanted = options.first.get_attribute("data-url")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    expect(page).to_have_url(f"{site}{wanted}")
    assert not complaints
