"""A quotation beside the words of a source: what was evened out, what changed, and what is hidden."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from tracker.check.findings import (
    HOUSES_WORDING,
    USUAL,
    Finding,
    Folded,
    House,
    Place,
    deeds,
    is_grammar,
    is_slip,
    wording_of,
    worst_first,
)
from tracker.check.foldings import (
    Row,
    Token,
    aligned,
    differences,
    gap,
    groups_between,
    joined,
    kinds,
    letters,
    spelling,
    stripped,
    tokens,
    tokens_of,
)
from tracker.check.places import LONGEST_HIDDEN, Piece, Placement
from tracker.check.quotations import Quotation
from tracker.check.words import ELLIPSIS, SourceWords, sense_words, words
from tracker.models import Span
from tracker.text import negation as all_negation
from tracker.text.differences import Difference
from tracker.text.negation import lost
from tracker.text.normal import words as normal_words
from tracker.text.words import fold


def change_in_words(before: str, after: str) -> str:
    """Return a change in words.

    >>> change_in_words("not", ""), change_in_words("40", "60")
    ('“not” was left out.', '“40” became “60”.')
    """
    before, after = " ".join(before.split()), " ".join(after.split())
    if not before:
        return f"“{after}” was added."
    return f"“{before}” became “{after}”." if after else f"“{before}” was left out."


MOST_REPLACED: Final = 3
"""Words that a bracket may stand for as a clarification; one that stands for more hides them."""
_STRIPPED: Final = ' ,;:.“”"‘«»'


def _force(text: str) -> frozenset[str]:
    """Return the words of a text that say how many, how often or how surely."""
    full = fold(text).replace("'ll", " will").replace("'d", " would").lower()
    found = normal_words(full)
    printed = {full[word.start : word.end] for word in found}  # "half" is read as a number
    return frozenset(printed.union(word.normal for word in found)) & sense_words("force").keys()


def is_another_word(name: str, source: str, draft: str) -> bool:
    """Say whether what a folding evens out are two words: only a capital or a hyphen tells them apart.

    >>> is_another_word("capitals", "us", "US"), is_another_word("hyphens", "well-known", "well known")
    (True, False)
    """
    known = sense_words(name) if name in ("capitals", "hyphens") else {}
    sides = [fold(side).replace("‐", "-") for side in (source, draft)]
    if name == "hyphens":
        sides = [side.lower() for side in sides]
    return known.get(sides[0]) == sides[1] or known.get(sides[1]) == sides[0]


@dataclass(slots=True)
class Observations:
    """Collects the findings, with what was evened out, hidden, changed and said of each.

    ``negation`` is the first hidden word that may turn the meaning; ``changed`` says that some word differs. The rules
    of ``house`` decide what is evened out and what is a finding; ``deeds`` are what was done that a rule may speak of.
    """

    house: House = USUAL
    findings: set[Finding] = field(default_factory=set)
    foldings: list[Folded] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    changes: list[Difference] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    negation: str | None = None
    changed: bool = False
    deeds: dict[str, None] = field(default_factory=dict)

    def does(self, deed: str) -> bool:
        """Note something done to the words, and say whether the house permits it."""
        self.deeds[deed] = None
        return self.house.permits(deed)

    def change(self, before: str, after: str, kinds: set[Finding]) -> None:
        """Note words that became others, were added or left out."""
        if is_grammar(before, after) and self.does("grammar"):
            self.foldings.append(Folded("grammar", before, after))
            return
        self.changed = True
        self.said.append(change_in_words(before, after))
        self.findings |= kinds

    def even_out(self, folded: Folded) -> None:
        """Note a folding, or the change of a word where it would make another word of one."""
        if is_another_word(folded.name, folded.source, folded.draft):
            self.change(folded.source, folded.draft, {Finding.ALTERED})
        else:
            self.foldings.append(folded)

    def points(self, asks: tuple[str, str] | None) -> None:
        """Note a question mark or an exclamation mark that came or went."""
        if asks is not None:
            self.findings.add(Finding.ALTERED)
            self.said.append(change_in_words(*asks))

    def editors_words(self, group: str, replaced: str = "") -> None:
        """Note words in brackets that the draft added, perhaps in the place of some of the source's."""
        inner = group.strip("[]() ")
        if inner.lower() == "sic":
            self.foldings.append(Folded("sic", replaced, group))
        elif (lost(inner) and not lost(replaced)) or _force(inner) != _force(replaced):
            self.findings.add(Finding.ALTERED)
            self.said.append(change_in_words(replaced, group))
        else:
            self.foldings.append(Folded("clarification", replaced, group))

    def replaced(self, group: str, words_replaced: str) -> None:
        """Note a bracket that stands for words of the source, which are shown either way."""
        if words_replaced:
            self.hidden.append(" ".join(words_replaced.split()))
        few = len(words(words_replaced)) <= MOST_REPLACED
        denial = lost(words_replaced)
        if few and not denial:
            self.editors_words(group, words_replaced)
        else:
            self.findings.add(Finding.HIDES)
            self.negation = self.negation or denial

    def hide(self, text: str, *, marked: bool = False, slip: bool = False) -> None:
        """Note words of the source that the draft passes over: ``marked`` by an ellipsis, no more than a ``slip``."""
        shown = " ".join(text.split()).strip(_STRIPPED)
        if marked and shown:
            deed = "marked slips" if slip else "deletion"
            if self.does(deed) and (slip or not _is_sense(shown)):
                self.hidden.append(shown)
                self.foldings.append(Folded(deed, shown, "…"))
                return
        self.findings.add(Finding.HIDES)
        if shown:
            self.hidden.append(shown)
            self.negation = self.negation or lost(shown)


def _is_sense(text: str) -> bool:
    """Say whether words left out would change the sense: a negation, a condition, how many, how often, how surely."""
    return lost(text) is not None or all_negation.states_condition(text) or bool(_force(text))


def compare_head(source: SourceWords, quotation: Quotation, first: int, noticed: Observations) -> None:
    """Compare what stands before the first word, which is source word ``first``."""
    head = quotation.text[: quotation.words[0].start]
    groups = groups_between(quotation.text, quotation.groups, 0, quotation.words[0].start)
    if groups:
        asked = sum(len(words(group.of(quotation.text))) for group in groups)
        opening = source.sentence_start(first)
        start = opening if first - opening <= MOST_REPLACED else first - max(1, asked)
        text = source.span(start, first).of(source.text) if start < first else ""
        noticed.replaced(" ".join(group.of(quotation.text) for group in groups), text)
    elif head and not quotation.opens_with_ellipsis:
        start = source.words[first].start
        _edge(source.text[max(0, start - len(head)) : start], head, noticed)


def compare_tail(source: SourceWords, quotation: Quotation, end: int, noticed: Observations) -> None:
    """Compare what stands behind the last word, before source word ``end``."""
    after, last = source.words[end - 1].end, quotation.words[-1].end
    if groups := tail_groups(quotation):
        rest = source.sentence_end(end)
        text = source.span(end, rest).of(source.text) if end < rest else ""
        noticed.replaced(" ".join(group.of(quotation.text) for group in groups), text)
        return
    tail = quotation.text[last:]
    if quotation.closes_with_ellipsis:
        return
    theirs = source.text[after : after + max(1, len(tail))]
    if not tail and theirs[:1] in ("?", "!") and quotation.closing:
        noticed.points((theirs[:1], quotation.closing))
    elif tail:
        _edge(theirs, tail, noticed)


def tail_groups(quotation: Quotation) -> list[Span]:
    """Return the words in brackets behind the last word, which stand for the rest of the source's sentence."""
    return list(groups_between(quotation.text, quotation.groups, quotation.words[-1].end, len(quotation.text)))


def _edge(source: str, draft: str, noticed: Observations) -> None:
    found = gap(source.strip(), draft.strip())
    asked = found.asks if found.asks and any(mark in "?!" for mark in draft + source[:1]) else None
    if asked is not None and asked[0] not in ("?", "!"):
        asked = ("", asked[1])  # the source's point is its sentence's, as the draft's closing point is
    noticed.points(asked)
    noticed.foldings += [folding for folding in found.foldings if folding.name in ("marks", "quotation marks")]


CLAUSE: Final = 8
"""Words up to the next mark that belong to a changed word at the end: "more dangerous" is what became "safer"."""
FIGURE_WORDS: Final = 8
"""Words of the longest figure that is read: "two hundred and twelve thousand five hundred pounds"."""


def whole_figures(source: SourceWords, first: int, end: int) -> tuple[int, int]:
    """Return a run of source words that does not begin or end inside a figure: "not £25" of "not £25 million"."""
    low = max(0, first - FIGURE_WORDS)
    at = low
    for token in tokens(source.text, source.words[low : end + FIGURE_WORDS]):
        after = at + token.words
        if at < first < after:
            first = at
        if at < end < after:
            end = after
        at = after
    return first, end


_FIGURE: Final = {Finding.FIGURE}
DROPPED_WORDS: Final = 3
"""Words that may be missing inside one sentence before it is a splice: up to then they are a change to be shown."""


def compare(key: str, source: SourceWords, quotation: Quotation, placement: Placement, house: House = USUAL) -> Place:
    """Return what a quotation makes of the words of ``source`` (stored as ``key``) at one placement, by a house."""
    return _Comparison(source, quotation, placement, house).place(key)


class _Comparison:
    """Goes through the quotation piece by piece, and collects what it notices."""

    def __init__(self, source: SourceWords, quotation: Quotation, placement: Placement, house: House) -> None:
        self.source, self.quotation, self.placement = source, quotation, placement
        self.noticed = Observations(house=house)
        self.passed_over: list[tuple[int, int]] = []
        self.ends_changed = False

    def place(self, key: str) -> Place:
        noticed, quotation = self.noticed, self.quotation
        compare_head(self.source, quotation, self.placement[0].first, noticed)
        for number, piece in enumerate(self.placement):
            if number:
                self._between(self.placement[number - 1], piece)
            self._piece(piece)
        compare_tail(self.source, quotation, self.placement[-1].end, noticed)
        self._cut_figures(self.placement[0].first, self.placement[-1].end)
        self._hold_to_house()
        if not noticed.findings and self._is_trimmed():
            noticed.findings.add(Finding.TRIMMED)
        harmless = noticed.findings <= {Finding.TRIMMED}
        if harmless and Finding.TRIMMED not in noticed.findings:
            noticed.findings.add(Finding.TYPOGRAPHY if noticed.foldings else Finding.EXACT)
        elif not harmless:
            noticed.findings.discard(Finding.TRIMMED)
        parts = tuple(self.source.span(first, end) for first, end in self._parts())
        whole = None if harmless else self._whole()
        return Place(
            key,
            worst_first(noticed.findings),
            parts,
            tuple(noticed.foldings),
            tuple(noticed.hidden),
            noticed.negation,
            tuple(noticed.changes) if noticed.changed else (),
            tuple(noticed.said),
            wording_of(self.source, *whole, quotation.single) if whole else "",
            "" if harmless or whole else "the parts stand apart in the source, or in another order",
            self._goes_on(),
            self._opening(),
            rules=noticed.house.told(noticed.deeds),
        )

    def _hold_to_house(self) -> None:
        """Note the foldings that the house does not permit: they are a finding."""
        noticed = self.noticed
        if noticed.findings & {Finding.ALTERED, Finding.FIGURE, Finding.HIDES} and "deletion" not in noticed.deeds:
            noticed.deeds[HOUSES_WORDING] = None
        for folded in noticed.foldings:
            replaces = folded.name == "clarification" and folded.source and folded.draft
            deed = "replacement" if replaces else folded.name
            if deed in deeds() and not noticed.does(deed):
                noticed.findings.add(Finding.HOUSE)

    def _cut_figures(self, first: int, end: int) -> None:
        """Note a figure that an end of the quotation cuts in two: "£25" of "£25 million" is another one."""
        low, high = whole_figures(self.source, first, end)
        cut = [(low, first + 1, first)] if low < first else []
        if high > end and not tail_groups(self.quotation):
            cut.append((end - 1, high, end - 1))
        for start, stop, at in cut:
            whole, kept = self.source.span(start, stop), self.source.span(at, at + 1)
            self.noticed.change(whole.of(self.source.text), kept.of(self.source.text), _FIGURE)

    def _goes_on(self) -> str:
        """Return the rest of the source's sentence behind the quotation, blanks evened out."""
        end = self.placement[-1].end
        rest = self.source.sentence_end(end)
        if end >= rest or self.quotation.closes_with_ellipsis or tail_groups(self.quotation):
            return ""
        return " ".join(self.source.span(end, rest).of(self.source.text).split())

    def _opening(self) -> str:
        """Return how the speaker's sentence begins in the source before the quotation, blanks evened out."""
        first = self.placement[0].first
        start = self.source.sentence_start(first)
        if start >= first or self.quotation.opens_with_ellipsis or self.quotation.groups:
            return ""
        return " ".join(self.source.span(start, first).of(self.source.text).split())

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
        before = quotation.opens_with_ellipsis and not self.source.prints_ellipsis(first)
        return before or (quotation.closes_with_ellipsis and not self.source.prints_ellipsis(end))

    def _whole(self) -> tuple[int, int] | None:
        """Return the run of source words that is a faithful quotation, with whole figures; nothing if there is none."""
        first, end = self.placement[0].first, self.placement[-1].end
        steps = itertools.pairwise(self.placement)
        if any(not 0 <= after.first - before.end <= LONGEST_HIDDEN for before, after in steps):
            return None
        if groups_between(self.quotation.text, self.quotation.groups, 0, self.quotation.words[0].start):
            opening = self.source.sentence_start(first)
            first = opening if first - opening <= MOST_REPLACED else first
        if tail_groups(self.quotation):
            end = self.source.sentence_end(end)
        if self.ends_changed:
            furthest = min(len(self.source.words), end + CLAUSE)
            end = next((at for at in range(end, furthest) if self._parted(at)), furthest)
        return whole_figures(self.source, first, end)

    def _parted(self, at: int) -> bool:
        """Say whether a mark stands between source word ``at`` and the one before it."""
        if not 0 < at < len(self.source.words):
            return True
        return bool(self.source.text[self.source.words[at - 1].end : self.source.words[at].start].strip())

    # One piece, word by word

    def _piece(self, piece: Piece) -> None:
        source_words = self.source.words[piece.first : piece.end]
        draft_words = self.quotation.words[piece.low : piece.high]
        ours, theirs = tokens(self.source.text, source_words), tokens_of(self.quotation.text, draft_words)
        rows = aligned(ours, theirs)
        starts = [0]
        for token in ours:
            starts.append(starts[-1] + token.words)
        for row in rows:
            if row.op == "equal":
                self._equal(ours[row.a : row.b], theirs[row.c : row.d], first=row.c == 0)
            else:
                self._changed(row, ours, theirs, piece.first + starts[row.a], piece.first + starts[row.b])
        if piece.high == len(self.quotation.words):
            self.ends_changed = rows[-1].op == "replace"
        self.noticed.changes += differences(self.source.text, self.quotation.text, ours, theirs, rows)

    def _equal(self, ours: Sequence[Token], theirs: Sequence[Token], *, first: bool) -> None:
        source, draft = self.source.text, self.quotation.text
        previous: tuple[Token, Token] | None = None
        for a, b in zip(ours, theirs, strict=True):
            if previous is not None:
                self._gap((previous[0].end, a.start), (previous[1].end, b.start))
            own, other = source[a.start : a.end], draft[b.start : b.end]
            if own != other:
                opens = first if previous is None else self._opens(previous[0].end, a.start)
                for folded in spelling(own, other, first=opens):
                    self.noticed.even_out(folded)
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
        word = source[: ours[0]].split()[-1].strip(_STRIPPED).lower() if found.foldings else ""
        for folded in found.foldings:
            comma = "," in (folded.source.strip(), folded.draft.strip()) and folded.name == "punctuation"
            if comma and word in sense_words("comma"):
                self.noticed.change(word + folded.source.rstrip(), word + folded.draft.rstrip(), {Finding.ALTERED})
            else:
                self.noticed.foldings.append(folded)

    def _changed(self, row: Row, ours: Sequence[Token], theirs: Sequence[Token], first: int, end: int) -> None:
        source, draft = self.source.text, self.quotation.text
        before = source[ours[row.a].start : ours[row.b - 1].end] if row.a < row.b else ""
        after = draft[theirs[row.c].start : theirs[row.d - 1].end] if row.c < row.d else ""
        same = row.op == "replace" and letters(ours[row.a : row.b]) == letters(theirs[row.c : row.d])
        if same and (folding := joined(before, after)) is not None:
            self.noticed.even_out(folding)
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
        if self._is_slip(first, end) and self.noticed.does("slips"):
            self.noticed.foldings.append(Folded("slips", before, ""))
            self.passed_over.append((first, end))
            return True
        if self.source.is_cue(first, end):
            self.noticed.findings.add(Finding.TRIMMED)
            self.passed_over.append((first, end))
            return True
        if end - first > DROPPED_WORDS or self.source.ends_sentence(first - 1, end):
            self._hide(first - 1, end)
            self.passed_over.append((first, end))
            return True
        return False

    def _is_slip(self, first: int, end: int) -> bool:
        """Say whether source words ``[first, end)`` are sounds, or a word or two said twice."""
        around = self.source.keys[max(0, 2 * first - end) : first], self.source.keys[end : 2 * end - first]
        return any(is_slip(self.source.keys[first:end], side) for side in around)

    def _hide(self, before: int, after: int, *, marked: bool = False) -> None:
        """Show what stands between source words ``before`` and ``after``."""
        text = self.source.text[self.source.words[before].end : self.source.words[after].start]
        self.noticed.hide(text, marked=marked, slip=self._is_slip(before + 1, after))

    def _words_of(self, first: int, end: int) -> str:
        return self.source.span(first, end).of(self.source.text)

    # What stands between the pieces

    def _between(self, before: Piece, after: Piece) -> None:
        marked = after.low in self.quotation.ellipses
        count = after.first - before.end
        if count < 0:
            self.noticed.findings.add(Finding.HIDES)
            self.noticed.said.append("The parts stand in another order in the source.")
        elif count == 0 and self.source.prints_ellipsis(before.end):
            self._gap(
                (self.source.words[before.end - 1].end, self.source.words[after.first].start),
                (self.quotation.words[before.high - 1].end, self.quotation.words[after.low].start),
            )
        elif count == 0 or self.source.is_cue(before.end, after.first):
            self.noticed.findings.add(Finding.TRIMMED)
        elif not marked and count > LONGEST_HIDDEN:
            self.noticed.findings.add(Finding.HIDES)
            self.noticed.said.append(f"The parts stand {count:,} words apart in the source.")
        elif not marked and self._is_slip(before.end, after.first) and self.noticed.does("slips"):
            self.noticed.foldings.append(Folded("slips", self._words_of(before.end, after.first), ""))
        elif not marked and count <= DROPPED_WORDS and not self.source.ends_sentence(before.end - 1, after.first):
            text = self._words_of(before.end, after.first)
            self.noticed.change(text, "", {Finding.ALTERED})
            self.noticed.changes.append(Difference("delete", text + " ", ""))
        else:
            self._hide(before.end - 1, after.first, marked=marked)
