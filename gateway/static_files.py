"""Static files: style sheets joined from one file a layer, and a deployment's hashed names."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

LAYER_FILES = (
    "layers.css",
    "reset.css",
    "tokens.css",
    "settings.css",
    "base.css",
    "layout.css",
    "components/head-and-foot.css",
    "components/pieces.css",
    "components/front-page.css",
    "components/cards.css",
    "components/finder.css",
    "components/focus-areas.css",
    "components/items.css",
    "components/forms.css",
    "components/widths.css",
    "utilities.css",
    "print.css",
)
SHEET_FILES = {"css/gateway.css": LAYER_FILES, "css/manage.css": ("tokens.css", "manage.css")}
"""The style sheets that are served, each with the files of `gateway/styles/` that it is joined from."""
UNREAD_PATTERN = re.compile(r"/\*.*?\*/\s*|^\s+", re.DOTALL | re.MULTILINE)
"""Comments and indentation, which a browser does not read."""


def join_sheet(name: str) -> str:
    """Return a style sheet that is served."""
    files = (settings.STYLES_DIR / each for each in SHEET_FILES[name])
    return UNREAD_PATTERN.sub("", "".join(file.read_text() for file in files))


class StyleSheetStorage(FileSystemStorage):
    """The style sheets of `SHEET_FILES`, rewritten when one of their files has changed."""

    def path(self, name: str) -> str:
        """Return where the sheet is, after writing it if need be. A server's other threads never read half of it."""
        target = Path(super().path(name))
        text = join_sheet(name)
        if not target.exists() or target.read_text() != text:
            target.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile("w", dir=target.parent, delete=False) as draft:
                draft.write(text)
            Path(draft.name).replace(target)
        return str(target)


class SheetFinder(BaseFinder):
    """A finder of the joined style sheets, so that a page requests one file, however many layers there are."""

    def __init__(self, app_names: Any = None) -> None:
        self.storage = StyleSheetStorage(location=settings.DATA_DIR / "styles")

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        """Return nothing: there is nothing to set."""
        return []

    def find(self, path: str, find_all: bool = False) -> Any:
        """Return where a sheet is, or an empty list."""
        if path not in SHEET_FILES:
            return []
        found = self.storage.path(path)
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        """Yield the name of each sheet, and the storage that has it."""
        for name in SHEET_FILES:
            yield name, self.storage


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    """A storage that looks up each address once a process: a page needs half a dozen, and they never change."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.addresses: dict[str | None, str] = {}

    def url(self, name: str | None, force: bool = False) -> str:
        """Return the address of a file; `force` is set while the files are being collected."""
        if force:
            return super().url(name, force)
        if name not in self.addresses:
            self.addresses[name] = super().url(name)
        return self.addresses[name]
