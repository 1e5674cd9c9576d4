"""Measurements through gunicorn with many visitors: speed against bare Django views, waiting, and endurance."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle, islice
from statistics import median, quantiles

from tests.bench.bench import MIDDLE, ROUNDS, SMALL, Bench, measure_in_rounds
from tests.bench.load import Load, format_times, put_load
from tests.bench.report import Figure, format_milliseconds, format_number, format_spread, print_note
from tests.bench.server import Server

ONE_QUERY, CONSTANT = "/bench/one-query/", "/bench/constant/"
CONNECTIONS, MANY_CONNECTIONS = 4, 16
SECONDS = 2
CACHE_SECONDS = 30
"""As in a deployment."""
GOALS = {
    "browse, three filters": ("one query", 0.5),
    "search with a facet": ("one query", 0.25),
    "suggestion": ("one query", 0.7),
    "warm browse": ("constant template", 0.8),
    "warm item": ("constant template", 0.8),
    "warm home": ("constant template", 0.8),
}
"""The bare view that each is compared with, and the ratio of speeds to reach."""
FIRST_REQUESTS, ALL_REQUESTS = 1_000, 10_000

type Asked = dict[str, tuple[Server, list[str]]]


def speed(bench: Bench) -> Iterator[Figure]:
    """Compare the Gateway with bare Django views: one query, and a constant template."""
    paths = bench.three_filters()
    with bench.probe(MIDDLE) as probe:
        addresses = probe.ask("traffic")
    with bench.server(MIDDLE) as server, bench.server(MIDDLE, keeps=CACHE_SECONDS) as keeping:
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
        there = {name: (on, at) for name, (on, at) in asked.items() if on.get(at[0]) == OK_STATUS}
        yield from (Figure(f"HTTP, {name}", "no such page yet") for name in asked if name not in there)
        yield from compare_speed(there)
    yield from speed_in_process(bench, paths)


OK_STATUS = 200


def compare_speed(asked: Asked) -> Iterator[Figure]:
    """Yield the requests per second of each, and the ratios that have a goal."""
    for on, addresses in asked.values():
        put_load(on.port, addresses, CONNECTIONS, 1)
    rounds = []
    for number in range(ROUNDS):
        print_note(f"load, round {number + 1} of {ROUNDS}")
        rounds.append({name: put_load(on.port, at, CONNECTIONS, SECONDS) for name, (on, at) in asked.items()})
    for name in asked:
        yield Figure(f"HTTP, {name}", format_speed([each[name] for each in rounds]))
    for name, (bare, goal) in GOALS.items():
        if name in asked:
            ratios = [each[name].per_second / each[bare].per_second for each in rounds]
            yield Figure(f"HTTP, {name} : {bare}", format_spread(ratios), f"≥ {goal}", median(ratios) >= goal)


def format_speed(loads: list[Load]) -> str:
    return f"{format_spread([load.per_second for load in loads])} requests/s, {format_times(loads)}"


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
            rounds = measure_in_rounds(asked, question)
            for name in asked:
                yield Figure(
                    f"{title}, {name}", format_milliseconds([taken for each in rounds for taken in each[name]])
                )
            for name in ("one query", "one query, no middleware"):
                ratios = [median(each[name]) / median(each["browse, three filters"]) for each in rounds]
                yield Figure(f"{title}, browse, three filters : {name}", format_spread(ratios))


def waiting(bench: Bench) -> Iterator[Figure]:
    """Measure the slowest responses when many visitors request different pages and nothing is cached."""
    with bench.probe(MIDDLE) as probe:
        mixed = probe.ask("mixed")
    with bench.server(MIDDLE) as server:
        put_load(server.port, mixed, MANY_CONNECTIONS, 1)
        times = sorted(
            taken for _ in range(3) for taken in put_load(server.port, mixed, MANY_CONNECTIONS, 4).milliseconds
        )
    middle, worst = median(times), quantiles(times, n=100)[-1]
    measured = (
        f"{worst / middle:.2f}× (median {format_number(middle, ' ms')}, 99 % under {format_number(worst, ' ms')})"
    )
    yield Figure(f"99 % against the median, {MANY_CONNECTIONS} connections", measured, "< 5×", worst < 5 * middle)


def endurance(bench: Bench) -> Iterator[Figure]:
    """Measure whether a worker grows while it serves."""
    with bench.probe(SMALL) as probe:
        mixed = probe.ask("mixed")
    with bench.server(SMALL, keeps=CACHE_SECONDS) as server:
        asked = cycle(mixed)
        early = measure_memory_after(server, list(islice(asked, FIRST_REQUESTS)))
        late = measure_memory_after(server, list(islice(asked, ALL_REQUESTS - FIRST_REQUESTS)))
    measured = f"{early:.1f} MB, then {late:.1f} MB ({late / early - 1:+.1%})"
    title = f"Memory of a worker after {FIRST_REQUESTS:,} and {ALL_REQUESTS:,} mixed requests"
    yield Figure(title, measured, "within 20 %", abs(late / early - 1) <= 0.2)


def measure_memory_after(server: Server, addresses: list[str]) -> float:
    put_load(server.port, addresses, MANY_CONNECTIONS, times=len(addresses))
    return server.memory()["pss"]
