"""No count stands on two lines: neither its digits nor its number and its noun, at any width of a phone."""

from __future__ import annotations

import time

import pytest

from discussions.models import Comment
from tests.factories import focus_area, make_comment, make_known, make_school, make_story

pytestmark = pytest.mark.browser

PAGES = ("/", "/focus-areas/", "/focus-areas/leadership/", "/browse/", "/browse/?q=reading", "/practice/", "/events/",
         "/publishers/", "/schools/", "/discussions/", "/discussions/unanswered/",
         "/discussions/ask/?focus=leadership&q=WORD", "/discussions/?q=WORD", "/browse/?q=WORD")  # fmt: skip
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


@pytest.fixture
def counts(site):
    """A question with replies that many found helpful, an item that is discussed, a school that has shared."""
    word = "counting" + str(time.time_ns()).translate(str.maketrans("0123456789", "abcdefghij"))
    question = make_comment(focus_area("leadership"), make_known("Bartholomew"), f"Who {word} replies?")
    replies = [make_comment(question) for _ in range(11)]
    Comment.objects.filter(pk__in=[question.pk, *(each.pk for each in replies)]).update(helpful_count=1234)
    story = make_story(f"Counting {word}", school=make_school("A school that counts"))
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
