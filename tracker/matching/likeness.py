"""How alike two claims are: what they share, their figures and their quotations weighed into one number."""

from __future__ import annotations

from math import exp, fsum, log1p, sqrt
from typing import Final

from tracker.matching.comparison import Comparison, of_two_things
from tracker.matching.features import ASIDE_SHARE, LEAST_QUOTED, ORDINARY_WEIGHT, RARE_WEIGHT, TIME, Features
from tracker.matching.figures import NUMBER, YEAR, Figure
from tracker.matching.opposition import most_and_share
from tracker.models import ClaimKind, Span
from tracker.text.lexicon import rows
from tracker.text.numbers import PERCENT, kinds

_WEIGHTS: Final = {row[0]: float(row[1]) for row in rows("matching", "likeness.tsv")}
PARTS: Final = ("shared", "evidence", "length", "figures", "one-sided", "quoted")
"""The parts of the score in the order ``parts`` returns them; ``data/likeness.tsv`` says what each weighs."""
BIAS, SHARED, EVIDENCE, LENGTH, FIGURES, ONE_SIDED, QUOTED = map(_WEIGHTS.__getitem__, ("bias", *PARTS))

LEAST_EVIDENCE: Final = log1p(0.5)
"""Two claims that share one light word ("increase") and no figure are nothing to each other, however short they are."""

LEAST_WEIGHT: Final = 0.1
"""Stands for the weight of a claim without any weighty word, so that shares stay defined."""

TELLING_DIGITS: Final = 3
"""A figure of so many digits ("12,786", "0.06 per cent") stands in two claims by no chance."""

FEW_DIGITS: Final = 2
"""One of so many tells as much where a weighty word is shared, as does any that changes the same way in both."""

MOST_DIGITS: Final = 12
"""So many has only a share that is told in words."""

LEAST_COUNT: Final = 100
"""Smaller counts stand in many claims."""

COUNT: Final = "count"

LITTLE_ELSE: Final = 0.7
"""Weight of the words of a claim that says but what changed and how much: "in fact it has soared by 40 per cent"."""

HALF_TOLD: Final = 0.5
"""What a figure counts that changes the same way in both, where one says little else, or a round sum of one subject."""

MONEY: Final = "money"

HALF_QUOTED: Final = 0.5
"""The least share of the longer of two quotations that the shorter one holds."""

LEAST_WEIGHTY: Final = 0.5
"""Weight of a word that makes quoted words more than a turn of phrase."""


def parts(a: Features, b: Features, figures: Comparison) -> tuple[float, ...]:
    """Return the parts of the likeness of two claims, in the order of ``PARTS``."""
    both = _shared(a, b)
    most = bool(a.part) != bool(b.part) and most_and_share(a, b)
    return (
        both / sqrt((a.weight or LEAST_WEIGHT) * (b.weight or LEAST_WEIGHT)),
        log1p(both),
        log1p(min(len(a.bag), len(b.bag))),
        _figure_told(a, b, figures) if figures.agreed else HALF_TOLD if most else 0.0,
        1.0 if a.gives_figure != b.gives_figure and not most else 0.0,
        1.0 if quotes(a, b) or quotes(b, a) or _quoted_by_both(a, b) else 0.0,
    )


def _shared(a: Features, b: Features) -> float:
    """Return the weight of the words that two claims share."""
    weights = a.weights
    shared = a.bag & b.bag
    # Summed exactly, since the order of a set is another in every process.
    both = fsum([weights[name] for name in shared]) if shared else 0.0
    senses_shared = a.also.keys() & b.also.keys()
    if len(senses_shared) > len(shared):  # every word of the bag is among the senses
        further = senses_shared - shared
        senses = [(a.also[name], b.also[name]) for name in further]
        both += fsum(
            [
                min(weights[mine], b.weights[theirs])
                for mine, theirs in senses
                if mine not in shared and theirs not in shared
            ]
        )
    return both


def quotes(one: Features, other: Features) -> bool:
    """Say whether a claim quotes what it says from words that stand in the other."""
    if one.predicates:
        words_said = other.said
        for said in one.predicates:
            if said in words_said and not (other.kind is ClaimKind.MIXED and _of_two_subjects(one, other, said)):
                return True
    if one.asides:
        least = ASIDE_SHARE * other.weight
        for said, weight in one.asides.items():
            if weight >= least and said in other.said:
                return True
    return False


def _quoted_by_both(a: Features, b: Features) -> bool:
    """Say whether two claims of one speaker quote the same words amid others: "only in “extreme circumstances”"."""
    if a.speaker is None or a.speaker != b.speaker or not a.kind is b.kind is ClaimKind.MIXED:
        return False
    ones, others = ([_words_of(span, one) for span, _ in one.quoted] for one in (a, b))
    for one in ones:
        for other in others:
            short, held = (one, a) if len(one) <= len(other) else (other, b)
            long = other if short is one else one
            much = len(short.split()) >= HALF_QUOTED * len(long.split())
            if (
                much
                and short in long
                and not (short in held.predicates and _of_two_subjects(a, b, short))
                and _weighty(short, held) >= LEAST_QUOTED
            ):
                return True
    return False


def _of_two_subjects(a: Features, b: Features, said: str) -> bool:
    """Say whether two claims say the same words of two things: "rents are “out of control”", "dogs are “out of …”".

    What stands before the words tells; a pronoun there tells nothing.
    """
    ones, others = (
        {
            name
            for name in one.bag - one.proper
            if one.weights[name] >= ORDINARY_WEIGHT and f" {one.printed[name].lower()} " in f"{before} "
        }
        for one in (a, b)
        for before in (one.said.partition(said)[0],)
    )
    return bool(ones and others) and ones.isdisjoint(b.also) and others.isdisjoint(a.also)


def _words_of(span: Span, one: Features) -> str:
    """Return the words of a stretch of a claim in the form of ``said``."""
    inside = [word for word, start in zip(one.spoken, one.starts, strict=True) if span.start <= start < span.end]
    return f" {' '.join(inside)} "


def _weighty(said: str, one: Features) -> int:
    """Return how many words of weight stand among words of a claim."""
    return sum(f" {one.printed[name].lower()} " in said for name in one.bag if one.weights[name] >= LEAST_WEIGHTY)


def _figure_told(a: Features, b: Features, figures: Comparison) -> float:
    """Return how much a figure that both claims tell makes them one claim, from 0 to 1.

    Only one told alike counts, and no span of time: "ten years" and "a third" are said of many things.
    """
    found = 0.0
    for one, other in figures.agreed:
        if not _told_alike(one, other):
            continue
        told = digits(one)
        if told < TELLING_DIGITS and of_two_things(one, other):
            continue
        same_way = one.direction == other.direction != 0
        counted = frozenset() if same_way or one.unit == PERCENT else _within(one, a)
        if told >= TELLING_DIGITS or ((told >= FEW_DIGITS or same_way) and _share_a_word(a, b, counted)):
            return 1.0
        little = same_way and min(_else_said(a), _else_said(b)) <= LITTLE_ELSE
        if (
            little
            or (one.heads & other.heads and _share_a_word(a, b, one.heads))
            or (_a_sum(one, other) and not figures.rivals and _share_a_subject(a, b))
        ):
            found = HALF_TOLD
    return found


def _a_sum(one: Figure, other: Figure) -> bool:
    """Say whether two figures are sums of money, and neither a whole that a part is taken of."""
    return kinds().get(one.unit) == MONEY and not (one.based or other.based)


def _told_alike(one: Figure, other: Figure) -> bool:
    """Say whether two figures are printed as one value of one unit, and of a kind that tells something by itself."""
    return one.normal == other.normal != "" and one.family == other.family and one.low == one.high and _specific(one)


def _specific(one: Figure) -> bool:
    """Say whether a figure is of a kind that tells something by itself: no year, small count or stretch of time."""
    if one.family in (YEAR, NUMBER) or kinds().get(one.unit) == TIME:
        return False
    return one.family != COUNT or one.low >= LEAST_COUNT


def digits(one: Figure) -> int:
    """Return how many digits of a figure are told, zeros at its ends left out: 2 for "£3.9 million" and "a third"."""
    told = len(f"{one.low:.{MOST_DIGITS}g}".replace(".", "").strip("0"))
    return told if told < MOST_DIGITS else FEW_DIGITS


def twice_told(a: Features, b: Features, figures: Comparison) -> bool:
    """Say whether two claims tell two telling figures alike and none otherwise: by chance nobody does that."""
    if figures.rivals or figures.opposed or figures.against or a.bag.isdisjoint(b.bag):
        return False
    told = [one for one, other in figures.agreed if _specific(one) and one.low == one.high == other.low == other.high]
    telling = {one.low for one in told if digits(one) >= FEW_DIGITS and one.unit != PERCENT}
    return len(telling) > 1


def _within(figure: Figure, one: Features) -> frozenset[str]:
    """Return the senses of what a figure counts and of the words of its unit, which say nothing more in two claims."""
    unit = figure.printed.lower().split()
    return figure.heads | frozenset([name for name in one.bag if one.printed[name].lower() in unit])


def _share_a_word(a: Features, b: Features, counted: frozenset[str] = frozenset()) -> bool:
    """Say whether two claims share a weighty word other than what is counted or says which way a figure changes."""
    return any(a.weights[name] >= ORDINARY_WEIGHT and name not in a.own_signs for name in a.bag & b.bag - counted)


def _share_a_subject(a: Features, b: Features) -> bool:
    """Say whether two claims share a rare word or two ordinary ones, which a sum in both is spent on."""
    shared = fsum([a.weights[name] for name in a.bag & b.bag if a.weights[name] >= ORDINARY_WEIGHT])
    return shared >= RARE_WEIGHT


def _else_said(one: Features) -> float:
    return fsum([weight for name, weight in one.weights.items() if name not in one.own_signs])


def likeness(a: Features, b: Features, figures: Comparison) -> float:
    """Return how alike two claims are, from 0 to 1."""
    shared, evidence, length, told, one_sided, quoted = parts(a, b, figures)
    if evidence < LEAST_EVIDENCE and not (told or quoted or figures.agreed or figures.opposed):
        return 0.0
    score = BIAS + SHARED * shared + EVIDENCE * evidence + LENGTH * length + FIGURES * told
    score += ONE_SIDED * one_sided + QUOTED * quoted
    return 1.0 / (1.0 + exp(-score))
