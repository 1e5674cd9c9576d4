"""Questions as the search index reads them: the question and its marked answer."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.db import models

from discussions.models.comment import Comment, CommentQuerySet, State
from gateway.catalogue.models import Document, Searchable


class QuestionManager(models.Manager["Comment"].from_queryset(CommentQuerySet)):  # type: ignore[misc]
    """Comments that are questions."""

    def get_queryset(self) -> Any:
        """Return questions in every state; who may read them is checked when they are found."""
        return super().get_queryset().filter(is_question=True)


class IndexedQuestion(Searchable, Comment):
    """A question as the search index reads it."""

    title = ""
    objects: ClassVar[Any] = QuestionManager()

    class Meta:
        proxy = True

    @classmethod
    def read_documents(cls, keys: Any) -> dict[int, Document]:
        """Return the documents of these questions by key, without those that no longer exist."""
        public = cls.objects.public().order_by().filter(pk=models.OuterRef("pk"))
        asked = cls.objects.filter(pk__in=keys).order_by().annotate(is_public=models.Exists(public))
        rows = asked.values_list("pk", "text", "answer__text", "answer__state", "created_at", "is_public")
        return {
            pk: build_document(text, answer if state == State.VISIBLE else "", at if is_public else None)
            for pk, text, answer, state, at, is_public in rows
        }


def build_document(text: str, answer: str, public_from: datetime | None) -> Document:
    """Return a document with the question as its title, and the rest of the text and the answer as its body."""
    asked = text[: text.find("?") + 1] or text
    return Document(title=asked, body=f"{text[len(asked) :]}\n{answer}", public_from=public_from)
