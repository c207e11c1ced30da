"""Packed features are those that the words give; a pack of anything else gives nothing."""

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.corpus import synthetic
from tracker.matching import features
from tracker.matching.features import features as features_of
from tracker.matching.features import pack, unpack
from tracker.models import STANCES, ClaimKind

SAID = [
    "",
    "No comment",
    "73% reduction",
    "The board denied that Saltmere’s crime had not fallen by a fifth, from 40 to 32 per cent, in May 2019.",
    "the mayor would take a “short walk … in emergencies”, not only “a small tactical change” but [a] “big” one",
    "NOT A SINGLE £2.5m al- lowing it is unsafe, rather than dangerous; she failed to raise taxes",
    "Ada Fern Reed rose and fell; Reed fell far from safe before and after the increase of 19.1%",
]
WORDS = sorted({word for text in SAID for word in text.split()})
TEXTS = st.one_of(st.sampled_from(SAID), st.lists(st.sampled_from(WORDS)).map(" ".join), st.text())
KINDS = st.sampled_from([None, *ClaimKind])


@given(TEXTS, KINDS, st.sampled_from([None, "Ada Fern"]), st.sampled_from(STANCES))
def test_what_is_unpacked_is_what_was_packed(text, kind, speaker, stance):
    made = features_of(text, kind=kind, speaker=speaker, stance=stance)
    found = unpack(pack(made), text, kind=kind, speaker=speaker, stance=stance)
    assert found == made
    assert found is not None
    assert (list(found.weights), found.weight) == (list(made.weights), made.weight)


@pytest.mark.parametrize("text", synthetic(20))
def test_synthetic_claims_come_back_whole(text):
    assert unpack(pack(features_of(text)), text) == features_of(text)


def test_a_pack_of_something_else_gives_nothing(monkeypatch):
    made = pack(features_of("Crime fell.", kind=ClaimKind.DIRECT))
    assert unpack(made, "Crime fell.", kind=ClaimKind.DIRECT) is not None
    assert unpack(made, "Crime rose.", kind=ClaimKind.DIRECT) is None
    assert unpack(made, "Crime fell.", kind=ClaimKind.MIXED) is None
    assert unpack(made, "Crime fell.", kind=ClaimKind.DIRECT, stance="denies") is None
    monkeypatch.setattr(features, "rules", lambda: b"other rules")
    assert unpack(made, "Crime fell.", kind=ClaimKind.DIRECT) is None


def test_words_that_no_database_can_hold_have_an_empty_pack():
    broken = "\ud800 broken"
    assert pack(features_of(broken)) == b""
    assert unpack(b"", broken) is None


@pytest.mark.parametrize(
    "bytes_found",
    [
        b"",
        b"x",
        pack(features_of("Crime fell."))[:-5],
        features.rules(),
        features.rules() + b"x",
        features.rules() + zlib.compress(b"x"),
        features.rules() + zlib.compress(b"\x93\x01\x02\x03"),
        features.rules() + zlib.compress(b"\xa2\xff\xff"),
    ],
)
def test_damaged_bytes_give_nothing(bytes_found):
    assert unpack(bytes_found, "Crime fell.") is None


@given(st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), min_size=1, max_size=4))
def test_bytes_changed_inside_a_pack_never_break_off_the_reading(changes):
    text = "Crime in Saltmere fell by 19% in 2019, “a small change”, the board denied."
    made = features_of(text)
    own = bytearray(zlib.decompress(pack(made)[len(features.rules()) :]))
    for place, byte in changes:
        own[place % len(own)] = byte
    found = unpack(features.rules() + zlib.compress(own), text)
    assert found is None or found.text == made.text


@pytest.mark.parametrize(
    ("text", "earlier"),
    [
        ("Fares rose to £4 from £3.", ["£3"]),
        ("Profit before tax fell to £143m.", []),
        ("New stoves cut deaths from smoke by 13 per cent.", []),
        ("Waiting lists fell to 7,200, against 7,900 in March.", ["7,900"]),
        ("The council spent £4m, up from a previous £3m.", ["£3m"]),
        ("The previous record was 812 visitors.", ["812"]),
        ("Emissions from lorries rose 4 per cent.", []),
        ("It sold 310 tickets; the year before, it sold 280.", ["280"]),
        ("The union voted against a 3 per cent offer.", []),
        ("Exports from Ambleford were worth £16bn.", []),
        ("The list shrank from about 5,100 names to 4,700.", []),
        ("She drew a salary of £90,000, when her predecessor had £70,000.", ["£70,000"]),
        ("Children from poor homes eat 20 per cent less fruit.", []),
        ("The fine rose from the £200 set in 1994.", ["£200"]),
    ],
)
def test_a_figure_that_another_is_compared_with_is_earlier(text: str, earlier: list[str]) -> None:
    assert [figure.printed for figure in features_of(text).figures if figure.earlier and not figure.label] == earlier
