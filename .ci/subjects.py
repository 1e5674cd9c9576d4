"""Check the subjects of commits: of the message in a file or, without one, of the last 50 commits.

git's hook `commit-msg` names the file; `make check` names none.
"""

import subprocess
import sys
from pathlib import Path

COMMITS_CHECKED = 50
MAX_SUBJECT_LENGTH = 72


def subject_of(message: str) -> str:
    """Return the first line that is neither blank nor a comment, which git leaves out."""
    return next((line for line in message.splitlines() if line.strip() and not line.startswith("#")), "")


def latest_subjects() -> list[str]:
    """Return the subjects of the last commits without merges, or an empty list if there is no repository."""
    log = ["git", "log", f"-{COMMITS_CHECKED}", "--no-merges", "--format=%s"]
    return subprocess.run(log, capture_output=True, text=True, check=False).stdout.splitlines()  # noqa: S603


def main(arguments: list[str]) -> int:
    """Print the subjects that are too long; return 1 if there are any."""
    subjects = [subject_of(Path(name).read_text(encoding="utf-8")) for name in arguments] or latest_subjects()
    faults = [
        f"{len(subject)} characters, and {MAX_SUBJECT_LENGTH} are allowed; say the rest in the body: {subject}"
        for subject in subjects
        if len(subject) > MAX_SUBJECT_LENGTH
    ]
    print("\n".join(faults), file=sys.stderr, end="\n" if faults else "")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
