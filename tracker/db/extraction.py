"""Writing the claims of a document: what an extraction found in it, and what a person made a claim of by hand.

What people picked of a claim found again is left as it is, and nothing found again changes its id.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from msgspec.structs import asdict

from tracker.cite.anchors import continued
from tracker.db import claims as stored_claims
from tracker.db import figures
from tracker.db.claims import drop_attributions
from tracker.db.rows import (
    IN_LIST,
    Columns,
    Database,
    quoted,
    to_json,
    to_list,
)
from tracker.models import Attribution, Claim, Quantity, Referent, Span
from tracker.models.claims import HandMadeClaim
from tracker.text.quantities import measure


@dataclass(frozen=True, slots=True)
class ClaimDate:
    """When a claim was made, as columns: the date of saying where the text gives one, else its document's."""

    value: str | None
    kind: str
    basis: str
    words: str
    candidates: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class WrittenClaims:
    """The ids of a document's claims by what became of them.

    The rows and permalinks of those that are ``gone`` (no longer found) stay.
    """

    new: tuple[int, ...] = ()
    changed: tuple[int, ...] = ()
    kept: tuple[int, ...] = ()
    gone: tuple[int, ...] = ()


def replace_attributions(
    db: Database, document_id: int, attributions: Iterable[Attribution], speaker_ids: Mapping[str, int]
) -> dict[int, int]:
    """Write the attributions of a document anew; return row ids by the attribution's number in its document.

    An attribution found again at the same place keeps its row id.
    """
    before = dict(db.execute("SELECT spans, id FROM attributions WHERE document_id = ?", [document_id]).fetchall())
    ids: dict[int, int] = {}
    new = dict[int, Columns]()
    for attribution in attributions:
        source, cue = attribution.source, attribution.cue
        values = {
            "document_id": document_id,
            "ordinal": attribution.id,
            "kind": attribution.kind,
            "spans": to_json([[span.start, span.end] for span in attribution.spans]),
            "source_start": source.start if source else None,
            "source_end": source.end if source else None,
            "cue_start": cue.start if cue else None,
            "cue_end": cue.end if cue else None,
            "speaker_id": speaker_ids.get(attribution.speaker or ""),
            "label": attribution.label,
            "stance": attribution.stance,
            "rule": attribution.rule,
            "confidence": attribution.confidence,
            "why": attribution.why,
            "speaker_rule": attribution.speaker_rule,
            "turn": attribution.turn,
        }
        row_id = before.pop(values["spans"], None)
        if row_id is None:
            new[attribution.id] = values
        else:
            db.update("attributions", row_id, values)
            ids[attribution.id] = row_id
    if before:
        drop_attributions(db, f"id {IN_LIST}", [to_list(before.values())])
    return ids | dict(zip(new, db.insert_dicts("attributions", [*new.values()]), strict=True))


def replace_claims(
    db: Database,
    document_id: int,
    claims: Sequence[tuple[Claim, ClaimDate]],
    speaker_ids: Mapping[str, int],
    attribution_ids: Mapping[int, int],
) -> WrittenClaims:
    """Write the claims of a document anew without touching what people picked.

    Claims found again keep their ids; one that a person made by hand becomes one with the claim found at its place, and
    keeps its kind.
    """
    stored = db.select("SELECT * FROM claims WHERE document_id = ? AND earlier_text_id IS NULL", [document_id])
    before = {row["id"]: row for row in stored}
    identity = _same_claims(stored, [claim for claim, _ in claims])
    changed, kept, gone = list[int](), list[int](), list[int]()
    new: list[tuple[Columns, Claim]] = []
    quantities: dict[int, Sequence[Quantity]] = {}
    meant: dict[int, Sequence[Referent]] = {}
    for index, (claim, date) in enumerate(claims):
        found = {
            "document_id": document_id,
            "attribution_id": attribution_ids.get(claim.attribution) if claim.attribution is not None else None,
            "kind": claim.kind,
            "found_start": claim.start,
            "found_end": claim.end,
            "found_speaker_id": speaker_ids.get(claim.speaker or ""),
            "label": claim.label,
            "found_stance": claim.stance,
            **_date_columns(date),
            "notes": to_json(claim.notes),
            "found": 1,
        }
        old = before.get(identity.get(index, 0))
        rejected = old is not None and old["judgement"] == "rejected"
        if rejected:
            found |= {"found": 0, "found_though_rejected": 1}
        if old is not None and old["hand_made"]:
            found["kind"] = old["kind"]
        if old is None or not old["speaker_picked"]:
            found["speaker_id"] = found["found_speaker_id"]
        if old is None or not old["span_picked"]:
            found |= {"start": claim.start, "end": claim.end, "text": claim.text}
        if old is None or not old["stance_picked"]:
            found["stance"] = claim.stance
        if old is None:
            read = stored_claims.read_alone(claim.text, claim.start, claim.referents)
            new.append((found | dict(zip(("alone", "leaning"), read, strict=True)), claim))
            continue
        db.update("claims", old["id"], found)
        same = all(found.get(key, old[key]) == old[key] for key in ("text", "stance", "kind", "speaker_id"))
        (kept if rejected or (same and old["found"]) else changed).append(old["id"])
        meant[old["id"]] = claim.referents
        if not old["span_picked"]:
            quantities[old["id"]] = claim.quantities
    new_ids = db.insert_dicts("claims", [found for found, _ in new])
    quantities |= {claim_id: claim.quantities for claim_id, (_, claim) in zip(new_ids, new, strict=True)}
    replace_quantities(db, quantities, new=new_ids)
    meant |= {claim_id: claim.referents for claim_id, (_, claim) in zip(new_ids, new, strict=True)}
    stored_claims.replace_referents(db, list(before), meant)
    again = set(identity.values())
    for row in stored:
        if row["id"] not in again and (row["found"] or row["found_though_rejected"]):
            db.update("claims", row["id"], {"found": 0, "found_though_rejected": 0})
            gone += [row["id"]] if row["found"] else []
    return WrittenClaims(tuple(new_ids), tuple(changed), tuple(kept), tuple(gone))


def _same_claims(stored: Sequence[Columns], claims: Sequence[Claim]) -> dict[int, int]:
    """Return the stored claim each new claim (by index) continues: the same span, else the best overlap."""
    rows = sorted(stored, key=_was_found)  # of two at one place, one found before
    found = continued([_place(row) for row in rows], [Span(claim.start, claim.end) for claim in claims])
    return {index: rows[number]["id"] for index, number in found.items()}


def _place(row: Columns) -> Span:
    """Return where a claim was found last, or where a person made it if the program never found it."""
    if row["hand_made"] and not _was_found(row):
        return Span(row["start"], row["end"])
    return Span(row["found_start"], row["found_end"])


def _was_found(row: Columns) -> bool:
    """Whether the program found a claim when it last looked, also one that a person rejected."""
    return bool(row["found"] or row["found_though_rejected"])


def replace_quantities(
    db: Database, quantities: Mapping[int, Iterable[Quantity]], *, new: Collection[int] = ()
) -> None:
    """Write the quantities of claims, by claim; figures are stored as TEXT so that no decimal changes.

    What stands already is not written again, so that quantities keep their ids; ``new`` claims have none yet.
    """
    said = figures.decided(db)
    found = {
        claim_id: [_quantity_row(claim_id, quantity, said) for quantity in own] for claim_id, own in quantities.items()
    }
    old: dict[int, list[Columns]] = {claim_id: [] for claim_id in found}
    known = [claim_id for claim_id in found if claim_id not in new]
    sql = f"SELECT {quoted(_QUANTITY)} FROM quantities WHERE claim_id {IN_LIST} ORDER BY id"
    for row in db.select(sql, [to_list(known)]) if known else ():
        old[row["claim_id"]].append(row)
    changed = [claim_id for claim_id in found if found[claim_id] != old[claim_id]]
    if stale := [claim_id for claim_id in changed if old[claim_id]]:
        db.delete("quantities", f"claim_id {IN_LIST}", [to_list(stale)])
    db.insert_dicts("quantities", [row for claim_id in changed for row in found[claim_id]])


_QUANTITY: Final = (
    "claim_id", "low", "high", "unit", "direction", "approximator", "measured", "measure", "period", "place",
    "comparison", "denominator", "owner", "taken", "start", "end", "text",
)  # fmt: skip


def _quantity_row(claim_id: int, quantity: Quantity, said: figures.Decided) -> Columns:
    own = measure(quantity.measured, quantity.owner, quantity.denominator, quantity.place)
    low, high = quantity.value if isinstance(quantity.value, tuple) else (quantity.value, None)
    made = {
        "claim_id": claim_id,
        "low": repr(low),
        "high": None if high is None else repr(high),
        "measure": said.of(claim_id, quantity.text, quantity.unit, own),
        "taken": to_json(dict(quantity.taken)),
    }
    return {name: made[name] if name in made else getattr(quantity, name) for name in _QUANTITY}


def fill_measures(db: Database) -> None:
    """Write the measures of figures where they are missing, as after an upgrade from before they were kept."""
    sql = (
        "SELECT id, measured, owner, denominator, place FROM quantities WHERE measured IS NOT NULL AND measure IS NULL"
    )
    rows = [(number, measure(*parts)) for number, *parts in db.execute(sql).fetchall()]
    db.update_rows("quantities", ["measure"], rows)


def put(db: Database, claim_id: int | None, claim: HandMadeClaim, date: ClaimDate) -> int:
    """Write a claim made by hand, as a new row or (``claim_id``) in one that no longer lived; return its id."""
    row = {
        **asdict(claim),
        **_date_columns(date),
        "found_start": claim.start,
        "found_end": claim.end,
        "span_picked": 1,
        "stance_picked": 1,
        "found_stance": claim.stance,
        "found": 0,
        "touched": 1,
        "hand_made": 1,
    }
    if claim_id is None:
        return db.insert("claims", row)
    db.update("claims", claim_id, row | {"attribution_id": None, "label": None, "found_speaker_id": None})
    return claim_id


def take_back(db: Database, claim_id: int, *, found: bool) -> None:
    """Take back that a person made a claim; it stays on the pages only where the program finds it too."""
    values = {"hand_made": 0, "span_picked": 0, "speaker_picked": 0, "stance_picked": 0}
    db.update("claims", claim_id, values if found else values | {"touched": 0})


def put_dates(db: Database, document_id: int, date: ClaimDate) -> None:
    """Date the claims of a document that only a person made: the program reads no date of saying for them."""
    columns = _date_columns(date)
    marks = ", ".join(f"{name} = ?" for name in columns)
    db.change("claims", marks, [*columns.values()], "document_id = ? AND hand_made AND NOT found", [document_id])


def _date_columns(date: ClaimDate) -> Columns:
    return {
        "date": date.value,
        "date_kind": date.kind,
        "date_basis": date.basis,
        "date_words": date.words,
        "date_candidates": to_json(date.candidates),
        "date_why": date.why,
    }
