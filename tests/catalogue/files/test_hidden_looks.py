"""Words that a document holds and nobody sees: in the colour of the paper, too small, behind other cells, beside a slide."""

# ruff: noqa: E501 (markup is read better on one line)

from __future__ import annotations

import io
import zipfile

import pytest
from openpyxl import Workbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Color, Font, GradientFill, PatternFill
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from gateway.catalogue.files.text import UnreadableFile, extract_words
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
from tests.files import make_archive

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
    "a text that is no longer named": make_archive(
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
    return make_archive({"ppt/slides/slide1.xml": SLIDE.format("", tree), "ppt/presentation.xml": size})


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


def painted(colour: str | Color) -> PatternFill:
    return PatternFill("solid", fgColor=colour)


COLUMNS = [chr(65 + place) for place in range(26)]
ROWS = range(1, 8_001)


def workbook_of(sheet: str) -> bytes:
    """Return a workbook of one sheet."""
    return make_archive(
        {
            "xl/workbook.xml": '<workbook xmlns:r="r"><sheets><sheet name="One" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": RELATIONS.format('<Relationship Id="r1" Target="worksheets/sheet1.xml"/>'),
            "xl/worksheets/sheet1.xml": sheet,
        }
    )


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
    return make_archive({"content.xml": content.format(body), "styles.xml": ODF_STYLES})


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
    assert extract_words(data, ending).text == "shown"


WHITE = '<w:color w:val="FFFFFF"/>'
BLUE = '<w:shd w:val="clear" w:fill="1F3864"/>'
PAINTED_STYLE = f'<w:style w:type="paragraph" w:styleId="S"><w:pPr>{BLUE}</w:pPr><w:rPr>{WHITE}</w:rPr></w:style>'
PICTURE = '<w:p><w:r><w:drawing><wp:anchor behindDoc="1"/></w:drawing></w:r></w:p>'
BOX = f"<w:p><w:r><w:pict><v:shape><w:txbxContent><w:p><w:pPr><w:rPr>{FILL}</w:rPr></w:pPr></w:p></w:txbxContent></v:shape></w:pict><w:t>{SECRET}</w:t></w:r></w:p>"
SEEN_WORD = {
    "white of the theme on its own ground": word(run('<w:color w:val="FFFFFF" w:themeColor="background1"/>' + BLUE)),
    "white in the head of a table": word(
        f"<w:tbl><w:tr><w:tc><w:tcPr>{BLUE}</w:tcPr>{run(WHITE)}</w:tc></w:tr></w:tbl>"
    ),
    "white on a painted paragraph": word(
        f"<w:p><w:pPr>{BLUE}</w:pPr><w:r><w:rPr>{WHITE}</w:rPr><w:t>{SECRET}</w:t></w:r></w:p>"
    ),
    "white on what its style paints": word(
        f'<w:p><w:pPr><w:pStyle w:val="S"/></w:pPr>{HIDDEN_RUN}</w:p>', styles=word_styles(PAINTED_STYLE)
    ),
    "white above a picture": word(PICTURE + run(WHITE)),
    "white in the head of a dark page": make_archive(
        {
            "word/document.xml": W.replace("<w:body>", '<w:background w:color="000000"/><w:body>').format(
                f'{RUN}<w:sectPr><w:headerReference r:id="r1"/></w:sectPr>'
            ),
            "word/_rels/document.xml.rels": HEAD_RELATION,
            "word/header1.xml": W.format(run(WHITE)),
        }
    ),
    "black by the run, white by its style": word(
        STYLED_RUN.format('<w:color w:val="000000"/>'), styles=word_styles(WHITE_STYLE.format("character"))
    ),
    "small print": word(run('<w:sz w:val="12"/>')),
    "a grey subtitle": word(run('<w:color w:val="F2F2F2" w:themeColor="background1" w:themeShade="F2"/>')),
    "a footnote in small letters": word(
        '<w:p><w:r><w:footnoteReference w:id="2"/></w:r></w:p>',
        footnotes=NOTES.format(SECRET).replace("<w:r>", '<w:r><w:rPr><w:sz w:val="14"/></w:rPr>'),
    ),
    "after a box whose paragraph mark has no fill": word(BOX),
}
GROUP = (
    '<p:grpSp><p:grpSpPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></a:xfrm></p:grpSpPr>'
    f"{SHAPE.format('', SECRET)}</p:grpSp>"
)
SEEN_SLIDES = {
    "an outline without fill": slide(letters('<a:rPr sz="1200"><a:ln/><a:noFill/></a:rPr>')),
    "a clear outline": slide(letters(CLEAR.replace("<a:rPr>", "<a:rPr><a:ln>").replace("</a:rPr>", "</a:ln></a:rPr>"))),
    "white": slide(letters('<a:rPr><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill></a:rPr>')),
    "half as clear": slide(letters(CLEAR.replace('val="0"', 'val="50000"'))),
    "small print": slide(letters('<a:rPr sz="600"/>')),
    "a group that gives no measures": slide(GROUP),
    "a cell that spans others": slide(BEHIND.format("gridSpan")),
}


def in_table(book: Workbook, sheet: Worksheet) -> None:
    sheet["B1"], sheet["B2"].font = SECRET, Font(color="FFFFFFFF")
    sheet["B1"].font, sheet["B2"] = Font(color="FFFFFFFF"), "shown"
    sheet.add_table(Table(displayName="T", ref="B1:B2", tableStyleInfo=TableStyleInfo(name="TableStyleMedium2")))


def by_rule(book: Workbook, sheet: Worksheet) -> None:
    sheet["B2"].font = Font(color="FFFFFFFF")
    sheet.conditional_formatting.add("B2:C4", FormulaRule(formula=["TRUE"], fill=PatternFill(bgColor="FF1F3864")))


def beside_merged(book: Workbook, sheet: Worksheet) -> None:
    sheet.merge_cells("B2:C4")
    sheet.merge_cells("A5:Z5")
    sheet["D2"] = "beside"


SEEN_SHEETS = {
    "white on blue": looking(font=Font(color="FFFFFFFF"), fill=painted("FF1F3864"), number_format="0;-0;0;@"),
    "the white of the theme on blue": looking(font=Font(color=Color(theme=0)), fill=painted(Color(theme=4))),
    "the white of the theme on its grey": looking(
        font=Font(color=Color(theme=0)), fill=painted(Color(theme=0, tint=-0.5))
    ),
    "white on a gradient": looking(font=Font(color="FFFFFFFF"), fill=GradientFill(stop=("FF000000", "FF1F3864"))),
    "black": looking(font=Font(color="FF000000")),
    "small print": looking(font=Font(sz=6)),
    "a format of accounts": looking(number_format='_-£* #,##0.00_-;-£* #,##0.00_-;_-£* "-"??_-;_-@_-'),
    "white in the head of a table": workbook(in_table),
    "white where a rule may paint": workbook(by_rule),
}


def odt(style: str, body: str) -> bytes:
    return odf(style, f'{P}<text:p text:style-name="S">{body}</text:p>')


def odf_properties(family: str, properties: str, name: str = "X") -> str:
    return f'<style:style style:name="{name}" style:family="{family}"><style:{properties}/></style:style>'


WHITE_PARAGRAPH = odf_style("paragraph", 'fo:color="#ffffff"')
LARGE = odf_properties("text", 'text-properties fo:font-size="12pt"')
SEEN_OPEN_DOCUMENT = {
    "black in white": odt(
        WHITE_PARAGRAPH + odf_properties("text", 'text-properties fo:color="#000000"'),
        '<text:span text:style-name="X">Quillbert</text:span>',
    ),
    "the colour that the window has": odt(
        WHITE_PARAGRAPH + odf_properties("text", 'text-properties style:use-window-font-color="true"'),
        '<text:span text:style-name="X">Quillbert</text:span>',
    ),
    "large in tiny": odt(
        odf_style("paragraph", 'fo:font-size="1pt"') + LARGE, '<text:span text:style-name="X">Quillbert</text:span>'
    ),
    "white on a dark cell": odt(
        WHITE_PARAGRAPH + odf_properties("table-cell", 'table-cell-properties fo:background-color="#1f3864"'), SECRET
    ),
    "white on a dark row": odt(
        WHITE_PARAGRAPH + odf_properties("table-row", 'table-row-properties fo:background-color="#1f3864"'), SECRET
    ),
    "white above a picture": odt(
        WHITE_PARAGRAPH + odf_properties("graphic", 'graphic-properties style:run-through="background"'), SECRET
    ),
    "white on a page with a picture": odt(
        WHITE_PARAGRAPH + odf_properties("paragraph", 'paragraph-properties draw:fill="bitmap"'), SECRET
    ),
    "small print": odt(odf_style("paragraph", 'fo:font-size="6pt"'), SECRET),
    "half as large as its parent": odt(odf_style("paragraph", 'fo:font-size="1%"'), SECRET),
    "the title of the document": odt("", "<text:title>Quillbert</text:title>"),
}
SEEN = [
    (ending, name, data)
    for ending, cases in (
        ("docx", SEEN_WORD),
        ("pptx", SEEN_SLIDES),
        ("xlsx", SEEN_SHEETS),
        ("odt", SEEN_OPEN_DOCUMENT),
    )
    for name, data in cases.items()
]


@pytest.mark.parametrize(("ending", "data"), [each[::2] for each in SEEN], ids=[f"{e}-{n}" for e, n, _ in SEEN])
def test_words_of_such_looks_that_are_seen_are_read(ending, data):
    assert sorted(extract_words(data, ending).text.split()) == [SECRET, "shown"]


def test_words_beside_merged_cells_are_read():
    assert extract_words(workbook(beside_merged), "xlsx").text.split() == ["shown", SECRET, "beside"]


def test_a_sheet_of_many_merged_cells_is_read_in_time():
    ranges = "".join(
        f'<mergeCell ref="{left}1:{left}{bottom}"/>' for bottom in range(50_000, 50_770) for left in COLUMNS
    )
    rows = "".join(f'<row r="{row}"><c r="ZZ{row}" t="inlineStr"><is><t>row{row}</t></is></c></row>' for row in ROWS)
    sheet = f"<worksheet><sheetData>{rows}</sheetData><mergeCells>{ranges}</mergeCells></worksheet>"
    words = extract_words(workbook_of(sheet), "xlsx")
    assert not words.is_cut
    assert len(words.text.split()) == len(ROWS)


def test_a_sheet_that_unpacks_to_far_more_than_a_text_is_refused():
    with pytest.raises(UnreadableFile):
        extract_words(workbook_of("<worksheet>" + " " * 61 * 1024 * 1024 + "</worksheet>"), "xlsx")
