"""Which drafts stand: the likeliest first, and nothing inside another's content (only outermost speech counts)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from tracker.extract.drafts import Draft
from tracker.extract.tokens import Prose

KEPT = 0.4
"""A draft with a smaller share is no attribution; chosen on training texts left out of the fit."""


def select(prose: Prose, candidates: Iterable[Draft]) -> list[Draft]:
    """Return the drafts that stand, in order of the text; where two claim the same words the likelier one does."""
    taken: dict[int, list[tuple[int, int]]] = defaultdict(list)
    cues: dict[int, list[int]] = defaultdict(list)
    kept: list[Draft] = []
    for draft in sorted(candidates, key=lambda draft: (-draft.share, draft.cue)):
        if draft.share < KEPT:
            break
        sentences = {prose.sentence[start] for start, _ in draft.pieces} | {prose.sentence[draft.cue]}
        ranges = [piece for sentence in sentences for piece in taken[sentence]]
        if any(start <= draft.cue < end for start, end in ranges):
            continue
        if any(start < end_ and start_ < end for start, end in ranges for start_, end_ in draft.pieces):
            continue
        if any(start <= cue < end for s in sentences for cue in cues[s] for start, end in draft.pieces):
            continue
        kept.append(draft)
        cues[prose.sentence[draft.cue]].append(draft.cue)
        for piece in draft.pieces:
            for sentence in sentences:
                taken[sentence].append(piece)
    return sorted(kept, key=lambda draft: (min(draft.pieces[0][0], draft.cue), draft.cue))
