"""What the check of a draft found, as plain values: alike for the page, its JSON twin and ``tracker check --json``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from tracker.cite.correcting import Change
from tracker.cite.findings import CheckedQuotation, Finding, PassedOver, Place
from tracker.desk.checking import Item, Report
from tracker.desk.draft_figures import CheckedFigure
from tracker.models import Span

AROUND = 160
"""Characters of the source shown before and after the words found."""


def as_dict(report: Report) -> dict[str, Any]:
    """Return a report as plain values; its shape is written down in docs/pages/check.md and only ever grows.

    Offsets are code points into the draft's text, except those of ``parts``, which count in the document.
    """
    quotations = [_quotation(report, item) for item in report.quotations]
    figures = [_figure(item) for item in report.figures]
    unknown = [f for f in figures if f["findings"] == [Finding.NOT_FOUND]]
    counted = Counter(row["findings"][0] for row in (*quotations, *figures) if row not in unknown)
    return {
        "draft": report.draft.name,
        "documents": report.documents,
        "fails": report.fails,
        "counts": {finding.value: counted[finding] for finding in reversed(Finding) if counted[finding]},
        "figures_not_stored": len(unknown),
        "quotations": quotations,
        "figures": figures,
        "passed_over": [_passed(found) for found in report.passed_over],
        "corrected": {"text": report.corrected, "changes": [_change(change) for change in report.changes]},
        "notes": list(report.draft.notes),
    }


def _quotation(report: Report, item: Item) -> dict[str, Any]:
    found = item.checked
    assert isinstance(found, CheckedQuotation)
    place = found.place
    return _item(item, found.findings, found.why) | {
        "foldings": [
            {"name": folded.name, "kind": folded.kind, "source": folded.source, "draft": folded.draft}
            for folded in (place.foldings if place else ())
        ],
        "hidden": list(place.hidden) if place else [],
        "negation": place.negation if place else None,
        "unchecked": [remark.sentence for remark in found.remarks if remark.unchecked],
        "place": _place(report, place),
        "wordings": [_place(report, other) for other in found.wordings],
        "also": [int(key) for key in found.also],
        "nearest": _place(report, found.nearest),
    }


def _item(item: Item, findings: Sequence[Finding], why: Sequence[str]) -> dict[str, Any]:
    """Return what quotations and figures have in common."""
    return {
        "id": item.name,
        "start": item.checked.start,
        "end": item.checked.end,
        "text": item.checked.text,
        "findings": [finding.value for finding in findings],
        "fails": item.fails,
        "why": list(why),
        "changes": [_change(change) for change in item.changes],
    }


def _place(report: Report, place: Place | None) -> dict[str, Any] | None:
    if place is None:
        return None
    source = report.library.source(place.source)
    row = report.library.rows[place.source]
    speech = place.speech
    return {
        "document_id": int(place.source),
        "document": row.heading,
        "date": row.date,
        "claim_id": speech.claim if speech else None,
        "speaker": speech.speaker if speech else None,
        "findings": [finding.value for finding in place.findings],
        "parts": [[part.start, part.end] for part in place.parts],
        "text": " … ".join(" ".join(part.of(source.text).split()) for part in place.parts),
        "passage": [{"text": text, "quoted": quoted} for text, quoted in passage(source.text, place.parts)],
        "differences": [{"op": row.op, "source": row.a, "draft": row.b} for row in place.changes],
        "corrected": place.corrected,
        "goes_on": place.goes_on,
    }


def _figure(item: Item) -> dict[str, Any]:
    found = item.checked
    assert isinstance(found, CheckedFigure)
    claim = found.claim
    return _item(item, (found.finding,), (found.why,)) | {
        "stored": found.stored or None,
        "claim_id": claim["id"] if claim else None,
        "claim": claim["text"] if claim else None,
        "document_id": claim["document_id"] if claim else None,
        "document": (claim["document_title"] or claim["document"]) if claim else None,
    }


def _passed(found: PassedOver) -> dict[str, Any]:
    return {
        "start": found.start,
        "end": found.end,
        "text": found.text,
        "reason": found.reason,
        "why": found.why,
    }


def _change(change: Change) -> dict[str, Any]:
    return {"start": change.start, "end": change.end, "old": change.old, "new": change.new, "why": change.why}


def passage(text: str, parts: Sequence[Span]) -> tuple[tuple[str, bool], ...]:
    """Return the words found with what stands around and between them, as ``(text, whether it was found)``."""
    ordered = sorted(parts)
    at = max(0, ordered[0].start - AROUND)
    pieces = [("… " + text[at : ordered[0].start].partition(" ")[2] if at else text[: ordered[0].start], False)]
    for part, following in zip(ordered, [*ordered[1:], None], strict=True):
        pieces.append((part.of(text), True))
        if following is not None and following.start - part.end > 2 * AROUND:
            pieces.append((text[part.end : part.end + AROUND].rpartition(" ")[0] + " … ", False))
            pieces.append((text[following.start - AROUND : following.start].partition(" ")[2], False))
            continue
        until = following.start if following else min(len(text), part.end + AROUND)
        after = text[part.end : until]
        pieces.append((after if following or until == len(text) else after.rpartition(" ")[0] + " …", False))
    return tuple((piece, quoted) for piece, quoted in pieces if piece)
