"""Each kind of notification has exactly one source."""

from __future__ import annotations

from dataclasses import replace

import pytest

from accounts.notification_sources import SOURCES, register_source


def test_a_kind_is_told_of_by_one_source():
    double = replace(SOURCES[0], name="another source")

    with pytest.raises(ValueError, match="Another source has the kinds"):
        register_source(double)


def test_to_register_twice_is_to_register_once():
    before = {source.name for source in SOURCES}

    register_source(SOURCES[0])

    assert (len(SOURCES), {source.name for source in SOURCES}) == (len(before), before)


def test_every_kind_fits_its_column():
    assert all(len(name) <= 40 for source in SOURCES for name in source.kind_names)
