"""A published publication and its new version."""

from __future__ import annotations

import pytest

from resources.publications.revisions import open_revision
from tests.factories import make_contributor, make_publication
from tests.resources.manage.versions import NEW, OLD


@pytest.fixture
def published():
    return make_publication(
        OLD,
        slug="reading",
        summary="How pairs read.",
        body="Old words.",
        focus_areas=["leadership"],
        phases=["primary"],
        keywords=["pairs"],
    )


@pytest.fixture
def author(published):
    return make_contributor(published.publisher, display_name="Connie")


@pytest.fixture
def revision(published, author):
    """Return a new version with another title, begun by a contributor."""
    revision = open_revision(published, by=author)
    revision.title = NEW
    revision.save()
    return revision
