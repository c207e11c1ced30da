"""Learn how sure suggested matches are from real documents, and say how well that holds on documents it did not see.

    python -m tools.fit_sureness EVAL            # the table, and how well one set foretells the other
    python -m tools.fit_sureness EVAL --write    # and write tracker/matching/data/sureness.tsv

EVAL holds ``wild-dev/`` and ``score_wild.py``. What is learnt is, for each kind of relation and each tenth of the
score, the share of suggestions that a reader called right: numbers alone, no word of the texts. Two of two right say
less than twenty of twenty, so a share is (right + 1) / (all + 2), the rule of succession (Laplace 1774). Shares never
fall as the score rises (isotonic regression by pooling adjacent violators, Ayer et al. 1955). Kinds that words decide
and no score have one share. Below the lowest score of which anything was seen nothing is known, so those are unsure.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Final

from benchmarks.accuracy import Suggestion, figure, suggestions, wild
from tracker.db.relations import Bin, tenth_of
from tracker.models import RelationKind
from tracker.models.relations import SURE_FROM

TABLE: Final = Path(__file__).parent.parent / "tracker" / "matching" / "data" / "sureness.tsv"
KINDS: Final = tuple(kind for kind in RelationKind if kind not in (RelationKind.NONE, RelationKind.RELATED))
TENTHS: Final = range(10)
BY_WORDS: Final = frozenset({RelationKind.REPEAT, RelationKind.EXCERPT, RelationKind.SPLICED})
"""The kinds that are told by their words; their score is only printed beside them."""
UNKNOWN: Final = 0.25
"""The share of scores lower than any that was seen: unsure, until people confirm most of those they decide on."""


def shares(seen: Iterable[Suggestion]) -> dict[Bin, float]:
    """Return the share of right suggestions of every kind and tenth."""
    right, of = counts(seen)
    found: dict[Bin, float] = {}
    for kind in KINDS:
        mine = [(kind, tenth) for tenth in TENTHS]
        if kind in BY_WORDS:
            share = succeeded(sum(right[each] for each in mine), sum(of[each] for each in mine))
            found |= dict.fromkeys(mine, share)
            continue
        known = [each for each in mine if of[each]]
        learnt = dict(zip(known, rising((right[each] + 1, of[each] + 2) for each in known), strict=True))
        share = UNKNOWN
        for each in mine:  # a tenth in which nothing was seen has the share of the one below it
            share = learnt.get(each, share)
            found[each] = share
    return found


def succeeded(right: int, of: int) -> float:
    """Return the share to expect of the next one after ``right`` of ``of``; a half where nothing was seen."""
    return (right + 1) / (of + 2)


def counts(seen: Iterable[Suggestion]) -> tuple[Counter[Bin], Counter[Bin]]:
    """Return how many suggestions of each kind and tenth were right, and how many there were."""
    right, of = Counter[Bin](), Counter[Bin]()
    for one in seen:
        of[one.kind, tenth_of(one.score)] += 1
        right[one.kind, tenth_of(one.score)] += one.right
    return right, of


def rising(parts: Iterable[tuple[float, float]]) -> list[float]:
    """Return for each part (right ones, all) a share that is no lower than the one before it, nearest to their own.

    >>> rising([(1, 2), (1, 4), (3, 4)])
    [0.3333333333333333, 0.3333333333333333, 0.75]
    """
    pooled: list[tuple[float, float, int]] = []
    for right, of in parts:
        pooled.append((right, of, 1))
        while len(pooled) > 1 and pooled[-2][0] / pooled[-2][1] > pooled[-1][0] / pooled[-1][1]:
            last, before = pooled.pop(), pooled.pop()
            pooled.append((before[0] + last[0], before[1] + last[1], before[2] + last[2]))
    return [right / of for right, of, many in pooled for _ in range(many)]


def held(table: Mapping[Bin, float], judged: Collection[Suggestion]) -> str:
    """Return how often the sure ones and the unsure ones of some suggestions are right, by a table learnt without."""
    told = []
    for name, sure in (("sure", True), ("unsure", False)):
        mine = [one for one in judged if (table[one.kind, tenth_of(one.score)] >= SURE_FROM) is sure]
        right = sum(one.right for one in mine)
        told.append(f"{name} {right}/{len(mine)} {figure(right / len(mine) if mine else None)}")
    return ", ".join(told)


def main() -> None:
    """Print the table and how well it holds; write it if asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, metavar="EVAL")
    parser.add_argument("--write", action="store_true", help=f"write {TABLE.name}")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        wild(given.folder.resolve(), Path(work))
        seen = {name: suggestions(Path(work), name) for name in "ab"}
    for one, other in (("a", "b"), ("b", "a")):
        print(f"learnt on {one}, right on {other}: {held(shares(seen[one]), seen[other])}")
    every = [*seen["a"], *seen["b"]]
    table, (right, of) = shares(every), counts(every)
    lines = [
        f"{kind}\t{tenth}\t{table[kind, tenth]:.2f}\t{right[kind, tenth]}\t{of[kind, tenth]}"
        for kind in KINDS
        for tenth in TENTHS
    ]
    print("\n".join(lines))
    if given.write:
        notes = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
        TABLE.write_text("\n".join((*notes, *lines)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
