"""A count in words keeps its number and its noun on one line, because every template writes it by one filter."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template

COUNT_BY_HAND = re.compile(
    r"(?<!value=\"Import )\{\{[^}]*(?:count|total|length|intcomma|number|minutes|days|helpful|shared)"
    r"[^}]*\}\} (?!of|to|chosen)[a-z]"
)
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


def test_no_template_writes_a_count_by_hand():
    pieces = [(path.name, found) for path in TEMPLATES for found in COUNT_BY_HAND.findall(path.read_text())]

    assert len(TEMPLATES) > 100
    assert [each for each in pieces if not re.search(r"\|(counted|apnumber|date)", each[1])] == []
