"""What a deployment says by variables of the environment."""

from __future__ import annotations

import os
import stat
from pathlib import Path

OPEN_TO_OTHERS = stat.S_IRWXG | stat.S_IRWXO
OURS = frozenset({"gateway.sqlite3", "media", "static"})


def closed_folder(folder: Path) -> Path:
    """Return the folder, made if need be, and closed to everybody but us, as it holds what people entrusted to us.

    One that holds nothing of ours, such as /tmp, may be somebody else's too, and is left as it is.
    """
    folder.mkdir(mode=stat.S_IRWXU, parents=True, exist_ok=True)
    state = folder.stat()
    if state.st_mode & OPEN_TO_OTHERS and state.st_uid == os.getuid():
        names = set(os.listdir(folder))
        if not names or names & OURS:
            folder.chmod(stat.S_IRWXU)
    if not os.access(folder, os.W_OK | os.X_OK):
        raise PermissionError(folder)
    return folder
