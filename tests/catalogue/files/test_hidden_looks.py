"""Words that a document holds and nobody sees: in the colour of the paper, too small, behind other cells, beside a slide."""

# ruff: noqa: E501 (markup is read better on one line)

from __future__ import annotations

import io
import zipfile

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill

from gateway.catalogue.files.text import words_in
from tests.catalogue.files.test_hidden_words import (
    CELL,
    DIAGRAM,
    HEAD_RELATION,
    HIDDEN,
    HIDDEN_RUN,
    NOTES,
    ODF,
    ODF_STYLES,
    RELATIONS,
    RUN,
    SECRET,
    SHAPE,
    SLIDE,
    P,
    W,
    word,
    word_styles,
    workbook,
)
from tests.files import archive

STYLED_RUN = '<w:p><w:r><w:rPr><w:rStyle w:val="S"/>{}</w:rPr><w:t>Quillbert</w:t></w:r></w:p>'
WHITE_STYLE = '<w:style w:type="{}" w:styleId="S"><w:rPr><w:color w:val="FFFFFF"/></w:rPr></w:style>'
FILL = '<w14:textFill xmlns:w14="w14"><w14:noFill/></w14:textFill>'
VANISHED = "<w:rPr><w:vanish/></w:rPr>"
MAIN = '<Relationship Id="r1" Target="word/document2.xml"/>'


def run(properties: str) -> str:
    return f"<w:p><w:r><w:rPr>{properties}</w:rPr><w:t>Quillbert</w:t></w:r></w:p>"


WORD = {
    "white by a style of letters": word(STYLED_RUN.format(""), styles=word_styles(WHITE_STYLE.format("character"))),
    "white by a style of paragraphs": word(
        f'<w:p><w:pPr><w:pStyle w:val="S"/></w:pPr>{HIDDEN_RUN}</w:p>',
        styles=word_styles(WHITE_STYLE.format("paragraph")),
    ),
    "nearly white": word(run('<w:color w:val="FEFEFE"/>')),
    "the white of the theme": word(run('<w:color w:val="auto" w:themeColor="background1"/>')),
    "half a point": word(run('<w:sz w:val="1"/>')),
    "letters without fill": word(run(FILL)),
    "a cell behind the one above": word(
        f"<w:tbl><w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr>{HIDDEN}</w:tc></w:tr></w:tbl>"
    ),
    "a text that is no longer named": archive(
        {
            "_rels/.rels": RELATIONS.format(MAIN),
            "word/document2.xml": W.format(RUN),
            "word/document.xml": W.format(HIDDEN),
        }
    ),
    "a shape of old that is not displayed": word(
        f'<w:p><w:r><w:pict><v:shape style="display: none"><w:txbxContent>{HIDDEN}</w:txbxContent></v:shape></w:pict></w:r></w:p>'
    ),
    "a note to hidden text": word(
        f'<w:p><w:r>{VANISHED}<w:footnoteReference w:id="2"/></w:r></w:p>', footnotes=NOTES.format(SECRET)
    ),
    "a box in hidden text": word(
        f"<w:p><w:r>{VANISHED}<w:drawing><w:txbxContent>{HIDDEN}</w:txbxContent></w:drawing></w:r></w:p>"
    ),
    "a diagram in hidden text": word(
        f'<w:p><w:r>{VANISHED}<w:drawing><dgm:relIds r:dm="r1"/></w:drawing></w:r></w:p>',
        **{"_rels/document": HEAD_RELATION.replace("header1", "diagrams/data1"), "diagrams/data1": DIAGRAM},
    ),
}


def slide(body: str, **parts: str) -> bytes:
    tree = f"<p:cSld><p:spTree>{SHAPE.format('', 'shown')}{body}</p:spTree></p:cSld>"
    size = '<p:presentation xmlns:p="p"><p:sldSz cx="9144000" cy="6858000"/></p:presentation>'
    return archive({"ppt/slides/slide1.xml": SLIDE.format("", tree), "ppt/presentation.xml": size})


def letters(properties: str) -> str:
    return f"<p:sp><p:txBody><a:p><a:r>{properties}<a:t>Quillbert</a:t></a:r></a:p></p:txBody></p:sp>"


CLEAR = '<a:rPr><a:solidFill><a:srgbClr val="000000"><a:alpha val="0"/></a:srgbClr></a:solidFill></a:rPr>'
BEHIND = '<p:graphicFrame><a:tbl><a:tr><a:tc {}="1"><a:txBody><a:p><a:r><a:t>Quillbert</a:t></a:r></a:p></a:txBody></a:tc></a:tr></a:tbl></p:graphicFrame>'
SLIDES = {
    "letters without fill": slide(letters("<a:rPr><a:noFill/></a:rPr>")),
    "letters of glass": slide(letters(CLEAR)),
    "one point": slide(letters('<a:rPr sz="100"/>')),
    "a cell behind the one beside it": slide(BEHIND.format("hMerge")),
    "a cell behind the one above": slide(BEHIND.format("vMerge")),
    "a group beside the slide": slide(
        '<p:grpSp><p:grpSpPr><a:xfrm><a:off x="-5000000" y="0"/><a:ext cx="1000" cy="1000"/></a:xfrm></p:grpSpPr>'
        + SHAPE.format("", SECRET)
        + "</p:grpSp>"
    ),
}


def looking(**looks):
    def change(book, sheet):
        for name, value in looks.items():
            setattr(sheet["B2"], name, value)

    return workbook(change)


def merged() -> bytes:
    """A sheet whose merged cells all hold words, as Excel leaves them when the format of a merged cell is painted."""
    book = Workbook()
    book.active["A1"], book.active["B2"] = "shown", SECRET
    book.save(plain := io.BytesIO())
    with zipfile.ZipFile(plain) as read, zipfile.ZipFile(out := io.BytesIO(), "w") as written:
        for name in read.namelist():
            cells = b'</sheetData><mergeCells count="1"><mergeCell ref="A1:C3"/></mergeCells>'
            written.writestr(name, read.read(name).replace(b"</sheetData>", cells))
    return out.getvalue()


def painted(colour: str) -> PatternFill:
    return PatternFill("solid", fgColor=colour)


SHEETS = {
    "a cell behind a merged one": merged(),
    "nearly white": looking(font=Font(color="FFFEFEFE")),
    "one point": looking(font=Font(sz=1)),
    "a format with blanks": looking(number_format="; ; ; "),
    "a format that shows numbers alone": looking(number_format="0;-0;0;"),
    "white on white": looking(font=Font(color="FFFFFFFF"), fill=painted("FFFFFFFF")),
    "black on black": looking(font=Font(color="FF000000"), fill=painted("FF000000")),
}


def odf(style: str, body: str) -> bytes:
    content = ODF.replace("</office:automatic-styles>", f"{style}</office:automatic-styles>")
    return archive({"content.xml": content.format(body), "styles.xml": ODF_STYLES})


def odf_style(family: str, looks: str) -> str:
    return f'<style:style style:name="S" style:family="{family}"><style:text-properties {looks}/></style:style>'


SPAN = f'{P}<text:p><text:span text:style-name="S">Quillbert</text:span></text:p>'
OPEN_DOCUMENT = {
    "white by a style of paragraphs": odf(
        odf_style("paragraph", 'fo:color="#ffffff"'), f'{P}<text:p text:style-name="S">Quillbert</text:p>'
    ),
    "white by a style's parent": odf(
        '<style:style style:name="S" style:family="text" style:parent-style-name="WH"/>', SPAN
    ),
    "nearly white": odf(odf_style("text", 'fo:color="#fefefe"'), SPAN),
    "half a point": odf(odf_style("text", 'fo:font-size="0.5pt"'), SPAN),
    "what an image shows, for who made it": odf(
        "", "<text:p>shown<draw:frame><svg:desc xmlns:svg='svg'>Quillbert</svg:desc></draw:frame></text:p>"
    ),
    "white in a cell": odf(
        odf_style("table-cell", 'fo:color="#ffffff"'),
        f"<table:table><table:table-row>{CELL.format('shown')}"
        '<table:table-cell table:style-name="S"><text:p>Quillbert</text:p></table:table-cell></table:table-row></table:table>',
    ),
}
CASES = [
    (ending, name, data)
    for ending, cases in (("docx", WORD), ("pptx", SLIDES), ("xlsx", SHEETS), ("odt", OPEN_DOCUMENT))
    for name, data in cases.items()
]


@pytest.mark.parametrize(("ending", "data"), [each[::2] for each in CASES], ids=[f"{e}-{n}" for e, n, _ in CASES])
def test_words_that_nobody_sees_for_their_looks_are_not_read(ending, data):
    assert words_in(data, ending).text == "shown"


WHITE_IN_WHITE = odf_style("paragraph", 'fo:color="#ffffff"') + (
    '<style:style style:name="D" style:family="text"><style:text-properties fo:color="#000000"/></style:style>'
)
SEEN = {
    "docx": word(run('<w:color w:val="FFFFFF" w:themeColor="background1"/><w:shd w:fill="1F3864"/>')),
    "pptx": slide(letters('<a:rPr sz="1200"><a:ln/><a:noFill/></a:rPr>')),
    "xlsx": looking(font=Font(color="FFFFFFFF"), fill=painted("FF1F3864"), number_format="0;-0;0;@"),
    "odt": odf(
        WHITE_IN_WHITE, f'{P}<text:p text:style-name="S"><text:span text:style-name="D">Quillbert</text:span></text:p>'
    ),
}


@pytest.mark.parametrize("ending", SEEN)
def test_words_of_such_looks_that_are_seen_are_read(ending):
    assert words_in(SEEN[ending], ending).text.split() == ["shown", SECRET]
