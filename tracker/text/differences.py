"""Differences between two wordings word by word, and between two versions of a text paragraph by paragraph."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from cydifflib import SequenceMatcher

from tracker.text import lexicon
from tracker.text.layout import paragraphs
from tracker.text.normal import Printed, printed_parts, words
from tracker.text.words import PRINTED, QUOTATION_MARKS, cut, fold

_OPENING: Final = f"{QUOTATION_MARKS}(["

_MARKS_AFTER: Final = re.compile(r"[^\w\s%][^\w]*\Z")
"""Marks at the end of a stretch, with the blanks behind them."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One row of a word-level difference: ``op`` is ``equal``, ``insert``, ``delete`` or ``replace``.

    ``a`` and ``b`` are the words of either side with the marks and blanks that follow; the rows of a side, joined, are
    its text.
    """

    op: str
    a: str
    b: str


def differences(a: str, b: str) -> tuple[Difference, ...]:
    """Return the word-level differences from ``a`` to ``b``; what matching calls the same words makes none.

    So notation, typography, capitals and marks are evened out, but for a question mark. A side of blanks alone counts
    as empty.

    >>> [(row.op, row.a, row.b) for row in differences("up 40 per cent", "Up 60 per cent.")]
    [('equal', 'up ', 'Up '), ('replace', '40 ', '60 '), ('equal', 'per cent', 'per cent.')]
    """
    return _rows(a, b, _spoken)


def printed_differences(a: str, b: str) -> tuple[Difference, ...]:
    """Return the differences between two printings of a text, in which every mark and capital counts.

    Only variants of one mark and blanks make none.

    >>> [row.op for row in printed_differences("They “will” go", 'They "will", go')]
    ['equal', 'insert', 'equal']
    """
    return _rows(a, b, lambda text: [Printed(token.start, (fold(token.text),)) for token in cut(text, PRINTED)])


def in_words(rows: tuple[Difference, ...]) -> tuple[str, ...]:
    """Return each difference as a sentence, for readers who see no colour.

    >>> in_words(differences("up 40 per cent", "up 60 per cent"))
    ('“40” became “60”.',)
    """
    return tuple(_sentence(row) for row in rows if row.op != "equal")


def _sentence(row: Difference) -> str:
    before, after = " ".join(row.a.split()), " ".join(row.b.split())
    if row.op == "insert":
        return f"“{after}” was added."
    if row.op == "delete":
        return f"“{before}” was left out."
    return f"“{before}” became “{after}”."


def _rows(a: str, b: str, view: Callable[[str], list[Printed]]) -> tuple[Difference, ...]:
    a, b = (side if side.strip() else "" for side in (a, b))
    one, other = _Side(a, view(a)), _Side(b, view(b))
    if not one.keys and not other.keys:
        return (Difference("equal", a, b),) if a or b else ()
    blocks = SequenceMatcher(None, one.keys, other.keys, autojunk=False).get_matching_blocks()
    equal = {block.a + at: block.b + at for block in blocks for at in range(block.size)}
    # A word is equal with all its keys in a row, or not at all: "don't" is never half struck out.
    while torn := _torn(one, other, equal):
        equal = {at: equal[at] for at in equal.keys() - torn}
    found: list[Difference] = []
    at_a = at_b = 0
    for start_a, start_b, size in _runs(equal, len(one.keys), len(other.keys)):
        found += _changed(one, other, (at_a, start_a), (at_b, start_b))
        at_a, at_b = start_a + size, start_b + size
        if size:
            found.append(Difference("equal", one.text(start_a, at_a), other.text(start_b, at_b)))
    return tuple(found)


def _torn(one: _Side, other: _Side, equal: Mapping[int, int]) -> set[int]:
    turned = {there: here for here, there in equal.items()}
    return one.torn(equal) | {turned[at] for at in other.torn(turned)}


class _Side:
    """One side: its keys in order, and which printed part each belongs to."""

    def __init__(self, text: str, parts: Sequence[Printed]) -> None:
        self._text, self._parts = text, parts
        self.keys = [key for part in parts for key in part.keys]
        self._starts = [part.start for part in parts for _ in part.keys]
        if parts:
            self._starts[: len(parts[0].keys)] = [0] * len(parts[0].keys)

    def text(self, first: int, end: int) -> str:
        """Return what is printed for keys ``[first, end)``, with the marks and blanks that follow."""
        if not self.keys:
            return self._text  # nothing but marks
        if first == end:
            return ""
        return self._text[self._starts[first] : self._starts[end] if end < len(self.keys) else len(self._text)]

    def torn(self, equal: Mapping[int, int]) -> set[int]:
        """Return the keys that are equal while their part as a whole is not, in a row."""
        found: set[int] = set()
        first = 0
        for part in self._parts:
            own = range(first, first + len(part.keys))
            first = own.stop
            held = [at for at in own if at in equal]
            if len(own) > 1 and held and (len(held) < len(own) or equal[held[-1]] - equal[held[0]] != len(own) - 1):
                found.update(held)
        return found


def _spoken(text: str) -> list[Printed]:
    return [Printed(_opened(text, part.start), part.keys) for part in printed_parts(text, words(text))]


def _opened(text: str, start: int) -> int:
    """Return where a word starts with the marks that open it: “would ‘make” is “would” and “‘make”."""
    opened = len(text[:start].rstrip(_OPENING))
    return opened if opened == 0 or text[opened - 1].isspace() else start


def _runs(equal: Mapping[int, int], length_a: int, length_b: int) -> Iterator[tuple[int, int, int]]:
    """Yield the runs of equal keys as start in a, start in b and length, and an empty one at the ends."""
    start = size = 0
    for at in sorted(equal):
        if size and at == start + size and equal[at] == equal[start] + size:
            size += 1
            continue
        if size:
            yield start, equal[start], size
        start, size = at, 1
    if size:
        yield start, equal[start], size
    yield length_a, length_b, 0


def _changed(one: _Side, other: _Side, a: tuple[int, int], b: tuple[int, int]) -> Iterator[Difference]:
    """Yield the row of a change; marks that end both sides of it alike stand outside."""
    before, after = one.text(*a), other.text(*b)
    if not before and not after:
        return
    op = "replace" if before and after else "delete" if before else "insert"
    tails = [_MARKS_AFTER.search(side) for side in (before, after)]
    if tails[0] and tails[1] and fold(tails[0].group()).strip() == fold(tails[1].group()).strip() != "":
        before, after = before[: tails[0].start()], after[: tails[1].start()]
        if before and after:
            yield Difference(op, before, after)
            yield Difference("equal", tails[0].group(), tails[1].group())
            return
        before, after = one.text(*a), other.text(*b)
    yield Difference(op, before, after)


ALIKE: Final = 0.5
"""How alike two paragraphs must be (difflib's quick ratio) to be shown as one that changed."""

MOST_PAIRS: Final = 10_000
"""Pairs of paragraphs compared in one changed stretch; a longer one was written anew, and nothing in it is paired."""


@dataclass(frozen=True, slots=True)
class Change:
    """One paragraph that changed: ``before`` is blank for one that was added, ``after`` for one that was dropped."""

    before: str
    after: str


def changes(before: str, after: str) -> tuple[Change, ...]:
    """Return the paragraphs that differ between two versions, in order; typography and blanks make no difference.

    >>> changes("One.\\n\\nIt fell by 12.\\n\\nThree.", "One.\\n\\nIt fell by 14.\\n\\nThree.\\n\\nFour.")
    (Change(before='It fell by 12.', after='It fell by 14.'), Change(before='', after='Four.'))
    """
    old, new = _paragraphs(before), _paragraphs(after)
    matcher = SequenceMatcher(None, [fold(p) for p in old], [fold(p) for p in new], autojunk=False)
    found: list[Change] = []
    for op, i, j, k, m in matcher.get_opcodes():
        if op != "equal":
            found += _paired(old[i:j], new[k:m])
    return tuple(found)


def notices(found: Sequence[Change]) -> tuple[str, ...]:
    """Return the new or changed paragraphs by which a newer version says that it was corrected.

    >>> notices(changes("It fell by 12.", "It fell by 14.\\n\\nCorrection: an earlier version said 12."))
    ('Correction: an earlier version said 12.',)
    """
    return tuple(
        change.after
        for change in found
        if _notices().search(fold(change.after)) and not _notices().search(fold(change.before))
    )


@cache
def _notices() -> re.Pattern[str]:
    phrases = "|".join(re.escape(fold(phrase)) for phrase in sorted(lexicon.words("text", "correction_words.tsv")))
    return re.compile(rf"\b(?:{phrases})\b", re.IGNORECASE)


def _paragraphs(text: str) -> list[str]:
    return [" ".join(span.of(text).split()) for span in paragraphs(text)]


def _paired(old: Sequence[str], new: Sequence[str]) -> list[Change]:
    """Pair the paragraphs of a changed stretch that are alike, in order; the others were dropped or added."""
    if len(old) * len(new) > MOST_PAIRS:
        return [Change(paragraph, "") for paragraph in old] + [Change("", paragraph) for paragraph in new]
    found: list[Change] = []
    rest = list(new)
    for paragraph in old:
        at = next((n for n, other in enumerate(rest) if _alike(paragraph, other)), None)
        if at is None:
            found.append(Change(paragraph, ""))
            continue
        found += [Change("", added) for added in rest[:at]]
        found.append(Change(paragraph, rest[at]))
        rest = rest[at + 1 :]
    return found + [Change("", added) for added in rest]


def _alike(a: str, b: str) -> bool:
    matcher = SequenceMatcher(None, a.split(), b.split(), autojunk=False)
    return bool(matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE)
