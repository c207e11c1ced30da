"""The marks of claims and the sizes of threads stay what the tables say, whatever is written and in whatever order."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import articles
from tracker.db import claim_lists, claims, relations, threads
from tracker.db.connection import open_database
from tracker.db.rows import Database
from tracker.models import Relation, RelationKind
from tracker.models.threads import Filters
from tracker.services import decisions, doctor, ingest, undo

KINDS = [kind for kind in RelationKind if kind is not RelationKind.NONE]
CLAIMS = 6
IDS = st.integers(1, CLAIMS)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("relate"), IDS, IDS, st.sampled_from(KINDS)),
        st.tuples(st.just("decide"), IDS, IDS, st.sampled_from(["confirmed", "refused", None])),
        st.tuples(st.just("forget"), IDS),
        st.tuples(st.just("lose"), IDS),
        st.tuples(st.just("correct"), IDS),
        st.tuples(st.just("gather"), st.lists(IDS, min_size=1, unique=True)),
        st.tuples(st.just("scatter"), IDS),
        st.tuples(st.just("measure"), st.sampled_from(KINDS), st.sampled_from([0.2, 0.5, 0.9])),
    ),
    max_size=25,
)


def gathered(db: Database, members: list[int]) -> None:
    known = threads.among(db, members)
    threads.write(db, known[0].id if known else None, members[0], members)


DO: dict[str, Callable[..., object]] = {
    "relate": lambda db, a, b, kind: a == b or relations.put(db, *relations.ordered(a, b), Relation(kind, 50, ())),
    "decide": lambda db, a, b, what: a == b or relations.decide(db, a, b, what, who="tester", at="2026-01-01"),
    "forget": lambda db, a: relations.drop_of(db, [a]),
    "lose": lambda db, a: db.execute("UPDATE claims SET found = 1 - found WHERE id = ?", [a]),
    "correct": lambda db, a: claims.pick_speaker(db, a, None, picked=True),
    "gather": gathered,
    "measure": lambda db, kind, share: db.execute(
        "UPDATE sureness SET measured = ? WHERE kind = ? AND tenth = 5", [share, kind]
    ),
    "scatter": lambda db, a: [threads.empty(db, row.id) for row in threads.among(db, [a])],
}


@pytest.fixture(scope="module")
def six(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Six claims in three documents, without relations, decisions and threads."""
    db = open_database(tmp_path_factory.mktemp("six") / "claims.db")
    for number in range(3):
        count = f"There were 1,24{number} recorded thefts on the quay last year."
        text = f"“Nothing is {number} at sea,” Ann Example said.\n\n{count}\n"
        ingest.take_in(db, text.encode(), f"{number}.txt", who="tester")
    assert claims.live_ids(db) == list(range(1, CLAIMS + 1))
    yield db
    db.close()


def kept(db: Database) -> dict[int, int]:
    return dict(db.execute("SELECT id, marks FROM claims").fetchall())


def sizes(db: Database, sql: str) -> list[Any]:
    return db.execute(f"SELECT t.id, {sql} FROM threads t ORDER BY t.id").fetchall()


def assert_in_step(db: Database) -> None:
    assert kept(db) == claim_lists.recomputed(db)
    members = "FROM thread_members m JOIN claims c ON c.id = m.claim_id WHERE m.thread_id = t.id"
    counted = f"(SELECT count(*) {members}), (SELECT count(DISTINCT c.document_id) {members})"
    assert sizes(db, "t.claims, t.documents") == sizes(db, counted)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_marks_and_sizes_follow_every_change(six: Database, steps: list[Any]) -> None:
    six.execute("BEGIN")
    try:
        relations.drop_all(six)
        for what, *values in steps:
            DO[what](six, *values)
        assert_in_step(six)
    finally:
        six.execute("ROLLBACK")


@pytest.fixture
def papers(tmp_path: Path) -> Iterator[Database]:
    db = open_database(tmp_path / "claims.db")
    for name, text in (("harbour.txt", articles.HARBOUR), ("gazette.txt", articles.GAZETTE)):
        ingest.take_in(db, text.encode(), name, who="tester")
    yield db
    db.close()


def test_a_decision_its_undo_and_a_rerun_keep_the_marks_in_step(papers: Database) -> None:
    suggested = claim_lists.counted(papers, Filters(status="suggested"))
    pair = relations.matches(papers, relations.ANY, limit=1)[0]
    assert suggested > 0
    event = decisions.decide_pair(papers, pair.a, pair.b, "confirmed", who="tester")
    assert event is not None
    assert {row.id for row in claim_lists.listed(papers, Filters(status="confirmed"), limit=-1)} == {
        pair.a,
        pair.b,
    }
    undo.undo(papers, event, who="tester")
    assert claim_lists.counted(papers, Filters(status="confirmed")) == 0
    assert claim_lists.counted(papers, Filters(status="suggested")) == suggested
    doctor.link_all(papers, who="tester", apply=True)
    assert_in_step(papers)


def test_a_refused_relation_is_no_longer_found_by_its_kind(papers: Database) -> None:
    pair = relations.matches(papers, relations.ANY, limit=1)[0]
    before = claim_lists.counted(papers, Filters(relation=pair.kind))
    decisions.decide_pair(papers, pair.a, pair.b, "refused", who="tester")
    assert claim_lists.counted(papers, Filters(relation=pair.kind)) < before


FILTERS = (
    Filters(),
    Filters(kind="direct"),
    Filters(relation="variant", kind="statistic"),
    Filters(status="suggested", since="2022-03-15"),
    Filters(figure=True, until="2022-03"),
    Filters(before="2022-03-20", named=True),
    Filters(publisher="nobody"),
    Filters(phrases=('text : "arm"',)),
    Filters(without=('text : "arm"',)),
    Filters(without=('text : "arm"', 'text : "assault"'), kind="indirect", since="2022", until="2022-03"),
    Filters(publisher="The Saltmere Gazette", since="2022-03"),
    Filters(topic=99),
)


@pytest.mark.parametrize("filters", FILTERS)
def test_each_facet_counts_what_choosing_its_value_would_list(papers: Database, filters: Filters) -> None:
    total, found = claim_lists.counted_by_facet(papers, filters)
    assert total == claim_lists.counted(papers, filters)
    for name in ("kind", "relation", "status", "speaker", "publisher", "document"):
        for row in found[name]:
            chosen = replace(filters, **{name: row.value})
            assert row.claims == len(claim_lists.listed(papers, chosen, limit=-1)), (name, row)
    for row in found["year"]:
        chosen = replace(filters, since=row.value, until=row.value, before=None)
        assert row.claims == claim_lists.counted(papers, chosen)


@pytest.mark.parametrize("filters", FILTERS)
def test_sets_that_are_set_aside_ask_for_the_same_list(papers: Database, filters: Filters) -> None:
    aside = claim_lists.with_sets_aside(papers, filters)
    assert claim_lists.listed(papers, aside, limit=-1) == claim_lists.listed(papers, filters, limit=-1)


def test_sets_that_were_set_aside_for_one_list_are_not_those_of_the_next(papers: Database) -> None:
    for words in ("assault", "arm"):
        filters = Filters(without=(f'text : "{words}"',))
        aside = claim_lists.with_sets_aside(papers, filters)
        left = [row.id for row in claim_lists.listed(papers, aside, limit=-1)]
        assert left == [row.id for row in claim_lists.listed(papers, filters, limit=-1)]
    assert 0 < len(left) < claim_lists.counted(papers, Filters())


@pytest.mark.parametrize("filters", FILTERS)
def test_pages_put_together_are_the_whole_list(papers: Database, filters: Filters) -> None:
    whole = [row.id for row in claim_lists.listed(papers, filters, limit=-1)]
    paged = [
        row.id
        for offset in range(0, len(whole) + 2, 2)
        for row in claim_lists.listed(papers, filters, limit=2, offset=offset)
    ]
    assert paged == whole
    newest = claim_lists.ordered_ids(papers, filters, limit=100, order=claim_lists.NEWEST)
    assert sorted(newest) == sorted(whole)
