"""Rows that stand: made once for tests that follow each other and ask for the same, and gone before any other test."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

type Maker = tuple[Callable[..., Any], tuple[Any, ...]]


class Standing:
    """What stands now, in a transaction that is undone at the end; each test's own changes are undone within it."""

    def __init__(self) -> None:
        self.maker: Maker | None = None
        self.made: Any = None
        self.around = ExitStack()

    def have(self, maker: Maker, blocker: DjangoDbBlocker) -> Any:
        """Make it, unless it stands, and return what was made."""
        if self.maker != maker:
            self.leave()
            with self.around, blocker.unblock():
                self.around.enter_context(blocker.unblock())
                self.around.enter_context(transaction.atomic())
                self.around.callback(transaction.set_rollback, True)
                make, arguments = maker
                self.made = make(*arguments)
                self.maker, self.around = maker, self.around.pop_all()
        return self.made

    def leave(self) -> None:
        """Undo what stands."""
        self.maker = self.made = None
        self.around.close()


def standing_on(make: Callable[..., Any], *arguments: Any) -> pytest.MarkDecorator:
    """Mark a test, or a module, as one that stands on the rows that `make` makes; the fixture `rows` gives them."""
    return pytest.mark.rows.with_args(make, *arguments)


def asked_by(item: pytest.Item) -> Maker | None:
    """Return what a test stands on."""
    mark = item.get_closest_marker("rows")
    return (mark.args[0], mark.args[1:]) if mark else None
