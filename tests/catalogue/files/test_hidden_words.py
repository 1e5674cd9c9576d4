"""Tests that hidden content of a document is never read, such as a pupil's name in a deleted sentence."""

# ruff: noqa: E501 (markup is read better on one line)

from __future__ import annotations

import io
import zipfile

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Color, Font, PatternFill

from gateway.catalogue.files.text import extract_words
from tests.files import make_archive, make_pdf_with_text, read_case

SECRET = "Quillbert"
W = '<w:document xmlns:w="w" xmlns:mc="mc" xmlns:wp="wp" xmlns:v="v" xmlns:r="r" xmlns:dgm="d"><w:body>{}</w:body></w:document>'
ODF = (
    '<office:document-content xmlns:office="o" xmlns:text="t" xmlns:table="ta" xmlns:style="s" xmlns:draw="d"'
    ' xmlns:presentation="p" xmlns:dc="dc" xmlns:fo="fo"><office:automatic-styles>'
    '<style:style style:name="H" style:family="text"><style:text-properties text:display="none"/></style:style>'
    '<style:style style:name="HP" style:family="paragraph"><style:text-properties text:display="none"/></style:style>'
    '<style:style style:name="HT" style:family="table"><style:table-properties table:display="false"/></style:style>'
    '<style:style style:name="HD" style:family="drawing-page">'
    '<style:drawing-page-properties presentation:visibility="hidden"/></style:style>'
    '<style:style style:name="WH" style:family="text"><style:text-properties fo:color="#FFFFFF"/></style:style>'
    '<style:style style:name="Child" style:family="text" style:parent-style-name="Secret"/>'
    "</office:automatic-styles><office:body>{}</office:body></office:document-content>"
)
ODF_STYLES = (
    '<office:document-styles xmlns:office="o" xmlns:style="s" xmlns:text="t" xmlns:draw="d"><office:styles>'
    '<style:style style:name="Secret" style:family="text"><style:text-properties text:display="none"/></style:style>'
    '</office:styles><office:master-styles><draw:layer-set><draw:layer draw:name="notes" draw:display="none"/>'
    "</draw:layer-set></office:master-styles></office:document-styles>"
)
P = "<text:p>shown</text:p>"
CELL = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
SLIDE = '<p:sld xmlns:p="p" xmlns:a="a" xmlns:mc="mc"{}>{}</p:sld>'
SHAPE = '<p:sp><p:nvSpPr><p:cNvPr id="2"{}/></p:nvSpPr><p:txBody><a:p><a:r><a:t>{}</a:t></a:r></a:p></p:txBody></p:sp>'
XFRM = '<p:spPr><a:xfrm><a:off x="{}" y="0"/><a:ext cx="1000000" cy="100000"/></a:xfrm></p:spPr><p:txBody>'
PRESENTATION = '<p:presentation xmlns:p="p" xmlns:r="r"><p:sldIdLst>{}</p:sldIdLst></p:presentation>'
RELATIONS = "<Relationships>{}</Relationships>"
HIDDEN_RUN = "<w:r><w:t>Quillbert</w:t></w:r>"
HIDDEN = f"<w:p>{HIDDEN_RUN}</w:p>"
NOTES = '<w:footnotes xmlns:w="w"><w:footnote w:id="2"><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:footnote></w:footnotes>'
COMMENTS = '<w:comments xmlns:w="w"><w:comment><w:p><w:t>Quillbert</w:t></w:p></w:comment></w:comments>'
RUN = "<w:p><w:r><w:t>shown</w:t></w:r></w:p>"


HEAD_RELATION = RELATIONS.format('<Relationship Id="r1" Target="header1.xml"/>')
DIAGRAM = '<dgm:dataModel xmlns:dgm="d" xmlns:a="a"><dgm:pt><dgm:t><a:p><a:r><a:t>inserted</a:t></a:r></a:p></dgm:t></dgm:pt></dgm:dataModel>'


def word(body: str, **parts: str) -> bytes:
    more = {f"word/{name}.xml{'.rels' * name.startswith('_rels')}": content for name, content in parts.items()}
    return make_archive({"[Content_Types].xml": "<Types/>", "word/document.xml": W.format(RUN + body), **more})


def odf(body: str) -> bytes:
    return make_archive({"content.xml": ODF.format(body), "styles.xml": ODF_STYLES})


def word_styles(*styles: str) -> str:
    return '<w:styles xmlns:w="w">' + "".join(styles) + "</w:styles>"


HIDING = '<w:style w:type="{0}" w:styleId="{1}"><w:rPr><w:vanish/></w:rPr></w:style>'
CHILD = '<w:style w:type="character" w:styleId="Child"><w:basedOn w:val="Secret"/></w:style>'
WORD = {
    "a deletion": word("<w:p><w:del><w:r><w:delText>Quillbert</w:delText></w:r></w:del></w:p>"),
    "a deletion that says text": word(f"<w:p><w:del>{HIDDEN_RUN}</w:del></w:p>"),
    "what was moved away": word(f"<w:p><w:moveFrom>{HIDDEN_RUN}</w:moveFrom></w:p>"),
    "a deleted row": word(
        f"<w:tbl><w:tr><w:trPr><w:del w:author='Quillbert'/></w:trPr><w:tc>{HIDDEN}</w:tc></w:tr></w:tbl>"
    ),
    "a hidden row": word(f"<w:tbl><w:tr><w:trPr><w:hidden/></w:trPr><w:tc>{HIDDEN}</w:tc></w:tr></w:tbl>"),
    "a deleted cell": word(f"<w:tbl><w:tr><w:tc><w:tcPr><w:cellDel/></w:tcPr>{HIDDEN}</w:tc></w:tr></w:tbl>"),
    "hidden text": word("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>Quillbert</w:t></w:r></w:p>"),
    "hidden text of a style": word(
        '<w:p><w:r><w:rPr><w:rStyle w:val="Secret"/></w:rPr><w:t>Quillbert</w:t></w:r></w:p>',
        styles=word_styles(HIDING.format("character", "Secret")),
    ),
    "hidden text of a style's parent": word(
        '<w:p><w:r><w:rPr><w:rStyle w:val="Child"/></w:rPr><w:t>Quillbert</w:t></w:r></w:p>',
        styles=word_styles(HIDING.format("character", "Secret"), CHILD),
    ),
    "a paragraph of a hidden style": word(
        f'<w:p><w:pPr><w:pStyle w:val="Secret"/></w:pPr>{HIDDEN_RUN}</w:p>',
        styles=word_styles(HIDING.format("paragraph", "Secret")),
    ),
    "a comment": word("", comments=COMMENTS),
    "a note to what was deleted": word(
        '<w:p><w:del><w:r><w:footnoteReference w:id="2"/></w:r></w:del></w:p>',
        footnotes=NOTES.format(SECRET),
    ),
    "the instruction of a field": word(
        f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>{HIDDEN_RUN}'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    ),
    "a hidden drawing": word(
        f'<w:p><w:r><w:drawing><wp:inline><wp:docPr id="1" hidden="1"/><w:txbxContent><w:p>{HIDDEN_RUN}'
        "</w:p></w:txbxContent></wp:inline></w:drawing></w:r></w:p>"
    ),
    "an invisible shape of old": word(
        '<w:p><w:r><w:pict><v:shape style="width:1pt; visibility: hidden"><w:txbxContent><w:p><w:r><w:t>Quillbert</w:t>'
        "</w:r></w:p></w:txbxContent></v:shape></w:pict></w:r></w:p>"
    ),
    "white words": word('<w:p><w:r><w:rPr><w:color w:val="ffffff"/></w:rPr><w:t>Quillbert</w:t></w:r></w:p>'),
    "hidden by what all words have": make_archive(
        {
            "word/document.xml": W.format(
                f'<w:p><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>shown</w:t></w:r>{HIDDEN_RUN}</w:p>'
            ),
            "word/styles.xml": word_styles(
                "<w:docDefaults><w:rPrDefault><w:rPr><w:vanish/></w:rPr></w:rPrDefault></w:docDefaults>"
            ),
        }
    ),
    "the head of a first page that has none": word(
        '<w:sectPr><w:headerReference w:type="first" r:id="r1"/></w:sectPr>',
        header1=f'<w:hdr xmlns:w="w">{HIDDEN}</w:hdr>',
        **{"_rels/document": HEAD_RELATION},
    ),
    "another prefix": make_archive(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": '<x:document xmlns:x="w"><x:p><x:t>shown</x:t><x:del><x:t>Quillbert</x:t></x:del></x:p></x:document>',
        }
    ),
}
CHANGE = (
    '<text:tracked-changes><text:changed-region text:id="c"><text:deletion><office:change-info><dc:creator>Quillbert'
    "</dc:creator></office:change-info><text:p>Quillbert</text:p></text:deletion></text:changed-region>"
    "</text:tracked-changes>"
)
NOTE = "<office:annotation><dc:creator>Quillbert</dc:creator><text:p>Quillbert</text:p></office:annotation>"
OPEN_DOCUMENT = {
    "a deletion": odf(f"{CHANGE}{P}"),
    "a comment": odf(f"<text:p>shown{NOTE}</text:p>"),
    "hidden text": odf(f'{P}<text:p><text:span text:style-name="H">Quillbert</text:span></text:p>'),
    "hidden text of a style's parent": odf(
        f'{P}<text:p><text:span text:style-name="Child">Quillbert</text:span></text:p>'
    ),
    "white words": odf(f'{P}<text:p><text:span text:style-name="WH">Quillbert</text:span></text:p>'),
    "a hidden group of columns": odf(
        '<table:table><table:table-column-group table:display="false"><table:table-column/></table:table-column-group>'
        f"<table:table-row>{CELL.format('Quillbert')}{CELL.format('shown')}</table:table-row></table:table>"
    ),
    "a paragraph of a hidden style": odf(f'{P}<text:p text:style-name="HP">Quillbert</text:p>'),
    "a hidden paragraph": odf(f'{P}<text:p>Quillbert<text:hidden-paragraph text:is-hidden="true"/> and more</text:p>'),
    "a hidden text field": odf(
        f'{P}<text:p><text:hidden-text text:is-hidden="true">Quillbert</text:hidden-text></text:p>'
    ),
    "a variable that is not shown": odf(
        f'{P}<text:p><text:variable-set text:display="none">Quillbert</text:variable-set></text:p>'
    ),
    "a hidden section": odf(f'{P}<text:section text:display="none"><text:p>Quillbert</text:p></text:section>'),
    "a section that a condition hides": odf(
        f'{P}<text:section text:display="condition" text:is-hidden="true"><text:p>Quillbert</text:p></text:section>'
    ),
    "notes of a speaker": odf(
        f"<draw:page>{P}<presentation:notes><text:p>Quillbert</text:p></presentation:notes></draw:page>"
    ),
    "a hidden slide": odf(
        f'<draw:page>{P}</draw:page><draw:page draw:style-name="HD"><text:p>Quillbert</text:p></draw:page>'
    ),
    "a hidden layer": odf(f'{P}<draw:frame draw:layer="notes"><text:p>Quillbert</text:p></draw:frame>'),
    "a hidden sheet": odf(
        f"<table:table>{CELL.format('shown')}</table:table>"
        f'<table:table table:style-name="HT"><table:table-row>{CELL.format("Quillbert")}</table:table-row></table:table>'
    ),
    "a hidden row": odf(
        f'<table:table><table:table-row table:visibility="collapse">{CELL.format("Quillbert")}</table:table-row>'
        f"<table:table-row>{CELL.format('shown')}</table:table-row></table:table>"
    ),
    "a filtered row": odf(
        f'<table:table><table:table-row table:visibility="filter">{CELL.format("Quillbert")}</table:table-row>'
        f"<table:table-row>{CELL.format('shown')}</table:table-row></table:table>"
    ),
    "a hidden column": odf(
        '<table:table><table:table-column table:number-columns-repeated="2"/>'
        '<table:table-column table:visibility="collapse"/><table:table-row>'
        f'<table:table-cell table:number-columns-repeated="2"/>{CELL.format("Quillbert")}{CELL.format("shown")}'
        "</table:table-row></table:table>"
    ),
    "a cell behind another": odf(
        f"<table:table><table:table-row>{CELL.format('shown')}"
        "<table:covered-table-cell><text:p>Quillbert</text:p></table:covered-table-cell></table:table-row></table:table>"
    ),
    "a comment of a cell": odf(
        f"<table:table><table:table-row><table:table-cell>{NOTE}{P}</table:table-cell></table:table-row></table:table>"
    ),
    "changes of a sheet": odf(
        "<office:spreadsheet><table:tracked-changes><table:cell-content-change><table:previous><table:change-track-table-cell>"
        "<text:p>Quillbert</text:p></table:change-track-table-cell></table:previous></table:cell-content-change>"
        f"</table:tracked-changes><table:table><table:table-row>{CELL.format('shown')}</table:table-row></table:table>"
        "</office:spreadsheet>"
    ),
}


def placed(x: int, text: str) -> str:
    """Return a shape at this distance from the left edge of its slide."""
    return SHAPE.format("", text).replace("<p:txBody>", XFRM.format(x))


SHOWN_SLIDE = SLIDE.format("", SHAPE.format("", "shown"))
SLIDES = {
    "a hidden slide": make_archive(
        {
            "ppt/slides/slide1.xml": SHOWN_SLIDE,
            "ppt/slides/slide2.xml": SLIDE.format(' show="0"', SHAPE.format("", SECRET)),
        }
    ),
    "a hidden shape": make_archive(
        {"ppt/slides/slide1.xml": SLIDE.format("", SHAPE.format("", "shown") + SHAPE.format(' hidden="1"', SECRET))}
    ),
    "notes and comments": make_archive(
        {
            "ppt/slides/slide1.xml": SHOWN_SLIDE,
            "ppt/notesSlides/notesSlide1.xml": SLIDE.format("", SHAPE.format("", SECRET)),
            "ppt/comments/comment1.xml": "<p:cmLst xmlns:p='p'><p:cm><p:text>Quillbert</p:text></p:cm></p:cmLst>",
        }
    ),
    "a shape beside the slide": make_archive(
        {
            "ppt/presentation.xml": '<p:presentation xmlns:p="p"><p:sldSz cx="9144000" cy="6858000"/></p:presentation>',
            "ppt/slides/slide1.xml": SLIDE.format(
                "", f"<p:spTree>{placed(0, 'shown')}{placed(-2_000_000, SECRET)}</p:spTree>"
            ),
        }
    ),
    "a slide that was taken out": make_archive(
        {
            "ppt/presentation.xml": PRESENTATION.format('<p:sldId id="256" r:id="rId2"/>'),
            "ppt/_rels/presentation.xml.rels": RELATIONS.format('<Relationship Id="rId2" Target="slides/slide2.xml"/>'),
            "ppt/slides/slide1.xml": SLIDE.format("", SHAPE.format("", SECRET)),
            "ppt/slides/slide2.xml": SHOWN_SLIDE,
        }
    ),
}


def workbook(hide) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet["A1"], sheet["B2"] = "shown", SECRET
    hide(book, sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def hide_sheet(state):
    def hide(book, sheet):
        sheet["B2"] = None
        other = book.create_sheet("Other")
        other["A1"], other.sheet_state = SECRET, state

    return hide


def comment(book, sheet):
    sheet["B2"], sheet["A1"].comment = None, Comment(SECRET, SECRET)


def head(book, sheet):
    sheet["B2"], sheet.oddHeader.center.text = None, SECRET


SHEETS = {
    "a hidden sheet": workbook(hide_sheet("hidden")),
    "a very hidden sheet": workbook(hide_sheet("veryHidden")),
    "a hidden row": workbook(lambda book, sheet: setattr(sheet.row_dimensions[2], "hidden", True)),
    "a hidden column": workbook(lambda book, sheet: setattr(sheet.column_dimensions["B"], "hidden", True)),
    "a format that shows nothing": workbook(lambda book, sheet: setattr(sheet["B2"], "number_format", ";;;")),
    "a format with nothing between quotation marks": workbook(
        lambda book, sheet: setattr(sheet["B2"], "number_format", '"";"";"";""')
    ),
    "white words": workbook(lambda book, sheet: setattr(sheet["B2"], "font", Font(color="FFFFFFFF"))),
    "words in the colour of the ground": workbook(
        lambda book, sheet: setattr(sheet["B2"], "font", Font(color=Color(theme=0)))
    ),
    "a comment": workbook(comment),
    "a head of the printed page": workbook(head),
}
CASES = [
    *(
        (ending, name, data)
        for ending, cases in (("docx", WORD), ("pptx", SLIDES), ("xlsx", SHEETS))
        for name, data in cases.items()
    ),
    *((ending, name, data) for ending in ("odt",) for name, data in OPEN_DOCUMENT.items()),
]


@pytest.mark.parametrize(("ending", "data"), [each[::2] for each in CASES], ids=[f"{e}-{n}" for e, n, _ in CASES])
def test_words_that_a_reader_does_not_see_are_not_read(ending, data):
    assert extract_words(data, ending).text == "shown"


def test_a_deleted_sentence_of_the_sample_is_nowhere():
    assert extract_words(read_case("tracked-deletion.odt"), "odt").text == "Our playground is calmer now."


def test_texts_that_stand_in_the_cells_themselves_are_read():
    assert extract_words(read_case("inline-strings.xlsx"), "xlsx").text == "kind\ntitle\nresource\nPhonics word mat"


def test_notes_and_cropped_words_of_a_pdf_are_not_read():
    note = (
        "/Annots[<</Type/Annot/Subtype/Text/Rect[10 10 30 30]/Contents(Quillbert)/T(Quillbert)>>]/CropBox[0 0 300 200]"
    )
    data = make_pdf_with_text("BT /F1 12 Tf 20 100 Td (shown) Tj ET BT /F1 12 Tf 20 350 Td (Quillbert) Tj ET", note)

    assert extract_words(data, "pdf").text == "shown"


SHOWN = {
    "inserted words": word("<w:p><w:ins><w:r><w:t>inserted</w:t></w:r></w:ins></w:p>"),
    "words that a style hides and a run shows": word(
        '<w:p><w:r><w:rPr><w:rStyle w:val="Secret"/><w:vanish w:val="0"/></w:rPr><w:t>inserted</w:t></w:r></w:p>',
        styles=word_styles(HIDING.format("character", "Secret")),
    ),
    "words that were hidden before a change": word(
        "<w:p><w:r><w:rPr><w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr><w:t>inserted</w:t></w:r></w:p>"
    ),
    "the result of a field": word(
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>inserted</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    ),
    "white words on a dark ground": word(
        '<w:p><w:r><w:rPr><w:color w:val="FFFFFF"/><w:shd w:fill="1F3864"/></w:rPr><w:t>inserted</w:t></w:r></w:p>'
    ),
    "white words in a cell": word(
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:rPr><w:color w:val='FFFFFF'/></w:rPr><w:t>inserted</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    ),
    "the head of every page": word(
        '<w:sectPr><w:headerReference w:type="default" r:id="r1"/></w:sectPr>',
        header1=f'<w:hdr xmlns:w="w">{RUN.replace("shown", "inserted")}</w:hdr>',
        **{"_rels/document": HEAD_RELATION},
    ),
    "a diagram": word(
        '<w:p><w:r><w:drawing><dgm:relIds r:dm="r1"/></w:drawing></w:r></w:p>',
        **{"_rels/document": HEAD_RELATION.replace("header1", "diagrams/data1"), "diagrams/data1": DIAGRAM},
    ),
    "a note that the text refers to": word(
        '<w:p><w:r><w:footnoteReference w:id="2"/></w:r></w:p>',
        footnotes=NOTES.format("inserted"),
    ),
}


@pytest.mark.parametrize("case_name", SHOWN)
def test_words_that_a_reader_sees_are_read(case_name):
    assert extract_words(SHOWN[case_name], "docx").text == "shown\ninserted"


def test_white_words_on_a_dark_cell_are_read():
    def paint(book, sheet):
        sheet["B2"].font, sheet["B2"].fill = Font(color="FFFFFFFF"), PatternFill("solid", fgColor="FF000000")

    assert extract_words(workbook(paint), "xlsx").text == f"shown\n{SECRET}"


def test_a_box_above_the_cells_is_read():
    sheets = workbook(lambda book, sheet: setattr(sheet["B2"], "value", None))
    box = '<xdr:wsDr xmlns:xdr="x" xmlns:a="a"><xdr:sp><xdr:txBody><a:p><a:r><a:t>in a box</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:wsDr>'
    relation = RELATIONS.format('<Relationship Id="r1" Target="../drawings/drawing1.xml"/>')
    with zipfile.ZipFile(found := io.BytesIO(sheets), "a") as book:
        book.writestr("xl/drawings/drawing1.xml", box)
        book.writestr("xl/worksheets/_rels/sheet1.xml.rels", relation)

    assert extract_words(found.getvalue(), "xlsx").text == "shown\nin a box"


def test_a_diagram_of_a_slide_is_read():
    slide = SLIDE.replace("<p:sld ", '<p:sld xmlns:dgm="d" xmlns:r="r" ').format(
        "", SHAPE.format("", "shown") + '<dgm:relIds r:dm="r1"/>'
    )
    data = make_archive(
        {
            "ppt/slides/slide1.xml": slide,
            "ppt/slides/_rels/slide1.xml.rels": RELATIONS.format(
                '<Relationship Id="r1" Target="../diagrams/data1.xml"/>'
            ),
            "ppt/diagrams/data1.xml": DIAGRAM,
        }
    )

    assert extract_words(data, "pptx").text == "shown\ninserted"
