"""`manage.py draw_share_pictures`: draw the icons, and the pictures that a shared link shows, into `static/`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from textwrap import wrap
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from PIL import Image, ImageDraw, ImageFont

from gateway.catalogue.models import KIND_SPECS

TAXONOMY_FILE = Path(__file__).parents[2] / "data" / "taxonomy.json"
PICTURE_SIZE = (1200, 630)
"""Pixels that Open Graph readers ask for: 1.91 to 1."""
ICON_SIZES = {"icons/apple-touch-icon.png": 180, "icons/icon-192.png": 192, "icons/icon-512.png": 512}
FAVICON_SIZES = (16, 32, 48)
INK, AMBER, TEAL, CREAM = "#0d3b45", "#f2b233", "#8fd0cf", "#fff7e6"
LOGO_UNITS = 64
"""The side of the square in which `favicon.svg` is drawn."""
STONES = 9
OVERSAMPLING = 4
"""Shapes are drawn this many times larger and made smaller, because Pillow draws no soft edges."""
MAX_CHARACTERS_PER_LINE = 22
OTHER_LABELS = {
    "home": "Everything on SEND in one place",
    "focus-areas": "The focus areas of the SEND Review Guide",
    "publishers": "Publishers",
    "schools": "Schools",
    "questions": "Questions and answers",
}


class Command(BaseCommand):
    """Draw a picture for each focus area and kind once; the files are kept with the code."""

    help = "Draws the icons and the pictures of shared links into static/. Needed when a name or the logo changes."

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(settings.BASE_DIR) / "static"
        for name, label in list_labels():
            draw_picture(label).save(folder / "share" / f"{name}.png", optimize=True)
        for name, size in ICON_SIZES.items():
            draw_icon(size).save(folder / name, optimize=True)
        draw_icon(max(FAVICON_SIZES)).save(folder / "favicon.ico", sizes=[(size, size) for size in FAVICON_SIZES])


def list_labels() -> Iterator[tuple[str, str]]:
    """Yield the name of each picture, a section of the site or a focus area, with the words on it."""
    yield from OTHER_LABELS.items()
    yield from ((spec.url_name, spec.plural) for spec in KIND_SPECS.values())
    taxonomy = json.loads(TAXONOMY_FILE.read_text())
    yield from ((f"focus-area-{area['slug']}", area["name"]) for area in taxonomy["focus_areas"])


def draw_picture(label: str) -> Image.Image:
    picture = Image.new("RGB", PICTURE_SIZE, INK)
    logo = draw_logo(360)
    picture.paste(logo, (760, 120), logo)
    draw = ImageDraw.Draw(picture)
    draw.text((80, 84), "SEND Gateway", fill=AMBER, font=ImageFont.load_default(44))
    lines = "\n".join(wrap(label, MAX_CHARACTERS_PER_LINE))
    draw.multiline_text((80, 190), lines, fill="white", font=ImageFont.load_default(66), spacing=18)
    draw.rectangle((80, 540, 320, 548), fill=AMBER)
    return picture.quantize(64)


def draw_icon(size: int) -> Image.Image:
    icon = Image.new("RGB", (size, size), INK)
    logo = draw_logo(size * 4 // 5)
    icon.paste(logo, (size // 10, size * 10 // LOGO_UNITS), logo)
    return icon


def draw_logo(size: int) -> Image.Image:
    """Return the logo of `favicon.svg` without its ground: an arch of stones over a rising sun."""
    scale = size * OVERSAMPLING / LOGO_UNITS
    logo = Image.new("RGBA", (size * OVERSAMPLING,) * 2)
    draw = ImageDraw.Draw(logo)

    def circle(radius: float) -> tuple[float, float, float, float]:
        return ((32 - radius) * scale, (34 - radius) * scale, (32 + radius) * scale, (34 + radius) * scale)

    step = 180 / STONES
    for stone in range(STONES):
        colour = TEAL if stone % 2 else AMBER
        draw.pieslice(circle(29), 180 + stone * step + 1, 180 + (stone + 1) * step - 1, fill=colour)
    draw.ellipse(circle(17), fill=(0, 0, 0, 0))
    for left, colour in ((3, TEAL), (49, AMBER)):
        draw.rectangle((left * scale, 37 * scale, (left + 12) * scale, 46 * scale), fill=colour)
    draw.pieslice((21 * scale, 35 * scale, 43 * scale, 57 * scale), 180, 360, fill=CREAM)
    return logo.resize((size, size), Image.Resampling.LANCZOS)
