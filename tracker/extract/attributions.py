"""Attributions from drafts: character spans, kind, polarity, rule and the sentence that explains them."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.extract.cues import cue_word
from tracker.extract.drafts import Draft, Tokens, drafts
from tracker.extract.select import select
from tracker.extract.tokens import Prose
from tracker.extract.turns import carried, ranges
from tracker.models import Attribution, ClaimKind, Span

CARRIED_CONFIDENCE = 0.6
"""Share of turns without a cue that belong to the speaker before them, in training texts."""


@dataclass(slots=True)
class _Parts:
    pieces: list[Tokens]
    draft: Draft | None
    rule: str
    share: float
    why: str


def attributions(prose: Prose) -> list[Attribution]:
    """Return the attributions of a text in order, numbered from 1; speakers are not resolved yet."""
    kept = select(prose, drafts(prose))
    parts = [_from_draft(prose, draft) for draft in kept]
    by_draft = {id(part.draft): part for part in parts}
    quoted = ranges(prose)
    for turn in carried(prose, kept):
        before = by_draft.get(id(turn.draft)) if turn.draft else None
        start = turn.piece[0]
        if before and turn.draft and prose.sentence[start] == prose.sentence[turn.draft.cue] + 1:
            before.pieces.append(turn.piece)
            continue
        parts.append(
            _Parts(
                [turn.piece], turn.draft, "turn without cue", CARRIED_CONFIDENCE, "a quotation that stands by itself"
            )
        )
    for part in parts:
        part.pieces = [_over_paragraphs(prose, piece, quoted) for piece in part.pieces]
    parts.sort(key=lambda part: part.pieces[0])
    return [_attribution(prose, number, part) for number, part in enumerate(parts, 1)]


def _from_draft(prose: Prose, draft: Draft) -> _Parts:
    word = prose.words[draft.cue]
    return _Parts(list(draft.pieces), draft, "cue", draft.share, f"the cue “{word}”")


def _over_paragraphs(prose: Prose, piece: Tokens, quoted: list[Tokens]) -> Tokens:
    start, end = piece
    number = prose.quotation[end - 1]
    while (
        0 <= number < len(quoted) - 1 and not prose.quotations[number].closed and prose.quotations[number + 1].goes_on
    ):
        number += 1
        end = max(end, quoted[number][1])
    return start, end


def _attribution(prose: Prose, number: int, part: _Parts) -> Attribution:
    draft = part.draft
    source = draft.source if draft else None
    own = draft is not None and part.rule != "turn without cue"
    label = Span(prose.starts[source[0]], prose.ends[source[1] - 1]) if source else None
    cue = Span(prose.starts[draft.cue], prose.ends[draft.cue]) if draft and own else None
    words = label.of(prose.text) if label else None
    return Attribution(
        id=number,
        kind=_kind(prose, part.pieces),
        spans=tuple(Span(prose.starts[start], prose.ends[end - 1]) for start, end in sorted(part.pieces)),
        source=label if own else None,
        cue=cue,
        speaker=words,
        label=words,
        polarity=cue_word(prose, draft.cue).polarity if draft and own else 1,
        rule=part.rule,
        confidence=round(part.share, 2),
        why=part.why,
    )


def _kind(prose: Prose, pieces: list[Tokens]) -> ClaimKind:
    words = [at for start, end in pieces for at in range(start, end) if prose.lower[at][0].isalnum()]
    quoted = sum(1 for at in words if prose.quotation[at] >= 0)
    if words and quoted == len(words):
        return ClaimKind.DIRECT
    return ClaimKind.MIXED if quoted else ClaimKind.INDIRECT
