"""The titles of a page before and after its new version, and the publishing of that version."""

from __future__ import annotations

from typing import Any

from gateway.catalogue.models import Status
from resources.models import Publication
from resources.publications.workflow import take_step
from tests.factories import make_editor

OLD, NEW = "Reading togeather", "Reading together"


def publish(revision: Publication, by: Any = None) -> None:
    """Publish the new version as an editor."""
    take_step(Publication.objects.get(pk=revision.pk), Status.PUBLISHED, by=by or make_editor())
