"""From annotated attributions to decisions the models learn: which option was right, and the features of each."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from tools.extraction.gold import Gold, GoldDocument
from tracker.extract import attributions, boundaries, candidates, constructions, cues, rank
from tracker.extract.candidates import BOTH, DIRECTIONS, LEFT, NO_CUE, RIGHT, Candidate
from tracker.extract.constructions import Tokens
from tracker.extract.prose import Prose
from tracker.extract.rank import select
from tracker.models import Span

_JOINING = " \t\xa0\"'“”‘’`,"
FEWEST_WORDS = 4
"""Unquoted content with fewer words is a topic ("the same thing", "his record"), no statement."""
RARE_WORD = 3
"""Added to the count of a word before its share of cues is taken, so that a word seen once proves little."""


@dataclass
class Instances:
    """Examples for each model: ``classified`` with the number of their class, ``ranked`` of the right option."""

    classified: dict[str, list[tuple[list[str], int]]] = field(default_factory=dict)
    ranked: dict[str, list[tuple[list[list[str]], int]]] = field(default_factory=dict)

    def classify(self, name: str, features: list[str], right: int) -> None:
        """Add an example of a class."""
        self.classified.setdefault(name, []).append((features, right))

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


def lemma_shares(documents: Iterable[tuple[GoldDocument, Prose]]) -> dict[str, int]:
    """Return for each lemma of the cue lexicon the share of its occurrences that are part of a cue, in hundredths."""
    known = cues.lexicon()
    seen: Counter[str] = Counter()
    marked: Counter[str] = Counter()
    for document, prose in documents:
        outside = zip(prose.lower, prose.quotation, strict=True)
        seen.update(known[word].lemma for word, quoted in outside if quoted < 0 and word in known)
        for gold in document.attributions:
            for span in gold.cue:
                inside = prose.lower[slice(*tokens(prose, span))]
                marked.update(known[word].lemma for word in inside if word in known)
    return {lemma: min(99, 100 * count // (seen[lemma] + RARE_WORD)) for lemma, count in marked.items()}


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
        into.classify("cues", cues.features(prose, cue), DIRECTIONS.index(directions[cue]))


def _right(prose: Prose, cue: int, part: Tokens, into: Instances) -> None:
    start, end = part
    starts = boundaries.right_starts(prose, cue)
    into.rank("right_starts", starts, start, lambda at: boundaries.right_start_features(prose, cue, at))
    end = min(end, constructions.last_word(prose, prose.sentence[cue]))
    ends = boundaries.right_ends(prose, cue, start)
    into.rank("right_ends", ends, end, lambda at: boundaries.right_end_features(prose, cue, start, at))


def _left(prose: Prose, cue: int, part: Tokens, into: Instances) -> None:
    start, end = part
    while end > start and prose.lower[end - 1] == "," and prose.quotation[end - 1] < 0:
        end -= 1
    if end <= start:
        return
    into.rank(
        "left_ends", boundaries.left_ends(prose, cue), end, lambda at: boundaries.left_end_features(prose, cue, at)
    )
    starts = boundaries.left_starts(prose, end)
    into.rank("left_starts", starts, start, lambda at: boundaries.left_start_features(prose, cue, end, at))


def _source(prose: Prose, cue: int, gold: Gold, direction: str, parts: list[Tokens], into: Instances) -> None:
    near = min(parts, key=lambda piece: min(abs(piece[0] - cue), abs(piece[1] - cue)))
    starts = boundaries.source_starts(prose, cue)
    start = tokens(prose, gold.source[0])[0] if gold.source else boundaries.NOWHERE
    into.rank("source_starts", starts, start, lambda at: boundaries.start_features(prose, cue, at, direction, near))
    if start not in starts or start == boundaries.NOWHERE:
        return
    ends = boundaries.source_ends(prose, cue, start)
    end = min(tokens(prose, gold.source[-1])[1], ends[-1])
    while end > start + 1 and not prose.tags[end - 1][0].isalnum():
        end -= 1
    into.rank("source_ends", ends, end, lambda at: boundaries.end_features(prose, cue, start, at))


def nature(document: GoldDocument, prose: Prose) -> Callable[[Tokens], int]:
    """Return a function that tells what the annotators say a piece of a document is."""
    gold = [
        (frozenset(words(prose, part)), is_speech(prose, item, part))
        for item in document.attributions
        for part in pieces(item, prose)
    ]
    by_word: dict[int, list[int]] = {}
    for number, (inside, _) in enumerate(gold):
        for at in inside:
            by_word.setdefault(at, []).append(number)

    def of(piece: Tokens) -> int:
        inside = frozenset(words(prose, piece))
        best = rank.NONE
        for number in {number for at in inside for number in by_word.get(at, ())}:
            common = len(inside & gold[number][0])
            if common * 2 >= len(inside | gold[number][0]):
                best = max(best, rank.SPEECH if gold[number][1] else rank.THOUGHT)
        return best

    return of


def collect_candidates(document: GoldDocument, prose: Prose, into: Instances) -> list[Candidate]:
    """Add the candidates the present weights make of a document they were not learnt from, and return them."""
    of = nature(document, prose)
    found = candidates.candidates(prose)
    for number, candidate in enumerate(found):
        natures = sorted(of(piece) for piece in candidate.pieces)
        into.classify("candidates", rank.features(prose, found, number), natures[len(natures) // 2])
    return found


def collect_quotations(document: GoldDocument, prose: Prose, found: list[Candidate], into: Instances) -> None:
    """Add the quotations that no candidate covers, judged by weights for candidates."""
    of = nature(document, prose)
    kept = [item.candidate for item in select(prose, rank.judge(prose, found))]
    for piece, before in attributions.uncovered(prose, kept, attributions.runs(prose)):
        into.classify("quotations", attributions.features(prose, piece, before), int(of(piece) != rank.NONE))


def words(prose: Prose, piece: Tokens) -> list[int]:
    """Return the tokens of a piece that are words or figures."""
    return [at for at in range(*piece) if prose.lower[at][0].isalnum()]


def is_speech(prose: Prose, gold: Gold, part: Tokens) -> bool:
    """Tell whether an annotated cue reports words, and its content is more than a bare topic."""
    known = cues.lexicon()
    heads = [known[word] for span in gold.cue for word in prose.lower[slice(*tokens(prose, span))] if word in known]
    quoted = any(prose.quotation[at] >= 0 for at in range(*part))
    long = len(words(prose, part)) >= FEWEST_WORDS
    return quoted or (long and (not heads or any(head.speech for head in heads)))
