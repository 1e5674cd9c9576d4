"""Environment variables that libraries read by themselves, checked in the same way as our own.

gunicorn, PostgreSQL's library and boto3 end in a traceback, or name only the value, if one is malformed.
"""

from __future__ import annotations

import re
import shlex
from argparse import ArgumentError, ArgumentParser, Namespace
from collections.abc import Mapping
from ipaddress import ip_network
from typing import NoReturn

from gateway.environment import Environment

type VariableFormats = Mapping[str, tuple[str, str]]


def make_choice_format(*words: str) -> tuple[str, str]:
    """Return the form of a variable that takes one of these words."""
    return "|".join(words), f"one of: {', '.join(words)}"


NUMBER_FORMAT = ("[1-9][0-9]{0,5}", "a whole number, such as 3")
CHECKSUM_FORMAT = make_choice_format("when_supported", "when_required")
SERVICE_FORMAT = (r"https?://[^\s/]+.*", "an address such as https://s3.example.org")
POSTGRES_FORMATS: VariableFormats = {
    "PGPORT": ("[1-9][0-9]{0,4}", "the number of a port, such as 5432"),
    "PGSSLMODE": make_choice_format("disable", "allow", "prefer", "require", "verify-ca", "verify-full"),
    "PGTARGETSESSIONATTRS": make_choice_format(
        "any", "read-write", "read-only", "primary", "standby", "prefer-standby"
    ),
}
BUCKET_FORMATS: VariableFormats = {
    "AWS_DEFAULTS_MODE": make_choice_format("auto", "cross-region", "in-region", "legacy", "mobile", "standard"),
    "AWS_DEFAULT_REGION": ("[a-z0-9-]+", "the name of a region, such as eu-west-2"),
    "AWS_ENDPOINT_URL": SERVICE_FORMAT,
    "AWS_ENDPOINT_URL_S3": SERVICE_FORMAT,
    "AWS_MAX_ATTEMPTS": NUMBER_FORMAT,
    "AWS_REQUEST_CHECKSUM_CALCULATION": CHECKSUM_FORMAT,
    "AWS_RESPONSE_CHECKSUM_VALIDATION": CHECKSUM_FORMAT,
    "AWS_RETRY_MODE": make_choice_format("adaptive", "legacy", "standard"),
}


def check_variables(env: Environment, forms: VariableFormats) -> None:
    """Raise InvalidVariable for the first of these variables that is malformed; one that is not set passes."""
    for name, (pattern, wanted) in forms.items():
        text = env.variables.get(name, "").strip()
        if text and not re.fullmatch(pattern, text):
            raise env.make_error(name, text, wanted)


class StrictOptionParser(ArgumentParser):
    """A parser that raises ValueError instead of ending the process."""

    def error(self, message: str) -> NoReturn:
        raise ValueError(message)


def check_gunicorn(env: Environment) -> None:
    """Raise InvalidVariable for a malformed variable that gunicorn reads before our configuration."""
    trusted = env.variables.get("FORWARDED_ALLOW_IPS", "").strip()
    try:
        [ip_network(each.strip()) for each in trusted.split(",") if each.strip() not in {"", "*"}]
    except ValueError as error:
        wanted = "addresses or networks with commas between, such as 127.0.0.1,10.0.0.0/8, or *"
        raise env.make_error("FORWARDED_ALLOW_IPS", trusted, wanted) from error


def check_options(env: Environment, parser: ArgumentParser) -> None:
    """Raise InvalidVariable if GUNICORN_CMD_ARGS holds what gunicorn's option parser refuses."""
    text = env.variables.get("GUNICORN_CMD_ARGS", "").strip()
    strict = StrictOptionParser(parents=[parser], conflict_handler="resolve")
    try:
        strict.parse_args(shlex.split(text), Namespace())
    except (ValueError, ArgumentError) as error:
        raise env.make_error("GUNICORN_CMD_ARGS", text, f"options of gunicorn ({error})") from error
