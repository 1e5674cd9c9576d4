"""Measurements of discussions: the cost of reading and posting, many users at once, and a killed server."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median
from typing import Any

from tests.bench.crowd import LiveServer, Said, talk, talking
from tests.bench.environment import manage
from tests.bench.load import put_load, times_of
from tests.bench.probe import Probe
from tests.bench.report import Figure, at_most, milliseconds, note, spread
from tests.bench.setting import SMALL, Bench

PEOPLE, SECONDS = 50, 20
KILLS, KILLED_AFTER = 25, 40
ROUNDS = 7
AROUND = (
    '"cache"',
    'FROM "django_session"',
    '"accounts_user"."password"',
    "catalogue_pageversion",
    "dbtaskresult",
)
"""Marks of queries that every form of a member needs, and of what follows once the post is committed."""


@contextmanager
def scene(bench: Bench, **environment: str) -> Iterator[tuple[LiveServer, Probe]]:
    """Run a server and a probe that share a database and sessions."""
    server = LiveServer(bench.url(SMALL), bench.data, **environment)
    probe = Probe(bench.url(SMALL), bench.data)
    probe.environment |= server.environment
    manage(server.environment, "createcachetable")
    with probe, server:
        yield server, probe


def discussions(bench: Bench) -> Iterator[Figure]:
    """Measure the queries and times of reading and posting."""
    with scene(bench, KEEP_ANSWERS="0") as (server, probe):
        crowd, quiet = probe.ask("make_crowd", number=40), probe.ask("quiet_item")
        without, pages = len(probe.ask("queries", path=quiet)), {}
        for number in (10, 1_000):
            for deep in (False, True):
                name = f"{number:,} comments, {'one beneath the other' if deep else 'in many threads'}"
                pages[name] = path = probe.ask("make_discussion", number=number, deep=deep)
                more = len(probe.ask("queries", path=path)) - without
                yield at_most(f"Queries of a discussion, {name}", more, 8)
        posted = probe.ask("queries_of_a_post", path=crowd["path"], session=crowd["sessions"][0])
        own = [sql for sql in posted if not any(table in sql for table in AROUND)]
        yield Figure("Queries of a post, all", str(len(posted)))
        yield at_most("Queries of a post until it is committed, but for session, person and limits", len(own), 15)
        yield from first_pages(server.port, {"no comment": quiet, **pages})


def first_pages(port: int, pages: dict[str, str]) -> Iterator[Figure]:
    """Measure how long pages take over HTTP, compared with one without comments."""
    rounds = [{name: put_load(port, [path], 1, 1) for name, path in pages.items()} for _ in range(ROUNDS)]
    for name in pages:
        yield Figure(f"HTTP, item page, {name}", times_of([each[name] for each in rounds]))
        if name.startswith("1,000"):
            ratios = [median(each[name].milliseconds) / median(each["no comment"].milliseconds) for each in rounds]
            yield Figure(f"HTTP, {name} : none", spread(ratios) + "×", "≤ 3×", median(ratios) <= 3)


def crowds(bench: Bench) -> Iterator[Figure]:
    with scene(bench) as (server, probe):
        crowd = probe.ask("make_crowd", number=PEOPLE)
        said = talk(server.port, crowd["path"], crowd["sessions"], SECONDS)
        there = probe.ask("what_is_there", root=crowd["root"])
    title = f"{PEOPLE} people post to one thread for {SECONDS} s"
    speed = f"{len(said.accepted) / said.seconds:.0f} posts/s, {milliseconds(said.milliseconds)}"
    yield Figure(title, f"{len(said.accepted):,} posts accepted, {speed}")
    yield from kept(title, said, there)
    yield at_most(f"{title}: answers that were no success", len(said.answers) - len(said.accepted), 0)


def kept(title: str, said: Said, there: dict[str, Any]) -> Iterator[Figure]:
    """Yield whether every accepted post is stored once and the counters are right."""
    texts = there["texts"]
    yield at_most(f"{title}: accepted posts that are lost", len(said.accepted - texts.keys()), 0)
    yield at_most(f"{title}: posts that are there more than once", sum(number > 1 for number in texts.values()), 0)
    yield at_most(f"{title}: counters that are wrong", len(there["mistakes"]), 0)


def kills(bench: Bench) -> Iterator[Figure]:
    """Measure a server that is killed repeatedly while users post."""
    with scene(bench) as (server, probe):
        crowd = probe.ask("make_crowd", number=8)
        with talking(server.port, crowd["path"], crowd["sessions"]) as said:
            for number in range(1, KILLS + 1):
                note(f"kill {number} of {KILLS}")
                while len(said.accepted) < number * KILLED_AFTER:
                    time.sleep(0.01)
                server.kill()
                server.start()
        there = probe.ask("what_is_there", root=crowd["root"])
    title = f"{KILLS} × kill -9 of the server while people post"
    yield Figure(title, f"{len(said.answers):,} posts sent, {len(said.accepted):,} accepted")
    yield from kept(title, said, there)


FIGURES = (discussions, crowds, kills)
