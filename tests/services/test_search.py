"""Search in a database: what is shown first, what is folded, what is one entry, and what the page says of a word."""

import pytest

from tests import articles
from tracker.db.rows import Database
from tracker.models.threads import Filters
from tracker.services import ingest, search

LETTER = "letter.txt", "“The ferry must not be closed in winter,” Signe Østby said. “The half-way house is full.”\n"
AGAIN = "again.txt", "Signe Østby said: “The ferry must not be closed in winter.”\n\nFares rose by 12.5 per cent.\n"


@pytest.fixture
def ferry(db: Database) -> Database:
    for name, text in (LETTER, AGAIN, ("harbour.txt", articles.HARBOUR)):
        ingest.take_in(db, text.encode(), name, who="tester")
    return db


def listed(db: Database, query: str, *, weak: bool = False) -> search.ClaimList:
    return search.listed(db, query, Filters(), lambda count: (count, 0), weak=weak)


def test_claims_in_the_same_words_are_one_entry_that_names_the_others(ferry: Database) -> None:
    found = listed(ferry, "ferry closed in winter")
    (entry,) = found.rows
    assert isinstance(entry, search.ClaimInList)
    assert [claim.document for claim in (entry, *entry.again)] in (
        ["letter.txt", "again.txt"],
        ["again.txt", "letter.txt"],
    )
    answers = search.search(ferry, "ferry closed in winter", limit=9)
    assert [(one.claim_id, one.repeats) for one in answers[:2]] == [(entry.id, None), (entry.again[0].id, entry.id)]


def test_weak_answers_are_left_out_until_they_are_asked_for_and_all_are_marked_in_json(ferry: Database) -> None:
    few, every = listed(ferry, "routine patrols"), listed(ferry, "routine patrols", weak=True)
    assert few.weaker == every.weaker > 0
    assert every.count == few.count + few.weaker
    told = search.every(ferry, "routine patrols", Filters(), most=99).rows(limit=-1)
    assert [claim.id for claim in told if isinstance(claim, search.ClaimFound) and not claim.weak] == [
        claim.id for claim in few.rows
    ]
    assert len(told) == every.count


# what is typed: no claim lacks it, or what stands instead of it is another figure
NO_NOTICE = ["12.5% increase", "13.5% increase", "12.5 per cent", "seventy increases", "ostby", "halfway", "patro"]


@pytest.mark.parametrize("query", NO_NOTICE)
def test_no_notice_denies_what_is_shown_and_none_offers_another_figure(ferry: Database, query: str) -> None:
    found = listed(ferry, query)
    assert found.help is None or not found.help.instead


def test_a_word_that_no_claim_has_is_told_with_one_like_it(ferry: Database) -> None:
    found = listed(ferry, "fery closed")
    assert found.help is not None
    assert found.help.instead == (search.Instead("fery", "ferry"),)


@pytest.mark.parametrize(("query", "words"), [("ostby", "The ferry must not"), ("halfway", "half-way house")])
def test_a_name_without_its_marks_and_a_word_without_its_hyphen_are_found(
    ferry: Database, query: str, words: str
) -> None:
    assert words in search.search(ferry, query, limit=1)[0].text


@pytest.mark.parametrize("query", ["speaker:ostby", "speaker:ØSTBY", "speaker:“signe ostby”", "speaker:øst"])
def test_a_speaker_is_found_by_a_name_without_its_marks(ferry: Database, query: str) -> None:
    found = listed(ferry, query)
    assert found.rows
    assert {claim.speaker for claim in found.rows} == {"Signe Østby"}
    assert not found.wanted.told
