"""Computed notes: what two figures of a sentence imply."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.extract.claims import notes
from tracker.text.quantities import quantities

IMPLIED = [
    (
        "There were 7,140 recorded assaults on officers – an increase of 19.1% on the previous year.",
        "Computed: 7,140 recorded assaults after an increase of 19.1 per cent means about 5,995 before.",
    ),
    (
        "Seizures reached 80 crates, down 20 per cent.",
        "Computed: 80 crates after a decrease of 20 per cent means about 100 before.",
    ),
    (
        "Revenue rose 25 per cent to £5m.",
        "Computed: £5,000,000 after an increase of 25 per cent means about £4,000,000 before.",
    ),
    (
        "Sightings fell by 10 per cent from 500.",
        "Computed: 500, a decrease of 10 per cent later, is about 450.",
    ),
    ("Sightings rose from 40 to 60.", "Computed: from 40 to 60 is an increase of 50 per cent."),
    ("Sightings went from 40 to 60.", "Computed: from 40 to 60 is an increase of 50 per cent."),
    ("Sightings fell from 60 to 45 last year.", "Computed: from 60 to 45 is a decrease of 25 per cent."),
    ("Sightings rose to 60 from 40.", "Computed: from 40 to 60 is an increase of 50 per cent."),
    (
        "There were 120 otters, compared with 100 otters in 2016.",
        "Computed: from 100 to 120 is an increase of 20 per cent.",
    ),
    (
        "Support rose from 40 per cent to 60 per cent.",
        "Computed: from 40 per cent to 60 per cent is an increase of 20 percentage points, or 50 per cent.",
    ),
    ("The ferry carried 30 of the 120 otters.", "Computed: 30 of 120 is 25 per cent."),
]

NOTHING_IMPLIED = [
    "There were 7,140 recorded assaults.",
    "There were more than 7,000 assaults, an increase of 19.1%.",
    "Tickets cost from £40 to £60.",
    "We counted 40 otters and a 10 per cent rise in swans.",
    "The firm has 50 boats. Rents are up 3 per cent.",
    "A 40-year-old man, down 20 per cent in weight, rowed.",
    "Sightings of 500 otters, down 100 per cent.",
    "40 per cent of otters, up 3 percentage points.",
]


@pytest.mark.parametrize(("sentence", "note"), IMPLIED)
def test_two_figures_that_imply_a_third_get_a_computed_note(sentence: str, note: str) -> None:
    assert notes(sentence, quantities(sentence)) == (note,)


@pytest.mark.parametrize("sentence", NOTHING_IMPLIED)
def test_figures_that_imply_nothing_get_no_note(sentence: str) -> None:
    assert notes(sentence, quantities(sentence)) == ()


def test_offsets_may_count_in_the_whole_document() -> None:
    document = "Five otters sang.\n\nSightings rose from 40 to 60."
    assert notes(document, quantities(document)[1:]) == ("Computed: from 40 to 60 is an increase of 50 per cent.",)


PIECES = "40 5% to from rose , up of the £3 1/2 0 otters"


@given(st.text() | st.lists(st.sampled_from(PIECES.split(" "))).map(" ".join))
def test_every_note_is_marked_and_none_raises(text: str) -> None:
    assert all(note.startswith("Computed: ") for note in notes(text, quantities(text)))
