"""gunicorn's configuration: `gunicorn --config gateway/gunicorn.py gateway.wsgi`."""

from __future__ import annotations

import sys
from typing import Any

from gateway.environment import InvalidVariable, env

worker_class = "gthread"
try:
    bind = env.bind_address("BIND", default="127.0.0.1:8000")
    workers = env.int("WEB_CONCURRENCY", default=2, least=1, most=1_000)
    threads = env.int("WEB_THREADS", default=4, least=1, most=1_000)
    accesslog = env.str("ACCESS_LOG", default="-")
except InvalidVariable as error:
    sys.exit(str(error))

timeout = 30
graceful_timeout = 30
keepalive = 75  # longer than a proxy keeps an idle connection, so that the proxy closes it first
max_requests = 10_000
max_requests_jitter = 1_000
limit_request_line = 8_190
control_socket_disable = True

access_log_format = (
    '%(h)s %(t)s "%(m)s %(U)s %(H)s" %(s)s %(b)s "%(a)s"'  # without query and referrer: they hold what was typed
)
errorlog = "-"


def post_worker_init(worker: Any) -> None:
    """Build the facet index before the first visitor needs it; without a database, the first request tries again.

    What exists then stays, so the garbage collector need not go through it, which took 70 ms of a visitor's request.
    """
    import gc

    from django.db import DatabaseError, connection

    from gateway.catalogue.facets import get_current_index

    try:
        get_current_index()
    except DatabaseError as error:
        worker.log.warning("The facet index is not built yet: %s", error)
    finally:
        connection.close()
    gc.collect()
    gc.freeze()
