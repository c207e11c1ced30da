"""Release against newspaper: what became of the quotations of the fuller source in each other document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields

from tracker import store
from tracker.cite.carrying import Carrying, Outcome, Trace, carrying
from tracker.cite.quoted_words import Said
from tracker.models import ClaimKind, RelationKind
from tracker.store import carried, claims
from tracker.store.rows import Row

MOST_CLAIMS = 400
"""Claims of one document that are looked at: more than any release or article has; of a whole book, its beginning."""
OUTCOMES = tuple(outcome.value for outcome in Outcome)


def fuller(db: store.Database, document_ids: Sequence[int], chosen: int | None = None) -> Row:
    """Return which document is taken as the fuller source, and why: ``{"id", "why"}``.

    A reader's choice stands. Else it is the earliest, where all are dated and one day comes first; else the one with
    most words in quotation marks.
    """
    if chosen in document_ids:
        return {"id": chosen, "why": "chosen by the reader"}
    rows = carried.dates_and_quoted(db, document_ids)
    dated = sorted((row["date"], row["id"]) for row in rows if row["date"])
    if len(dated) == len(rows) and dated[0][0] < dated[1][0] and not dated[1][0].startswith(dated[0][0]):
        return {"id": dated[0][1], "why": "the earliest of them"}
    best = max(rows, key=lambda row: (row["quoted"], -document_ids.index(row["id"])))
    return {"id": best["id"], "why": "it has most words in quotation marks"}


def table(db: store.Database, source: int, papers: Sequence[int]) -> Row:
    """Return the quotations of ``source``, what became of each in each paper, and what only the papers have.

    ``{"quotations": [{"claim", "fates": {paper: fate}}], "counts": {paper: {outcome: n, "re-attributed": n}},
    "new": {paper: [claims]}, "limited": whether a document was longer than is looked at}``.
    """
    documents = [source, *papers]
    said = {document: carried.said_in(db, document, limit=MOST_CLAIMS) for document in documents}
    rows = {row["id"]: row for row in claims.several(db, [row["id"] for found in said.values() for row in found])}
    fates: dict[int, Carrying] = {}
    for paper in papers:
        related = carried.relations_between(db, source, paper)
        kinds = {(row["near"], row["far"]): RelationKind(row["kind"]) for row in related}
        fates[paper] = carrying(_as_said(said[source]), _as_said(said[paper]), kinds)
    quotations: dict[int, Row] = {}
    for paper, found in fates.items():
        for fate in found.fates:
            row = quotations.setdefault(fate.source, {"claim": rows[fate.source], "fates": {}})
            row["fates"][paper] = {
                "outcome": fate.outcome.value,
                "reattributed": fate.reattributed,
                "traces": [_plain(trace) | {"claim": rows[trace.paper]} for trace in fate.traces],
            }
    return {
        "quotations": list(quotations.values()),
        "counts": {paper: _counts(found) for paper, found in fates.items()},
        "new": {paper: [rows[claim_id] for claim_id in found.new] for paper, found in fates.items()},
        "limited": any(len(found) == MOST_CLAIMS for found in said.values()),
    }


def _plain(trace: Trace) -> Row:
    return {field.name: getattr(trace, field.name) for field in fields(trace)}


def _counts(found: Carrying) -> dict[str, int]:
    counts = dict.fromkeys(OUTCOMES, 0)
    for fate in found.fates:
        counts[fate.outcome.value] += 1
    return counts | {"re-attributed": sum(fate.reattributed for fate in found.fates)}


def _as_said(rows: Sequence[Row]) -> list[Said]:
    return [Said(row["id"], row["text"], ClaimKind(row["kind"]), row["speaker"], row["turn"]) for row in rows]
