"""Tests that Markdown becomes harmless HTML that fits the page's outline and costs little, whatever the text."""

from __future__ import annotations

import re
import time

import html5lib
import pytest

from gateway.catalogue.text.markdown import MAX_MARKDOWN_LENGTH, render
from tests.factories import make_publication

PLAIN_TAGS = (
    *("blockquote", "br", "code", "del", "em", "hr", "li", "p", "pre", "s", "strong", "ul"),
    *("table", "tbody", "td", "th", "thead", "tr"),
    *("h2", "h3", "h4", "h5", "h6"),
)
ALLOWED = {"a": {"href", "rel"}, "ol": {"start"}, **{tag: set() for tag in PLAIN_TAGS}}
HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script>",
    "<math><mtext><table><mglyph><style><img src onerror=alert(1)>",
    "<iframe src=javascript:alert(1)>",
    "<base href=//evil>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<![CDATA[<script>alert(1)</script>]]>",
    "<![",
    "<!--><script>",
    '<meta http-equiv="refresh" content="0;url=//evil">',
    "<form action=//evil><input name=x>",
    "<scr\0ipt>alert(1)</scr\0ipt>",
    "<a href=javascript:alert(1)>x</a>",
    '<div style="background:url(javascript:alert(1))">',
    "<link rel=stylesheet href=//evil>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#x6A;avascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox(1))",
    "[x](file:///etc/passwd)",
    "[x](\x01javascript:alert(1))",
    "<javascript:alert(1)>",
    "![x](javascript:alert(1))",
    "![x](//evil/pixel.png)",
    '[x](https://ok.example "onmouseover=alert(1)")',
    "[x]: javascript:alert(1)\n\n[x]",
    "[x](https://gov.uk@evil.example)",
    "[x](//evil.example)",
    "`<script>`",
    "```html\n<script>\n```",
    "| a |\n|---|\n| <script>alert(1)</script> |",
    "<details open ontoggle=alert(1)>",
    "{{ 7*7 }}{% debug %}",
    "a\u202egnp.exe",
]
COSTLY = {
    "[": 20_000,
    "![": 20_000,
    "*a_ ": 20_000,
    "> ": 20_000,
    "- ": 20_000,
    "  - a\n": 5_000,
    "`": 20_000,
    "(": 20_000,
    "[a](": 10_000,
    "<": 20_000,
    "&": 20_000,
    "*": 20_000,
    "_ ": 20_000,
    "~~": 20_000,
    "\\": 20_000,
    "[a][b]": 10_000,
    "|a" * 4_000 + "\n" + "|-" * 4_000 + "\n": 3,
    "#" * 6 + " a\n": 5_000,
    "[x]: y\n": 5_000,
    "<!--": 10_000,
}


def elements(html):
    """Return every element with its attributes, as a browser would parse the HTML."""
    root = html5lib.parseFragment(html, treebuilder="etree", namespaceHTMLElements=False)
    return [(element.tag, element.attrib) for element in root.iter() if element is not root]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_hostile_lives(text):
    for tag, attributes in elements(render(f"Before.\n\n{text}\n\nAfter.")):
        assert set(attributes) <= ALLOWED[tag]
        assert re.match(r"(https?|mailto):|/?[^/]*$", attributes.get("href", "https:"))


def test_a_text_of_all_that_is_hostile_leaves_the_words_around_it():
    html = render("\n\n".join(["First.", *HOSTILE, "Last."]))

    assert "<p>First.</p>" in html
    assert "<p>Last.</p>" in html
    assert "alert(1)&lt;/script&gt;" in html


@pytest.mark.parametrize(
    "address", ["https://example.org/a?b=c&d=e", "http://example.org/", "mailto:someone@example.org"]
)
def test_an_honest_link_stays_and_lends_no_weight(address):
    ((_, _), (tag, attributes)) = elements(render(f"[a link]({address})"))

    assert (tag, attributes["href"]) == ("a", address)
    assert attributes["rel"] == "nofollow ugc noopener noreferrer"


def test_a_link_that_shows_one_site_and_leads_to_another_goes():
    assert render("[gov.uk](https://gov.uk@evil.example/)") == (
        '<p><a rel="nofollow ugc noopener noreferrer">gov.uk</a></p>\n'
    )


def headings(text):
    return [tag for tag, _ in elements(render(text)) if re.fullmatch("h[1-6]", tag)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# A\n## B\n### C", ["h3", "h4", "h5"]),
        ("#### A\n###### B\n#### C", ["h3", "h4", "h3"]),
        ("## A\n# B\n## C", ["h3", "h3", "h4"]),
        ("# A\n## B\n### C\n#### D\n##### E\n###### F", ["h3", "h4", "h5", "h6", "h6", "h6"]),
        ("Title\n===\n\nPart\n---", ["h3", "h4"]),
        ("> # Quoted\n\n- ## Listed", ["h3", "h4"]),
        ("No heading", []),
    ],
)
def test_headings_follow_the_pages_own_without_a_gap(text, expected):
    assert headings(text) == expected


def test_what_people_write_is_kept():
    html = render(
        "Some **bold**, *stressed* and `code`.\n\n1. one\n2. two\n\n> quoted\n\n| a | b |\n|---|---|\n| 1 | 2 |"
    )

    for piece in (
        "<strong>bold</strong>",
        "<em>stressed</em>",
        "<code>code</code>",
        "<ol>",
        "<blockquote>",
        "<td>2</td>",
    ):
        assert piece in html


@pytest.mark.parametrize("piece", COSTLY)
def test_no_text_keeps_a_worker_busy(piece):
    text = (piece * COSTLY[piece])[: 3 * MAX_MARKDOWN_LENGTH]
    start = time.process_time()

    render(text)

    assert time.process_time() - start < 2


def test_a_very_long_text_is_cut():
    assert len(render("a " * 100_000)) < MAX_MARKDOWN_LENGTH + 100


@pytest.mark.django_db
def test_a_body_on_a_page_is_as_harmless(client):
    make_publication("Guide", body="\n\n".join(HOSTILE).replace("\0", ""))  # PostgreSQL stores no NUL; forms refuse it

    page = client.get("/resources/guide/").content.decode()

    main = html5lib.parse(page, namespaceHTMLElements=False).find(".//main//article")
    assert main is not None
    assert [element.tag for element in main.iter() if element.tag in ("script", "img", "iframe", "style", "form")] == []
    assert [name for element in main.iter() for name in element.attrib if name.startswith("on")] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("See https://example.org/a?b=c.", [("https://example.org/a?b=c", "https://example.org/a?b=c")]),
        ("(www.gov.uk)", [("http://www.gov.uk", "www.gov.uk")]),
        ("mail a@example.org", [("mailto:a@example.org", "a@example.org")]),
        ("It went well.It did. e.g.so", []),
        ("“https://example.org/a” and", [("https://example.org/a", "https://example.org/a")]),
        ("See www.gov.uk/send…", [("http://www.gov.uk/send", "www.gov.uk/send")]),
        ("‘https://example.org/b’s", [("https://example.org/b%E2%80%99s", "https://example.org/b’s")]),
        ("[](https://example.org/)", [("https://example.org/", "https://example.org/")]),
        ("![](https://example.org/)", [("https://example.org/", "https://example.org/")]),
        ("`https://example.org/`", []),
        ("javascript:alert(1) ftp://example.org/x file:///etc", []),
        ("https://gov.uk@evil.example/", []),
    ],
)
def test_a_pasted_address_in_typed_words_becomes_a_link(text, expected):
    html = render(text, as_typed=True)

    links = re.findall(r'<a href="([^"]+)" rel="nofollow ugc noopener noreferrer">([^<]+)</a>', html)
    assert links == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One line\nand the next", "<p>One line<br>\nand the next</p>\n"),
        ("Words.\n\n    indented", "<p>Words.</p>\n<p>indented</p>\n"),
        ("Kind regards\n---", "<p>Kind regards</p>\n<hr>\n"),
        ("**bold**", "<p><strong>bold</strong></p>\n"),
    ],
)
def test_typed_words_look_as_they_were_typed(text, expected):
    assert render(text, as_typed=True) == expected


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_hostile_lives_in_typed_words(text):
    for tag, attributes in elements(render(f"Before.\n\n{text}\n\nAfter.", as_typed=True)):
        assert set(attributes) <= ALLOWED[tag]
        assert re.match(r"(https?|mailto):|/?[^/]*$", attributes.get("href", "https:"))


@pytest.mark.parametrize("piece", [*COSTLY, "https://a.b/", "www.a.", "a@b.", "http://" + "a." * 60])
def test_no_typed_words_keep_a_worker_busy(piece):
    text = (piece * COSTLY.get(piece, 5_000))[: 3 * MAX_MARKDOWN_LENGTH]
    start = time.process_time()

    render(text, as_typed=True)

    assert time.process_time() - start < 2
