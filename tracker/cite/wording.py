"""A quotation beside the words of a source: what was evened out, what changed, and what is hidden."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from tracker.cite.aligning import Row, aligned, differences, kinds, letters
from tracker.cite.correcting import wording_of
from tracker.cite.diffs import Difference
from tracker.cite.edges import compare_head, compare_tail, tail_groups
from tracker.cite.findings import Finding, Place, worst_first
from tracker.cite.foldings import Folded
from tracker.cite.noticed import Noticed
from tracker.cite.passages import LONGEST_HIDDEN, Piece, Placement
from tracker.cite.quotation import ELLIPSIS, Quotation
from tracker.cite.source_sentences import is_cue, prints_ellipsis, sentence_end
from tracker.cite.source_words import SourceWords
from tracker.cite.surfaces import Token, gap, groups_between, joined, spelling, stripped, tokens

DROPPED_WORDS: Final = 3
"""Words that may be missing inside one sentence before it is a splice: up to then they are a change to be shown."""


def compare(key: str, source: SourceWords, quotation: Quotation, placement: Placement) -> Place:
    """Return what a quotation makes of the words of ``source`` (stored as ``key``) at one placement."""
    return _Comparison(source, quotation, placement).place(key)


class _Comparison:
    """Goes through the quotation piece by piece, and collects what it notices."""

    def __init__(self, source: SourceWords, quotation: Quotation, placement: Placement) -> None:
        self.source, self.quotation, self.placement = source, quotation, placement
        self.noticed = Noticed()
        self.passed_over: list[tuple[int, int]] = []

    def place(self, key: str) -> Place:
        noticed, quotation = self.noticed, self.quotation
        compare_head(self.source, quotation, self.placement[0].first, noticed)
        for number, piece in enumerate(self.placement):
            if number:
                self._between(self.placement[number - 1], piece)
            self._piece(piece)
        compare_tail(self.source, quotation, self.placement[-1].end, noticed)
        if not noticed.findings and self._is_trimmed():
            noticed.findings.add(Finding.TRIMMED)
        harmless = noticed.findings <= {Finding.TRIMMED}
        if harmless and Finding.TRIMMED not in noticed.findings:
            noticed.findings.add(Finding.TYPOGRAPHY if noticed.foldings else Finding.EXACT)
        elif not harmless:
            noticed.findings.discard(Finding.TRIMMED)
        parts = tuple(self.source.span(first, end) for first, end in self._parts())
        return Place(
            key,
            worst_first(noticed.findings),
            parts,
            tuple(noticed.foldings),
            tuple(noticed.hidden),
            noticed.negation,
            tuple(noticed.changes) if noticed.changed else (),
            tuple(noticed.said),
            "" if harmless else wording_of(self.source, self._whole(), quotation.single),
            self._goes_on(),
        )

    def _goes_on(self) -> str:
        """Return the rest of the source's sentence behind the quotation, blanks evened out."""
        end = self.placement[-1].end
        rest = sentence_end(self.source, end)
        if end >= rest or self.quotation.closes_with_ellipsis or tail_groups(self.quotation):
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
        before = quotation.opens_with_ellipsis and not prints_ellipsis(self.source, first)
        return before or (quotation.closes_with_ellipsis and not prints_ellipsis(self.source, end))

    def _whole(self) -> list[tuple[int, int]]:
        """Return the stretches of source words that make up a faithful quotation: whole, unless its parts lie apart."""
        stretches: list[tuple[int, int]] = []
        for piece in self.placement:
            first, end = piece.first, piece.end
            if stretches and 0 <= first - stretches[-1][1] <= LONGEST_HIDDEN:
                stretches[-1] = (stretches[-1][0], end)
            else:
                stretches.append((first, end))
        if tail_groups(self.quotation):
            stretches[-1] = (stretches[-1][0], sentence_end(self.source, self.placement[-1].end))
        return stretches

    # One piece, word by word

    def _piece(self, piece: Piece) -> None:
        source_words = self.source.words[piece.first : piece.end]
        draft_words = self.quotation.words[piece.low : piece.high]
        ours, theirs = tokens(self.source.text, source_words), tokens(self.quotation.text, draft_words)
        rows = aligned(ours, theirs)
        starts = [0]
        for token in ours:
            starts.append(starts[-1] + token.words)
        for row in rows:
            if row.op == "equal":
                self._equal(ours[row.a : row.b], theirs[row.c : row.d], first=row.c == 0)
            else:
                self._changed(row, ours, theirs, piece.first + starts[row.a], piece.first + starts[row.b])
        self.noticed.changes += differences(self.source.text, self.quotation.text, ours, theirs, rows)

    def _equal(self, ours: Sequence[Token], theirs: Sequence[Token], *, first: bool) -> None:
        source, draft = self.source.text, self.quotation.text
        previous: tuple[Token, Token] | None = None
        for a, b in zip(ours, theirs, strict=True):
            if previous is not None:
                self._gap((previous[0].end, a.start), (previous[1].end, b.start))
            opens = first if previous is None else self._opens(previous[0].end, a.start)
            self.noticed.foldings += spelling(source[a.start : a.end], draft[b.start : b.end], first=opens)
            previous = a, b

    def _opens(self, end: int, start: int) -> bool:
        """Say whether a sentence ends between two words of the source, or an ellipsis stands there."""
        return self.source.ends_between(end, start) or ELLIPSIS.search(self.source.text, end, start) is not None

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
                    self.noticed.editors_words(group)
            for group in own:
                if group not in added:
                    self.noticed.foldings.append(Folded("clarification", group, ""))
        found = gap(stripped(source, *ours, self.source.groups), stripped(draft, *theirs, self.quotation.groups))
        self.noticed.points(found.asks)
        self.noticed.foldings += found.foldings

    def _changed(self, row: Row, ours: Sequence[Token], theirs: Sequence[Token], first: int, end: int) -> None:
        source, draft = self.source.text, self.quotation.text
        before = source[ours[row.a].start : ours[row.b - 1].end] if row.a < row.b else ""
        after = draft[theirs[row.c].start : theirs[row.d - 1].end] if row.c < row.d else ""
        same = row.op == "replace" and letters(ours[row.a : row.b]) == letters(theirs[row.c : row.d])
        if same and (folding := joined(before, after)) is not None:
            self.noticed.foldings.append(folding)
            return
        if row.op == "delete" and self._left_out(row, theirs, first, end, before):
            return
        self.noticed.change(before, after, kinds(ours[row.a : row.b], theirs[row.c : row.d]))

    def _left_out(self, row: Row, theirs: Sequence[Token], first: int, end: int, before: str) -> bool:
        """Deal with words of the source that a cue, a bracket or a splice left out; say whether it was one of them."""
        low = theirs[row.c - 1].end if row.c else 0
        high = theirs[row.d].start if row.d < len(theirs) else len(self.quotation.text)
        groups = groups_between(self.quotation.text, self.quotation.groups, low, high)
        if groups:
            self.noticed.replaced(" ".join(span.of(self.quotation.text) for span in groups), before)
            return True
        if is_cue(self.source, first, end):
            self.noticed.findings.add(Finding.TRIMMED)
            self.passed_over.append((first, end))
            return True
        if end - first > DROPPED_WORDS or self.source.ends_sentence(first - 1, end):
            self._hide(first - 1, end)
            self.passed_over.append((first, end))
            return True
        return False

    def _hide(self, before: int, after: int) -> None:
        """Show what stands between source words ``before`` and ``after``."""
        self.noticed.hide(self.source.text[self.source.words[before].end : self.source.words[after].start])

    # What stands between the pieces

    def _between(self, before: Piece, after: Piece) -> None:
        marked = after.low in self.quotation.ellipses
        count = after.first - before.end
        if count < 0:
            self.noticed.findings.add(Finding.HIDES)
            self.noticed.said.append("The parts stand in another order in the source.")
        elif count == 0 and prints_ellipsis(self.source, before.end):
            self._gap(
                (self.source.words[before.end - 1].end, self.source.words[after.first].start),
                (self.quotation.words[before.high - 1].end, self.quotation.words[after.low].start),
            )
        elif count == 0 or is_cue(self.source, before.end, after.first):
            self.noticed.findings.add(Finding.TRIMMED)
        elif not marked and count > LONGEST_HIDDEN:
            self.noticed.findings.add(Finding.HIDES)
            self.noticed.said.append(f"The parts stand {count:,} words apart in the source.")
        elif not marked and count <= DROPPED_WORDS and not self.source.ends_sentence(before.end - 1, after.first):
            text = self.source.span(before.end, after.first).of(self.source.text)
            self.noticed.change(text, "", {Finding.ALTERED})
            self.noticed.changes.append(Difference("delete", text + " ", ""))
        else:
            self._hide(before.end - 1, after.first)
