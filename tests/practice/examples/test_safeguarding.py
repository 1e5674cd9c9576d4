"""What might identify a pupil is found, and ordinary prose of SENCOs causes no warnings."""

from __future__ import annotations

import json
import time
from datetime import date

import pytest

from practice.examples.sample_example import DATA_FOLDER
from practice.examples.story_parts import PARTS_BY_FIELD
from practice.safeguarding import check_texts, find_identifiers, find_in_file_name

TODAY = date(2026, 11, 24)
FOUND_PHRASES = {
    "A boy called Zebedee was scared of the hall.": ("a name", "Zebedee"),
    "Maisie found phonics hard.": ("a name", "Maisie"),
    "We worked with Oliver Whitcombe in the mornings.": ("a name", "Oliver Whitcombe"),
    "Oliver's mum told us that he slept better.": ("a name", "Oliver"),
    "Xiomara’s family came in every week.": ("a name", "Xiomara"),
    "Olumide (Year 4) now reads aloud.": ("a name", "Olumide"),
    "Maisie Brown (Year 4) reads.": ("a name", "Maisie Brown"),
    "Thandiwe, aged 7, hid under the table.": ("a name", "Thandiwe"),
    "The girl named Wren-Marie did not speak.": ("a name", "Wren-Marie"),
    "We thank Mrs Ahmed for her patience.": ("the name of an adult", "Mrs Ahmed"),
    "He was born on 3 March 2016.": ("a date of birth", "3 March 2016"),
    "DOB: 03/04/15": ("a date of birth", "03/04/15"),
    "Date of birth 3.4.2015": ("a date of birth", "3.4.2015"),
    "Taken on 12/05/2014 in the garden.": ("a date of birth", "12/05/2014"),
    "UPN H801200001001": ("a UPN", "H801200001001"),
    "His number is a823456789012.": ("a UPN", "a823456789012"),
    "Ring 01632 960 983 for the plan.": ("a phone number", "01632 960 983"),
    "Mobile 07700900123": ("a phone number", "07700900123"),
    "Ring +44 7700 900123.": ("a phone number", "+44 7700 900123"),
    "Ring +44 (0)1632 960983": ("a phone number", "+44 (0)1632 960983"),
    "Write to a.b-c@school.example.org.": ("an email address", "a.b-c@school.example.org"),
}
ORDINARY_PHRASES = (
    "Pupils aged 5 to 7 took part, and children in Reception watched.",
    "Reading (Year 3) and Maths (Year 6) changed most.",
    "We visited St Oliver’s Primary School and Daniel House.",
    "The Thomas Foundation paid for the books.",
    "Children’s parents and pupils’ families were asked; each child’s mum had a say.",
    "In September 2021 we began; on 14 March 2024 we stopped.",
    "We spent £1,200 on 07 sets, in 2023-2024, for 0.5 days a week.",
    "From 3.1 to 4.8 of 5 (11 pupils, two topics each), p = 0.0312345678.",
    "The review on 01/09/2024 found that 62% of 1,048 pupils read for pleasure.",
    "Ruby class and Jasper group swapped rooms. May was busy, and Mark schemes were shared.",
    "We used Makaton, the Boxall Profile, ELSA and Zones of Regulation.",
    "Will this last? Hope and patience helped. Rose from 61% to 74%.",
    "Year 4 learned about King Arthur, the Maya and William Shakespeare.",
    "ISBN 978-1-4739-0000-1, page 12, Key Stage 2, KS3, Section F of the EHC plan.",
    "Devon and Cornwall, Lincoln, Preston and Victoria all took part.",
)


@pytest.mark.parametrize(("text", "expected"), FOUND_PHRASES.items())
def test_what_might_give_a_pupil_away_is_pointed_at(text, expected):
    found = find_identifiers(text, TODAY)

    assert [(each.what, each.words) for each in found] == [expected]


@pytest.mark.parametrize("text", ORDINARY_PHRASES)
def test_ordinary_prose_is_left_in_peace(text):
    assert find_identifiers(text, TODAY) == []


@pytest.mark.parametrize("file", ["sample_examples.json", "elsewhere.json"])
def test_whole_stories_raise_no_false_alarm(file):
    stories = json.loads((DATA_FOLDER / file).read_text("utf-8"))["examples"]
    texts = {
        f"{story['title']} {name}": str(story[name]) for story in stories for name in PARTS_BY_FIELD if story.get(name)
    }

    assert check_texts(texts) == {}


def test_a_finding_shows_the_words_around_it():
    (found,) = find_identifiers(
        "It took a term. In the end Maisie read a whole page to the class, which we loved.", TODAY
    )

    assert found.around == "It took a term. In the end Maisie read a whole page to the class, which…"


FILE_NAMES = {
    "jayden_smith_iep.pdf": [("a name", "jayden")],
    "JaydenSmith-2.png": [("a name", "Jayden Smith")],
    "photo-of-oliver.jpg": [("a name", "oliver")],
    "plan DOB 04-05-2016.docx": [("a date of birth", "04-05-2016")],
    "H801200001001.xlsx": [("a UPN", "H801200001001")],
    "provision map 2024.xlsx": [],
    "IMG_2034.jpg": [],
    "word-cards.pdf": [],
}


@pytest.mark.parametrize(("name", "expected"), FILE_NAMES.items())
def test_names_of_files_are_looked_at_too(name, expected):
    assert [(each.what, each.words) for each in find_in_file_name(name)] == expected


@pytest.mark.parametrize("text", ["0 " * 50_000, "A" * 100_000, "Aa-" * 30_000, "a@" * 50_000, "1/1/" * 20_000])
def test_no_text_keeps_it_busy(text):
    began = time.perf_counter()

    find_identifiers(text, TODAY)

    assert time.perf_counter() - began < 2
