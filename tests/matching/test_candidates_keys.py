"""Readings and keys of claims."""

from hypothesis import given
from hypothesis import strategies as st

from tracker.matching.candidates import (
    KEY_BITS,
    all_readings,
    keys,
    of_lines,
    reading_lines,
    readings,
    word_key,
    word_keys,
)

READINGS = [
    ("Crime FELL, they said.", ("crime fell said they",)),
    ("“Crime” fell — they said…", ("crime fell said they",)),
    ("7,140 assaults, up 19.1%", ("19.1 7140 assaults percent up",)),
    ("7140 assaults up 19.1 per cent", ("19.1 7140 assaults percent up",)),
    ("7140 assaults; up 19.1 percent", ("19.1 7140 assaults percent up",)),
    ("in 1,20 or 3,4000 parts", ("1 20 3 4000 in or parts",)),
    ("the police’s view", ("police s the view",)),
    ("al- lowing armed patrols", ("allowing armed patrols", "al armed lowing patrols")),
    ("pre- and post-war crime", ("and crime post pre war",)),
    ("a well-known case", ("a case known well",)),
    ("one\nline\tof words", ("line of one words",)),
    ("Straße or STRASSE", ("or strasse strasse",)),
    ("per centimetre", ("centimetre per",)),
    ("…", ("",)),
    ("", ("",)),
]


def test_a_reading_is_the_sorted_words_without_typography():
    for text, expected in READINGS:
        assert readings(text) == expected, text


def test_claims_in_bulk_are_read_as_they_are_one_by_one():
    texts = [text for text, _ in READINGS] * 3
    found, owners = all_readings(texts)
    assert owners == sorted(owners)
    for position, text in enumerate(texts):
        own = tuple(reading for reading, owner in zip(found, owners, strict=True) if owner == position)
        assert own == readings(text)


@given(st.lists(st.text(max_size=30), max_size=8))
def test_any_texts_can_be_read_and_none_leans_on_its_neighbours(texts):
    found, owners = all_readings(texts)
    alone = [(reading, position) for position, text in enumerate(texts) for reading in readings(text)]
    assert list(zip(found, owners, strict=True)) == alone
    assert all(reading == " ".join(sorted(reading.split())) for reading in found)
    lines = reading_lines(texts)
    assert len(lines) == len(texts)
    assert of_lines(lines) == (found, owners)


def test_keys_follow_the_normal_words_and_leave_their_order_and_number_aside():
    assert set(keys("Routine deployments, routinely")) == set(keys("deployment as routine"))
    assert len(keys("crime crime crime")) == 1


def test_a_short_claim_has_keys():
    assert len(keys("73% reduction")) >= 2


@given(st.text())
def test_every_key_fits_a_row_id(word):
    assert 0 <= word_key(word) < 2**KEY_BITS


def test_the_key_of_a_word_never_changes():
    """Keys are stored: another hash would orphan every stored index. Value by hashing b'crime' with BLAKE2b-64."""
    import hashlib

    digest = hashlib.blake2b(b"crime", digest_size=8).digest()
    assert word_key("crime") == int.from_bytes(digest, "little") % 2**KEY_BITS
    assert word_keys(["crime", "fell", "crime"]) == (word_key("crime"), word_key("fell"))
