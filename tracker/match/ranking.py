"""The order of a search's answers: a weighted sum of named features, the weights in ``data/search_weights.tsv``.

Most weights are fitted by ``tools/fit_search.py`` (a linear model, so that every one can be read); those that the data
for fitting hardly speak of are set by hand and marked so in the file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from tracker.language.lexicon import rows
from tracker.match.ranking_features import Statistics, features
from tracker.match.search_terms import ClaimTerms, QueryTerms

WEIGHTS: Final[Mapping[str, float]] = {row[0]: float(row[1]) for row in rows("match", "search_weights.tsv")}
"""What one unit of each feature adds to a claim's score."""

SCORE_DIGITS: Final = 4
"""Scores are rounded so that a run prints alike on every machine."""


def rank(query: QueryTerms, claims: Sequence[ClaimTerms], statistics: Statistics) -> list[tuple[int, float]]:
    """Return the places of ``claims`` with their scores, best first; equal scores keep the order given."""
    scores = [
        round(sum(weight * found[name] for name, weight in WEIGHTS.items()), SCORE_DIGITS)
        for found in features(query, claims, statistics)
    ]
    return sorted(enumerate(scores), key=lambda place: -place[1])
