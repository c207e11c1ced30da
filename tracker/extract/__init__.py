"""Document text to attributions and claims, with speakers, quantities and dates of saying (pure)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from tracker.extract.attributions import Found, attributions, carry_forward
from tracker.extract.claims import Cutter, said_date
from tracker.extract.prose import Zone, ZoneKind, prose, zones
from tracker.extract.speakers import resolve
from tracker.extract.stance import in_clause
from tracker.extract.statistics import Voices, own_statistics
from tracker.extract.transcripts import Turn, turns, with_turns
from tracker.models import Attribution, Claim, DatedWords, DocumentDate, Extraction, Quantity, Role, Span
from tracker.text.layout import Unwrapped, others_mail, unwrapped
from tracker.text.quantities import quantities
from tracker.text.sentences import sentences

__all__ = ["extract"]

Placed = TypeVar("Placed", Claim, Quantity, Role)
Quoted = TypeVar("Quoted", Claim, Quantity)


def extract(text: str, date: DocumentDate | None = None) -> Extraction:
    """Return who said what in ``text``: attributions, claims, speakers and roles, each in order of the text.

    ``date`` is the document's own date, which words such as "on Thursday" are read against. Never raises. Every span
    quotes ``text``; a claim holds the ``id`` of its attribution, or ``None`` where it is a statistic in the
    document's own voice. The stance of an attribution is the cue's, with what governs it ("denied", "did not say");
    that of a claim the same, or where the cue asserts, what its own clause says (a question, an "if", "is said to").
    A "not" in the content itself is part of what is asserted. What is read is ``text`` as ``unwrapped`` has it, so
    that where its lines were broken changes nothing.
    """
    whole = unwrapped(text)
    found = _extracted(whole.text, date)
    return found if whole.places is None else _as_printed(text, whole, found)


def _extracted(text: str, date: DocumentDate | None) -> Extraction:
    cut = prose(text)
    off_body = zones(text)
    # Whoever speaks in a mail that is answered does; its figures are no statement of the mail that answers.
    others = [Zone(part, ZoneKind.FURNITURE, "another's mail, or a signature") for part in others_mail(text)]
    found = attributions(cut, off_body)
    resolution = resolve(cut, found.attributions)
    resolution = replace(resolution, attributions=carry_forward(resolution.attributions, found.carried))
    sentence_spans = sentences(text)
    spoken = turns(text)
    if spoken:
        resolution = with_turns(text, spoken, resolution, sentence_spans)
    resolved = resolution.attributions
    cutter = Cutter(text, sentence_spans, cut.quotations, quantities(text, durations=False))
    found_claims = [
        *cutter.claims(resolved, _said(text, found, date), found.topics, found.silent | found.polled),
        *own_statistics(cut, sentence_spans, _voices(resolved, spoken, found), (*off_body, *others), cutter),
    ]
    claims = [replace(claim, stance=in_clause(cut, claim)) for claim in found_claims]
    claims.sort(key=lambda claim: (claim.start, claim.end))
    return Extraction(resolved, tuple(claims), resolution.speakers, resolution.roles)


def _as_printed(text: str, whole: Unwrapped, found: Extraction) -> Extraction:
    """Return what was read without line breaks at its places in ``text``, which it quotes."""
    return Extraction(
        tuple(_attribution_as_printed(whole, item) for item in found.attributions),
        tuple(_claim_as_printed(text, whole, claim) for claim in found.claims),
        found.speakers,
        tuple(_at_place(whole, role) for role in found.roles),
    )


def _attribution_as_printed(whole: Unwrapped, item: Attribution) -> Attribution:
    return replace(
        item,
        spans=tuple(whole.printed(span) for span in item.spans),
        source=item.source and whole.printed(item.source),
        cue=item.cue and whole.printed(item.cue),
    )


def _claim_as_printed(text: str, whole: Unwrapped, claim: Claim) -> Claim:
    figures = tuple(_in_words(text, _at_place(whole, figure)) for figure in claim.quantities)
    said = claim.said
    if said is not None and said.start is not None and said.end is not None:
        span = whole.printed(Span(said.start, said.end))
        said = replace(said, start=span.start, end=span.end, text=span.of(text))
    return replace(_in_words(text, _at_place(whole, claim)), quantities=figures, said=said)


def _at_place(whole: Unwrapped, item: Placed) -> Placed:
    span = whole.printed(Span(item.start, item.end))
    return replace(item, start=span.start, end=span.end)


def _in_words(text: str, item: Quoted) -> Quoted:
    return replace(item, text=text[item.start : item.end])


def _said(text: str, found: Found, date: DocumentDate | None) -> dict[int, DatedWords]:
    dated = ((number, said_date(text, window, date)) for number, window in found.windows.items())
    return {number: words for number, words in dated if words is not None}


def _voices(attributions: Sequence[Attribution], turns: Sequence[Turn], found: Found) -> Voices:
    """Return what is not the document's own voice: speech and turns, contents without a claim, and polls."""
    told, silent = [span for turn in turns for span in turn.spans], []
    for item in attributions:
        if found.polled.issuperset(item.spans):
            continue
        unclaimed = [span for span in item.spans if item.id in found.topics or span in found.silent]
        silent += unclaimed
        if len(unclaimed) < len(item.spans):
            told += [span for span in (*item.spans, item.cue) if span is not None]
    return Voices(tuple(told), tuple(silent), tuple(found.polled))
