"""Writing what an extraction found of a document: attributions, claims that keep their ids, quantities."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from tracker.language.measures import measure
from tracker.models import Attribution, Claim, Quantity
from tracker.store.rows import IN_LIST, Columns, insert, select, to_json, to_list, update

SAME_PLACE_IOU = 0.5
"""A claim found again whose span moved keeps its id if the old and the new span share half of their union."""


@dataclass(frozen=True, slots=True)
class ClaimDate:
    """When a claim was made, as columns: the date of saying where the text gives one, else its document's."""

    value: str | None
    kind: str
    basis: str
    words: str
    candidates: tuple[str, ...]
    why: str


def replace_attributions(
    db: Database, document_id: int, attributions: Iterable[Attribution], speaker_ids: Mapping[str, int]
) -> dict[int, int]:
    """Write the attributions of a document anew; return row ids by the attribution's number in its document.

    An attribution found again at the same place keeps its row id.
    """
    before = {
        to_json(row["spans"]): row["id"]
        for row in select(db, "SELECT id, spans FROM attributions WHERE document_id = ?", [document_id])
    }
    rows = {}
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
            "polarity": attribution.polarity,
            "rule": attribution.rule,
            "confidence": attribution.confidence,
            "why": attribution.why,
            "speaker_rule": attribution.speaker_rule,
            "turn": attribution.turn,
        }
        row_id = before.pop(str(values["spans"]), None)
        if row_id is None:
            row_id = insert(db, "attributions", values)
        else:
            update(db, "attributions", row_id, values)
        rows[attribution.id] = row_id
    db.execute(f"DELETE FROM attributions WHERE id {IN_LIST}", [to_list(before.values())])
    return rows


def replace_claims(
    db: Database,
    document_id: int,
    claims: Sequence[tuple[Claim, ClaimDate]],
    speaker_ids: Mapping[str, int],
    attribution_ids: Mapping[int, int],
) -> dict[str, list[int]]:
    """Write the claims of a document anew without touching what people picked.

    Claims found again keep their ids; one that a person made by hand becomes one with the claim found at its place, and
    keeps its kind and polarity. Returns the ids by what became of them: ``new``, ``changed``, ``kept`` and
    ``gone`` (no longer found; their rows and permalinks stay).
    """
    stored = select(db, "SELECT * FROM claims WHERE document_id = ?", [document_id])
    before = {row["id"]: row for row in stored}
    identity = _same_claims(stored, [claim for claim, _ in claims])
    outcome: dict[str, list[int]] = {"new": [], "changed": [], "kept": [], "gone": []}
    for index, (claim, date) in enumerate(claims):
        found = {
            "document_id": document_id,
            "attribution_id": attribution_ids.get(claim.attribution) if claim.attribution is not None else None,
            "kind": claim.kind,
            "found_start": claim.start,
            "found_end": claim.end,
            "found_speaker_id": speaker_ids.get(claim.speaker or ""),
            "label": claim.label,
            "polarity": claim.polarity,
            "date": date.value,
            "date_kind": date.kind,
            "date_basis": date.basis,
            "date_words": date.words,
            "date_candidates": to_json(date.candidates),
            "date_why": date.why,
            "notes": to_json(claim.notes),
            "found": 1,
        }
        old = before.get(identity.get(index, 0))
        rejected = old is not None and old["judgement"] == "rejected"
        if rejected:
            found |= {"found": 0, "found_though_rejected": 1}
        if old is not None and old["hand_made"]:
            found |= {"kind": old["kind"], "polarity": old["polarity"]}
        if old is None or not old["speaker_picked"]:
            found["speaker_id"] = found["found_speaker_id"]
        if old is None or not old["span_picked"]:
            found |= {"start": claim.start, "end": claim.end, "text": claim.text}
        if old is None:
            claim_id = insert(db, "claims", found)
            outcome["new"].append(claim_id)
        else:
            claim_id = old["id"]
            update(db, "claims", claim_id, found)
            same = all(found.get(key, old[key]) == old[key] for key in ("text", "polarity", "kind", "speaker_id"))
            outcome["kept" if rejected or (same and old["found"]) else "changed"].append(claim_id)
        if old is None or not old["span_picked"]:
            replace_quantities(db, claim_id, claim.quantities)
    again = set(identity.values())
    for row in stored:
        if row["id"] not in again and (row["found"] or row["found_though_rejected"]):
            update(db, "claims", row["id"], {"found": 0, "found_though_rejected": 0})
            outcome["gone"] += [row["id"]] if row["found"] else []
    return outcome


def _same_claims(stored: Sequence[Columns], claims: Sequence[Claim]) -> dict[int, int]:
    """Return the stored claim each new claim (by index) continues: the same span, else the best overlap."""
    by_span = {
        _place(row): row["id"] for row in sorted(stored, key=_was_found)
    }  # of two at one place, one found before
    identity = {i: by_span[c.start, c.end] for i, c in enumerate(claims) if (c.start, c.end) in by_span}
    free = [row for row in stored if row["id"] not in set(identity.values())]
    overlaps = []
    for i, claim in enumerate(claims):
        if i in identity:
            continue
        for row in free:
            start, end = _place(row)
            shared = min(claim.end, end) - max(claim.start, start)
            union = max(claim.end, end) - min(claim.start, start)
            if shared > 0 and shared / union >= SAME_PLACE_IOU:
                overlaps.append((-shared / union, i, row["id"]))
    for _, i, row_id in sorted(overlaps):
        if i not in identity and row_id not in identity.values():
            identity[i] = row_id
    return identity


def _place(row: Columns) -> tuple[int, int]:
    """Return where a claim was found last, or where a person made it if the program never found it."""
    if row["hand_made"] and not _was_found(row):
        return row["start"], row["end"]
    return row["found_start"], row["found_end"]


def _was_found(row: Columns) -> bool:
    """Whether the program found a claim when it last looked, also one that a person rejected."""
    return bool(row["found"] or row["found_though_rejected"])


def replace_quantities(db: Database, claim_id: int, quantities: Iterable[Quantity]) -> None:
    """Write the quantities of a claim; figures are stored as TEXT so that no decimal changes."""
    new = [_quantity_row(claim_id, quantity) for quantity in quantities]
    old = select(db, "SELECT * FROM quantities WHERE claim_id = ? ORDER BY id", [claim_id])
    if [{key: value for key, value in row.items() if key != "id"} for row in old] == new:
        return
    db.execute("DELETE FROM quantities WHERE claim_id = ?", [claim_id])
    for row in new:
        insert(db, "quantities", row)


def _quantity_row(claim_id: int, quantity: Quantity) -> Columns:
    low, high = quantity.value if isinstance(quantity.value, tuple) else (quantity.value, None)
    return {
        "claim_id": claim_id,
        "low": repr(low),
        "high": None if high is None else repr(high),
        "unit": quantity.unit,
        "direction": quantity.direction,
        "approximator": quantity.approximator,
        "measured": quantity.measured,
        "measure": measure(quantity.measured),
        "period": quantity.period,
        "place": quantity.place,
        "comparison": quantity.comparison,
        "start": quantity.start,
        "end": quantity.end,
        "text": quantity.text,
    }


def fill_measures(db: Database) -> None:
    """Write what is measured in normal form where it is missing, as after an upgrade from before it was kept."""
    missing = "SELECT DISTINCT measured FROM quantities WHERE measured IS NOT NULL AND measure IS NULL"
    for (measured,) in db.execute(missing).fetchall():
        db.execute("UPDATE quantities SET measure = ? WHERE measured = ?", [measure(measured), measured])
