"""Fit the weights of the likeness of two claims and report the cross-validated figures.

    python tools/fit_relation.py EVAL [--write]

EVAL is the folder with ``pairs-dev.jsonl`` and the two sets of ``wild-dev/``. The likeness answers one question:
whether two statements make one proposition, figures and polarity aside. So every label of a chosen pair but "unrelated"
counts as yes; of the real documents the pairs a reader links as the same do, all others count as no, at a low weight
since they are so many, and pairs linked as revised or reversed are left out. Each set is judged by weights fitted
without it, the chosen pairs in folds. ``--write`` stores the weights fitted on all.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tracker.matching import relation
from tracker.matching.comparison import compare
from tracker.matching.features import Features, features
from tracker.matching.likeness import PARTS, parts
from tracker.models import ClaimKind, RelationKind

HERE: Final = Path(__file__).parent
WEIGHTS: Final = HERE.parent / "tracker" / "matching" / "data" / "likeness.tsv"
CHOSEN: Final = "pairs-dev"
REAL: Final = ("a", "b")
"""The sets of real documents."""
RIDGE: Final = 1.0
"""Strength of the squared penalty on the weights (of standardised parts)."""
UNLINKED_WEIGHT: Final = 0.1
"""How much a pair of claims counts that no reader links: there are a hundred for each that one does."""
FOLDS: Final = 10
STEPS: Final = 40
"""Newton steps; a logistic fit of six weights settles in fewer than ten."""
SEED: Final = 1
LABELS: Final = {
    RelationKind.REPEAT: "repeat",
    RelationKind.VARIANT: "repeat",
    RelationKind.EXCERPT: "repeat",
    RelationKind.SPLICED: "repeat",
    RelationKind.REVISED: "changed_figure",
    RelationKind.REVERSED: "negated",
}
SAME: Final = "repeat"

Array = NDArray[np.float64]


class Pair(NamedTuple):
    """Two statements of a set, their label there, and whether they make one proposition."""

    set: str
    a: Features
    b: Features
    label: str
    same: bool


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def pairs(folder: Path) -> Iterator[Pair]:
    """Yield the chosen pairs, then all pairs of the claims of each set of real documents but those of other figures."""
    for row in _lines(folder / f"{CHOSEN}.jsonl"):
        yield Pair(CHOSEN, features(row["a"]), features(row["b"]), row["label"], row["label"] != "unrelated")
    for name in REAL:
        held = folder / "wild-dev" / name
        claims = {row["id"]: row for row in _lines(held / "gold.jsonl")}
        linked = {frozenset((row["a"], row["b"])): row["kind"] for row in _lines(held / "pairs.jsonl")}
        second = {frozenset((row["a"], row["b"])): row["kind"] for row in _lines(held / "pairs-second.jsonl")}
        made = {
            key: features(row["text"], kind=ClaimKind(row["kind"]), stance="denies" if row["denied"] else "asserts")
            for key, row in claims.items()
        }
        for one, other in combinations(made, 2):
            both = frozenset((one, other))
            kind = linked.get(both, "unrelated")
            if kind in ("revised", "reversed") or (kind != "same" and second.get(both) == "same"):
                continue
            yield Pair(name, made[one], made[other], SAME if kind == "same" else "unrelated", kind == "same")


def fit(rows: Array, same: Array, weights: Array) -> Array:
    """Return bias and weights of a logistic regression with a squared penalty on all but the bias."""
    mean, spread = rows.mean(0), rows.std(0) + 1e-9
    design = np.c_[np.ones(len(rows)), (rows - mean) / spread]
    found = np.zeros(design.shape[1])
    penalty = np.eye(len(found)) * RIDGE
    penalty[0, 0] = 0
    for _ in range(STEPS):
        likely = 1 / (1 + np.exp(-design @ found))
        slope = design.T @ (weights * (likely - same)) + penalty @ found
        bend = (design * (weights * likely * (1 - likely))[:, None]).T @ design + penalty
        found -= np.linalg.solve(bend, slope)
    plain = found[1:] / spread
    return np.asarray(np.r_[found[0] - (mean * plain).sum(), plain])


def likely(rows: Array, weights: Array) -> Array:
    """Return the likeness of every row."""
    return np.asarray(1 / (1 + np.exp(-(weights[0] + rows @ weights[1:]))))


def cross_validated(rows: Array, same: Array, weights: Array, sets: NDArray[np.str_]) -> Array:
    """Return for every row its likeness by weights fitted without its set, or without its fold of the chosen pairs."""
    held = [np.flatnonzero(sets == name) for name in REAL]
    order = np.random.default_rng(SEED).permutation(np.flatnonzero(sets == CHOSEN))
    found = np.zeros(len(rows))
    for out in (*held, *(order[fold::FOLDS] for fold in range(FOLDS))):
        kept = np.setdiff1d(np.arange(len(rows)), out)
        found[out] = likely(rows[out], fit(rows[kept], same[kept], weights[kept]))
    return found


def macro_f1(predicted: list[str], gold: list[str]) -> tuple[float, dict[str, float]]:
    """Return the mean F1 over the labels, and the F1 of each."""
    scores = {}
    for label in sorted(set(gold)):
        right = sum(one == label == other for one, other in zip(predicted, gold, strict=True))
        scores[label] = 2 * right / max(1, predicted.count(label) + gold.count(label))
    return sum(scores.values()) / len(scores), scores


def main() -> None:
    """Fit, report, and store the weights if asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, metavar="EVAL")
    parser.add_argument("--write", action="store_true", help=f"store the weights in {WEIGHTS.name}")
    given = parser.parse_args()

    found = list(pairs(given.folder))
    rows = np.array([parts(pair.a, pair.b, compare(pair.a.figures, pair.b.figures)) for pair in found])
    same = np.array([float(pair.same) for pair in found])
    sets = np.array([pair.set for pair in found])
    weights = np.where((sets == CHOSEN) | (same > 0), 1.0, UNLINKED_WEIGHT)

    threshold = relation.SAME
    relation.SAME = relation.SAME_SUBJECT = relation.RELATED = -1.0  # type: ignore[misc]
    alike = cross_validated(rows, same, weights, sets)
    alike[[relation.other_names(pair.a, pair.b) for pair in found]] = 0.0
    near = alike >= threshold
    decided = [
        LABELS.get(relation.relation(pair.a, pair.b).kind, "unrelated") if is_near else "unrelated"
        for pair, is_near in zip(found, near, strict=True)
    ]
    chosen = sets == CHOSEN
    score, by_label = macro_f1(
        [label for label, is_chosen in zip(decided, chosen, strict=True) if is_chosen],
        [pair.label for pair in found if pair.set == CHOSEN],
    )
    print(f"cross-validated macro-F1 {score:.3f} over {chosen.sum()} pairs, threshold {threshold}")
    for label, value in by_label.items():
        print(f"  {label:15} {value:.3f}")
    called = np.array([label == SAME for label in decided])
    for name in REAL:
        here = sets == name
        right = (called & here & (same > 0)).sum()
        print(f"set {name}: same, precision {right / (called & here).sum():.3f}, recall {right / same[here].sum():.3f}")

    final = fit(rows, same, weights)
    named = dict(zip(("bias", *PARTS), final, strict=True))
    print(" ".join(f"{name} {value:.2f}" for name, value in named.items()))
    if given.write:
        lines = WEIGHTS.read_text(encoding="utf-8").splitlines()
        fields = [line.split("\t") for line in lines if not line.startswith("#")]
        kept = [line for line in lines if line.startswith("#")]
        kept += [f"{name}\t{named[name]:.2f}\t{meaning}" for name, _, meaning in fields]
        WEIGHTS.write_text("\n".join(kept) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
