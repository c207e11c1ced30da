"""Checking a draft of many quotations against many stored documents: how long it takes, and whether all is found."""

from __future__ import annotations

import hashlib
import random
import tempfile
import zlib
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any, Final

from benchmarks.corpus import vocabulary
from benchmarks.meter import Meter
from tracker.check.findings import Finding
from tracker.db.connection import open_database, transaction
from tracker.db.rows import Database
from tracker.services import check, ingest
from tracker.services.drafts import read_draft
from tracker.text.lexicon import words as word_list

PARAGRAPHS: Final = 12
SENTENCE: Final = (8, 30)
"""Words in a sentence; a paragraph quotes two of them. A document is some 450 words long."""
DOCUMENTS_AT_ONCE: Final = 1_000
KINDS: Final = ("exact", "altered", "ellipsis", "spliced", "made up")
WANTED: Final = {
    "exact": {Finding.EXACT},
    "altered": {Finding.ALTERED},
    "ellipsis": {Finding.HIDES},
    "spliced": {Finding.HIDES},
    "made up": {Finding.NOT_FOUND},
}


class Prose:
    """Made-up prose whose commonest words are the stop words of English; frequencies follow Zipf's law."""

    def __init__(self, seed: int) -> None:
        self.source = random.Random(seed)
        self.words = [*sorted(word_list("text", "stop_words.tsv")), *vocabulary(self.source)]
        self.weights = list(accumulate(1 / (rank + 3) for rank in range(len(self.words))))

    def sentence(self) -> list[str]:
        """Return the words of a sentence."""
        return self.source.choices(self.words, cum_weights=self.weights, k=self.source.randint(*SENTENCE))

    def document(self) -> list[list[list[str]]]:
        """Return paragraphs of two sentences each."""
        return [[self.sentence(), self.sentence()] for _ in range(PARAGRAPHS)]


def printed(document: Sequence[Sequence[Sequence[str]]]) -> str:
    """Return a document as text, each paragraph a quotation."""
    return "\n\n".join(
        "“" + ". ".join(" ".join(sentence) for sentence in paragraph) + ",” Jane Smith said." for paragraph in document
    )


def quotation(kind: str, document: Sequence[Sequence[Sequence[str]]], prose: Prose) -> str:
    """Return the words of a quotation of some kind."""
    source = prose.source
    paragraph = list(source.choice(document))
    words = list(max(paragraph, key=len))
    middle = len(words) // 2
    if kind == "made up":
        return " ".join(prose.sentence() + prose.sentence())
    if kind == "altered":
        words[middle] = "saltmere"
    elif kind == "ellipsis":
        words[middle] = "…"
    elif kind == "spliced":
        other = source.choice([each for each in document if each is not paragraph])
        words = words[:8] + list(max(other, key=len))[:8]
    return " ".join(words)


def measure(documents: str, quotations: str) -> dict[str, Any]:
    """Return what it takes to index ``documents`` and to check a draft of ``quotations``, and how many are right."""
    prose = Prose(1)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "claims.db"
        db = open_database(path)
        kept = []
        for start in range(0, int(documents), DOCUMENTS_AT_ONCE):
            some = [prose.document() for _ in range(min(DOCUMENTS_AT_ONCE, int(documents) - start))]
            kept += some[: max(1, int(quotations) * DOCUMENTS_AT_ONCE // int(documents))]
            _store(db, start, [printed(document) for document in some])
        meter = Meter()
        ingest.keep_in_step(db)
        indexed = meter.read()["wall"]
        size = _size(db)
        kinds = [KINDS[number % len(KINDS)] for number in range(int(quotations))]
        quoted = [quotation(kind, kept[number % len(kept)], prose) for number, kind in enumerate(kinds)]
        text = "\n\n".join(f"Jane Smith said: “{words}.”" for words in quoted)
        db.close()
        db = open_database(path)
        meter = Meter()
        report = check.check_draft(db, read_draft(text.encode(), "draft.txt"))
        used = meter.read()
        db.close()
    right = sum(bool(WANTED[kind] & set(item.findings)) for kind, item in zip(kinds, report.quotations, strict=True))
    return {
        **used,
        "documents": int(documents),
        "quotations": len(report.quotations),
        "right": right / max(1, len(kinds)),
        "indexed": indexed,
        "index_mb": size / 1e6,
    }


def _store(db: Database, start: int, texts: Sequence[str]) -> None:
    with transaction(db):
        for number, text in enumerate(texts, start + 1):
            sha = hashlib.sha256(f"{number} {text}".encode()).hexdigest()
            db.execute("INSERT INTO originals VALUES (?, ?, ?)", (sha, zlib.compress(text.encode()), len(text)))
            db.execute(
                "INSERT INTO documents (id, sha256, name, media_type, text, date_basis, captured, stored_at)"
                " VALUES (?, ?, ?, 'text/plain', ?, 'unknown', '2026-01-01', '2026-01-01')",
                (number, sha, f"{number}.txt", text),
            )


def _size(db: Database) -> int:
    return int(db.execute("SELECT sum(length(places)) FROM word_places").fetchone()[0] or 0)
