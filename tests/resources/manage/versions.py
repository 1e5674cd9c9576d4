"""What a page is called before and after its new version, and how that is put in its place."""

from __future__ import annotations

from typing import Any

from gateway.catalogue.models import Status
from resources.models import Publication
from resources.publications.workflow import take_step
from tests.factories import make_editor

OLD, NEW = "Reading togeather", "Reading together"


def publish(revision: Publication, by: Any = None) -> None:
    """Have an editor publish it as it is now."""
    take_step(Publication.objects.get(pk=revision.pk), Status.PUBLISHED, by=by or make_editor())
