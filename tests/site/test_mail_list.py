"""docs/emails.md lists every e-mail template, and no other."""

from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings

BASE = Path(settings.BASE_DIR)
ROW_PATTERN = re.compile(r"^\| (?P<templates>`[^|]+`) \| (?P<trigger>[^|]+) \| (?P<recipient>[^|]+) \|$", re.MULTILINE)


def list_templates() -> set[str]:
    """Return the e-mails that have a template, without the suffixes of their parts."""
    ours = [path.with_suffix("") for path in BASE.glob("templates/**/mail/*.txt")]
    allauths = [
        path.parent / path.name.removesuffix("_subject.txt") for path in BASE.glob("templates/*/email/*_subject.txt")
    ]
    return {str(path.relative_to(BASE / "templates")) for path in (*ours, *allauths)}


def test_every_mail_is_listed_with_what_sends_it_and_to_whom():
    rows = ROW_PATTERN.findall((BASE / "docs/emails.md").read_text(encoding="utf-8"))

    listed = [name for names, _, _ in rows for name in re.findall(r"`([^`]+)`", names)]

    assert sorted(listed) == sorted(list_templates())
