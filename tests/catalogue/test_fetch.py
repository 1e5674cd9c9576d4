"""Tests that users' addresses are fetched only from the public web, and never for long (TRUST.md, T-56 and T-57)."""

from __future__ import annotations

import socket
from time import monotonic

import pytest

from gateway.catalogue.safe_fetch import FetchError, Forbidden, Unreachable, fetch, is_public
from tests.sites import make_answer, run_listener, run_site

DANGEROUS = [
    "http://127.0.0.1/",
    "http://127.0.0.1:{port}/",
    "http://localhost:{port}/",
    "http://localhost/",
    "http://127.1:{port}/",
    "http://2130706433/",
    "http://2130706433:{port}/",
    "http://0x7f000001/",
    "http://0x7f.1:{port}/",
    "http://0177.0.0.1:{port}/",
    "http://0/",
    "http://0.0.0.0:{port}/",
    "http://[::1]/",
    "http://[::1]:{port}/",
    "http://[::]:{port}/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]:{port}/",
    "http://[::127.0.0.1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[fe80::1%25lo]/",
    "http://[fc00::1]/",
    "http://[ff02::1]/",
    "http://10.0.0.1/",
    "http://172.16.0.1/",
    "http://192.168.1.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://100.64.0.1/",
    "http://224.0.0.1/",
    "http://255.255.255.255/",
    "http://user@127.0.0.1:{port}/",
    "http://user:word@example.org/",
    "http://example.org@127.0.0.1:{port}/",
    "http://example.org:6379/",
    "https://example.org:80/",
    "http://example.org:22/",
    "file:///etc/passwd",
    "ftp://127.0.0.1/",
    "gopher://127.0.0.1:{port}/",
    "javascript:alert(1)",
    "data:text/html,x",
    "//127.0.0.1/",
    "http:127.0.0.1",
    "http://",
    "http:///etc/passwd",
    "http://127.0.0.1:{port}\\@example.org/",
    "http://example.org\\@127.0.0.1:{port}/",
    "http://127.0.0.1:{port}/\r\nX: y",
    "http://127.0.0.1 :{port}/",
    "http://127.0.0.1:99999/",
    "http://①②⑦.⓪.⓪.①:{port}/",
    "http://[not an address]/",
    "http://" + "a" * 3_000,
    " http://127.0.0.1:{port}/",
    "http://localhost.:{port}/",
]


NOT_PUBLIC = [
    "0.0.0.1",
    "10.0.0.1",
    "100.64.0.1",
    "100.127.255.254",
    "127.0.0.1",
    "169.254.1.1",
    "172.31.0.1",
    "192.0.0.8",
    "192.0.0.9",
    "192.0.0.170",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.0.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "233.252.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::7f00:1",
    "::ffff:10.0.0.1",
    "::ffff:192.0.0.9",
    "::ffff:0:7f00:1",
    "64:ff9b::7f00:1",
    "64:ff9b::a00:1",
    "64:ff9b:1::1",
    "100::1",
    "100:0:0:1::1",
    "2001::1",
    "2001:2::1",
    "2001:10::1",
    "2001:20::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:a00:1::1",
    "3fff::1",
    "4000::1",
    "5f00::1",
    "fc00::1",
    "fd00::1",
    "fe00::1",
    "fe80::1%eth0",
    "fec0::1",
    "feff::1",
    "ff02::1",
    "ff0e::1",
]


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_an_address_that_is_not_of_the_public_internet_is_private(address):
    assert not is_public(address)


@pytest.fixture
def shop(settings):
    """Run a site on this machine that may be fetched."""
    with run_site({"/": make_answer(body=b"Welcome.", Content_Type="text/plain")}) as running:
        settings.FETCH_ALLOWED_HOSTS = {running.host}
        yield running


def names(monkeypatch, *answers):
    """Let every host name resolve to these addresses, one list after the other."""
    lists = iter(answers)

    def resolve(host, port, **options):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in next(lists)]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)


@pytest.mark.parametrize("address", DANGEROUS)
def test_a_dangerous_address_is_not_asked(address):
    with run_listener() as (port, seen), pytest.raises(FetchError):
        fetch(address.format(port=port))

    assert seen == []


def test_the_port_that_sees_no_dangerous_visitor_would_see_one(settings):
    with run_listener() as (port, seen):
        settings.FETCH_ALLOWED_HOSTS = {f"127.0.0.1:{port}"}
        with pytest.raises(Unreachable):
            fetch(f"http://127.0.0.1:{port}/")

    assert len(seen) == 1


def test_an_allowed_address_is_fetched(shop):
    answer = fetch(shop.url())

    assert (answer.status, answer.body, answer.is_cut) == (200, b"Welcome.", False)
    assert answer.headers["Content-Type"] == "text/plain"


def test_the_site_is_told_who_asks(shop, settings):
    settings.SITE_URL, settings.CONTACT_EMAIL = "https://gateway.example.org", "hello@example.org"

    fetch(shop.url())

    assert shop.headers[0]["User-Agent"] == "SENDGateway/1.0 (+https://gateway.example.org; hello@example.org)"


def test_an_error_of_the_site_is_an_answer(shop):
    assert fetch(shop.url("/away")).status == 404


def test_a_redirect_is_followed(shop):
    shop.answers["/old"] = make_answer(301, Location="/?a=b c")

    assert (fetch(shop.url("/old")).url, shop.asked[-1]) == (shop.url("/?a=b%20c"), ("GET", "/?a=b%20c"))


@pytest.mark.parametrize("hops", [1, 2, 3])
def test_a_redirect_into_our_own_network_is_refused(shop, hops):
    with run_listener() as (port, seen):
        for hop in range(hops - 1):
            shop.answers[f"/{hop}"] = make_answer(302, Location=f"/{hop + 1}")
        shop.answers[f"/{hops - 1}"] = make_answer(302, Location=f"http://localhost:{port}/")

        with pytest.raises(Forbidden):
            fetch(shop.url("/0"))

    assert (seen, len(shop.asked)) == ([], hops)


def test_a_fourth_redirect_is_not_followed(shop):
    shop.answers["/again"] = make_answer(302, Location="/again")

    with pytest.raises(Unreachable, match="too often"):
        fetch(shop.url("/again"))

    assert len(shop.asked) == 4


def test_a_name_that_changes_after_the_check_leads_nowhere_else(monkeypatch):
    connected = []
    names(monkeypatch, ["93.184.215.14"], ["127.0.0.1"])

    def connect(address, timeout):
        connected.append(address)
        return dead()

    monkeypatch.setattr(socket, "create_connection", connect)

    with pytest.raises(Unreachable):
        fetch("http://rebinding.example.org/")

    assert connected == [("93.184.215.14", 80)]


def dead():
    """Return a connection whose other end is closed."""
    ours, theirs = socket.socketpair()
    theirs.close()
    return ours


def test_a_name_with_one_private_address_among_public_ones_is_refused(monkeypatch):
    names(monkeypatch, ["93.184.215.14", "10.0.0.1"])

    with pytest.raises(Forbidden):
        fetch("http://both.example.org/")


def test_a_body_is_read_only_so_far(shop):
    shop.answers["/long"] = make_answer(body=b"a" * 3_000_000)

    answer = fetch(shop.url("/long"))

    assert (len(answer.body), answer.is_cut) == (1_000_000, True)


def trickle(handler):
    """Send a byte now and then, without end."""
    handler.send_response(200)
    handler.end_headers()
    while True:
        handler.wfile.write(b"a")
        if handler.server.stopped.wait(0.05):
            return


def trickle_headers(handler):
    """Send a header byte by byte, without end."""
    handler.wfile.write(b"HTTP/1.0 200 OK\r\nX-Long: ")
    while not handler.server.stopped.wait(0.05):
        handler.wfile.write(b"a")


@pytest.mark.parametrize("answer", [trickle, trickle_headers])
def test_a_site_that_never_ends_is_left_in_time(shop, answer):
    shop.answers["/slow"] = answer
    began = monotonic()

    with pytest.raises(Unreachable):
        fetch(shop.url("/slow"), seconds=0.5)

    assert monotonic() - began < 4


def test_a_host_that_does_not_exist_is_unreachable(monkeypatch):
    def resolve(*args, **options):
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", resolve)

    with pytest.raises(Unreachable, match="no such site"):
        fetch("https://nowhere.example.org/")


@pytest.mark.parametrize(
    "address", ["93.184.215.14", "192.0.1.1", "::ffff:8.8.8.8", "2606:2800:21f:cb07::1", "64:ff9b::5db8:d70e"]
)
def test_public_addresses_are_public(address):
    assert is_public(address)


def test_nothing_of_our_own_network_may_be_fetched_by_default(settings):
    assert frozenset() == settings.FETCH_ALLOWED_HOSTS
