"""Claims: the content of each attribution cut into sentences, with exact anchors and their quantities."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tracker.language.sentences import sentences
from tracker.models import Attribution, Claim, Span

_EDGE = " \t\r\n\xa0\"“”'‘’«»,"


def claims(text: str, attributions: Sequence[Attribution]) -> list[Claim]:
    """Return one claim for each sentence of each attribution's content, in order of the text."""
    ends = sentences(text)
    found = []
    for attribution in attributions:
        for span in attribution.spans:
            for piece in _cut(span, ends):
                start, end = _trim(text, piece)
                if end > start:
                    found.append(
                        Claim(
                            start,
                            end,
                            text[start:end],
                            attribution.kind,
                            attribution.speaker,
                            attribution.label,
                            attribution.id,
                            attribution.polarity,
                            (),
                        )
                    )
    return sorted(found, key=lambda claim: (claim.start, claim.end))


def _cut(span: Span, ends: Sequence[Span]) -> Iterator[Span]:
    for sentence in ends:
        start, end = max(span.start, sentence.start), min(span.end, sentence.end)
        if start < end:
            yield Span(start, end)


def _trim(text: str, span: Span) -> tuple[int, int]:
    start, end = span.start, span.end
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return start, end
