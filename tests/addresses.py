"""Every address of the URLconf, for tests of rules that apply everywhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import Any, NamedTuple

from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

type Values = Mapping[str, Iterable[Any]]


class Address(NamedTuple):
    """A path and the name of its pattern, with its namespace."""

    name: str
    path: str


def list_patterns(resolver: Any = None, spaces: tuple[str, ...] = ()) -> Iterator[tuple[str, URLPattern]]:
    """Yield every named pattern; those without a name lead to views that also have a named one."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            inner = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from list_patterns(pattern, inner)
        elif pattern.name:
            yield ":".join((*spaces, pattern.name)), pattern


def list_addresses(values: Values) -> Iterator[Address]:
    """Yield every address for each combination of values of its keywords; those of `pk` serve as a default."""
    for name, pattern in list_patterns():
        keys = list(getattr(pattern.pattern, "converters", {}))
        for chosen in product(*(values.get(key, values["pk"]) for key in keys)):
            given = dict(zip(keys, chosen, strict=True))
            try:
                yield Address(name, reverse(name, kwargs=given))
            except NoReverseMatch:
                continue
