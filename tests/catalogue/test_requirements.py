"""Tests that no pinned package has a fault named in a security notice that we know of."""

from __future__ import annotations

import re
import runpy

import pytest
from django.conf import settings

OUTDATED = runpy.run_path(str(settings.BASE_DIR / ".ci" / "outdated.py"))


@pytest.mark.parametrize("name", ["run", "test"])
def test_no_pinned_package_is_older_than_a_notice(name):
    text = (settings.BASE_DIR / "gateway" / "requirements" / f"{name}.txt").read_text()
    pinned = dict(re.findall(r"^([\w.-]+)==(\S+)", text, re.MULTILINE))
    version = OUTDATED["version"]

    old = [
        f"{package} {pinned[package]}: {what}"
        for package, known in OUTDATED["notices"]().items()
        for mended, what in known
        if package in pinned and version(pinned[package]) < version(mended)
    ]

    assert len(pinned) > 20
    assert old == []
