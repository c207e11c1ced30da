"""Two to six nouns side by side, aligned by thread; and a release beside the papers that quote it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from itertools import combinations

from tracker.check.quotations import Said
from tracker.check.reuse import Carrying, Outcome, Trace, carrying
from tracker.db import alignment, claims
from tracker.db import relations as stored_relations
from tracker.db.rows import Database, Row
from tracker.matching.threads import Ground, between
from tracker.models import ClaimKind, RelationKind, TrackerError
from tracker.models.threads import SideCounts
from tracker.services.linking import Linker
from tracker.services.nouns import need
from tracker.services.positions import asked, described, questions, without_positions

FEWEST, MOST = 2, 6
"""Sides of a comparison."""
CANDIDATES = 200
"""Threads of the sides that are looked at, those most sides share first."""
WORKED_OUT = 16
"""Pairs without a stored relation whose relation is worked out for one page."""
PAIRS_SHOWN = 6
"""Pairs of one row whose relation is shown, the opposed ones first; the others are counted."""
SINGULAR = {"claims": "claim", "speakers": "speaker", "documents": "document"}
TELLING = ("reversed", "revised", "spliced", "excerpt", "variant", "repeat", "related", "none")
"""The relations in the order in which they are shown."""


def sides(db: Database, noun: str, ids: Sequence[int]) -> list[Row]:
    """Return the sides in the order given, each once: a speaker who was merged as whom they were merged into.

    Each is ``{"id", "name", "claims", "threaded", "row"}``. Raises ``TrackerError`` for more than ``MOST`` sides,
    ``NotFoundError`` for one that is not there.
    """
    if len(ids) > MOST:
        raise TrackerError(f"At most {MOST} can stand side by side; these are {len(ids)}.")
    rows: dict[int, Row] = {}
    for side_id in ids:
        row = need(db, SINGULAR[noun], side_id)
        if row.get("merged_into") is not None:
            row = need(db, "speaker", row["merged_into"])
        rows[row["id"]] = row
    if noun == "claims":
        rows = {row["id"]: row for row in claims.with_quantities(db, list(rows.values()))}
    said = {row.side: row for row in alignment.said_by(db, noun, list(rows))}
    return [
        {
            "id": row_id,
            "name": _name(noun, row),
            "claims": said.get(row_id, SideCounts(row_id, 0, 0)).claims,
            "threaded": said.get(row_id, SideCounts(row_id, 0, 0)).threaded,
            "row": row,
        }
        for row_id, row in rows.items()
    ]


def _name(noun: str, row: Row) -> str:
    if noun == "claims":
        return f"Claim {row['id']}"
    return str(row["name"] if noun == "speakers" else row["title"] or row["name"])


def aligned(db: Database, noun: str, ids: Sequence[int], *, alone: bool = False) -> list[Row]:
    """Return the questions the sides have a word in, those of most sides first, as plain rows of ids.

    Each is ``{"question", "statements", "sides"}``. Without ``alone`` only those where two sides or more speak.
    """
    several = questions(db, alignment.shared(db, noun, ids, limit=CANDIDATES))
    statements: dict[int, list[Row]] = {}
    for row in alignment.statements(db, asked(several), noun, ids):
        statements.setdefault(row["question"], []).append(row)
    found: list[Row] = [
        {"question": one, "statements": known, "sides": len({row["side"] for row in known})}
        for one in several
        if (known := statements.get(one.thread))
    ]
    return sorted((row for row in found if alone or row["sides"] >= FEWEST), key=lambda row: -row["sides"])


def shown(db: Database, rows: Sequence[Row], ids: Sequence[int]) -> list[Row]:
    """Return aligned rows with their words: described questions with ``pairs``, what the sides are to each other.

    A pair is ``{"a", "b", "between", "ground", "relation", "claim_a", "claim_b"}`` with a relation as stored, or worked
    out now (``stored`` false); ``more_pairs`` counts those not shown.
    """
    found = described(
        db, [row["question"] for row in rows], [said for row in rows for said in row["statements"]], list(ids)
    )
    wanted = [
        (row["cells"][one], row["cells"][other])
        for row in found
        for one, other in combinations([side for side in ids if side in row["cells"]], 2)
    ]
    related = relations(db, [(one["latest"]["id"], other["latest"]["id"]) for one, other in wanted])
    plain = without_positions(found)
    for row, cells in zip(plain, found, strict=True):
        pairs = [
            _pair(cells["cells"][one], cells["cells"][other], related)
            for one, other in combinations([side for side in ids if side in cells["cells"]], 2)
        ]
        row["pairs"] = sorted(pairs, key=_rank)[:PAIRS_SHOWN]
        row["more_pairs"] = max(0, len(pairs) - PAIRS_SHOWN)
    return plain


def _rank(pair: Row) -> tuple[int, int]:
    kind = pair["relation"]["kind"] if pair["relation"] else "none"
    return (pair["between"] == "together", TELLING.index(kind))


def _pair(one: Row, other: Row, related: dict[tuple[int, int], Row]) -> Row:
    a, b = one["latest"], other["latest"]
    sure = Ground.SUGGESTED.value not in (a["ground"], b["ground"])
    return {
        "a": one["side"],
        "b": other["side"],
        "between": between(one["position"], other["position"]).value,
        "ground": "confirmed" if sure else "suggested",
        "relation": related.get((a["id"], b["id"])),
        "claim_a": a,
        "claim_b": b,
    }


def relations(db: Database, pairs: Sequence[tuple[int, int]]) -> dict[tuple[int, int], Row]:
    """Return what the claims of each pair are to each other: as stored, or worked out now by the same rules.

    Rows are ``{"kind", "score", "reasons", "decision", "stored"}``. Refused pairs keep their decision. Of pairs that
    have nothing stored at most ``WORKED_OUT`` are worked out.
    """
    stored = alignment.relations_of_pairs(db, pairs)
    linker, worked_out = Linker(db), 0
    linker.load(sorted({claim_id for pair in pairs for claim_id in pair}))
    found = {}
    for a, b in pairs:
        known = stored.get((min(a, b), max(a, b)))
        if known is not None:
            found[a, b] = {key: known[key] for key in ("kind", "score", "reasons", "decision")} | {"stored": True}
        elif a != b and worked_out < WORKED_OUT:
            worked_out += 1
            made = linker.relate(a, b)
            found[a, b] = {
                "kind": made.kind.value,
                "score": made.score,
                "reasons": list(made.reasons),
                "decision": None,
                "stored": False,
            }
    return found


def pairs_of_claims(db: Database, ids: Sequence[int]) -> list[Row]:
    """Return what each two of some claims are to each other, in their order."""
    rows = {row["id"]: row for row in claims.with_quantities(db, claims.several(db, list(ids)))}
    related = relations(db, list(combinations(ids, 2)))
    return [
        {"a": a, "b": b, "relation": related[a, b], "claim_a": rows[a], "claim_b": rows[b]}
        for a, b in combinations(ids, 2)
    ]


MOST_CLAIMS = 400
"""Claims of one document that are looked at: more than any release or article has; of a whole book, its beginning."""
OUTCOMES = tuple(outcome.value for outcome in Outcome)


def fuller(db: Database, document_ids: Sequence[int], chosen: int | None = None) -> Row:
    """Return which document is taken as the fuller source, and why: ``{"id", "why"}``.

    A reader's choice stands. Else it is the earliest, where all are dated and one day comes first; else the one with
    most words in quotation marks.
    """
    if chosen in document_ids:
        return {"id": chosen, "why": "chosen by the reader"}
    rows = stored_relations.dates_and_quoted(db, document_ids)
    dated = sorted((row["date"], row["id"]) for row in rows if row["date"])
    if len(dated) == len(rows) and dated[0][0] < dated[1][0] and not dated[1][0].startswith(dated[0][0]):
        return {"id": dated[0][1], "why": "the earliest of them"}
    best = max(rows, key=lambda row: (row["quoted"], -document_ids.index(row["id"])))
    return {"id": best["id"], "why": "it has most words in quotation marks"}


def table(db: Database, source: int, papers: Sequence[int]) -> Row:
    """Return the quotations of ``source``, what became of each in each paper, and what only the papers have.

    ``{"quotations": [{"claim", "fates": {paper: fate}}], "counts": {paper: {outcome: n, "re-attributed": n}},
    "new": {paper: [claims]}, "limited": whether a document was longer than is looked at}``.
    """
    documents = [source, *papers]
    said = {document: stored_relations.said_in(db, document, limit=MOST_CLAIMS) for document in documents}
    rows = {row["id"]: row for row in claims.several(db, [row["id"] for found in said.values() for row in found])}
    fates: dict[int, Carrying] = {}
    for paper in papers:
        related = stored_relations.relations_between(db, source, paper)
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
