"""The words of public items as people spell them, from which typing mistakes are corrected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import ClassVar, Self

from django.db import connection, models
from django.db.models import Q
from django.db.models.functions import Length
from django.utils import timezone

MIN_WORD_LENGTH, MAX_WORD_LENGTH = 4, 30
"""In letters."""
MAX_SIMILAR_WORDS = 5_000


class IndexedWordQuerySet(models.QuerySet["IndexedWord"]):
    """Words, and which of them are spelt alike."""

    def add_words(self, words: Mapping[str, datetime]) -> None:
        """Store these words, each with the moment from which any visitor may read it."""
        known = dict(self.filter(word__in=words).values_list("word", "public_from"))
        new = sorted(words.keys() - known.keys())
        self.bulk_create((self.model(word=word, public_from=words[word]) for word in new), ignore_conflicts=True)
        for word in sorted(known.keys() & words.keys()):
            if words[word] < known[word] > timezone.now():
                self.filter(word=word).update(public_from=words[word])

    def similar_to_any(self, words: Iterable[str]) -> Self:
        """Return the public words that begin like one of these and are about as long.

        On PostgreSQL, also return those that share trigrams with one of them.
        """
        similar = Q(pk__in=[])
        for word in words:
            as_long = Q(length__range=(len(word) - 2, len(word) + 2))
            if connection.vendor == "postgresql":
                similar |= Q(word__trigram_similar=word) | (Q(word__startswith=word[:2]) & as_long)
            else:
                similar |= (Q(word__startswith=word[0]) | Q(word__startswith=word[1])) & as_long
        return self.annotate(length=Length("word")).filter(similar, public_from__lte=timezone.now())


class IndexedWord(models.Model):
    """A word in lower case."""

    word = models.CharField(max_length=MAX_WORD_LENGTH, unique=True)
    public_from = models.DateTimeField()

    objects = IndexedWordQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(word=""), name="indexed_word_is_not_empty"),
        ]

    def __str__(self) -> str:
        return self.word
