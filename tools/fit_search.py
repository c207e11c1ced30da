"""Fit the weights of search to queries with known answers, and say how well they do on queries they did not see.

    python tools/fit_search.py FOLDER            # cross-validated figures
    python tools/fit_search.py FOLDER --write    # and write tracker/search/data/search_weights.tsv

FOLDER holds ``targets.tsv.gz``, ``queries.tsv`` and ``qrels.tsv`` as of "That is a Known Lie" (Shaar et al. 2020). The
model is linear, the loss that of ListNet with one softmax per query (Cao et al. 2007), the folds are made of whole
debates: sentences of one debate resemble each other.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from tracker.search import terms
from tracker.search.ranking import Weighed, features
from tracker.services.retrieval import POOL, memory_index, pool, tab_separated
from tracker.text.lexicon import rows

Floats = npt.NDArray[np.float64]

DATA = Path(terms.__file__).parent / "data" / "search_weights.tsv"
RIDGE = 0.05
"""Weight of the quadratic penalty on the standardised weights; 0.01 to 0.2 do alike."""
FOLDS = 8
ROUNDS = 5
"""Different divisions into folds whose figures are averaged."""
NEWTON_STEPS = 20
SMALL = 1e-6
CUT = 5
"""Has@5: a right answer among the first five."""


@dataclass(frozen=True)
class Asked:
    """A query: its debate, the features of its candidates, which of them are right, and right answers in all."""

    debate: str
    found: Floats
    right: Floats
    answers: int


def load(folder: Path) -> tuple[list[Asked], list[str]]:
    """Return every query that has an answer, and the names of the features."""
    index, names = memory_index(folder / "targets.tsv.gz")
    right: dict[str, set[str]] = {}
    for query, target, *_ in tab_separated(folder / "qrels.tsv"):
        right.setdefault(query, set()).add(target)
    asked: list[Asked] = []
    columns: list[str] = []
    for name, text, *_ in tab_separated(folder / "queries.tsv"):
        read = pool(index, terms.query_terms(text), POOL)
        found = features(Weighed.of(read.query, read.statistics), read.terms, read.statistics)
        columns = list(found[0]) if found else columns
        asked.append(
            Asked(
                re.sub(r"_\d+$", "", name),
                np.array([list(row.values()) for row in found], dtype=float).reshape(len(found), -1),
                np.array([names[number - 1] in right.get(name, ()) for number in read.ids], dtype=float),
                len(right.get(name, ())),
            )
        )
    return [query for query in asked if query.answers], columns


def fit(asked: list[Asked], free: list[int], fixed: Floats) -> Floats:
    """Return raw weights of all features: those at ``free`` fitted by Newton's method, the others as in ``fixed``."""
    useful = [query for query in asked if query.right.any()]
    spread = np.vstack([query.found for query in useful])[:, free].std(axis=0) + SMALL
    scaled = [(query.found[:, free] / spread, query.found @ fixed, query.right) for query in useful]
    weights = np.zeros(len(free))
    loss, slope, bend = _objective(scaled, weights)
    for _ in range(NEWTON_STEPS):
        step = np.linalg.solve(bend, slope)
        while (after := _objective(scaled, weights - step))[0] > loss and np.abs(step).max() > SMALL:
            step /= 2
        weights = weights - step
        loss, slope, bend = after
        if np.abs(step).max() <= SMALL:
            break
    raw = fixed.copy()
    raw[free] = weights / spread
    return raw


def _objective(scaled: list[tuple[Floats, Floats, Floats]], weights: Floats) -> tuple[float, Floats, Floats]:
    """Return the penalised loss of ListNet with its first and second derivatives."""
    loss, slope, bend = RIDGE / 2 * float(weights @ weights), RIDGE * weights, RIDGE * np.eye(len(weights))
    for found, base, right in scaled:
        chance, target = _softmax(found @ weights + base), right / right.sum()
        mean = chance @ found
        loss -= float(target @ np.log(chance + SMALL)) / len(scaled)
        slope = slope + (mean - target @ found) / len(scaled)
        bend = bend + ((found * chance[:, None]).T @ found - np.outer(mean, mean)) / len(scaled)
    return loss, slope, bend


def _softmax(scores: Floats) -> Floats:
    powers = np.exp(scores - scores.max())
    return np.asarray(powers / powers.sum())


def measure(query: Asked, weights: Floats) -> tuple[float, float]:
    """Return average precision, and whether a right answer is among the first five."""
    if not len(query.found):
        return 0.0, 0.0
    places = np.flatnonzero(query.right[np.argsort(-(query.found @ weights), kind="stable")]) + 1
    precision = sum(count / place for count, place in enumerate(places, start=1)) / query.answers
    return float(precision), float(bool(len(places)) and places[0] <= CUT)


def cross_validate(asked: list[Asked], free: list[int], fixed: Floats, seed: int) -> list[tuple[float, float]]:
    """Return the measures of every query under weights fitted without its debate."""
    sizes = Counter(query.debate for query in asked)
    debates = sorted(sizes)
    random.Random(seed).shuffle(debates)
    loads, fold = [0] * FOLDS, {}
    for debate in sorted(debates, key=lambda name: -sizes[name]):
        fold[debate] = min(range(FOLDS), key=loads.__getitem__)
        loads[fold[debate]] += sizes[debate]
    measures = []
    for number in range(FOLDS):
        weights = fit([query for query in asked if fold[query.debate] != number], free, fixed)
        measures += [measure(query, weights) for query in asked if fold[query.debate] == number]
    return measures


def main() -> None:
    """Print the figures; write the weights if asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--write", action="store_true", help=f"write {DATA.name}")
    options = parser.parse_args()
    asked, columns = load(options.folder)
    by_hand: dict[str, Any] = {row[0]: row for row in rows("search", DATA.name) if row[2].startswith("by hand")}
    fixed = np.array([float(by_hand[name][1]) if name in by_hand else 0.0 for name in columns])
    free = [place for place, name in enumerate(columns) if name not in by_hand]
    seen = np.array([m for seed in range(ROUNDS) for m in cross_validate(asked, free, fixed, seed)]).mean(axis=0)
    weights = fit(asked, free, fixed)
    own = np.array([measure(query, weights) for query in asked]).mean(axis=0)
    print(f"{len(asked)} queries   MAP    Has@{CUT}")
    print(f"cross-validated {seen[0]:.4f} {seen[1]:.4f}\nfitted to all   {own[0]:.4f} {own[1]:.4f}")
    lines = [
        "\t".join(by_hand.get(name, (name, f"{weight:.4f}", "fitted")))
        for name, weight in zip(columns, weights, strict=True)
    ]
    print("\n".join(lines))
    if options.write:
        notes = [line for line in DATA.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
        DATA.write_text("\n".join((*notes, *lines)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
