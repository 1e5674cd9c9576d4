"""The environment variables of a deployment, each read here and refused by name if it is malformed.

Any variable can be read from a file instead: `SECRET_KEY_FILE=/run/secrets/key`. An empty one counts as not set.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Collection, Mapping
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

YES_WORDS = frozenset({"1", "on", "true", "yes", "y"})
NO_WORDS = frozenset({"0", "off", "false", "no", "n"})
DATABASE_SCHEMES = ("postgres", "postgresql", "sqlite")
MAIL_SERVER_SCHEMES = ("smtp", "smtp+tls", "smtp+ssl", "smtps")
OTHER_MAIL_SCHEMES = ("consolemail", "filemail", "memorymail", "dummymail")
HOST_PATTERN = re.compile(r"\.?[a-z0-9_-]+(\.[a-z0-9_-]+)*\.?|\*|\[[0-9a-f:.]+\]", re.IGNORECASE)
type Text = str  # inside the class below, `str` and so on are its methods
type Flag = bool
type Whole = int
type Number = float
type Texts = list[str]
PASSWORD_PATTERN = re.compile(r":(?!//)[^:].*@|:(?!//)@", re.DOTALL)
"""From the first colon after the scheme's to the last @: a password may hold any character, and be mistyped."""
SSL_MODES = frozenset({"allow", "disable", "prefer", "require", "verify-ca", "verify-full"})
DJANGO_OPTIONS = frozenset({"assume_role", "isolation_level", "pool", "server_side_binding"})
REDIS_PATH_PATTERN = re.compile(r"/?|/[0-9]{1,4}/?")
OTHERS_MODE_BITS = stat.S_IRWXG | stat.S_IRWXO
DATA_NAMES = frozenset({"gateway.sqlite3", "media", "static"})


class InvalidVariable(ImproperlyConfigured):
    """Raised for a malformed variable; the message says which one, what it is, and what it takes."""


class Environment:
    """A reader of variables, which raises InvalidVariable for a malformed one."""

    def __init__(self, variables: Mapping[Text, Text] = os.environ) -> None:
        self.variables = variables

    def make_error(self, name: Text, got: Text, wanted: Text) -> InvalidVariable:
        """Return the error to raise; its message contains no password."""
        return InvalidVariable(f"{name} is “{PASSWORD_PATTERN.sub(':…@', got)}”. It takes {wanted}.")

    def str(self, name: Text, default: Text = "") -> Text:
        """Return the text of a variable, or of the file that `name`_FILE names."""
        if path := self.variables.get(f"{name}_FILE"):
            try:
                return Path(path).read_text(encoding="utf-8").strip() or default
            except (OSError, UnicodeError) as error:
                raise self.make_error(f"{name}_FILE", path, "the path of a text file that the site may read") from error
        return self.variables.get(name, "").strip() or default

    def bool(self, name: Text, default: Flag = False) -> Flag:
        text = self.str(name).lower()
        if text and text not in YES_WORDS | NO_WORDS:
            raise self.make_error(name, text, "1 (on) or 0 (off)")
        return text in YES_WORDS if text else default

    def int(self, name: Text, default: Whole, least: Whole = 0, most: Whole = 2**31) -> Whole:
        text = self.str(name, str(default))
        if not re.fullmatch(r"-?[0-9]{1,12}", text) or not least <= int(text) <= most:
            raise self.make_error(name, text, f"a whole number from {least} to {most}, such as {default}")
        return int(text)

    def float(self, name: Text, default: Number) -> Number:
        """Return a number that is not negative."""
        text = self.str(name, str(default))
        if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})?", text):
            raise self.make_error(name, text, f"a number, such as {default}")
        return float(text)

    def choice(self, name: Text, choices: Collection[Text], default: Text) -> Text:
        text = self.str(name, default)
        if text not in choices:
            raise self.make_error(name, text, f"one of: {', '.join(choices)}")
        return text

    def list(self, name: Text, default: Collection[Text] = ()) -> Texts:
        """Return the parts between commas."""
        return [part.strip() for part in self.str(name).split(",") if part.strip()] or [*default]

    def hosts(self, name: Text, default: Collection[Text] = ()) -> Texts:
        """Return host names, without scheme and port."""
        hosts = self.list(name, default)
        for host in hosts:
            if not HOST_PATTERN.fullmatch(host):
                raise self.make_error(
                    name, host, "names of hosts without https:// and port, such as gateway.example.org"
                )
        return hosts

    def origins(self, name: Text) -> Texts:
        """Return sites, each a scheme and a host."""
        origins = self.list(name)
        for origin in origins:
            if not is_origin(origin):
                raise self.make_error(name, origin, "sites such as https://other.example.org, with commas between")
        return origins

    def site(self, name: Text, default: Text) -> Text:
        """Return the beginning of a site's addresses, without a slash at its end."""
        text = self.str(name, default)
        parts = split_address(text.rstrip("/"))
        is_one_site = parts and parts.username is None and not (parts.hostname or "").startswith(("*", "."))
        if not is_origin(text.rstrip("/")) or not is_one_site:
            raise self.make_error(
                name, text, "the beginning of a site's addresses, such as https://gateway.example.org"
            )
        return text.rstrip("/")

    def url(self, name: Text, schemes: Collection[Text], example: Text) -> Text:
        """Return the address of a service, or an empty string."""
        text = self.str(name)
        parts = split_address(text)
        is_redis = parts is not None and parts.scheme in ("redis", "rediss")
        is_wrong = parts is None or parts.scheme not in schemes or not get_host(parts)
        if text and (is_wrong or (parts and is_redis and not REDIS_PATH_PATTERN.fullmatch(parts.path))):
            raise self.make_error(name, text, f"an address such as {example}")
        return text

    def database(self, name: Text, default: Text) -> dict[Text, Any]:
        text = self.str(name, default)
        parts = split_address(text)
        if parts is None or parts.scheme not in DATABASE_SCHEMES or not parts.path.strip("/"):
            raise self.make_error(name, text, "postgres://user:password@host:5432/name or sqlite:////path/of/a/file")
        config = environ.Env.db_url_config(text)
        if parts.scheme == "sqlite" and not may_be_written(Path(config["NAME"])):
            raise self.make_error(
                name, text, "sqlite:////path/of/a/file, in a folder that is there and may be written into"
            )
        if parts.scheme != "sqlite" and not (
            "/" not in config["NAME"] and has_known_options(config.get("OPTIONS", {}))
        ):
            raise self.make_error(
                name, text, "postgres://user:password@host:5432/name, with options such as ?sslmode=require"
            )
        return config

    def mail_server(self, name: Text, default: Text) -> dict[Text, Any]:
        text = self.str(name, default)
        parts = split_address(text)
        is_server = parts is not None and parts.scheme in MAIL_SERVER_SCHEMES and parts.hostname
        if parts is None or not (is_server or parts.scheme in OTHER_MAIL_SCHEMES):
            raise self.make_error(name, text, "smtp+tls://user:password@host:587, or smtp://host:25 without encryption")
        return environ.Env.email_url_config(text)

    def address(self, name: Text, default: Text) -> Text:
        """Return an e-mail address, with or without a name before it."""
        text = self.str(name, default)
        try:
            validate_email(parseaddr(text)[1] if text.count("<") == text.count(">") else "")
        except ValidationError as error:
            raise self.make_error(name, text, "an email address, such as SEND Gateway <hello@example.org>") from error
        return text

    def bind_address(self, name: Text, default: Text) -> Text:
        """Return where to listen: an address with a port, or a socket."""
        text = self.str(name, default)
        parts = split_address(f"//{text}")
        if not text.startswith("unix:/") and (parts is None or parts.port is None or parts.path):
            raise self.make_error(name, text, f"an address and a port, such as {default}, or unix:/run/gateway.sock")
        return text

    def folder(self, name: Text, default: Text) -> Path:
        """Return a folder that the site may write into, created if need be."""
        path = self.str(name, default)
        if path.startswith("~"):
            raise self.make_error(name, path, "a path from / on; only a shell knows what ~ is")
        try:
            return make_private_folder(Path(path).resolve())
        except (OSError, ValueError) as error:
            raise self.make_error(name, path, "the path of a folder that the site may make and write into") from error


def split_address(text: str) -> SplitResult | None:
    """Return the parts of an address, or None if it is malformed, as with a port that is no number."""
    try:
        parts = urlsplit(text)
        is_one = not re.search(r"\s", parts.netloc) and not parts.netloc.endswith(":")
        return parts if is_one and (parts.port is None or parts.port > 0) else None
    except ValueError:
        return None


def may_be_written(file: Path) -> bool:
    """Return True if the file can be written, or created and written."""
    try:
        return not file.is_dir() and os.access(file if file.exists() else file.parent, os.W_OK)
    except (OSError, ValueError):
        return False


def has_known_options(options: Mapping[str, Any]) -> bool:
    """Return True if these are options of a PostgreSQL connection or of Django's back end for it."""
    from psycopg.pq import Conninfo

    known = {each.keyword.decode() for each in Conninfo.get_defaults()} | DJANGO_OPTIONS
    return options.keys() <= known and options.get("sslmode", "prefer") in SSL_MODES


def get_host(parts: SplitResult) -> str:
    """Return where a service is: its host, or the path of its socket."""
    return (parts.path.strip("/") if parts.scheme == "unix" else parts.hostname) or ""


def is_origin(text: str) -> bool:
    """Return True if the text is a scheme and a host, with or without a port, and nothing else."""
    parts = split_address(text)
    if parts is None or parts.scheme not in {"http", "https"} or not parts.hostname:
        return False
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return (
        bool(HOST_PATTERN.fullmatch(host.removeprefix("*."))) and parts.geturl() == f"{parts.scheme}://{parts.netloc}"
    )


def make_private_folder(folder: Path) -> Path:
    """Return the folder, created if need be and closed to other users, because it holds personal data.

    A folder with files of which none is ours, such as /tmp, may be others' too, and is left as it is.
    """
    folder.mkdir(mode=stat.S_IRWXU, parents=True, exist_ok=True)
    state = folder.stat()
    if state.st_mode & OTHERS_MODE_BITS and state.st_uid == os.getuid():
        names = set(os.listdir(folder))
        if not names or names & DATA_NAMES:
            folder.chmod(stat.S_IRWXU)
    if not os.access(folder, os.W_OK | os.X_OK):
        raise PermissionError(folder)
    return folder


env = Environment()
