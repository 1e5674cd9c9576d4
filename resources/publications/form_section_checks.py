"""A system check that the form has fields for every kind of publication and for no other kind."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error, register

from gateway.catalogue.models import KIND_SPECS
from resources.publications.form.sections import SECTIONS_BY_KIND

SECTIONS_HINT = "See SECTIONS_BY_KIND in resources/publications/form/sections.py."


@register("kinds")
def check_form_sections(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """Return an error for each kind of publication without fields, and for each other kind with fields."""
    missing = [kind for kind, spec in KIND_SPECS.items() if spec.is_publication and not SECTIONS_BY_KIND.get(kind)]
    needless = [kind for kind, spec in KIND_SPECS.items() if not spec.is_publication and kind in SECTIONS_BY_KIND]
    return [
        *(Error(f"The form of {kind!s} has no fields.", hint=SECTIONS_HINT, id="kinds.E005") for kind in missing),
        *(Error(f"{kind!s} is no publication.", hint=SECTIONS_HINT, id="kinds.E006") for kind in needless),
    ]
