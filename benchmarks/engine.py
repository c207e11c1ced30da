"""This engine's pieces of work, each measured in a process of its own: ``python -m benchmarks.engine TASK ARGUMENTS``.

Each task prints, as JSON, what it took. Making the input ready is never counted.
"""

from __future__ import annotations

import hashlib
import json
import random
import statistics
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
from rapidfuzz import fuzz, process

from benchmarks import drafts
from benchmarks.meter import ROOT, Meter
from tracker.db import indexes
from tracker.db.connection import open_database, transaction
from tracker.db.rows import Database
from tracker.extract import extract
from tracker.ingest.reader import read
from tracker.matching import bulk
from tracker.matching.candidates import CUTOFF
from tracker.matching.features import features
from tracker.matching.relation import relation
from tracker.services import doctor, ingest, linking, nouns, originals, retrieval, search
from tracker.services.linking import Linker
from tracker.text.normal import words as words_of
from tracker.text.quantities import quantities, reading
from tracker.web.app import settle

THREADS = 2
NEW_CLAIMS = 500
"""Claims held back from the stored ones, to arrive one by one."""

MOST_HELD_BACK = 0.1
"""Share of the claims held back at most, in all and as documents."""

CLAIMS_A_DOCUMENT = 30
NEW_DOCUMENTS = 8
PAIRS_DECIDED = 100_000
SAMPLE = 100
"""Rows compared with all others where brute force over all is out of reach."""

LINKED_AT_MOST = 200_000
"""Stored claims that are linked before they are asked: a million take an hour. Among claims that are not linked, a new
one finds its company as well; a document would be compared with far more than among linked ones, and is left out."""

SEARCHES = 300
EXTRACTED_BYTES = 1_000_000
MILLISECONDS = 1_000
MICROSECONDS = 1_000_000
WHO = "benchmark"


def read_texts(corpus: str) -> list[str]:
    """Return the claims of a file of JSON lines."""
    with Path(corpus).open(encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines]


def nominate(corpus: str, target: str) -> dict[str, Any]:
    """Name and score all pairs at the cutoff; the pairs of rows and the readings are kept for the others."""
    texts = read_texts(corpus)
    meter = Meter()
    work = bulk.comparison(texts)
    prepared = meter.read()["cpu"]
    found = bulk.joined([pairs for _, pairs in bulk.compared(work, range(len(work.parts)), THREADS)])
    used = meter.read()
    np.savez(target, a=found.a, b=found.b)
    return {
        **used,
        "prepared": prepared,
        "rows": len(work.rows.readings),
        "pairs": len(found),
        "left_out": work.left_out,
    }


def sampled_recall(corpus: str, pairs: str) -> dict[str, Any]:
    """Compare a sample of rows with all others; say what share of the pairs of claims so found is among ``pairs``."""
    rows = bulk.rows_of(read_texts(corpus))
    known = np.load(pairs)
    found = bulk.Pairs(known["a"], known["b"], np.full(len(known["a"]), CUTOFF, np.float32))
    sample = np.sort(
        np.random.default_rng(1).choice(len(rows.readings), min(SAMPLE, len(rows.readings)), replace=False)
    )
    truth = [bulk.NO_PAIRS]
    for row in sample.tolist():
        low, high = np.searchsorted(
            rows.lengths, [rows.lengths[row] * CUTOFF / (200 - CUTOFF), rows.lengths[row] * (200 - CUTOFF) / CUTOFF + 1]
        )
        scores = process.cdist(
            [rows.readings[row]], rows.readings[low:high], scorer=fuzz.ratio, score_cutoff=CUTOFF, dtype=np.float32
        )[0]
        others = np.flatnonzero(scores) + low
        others = others[others != row]
        a, b = np.minimum(others, row), np.maximum(others, row)
        truth.append(bulk.Pairs(a, b, scores[others - low]))
    mine = np.isin(found.a, sample) | np.isin(found.b, sample)
    nominated = claims_of(rows, bulk.Pairs(found.a[mine], found.b[mine], found.score[mine]))
    expected = claims_of(rows, bulk.joined(truth))
    return {"recall": float(np.isin(expected, nominated).mean()), "pairs": len(expected)}


def claims_of(rows: bulk.Rows, pairs: bulk.Pairs) -> np.ndarray:
    """Return the pairs of claims that pairs of rows stand for, packed into one integer each, in order."""
    of_claims = bulk.claim_pairs(rows, pairs)
    return of_claims.a << 32 | of_claims.b


def decide(corpus: str) -> dict[str, Any]:
    """Decide the relations of nominated pairs, lot by lot, up to ``PAIRS_DECIDED``; features and pairs apart."""
    texts = read_texts(corpus)
    work = bulk.comparison(texts)
    found = bulk.joined([pairs for _, pairs in bulk.compared(work, range(len(work.parts)), THREADS)])
    lots = bulk.lots_of(work.rows, bulk.with_same_reading(work.rows, found))
    random.Random(1).shuffle(lots)
    made_in = decided_in = 0.0
    made = decided = 0
    for lot in (bulk.lot_of(texts, work.rows, lot) for lot in lots):
        if decided >= PAIRS_DECIDED:
            break
        meter = Meter()
        of = {position: features(text) for position, text in lot.texts.items()}
        made_in += meter.read()["cpu"]
        meter = Meter()
        for a, b in zip(lot.pairs.a.tolist(), lot.pairs.b.tolist(), strict=True):
            relation(of[a], of[b])
        decided_in += meter.read()["cpu"]
        made, decided = made + len(of), decided + len(lot.pairs)
    return {
        "features_us": made_in / max(made, 1) * MICROSECONDS,
        "relation_us": decided_in / max(decided, 1) * MICROSECONDS,
        "decided": decided,
    }


def _stored(folder: Path, texts: Sequence[str]) -> Database:
    """Return a database of documents of ``CLAIMS_A_DOCUMENT`` claims each, with both indexes, written in bulk."""
    db = open_database(folder / "claims.db")
    with transaction(db):
        rows = []
        for number, start in enumerate(range(0, len(texts), CLAIMS_A_DOCUMENT), 1):
            own = texts[start : start + CLAIMS_A_DOCUMENT]
            text = "\n".join(own)
            sha = hashlib.sha256(f"{number} {text}".encode()).hexdigest()
            db.execute("INSERT INTO originals VALUES (?, ?, ?)", (sha, zlib.compress(text.encode()), len(text)))
            db.execute(
                "INSERT INTO documents (id, sha256, name, media_type, text, date_basis, captured, stored_at)"
                " VALUES (?, ?, ?, 'text/plain', ?, 'unknown', '2026-01-01', '2026-01-01')",
                (number, sha, f"{number}.txt", text),
            )
            at = 0
            for claim in own:
                rows.append(
                    (
                        number,
                        "statistic",
                        at,
                        at + len(claim),
                        claim,
                        at,
                        at + len(claim),
                        "asserts",
                        "unknown",
                        "unknown",
                    )
                )
                at += len(claim) + 1
        db.conn.executemany(
            'INSERT INTO claims (document_id, kind, start, "end", text, found_start, found_end, stance, date_kind,'
            " date_basis) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            rows,
        )
        linking.index_anew(db)
        retrieval.reindex(db, range(1, len(texts) + 1))
    return db


def _percentiles(milliseconds: Sequence[float], name: str) -> dict[str, float]:
    cuts = statistics.quantiles(milliseconds, n=100, method="inclusive")
    return {f"{name}_median": statistics.median(milliseconds), f"{name}_p99": cuts[-1]}


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * MILLISECONDS


def online(corpus: str) -> dict[str, Any]:
    """Latencies in a database that holds all claims but some: a new claim, a new document, a search."""
    texts = read_texts(corpus)
    source = random.Random(1)
    source.shuffle(texts)
    room = int(len(texts) * MOST_HELD_BACK)
    arriving = min(NEW_CLAIMS, room)
    in_documents = max(1, min(NEW_DOCUMENTS, room // CLAIMS_A_DOCUMENT)) * CLAIMS_A_DOCUMENT
    new, fresh = texts[:arriving], texts[arriving : arriving + in_documents]
    kept = texts[arriving + in_documents :]
    with tempfile.TemporaryDirectory() as folder:
        meter = Meter()
        db = _stored(Path(folder), kept)
        result: dict[str, Any] = {"stored": len(kept), "build": meter.read()["cpu"]}
        result["index_mb"] = _size(db, indexes.TABLE) / 1e6
        linked = len(kept) <= LINKED_AT_MOST
        if linked:
            meter = Meter()
            with transaction(db):
                doctor.relate_all(Linker(db), lambda step, done, total: None)
            took = meter.read()
            result |= {"link_cpu": took["cpu"], "link_wall": took["wall"]}
        settle()
        found: list[list[int]] = []

        def arrive(text: str) -> None:
            found.append(Linker(db).named(text))

        result |= _percentiles([_timed(lambda text=text: arrive(text)) for text in new], "claim")  # type: ignore[misc]
        result["worth_comparing"] = statistics.mean(map(len, found))
        if linked:
            result |= _documents(db, new, fresh)
        queries = [" ".join(source.sample(text.split(), min(4, len(text.split())))) for text in new[:SEARCHES]]
        result |= _percentiles(
            [_timed(lambda query=query: search.search(db, query, limit=20)) for query in queries],  # type: ignore[misc]
            "search",
        )
        db.close()
    return result


def _documents(db: Database, new: Sequence[str], fresh: Sequence[str]) -> dict[str, Any]:
    """Latencies of documents: of claims in ``new`` read alone, of those in ``fresh`` taken in whole.

    Of the transactions in which a document is taken in, the longest stores and links it.
    """
    alone = [_timed(lambda data=data: _read_alone(data)) for data in _papers(new)]  # type: ignore[misc]
    counts: list[int] = []
    whole: list[float] = []
    stored: list[float] = []
    for number, data in enumerate(_papers(fresh)):
        transactions: list[float] = []
        with mock.patch.object(ingest, "transaction", partial(_timed_transaction, transactions)):
            whole.append(_timed(lambda data=data, number=number: counts.append(_take_in(db, data, number))))  # type: ignore[misc]
        stored.append(max(transactions))
    return {
        "document_read": statistics.median(alone),
        "document_stored": statistics.median(stored),
        "document_median": statistics.median(whole),
        "document_claims": statistics.mean(counts),
    }


@contextmanager
def _timed_transaction(
    times: list[float], db: Database, *, transaction: Callable[..., Any] = transaction
) -> Iterator[None]:
    """Run a block as ``tracker.db.connection.transaction`` does, and add its milliseconds to ``times``."""
    start = time.perf_counter()
    with transaction(db):
        yield
    times.append((time.perf_counter() - start) * MILLISECONDS)


def _read_alone(data: bytes) -> None:
    document = read(data, "new.txt")
    originals.prepared(document, nouns.today())


def _papers(texts: Sequence[str]) -> list[bytes]:
    """Return documents of ``CLAIMS_A_DOCUMENT`` quotations each."""
    return [
        "\n\n".join(
            f"“{claim.strip('“”')},” said Jane Smith." for claim in texts[start : start + CLAIMS_A_DOCUMENT]
        ).encode()
        for start in range(0, len(texts), CLAIMS_A_DOCUMENT)
    ]


def _take_in(db: Database, data: bytes, number: int) -> int:
    taken = ingest.take_in(db, data, f"new-{number}.txt", who=WHO)
    return taken.claims


def _size(db: Database, table: str) -> int:
    try:
        return int(db.execute("SELECT sum(pgsize) FROM dbstat WHERE name = ?", (table,)).fetchone()[0] or 0)
    except Exception:  # SQLite may be built without dbstat
        return 0


def extraction(_: str) -> dict[str, Any]:
    """Speed of the whole extraction on the seed documents, repeated, and of reading quantities in them."""
    documents = [path.read_text("utf-8") for path in sorted((ROOT / "seeds").glob("*.txt"))]
    size = sum(len(text.encode()) for text in documents)
    rounds = max(1, EXTRACTED_BYTES // size)
    for text in documents:
        extract(text)
    meter = Meter()
    for _round in range(rounds):
        for text in documents:
            _forget()
            extract(text)
    extracted = meter.read()["cpu"]
    meter = Meter()
    for _round in range(rounds):
        for text in documents:
            _forget()
            quantities(text)
    read = meter.read()["cpu"]
    words = sum(len(text.split()) for text in documents) * rounds
    return {"extract_kb_s": size * rounds / extracted / 1e3, "quantities_words_s": words / read}


def _forget() -> None:
    """Read a text that was read before as if it were new."""
    reading.cache_clear()
    words_of.cache_clear()


TASKS: dict[str, Callable[..., dict[str, Any]]] = {
    "nominate": nominate,
    "sampled-recall": sampled_recall,
    "decide": decide,
    "online": online,
    "extraction": extraction,
    "drafts": drafts.measure,
}


if __name__ == "__main__":
    print(json.dumps(TASKS[sys.argv[1]](*sys.argv[2:])))
