"""Input from attackers, or from browsers, apps and pastes that did something unusual."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

TEXTS = [
    "",
    " ",
    "x",
    "0",
    "-1",
    "1.5",
    "1e9",
    "9" * 19,
    "9" * 400,
    "NaN",
    "Infinity",
    "None",
    "null",
    "true",
    "[]",
    "{}",
    "٣",
    "１",
    "²",
    "Ⅷ",
    "\0",
    "a\0b",
    "\x1b[31m",
    "\r\nX-A: b",
    "\u202e",
    "\ufeff",
    "\u200b",
    "e\u0301",
    "\ud800",
    "👩🏽‍🏫",
    "%",
    "%00",
    "%ff",
    "a" * 300,
    "a" * 20_000,
    "é" * 5_000,
    "😀" * 300,
    "' OR 1=1--",
    '"',
    "\\",
    "%_%",
    "../../etc/passwd",
    "<script>alert(1)</script>",
    "{{ 7*7 }}",
    "{% now 'Y' %}",
    "((((",
    "a AND",
    '"open',
    "-",
    "*",
    "leadership",
    "leadership,outcomes",
    "id",
    "-pk",
    "created_by__password",
    "2026-02-30",
    "0000-00-00",
    "9999-12-31",
    "0001-01-01",
    "9999-12-31T23:59",
    "2027-03-28T01:30",
    "2027-10-31T01:30",
    "25:61",
    "2026-02-29",
    "31/12/9999",
    "a@b",
    "a@b.c",
    "a" * 64 + "@example.org",
    "é@example.org",
    "a@xn--.org",
    "a@[1.2.3.4]",
    '"a b"@example.org',
    "http://",
    "https://[",
    "http://[::1",
    "http://a]b/",
    "https://example.org:99999/",
    "https://example.org:x/",
    "javascript:alert(1)",
    "data:text/html,x",
    "//evil.example",
    "ftp://a/",
    "https://é.example/",
    "https://.",
    "www.",
    "00000000-0000-0000-0000-000000000000",
    "not-a-uuid",
    "SW1A 1AA",
    "LS1",
    "136286",
    "10.1/x",
    "@" * 500,
    "#" * 500,
    ">" * 500,
    "[a](" * 200,
    "*" * 500,
    "`" * 501,
    "- " * 400,
    "|" * 500,
    "&#0;",
    "&#xD800;",
    "&" * 100,
]
ADDRESSES = [
    "1",
    "/",
    "//",
    "//a",
    "/\\a",
    "http://[",
    "http://a",
    "?",
    "#",
    "/browse/?q=%",
    "/%00",
    "/\0",
    "/é",
    "\n/",
]
RAW_QUERIES = [
    "",
    "=",
    "&&&",
    "{name}",
    "{name}=%",
    "{name}=%zz",
    "{name}=%00",
    "{name}=%ff%fe",
    "{name}=%ED%A0%80",
    "{name}[]=a",
    "{name}=a&{name}=b&{name}=",
    "{name}=a;{name}=b",
    "{name}%00=a",
    "=a&{name}",
    "{name}=+&{name}=%20",
]
UNUSED_PARAMETERS = [
    "unknown",
    "__class__",
    "q[]",
    "_popup",
    "_to_field",
    "_facets",
    "e",
    "o",
    "all",
    "csrfmiddlewaretoken",
]
FILES = [
    ("", b""),
    ("a.pdf", b""),
    ("a.pdf", b"%PDF-1.7\n"),
    ("a.csv", b"kind,title\n\xff\xfe\0\n"),
    ("é\u202e.xlsx", b"PK"),
    ("a.xlsx", b"PK\x03\x04" + b"\0" * 60),
    ("../a.png", b"\x89PNG\r\n\x1a\n"),
    ("a" * 300 + ".txt", b"words"),
]
PARAMETER_PATTERN = re.compile(
    r"(?:GET|params|query|data)\.get(?:list)?\(\s*\"([\w-]+)\"|parameter[_ ]name = \"([\w-]+)\""
)


def find_parameters() -> set[str]:
    """Return the names of query and form parameters that the site's code reads."""
    sources = (
        path.read_text() for package in settings.OUR_PACKAGES for path in (settings.BASE_DIR / package).rglob("*.py")
    )
    return {first or second for source in sources for first, second in PARAMETER_PATTERN.findall(source)}


def choose_text(name: str, chance: random.Random) -> str:
    """Return a text for a parameter or field; one for a redirect is often an address."""
    leads_back = name in {"next", "path", "referer"}
    return chance.choice(ADDRESSES if leads_back and chance.random() < 0.6 else TEXTS)


def make_raw_query(name: str, chance: random.Random) -> str:
    """Return a query string or form body that no browser would send."""
    return chance.choice(RAW_QUERIES).format(name=name)


def make_file(chance: random.Random) -> SimpleUploadedFile:
    """Return a file whose content may not match its name."""
    name, content = chance.choice(FILES)
    return SimpleUploadedFile(name or "x", content)


def choose_some(choices: Iterable[str], number: int, chance: random.Random) -> list[str]:
    """Return up to `number` of the choices."""
    found = sorted(choices)
    return chance.sample(found, min(number, len(found)))
