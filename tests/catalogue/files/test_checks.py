"""Tests of which files the Gateway accepts, and what it records of them."""

from __future__ import annotations

import hashlib
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from gateway.catalogue.files import check_upload
from tests.files import GOOD_FILE_MAKERS, make_archive, make_pdf, make_picture, make_upload


@pytest.mark.parametrize("ending", GOOD_FILE_MAKERS)
def test_a_good_file_of_every_kind_is_taken(ending):
    content = GOOD_FILE_MAKERS[ending]()

    checked = check_upload(make_upload(f"Our plan.{ending}", content))

    assert (checked.name, checked.kind.ending, checked.title) == (f"Our plan.{ending}", ending, "Our plan")


def test_a_document_is_kept_byte_for_byte_with_its_digest_and_pages():
    content = make_pdf(pages=3)

    checked = check_upload(make_upload("plan.pdf", content))

    assert checked.file.read() == content
    assert (checked.sha256, checked.size, checked.pages) == (hashlib.sha256(content).hexdigest(), len(content), 3)


def test_a_photograph_loses_where_and_when_it_was_taken():
    exif = Image.Exif()
    exif.get_ifd(0x8825)[2] = (51.0, 30.0, 0.0)
    exif[0x010F] = "Camera of a parent"
    content = make_picture("JPEG", exif=exif, comment=b"Pupil's name")

    checked = check_upload(make_upload("photo.jpg", content))

    kept = checked.file.read()
    assert (b"Camera" in content, b"Pupil" in content) == (True, True)
    assert (b"Camera" in kept, b"Pupil" in kept, len(Image.open(BytesIO(kept)).getexif())) == (False, False, 0)


def test_a_photograph_taken_sideways_is_put_upright():
    exif = Image.Exif()
    exif[0x0112] = 6

    checked = check_upload(make_upload("photo.jpg", make_picture("JPEG", (8, 6), exif=exif)))

    assert Image.open(BytesIO(checked.file.read())).size == (6, 8)


def test_what_hides_behind_a_picture_is_gone():
    content = make_picture() + b"<script>alert(1)</script>"

    checked = check_upload(make_upload("photo.png", content))

    assert b"<script>" not in checked.file.read()


def test_a_text_in_an_old_encoding_is_kept_as_utf_8():
    checked = check_upload(make_upload("plan.txt", "Café – £5".encode("cp1252")))

    assert checked.file.read().decode() == "Café – £5"


def test_a_zip_is_refused_unless_a_setting_allows_it(settings):
    content = make_archive({"plan.txt": "text"})

    with pytest.raises(ValidationError, match="You cannot add"):
        check_upload(make_upload("all.zip", content))

    settings.UPLOAD_ZIP = True
    assert check_upload(make_upload("all.zip", content)).kind.label == "ZIP"


def test_a_file_at_the_limit_is_taken_and_one_byte_more_is_not(settings):
    settings.UPLOAD_LIMIT_BYTES = 100

    assert check_upload(make_upload("plan.txt", b"a" * 100)).size == 100
    with pytest.raises(ValidationError, match="larger than 100"):
        check_upload(make_upload("plan.txt", b"a" * 101))


def test_a_form_can_ask_for_pictures_only():
    with pytest.raises(ValidationError, match="You can add: png, jpg"):
        check_upload(make_upload("plan.pdf", make_pdf()), endings=("png", "jpg"))


def test_a_very_large_photograph_is_kept_at_half_its_width(monkeypatch):
    monkeypatch.setattr("gateway.catalogue.files.checks.images.MAX_PIXELS_AT_FULL_SIZE", 5_000)

    checked = check_upload(make_upload("photo.jpg", make_picture("JPEG", (100, 80))))

    assert Image.open(BytesIO(checked.file.read())).size == (50, 40)
