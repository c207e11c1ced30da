"""Candidates for attributions: for each likely cue where its content and its source may stand, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from tracker.extract import cues
from tracker.extract.boundaries import (
    NOWHERE,
    REPORTS_IN_NOUNS,
    announced,
    end_features,
    left_end_features,
    left_ends,
    left_start_features,
    left_starts,
    right_end_features,
    right_ends,
    right_start_features,
    right_starts,
    source_ends,
    source_starts,
    start_features,
)
from tracker.extract.classifier import class_weights, classify, rank, weights
from tracker.extract.constructions import (
    FINITE,
    FINITE_OR_BASE,
    LONGEST,
    SHORTEST_CLAUSE,
    SUBJECT_TAGS,
    SURE_SHARE,
    TRAILING,
    Tokens,
    after_cue,
    apposed,
    before_aside,
    before_cue,
    before_participle,
    before_relative,
    before_speaker,
    behind_participle,
    closes_hearing,
    closes_report,
    goes_on_adding,
    inside_clause,
    is_described_by,
    is_finite,
    is_noun_of_clause,
    last_word,
    only_circumstance,
    opens_clause,
    opens_hearing,
    opens_quotation,
    report_before,
    set_out,
)
from tracker.extract.cues import cue_word
from tracker.extract.prose import Prose
from tracker.text.lexicon import words

SURE = 0.97
"""How likely a cue is in a construction that leaves no doubt."""

NEAR_REPORTS = 4
"""Candidates before a cue that are looked at for the report it goes on with."""

CONSIDERED = 0.15
"""Cues below this share are not looked at any further: hardly any is kept in the end."""

TENSE_REACH = 5
"""The verb of a clause that begins with "and" and a pronoun stands within so many words."""

LOOK_BACK = 60
"""Words of the clause before the cue that are searched for its tense."""

_PRESENT = frozenset(["is", "are", "has", "have", "does", "do"])

_PAST = frozenset(["was", "were", "had", "did", "would", "could", "might"])

NO_CUE, RIGHT, LEFT, BOTH = "N", "R", "L", "B"

DIRECTIONS = (NO_CUE, RIGHT, LEFT, BOTH)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One likely attribution in tokens: cue, content pieces, source.

    ``share`` is what the cue model gives it, ``edges`` the lowest share any of its boundaries has among its rivals.
    ``sure`` tells that its construction leaves no doubt: its verb goes on with an earlier report, or ends one.
    """

    cue: int
    direction: str
    share: float
    edges: float
    pieces: tuple[Tokens, ...]
    source: Tokens | None
    sure: bool = False


class _Piece(NamedTuple):
    tokens: Tokens
    share: float


def candidates(prose: Prose) -> list[Candidate]:
    """Return a candidate for every cue that is likely enough, in order of the text."""
    model = class_weights("cues")
    found: list[Candidate] = []
    for cue in cues.candidates(prose):
        if is_noun_of_clause(prose, cue) or is_described_by(prose, cue):
            continue
        chances = classify(model, cues.features(prose, cue))
        inside = inside_clause(prose, cue)
        told = set_out(prose, cue)
        joined = told[0] if told else report_before(prose, cue) or before_relative(prose, cue)
        direction = DIRECTIONS[max(range(1, len(DIRECTIONS)), key=chances.__getitem__)]
        hearer = closes_hearing(prose, cue)
        apart = direction != BOTH or goes_on_adding(prose, cue) or cue + 1 == last_word(prose, prose.sentence[cue])
        closes = None if hearer or joined or inside else before_speaker(prose, cue)
        closes = closes or (closes_report(prose, cue) if apart and not (hearer or joined or inside) else None)
        opened = opens_quotation(prose, cue) or opens_hearing(prose, cue) or opens_clause(prose, cue)
        opens = joined is None and not closes and opened
        sure = bool(hearer or inside or joined or closes or opens)
        share = max(1.0 - chances[0], SURE if sure else 0.0)
        if share < CONSIDERED:
            continue
        beside: Tokens | None
        if hearer:
            direction, beside = LEFT, hearer
        elif inside:
            direction, beside = BOTH, inside
        elif sure:
            direction, beside = (LEFT, closes) if closes else (RIGHT, joined)
        else:
            direction, beside = _beside(prose, cue, direction)
        accused = cue_word(prose, cue).lemma == "accuse" and prose.lower[cue + 1 : cue + 2] == ["of"]
        direction = RIGHT if accused else direction
        content = _content(prose, cue, direction, beside, told[1] if told else None)
        if content:
            pieces = tuple(piece.tokens for piece in content)
            edges = min(piece.share for piece in content)
            goes_on = _goes_on(prose, cue, found)
            closed = goes_on if found and found[-1].direction == LEFT else None
            source = (
                beside
                or before_aside(prose, cue)
                or apposed(prose, cue)
                or closed
                or _source(prose, cue, direction, pieces)
                or goes_on
            )
            if goes_on and source and source[0] <= found[-1].cue < source[1]:
                source = goes_on  # "the union claims …, and says"
            source = behind_participle(prose, source, pieces[-1]) or before_participle(prose, cue, source)
            if accused and not (source and source[0] > cue):
                source = None  # who "is accused of" something accuses nobody
            found.append(Candidate(cue, direction, share, edges, pieces, source, sure))
    return found


def _goes_on(prose: Prose, cue: int, found: list[Candidate]) -> Tokens | None:
    """Return the source of the report that "and insists" or ", adding that" goes on with, of the same sentence."""
    at = cue - 1
    while at > 0 and prose.tags[at] in ("ADV", "LY"):
        at -= 1
    word = cue_word(prose, cue)
    joins = prose.tags[at] == "AND" and word.form in FINITE
    if not joins and not (word.form == "gerund" and prose.words[at] == ","):
        return None
    for before in reversed(found[-NEAR_REPORTS:]):
        if prose.sentence[before.cue] != prose.sentence[cue]:
            return None
        sure = before.share >= SURE_SHARE / 100 or prose.tags[before.cue + 1] == "THAT"
        if before.source is not None and sure and cue_word(prose, before.cue).speech:
            return before.source
    return None


def _beside(prose: Prose, cue: int, direction: str) -> tuple[str, Tokens | None]:
    """Return where the content of a cue stands, and its source where commas set that off beside the cue.

    A source that fills the sentence behind the cue, or one before it with nothing but whom and when behind, leaves
    room for content to the left alone.
    """
    after = after_cue(prose, cue)
    if after is not None:
        return LEFT, after
    if direction == LEFT and cue_word(prose, cue).lemma == "according" and _opens(prose, cue):
        return RIGHT, None
    before = before_cue(prose, cue)
    if before is not None and direction == RIGHT and only_circumstance(prose, cue):
        return LEFT, before
    return direction, before if direction in (LEFT, BOTH) else None


def _opens(prose: Prose, cue: int) -> bool:
    """Tell whether a cue opens its sentence but for a word such as "However": there is no clause before it."""
    before = range(prose.sentences[prose.sentence[cue]][0], cue)
    return sum(prose.words[at][0].isalpha() for at in before) < 2 and all(prose.quotation[at] < 0 for at in before)


def _content(prose: Prose, cue: int, direction: str, beside: Tokens | None, begins: int | None) -> list[_Piece]:
    """Return the content pieces of a cue, best boundaries by the models; empty where there is no room for any.

    ``beside`` is the source where commas set it off beside the cue: content to the left ends before both. ``begins`` is
    where content to the right does, where its construction shows it.
    """
    left = _left(prose, cue, min(cue, beside[0]) if beside else None) if direction in (LEFT, BOTH) else None
    right = _right(prose, cue, begins) if direction in (RIGHT, BOTH) else None
    if left and right and _own_voice(prose, left.tokens, right.tokens):
        right = None
    return [piece for piece in (left, right) if piece is not None]


def _own_voice(prose: Prose, left: Tokens, right: Tokens) -> bool:
    """Tell whether the words after an interrupting cue are the document's own.

    "The move was aimed at gangs, she said, and it comes as …": a clause joined by "and" whose tense falls out of the
    reported past of the clause before it.
    """
    start, end = right
    if (
        prose.quotation[left[0]] >= 0
        or prose.quotation[start] >= 0
        or (prose.tags[start] != "AND" and prose.words[start] != ";")
    ):
        return False
    near = range(start + 1, min(end, start + TENSE_REACH))
    present = any(
        prose.lower[at] in _PRESENT or (prose.tags[at] == "S" and prose.tags[at - 1] == "PRON") for at in near
    )
    return present and any(prose.lower[at] in _PAST for at in range(max(left[0], left[1] - LOOK_BACK), left[1]))


def _right(prose: Prose, cue: int, begins: int | None) -> _Piece | None:
    if begins is not None and prose.quotation[begins] >= 0:
        return _Piece(prose.quoted[prose.quotation[begins]], 1.0)
    starts = [begins] if begins is not None else right_starts(prose, cue)
    announced = _next_quotation(prose, cue) if not starts or _announces(prose, cue) else None
    if announced or not starts:
        return announced
    first = rank(weights("right_starts"), [right_start_features(prose, cue, at) for at in starts])
    start = _past_hearer(prose, cue, _past_noun_of_report(prose, cue, starts[first.option]))
    ends = right_ends(prose, cue, start)
    if prose.tags[start] == "THAT" and len(ends) > 1:
        ends = [end for end in ends if any(is_finite(prose, at) for at in range(start + 2, end))] or ends
    last = rank(weights("right_ends"), [right_end_features(prose, cue, start, at) for at in ends])
    end = ends[-1] if _goes_on_quoted(prose, ends[last.option], ends[-1]) else ends[last.option]
    return _Piece((start, _trimmed(prose, start, _before_writer(prose, start, end))), min(first.share, last.share))


def _past_noun_of_report(prose: Prose, cue: int, start: int) -> int:
    """Return where content begins behind a noun that names it: "repeated his claim that", "claims by Reed that"."""
    noun = start + (prose.tags[start] in ("POSS", "DET", "GEN"))
    if start != cue + 1 or noun >= len(prose.lower) or prose.lower[noun].removesuffix("s") not in REPORTS_IN_NOUNS:
        return start
    at, last = noun + 1, last_word(prose, prose.sentence[cue])
    if prose.lower[at : at + 1] in (["by"], ["from"]):
        at += 1
        while at < min(last, noun + LONGEST) and prose.tags[at] in SUBJECT_TAGS | {"PREP"}:
            at += 1
    named = noun > start or at > noun + 1
    return at if named and at < last and prose.tags[at] == "THAT" else start


def _past_hearer(prose: Prose, cue: int, start: int) -> int:
    """Return where content begins behind a hearer's name that was taken in: "told Radio Hull patients were at risk"."""
    if cue_word(prose, cue).lemma != "tell" or start != cue + 1 or prose.tags[start] not in ("NAME", "CAP"):
        return start
    behind = start
    while prose.tags[behind] in ("NAME", "CAP") and behind + 2 < len(prose.tags):
        behind += 1
    subject = prose.tags[behind] in ("DET", "POSS", "PRON", "S", "NUM", "WORD")
    verb = behind + 1 + (prose.tags[behind] in ("DET", "POSS", "NUM"))
    return behind if subject and verb < len(prose.tags) and is_finite(prose, verb) else start


@cache
def _corrections() -> dict[str, list[list[str]]]:
    """Return the listed words, by the first of them."""
    found: dict[str, list[list[str]]] = {}
    for entry in words("extract", "corrections.txt"):
        found.setdefault(entry.split()[0], []).append(entry.split())
    return found


def _before_writer(prose: Prose, start: int, end: int) -> int:
    """Return where content ends before the writer goes on: "it fell when in fact it rose", "…; the target is 85"."""
    listed = _corrections()
    for at in range(start + SHORTEST_CLAUSE, end - 2):
        if prose.words[at] == ";" and prose.quotation[start] < 0 and _own_voice(prose, (start, at), (at, end)):
            return at  # "it had reached 62 per cent; the target is 85"
        if prose.words[at] == ";" and prose.quotation[at - 1] >= 0 > prose.quotation[at]:
            named = prose.tags[at + 1] == "NAME" and not any(prose.quotation[k] >= 0 for k in range(at + 1, end))
            if named and is_finite(prose, at + 2):  # "he was “mad”; Mace had it framed"
                return at
        entries = listed.get(prose.lower[at])
        if entries and prose.quotation[at] < 0 and any(prose.lower[at : at + len(one)] == one for one in entries):
            return at
    return end


def _goes_on_quoted(prose: Prose, end: int, last: int) -> bool:
    """Tell whether "but" or "and" joins more to a report, and quoted words in it show that the speech goes on."""
    joined = prose.tags[end : end + 1] == ["AND"] or prose.tags[end : end + 2] == [",", "AND"]
    if not joined or announced(prose, end, last) or not any(prose.quotation[at] >= 0 for at in range(end, last)):
        return False
    words = (cue_word(prose, at) for at in range(end, last) if prose.quotation[at] < 0)
    return not any(word.form in FINITE_OR_BASE and word.share >= SURE_SHARE for word in words)


def _trimmed(prose: Prose, start: int, end: int) -> int:
    """Return the end of a piece without a dash or a comma that trails it."""
    while end > start + 1 and prose.lower[end - 1] in TRAILING and prose.quotation[end - 1] < 0:
        end -= 1
    return end


def _left(prose: Prose, cue: int, known: int | None) -> _Piece | None:
    """Return the content left of a cue; ``known`` is its end where the source settles that."""
    ends = [known] if known is not None else left_ends(prose, cue)
    if not ends:
        return None
    last = rank(weights("left_ends"), [left_end_features(prose, cue, at) for at in ends])
    end = ends[last.option]
    starts = left_starts(prose, end)
    first = rank(weights("left_starts"), [left_start_features(prose, cue, end, at) for at in starts])
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
    starts = source_starts(prose, cue)
    options = [start_features(prose, cue, at, direction, near) for at in starts]
    start = starts[rank(weights("source_starts"), options).option]
    if start == NOWHERE:
        return None
    ends = source_ends(prose, cue, start)
    options = [end_features(prose, cue, start, at) for at in ends]
    return start, ends[rank(weights("source_ends"), options).option]
