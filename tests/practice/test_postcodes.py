"""How people write postcodes, and about where they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from practice.postcodes import outcodes, position_of_postcode, read_postcode

OUTWARD = st.from_regex(r"[A-Z]{1,2}[0-9][A-Z0-9]?", fullmatch=True)
INWARD = st.from_regex(r"[0-9][A-Z]{2}", fullmatch=True)


@given(outward=OUTWARD, inward=INWARD, between=st.sampled_from(["", " ", "  ", "\t", "\N{NO-BREAK SPACE}"]))
def test_a_postcode_is_read_however_it_is_spaced_and_cased(outward, inward, between):
    typed = f" {outward.lower()}{between}{inward} "

    read = read_postcode(typed)

    assert str(read) == f"{outward} {inward}"


@given(outward=OUTWARD, inward=INWARD)
def test_reading_a_postcode_again_changes_nothing(outward, inward):
    once = str(read_postcode(outward + inward))

    assert str(read_postcode(once)) == once


@given(st.text(max_size=40))
def test_no_text_breaks_the_reading(text):
    position = position_of_postcode(text)

    assert position is None or position in outcodes().values()


@pytest.mark.parametrize(
    "text", ["", "London", "2036", "SW1A 1", "SW1A 1AA 1AA", "ＳＷ１Ａ １ＡＡ", "SW1A\x001AA", "A" * 10_000]
)
def test_what_is_no_postcode_has_no_position(text):
    assert position_of_postcode(text) is None


def test_an_outward_postcode_alone_has_a_position():
    position = position_of_postcode("ec3a")

    assert position == position_of_postcode("EC3A 5DE")
    assert position == pytest.approx((51.5, -0.08), abs=0.05)
