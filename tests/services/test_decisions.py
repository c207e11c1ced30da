"""Decisions: one transaction and one event each, kept by every rerun, undone exactly."""

from collections.abc import Callable

import pytest
from msgspec.structs import asdict

from tests import articles
from tracker.db import claim_lists, documents, events, relations, threads
from tracker.db import claims as stored_claims
from tracker.db.rows import Database
from tracker.models import NotFoundError, TrackerError
from tracker.models.claims import StoredClaim
from tracker.models.events import Event
from tracker.models.threads import Filters
from tracker.services import claims, decisions, doctor, ingest, speakers, tokens, undo
from tracker.services import documents as shown_documents
from tracker.services import threads as shown_threads
from tracker.services.documents import pick_date
from tracker.services.linking import PROGRAM


def claim_with(db: Database, words: str) -> StoredClaim:
    """Return the one live claim that holds these words."""
    found = [row for row in claim_lists.listed(db, Filters(), limit=-1) if words in row.text]
    assert len(found) == 1, [row.text for row in found]
    return found[0]


def by_people(db: Database) -> list[Event]:
    """Return the events that somebody made: what became of threads by them is the program's."""
    return [event for event in events.every(db) if event.who != PROGRAM]


def rerun(db: Database) -> None:
    """Extract and match everything anew."""
    doctor.link_all(db, who="program", apply=True)


def everything(db: Database) -> dict[str, list[tuple[object, ...]]]:
    """Return all rows a reader can see, to compare a state before and after."""
    tables = (
        "claims",
        "documents",
        "pair_decisions",
        "thread_members",
        "threads",
        "quantities",
        "speakers",
        "relations",
    )
    return {table: sorted(map(repr, db.execute(f"SELECT * FROM {table}").fetchall())) for table in tables}  # type: ignore[misc]


def assaults(db: Database) -> tuple[int, int]:
    return claim_with(db, "1,240").id, claim_with(db, "1,420").id


def refuse(db: Database) -> int | None:
    return decisions.decide_pair(db, *assaults(db), "refused", who="tester")


def confirm(db: Database) -> int | None:
    return decisions.decide_pair(db, *assaults(db), "confirmed", who="tester")


def speaker(db: Database) -> int | None:
    return decisions.pick_speaker(db, assaults(db)[0], "Wilhelmina Thrale", who="tester")


def nobody(db: Database) -> int | None:
    return decisions.pick_speaker(db, claim_with(db, "We are not planning").id, None, who="tester")


def span(db: Database) -> int | None:
    row = claim_with(db, "1,240")
    return decisions.pick_span(db, row.id, row.start, row.start + len("There were 1,240"), who="tester")


def stance(db: Database) -> int | None:
    return decisions.pick_stance(db, claim_with(db, "We are not planning").id, "asks", who="tester")


def date(db: Database) -> int | None:
    return pick_date(db, 1, "2022-03-15", who="tester")


def merge(db: Database) -> int | None:
    rows = {row.name: row.id for row in claims.speakers.every(db)}
    return decisions.merge_speakers(db, rows["Tobias Wren"], rows["Mara Quill"], who="tester")


def note(db: Database) -> int | None:
    return decisions.add_note(db, "claim", assaults(db)[0], "The council prints *1,420*.", who="tester")


DECISIONS = [confirm, refuse, speaker, nobody, span, stance, date, merge, note]


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda d: d.__name__)
def test_a_decision_is_one_event_and_a_rerun_keeps_it(
    two_papers: Database, decision: Callable[[Database], int | None]
) -> None:
    before = len(by_people(two_papers))
    event = decision(two_papers)
    assert event is not None
    decided = everything(two_papers)
    assert len(by_people(two_papers)) == before + 1
    rerun(two_papers)
    assert everything(two_papers) == decided
    rerun(two_papers)
    assert everything(two_papers) == decided


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda d: d.__name__)
def test_undo_takes_a_decision_back(two_papers: Database, decision: Callable[[Database], int | None]) -> None:
    def shown() -> dict[str, object]:
        rows = claim_lists.listed(two_papers, Filters(), limit=-1)
        hidden = {"touched", "live"}
        return {
            "claims": [{key: value for key, value in asdict(row).items() if key not in hidden} for row in rows],
            "documents": [*documents.every(two_papers)],
            "speakers": [(row.name, row.claims) for row in claims.speakers.every(two_papers)],
            "pairs": [*relations.every_decision(two_papers)],
            "threads": [threads.members(two_papers, row.id) for row in threads.every(two_papers)],
            "notes": events.notes_about(two_papers, "claim", assaults(two_papers)[0]) if decision is not span else [],
        }

    before = shown()
    event = decision(two_papers)
    assert event is not None
    if decision is not note:
        assert shown() != before
    undo.undo(two_papers, event, who="tester")
    assert shown() == before
    with pytest.raises(TrackerError, match="undone already"):
        undo.undo(two_papers, event, who="tester")


def test_deciding_the_same_again_records_nothing(two_papers: Database) -> None:
    assert refuse(two_papers) is not None
    assert refuse(two_papers) is None


def test_an_earlier_decision_cannot_be_undone_under_a_later_one(two_papers: Database) -> None:
    first = speaker(two_papers)
    assert first is not None
    decisions.pick_speaker(two_papers, assaults(two_papers)[0], "Dora Penhale", who="tester")
    with pytest.raises(TrackerError, match="undo the later decision first"):
        undo.undo(two_papers, first, who="tester")


def test_a_picked_stance_turns_the_matches_of_its_claim(two_papers: Database) -> None:
    first, second = assaults(two_papers)

    def kind() -> str | None:
        relation = relations.between(two_papers, first, second)
        return relation and relation.kind

    before = kind()
    assert before in {"repeat", "variant", "revised"}
    event = decisions.pick_stance(two_papers, first, "denies", who="tester")
    assert kind() not in {"repeat", "variant", "revised"}
    assert [row.id for row in claim_lists.listed(two_papers, Filters(status="corrected"), limit=-1)] == [first]
    rerun(two_papers)
    assert kind() not in {"repeat", "variant", "revised"}
    undo.undo(two_papers, event or 0, who="tester")
    assert kind() == before


def test_a_refused_pair_never_shares_a_thread(two_papers: Database) -> None:
    a = claim_with(two_papers, "We are not planning").id
    b = claim_with(two_papers, "routine armed patrols were planned").id
    assert threads.of_claim(two_papers, a)
    decisions.decide_pair(two_papers, a, b, "refused", who="tester")
    for _ in range(2):
        for thread in threads.every(two_papers):
            members = threads.members(two_papers, thread.id)
            lead = thread.lead_id
            assert not ({a, b} <= set(members) and lead in (a, b))
        rerun(two_papers)


def test_a_confirmed_pair_shares_a_thread(two_papers: Database) -> None:
    confirm(two_papers)
    pair = set(assaults(two_papers))
    assert any(pair <= set(threads.members(two_papers, row.id)) for row in threads.every(two_papers))


def test_a_picked_date_dates_the_claims_and_closes_the_question(db: Database) -> None:
    document_id = ingest.take_in(db, articles.UNDATED.encode(), "council.txt", who="tester").document_id
    row = documents.get(db, document_id)
    assert row is not None
    assert row.date is None
    assert "2022-05-03" in row.date_candidates
    pick_date(db, document_id, "2022-05-03", who="tester")
    assert {claim.date for claim in stored_claims.of_document(db, document_id)} == {"2022-05-03"}
    assert {claim.date_basis for claim in stored_claims.of_document(db, document_id)} == {"entered"}
    assert documents.undecided_dates(db) == []


BAD = [
    (lambda db: pick_date(db, 1, "14 March", who="t"), "is no date"),
    (lambda db: pick_date(db, 1, "2022-02-30", who="t"), "is no date"),
    (lambda db: pick_date(db, 99, "2022-02-03", who="t"), "no document 99"),
    (lambda db: decisions.pick_stance(db, 1, "shouts", who="t"), "no stance of a claim"),
    (lambda db: decisions.pick_span(db, 1, 5, 5, who="t"), "inside its document"),
    (lambda db: decisions.pick_span(db, 1, -1, 5, who="t"), "inside its document"),
    (lambda db: decisions.pick_span(db, 1, 0, 10**9, who="t"), "inside its document"),
    (lambda db: decisions.decide_pair(db, 1, 1, "confirmed", who="t"), "with itself"),
    (lambda db: decisions.decide_pair(db, 1, 999, "confirmed", who="t"), "no claim 999"),
    (lambda db: decisions.decide_pair(db, 1, 2, "perhaps", who="t"), "perhaps"),
    (lambda db: decisions.merge_speakers(db, 1, 1, who="t"), "with itself"),
    (lambda db: decisions.add_note(db, "claim", 1, "  ", who="t"), "at least one word"),
    (lambda db: decisions.add_note(db, "planet", 1, "words", who="t"), "belongs to"),
    (lambda db: decisions.add_note(db, "claim", 1, "x" * 20_001, who="t"), "at most"),
    (lambda db: undo.undo(db, 999, who="t"), "no event 999"),
]


@pytest.mark.parametrize(("decision", "words"), BAD)
def test_a_wrong_decision_gets_one_sentence_and_changes_nothing(
    two_papers: Database, decision: Callable[[Database], object], words: str
) -> None:
    before = everything(two_papers), [*events.every(two_papers)]
    with pytest.raises(TrackerError, match=words) as caught:
        decision(two_papers)
    assert caught.value.message.endswith(".")
    assert (everything(two_papers), [*events.every(two_papers)]) == before


def test_what_does_not_exist_is_not_found(db: Database) -> None:
    for noun in (claims, shown_documents, speakers, shown_threads):
        with pytest.raises(NotFoundError):
            noun.shown(db, 1)


def test_a_merger_stands_in_the_history_of_both_speakers(two_papers: Database) -> None:
    numbers = [row.id for row in claims.speakers.every(two_papers) if row.name in ("Mara Quill", "Tobias Wren")]
    event = merge(two_papers)
    assert len(numbers) == 2
    for number in numbers:
        assert [row.id for row in events.about(two_papers, "speaker", number)] == [event]


def test_documents_numbered_as_merged_speakers_keep_their_own_history(two_papers: Database) -> None:
    merge(two_papers)
    for number in documents.ids(two_papers):
        assert [row.noun_id for row in events.about(two_papers, "document", number)] == [number]


def test_what_is_no_decision_cannot_be_undone(two_papers: Database) -> None:
    tokens.make(two_papers, "newsroom", who="t")
    with pytest.raises(TrackerError, match="cannot be undone; decisions can"):
        undo.undo(two_papers, [*events.every(two_papers)][-1].id, who="t")
