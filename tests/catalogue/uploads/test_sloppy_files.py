"""Files that every reader opens are taken; a refusal is a sentence that is true and says what to do."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from gateway.catalogue.uploads import check
from gateway.catalogue.uploads.words import words_in
from tests.files import case, office, pdf, pdf_with_text, picture, upload

TEMPLATE = '<Relationships><Relationship Type="x/{}" TargetMode="External" Target="{}"/></Relationships>'
SHAREPOINT = "https://oakfield.sharepoint.example/sites/staff/Letter.dotx"


@pytest.mark.parametrize("name", ["newline-first.pdf", "zeros-after.pdf"])
def test_a_sloppy_pdf_is_taken(name):
    assert check(upload(name, case(name))).pages == 1


@pytest.mark.parametrize("before", [b"\n", b"\r\n\r\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n", b" \t", b"\0\0"])
@pytest.mark.parametrize("after", [b"\0" * 5_000, b"\n" * 3_000, b"\r\n\0\0 "])
def test_blanks_before_and_after_a_pdf_do_no_harm(before, after):
    data = before + pdf_with_text("BT /F1 12 Tf 20 100 Td (Sensory circuits) Tj ET") + after

    assert check(upload("plan.pdf", data)).pages == 1
    assert words_in(data, "pdf").text == "Sensory circuits"


def refusal_of(name: str, data: bytes) -> str:
    with pytest.raises(ValidationError) as refused:
        check(upload(name, data))
    return str(refused.value.message)


def test_nobody_hears_that_a_pdf_looks_like_a_pdf():
    said = refusal_of("plan.pdf", b"HTTP/1.1 200 OK\n" + pdf())

    assert "looks like" not in said
    assert "something in it that does not belong in a .pdf file" in said
    assert "save it again" in said


@pytest.mark.parametrize(("name", "kind"), [("a.jpg", "PNG"), ("a.png", "JPEG"), ("a.jpeg", "PNG"), ("a.webp", "PNG")])
def test_what_a_file_looks_like_is_never_what_its_name_says(name, kind):
    said = refusal_of(name, picture(kind))

    assert f"looks like .{name.partition('.')[2]}" not in said


def test_something_else_with_the_name_of_a_pdf_is_told_what_it_looks_like():
    assert "It looks like .png." in refusal_of("plan.pdf", picture("PNG"))


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
    said = refusal_of("plan.docx", office(more={"word/_rels/settings.xml.rels": TEMPLATE.format(part, target)}))

    assert advice in said
    assert ("oakfield.sharepoint.example" if "sharepoint" in target else "server.example") in said


def test_a_template_on_the_writers_own_disk_is_no_harm():
    relation = TEMPLATE.format("attachedTemplate", "file:///C:/Users/Sample/Letter.dotx")

    assert check(upload("plan.docx", office(more={"word/_rels/settings.xml.rels": relation}))).size


@pytest.mark.parametrize("name", ["inline-strings.xlsx", "tracked-deletion.odt"])
def test_the_other_samples_are_taken(name):
    assert check(upload(name, case(name))).size
