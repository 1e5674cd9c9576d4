"""Tests that eight threads at once get the same results as one.

Threads must not share objects of packages that keep state.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from types import ModuleType
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from gateway.catalogue import facets
from gateway.catalogue.files import check_upload
from gateway.catalogue.files.text import extract_words
from gateway.catalogue.text.markdown import render
from gateway.catalogue.text.tokens import make_token, tokenise
from tests.factories import make_publication
from tests.files import make_office_file, make_picture, make_upload

THREADS = 8
ENDINGS = ("ing", "ed", "ation", "ness", "ies", "ational", "fulness", "ously", "s")
STARTS = (
    "test",
    "dialect",
    "communicat",
    "learn",
    "support",
    "organis",
    "anxi",
    "hope",
    "sens",
    "relat",
    "happi",
    "fil",
)
WORDS = [f"{start}{middle}{ending}" for start in STARTS for middle in ("", "er", "iv", "al") for ending in ENDINGS]
MARKDOWN = [
    f"# Heading {number}\n\n- *one*\n- **two** `{number}`\n\n| a | b |\n|---|---|\n| 1 | [a](https://a.org) |\n"
    for number in range(24)
]
NOT_IMPORTED = ("_process", "wsgi", "gunicorn", "backends.sqlite", "backends.postgresql")
"""Separate programs, and database engines, of which only the one in use can be imported."""
WITHOUT_STATE = {"django", "environ", "pyroaring", "taggit"}
"""Packages whose objects threads may share.

Django documents this for its own, settings are read only at the start, and a published facet index never changes.
"""


@pytest.fixture(autouse=True)
def threads_take_turns_often() -> Iterator[None]:
    """Let Python switch threads as often as it can."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


def by_eight_threads(work: Callable[[Any], Any], inputs: list[Any]) -> list[list[Any]]:
    """Return each of eight threads' results for all inputs. Each thread starts at a different input."""

    def work_through(number: int) -> list[Any]:
        start = number * len(inputs) // THREADS
        found = {place: work(inputs[place]) for place in [*range(start, len(inputs)), *range(start)]}
        connection.close()
        return [found[place] for place in range(len(inputs))]

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(work_through, range(THREADS)))


def test_eight_threads_stem_words_as_one_does():
    make_token.cache_clear()
    alone = [tokenise(word) for word in WORDS]

    for _ in range(3):
        make_token.cache_clear()
        assert by_eight_threads(tokenise, WORDS) == [alone] * THREADS


def test_eight_threads_render_markdown_as_one_does():
    alone = [render(text) for text in MARKDOWN]

    assert by_eight_threads(render, MARKDOWN) == [alone] * THREADS


def test_a_parser_that_has_rendered_nothing_yet_is_not_shared(monkeypatch):
    """markdown-it builds its rules at the first use. A thread that came in between rendered text without some."""
    from gateway.catalogue.text import markdown

    alone = [render(text) for text in MARKDOWN[:4]]
    for _ in range(10):
        importlib.reload(markdown)
        assert by_eight_threads(markdown.render, MARKDOWN[:4]) == [alone] * THREADS


def test_eight_threads_read_files_as_one_does():
    text = "<w:document><w:body><w:p><w:r><w:t>Words of a file</w:t></w:r></w:p></w:body></w:document>"
    files = [("docx", make_office_file(more={"word/document.xml": text})), ("png", make_picture())]

    def read(file: tuple[str, bytes]) -> tuple[Any, ...]:
        ending, data = file
        checked = check_upload(make_upload(f"a.{ending}", data))
        return checked.kind, extract_words(data, ending) if ending != "png" else None

    assert by_eight_threads(read, files) == [[read(file) for file in files]] * THREADS


@pytest.mark.django_db(transaction=True)
def test_eight_threads_search_and_filter_as_one_does():
    for number, word in enumerate(WORDS[::9]):
        make_publication(f"{word} {number}", summary=MARKDOWN[number % 24], focus_areas=["leadership"])
    addresses = [*(f"/browse/?q={word}" for word in WORDS[::72]), "/browse/?focus=leadership", "/browse/?phase=primary"]

    def ask(address: str) -> tuple[int, list[str]]:
        response = Client().get(address)
        return response.status_code, re.findall(r'href="(/resources/[^"]+/)"', response.text)

    alone = [ask(address) for address in addresses]
    make_token.cache_clear()
    facets.drop_index()

    assert {status for status, _ in alone} == {200}
    assert sum(len(found) for _, found in alone) > len(addresses)
    assert by_eight_threads(ask, addresses) == [alone] * THREADS


def modules() -> Iterator[ModuleType]:
    """Yield every module of ours that a request or a task may use."""
    for package in settings.OUR_PACKAGES:
        for found in pkgutil.walk_packages(importlib.import_module(package).__path__, f"{package}."):
            if not found.name.endswith(NOT_IMPORTED) and ".migrations." not in found.name:
                yield importlib.import_module(found.name)


def is_of_a_package(kind: type) -> bool:
    """Whether a class comes from a package whose objects may keep state."""
    package = kind.__module__.partition(".")[0]
    return package not in {*settings.OUR_PACKAGES, *WITHOUT_STATE} and package not in sys.stdlib_module_names


def is_shared_state(value: object) -> bool:
    """Whether a module's value is an object of a package, or a method of one, that may keep state.

    An object without attributes of its own, such as dateutil's `rrulestr`, keeps none.
    """
    owner = getattr(value, "__self__", None)
    kept = owner if owner is not None and not inspect.ismodule(owner) else value
    if inspect.ismodule(kept) or inspect.isclass(kept) or inspect.isroutine(kept):
        return False
    return is_of_a_package(type(kept)) and getattr(kept, "__dict__", None) != {}


def test_no_module_keeps_an_object_of_a_package():
    kept = {
        f"{module.__name__}.{name}"
        for module in modules()
        for name, value in vars(module).items()
        if is_shared_state(value)
    }

    assert kept == set()


def test_no_cached_function_gives_an_object_of_a_package():
    """Such an object is as shared as a global variable. `get_engine` keeps only its settings: see its docstring."""
    cached = {
        function.__qualname__: vars(module).get(str(inspect.get_annotations(function.__wrapped__).get("return")))
        for module in modules()
        for function in vars(module).values()
        if hasattr(function, "cache_info") and function.__module__ == module.__name__
    }

    assert {"make_token", "get_engine"} <= cached.keys()
    assert {name for name, kind in cached.items() if inspect.isclass(kind) and is_of_a_package(kind)} == set()
