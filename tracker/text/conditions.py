"""Conditions: the words that state one ("if", "unless", "only where"), and which words of a sentence one governs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import Final

from tracker.models import Span
from tracker.text.lexicon import rows
from tracker.text.normal import Word, words

_LONGEST: Final = max(len(row[0].split()) for row in rows("text", "conditions.tsv"))
_AUXILIARIES: Final = frozenset(row[0] for row in rows("text", "auxiliaries.tsv"))
_LIMITING: Final = frozenset(("only", "but", "just"))
_JOINING: Final = frozenset(("and", "but", "or", "so", "that", "because", "while", "which", "who"))
"""Words behind which a clause may begin: what stands there is said under no condition of the clause before."""
_STRONG: Final = re.compile(r"[;:.!?](?:\s|$)")
_MARK: Final = re.compile(r"[,;:.!?—–“”\"‘’(]")
_INVERTED: Final = frozenset(("should", "were", "had"))
"""Verbs that state a condition where they open a sentence that asks nothing: "Should the grant be cut, we close"."""
_ASIDE: Final = 4
"""Words of a cue put in behind a fronted condition: "If the grant is cut, Ms Marlow said, we close"."""
_FRONTED: Final = 6
"""Words that may stand between a fronted condition and the words it governs ("If so, we shall, I promise, …")."""


def is_auxiliary(word: str) -> bool:
    """Tell whether a word in small letters is an auxiliary verb, which opens a question.

    >>> is_auxiliary("is"), is_auxiliary("asks")
    (True, False)
    """
    return word in _AUXILIARIES


@cache
def listed(kind: str) -> frozenset[tuple[str, ...]]:
    """Return the phrases of one kind of ``data/conditions.tsv``, each as its words in lower case."""
    return frozenset(tuple(row[0].split()) for row in rows("text", "conditions.tsv") if row[1] == kind)


@cache
def supposing(where: str) -> frozenset[tuple[str, ...]]:
    """Return the conditions that make a clause supposed where they are its first words, or ``anywhere`` in it."""
    places = ("anywhere", "start") if where == "start" else (where,)
    return frozenset(tuple(row[0].split()) for row in rows("text", "conditions.tsv") if row[2:] and row[2] in places)


def governing(sentence: str, kept: Span) -> Span | None:
    """Return the first condition of a sentence that governs the clause at ``kept`` and stands outside it.

    That is what a quotation of these words alone would leave out, or ``None``. A condition behind its clause reaches
    back to the last joining word with an auxiliary after it; one that opens the sentence reaches forward to the first.
    A phrase without an auxiliary that does not open its sentence ("night patrols") states nothing, and has none.

    >>> sentence = "We will not arm patrols at the harbour unless lives are at risk."
    >>> governing(sentence, Span(0, 38)).of(sentence)
    'unless'
    >>> governing(sentence, Span(16, 38)) is None
    True
    """
    found = words(sentence)
    inside = [word for word in found if kept.start <= word.start and word.end <= kept.end]
    if not inside:
        return None
    before = [word for word in found if word.end <= kept.start]
    opens = not before or _MARK.search(sentence, before[-1].end, kept.start) is not None
    states_so = any(word.normal in _AUXILIARIES for word in inside)
    inverted = found[0].normal in _INVERTED and _inverted(sentence, found)
    for first, end in (*([(0, 1)] if inverted else []), *_conditions(found)):
        span = Span(found[first].start, found[end - 1].end)
        if span.end <= kept.start and _is_fronted(sentence, found, first, kept.start):
            return span
        if span.start >= kept.end and (opens or states_so) and _is_behind(sentence, found, kept.end, first):
            return span
    return None


def states(text: str) -> bool:
    """Tell whether words state any condition.

    >>> states("if the grant is paid"), states("even if it rains"), states("that, had it rained, they")
    (True, False, True)
    """
    found = words(text)
    return _inverted(text, found) or next(_conditions(found), None) is not None


def _inverted(text: str, found: Sequence[Word]) -> bool:
    """Tell whether a text that asks nothing states a condition by its verb alone, behind a "that" or none."""
    opens = next((word.normal for word in found if word.normal != "that"), "")
    behind = any(one.normal == "that" and other.normal in _INVERTED for one, other in pairwise(found))
    return "?" not in text and (behind or (opens in _INVERTED and "," in text))


def _conditions(found: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Yield the first word of every condition and the word behind the words that state it."""
    normal = [word.normal for word in found]
    for at in range(len(normal)):
        if any(_at(normal, begin, "idle") for begin in (at, at - 1, at - 2) if begin >= 0):
            continue
        if length := _at(normal, at, "condition"):
            yield at, at + length
        elif normal[at] in _LIMITING and _at(normal, at + 1, "only"):
            yield at, at + 2


def _at(normal: Sequence[str], at: int, kind: str) -> int:
    """Return how many words the longest listed phrase that begins at a word has, 0 for none."""
    known = listed(kind)
    return next((n for n in range(min(_LONGEST, len(normal) - at), 0, -1) if tuple(normal[at : at + n]) in known), 0)


def _is_fronted(sentence: str, found: Sequence[Word], first: int, kept: int) -> bool:
    """Tell whether a condition opens a clause and governs the words from ``kept`` on."""
    start = found[first].start
    behind = found[first - 1].end if first else 0
    if first and found[first - 1].normal not in _JOINING and not _MARK.search(sentence, behind, start):
        return False
    if _STRONG.search(sentence, start, kept):
        return False
    comma = sentence.find(",", start, kept)
    if comma < 0:
        return True
    aside = sentence.find(",", comma + 1, kept)
    if aside > 0 and sum(comma < word.start < aside for word in found) <= _ASIDE:
        comma = aside
    between = [word.normal for word in found if comma < word.start < kept]
    return len(between) <= _FRONTED and not {"and", "but", "so"} & set(between)


def _is_behind(sentence: str, found: Sequence[Word], kept: int, first: int) -> bool:
    """Tell whether a condition that begins with word ``first`` belongs to the clause that ends at ``kept``."""
    if _STRONG.search(sentence, kept, found[first].start):
        return False
    between = [word.normal for word in found[:first] if word.start >= kept]
    joined = next((at for at, normal in enumerate(between) if normal in _JOINING), len(between))
    return _AUXILIARIES.isdisjoint(between[joined:])
