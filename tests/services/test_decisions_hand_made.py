"""Claims made by hand: exact, kept by every rerun, one with what the program finds, undone exactly."""

from collections.abc import Callable

import pytest

from tests.services.test_decisions import claim_with, everything, rerun
from tracker.db import claims as stored_claims
from tracker.db import documents, events, threads
from tracker.db import extraction as stored_extraction
from tracker.db.rows import Database
from tracker.models import TrackerError
from tracker.models.events import EventKind
from tracker.services import claims, decisions, doctor, search, undo
from tracker.services.documents import pick_date

MISSED = "Harbour force weighs armed patrols"
"""A headline: the program makes no claim of it."""
FOUND = "There were 1,240 recorded assaults on officers last year"


def place(db: Database, words: str, document_id: int = 1) -> tuple[int, int]:
    start = documents.text_of(db, document_id).index(words)
    return start, start + len(words)


def made(db: Database, words: str = MISSED, document_id: int = 1, **given: object) -> int:
    values = {"kind": "indirect", "speaker": "Wilhelmina Thrale", "who": "tester"} | given
    claim_id, event = decisions.make_claim(db, document_id, *place(db, words, document_id), **values)  # type: ignore[arg-type]
    assert event is not None
    return claim_id


def test_a_claim_made_by_hand_stands_at_its_words_with_figures_and_search(two_papers: Database) -> None:
    words = "1,240 recorded assaults on officers"
    row = claims.shown(two_papers, made(two_papers, words))
    assert (row.text, row.speaker, row.kind, row.hand_made) == (words, "Wilhelmina Thrale", "indirect", 1)
    assert [quantity.value for quantity in row.quantities] == [1240.0]
    assert row.quantities[0].start == row.start
    assert row.date == "2022-03-14"
    assert row.id in [hit.claim_id for hit in search.search(two_papers, "Thrale assaults", limit=5)]


def test_it_is_linked_like_any_other(two_papers: Database) -> None:
    words = "routine armed patrols in Saltmere"
    one, other = made(two_papers, words), claim_with(two_papers, "We are not planning").id
    assert other in [match.other.id for match in claims.shown(two_papers, one).matches]


def test_reruns_neither_drop_nor_double_it(two_papers: Database) -> None:
    made(two_papers)
    before = everything(two_papers)
    for _ in range(2):
        rerun(two_papers)
        assert everything(two_papers) == before
    assert doctor.link_all(two_papers, who="program", apply=False)["changes"] == 0


def test_the_same_words_again_change_nothing(two_papers: Database) -> None:
    claim_id, count = made(two_papers), len([*events.every(two_papers)])
    again = decisions.make_claim(two_papers, 1, *place(two_papers, MISSED), kind="direct", who="tester")
    assert again == (claim_id, None)
    there = claim_with(two_papers, "We are not planning")
    assert decisions.make_claim(two_papers, 1, there.start, there.end, kind="direct", who="t") == (there.id, None)
    assert len([*events.every(two_papers)]) == count


@pytest.mark.parametrize("decide", [False, True])
def test_undo_takes_it_away_and_making_it_again_brings_its_number_back(two_papers: Database, decide: bool) -> None:
    before = stored_claims.live_ids(two_papers)
    claim_id = made(two_papers, "armed patrols would not become routine")
    event = events.about(two_papers, "claim", claim_id)[0].id
    if decide:
        decisions.decide_pair(two_papers, claim_id, claim_with(two_papers, "significant").id, "confirmed", who="t")
    undo.undo(two_papers, event, who="tester")
    assert stored_claims.live_ids(two_papers) == before
    assert not any(claim_id in threads.members(two_papers, row.id) for row in threads.every(two_papers))
    rerun(two_papers)
    assert stored_claims.live_ids(two_papers) == before
    assert made(two_papers, "armed patrols would not become routine") == claim_id
    if decide:
        assert threads.of_claim(two_papers, claim_id)


def test_a_correction_since_has_to_be_undone_first(two_papers: Database) -> None:
    claim_id = made(two_papers)
    event = events.about(two_papers, "claim", claim_id)[0].id
    decisions.pick_speaker(two_papers, claim_id, "Tobias Wren", who="tester")
    with pytest.raises(TrackerError, match="undo the correction first"):
        undo.undo(two_papers, event, who="tester")


def _only_others(monkeypatch: pytest.MonkeyPatch, without: Callable[[str], bool]) -> None:
    """Let the program overlook the claims of some words, as an earlier version of its rules might."""
    whole = stored_extraction.replace_claims

    def fewer(db, document_id, dated, *rest):  # type: ignore[no-untyped-def]
        return whole(db, document_id, [pair for pair in dated if not without(pair[0].text)], *rest)

    monkeypatch.setattr(stored_extraction, "replace_claims", fewer)


def test_it_becomes_one_with_what_the_program_finds_later(
    two_papers: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = claim_with(two_papers, "We are not planning")
    with monkeypatch.context() as patch:
        _only_others(patch, lambda text: "We are not planning" in text)
        rerun(two_papers)
        assert theirs.id not in stored_claims.live_ids(two_papers)
        shorter = "We are not planning routine armed patrols"
        claim_id = made(two_papers, shorter, kind="mixed")
        assert claim_id != theirs.id
        live = stored_claims.live_ids(two_papers)
        rerun(two_papers)
        assert stored_claims.live_ids(two_papers) == live
    rerun(two_papers)
    once = stored_claims.live_ids(two_papers)
    rerun(two_papers)
    assert stored_claims.live_ids(two_papers) == once
    row = stored_claims.get(two_papers, claim_id)
    assert row is not None
    assert (row.text, row.kind, row.speaker) == (shorter, "mixed", "Wilhelmina Thrale")


def test_one_at_the_very_place_is_found_and_still_a_persons(
    two_papers: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = "armed patrols would not become routine in Saltmere"
    assert claim_with(two_papers, words).text == words
    two_papers.execute("DELETE FROM claim_search")
    with monkeypatch.context() as patch:
        _only_others(patch, lambda text: words in text)
        rerun(two_papers)
        claim_id = made(two_papers, words, kind="mixed", speaker=None)
    live = len(stored_claims.live_ids(two_papers))
    rerun(two_papers)
    row = stored_claims.get(two_papers, claim_id)
    assert row is not None and len(stored_claims.live_ids(two_papers)) == live
    assert (row.found, row.hand_made, row.kind, row.speaker) == (1, 1, "mixed", "Mara Quill")
    event = claims.shown(two_papers, claim_id).made_by
    assert event is not None
    undo.undo(two_papers, event.id, who="tester")
    row = stored_claims.get(two_papers, claim_id)
    assert row is not None and (row.live, row.hand_made, row.kind) == (1, 0, "indirect")


def test_what_a_person_rejected_is_not_made_again_behind_their_back(two_papers: Database) -> None:
    there = claim_with(two_papers, "We are not planning")
    event = decisions.reject_claim(two_papers, there.id, who="tester")
    with pytest.raises(TrackerError, match="are no claim"):
        decisions.make_claim(two_papers, 1, there.start, there.end, kind="direct", who="tester")
    claim_id = made(two_papers)
    decisions.reject_claim(two_papers, claim_id, who="tester")
    rerun(two_papers)
    assert not {claim_id, there.id} & set(stored_claims.live_ids(two_papers))
    undo.undo(two_papers, event or 0, who="tester")
    assert there.id in stored_claims.live_ids(two_papers)


def test_a_picked_date_dates_it(two_papers: Database) -> None:
    claim_id = made(two_papers)
    pick_date(two_papers, 1, "2022-04-01", who="tester")
    row = stored_claims.get(two_papers, claim_id)
    assert row is not None and (row.date, row.date_basis) == ("2022-04-01", "entered")


def test_a_mended_claim_is_kept_at_its_new_place(two_papers: Database) -> None:
    claim_id = made(two_papers)
    decisions.pick_span(two_papers, claim_id, *place(two_papers, "armed patrols"), who="tester")
    rerun(two_papers)
    row = stored_claims.get(two_papers, claim_id)
    assert row is not None and row.text == "armed patrols" and row.live


def test_a_claim_made_by_hand_is_not_taken_back_under_a_correction_of_its_stance(two_papers: Database) -> None:
    claim_id = made(two_papers)
    decisions.pick_stance(two_papers, claim_id, "asks", who="tester")
    making = next(one for one in events.about(two_papers, "claim", claim_id) if one.kind is EventKind.CLAIM_MADE)
    with pytest.raises(TrackerError, match="corrected since"):
        undo.undo(two_papers, making.id, who="tester")


PLACES = [
    ("We are not planning routine armed patrols", 1),
    ("routine armed patrols", 1),
    ("armed patrols", 3),
    ("  armed\n patrols ", 3),
    ("“We are not planning", 1),
    ('"We are not planning', 1),
]


@pytest.mark.parametrize(("words", "count"), PLACES)
def test_words_are_found_exactly_wherever_they_stand(two_papers: Database, words: str, count: int) -> None:
    assert len(decisions.places_of(two_papers, 1, words)) == count


BAD: list[tuple[Callable[[Database], object], str]] = [
    (lambda db: decisions.places_of(db, 1, "armed badgers"), "do not stand in document 1"),
    (lambda db: decisions.places_of(db, 1, " "), "Say which words"),
    (lambda db: decisions.places_of(db, 99, "x"), "no document 99"),
    (lambda db: decisions.make_claim(db, 1, 5, 5, kind="direct", who="t"), "inside its document"),
    (lambda db: decisions.make_claim(db, 1, 0, 10**9, kind="direct", who="t"), "inside its document"),
    (lambda db: decisions.make_claim(db, 1, -1, 4, kind="direct", who="t"), "inside its document"),
    (lambda db: decisions.make_claim(db, 1, 0, 7, kind="loud", who="t"), "no kind of claim"),
    (lambda db: decisions.make_claim(db, 1, 0, 7, kind="statistic", speaker="Ann", who="t"), "has no speaker"),
    (lambda db: decisions.make_claim(db, 1, 0, 7, kind="direct", speaker="N" * 300, who="t"), "at most 200"),
    (lambda db: decisions.make_claim(db, 1, *place(db, "\n\n"), kind="direct", who="t"), "at least one word"),
    (lambda db: decisions.make_claim(db, 99, 0, 7, kind="direct", who="t"), "no document 99"),
]


@pytest.mark.parametrize(("verb", "words"), BAD)
def test_what_is_no_claim_is_refused_in_one_sentence(
    two_papers: Database, verb: Callable[[Database], object], words: str
) -> None:
    before = everything(two_papers)
    with pytest.raises(TrackerError, match=words) as caught:
        verb(two_papers)
    assert caught.value.message.endswith(".")
    assert everything(two_papers) == before
