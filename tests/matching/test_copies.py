"""Copies: what two texts share, and which print a document comes from, whatever order they came in."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tracker.matching.copies import RUN, passages, sample, shared, sources

texts = st.lists(st.integers(0, 3), max_size=60)


def covered(one: list[int], other: list[int]) -> int:
    """Return how many words of a text stand in a run of it that the other has too, run by run."""
    runs = {tuple(other[at : at + RUN]) for at in range(len(other) - RUN + 1)}
    inside = {at + n for at in range(len(one) - RUN + 1) if tuple(one[at : at + RUN]) in runs for n in range(RUN)}
    return len(inside)


@given(texts, texts, st.lists(st.integers(0, 3), min_size=RUN, max_size=30))
def test_the_share_is_that_of_the_shorter_text_and_the_same_both_ways(
    one: list[int], other: list[int], both: list[int]
) -> None:
    mine, theirs = one + both, both + other
    words, share = shared(mine, theirs)
    assert shared(theirs, mine) == (words, share)
    assert words == min(covered(mine, theirs), covered(theirs, mine))
    assert share == words / min(len(mine), len(theirs))


@given(texts, st.lists(st.integers(), max_size=5))
def test_a_text_shares_all_of_itself_and_its_sample_is_part_of_any_text_that_holds_it(
    one: list[int], more: list[int]
) -> None:
    more = [abs(word) % 1000 for word in more]
    assert shared(one, one)[0] == (len(one) if len(one) >= RUN else 0)
    assert {*sample(passages(one))} <= {*sample(passages(more + one + more))}


def test_prints_lead_back_to_the_earliest_through_other_prints_and_versions() -> None:
    dates = {1: "2022-03-14", 2: None, 3: "2022-03-12", 4: "2022-03-20", 5: "2022-03-13"}
    assert sources(dates, {4: 1}, [(1, 3), (2, 4), (3, 5)]) == {1: 3, 2: 3, 3: 3, 4: 3, 5: 3}
    assert sources(dates, {}, []) == {one: one for one in dates}


def test_a_digest_makes_no_one_source_of_the_reports_it_prints() -> None:
    assert sources({1: "2021", 2: "2020", 3: "2022"}, {}, [(1, 3), (2, 3)]) == {1: 1, 2: 2, 3: 2}
    assert sources({1: "2021", 2: "2020", 3: "2019"}, {}, [(1, 3), (2, 3)]) == {1: 3, 2: 3, 3: 3}
