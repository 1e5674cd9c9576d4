"""Requests to addresses from users that never reach into our own network (SSRF).

Every name is resolved once, every answer of the resolver must be public, and the connection goes to the address that
was checked, so a name that changes in the meantime gains nothing. Each redirect is checked in the same way. What is
fetched is limited in bytes and in time.
"""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from functools import cache
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from time import monotonic
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from django.conf import settings

MAX_ADDRESS_LENGTH = 2_000
PORTS_BY_SCHEME = {"http": 80, "https": 443}
REDIRECT_CODES = frozenset({301, 302, 303, 307, 308})
MAX_REDIRECTS = 3
MAX_BYTES = 1_000_000
TIMEOUT_SECONDS = 5.0
CHUNK_BYTES = 64 * 1024
ADDRESS_CHARACTERS = "/%:;=?@!$&'()*+,~#[]"
UNICAST_NETWORK = IPv6Network("2000::/3")
"""All of IPv6 that the public internet uses; it excludes site-local, multicast and unassigned addresses."""
NAT64_NETWORK = IPv6Network("64:ff9b::/96")
PRIVATE_NETWORKS = tuple(
    ip_network(each)
    for each in (
        "192.0.0.0/24",  # IETF protocols
        "192.88.99.0/24",  # 6to4 relays
        "2001::/23",  # IETF protocols, with Teredo and ORCHID
        "2002::/16",  # 6to4: only wraps another address
        "3fff::/20",  # documentation
    )
)
"""Ranges that Python treats as partly public, but that lead to no site or to an unknown one (RFC 6890)."""


class FetchError(Exception):
    """Raised if nothing was fetched; the message says why."""


class Forbidden(FetchError):
    """The address is not one of the public web, so no request was sent."""


class Unreachable(FetchError):
    """The address did not answer as a site should: no connection, no time left, or endless redirects."""


@dataclass(frozen=True)
class Answer:
    """What an address answered: `url` is where the redirects ended, `is_cut` whether the body was longer."""

    url: str
    status: int
    headers: Message
    body: bytes
    is_cut: bool = False


@dataclass(frozen=True)
class Target:
    """An address that may be requested, and the checked network addresses behind its name."""

    parts: SplitResult
    host: str
    port: int
    addresses: tuple[str, ...]

    @property
    def path(self) -> str:
        """Return the path and query to request."""
        path = quote(self.parts.path or "/", safe=ADDRESS_CHARACTERS)
        return f"{path}?{quote(self.parts.query, safe=ADDRESS_CHARACTERS)}" if self.parts.query else path


@dataclass(frozen=True)
class Deadline:
    """The time by which a fetch must be over, including all its redirects."""

    at: float

    @property
    def left(self) -> float:
        """Return the seconds that are left, or raise Unreachable if there are none."""
        left = self.at - monotonic()
        if left <= 0:
            raise Unreachable("It did not answer in time.")
        return left


def fetch(
    url: str,
    *,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    most: int = MAX_BYTES,
    seconds: float = TIMEOUT_SECONDS,
) -> Answer:
    """Return what `url` answers, up to `most` bytes, after at most three redirects and `seconds` in all.

    Raise Forbidden if it, or a redirect, is not an address of the public web, and Unreachable if it does not answer. An
    answer with an error status is an answer.
    """
    deadline = Deadline(monotonic() + seconds)
    for _ in range(MAX_REDIRECTS + 1):
        answer = request_target(resolve_target(url), method, headers or {}, most, deadline)
        location = answer.headers.get("Location")
        if answer.status not in REDIRECT_CODES or not location:
            return answer
        url = resolve_redirect(answer.url, location)
    raise Unreachable("It redirects too often.")


def resolve_redirect(url: str, location: str) -> str:
    """Return where a redirect leads, or raise Forbidden if that is not an address."""
    try:
        return urljoin(url, location.strip().replace(" ", "%20"))
    except ValueError as error:
        raise Forbidden("It redirects to something that is not an address.") from error


def resolve_target(url: str) -> Target:
    """Return the address, resolved and checked.

    Raise Forbidden if it may not be requested, and Unreachable if it has no host.
    """
    parts, host, port = parse_public_url(url)
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise Unreachable("There is no such site.") from error
    except UnicodeError as error:
        raise Forbidden("The name of its host is not one.") from error
    addresses = tuple(dict.fromkeys(str(each[4][0]) for each in found))
    if f"{host}:{port}" not in settings.FETCH_ALLOWED_HOSTS and not all(is_public(address) for address in addresses):
        raise Forbidden("It does not lead to the public web.")
    return Target(parts, host, port, addresses)


def parse_public_url(url: str) -> tuple[SplitResult, str, int]:
    """Return the parts of an address, its host and its port.

    Raise Forbidden if it is not a plain web address.
    """
    if (
        len(url) > MAX_ADDRESS_LENGTH
        or "\\" in url
        or any(character <= " " or character == "\x7f" for character in url)
    ):
        raise Forbidden("It is not an address of the web.")
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port or PORTS_BY_SCHEME.get(parts.scheme, 0)
        host = host if ":" in host else host.encode("idna").decode()
    except (ValueError, UnicodeError) as error:
        raise Forbidden("It is not an address of the web.") from error
    if parts.scheme not in PORTS_BY_SCHEME or not host or parts.username is not None or parts.password is not None:
        raise Forbidden("It is not an address of the web.")
    if port != PORTS_BY_SCHEME[parts.scheme] and f"{host}:{port}" not in settings.FETCH_ALLOWED_HOSTS:
        raise Forbidden("It names a port that sites do not use.")
    return parts, host, port


def is_public(address: str) -> bool:
    """Return whether a network address, and any that it wraps, belongs to the public internet."""
    network: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
    if isinstance(network, IPv6Address) and network in NAT64_NETWORK:
        network = IPv4Address(int(network) & 0xFFFFFFFF)
    if isinstance(network, IPv6Address) and network.ipv4_mapped:
        network = network.ipv4_mapped
    is_elsewhere = isinstance(network, IPv6Address) and network not in UNICAST_NETWORK
    if is_elsewhere or any(network in each for each in PRIVATE_NETWORKS):
        return False
    return network.is_global and not network.is_multicast and not network.is_reserved


def request_target(target: Target, method: str, headers: Mapping[str, str], most: int, deadline: Deadline) -> Answer:
    """Return what the target itself answers, or raise Unreachable if it does not."""
    is_secure = target.parts.scheme == "https"
    connection = (HTTPSConnection if is_secure else HTTPConnection)(target.host, target.port)
    sent = {"User-Agent": build_user_agent(), "Accept-Encoding": "identity", "Connection": "close", **headers}
    try:
        with close_at_deadline(connection, deadline):
            open_connection(connection, target, deadline)
            connection.request(method, target.path, headers=sent)
            with connection.getresponse() as response:
                body = read_body(response, most + 1, deadline)
    except (OSError, HTTPException, UnicodeError) as error:
        raise Unreachable(f"It could not be read ({type(error).__name__}).") from error
    return Answer(target.parts.geturl(), response.status, response.headers, body[:most], len(body) > most)


def read_body(response: HTTPResponse, most: int, deadline: Deadline) -> bytes:
    body = bytearray()
    while len(body) < most and deadline.left and (chunk := response.read1(min(CHUNK_BYTES, most - len(body)))):
        body += chunk
    return bytes(body)


def open_connection(connection: HTTPConnection, target: Target, deadline: Deadline) -> None:
    """Connect to the first of the checked addresses that answers; a secure name must have a valid certificate."""
    for place, address in enumerate(target.addresses):
        try:
            connection.sock = socket.create_connection((address, target.port), deadline.left)
            break
        except OSError:
            if place == len(target.addresses) - 1:
                raise
    if target.parts.scheme == "https":
        connection.sock = get_ssl_context().wrap_socket(
            connection.sock, server_hostname=target.host, do_handshake_on_connect=False
        )
        connection.sock.do_handshake()


@contextmanager
def close_at_deadline(connection: HTTPConnection, deadline: Deadline) -> Iterator[None]:
    """Close the connection at the end, or at any point once the time is up."""
    timer = threading.Timer(deadline.left, shut_down, [connection])
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        connection.close()


def shut_down(connection: HTTPConnection) -> None:
    """End any operation that waits for the other side."""
    try:
        connection.sock.shutdown(socket.SHUT_RDWR)
    except (OSError, AttributeError):
        return


@cache
def get_ssl_context() -> ssl.SSLContext:
    return ssl.create_default_context()


def build_user_agent() -> str:
    """Return the name of the site and whom to write to about its requests."""
    return f"SENDGateway/1.0 (+{settings.SITE_URL}; {settings.CONTACT_EMAIL})"
