"""The last word on drafts: how likely each is an attribution, seen with its content, its source and its rivals."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.extract.contents import bucket
from tracker.extract.cues import cue_word
from tracker.extract.decide import class_weights, classify
from tracker.extract.drafts import Draft
from tracker.extract.tokens import Prose

NONE, THOUGHT, SPEECH = range(3)
"""What a draft may be: no attribution; a thought, wish, act or bare topic; words reported."""
CLASSES = ("none", "thought", "speech")
RIVALS = 24
"""Only so many drafts to each side are compared with a draft: it bounds the work in endless sentences."""
HALVES = 2.0
"""Log odds are told apart in steps of a half."""
FURTHEST = 6.0
"""Log odds beyond this are as good as certain."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A draft with the shares of its classes."""

    draft: Draft
    thought: float
    speech: float

    @property
    def confidence(self) -> float:
        """How likely the draft is an attribution of either sort."""
        return self.thought + self.speech


def judge(prose: Prose, drafts: Sequence[Draft]) -> list[Judged]:
    """Return every draft with the shares of its classes, in the order given."""
    model = class_weights("drafts")
    judged = []
    for number, draft in enumerate(drafts):
        _, thought, speech = classify(model, features(prose, drafts, number))
        judged.append(Judged(draft, thought, speech))
    return judged


def features(prose: Prose, drafts: Sequence[Draft], number: int) -> list[str]:
    """Return what can be seen of one of the drafts of a text, as names of features."""
    draft = drafts[number]
    lower, tags, quotation = prose.lower, prose.tags, prose.quotation
    word = cue_word(prose, draft.cue)
    start, end = draft.pieces[-1] if draft.direction == "R" else draft.pieces[0]
    inside = range(start, min(end, start + 2 * RIVALS))
    words = sum(1 for at in inside if tags[at][0].isalnum())
    quoted = sum(1 for at in inside if quotation[at] >= 0)
    kind = "direct" if quoted == len(inside) else "mixed" if quoted else "indirect"
    finite = any(tags[at] in ("BE", "HAVE", "MODAL", "DO") for at in inside)
    opening = "q" if quotation[start] >= 0 else tags[start]
    odds = _odds(draft.share)
    edges = _odds(draft.edges)
    source = "-" if draft.source is None else tags[draft.source[0]] + str(draft.source[0] < draft.cue)
    inner, outer, crossing = _rivals(drafts, number)
    first, last = prose.sentences[prose.sentence[draft.cue]]
    whole = "S" if start == first else "-"
    tail = "$" if end >= last - 1 else "q" if quotation[end] >= 0 else lower[end]
    shape = f"{draft.direction}|{kind}"
    return [
        f"o={odds}|{draft.direction}",
        f"e={edges}|{draft.direction}",
        f"oe={odds}|{edges}",
        f"ok={odds}|{kind}|{word.speech}",
        f"n={min(words, 12)}|{kind}",
        f"nf={bucket(words)}|{finite}|{opening}",
        f"a={opening}|{shape}",
        f"k={shape}|{word.speech}|{word.form}",
        f"l={word.lemma}",
        f"lk={word.lemma}|{kind}",
        f"lo={word.lemma}|{opening}",
        f"ln={word.lemma}|{bucket(words)}",
        f"lf={word.lemma}|{word.form}",
        f"s={source}|{word.form}",
        f"sd={source}|{draft.direction}",
        f"sf={source}|{finite}|{kind}",
        f"in={inner}|{odds // 2}",
        f"out={outer}|{odds // 2}",
        f"x={crossing}|{odds // 2}",
        f"w={whole}|{tail}|{draft.direction}",
        f"t={tail}|{kind}",
        f"v={word.share // 10}|{odds}",
    ]


def _odds(share: float) -> int:
    bounded = min(max(share, 1e-6), 1.0 - 1e-6)
    return round(HALVES * min(FURTHEST, max(-FURTHEST, math.log(bounded / (1.0 - bounded)))))


def _rivals(drafts: Sequence[Draft], number: int) -> tuple[int, int, int]:
    """Return the log odds of the best draft inside this one's content, of one around its cue, and of one across."""
    draft = drafts[number]
    inner = outer = crossing = 0.0
    low, high = min(draft.cue, draft.pieces[0][0]), max(draft.cue, draft.pieces[-1][1])
    for at in range(max(0, number - RIVALS), min(len(drafts), number + RIVALS + 1)):
        if at == number:
            continue
        other = drafts[at]
        if max(other.cue, other.pieces[-1][1]) < low or min(other.cue, other.pieces[0][0]) > high:
            continue
        if any(start <= other.cue < end for start, end in draft.pieces):
            inner = max(inner, other.share)
        elif any(start <= draft.cue < end for start, end in other.pieces):
            outer = max(outer, other.share)
        elif any(start < b and a < end for start, end in draft.pieces for a, b in other.pieces):
            crossing = max(crossing, other.share)
    return _odds(inner) // 2, _odds(outer) // 2, _odds(crossing) // 2
