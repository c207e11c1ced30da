"""Whom the claims of a whole database are compared with, held to what comparing all of them finds."""

from collections.abc import Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from benchmarks.corpus import synthetic
from tracker.matching.candidates import CUTOFF, keys, readings
from tracker.matching.stored import HeldKeys, Nominations, candidates, nominations

KEYS = st.one_of(st.integers(0, 3), st.integers(0, 2**47 - 1))


def nothing_quoted(place: int) -> Sequence[str]:
    return ()


def named(texts: Sequence[str]) -> Nominations:
    return nominations(texts, nothing_quoted, threads=1, progress=lambda done, total: None)


@given(st.lists(st.sets(KEYS, max_size=4).map(sorted), max_size=8), st.lists(KEYS, max_size=5))
def test_keys_in_memory_are_those_of_a_dictionary(entries: list[list[int]], others: list[int]) -> None:
    index = HeldKeys(entries)
    wanted = [*others, *(key for entry in entries for key in entry)]
    expected = {key: [place for place, entry in enumerate(entries) if key in entry] for key in wanted}
    assert index.total() == len(entries)
    assert index.frequencies(wanted) == [len(expected[key]) for key in wanted]
    assert all(index.holders(key).tolist() == places for key, places in expected.items())


def test_every_pair_at_the_cutoff_is_named_both_ways_the_likeliest_first() -> None:
    texts = synthetic(300)
    found = named(texts)
    own = [readings(text)[0] for text in texts]
    score = {(a, b): fuzz.ratio(own[a], own[b]) for a in range(len(texts)) for b in range(len(texts)) if a != b}
    for a in range(len(texts)):
        alike = {b for b in range(len(texts)) if score.get((a, b), 0) >= CUTOFF}
        others = found.of(a)
        assert alike <= {*others}
        assert {*others[: len(alike)]} == alike or len(readings(texts[a])) > 1
        assert all(a in found.of(b) for b in others)
    assert sorted(found.order.tolist()) == list(range(len(texts)))


def test_a_claim_reworded_is_named_for_its_rare_words() -> None:
    texts = [
        "There will be no routine deployment of armed officers, said Mara Quill.",
        "Armed officers will not be deployed routinely, Quill has said.",
        *synthetic(50),
    ]
    assert 1 in named(texts).of(0)
    assert 0 in named(texts).of(1)
    assert 1 in candidates(keys(texts[0]), HeldKeys([keys(text) for text in texts]))


def test_a_quotation_in_a_claim_names_its_source() -> None:
    stitched = "the board would “close the north gate” from May, its critics fear"
    texts = [stitched, "We may close the north gate at night.", *synthetic(30)]

    def quoted(place: int) -> list[str]:
        return ["close the north gate"] if place == 0 else []

    assert 1 in nominations(texts, quoted, threads=1, progress=lambda done, total: None).of(0)


def test_no_claims_have_no_company() -> None:
    assert len(named([]).order) == 0
    assert named(["alone"]).of(0) == []
    assert np.array_equal(named(["…", ""]).starts, [0, 0, 0])
