"""Pictures for the sample examples: charts of two bars, before and after."""

from __future__ import annotations

from io import BytesIO
from typing import Any, NamedTuple

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw, ImageFont

from gateway.catalogue.files import check_upload
from practice.models import PracticeExample, PracticeFile

WIDTH, HEIGHT, EDGE_WIDTH, BAR_HEIGHT = 960, 400, 48, 78
PAPER_COLOUR, INK_COLOUR, BEFORE_COLOUR, AFTER_COLOUR = "#fffcf5", "#1c2a2e", "#c9bfa8", "#0d4f5c"
TOP_MARGIN = 130
MAX_BAR_WIDTH = 560


class Chart(NamedTuple):
    """A change in one measure; `most` is the value that would fill the width."""

    title: str
    before: float
    after: float
    most: float
    unit: str = ""

    @property
    def shows(self) -> str:
        return f"Two bars. {self.title}: {self.before:g}{self.unit} before, {self.after:g}{self.unit} after."


def make_chart(source: Any) -> Chart | None:
    return Chart(**source) if source else None


def add_picture(example: PracticeExample, chart: Chart) -> None:
    upload = SimpleUploadedFile("before-and-after.png", draw_chart(chart), "image/png")
    PracticeFile.objects.store(check_upload(upload, title=chart.title), example=example, order=1, shows=chart.shows)


def draw_chart(chart: Chart) -> bytes:
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER_COLOUR)
    draw = ImageDraw.Draw(image)
    draw.text((EDGE_WIDTH, EDGE_WIDTH), chart.title, INK_COLOUR, ImageFont.load_default(34))
    for place, (name, value, colour) in enumerate(
        (("Before", chart.before, BEFORE_COLOUR), ("After", chart.after, AFTER_COLOUR))
    ):
        top, font = TOP_MARGIN + place * (BAR_HEIGHT + 34), ImageFont.load_default(30)
        end = EDGE_WIDTH + 130 + MAX_BAR_WIDTH * value / chart.most
        draw.text((EDGE_WIDTH, top + 20), name, INK_COLOUR, font)
        draw.rounded_rectangle((EDGE_WIDTH + 130, top, end, top + BAR_HEIGHT), 12, colour)
        draw.text((end + 18, top + 20), f"{value:g}{chart.unit}", INK_COLOUR, font)
    output = BytesIO()
    image.save(output, "PNG", optimize=True)
    return output.getvalue()
