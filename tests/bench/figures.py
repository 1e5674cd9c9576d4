"""The measurements: one function for each subject, which yields rows of the table."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from statistics import median

from tests.bench.bench import MIDDLE, SMALL, Bench, measure_in_rounds
from tests.bench.environment import ROOT, manage
from tests.bench.probe import Probe
from tests.bench.report import Figure, compare_with_limit, format_milliseconds, format_number, format_spread, print_note

PATHS_PER_CASE = 16


def populate(bench: Bench) -> Iterator[Figure]:
    bench.url(MIDDLE)
    seconds = bench.databases.seconds.get(MIDDLE)
    if seconds is None:
        yield Figure("`populate --items 100000`", "not measured: the database was kept from before")
    else:
        yield compare_with_limit(
            "`populate --items 100000`", seconds, 180, " s", f" ({MIDDLE / seconds:,.0f} items a second)"
        )


def queries(bench: Bench) -> Iterator[Figure]:
    """Measure how many queries pages make, and whether the number depends on what they show."""
    with bench.probe(MIDDLE) as probe:
        choices, pages = probe.ask("choices"), probe.ask("pages")
        numbers = {name: len(probe.ask("queries", path=path)) for name, path in choices.items()}
        results = {name: probe.ask("found", address=path) for name, path in choices.items()}
        for name, path in choices.items():
            print_note(f"{name}: {path}")
            yield compare_with_limit(f"Queries of browse with {results[name]:,} results", numbers[name], 10)
        same = len(set(numbers.values())) == 1
        yield Figure("Queries of browse, whatever it shows", "the same" if same else "differ", "the same", same)
        for name, path in pages.items():
            number = len(probe.ask("queries", path=path))
            is_limited = name == "home" or name.startswith("item")
            yield (
                compare_with_limit(f"Queries of {name}", number, 8)
                if is_limited
                else Figure(f"Queries of {name}", str(number))
            )


def weights(bench: Bench) -> Iterator[Figure]:
    with bench.probe(MIDDLE) as probe:
        for name, path in probe.ask("pages").items():
            status, size = probe.ask("weight", path=path)
            yield compare_with_limit(
                f"HTML of {name}", size / 1000, 60, " kB", "" if status == 200 else f" (status {status})"
            )
        styles = {name: probe.ask("styles", path=path) for name, path in probe.ask("pages").items()}
        styles["practice example"] = probe.ask("example_styles")
    heaviest = max(styles, key=lambda name: styles[name])
    yield compare_with_limit("CSS of the page that loads most", styles[heaviest] / 1000, 40, " kB", f" ({heaviest})")
    scripts = [path for path in (ROOT / "static").rglob("*.js") if not path.name.startswith("htmx")]
    yield compare_with_limit("JavaScript beyond htmx, all files", count_kilobytes(scripts), 30, " kB")


def count_kilobytes(paths: list[Path]) -> float:
    return sum(path.stat().st_size for path in paths) / 1000


def growth(bench: Bench) -> Iterator[Figure]:
    """Measure how much slower lists become as the catalogue grows."""
    three = bench.three_filters()[:PATHS_PER_CASE]
    cases = {
        "three filters": three,
        "no filter": ["/browse/"] * PATHS_PER_CASE,
        "page 500": ["/browse/?page=500"] * PATHS_PER_CASE,
        "by title": ["/browse/?sort=title"] * PATHS_PER_CASE,
        "recently updated": ["/browse/?sort=updated"] * PATHS_PER_CASE,
        "three filters, by title": [f"{path}&sort=title" for path in three],
        "by title, page 500": ["/browse/?sort=title&page=500"] * PATHS_PER_CASE,
    }
    with ExitStack() as stack:
        probes = {size: stack.enter_context(bench.probe(size)) for size in bench.sizes}
        for name, paths in cases.items():
            print_note(f"growth: {name}")
            rounds = measure_in_rounds({size: (probe, paths) for size, probe in probes.items()})
            yield from compare_sizes(f"Browse, {name}", rounds, "×", 2)
        asked = {size: (probe, probe.ask("traffic")["search"]) for size, probe in probes.items()}
        yield from compare_sizes("Search with a facet", measure_in_rounds(asked), "×", 3)


def compare_sizes(name: str, rounds: list[dict[int, list[float]]], unit: str, limit: float) -> Iterator[Figure]:
    """Yield the median at every size, and the last as a multiple of the first."""
    sizes = list(rounds[0])
    for size in sizes:
        times = [taken for each in rounds for taken in each[size]]
        yield Figure(f"{name}, {size:,} items", format_milliseconds(times))
    ratios = [median(each[sizes[-1]]) / median(each[sizes[0]]) for each in rounds]
    title = f"{name}, {sizes[-1]:,} : {sizes[0]:,} items"
    yield Figure(title, format_spread(ratios) + unit, f"< {limit}{unit}", median(ratios) < limit)


def memory(bench: Bench) -> Iterator[Figure]:
    """Measure how much larger a worker becomes as the catalogue grows."""
    three = bench.three_filters()[:PATHS_PER_CASE]
    sizes = {}
    for size in bench.sizes:
        with bench.server(size) as server:
            for path in [*three, "/browse/", "/browse/?page=500", "/browse/?sort=title", "/"] * 10:
                server.get(path)
            sizes[size] = server.memory()
        measured = ", ".join(f"{name} {megabytes:.1f} MB" for name, megabytes in sizes[size].items())
        yield Figure(f"Memory of a worker, {size:,} items", measured)
    first, last = bench.sizes[0], bench.sizes[-1]
    growth = sizes[last]["pss"] - sizes[first]["pss"]
    title = f"Memory of a worker, {last:,} against {first:,} items"
    yield Figure(title, format_number(growth, " MB more"), "< 60 MB more", growth < 60)


def index(bench: Bench) -> Iterator[Figure]:
    three = bench.three_filters()
    for size in bench.sizes:
        with bench.probe(size) as probe:
            building = median(probe.ask("index_times", times=3))
            yield Figure(f"Build the index, {size:,} items", format_number(building, " ms"))
            for change, taken in probe.ask("patch_times").items():
                yield Figure(f"Patch the index: {change}, {size:,} items", format_number(taken, " ms"))
            counting = probe.ask("counting_times", addresses=three)
            yield Figure(f"Count five groups under three filters, {size:,} items", format_milliseconds(counting))
            freshness = probe.ask("freshness_times", times=300)
            yield Figure(f"Ask whether the index is fresh, {size:,} items", format_milliseconds(freshness))


def schools(bench: Bench) -> Iterator[Figure]:
    """Measure how long it takes to import all schools, find the nearest, and suggest some."""
    url = bench.url(SMALL)
    start = time.perf_counter()
    manage(bench.databases.environment(SMALL), "import_schools", "--verbosity=0")
    yield compare_with_limit("`import_schools`, all schools", time.perf_counter() - start, 30, " s")
    bench.databases.home.update_statistics(bench.databases.name(SMALL))
    with Probe(url, bench.data) as probe:
        number = probe.ask("number_of_schools")
        nearest = probe.ask("nearest_times")
        figure = compare_with_limit(f"The nearest ten of {number:,} schools", median(nearest), 20, " ms")
        yield replace(figure, measured=format_milliseconds(nearest))
        yield Figure(f"Suggestions from {number:,} schools", format_milliseconds(probe.ask("suggestion_times")))
