"""A higher app hands something to a lower one in one way: by a function `register_…`, called in `ready()`."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

APPS = ("discussions", "practice", "resources", "gateway/catalogue")


def list_foreign_calls(app: str) -> Iterator[str]:
    """Yield the functions of other apps that the app calls for their effect in its `apps.py`."""
    tree = ast.parse(Path(settings.BASE_DIR, app, "apps.py").read_text(encoding="utf-8"))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    own = app.replace("/", ".")
    foreign = {name.name for node in imports if not f"{node.module}.".startswith(f"{own}.") for name in node.names}
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            called = ast.unparse(node.value.func).split(".")
            if called[0] in foreign:
                yield called[-1]


@pytest.mark.parametrize("app", APPS)
def test_a_higher_app_registers_what_a_lower_one_asks_for(app):
    called = set(list_foreign_calls(app))

    assert called
    assert {name for name in called if not name.startswith(("register_", "connect_"))} == set()
