"""The decision layer: linear models over named features, their weights in data files.

Each model is a list of features with a weight, learnt on the PolNeAR training part by ``tools/extraction/train.py``.
A decision is the sum of the weights of the features seen, turned into shares that add up to one.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib import resources
from typing import NamedTuple

BIAS = "(bias)"
SCALE = 100
"""Weights are stored as whole hundredths: a third digit changes no decision and doubles the files."""
Weights = Mapping[str, float]
ClassWeights = Mapping[str, tuple[float, ...]]


class Choice(NamedTuple):
    """The best of several options and its share of all of them."""

    option: int
    share: float


@cache
def weights(name: str) -> Weights:
    """Return the weights of a model that ranks options."""
    return {feature: _weight(printed) for feature, printed in _table(name)}


@cache
def class_weights(name: str) -> ClassWeights:
    """Return the weights of a model that chooses among fixed classes."""
    return {feature: _row(printed) for feature, printed in _table(name)}


def _table(name: str) -> list[list[str]]:
    """Return each feature with the rest of its line; these files are too long for the common reader of word lists."""
    path = resources.files("tracker.extract").joinpath("data", f"weights_{name}.tsv")
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.split("\t", 1) for line in lines if not line.startswith("#")]


@cache  # tens of thousands of features share a few hundred weights
def _weight(printed: str) -> float:
    return int(printed) / SCALE


@cache
def _row(printed: str) -> tuple[float, ...]:
    return tuple(int(value) / SCALE for value in printed.split("\t"))


def shares(scores: Sequence[float]) -> list[float]:
    """Return scores as shares that add up to one (softmax)."""
    top = max(scores)
    powers = [math.exp(score - top) for score in scores]
    total = sum(powers)
    return [power / total for power in powers]


def rank(model: Weights, options: Sequence[Iterable[str]]) -> Choice:
    """Return the option whose features weigh most; ties go to the first."""
    get = model.get
    scores = [sum(filter(None, map(get, option)), 0.0) for option in options]
    best = max(range(len(scores)), key=scores.__getitem__)
    return Choice(best, shares(scores)[best])


def classify(model: ClassWeights, features: Iterable[str]) -> list[float]:
    """Return the share of each class of a model."""
    seen = filter(None, map(model.get, features))
    return shares([*map(sum, zip(model[BIAS], *seen, strict=True))])
