"""List which of our packages are behind, and which of those a security notice that we know of is about.

The package index says what is behind. It says nothing about security, so notices are what
`gateway/requirements/notices.txt` lists and what a package's own changelog says: read that before each release.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

REQUIREMENTS = Path(__file__).parents[1] / "gateway" / "requirements"


def named(text: str) -> set[str]:
    """Return the packages that one of our lists names."""
    return {match[0].lower() for line in text.splitlines() if (match := re.match(r"[A-Za-z][\w.-]*", line))}


def version(text: str) -> tuple[int, ...]:
    """Return a version as numbers, for comparison."""
    return tuple(int(part) for part in re.findall(r"\d+", text))


def notices() -> dict[str, list[tuple[str, str]]]:
    """Return what is known of each package: the version that fixed a problem, and what it was."""
    found: dict[str, list[tuple[str, str]]] = {}
    for line in (REQUIREMENTS / "notices.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, mended, what = line.split(maxsplit=2)
            found.setdefault(name, []).append((mended, what))
    return found


def main() -> None:
    """Print a line for each package that is behind, our own first, and say how many have a notice."""
    command = [sys.executable, "-m", "pip", "list", "--outdated", "--format", "json", "--disable-pip-version-check"]
    asked = subprocess.run(command, capture_output=True, text=True)  # noqa: S603
    if asked.returncode:
        sys.exit(f"The package index could not be asked what is behind:\n{asked.stderr.strip()[-500:]}")
    ours = named("\n".join((REQUIREMENTS / f"{name}.in").read_text(encoding="utf-8") for name in ("run", "test")))
    known, marked = notices(), 0
    for each in sorted(json.loads(asked.stdout), key=lambda each: (each["name"].lower() not in ours, each["name"])):
        told = [
            what for mended, what in known.get(each["name"].lower(), []) if version(each["version"]) < version(mended)
        ]
        marked += bool(told)
        own = "" if each["name"].lower() in ours else " (through another)"
        print(
            f"{each['name']} {each['version']} -> {each['latest_version']}{own}",
            *(f"  SECURITY: {what}" for what in told),
            sep="\n",
        )
    print(f"{marked} with a security notice that we know of. The index tells of none: see each package's own changes.")


if __name__ == "__main__":
    main()
