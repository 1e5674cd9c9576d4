"""The forms of a page, filled in as a browser would send them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

import lxml.html

FIELDS = {"input", "select", "textarea", "button"}


@dataclass
class Form:
    """The address, method and content of a form."""

    action: str
    is_post: bool
    values: dict[str, list[str]] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)


def read_forms(html: str, path: str) -> list[Form]:
    """Return the forms of a page with their fields, including fields outside a form that name it."""
    root = lxml.html.document_fromstring(f"{html}<p>")
    forms = []
    for element in root.iter("form"):
        form = Form(urljoin(path, element.get("action", "")) or path, element.get("method", "get").lower() == "post")
        name = element.get("id")
        inside = set(element.iter())
        for each in (each for each in root.iter() if each.tag in FIELDS):
            if each.get("form") == name if each.get("form") else each in inside:
                add_field(form, each, path)
        forms.append(form)
    return forms


def add_field(form: Form, element: Any, path: str) -> None:
    name, kind = element.get("name", ""), element.get("type", "text").lower()
    if element.tag == "button" or kind in {"submit", "image"}:
        form.buttons.append((name, element.get("value", ""), urljoin(path, element.get("formaction", form.action))))
    elif name and kind == "file":
        form.files.add(name)
    elif name:
        form.values.setdefault(name, []).extend(list_values(element, kind))


def list_values(element: Any, kind: str) -> list[str]:
    """Return what a field would send. An unticked box sends nothing."""
    if element.tag == "select":
        return [option.get("value", "") for option in element.iter("option") if "selected" in option.attrib]
    if element.tag == "textarea":
        return ["".join(element.itertext()).removeprefix("\n")]
    if kind in {"checkbox", "radio"} and "checked" not in element.attrib:
        return []
    return [element.get("value", "on" if kind == "checkbox" else "")]
