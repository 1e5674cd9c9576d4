"""Labels of form fields, read from the page on which the user saw them.

A page is read rather than a form class, because only the page has all fields: the admin's, formsets' and templates'.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from allauth.core.exceptions import ReauthenticationRequired
from django.contrib.messages.storage.base import BaseStorage
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

BUTTON_TYPES = ("button", "submit", "image", "reset")
BOX_TYPES = ("checkbox", "radio")


@dataclass
class Field:
    """A field of a page, with the words around it."""

    name: str
    type: str
    value: str = ""
    id: str = ""
    aria_label: str = ""
    label: list[str] = field(default_factory=list)
    legend: list[str] = field(default_factory=list)
    options: dict[str, list[str]] = field(default_factory=dict)
    selected: str | None = None

    @property
    def chosen_before(self) -> str | None:
        """Return the value that a list or a number has on the page before the user changes it."""
        if self.type == "select":
            return self.selected if self.selected is not None else next(iter(self.options), None)
        return self.value if self.type == "number" else None

    @property
    def is_typed(self) -> bool:
        """Return True if users see the field and fill it in."""
        return self.type not in ("hidden", *BUTTON_TYPES)


class FormParser(HTMLParser):
    """A parser that reads the fields of each form of a page, and the labels that point at them."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[list[Field]] = [[]]
        self.labels: dict[str, list[str]] = {}
        self.open: dict[str, list[str]] = {}
        self.legends: list[list[str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append([])
        elif tag == "fieldset":
            self.legends.append([])
        elif tag == "legend" and self.legends:
            self.open["legend"] = self.legends[-1]
        elif tag == "label":
            self.open["label"] = self.labels.setdefault(given["for"], []) if "for" in given else []
        elif tag in ("input", "select", "textarea", "button") and given.get("name"):
            self.add_field(tag, given)
        elif tag == "option" and self.forms[-1]:
            self.add_option(self.forms[-1][-1], given)

    def add_field(self, tag: str, given: dict[str, str]) -> None:
        """Record a field, but not the text in a text area."""
        kind = given.get("type", "text") if tag == "input" else "submit" if tag == "button" else tag
        name, value = given["name"], given.get("value", "on")
        label, legend = self.open.get("label", []), self.legends[-1] if self.legends else []
        aria_label = given.get("aria-label", "")
        self.forms[-1].append(Field(name, kind, value, given.get("id", ""), aria_label, label, legend))
        if tag == "textarea":
            self.open["textarea"] = []

    def add_option(self, select: Field, given: dict[str, str]) -> None:
        value = given.get("value", "")
        self.open["option"] = select.options.setdefault(value, [])
        if "selected" in given:
            select.selected = value

    def handle_endtag(self, tag: str) -> None:
        self.open.pop(tag, None)
        if tag == "fieldset" and self.legends:
            self.legends.pop()
        elif tag == "form":
            self.forms.append([])

    def handle_data(self, data: str) -> None:
        for tag in ("textarea", "option", "label", "legend"):
            if tag in self.open:
                self.open[tag].append(data)
                return


class Labels:
    """The labels of a form's fields and choices.

    Of the forms on the page, it is the one with the most of the field names in `names`.
    """

    def __init__(self, html: str = "", names: Iterable[str] = ()) -> None:
        parser = FormParser()
        parser.feed(html)
        wanted = set(names)
        form = max(parser.forms, key=lambda fields: len(wanted & {each.name for each in fields}))
        self.pointing = parser.labels
        self.fields: dict[str, list[Field]] = {}
        for each in form:
            self.fields.setdefault(each.name, []).append(each)

    def has_field(self, name: str) -> bool:
        return name in self.fields

    def is_typed(self, name: str) -> bool:
        return any(each.is_typed for each in self.fields[name])

    def is_untouched(self, name: str, value: str) -> bool:
        """Return True if a list or a number still has the value it had on the page."""
        return any(each.chosen_before == value for each in self.fields[name])

    def get_label(self, name: str) -> str:
        first = self.fields[name][0]
        own, legend = self.get_field_label(first), join_words(first.legend)
        is_group = first.type in BOX_TYPES and len(self.fields[name]) > 1
        return (legend or own if is_group else own or first.aria_label or legend).rstrip(":")

    def get_value_label(self, name: str, value: str) -> str:
        """Return the label of a choice; a typed value is returned as it is."""
        for each in self.fields[name]:
            if value in each.options:
                return join_words(each.options[value])
            if each.type in BOX_TYPES and each.value == value:
                return self.get_field_label(each)
        return value

    def get_field_label(self, each: Field) -> str:
        """Return the label that points at a field or encloses it."""
        return join_words(self.pointing.get(each.id, [])) or join_words(each.label)


def join_words(parts: Iterable[str]) -> str:
    return " ".join("".join(parts).split())


class NoMessages(BaseStorage):
    """A message storage that leaves a visitor's messages for the page that they will see."""

    def _get(self, *args: Any, **kwargs: Any) -> tuple[list[Any], bool]:
        return [], True

    def _store(self, messages: Any, response: Any, *args: Any, **kwargs: Any) -> list[Any]:
        return []


def get_page_with_form(request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> str:
    """Return the page of an address as the visitor gets it now.

    Return an empty string if they may not see it or if it is not an HTML page.
    """
    asked: Any = copy.copy(request)
    asked.method, asked.META = "GET", {**request.META, "REQUEST_METHOD": "GET"}
    asked._messages = NoMessages(asked)
    try:
        response = view(asked, *args, **kwargs)
    except (Http404, PermissionDenied, ReauthenticationRequired):
        return ""
    if file := getattr(response, "file_to_stream", None):
        file.close()  # response.close() would end the request and close the database connection
    if hasattr(response, "render") and not response.is_rendered:
        response.render()
    is_page = response.status_code == 200 and response.get("Content-Type", "").startswith("text/html")
    return "" if response.streaming or not is_page else response.text
