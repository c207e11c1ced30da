"""Drafts of attributions: for each likely cue its content, its source, and how sure the models are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from tracker.extract import contents, cues, sources
from tracker.extract.beside_cue import after_cue, before_cue, only_circumstance
from tracker.extract.decide import class_weights, classify, rank, weights
from tracker.extract.tokens import Prose

Tokens = tuple[int, int]
CONSIDERED = 0.15
"""Cues below this share are not looked at any further: hardly any is kept in the end."""
TENSE_REACH = 5
"""The verb of a clause that begins with "and" and a pronoun stands within so many words."""
LOOK_BACK = 60
"""Words of the clause before the cue that are searched for its tense."""
_PRESENT = frozenset(["is", "are", "has", "have", "does", "do"])
_PAST = frozenset(["was", "were", "had", "did", "would", "could", "might"])
_TRAILING = frozenset((",", ";", ":", "—", "–", "-", "--"))
NO_CUE, RIGHT, LEFT, BOTH = "N", "R", "L", "B"
DIRECTIONS = (NO_CUE, RIGHT, LEFT, BOTH)


@dataclass(frozen=True, slots=True)
class Draft:
    """One likely attribution in tokens: cue, content pieces, source.

    ``share`` is what the cue model gives it, ``edges`` the lowest share any of its boundaries has among its rivals.
    """

    cue: int
    direction: str
    share: float
    edges: float
    pieces: tuple[Tokens, ...]
    source: Tokens | None


class _Piece(NamedTuple):
    tokens: Tokens
    share: float


def drafts(prose: Prose) -> list[Draft]:
    """Return a draft for every candidate cue that is likely enough, in order of the text."""
    model = class_weights("cues")
    found = []
    for cue in cues.candidates(prose):
        chances = classify(model, cues.features(prose, cue))
        share = 1.0 - chances[0]
        if share < CONSIDERED:
            continue
        direction = DIRECTIONS[max(range(1, len(DIRECTIONS)), key=chances.__getitem__)]
        direction, beside = _beside(prose, cue, direction)
        content = _content(prose, cue, direction, beside)
        if content:
            pieces = tuple(piece.tokens for piece in content)
            edges = min(piece.share for piece in content)
            source = beside or _source(prose, cue, direction, pieces)
            found.append(Draft(cue, direction, share, edges, pieces, source))
    return found


def _beside(prose: Prose, cue: int, direction: str) -> tuple[str, Tokens | None]:
    """Return where the content of a cue stands, and its source where commas set that off beside the cue.

    A source that fills the sentence behind the cue, or one before it with nothing but whom and when behind, leaves
    room for content to the left alone.
    """
    after = after_cue(prose, cue)
    if after is not None:
        return LEFT, after
    before = before_cue(prose, cue)
    if before is not None and direction == RIGHT and only_circumstance(prose, cue):
        return LEFT, before
    return direction, before if direction in (LEFT, BOTH) else None


def _content(prose: Prose, cue: int, direction: str, beside: Tokens | None) -> list[_Piece]:
    """Return the content pieces of a cue, best boundaries by the models; empty where there is no room for any.

    ``beside`` is the source where commas set it off beside the cue: content to the left ends before both.
    """
    left = _left(prose, cue, min(cue, beside[0]) if beside else None) if direction in (LEFT, BOTH) else None
    right = _right(prose, cue) if direction in (RIGHT, BOTH) else None
    if left and right and _own_voice(prose, left.tokens, right.tokens):
        right = None
    return [piece for piece in (left, right) if piece is not None]


def _own_voice(prose: Prose, left: Tokens, right: Tokens) -> bool:
    """Tell whether the words after an interrupting cue are the document's own.

    "The move was aimed at gangs, she said, and it comes as …": a clause joined by "and" whose tense falls out of the
    reported past of the clause before it.
    """
    start, end = right
    if prose.quotation[left[0]] >= 0 or prose.quotation[start] >= 0 or prose.tags[start] != "AND":
        return False
    near = range(start + 1, min(end, start + TENSE_REACH))
    present = any(
        prose.lower[at] in _PRESENT or (prose.tags[at] == "S" and prose.tags[at - 1] == "PRON") for at in near
    )
    return present and any(prose.lower[at] in _PAST for at in range(max(left[0], left[1] - LOOK_BACK), left[1]))


def _right(prose: Prose, cue: int) -> _Piece | None:
    starts = contents.right_starts(prose, cue)
    announced = _next_quotation(prose, cue) if not starts or _announces(prose, cue) else None
    if announced or not starts:
        return announced
    first = rank(weights("right_starts"), [contents.right_start_features(prose, cue, at) for at in starts])
    start = starts[first.option]
    ends = contents.right_ends(prose, cue, start)
    last = rank(weights("right_ends"), [contents.right_end_features(prose, cue, start, at) for at in ends])
    return _Piece((start, _trimmed(prose, start, ends[last.option])), min(first.share, last.share))


def _trimmed(prose: Prose, start: int, end: int) -> int:
    """Return the end of a piece without a dash or a comma that trails it."""
    while end > start + 1 and prose.lower[end - 1] in _TRAILING and prose.quotation[end - 1] < 0:
        end -= 1
    return end


def _left(prose: Prose, cue: int, known: int | None) -> _Piece | None:
    """Return the content left of a cue; ``known`` is its end where the source settles that."""
    ends = [known] if known is not None else contents.left_ends(prose, cue)
    if not ends:
        return None
    last = rank(weights("left_ends"), [contents.left_end_features(prose, cue, at) for at in ends])
    end = ends[last.option]
    starts = contents.left_starts(prose, end)
    first = rank(weights("left_starts"), [contents.left_start_features(prose, cue, end, at) for at in starts])
    start = starts[first.option]
    return _Piece((start, _trimmed(prose, start, _quotation_end(prose, start, end))), min(first.share, last.share))


def _quotation_end(prose: Prose, start: int, end: int) -> int:
    """Return where a piece ends that opens with a quotation: there, if a comma inside the marks ends the speech."""
    number = prose.quotation[start]
    if number < 0:
        return end
    first, last = prose.quoted[number]
    return last if first == start and last < end and prose.lower[last - 2] == "," else end


def _announces(prose: Prose, cue: int) -> bool:
    """Tell whether nothing but whom, when and where stands between a cue and the colon that ends its sentence."""
    return prose.words[prose.sentences[prose.sentence[cue]][1] - 1] == ":" and only_circumstance(prose, cue)


def _next_quotation(prose: Prose, cue: int) -> _Piece | None:
    """Return the quotation that opens the next sentence, for a cue that ends its own ("She said:")."""
    sentence = prose.sentence[cue] + 1
    if sentence >= len(prose.sentences):
        return None
    first, last = prose.sentences[sentence]
    quotation = prose.quotation[first] if first < last else -1
    return _Piece(prose.quoted[quotation], 1.0) if quotation >= 0 else None


def _source(prose: Prose, cue: int, direction: str, pieces: tuple[Tokens, ...]) -> Tokens | None:
    """Return the source of a cue, or ``None`` where the text names none."""
    near = min(pieces, key=lambda piece: min(abs(piece[0] - cue), abs(piece[1] - cue)))
    starts = sources.starts(prose, cue)
    options = [sources.start_features(prose, cue, at, direction, near) for at in starts]
    start = starts[rank(weights("source_starts"), options).option]
    if start == sources.NOWHERE:
        return None
    ends = sources.ends(prose, cue, start)
    options = [sources.end_features(prose, cue, start, at) for at in ends]
    return start, ends[rank(weights("source_ends"), options).option]
