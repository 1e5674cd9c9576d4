from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.core.files import File

from gateway.catalogue.files import open_file_transaction
from gateway.catalogue.items.revisions import copy_terms
from gateway.catalogue.models import Status
from resources.models import Publication, PublicationFile
from resources.publications.form.publication_form import make_publication_slug

COPIED_FIELDS = (
    "kind",
    "publisher",
    "summary",
    "body",
    "url",
    "url_is_page",
    "format",
    "cost",
    "licence",
    "authors",
    "year",
    "doi",
    "credit",
    "starts_at",
    "ends_at",
    "is_online",
    "venue",
    "booking_url",
    "is_sample",
)
"""The fields that a copy takes over. It gets a slug, dates, steps and a history of its own."""


def copy_publication(publication: Publication, *, by: Any) -> Publication:
    """Return a draft with the fields, terms, links and files of a publication. Raise NotStored if there is no room."""
    with open_file_transaction():
        return make_copy(publication, by)


def make_copy(publication: Publication, by: Any) -> Publication:
    title = f"Copy of {publication.title}"[:200]
    values = {name: getattr(publication, name) for name in COPIED_FIELDS}
    made = Publication(title=title, status=Status.DRAFT, created_by=by, **values)
    made.slug = make_publication_slug(title, publication.kind)
    made.save()
    copy_terms(publication, made)
    copy_links(publication, made)
    for file in publication.files.all():
        copy_file(file, made)
    return made


def copy_links(publication: Publication, made: Publication) -> None:
    for link in publication.links.all():
        made.links.create(title=link.title, url=link.url, order=link.order)


def copy_file(file: PublicationFile, made: Publication, **fields: Any) -> None:
    """Copy a file into a publication. A file that is missing from storage is left out."""
    with suppress(FileNotFoundError), file.file.open("rb") as stored:
        made.files.create(title=file.title, order=file.order, file=File(stored, name=file.name), **fields)
