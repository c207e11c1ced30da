"""Fit the weights of the likeness of two claims and report the cross-validated figure.

    python tools/fit_relation.py EVAL [--write]

EVAL is the folder with ``pairs-dev.jsonl`` and ``knownlie-dev/``. The likeness answers one question, whether two
statements make one proposition, figures and polarity aside; so every label but "unrelated" counts as yes. To the pairs
of EVAL come those of ``tools/relation_labels.tsv``, labelled by hand, at a lower weight: their "other" pairs are
nearest neighbours, far harder than what matching usually sees. The figure printed is cross-validated over the pairs of
EVAL alone: weights are fitted without the pairs they judge. ``--write`` stores the weights fitted on all.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tracker.matching import relation
from tracker.matching.features import Features, features
from tracker.matching.figures import compare
from tracker.matching.relation import PARTS, parts
from tracker.models import RelationKind

HERE: Final = Path(__file__).parent
WEIGHTS: Final = HERE.parent / "tracker" / "matching" / "data" / "likeness.tsv"
RIDGE: Final = 1.0
"""Strength of the squared penalty on the weights (of standardised parts)."""
NEIGHBOUR_WEIGHT: Final = 0.3
"""How much a hand-labelled pair counts beside one of EVAL."""
FOLDS: Final = 10
REPEATS: Final = 6
STEPS: Final = 40
"""Newton steps; a logistic fit of seven weights settles in fewer than ten."""
SEED: Final = 1
LABELS: Final = {
    RelationKind.REPEAT: "repeat",
    RelationKind.VARIANT: "repeat",
    RelationKind.EXCERPT: "repeat",
    RelationKind.SPLICED: "repeat",
    RelationKind.REVISED: "changed_figure",
    RelationKind.REVERSED: "negated",
}

Array = NDArray[np.float64]


class Pair(NamedTuple):
    """Two statements, the label of EVAL ("" for pairs labelled by hand), and whether they make one proposition."""

    a: Features
    b: Features
    label: str
    same: bool


def pairs(folder: Path) -> Iterator[Pair]:
    """Yield the pairs of EVAL, then those labelled by hand that are none of EVAL."""
    seen: set[frozenset[str]] = set()
    for line in (folder / "pairs-dev.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        seen.add(frozenset((row["a"], row["b"])))
        yield Pair(features(row["a"]), features(row["b"]), row["label"], row["label"] != "unrelated")
    with gzip.open(folder / "knownlie-dev" / "targets.tsv.gz", "rt", encoding="utf-8") as targets:
        lines = [*targets]
    lines += (folder / "knownlie-dev" / "queries.tsv").read_text(encoding="utf-8").splitlines()
    texts = {fields[0]: fields[1].rstrip("\n") for fields in (line.split("\t") for line in lines)}
    for line in (HERE / "relation_labels.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        one, other, label = line.split("\t")
        if frozenset((texts[one], texts[other])) not in seen:
            yield Pair(features(texts[one]), features(texts[other]), "", label == "same")


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


def cross_validated(rows: Array, same: Array, weights: Array) -> Array:
    """Return for every row its likeness by weights fitted without it, the mean over ``REPEATS`` ways to fold."""
    random = np.random.default_rng(SEED)
    total = np.zeros(len(rows))
    for _ in range(REPEATS):
        order = random.permutation(len(rows))
        for fold in range(FOLDS):
            held = order[fold::FOLDS]
            kept = np.setdiff1d(order, held)
            total[held] += likely(rows[held], fit(rows[kept], same[kept], weights[kept])) / REPEATS
    return total


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
    weights = np.array([1.0 if pair.label else NEIGHBOUR_WEIGHT for pair in found])

    threshold = relation.SAME_SUBJECT
    relation.SAME_SUBJECT = relation.RELATED = -1.0  # type: ignore[misc]
    decided = [LABELS[relation.relation(pair.a, pair.b).kind] for pair in found if pair.label]
    alike = cross_validated(rows, same, weights)
    alike[[relation.other_names(pair.a, pair.b) for pair in found]] = 0.0
    predicted = [label if score >= threshold else "unrelated" for label, score in zip(decided, alike, strict=False)]
    score, by_label = macro_f1(predicted, [pair.label for pair in found if pair.label])
    print(f"cross-validated macro-F1 {score:.3f} over {len(predicted)} pairs, threshold {threshold}")
    for label, value in by_label.items():
        print(f"  {label:15} {value:.3f}")

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
