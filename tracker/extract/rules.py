"""The construction of an attribution, named for readers: where its content stands and how it is introduced."""

from __future__ import annotations

from typing import Final

from tracker.extract.cues import cue_word
from tracker.extract.drafts import BOTH, LEFT, Draft
from tracker.extract.tokens import Prose

WITHOUT_CUE: Final = "quotation without cue"
OPEN_QUESTIONS: Final = frozenset(("whether", "if"))
"""Content that opens so leaves open what it names: it states nothing."""
_OPENINGS: Final = {
    "THAT": "that-clause",
    "WH": "wh-clause",
    "TO": "infinitive",
    "SUB": "as-phrase",
    "ING": "gerund",
    "PREP": "prepositional phrase",
}
_SUBJECTS: Final = frozenset(("PRON", "THERE"))
_FINITE: Final = frozenset(("BE", "HAVE", "DO", "MODAL"))
CLAUSE_REACH: Final = 30
"""A clause shows its verb within so many words."""


def rule(prose: Prose, draft: Draft) -> str:
    """Return the name of the construction of a draft, such as ``quotation, then cue`` or ``that-clause``."""
    word = cue_word(prose, draft.cue)
    if word.lemma == "according":
        return "according to"
    if word.form == "mark":
        return "name and colon"
    quoted = [prose.quotation[start] >= 0 and prose.quotation[end - 1] >= 0 for start, end in draft.pieces]
    if all(quoted):
        if draft.direction == BOTH:
            return "cue between quotations"
        return "quotation, then cue" if draft.direction == LEFT else "cue, then quotation"
    if draft.direction == BOTH:
        return "cue inside a clause"
    if draft.direction == LEFT:
        return "clause, then cue"
    return _opening(prose, draft.pieces[0])


def _opening(prose: Prose, piece: tuple[int, int]) -> str:
    start, end = piece
    tag = prose.tags[start]
    if prose.lower[start] in OPEN_QUESTIONS:
        return "question"
    if tag in _OPENINGS:
        return _OPENINGS[tag]
    if tag in _SUBJECTS or any(prose.tags[at] in _FINITE for at in range(start, min(end, start + CLAUSE_REACH))):
        return "clause without that"
    return "topic"
