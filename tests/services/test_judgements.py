"""Judgements of the review queue: one event each, kept by every rerun, undone exactly; many at once as one action."""

from collections.abc import Callable

import pytest
from msgspec.structs import asdict

from tests import articles
from tests.services.test_decisions import assaults, by_people, claim_with, everything, rerun
from tracker.db import claim_lists, documents, events, relations, threads
from tracker.db import claims as stored_claims
from tracker.db.rows import Database
from tracker.models import TrackerError
from tracker.models.relations import ANY
from tracker.models.threads import Filters
from tracker.services import claims, decisions, ingest, retrieval, review, undo
from tracker.services.documents import pick_date


@pytest.fixture
def three_papers(two_papers: Database) -> Database:
    ingest.take_in(two_papers, articles.UNDATED.encode(), "council.txt", who="tester")
    return two_papers


def confirm(db: Database) -> int | None:
    return decisions.confirm_attribution(db, claim_with(db, "We are not planning").id, who="tester")


def reject(db: Database) -> int | None:
    return decisions.reject_claim(db, claim_with(db, "We are not planning").id, who="tester")


def reject_lead(db: Database) -> int | None:
    thread = next(row for row in threads.every(db) if row.claims > 1)
    return decisions.reject_claim(db, thread.lead_id, who="tester")


def leave_open(db: Database) -> int | None:
    return decisions.leave_date_open(db, 3, who="tester")


def apart(db: Database) -> int | None:
    rows = {row.name: row.id for row in claims.speakers.every(db)}
    return decisions.keep_apart(db, rows["Tobias Wren"], rows["Mara Quill"], who="tester")


JUDGEMENTS = [confirm, reject, reject_lead, leave_open, apart]


@pytest.mark.parametrize("judge", JUDGEMENTS, ids=lambda judge: judge.__name__)
def test_a_judgement_is_one_event_and_a_rerun_keeps_it(
    three_papers: Database, judge: Callable[[Database], int | None]
) -> None:
    before = len(by_people(three_papers))
    assert judge(three_papers) is not None
    assert len(by_people(three_papers)) == before + 1
    decided = everything(three_papers)
    for _ in range(2):
        rerun(three_papers)
        assert everything(three_papers) == decided


@pytest.mark.parametrize("judge", JUDGEMENTS, ids=lambda judge: judge.__name__)
def test_undo_takes_a_judgement_back_and_what_waited_waits_again(
    three_papers: Database, judge: Callable[[Database], int | None]
) -> None:
    def shown() -> object:
        rows = claim_lists.listed(three_papers, Filters(), limit=-1)
        return (
            [{key: value for key, value in asdict(row).items() if key not in ("touched", "live")} for row in rows],
            [threads.members(three_papers, row.id) for row in threads.every(three_papers)],
            [(row.a, row.b, row.kind) for row in relations.every(three_papers)],
            review.counts(three_papers),
            retrieval.search(three_papers, "planning routine armed patrols", limit=10),
        )

    before = shown()
    event = judge(three_papers)
    assert event is not None
    undo.undo(three_papers, event, who="tester")
    assert shown() == before


@pytest.mark.parametrize("judge", JUDGEMENTS[:2] + JUDGEMENTS[3:], ids=lambda judge: judge.__name__)
def test_the_same_judgement_twice_records_nothing(
    three_papers: Database, judge: Callable[[Database], int | None]
) -> None:
    words = claim_with(three_papers, "We are not planning").id
    assert judge(three_papers) is not None
    if judge is reject:
        assert decisions.reject_claim(three_papers, words, who="tester") is None
    else:
        assert judge(three_papers) is None


def test_a_rejected_claim_leaves_lists_threads_and_search_but_keeps_its_address(two_papers: Database) -> None:
    claim = claim_with(two_papers, "We are not planning")
    assert reject(two_papers) is not None
    assert claim.id not in [row.id for row in claim_lists.listed(two_papers, Filters(), limit=-1)]
    assert claim.id not in [row.id for row in stored_claims.of_document(two_papers, 1)]
    assert threads.of_claim(two_papers, claim.id) == []
    assert relations.of_claim(two_papers, claim.id) == []
    assert claim.id not in dict(retrieval.search(two_papers, "We are not planning routine", limit=20))
    kept = claims.shown(two_papers, claim.id)
    assert (kept.text, kept.judgement) == (claim.text, "rejected")


def test_a_note_does_not_bring_a_rejected_claim_back(two_papers: Database) -> None:
    claim = claim_with(two_papers, "We are not planning")
    reject(two_papers)
    decisions.add_note(two_papers, "claim", claim.id, "Only a headline.", who="tester")
    assert claim.id not in stored_claims.live_ids(two_papers)


@pytest.mark.parametrize(
    "verb",
    [
        lambda db, claim: decisions.pick_speaker(db, claim, "Tobias Wren", who="tester"),
        lambda db, claim: decisions.pick_span(db, claim, 0, 5, who="tester"),
        lambda db, claim: decisions.decide_pair(db, claim, claim + 1, "confirmed", who="tester"),
        lambda db, claim: decisions.confirm_attribution(db, claim, who="tester"),
    ],
)
def test_nothing_is_decided_about_a_rejected_claim(
    two_papers: Database, verb: Callable[[Database, int], int | None]
) -> None:
    claim = claim_with(two_papers, "We are not planning").id
    reject(two_papers)
    with pytest.raises(TrackerError, match="undo that first"):
        verb(two_papers, claim)


def test_an_earlier_confirmation_is_not_undone_under_a_rejection(two_papers: Database) -> None:
    confirmed = confirm(two_papers)
    reject(two_papers)
    assert confirmed is not None
    with pytest.raises(TrackerError, match="undo that first"):
        undo.undo(two_papers, confirmed, who="tester")


def test_a_confirmed_change_of_figure_stays_two_claims(two_papers: Database) -> None:
    a, b = assaults(two_papers)
    assert decisions.decide_pair(two_papers, a, b, "confirmed", who="tester", confirmed_as="revised") is not None
    assert not any({a, b} <= set(threads.members(two_papers, row.id)) for row in threads.every(two_papers))
    assert decisions.decide_pair(two_papers, a, b, "confirmed", who="tester", confirmed_as="same") is not None
    assert any({a, b} <= set(threads.members(two_papers, row.id)) for row in threads.every(two_papers))


def waiting_pairs(db: Database) -> list[tuple[int, int]]:
    return [(row.a, row.b) for row in review.LANES["matches"].listed(db, ANY, -1, 0)]


def test_many_decisions_are_one_action_that_one_undo_takes_back(two_papers: Database) -> None:
    before, pairs = everything(two_papers), waiting_pairs(two_papers)
    assert len(pairs) > 1
    count = len([*events.every(two_papers)])
    done = undo.decide_pairs(two_papers, pairs, "confirmed", who="tester")
    assert done.count == len(pairs)
    assert len([*events.every(two_papers)]) == count + len(pairs)
    assert waiting_pairs(two_papers) == []
    rerun(two_papers)
    assert waiting_pairs(two_papers) == []
    assert done.batch is not None
    assert undo.undo_batch(two_papers, done.batch, who="tester").count == len(pairs)
    after = everything(two_papers)
    assert after["thread_members"] == before["thread_members"]
    assert after["pair_decisions"] == before["pair_decisions"]
    assert waiting_pairs(two_papers) == pairs
    with pytest.raises(TrackerError, match="undone already"):
        undo.undo_batch(two_papers, done.batch, who="tester")


def test_undoing_an_action_leaves_what_was_decided_anew(two_papers: Database) -> None:
    pairs = waiting_pairs(two_papers)
    done = undo.decide_pairs(two_papers, pairs, "refused", who="tester")
    decisions.decide_pair(two_papers, *pairs[0], "confirmed", who="another")
    decisions.decide_pair(two_papers, *pairs[0], "refused", who="another")
    assert done.batch is not None
    assert undo.undo_batch(two_papers, done.batch, who="tester").count == len(pairs) - 1
    assert [(row.a, row.b) for row in relations.every_decision(two_papers)] == [pairs[0]]


def test_several_claims_are_rejected_and_brought_back_together(two_papers: Database) -> None:
    live = stored_claims.live_ids(two_papers)
    done = undo.judge_claims(two_papers, live[:3], "rejected", who="tester")
    assert stored_claims.live_ids(two_papers) == live[3:]
    assert done.batch is not None
    undo.undo_batch(two_papers, done.batch, who="tester")
    assert stored_claims.live_ids(two_papers) == live


@pytest.mark.parametrize(
    ("verb", "words"),
    [
        (lambda db: undo.decide_pairs(db, [], "confirmed", who="t"), "Nothing is chosen"),
        (lambda db: undo.decide_pairs(db, [(1, 2)], "perhaps", who="t"), "“confirmed” or “refused”"),
        (lambda db: undo.judge_claims(db, range(1, 200), "confirmed", who="t"), "At most 100"),
        (lambda db: undo.undo_batch(db, 99, who="t"), "no action 99"),
        (lambda db: decisions.keep_apart(db, 1, 1, who="t"), "cannot be kept apart from itself"),
        (lambda db: decisions.leave_date_open(db, 1, who="t"), "nothing to leave open"),
        (
            lambda db: decisions.decide_pair(db, 1, 2, "confirmed", who="t", confirmed_as="cousins"),
            "not as “cousins”",
        ),
    ],
)
def test_what_cannot_be_done_is_told_in_one_sentence(
    two_papers: Database, verb: Callable[[Database], object], words: str
) -> None:
    before = everything(two_papers)
    with pytest.raises(TrackerError, match=words):
        verb(two_papers)
    assert everything(two_papers) == before


def test_a_date_left_open_can_still_be_picked(three_papers: Database) -> None:
    leave_open(three_papers)
    assert review.counts(three_papers)["dates"] == 0
    pick_date(three_papers, 3, "2022-05-03", who="tester")
    row = documents.get(three_papers, 3)
    assert row is not None and row.date == "2022-05-03"
