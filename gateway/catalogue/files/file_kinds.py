from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

OFFICE_MIME_PREFIX = "application/vnd.openxmlformats-officedocument."
OPEN_DOCUMENT_MIME_PREFIX = "application/vnd.oasis.opendocument."


@dataclass(frozen=True)
class FileKind:
    """A kind of file: the ending of its names, what people call it, its media type, and how it is checked."""

    ending: str
    label: str
    media_type: str
    family: str

    @property
    def short_name(self) -> str:
        return "plain text" if self.family == "text" else self.label.split()[0]


FILE_KINDS = (
    FileKind("pdf", "PDF", "application/pdf", "pdf"),
    FileKind("docx", "Word", f"{OFFICE_MIME_PREFIX}wordprocessingml.document", "office"),
    FileKind("pptx", "PowerPoint", f"{OFFICE_MIME_PREFIX}presentationml.presentation", "office"),
    FileKind("xlsx", "Excel", f"{OFFICE_MIME_PREFIX}spreadsheetml.sheet", "office"),
    FileKind("odt", "OpenDocument text", f"{OPEN_DOCUMENT_MIME_PREFIX}text", "open document"),
    FileKind("odp", "OpenDocument slides", f"{OPEN_DOCUMENT_MIME_PREFIX}presentation", "open document"),
    FileKind("ods", "OpenDocument spreadsheet", f"{OPEN_DOCUMENT_MIME_PREFIX}spreadsheet", "open document"),
    FileKind("txt", "Plain text", "text/plain; charset=utf-8", "text"),
    FileKind("png", "PNG picture", "image/png", "image"),
    FileKind("jpg", "JPEG picture", "image/jpeg", "image"),
    FileKind("jpeg", "JPEG picture", "image/jpeg", "image"),
    FileKind("webp", "WebP picture", "image/webp", "image"),
    FileKind("mp3", "MP3 sound", "audio/mpeg", "mp3"),
    FileKind("mp4", "MP4 video", "video/mp4", "mp4"),
    FileKind("zip", "ZIP", "application/zip", "zip"),
)
IMAGE_ENDINGS = ("png", "jpg", "jpeg", "webp")
SAVE_AS_ENDINGS = {
    "doc": ".docx",
    "docm": ".docx without macros",
    "dot": ".docx",
    "dotx": ".docx",
    "dotm": ".docx without macros",
    "fodt": ".odt",
    "ott": ".odt",
    "md": ".txt",
    "epub": "a PDF",
    "ppt": ".pptx",
    "pps": ".pptx",
    "ppsx": ".pptx",
    "potx": ".pptx",
    "ppsm": ".pptx without macros",
    "potm": ".pptx without macros",
    "otp": ".odp",
    "key": ".pptx",
    "pptm": ".pptx without macros",
    "xls": ".xlsx",
    "xlsm": ".xlsx without macros",
    "xlsb": ".xlsx",
    "xltx": ".xlsx",
    "xltm": ".xlsx without macros",
    "ots": ".ods",
    "numbers": ".xlsx",
    "csv": ".xlsx",
    "rtf": ".docx",
    "pages": ".docx",
    "pub": "a PDF",
    "odg": "a PDF",
    "xps": "a PDF",
    "avif": "a PNG picture",
    "heif": "a JPEG picture",
    "svg": "a PNG picture",
    "gif": "a PNG picture",
    "bmp": "a PNG picture",
    "tif": "a PNG picture",
    "tiff": "a PNG picture",
    "heic": "a JPEG picture",
    "html": "a PDF",
    "htm": "a PDF",
    "mov": "an MP4 video",
    "m4v": "an MP4 video",
    "avi": "an MP4 video",
    "webm": "an MP4 video",
    "wmv": "an MP4 video",
    "ogg": "an MP3 sound",
    "wav": "an MP3 sound",
    "m4a": "an MP3 sound",
}
"""What to save another kind of file as, so that the Gateway accepts it."""


def get_file_kinds() -> dict[str, FileKind]:
    """Return the kinds that this deployment accepts, by ending; ZIP only if a setting allows it."""
    return {kind.ending: kind for kind in FILE_KINDS if kind.family != "zip" or settings.UPLOAD_ZIP}


def get_file_kind(name: str) -> FileKind | None:
    return get_file_kinds().get(get_ending(name))


def get_ending(name: str) -> str:
    """Return what follows the last dot of a name, in lower case."""
    return name.rpartition(".")[2].lower() if "." in name else ""
