from __future__ import annotations

from functools import lru_cache

from gateway.catalogue.models import Synonym
from gateway.catalogue.text.search_query import Synonyms, split_parts


def read_synonyms() -> Synonyms:
    """Return the synonyms of each expression, all as tokens."""
    found: dict[tuple[str, ...], dict[str, None]] = {}
    for term, equivalents in Synonym.objects.values_list("term", "equivalents"):
        names = [tokenise_expression(str(name)) for name in (term, *equivalents)]
        for name in names:
            others = (" ".join(other) for other in names if other and other != name)
            found.setdefault(name, {}).update(dict.fromkeys(others))
    return {name: tuple(others) for name, others in found.items() if name and others}


@lru_cache(maxsize=10_000)  # the index reads the same few hundred expressions whenever it is built
def tokenise_expression(text: str) -> tuple[str, ...]:
    return tuple(part.run for part in split_parts(text))
