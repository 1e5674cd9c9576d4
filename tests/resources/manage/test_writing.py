"""Writing a publication in /manage/, from a draft to its readers."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.urls import reverse

from gateway.catalogue.models import Kind, Status
from resources.models import Publication
from tests.factories import focus_area, make_contributor, make_owner, make_publisher

ADD = reverse("admin:resources_publication_add")
NO_LINKS = {"links-TOTAL_FORMS": "0", "links-INITIAL_FORMS": "0"}
NO_FILES = {"files-TOTAL_FORMS": "0", "files-INITIAL_FORMS": "0"}


def filled(**fields: Any) -> dict[str, Any]:
    """What a browser sends for a new publication that is ready to go out."""
    return {
        "title": "Reading together",
        "summary": "How pairs read.",
        "body": "Read *aloud*.",
        "focus_areas": [focus_area().pk],
        "form_key": str(uuid.uuid4()),
        **NO_LINKS,
        **fields,
    }


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["resource", "research", "news", "event"])
def test_each_kind_has_a_form_of_its_own(client, kind):
    client.force_login(make_owner())

    response = client.get(ADD, {"kind": kind})

    assert response.status_code == 200
    assert ("starts_at" in response.context["adminform"].form.fields) == (kind == "event")


@pytest.mark.django_db
def test_a_contributor_writes_a_draft(client):
    publisher = make_publisher()
    client.force_login(make_contributor(publisher))

    response = client.post(f"{ADD}?kind=resource", filled(), follow=True)

    publication = Publication.objects.get()
    assert response.status_code == 200
    assert (publication.status, publication.publisher, publication.kind) == (Status.DRAFT, publisher, Kind.RESOURCE)
