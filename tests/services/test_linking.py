"""Linking: nothing depends on the order of intake; a stitched quotation is traced to every sentence it took."""

from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import articles
from tracker.db import claim_lists, events, relations, threads
from tracker.db.connection import open_database, transaction
from tracker.db.rows import Database
from tracker.matching.relation import relation
from tracker.models import SAME_CLAIM, Relation, RelationKind, TrackerError
from tracker.models.events import EventKind
from tracker.models.threads import Filters
from tracker.services import decisions, doctor, ingest, linking, undo
from tracker.services.nouns import now
from tracker.services.threads import shown as shown_thread

FULLER = """\
Harbour force answers its critics

Chief Constable Mara Quill said: “My officers may take a short walk along the quay. This is a small change of habit in
very rare emergencies.”
"""

STITCHED = """\
Walks on the quay

Mara Quill, the chief constable, said officers would take “a short walk along the quay in very rare emergencies” from
next month.
"""

PAPERS = {
    "harbour.txt": articles.HARBOUR,
    "gazette.txt": articles.GAZETTE,
    "council.txt": articles.UNDATED,
    "fuller.txt": FULLER,
    "stitched.txt": STITCHED,
}


def linked(path: Path, order: list[str]) -> Database:
    """Return a new database into which the papers came in this order."""
    path.unlink(missing_ok=True)
    db = open_database(path)
    for name in order:
        ingest.take_in(db, PAPERS[name].encode(), name, who="tester")
    return db


def standing(db: Database) -> tuple[dict[Any, str], set[Any]]:
    """Return relations and threads, claims named by their documents and places."""
    place = {row.id: (row.document, row.start) for row in claim_lists.listed(db, Filters(), limit=-1)}
    kinds = {tuple(sorted((place[r.a], place[r.b]))): r.kind for r in relations.every(db)}
    found = {
        (place[row.lead_id], frozenset(place[i] for i in threads.members(db, row.id))) for row in threads.every(db)
    }
    return kinds, found


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(sorted(PAPERS)))
def test_relations_and_threads_do_not_depend_on_the_order_of_intake(tmp_path: Path, order: list[str]) -> None:
    expected = linked(tmp_path / "expected.db", sorted(PAPERS))
    shuffled = linked(tmp_path / "shuffled.db", order)
    try:
        assert standing(shuffled) == standing(expected)
    finally:
        expected.close()
        shuffled.close()


def test_linking_anew_under_the_same_rules_changes_nothing(tmp_path: Path) -> None:
    db = linked(tmp_path / "claims.db", sorted(PAPERS))
    before = standing(db)
    assert doctor.link_all(db, who="tester", apply=True)["changes"] == 0
    assert standing(db) == before
    db.close()


def test_undoing_a_linking_takes_back_what_it_made_and_no_decision(tmp_path: Path) -> None:
    db = linked(tmp_path / "claims.db", sorted(PAPERS))
    before = standing(db)
    joined = {(row.a, row.b) for row in relations.every(db) if row.kind in SAME_CLAIM}

    def newer(one: Any, other: Any) -> Relation:
        """Rules that call the same what is related, and see nothing where others see the same."""
        found = relation(one, other)
        kind = {RelationKind.RELATED: RelationKind.REPEAT}.get(found.kind, found.kind)
        return replace(found, kind=RelationKind.NONE if found.kind in SAME_CLAIM else kind, score=99.0)

    with patch.object(linking, "relation", newer):
        report = doctor.link_all(db, who="tester", apply=True)
    made = standing(db)
    assert report["changes"] and made[0] != before[0] and made[1] != before[1]
    (one, other), *_ = sorted((row.a, row.b) for row in relations.every(db) if (row.a, row.b) not in joined)
    decisions.decide_pair(db, one, other, "refused", who="tester")
    event = undo.undo(db, report["event"], who="tester")
    assert standing(db) == before
    assert [(row.a, row.b, row.decision) for row in relations.every_decision(db)] == [(one, other, "refused")]
    assert doctor.problems(db) == []
    told = [row for row in events.every(db) if row.id in (report["event"], event)]
    assert [row.undone_by for row in told] == [event, None] and not undo.can_undo(told[0])
    db.close()


def test_a_linking_of_which_nothing_was_kept_says_so(tmp_path: Path) -> None:
    db = linked(tmp_path / "claims.db", ["harbour.txt"])
    with transaction(db):
        event = events.record(db, at=now(), who="t", kind=EventKind.DATABASE_LINKED, noun="database", noun_id=0)
    with pytest.raises(TrackerError, match="was not kept; link again"):
        undo.undo(db, event, who="t")
    db.close()


def test_a_dry_run_tells_what_would_change_and_changes_nothing(tmp_path: Path) -> None:
    db = linked(tmp_path / "claims.db", sorted(PAPERS))
    db.execute("DELETE FROM relations")
    report = doctor.link_all(db, who="tester", apply=False)
    assert report["relations new"] > 0
    assert db.execute("SELECT count(*) FROM relations").fetchone() == (0,)
    db.close()


def test_a_changed_figure_links_two_claims_and_never_merges_them(two_papers: Database) -> None:
    rows = {row.id: row.text for row in claim_lists.listed(two_papers, Filters(), limit=-1)}
    kinds = {
        r.kind for r in relations.every(two_papers) if "recorded assaults" in rows[r.a] and "recorded" in rows[r.b]
    }
    assert kinds == {"revised"}
    for thread in threads.every(two_papers):
        texts = [rows[i] for i in threads.members(two_papers, thread.id)]
        assert sum("recorded assaults" in text for text in texts) <= 1


def test_a_denial_joins_the_statement_it_repeats(two_papers: Database) -> None:
    rows = {row.id: row.text for row in claim_lists.listed(two_papers, Filters(), limit=-1)}
    held = [{rows[i] for i in threads.members(two_papers, row.id)} for row in threads.every(two_papers)]
    assert any(
        any("not planning routine" in text for text in texts) and any("were planned" in text for text in texts)
        for texts in held
    )


def test_a_stitched_quotation_is_related_to_each_sentence_it_took(tmp_path: Path) -> None:
    for order in (["fuller.txt", "stitched.txt"], ["stitched.txt", "fuller.txt"]):
        db = linked(tmp_path / "claims.db", order)
        rows = {row.id: row.text for row in claim_lists.listed(db, Filters(), limit=-1)}
        spliced = [r for r in relations.every(db) if r.kind == "spliced"]
        assert len(spliced) == 2, [(rows[r.a], r.kind, rows[r.b]) for r in relations.every(db)]
        assert all("small change of habit" in r.reasons[1] for r in spliced)
        db.close()


def test_a_thread_keeps_its_address_when_an_earlier_statement_leads_it(two_papers: Database) -> None:
    def thread_of(words: str) -> Any:
        (row,) = [row for row in claims_listed(two_papers) if words in row.text]
        (thread,) = threads.of_claim(two_papers, row.id)
        return thread

    before = thread_of("We are not planning routine")
    earlier = (
        "4 January 2022\n\n“We are not planning routine armed patrols in Saltmere,” Mara Quill said on the quay.\n"
    )
    ingest.take_in(two_papers, earlier.encode(), "january.txt", who="tester")
    rows = [row for row in claims_listed(two_papers) if "We are not planning routine" in row.text]
    assert {thread.id for row in rows for thread in threads.of_claim(two_papers, row.id)} == {before.id}
    after = threads.get(two_papers, before.id)
    assert after is not None
    assert after.first == "2022-01-04"


def claims_listed(db: Database) -> list[Any]:
    return claim_lists.listed(db, Filters(), limit=-1)


def test_a_text_carried_by_two_papers_is_one_origin(two_papers: Database) -> None:
    statement = "4 April 2022\n\n“We are not planning routine armed patrols in Saltmere,” Mara Quill said.\n"
    for name, ending in (("echo.txt", "The Echo"), ("argus.txt", "The Argus")):
        ingest.take_in(two_papers, f"{statement}\n{ending}\n".encode(), name, who="tester")
    (row, *_) = [row for row in claims_listed(two_papers) if "We are not planning routine" in row.text]
    (thread,) = threads.of_claim(two_papers, row.id)
    shown = shown_thread(two_papers, thread.id)
    carried = {row.id for row in shown.members if "We are not planning routine" in row.text}
    assert len(carried) == 3
    assert [1 + len(origin.copies) for origin in shown.origins if origin.first in carried] == [3]
