"""Display settings: text size, spacing, font, tint and theme, kept in a cookie in the visitor's browser.

The choices follow the British Dyslexia Association's style advice. They are set by an ordinary GET form, so that they
work without JavaScript and no page needs a CSRF token for them; all they change is the visitor's own cookie.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

COOKIE_NAME = "reading"
COOKIE_AGE_SECONDS = 365 * 24 * 60 * 60
SETTING_CHOICES: dict[str, tuple[str, dict[str, str]]] = {
    "text": ("Text size", {"": "Standard", "large": "Large", "larger": "Larger", "largest": "Largest"}),
    "spacing": ("Spacing", {"": "Standard", "wide": "Wide", "wider": "Wider"}),
    "font": (
        "Font",
        {
            "": "Standard",
            "plain": "Plain, like Verdana: for people with dyslexia who find letters crowded",
            "round": "Rounded, like Comic Sans: for people who read handwriting best",
            "serif": "Serif, like Georgia: for people who are used to books",
        },
    ),
    "tint": (
        "Background",
        {"": "Paper", "cream": "Cream", "blue": "Blue", "green": "Green", "rose": "Rose", "white": "White"},
    ),
    "theme": ("Light or dark", {"": "As my device", "light": "Light", "dark": "Dark"}),
}


@dataclass(frozen=True)
class Setting:
    """A setting and its choices, each a value, a label and whether it is chosen."""

    name: str
    legend: str
    choices: tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True)
class DisplaySettings:
    """The display settings that a visitor chose; an empty value is the standard."""

    text: str = ""
    spacing: str = ""
    font: str = ""
    tint: str = ""
    theme: str = ""

    @property
    def panel(self) -> SafeString:
        return render_panel(self)

    @property
    def cookie(self) -> str:
        """Return the value of the cookie, which holds only what differs from the standard."""
        return urlencode({name: value for name in SETTING_CHOICES if (value := getattr(self, name))})


@lru_cache(maxsize=256)
def render_panel(chosen: DisplaySettings) -> SafeString:
    """Return the settings panel as HTML; there are few sets of choices, so each is rendered once."""
    settings = [
        Setting(name, legend, tuple((value, label, value == getattr(chosen, name)) for value, label in choices.items()))
        for name, (legend, choices) in SETTING_CHOICES.items()
    ]
    return render_to_string("components/reading-settings-choices.html", {"settings": settings})


def read_settings(values: Mapping[str, str]) -> DisplaySettings:
    """Return the settings that these values name; the standard replaces values that are no choice."""
    return DisplaySettings(
        **{name: values[name] for name in SETTING_CHOICES if values.get(name) in SETTING_CHOICES[name][1]}
    )


def get_settings(request: HttpRequest) -> DisplaySettings:
    return read_settings(dict(parse_qsl(request.COOKIES.get(COOKIE_NAME, "")[:200])))


def reading(request: HttpRequest) -> dict[str, DisplaySettings]:
    """Return the visitor's settings for every template, as a context processor."""
    return {"reading": get_settings(request)}
