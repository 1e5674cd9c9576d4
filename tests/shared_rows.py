"""Rows shared by consecutive tests that ask for the same, and rolled back before any other test."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

type Maker = tuple[Callable[..., Any], tuple[Any, ...]]


class SharedRows:
    """The shared rows, in a transaction rolled back at the end. Each test rolls back its own changes within it."""

    def __init__(self) -> None:
        self.maker: Maker | None = None
        self.made: Any = None
        self.around = ExitStack()

    def get_or_make(self, maker: Maker, blocker: DjangoDbBlocker) -> Any:
        """Make the rows unless the same maker has just made them, and return what the maker returned."""
        if self.maker != maker:
            self.roll_back()
            with self.around, blocker.unblock():
                self.around.enter_context(blocker.unblock())
                self.around.enter_context(transaction.atomic())
                self.around.callback(transaction.set_rollback, True)
                make, arguments = maker
                self.made = make(*arguments)
                self.maker, self.around = maker, self.around.pop_all()
        return self.made

    def roll_back(self) -> None:
        self.maker = self.made = None
        self.around.close()


def with_rows(make: Callable[..., Any], *arguments: Any) -> pytest.MarkDecorator:
    """Return a mark for a test or module that uses the rows made by `make`, which the fixture `rows` returns."""
    return pytest.mark.rows.with_args(make, *arguments)


def get_row_maker(item: pytest.Item) -> Maker | None:
    """Return the function that makes a test's rows, with its arguments, or None."""
    mark = item.get_closest_marker("rows")
    return (mark.args[0], mark.args[1:]) if mark else None
