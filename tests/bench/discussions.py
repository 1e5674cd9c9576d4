"""Measurements of discussions: the cost of reading and posting, many users at once, and a killed server."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median
from typing import Any

from tests.bench.bench import SMALL, Bench
from tests.bench.crowd import LiveServer, PostResults, post_for_seconds, post_in_background
from tests.bench.environment import manage
from tests.bench.load import format_times, put_load
from tests.bench.probe import Probe
from tests.bench.report import Figure, compare_with_limit, format_milliseconds, format_spread, print_note

NUMBER_OF_PEOPLE, POSTING_SECONDS = 50, 20
NUMBER_OF_KILLS, POSTS_PER_KILL = 25, 40
ROUNDS = 7
COMMON_QUERY_MARKS = (
    '"cache"',
    'FROM "django_session"',
    '"accounts_user"."password"',
    "catalogue_pageversion",
    "dbtaskresult",
)
"""Parts of the queries that every form of a member needs, and of those made after the post is committed."""


@contextmanager
def run_scene(bench: Bench, **environment: str) -> Iterator[tuple[LiveServer, Probe]]:
    """Run a server and a probe that share a database and sessions."""
    server = LiveServer(bench.url(SMALL), bench.data, **environment)
    probe = Probe(bench.url(SMALL), bench.data)
    probe.environment |= server.environment
    manage(server.environment, "createcachetable")
    with probe, server:
        yield server, probe


def discussions(bench: Bench) -> Iterator[Figure]:
    """Measure the queries and times of reading and posting."""
    with run_scene(bench, KEEP_ANSWERS="0") as (server, probe):
        crowd, quiet = probe.ask("make_crowd", number=40), probe.ask("quiet_item")
        without, pages = len(probe.ask("queries", path=quiet)), {}
        for number in (10, 1_000):
            for deep in (False, True):
                name = f"{number:,} comments, {'one beneath the other' if deep else 'in many threads'}"
                pages[name] = path = probe.ask("make_discussion", number=number, deep=deep)
                more = len(probe.ask("queries", path=path)) - without
                yield compare_with_limit(f"Queries of a discussion, {name}", more, 8)
        posted = probe.ask("queries_of_a_post", path=crowd["path"], session=crowd["sessions"][0])
        own = [sql for sql in posted if not any(table in sql for table in COMMON_QUERY_MARKS)]
        yield Figure("Queries of a post, all", str(len(posted)))
        yield compare_with_limit(
            "Queries of a post until it is committed, but for session, person and limits", len(own), 15
        )
        yield from measure_first_pages(server.port, {"no comment": quiet, **pages})


def measure_first_pages(port: int, pages: dict[str, str]) -> Iterator[Figure]:
    """Measure how long pages take over HTTP, compared with one without comments."""
    rounds = [{name: put_load(port, [path], 1, 1) for name, path in pages.items()} for _ in range(ROUNDS)]
    for name in pages:
        yield Figure(f"HTTP, item page, {name}", format_times([each[name] for each in rounds]))
        if name.startswith("1,000"):
            ratios = [median(each[name].milliseconds) / median(each["no comment"].milliseconds) for each in rounds]
            yield Figure(f"HTTP, {name} : none", format_spread(ratios) + "×", "≤ 3×", median(ratios) <= 3)


def crowds(bench: Bench) -> Iterator[Figure]:
    with run_scene(bench) as (server, probe):
        crowd = probe.ask("make_crowd", number=NUMBER_OF_PEOPLE)
        said = post_for_seconds(server.port, crowd["path"], crowd["sessions"], POSTING_SECONDS)
        there = probe.ask("what_is_there", root=crowd["root"])
    title = f"{NUMBER_OF_PEOPLE} people post to one thread for {POSTING_SECONDS} s"
    speed = f"{len(said.accepted) / said.seconds:.0f} posts/s, {format_milliseconds(said.milliseconds)}"
    yield Figure(title, f"{len(said.accepted):,} posts accepted, {speed}")
    yield from check_posts(title, said, there)
    yield compare_with_limit(f"{title}: answers that were no success", len(said.answers) - len(said.accepted), 0)


def check_posts(title: str, said: PostResults, there: dict[str, Any]) -> Iterator[Figure]:
    """Yield whether every accepted post is stored once and the counters are right."""
    texts = there["texts"]
    yield compare_with_limit(f"{title}: accepted posts that are lost", len(said.accepted - texts.keys()), 0)
    yield compare_with_limit(
        f"{title}: posts that are there more than once", sum(number > 1 for number in texts.values()), 0
    )
    yield compare_with_limit(f"{title}: counters that are wrong", len(there["mistakes"]), 0)


def kills(bench: Bench) -> Iterator[Figure]:
    """Measure a server that is killed repeatedly while users post."""
    with run_scene(bench) as (server, probe):
        crowd = probe.ask("make_crowd", number=8)
        with post_in_background(server.port, crowd["path"], crowd["sessions"]) as said:
            for number in range(1, NUMBER_OF_KILLS + 1):
                print_note(f"kill {number} of {NUMBER_OF_KILLS}")
                while len(said.accepted) < number * POSTS_PER_KILL:
                    time.sleep(0.01)
                server.kill()
                server.start()
        there = probe.ask("what_is_there", root=crowd["root"])
    title = f"{NUMBER_OF_KILLS} × kill -9 of the server while people post"
    yield Figure(title, f"{len(said.answers):,} posts sent, {len(said.accepted):,} accepted")
    yield from check_posts(title, said, there)


FIGURES = (discussions, crowds, kills)
