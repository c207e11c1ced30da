"""Claims: contents cut into sentences, with anchors, figures and dates; and statistics in the text's own voice."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import Final

from tracker.models import Attribution, Claim, ClaimKind, DatedWords, DateKind, Direction, DocumentDate, Quantity, Span
from tracker.text.dates import dated_words, dates, is_said, read_against
from tracker.text.lexicon import rows, words
from tracker.text.numbers import COUNT, PERCENT
from tracker.text.quotes import Quotation, inside
from tracker.text.words import QUOTATION_MARKS

MARK: Final = "Computed: "
WHOLE: Final = 100.0
LARGEST_CHANGE: Final = 1000.0
"""Per cent; beyond a tenfold change "times" is what people say, and the figures are seldom of one kind."""
_SIGNS: Final = {"gbp": "£", "usd": "$", "eur": "€"}
_APPOSED: Final = re.compile(
    r"^[^.;:!?]{0,60}?(?:[,–—(]|\s-|\bwhich (?:is|was)\b|\bthat is\b)\s*(?:which (?:is|was)\s+)?"
    r"(?:(?:a|an)\s+(?:\w+\s+)?(?:increase|rise|fall|drop|decrease|decline|reduction|growth|jump|surge)\s+of"
    r"|up|down|a|an)\s+(?:by\s+|about\s+)?$",
    re.IGNORECASE,
)
"""A change set beside its level: "7,140 assaults – an increase of" 19.1%."""
_TO: Final = re.compile(r"^\s+to\s+$", re.IGNORECASE)
_FROM: Final = re.compile(r"^[^.;:!?,]{0,40}?\s+from\s+(?:the\s+)?$", re.IGNORECASE)
_COMPARED: Final = re.compile(r"^[^.;:!?]{0,60}?\bcompared (?:with|to)\s+$", re.IGNORECASE)
_OUT_OF: Final = re.compile(r"^\s+(?:out\s+)?of\s+(?:the\s+|its\s+|their\s+|our\s+|all\s+)?$", re.IGNORECASE)
_REACHED: Final = re.compile(r"\bto\s+$", re.IGNORECASE)
_MOVED: Final = re.compile(
    r"\b(?:went|gone|goes|going|moved|moves|changed|changes)\b[^.;:!?,]{0,40}\bfrom\s+$", re.IGNORECASE
)
_LOOKBACK: Final = 60
"""Characters before a figure in which the verb of its move stands."""


def notes(text: str, quantities: Sequence[Quantity]) -> tuple[str, ...]:
    """Return what the quantities of one sentence imply, as sentences that begin with "Computed:".

    ``quantities`` are those of the sentence, in order; their offsets count in ``text``, which may be the sentence or
    the whole document. Exact figures only: "more than 7,000, up 19%" implies nothing that could be printed.

    >>> from tracker.text.quantities import quantities
    >>> sentence = "There were 7,140 assaults, an increase of 19.1% on the previous year."
    >>> notes(sentence, quantities(sentence))
    ('Computed: 7,140 assaults after an increase of 19.1 per cent means about 5,995 before.',)
    """
    exact = [quantity for quantity in quantities if _is_exact(quantity)]
    moves = [note for quantity in exact if (note := _move(text, quantity))]
    return (*moves, *_pairs(text, [quantity for quantity in exact if isinstance(quantity.value, int | float)]))


def _is_exact(quantity: Quantity) -> bool:
    return quantity.approximator in (None, "about") and not quantity.unit.endswith(_AGE)


def _pairs(text: str, exact: Sequence[Quantity]) -> Iterator[str]:
    for first, second in pairwise(exact):
        between = text[first.end : second.start]
        note = (
            _level_and_change(between, first, second)
            or _change_and_level(between, first, second)
            or _levels(text, between, first, second)
            or _part(between, first, second)
        )
        if note:
            yield MARK + note


def _level_and_change(between: str, level: Quantity, change: Quantity) -> str | None:
    """Read "7,140 assaults, an increase of 19.1%": the level before the change."""
    if level.unit == PERCENT or not _is_change(change) or not _APPOSED.match(between):
        return None
    return _before(level, change)


def _change_and_level(between: str, change: Quantity, level: Quantity) -> str | None:
    """Read "rose 5 per cent to 120" and "fell 10 per cent from 500"."""
    if not _is_change(change) or level.unit == PERCENT:
        return None
    if _TO.match(between):
        return _before(level, change)
    if _FROM.match(between):
        after = _number(level) * _factor(change)
        return f"{_printed(level)}, {_change(change)} later, is about {_amount(after, level)}."
    return None


def _levels(text: str, between: str, first: Quantity, second: Quantity) -> str | None:
    """Read "rose to 60 from 40" and "120 cases, compared with 100"."""
    if first.unit != second.unit:
        return None
    reached = _REACHED.search(text, max(0, first.start - _LOOKBACK), first.start) and _FROM.match(between)
    if not reached and not _COMPARED.match(between):
        return None
    return _difference(_number(second), _number(first), first)


def _part(between: str, part: Quantity, whole: Quantity) -> str | None:
    """Read "30 of the 120 officers"."""
    of = _OUT_OF.match(between) and part.unit == whole.unit != PERCENT
    if not of or not 0 < _number(part) < _number(whole):
        return None
    share = WHOLE * _number(part) / _number(whole)
    return f"{_plain(_number(part))} of {_plain(_number(whole))} is {_rounded(share)} per cent."


def _move(text: str, quantity: Quantity) -> str | None:
    """Read "rose from 40 to 60"; a mere span ("from 40 to 60 pages") is no move."""
    if isinstance(quantity.value, int | float):
        return None
    moved = quantity.direction is not Direction.NONE
    if not moved and not _MOVED.search(text, max(0, quantity.start - _LOOKBACK), quantity.start):
        return None
    note = _difference(*quantity.value, quantity)
    return MARK + note if note else None


def _difference(before: float, after: float, like: Quantity) -> str | None:
    """Say how much ``after`` differs from ``before``, two levels of one unit."""
    if before <= 0 or after < 0 or before == after:
        return None
    change = WHOLE * (after - before) / before
    if abs(change) > LARGEST_CHANGE:
        return None
    kind = "an increase" if change > 0 else "a decrease"
    points = f"{_rounded(abs(after - before))} percentage points, or " if like.unit == PERCENT else ""
    return (
        f"from {_amount(before, like)} to {_amount(after, like)} is {kind} of {points}{_rounded(abs(change))} per cent."
    )


def _before(level: Quantity, change: Quantity) -> str | None:
    if (factor := _factor(change)) <= 0:
        return None
    return f"{_printed(level)} after {_change(change)} means about {_amount(_number(level) / factor, level)} before."


def _is_change(quantity: Quantity) -> bool:
    return quantity.unit == PERCENT and quantity.direction is not Direction.NONE and _number(quantity) > 0


def _factor(change: Quantity) -> float:
    sign = 1 if change.direction is Direction.INCREASE else -1
    return 1 + sign * _number(change) / WHOLE


def _number(quantity: Quantity) -> float:
    return quantity.value[0] if isinstance(quantity.value, tuple) else quantity.value


def _change(quantity: Quantity) -> str:
    kind = "an increase" if quantity.direction is Direction.INCREASE else "a decrease"
    return f"{kind} of {_rounded(_number(quantity))} per cent"


def _printed(quantity: Quantity) -> str:
    """Print a figure, a count with its noun where that was not taken from elsewhere ("rose by a fifth to 75")."""
    amount = _amount(_number(quantity), quantity)
    beside = quantity.unit == COUNT and "measured" not in dict(quantity.taken)
    return f"{amount} {quantity.measured}" if quantity.measured and beside else amount


def _amount(value: float, like: Quantity) -> str:
    """Print a value in the unit of another: counts in whole numbers, money with its sign."""
    unit, suffix = like.unit, f" per {like.denominator}" if like.denominator else ""
    if unit == COUNT:
        return _plain(round(value) if value >= 1 else value)
    if unit == PERCENT:
        return f"{_rounded(value)} per cent"
    if unit in _SIGNS:
        return _SIGNS[unit] + _plain(value) + suffix
    return f"{_plain(value)} {unit}{suffix}"


def _plain(value: float) -> str:
    """Print whole numbers and large ones without decimals, others with two at most."""
    return f"{value:,.0f}" if value == int(value) or abs(value) >= WHOLE else f"{value:,.2f}".rstrip("0").rstrip(".")


def _rounded(value: float) -> str:
    return f"{value:,.1f}".removesuffix(".0")


_BLANKS = " \t\r\n\x0b\x0c\x85\xa0\u2028\u2029"
_MARKS = QUOTATION_MARKS
_EDGE = _BLANKS + ",;:—–"
_CLAUSE = re.compile(rf"(?:(?:{'|'.join(words('extract', 'report_nouns.txt'))})s?[ \xa0])?that[ \xa0]")
"""Behind a cue, or a noun that names what was said ("claims that"); with a capital it opens a sentence of its own
("Mr Smith: That is not so")."""
_AGE = "of age"
_LINE_MARK = re.compile(r"\s*(?:#{1,6}|[-*•])[ \t]+")
"""What Markdown and others print before a heading or an item of a list."""


@cache
def _open_ends() -> frozenset[str]:
    """Return the prepositions, articles and conjunctions, which end no sentence but where a text breaks off."""
    return frozenset(row[0] for row in rows("extract", "closed_class.tsv") if row[1] in ("PREP", "DET", "POSS", "AND"))


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
        silent: Container[Span],
        broken: Container[int],
    ) -> Iterator[Claim]:
        """Yield a claim for each sentence of each attribution's content.

        ``said`` are dates of saying by attribution; attributions in ``topics`` report no words, so claim nothing;
        nor do the ``silent`` contents. Those in ``broken`` are one statement, with who says it in its midst.
        """
        for attribution in attributions:
            if attribution.id in topics:
                continue
            spans = [span for span in attribution.spans if span not in silent]
            if attribution.id in broken and len(spans) > 1:
                spans = [Span(spans[0].start, spans[-1].end)]
            for span in spans:
                for piece in self._cut(span):
                    start, end = self._trim(piece, attribution.kind is ClaimKind.DIRECT)
                    if start < end and not self._is_cut_off(start, end):
                        yield self._claim(Span(start, end), attribution, said.get(attribution.id))

    def quantities(self, span: Span) -> tuple[Quantity, ...]:
        """Return the quantities that lie inside a span; somebody's age is none, "children under 11" is one."""
        first = bisect_left(self._quantity_starts, span.start)
        last = bisect_left(self._quantity_starts, span.end)
        return tuple(
            quantity
            for quantity in self._quantities[first:last]
            if quantity.end <= span.end and (quantity.approximator or not quantity.unit.endswith(_AGE))
        )

    def trimmed(self, span: Span) -> Span:
        """Return a sentence without the mark of a heading or an item, and the blanks and dashes around it."""
        mark = _LINE_MARK.match(self._text, span.start, span.end)
        return Span(*self._strip(mark.end() if mark else span.start, span.end))

    def _cut(self, span: Span) -> Iterator[Span]:
        for number in range(bisect_right(self._ends, span.start), len(self._sentences)):
            sentence = self._sentences[number]
            if sentence.start >= span.end:
                return
            yield Span(max(span.start, sentence.start), min(span.end, sentence.end))

    def _is_cut_off(self, start: int, end: int) -> bool:
        """Tell whether the document breaks off inside a claim, with a word that asks for more ("waits by")."""
        if self._text[end:].strip(_BLANKS + _MARKS):
            return False
        return self._text[start:end].split()[-1].lower() in _open_ends()

    def _trim(self, span: Span, direct: bool) -> tuple[int, int]:
        """Return the bounds without blanks, a line's mark, the marks around it all, and the "that" of a clause."""
        text = self._text
        mark = _LINE_MARK.match(text, span.start, span.end)
        start, end = self._strip(mark.end() if mark else span.start, span.end)
        around = self._around(start, end)
        opening = _CLAUSE.match(text, start) if around is None and not direct else None
        if opening:
            start, end = self._strip(opening.end(), end)
            around = self._around(start, end)
        if around is not None:
            end = min(end, inside(text, around).end)
            while start < end and text[start] in _MARKS + _EDGE:
                start += 1
            while start < end and text[end - 1] in _EDGE:
                end -= 1
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

    def statistic(self, span: Span, figures: tuple[Quantity, ...]) -> Claim:
        """Return a sentence of the document's own voice as a claim."""
        return Claim(
            span.start,
            span.end,
            span.of(self._text),
            ClaimKind.STATISTIC,
            None,
            None,
            None,
            "asserts",
            figures,
            None,
            notes(self._text, figures),
        )

    def _claim(self, span: Span, attribution: Attribution, said: DatedWords | None) -> Claim:
        figures = self.quantities(span)
        return Claim(
            span.start,
            span.end,
            span.of(self._text),
            ClaimKind.DIRECT if attribution.kind is ClaimKind.DIRECT else self._kind(span),
            attribution.speaker,
            attribution.label,
            attribution.id,
            attribution.stance,
            figures,
            said,
            notes(self._text, figures),
        )


def said_date(text: str, window: Span, date: DocumentDate | None) -> DatedWords | None:
    """Return the date of saying that the words of ``window`` give, or ``None`` where they give none.

    ``window`` is the stretch that introduces the speech: source, cue and what stands between and beside them, without
    the speech itself. The words are resolved against ``date`` where that is known to the day; "on Thursday" is then
    the latest Thursday on or before it. Otherwise the value stays open; where several days are possible for the
    document, the candidates are what the words mean on each of them.

    >>> words = said_date("She told the panel on Thursday.", Span(0, 31), None)
    >>> (words.text, words.value, words.why) if words else None
    ('Thursday', None, 'the date of the document is not known')
    """
    for expression in dates(window.of(text)):
        span = Span(expression.span.start + window.start, expression.span.end + window.start)
        if is_said(text, replace(expression, span=span), window):
            return dated_words(text, span, DateKind.SAID, read_against(expression, date, past=True))
    return None
