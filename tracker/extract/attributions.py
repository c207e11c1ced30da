"""Attributions from drafts: character spans, kind, polarity, rule and the sentence that explains them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tracker.extract.cues import cue_word
from tracker.extract.drafts import Draft, Tokens, drafts
from tracker.extract.forms import BASE, THIRD
from tracker.extract.judge import Judged, judge
from tracker.extract.requests import is_request
from tracker.extract.rules import OPEN_QUESTIONS, WITHOUT_CUE, rule
from tracker.extract.select import select
from tracker.extract.tokens import Prose
from tracker.extract.turns import runs, whole_runs, without_cue
from tracker.extract.zones import Zone, ZoneKind
from tracker.models import Attribution, ClaimKind, Span

WINDOW = 60
"""Words to each side of a cue that may tell when and to whom something was said."""


@dataclass(frozen=True, slots=True)
class Found:
    """The attributions of a text, and what else is known of them by id.

    ``carried`` names for those without a cue the attribution whose speaker they take; ``topics`` are those that report
    a thought, a wish or a bare topic rather than words; ``requests`` the contents that ask somebody to act; ``windows``
    the words that introduce the speech.
    """

    attributions: tuple[Attribution, ...]
    carried: dict[int, int]
    topics: frozenset[int]
    requests: frozenset[Span]
    windows: dict[int, Span]


@dataclass(slots=True)
class _Parts:
    pieces: list[Tokens]
    judged: Judged | None
    share: float
    before: Draft | None = None

    @property
    def draft(self) -> Draft | None:
        return self.judged.draft if self.judged else None

    @property
    def is_topic(self) -> bool:
        return self.judged is not None and self.judged.thought > self.judged.speech


def attributions(prose: Prose, zones: Sequence[Zone]) -> Found:
    """Return the attributions of a text in order, numbered from 1; speakers are not resolved yet."""
    quoted = runs(prose)
    kept = select(prose, outside(prose, zones, judge(prose, drafts(prose))))
    parts = {id(item.draft): _Parts(list(item.draft.pieces), item, item.confidence) for item in kept}
    alone = []
    for turn in without_cue(prose, [item.draft for item in kept], quoted):
        before = turn.draft
        if before is not None and _follows(prose, before, turn.piece):
            parts[id(before)].pieces.append(turn.piece)
        else:
            alone.append(_Parts([turn.piece], None, turn.share, before))
    everything = [*parts.values(), *alone]
    for part in everything:
        part.pieces = sorted(whole_runs(piece, quoted) for piece in part.pieces)
    everything.sort(key=lambda part: part.pieces[0])
    numbers = {id(part.draft): number for number, part in enumerate(everything, 1) if part.draft}
    found = [_attribution(prose, number, part) for number, part in enumerate(everything, 1)]
    carried = {number: numbers[id(part.before)] for number, part in enumerate(everything, 1) if part.before}
    topics = frozenset(
        number for number, part in enumerate(everything, 1) if part.is_topic or _is_open(prose, part.pieces)
    )
    windows = {number: window(prose, part.draft) for number, part in enumerate(everything, 1) if part.draft}
    requests = frozenset(
        _span(prose, part.draft.pieces[0]) for part in everything if part.draft and is_request(prose, part.draft)
    )
    return Found(_with_turns(prose, found, everything), carried, topics, requests, windows)


def outside(prose: Prose, zones: Sequence[Zone], judged: Sequence[Judged]) -> list[Judged]:
    """Return the drafts that stand in body prose, and those of headlines that report words."""
    ends = [zone.span.end for zone in zones]

    def stays(item: Judged) -> bool:
        for at in (item.draft.cue, item.draft.pieces[0][0]):
            number = bisect_right(ends, prose.starts[at])
            if number < len(zones) and zones[number].span.start <= prose.starts[at]:
                return zones[number].kind is ZoneKind.HEADLINE and item.speech > item.thought
        return True

    return [item for item in judged if stays(item)]


def window(prose: Prose, draft: Draft) -> Span:
    """Return the words that introduce the speech: the cue's sentence around it, up to the nearest content."""
    first, last = prose.sentences[prose.sentence[draft.cue]]
    first, last = max(first, draft.cue - WINDOW), min(last, draft.cue + WINDOW)
    start = max([first, *(end for _, end in draft.pieces if first < end <= draft.cue)])
    end = min([last, *(begin for begin, _ in draft.pieces if draft.cue < begin < last)])
    return _span(prose, (start, end))


def _is_open(prose: Prose, pieces: Sequence[Tokens]) -> bool:
    return len(pieces) == 1 and prose.lower[pieces[0][0]] in OPEN_QUESTIONS


def _follows(prose: Prose, draft: Draft, piece: Tokens) -> bool:
    """Tell whether a quotation is the next sentence of the paragraph that a draft's cue stands in."""
    between = prose.text[prose.ends[draft.cue] : prose.starts[piece[0]]]
    return prose.sentence[piece[0]] == prose.sentence[draft.cue] + 1 and "\n" not in between


def carry_forward(found: Sequence[Attribution], carried: dict[int, int]) -> tuple[Attribution, ...]:
    """Give turns without a cue the speaker of the attribution they go on from, marked as such."""
    by_id = {item.id: item for item in found}
    return tuple(
        replace(
            item,
            speaker=by_id[carried[item.id]].speaker,
            label=by_id[carried[item.id]].label,
            speaker_rule="carried forward",
            confidence=round(min(item.confidence, by_id[carried[item.id]].confidence), 2),
            why=f"{item.why}; the speaker is carried forward from the attribution before it",
        )
        if item.id in carried
        else item
        for item in found
    )


def _attribution(prose: Prose, number: int, part: _Parts) -> Attribution:
    draft = part.draft
    source = _span(prose, _source(prose, draft, draft.source)) if draft and draft.source else None
    cue = _span(prose, _cue_words(prose, draft.cue)) if draft else None
    label = source.of(prose.text) if source else None
    return Attribution(
        id=number,
        kind=_kind(prose, part.pieces),
        spans=tuple(_span(prose, piece) for piece in part.pieces),
        source=source,
        cue=cue,
        speaker=None,
        label=label,
        polarity=polarity(prose, draft.cue) if draft else 1,
        rule=rule(prose, draft) if draft else WITHOUT_CUE,
        confidence=round(part.share, 2),
        why=_why(prose, part),
    )


def polarity(prose: Prose, cue: int) -> int:
    """Return -1 where the cue denies its content, itself or by the verb before it ("rejected claims that")."""
    return -1 if _is_denied(prose, cue) else cue_word(prose, cue).polarity


def _is_denied(prose: Prose, cue: int) -> bool:
    if cue_word(prose, cue).form not in (BASE, THIRD) or cue <= prose.sentences[prose.sentence[cue]][0]:
        return False
    before = cue_word(prose, cue - 1)
    return before.polarity < 0 and before.form != BASE


def _source(prose: Prose, draft: Draft, source: Tokens) -> Tokens:
    """Return the source without the denying verb that may stand between it and its cue."""
    start, end = source
    return (start, end - 1) if end == draft.cue > start + 1 and _is_denied(prose, draft.cue) else source


def _cue_words(prose: Prose, cue: int) -> Tokens:
    follows = prose.lower[cue + 1] if cue + 1 < len(prose.lower) else ""
    return cue, cue + 2 if prose.lower[cue] == "according" and follows == "to" else cue + 1


def _why(prose: Prose, part: _Parts) -> str:
    if part.draft is None:
        return "a quotation that stands by itself"
    sort = "a thought, a wish or a topic" if part.is_topic else "words reported"
    return f"the cue “{prose.words[part.draft.cue]}” introduces {sort}"


def _span(prose: Prose, tokens: Tokens) -> Span:
    return Span(prose.starts[tokens[0]], prose.ends[tokens[1] - 1])


def _with_turns(prose: Prose, found: list[Attribution], parts: list[_Parts]) -> tuple[Attribution, ...]:
    """Number the turns: quoted speech with nothing but its cue, source and blanks before the next belongs to one."""
    turn = 0
    numbered = []
    previous = -1
    for item, part in zip(found, parts, strict=True):
        if item.kind is not ClaimKind.DIRECT:
            numbered.append(item)
            continue
        first = prose.sentence[part.pieces[0][0]]
        if part.draft is not None or first > previous + 1:
            turn += 1
        previous = prose.sentence[part.pieces[-1][1] - 1]
        numbered.append(replace(item, turn=turn))
    return tuple(numbered)


def _kind(prose: Prose, pieces: list[Tokens]) -> ClaimKind:
    words = [at for start, end in pieces for at in range(start, end) if prose.lower[at][0].isalnum()]
    quoted = sum(1 for at in words if prose.quotation[at] >= 0)
    if words and quoted == len(words):
        return ClaimKind.DIRECT
    return ClaimKind.MIXED if quoted else ClaimKind.INDIRECT
