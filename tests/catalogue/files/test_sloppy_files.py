"""Tests that files which common programs open are accepted, and that refusals are true and say what to do."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from gateway.catalogue.files import check_upload
from gateway.catalogue.files.text import extract_words
from tests.files import (
    MEDIA_TYPES,
    make_archive,
    make_office_file,
    make_open_document,
    make_pdf,
    make_pdf_with_text,
    make_picture,
    make_upload,
    read_case,
)

TEMPLATE = '<Relationships><Relationship Type="x/{}" TargetMode="External" Target="{}"/></Relationships>'
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
CONTENTS = f'<Types><Override ContentType="{WORD}.{{}}.main+xml"/></Types>'
SHAREPOINT = "https://oakfield.sharepoint.example/sites/staff/Letter.dotx"


@pytest.mark.parametrize("name", ["newline-first.pdf", "zeros-after.pdf"])
def test_a_sloppy_pdf_is_taken(name):
    assert check_upload(make_upload(name, read_case(name))).pages == 1


@pytest.mark.parametrize("before", [b"\n", b"\r\n\r\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n", b" \t", b"\0\0"])
@pytest.mark.parametrize("after", [b"\0" * 5_000, b"\n" * 3_000, b"\r\n\0\0 "])
def test_blanks_before_and_after_a_pdf_do_no_harm(before, after):
    data = before + make_pdf_with_text("BT /F1 12 Tf 20 100 Td (Sensory circuits) Tj ET") + after

    assert check_upload(make_upload("plan.pdf", data)).pages == 1
    assert extract_words(data, "pdf").text == "Sensory circuits"


def refusal_of(name: str, data: bytes) -> str:
    with pytest.raises(ValidationError) as refused:
        check_upload(make_upload(name, data))
    return str(refused.value.message)


def test_nobody_hears_that_a_pdf_looks_like_a_pdf():
    said = refusal_of("plan.pdf", b"HTTP/1.1 200 OK\n" + make_pdf())

    assert "looks like" not in said
    assert "something in it that does not belong in a .pdf file" in said
    assert "save it again" in said


@pytest.mark.parametrize(("name", "kind"), [("a.jpg", "PNG"), ("a.png", "JPEG"), ("a.jpeg", "PNG"), ("a.webp", "PNG")])
def test_what_a_file_looks_like_is_never_what_its_name_says(name, kind):
    said = refusal_of(name, make_picture(kind))

    assert f"looks like .{name.partition('.')[2]}" not in said


def test_something_else_with_the_name_of_a_pdf_is_told_what_it_looks_like():
    assert "It looks like .png." in refusal_of("plan.pdf", make_picture("PNG"))


@pytest.mark.parametrize(
    ("part", "target", "advice"),
    [
        ("attachedTemplate", SHAREPOINT, "empty the box “Document template”"),
        ("attachedTemplate", "\\\\server.example\\templates\\Letter.dotm", "empty the box “Document template”"),
        ("oleObject", SHAREPOINT, "break the links"),
        ("externalLinkPath", SHAREPOINT, "break the links"),
        ("frame", SHAREPOINT, "save it as a PDF"),
    ],
)
def test_a_file_that_loads_a_part_from_elsewhere_is_refused_with_a_way_out(part, target, advice):
    said = refusal_of(
        "plan.docx", make_office_file(more={"word/_rels/settings.xml.rels": TEMPLATE.format(part, target)})
    )

    assert advice in said
    assert ("oakfield.sharepoint.example" if "sharepoint" in target else "server.example") in said


def test_a_template_on_the_writers_own_disk_is_no_harm():
    relation = TEMPLATE.format("attachedTemplate", "file:///C:/Users/Sample/Letter.dotx")

    assert check_upload(
        make_upload("plan.docx", make_office_file(more={"word/_rels/settings.xml.rels": relation}))
    ).size


@pytest.mark.parametrize("name", ["inline-strings.xlsx", "tracked-deletion.odt"])
def test_the_other_samples_are_taken(name):
    assert check_upload(make_upload(name, read_case(name))).size


TAKEN = {
    "zeros after a Word file": ("a.docx", make_office_file() + bytes(3_000)),
    "a line end after an Excel file": ("a.xlsx", make_office_file("xlsx") + b"\r\n"),
    "a name with a dot at its end": ("a.pdf.", make_pdf()),
    "a Word file of Word on the web": (
        "a.docx",
        make_archive({"[Content_Types].xml": CONTENTS.format("document"), "word/document2.xml": "<text/>"}),
    ),
    "a line end in what an OpenDocument says it is": (
        "a.odt",
        make_archive({"mimetype": f"{MEDIA_TYPES['odt']}\n", "content.xml": "<text/>"}),
    ),
    "parts in another order": ("a.odt", make_archive({"content.xml": "<text/>", "mimetype": MEDIA_TYPES["odt"]})),
}


@pytest.mark.parametrize(("name", "data"), TAKEN.values(), ids=TAKEN.keys())
def test_what_every_program_opens_is_taken(name, data):
    assert check_upload(make_upload(name, data)).size == len(data)


LOCKED = "It needs a password to open. Save it without one."
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000)
LOCKED_PARTS = "<m:manifest xmlns:m='m'><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>"
REFUSED = {
    "a Word file with a password": ("a.docx", OLD + "EncryptedPackage".encode("utf-16-le"), LOCKED),
    "an OpenDocument with a password": (
        "a.odt",
        make_open_document("odt", {"META-INF/manifest.xml": LOCKED_PARTS}),
        LOCKED,
    ),
    "an old Excel file with a new name": ("a.xlsx", OLD, "It is an old Office file with a new name. Open it, and save"),
    "a template of Word": (
        "a.docx",
        make_archive({"[Content_Types].xml": CONTENTS.format("template"), "word/document.xml": "<text/>"}),
        "It is a template or a slide show, but its name ends in .docx. Open it, and save it as .docx.",
    ),
    "a template of OpenDocument": (
        "a.odt",
        make_archive({"mimetype": f"{MEDIA_TYPES['odt']}-template", "content.xml": "<text/>"}),
        "It is a template or a slide show",
    ),
    "something before a Word file": (
        "a.docx",
        b"\xef\xbb\xbf" + make_office_file(),
        "There is something in it that does not",
    ),
    "a PDF with the name of a Word file": ("a.docx", make_pdf(), "It looks like .pdf."),
    "an Excel file with the name of a PDF": ("a.pdf", make_office_file("xlsx"), "the end of its name. Save it again"),
    "a template by its name": ("a.dotx", make_office_file(), "Save it as .docx."),
    "a show by its name": ("a.ppsx", make_office_file("pptx"), "Save it as .pptx."),
    "a table of a Mac": ("a.numbers", b"x", "Save it as .xlsx."),
}


@pytest.mark.parametrize(("name", "data", "said"), REFUSED.values(), ids=REFUSED.keys())
def test_a_refusal_is_true_and_says_what_to_do(name, data, said):
    assert said in refusal_of(name, data)


def test_html_after_a_word_file_is_refused():
    assert "damaged" in refusal_of("a.docx", make_office_file() + b"<html>")
