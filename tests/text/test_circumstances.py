"""What moved by a figure, from sentences of the tests' own; expectations written from reading them."""

import pytest

from tracker.text.quantities import quantities

MOVED = [
    ("Knife offences in the harbour ward fell by 12 per cent in the past year.", "Knife offences"),
    ("Crime was down 20 per cent.", "Crime"),
    ("He said that recorded assaults on officers had risen by more than 12%.", "recorded assaults on officers"),
    ("Robbery and burglary fell by 5 per cent.", "Robbery and burglary"),
    ("He was elected and crime fell by 5 per cent.", "crime"),
    ("The number of assaults on officers rose by 12 per cent.", "assaults on officers"),
    ("Overall knife crime has also fallen sharply by 30%.", "knife crime"),
    ("In the north, thefts from shops jumped 19.1%.", "thefts from shops"),
    ("In 2019 arrests at the quay rose by 30 per cent.", "arrests"),
    ("Last year arrests rose by 30 per cent.", "arrests"),
    ("Police say burglary is up 7 per cent.", "burglary"),
    ("A report found robberies rose by 9 per cent.", "robberies"),
    ("Figures show knife crime fell by a tenth.", "knife crime"),
    ("Ministers warned stabbings rose by 9 per cent.", "stabbings"),
    ("Hate crime across the county increased 10%.", "Hate crime"),
    ("Support for routine arming rose by almost 4 percentage points.", "Support for routine arming"),
    ("The number of assaults on officers rose to 1,420.", "assaults on officers"),
    ("In the north arrests rose by 9 per cent.", "arrests"),
    ("The ward has cut waiting lists by almost a fifth.", "waiting lists"),
    ("The council increased its grant to £3.2 million.", "grant"),
    ("The harbour board raised the toll from £3 to £4.", "toll"),
]
NOT_STATED = [
    "They fell by 5 per cent.",
    "It is up 5 per cent.",
    "The rate rose by 3 percentage points.",
    "Burglaries in the ward, which fell by 5 per cent, are rare.",
    "Violence at the quay, according to the report, rose by 9 per cent.",
    "Detections have not risen by 9 per cent.",
    "This rose by 9 per cent.",
]


@pytest.mark.parametrize(("text", "measured"), MOVED)
def test_what_moved_stands_before_its_verb(text: str, measured: str) -> None:
    assert quantities(text)[0].measured == measured


@pytest.mark.parametrize("text", NOT_STATED)
def test_what_does_not_name_it_leaves_it_open(text: str) -> None:
    assert quantities(text)[0].measured is None


@pytest.mark.parametrize(
    ("text", "measured"),
    [
        ("Robberies fell by 3 per cent and burglaries rose by 5 per cent.", ["Robberies", "burglaries"]),
        ("After a year at 3 per cent burglaries fell by 5 per cent.", [None, "burglaries"]),
    ],
)
def test_each_figure_of_a_sentence_has_the_subject_before_it(text: str, measured: list[str | None]) -> None:
    assert [quantity.measured for quantity in quantities(text)] == measured


@pytest.mark.parametrize("word", ["only", "actually", "nearly", "the"])
def test_words_repeated_before_a_figure_take_no_time(word: str) -> None:
    assert quantities(f"Crime rose {f'{word} ' * 28}big 5 per cent.")[0].measured is None
    assert quantities(f"Crime {f'{word} ' * 18}rose big 5 per cent.")[0].measured is None
