"""The forms of a page as a browser reads and sends them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

import lxml.html

NOT_SENT = {"submit", "button", "image", "reset", "file"}
NOT_TYPED = {*NOT_SENT, "hidden", "password", "checkbox", "radio"}
NOT_FILLED_IN = {"submit", "button", "image", "reset", "hidden"}


@dataclass(frozen=True)
class Press:
    """A button of a form that posts: its address, the form's fields, and which of them people fill in."""

    address: str
    button: str
    fields: dict[str, list[str]]
    typed: frozenset[str]
    has_password: bool
    filled_in: frozenset[str] = frozenset()

    def left_empty(self) -> dict[str, list[str]]:
        """Return what is sent if no field is filled in."""
        return {name: values for name, values in self.fields.items() if name not in self.filled_in}


def presses(html: str, address: str) -> Iterator[Press]:
    page = lxml.html.document_fromstring(f"{html}<p>")
    for form in page.iter("form"):
        if form.get("method", "").lower() == "post":
            yield from presses_of(page, form, address)


def presses_of(page: Any, form: Any, address: str) -> Iterator[Press]:
    """Yield each button of a form, or the form itself if it has none."""
    elements = list(elements_of(page, form))
    fields: dict[str, list[str]] = {}
    for name, value in (pair for element in elements for pair in values_of(element)):
        fields.setdefault(name, []).append(value)
    typed = frozenset(element.get("name", "") for element in elements if is_typed(element))
    has_password = any(element.get("type") == "password" for element in elements)
    filled_in = frozenset(element.get("name") for element in elements if is_filled_in(element))
    buttons = [element for element in elements if is_button(element)] or [form]
    for button in buttons:
        name, value = button.get("name", ""), button.get("value", "")
        own = {name: [value]} if name and button is not form else {}
        target = urljoin(address, button.get("formaction") or form.get("action") or "")
        yield Press(target.partition("#")[0], f"{name}={value}", fields | own, typed, has_password, filled_in)


def elements_of(page: Any, form: Any) -> Iterator[Any]:
    """Yield the elements inside a form and those elsewhere that name it."""
    yield from (element for element in form.iter() if not element.get("form"))
    yield from (element for element in page.iter() if form.get("id") and element.get("form") == form.get("id"))


def is_button(element: Any) -> bool:
    """Return whether this element submits its form."""
    sends = {"button": "submit", "input": "text"}.get(element.tag)
    return bool(sends) and element.get("type", sends) == "submit" and element.get("disabled") is None


def is_typed(element: Any) -> bool:
    is_box = element.tag == "input" and element.get("type", "text") not in NOT_TYPED
    return (is_box or element.tag == "textarea") and element.get("readonly") is None


def is_filled_in(element: Any) -> bool:
    """Return whether people type or choose the value of this field."""
    if element.tag == "input":
        return bool(element.get("name")) and element.get("type", "text") not in NOT_FILLED_IN
    return bool(element.get("name")) and element.tag in ("textarea", "select")


def values_of(element: Any) -> Iterator[tuple[str, str]]:
    """Yield what a field sends if nothing is changed."""
    name, kind = element.get("name"), element.get("type", "text")
    if not name or element.get("disabled") is not None:
        return
    if element.tag == "textarea":
        yield name, "".join(element.itertext()).removeprefix("\n")
    elif element.tag == "select":
        yield from ((name, value) for value in chosen(element))
    elif element.tag == "input" and kind not in NOT_SENT:
        is_ticked = element.get("checked") is not None or kind not in ("checkbox", "radio")
        yield from [(name, element.get("value", "on" if kind == "checkbox" else ""))] if is_ticked else []


def chosen(select: Any) -> list[str]:
    """Return the values of the selected options; in a list for one value, the first if none is selected."""
    options = list(select.iter("option"))
    found = [option for option in options if option.get("selected") is not None]
    if not found and select.get("multiple") is None:
        found = options[:1]
    return [option.get("value", "".join(option.itertext())) for option in found]
