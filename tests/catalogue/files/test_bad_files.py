"""Tests that bad files of every kind, from users and attackers, are refused with a reason (TRUST.md, T-42 to T-53)."""

from __future__ import annotations

import struct
import zipfile
import zlib
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError

from gateway.catalogue.files import check_upload
from tests.files import (
    make_archive,
    make_locked_pdf,
    make_mp3,
    make_mp4,
    make_office_file,
    make_open_document,
    make_pdf,
    make_pdf_with,
    make_picture,
    make_upload,
)

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
HTML = b"<!doctype html><script>alert(1)</script>"
EXE = b"MZ\x90\0\x03" + bytes(200)
ELF = b"\x7fELF\x02\x01\x01" + bytes(200)
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(500)
RELATION = '<Relationships><Relationship Type="x/{}" TargetMode="External" Target="{}"/></Relationships>'
XML_BOMB = '<!DOCTYPE b [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><Relationships>&b;</Relationships>'


def png_of(width: int, height: int) -> bytes:
    """Return a PNG of a few bytes that claims this size."""
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = b"IDAT" + zlib.compress(bytes(1000))
    parts = (header, data, b"IEND")
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(part) - 4) + part + struct.pack(">I", zlib.crc32(part)) for part in parts
    )


def pdf_with_packed(objects: bytes) -> bytes:
    """Return a PDF with these objects in a compressed stream."""
    packed = zlib.compress(objects)
    stream = b"9 0 obj<</Type/ObjStm/Filter/FlateDecode/Length %d>>stream\n%b\nendstream endobj\n"
    return make_pdf() + stream % (len(packed), packed) + b"%%EOF"


def encrypted_archive() -> bytes:
    """Return a Word file whose parts are marked as encrypted."""
    content = bytearray(make_office_file())
    place = content.find(b"PK\x01\x02")
    while place != -1:
        content[place + 8] |= 1
        place = content.find(b"PK\x01\x02", place + 4)
    return bytes(content)


def lying_bomb() -> bytes:
    """Return a Word file with a part that is much larger than it claims."""
    content = make_office_file(more={"word/media.xml": b"0" * 1_000_000})
    return content.replace(struct.pack("<I", 1_000_000), struct.pack("<I", 1_000))


def twice_named() -> bytes:
    """Return a Word file with two parts of the same name."""
    output = BytesIO(make_office_file())
    with zipfile.ZipFile(output, "a") as made, pytest.warns(UserWarning, match="Duplicate name"):
        made.writestr("word/document.xml", "<other/>")
    return output.getvalue()


BAD = {
    "HTML as PNG": ("a.png", HTML),
    "SVG as PNG": ("a.png", SVG),
    "SVG": ("a.svg", SVG),
    "SVG that reads a file": ("a.svg", b'<!DOCTYPE s [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg>&x;</svg>'),
    "HTML": ("a.html", HTML),
    "HTML as text": ("a.txt", HTML),
    "SVG as text": ("a.txt", SVG),
    "script of a shell as text": ("a.txt", b"#!/bin/sh\nrm -rf /"),
    "PostScript as text": ("a.txt", b"%!PS-Adobe-3.0\n"),
    "RTF as text": ("a.txt", b"{\\rtf1 hello}"),
    "bytes as text": ("a.txt", b"plan\x00\x01\x02"),
    "GIF that is JavaScript": ("a.gif", b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)"),
    "GIF as JPEG": ("a.jpg", b"GIF89a" + bytes(20)),
    "PNG as JPEG": ("a.jpg", make_picture("PNG")),
    "PostScript as PNG": ("a.png", b"%!PS-Adobe-3.0 EPSF-3.0\n"),
    "program as PDF": ("a.pdf", EXE),
    "program as Word": ("a.docx", ELF),
    "program": ("a.exe", EXE),
    "PDF.exe": ("plan.pdf.exe", EXE),
    "PDF with its ending turned round": ("plan\u202efdp.exe", EXE),
    "HTML before PDF": ("a.pdf", HTML + make_pdf()),
    "HTML as PDF": ("a.pdf", HTML),
    "PDF with a script": ("a.pdf", make_pdf_with(b"/OpenAction<</S/JavaScript/JS(app.alert(1))>>")),
    "PDF with a script spelt oddly": ("a.pdf", make_pdf_with(b"/OpenAction<</S/J#61vaScript/J#53(app.alert(1))>>")),
    "PDF with a packed script": ("a.pdf", pdf_with_packed(b"1 0 <</S/JavaScript/JS(app.alert(1))>>")),
    "PDF that unpacks to far more": ("a.pdf", pdf_with_packed(bytes(21 * 1024 * 1024))),
    "PDF that starts a program": ("a.pdf", make_pdf_with(b"/OpenAction<</S/Launch/F(cmd.exe)>>")),
    "PDF with a file in it": ("a.pdf", make_pdf_with(b"/Names<</EmbeddedFiles<</Names[]>>>>")),
    "PDF that is an XFA form": ("a.pdf", make_pdf_with(b"/AcroForm<</XFA 9 0 R>>")),
    "PDF with a player": ("a.pdf", make_pdf_with(b"/Annots[<</Subtype/RichMedia>>]")),
    "PDF that sends what is typed": ("a.pdf", make_pdf_with(b"/OpenAction<</S/SubmitForm/F(http://example.org)>>")),
    "PDF cut short": ("a.pdf", make_pdf()[:200]),
    "PDF of nothing but a head": ("a.pdf", b"%PDF-1.7\n%%EOF"),
    "PDF with a password": ("a.pdf", make_locked_pdf()),
    "nothing": ("a.pdf", b""),
    "picture cut short": ("a.png", make_picture(size=(200, 200))[:90]),
    "picture of 3,600 million pixels": ("a.png", png_of(60_000, 60_000)),
    "picture of 144 million pixels": ("a.png", png_of(12_000, 12_000)),
    "picture of 60 million pixels": ("a.png", png_of(10_000, 6_000)),
    "old Word": ("a.doc", OLE),
    "old Word as new Word": ("a.docx", OLE),
    "Word with macros": ("a.docx", make_office_file(more={"word/vbaProject.bin": b"x"})),
    "Word that says macros": ("a.docm", make_office_file()),
    "Word whose list says macros": (
        "a.docx",
        make_office_file(more={"[Content_Types].xml": "application/macroEnabled.main+xml"}),
    ),
    "Word with ActiveX": ("a.docx", make_office_file(more={"word/activeX/activeX1.xml": "x"})),
    "Excel with old macros": ("a.xlsx", make_office_file("xlsx", more={"xl/macrosheets/sheet1.xml": "x"})),
    "Word with a template from the web": (
        "a.docx",
        make_office_file(
            more={"word/_rels/settings.xml.rels": RELATION.format("attachedTemplate", "https://example.org/x.dotm")}
        ),
    ),
    "Word with an object from another machine": (
        "a.docx",
        make_office_file(more={"word/_rels/document.xml.rels": RELATION.format("oleObject", "\\\\example.org\\x")}),
    ),
    "Word with an XML bomb": ("a.docx", make_office_file(more={"word/_rels/document.xml.rels": XML_BOMB})),
    "any ZIP as Word": ("a.docx", make_archive({"plan.txt": "text"})),
    "Excel as Word": ("a.docx", make_office_file("xlsx")),
    "Word bomb": ("a.docx", make_office_file(more={"word/media.xml": b"0" * 30_000_000})),
    "Word bomb that lies": ("a.docx", lying_bomb()),
    "Word of 2,001 parts": ("a.docx", make_office_file(more={f"word/{number}.xml": "" for number in range(2_000)})),
    "Word with parts outside": ("a.docx", make_office_file(more={"../../etc/passwd": "x"})),
    "Word with a part at the root": ("a.docx", make_office_file(more={"/etc/passwd": "x"})),
    "Word with parts of one name": ("a.docx", twice_named()),
    "Word with a password": ("a.docx", encrypted_archive()),
    "Word cut short": ("a.docx", make_office_file()[:-30]),
    "Word with HTML behind it": ("a.docx", make_office_file() + HTML),
    "picture before Word": ("a.docx", make_picture("PNG") + make_office_file()),
    "OpenDocument with macros": ("a.odt", make_open_document(more={"Basic/Standard/Module1.xml": "x"})),
    "OpenDocument slides as text": ("a.odt", make_open_document("odp")),
    "Word as OpenDocument": ("a.odt", make_office_file()),
    "ZIP": ("a.zip", make_archive({"plan.txt": "text"})),
    "HTML as MP3": ("a.mp3", HTML),
    "MP3 cut short": ("a.mp3", make_mp3(2)),
    "MP3 of a tag only": ("a.mp3", b"ID3\x03\0\0\0\0\0\0" + bytes(100)),
    "HTML as MP4": ("a.mp4", HTML),
    "MP4 cut short": ("a.mp4", make_mp4()[:-2]),
    "MP4 without its index": ("a.mp4", make_mp4().replace(b"moov", b"free")),
    "name without an ending": ("plan", make_pdf()),
    "name of dots": ("...", make_pdf()),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_is_refused(case):
    name, content = BAD[case]

    with pytest.raises(ValidationError) as refusal:
        check_upload(make_upload(name, content))

    assert refusal.value.code == "refused"
    assert refusal.value.message.endswith(".")


def test_a_file_in_a_zip_must_be_of_a_kind_that_is_taken(settings):
    settings.UPLOAD_ZIP = True

    for name in ("a.exe", "a.zip", "folder/a.html"):
        with pytest.raises(ValidationError, match="type of file that the Gateway does not take"):
            check_upload(make_upload("a.zip", make_archive({name: b"text"})))
