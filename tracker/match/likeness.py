"""How alike two claims are, as a small weighted score of named parts; it nominates and never decides alone."""

from __future__ import annotations

from math import exp, fsum, log1p, sqrt
from typing import Final

from tracker.language.lexicon import rows
from tracker.match.features import Features
from tracker.match.figures import Comparison, tells

_WEIGHTS: Final = {row[0]: float(row[1]) for row in rows("match", "likeness.tsv")}
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
