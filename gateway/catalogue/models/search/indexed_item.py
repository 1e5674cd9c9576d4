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
from gateway.catalogue.text.tokens import get_joined_tokens, tokenise

NAME_PREFIX, SUMMARY_PREFIX = "zzn", "zzs"
MAX_CHARACTERS_SPELT = 20_000
"""The number of characters of a body whose words are stored as they are spelt."""
MAX_TOKENS = 12_000
"""For one row; PostgreSQL keeps the positions of words up to 16,383."""


def get_all_tokens(text: str) -> list[str]:
    """Return the tokens of a text, followed by those of its hyphenated words as if they had no hyphens."""
    return [*tokenise(text), *get_joined_tokens(text)]


@dataclass(frozen=True)
class Document:
    """The texts of a row as people read them."""

    title: str = ""
    names: str = ""
    summary: str = ""
    body: str = ""
    public_from: datetime | None = None
    """When it became or will become public; None if it is not published or is withheld."""

    @property
    def texts(self) -> tuple[str, ...]:
        """Return all the texts, the body only as far as its spelling is remembered."""
        return (self.title, self.names, self.summary, self.body[:MAX_CHARACTERS_SPELT])

    @cached_property
    def title_tokens(self) -> str:
        return " ".join(get_all_tokens(self.title))

    @cached_property
    def body_tokens(self) -> str:
        """Return what the index holds of the rest: names and summary twice, once with their prefix."""
        return " ".join(list(self._body_tokens())[:MAX_TOKENS])

    def _body_tokens(self) -> Iterator[str]:
        for mark, text in ((NAME_PREFIX, self.names), (SUMMARY_PREFIX, self.summary)):
            found = get_all_tokens(text)
            yield from found
            yield from (f"{mark}{token}" for token in found)
        yield from get_joined_tokens(self.body)
        yield from tokenise(self.body)


class Words(SearchField):
    """A field of the index, filled from a row's document."""

    def get_definition_model(self, cls: Any) -> Any:
        """Return the model that the index is named after, so that no engine adds a prefix to the field's name."""
        return get_model_root(cls)

    def get_value(self, obj: Any) -> str:
        return getattr(obj.document, f"{self.field_name.removesuffix('_tokens')}_tokens")


class Searchable(Indexed):
    """A model whose rows can be found by the words of their `document`.

    Code that changes a row calls `queue_for_index` in the same transaction; the signals of modelsearch are not used.
    """

    search_auto_update = False
    search_fields: ClassVar = [Words("title", boost=2.0), Words("body_tokens", boost=1.0)]

    body_tokens = ""
    document: Any = Document()

    @classmethod
    def read_documents(cls, keys: Any) -> dict[int, Document]:
        """Return the documents of those of these rows that exist, by key."""
        raise NotImplementedError


class IndexedItem(Searchable, Item):
    """An item as the search index sees it."""

    reader: ClassVar[Callable[[Any], dict[int, Document]]]
    """The reader of items' documents, which `search_index` sets to `documents.read_documents`."""

    class Meta:
        proxy = True

    @cached_property
    def document(self) -> Document:
        """Return the item's texts; `documents` reads those of many items at once."""
        return self.read_documents([self.pk])[self.pk]

    @classmethod
    def read_documents(cls, keys: Any) -> dict[int, Document]:
        return cls.reader(keys)
