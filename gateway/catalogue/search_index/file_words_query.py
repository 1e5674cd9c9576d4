"""The words of the files that belong to an item, as part of a query of items."""

from __future__ import annotations

from functools import reduce
from typing import Any

from django.db.models import Expression, OuterRef, StringAgg, Subquery, TextField, Value
from django.db.models.functions import Coalesce, Concat

from gateway.catalogue.models import FileWords, StoredFile


def build_file_words() -> Expression:
    """Return an expression over items for the texts of all their files that were read."""
    texts = [build_model_texts(model) for model in StoredFile.get_models()]
    return reduce(Concat, texts) if texts else Value("", output_field=TextField())


def build_model_texts(model: type[StoredFile]) -> Expression:
    """Return an expression for the texts of an item's files of one model, each followed by a new line."""
    own = model._default_manager.order_by().filter(**{model.get_item_column(): OuterRef(OuterRef("pk"))})
    read = FileWords.objects.filter(state=FileWords.State.READ, sha256__in=own.values("sha256")).order_by()
    joined: Any = read.values("state").values(texts=StringAgg("text", Value("\n")))
    return Coalesce(Subquery(joined, output_field=TextField()), Value(""), output_field=TextField())
