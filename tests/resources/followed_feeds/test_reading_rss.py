"""Tests of the RSS and Atom reader with feeds as sites send them, without a visit."""

from __future__ import annotations

import pytest

from resources.followed_feeds.entries import UnreadableFeed
from resources.followed_feeds.rss import read_rss

ADDRESS = "https://feed.example/a/feed.xml"
RSS = '<rss version="2.0"><channel><title>x</title>{}</channel></rss>'
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title><entry>{}</entry></feed>'


def read(feed: str | bytes):
    return read_rss(feed if isinstance(feed, bytes) else feed.encode(), ADDRESS).entries


def make_item(lines: str) -> str:
    return RSS.format(f"<item>{lines}</item>")


LINKS = {
    "an Atom name that is a number": (ATOM.format("<id>1</id><title>One</title>"), ""),
    "an Atom name that is an address": (
        ATOM.format("<id>https://o.example/1</id><title>One</title>"),
        "https://o.example/1",
    ),
    "an Atom text that lies elsewhere": (
        ATOM.format('<id>1</id><title>One</title><content src="https://o.example/x"/>'),
        "https://o.example/x",
    ),
    "only a link to the entry's own source": (
        ATOM.format('<id>1</id><title>One</title><link rel="self" href="https://o.example/self"/>'),
        "",
    ),
    "www without https": (
        make_item("<title>One</title><link>www.oak.example/one</link>"),
        "https://www.oak.example/one",
    ),
    "a host without https": (make_item("<title>One</title><link>oak.org.uk/one</link>"), "https://oak.org.uk/one"),
    "a page beside the feed": (make_item("<title>One</title><link>one.html</link>"), "https://feed.example/a/one.html"),
    "capital letters": (make_item("<title>One</title><link>HTTPS://o.example/1</link>"), "https://o.example/1"),
    "a space in it": (
        make_item("<title>One</title><link>https://o.example/a b.pdf</link>"),
        "https://o.example/a%20b.pdf",
    ),
    "two links": (
        make_item("<title>One</title><link>https://o.example/1</link><link>https://o.example/2</link>"),
        "https://o.example/1",
    ),
    "only a sound": (
        make_item('<title>One</title><enclosure url="https://o.example/1.mp3" type="audio/mpeg"/>'),
        "https://o.example/1.mp3",
    ),
    "a page and a sound": (
        make_item('<title>One</title><enclosure url="https://o.example/1.mp3"/><link>https://o.example/1</link>'),
        "https://o.example/1",
    ),
}


@pytest.mark.parametrize(("feed", "url"), LINKS.values(), ids=LINKS.keys())
def test_an_entry_leads_to_an_address_of_its_own_or_to_none(feed, url):
    assert [(entry.title, entry.url) for entry in read(feed)] == [("One", url)]


@pytest.mark.parametrize("day", ["Mon, 31 Feb 2026 10:00:00 GMT", "yesterday", "14/03/2026", "0000-00-00 00:00:00", ""])
def test_a_date_that_is_none_costs_nothing_but_itself(day):
    entry, other = read(
        RSS.format(f"<item><title>One</title><pubDate>{day}</pubDate></item><item><title>2</title></item>")
    )

    assert (entry.title, entry.problem, entry.year in (None, -1), other.title) == ("One", "", True, "2")


@pytest.mark.parametrize(
    "link",
    [
        "https://oak/x",
        "https://o..example/x",
        "mailto:jo@oak.example",
        "javascript:alert(1)",
        "https://o.example:99999/x",
        "https://o.example@p.example/x",
        f"https://o.example/{'a' * 600}",
    ],
)
def test_a_link_that_is_left_out_is_named(link):
    (entry,) = read(make_item(f"<title>One</title><link>{link}</link>"))

    assert (entry.url, entry.problem) == ("", "")
    assert "we left it out" in entry.note


TITLES = {
    "half characters": ("A &#xD83D;&#xDE00; B", "A 😀 B"),
    "a half character alone": ("A&#xD83D;B", "AB"),
    "a number beyond all characters": ("A&#9999999;B", "AB"),
    "a character that XML forbids": ("A&#0;B&#x1F;C", "ABC"),
    "no word but a character without width": ("&#x200B;", ""),
}


@pytest.mark.parametrize(("written", "title"), TITLES.values(), ids=TITLES.keys())
def test_one_bad_character_costs_that_character(written, title):
    good, other = read(RSS.format(f"<item><title>{written}</title></item><item><title>Other</title></item>"))

    assert (good.title, good.problem) == (title, "" if title else "It has no title.")
    assert other.title == "Other"


def test_one_byte_that_is_no_utf_8_costs_that_byte():
    (entry,) = read(make_item("<title>Café – naive</title>").encode().replace(b"naive", b"na\xefve"))

    assert entry.title == "Café – naïve"


APART = {
    "one name, one title, two pages": (
        "<item><guid>1</guid><title>A</title><link>https://o.example/a</link></item>"
        "<item><guid>1</guid><title>A</title><link>https://o.example/b</link></item>"
    ),
    "one title, two dates, nothing else": (
        "<item><title>Drop-in</title><pubDate>Mon, 02 Mar 2026 10:00:00 GMT</pubDate></item>"
        "<item><title>Drop-in</title><pubDate>Mon, 09 Mar 2026 10:00:00 GMT</pubDate></item>"
    ),
}


@pytest.mark.parametrize("items", APART.values(), ids=APART.keys())
def test_different_entries_have_different_names(items):
    assert len({entry.guid for entry in read(RSS.format(items))}) == 2


def test_what_stands_twice_is_one():
    assert len(read(RSS.format("<item><guid>1</guid><title>A</title></item>" * 2))) == 1


CUT = {
    "in a title": "<item><title>Two is a lo",
    "in a text": "<item><title>Two</title><description><![CDATA[Wor",
    "before its end": "<item><title>Two</title><description>Words</description>",
}


@pytest.mark.parametrize("rest", CUT.values(), ids=CUT.keys())
def test_an_entry_in_whose_middle_the_feed_ends_is_named(rest):
    feed = RSS.format("<item><title>One</title></item>" + rest).removesuffix("</channel></rss>")

    assert [entry.problem for entry in read(feed)] == ["", "The feed ends in the middle of it."]


def test_a_feed_may_write_about_entities():
    (entry,) = read(make_item("<title>One</title><description><![CDATA[Write &lt;!ENTITY or <!ENTITY]]></description>"))

    assert entry.title == "One"


def test_a_podcast_has_the_title_that_its_players_show():
    (entry,) = read(
        make_item(
            '<itunes:title xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd">Talk</itunes:title><guid>1</guid>'
        )
    )

    assert entry.title == "Talk"


def test_bytes_of_a_file_are_no_words():
    (entry,) = read(ATOM.format('<id>1</id><title>One</title><content type="application/pdf">SGVsbG8=</content>'))

    assert entry.text == ""


def test_what_is_too_long_for_a_draft_is_cut_between_words_and_named():
    (entry,) = read(make_item(f"<title>{'word ' * 60}</title><description>{'text ' * 6000}</description>"))

    assert (entry.title[-6:], len(entry.title) <= 200, len(entry.text) <= 20_000) == (" word…", True, True)
    assert entry.note == "Too long for a draft, so we cut it: its title and text."


def test_the_text_after_a_picture_that_stands_in_its_address_is_read():
    picture = f'<img src="data:image/png;base64,{"A" * 300_000}"/>'
    (entry,) = read(make_item(f"<title>One</title><description><![CDATA[{picture}<p>Words</p>]]></description>"))

    assert entry.text == "Words"


MISTAKEN = {
    "nothing": ("", "the site sent nothing"),
    "a page": ("<!doctype html><html><body>Hello</body></html>", "Look on that page for the address"),
    "a JSON feed": ('{"version": "https://jsonfeed.org/version/1.1"}', "JSON, which we do not read"),
    "text": ("hello", "Ask who looks after the site"),
    "entities": ('<!DOCTYPE rss [<!ENTITY nbsp "x">]><rss/>', "leave out the lines that begin with <!ENTITY"),
}


@pytest.mark.parametrize(("body", "words"), MISTAKEN.values(), ids=MISTAKEN.keys())
def test_what_is_no_feed_is_refused_with_what_to_do(body, words):
    with pytest.raises(UnreadableFeed, match=words):
        read(body)
