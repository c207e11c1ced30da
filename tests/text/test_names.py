"""Personal names: bare names, keys that join one speaker's names across documents, gender of given names."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tracker.text.names import bare_name, given_gender, is_initial, speaker_key, title

BARE = [
    ("Sir John Shaw", "John Shaw"),
    ("Assistant Commissioner Sir John Shaw QPM", "John Shaw"),
    ("Detective Chief Inspector Ann Reed", "Ann Reed"),
    ("Dr. Ann Reed, PhD", "Ann Reed"),
    ("Mr House", "House"),
    ("Dr van der Berg", "van der Berg"),
    ("Mayor de la Mare", "de la Mare"),
    ("Dr. King", "King"),
    ("Pope Leander", "Pope Leander"),
    ("Dean Marsh", "Dean Marsh"),
    ("the Met Commissioner", "Met Commissioner"),
    ("Scotland Yard spokesman", "Scotland Yard spokesman"),
    ("Chief Executive", "Chief Executive"),
    ("detective from Leeds", "detective from Leeds"),
    ("The Met", "Met"),
    ("MP", "MP"),
    ("", ""),
]
SAME = [
    ("Sir John Shaw", "John Shaw"),
    ("JOHN SHAW", "John Shaw"),
    ("Mr van der Berg", "van der Berg"),
    ("John B. Shaw", "John Shaw"),
    ("John Shaw KC", "Mr John Shaw"),
    ("Raúl Mora", "Raul Mora"),
    ("the Metropolitan Police", "Metropolitan Police"),
    ("Jane O’Hara", "Jane O'Hara"),
]
DIFFERENT = [
    ("John Shaw", "John Shaw Jr."),
    ("John Shaw", "Mary Shaw"),
    ("J.B. Shaw", "J.C. Shaw"),
    ("Scotland Yard", "Scotland Yard spokesman"),
]


@pytest.mark.parametrize(("name", "expected"), BARE)
def test_a_bare_name_has_no_titles_and_no_letters_after_it(name: str, expected: str) -> None:
    assert bare_name(name) == expected


@pytest.mark.parametrize(("one", "other"), SAME)
def test_one_speaker_has_one_key(one: str, other: str) -> None:
    assert speaker_key(one) == speaker_key(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_two_speakers_have_two_keys(one: str, other: str) -> None:
    assert speaker_key(one) != speaker_key(other)


@given(st.text(max_size=60))
@example("0,¸")
@example("À 0")
@example("A, 0")
@example("S’")
def test_a_key_is_its_own_key(name: str) -> None:
    key = speaker_key(name)
    assert speaker_key(key) == key


def test_given_names_show_a_gender_double_names_by_their_last_part() -> None:
    assert [given_gender(name) for name in ("Ann", "John", "Robin", "Jean-Claude", "Leeds")] == [
        "f",
        "m",
        "u",
        "m",
        None,
    ]


def test_initials_and_titles_are_told_from_names() -> None:
    assert [is_initial(word) for word in ("J.", "G.K.", "Jo", "a")] == [True, True, False, False]
    assert [title(word) is not None for word in ("Sen.", "Sir", "Ann")] == [True, True, False]
