"""What is unsure stays out of home, positions, threads, counts and badges until somebody confirms it."""

from collections.abc import Callable

import pytest

from tracker.db import alignment, claim_lists, relations, threads
from tracker.db import speakers as stored_speakers
from tracker.db.rows import Database
from tracker.models.relations import ANY, UNSURE, StoredRelation
from tracker.models.threads import Filters
from tracker.services import claims, decisions, doctor, ingest, pages, positions, speakers, undo

RIGHT, WRONG = 1.0, 0.0


def measured(db: Database, share: float, *kinds: str) -> None:
    """Let suggestions of some kinds, or of all, be right in this share, and link anew."""
    for kind in kinds or ("repeat", "variant", "excerpt", "spliced", "revised", "reversed"):
        db.execute("UPDATE sureness SET measured = ? WHERE kind = ?", [share, kind])
    doctor.link_all(db, who="tester", apply=True)


def waiting(db: Database) -> StoredRelation:
    """Return the first suggestion of another figure or of the contrary."""
    every = relations.every(db, ("revised", "reversed"))
    return next(row for row in every if row.decision is None)


PLACES: dict[str, Callable[[Database], object]] = {
    "what changed, on the first page": lambda db: pages.shown(db).changed,
    "what waits, on the first page": lambda db: pages.shown(db).waiting,
    "the number on every page": relations.matches_count,
    "the threads": lambda db: [*threads.every(db, limit=-1)],
    "the threads that oppose each other": lambda db: alignment.opposed_threads(db, limit=9),
    "the positions that others oppose": lambda db: [
        one.sides for one in positions.questions(db, range(1, 99)) if one.sides
    ],
    "the moves of a speaker": lambda db: [
        move for one in stored_speakers.every(db) for move in speakers.profile(db, one.id).moves
    ],
    "the claims with a suggestion": lambda db: claim_lists.listed(db, Filters(status="suggested"), limit=-1),
    "the claims with another figure": lambda db: claim_lists.listed(db, Filters(relation="revised"), limit=-1),
    "the claims with a contrary": lambda db: claim_lists.listed(db, Filters(relation="reversed"), limit=-1),
    "the matches counted beside a claim": lambda db: sum(
        counts.suggested for counts in relations.matches_of(db, range(1, 99)).values()
    ),
}


@pytest.fixture
def papers(two_papers: Database) -> Database:
    """Two papers, and a third one in which a speaker of theirs says the contrary."""
    text = "“We are planning routine armed patrols in our town,” Mara Quill said on 4 May 2023.\n"
    ingest.take_in(two_papers, text.encode(), "later.txt", who="tester")
    assert {row.kind for row in relations.every(two_papers)} >= {"revised", "reversed", "variant"}
    return two_papers


@pytest.mark.parametrize("place", PLACES)
def test_an_unsure_suggestion_is_not_shown_and_a_sure_one_is(papers: Database, place: str) -> None:
    assert PLACES[place](papers)
    measured(papers, WRONG)
    assert not PLACES[place](papers)
    measured(papers, RIGHT)
    assert PLACES[place](papers)


def test_unsure_suggestions_are_folded_in_the_queue_and_given_last_to_programs(papers: Database) -> None:
    every = claims.waiting(papers)
    measured(papers, WRONG, "revised", "reversed")
    sure, unsure = (relations.matches(papers, narrowed, limit=-1) for narrowed in (ANY, UNSURE))
    assert {row.kind for row in unsure} == {"revised", "reversed"}
    assert sure
    told = claims.waiting(papers)
    assert told.count == every.count == len(sure) + len(unsure)
    assert [(row.a, row.b) for row in told.rows(limit=-1)] == [(row.a, row.b) for row in (*sure, *unsure)]
    paged = [row for offset in range(told.count) for row in told.rows(limit=1, offset=offset)]
    assert [(row.a, row.b) for row in paged] == [(row.a, row.b) for row in (*sure, *unsure)]
    assert [row.unsure for row in paged] == [False] * len(sure) + [True] * len(unsure)


def test_a_page_of_a_claim_folds_what_is_unsure(papers: Database) -> None:
    pair = waiting(papers)
    before = claims.read(papers, pair.a, lambda count: (count, 0))
    measured(papers, WRONG, "revised", "reversed")
    after = claims.read(papers, pair.a, lambda count: (count, 0))
    assert after.matches < before.matches
    assert {match.kind for match in after.claim.matches if match.unsure} <= {"revised", "reversed"}
    folded = [match.sureness is None or match.unsure for match in after.claim.matches]
    assert folded == sorted(folded)


def test_what_a_person_confirms_is_shown_however_unsure_its_like(papers: Database) -> None:
    measured(papers, WRONG)
    pair = waiting(papers)
    event = decisions.decide_pair(papers, pair.a, pair.b, "confirmed", who="tester", confirmed_as=pair.kind)
    assert event is not None
    assert [(row.a, row.b) for row in pages.shown(papers).changed] == [(pair.a, pair.b)]
    in_threads = (threads.members(papers, thread.id) for thread in threads.every(papers, limit=-1))
    assert {pair.a, pair.b} <= {one for members in in_threads for one in members}
    undo.undo(papers, event, who="tester")
    assert not pages.shown(papers).changed
    assert not [*threads.every(papers, limit=-1)]


def test_a_decision_that_makes_a_kind_unsure_takes_its_suggestions_out_of_the_threads(papers: Database) -> None:
    """Of suggestions that are right in half of the cases, one refusal makes those like it unsure, its undo sure."""
    measured(papers, WRONG)
    measured(papers, 0.5, "variant")
    known = [*threads.every(papers, limit=-1)]
    pair = relations.matches(papers, ANY, limit=1)[0]
    event = decisions.decide_pair(papers, pair.a, pair.b, "refused", who="tester")
    assert event is not None
    alike = [row for row in relations.every(papers, ["variant"]) if row.unsure]
    assert alike or not relations.matches_count(papers)
    kept = {(thread.lead_id, *threads.members(papers, thread.id)) for thread in threads.every(papers, limit=-1)}
    doctor.link_all(papers, who="tester", apply=True)
    assert {(t.lead_id, *threads.members(papers, t.id)) for t in threads.every(papers, limit=-1)} == kept
    undo.undo(papers, event, who="tester")
    assert len([*threads.every(papers, limit=-1)]) == len(known)
