"""No count is broken over two lines, neither in its digits nor before its noun, at any width of a phone."""

from __future__ import annotations

import time

import pytest

from discussions.models import Comment
from tests.factories import get_focus_area, make_comment, make_known, make_school, make_story

pytestmark = [pytest.mark.browser, pytest.mark.looks]

PAGES = (
    "/",
    "/focus-areas/",
    "/focus-areas/leadership/",
    "/browse/",
    "/browse/?q=reading",
    "/practice/",
    "/events/",
    "/publishers/",
    "/schools/",
    "/discussions/",
    "/discussions/unanswered/",
    "/discussions/ask/?focus=leadership&q=WORD",
    "/discussions/?q=WORD",
    "/browse/?q=WORD",
)
WIDTHS = range(320, 400, 7)
COUNTED = (
    "result|item|repl|question|comment|school|organisation|publication|practice example|example|resource|found it|tried"
)
BROKEN = """(nouns) => {
  const number = '(?<!\\\\d)\\\\d{1,3}(?:,\\\\d{3})*(?!\\\\d)';
  const pattern = new RegExp(`${number}(?:\\\\s+(?:${nouns})[a-z]*( it helpful)?)?`, 'g');
  const found = [];
  const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.parentElement.checkVisibility({contentVisibilityAuto: true})) continue;
    for (const match of node.data.matchAll(pattern)) {
      const range = document.createRange();
      range.setStart(node, match.index);
      range.setEnd(node, match.index + match[0].length);
      const tops = new Set([...range.getClientRects()].filter((box) => box.width).map((box) => Math.round(box.top)));
      if (tops.size > 1) found.push(match[0]);
    }
  }
  return found;
}"""


BEGINS = """() => {
  const found = [];
  const texts = [];
  const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  const place = (node, index) => {
    const range = document.createRange();
    range.setStart(node, index);
    range.setEnd(node, index + 1);
    return range.getBoundingClientRect();
  };
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const isSeen = node.parentElement.checkVisibility({contentVisibilityAuto: true});
    if (!isSeen || node.parentElement.closest('.unseen') || !node.data.trim()) continue;
    for (const {index} of node.data.matchAll(/·/g)) {
      const before = node.data.slice(0, index).trimEnd();
      const last = texts.at(-1);
      const end = before ? place(node, before.length - 1) : place(last, last.data.trimEnd().length - 1);
      if (place(node, index).top >= end.bottom - 2) found.push(node.parentElement.textContent.trim());
    }
    texts.push(node);
  }
  return found;
}"""


@pytest.fixture
def counts(site):
    """Create a question with many helpful replies, an item with comments, and a school that has shared an example."""
    word = "counting" + str(time.time_ns()).translate(str.maketrans("0123456789", "abcdefghij"))
    question = make_comment(get_focus_area("leadership"), make_known("Bartholomew"), f"Who {word} replies?")
    replies = [make_comment(question) for _ in range(11)]
    Comment.objects.filter(pk__in=[question.pk, *(each.pk for each in replies)]).update(helpful_count=1234)
    school = make_school("A school that counts", postcode="LS1 4AP", type="Community school")
    story = make_story(f"Counting {word}", school=school)
    for _ in range(10):
        make_comment(story, is_question=True)
        make_comment(story)
    return word


def test_no_count_is_broken_over_two_lines(site, page, counts):
    broken = []
    for path in PAGES:
        page.goto(site + path.replace("WORD", counts))
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            broken += [(path, width, each) for each in page.evaluate(BROKEN, COUNTED)]

    assert broken == []


@pytest.mark.parametrize("path", ["/browse/?q=WORD", "/discussions/?q=WORD", "/schools/?q=ls1", "/practice/?near=ls1"])
def test_no_line_begins_with_what_parts_two_pieces(site, page, counts, path):
    page.goto(site + path.replace("WORD", counts))
    begun = []
    for width in (*WIDTHS, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        begun += [(width, each) for each in page.evaluate(BEGINS)]

    assert "·" in page.locator("main").inner_text()
    assert begun == []
