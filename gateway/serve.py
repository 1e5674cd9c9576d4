"""`python -m gateway.serve`: serve the Gateway with gunicorn.

gunicorn reads some variables while it is imported, before it reads our configuration, and ends in a traceback if one is
malformed, so they are checked here first.
"""

from __future__ import annotations

import os
import sys

from gateway.environment import InvalidVariable, env
from gateway.library_environment import check_gunicorn, check_options

CONFIGURATION_PATH = "gateway/gunicorn.py"
GUNICORN_VARIABLES = ("FORWARDED_ALLOW_IPS", "GUNICORN_CMD_ARGS", "PORT", "SENDFILE", "WEB_CONCURRENCY")


def check_gunicorn_variables() -> None:
    """Raise InvalidVariable for a malformed variable of gunicorn's; an empty one counts as not set."""
    for name in GUNICORN_VARIABLES:
        if not os.environ.get(name, "").strip():
            os.environ.pop(name, None)
    os.environ["WEB_CONCURRENCY"] = str(env.int("WEB_CONCURRENCY", default=2, least=1, most=1_000))
    check_gunicorn(env)
    from gunicorn.config import Config  # it reads the variables checked above

    check_options(env, Config().parser())


def serve() -> None:
    """Replace this process with gunicorn, which gets these options in addition to our configuration."""
    try:
        check_gunicorn_variables()
    except InvalidVariable as error:
        sys.exit(str(error))
    options = ["--config", CONFIGURATION_PATH, *sys.argv[1:], "gateway.wsgi"]
    os.execv(sys.executable, [sys.executable, "-m", "gunicorn", *options])  # noqa: S606


if __name__ == "__main__":
    serve()
