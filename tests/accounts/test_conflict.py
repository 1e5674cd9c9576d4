"""Whatever says that somebody else was first is a Conflict, so that it can be caught as one."""

import ast
from pathlib import Path

from django.conf import settings

ENDINGS = ("Meanwhile", "Before", "OutOfDate", "StateNotAllowed", "StepNotAllowed", "NoLongerAllowed")


def list_exceptions() -> list[tuple[str, str]]:
    """Return the name and the bases of every class of the apps that is raised and has such a name."""
    paths = [path for package in settings.OUR_PACKAGES for path in Path(settings.BASE_DIR, package).rglob("*.py")]
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in paths]
    classes = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    return [(each.name, ", ".join(map(ast.unparse, each.bases))) for each in classes if each.name.endswith(ENDINGS)]


def test_what_comes_too_late_is_a_conflict():
    found = {name: bases for name, bases in list_exceptions() if bases != "NamedTuple"}

    assert {"EditedMeanwhile", "DecidedBefore", "ImportOutOfDate", "StateNotAllowed"} <= found.keys()
    assert {name: bases for name, bases in found.items() if bases != "Conflict"} == {}
