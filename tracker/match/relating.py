"""What two claims are to each other: a score nominates; figures, polarity and direction decide; reasons are given."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from rapidfuzz.distance import Levenshtein

from tracker.match.features import Features
from tracker.match.figures import Comparison, Figure, compare
from tracker.match.likeness import likeness
from tracker.match.opposition import oppositions
from tracker.match.splicing import runs
from tracker.models import Relation, RelationKind, Span

RULES_VERSION: Final = "2026.1"
"""Changes whenever a rule, a weight or a word list of this room changes; every relation carries it."""

SAME_SUBJECT: Final = 0.75
"""From this likeness on two claims are taken to state one proposition, unless figures or polarity say otherwise."""

RELATED: Final = 0.3
"""From this likeness on two claims are shown as being about one subject."""

LEAST_EXCERPT: Final = 3
"""Words of an excerpt; fewer make one only where they hold a figure ("73% reduction")."""

LEAST_SPLICE: Final = 5
"""Words of a spliced quotation: two parts, one of them more than a pair of words."""

FULL_SCORE: Final = 100.0
_ROUNDED: Final = 1
_WAYS: Final = {1: "increase", -1: "decrease"}


def relation(a: Features, b: Features) -> Relation:
    """Decide what two claims are to each other; mirrored arguments give the mirrored relation."""
    if b.text < a.text:
        return _mirrored(_relation(b, a))
    return _relation(a, b)


def _mirrored(found: Relation) -> Relation:
    if not found.differences:
        return found
    swapped = tuple((two, one) for one, two in found.differences)
    return Relation(found.kind, found.score, found.reasons, swapped, found.rules)


def _relation(a: Features, b: Features) -> Relation:
    if a.spoken == b.spoken:
        return _of_same_words(a, b)
    figures = compare(a.figures, b.figures)
    alike = likeness(a, b, figures)
    score = round(FULL_SCORE * alike, _ROUNDED)
    if alike < RELATED:
        return Relation(RelationKind.NONE, score, (), (), RULES_VERSION)
    if alike < SAME_SUBJECT:
        return Relation(RelationKind.RELATED, score, ("they share a subject, no more",), (), RULES_VERSION)
    opposed = oppositions(a, b)
    kind, reasons = _decided(a, b, figures, opposed)
    return Relation(kind, score, tuple(reasons), tuple(differences(a, b)), RULES_VERSION)


def _of_same_words(a: Features, b: Features) -> Relation:
    if a.polarity != b.polarity:
        reason = "the same words, but on one side the speaker denies them"
        return Relation(RelationKind.REVERSED, FULL_SCORE, (reason,), (), RULES_VERSION)
    if a.hides or b.hides:
        reason = "the same words, but an ellipsis or bracket may hide others"
        return Relation(RelationKind.VARIANT, FULL_SCORE, (reason,), (), RULES_VERSION)
    return Relation(RelationKind.REPEAT, FULL_SCORE, ("the same words",), (), RULES_VERSION)


def _decided(a: Features, b: Features, figures: Comparison, opposed: tuple[str, ...]) -> tuple[RelationKind, list[str]]:
    reasons = [_agreed(one, other) for one, other in figures.agreed]
    if opposed or figures.opposed:
        reasons += [_against(one, other) for one, other in figures.opposed]
        return RelationKind.REVERSED, [*opposed, *reasons]
    if figures.changed:
        return RelationKind.REVISED, [*(_changed(one, other) for one, other in figures.changed), *reasons]
    short, long = (a, b) if len(a.spoken) <= len(b.spoken) else (b, a)
    if short.said in long.said and (len(short.spoken) >= LEAST_EXCERPT or short.figures):
        kind, reason = RelationKind.EXCERPT, "one holds the words of the other"
    elif _is_spliced(short, long):
        kind, reason = RelationKind.SPLICED, "one is made of parts that stand apart in the other"
    else:
        kind, reason = RelationKind.VARIANT, "the same said in other words"
    return kind, [reason, *reasons]


def _is_spliced(short: Features, long: Features) -> bool:
    if len(short.spoken) < LEAST_SPLICE or not set(short.spoken) <= set(long.spoken):
        return False
    return runs(short.spoken, long.spoken) is not None


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


def differences(a: Features, b: Features) -> Iterator[tuple[Span, Span]]:
    """Yield the spans in which the words of two claims differ; an empty span where one side has nothing."""
    for step in Levenshtein.opcodes(a.spoken, b.spoken):
        if step.tag != "equal":
            yield _span(a, step.src_start, step.src_end), _span(b, step.dest_start, step.dest_end)


def _span(one: Features, first: int, end: int) -> Span:
    if first < end:
        return Span(one.starts[first], one.ends[end - 1])
    place = one.ends[first - 1] if first else 0
    return Span(place, place)
