"""The lists in the main menu that each show one kind."""

from __future__ import annotations

from collections.abc import Iterable

from django import template

from gateway.catalogue.models import KIND_SPECS, KindSpec

register = template.Library()


@register.simple_tag
def kind_specs() -> Iterable[KindSpec]:
    """Return the facts about each kind, in the order of the menu."""
    return KIND_SPECS.values()
