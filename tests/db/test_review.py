"""What waits: the right relations, in the order promised, whoever wrote them; held to a slow obvious reference."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from tests import articles
from tracker.db import relations, review
from tracker.db.connection import open_database
from tracker.db.review import USEFUL_FIRST
from tracker.db.rows import Database
from tracker.models import Relation, RelationKind
from tracker.models.relations import ANY, Narrowed, StoredRelation
from tracker.services import ingest

# pairs of claims of the two papers, the kind and the score they are given
GIVEN = (
    (1, 2, RelationKind.REPEAT, 100.0),
    (1, 3, RelationKind.RELATED, 40.0),
    (1, 4, RelationKind.VARIANT, 70.0),
    (1, 5, RelationKind.VARIANT, 90.0),
    (2, 4, RelationKind.REVISED, 88.0),
    (2, 5, RelationKind.REVERSED, 95.0),
    (3, 4, RelationKind.SPLICED, 30.0),
    (3, 5, RelationKind.VARIANT, 90.0),
)
IN_ORDER = [(2, 5), (2, 4), (3, 4), (1, 5), (3, 5), (1, 4), (1, 2)]


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    database = open_database(tmp_path / "claims.db")
    for name, text in (("harbour.txt", articles.HARBOUR), ("gazette.txt", articles.GAZETTE)):
        ingest.take_in(database, text.encode(), name, who="tester")
    relations.drop_all(database)
    for a, b, kind, score in GIVEN:
        relations.put(database, a, b, Relation(kind, score, ()))
    yield database
    database.close()


def pairs(rows: Iterable[StoredRelation]) -> list[tuple[int, int]]:
    return [(row.a, row.b) for row in rows]


def slowly(db: Database) -> list[tuple[int, int]]:
    """Return what waits by reading every relation and every claim."""
    rank = {kind: place for place, kinds in enumerate(USEFUL_FIRST) for kind in kinds}
    rows = [row for row in relations.every(db) if row.kind != "related" and row.decision is None]
    return pairs(sorted(rows, key=lambda row: (rank[row.kind], -row.score, row.a, row.b)))


def test_changed_figures_and_reversals_come_before_repeats_then_the_likeliest(db: Database) -> None:
    assert pairs(review.matches(db, ANY, limit=-1)) == IN_ORDER == slowly(db)
    assert review.matches_count(db) == len(IN_ORDER)


def test_the_one_after_each_is_the_next_of_the_list(db: Database) -> None:
    for place, pair in enumerate(IN_ORDER):
        assert pairs(review.matches(db, ANY, limit=1, after=pair)) == IN_ORDER[place + 1 : place + 2]
    assert pairs(review.matches(db, ANY, limit=1, after=(4, 5))) == IN_ORDER[:1], "a pair forgotten begins anew"


def test_a_decided_pair_no_longer_waits_however_often_its_relation_is_written(db: Database) -> None:
    relations.decide(db, 2, 5, "refused", who="tester", at="2024-01-01")
    assert pairs(review.matches(db, ANY, limit=-1)) == IN_ORDER[1:] == slowly(db)
    relations.put(db, 2, 5, Relation(RelationKind.REVERSED, 95.0, ("again",)))
    assert review.matches_count(db) == len(IN_ORDER) - 1
    assert pairs(review.matches(db, ANY, limit=1, after=(2, 5))) == IN_ORDER[1:2], "its place is known still"
    relations.decide(db, 2, 5, None, who="tester", at="2024-01-01")
    assert pairs(review.matches(db, ANY, limit=-1)) == IN_ORDER == slowly(db)


def test_matches_of_a_claim_that_is_gone_wait_no_longer_until_it_is_back(db: Database) -> None:
    db.execute("UPDATE claims SET found = 0, touched = 0 WHERE id = 2")
    assert review.matches_count(db) == len(slowly(db)) == len(IN_ORDER) - 3
    relations.decide(db, 1, 2, "refused", who="tester", at="2024-01-01")
    db.execute("UPDATE claims SET found = 1 WHERE id = 2")
    assert pairs(review.matches(db, ANY, limit=-1)) == slowly(db)
    assert review.matches_count(db) == len(IN_ORDER) - 1


@pytest.mark.parametrize(
    ("narrowed", "expected"),
    [
        (Narrowed(kind="variant"), [(1, 5), (3, 5), (1, 4)]),
        (Narrowed(least=90), [(2, 5), (1, 5), (3, 5), (1, 2)]),
        (Narrowed(kind="repeat", least=100), [(1, 2)]),
        (Narrowed(document=99), []),
    ],
)
def test_a_lane_is_narrowed(db: Database, narrowed: Narrowed, expected: list[tuple[int, int]]) -> None:
    assert pairs(review.matches(db, narrowed, limit=-1)) == expected
    assert review.matches_count(db, narrowed) == len(expected)


def test_matches_by_a_speaker_are_those_with_a_claim_of_hers(db: Database) -> None:
    (quill,) = db.execute("SELECT id FROM speakers WHERE name = 'Mara Quill'").fetchone()
    hers = {claim_id for (claim_id,) in db.execute("SELECT id FROM claims WHERE speaker_id = ?", [quill])}
    expected = [pair for pair in IN_ORDER if hers & set(pair)]
    assert expected
    assert pairs(review.matches(db, Narrowed(speaker=quill), limit=-1)) == expected


@pytest.mark.parametrize("lane", ["matches", "count"])
def test_the_queue_is_read_from_its_index(db: Database, lane: str) -> None:
    where = review.WAITS
    sql = f"SELECT count(*) FROM relations r WHERE {where}"
    if lane == "matches":
        rank = review._RANK
        sql = f"SELECT r.a FROM relations r WHERE {where} ORDER BY {rank}, r.score DESC, r.a, r.b LIMIT 12"
    plan = " ".join(str(row[3]) for row in db.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall())
    assert "relations_waiting" in plan
    assert "TEMP B-TREE" not in plan
