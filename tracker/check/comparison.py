"""A quotation beside the words of a source: what was evened out, what changed, and what is hidden."""

from __future__ import annotations

import itertools
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, NamedTuple

from cydifflib import SequenceMatcher

from tracker.check.findings import Finding, Folded, Place, wording_of, worst_first
from tracker.check.houses import USUAL, WORDING, House, deeds, is_grammar, is_slip
from tracker.check.places import LONGEST_HIDDEN, Piece, Placement
from tracker.check.quotations import Quotation
from tracker.check.words import ELLIPSIS, PERCENT, SourceWords, Word, sense_words, words
from tracker.models import Span
from tracker.text import conditions
from tracker.text.characters import DASHES, QUOTATION_MARKS, fold
from tracker.text.differences import Difference
from tracker.text.negation import lost
from tracker.text.normal import words as normal_words
from tracker.text.numbers import STARTERS, figure_at
from tracker.text.words import SHARE

_QUOTES: Final = re.compile(rf"[{QUOTATION_MARKS}]")
_DOUBLE: Final = frozenset('“”„"«»')
_BLANKS: Final = re.compile(r"\s+")
_PARAGRAPH: Final = re.compile(r"\n\s*\n|\n\s*[“\"‘']")
_EMPHASIS: Final = re.compile(r"[*_#]+")
_BLOCK: Final = re.compile(r"(?<=\n)[ \t]*>[ \t>]*")
"""What marks each line of a block quotation, and is no part of it."""
_DASHES: Final = re.compile(rf"-{{2,}}|[{re.escape(DASHES)}]")
_DOTS: Final = re.compile(r"\[\s*(?:…|\.\s?\.\s?\.)\s*\]|…|\.\s?\.\s?\.")
_ASKS: Final = re.compile(r"[?!]+")
_LINE_BREAK: Final = re.compile(r"[-‐\u00ad]\s*\n")


QUOTATIONS_KEPT: Final = 16
"""Quotations whose tokens are remembered: each is compared at all its places before the next one."""
_BARE: Final = {"hundred": "100", "thousand": "1000"}
"""Number words that make a figure without "a" before them: "another hundred years"."""


class Token(NamedTuple):
    """A word, or a figure of several words, with its place in its text and its key."""

    start: int
    end: int
    key: str
    words: int

    @property
    def is_figure(self) -> bool:
        """Whether it is a number or a share."""
        return self.key[0].isdigit() or self.key == PERCENT


def tokens(text: str, found: Sequence[Word]) -> list[Token]:
    """Return words with figures of several words read as one: "seventy-three per cent", "£2.5 million".

    >>> from tracker.check.words import words
    >>> text = "about two hundred boats"
    >>> [token.key for token in tokens(text, words(text))]
    ['about', '200', 'boats']
    """
    low = [" ".join(fold(text[word.start : word.end]).lower().split()) for word in found]
    made: list[Token] = []
    at = 0
    while at < len(found):
        starts = low[at] in STARTERS or low[at][0] in "$£€" or low[at][0].isdigit()
        figure = figure_at(low[at : at + 8], 0) if starts else None
        used = figure.used if figure else 1
        key = figure.normal if figure else _BARE.get(low[at], found[at].key)
        made.append(Token(found[at].start, found[at + used - 1].end, key, used))
        at += used
    return made


@lru_cache(maxsize=QUOTATIONS_KEPT)
def _tokens_of(text: str, found: tuple[Word, ...]) -> list[Token]:
    """Return the tokens of a quotation, which are compared at place after place."""
    return tokens(text, found)


def spelling(source: str, draft: str, *, first: bool) -> Iterator[Folded]:
    """Yield the foldings between two printings of one word or figure; ``first`` where it opens its part."""
    if source == draft:
        return
    plain_source, plain_draft = fold(source), fold(draft)
    if plain_source == plain_draft:
        yield Folded("marks", source, draft)
        return
    percent = [SHARE.search(side) for side in (source, draft)]
    if any(side[0].isdigit() or side[0] in "$£€" for side in (source, draft)) or all(percent):
        numbers = [
            side[: found.start()] if found else side for side, found in zip((source, draft), percent, strict=True)
        ]
        if all(percent) and percent[0] and percent[1] and percent[0].group() != percent[1].group():
            yield Folded("per cent", source, draft)
        if numbers[0] != numbers[1]:
            clock = numbers[0].replace(":", ".") == numbers[1].replace(":", ".")
            yield Folded("times" if clock else "figures", source, draft)
        return
    letters = [unicodedata.normalize("NFKC", side.replace("\u00ad", "")) for side in (plain_source, plain_draft)]
    if letters[0] == letters[1]:
        yield Folded("letters", source, draft)
        return
    bare = [side.replace("[", "").replace("]", "") for side in letters]
    if bare[0].casefold() != bare[1].casefold():
        yield Folded("spelling" if bare[0].isalpha() or "'" in bare[0] else "figures", source, draft)
    if bare[0][0].isupper() != bare[1][0].isupper() or "[" in draft + source:
        yield Folded("first letter" if first or "[" in draft + source else "capitals", source, draft)
    elif bare[0].casefold() == bare[1].casefold():
        yield Folded("capitals", source, draft)


def joined(source: str, draft: str) -> Folded | None:
    """Return the folding between a word and its two halves ("ar-¶rived", "well-being"), or ``None``."""
    if _LINE_BREAK.search(source) or _LINE_BREAK.search(draft) or "\u00ad" in source:
        return Folded("line-break hyphen", source, draft)
    if _DASHES.search(source) or _DASHES.search(draft):
        return Folded("hyphens", source, draft)
    return None


class Gap(NamedTuple):
    """What differs between two words: foldings, and the marks where they change a sentence's kind ("?" for ".")."""

    foldings: tuple[Folded, ...]
    asks: tuple[str, str] | None = None


NO_GAP: Final = Gap(())


def gap(source: str, draft: str) -> Gap:
    """Compare what stands between two words, an editor's words in brackets already taken out."""
    source, draft = _BLOCK.sub("", source), _BLOCK.sub("", draft)
    if source == draft:
        return NO_GAP
    asks = tuple("".join(_ASKS.findall(side)) for side in (source, draft))
    if asks[0] != asks[1]:
        return Gap((), (asks[0] or _point(source), asks[1] or _point(draft)))
    found: list[Folded] = []
    new_paragraph = bool(_PARAGRAPH.search(source)) != bool(_PARAGRAPH.search(draft))
    if new_paragraph:
        found.append(Folded("paragraphs", source, draft))
    quotes = [_QUOTES.findall(side) for side in (source, draft)]
    if quotes[0] != quotes[1] and not new_paragraph:
        same = [mark in _DOUBLE for mark in quotes[0]] == [mark in _DOUBLE for mark in quotes[1]]
        found.append(Folded("marks" if same else "quotation marks", source, draft))
    if _EMPHASIS.findall(source) != _EMPHASIS.findall(draft):
        found.append(Folded("emphasis", source, draft))
    rest = [_BLANKS.sub("", _EMPHASIS.sub("", _QUOTES.sub("", side))) for side in (source, draft)]
    if rest[0] != rest[1]:
        found.append(Folded(_points(*rest), source, draft))
    if not found:
        found.append(Folded("spaces", source, draft))
    return Gap(tuple(found))


def _points(source: str, draft: str) -> str:
    dots = [_DOTS.sub("…", side) for side in (source, draft)]
    if dots[0] == dots[1]:
        return "dots"
    if _DASHES.sub("-", dots[0]) == _DASHES.sub("-", dots[1]):
        return "dashes"
    return "hyphens" if {dots[0], dots[1]} in ({"-", ""}, {"‐", ""}, {"‑", ""}) else "punctuation"


def _point(text: str) -> str:
    return next((char for char in text if char in ".,;:"), "")


def groups_between(text: str, groups: Sequence[Span], start: int, end: int) -> list[Span]:
    """Return an editor's words that stand between two characters of a text."""
    first = bisect_left(groups, start, key=lambda group: group.start)
    last = bisect_left(groups, end, lo=first, key=lambda group: group.start)
    return [group for group in groups[first:last] if group.end <= end]


def stripped(text: str, start: int, end: int, groups: Sequence[Span]) -> str:
    """Return a stretch of a text without an editor's words in it, one blank left where two would meet."""
    parts, at = [], start
    for group in groups_between(text, groups, start, end):
        parts.append(text[at : group.start])
        at = group.end
    parts.append(text[at:end])
    if len(parts) == 1:
        return parts[0]
    return (
        parts[0].rstrip()
        + (" " if any(part[:1].isspace() or part[-1:].isspace() for part in parts) else "")
        + "".join(part.strip() for part in parts[1:-1])
        + parts[-1].lstrip()
    )


@dataclass(frozen=True, slots=True)
class Row:
    """Tokens ``[a, b)`` of the source beside tokens ``[c, d)`` of the draft; ``op`` is difflib's."""

    op: str
    a: int
    b: int
    c: int
    d: int


def aligned(ours: Sequence[Token], theirs: Sequence[Token]) -> list[Row]:
    """Return two sides as rows, read from the front or from the back, whichever takes fewer."""
    keys = [token.key for token in ours], [token.key for token in theirs]
    if keys[0] == keys[1]:
        return [Row("equal", 0, len(ours), 0, len(theirs))]
    forward = [Row(*code) for code in SequenceMatcher(None, *keys, autojunk=False).get_opcodes()]
    backward = SequenceMatcher(None, keys[0][::-1], keys[1][::-1], autojunk=False).get_opcodes()
    m, n = len(ours), len(theirs)
    turned = [Row(op, m - b, m - a, n - d, n - c) for op, a, b, c, d in reversed(backward)]
    return min(forward, turned, key=len)


def differences(
    source: str, draft: str, ours: Sequence[Token], theirs: Sequence[Token], rows: Sequence[Row]
) -> list[Difference]:
    """Return the rows as words of either side, with the blanks and points that follow them."""

    def cut(text: str, side: Sequence[Token], first: int, end: int) -> str:
        if first == end:
            return ""
        until = side[end].start if end < len(side) else side[-1].end
        return " ".join(text[side[first].start : until].split()) + (" " if end < len(side) else "")

    return [Difference(row.op, cut(source, ours, row.a, row.b), cut(draft, theirs, row.c, row.d)) for row in rows]


def kinds(ours: Sequence[Token], theirs: Sequence[Token]) -> set[Finding]:
    """Say whether a change is one of a figure, of words, or of both."""
    figures = [[token.key for token in side if token.is_figure] for side in (ours, theirs)]
    others = [[token.key for token in side if not token.is_figure] for side in (ours, theirs)]
    if figures[0] and figures[1] and figures[0] != figures[1]:
        return {Finding.FIGURE} | ({Finding.ALTERED} if others[0] != others[1] else set())
    return {Finding.ALTERED}


def letters(side: Sequence[Token]) -> str:
    """Return the keys of tokens as one word, in which hyphens and blanks do not count."""
    return "".join(token.key for token in side)


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
    return lost(text) is not None or conditions.states(text) or bool(_force(text))


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
            noticed.deeds[WORDING] = None
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
        ours, theirs = tokens(self.source.text, source_words), _tokens_of(self.quotation.text, draft_words)
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
            opens = first if previous is None else self._opens(previous[0].end, a.start)
            for folded in spelling(source[a.start : a.end], draft[b.start : b.end], first=opens):
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
