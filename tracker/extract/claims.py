"""Claims: the content of each attribution cut into sentences, with exact anchors, quantities and date of saying."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterable, Iterator, Sequence

from tracker.extract.notes import notes
from tracker.language.characters import QUOTATION_MARKS
from tracker.language.quotes import Quotation
from tracker.models import Attribution, Claim, ClaimKind, DatedWords, Quantity, Span

_BLANKS = " \t\r\n\x0b\x0c\x85\xa0\u2028\u2029"
_MARKS = QUOTATION_MARKS
_EDGE = _BLANKS + ",;:—–"
_THAT = "that"
_AGE = "of age"
_HEADING_MARK = re.compile(r"\s*#{1,6}[ \t]+")


class Cutter:
    """Cuts spans of one text into claims; holds the text's sentences, quotations and quantities, all in order."""

    def __init__(
        self,
        text: str,
        sentences: Sequence[Span],
        quotations: Sequence[Quotation],
        quantities: Sequence[Quantity],
    ) -> None:
        self._text = text
        self._sentences = sentences
        self._ends = [sentence.end for sentence in sentences]
        self._quotations = quotations
        self._quotation_ends = [quotation.end for quotation in quotations]
        self._quantities = quantities
        self._quantity_starts = [quantity.start for quantity in quantities]

    def claims(
        self,
        attributions: Iterable[Attribution],
        said: dict[int, DatedWords],
        topics: Container[int],
        requests: Container[Span],
    ) -> Iterator[Claim]:
        """Yield a claim for each sentence of each attribution's content.

        ``said`` are dates of saying by attribution; attributions in ``topics`` report no words, so claim nothing;
        nor do the contents that are ``requests``.
        """
        for attribution in attributions:
            if attribution.id in topics:
                continue
            for span in (span for span in attribution.spans if span not in requests):
                for piece in self._cut(span):
                    start, end = self._trim(piece)
                    if start < end:
                        yield self._claim(Span(start, end), attribution, said.get(attribution.id))

    def quantities(self, span: Span) -> tuple[Quantity, ...]:
        """Return the quantities that lie inside a span; somebody's age is none."""
        first = bisect_left(self._quantity_starts, span.start)
        last = bisect_left(self._quantity_starts, span.end)
        return tuple(
            quantity
            for quantity in self._quantities[first:last]
            if quantity.end <= span.end and not quantity.unit.endswith(_AGE)
        )

    def _cut(self, span: Span) -> Iterator[Span]:
        for number in range(bisect_right(self._ends, span.start), len(self._sentences)):
            sentence = self._sentences[number]
            if sentence.start >= span.end:
                return
            yield Span(max(span.start, sentence.start), min(span.end, sentence.end))

    def _trim(self, span: Span) -> tuple[int, int]:
        """Return the bounds without blanks, a Markdown heading's mark, a leading "that", the marks around it all."""
        text = self._text
        mark = _HEADING_MARK.match(text, span.start, span.end)
        start, end = self._strip(mark.end() if mark else span.start, span.end)
        around = self._around(start, end)
        if around is not None:
            while start < end and text[start] in _MARKS + _EDGE:
                start += 1
            while start < end and (text[end - 1] in _EDGE or (text[end - 1] in _MARKS and end == around.end)):
                end -= 1
        elif text[start : start + len(_THAT)].lower() == _THAT and text[start + len(_THAT) : start + 5] in (
            " ",
            "\xa0",
        ):
            start += len(_THAT)
        return self._strip(start, end)

    def _strip(self, start: int, end: int) -> tuple[int, int]:
        while start < end and self._text[start] in _EDGE:
            start += 1
        while start < end and self._text[end - 1] in _EDGE:
            end -= 1
        return start, end

    def _around(self, start: int, end: int) -> Quotation | None:
        number = bisect_left(self._quotation_ends, end)
        if number < len(self._quotations) and self._quotations[number].start <= start < end:
            return self._quotations[number]
        return None

    def _kind(self, span: Span) -> ClaimKind:
        if self._around(span.start, span.end) is not None:
            return ClaimKind.DIRECT
        number = bisect_right(self._quotation_ends, span.start)
        touches = number < len(self._quotations) and self._quotations[number].start < span.end
        return ClaimKind.MIXED if touches else ClaimKind.INDIRECT

    def _claim(self, span: Span, attribution: Attribution, said: DatedWords | None) -> Claim:
        figures = self.quantities(span)
        return Claim(
            span.start,
            span.end,
            span.of(self._text),
            self._kind(span),
            attribution.speaker,
            attribution.label,
            attribution.id,
            attribution.polarity,
            figures,
            said,
            notes(self._text, figures),
        )
