"""Which drafts stand: the likeliest first, and nothing inside another's content (only outermost speech counts)."""

from __future__ import annotations

from collections.abc import Iterable

from tracker.extract.judge import Judged
from tracker.extract.tokens import Prose
from tracker.language.lexicon import words

LOOKED_AT = 100
"""Words of a content piece that are searched for quotation marks."""
TAKEN = 1
"""Marks a token as part of a kept draft."""
KEPT = 0.5
"""Words reported stand when they are likelier an attribution than not."""
KEPT_QUOTED = 0.35
"""Words in quotation marks are somebody's: a cue that names whose need not be as sure."""
KEPT_THOUGHT = 0.65
"""Thoughts, wishes and bare topics are what annotators agree on least, and least missed: they have to be surer."""


def stands(prose: Prose, item: Judged) -> bool:
    """Tell whether a draft is likely enough.

    A thought has to be somebody's: "it seems" is nobody's. What "could be said" was not, unless somebody is named who
    says it. Pictures show, but say nothing.
    """
    draft = item.draft
    source = draft.source
    if any(prose.quotation[at] >= 0 for start, end in draft.pieces for at in range(start, min(end, start + LOOKED_AT))):
        return item.confidence >= (KEPT_QUOTED if source else KEPT)
    if _may_be(prose, draft.cue) and (source is None or source[0] < draft.cue):
        return False
    thought = item.speech < item.thought
    if thought and (source is None or prose.lower[source[0]] == "it"):
        return False
    if source is not None and _is_picture(prose, source):
        return False
    return item.confidence >= (KEPT_THOUGHT if thought else KEPT)


def _is_picture(prose: Prose, source: tuple[int, int]) -> bool:
    start, end = source
    head = next((at for at in range(start, end) if at > start and prose.tags[at] in ("PREP", "WH", ",")), end)
    return prose.lower[head - 1] in words("extract", "pictures.txt")


def _may_be(prose: Prose, cue: int) -> bool:
    """Tell whether a cue is a passive under a modal verb ("can be seen", "could be asked")."""
    at = cue - 1
    while at > 0 and prose.tags[at] in ("ADV", "LY"):
        at -= 1
    if at <= 0 or prose.tags[at] != "BE":
        return False
    at -= 1
    while at > 0 and prose.tags[at] in ("ADV", "LY", "HAVE"):
        at -= 1
    return prose.tags[at] == "MODAL"


def select(prose: Prose, judged: Iterable[Judged]) -> list[Judged]:
    """Return the drafts that stand, in order of the text; where two claim the same words the likelier one does."""
    content = bytearray(len(prose.starts))
    cues = bytearray(len(prose.starts))
    kept: list[Judged] = []
    standing = [item for item in judged if stands(prose, item)]
    for item in sorted(standing, key=lambda item: (-item.confidence, item.draft.cue)):
        draft = item.draft
        if content[draft.cue]:
            continue
        if any(TAKEN in content[start:end] or TAKEN in cues[start:end] for start, end in draft.pieces):
            continue
        kept.append(item)
        cues[draft.cue] = TAKEN
        for start, end in draft.pieces:
            content[start:end] = bytes([TAKEN]) * (end - start)
    return sorted(kept, key=lambda item: (item.draft.pieces[0][0], item.draft.cue))
