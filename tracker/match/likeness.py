"""How alike two claims are, as a small weighted score of named parts; it nominates and never decides alone."""

from __future__ import annotations

from math import exp, log1p
from typing import Final

from rapidfuzz.fuzz import ratio

from tracker.language.lexicon import rows
from tracker.match.features import Features
from tracker.match.figures import Comparison

_WEIGHTS: Final = {row[0]: float(row[1]) for row in rows("match", "likeness.tsv")}
BIAS: Final = _WEIGHTS["bias"]
HELD: Final = _WEIGHTS["held"]
APART: Final = _WEIGHTS["apart"]
EVIDENCE: Final = _WEIGHTS["evidence"]
SORTED: Final = _WEIGHTS["sorted"]
FIGURES: Final = _WEIGHTS["figures"]
CHANGED: Final = _WEIGHTS["changed"]

PARTS: Final = ("held", "apart", "evidence", "sorted", "figures", "changed")
"""The parts of the score in the order ``parts`` returns them; ``data/likeness.tsv`` says what each weighs."""

ENOUGH_FIGURES: Final = 2
"""More agreeing figures than this say no more."""

LEAST_WEIGHT: Final = 0.1
"""Stands for the weight of a claim without any weighty word, so that shares stay defined."""


def parts(a: Features, b: Features, figures: Comparison) -> tuple[float, ...]:
    """Return the parts of the likeness of two claims, in the order of ``PARTS``."""
    weights = a.weights
    shared = sum([weights[name] for name in a.bag & b.bag])
    lighter = max(LEAST_WEIGHT, min(a.weight, b.weight))
    agreeing = min(len(figures.agreed) + len(figures.opposed), ENOUGH_FIGURES) / ENOUGH_FIGURES
    return (
        shared / lighter,
        max(0.0, lighter - shared),
        log1p(shared),
        ratio(a.sorted, b.sorted) / 100,
        agreeing,
        1.0 if figures.changed else 0.0,
    )


def likeness(a: Features, b: Features, figures: Comparison) -> float:
    """Return how alike two claims are, from 0 to 1."""
    held, apart, evidence, in_order, agreeing, changed = parts(a, b, figures)
    score = BIAS + HELD * held + APART * apart + EVIDENCE * evidence + SORTED * in_order
    return 1.0 / (1.0 + exp(-(score + FIGURES * agreeing + CHANGED * changed)))
