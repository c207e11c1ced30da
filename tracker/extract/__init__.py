"""Document text to attributions and claims, with speakers, quantities and dates of saying (pure)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tracker.extract.attributions import Found, attributions, carry_forward
from tracker.extract.claims import Cutter, said_date
from tracker.extract.prose import prose, zones
from tracker.extract.speakers import resolve
from tracker.extract.stance import in_clause
from tracker.extract.statistics import Voices, of_somebody, own_statistics
from tracker.extract.transcripts import Turn, transcript, with_turns
from tracker.models import Attribution, DatedWords, DocumentDate, Extraction, RecordKind
from tracker.text.quantities import quantities
from tracker.text.sentences import sentences

__all__ = ["extract"]


def extract(text: str, date: DocumentDate | None = None) -> Extraction:
    """Return who said what in ``text``: attributions, claims, speakers and roles, each in order of the text.

    ``date`` is the document's own date, which words such as "on Thursday" are read against. Never raises. Every span
    quotes ``text``; a claim holds the ``id`` of its attribution, or ``None`` where it is a statistic in the
    document's own voice. The stance of an attribution is the cue's, with what governs it ("denied", "did not say");
    that of a claim the same, or where the cue asserts, what its own clause says (a question, an "if", "is said to").
    A "not" in the content itself is part of what is asserted. A text that reports what was said and is no transcript
    is a report.
    """
    debate = transcript(text)
    spoken, read = (debate.turns, debate.words) if debate is not None else ((), text)
    cut = prose(read)
    off_body = zones(read)
    found = attributions(cut, off_body)
    resolution = resolve(cut, found.attributions)
    resolution = replace(resolution, attributions=carry_forward(resolution.attributions, found.carried))
    sentence_spans = sentences(read)
    if spoken:
        resolution = with_turns(text, spoken, resolution, sentence_spans)
    resolved = resolution.attributions
    cutter = Cutter(read, sentence_spans, cut.quotations, quantities(read, durations=False))
    own = list(own_statistics(cut, sentence_spans, _voices(resolved, spoken, found), off_body, cutter))
    own, voiced = of_somebody(cut, own, 1 + max((item.id for item in resolved), default=0))
    found_claims = [
        *cutter.claims(resolved, _said(read, found, date), found.topics, found.silent | found.polled),
        *own,
    ]
    claims = [
        replace(claim, text=text[claim.start : claim.end], stance=in_clause(cut, claim)) for claim in found_claims
    ]
    claims.sort(key=lambda claim: (claim.start, claim.end))
    every = tuple(sorted([*resolved, *voiced], key=lambda item: item.spans[0].start)) if voiced else resolved
    reported = RecordKind.REPORT if resolved else None
    record = debate.record if debate is not None else reported
    return Extraction(every, tuple(claims), resolution.speakers, resolution.roles, record)


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
