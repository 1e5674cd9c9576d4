"""Check the layout: few files in a package, and module names that lead to one place. Run by `make check`."""

import sys
from collections import Counter, defaultdict
from pathlib import Path

APPS = ("accounts", "discussions", "gateway", "practice", "resources")
MAX_FILES_PER_PACKAGE = 12
MAX_MODULES_PER_NAME = 2
DJANGO_NAMES = {
    "admin", "apps", "conftest", "context_processors", "emails", "feeds", "forms", "hooks", "managers", "middleware",
    "models", "queries", "signals", "sitemaps", "tasks", "urls", "views",
}  # fmt: skip
DJANGO_FOLDERS = {"migrations", "templatetags", "commands"}


def modules(root: Path) -> list[Path]:
    """Return every module of the apps, without `__init__` and what Django names itself."""
    return [
        path.relative_to(root)
        for app in APPS
        for path in sorted((root / app).rglob("*.py"))
        if path.stem != "__init__" and path.parent.name != "migrations"
    ]


def crowded_packages(paths: list[Path]) -> list[str]:
    """Return the packages that hold more files than a reader takes in at a glance."""
    sizes = Counter(path.parent for path in paths)
    return [
        f"{package}/ holds {size} Python files, and {MAX_FILES_PER_PACKAGE} are allowed: give a subject its own folder."
        for package, size in sizes.items()
        if size > MAX_FILES_PER_PACKAGE
    ]


def common_names(paths: list[Path]) -> list[str]:
    """Return the module names that stand for too many things."""
    places = defaultdict(list)
    for path in paths:
        if path.stem not in DJANGO_NAMES and path.parent.name not in DJANGO_FOLDERS:
            places[path.stem].append(str(path))
    return [
        f"{len(found)} modules are named {name!r}, and {MAX_MODULES_PER_NAME} are allowed: {', '.join(found)}."
        for name, found in places.items()
        if len(found) > MAX_MODULES_PER_NAME
    ]


def main() -> int:
    """Print what is wrong; return 1 if anything is."""
    paths = modules(Path(__file__).resolve().parents[1])
    faults = crowded_packages(paths) + common_names(paths)
    print("\n".join(faults), file=sys.stderr, end="\n" if faults else "")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
