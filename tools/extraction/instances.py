"""From annotated attributions to decisions the models learn: which option was right, and the features of each."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from tools.extraction.gold import Gold, GoldDocument
from tracker.extract import contents, cues, sources
from tracker.extract.drafts import BOTH, DIRECTIONS, LEFT, NO_CUE, RIGHT, Tokens
from tracker.extract.tokens import Prose
from tracker.models import Span

_JOINING = " \t\xa0\"'“”‘’`,"
RARE_WORD = 3
"""Added to the count of a word before its share of cues is taken, so that a word seen once proves little."""


@dataclass
class Instances:
    """Options with the number of the right one: ``classified`` by class number, ``ranked`` per model name."""

    classified: list[tuple[list[str], int]] = field(default_factory=list)
    ranked: dict[str, list[tuple[list[list[str]], int]]] = field(default_factory=dict)

    def rank(self, name: str, positions: list[int], right: int, features: Callable[[int], list[str]]) -> None:
        """Add a decision among positions, unless the right one is not among them."""
        if right in positions:
            options = [features(at) for at in positions]
            self.ranked.setdefault(name, []).append((options, positions.index(right)))


def cue_shares(documents: Iterable[tuple[GoldDocument, Prose]]) -> dict[str, float]:
    """Return for each word the share of its occurrences outside quotations that stand in an annotated cue."""
    seen: Counter[str] = Counter()
    marked: Counter[str] = Counter()
    for document, prose in documents:
        seen.update(word for word, quoted in zip(prose.lower, prose.quotation, strict=True) if quoted < 0)
        for gold in document.attributions:
            for span in gold.cue:
                start, end = tokens(prose, span)
                marked.update(prose.lower[start:end])
    return {word: count / (seen[word] + RARE_WORD) for word, count in marked.items()}


def tokens(prose: Prose, span: Span) -> Tokens:
    """Return the tokens a span touches."""
    return bisect_right(prose.ends, span.start), bisect_left(prose.starts, span.end)


def head(prose: Prose, gold: Gold, candidates: set[int], shares: dict[str, float]) -> int | None:
    """Return the candidate inside an annotated cue that is most often a cue; of equals the last."""
    inside = [at for span in gold.cue for at in range(*tokens(prose, span)) if at in candidates]
    return max(inside, key=lambda at: (shares.get(prose.lower[at], 0.0) * (prose.lower[at] != ":"), at), default=None)


def pieces(gold: Gold, prose: Prose) -> list[Tokens]:
    """Return the content in tokens, pieces joined where only blanks, commas and quotation marks stand between."""
    joined: list[Span] = []
    for span in gold.content:
        between = prose.text[joined[-1].end : span.start] if joined else ""
        if joined and not between.strip(_JOINING):
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    found = (tokens(prose, span) for span in joined)
    return [(start, end) for start, end in found if end > start]


def collect(document: GoldDocument, prose: Prose, shares: dict[str, float], into: Instances) -> None:
    """Add every decision one annotated document shows."""
    candidates = cues.candidates(prose)
    known = set(candidates)
    directions = dict.fromkeys(candidates, NO_CUE)
    for gold in document.attributions:
        cue = head(prose, gold, known, shares)
        if cue is None:
            continue
        first, last = prose.sentences[prose.sentence[cue]]
        parts = pieces(gold, prose)
        right = [part for part in parts if cue < part[0] < last]
        left = [part for part in parts if first <= part[0] and part[1] <= cue + 1]
        directions[cue] = BOTH if left and right else LEFT if left else RIGHT
        if right:
            _right(prose, cue, right[0], into)
        if left:
            _left(prose, cue, left[-1], into)
        if parts:
            _source(prose, cue, gold, directions[cue], parts, into)
    for cue in candidates:
        into.classified.append((cues.features(prose, cue), DIRECTIONS.index(directions[cue])))


def _right(prose: Prose, cue: int, part: Tokens, into: Instances) -> None:
    start, end = part
    starts = contents.right_starts(prose, cue)
    into.rank("right_starts", starts, start, lambda at: contents.right_start_features(prose, cue, at))
    end = min(end, contents.last_word(prose, prose.sentence[cue]))
    ends = contents.right_ends(prose, start)
    into.rank("right_ends", ends, end, lambda at: contents.right_end_features(prose, cue, start, at))


def _left(prose: Prose, cue: int, part: Tokens, into: Instances) -> None:
    start, end = part
    while end > start and prose.lower[end - 1] == "," and prose.quotation[end - 1] < 0:
        end -= 1
    if end <= start:
        return
    into.rank("left_ends", contents.left_ends(prose, cue), end, lambda at: contents.left_end_features(prose, cue, at))
    starts = contents.left_starts(prose, end)
    into.rank("left_starts", starts, start, lambda at: contents.left_start_features(prose, cue, end, at))


def _source(prose: Prose, cue: int, gold: Gold, direction: str, parts: list[Tokens], into: Instances) -> None:
    near = min(parts, key=lambda piece: min(abs(piece[0] - cue), abs(piece[1] - cue)))
    starts = sources.starts(prose, cue)
    start = tokens(prose, gold.source[0])[0] if gold.source else sources.NOWHERE
    into.rank("source_starts", starts, start, lambda at: sources.start_features(prose, cue, at, direction, near))
    if start not in starts or start == sources.NOWHERE:
        return
    ends = sources.ends(prose, cue, start)
    end = min(tokens(prose, gold.source[-1])[1], ends[-1])
    while end > start + 1 and not prose.tags[end - 1][0].isalnum():
        end -= 1
    into.rank("source_ends", ends, end, lambda at: sources.end_features(prose, cue, start, at))
