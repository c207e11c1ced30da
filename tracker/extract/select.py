"""Which drafts stand: the likeliest first, and nothing inside another's content (only outermost speech counts)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from tracker.extract.judge import Judged
from tracker.extract.tokens import Prose

KEPT = 0.4
"""A draft less likely than this is no attribution; chosen on training texts left out of the fit."""


def select(prose: Prose, judged: Iterable[Judged]) -> list[Judged]:
    """Return the drafts that stand, in order of the text; where two claim the same words the likelier one does."""
    taken: dict[int, list[tuple[int, int]]] = defaultdict(list)
    cues: dict[int, list[int]] = defaultdict(list)
    kept: list[Judged] = []
    for item in sorted(judged, key=lambda item: (-item.confidence, item.draft.cue)):
        if item.confidence < KEPT:
            break
        draft = item.draft
        sentences = {prose.sentence[start] for start, _ in draft.pieces} | {prose.sentence[draft.cue]}
        ranges = [piece for sentence in sentences for piece in taken[sentence]]
        if any(start <= draft.cue < end for start, end in ranges):
            continue
        if any(start < b and a < end for start, end in ranges for a, b in draft.pieces):
            continue
        if any(start <= cue < end for sentence in sentences for cue in cues[sentence] for start, end in draft.pieces):
            continue
        kept.append(item)
        cues[prose.sentence[draft.cue]].append(draft.cue)
        for sentence in sentences:
            taken[sentence].extend(draft.pieces)
    return sorted(kept, key=lambda item: (item.draft.pieces[0][0], item.draft.cue))
