"""Tests that no parameter, address or header breaks the public site: 200 with a notice, a clean 400 or a clean 404."""

from __future__ import annotations

from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.pages import FEEDS, LISTS, PAGES, fill_catalogue
from tests.shared_rows import with_rows

pytestmark = [pytest.mark.django_db, with_rows(fill_catalogue)]

PARAMETERS = [
    "q",
    "kind",
    "focus",
    "need",
    "phase",
    "setting",
    "publisher",
    "sort",
    "page",
    "when",
    "next",
    "text",
    "p",
]
JUNK = [
    "nonsense",
    " ",
    "0",
    "-1",
    "1e9",
    "9" * 400,
    "10" * 9,
    "٣",
    "１",
    "NaN",
    "None",
    "null",
    "true",
    "[]",
    "{}",
    "*",
    "a" * 10_000,
    "é" * 5_000,
    "\0",
    "a\0b",
    "\x1b[31m",
    "\r\nSet-Cookie: a=b",
    "\u202e",
    "\ufeff",
    "👩🏽‍🏫",
    "%",
    "%%",
    "' OR 1=1--",
    '");DROP TABLE catalogue_item;--',
    "id;--",
    "created_by__password",
    "../../etc/passwd",
    "%2e%2e%2f",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7*7 }}",
    "{% debug %}",
    "((((((((",
    "a*" * 5_000,
    "%_%_",
    "\\",
    "leadership,outcomes",
    "LEADERSHIP",
    "leadership ",
    "javascript:alert(1)",
    "//evil.example",
]
RAW = [
    "focus=%00",
    "focus=%ED%A0%80",
    "focus=%FF%FE",
    "focus=%",
    "focus=%zz",
    "focus",
    "=",
    "&&&&",
    "=leadership",
    "focus[]=leadership",
    "q[]=a&q[]=b",
    "focus=leadership&focus=leadership&focus=outcomes",
    "page=2&page=3",
    "sort=title&sort=newest",
    "?",
    "??a=b",
    "focus=leadership;phase=primary",
    "FOCUS=leadership",
    "focus%00=leadership",
    "%F0%9F%92%A9=1",
    "page=1&page=",
    "&".join(["focus=leadership"] * 400),
    "&".join(f"focus=x{n}" for n in range(300)),
    "&".join(["a=1"] * 600),
    "&".join(f"a{n}=1" for n in range(2_000)),
    "focus=" + "x" * 100_000,
    "q=" + "%20" * 20_000,
]
GONE = [
    "/nowhere/",
    "/resources/nothing/",
    "/resources/nothing/calendar.ics",
    "/resources/a-resource/calendar.ics",
    "/resources/a-resource/files/1/",
    "/resources/a-resource/files/99999999999999999999999/",
    "/publishers/nobody/",
    "/focus-areas/nothing/",
    "/resources/%00/",
    "/resources/a%00b/",
    "/resources/" + "a" * 10_000 + "/",
    "/resources/é/",
    "/publishers/" + "a" * 10_000 + "/",
    "/focus-areas/%ED%A0%80/",
    "/focus-areas/..%2f..%2f/",
    "/%0aINFO%20admin",
    "/sitemap-nothing.xml",
    "/sitemap-items.xml?p=99",
    "/sitemap-items.xml?p=abc",
    "/sitemap-items.xml?p=0",
    "/.env",
    "/.git/config",
    "/admin/doc/",
    "/__debug__/",
    "/static/../gateway/settings.py",
    "/media/x.pdf",
    "/favicon.png",
    "/browse",
    "/browse//",
    "/events/calendar.ics/",
    "/feeds/items.json",
    "/resources/a-resource/x/",
]
CALM = {200, 301, 302, 400, 404}


@pytest.fixture
def answers(client, record_property):
    """Return a function that requests addresses and returns those with an unexpected status.

    It records the number of addresses for the report.
    """

    def ask(addresses):
        addresses = list(addresses)
        record_property("bad inputs", len(addresses))
        found = {address: client.get(address).status_code for address in addresses}
        return {address[:120]: status for address, status in found.items() if status not in CALM}

    return ask


@pytest.mark.parametrize("address", [*PAGES.values(), *FEEDS.values()])
def test_junk_in_every_parameter_is_answered_calmly(answers, address):
    join = "&" if "?" in address else "?"
    junk = JUNK if address == "/browse/" else JUNK[len(address) % 9 :: 9]

    assert answers(f"{address}{join}{urlencode({name: value})}" for name in PARAMETERS for value in junk) == {}


@pytest.mark.parametrize("address", [*LISTS, "/publishers/", "/reading/", *FEEDS.values()])
def test_strange_query_strings_are_answered_calmly(answers, address):
    join = "&" if "?" in address else "?"

    assert answers(f"{address}{join}{raw}" for raw in RAW) == {}


def test_an_address_that_leads_nowhere_is_a_clean_404(client, record_property):
    record_property("bad inputs", len(GONE))

    statuses = {address: client.get(address).status_code for address in GONE}

    assert {address[:80]: status for address, status in statuses.items() if status not in (404, 301)} == {}
    assert [address for address, status in statuses.items() if status == 301] == ["/browse"]


@pytest.mark.parametrize("address", ["/browse/", "/events/?when=past", "/focus-areas/leadership/"])
@pytest.mark.parametrize("number", ["0", "-1", "abc", "9" * 18, "9" * 10_000, "1e9", "٣", "2.0", "+2", " 2", "0x2"])
def test_a_page_that_does_not_exist_says_so(client, address, number):
    join = "&" if "?" in address else "?"

    response = client.get(f"{address}{join}page={quote(number)}")

    assert response.status_code == 200
    assert len(response.context["found"].notices) == 1
    assert response.context["found"].page_number == 1


@pytest.mark.parametrize("value", ["nonsense", "a" * 10_000, "<script>", "\u202egnp", "\0x"])
def test_an_unknown_value_is_left_out_and_said_so(client, value):
    found = client.get("/browse/", {"focus": value}).context["found"]

    assert (found.count, found.url) == (5, "/browse/")
    assert [notice[:15] for notice in found.notices] == ["We do not know "]
    assert len(found.notices[0]) < 90


def test_a_known_value_beside_an_unknown_one_still_counts(client):
    found = client.get("/browse/?kind=news&kind=nonsense").context["found"]

    assert (found.count, found.url) == (1, "/browse/?kind=news")


def test_many_unknown_values_do_not_fill_the_page(client):
    response = client.get("/browse/?" + "&".join(f"focus=x{number}" for number in range(400)))

    assert len(response.context["found"].notices) == 2
    assert len(response.content) < 60_000


@pytest.mark.parametrize("address", [*LISTS, *FEEDS.values()])
def test_more_parameters_than_any_visitor_sends_are_refused(client, address):
    join = "&" if "?" in address else "?"
    status = client.get(address + join + "&".join(["focus=a"] * 600)).status_code

    assert status in ({200, 400} if address in FEEDS.values() else {400})


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_pages_are_only_read(client, method):
    addresses = [*PAGES.values(), *list(FEEDS.values())[:4], "/healthz", "/robots.txt", "/resources/a-event/"]

    assert {getattr(client, method)(address).status_code for address in addresses} == {405}


@pytest.mark.parametrize(
    "headers",
    [
        {"HX-Request": "true", "HX-Current-URL": "\x00"},
        {"HX-Request": "true", "HX-Target": "x" * 5_000},
        {"HX-History-Restore-Request": "true", "HX-Request": "true"},
        {"Accept": "*/*;q=" + "9" * 5_000},
        {"Accept-Language": "x" * 5_000},
        {"Cookie": "sessionid=\x01; reading=%00; csrftoken=" + "a" * 5_000},
        {"If-Modified-Since": "yesterday"},
        {"Referer": "\x1b[31m"},
        {"User-Agent": ""},
        {"X-Forwarded-Host": "evil.example"},
        {"Range": "bytes=0-18446744073709551616"},
        {"X-HTTP-Method-Override": "DELETE"},
    ],
)
def test_strange_headers_do_no_harm(client, headers):
    for address in ("/browse/?focus=leadership", "/resources/a-event/", "/feeds/items.atom"):
        response = client.get(address, headers=headers)
        assert response.status_code == 200
        assert b"evil.example" not in response.content


def test_another_host_is_refused(client):
    assert client.get("/", headers={"Host": "evil.example"}).status_code == 400


@given(st.dictionaries(st.sampled_from(PARAMETERS), st.lists(st.text(max_size=30), max_size=4)), st.sampled_from(LISTS))
@settings(max_examples=60, deadline=2_000, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_asked_is_answered(client, parameters, address):
    response = client.get(address.partition("?")[0], parameters)

    assert response.status_code in (200, 404)
