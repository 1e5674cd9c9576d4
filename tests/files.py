"""Valid files made by code, which tests turn into invalid ones."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from gateway.catalogue.files.checks.archives import MAIN_PARTS
from gateway.catalogue.files.file_kinds import FILE_KINDS

CASES = Path(__file__).with_name("cases")
MEDIA_TYPES = {kind.ending: kind.media_type for kind in FILE_KINDS}


def make_pdf(pages: int = 1) -> bytes:
    """Return a PDF of empty pages."""
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(300, 400)
    output = BytesIO()
    document.save(output)
    document.close()
    return output.getvalue()


def make_pdf_with(source: bytes) -> bytes:
    """Return a PDF with `source` added to its catalogue."""
    return make_pdf().replace(b"/Type/Catalog", b"/Type/Catalog" + source, 1)


def make_pdf_with_text(
    content: str, page: str = "", *, resources: str = "", catalogue: str = "", more: Any = ()
) -> bytes:
    """Return a one-page PDF that draws `content` in Helvetica.

    `page`, `resources` and `catalogue` are added to these dictionaries; `more` are further objects, from number 6 on.
    """
    objects = [
        f"<</Type/Catalog/Pages 2 0 R{catalogue}>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 400]/Contents 4 0 R"
        f"/Resources<</Font<</F1 5 0 R>>{resources}>>{page}>>",
        f"<</Length {len(content)}>>stream\n{content}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        *more,
    ]
    body = "".join(f"{number} 0 obj{each} endobj\n" for number, each in enumerate(objects, start=1))
    return f"%PDF-1.4\n{body}trailer<</Root 1 0 R/Size {len(objects) + 1}>>\nstartxref\n0\n%%EOF".encode()


def read_case(name: str) -> bytes:
    """Return a small file that once made the code fail (see `tests/cases/`)."""
    return (CASES / name).read_bytes()


def make_locked_pdf() -> bytes:
    lock = b"<</Filter/Standard/V 1/R 2/P -4/O<%b>/U<%b>>>" % (b"ab" * 32, b"cd" * 32)
    return make_pdf().replace(b"trailer\r\n<<", b"trailer\r\n<</Encrypt %b" % lock, 1)


def make_picture(name: str = "PNG", size: tuple[int, int] = (8, 6), **options: Any) -> bytes:
    output = BytesIO()
    Image.new("RGB", size, "red").save(output, name, **options)
    return output.getvalue()


def make_archive(parts: Mapping[str, bytes | str]) -> bytes:
    output = BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return output.getvalue()


def make_office_file(ending: str = "docx", more: Mapping[str, bytes | str] | None = None) -> bytes:
    """Return a Word, PowerPoint or Excel file with the required parts, and more."""
    contents = f'<Types><Override ContentType="{MEDIA_TYPES[ending]}.main+xml"/></Types>'
    return make_archive({"[Content_Types].xml": contents, MAIN_PARTS[ending]: "<text/>", **(more or {})})


def make_open_document(ending: str = "odt", more: Mapping[str, bytes | str] | None = None) -> bytes:
    return make_archive({"mimetype": MEDIA_TYPES[ending], "content.xml": "<text/>", **(more or {})})


def make_mp3(frames: int = 4) -> bytes:
    """Return silence: frames of MPEG 1 layer III at 128 kbit/s and 44,100 Hz."""
    return (b"\xff\xfb\x90\x64" + bytes(413)) * frames


def make_mp4() -> bytes:
    """Return the boxes of a video without content."""
    return b"\0\0\0\x18ftypisom\0\0\x02\0isomiso2" + b"\0\0\0\x08moov" + b"\0\0\0\x0cmdat\0\0\0\0"


GOOD_FILE_MAKERS: dict[str, Callable[[], bytes]] = {
    "pdf": make_pdf,
    **{ending: partial(make_office_file, ending) for ending in MAIN_PARTS},
    **{ending: partial(make_open_document, ending) for ending in ("odt", "odp", "ods")},
    "txt": lambda: "Café plan\nfor Year 4".encode(),
    "png": lambda: make_picture("PNG"),
    "jpg": lambda: make_picture("JPEG"),
    "jpeg": lambda: make_picture("JPEG"),
    "webp": lambda: make_picture("WEBP"),
    "mp3": make_mp3,
    "mp4": make_mp4,
}
"""By each file ending that the Gateway accepts."""


def make_upload(name: str, content: bytes) -> SimpleUploadedFile:
    """Return a file as a browser sends it."""
    return SimpleUploadedFile(name, content)
