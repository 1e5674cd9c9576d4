"""What the search index holds of a row: words in four fields of different weight."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar

from modelsearch.backends.base import get_model_root
from modelsearch.index import Indexed, SearchField

from gateway.catalogue.models.item import Item
from gateway.catalogue.text.tokens import joined_tokens, tokens

NAME_PREFIX, SUMMARY_PREFIX = "zzn", "zzs"
"""Before a token, they say that it stands among the names, or in the summary."""
MAX_CHARACTERS_SPELT = 20_000
"""Characters of a body whose words are remembered as they are spelt."""
MAX_TOKENS = 12_000
"""Of one row; PostgreSQL keeps places of words up to 16,383."""


def all_tokens(text: str) -> list[str]:
    """Return the tokens of a text, then those of its words with hyphens as if they had none."""
    return [*tokens(text), *joined_tokens(text)]


@dataclass(frozen=True)
class Document:
    """The texts of a row as people read them."""

    title: str = ""
    names: str = ""
    summary: str = ""
    body: str = ""
    public_from: datetime | None = None
    """Since when anybody may read it, or from when on; None while nobody may."""

    @property
    def texts(self) -> tuple[str, ...]:
        """All of it, as far as its spelling is remembered."""
        return (self.title, self.names, self.summary, self.body[:MAX_CHARACTERS_SPELT])

    @cached_property
    def title_tokens(self) -> str:
        """What the index holds of the title."""
        return " ".join(all_tokens(self.title))

    @cached_property
    def body_tokens(self) -> str:
        """What the index holds of all the rest: names and summary twice, once with their mark."""
        return " ".join(list(self._body_tokens())[:MAX_TOKENS])

    def _body_tokens(self) -> Iterator[str]:
        for mark, text in ((NAME_PREFIX, self.names), (SUMMARY_PREFIX, self.summary)):
            found = all_tokens(text)
            yield from found
            yield from (f"{mark}{token}" for token in found)
        yield from joined_tokens(self.body)
        yield from tokens(self.body)


class Words(SearchField):
    """A field of the index, filled from a row's document."""

    def get_definition_model(self, cls: Any) -> Any:
        """The model that the index is named after, so that no engine puts a name before the field's."""
        return get_model_root(cls)

    def get_value(self, obj: Any) -> str:
        """The tokens, parted by spaces."""
        return getattr(obj.document, f"{self.field_name.removesuffix('_tokens')}_tokens")


class Searchable(Indexed):
    """A model whose rows can be found by words; it says what its `document` is.

    The index hears of a change by `to_index` in the same transaction, not by signals of modelsearch.
    """

    search_auto_update = False
    search_fields: ClassVar = [Words("title", boost=2.0), Words("body_tokens", boost=1.0)]

    body_tokens = ""
    document: Any = Document()

    @classmethod
    def documents(cls, keys: Any) -> dict[int, Document]:
        """The documents of those of these rows that are there."""
        raise NotImplementedError


class IndexedItem(Searchable, Item):
    """An item as the index sees it."""

    reader: ClassVar[Callable[[Any], dict[int, Document]]]
    """Reads the documents of items; `search_index.documents` says how."""

    class Meta:
        proxy = True

    @cached_property
    def document(self) -> Document:
        """Its texts; many are read at once by `documents`."""
        return self.documents([self.pk])[self.pk]

    @classmethod
    def documents(cls, keys: Any) -> dict[int, Document]:
        """The documents of those of these items that are there."""
        return cls.reader(keys)
