"""The words of the files that belong to an item."""

from __future__ import annotations

from django.db.models import Expression, TextField, Value


def words_of_files() -> Expression:
    """An expression over items: the text of all their files, or nothing.

    Files' texts are not read yet. Whoever reads them gives a subquery here, such as a StringAgg of their rows.
    """
    return Value("", output_field=TextField())
