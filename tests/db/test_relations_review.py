"""What waits: the right relations, in the order promised, whoever wrote them; held to a slow obvious reference."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from tests import articles
from tracker.db import relations
from tracker.db.connection import open_database
from tracker.db.rows import Database
from tracker.models import Relation, RelationKind
from tracker.models.relations import ANY, SURE_FROM, Narrowed, StoredRelation
from tracker.services import ingest
from tracker.text import lexicon

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
# how often such suggestions are right, by kind and tenth of the score
MEASURED = (
    ("repeat", 9, 1.0),
    ("reversed", 9, 0.9),
    ("variant", 9, 0.8),
    ("spliced", 3, 0.8),
    ("revised", 8, 0.6),
    ("variant", 7, 0.5),
)
IN_ORDER = [(1, 2), (2, 5), (3, 4), (1, 5), (3, 5), (2, 4), (1, 4)]


def measure(db: Database, shares: Iterable[tuple[str, int, float]]) -> None:
    """Write measured shares as ``review.fill_measured`` does; what is not named is right in every case."""
    for kind, tenth, share in shares:
        db.execute("UPDATE sureness SET measured = ? WHERE kind = ? AND tenth = ?", [share, kind, tenth])


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    database = open_database(tmp_path / "claims.db")
    for name, text in (("harbour.txt", articles.HARBOUR), ("gazette.txt", articles.GAZETTE)):
        ingest.take_in(database, text.encode(), name, who="tester")
    relations.drop_all(database)
    for a, b, kind, score in GIVEN:
        relations.put(database, a, b, Relation(kind, score, ()))
    measure(database, MEASURED)
    yield database
    database.close()


def pairs(rows: Iterable[StoredRelation]) -> list[tuple[int, int]]:
    return [(row.a, row.b) for row in rows]


def slowly(db: Database) -> list[tuple[int, int]]:
    """Return what waits by reading every relation and every claim."""
    waiting = [row for row in relations.every(db) if row.sureness is not None and row.decision is None]
    rows = [(row, relations.tenth_of(row.score)) for row in waiting if not row.unsure]
    by = sorted(
        rows, key=lambda one: (-(one[0].sureness or 0), one[0].kind, -one[1], -one[0].score, one[0].a, one[0].b)
    )
    return pairs(row for row, _ in by)


def test_the_surest_come_first_whatever_their_kind_then_the_likeliest(db: Database) -> None:
    assert pairs(relations.matches(db, ANY, limit=-1)) == IN_ORDER == slowly(db)
    assert relations.matches_count(db) == len(IN_ORDER)


def test_the_one_after_each_is_the_next_of_the_list(db: Database) -> None:
    for place, pair in enumerate(IN_ORDER):
        assert pairs(relations.matches(db, ANY, limit=1, after=pair)) == IN_ORDER[place + 1 : place + 2]
    assert pairs(relations.matches(db, ANY, limit=1, after=(4, 5))) == IN_ORDER[:1], "a pair forgotten begins anew"


def test_a_decided_pair_no_longer_waits_however_often_its_relation_is_written(db: Database) -> None:
    relations.decide(db, 2, 5, "refused", who="tester", at="2024-01-01")
    rest = [pair for pair in IN_ORDER if pair != (2, 5)]
    assert pairs(relations.matches(db, ANY, limit=-1)) == rest == slowly(db)
    relations.put(db, 2, 5, Relation(RelationKind.REVERSED, 95.0, ("again",)))
    assert relations.matches_count(db) == len(IN_ORDER) - 1
    assert pairs(relations.matches(db, ANY, limit=1, after=(2, 5))) == IN_ORDER[2:3], "its place is known still"
    relations.decide(db, 2, 5, None, who="tester", at="2024-01-01")
    assert pairs(relations.matches(db, ANY, limit=-1)) == IN_ORDER == slowly(db)


def test_matches_of_a_claim_that_is_gone_wait_no_longer_until_it_is_back(db: Database) -> None:
    db.execute("UPDATE claims SET found = 0, touched = 0 WHERE id = 2")
    assert relations.matches_count(db) == len(slowly(db)) == len(IN_ORDER) - 3
    relations.decide(db, 1, 2, "refused", who="tester", at="2024-01-01")
    db.execute("UPDATE claims SET found = 1 WHERE id = 2")
    assert pairs(relations.matches(db, ANY, limit=-1)) == slowly(db)
    assert relations.matches_count(db) == len(IN_ORDER) - 1


@pytest.mark.parametrize(
    ("narrowed", "expected"),
    [
        (Narrowed(kind="variant"), [(1, 5), (3, 5), (1, 4)]),
        (Narrowed(least=90), [(1, 2), (2, 5), (1, 5), (3, 5)]),
        (Narrowed(kind="repeat", least=100), [(1, 2)]),
        (Narrowed(document=99), []),
    ],
)
def test_a_lane_is_narrowed(db: Database, narrowed: Narrowed, expected: list[tuple[int, int]]) -> None:
    assert pairs(relations.matches(db, narrowed, limit=-1)) == expected
    assert relations.matches_count(db, narrowed) == len(expected)


def test_matches_by_a_speaker_are_those_with_a_claim_of_hers(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    (quill,) = db.execute("SELECT id FROM speakers WHERE name = 'Mara Quill'").fetchone()
    hers = {claim_id for (claim_id,) in db.execute("SELECT id FROM claims WHERE speaker_id = ?", [quill])}
    expected = [pair for pair in IN_ORDER if hers & set(pair)]
    assert expected
    assert pairs(relations.matches(db, Narrowed(speaker=quill), limit=-1)) == expected
    monkeypatch.setattr(relations, "_SELDOM", 0)  # somebody with many claims is looked for along the queue
    assert pairs(relations.matches(db, Narrowed(speaker=quill), limit=-1)) == expected


@pytest.mark.parametrize("lane", ["matches", "count"])
def test_the_queue_is_read_from_its_index(db: Database, lane: str) -> None:
    where = relations.WAITS
    sql = f"SELECT count(*) {relations._QUEUE} WHERE {where}"
    if lane == "matches":
        sql = f"SELECT r.a {relations._QUEUE} WHERE {where} ORDER BY {relations._ORDER} LIMIT 12"
    plan = " ".join(str(row[3]) for row in db.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall())
    assert "relations_waiting" in plan
    assert "TEMP B-TREE" not in plan


UNSURE = (("reversed", 9, 0.3), ("variant", 7, 0.49), ("revised", 8, 0.5))


def test_what_is_wrong_more_often_than_right_is_folded_and_comes_after_nothing_else(db: Database) -> None:
    measure(db, UNSURE)
    assert pairs(relations.matches(db, ANY, limit=-1)) == [(1, 2), (3, 4), (1, 5), (3, 5), (2, 4)] == slowly(db)
    assert pairs(relations.matches(db, Narrowed(unsure=True), limit=-1)) == [(1, 4), (2, 5)]
    assert (relations.matches_count(db), relations.matches_count(db, Narrowed(unsure=True))) == (5, 2)
    for row in relations.every(db):
        assert row.unsure == ((row.a, row.b) in [(1, 4), (2, 5)])


def test_decisions_make_suggestions_of_their_kind_surer_or_less_sure(db: Database) -> None:
    measure(db, [("variant", 9, 0.55)])
    before = {row.kind: row.sureness for row in relations.matches(db, ANY, limit=-1)}
    relations.decide(db, 1, 5, "refused", who="tester", at="2024-01-01")
    (left,) = relations.matches(db, Narrowed(kind="variant", least=90), limit=-1) or [None]
    assert left is not None
    assert left.sureness == pytest.approx(5.5 / 11)
    relations.decide(db, 1, 2, "confirmed", who="tester", at="2024-01-01")
    relations.decide(db, 1, 5, None, who="tester", at="2024-01-01")
    after = {row.kind: row.sureness for row in relations.matches(db, ANY, limit=-1)}
    assert after == {kind: share for kind, share in before.items() if kind != "repeat"}


def test_a_figure_called_the_same_claim_after_all_counts_against_its_kind(db: Database) -> None:
    relations.decide(db, 2, 4, "confirmed", who="tester", at="2024-01-01", confirmed_as="same")
    counts = db.execute("SELECT confirmed, refused FROM sureness WHERE kind = 'revised' AND tenth = 8").fetchone()
    assert tuple(counts) == (0, 1)


@pytest.mark.parametrize("score", [0.0, 9.99, 10.0, 55.0, 89.9999, 90.0, 99.0, 100.0])
def test_the_tenth_of_a_score_is_one_for_the_database_and_the_program(db: Database, score: float) -> None:
    (tenth,) = db.execute(f"SELECT {relations.TENTH} FROM (SELECT ? AS score) r", [score]).fetchone()
    assert tenth == relations.tenth_of(score)


@pytest.mark.parametrize(("share", "sure"), [(0.0, 0), (0.49, 0), (0.5, 1), (1.0, 1)])
def test_the_line_of_the_database_is_that_of_the_program(db: Database, share: float, sure: int) -> None:
    measure(db, [("variant", 9, share)])
    (stored,) = db.execute("SELECT sure FROM sureness WHERE kind = 'variant' AND tenth = 9").fetchone()
    assert stored == sure == (share >= SURE_FROM)


def test_the_shipped_table_names_every_kind_and_tenth_once_and_never_falls_with_the_score() -> None:
    rows = lexicon.rows("matching", "sureness.tsv")
    kinds = [kind for kind in RelationKind if kind not in (RelationKind.NONE, RelationKind.RELATED)]
    assert sorted((row[0], int(row[1])) for row in rows) == sorted(
        (kind, tenth) for kind in kinds for tenth in range(10)
    )
    for kind in kinds:
        shares = [float(row[2]) for row in sorted(rows, key=lambda row: int(row[1])) if row[0] == kind]
        assert shares == sorted(shares)
        assert all(0 <= share <= 1 for share in shares)
