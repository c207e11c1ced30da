"""Sparse logistic regression: AdaGrad with an L1 step, so that features that decide little get no weight at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
LEAST_SEEN = 3
"""A feature met less often in training proves nothing."""
EPOCHS = 12
RATE = 0.1
BATCH = 512


class Fit:
    """Weights under training: one row a feature (row 0 is empty), one column a class (one column when ranking)."""

    def __init__(self, features: Iterable[Iterable[str]], classes: int, sparseness: float) -> None:
        seen = Counter(chain.from_iterable(features))
        names = sorted(feature for feature, count in seen.items() if count >= LEAST_SEEN)
        self.rows = {feature: number for number, feature in enumerate(names, 1)}
        self.weights: Floats = np.zeros((len(names) + 1, classes))
        self._squares: Floats = np.full_like(self.weights, 1e-6)
        self._sparseness = sparseness

    def matrix(self, features: Sequence[Sequence[str]]) -> Integers:
        """Return the rows of the features of each option, padded with the empty row."""
        found = np.zeros((len(features), max(map(len, features))), dtype=np.int64)
        for number, names in enumerate(features):
            rows = [self.rows[name] for name in names if name in self.rows]
            found[number, : len(rows)] = rows
        return found

    def step(self, rows: Integers, errors: Floats, size: int) -> None:
        """Move the weights against the errors (one row an option) of a batch of ``size`` decisions."""
        present = rows > 0
        touched, position = np.unique(rows[present], return_inverse=True)
        option = np.nonzero(present)[0]
        columns = [np.bincount(position, errors[option, k], len(touched)) for k in range(errors.shape[1])]
        gradient: Floats = np.stack(columns, axis=1) / size
        self._squares[touched] += gradient * gradient
        rate = RATE / np.sqrt(self._squares[touched])
        moved = self.weights[touched] - rate * gradient
        self.weights[touched] = np.sign(moved) * np.maximum(np.abs(moved) - rate * self._sparseness, 0.0)

    def table(self) -> dict[str, Floats]:
        """Return the weights by feature, empty rows left out."""
        return {name: self.weights[row] for name, row in self.rows.items() if np.any(self.weights[row])}


def fit_classes(examples: Sequence[tuple[list[str], int]], classes: int, sparseness: float, bias: str) -> Fit:
    """Learn to tell classes apart; every example gets the feature ``bias``."""
    features = [[bias, *names] for names, _ in examples]
    right = np.array([number for _, number in examples])
    fit = Fit(features, classes, sparseness)
    matrix = fit.matrix(features)
    rng = np.random.default_rng(0)
    for _ in range(EPOCHS):
        order = rng.permutation(len(examples))
        for first in range(0, len(order), BATCH):
            chosen = order[first : first + BATCH]
            scores = fit.weights[matrix[chosen]].sum(axis=1)
            powers = np.exp(scores - scores.max(axis=1, keepdims=True))
            errors = powers / powers.sum(axis=1, keepdims=True)
            errors[np.arange(len(chosen)), right[chosen]] -= 1.0
            fit.step(matrix[chosen], errors, len(chosen))
    return fit


def fit_ranks(decisions: Sequence[tuple[list[list[str]], int]], sparseness: float) -> Fit:
    """Learn to put the right option of each decision first."""
    fit = Fit(chain.from_iterable(options for options, _ in decisions), 1, sparseness)
    matrix = fit.matrix([option for options, _ in decisions for option in options])
    bounds = np.cumsum([0] + [len(options) for options, _ in decisions])
    right = bounds[:-1] + np.array([number for _, number in decisions])
    rng = np.random.default_rng(0)
    for _ in range(EPOCHS):
        order = rng.permutation(len(decisions))
        for first in range(0, len(order), BATCH):
            chosen = order[first : first + BATCH]
            options = np.concatenate([np.arange(bounds[k], bounds[k + 1]) for k in chosen])
            group = np.repeat(np.arange(len(chosen)), bounds[chosen + 1] - bounds[chosen])
            scores = fit.weights[matrix[options], 0].sum(axis=1)
            top = np.full(len(chosen), -np.inf)
            np.maximum.at(top, group, scores)
            powers = np.exp(scores - top[group])
            errors = powers / np.bincount(group, powers)[group] - (options == right[chosen][group])
            fit.step(matrix[options], errors[:, None], len(chosen))
    return fit
