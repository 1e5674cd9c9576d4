"""Numbers that visitors and robots write into addresses and forms."""

from __future__ import annotations

import pytest

from accounts.addresses.query_strings import read_whole_number


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("7", 7), ("007", 7), ("99999999", 99_999_999)])
def test_up_to_so_many_digits_are_a_number(text, number):
    assert read_whole_number(text, max_digits=8) == number


@pytest.mark.parametrize("text", ["", " ", "-1", "+1", " 1", "1 ", "1.0", "1e3", "1_000", "0x1", "²", "٣", "７", "a"])
def test_anything_else_is_no_number(text):
    assert read_whole_number(text, max_digits=8) is None


@pytest.mark.parametrize("text", ["100000000", "000000001", "9" * 5_000])
def test_more_digits_are_no_number(text):
    assert read_whole_number(text, max_digits=8) is None
