from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from practice.lookup.postcodes import find_position, find_postcode, load_outcodes, read_postcode

OUTWARD = st.from_regex(r"[A-Z]{1,2}[0-9][A-Z0-9]?", fullmatch=True)
INWARD = st.from_regex(r"[0-9][A-Z]{2}", fullmatch=True)


@given(outward=OUTWARD, inward=INWARD, between=st.sampled_from(["", " ", "  ", "\t", "\N{NO-BREAK SPACE}"]))
def test_a_postcode_is_read_however_it_is_spaced_and_cased(outward, inward, between):
    typed = f" {outward.lower()}{between}{inward} "

    read = read_postcode(typed)

    assert str(read) == f"{outward} {inward}"


@pytest.mark.parametrize(
    "typed",
    [
        "EC3A 5DE,",
        "ec3a5de.",
        "(EC3A 5DE)",
        "EC3A-5DE",
        "EC3A\N{ZERO WIDTH SPACE} 5DE",
        "postcode: EC3A 5DE",
        "“EC3A 5DE”",
        "EC3A\N{NARROW NO-BREAK SPACE}5DE",
        "near EC3A 5DE",
        "My postcode is ec3a5de!",
        "ＥＣ3Ａ 5ＤＥ",
        "EC3A_5DE",
        "EC3A+5DE",
    ],
)
def test_a_postcode_is_read_as_people_paste_it(typed):
    assert str(read_postcode(typed)) == "EC3A 5DE"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("YOI 7HH", "YO1"),
        ("LSI 4AP", "LS1"),
        ("SE1O 9NQ", "SE10"),
        ("Y01 7HH", "YO1"),
        ("M1 IAE", "M1"),
        ("0X1 2JD", "OX1"),
        ("Ll 8JQ", "L1"),
    ],
)
def test_letters_and_digits_that_look_alike_are_taken_for_each_other(typed, meant):
    assert find_position(typed) == find_position(meant) != None  # noqa: E711


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("SW1A 1", "SW1A"), ("SW1A1", "SW1A"), ("sw1a 1a", "SW1A"), ("E1 6", "E1"), ("E16", "E16"), ("M1 1", "M1")],
)
def test_a_postcode_whose_end_is_not_typed_yet_is_its_beginning(typed, meant):
    assert str(read_postcode(typed)) == meant


@pytest.mark.parametrize("typed", ["London EC3A 5DE", "1 Oak Street, London, ec3a5de", "EC3A 5DE (London)"])
def test_the_postcode_of_an_address_is_found_in_it(typed):
    assert str(find_postcode(typed)) == "EC3A 5DE"


@pytest.mark.parametrize("word", ["Hull", "Wool", "oil", "Ilford"])
def test_a_word_without_a_digit_is_no_postcode(word):
    assert read_postcode(word) is None


@given(outward=OUTWARD, inward=INWARD)
def test_reading_a_postcode_again_changes_nothing(outward, inward):
    once = str(read_postcode(outward + inward))

    assert str(read_postcode(once)) == once


@given(st.text(max_size=40))
def test_no_text_breaks_the_reading(text):
    position = find_position(text)

    assert position is None or position in load_outcodes().values()


@pytest.mark.parametrize(
    "text", ["", "London", "2036", "SW1A 1AA 1AA", "SW1A\x001AA", "BFPO 57", "ZZ1 1ZZ", "A" * 10_000]
)
def test_what_is_no_postcode_has_no_position(text):
    assert find_position(text) is None


def test_an_outward_postcode_alone_has_a_position():
    position = find_position("ec3a")

    assert position == find_position("EC3A 5DE")
    assert position == pytest.approx((51.5, -0.08), abs=0.05)
