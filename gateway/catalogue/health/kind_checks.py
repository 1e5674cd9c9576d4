"""System checks that every kind of item has all its facts, a list and a drawing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse

from gateway.catalogue.models import KIND_SPECS, Kind, KindSpec

DRAWINGS_TEMPLATE = "components/icons/kinds.html"
SPECS_HINT = "Add it to KIND_SPECS in gateway/catalogue/models/kinds.py."


@register("kinds")
def check_kinds(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """Report the kinds without a spec, and what is missing in the specs of the others."""
    drawings = render_to_string(DRAWINGS_TEMPLATE)
    return [error for kind in Kind for error in find_kind_errors(kind, drawings)]


def find_kind_errors(kind: Kind, drawings: str) -> Iterator[Error]:
    if f'id="{kind.drawing_id}"' not in drawings:
        hint = f'Add a symbol with id="{kind.drawing_id}" to templates/{DRAWINGS_TEMPLATE}.'
        yield Error(f"{kind!s} has no drawing.", hint=hint, id="kinds.E003")
    spec = KIND_SPECS.get(kind)
    if spec is None:
        yield Error(f"{kind!s} has no spec.", hint=SPECS_HINT, id="kinds.E001")
        return
    for name in find_empty_facts(spec):
        yield Error(f"{kind!s} has an empty {name}.", hint=SPECS_HINT, id="kinds.E002")
    if not has_list(spec):
        hint = f"Give its view an address with the name “{spec.url_name}”."
        yield Error(f"{kind!s} has a list view of its own, but no address.", hint=hint, id="kinds.E004")


def find_empty_facts(spec: KindSpec) -> list[str]:
    """Return the names of the facts that are blank; only a publication has a form to describe."""
    blank = [field.name for field in fields(spec) if getattr(spec, field.name) == ""]
    return [name for name in blank if name != "form_description" or spec.is_publication]


def has_list(spec: KindSpec) -> bool:
    """Return whether the address of the kind's list exists; a blank one is reported as an empty fact."""
    try:
        return not spec.url_name or bool(reverse(spec.url_name))
    except NoReverseMatch:
        return False
