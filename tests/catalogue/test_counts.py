"""Tests that a count in words keeps number and noun on one line, with the same filter in every template."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template

from gateway.catalogue.finder.listing import Option, Pages
from gateway.catalogue.templatetags.finder import render_checkboxes

COUNT_BY_HAND = re.compile(
    r"(?<!value=\"Import )\{\{[^}]*(?:count|total|length|intcomma|number|minutes|days|helpful|shared)"
    r"[^}]*\}\} (?!of|to|chosen)[a-z]"
)
IN_ATTRIBUTES = re.compile(r"""[\w-]+="[^"]*\"""")
LARGE = re.compile(r"\{\{ *([a-z_.]*(?:count|number|num_pages|total)) *\}\}")
NEVER_LARGE = ("group.chosen_count", "row.count", "row.number", "number", "total")
"""Numbers of chosen terms, table rows and steps, which are never large."""
CAN_BEGIN_A_LINE = re.compile(r"\s·|[\"']·|(?<!SPACE)\}·")
TEMPLATES = sorted(
    path
    for path in Path(settings.BASE_DIR, "templates").rglob("*.html")
    if "mail" not in path.parts and "email" not in path.parts
)


@pytest.mark.parametrize(
    ("number", "nouns", "words"),
    [
        (1, "reply,replies", "1 reply"),
        (0, "reply,replies", "0 replies"),
        (1234, "result", "1,234 results"),
        ("", "result", "0 results"),
        (2, "<b>", "2 &lt;b&gt;s"),
    ],
)
def test_a_count_is_one_piece(number, nouns, words):
    page = Template("{{ number|counted:nouns }}").render(Context({"number": number, "nouns": nouns}))

    assert page == f'<span class="counted">{words}</span>'


class ManyPages(Pages):
    """A list with more pages than a visitor would turn."""

    page_number, page_count = 1_234, 1_360

    def get_page_url(self, number):
        return f"?page={number}"


def test_numbers_of_pages_and_of_what_a_filter_leaves_have_their_commas():
    labels = [link.label for link in ManyPages().pages]

    assert labels == ["1", "…", "1,233", "1,234", "1,235", "…", "1,360"]
    assert "1,234</span>" in render_checkboxes("kind", [Option("news", "News", 1_234, chosen=False)])


def test_no_template_writes_a_number_that_can_be_large_without_its_comma():
    found = {}
    for path in TEMPLATES:
        words = IN_ATTRIBUTES.sub("", path.read_text())
        found[path.name] = [each for each in LARGE.findall(words) if each not in NEVER_LARGE]

    assert {name: numbers for name, numbers in found.items() if numbers} == {}


def test_no_separator_can_begin_a_line():
    sources = [path for package in settings.OUR_PACKAGES for path in Path(settings.BASE_DIR, package).rglob("*.py")]
    can_begin = [path.name for path in (*TEMPLATES, *sources) if CAN_BEGIN_A_LINE.search(path.read_text())]

    assert len(sources) > 100
    assert can_begin == []


def test_no_template_writes_a_count_by_hand():
    pieces = [(path.name, found) for path in TEMPLATES for found in COUNT_BY_HAND.findall(path.read_text())]

    assert len(TEMPLATES) > 100
    assert [each for each in pieces if not re.search(r"\|(counted|apnumber|date)", each[1])] == []
