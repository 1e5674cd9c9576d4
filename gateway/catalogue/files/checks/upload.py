"""The only way in for a file: checks of its size, its name and its bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.template.defaultfilters import filesizeformat

from gateway.catalogue.files.checks.archives import check_archive
from gateway.catalogue.files.checks.images import redraw_image
from gateway.catalogue.files.checks.media import check_mp3, check_mp4, check_text
from gateway.catalogue.files.checks.pdf import check_pdf
from gateway.catalogue.files.checks.viruses import scan_for_viruses
from gateway.catalogue.files.errors import FileRefused
from gateway.catalogue.files.file_kinds import SAVE_AS_ENDINGS, FileKind, get_ending, get_file_kinds
from gateway.catalogue.files.names import clean_name, make_title
from gateway.catalogue.files.storage import NO_ROOM_MESSAGE

CHUNK_BYTES = 1024 * 1024


@dataclass(frozen=True)
class CheckedUpload:
    """A file that may be stored.

    Pictures and texts are already rewritten without what does not belong to them.
    """

    file: File
    name: str
    kind: FileKind
    size: int
    sha256: str
    title: str
    pages: int | None = None


def check_upload(upload: File, *, title: str = "", endings: Collection[str] = ()) -> CheckedUpload:
    """Return the upload, fit to be stored; if `endings` are given, only of one of them.

    Raise ValidationError with a sentence for the user who uploads it.
    """
    name = clean_name(upload.name or "")
    try:
        kind = get_accepted_kind(name, endings)
        check_size(upload)
        scan_for_viruses(upload)
        content, pages = check_content(upload, kind)
    except FileRefused as refusal:
        raise ValidationError(f"“{name}”: {refusal.get_message(get_ending(name))}", code="refused") from refusal
    content.name = name
    digest = compute_sha256(content)
    return CheckedUpload(content, name, kind, content.size, digest, title.strip()[:150] or make_title(name), pages)


def get_accepted_kind(name: str, endings: Collection[str]) -> FileKind:
    """Return the kind that the name indicates.

    Raise FileRefused, with advice, for one that the Gateway does not accept here.
    """
    ending = get_ending(name)
    taken = {each: kind for each, kind in get_file_kinds().items() if not endings or each in endings}
    if ending in taken:
        return taken[ending]
    called = f"You cannot add .{ending} files here." if ending else "Its name does not show what type of file it is."
    advice = f"Save it as {SAVE_AS_ENDINGS[ending]}." if ending in SAVE_AS_ENDINGS and not endings else ""
    raise FileRefused(f"{called} {advice or 'You can add: ' + ', '.join(taken) + '.'}")


def check_size(upload: File) -> None:
    """Refuse a file that is empty or too large, or that this machine had no room to receive."""
    if getattr(upload, "not_stored", False):
        raise FileRefused(NO_ROOM_MESSAGE)
    if not upload.size:
        raise FileRefused("It is empty.")
    if upload.size > settings.UPLOAD_LIMIT_BYTES:
        most = filesizeformat(settings.UPLOAD_LIMIT_BYTES).replace(".0", "")
        raise FileRefused(f"It is larger than {most}. Make it smaller, or split it.")


def check_content(upload: File, kind: FileKind) -> tuple[File, int | None]:
    """Return what to store of an upload, and its number of pages if it has some.

    Raise FileRefused if the content is not allowed.
    """
    file: Any = upload.file
    if kind.family == "image":
        file.seek(0)
        return ContentFile(redraw_image(file, kind)), None
    if kind.family in ("pdf", "text"):
        file.seek(0)
        data = file.read()
        return (upload, check_pdf(data)) if kind.family == "pdf" else (ContentFile(check_text(data)), None)
    if kind.family in ("mp3", "mp4"):
        (check_mp3 if kind.family == "mp3" else check_mp4)(file, upload.size)
    else:
        check_archive(file, kind, upload.size)
    return upload, None


def compute_sha256(content: File) -> str:
    digest = hashlib.sha256()
    for chunk in content.chunks(CHUNK_BYTES):
        digest.update(chunk)
    content.seek(0)
    return digest.hexdigest()
