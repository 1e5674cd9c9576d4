"""What a browser sends from the forms of /manage/."""

from __future__ import annotations

import uuid
from typing import Any

from django.urls import reverse
from django.utils import timezone

from resources.models import Publication
from tests.factories import get_focus_area

ADD = reverse("admin:resources_publication_add")
LIST = reverse("admin:resources_publication_changelist")
QUEUE = reverse("admin:resources_publication_queue")
TEXT = reverse("admin:resources_publication_text")
NO_LINKS = {"links-TOTAL_FORMS": "0", "links-INITIAL_FORMS": "0"}
NO_FILES = {"files-TOTAL_FORMS": "0", "files-INITIAL_FORMS": "0"}


def get_page_url(publication: Publication, name: str = "change") -> str:
    """Return the address of one of a publication's pages in the admin."""
    return reverse(f"admin:resources_publication_{name}", args=[publication.pk])


def make_new_form(**fields: Any) -> dict[str, Any]:
    """Return the form data of a new publication that is ready to be published."""
    return {
        "title": "Reading together",
        "summary": "How pairs read.",
        "body": "Read *aloud*.",
        "focus_areas": [get_focus_area().pk],
        "form_key": str(uuid.uuid4()),
        **NO_LINKS,
        **fields,
    }


def format_typed(moment: Any) -> str:
    """Return a date and time as a browser sends it: by the clocks in England, to the minute."""
    return f"{timezone.localtime(moment):%Y-%m-%dT%H:%M}"


def make_changed_form(publication: Publication, **fields: Any) -> dict[str, Any]:
    """Return a publication's form data as opened, with these fields changed."""
    opened = {
        "title": publication.title,
        "summary": publication.summary,
        "body": publication.body,
        "focus_areas": list(publication.focus_areas.values_list("pk", flat=True)),
        "version": publication.version,
    }
    return {**opened, **NO_LINKS, **NO_FILES, **fields}
