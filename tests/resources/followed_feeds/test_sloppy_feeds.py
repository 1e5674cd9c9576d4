"""Tests with flawed real-world servers: every readable entry of an RSS or Atom feed is read."""

from __future__ import annotations

import gzip
import json
import zlib

import brotli
import pytest

from gateway.catalogue.models import Status
from resources.models import FeedEntry, Publication
from tests.factories import make_owner, make_publisher
from tests.files import read_case
from tests.resources.followed_feeds.visits import visit
from tests.sites import make_answer

pytestmark = pytest.mark.django_db
RSS = '<rss version="2.0"><channel><title>Oak</title>{}</channel></rss>'
ITEM = "<item><guid>{0}</guid><title>{1}</title><link>https://oak.example/{0}</link></item>"
CAFE = RSS.format(ITEM.format("1", "Café — naïve"))


def list_titles() -> list[str]:
    return sorted(Publication.objects.values_list("title", flat=True))


def test_entries_without_link_or_name_stay_apart(follow):
    feed = follow(read_case("nolink.xml"))

    assert list_titles() == ["Free autism training in March", "New SENCO handbook out", "Office closed on Friday"]
    assert set(Publication.objects.values_list("url", flat=True)) == {""}
    assert feed.problem == ""


def test_a_name_that_is_no_address_becomes_none(follow):
    follow(RSS.format("<item><guid>oak-3</guid><title>Closed</title></item>").encode())

    assert list(Publication.objects.values_list("title", "url")) == [("Closed", "")]


def test_entries_that_share_a_name_or_an_address_stay_apart(follow):
    item = "<item><guid>0</guid><title>{}</title><link>https://oak.example/news</link></item>"
    feed = follow(RSS.format("".join(map(item.format, ("One", "Two", "Three")))).encode())
    visit(feed)

    assert list_titles() == ["One", "Three", "Two"]


def test_a_bare_ampersand_is_one(follow):
    follow(read_case("bare-ampersand.xml"))

    assert list_titles() == ["R&D in SEND"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Pupils below &lt;P4 level&gt;", "Pupils below <P4 level>"),
        ("<![CDATA[Pupils at <P4 & above]]>", "Pupils at <P4 & above"),
        ("Caf&eacute;&nbsp;hours &amp; more", "Café hours & more"),
        ("&lt;b&gt;Bold&lt;/b&gt; news", "Bold news"),
        ("AT&T; and B&Q", "AT&T; and B&Q"),
    ],
)
def test_a_title_says_what_its_writer_meant(follow, written, read):
    follow(RSS.format(f"<item><guid>1</guid><title>{written}</title></item>").encode())

    assert list_titles() == [read]


ENCODED = {
    "UTF-8 without a word": CAFE.encode(),
    "UTF-8 with a mark": CAFE.encode("utf-8-sig"),
    "UTF-16": ('<?xml version="1.0" encoding="utf-16"?>' + CAFE).encode("utf-16"),
    "UTF-16 without a mark": CAFE.encode("utf-16-le"),
    "Windows-1252 that says so": ('<?xml version="1.0" encoding="windows-1252"?>' + CAFE).encode("cp1252"),
    "Windows-1252 that says ISO-8859-1": ('<?xml version="1.0" encoding="ISO-8859-1"?>' + CAFE).encode("cp1252"),
    "Windows-1252 that says UTF-8": ('<?xml version="1.0" encoding="UTF-8"?>' + CAFE).encode("cp1252"),
    "UTF-8 that says ISO-8859-1": ('<?xml version="1.0" encoding="ISO-8859-1"?>' + CAFE).encode(),
    "an encoding that nobody knows": ('<?xml version="1.0" encoding="x-nonsense"?>' + CAFE).encode(),
    "blanks before the head": ('\n\n <?xml version="1.0"?>' + CAFE).encode(),
    "NUL bytes": CAFE.replace("<item>", "<item>\0").encode(),
    "a bell": CAFE.replace("<item>", "\x07<item>").encode(),
    "its end missing": CAFE.partition("</channel>")[0].encode(),
}


@pytest.mark.parametrize("body", ENCODED.values(), ids=ENCODED.keys())
def test_a_feed_is_read_in_whatever_encoding_it_comes(follow, body):
    follow(body)

    assert list_titles() == ["Café — naïve"]


def test_the_encoding_that_only_the_server_names_is_heard(follow):
    body = RSS.format(ITEM.format("1", "Žlutý kůň")).encode("iso-8859-2")
    follow(make_answer(body=body, Content_Type="text/xml; charset=iso-8859-2"))

    assert list_titles() == ["Žlutý kůň"]


@pytest.mark.parametrize("sort", ["text/html", "text/plain", "application/octet-stream", "image/png", "nonsense"])
def test_a_wrong_content_type_does_no_harm(follow, sort):
    follow(make_answer(body=CAFE.encode(), Content_Type=sort))

    assert list_titles() == ["Café — naïve"]


def test_relative_links_lead_where_their_feed_says(follow):
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://oak.example/news/"><title>x</title>'
        '<entry><id>1</id><title>One</title><link href="one"/></entry></feed>'
    )
    follow(atom.encode())

    assert Publication.objects.get().url == "https://oak.example/news/one"


def test_rdf_is_read_too(follow):
    rdf = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
        '<channel rdf:about="https://oak.example/"><title>x</title></channel>'
        '<item rdf:about="https://oak.example/1"><title>One</title><link>https://oak.example/1</link></item></rdf:RDF>'
    )
    follow(rdf.encode())

    assert list(Publication.objects.values_list("title", "url")) == [("One", "https://oak.example/1")]


def deflate_raw(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


PACKED = {
    "gzip": ("gzip", gzip.compress(CAFE.encode())),
    "gzip by its old name": ("x-gzip", gzip.compress(CAFE.encode())),
    "gzip in two parts": ("gzip", gzip.compress(CAFE[:30].encode()) + gzip.compress(CAFE[30:].encode())),
    "gzip without a word": ("", gzip.compress(CAFE.encode())),
    "deflate": ("deflate", zlib.compress(CAFE.encode())),
    "deflate without a head": ("deflate", deflate_raw(CAFE.encode())),
    "Brotli": ("br", brotli.compress(CAFE.encode())),
    "twice": ("gzip, br", brotli.compress(gzip.compress(CAFE.encode()))),
    "not at all, though it says so": ("gzip", CAFE.encode()),
    "not at all, by its name": ("identity", CAFE.encode()),
}


@pytest.mark.parametrize(("coding", "body"), PACKED.values(), ids=PACKED.keys())
def test_what_is_sent_packed_unasked_is_read(follow, coding, body):
    follow(make_answer(body=body, **({"Content_Encoding": coding} if coding else {})))

    assert list_titles() == ["Café — naïve"]


def test_the_packed_sample_is_read(follow):
    headers = json.loads(read_case("gzip.xml.headers"))
    feed = follow(
        make_answer(body=read_case("gzip.xml"), **{name.replace("-", "_"): value for name, value in headers.items()})
    )

    assert (list_titles(), feed.problem) == (["Packed news"], "")


LARGE = b"<rss>" + b" " * 50_000_000
BAD = {
    "gzip cut short": ("gzip", gzip.compress(CAFE.encode())[:-20], "perhaps it is not complete"),
    "Brotli cut short": ("br", brotli.compress(CAFE.encode())[:-20], "perhaps it is not complete"),
    "a gzip bomb": ("gzip", gzip.compress(LARGE), "larger than 2 MB"),
    "a deflate bomb": ("deflate", deflate_raw(LARGE), "larger than 2 MB"),
    "a Brotli bomb": ("br", brotli.compress(LARGE, quality=5), "larger than 2 MB"),
    "a bomb in a bomb": ("gzip, gzip", gzip.compress(gzip.compress(LARGE)), "larger than 2 MB"),
    "what we cannot unpack": ("zstd", b"\x28\xb5\x2f\xfd" + bytes(50), "in a way that we cannot read (zstd)"),
    "gzip of nonsense": ("gzip", b"\x1f\x8b" + bytes(range(200)), "cannot be unpacked"),
}


@pytest.mark.parametrize(("coding", "body", "words"), BAD.values(), ids=BAD.keys())
def test_what_cannot_be_unpacked_is_named_and_costs_little(follow, coding, body, words):
    feed = follow(make_answer(body=body, Content_Encoding=coding))

    assert words in feed.problem
    assert list_titles() == []


def test_a_page_that_names_its_feed_is_refused_with_the_address(follow):
    html = '<html><link rel="alternate" type="application/rss+xml" href="https://oak.example/feed.xml"></html>'
    feed = follow(html.encode())

    assert "It names this feed: https://oak.example/feed.xml" in feed.problem


def changing(items):
    def answer(handler):
        make_answer(body=RSS.format("".join(ITEM.format(*item) for item in items)).encode())(handler)

    return answer


def test_a_draft_that_nobody_touched_follows_its_feed(follow):
    items = [("1", "Before")]
    feed = follow(changing(items))
    items[:] = [("1", "After")]

    visit(feed)
    items[:] = [("1", "After all")]
    visit(feed)

    assert list_titles() == ["After all"]


@pytest.mark.parametrize("change", ["edit", "publish"])
def test_what_somebody_worked_on_stays_and_its_owner_is_told(client, follow, change):
    owner = make_owner(publisher := make_publisher())
    items = [("1", "Before")]
    feed = follow(changing(items), publisher=publisher)
    draft = Publication.objects.get()
    if change == "edit":
        draft.take_version(draft.version)
    else:
        draft.move(Status.PUBLISHED)
    items[:] = [("1", "After")]

    visit(feed)

    client.force_login(owner)
    assert list_titles() == ["Before"]
    assert "The feed has changed this since." in client.get(feed.get_absolute_url()).text


def test_an_entry_that_is_mended_at_its_source_becomes_a_draft(follow):
    items = [("1", "")]
    feed = follow(changing(items))
    assert (list_titles(), FeedEntry.objects.get().problem) == ([], "It has no title.")
    items[:] = [("1", "Mended")]

    visit(feed)

    assert (list_titles(), FeedEntry.objects.get().problem, feed.problem) == (["Mended"], "", "")


def test_more_entries_than_are_read_are_counted(follow):
    feed = follow(RSS.format("".join(ITEM.format(number, "News") for number in range(230))).encode())

    assert FeedEntry.objects.count() == 200
    assert feed.problem == "It has 230 entries. We read the first 200."


@pytest.mark.parametrize("scheme", ["webcal", "feed", "WEBCAL"])
def test_the_address_of_a_subscription_is_taken(client, scheme):
    client.force_login(make_owner(publisher := make_publisher()))

    client.post(
        "/manage/feeds/", {"publisher": publisher.pk, "url": f"{scheme}://oak.example/cal.ics", "kind": "event"}
    )

    assert [feed.url for feed in publisher.feeds.all()] == ["https://oak.example/cal.ics"]
