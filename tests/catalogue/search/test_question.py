"""Tests that a query is read as words, phrases and excluded words, and that forms of a word are one word."""

from __future__ import annotations

import pytest

from gateway.catalogue.text.search_query import MAX_QUERY_LENGTH, MAX_QUERY_WORDS, read_query
from gateway.catalogue.text.tokens import tokenise

SYNONYMS = {("salt",): ("speech languag therapi",), ("speech", "languag", "therapi"): ("salt",)}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("dyslexia", "dyslexic"),
        ("reading", "readers"),
        ("autism", "autistic"),
        ("SENCOs", "SENDCo"),
        ("pupil’s", "pupils"),
        ("organise", "organization"),
        ("behavior", "behaviours"),
        ("Café", "cafe"),
        ("teaching", "teachers"),
        ("anxious", "anxiety"),
        ("inclusive", "inclusion"),
    ],
)
def test_forms_of_a_word_are_one(one, other):
    assert tokenise(one) == tokenise(other) != []


@pytest.mark.parametrize(("one", "other"), [("number", "numb"), ("ear", "early"), ("career", "care")])
def test_other_words_stay_apart(one, other):
    assert tokenise(one) != tokenise(other)


def test_a_token_is_made_of_plain_letters_and_digits_whatever_the_script():
    for word in ("اللغة", "ŵyth", "naïve", "日本", "e5", "ΣΑΣ"):
        assert all(each.isascii() and each.isalnum() for each in tokenise(word))
    assert len({*tokenise("اللغة"), *tokenise("日本")}) == 2


@pytest.mark.parametrize(
    ("text", "wanted", "unwanted"),
    [
        ("reading lessons", ["read", "lesson"], []),
        ('"working memory" games', ["work memori", "game"], []),
        ("“working memory”", ["work memori"], []),
        ("reading -phonics", ["read"], ["phonic"]),
        ('reading -"working memory"', ["read"], ["work memori"]),
        ("reading - phonics", ["read", "phonic"], []),
        ("self-regulation", ["self", "regul"], []),
        ("the of and", [], []),
        ("-autism", [], []),
        ('"unbalanced words', ["unbalanc", "word"], []),
        ("reading reading", ["read"], []),
        ('NEAR(a b) OR * ^ : {title} "x"*', ["near", "b", "titl", "x"], []),
    ],
)
def test_a_question_is_read(text, wanted, unwanted):
    question = read_query(text, {})

    assert [each.run for each in question.wanted] == wanted
    assert list(question.unwanted) == unwanted


def test_a_synonym_of_one_word_or_of_several_is_looked_for_too():
    assert [each.others for each in read_query("SALT", SYNONYMS).wanted] == [("speech languag therapi",)]
    assert [each.others for each in read_query("speech and language therapy", SYNONYMS).wanted] == [("salt",)] * 3
    assert [each.others for each in read_query('"speech and language therapy"', SYNONYMS).wanted] == [()]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("multi-sensory", {"multi": {"multisensori"}, "sensori": {"multisensori"}}),
        ("multi sensory", {"multi": {"multisensori"}, "sensori": {"multisensori"}}),
        ("multisensory", {"multisensori": {"multi sensori"}}),
        ("covid19", {"covid19": {"covid 19"}}),
        ("well-being", {"wellb": set()}),
        ('"multi-sensory"', {"multi sensori": {"multisensori"}}),
    ],
)
def test_a_word_is_looked_for_as_one_and_as_two(text, wanted):
    assert {each.run: {*each.spellings} for each in read_query(text, {}).wanted} == wanted


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("how to use teaching assistants well", ["teach", "assist"]),
        ("well", ["well"]),
        ("best practice", ["practic"]),
        ("AT", ["at"]),
        ("at", ["at"]),
        ("help at home", ["help", "home"]),
    ],
)
def test_words_that_tell_next_to_nothing_count_only_where_there_are_no_others(text, runs):
    assert [each.run for each in read_query(text, {}).wanted] == runs


def test_a_long_question_is_cut():
    question = read_query(" ".join(f"word{number}" for number in range(1_000)), {})

    assert len(question.wanted) == MAX_QUERY_WORDS
    assert read_query("a" * 10_000 + " reading", {}).wanted[0].run == "a" * 40
    assert MAX_QUERY_LENGTH == 200
