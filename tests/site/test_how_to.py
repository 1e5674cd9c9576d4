"""The how-to pages name only files, functions and constants that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

BASE = Path(settings.BASE_DIR)
DOCUMENTS = [BASE / "docs/architecture.md", *sorted(BASE.glob("docs/how-to/*.md"))]
APPS = ("accounts", "gateway/catalogue", "gateway/demo")
FENCE_PATTERN = re.compile(r"^ *```.*?^ *```$", re.MULTILINE | re.DOTALL)
PATH_PATTERN = re.compile(r"`([\w.-]+/[\w./-]*)`")
FUNCTION_PATTERN = re.compile(r"`(\w+)\([^`]*\)`")
CONSTANT_PATTERN = re.compile(r"`([A-Z][A-Z_]{3,})`")
MADE_BY_THE_READER = {
    "resources/management/commands/delete_withdrawn_applications.py",
    "resources/publications/facet_cost.py",
    "templates/catalogue/licences.html",
    "templates/resources/mail/link-mended.txt",
    "TOOL",
}


def find_names(document, pattern):
    """Return what a page names outside its examples."""
    found = set(pattern.findall(FENCE_PATTERN.sub("", document.read_text(encoding="utf-8"))))
    return sorted(found - MADE_BY_THE_READER)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.stem)
def test_every_file_that_a_page_names_is_there(document):
    assert [name for name in find_names(document, PATH_PATTERN) if not exists_in_project(name)] == []


def exists_in_project(name):
    """Return whether a path exists from the root, or is a folder of an app that has a table of its own."""
    return (BASE / name).exists() or any((BASE / app / name).is_dir() for app in APPS)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.stem)
def test_every_function_and_constant_that_a_page_names_is_in_a_file_that_it_names(document):
    words = read_words(name for name in find_names(document, PATH_PATTERN) if name.endswith(".py"))

    assert [
        name
        for name in find_names(document, FUNCTION_PATTERN) + find_names(document, CONSTANT_PATTERN)
        if name not in words
    ] == []


def read_words(names):
    return {word for name in names for word in re.findall(r"\w+", (BASE / name).read_text(encoding="utf-8"))}


def test_the_pages_name_something():
    named = {name for document in DOCUMENTS for name in find_names(document, PATH_PATTERN)}

    assert named > {"gateway/settings.py", "docs/emails.md"}
