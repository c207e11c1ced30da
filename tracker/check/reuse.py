"""What became of a source's quotations in a paper: carried, trimmed, joined, altered, retold or left out (pure).

The words decide first: each quotation of the paper is sought in the turns of the source. Where its words do not lead
there, the relation of the two claims does (it is given: matching is another room's work).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby, pairwise
from typing import Final

from cydifflib import SequenceMatcher

from tracker.check.quotations import LEAST_PIECE, Run, Said, Turn, in_order, joined, pieces, segments, stretches, words
from tracker.models import SAME_CLAIM, ClaimKind, RelationKind
from tracker.text.differences import Difference, differences
from tracker.text.negation import lost
from tracker.text.words import fold

LEAST_SHARED: Final = 2
"""Words of a quotation that must stand in the paper before anything became of it."""
LEAST_LIKENESS: Final = 0.6
"""How alike an altered quotation and its source must be (difflib's ratio over words); below, it is another one."""
LEAST_OVERLAP: Final = 0.5
"""Share of a quotation's different words that its source must have before the two are compared word by word."""

TOLD: Final = SAME_CLAIM | {RelationKind.REVISED, RelationKind.REVERSED}
"""The relations by which a claim of the paper tells what a quotation says, faithfully or not."""


class Outcome(StrEnum):
    """What became of one quotation, from the most faithful to none."""

    CARRIED = "carried"
    TRIMMED = "trimmed"
    JOINED = "joined"
    ALTERED = "altered"
    REWORDED = "reworded"
    INDIRECT = "indirect"
    LEFT_OUT = "left out"


@dataclass(frozen=True, slots=True)
class Trace:
    """What one claim of the paper has of one quotation of the source.

    ``changes`` leads from the source's words to the paper's (empty where all are kept, or only retold); ``cut`` are the
    words left out; ``negation`` is one of them that may turn the meaning. ``relation`` is set where it, and not the
    words, led here. ``reattributed``: both speakers are known and differ.
    """

    source: int
    paper: int
    outcome: Outcome
    changes: tuple[Difference, ...] = ()
    cut: tuple[str, ...] = ()
    negation: str = ""
    relation: RelationKind | None = None
    reattributed: bool = False


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of one quotation of the source: the most faithful of its traces tells."""

    source: int
    outcome: Outcome
    traces: tuple[Trace, ...] = ()

    @property
    def reattributed(self) -> bool:
        """Whether the words stand in the paper under another name, and nowhere under their own."""
        return bool(self.traces) and all(trace.reattributed for trace in self.traces)


@dataclass(frozen=True, slots=True)
class Reuse:
    """The fates of the source's quotations in order, and the paper's quotations that the source does not have."""

    fates: tuple[Fate, ...]
    new: tuple[int, ...]


def reuse(
    source: Sequence[Said], paper: Sequence[Said], relations: Mapping[tuple[int, int], RelationKind] | None = None
) -> Reuse:
    """Tell what became of each quotation of ``source`` in ``paper``; both in order of their texts.

    ``relations`` is keyed by ``(source id, paper id)``. Claims of the source that quote nobody are passed over.

    >>> release = [Said(1, "We are not planning patrols. None at all.", speaker="Mara Quill")]
    >>> [fate.outcome.value for fate in reuse(release, [Said(7, "We are not planning patrols")]).fates]
    ['trimmed']
    """
    quoted = _Quoted([said for said in source if pieces(said)])
    traces: dict[int, list[Trace]] = {said_id: [] for said_id in quoted.said}
    traced: set[int] = set()

    def keep(found: Sequence[Trace], said: Said) -> None:
        for trace in found:
            if all(known.paper != said.id for known in traces[trace.source]):
                traces[trace.source].append(_attributed(trace, quoted.said[trace.source], said))
                traced.add(said.id)

    for said in paper:
        for piece in pieces(said):
            keep(quoted.traces(piece, said), said)
    by_words = frozenset(traced)
    for said in paper:
        keep([*_of_relations(said, quoted.said, relations or {}, by_words)], said)
    new = tuple(said.id for said in paper if pieces(said) and said.id not in traced)
    return Reuse(tuple(_fate(said_id, found) for said_id, found in traces.items()), new)


def _fate(source: int, traces: list[Trace]) -> Fate:
    ranked = sorted(traces, key=lambda trace: (list(Outcome).index(trace.outcome), trace.reattributed))
    return Fate(source, ranked[0].outcome if ranked else Outcome.LEFT_OUT, tuple(ranked))


def _attributed(trace: Trace, source: Said, paper: Said) -> Trace:
    differ = None not in (source.speaker, paper.speaker) and source.speaker != paper.speaker
    return replace(trace, reattributed=differ)


class _Quoted:
    """The quotations of the source, ready to be looked through many times."""

    def __init__(self, source: Sequence[Said]) -> None:
        self.said = {said.id: said for said in source}
        self._words = {said.id: [token.word for token in Turn.of([said]).tokens] for said in source}
        runs = groupby(source, key=lambda said: (said.turn, 0) if said.turn is not None else (-1, said.id))
        self._turns = [Turn.of(list(group)) for _, group in runs]

    def traces(self, piece: str, paper: Said) -> list[Trace]:
        """Return the traces of a quotation of the paper by its words: whole, around its marks, in parts, or altered."""
        parts = segments(piece)
        if not parts:
            return []
        wanted = [word for part in parts for word in part]
        for turn in self._turns:
            if runs := in_order(turn, parts):
                return self._of_runs(runs, turn, paper, Outcome.TRIMMED)
        for turn in self._turns:
            if len(parts) == 1 and (runs := joined(turn, wanted)):
                return self._of_runs(runs, turn, paper, Outcome.JOINED)
        found = self._most_alike(wanted)
        return [_with_changes(found, piece, paper)] if found else []

    def _of_runs(self, runs: Sequence[Run], turn: Turn, paper: Said, partly: Outcome) -> list[Trace]:
        """Return a trace for each quotation of a turn that the runs touch."""
        kept = {place for first, end in runs for place in range(first, end)}
        found = []
        for owner in dict.fromkeys(token.owner for token in turn.tokens):
            places = [place for place, token in enumerate(turn.tokens) if token.owner == owner]
            held = [place for place in places if place in kept]
            whole = len(held) == len(places)
            if len(held) < LEAST_SHARED and not (whole and held):
                continue
            outcome = Outcome.CARRIED if whole and partly is Outcome.TRIMMED else partly
            text = self.said[owner].text
            gone = [place for place in places if place not in kept]
            cut = tuple(" ".join(span.of(text).split()) for span in stretches(turn, gone))
            changes = () if whole else _struck(turn, places, held, text)
            found.append(Trace(owner, paper.id, outcome, changes, cut, _negation(cut)))
        return found

    def _most_alike(self, wanted: Sequence[str]) -> Said | None:
        """Return the one quotation whose words are most like these, if any are like enough."""
        if len(wanted) < LEAST_PIECE:
            return None
        vocabulary, best, found = {*wanted}, LEAST_LIKENESS, None
        matcher = SequenceMatcher(None, (), list(wanted), autojunk=False)
        for said_id, own in self._words.items():
            different = {*own}
            if len(vocabulary & different) < LEAST_OVERLAP * min(len(vocabulary), len(different)):
                continue
            matcher.set_seq1(own)
            if min(matcher.real_quick_ratio(), matcher.quick_ratio()) < best:  # neither is less than the ratio
                continue
            ratio = matcher.ratio()
            if ratio >= best:
                best, found = ratio, self.said[said_id]
        return found


def _struck(turn: Turn, places: Sequence[int], held: Sequence[int], text: str) -> tuple[Difference, ...]:
    """Return a quotation as rows of a difference: kept words are equal, those left out are deleted."""
    kept = stretches(turn, held)
    start, end = turn.tokens[places[0]].span.start, turn.tokens[places[-1]].span.end
    edges = [start, *(edge for span in kept for edge in (span.start, span.end)), end]
    rows = []
    for number, (first, last) in enumerate(pairwise(edges)):
        if first < last:
            part = text[first:last]
            rows.append(Difference("equal", part, part) if number % 2 else Difference("delete", part, ""))
    return tuple(rows)


def _negation(cut: Sequence[str]) -> str:
    return next((fold(found).lower() for part in cut if (found := lost(part))), "")


def _with_changes(source: Said, text: str, paper: Said) -> Trace:
    rows = tuple(
        replace(row, op="equal") if words(row.a) == words(row.b) else row
        for row in differences(" ".join(source.text.split()), " ".join(text.split()))
    )
    cut = tuple(row.a.strip() for row in rows if row.op != "equal" and row.a.strip())
    added = tuple(row.b for row in rows if row.op != "equal")
    missed = "" if _negation(added) else _negation(cut)
    return Trace(source.id, paper.id, Outcome.ALTERED, rows, cut, missed)


def _of_relations(
    paper: Said,
    source: Mapping[int, Said],
    relations: Mapping[tuple[int, int], RelationKind],
    by_words: frozenset[int],
) -> Iterator[Trace]:
    """Yield the traces that only the relation of two claims shows: words retold, or a quotation that says the same.

    Such a quotation may have been spoken at another time, so it is not called altered. One whose words were traced
    already is no second version of a similar one.
    """
    for said in source.values():
        kind = relations.get((said.id, paper.id))
        if kind is None or kind not in TOLD:
            continue
        if paper.kind is not ClaimKind.DIRECT:
            yield Trace(said.id, paper.id, Outcome.INDIRECT, relation=kind)
        elif paper.id not in by_words:
            yield Trace(said.id, paper.id, Outcome.REWORDED, relation=kind)
