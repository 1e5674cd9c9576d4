"""Measurements through gunicorn with many visitors: speed against bare Django views, waiting, and endurance."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle, islice
from statistics import median, quantiles

from tests.bench.load import Load, put_load, times_of
from tests.bench.report import Figure, milliseconds, note, spread, with_unit
from tests.bench.server import Server
from tests.bench.setting import MIDDLE, ROUNDS, SMALL, Bench, in_rounds

ONE_QUERY, CONSTANT = "/bench/one-query/", "/bench/constant/"
CONNECTIONS, MANY = 4, 16
SECONDS = 2
KEPT = 30
"""Seconds for which a deployment keeps answers."""
GOALS = {
    "browse, three filters": ("one query", 0.5),
    "search with a facet": ("one query", 0.25),
    "suggestion": ("one query", 0.7),
    "warm browse": ("constant template", 0.8),
    "warm item": ("constant template", 0.8),
    "warm home": ("constant template", 0.8),
}
"""What is compared with which bare view, and the ratio that is wanted."""
EARLY, LATE = 1_000, 10_000
"""The memory of a worker after so many requests is compared."""

type Asked = dict[str, tuple[Server, list[str]]]


def speed(bench: Bench) -> Iterator[Figure]:
    """Compare the Gateway with bare Django views: one query, and a constant template."""
    paths = bench.three_filters()
    with bench.probe(MIDDLE) as probe:
        addresses = probe.ask("traffic")
    with bench.server(MIDDLE) as server, bench.server(MIDDLE, keeps=KEPT) as keeping:
        asked: Asked = {
            "one query": (server, [ONE_QUERY]),
            "constant template": (server, [CONSTANT]),
            "browse, three filters": (server, paths),
            "search with a facet": (server, addresses["search"]),
            "suggestion": (server, addresses["suggestion"]),
            "warm browse": (keeping, paths[:1]),
            "warm item": (keeping, addresses["item"][:1]),
            "warm home": (keeping, ["/"]),
        }
        there = {name: (on, at) for name, (on, at) in asked.items() if on.get(at[0]) == OK}
        yield from (Figure(f"HTTP, {name}", "no such page yet") for name in asked if name not in there)
        yield from compared(there)
    yield from speed_in_process(bench, paths)


OK = 200


def compared(asked: Asked) -> Iterator[Figure]:
    """Yield the requests per second of each, and the ratios that have a goal."""
    for on, addresses in asked.values():
        put_load(on.port, addresses, CONNECTIONS, 1)
    rounds = []
    for number in range(ROUNDS):
        note(f"load, round {number + 1} of {ROUNDS}")
        rounds.append({name: put_load(on.port, at, CONNECTIONS, SECONDS) for name, (on, at) in asked.items()})
    for name in asked:
        yield Figure(f"HTTP, {name}", over_http([each[name] for each in rounds]))
    for name, (bare, goal) in GOALS.items():
        if name in asked:
            ratios = [each[name].per_second / each[bare].per_second for each in rounds]
            yield Figure(f"HTTP, {name} : {bare}", spread(ratios), f"≥ {goal}", median(ratios) >= goal)


def over_http(loads: list[Load]) -> str:
    return f"{spread([load.per_second for load in loads])} requests/s, {times_of(loads)}"


def speed_in_process(bench: Bench, paths: list[str]) -> Iterator[Figure]:
    """Compare without network and threads: the time of a request, and its processor time."""
    bare = [ONE_QUERY] * len(paths)
    with bench.probe(MIDDLE) as probe, bench.probe(MIDDLE, middleware=False) as without:
        asked = {
            "browse, three filters": (probe, paths),
            "one query": (probe, bare),
            "one query, no middleware": (without, bare),
        }
        for title, question in (("In process", "page_times"), ("Python's work", "page_work")):
            rounds = in_rounds(asked, question)
            for name in asked:
                yield Figure(f"{title}, {name}", milliseconds([taken for each in rounds for taken in each[name]]))
            for name in ("one query", "one query, no middleware"):
                ratios = [median(each[name]) / median(each["browse, three filters"]) for each in rounds]
                yield Figure(f"{title}, browse, three filters : {name}", spread(ratios))


def waiting(bench: Bench) -> Iterator[Figure]:
    """Measure the slowest responses when many visitors request different pages and nothing is cached."""
    with bench.probe(MIDDLE) as probe:
        mixed = probe.ask("mixed")
    with bench.server(MIDDLE) as server:
        put_load(server.port, mixed, MANY, 1)
        times = sorted(taken for _ in range(3) for taken in put_load(server.port, mixed, MANY, 4).milliseconds)
    middle, worst = median(times), quantiles(times, n=100)[-1]
    measured = f"{worst / middle:.2f}× (median {with_unit(middle, ' ms')}, 99 % under {with_unit(worst, ' ms')})"
    yield Figure(f"99 % against the median, {MANY} connections", measured, "< 5×", worst < 5 * middle)


def endurance(bench: Bench) -> Iterator[Figure]:
    """Measure whether a worker grows while it serves."""
    with bench.probe(SMALL) as probe:
        mixed = probe.ask("mixed")
    with bench.server(SMALL, keeps=KEPT) as server:
        asked = cycle(mixed)
        early = memory_after(server, list(islice(asked, EARLY)))
        late = memory_after(server, list(islice(asked, LATE - EARLY)))
    measured = f"{early:.1f} MB, then {late:.1f} MB ({late / early - 1:+.1%})"
    title = f"Memory of a worker after {EARLY:,} and {LATE:,} mixed requests"
    yield Figure(title, measured, "within 20 %", abs(late / early - 1) <= 0.2)


def memory_after(server: Server, addresses: list[str]) -> float:
    put_load(server.port, addresses, MANY, times=len(addresses))
    return server.memory()["pss"]
