"""Anchors: where words stand in a text, how to link to them in a page, and where they stand in a newer text.

In a newer text words are the same where they differ in typography and blanks alone; so words whose figure, name or
negation changed are never found in the passage that resembles them. They are *gone*, with that passage beside them for
a person to look at. Nor are words the same that now stand inside others ("40" in "£1.40", "armed" in "unarmed"), go on
otherwise inside their clause, or are denied by what stands around them. Each place of the new text answers for one
place of the old one: of two like sentences of which one was dropped, one is gone."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from itertools import pairwise, takewhile
from typing import Any, Final
from urllib.parse import quote

from cydifflib import SequenceMatcher
from rapidfuzz import fuzz, process

from tracker.models import Span
from tracker.text.negation import denies, turned_by
from tracker.text.sentences import sentences
from tracker.text.words import PRINTED, SOFT_HYPHEN, cut, fold

CONTEXT_LENGTH: Final = 32
"""Characters of prefix and suffix, as Hypothesis stores them: enough to tell two places apart, short enough to keep."""
LONGEST_EXACT_FRAGMENT: Final = 300
"""Browsers' own tools link longer quotations by their first and last words."""
FRAGMENT_ENDS: Final = 5
"""Words at each end of a long quotation in a text fragment."""
FRAGMENT_CONTEXT: Final = 4
"""Words of prefix and suffix in a text fragment."""
REMEMBERED: Final = 4
"""Texts kept with their marks evened out: all claims of a page are looked up in the same one."""
_DIRECTIVE: Final = ":~:"
_LINES: Final = re.compile(r"[\n\r\v\f\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Anchor:
    """Words at one place of a text, with the characters before and after; offsets are code points."""

    start: int
    end: int
    exact: str
    prefix: str
    suffix: str


def anchor(text: str, start: int, end: int) -> Anchor:
    """Return the anchor of ``text[start:end]``.

    >>> anchor("He said no.", 8, 10)
    Anchor(start=8, end=10, exact='no', prefix='He said ', suffix='.')
    """
    prefix = text[max(0, start - CONTEXT_LENGTH) : start]
    return Anchor(start, end, text[start:end], prefix, text[end : end + CONTEXT_LENGTH])


def selectors(place: Anchor) -> list[dict[str, Any]]:
    """Return the two selectors of the W3C Web Annotation Data Model that name an anchor."""
    return [
        {"type": "TextPositionSelector", "start": place.start, "end": place.end},
        {"type": "TextQuoteSelector", "exact": place.exact, "prefix": place.prefix, "suffix": place.suffix},
    ]


def occurrences(text: str, exact: str) -> tuple[Span, ...]:
    """Return every place where words stand in ``text``, in order; typography and blanks do not count.

    >>> occurrences("It’s so, it's so.", "it's  so")
    (Span(start=9, end=16),)
    """
    if not exact.strip():
        return ()
    return tuple(Span(*match.span(1)) for match in _pattern(exact).finditer(fold(text)))


def address_of_words(url: str | None, text: str, start: int, end: int) -> str | None:
    """Return the address that shows words in their web page, ``None`` where the document has no web address."""
    if not url or not url.startswith(("http://", "https://")):
        return None
    return text_fragment(url, text, start, end)


def text_fragment(url: str, text: str, start: int, end: int) -> str:
    """Return ``url`` with a text fragment (``#:~:text=``) that scrolls a browser to ``text[start:end]``.

    Words that stand in the text more than once get their neighbours as context; a quotation over
    ``LONGEST_EXACT_FRAGMENT`` characters or over several lines is named by its first and last words.

    >>> text_fragment("https://example.org/a", "Well-known, he said.", 0, 10)
    'https://example.org/a#:~:text=Well%2Dknown'
    """
    exact = text[start:end]
    words = exact.split()
    if not words:
        return url
    long = len(exact) > LONGEST_EXACT_FRAGMENT or _LINES.search(exact.strip())
    ends = [" ".join(words[:FRAGMENT_ENDS]), " ".join(words[-FRAGMENT_ENDS:])]
    parts = ends if long and len(words) > 2 * FRAGMENT_ENDS else [" ".join(words)]
    directive = ",".join(_encoded(part) for part in parts)
    if _stands_twice(_folded(text), exact):
        before = _LINES.split(text[:start])[-1].split()[-FRAGMENT_CONTEXT:]
        after = _LINES.split(text[end:])[0].split()[:FRAGMENT_CONTEXT]
        directive = (f"{_encoded(' '.join(before))}-," if before else "") + directive
        directive += f",-{_encoded(' '.join(after))}" if after else ""
    page = url.partition(_DIRECTIVE)[0].removesuffix("#")
    return f"{page}{'' if '#' in page else '#'}{_DIRECTIVE}text={directive}"


@lru_cache(maxsize=REMEMBERED)
def _folded(text: str) -> str:
    return fold(text)


def _stands_twice(folded: str, exact: str) -> bool:
    """Whether words stand in a text more than once."""
    words = re.compile(r"\s+".join(re.escape(word) for word in fold(exact).split()))
    first = words.search(folded)
    return first is not None and words.search(folded, first.start() + 1) is not None


def _encoded(words: str) -> str:
    """Percent-encode words for a text directive, where "-", "," and "&" have a meaning of their own."""
    return quote(words, safe="").replace("-", "%2D")


def _pattern(exact: str) -> re.Pattern[str]:
    """Match the words wherever they stand, also where two places overlap: the words are group 1."""
    words = r"\s+".join(re.escape(word) for word in fold(exact).split())
    return re.compile(f"(?=({words}))")


LIKE: Final = 60
"""How alike, in per cent, sentences are of which one is the other edited."""
NEAREST: Final = 45
"""How alike the nearest passage is at least in the old place; what is less alike shows nothing of what became of it."""
CONTEXT: Final = 200
"""Characters before and after words by which like places are told apart."""
KNOWN_BY_ITSELF: Final = 5
"""Words that are enough to be known elsewhere; fewer move with their sentence alone."""
SAME_CONTEXT: Final = 8
"""Characters of context that few words must keep to be the same within a sentence that was edited."""
BESIDE: Final = 40
"""Characters beside words, in their sentence, in which a denial may be of them: "did not say: …"."""
MOST_PLACES: Final = 40
"""Places of the same words that are told apart; words that stand oftener are looked for in their old place alone."""
_SPELLED_OUT: Final = {"...": "…", "--": "-", "``": '"', "''": '"'}
"""What typewriters put in place of one mark."""
_UNSEEN: Final = f"{SOFT_HYPHEN}\u200b\u200c\u2060\ufeff"


_TYING: Final = frozenset("-/'")
"""Marks that tie what stands on either side to one word or figure."""
_SIGNS: Final = frozenset("-+<>~±")
"""Marks before a figure that make it another one."""
_ENDING: Final = frozenset(".!?…")
_MARKS: Final = ".,;:!?…\"')("


class Standing(StrEnum):
    """What became of words: ``same`` are there to the letter, ``typography`` but for marks, blanks and line breaks."""

    SAME = "same"
    TYPOGRAPHY = "typography"
    MOVED = "moved"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Placed:
    """What became of words, and their place in the new text; of those that are gone, the passage that is nearest."""

    standing: Standing
    span: Span | None = None
    nearest: Span | None = None


_VARYING: Final = re.compile(
    "|".join([rf"[\s{_UNSEEN}]{{2,}}", rf"[^\S ]|[{_UNSEEN}]", *map(re.escape, _SPELLED_OUT), "'"])
)
"""What is evened out beside the marks that ``fold`` does; single spaces, most of all blanks, stay as they are."""


def _evened(text: str) -> tuple[str, list[int]]:
    """Return a text with its typography evened out, and for each character of that its place in the original."""
    folded = fold(text)
    plain: list[str] = []
    places: list[int] = []
    at, last = 0, " "
    for match in _VARYING.finditer(folded):
        start, found = match.start(), match.group()
        plain.append(folded[at:start])
        places.extend(range(at, start))
        last = folded[start - 1] if start > at else last
        at = match.end()
        put = _put(found, last, folded[start - 2 : start - 1], folded[at : at + 1])
        if put:
            plain.append(put)
            places.append(start)
            last = put
    plain.append(folded[at:])
    places.extend(range(at, len(folded)))
    return "".join(plain), places


def _put(found: str, last: str, before: str, following: str) -> str:
    """Return what stands for marks or blanks between ``last``, which follows ``before``, and ``following``."""
    if found == "'":
        return "'" if last.isalnum() and following.isalnum() else '"'
    if found in _SPELLED_OUT:
        return _SPELLED_OUT[found]
    blank = any(char.isspace() for char in found)
    torn = "\n" in found and ((last == "-" and before != " ") or found[0] == SOFT_HYPHEN)  # a word goes on below
    return " " if blank and not torn and last != " " else ""


@dataclass(frozen=True, slots=True)
class _Edges:
    """Where sentences begin and end."""

    starts: set[int]
    ends: set[int]


class _Text:
    """One text, evened out and as printed, and its sentences."""

    def __init__(self, text: str) -> None:
        self.printed = text
        self.plain, self.places = _evened(text)
        self.sentences = [self.within(span) for span in sentences(text)]
        self.starts = [span.start for span in self.sentences]
        self.edges = _Edges({*self.starts}, {span.end for span in self.sentences})
        self.words = [span.of(self.plain) for span in self.sentences]

    def within(self, span: Span) -> Span:
        """Return a span of the original as one of the plain text, without the blanks around it."""
        start, end = bisect_left(self.places, span.start), bisect_left(self.places, span.end)
        words = self.plain[start:end]
        return Span(start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip()))

    def original(self, span: Span) -> Span:
        """Return a span of the plain text as one of the original."""
        last = self.places[span.end - 1]
        end = self.places[span.end] if span.end < len(self.places) else len(self.printed)
        kept = self.printed[last:end]
        return Span(self.places[span.start], last + max(1, len(kept.rstrip().rstrip(_UNSEEN))))

    def numbers(self, span: Span) -> tuple[int, int]:
        """Return the numbers of the first and the last sentence that a span reaches into."""
        first = max(0, bisect_right(self.starts, span.start) - 1)
        return first, max(first, bisect_left(self.starts, span.end) - 1)

    def occurrences(self, words: str) -> list[Span]:
        """Return the places of words, up to one more than ``MOST_PLACES``."""
        found, at = list[Span](), self.plain.find(words)
        while at >= 0 and len(found) <= MOST_PLACES:
            found.append(Span(at, at + len(words)))
            at = self.plain.find(words, at + 1)
        return found

    def borders(self, span: Span) -> tuple[str, str]:
        """Return how words go on to the left and right: blank at the edge of a sentence or of its quotation.

        Else it is the next word, or a comma where their clause ends and the sentence goes on.
        """
        return self._border(span.start, before=True), self._border(span.end, before=False)

    def _border(self, at: int, *, before: bool) -> str:
        text = self.plain
        low, high = text.rfind(" ", 0, at) + 1, text.find(" ", at)
        chunk = text[low : high if high >= 0 else len(text)]
        if any(token.start < at - low < token.end for token in cut(chunk, PRINTED)):
            return chunk  # the words begin or end inside a word or a figure
        left, right = text[max(0, at - 2) : at][::-1], text[at : at + 2]
        beside, beyond = (left[:1], left[1:]) if before else (right[:1], right[1:])
        if (beside in _TYING and beyond.isalnum()) or (before and beside in _SIGNS and text[at : at + 1].isdigit()):
            return chunk  # "10" of "10-12", "5" of "-5"
        if at in (self.edges.starts if before else self.edges.ends):
            return ""
        around = text[max(0, at - 3) : at][::-1] if before else text[at : at + 3]
        if beside != " ":
            return "" if not beside or beside in _ENDING or '"' in around[:2] else ","
        if not before:
            word = text[at + 1 :].split(" ", 1)[0]
            return word.strip(_MARKS) or ","
        word = text[text.rfind(" ", 0, at - 1) + 1 : at - 1]
        if word[-1:] in _ENDING or word[-1:] in ':"':
            return ""
        return word.strip(_MARKS) if word[-1:].isalnum() or word[-1:] in "%£$€" else ","

    def is_turned(self, span: Span) -> bool:
        """Whether something around the words in their sentence denies them."""
        first, last = self.numbers(span)
        start, end = min(self.sentences[first].start, span.start), max(self.sentences[last].end, span.end)
        around = self.plain[max(start, span.start - BESIDE) : span.start], self.plain[span.end : span.end + BESIDE]
        if any(denies(words) for words in (around[0], around[1][: end - span.end])):
            return True
        return turned_by(self.plain[start:end], Span(span.start - start, span.end - start)) is not None


class Placing:
    """Two texts, and what became of any words of the old one in the new one; the texts are compared once."""

    def __init__(self, old: str, new: str) -> None:
        self._old, self._new = _Text(old), _Text(new)

    @cached_property
    def _same(self) -> dict[int, int]:
        """The sentences of the old text that stand in the new one, in their order, with their number there."""
        matcher = SequenceMatcher(None, self._old.words, self._new.words, autojunk=False)
        return {block.a + n: block.b + n for block in matcher.get_matching_blocks() for n in range(block.size)}

    @cached_property
    def _kept(self) -> list[int]:
        """The numbers of the same sentences in the old text, in order."""
        return sorted(self._same)

    def place(self, span: Span) -> Placed:
        """Return what became of the words at a place of the old text."""
        words = self._old.within(span)
        if words.start >= words.end:
            return Placed(Standing.GONE)
        first, last = self._old.numbers(words)
        there = self._in_same_sentences(words, first, last)
        if there is None:
            there = self._elsewhere(words, first, last)
        found = None if there is None else self._new.original(there)
        asked = span.of(self._old.printed).strip()
        if there is None or found is None or _evened(found.of(self._new.printed))[0] != _evened(asked)[0]:
            return Placed(Standing.GONE, None, self._nearest(first, last))
        if not self._in_place(there, first, last):
            return Placed(Standing.MOVED, found)
        return Placed(Standing.SAME if found.of(self._new.printed) == asked else Standing.TYPOGRAPHY, found)

    def _in_same_sentences(self, words: Span, first: int, last: int) -> Span | None:
        """Return the place of words whose sentences all stand in the new text, one after another."""
        numbers = [self._same.get(n) for n in range(first, last + 1)]
        start, end = numbers[0], numbers[-1]
        if start is None or end is None or end - start != last - first or None in numbers:
            return None
        shift = self._new.sentences[start].start - self._old.sentences[first].start
        there = Span(words.start + shift, words.end + shift)
        return there if there.of(self._new.plain) == words.of(self._old.plain) else None

    def _elsewhere(self, words: Span, first: int, last: int) -> Span | None:
        """Return the place of words whose sentence changed or moved."""
        text = words.of(self._old.plain)
        here, there = self._old.occurrences(text), self._new.occurrences(text)
        if not there or max(len(here), len(there)) > MOST_PLACES:
            return None
        settled = {at: self._in_same_sentences(at, *self._old.numbers(at)) for at in here}
        taken = set(settled.values())
        open_here = [at for at in here if settled[at] is None]
        free = [at for at in there if at not in taken and self._may_be(words, at, first, last)]
        pairs = sorted(
            ((self._context(at, other), at, other) for at in open_here for other in free),
            key=lambda pair: (-pair[0], pair[1].start, pair[2].start),
        )
        if _is_tied(pairs, words):
            return None
        left, right = set[Span](), set[Span]()
        for _, at, other in pairs:
            if at not in left and other not in right:
                left.add(at)
                right.add(other)
                if at == words:
                    return other
        return None

    def _may_be(self, words: Span, there: Span, first: int, last: int) -> bool:
        """Whether the same words at a place of the new text may be these: they go on alike, and are denied alike."""
        if self._old.borders(words) != self._new.borders(there):
            return False
        if self._old.is_turned(words) != self._new.is_turned(there):
            return False
        few = len(words.of(self._old.plain).split()) < KNOWN_BY_ITSELF
        if self._in_place(there, first, last):
            return not few or self._context(words, there) >= SAME_CONTEXT
        if few:
            whole = self._new.numbers(there)
            return self._old.words[first : last + 1] == self._new.words[whole[0] : whole[1] + 1]
        return not any(
            fuzz.ratio(self._old.words[n], other) >= LIKE
            for n in range(first, last + 1)
            for other in self._new.words[slice(*self._between(first, last))]
        )

    def _between(self, first: int, last: int) -> tuple[int, int]:
        """Return which sentences of the new text stand between the same neighbours as some of the old one."""
        before, after = bisect_left(self._kept, first), bisect_right(self._kept, last)
        low = self._same[self._kept[before - 1]] + 1 if before else 0
        high = self._same[self._kept[after]] if after < len(self._kept) else len(self._new.words)
        return low, high

    def _in_place(self, there: Span, first: int, last: int) -> bool:
        low, high = self._between(first, last)
        begin, end = self._new.numbers(there)
        return low <= begin and end < high

    def _context(self, here: Span, there: Span) -> int:
        """Return how many characters before and after two places are the same."""
        old, new = self._old.plain, self._new.plain
        before = zip(reversed(old[max(0, here.start - CONTEXT) : here.start]),
                     reversed(new[max(0, there.start - CONTEXT) : there.start]), strict=False)  # fmt: skip
        after = zip(old[here.end : here.end + CONTEXT], new[there.end : there.end + CONTEXT], strict=False)
        return _common(before) + _common(after)

    def _nearest(self, first: int, last: int) -> Span | None:
        """Return the passage that is most like some sentences of the old text: in their old place, else anywhere."""
        low, high = self._between(first, last)
        anywhere = len(self._new.words)
        found = list[int]()
        for words in self._old.words[first : last + 1]:
            best = _likest(words, self._new.words, low, high, NEAREST)
            if best is None:
                best = _likest(words, self._new.words, 0, anywhere, LIKE)
            found += [] if best is None else [best]
        if not found:
            return None
        begin, end = min(found), max(found)
        if end - begin > last - first:
            begin = end = found[0]
        return self._new.original(Span(self._new.sentences[begin].start, self._new.sentences[end].end))


SAME_PLACE_IOU: Final = 0.5
"""A claim found again whose span moved is the same if the old and the new span share half of their union."""


def shared(one: Span, other: Span) -> float:
    """Return which part of the union of two spans both have, from 0 to 1.

    >>> shared(Span(0, 6), Span(3, 9)), shared(Span(0, 3), Span(3, 9))
    (0.3333333333333333, 0.0)
    """
    both = min(one.end, other.end) - max(one.start, other.start)
    return both / (max(one.end, other.end) - min(one.start, other.start)) if both > 0 else 0.0


def continued(before: Sequence[Span | None], after: Sequence[Span]) -> dict[int, int]:
    """Return which of some places (by its number) each new one continues: the very same, else the best overlap.

    Of several at the very same place the last counts. ``None`` continues nowhere.

    >>> continued([Span(0, 9), Span(20, 29)], [Span(20, 29), Span(0, 8), Span(40, 44)])
    {0: 1, 1: 0}
    """
    by_span = {span: number for number, span in enumerate(before) if span is not None}
    found = {number: by_span[span] for number, span in enumerate(after) if span in by_span}
    taken = {*found.values()}
    overlaps = sorted(
        (-part, number, old)
        for number, span in enumerate(after)
        if number not in found
        for old, place in enumerate(before)
        if old not in taken and place is not None and (part := shared(span, place)) >= SAME_PLACE_IOU
    )
    for _, number, old in overlaps:
        if number not in found and old not in taken:
            found[number] = old
            taken.add(old)
    return found


def _is_tied(pairs: Sequence[tuple[int, Span, Span]], words: Span) -> bool:
    """Whether nothing tells which of several places the words moved to, where they stood once."""
    own = [(score, there) for score, here, there in pairs if here == words]
    if len(own) < 2 or len({here for _, here, _ in pairs}) > 1:
        return False
    return any(one == other for (one, _), (other, _) in pairwise(own[:2]))


def _common(pairs: Iterable[tuple[str, str]]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _likest(words: str, among: Sequence[str], low: int, high: int, least: int) -> int | None:
    """Return the number of the sentence most like one, among some, ``None`` where none is so like it."""
    found = process.extractOne(words, among[low:high], scorer=fuzz.ratio, score_cutoff=least)
    return low + int(found[2]) if found else None
