"""html-validate finds nothing in any HTML page for any role.

`.ci/install-html-validate` installs it. Without it the test is skipped, except in CI, where it is required. Django's
own admin is left out, because its HTML is not ours.
"""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import subprocess
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from django.conf import settings
from django.db import transaction

from tests.fuzz.site import Site, build_site, list_names
from tests.sampling import SAMPLING_INTERVAL, choose_sample

RULES = Path(__file__).parent / "html-validate" / "rules.json"
VALIDATOR = settings.BASE_DIR / ".venv" / "html-validate" / "node_modules" / ".bin" / "html-validate"
IS_REQUIRED = bool(os.environ.get("CI"))
ROLES = ("visitor", "member", "editor")
MICROSECONDS_PATTERN = re.compile(r'datetime="[^"]*\.\d{4,}')


@pytest.fixture(scope="module")
def pages(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, str]]:
    """Return the HTML of every page by role and path."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield dict(open_pages(build_site()))
        transaction.set_rollback(True)


def open_pages(site: Site) -> Iterator[tuple[str, str]]:
    """Open each address as each role, and yield the responses that are whole HTML pages."""
    chance = random.Random(1)  # noqa: S311
    for name in list_names():
        for path in site.find_paths(name, chance) if not name.startswith("admin:") else []:
            for role in choose_sample(ROLES, SAMPLING_INTERVAL, path):
                answer = site.send_request(role, path)
                if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
                    yield f"{role} {path}", answer.content.decode()


def test_html_validate_finds_nothing_in_any_page(pages, tmp_path):
    if not IS_REQUIRED and not (VALIDATOR.exists() and shutil.which("node")):
        pytest.skip("there is no html-validate: sh .ci/install-html-validate")
    names_of_files = {str(tmp_path / f"{number}.html"): name for number, name in enumerate(pages)}
    for path, name in names_of_files.items():
        if "<html" in pages[name]:
            Path(path).write_text(pages[name])

    command = [VALIDATOR, "--config", RULES, "--formatter", "json", tmp_path]
    found = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)  # noqa: S603

    assert found.stdout, found.stderr
    problems = {
        (message["ruleId"], message["message"], message.get("selector")): names_of_files[file["filePath"]]
        for file in json.loads(found.stdout)
        for message in file["messages"]
    }
    assert problems == {}


def test_the_headings_of_every_page_leave_out_no_level(pages):
    gaps = {
        name: levels for name, html in pages.items() if "<html" in html and has_gap(levels := list_heading_levels(html))
    }

    assert gaps == {}


def list_heading_levels(html: str) -> list[int]:
    root = lxml.html.document_fromstring(html)
    return [int(element.tag[1]) for element in root.iter() if re.fullmatch("h[1-6]", str(element.tag))]


def has_gap(levels: list[int]) -> bool:
    """Return whether a page does not have exactly one h1, or skips a level after it."""
    return levels.count(1) != 1 or any(after > before + 1 for before, after in pairwise(levels[levels.index(1) :]))


def test_no_time_has_more_digits_than_html_allows(pages):
    assert [name for name, html in pages.items() if MICROSECONDS_PATTERN.search(html)] == []


def test_no_template_writes_a_time_with_microseconds():
    templates = (settings.BASE_DIR / "templates").rglob("*.html")

    assert [str(each) for each in templates if re.search(r"""\|date:['"]c['"]""", each.read_text())] == []
