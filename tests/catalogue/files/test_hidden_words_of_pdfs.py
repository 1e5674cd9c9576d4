"""Tests that no hidden content of a PDF is read, however it is hidden, and that visible content is."""

from __future__ import annotations

import pytest

from gateway.catalogue.files.text import extract_words
from tests.files import make_pdf_with_text

LAYERS = "/OCProperties<</OCGs[6 0 R 7 0 R]/D<</OFF[6 0 R]>>>>"
GROUPS = ("<</Type/OCG/Name(Off)>>", "<</Type/OCG/Name(On)>>")
MEMBERS = "<</Type/OCMD/OCGs[6 0 R]/P/AllOn>>"
FORM = (
    "<</Type/XObject/Subtype/Form/BBox[0 0 300 400]{}/Resources<</Font<</F1 5 0 R>>>>/Length 41>>stream\n"
    "BT /F1 12 Tf 20 100 Td (Quillbert) Tj ET \nendstream"
)
RESOURCES = (
    "/Properties<</Off 6 0 R/On 7 0 R/Members 8 0 R>>/XObject<</FormOff 9 0 R/Form 10 0 R/Scan 11 0 R>>"
    "/ExtGState<</Glass<</ca 0/CA 0>>>>"
)
STRIPES = (
    "<</Type/XObject/Subtype/Image/Width 2/Height 2/ColorSpace/DeviceGray/BitsPerComponent 8/Length 4>>stream\n"
    "\t~~\t\nendstream"
)
SCAN = "q 300 0 0 400 0 0 cm /Scan Do Q"


def said(text: str, y: int = 100, size: float = 12, before: str = "") -> str:
    """Return the commands that draw a text on one line."""
    return f" BT {before} /F1 {size} Tf 20 {y} Td ({text}) Tj ET "


def page(content: str, more: str = "") -> bytes:
    """Return a PDF with layers, one of which is switched off."""
    things = (*GROUPS, MEMBERS, FORM.format("/OC 6 0 R"), FORM.format(""), STRIPES)
    return make_pdf_with_text(content, more, resources=RESOURCES, catalogue=LAYERS, more=things)


def in_layer(name: str, content: str) -> str:
    """Return the commands that put content on a layer."""
    return f" /OC /{name} BDC {content} EMC "


SHOWN = said("shown", 300)
HIDDEN = {
    "on a layer that is off": SHOWN + in_layer("Off", said("Quillbert")),
    "on a layer that is off, in the place of other words": SHOWN + in_layer("Off", said("Quillbert", 300)),
    "on a layer that is off, behind other words": in_layer("Off", said("Quillbert", 300)) + SHOWN,
    "on a layer within one that is off": SHOWN + in_layer("Off", in_layer("On", said("Quillbert"))),
    "by its membership of a layer that is off": SHOWN + in_layer("Members", said("Quillbert")),
    "in a form of a layer that is off": SHOWN + "/FormOff Do",
    "on a layer that is off, over a photograph": SCAN + SHOWN + in_layer("Off", said("Quillbert")),
    "never painted, on a layer that is off": SCAN + SHOWN + in_layer("Off", said("Quillbert", before="3 Tr")),
    "white on white": SHOWN + "1 g" + said("Quillbert"),
    "nearly white on white": SHOWN + "0.99 g" + said("Quillbert"),
    "white in the place of other words": "1 g" + said("Quillbert", 300) + "0 g" + SHOWN,
    "blue on blue": SHOWN + "0 0 1 rg 10 90 200 30 re f" + said("Quillbert"),
    "never painted": SHOWN + said("Quillbert", before="3 Tr"),
    "used to cut with alone": SHOWN + said("Quillbert", before="7 Tr"),
    "of no size": SHOWN + said("Quillbert", size=0),
    "of no width": SHOWN + said("Quillbert", before="0 Tz"),
    "too small to see": SHOWN + said("Quillbert", size=0.1),
    "behind a black bar": SHOWN + said("Quillbert") + "10 90 200 30 re f",
    "behind a picture": said("Quillbert") + "q 200 0 0 50 10 90 cm /Scan Do Q" + SHOWN,
    "of glass": SHOWN + "q /Glass gs" + said("Quillbert") + "Q",
    "cut off": SHOWN + "q 0 0 5 5 re W n" + said("Quillbert") + "Q",
    "outside the page": SHOWN + said("Quillbert", 500),
    "behind the black bar of a scan": f"{SCAN} 10 90 200 30 re f q {said('Quillbert', before='3 Tr')} Q 1 g {SHOWN}",
}
READ = {
    "on a layer that is on": SHOWN + in_layer("On", said("seen")),
    "in a form": SHOWN + "/Form Do",
    "white on black": SHOWN + "10 90 200 30 re f 1 g" + said("seen"),
    "grey on white": SHOWN + "0.7 g" + said("seen"),
    "red on green": SHOWN + "0 0.5 0 rg 10 90 200 30 re f 0.98 0.02 0.02 rg" + said("seen"),
    "small": SHOWN + said("seen", size=4),
    "with an outline alone": SHOWN + said("seen", before="1 Tr"),
    "twice, with its shadow": SHOWN + "0.5 g" + said("seen", 99) + "0 g" + said("seen"),
    "behind a scan": f"{SCAN} 1 g 25 102 5 5 re 25 302 5 5 re f {said('shown', 300, before='3 Tr')} {said('seen')}",
}


@pytest.mark.parametrize("how", HIDDEN)
def test_words_that_a_reader_of_a_pdf_does_not_see_are_not_read(how):
    assert extract_words(page(HIDDEN[how]), "pdf").text == "shown"


@pytest.mark.parametrize("how", READ)
def test_words_that_a_reader_of_a_pdf_sees_are_read(how):
    words = extract_words(page(READ[how]), "pdf").text.split()

    assert set(words) == {"shown", "Quillbert" if how == "in a form" else "seen"}


def test_a_name_that_is_blacked_out_within_a_line_is_not_read():
    line = said("seen Quillbert seen", 100) + "48 95 50 20 re f"

    assert extract_words(page(line), "pdf").text.split() == ["seen", "seen"]


def test_words_of_a_page_that_is_turned_and_cropped_are_read_where_they_are():
    turned = page(SHOWN + said("Quillbert", 380), "/Rotate 90/CropBox[0 0 300 350]")

    assert extract_words(turned, "pdf").text == "shown"


def test_of_many_words_in_one_place_those_that_nobody_tried_are_not_read():
    heap = "".join(said(f"word{number}", 100) for number in range(60))

    assert "word59" not in extract_words(page(SHOWN + heap), "pdf").text
