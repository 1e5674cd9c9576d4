"""Tests with files made to overload a server: each is decided in seconds, within little memory."""

from __future__ import annotations

import struct
from contextlib import suppress
from time import process_time

import pytest
from django.core.exceptions import ValidationError

from gateway.catalogue.files import check_upload
from tests.files import make_mp4, make_office_file, make_pdf, make_upload

SIZE = 20 * 1024 * 1024
SECONDS = 8
"""Much longer than any file takes on an idle machine, and much shorter than code with a quadratic cost takes."""


def many_parts():
    """Return a Word file with half a million names in its directory."""
    content = make_office_file()
    entry = b"PK\x01\x02" + bytes(24) + struct.pack("<HHHHHII", 1, 0, 0, 0, 0, 0, 0) + b"a"
    directory = entry * (SIZE // len(entry))
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 65535, 65535, len(directory), len(content), 0)
    return content + directory + end


WORST = {
    "streams that never end": ("a.pdf", lambda: b"%PDF-1.7\n" + b"stream\n" * (SIZE // 7) + b"%%EOF"),
    "streams that end at once": ("a.pdf", lambda: b"%PDF-1.7\n" + b"stream\nendstream" * (SIZE // 16) + b"%%EOF"),
    "names spelt oddly": ("a.pdf", lambda: b"%PDF-1.7\n" + b"#41" * (SIZE // 3) + b"%%EOF"),
    "objects in objects": ("a.pdf", lambda: b"%PDF-1.7\n" + b"[<<" * (SIZE // 3) + b"%%EOF"),
    "a PDF with a long tail": ("a.pdf", lambda: make_pdf() + b"/A" * (SIZE // 2) + b"%%EOF"),
    "a list of half a million parts": ("a.docx", many_parts),
    "boxes without end": ("a.mp4", lambda: make_mp4() + b"\0\0\0\x08free" * (SIZE // 8)),
    "a text of one line": ("a.txt", lambda: b"<" * SIZE),
}


@pytest.mark.parametrize("case", WORST)
def test_a_file_made_to_keep_a_server_busy_is_decided_in_time(case):
    name, make = WORST[case]
    file = make_upload(name, make())
    began = process_time()

    with suppress(ValidationError):
        check_upload(file)

    assert process_time() - began < SECONDS
