"""A quotation beside the words of a source: what was evened out, what changed, and what is hidden."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from tracker.cite.correcting import wording_of
from tracker.cite.diffs import Difference
from tracker.cite.findings import Finding, Place, worst_first
from tracker.cite.foldings import Folded
from tracker.cite.passages import LONGEST_HIDDEN, Piece, Placement
from tracker.cite.quotation import ELLIPSIS, Quotation
from tracker.cite.source_words import SourceWords, negation, words
from tracker.cite.surfaces import Token, gap, groups_between, joined, spelling, stripped, tokens

DROPPED_WORDS: Final = 3
"""Words that may be missing inside one sentence before it is a splice: up to then they are a change to be shown."""
MOST_REPLACED: Final = 3
"""Words that a bracket may stand for as a clarification; one that stands for more hides them."""
LONGEST_TAIL: Final = 40
"""Words after which a bracket at the end of a quotation no longer stands for the rest of the sentence."""
_STRIPPED: Final = ' ,;:.“”"‘«»'


@dataclass(frozen=True, slots=True)
class _Row:
    """Tokens ``[a, b)`` of the source beside tokens ``[c, d)`` of the draft."""

    op: str
    a: int
    b: int
    c: int
    d: int


def compare(key: str, source: SourceWords, quotation: Quotation, placement: Placement) -> Place:
    """Return what a quotation makes of the words of ``source`` (stored as ``key``) at one placement."""
    return _Comparison(source, quotation, placement).place(key)


class _Comparison:
    """Collects what is found, piece by piece, in order of the draft."""

    def __init__(self, source: SourceWords, quotation: Quotation, placement: Placement) -> None:
        self.source, self.quotation, self.placement = source, quotation, placement
        self.findings: set[Finding] = set()
        self.foldings: list[Folded] = []
        self.hidden: list[str] = []
        self.changes: list[Difference] = []
        self.said: list[str] = []
        self.negation: str | None = None
        self.passed_over: list[tuple[int, int]] = []
        self.changed = False

    def place(self, key: str) -> Place:
        self._head()
        for number, piece in enumerate(self.placement):
            if number:
                self._between(self.placement[number - 1], piece)
            self._piece(piece)
        self._tail()
        quotation = self.quotation
        if not self.findings and self._is_trimmed():
            self.findings.add(Finding.TRIMMED)
        harmless = self.findings <= {Finding.TRIMMED}
        if harmless and Finding.TRIMMED not in self.findings:
            self.findings.add(Finding.TYPOGRAPHY if self.foldings else Finding.EXACT)
        elif not harmless:
            self.findings.discard(Finding.TRIMMED)
        parts = tuple(self.source.span(first, end) for first, end in self._parts())
        return Place(
            key,
            worst_first(self.findings),
            parts,
            tuple(self.foldings),
            tuple(self.hidden),
            self.negation,
            tuple(self.changes) if self.changed else (),
            tuple(self.said),
            "" if harmless else wording_of(self.source, self._whole(), quotation.single),
            self._goes_on(),
        )

    def _goes_on(self) -> str:
        """Return the rest of the source's sentence behind the quotation, blanks evened out."""
        end, rest = self.placement[-1].end, self._tail_end()
        if end >= rest or self.quotation.closes_with_ellipsis or self._replaced_tail:
            return ""
        return " ".join(self.source.span(end, rest).of(self.source.text).split())

    def _parts(self) -> Iterator[tuple[int, int]]:
        """Yield the stretches of source words that the quotation has, without what it passes over inside a piece."""
        for piece in self.placement:
            first = piece.first
            for low, high in self.passed_over:
                if piece.first <= low and high <= piece.end:
                    yield first, low
                    first = high
            yield first, piece.end

    def _is_trimmed(self) -> bool:
        """Say whether an ellipsis at an end of the quotation is the draft's own."""
        quotation, first, end = self.quotation, self.placement[0].first, self.placement[-1].end
        before = quotation.opens_with_ellipsis and not self._printed_ellipsis(first)
        return before or (quotation.closes_with_ellipsis and not self._printed_ellipsis(end))

    def _whole(self) -> list[tuple[int, int]]:
        """Return the stretches of source words that make up a faithful quotation: whole, unless its parts lie apart."""
        stretches: list[tuple[int, int]] = []
        for piece in self.placement:
            first, end = piece.first, piece.end
            if stretches and 0 <= first - stretches[-1][1] <= LONGEST_HIDDEN:
                stretches[-1] = (stretches[-1][0], end)
            else:
                stretches.append((first, end))
        if self._replaced_tail:
            stretches[-1] = (stretches[-1][0], self._tail_end())
        return stretches

    # One piece, word by word

    def _piece(self, piece: Piece) -> None:
        source_words = self.source.words[piece.first : piece.end]
        draft_words = self.quotation.words[piece.low : piece.high]
        ours, theirs = tokens(self.source.text, source_words), tokens(self.quotation.text, draft_words)
        rows = _rows(ours, theirs)
        starts = [0]
        for token in ours:
            starts.append(starts[-1] + token.words)
        for row in rows:
            if row.op == "equal":
                self._equal(ours[row.a : row.b], theirs[row.c : row.d], first=row.c == 0)
            else:
                self._changed(row, ours, theirs, piece.first + starts[row.a], piece.first + starts[row.b])
        self.changes += _differences(self.source.text, self.quotation.text, ours, theirs, rows)

    def _equal(self, ours: Sequence[Token], theirs: Sequence[Token], *, first: bool) -> None:
        source, draft = self.source.text, self.quotation.text
        previous: tuple[Token, Token] | None = None
        for a, b in zip(ours, theirs, strict=True):
            if previous is not None:
                self._gap((previous[0].end, a.start), (previous[1].end, b.start))
            opens = (first and previous is None) or (previous is not None and _opens(source, previous[0].end, a.start))
            self.foldings += spelling(source[a.start : a.end], draft[b.start : b.end], first=opens)
            previous = a, b

    def _gap(self, ours: tuple[int, int], theirs: tuple[int, int]) -> None:
        """Compare what stands between two words that follow each other on both sides."""
        source, draft = self.source.text, self.quotation.text
        if source[slice(*ours)] == draft[slice(*theirs)]:
            return
        own = [span.of(source) for span in groups_between(source, self.source.groups, *ours)]
        added = [span.of(draft) for span in groups_between(draft, self.quotation.groups, *theirs)]
        if own != added:
            for group in added:
                if group not in own:
                    self._editors_words(group)
            for group in own:
                if group not in added:
                    self.foldings.append(Folded("clarification", group, ""))
        found = gap(stripped(source, *ours, self.source.groups), stripped(draft, *theirs, self.quotation.groups))
        self._points(found.asks)
        self.foldings += found.foldings

    def _points(self, asks: tuple[str, str] | None) -> None:
        if asks is not None:
            self.findings.add(Finding.ALTERED)
            self.said.append(_sentence(*asks))

    def _editors_words(self, group: str, replaced: str = "") -> None:
        """Note words in brackets that the draft added, perhaps in the place of some of the source's."""
        inner = group.strip("[]() ")
        if inner.lower() == "sic":
            self.foldings.append(Folded("sic", replaced, group))
        elif negation(inner) and not negation(replaced):
            self.findings.add(Finding.ALTERED)
            self.said.append(_sentence(replaced, group))
        else:
            self.foldings.append(Folded("clarification", replaced, group))

    def _changed(self, row: _Row, ours: Sequence[Token], theirs: Sequence[Token], first: int, end: int) -> None:
        source, draft = self.source.text, self.quotation.text
        before = source[ours[row.a].start : ours[row.b - 1].end] if row.a < row.b else ""
        after = draft[theirs[row.c].start : theirs[row.d - 1].end] if row.c < row.d else ""
        same = row.op == "replace" and _letters(ours[row.a : row.b]) == _letters(theirs[row.c : row.d])
        if same and (folding := joined(before, after)) is not None:
            self.foldings.append(folding)
            return
        if row.op == "delete" and self._left_out(row, theirs, first, end, before):
            return
        self.changed = True
        self.said.append(_sentence(before, after))
        self.findings |= _kinds(ours[row.a : row.b], theirs[row.c : row.d])

    def _left_out(self, row: _Row, theirs: Sequence[Token], first: int, end: int, before: str) -> bool:
        """Deal with words of the source that a cue, a bracket or a splice left out; say whether it was one of them."""
        low = theirs[row.c - 1].end if row.c else 0
        high = theirs[row.d].start if row.d < len(theirs) else len(self.quotation.text)
        groups = groups_between(self.quotation.text, self.quotation.groups, low, high)
        if groups:
            self._replaced(" ".join(span.of(self.quotation.text) for span in groups), before)
            return True
        if self._is_cue(first, end):
            self.findings.add(Finding.TRIMMED)
            self.passed_over.append((first, end))
            return True
        if end - first > DROPPED_WORDS or self.source.ends_sentence(first - 1, end):
            self._hide(first - 1, end)
            self.passed_over.append((first, end))
            return True
        return False

    def _replaced(self, group: str, words_replaced: str) -> None:
        """Note a bracket that stands for words of the source, which are shown either way."""
        if words_replaced:
            self.hidden.append(" ".join(words_replaced.split()))
        few = len(words(words_replaced)) <= MOST_REPLACED
        denial = negation(words_replaced)
        if few and not denial:
            self._editors_words(group, words_replaced)
        else:
            self.findings.add(Finding.HIDES)
            self.negation = self.negation or denial

    def _is_cue(self, first: int, end: int) -> bool:
        """Say whether source words ``[first, end)`` are the reporter's, between two stretches of the speaker's."""
        if (
            not 0 < first < end < len(self.source.words)
            or not self.source.quoted(first - 1)
            or not self.source.quoted(end)
        ):
            return False
        return not any(self.source.quoted(at) for at in range(first, end))

    def _hide(self, before: int, after: int) -> None:
        """Show what stands between source words ``before`` and ``after``."""
        text = self.source.text[self.source.words[before].end : self.source.words[after].start]
        shown = " ".join(text.split()).strip(_STRIPPED)
        self.findings.add(Finding.HIDES)
        if shown:
            self.hidden.append(shown)
            self.negation = self.negation or negation(shown)

    # What stands between the pieces

    def _between(self, before: Piece, after: Piece) -> None:
        marked = after.low in self.quotation.ellipses
        count = after.first - before.end
        if count < 0:
            self.findings.add(Finding.HIDES)
            self.said.append("The parts stand in another order in the source.")
        elif count == 0 and self._printed_ellipsis(before.end):
            self._gap(
                (self.source.words[before.end - 1].end, self.source.words[after.first].start),
                (self.quotation.words[before.high - 1].end, self.quotation.words[after.low].start),
            )
        elif count == 0 or self._is_cue(before.end, after.first):
            self.findings.add(Finding.TRIMMED)
        elif not marked and count > LONGEST_HIDDEN:
            self.findings.add(Finding.HIDES)
            self.said.append(f"The parts stand {count:,} words apart in the source.")
        elif not marked and count <= DROPPED_WORDS and not self.source.ends_sentence(before.end - 1, after.first):
            text = self.source.span(before.end, after.first).of(self.source.text)
            self.changed = True
            self.findings.add(Finding.ALTERED)
            self.said.append(_sentence(text, ""))
            self.changes.append(Difference("delete", text + " ", ""))
        else:
            self._hide(before.end - 1, after.first)

    def _printed_ellipsis(self, at: int) -> bool:
        """Say whether the source itself prints an ellipsis before its word ``at``."""
        start = self.source.words[at - 1].end if at else 0
        end = self.source.words[at].start if at < len(self.source.words) else len(self.source.text)
        return ELLIPSIS.search(self.source.text, start, end) is not None

    def _head(self) -> None:
        """Compare what stands before the first word: inner marks, and a bracket in the place of the source's words."""
        quotation, first = self.quotation, self.placement[0].first
        head = quotation.text[: quotation.words[0].start]
        groups = groups_between(quotation.text, quotation.groups, 0, quotation.words[0].start)
        if groups:
            asked = sum(len(words(group.of(quotation.text))) for group in groups)
            opening = self._sentence_start(first)
            start = opening if first - opening <= MOST_REPLACED else first - max(1, asked)
            text = self.source.span(start, first).of(self.source.text) if start < first else ""
            self._replaced(" ".join(group.of(quotation.text) for group in groups), text)
        elif head and not quotation.opens_with_ellipsis:
            start = self.source.words[first].start
            self._edge(self.source.text[max(0, start - len(head)) : start], head)

    def _tail(self) -> None:
        """Compare what stands behind the last word: question marks, inner marks, a bracket for the rest."""
        quotation, end = self.quotation, self.placement[-1].end
        after = self.source.words[end - 1].end
        last = quotation.words[-1].end
        groups = groups_between(quotation.text, quotation.groups, last, len(quotation.text))
        if groups:
            rest = self._tail_end()
            text = self.source.span(end, rest).of(self.source.text) if end < rest else ""
            self._replaced(" ".join(group.of(quotation.text) for group in groups), text)
            return
        tail = quotation.text[last:]
        if quotation.closes_with_ellipsis:
            return
        theirs = self.source.text[after : after + max(1, len(tail))]
        if not tail and theirs[:1] in ("?", "!") and quotation.closing:
            self._points((theirs[:1], quotation.closing))
        elif tail:
            self._edge(theirs, tail)

    def _edge(self, source: str, draft: str) -> None:
        found = gap(source.strip(), draft.strip())
        asked = found.asks if found.asks and any(mark in "?!" for mark in draft + source[:1]) else None
        if asked is not None and asked[0] not in ("?", "!"):
            asked = ("", asked[1])  # the source's point is its sentence's, as the draft's closing point is
        self._points(asked)
        self.foldings += [folding for folding in found.foldings if folding.name in ("marks", "quotation marks")]

    @property
    def _replaced_tail(self) -> bool:
        last = self.quotation.words[-1].end
        return bool(groups_between(self.quotation.text, self.quotation.groups, last, len(self.quotation.text)))

    def _tail_end(self) -> int:
        """Return the end of the source's sentence, as the number of a word."""
        end = self.placement[-1].end
        at = end
        while at < len(self.source.words) and at - end < LONGEST_TAIL and not self.source.ends_sentence(at - 1, at):
            if self.source.quoted(at) != self.source.quoted(end - 1):
                break
            at += 1
        return at

    def _sentence_start(self, first: int) -> int:
        at = first
        while at and first - at < LONGEST_TAIL and not self.source.ends_sentence(at - 1, at):
            if self.source.quoted(at - 1) != self.source.quoted(first):
                break
            at -= 1
        return at


def _rows(ours: Sequence[Token], theirs: Sequence[Token]) -> list[_Row]:
    keys = [token.key for token in ours], [token.key for token in theirs]
    if keys[0] == keys[1]:
        return [_Row("equal", 0, len(ours), 0, len(theirs))]
    forward = [_Row(*code) for code in SequenceMatcher(None, *keys, autojunk=False).get_opcodes()]
    backward = SequenceMatcher(None, keys[0][::-1], keys[1][::-1], autojunk=False).get_opcodes()
    m, n = len(ours), len(theirs)
    turned = [_Row(op, m - b, m - a, n - d, n - c) for op, a, b, c, d in reversed(backward)]
    return min(forward, turned, key=len)


def _differences(
    source: str, draft: str, ours: Sequence[Token], theirs: Sequence[Token], rows: Sequence[_Row]
) -> list[Difference]:
    """Return the rows as words of either side, with the blanks and points that follow them."""

    def cut(text: str, side: Sequence[Token], first: int, end: int) -> str:
        if first == end:
            return ""
        until = side[end].start if end < len(side) else side[-1].end
        return " ".join(text[side[first].start : until].split()) + (" " if end < len(side) else "")

    return [Difference(row.op, cut(source, ours, row.a, row.b), cut(draft, theirs, row.c, row.d)) for row in rows]


def _kinds(ours: Sequence[Token], theirs: Sequence[Token]) -> set[Finding]:
    """Say whether a change is one of a figure, of words, or of both."""
    figures = [[token.key for token in side if token.is_figure] for side in (ours, theirs)]
    others = [[token.key for token in side if not token.is_figure] for side in (ours, theirs)]
    if figures[0] and figures[1] and figures[0] != figures[1]:
        return {Finding.FIGURE} | ({Finding.ALTERED} if others[0] != others[1] else set())
    return {Finding.ALTERED}


def _letters(side: Sequence[Token]) -> str:
    return "".join(token.key for token in side)


def _opens(text: str, end: int, start: int) -> bool:
    """Say whether a sentence ends between two words."""
    return any(mark in text[end:start] for mark in ".?!…")


def _sentence(before: str, after: str) -> str:
    """Return a change in words.

    >>> _sentence("not", ""), _sentence("40", "60")
    ('“not” was left out.', '“40” became “60”.')
    """
    before, after = " ".join(before.split()), " ".join(after.split())
    if not before:
        return f"“{after}” was added."
    return f"“{before}” became “{after}”." if after else f"“{before}” was left out."
