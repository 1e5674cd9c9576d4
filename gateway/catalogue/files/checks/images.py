"""Pictures, redrawn so that only the picture is kept: no place, no camera, no name, nothing behind it."""

from __future__ import annotations

from io import BytesIO
from typing import IO, Any

from PIL import Image, ImageOps, UnidentifiedImageError

from gateway.catalogue.files.errors import DamagedFile, FileRefused, WrongFileType
from gateway.catalogue.files.file_kinds import FileKind

MAX_PIXELS = 50_000_000
MAX_PIXELS_AT_FULL_SIZE = 25_000_000
"""A photograph with more pixels is decoded at half its width, because several users share the memory."""
FORMATS_BY_ENDING = {"png": "PNG", "jpg": "JPEG", "jpeg": "JPEG", "webp": "WEBP"}
SAVE_OPTIONS: dict[str, dict[str, Any]] = {
    "PNG": {"optimize": False},
    "JPEG": {"quality": 90},
    "WEBP": {"quality": 90, "method": 4},
}
MODES_BY_FORMAT = {
    "JPEG": {"L": "L"},
    "PNG": {"P": "P", "1": "1", "L": "L", "LA": "LA", "RGB": "RGB"},
    "WEBP": {"RGB": "RGB"},
}
READ_ERRORS = (OSError, SyntaxError, ValueError, EOFError)


class TooManyPixels(FileRefused):
    """The picture would fill the memory."""

    def __init__(self) -> None:
        super().__init__(f"The picture has more than {MAX_PIXELS // 1_000_000} million pixels. Make it smaller first.")


def redraw_image(file: IO[bytes], kind: FileKind) -> bytes:
    """Return the picture alone, upright and without metadata.

    One with too many pixels is refused before it is decoded.
    """
    name = FORMATS_BY_ENDING[kind.ending]
    try:
        with Image.open(file, formats=[name]) as image:
            check_pixels(image)
            if image.width * image.height > MAX_PIXELS_AT_FULL_SIZE:
                image.draft(None, (image.width // 2, image.height // 2))
            image.load()
            ImageOps.exif_transpose(image, in_place=True)
            return encode_image(image, name)
    except UnidentifiedImageError as error:
        raise WrongFileType from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise TooManyPixels from error
    except READ_ERRORS as error:
        raise DamagedFile from error


def check_pixels(image: Image.Image) -> None:
    if image.width * image.height > MAX_PIXELS:
        raise TooManyPixels


def encode_image(image: Image.Image, name: str) -> bytes:
    kept = {"transparency": image.info["transparency"]} if image.mode == "P" and "transparency" in image.info else {}
    default = "RGB" if name == "JPEG" else "RGBA"
    mode = MODES_BY_FORMAT[name].get(image.mode, default)
    image = image if image.mode == mode else image.convert(mode)
    image.info = kept  # type: ignore[assignment]
    output = BytesIO()
    image.save(output, name, **SAVE_OPTIONS[name])
    return output.getvalue()
