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

type Forms = Mapping[str, tuple[str, str]]


def one_of(*words: str) -> tuple[str, str]:
    """Return the form of a variable that takes one of these words."""
    return "|".join(words), f"one of: {', '.join(words)}"


NUMBER_FORM = ("[1-9][0-9]{0,5}", "a whole number, such as 3")
CHECKSUM_FORM = one_of("when_supported", "when_required")
SERVICE_FORM = (r"https?://[^\s/]+.*", "an address such as https://s3.example.org")
POSTGRES_FORMS: Forms = {
    "PGPORT": ("[1-9][0-9]{0,4}", "the number of a port, such as 5432"),
    "PGSSLMODE": one_of("disable", "allow", "prefer", "require", "verify-ca", "verify-full"),
    "PGTARGETSESSIONATTRS": one_of("any", "read-write", "read-only", "primary", "standby", "prefer-standby"),
}
BUCKET_FORMS: Forms = {
    "AWS_DEFAULTS_MODE": one_of("auto", "cross-region", "in-region", "legacy", "mobile", "standard"),
    "AWS_DEFAULT_REGION": ("[a-z0-9-]+", "the name of a region, such as eu-west-2"),
    "AWS_ENDPOINT_URL": SERVICE_FORM,
    "AWS_ENDPOINT_URL_S3": SERVICE_FORM,
    "AWS_MAX_ATTEMPTS": NUMBER_FORM,
    "AWS_REQUEST_CHECKSUM_CALCULATION": CHECKSUM_FORM,
    "AWS_RESPONSE_CHECKSUM_VALIDATION": CHECKSUM_FORM,
    "AWS_RETRY_MODE": one_of("adaptive", "legacy", "standard"),
}


def check(env: Environment, forms: Forms) -> None:
    """Raise WrongVariable for the first of these variables that is malformed; one that is not set passes."""
    for name, (pattern, wanted) in forms.items():
        text = env.variables.get(name, "").strip()
        if text and not re.fullmatch(pattern, text):
            raise env.refuse(name, text, wanted)


class Options(ArgumentParser):
    """A parser that raises ValueError instead of ending the process."""

    def error(self, message: str) -> NoReturn:
        raise ValueError(message)


def check_gunicorn(env: Environment) -> None:
    """Raise WrongVariable for a malformed variable that gunicorn reads before our configuration."""
    trusted = env.variables.get("FORWARDED_ALLOW_IPS", "").strip()
    try:
        [ip_network(each.strip()) for each in trusted.split(",") if each.strip() not in {"", "*"}]
    except ValueError as error:
        wanted = "addresses or networks with commas between, such as 127.0.0.1,10.0.0.0/8, or *"
        raise env.refuse("FORWARDED_ALLOW_IPS", trusted, wanted) from error


def check_options(env: Environment, parser: ArgumentParser) -> None:
    """Raise WrongVariable if GUNICORN_CMD_ARGS holds what gunicorn's option parser refuses."""
    text = env.variables.get("GUNICORN_CMD_ARGS", "").strip()
    strict = Options(parents=[parser], conflict_handler="resolve")
    try:
        strict.parse_args(shlex.split(text), Namespace())
    except (ValueError, ArgumentError) as error:
        raise env.refuse("GUNICORN_CMD_ARGS", text, f"options of gunicorn ({error})") from error
