"""What two claims are to each other: a score nominates; figures, polarity, direction and splices decide."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp, fsum, log1p, sqrt
from typing import Final

from rapidfuzz.distance import Levenshtein

from tracker.matching.features import Features
from tracker.matching.figures import Comparison, Figure, compare, measured_alike, near, tells
from tracker.matching.opposition import (
    DENIED_TOGETHER,
    Edit,
    both_measured,
    by_shares,
    changed_in_place,
    denies_elsewhere,
    local,
    moves_both_ways,
    of_a_share,
    opposed_in_description,
    opposed_in_place,
    opposed_in_sense,
    opposed_in_trend,
)
from tracker.models import SAME_CLAIM, ClaimKind, Relation, RelationKind, Span
from tracker.text.agents import Exchange, exchanged
from tracker.text.lexicon import rows
from tracker.text.normal import Word, words

_WEIGHTS: Final = {row[0]: float(row[1]) for row in rows("matching", "likeness.tsv")}
BIAS: Final = _WEIGHTS["bias"]
SHARED: Final = _WEIGHTS["shared"]
HELD: Final = _WEIGHTS["held"]
EVIDENCE: Final = _WEIGHTS["evidence"]
LENGTH: Final = _WEIGHTS["length"]
FIGURES: Final = _WEIGHTS["figures"]
ONE_SIDED: Final = _WEIGHTS["one-sided"]

PARTS: Final = ("shared", "held", "evidence", "length", "figures", "one-sided")
"""The parts of the score in the order ``parts`` returns them; ``data/likeness.tsv`` says what each weighs."""

ENOUGH_FIGURES: Final = 2
"""More agreeing figures than this say no more."""

LEAST_EVIDENCE: Final = log1p(0.5)
"""Two claims that share one light word ("increase") and no figure are nothing to each other, however short they are."""

LEAST_WEIGHT: Final = 0.1
"""Stands for the weight of a claim without any weighty word, so that shares stay defined."""


def parts(a: Features, b: Features, figures: Comparison) -> tuple[float, ...]:
    """Return the parts of the likeness of two claims, in the order of ``PARTS``."""
    weights = a.weights
    shared = a.bag & b.bag
    # Summed exactly, since the order of a set is another in every process.
    both = fsum([weights[name] for name in shared])
    if further := a.also.keys() & b.also.keys() - shared:
        senses = [(a.also[name], b.also[name]) for name in further]
        both += fsum(
            [
                min(weights[mine], b.weights[theirs])
                for mine, theirs in senses
                if mine not in shared and theirs not in shared
            ]
        )
    one, other = a.weight or LEAST_WEIGHT, b.weight or LEAST_WEIGHT
    agreeing = 0.0
    if figures.agreed or figures.opposed:
        told = sum([tells(figure) for figure, _ in (*figures.agreed, *figures.opposed)])
        agreeing = min(told, ENOUGH_FIGURES) / ENOUGH_FIGURES
    return (
        both / sqrt(one * other),
        both / min(one, other),
        log1p(both),
        log1p(min(len(a.bag), len(b.bag))),
        agreeing,
        1.0 if bool(a.figures) != bool(b.figures) else 0.0,
    )


def likeness(a: Features, b: Features, figures: Comparison) -> float:
    """Return how alike two claims are, from 0 to 1."""
    shared, held, evidence, length, agreeing, one_sided = parts(a, b, figures)
    if evidence < LEAST_EVIDENCE and not agreeing:
        return 0.0
    score = BIAS + SHARED * shared + HELD * held + EVIDENCE * evidence + LENGTH * length
    return 1.0 / (1.0 + exp(-(score + FIGURES * agreeing + ONE_SIDED * one_sided)))


LEAST_RUN: Final = 2
"""Words in a part; single words can be found in any text."""

MOST_PARTS: Final = 4
"""More parts than this are a new sentence out of common words, and no quotation."""

WIDEST_GAP: Final = 60
"""Words that may lie between two parts: three or four sentences; parts further apart are two quotations."""

_INSERTED: Final = re.compile(r"\[[^\]]*\]|\([^)]*\)")


@dataclass(frozen=True, slots=True)
class Part:
    """One unbroken part of a spliced quotation: where it stands in the quotation and in the fuller text."""

    quoted: Span
    source: Span


@dataclass(frozen=True, slots=True)
class Splice:
    """The parts of a spliced quotation, in order, and the stretches of the fuller text that it leaves out between."""

    parts: tuple[Part, ...]
    hidden: tuple[Span, ...]


Run = tuple[int, int, int]
"""A part as word places: where it begins in the quotation, where in the source, and how many words it has."""


def runs(short: Sequence[str], long: Sequence[str], telling: Sequence[bool] | None = None) -> tuple[Run, ...] | None:
    """Return the fewest parts of ``long``, in order and at least two, that make up ``short``, or ``None``.

    ``telling`` marks the words of ``short`` that are no stop words: a part must hold one of them.
    """
    best: list[tuple[Run, ...]] = []

    def extend(at: int, after: int, so_far: tuple[Run, ...]) -> None:
        if at == len(short):
            if not best or len(so_far) < len(best[0]):
                best[:] = [so_far]
            return
        if len(so_far) == (len(best[0]) if best else MOST_PARTS):
            return
        stop = len(long) if not so_far else min(len(long), after + WIDEST_GAP)
        for place in range(after, stop):
            if long[place] != short[at]:
                continue
            length = 1
            while (
                at + length < len(short) and place + length < len(long) and long[place + length] == short[at + length]
            ):
                length += 1
            if length >= LEAST_RUN and (telling is None or any(telling[at : at + length])):
                extend(at + length, place + length, (*so_far, (at, place, length)))

    extend(0, 0, ())
    return best[0] if best and len(best[0]) > 1 else None


def _without_insertions(text: str) -> tuple[Word, ...]:
    inserted = [match.span() for match in _INSERTED.finditer(text)]
    return tuple(word for word in words(text) if not any(start <= word.start < end for start, end in inserted))


def splice(quotation: str, source_text: str) -> Splice | None:
    """Find the parts of a quotation that stand apart in a fuller text; ``None`` where it is whole there, or not there.

    Words that the quotation adds in brackets are passed over; an ellipsis is a place where it may leave words out.

    >>> found = splice("a calm night with few calls", "It was a calm night, they said, with few calls.")
    >>> [part.source.of("It was a calm night, they said, with few calls.") for part in found.parts]
    ['a calm night', 'with few calls']
    """
    quoted, source = _without_insertions(quotation), words(source_text)
    found = runs([word.normal for word in quoted], [word.normal for word in source], [not word.stop for word in quoted])
    if found is None:
        return None
    parts = tuple(
        Part(
            Span(quoted[at].start, quoted[at + length - 1].end),
            Span(source[place].start, source[place + length - 1].end),
        )
        for at, place, length in found
    )
    hidden = tuple(Span(one.source.end, other.source.start) for one, other in pairwise(parts))
    return Splice(parts, hidden)


OUTRANKED: Final = frozenset({RelationKind.NONE, RelationKind.RELATED, RelationKind.VARIANT, RelationKind.EXCERPT})
"""What a claim with a stitched quotation may look like by its other words; the stitching explains more."""

Stitching = tuple[tuple[str, str], tuple[tuple[Span, Span], ...]]
"""The two reasons for a reader, and where each part stands in the quoting claim and in the source."""


Turn = str | Callable[[], str | None] | None
"""The words of a whole run of speech, or what gives them when they are asked for; ``None`` where there is none."""


def stitching(one: Features, source: Features, turn: Turn = None) -> Stitching | None:
    """Return how a quotation of ``one`` joins parts that stand apart in a turn, one of them in ``source``.

    ``turn`` is the whole run of speech that ``source`` belongs to; without it the source's own words are searched.
    """
    for span, own in one.quoted:
        if len(own & source.vocabulary) < LEAST_RUN:
            continue
        if callable(turn):
            turn = turn()
        if turn is None and not own <= source.vocabulary:
            continue
        found = splice(span.of(one.text), source.text if turn is None else turn)
        if found is not None:
            explained = _explained(span, one.text, source.text, source.text if turn is None else turn, found)
            if explained[1]:
                return explained
    return None


def _explained(span: Span, quoting: str, source: str, turn: str, found: Splice) -> Stitching:
    words = span.of(quoting)
    parts = " and ".join(f"“{part.quoted.of(words)}”" for part in found.parts)
    hidden = " … ".join(" ".join(left_out.of(turn).split()) for left_out in found.hidden)
    places = []
    for part in found.parts:
        start = source.find(part.source.of(turn))
        if start >= 0:
            here = Span(span.start + part.quoted.start, span.start + part.quoted.end)
            places.append((here, Span(start, start + part.source.end - part.source.start)))
    return (f"{parts} stand apart in the fuller source", f"between them it says: “{hidden}”"), tuple(places)


RULES_VERSION: Final = "2026.6"
"""Changes whenever a rule, a weight or a word list of this room changes; every relation carries it."""

SAME_SUBJECT: Final = 0.45
"""From this likeness on two claims are taken to state one proposition, unless figures or polarity say otherwise."""

RELATED: Final = 0.2
"""From this likeness on two claims are shown as being about one subject."""

CONTAINED: Final = 0.9
"""The least likeness of a claim and a part of its words, however much longer it is."""

DENYING: Final = 0.6
"""The least likeness of two such denials: speakers deny one thing in more various words than they state it in."""

MOVED: Final = 60.0
"""The least score of two claims that say of one thing that it moved opposite ways, however else they are worded."""

PLACED: Final = 0.6
"""From this likeness on a figure that stands where another stood is another figure of the same."""

CLOSE: Final = 0.8
"""From this likeness on a figure in the place of another is taken for another figure of the same."""

OTHER_NAMES: Final = 0.3
"""The most likeness of two claims that are about other names: one subject at best."""

LEAST_EXCERPT: Final = 1.5
"""Weight of the words of an excerpt; lighter ones make one only where they hold a figure ("73% reduction")."""

LEAST_SPLICE: Final = 5
"""Words of a spliced quotation: two parts, one of them more than a pair of words."""

NEARLY_SAME: Final = 0.6
"""The share of the shorter claim's words that stand in the other, in order, where single edits are weighed."""

MOST_LIKENESSES: Final = 4
"""Pairs of words named as saying the same; more are no help to a reader."""

FULL_SCORE: Final = 100.0
_ROUNDED: Final = 1
_SAME: Final = {
    RelationKind.VARIANT: "the same said in other words",
    RelationKind.EXCERPT: "one holds the words of the other",
    RelationKind.SPLICED: "one is made of parts that stand apart in the other",
}
_REORDERED: Final = frozenset({RelationKind.VARIANT, RelationKind.SPLICED})
PAST: Final = "past"
FUTURE: Final = "future"
SHIFTED: Final = "shifted"
"""The tense of words that tell of the past, but of the present in reported speech: "she said the mill was closed"."""

_TENSES: Final = [(row[0], frozenset(row[1].split())) for row in rows("matching", "tenses.tsv")]
_QUOTED: Final = frozenset({ClaimKind.DIRECT, None})
"""Claims whose words are a quotation throughout; ``None`` is a bare text, which may be one."""
_WAYS: Final = {1: "increase", -1: "decrease"}


def relation(a: Features, b: Features) -> Relation:
    """Decide what two claims are to each other; mirrored arguments give the mirrored relation."""
    # Decided in one order alone: reasons begin with the words of the first claim, and a pair has one relation.
    if b.text < a.text:
        return _mirrored(relation(b, a))
    return spliced(a, b, _relation(a, b))


def spliced(a: Features, b: Features, found: Relation, turn_a: Turn = None, turn_b: Turn = None) -> Relation:
    """Return the relation ``spliced`` where a quotation of one claim was stitched from the other; else ``found``.

    Words of two known speakers are never one spliced quotation.
    ``turn_a`` and ``turn_b`` are the whole turns the claims belong to, where they are known, or what gives them.
    """
    if found.kind not in OUTRANKED or not _of_one_mouth(a, b):
        return found
    if joined := stitching(a, b, turn_b):
        return Relation(RelationKind.SPLICED, found.score, *joined, RULES_VERSION)
    if joined := stitching(b, a, turn_a):
        return _mirrored(Relation(RelationKind.SPLICED, found.score, *joined, RULES_VERSION))
    return found


def _mirrored(found: Relation) -> Relation:
    if not found.differences:
        return found
    swapped = tuple((two, one) for one, two in found.differences)
    return Relation(found.kind, found.score, found.reasons, swapped, found.rules)


def _relation(a: Features, b: Features) -> Relation:
    # Before anything is weighed: of the same words, figures and negators are the same too. Only what stands outside of
    # them can differ: a cue that denies them, and words that a mark may hide.
    if a.printed_words == b.printed_words:
        return _of_same_words(a, b)
    figures = compare(a.figures, b.figures)
    alike = likeness(a, b, figures)
    part = _part(a, b) if alike else None
    # Seen from both sides, a part is hardly like a claim of thirty words ("73% reduction"), however surely it is of it.
    if part is not None:
        alike = max(alike, CONTAINED)
    elif alike and fsum([a.weights[name] for name in a.denied & b.denied]) >= DENIED_TOGETHER:
        alike = max(alike, DENYING)
    # Last, since nothing makes up for other names: "Ann said the fare will rise" and "Ben said …" share all the rest.
    # It holds no part down, for the names of a part are the other's too.
    if other_names(a, b):
        alike = min(alike, OTHER_NAMES)
    score = round(FULL_SCORE * alike, _ROUNDED)
    moved = opposed_in_trend(a, b) if a.trends and b.trends else []
    if alike < SAME_SUBJECT:
        # Two descriptions of one thing share but the noun ("a small change", "a significant change"). That they are
        # opposed is no less true for it, and it is what a reader looks for.
        opposed = opposed_in_description(a, b)
        if moved and not both_measured(a, b):
            return Relation(RelationKind.REVERSED, max(score, MOVED), tuple(moved), (), RULES_VERSION)
        if opposed:
            return Relation(RelationKind.REVERSED, score, tuple(opposed), (), RULES_VERSION)
        if (measured := _other_value(a, b, figures)) is not None:
            return Relation(RelationKind.REVISED, max(score, MOVED), (_changed(*measured),), (), RULES_VERSION)
        if alike < RELATED:
            return Relation(RelationKind.NONE, score, (), (), RULES_VERSION)
        return Relation(RelationKind.RELATED, score, ("they share a subject, no more",), (), RULES_VERSION)
    edits = _edits(a, b)
    # From here on the two state one proposition, unless something is found that speaks against it, the gravest first:
    # the contrary, another figure, then that they only seem to be one. A part may lack figures and denials of the whole
    # (that makes it a part), so the last two tests are not for parts.
    kind, reasons = _decided(a, b, figures, edits, alike)
    if moved and kind is not RelationKind.REVERSED:
        kind, reasons = RelationKind.REVERSED, moved
    if kind in (RelationKind.VARIANT, RelationKind.RELATED) and part is not None:
        # A "not" that one side says and the other's cue makes up for is no part left out of a quotation.
        kind = part if a.polarity == b.polarity or part is RelationKind.EXCERPT else RelationKind.VARIANT
    if kind is RelationKind.VARIANT and part is None and (of_a_share(a, b) or of_a_share(b, a)):
        reason = "one speaks of a share, the other of all"
        return Relation(RelationKind.RELATED, score, (reason,), (), RULES_VERSION)
    if kind is RelationKind.VARIANT and part is None and _of_other_things(a, b, figures):
        reason = "each gives a figure of something the other does not measure"
        return Relation(RelationKind.RELATED, score, (reason,), (), RULES_VERSION)
    if kind is RelationKind.VARIANT and part is None and (denies_elsewhere(a, b) or denies_elsewhere(b, a)):
        reason = "one denies something of which the other does not speak"
        return Relation(RelationKind.RELATED, score, (reason,), (), RULES_VERSION)
    # Of words in a row none can have changed its part, so an excerpt need not be read for that.
    if kind in _REORDERED and (exchange := exchanged(a.text, b.text)) is not None:
        return Relation(RelationKind.RELATED, score, (_exchanged(exchange),), (), RULES_VERSION)
    if kind in SAME_CLAIM:
        reasons = [_SAME[kind], *_likenesses(a, b), *reasons, *_reservations(a, b)]
    differences = tuple((_span(a, edit[0], edit[1]), _span(b, edit[2], edit[3])) for edit in edits)
    return Relation(kind, score, tuple(reasons), differences, RULES_VERSION)


def _other_value(a: Features, b: Features, figures: Comparison) -> tuple[Figure, Figure] | None:
    """Return two figures by which claims that share little else give one measure other values, or ``None``."""
    if not a.figures or not b.figures or figures.agreed or other_names(a, b):
        return None
    weights = {name: weight for name, weight in a.weights.items() if name in b.weights and name not in a.proper}
    return measured_alike(a.figures, b.figures, weights)


def _exchanged(exchange: Exchange) -> str:
    if exchange.one == exchange.other:
        return f"what “{exchange.one}” does on one side it undergoes on the other"
    return f"“{exchange.one}” and “{exchange.other}” exchange their parts: another does it to another"


def other_names(a: Features, b: Features) -> bool:
    """Say whether each claim names somebody or something that the other does not, and they share no name."""
    return bool(a.proper and b.proper) and a.proper.isdisjoint(b.bag) and b.proper.isdisjoint(a.bag)


def _part(a: Features, b: Features) -> RelationKind | None:
    """Say whether one claim is a part of the other's words (``EXCERPT``), made of several parts of them (``SPLICED``),
    or has the same words in another notation, or but for some left out (``VARIANT``).

    Only a quotation can be spliced, and only from words of its own speaker.
    """
    short, long = (a, b) if len(a.spoken) <= len(b.spoken) else (b, a)
    if short.said == long.said:
        return RelationKind.VARIANT
    if short.said in long.said:
        telling = short.weight >= LEAST_EXCERPT or short.figures
        return RelationKind.EXCERPT if telling else None
    if len(short.spoken) < LEAST_SPLICE or not short.vocabulary <= long.vocabulary:
        return None
    if runs(short.spoken, long.spoken) is None:
        return None
    return RelationKind.SPLICED if short.kind in _QUOTED and _of_one_mouth(a, b) else RelationKind.VARIANT


def _of_one_mouth(a: Features, b: Features) -> bool:
    """Say whether two claims can be one person's words: they do not name two speakers."""
    return a.speaker is None or b.speaker is None or a.speaker == b.speaker


def _likenesses(a: Features, b: Features) -> list[str]:
    """Return what two claims say alike in other words, and that both deny it, or one twice, where they do."""
    other_words = [
        f"“{a.printed[name]}” = “{b.printed[name]}”"
        for name in a.names
        if name in b.bag and a.forms[name] != b.forms[name]
    ]
    denied = a.denied & b.denied
    first, second = _negator(a, denied), _negator(b, denied)
    both = [f"“{first}” and “{second}” both deny it"] if first and second else _undone(a) + _undone(b)
    return list(dict.fromkeys(other_words))[:MOST_LIKENESSES] + both


def _negator(one: Features, denied: frozenset[str]) -> str:
    """Return the words of the first negator that reaches one of the given senses, or nothing."""
    return next((negation.words for negation in one.negations if not denied.isdisjoint(negation.reach)), "")


def _undone(one: Features) -> list[str]:
    """Return that a denial of a whole statement meets a "not" in it."""
    return [
        f"“{denial.words}” and “{negation.words}” undo each other"
        for denial in one.negations
        for negation in one.negations
        if denial.whole and not negation.whole and not one.denied.issuperset({*denial.reach} & {*negation.reach})
    ]


def _reservations(a: Features, b: Features) -> list[str]:
    """Return what a reader should know of two claims that are one: a qualifier dropped, words that may be hidden."""
    found = [f"“{qualifier}” stands on one side alone" for qualifier in sorted(a.qualifiers ^ b.qualifiers)]
    if {_tense(a), _tense(b)} == {PAST, FUTURE}:
        found.append("one speaks of the past, the other of the future")
    if a.hides or b.hides:
        found.append("an ellipsis or bracket may hide words")
    return found


def _tense(one: Features) -> str:
    """Return ``PAST`` or ``FUTURE``, or nothing where a claim speaks of neither or of both."""
    tenses = {
        PAST if tense == SHIFTED else tense
        for tense, said in _TENSES
        if not one.vocabulary.isdisjoint(said) and not (tense == SHIFTED and one.kind is ClaimKind.INDIRECT)
    }
    return tenses.pop() if len(tenses) == 1 else ""


def _of_same_words(a: Features, b: Features) -> Relation:
    if a.polarity != b.polarity:
        reason = "the same words, but on one side the speaker denies them"
        return Relation(RelationKind.REVERSED, FULL_SCORE, (reason,), (), RULES_VERSION)
    if a.hides or b.hides:
        reason = "the same words, but an ellipsis or bracket may hide others"
        return Relation(RelationKind.VARIANT, FULL_SCORE, (reason,), (), RULES_VERSION)
    return Relation(RelationKind.REPEAT, FULL_SCORE, ("the same words",), (), RULES_VERSION)


def _decided(
    a: Features, b: Features, figures: Comparison, edits: Sequence[Edit], alike: float
) -> tuple[RelationKind, list[str]]:
    opposed = [_against(one, other) for one, other in figures.opposed]
    rivals = figures.changed or (figures.doubtful if _single(a, b) else figures.close if alike >= CLOSE else ())
    changed = [_changed(one, other) for one, other in rivals]
    small = [edit for edit in edits if local(edit)] if _nearly_same_words(a, b, edits) else []
    # What one side alone denies as a whole is the contrary of a "not" elsewhere in it: places say nothing there.
    in_place = a.polarity == b.polarity and _denials(a) == _denials(b)
    if small:
        opposed += opposed_in_place(a, b, small) if in_place else []
        # ``compare`` sets figures against each other by what they measure. Where the words tell nothing of that, or not
        # the same, only the place shows that one took the place of the other.
        changed = changed or (changed_in_place(a, b, small, figures) if alike >= PLACED else [])
    doubts: list[str] = []
    placed = bool(opposed)
    if not opposed and (len(small) < len(edits) or not in_place):
        opposed, doubts = opposed_in_sense(a, b)
    reasons = [_agreed(one, other) for one, other in figures.agreed]
    if opposed and not placed and (verdict := by_shares(a, b)) is not None:
        if verdict is RelationKind.RELATED:
            return verdict, ["they speak of the opinions of different shares"]
        opposed, changed = [], []
    if opposed:
        return RelationKind.REVERSED, opposed + reasons
    if changed:
        return RelationKind.REVISED, changed + reasons
    if doubts or moves_both_ways(a, b):
        return RelationKind.RELATED, doubts or ["one says that it moved both ways"]
    if figures.doubtful or figures.against:
        return RelationKind.RELATED, ["each gives a figure of something the other does not measure"]
    return RelationKind.VARIANT, reasons


def _single(a: Features, b: Features) -> bool:
    """Say whether each claim gives one telling figure alone, of one order of magnitude."""
    ones, others = ([figure for figure in one.figures if tells(figure) == 1 and not figure.label] for one in (a, b))
    return len(ones) == len(others) == 1 and near(ones[0], others[0])


def _of_other_things(a: Features, b: Features, figures: Comparison) -> bool:
    """Say whether both claims give telling figures, and none of one side measures what one of the other does."""
    return not figures.agreed and all(any(tells(figure) == 1 for figure in one.figures) for one in (a, b))


def _denials(one: Features) -> int:
    return sum([negation.whole for negation in one.negations])


def _agreed(one: Figure, other: Figure) -> str:
    both = f", both {_WAYS[one.direction]}" if one.direction and one.direction == other.direction else ""
    return f"{one.printed} = {other.printed}{both}"


def _changed(one: Figure, other: Figure) -> str:
    return f"{one.printed} against {other.printed}: another figure"


def _against(one: Figure, other: Figure) -> str:
    return f"{_led(one)} against {_led(other)}: opposed"


def _led(figure: Figure) -> str:
    way = _WAYS.get(figure.direction, "")
    return " ".join(part for part in (figure.approximator, figure.printed, way) if part)


def _edits(a: Features, b: Features) -> list[Edit]:
    """Return the stretches in which the words of two claims differ, neighbouring ones joined.

    Where one claim stands whole in the other, these are what stands before and after it: "believe" may not be found in
    another "believe" of the same sentence.
    """
    if (place := _place_of(b, a)) is not None:
        end, there = place + len(b.spoken), len(b.spoken)
        return [edit for edit in ((0, place, 0, 0), (end, len(a.spoken), there, there)) if edit[0] < edit[1]]
    if (place := _place_of(a, b)) is not None:
        end, here = place + len(a.spoken), len(a.spoken)
        return [edit for edit in ((0, 0, 0, place), (here, here, end, len(b.spoken))) if edit[2] < edit[3]]
    edits: list[Edit] = []
    for step in Levenshtein.opcodes(a.spoken, b.spoken):
        if step.tag == "equal":
            continue
        edit = (step.src_start, step.src_end, step.dest_start, step.dest_end)
        if edits and edits[-1][1] == edit[0] and edits[-1][3] == edit[2]:
            edit = (edits[-1][0], edit[1], edits.pop()[2], edit[3])
        edits.append(edit)
    return edits


def _place_of(short: Features, long: Features) -> int | None:
    """Return the first place in ``long`` where the words of ``short`` stand in a row, or ``None``."""
    if len(short.spoken) > len(long.spoken) or short.said not in long.said:
        return None
    size = len(short.spoken)
    places = range(len(long.spoken) - size + 1)
    return next((place for place in places if long.spoken[place : place + size] == short.spoken), None)


def _nearly_same_words(a: Features, b: Features, edits: Sequence[Edit]) -> bool:
    """Say whether most words of the shorter claim stand in the other in the same order."""
    same = len(a.spoken) - sum([edit[1] - edit[0] for edit in edits])
    return same >= NEARLY_SAME * min(len(a.spoken), len(b.spoken))


def _span(one: Features, first: int, end: int) -> Span:
    if first < end:
        return Span(one.starts[first], one.ends[end - 1])
    place = one.ends[first - 1] if first else 0
    return Span(place, place)
