"""Claims in the database: ids that survive reruns, filters and facets."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tracker.db import claim_lists, claims, documents
from tracker.db.connection import open_database
from tracker.db.extraction import ClaimDate, WrittenClaims, replace_claims
from tracker.db.rows import Database
from tracker.models import STANCES, Basis, Claim, ClaimKind, DateLedger, Document, DocumentDate, Quantity, polarity_of
from tracker.models.threads import Filters

TEXT = "Alpha said one. Beta said two more. Gamma said three."
DATE = ClaimDate("2020-05-01", "document", Basis.STATED, "", (), "")


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    database = open_database(tmp_path / "claims.db")
    ledger = DateLedger((), DocumentDate("2020-05-01", Basis.STATED))
    document = Document("a.txt", TEXT, TEXT.encode(), "0" * 64, "text/plain")
    documents.add(database, document, ledger, captured="2026-01-01", stored_at="2026-01-01T00:00:00+00:00")
    yield database
    database.close()


def claim(start: int, end: int, *quantities: Quantity) -> Claim:
    return Claim(start, end, TEXT[start:end], ClaimKind.INDIRECT, None, None, None, "asserts", quantities)


def put(db: Database, *these: Claim) -> WrittenClaims:
    return replace_claims(db, 1, [(c, DATE) for c in these], {}, {})


def test_a_claim_found_again_keeps_its_id(db: Database) -> None:
    assert put(db, claim(0, 15), claim(16, 35)) == WrittenClaims(new=(1, 2))
    assert put(db, claim(0, 15), claim(16, 35)) == WrittenClaims(kept=(1, 2))


def test_a_claim_whose_span_moved_a_little_keeps_its_id(db: Database) -> None:
    put(db, claim(0, 15), claim(16, 35))
    assert put(db, claim(0, 14), claim(21, 35)) == WrittenClaims(changed=(1, 2))


def test_a_claim_elsewhere_is_another_claim(db: Database) -> None:
    put(db, claim(0, 15))
    assert put(db, claim(36, 53)) == WrittenClaims(new=(2,), gone=(1,))


def test_a_claim_no_longer_found_leaves_the_lists_but_keeps_its_address(db: Database) -> None:
    put(db, claim(0, 15))
    put(db)
    assert claim_lists.listed(db, Filters(), limit=-1) == []
    row = claims.get(db, 1)
    assert row is not None
    assert not row.live
    assert put(db, claim(0, 15)) == WrittenClaims(changed=(1,))


def test_a_claim_somebody_decided_on_stays_when_it_is_no_longer_found(db: Database) -> None:
    put(db, claim(0, 15))
    claims.touch(db, 1)
    put(db)
    assert [row.id for row in claim_lists.listed(db, Filters(), limit=-1)] == [1]


def test_a_picked_span_outlives_a_rerun(db: Database) -> None:
    put(db, claim(0, 15))
    claims.pick_span(db, 1, 0, 10, TEXT[:10], picked=True)
    put(db, claim(0, 15))
    row = claims.get(db, 1)
    assert row is not None
    assert (row.start, row.end, row.text) == (0, 10, TEXT[:10])


@pytest.mark.parametrize("value", [73.0, 19.1, 0.1 + 0.2, 7140.0, (3000.0, 4000.5)])
def test_figures_come_back_exactly(db: Database, value: float | tuple[float, float]) -> None:
    put(db, claim(0, 15, Quantity(value, "percent", 11, 14, "one")))
    (row,) = claims.quantities_of(db, [1])[1]
    assert row.value == value


FILTERS = [
    (Filters(), 3),
    (Filters(kind="indirect"), 3),
    (Filters(kind="direct"), 0),
    (Filters(document=1), 3),
    (Filters(document=2), 0),
    (Filters(speaker=7), 0),
    (Filters(since="2020"), 3),
    (Filters(since="2020-05-02"), 0),
    (Filters(until="2020"), 3),
    (Filters(until="2020-05"), 3),
    (Filters(until="2020-04-30"), 0),
    (Filters(figure=True), 1),
    (Filters(ids=(1, 3, 99)), 2),
    (Filters(ids=()), 0),
    (Filters(relation="repeat"), 0),
]


@pytest.mark.parametrize(("filters", "count"), FILTERS)
def test_filters_count_what_they_list(db: Database, filters: Filters, count: int) -> None:
    put(db, claim(0, 15, Quantity(1.0, "count", 11, 14, "one")), claim(16, 35), claim(36, 53))
    assert len(claim_lists.listed(db, filters, limit=-1)) == count
    assert claim_lists.counted(db, filters) == count
    assert sum(row.claims for row in claim_lists.facets(db, filters)["document"]) >= count


def test_a_page_of_a_list_is_a_slice_of_it(db: Database) -> None:
    put(db, claim(0, 15), claim(16, 35), claim(36, 53))
    whole = claim_lists.listed(db, Filters(), limit=-1)
    assert claim_lists.listed(db, Filters(), limit=2, offset=1) == whole[1:]


def test_the_sign_that_is_stored_is_that_of_the_stance(db: Database) -> None:
    put(db, claim(0, 15))
    for stance in STANCES:
        db.execute("UPDATE claims SET stance = ?", [stance])
        assert db.execute("SELECT polarity FROM claims").fetchone() == (polarity_of(stance),)
