"""Tests of file fields in forms."""

from __future__ import annotations

import pytest
from django import forms
from django.forms import modelform_factory
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from gateway.catalogue.files import IMAGE_ENDINGS, UploadsField
from resources.models import PublicationFile
from tests.factories import make_file
from tests.files import make_pdf, make_picture, make_upload


class FilesForm(forms.Form):
    """Any number of files, or none."""

    attachments = UploadsField(required=False)


class PicturesForm(forms.Form):
    """One or two pictures."""

    attachments = UploadsField(endings=IMAGE_ENDINGS, most=2)


def filled(form, *files, titles=""):
    return form(QueryDict(titles), MultiValueDict({"attachments": list(files)}))


def test_several_files_come_with_the_titles_that_were_typed():
    form = filled(
        FilesForm,
        make_upload("a.pdf", make_pdf()),
        make_upload("b_2.png", make_picture()),
        titles="attachments-title=The plan&attachments-title=",
    )

    assert form.is_valid()
    assert [(file.title, file.name) for file in form.cleaned_data["attachments"]] == [
        ("The plan", "a.pdf"),
        ("B 2", "b_2.png"),
    ]


def test_every_bad_file_is_named_with_its_reason():
    form = filled(FilesForm, make_upload("a.exe", b"MZ"), make_upload("b.pdf", make_pdf()), make_upload("c.txt", b""))

    assert [str(error)[:25] for error in form.errors["attachments"]] == [
        "“a.exe”: You cannot add .",
        "“c.txt”: It is empty.",
        "We did not add the other ",
    ]


def test_no_file_is_no_error_where_none_is_required():
    form = filled(FilesForm)

    assert form.is_valid()
    assert form.cleaned_data["attachments"] == []


def test_a_file_is_asked_for_where_one_is_required():
    assert filled(PicturesForm).errors["attachments"] == ["Choose a file."]


def test_more_files_than_may_be_added_at_once_are_refused():
    files = [make_upload(f"{number}.png", make_picture()) for number in range(3)]

    assert filled(PicturesForm, *files).errors["attachments"] == ["Add up to 2 files at a time."]


def test_the_browser_offers_only_what_is_taken():
    assert 'accept=".png,.jpg,.jpeg,.webp"' in str(PicturesForm()["attachments"])
    assert "multiple" in str(PicturesForm()["attachments"])


def test_a_form_that_comes_back_asks_for_its_files_again():
    form = filled(FilesForm, make_upload("plan.pdf", make_pdf()), make_upload("b.exe", b"MZ"))

    assert "Choose your files again. Your browser did not keep them (plan.pdf, b.exe)." in str(form)
    assert "Choose your files again" not in str(FilesForm())


@pytest.mark.django_db
def test_a_form_of_a_stored_file_leads_to_its_address_and_not_to_the_storage():
    file = make_file(name="plan.pdf")
    form = modelform_factory(PublicationFile, fields=["title", "file"])(instance=file)

    assert f'<a href="{file.url}" download>plan.pdf</a>' in str(form["file"])
    assert file.file.name not in str(form)


@pytest.mark.django_db
def test_a_form_of_a_stored_file_replaces_it_and_keeps_the_title_and_the_address():
    file = make_file(title="The plan")
    form_class = modelform_factory(PublicationFile, fields=["title", "file"])

    form = form_class({"title": "The plan"}, MultiValueDict({"file": [make_upload("new.txt", b"New.")]}), instance=file)
    form.save()

    kept = PublicationFile.objects.get()
    assert (kept.pk, kept.title, kept.name) == (file.pk, "The plan", "new.txt")


@pytest.mark.django_db
def test_a_form_of_a_stored_file_refuses_a_bad_one():
    form_class = modelform_factory(PublicationFile, fields=["title", "file"])

    form = form_class({}, MultiValueDict({"file": [make_upload("new.pdf", b"<script>")]}), instance=make_file())

    assert str(form.errors["file"][0]).startswith("“new.pdf”: What is in it does not match")
