"""What a screen reader is told of ten types of page: headings in order, named landmarks, fields with their labels."""

from __future__ import annotations

import re
from textwrap import indent

import pytest
from django.conf import settings
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.looks]

WAY_HERE = """
- navigation "Where you are":
  - list:
    - listitem:
      - link "Home"
"""
SEARCH = """
- search "Everything":
  - combobox "Search"
  - button "Search"
"""
FILTERS = """
- form "Narrow the list":
  - link "Skip the filters"
  - group:
    - heading "Narrow the list" [level=2]
    - group:
      - group "Focus area":
        - list:
          - listitem:
            - checkbox /Outcomes \\d+/
"""
FILTERS_OF_AN_AREA = FILTERS.replace("Focus area", "Type").replace("Outcomes", "Resources")
RESULT_COUNT = """
- status:
  - heading /\\d+ results/ [level=2]
- combobox "Sort by"
"""
CARDS = """
- list:
  - listitem:
    - article:
      - paragraph
      - heading [level=3]:
        - link
"""
HOME = """
- heading "Find what helps pupils with SEND to learn and belong" [level=1]
- search "Everything":
  - combobox "Search"
  - button "Search"
- form "Choose from lists":
  - combobox "Focus area"
  - combobox "Area of need"
  - combobox "Phase"
  - button "Find resources"
- heading "Start from your school’s SEND review" [level=2]
- list:
  - listitem:
    - heading "Outcomes" [level=3]:
      - link "Outcomes"
    - paragraph
    - paragraph: /\\d+ items/
- heading "Questions waiting for an answer" [level=2]
- heading "New resources, research and news" [level=2]
"""
FOCUS_AREA_HEAD = """
- paragraph: Focus area
- heading "The quality of teaching and learning for pupils with SEND" [level=1]
- heading "Questions to ask in your school or setting" [level=2]
"""
OTHER_AREAS = """
- navigation "Other focus areas":
  - heading "Other focus areas" [level=2]
"""
WORDS_SEARCHED = """
- heading "Results for “dyslexia”" [level=1]
- search "Everything":
  - combobox "Search": dyslexia
  - button "Search"
"""
PUBLICATION = """
- article:
  - paragraph: Resource
  - heading "Teaching and managing students with ADHD" [level=1]
  - paragraph:
    - text: From
    - link "ADHD Foundation"
  - paragraph:
    - 'link "Go to the publisher’s site: adhdfoundation.org.uk"'
  - heading "How to cite this" [level=2]
  - complementary "Facts and topics":
    - heading "Facts" [level=2]
    - term: Year
    - definition: "2018"
    - heading "What it is about" [level=2]
    - heading "Focus area" [level=3]
    - list:
      - listitem:
        - link "Teaching and learning"
- region "Discussion":
  - heading "Discussion" [level=2]
  - paragraph: /There are no comments or questions yet/
  - heading "Add a comment or question" [level=3]
  - group "What do you want to post?":
    - radio "A comment" [checked]
  - textbox "Your comment or question"
  - paragraph:
    - button "Post"
- heading "You may also find useful" [level=2]
"""
EVENT = """
- article:
  - paragraph:
    - strong: This is a sample.
  - paragraph: Event
  - heading [level=1]
  - region "When and where":
    - time
    - term: Day
    - definition
    - term: Time
    - definition
    - paragraph:
      - link "Book a place"
      - link "Add to your calendar"
  - heading "About this event" [level=2]
"""
PRACTICE_HEAD = """
- heading "Practice examples" [level=1]
- paragraph
- paragraph:
  - link "Share your practice"
- group "Examples near a place":
  - textbox "Near the postcode"
  - combobox "Within"
  - button "Show nearby examples"
"""
NO_SCHOOLS = """
- heading "Schools" [level=1]
- search "Schools":
  - searchbox "Name, town, postcode or URN": nowhere at all
  - combobox "Phase"
  - button "Search"
- status:
  - heading "0 schools" [level=2]
- heading "No schools match your search" [level=3]
"""
ASK = """
- heading "Ask the community" [level=1]
- paragraph
- combobox "Which focus area is it about?"
- textbox "Your question, in a few words"
- paragraph:
  - button "Continue"
"""
SIGN_UP = """
- heading "Sign up" [level=1]
- paragraph:
  - link "Log in"
- textbox "Email address"
- combobox "Role"
- textbox "Password"
- paragraph:
  - button "Sign up"
"""
PUBLISHER_HEAD = """
- paragraph: Publisher
- heading "Education Endowment Foundation" [level=1]
"""
PAGES = {
    "home": ("/", HOME, CARDS),
    "a focus area": (
        "/focus-areas/teaching-and-learning/",
        *(WAY_HERE, FOCUS_AREA_HEAD, FILTERS_OF_AN_AREA, RESULT_COUNT, CARDS, OTHER_AREAS),
    ),
    "a search": ("/browse/?q=dyslexia", WAY_HERE, WORDS_SEARCHED, FILTERS, RESULT_COUNT, CARDS),
    "a list of one kind": (
        "/research/",
        *(WAY_HERE, '- heading "Research" [level=1]', "- paragraph", SEARCH, FILTERS, RESULT_COUNT, CARDS),
    ),
    "a publication": ("/resources/teaching-and-managing-students-with-adhd/", WAY_HERE, PUBLICATION),
    "an event": (
        "/resources/adaptive-teaching-in-practice-planning-one-lesson-for-the-whole-class/",
        *(WAY_HERE, EVENT),
    ),
    "practice examples": ("/practice/", WAY_HERE, PRACTICE_HEAD, SEARCH, FILTERS),
    "a publisher": (
        "/publishers/education-endowment-foundation/",
        WAY_HERE,
        PUBLISHER_HEAD,
        FILTERS,
        RESULT_COUNT,
        CARDS,
    ),
    "schools": ("/schools/?q=nowhere+at+all", WAY_HERE, NO_SCHOOLS),
    "asking the community": ("/discussions/ask/", WAY_HERE, ASK),
    "signing up": ("/accounts/signup/", SIGN_UP),
}


@pytest.mark.parametrize(("path", "parts"), [(path, parts) for path, *parts in PAGES.values()], ids=PAGES.keys())
def test_a_page_reads_well_by_a_screen_reader(site, page, path, parts):
    page.goto(site + path)
    expected = "- main:\n" + indent("\n".join(part.strip("\n") for part in parts), "  ")

    expect(page.get_by_role("main")).to_match_aria_snapshot(expected, timeout=3_000)


def test_an_empty_list_is_not_read_out(site, page):
    page.goto(f"{site}/resources/teaching-and-managing-students-with-adhd/")

    expect(page.get_by_role("region", name="Discussion").get_by_role("list")).to_have_count(0)


def test_no_heading_has_a_role_that_takes_its_level_away():
    templates = (settings.BASE_DIR / "templates").rglob("*.html")

    found = [file.name for file in templates if re.search(r"<h[1-6]\b[^>]*\srole=", file.read_text())]

    assert found == []
