"""What changed from one version of a text to the next, paragraph by paragraph and word by word (pure)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from tracker.language.characters import fold
from tracker.language.paragraphs import paragraphs

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
    return matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE
