"""The forms of a page as a browser reads and sends them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

import lxml.html

UNSENT_TYPES = {"submit", "button", "image", "reset", "file"}
UNTYPED_TYPES = {*UNSENT_TYPES, "hidden", "password", "checkbox", "radio"}
UNFILLED_TYPES = {"submit", "button", "image", "reset", "hidden"}


@dataclass(frozen=True)
class Button:
    """A button of a form that posts: its name and value, its address, the fields, and which of them people fill in."""

    address: str
    value: str
    fields: dict[str, list[str]]
    typed: frozenset[str]
    has_password: bool
    filled_in: frozenset[str] = frozenset()

    def get_unfilled_fields(self) -> dict[str, list[str]]:
        """Return what the form sends if no field is filled in."""
        return {name: values for name, values in self.fields.items() if name not in self.filled_in}


def find_buttons(html: str, address: str) -> Iterator[Button]:
    page = lxml.html.document_fromstring(f"{html}<p>")
    for form in page.iter("form"):
        if form.get("method", "").lower() == "post":
            yield from list_form_buttons(page, form, address)


def list_form_buttons(page: Any, form: Any, address: str) -> Iterator[Button]:
    """Yield each button of a form, or the form itself if it has none."""
    elements = list(list_elements(page, form))
    fields: dict[str, list[str]] = {}
    for name, value in (pair for element in elements for pair in list_values(element)):
        fields.setdefault(name, []).append(value)
    typed = frozenset(element.get("name", "") for element in elements if is_typed(element))
    has_password = any(element.get("type") == "password" for element in elements)
    filled_in = frozenset(element.get("name") for element in elements if is_filled_in(element))
    buttons = [element for element in elements if is_button(element)] or [form]
    for button in buttons:
        name, value = button.get("name", ""), button.get("value", "")
        own = {name: [value]} if name and button is not form else {}
        target = urljoin(address, button.get("formaction") or form.get("action") or "")
        yield Button(target.partition("#")[0], f"{name}={value}", fields | own, typed, has_password, filled_in)


def list_elements(page: Any, form: Any) -> Iterator[Any]:
    """Yield the elements inside a form and those elsewhere that name it."""
    yield from (element for element in form.iter() if not element.get("form"))
    yield from (element for element in page.iter() if form.get("id") and element.get("form") == form.get("id"))


def is_button(element: Any) -> bool:
    """Return whether this element submits its form."""
    sends = {"button": "submit", "input": "text"}.get(element.tag)
    return bool(sends) and element.get("type", sends) == "submit" and element.get("disabled") is None


def is_typed(element: Any) -> bool:
    is_box = element.tag == "input" and element.get("type", "text") not in UNTYPED_TYPES
    return (is_box or element.tag == "textarea") and element.get("readonly") is None


def is_filled_in(element: Any) -> bool:
    """Return whether people type or choose the value of this field."""
    if element.tag == "input":
        return bool(element.get("name")) and element.get("type", "text") not in UNFILLED_TYPES
    return bool(element.get("name")) and element.tag in ("textarea", "select")


def list_values(element: Any) -> Iterator[tuple[str, str]]:
    """Yield what a field sends if its value is not changed."""
    name, kind = element.get("name"), element.get("type", "text")
    if not name or element.get("disabled") is not None:
        return
    if element.tag == "textarea":
        yield name, "".join(element.itertext()).removeprefix("\n")
    elif element.tag == "select":
        yield from ((name, value) for value in get_selected_values(element))
    elif element.tag == "input" and kind not in UNSENT_TYPES:
        is_ticked = element.get("checked") is not None or kind not in ("checkbox", "radio")
        yield from [(name, element.get("value", "on" if kind == "checkbox" else ""))] if is_ticked else []


def get_selected_values(select: Any) -> list[str]:
    """Return the values of the selected options; in a list for one value, the first if none is selected."""
    options = list(select.iter("option"))
    found = [option for option in options if option.get("selected") is not None]
    if not found and select.get("multiple") is None:
        found = options[:1]
    return [option.get("value", "".join(option.itertext())) for option in found]
