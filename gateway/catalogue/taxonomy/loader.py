"""The loader of the curated vocabularies in `data/taxonomy.json`; a second run adds only what is missing."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.text import slugify

SYNONYMS_PATH = Path(__file__).parents[1] / "data" / "synonyms.json"
TAXONOMY_PATH = Path(__file__).parents[1] / "data" / "taxonomy.json"


def load(apps: Any) -> None:
    """Add every term of the file that is not in the database yet, by its slug or a former slug.

    `apps` is a registry of models: a migration's historical one, or `django.apps.apps`.
    """
    source = json.loads(TAXONOMY_PATH.read_text(encoding="utf-8"))
    for entry in source["focus_areas"]:
        add(apps, "FocusArea", entry, questions=entry["questions"], mark=entry["slug"])
    for entry in source["areas_of_need"]:
        area = add(apps, "AreaOfNeed", entry)
        for order, need_type in enumerate(entry["types"], start=1):
            add(apps, "AreaOfNeed", need_type, parent=area, code=need_type["code"], order=entry["order"] * 100 + order)
    for entry in source["phases"]:
        add(apps, "Phase", entry, from_age=entry["ages"][0], to_age=entry["ages"][1])
    for order, name in enumerate(source["setting_types"], start=1):
        add(apps, "SettingType", {"name": name, "slug": slugify(name), "order": order})


def add(apps: Any, model_name: str, entry: dict[str, Any], **fields: Any) -> Any:
    """Return the term of an entry: the existing one, or a new one."""
    model = apps.get_model("catalogue", model_name)
    former = apps.get_model("catalogue", "FormerSlug").objects.filter(vocabulary=model_name.lower(), slug=entry["slug"])
    renamed = model.objects.filter(pk__in=former.values("term_id")).first()
    defaults = {
        "name": entry["name"],
        "short_name": entry.get("short_name") or entry.get("label", ""),
        "description": entry.get("description", ""),
        "synonyms": entry.get("synonyms", []),
        "order": entry.get("order", 0),
        "valid_from": date.fromisoformat(f"{entry['since']}-01") if "since" in entry else None,
        **fields,
    }
    if renamed is not None:
        return renamed
    return model.objects.get_or_create(slug=entry["slug"], defaults=defaults)[0]


def load_synonyms(apps: Any) -> None:
    """Add every expression of the file that is not in the database yet, with its synonyms."""
    model = apps.get_model("catalogue", "Synonym")
    known = {term.lower() for term in model.objects.values_list("term", flat=True)}
    entries = json.loads(SYNONYMS_PATH.read_text(encoding="utf-8"))
    model.objects.bulk_create(
        model(term=term, equivalents=equivalents) for term, *equivalents in entries if term.lower() not in known
    )
