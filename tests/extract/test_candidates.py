"""A source that commas set off beside its cue: the claim ends before it, and it has its appositive with it."""

from __future__ import annotations

import pytest

from tracker.extract import extract

SET_OFF = [
    # text, what is claimed
    ("Fares will rise by 3 per cent, the transport secretary, Jane Mott, said.", "Fares will rise by 3 per cent"),
    ("Fares will rise by 3 per cent, Jane Mott, the transport secretary, said.", "Fares will rise by 3 per cent"),
    ("Fares will rise by 3 per cent, Jane Mott, 43, said.", "Fares will rise by 3 per cent"),
    ("Fares will rise by 3 per cent, said the transport secretary, Jane Mott.", "Fares will rise by 3 per cent"),
    ("The hall will be sold, its owner, Jane Mott, has said.", "The hall will be sold"),
    ("The hall will be sold, the council’s leader, Jane Mott, told the board on Monday.", "The hall will be sold"),
    ("Buses, trains and trams will stop, the mayor, Jane Mott, warned.", "Buses, trains and trams will stop"),
    ("The hall will be sold, Jane Mott, who owns it, said.", "The hall will be sold"),
    ("The hall will be sold, Jane Mott, of the Hope Trust, said.", "The hall will be sold"),
    ("The hall will be sold, the Bishop of Harlow, the Rt Rev Jane Mott, said.", "The hall will be sold"),
    ("He saw the mayor, Ann Reed, the council’s leader, Jane Mott, said.", "He saw the mayor, Ann Reed"),
]
CONTENT_BEHIND = [
    ("The transport secretary, Jane Mott, said fares would rise by 3 per cent.", "fares would rise by 3 per cent"),
    ("On Monday, Jane Mott, the transport secretary, said fares would rise.", "fares would rise"),
    ("After the vote, the deputy commissioner, Jane Mott, said that crime had fallen.", "crime had fallen"),
]
HEADLINES = [
    ("Harbour fees to rise, says commissioner\nThe fees go up in May.", "Harbour fees to rise", "commissioner"),
    (
        "Knife crime down 18 per cent, says police chief\nFigures came out on Monday.",
        "Knife crime down 18 per cent",
        "police chief",
    ),
]


@pytest.mark.parametrize(("text", "claimed"), SET_OFF + CONTENT_BEHIND)
def test_a_claim_holds_nothing_of_a_source_with_its_appositive(text: str, claimed: str) -> None:
    claims = extract(text).claims
    assert " … ".join(claim.text for claim in claims) == claimed
    assert {claim.speaker for claim in claims} == {"Jane Mott"}


def test_the_appositive_of_a_source_before_its_cue_is_its_role() -> None:
    for text in ("Fares will rise, the transport secretary, Jane Mott, said.", CONTENT_BEHIND[0][0]):
        assert [(role.speaker, role.title) for role in extract(text).roles] == [("Jane Mott", "transport secretary")]


@pytest.mark.parametrize(("text", "claimed", "speaker"), HEADLINES)
def test_the_bare_noun_that_ends_a_headline_is_its_source(text: str, claimed: str, speaker: str) -> None:
    first = extract(text).claims[0]
    assert (first.text, first.speaker) == (claimed, speaker)
