"""Draws the pictures of the sample examples: two bars, before and after."""

from __future__ import annotations

from io import BytesIO
from typing import Any, NamedTuple

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw, ImageFont

from gateway.catalogue.files import check
from practice.models import PracticeExample, PracticeFile

WIDTH, HEIGHT, EDGE, BAR = 960, 400, 48, 78
PAPER, INK, BEFORE, AFTER = "#fffcf5", "#1c2a2e", "#c9bfa8", "#0d4f5c"
TOP = 130
LONGEST_BAR = 560


class Chart(NamedTuple):
    """What changed, in one measure; `most` is the value that would fill the width."""

    title: str
    before: float
    after: float
    most: float
    unit: str = ""

    @property
    def shows(self) -> str:
        """The picture in words."""
        return f"Two bars. {self.title}: {self.before:g}{self.unit} before, {self.after:g}{self.unit} after."


def chart_of(source: Any) -> Chart | None:
    """The chart that a file of samples describes, if it does."""
    return Chart(**source) if source else None


def add_picture(example: PracticeExample, chart: Chart) -> None:
    """Gives an example the picture of a chart."""
    upload = SimpleUploadedFile("before-and-after.png", drawn(chart), "image/png")
    PracticeFile.objects.store(check(upload, title=chart.title), example=example, order=1, shows=chart.shows)


def drawn(chart: Chart) -> bytes:
    """The chart as a PNG."""
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(image)
    draw.text((EDGE, EDGE), chart.title, INK, ImageFont.load_default(34))
    for place, (name, value, colour) in enumerate((("Before", chart.before, BEFORE), ("After", chart.after, AFTER))):
        top, font = TOP + place * (BAR + 34), ImageFont.load_default(30)
        end = EDGE + 130 + LONGEST_BAR * value / chart.most
        draw.text((EDGE, top + 20), name, INK, font)
        draw.rounded_rectangle((EDGE + 130, top, end, top + BAR), 12, colour)
        draw.text((end + 18, top + 20), f"{value:g}{chart.unit}", INK, font)
    output = BytesIO()
    image.save(output, "PNG", optimize=True)
    return output.getvalue()
