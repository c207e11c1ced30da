"""The fixed JSON shapes other programs call for (``tracker extract --json`` and its kin)."""

from __future__ import annotations

from typing import Any

from tracker.models import Attribution, Claim, DatedWords, DateLedger, Document, Extraction, Quantity, Span


def number(value: float) -> int | float:
    """Return a whole number as an int, so that JSON shows ``73`` and not ``73.0``."""
    return int(value) if float(value).is_integer() else value


def quantity(q: Quantity) -> dict[str, Any]:
    """Return one quantity: ``value`` is a number, or ``[low, high]`` for a range."""
    return {
        "value": [number(v) for v in q.value] if isinstance(q.value, tuple) else number(q.value),
        "unit": q.unit,
        "measured": q.measured,
        "direction": q.direction,
        "approximator": q.approximator,
        "period": q.period,
        "place": q.place,
        "comparison": q.comparison,
        "start": q.start,
        "end": q.end,
        "text": q.text,
    }


def dated(entry: DatedWords) -> dict[str, Any]:
    """Return one entry of a date ledger."""
    return {
        "kind": entry.kind,
        "value": entry.value,
        "precision": entry.precision,
        "basis": entry.basis,
        "candidates": list(entry.candidates),
        "start": entry.start,
        "end": entry.end,
        "text": entry.text,
        "why": entry.why,
    }


def place(span: Span | None, text: str) -> dict[str, Any] | None:
    """Return a span with its words, or ``None``."""
    return None if span is None else {"start": span.start, "end": span.end, "text": span.of(text)}


def attribution(a: Attribution, text: str) -> dict[str, Any]:
    """Return one attribution."""
    return {
        "id": a.id,
        "kind": a.kind,
        "spans": [[span.start, span.end] for span in a.spans],
        "source": place(a.source, text),
        "cue": place(a.cue, text),
        "speaker": a.speaker,
        "label": a.label,
        "polarity": a.polarity,
        "turn": a.turn,
        "rule": a.rule,
        "speaker_rule": a.speaker_rule,
        "confidence": round(a.confidence, 3),
        "why": a.why,
    }


def claim(c: Claim) -> dict[str, Any]:
    """Return one claim."""
    return {
        "start": c.start,
        "end": c.end,
        "text": c.text,
        "kind": c.kind,
        "speaker": c.speaker,
        "label": c.label,
        "attribution": c.attribution,
        "polarity": c.polarity,
        "said": None if c.said is None else dated(c.said),
        "quantities": [quantity(q) for q in c.quantities],
        "notes": list(c.notes),
    }


def extraction(document: Document, ledger: DateLedger, found: Extraction) -> dict[str, Any]:
    """Return all that one document yields."""
    date = ledger.date
    return {
        "doc": document.name,
        "dates": [dated(entry) for entry in ledger.dates],
        "date": {
            "value": date.value,
            "basis": date.basis,
            "candidates": list(date.candidates),
            "conflict": date.conflict,
            "why": date.why,
        },
        "attributions": [attribution(a, document.text) for a in found.attributions],
        "claims": [claim(c) for c in found.claims],
        "speakers": [{"name": s.name, "kind": s.kind, "labels": list(s.labels)} for s in found.speakers],
        "roles": [
            {"speaker": r.speaker, "title": r.title, "organisation": r.organisation, "start": r.start, "end": r.end}
            for r in found.roles
        ],
    }
