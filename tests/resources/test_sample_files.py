"""Tests of the sample files of a development site."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from gateway.demo.samples.files import PUBLICATION_TITLE, add_files
from resources.models import PublicationFile
from tests.factories import make_publication

pytestmark = pytest.mark.django_db


def test_the_sample_publication_gets_its_files_once(settings, client):
    publication = make_publication(PUBLICATION_TITLE, is_sample=True)
    settings.DEBUG = True

    call_command("sample_files", verbosity=0)
    call_command("sample_files", verbosity=0)

    assert list(PublicationFile.objects.values_list("title", "pages")) == [
        ("One page profile", 2),
        ("Conversation script", None),
    ]
    assert "PDF, " in client.get(publication.get_absolute_url()).content.decode()


def test_a_real_publication_gets_none():
    make_publication(PUBLICATION_TITLE)

    assert add_files() == 0


def test_outside_development_there_are_none():
    with pytest.raises(CommandError, match="only with DEBUG"):
        call_command("sample_files")
