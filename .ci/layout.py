"""Check the layout: few files in a package, few modules of one name, constants with a noun.

`make check` runs it.
"""

import ast
import sys
import tomllib
from collections import Counter, defaultdict
from pathlib import Path

MAX_FILES_PER_PACKAGE = 12
MAX_MODULES_PER_NAME = 2
DJANGO_NAMES = {
    "admin",
    "apps",
    "conftest",
    "context_processors",
    "emails",
    "feeds",
    "forms",
    "hooks",
    "managers",
    "middleware",
    "models",
    "queries",
    "signals",
    "sitemaps",
    "tasks",
    "urls",
    "views",
}
DJANGO_FOLDERS = {"migrations", "templatetags", "commands"}
WORDS_WITHOUT_NOUN = set(
    """
    AFTER AGAIN ALL ALSO ALWAYS AND ANY APART AROUND AT BEFORE BEGUN BESIDE BEST BIG BIGGEST BUSY BY CHANGED CLOSED
    COMPARED DEEPEST EACH EARLIEST EMPTY ENOUGH EVER EVERY FAINTEST FAR FASTEST FEW FEWEST FIRST FOR FREE FULL GONE
    GOOD HELD HIDDEN HIGHEST HOW IN IS KEPT KNOWN LARGE LARGEST LAST LATE LATER LATEST LEAST LESS LISTED LITTLE LONG
    LONGEST LOWEST MANY MAX MEANWHILE MIN MORE MOST MUCH NEAREST NEEDED NEVER NEW NEWEST NO NONE NOT NOW OF OFF
    OFTEN OLD OLDEST ON ONCE ONLY OPEN OPENED OTHER OURS PAST PER POSTED RARE READABLE RECENT RENAMED REQUIRED
    RESERVED SAFE SAME SAVED SEEN SENT SEVERAL SHARED SHORT SHORTEST SHOWN SLOW SLOWEST SMALL SMALLEST SOME SOON
    STARTED THE TO TOGETHER TOLD TOO UNTIL USUAL VALID WHOLE WITH WITHOUT YES
    """.split()
)
"""Adjectives, adverbs, quantities and participles; a name of these alone does not say what the constant is."""


def modules(root: Path) -> list[Path]:
    """Return every module of our packages, without `__init__` and migrations."""
    packages = tomllib.loads((root / "pyproject.toml").read_text())["tool"]["importlinter"]["root_packages"]
    return [
        path.relative_to(root)
        for package in sorted(packages)
        for path in sorted((root / package).rglob("*.py"))
        if path.stem != "__init__" and path.parent.name != "migrations"
    ]


def crowded_packages(paths: list[Path]) -> list[str]:
    """Return messages about packages that hold more files than a reader takes in at a glance."""
    sizes = Counter(path.parent for path in paths)
    return [
        f"{package}/ holds {size} Python files, and {MAX_FILES_PER_PACKAGE} are allowed: give a subject its own folder."
        for package, size in sizes.items()
        if size > MAX_FILES_PER_PACKAGE
    ]


def common_names(paths: list[Path]) -> list[str]:
    """Return messages about names that too many modules have."""
    places = defaultdict(list)
    for path in paths:
        if path.stem not in DJANGO_NAMES and path.parent.name not in DJANGO_FOLDERS:
            places[path.stem].append(str(path))
    return [
        f"{len(found)} modules are named {name!r}, and {MAX_MODULES_PER_NAME} are allowed: {', '.join(found)}."
        for name, found in places.items()
        if len(found) > MAX_MODULES_PER_NAME
    ]


def names_of_constants(path: Path) -> list[str]:
    """Return the names in capitals that a module assigns at its top level."""
    statements = ast.parse(path.read_text(encoding="utf-8")).body
    assigned = [node for node in statements if isinstance(node, ast.Assign | ast.AnnAssign)]
    names = [node for statement in assigned for node in ast.walk(statement) if isinstance(node, ast.Name)]
    return [name.id for name in names if isinstance(name.ctx, ast.Store) and name.id.isupper()]


def constants_without_noun(root: Path, paths: list[Path]) -> list[str]:
    """Return messages about constants whose names say how many or how long, but not of what."""
    return [
        f"{path} has a constant {name}: add the noun and the unit, as in MAX_TITLE_LENGTH or TIMEOUT_SECONDS."
        for path in paths
        for name in names_of_constants(root / path)
        if set(name.strip("_").split("_")) <= WORDS_WITHOUT_NOUN
    ]


def main() -> int:
    """Print what is wrong; return 1 if anything is."""
    root = Path(__file__).resolve().parents[1]
    paths = modules(root)
    faults = crowded_packages(paths) + common_names(paths) + constants_without_noun(root, paths)
    print("\n".join(faults), file=sys.stderr, end="\n" if faults else "")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
