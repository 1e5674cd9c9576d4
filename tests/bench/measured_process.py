"""The measured process, which reads questions from standard input and answers them about its own catalogue.

Pages are requested as gunicorn requests them, through the whole WSGI application with all middleware.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import accumulate, product
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import unquote, urlencode
from wsgiref.util import setup_testing_defaults

from tests.bench.wsgi import application  # isort: skip  # sets Django up, so it comes before all models

from django.conf import settings
from django.db import connection, transaction
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from gateway.catalogue.facets import FacetIndex, drop_index, get_current_index
from gateway.catalogue.facets.filters import Filters, read_filters
from gateway.catalogue.facets.freshness import get_latest_mark
from gateway.catalogue.finder.finder import find_results
from gateway.catalogue.models import Item, Kind, Status
from practice.lookup.postcodes import find_position
from practice.models import School
from resources.models import Publication
from tests.bench import people
from tests.factories import make_story

COUNTED_GROUPS = ("kind", "focus", "need", "phase", "setting")
FILTERED_GROUPS = ("focus", "need", "phase")
NUMBER_OF_ITEMS = 40
MAX_ITEMS_TRIED = 20_000
POSTCODES = ("EC1A", "M1", "B1", "LS1", "TR1", "NE1", "CA11", "IP1")
"""From the most densely populated part of England to the least."""
TYPED_TEXTS = ["p", "pri", "st mary", "primary school", "london", "aldgate", "ec3a 5de", "100000", "zzzz"]


def get_answer(address: str) -> tuple[int, bytes]:
    path, _, query = address.partition("?")
    environ: dict[str, Any] = {"PATH_INFO": unquote(path), "QUERY_STRING": query}
    setup_testing_defaults(environ)
    response: Any = application(environ, lambda status, headers, error=None, /: bytes)
    try:
        return response.status_code, b"".join(response)
    finally:
        response.close()


def measure_milliseconds(action: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    start = clock()
    action()
    return 1000 * (clock() - start)


def page_times(paths: list[str]) -> list[float]:
    """Return how many milliseconds each page takes."""
    return [measure_milliseconds(partial(get_answer, path)) for path in paths]


def page_work(paths: list[str]) -> list[float]:
    """Return how many milliseconds of processor time each page takes, independent of the machine's load."""
    return [measure_milliseconds(partial(get_answer, path), time.process_time) for path in paths]


def queries(path: str) -> list[str]:
    """Return the queries of a page, with everything that a process caches already there."""
    get_answer(path)
    with CaptureQueriesContext(connection) as captured:
        get_answer(path)
    return [query["sql"] for query in captured.captured_queries]


def weight(path: str) -> tuple[int, int]:
    """Return the status of a page and the size of its HTML in bytes."""
    status, body = get_answer(path)
    return status, len(body)


def styles(path: str) -> int:
    links = set(re.findall(rb'<link rel="stylesheet" href="/static/([^"]+)"', get_answer(path)[1]))
    return sum((Path(settings.STATIC_ROOT) / link.decode()).stat().st_size for link in links)


def example_styles() -> int:
    """Return how many bytes of style sheets a practice example loads.

    Files, a discussion and a login load no further style sheets.
    """
    story = make_story()
    try:
        return styles(story.get_absolute_url())
    finally:
        story.delete()


def found(address: str) -> int:
    """Return the number of results of an address of the finder."""
    index = get_current_index()
    return find_results(index, read_filters(QueryDict(address.partition("?")[2]), index)[0]).count


def choices() -> dict[str, str]:
    """Return addresses of the finder with three filters, with exactly one result, and with about half of all items."""
    return {"three": three_filters()[0], "one": find_one_result(), "half": find_half_of_all()}


def build_browse_address(**keys: list[int]) -> str:
    """Return the address of the finder with these terms."""
    vocabularies = get_current_index().vocabularies
    chosen = {name: tuple(vocabularies[name].by_key[key] for key in some) for name, some in keys.items()}
    return Filters(chosen).build_url(reverse("browse"))


def three_filters() -> list[str]:
    """Return every choice of a focus area, a broad area of need and a phase, in a fixed shuffled order."""
    vocabularies = get_current_index().vocabularies
    terms = [[term for term in vocabularies[name].terms if term.parent is None] for name in FILTERED_GROUPS]
    addresses = [
        build_browse_address(**{name: [term.key] for name, term in zip(FILTERED_GROUPS, some, strict=True)})
        for some in product(*terms)
    ]
    Random(1).shuffle(addresses)  # noqa: S311
    return addresses


def find_one_result() -> str:
    """Return the address with the terms of the newest item whose terms no other item shares."""
    index = get_current_index()
    public = index.public(time.time())
    for pk in index.newest(public, 0, MAX_ITEMS_TRIED):
        keys = {name: index.get_terms(pk, name)[:1] for name in index.vocabularies}
        if len(index.matching(keys, public)) == 1:
            return build_browse_address(**{name: some for name, some in keys.items() if some})
    raise LookupError("No item carries terms that are its own.")


def find_half_of_all() -> str:
    """Return the address with the terms of one group that together have about half of all items."""
    index = get_current_index()
    public = index.public(time.time())
    sizes = {name: find_results(index).count_largest_terms(name, 10) for name in COUNTED_GROUPS}
    several = [(name, keys) for name, terms in sizes.items() for keys in accumulate([key] for key in terms)]
    name, keys = min(several, key=lambda some: abs(2 * len(index.matching(dict([some]), public)) - len(public)))
    return build_browse_address(**{name: keys})


def pages() -> dict[str, str]:
    """Return the address of one page of every type, the fullest if there are several."""
    index = get_current_index()
    finding = find_results(index)
    focus = index.vocabularies["focus"].by_key[next(iter(finding.count_largest_terms("focus", 1)))]
    publisher = index.vocabularies["publisher"].by_key[next(iter(finding.count_largest_terms("publisher", 1)))]
    newest = {kind: Publication.objects.public().filter(kind=kind).first() for kind in Kind}
    names = ("home", "focus_areas", "browse", *("resources", "research", "news", "practice", "events"), "about")
    return {
        **{name.replace("_", " "): reverse(name) for name in names},
        "focus area": reverse("focus_area", args=[focus.slug]),
        "browse, three filters": three_filters()[0],
        "browse, page 500": f"{reverse('browse')}?page=500",
        "past events": f"{reverse('events')}?when=past",
        "publishers": reverse("resources:publishers"),
        "publisher": reverse("resources:publisher", args=[publisher.slug]),
        **{f"item ({kind.label.lower()})": item.get_absolute_url() for kind, item in newest.items() if item},
        "accessibility": reverse("accessibility"),
        "log-in": reverse("account_login"),
    }


def traffic() -> dict[str, list[str]]:
    """Return typical addresses of visitors: searches within a focus area, suggestions and items."""
    index = get_current_index()
    focus = index.vocabularies["focus"].by_key
    pks = index.newest(index.public(time.time()), 0, 40 * NUMBER_OF_ITEMS)[::40]
    items = Publication.objects.public().filter(pk__in=pks).order_by("pk")
    words = [" ".join([word for word in item.title.split() if len(word) > 4][:2]) for item in items]
    terms = [index.get_terms(item.pk, "focus") for item in items]
    return {
        "search": [
            f"{reverse('browse')}?{urlencode({'q': some, 'focus': focus[keys[0]].slug})}"
            for some, keys in zip(words, terms, strict=True)
            if some and keys
        ],
        "suggestion": [f"/suggest/?{urlencode({'q': some[:length]})}" for some in words if some for length in (3, 5)],
        "item": [item.get_absolute_url() for item in items],
    }


def mixed() -> list[str]:
    """Return addresses in the order of visitors' requests: many types, none more than twice."""
    asked = traffic()
    some = [*asked["item"], *asked["search"], *three_filters()[: 3 * NUMBER_OF_ITEMS], *pages().values()]
    some += [f"{reverse('browse')}?page={number}" for number in range(2, NUMBER_OF_ITEMS)]
    Random(1).shuffle(some)  # noqa: S311
    return some


def index_times(times: int) -> list[float]:
    """Return how many milliseconds each build of the facet index takes."""
    taken = []
    for _ in range(times):
        drop_index()
        taken.append(measure_milliseconds(get_current_index))
    return taken


def counting_times(addresses: list[str]) -> list[float]:
    """Return how many milliseconds the counts of five groups take for each address."""
    index = get_current_index()
    filters = [read_filters(QueryDict(address.partition("?")[2]), index)[0] for address in addresses]
    return [measure_milliseconds(partial(count_all, index, each)) for each in filters]


def count_all(index: FacetIndex, filters: Filters) -> list[dict[int, int]]:
    finding = find_results(index, filters)
    return [finding.count_terms(name) for name in COUNTED_GROUPS]


def freshness_times(times: int) -> list[float]:
    """Return how many milliseconds a process takes to learn that nothing has changed."""
    return [measure_milliseconds(get_latest_mark) for _ in range(times)]


def patch_times() -> dict[str, float]:
    """Return how many milliseconds the index takes to apply each kind of change. Changes are rolled back."""
    oldest, newest = Item.objects.public().last(), Item.objects.public().first()
    if oldest is None or newest is None:
        raise LookupError("The catalogue is empty.")
    return {
        "publish a new item": measure_patch(publish_resource),
        "edit the oldest item": measure_patch(oldest.save),
        "withdraw the newest item": measure_patch(lambda: newest.move(Status.ARCHIVED)),
        "publish with the oldest date": measure_patch(lambda: publish_resource(oldest.published_at)),
    }


def measure_patch(change: Callable[[], object]) -> float:
    """Return how many milliseconds the index takes to apply a change."""
    with roll_back():
        get_current_index()
        change()
        return measure_milliseconds(get_current_index)


@contextmanager
def roll_back() -> Iterator[None]:
    """Roll back all changes to the database, and forget the index."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    drop_index()


def publish_resource(at: Any = None) -> None:
    """Create, review and publish a new resource with the terms of another."""
    model = Publication.objects.public().filter(kind=Kind.RESOURCE).first()
    if model is None:
        raise LookupError("The catalogue has no resource.")
    item = Publication.objects.create(
        kind=Kind.RESOURCE, title="Measured", slug="measured-by-bench", summary="-", publisher=model.publisher
    )
    for name in ("focus_areas", "areas_of_need", "phases", "setting_types"):
        getattr(item, name).set(getattr(model, name).all())
    item.move(Status.IN_REVIEW)
    item.move(Status.PUBLISHED, at=at or timezone.now())


def number_of_schools() -> int:
    return School.objects.count()


def nearest_times() -> list[float]:
    """Return how many milliseconds it takes to find the ten nearest schools within 20 km of each place."""
    places = [place for place in map(find_position, POSTCODES) if place]
    asked = [School.objects.near(place.latitude, place.longitude, 20)[:10] for place in places]
    return [measure_milliseconds(partial(list, schools.all())) for schools in asked * 20]


def suggestion_times() -> list[float]:
    """Return how many milliseconds the suggestions for common and rare words take."""
    asked = [School.objects.suggested(text)[:9] for text in TYPED_TEXTS]
    return [measure_milliseconds(partial(list, schools.all())) for schools in asked * 20]


QUESTIONS = (
    *people.QUESTIONS,
    *(number_of_schools, nearest_times, suggestion_times, example_styles),
    *(page_times, page_work, queries, weight, styles, found, choices, three_filters, pages, traffic, mixed),
    *(index_times, counting_times, freshness_times, patch_times),
)


def main() -> None:
    """Answer questions until there are no more."""
    functions: dict[str, Callable[..., Any]] = {function.__name__: function for function in QUESTIONS}
    for line in sys.stdin:
        name, arguments = json.loads(line)
        sys.stdout.write(json.dumps(functions[name](**arguments)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
