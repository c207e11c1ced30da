"""What speaks for a claim as an answer to a query: a handful of named features, each a plain number.

BM25 finds; these decide the order. Every feature is made from the terms of the query and of the candidates and from a
few numbers about the corpus (``Statistics``), so that the search of a database and the bulk run rank alike.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz

from tracker.language.lexicon import rows
from tracker.language.normal import american
from tracker.language.stems import stem
from tracker.match.search_terms import NEGATION, ClaimTerms, QueryTerms

SATURATION: Final = 1.2
"""BM25's k1: how fast further occurrences of a term stop counting (the usual value)."""

LENGTH_WEIGHT: Final = 0.75
"""BM25's b: how far a long claim is marked down (the usual value)."""

USUAL_LENGTH: Final = 32.0
"""Terms of a claim with its title and speaker that is neither long nor short; fixed, so that a score means the same in
every corpus."""

LIGHT_WEIGHT: Final = 0.7
"""What a light word ("very", "they") counts beside a heavy one: without them much is lost, in full they drown names."""

WINDOW: Final = 3
"""Two words are a loose pair when at most this far apart in both texts."""

FEEDBACK_CLAIMS: Final = 15
"""The best claims by BM25 are taken as relevant, and their words looked for in the others."""

FEEDBACK_TERMS: Final = 20
"""Words looked for so; more bring in chance companions."""

PROLIFIC: Final = 300
"""A speaker with more claims than these counts no more: the number is read from the index, and should stay cheap."""

USUAL_SPOKEN: Final = 10
"""What a claim without a speaker counts as, so that statistics stand neither before nor behind."""


def _near_words() -> dict[str, frozenset[str]]:
    """Return for each stem the stems of the words that say nearly the same."""
    found: dict[str, frozenset[str]] = {}
    for row in rows("language", "synonyms.tsv"):
        entries = [word for field in row for word in field.split() if "_" not in word]
        stems = frozenset(stem(american(word.lower())) for word in entries)
        for one in stems:
            found[one] = found.get(one, frozenset()) | (stems - {one})
    return found


NEAR_WORDS: Final[Mapping[str, frozenset[str]]] = _near_words()


@dataclass(frozen=True, slots=True)
class Statistics:
    """What ranking must know of the corpus: claims in all, claims holding each query term, claims of each speaker.

    A term or speaker that is missing stands in no claim; ``spoken`` need not count further than ``PROLIFIC``.
    """

    claims: int
    frequencies: Mapping[str, int]
    spoken: Mapping[tuple[str, ...], int]


@dataclass(frozen=True, slots=True)
class Weighed:
    """A query with the weight of each of its terms (rarity times lightness), of its loose pairs, and of near words."""

    query: QueryTerms
    weights: Mapping[str, float]
    total: float
    pairs: Mapping[tuple[str, str], float]
    near: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, query: QueryTerms, statistics: Statistics) -> Weighed:
        """Weigh the terms of a query against a corpus."""
        weights = {
            term: rarity(statistics.frequencies.get(term, 0), statistics.claims)
            * (LIGHT_WEIGHT if term in query.light else 1.0)
            for term in dict.fromkeys((*query.words, *query.figures))
        }
        pairs = {pair: min(weights[pair[0]], weights[pair[1]]) for pair in loose_pairs(query.words)}
        near = {term: NEAR_WORDS[term] for term in weights if term in NEAR_WORDS and term not in query.light}
        return cls(query, weights, sum(weights.values()) or 1.0, pairs, near)


def rarity(frequency: int, claims: int) -> float:
    """Return BM25's inverse document frequency, never negative."""
    return math.log(1 + (max(claims, frequency) - frequency + 0.5) / (frequency + 0.5))


def loose_pairs(terms: Sequence[str]) -> set[tuple[str, str]]:
    """Return the pairs of different terms that stand close together, each in alphabetical order."""
    return {
        (one, other) if one < other else (other, one)
        for at, one in enumerate(terms)
        for other in terms[at + 1 : at + 1 + WINDOW]
        if one != other
    }


def bm25(weights: Mapping[str, float], *fields: Sequence[str]) -> float:
    """Return the BM25 score of a claim's fields taken together, for terms weighed beforehand."""
    length = sum(map(len, fields))
    damping = SATURATION * (1 - LENGTH_WEIGHT + LENGTH_WEIGHT * length / USUAL_LENGTH)
    counts: dict[str, int] = {}
    for field in fields:
        for term in field:
            if term in weights:
                counts[term] = counts.get(term, 0) + 1
    return sum(weights[term] * count * (SATURATION + 1) / (count + damping) for term, count in counts.items())


def longest_run(weighed: Weighed, terms: Sequence[str]) -> float:
    """Return the weight of the longest stretch of the query that stands word for word in the claim."""
    words = weighed.query.words
    best = 0.0
    before = [0.0] * (len(terms) + 1)
    for word in words:
        row = [0.0] * (len(terms) + 1)
        for at, term in enumerate(terms):
            if term == word:
                row[at + 1] = before[at] + weighed.weights[word]
                best = max(best, row[at + 1])
        before = row
    return best


def feedback(weights: Mapping[str, float], claims: Sequence[ClaimTerms], scores: Sequence[float]) -> dict[str, float]:
    """Return the words that mark the best claims off from the other candidates, with weights (RM3, bounded)."""
    spread = Counter(term for claim in claims for term in set(claim.text))
    best = sorted(range(len(claims)), key=lambda at: -scores[at])[:FEEDBACK_CLAIMS]
    whole = sum(scores[at] for at in best) or 1.0
    mass: dict[str, float] = {}
    for at in best:
        terms = claims[at].text + claims[at].title
        for term in dict.fromkeys(terms):
            if term not in weights and term != NEGATION:
                share = scores[at] / whole / len(terms)
                mass[term] = mass.get(term, 0.0) + share * math.log(1 + len(claims) / (spread[term] + 1))
    heaviest = sorted(mass, key=lambda term: -mass[term])[:FEEDBACK_TERMS]
    return {term: mass[term] for term in heaviest}


def features(query: QueryTerms, claims: Sequence[ClaimTerms], statistics: Statistics) -> list[dict[str, float]]:
    """Return the features of each candidate claim, in the order given.

    ``likeness`` is BM25 over all fields beside the best candidate's; ``title`` BM25 over the title; ``run`` the longest
    stretch word for word and ``pairs`` the loose pairs, as shares of the query; ``rarest`` the rarest word shared;
    ``figures`` the figures shared; ``near`` the share of the query met by a near word alone; ``feedback`` the words of
    the best claims; ``words`` rapidfuzz's likeness of the two sets of words, ``excerpt`` that of the shorter text and
    the best stretch of the longer; ``length`` the logarithm of the claim's length; ``denial`` whether query and claim
    both deny, or neither; ``prolific`` how often the claim's speaker is on record.
    """
    weighed = Weighed.of(query, statistics)
    weights, total = weighed.weights, weighed.total
    likeness = [bm25(weights, claim.text, claim.title, claim.speaker, claim.figures) for claim in claims]
    best = max(likeness, default=0.0) or 1.0
    expansion = feedback(weights, claims, likeness)
    asked = " ".join(query.words)
    found = []
    for claim, score in zip(claims, likeness, strict=True):
        held = {*claim.text, *claim.title}
        shared = weights.keys() & set(claim.text)
        found.append(
            {
                "likeness": score / best,
                "title": bm25(weights, claim.title) / total,
                "run": longest_run(weighed, claim.text) / total,
                "pairs": sum(weighed.pairs.get(pair, 0.0) for pair in loose_pairs(claim.text)) / total,
                "rarest": max((weights[term] for term in shared if term not in query.light), default=0.0),
                "figures": sum(weights[term] for term in query.figures if term in claim.figures) / total,
                "near": sum(
                    weights[term] for term, near in weighed.near.items() if term not in held and near & held
                ) / total,
                "feedback": bm25(expansion, claim.text, claim.title),
                "words": fuzz.token_set_ratio(asked, " ".join(claim.text)) / 100,
                "excerpt": fuzz.partial_ratio(asked, " ".join(claim.text)) / 100,
                "length": math.log(len(claim.text) + 1),
                "denial": float((NEGATION in weights) == (NEGATION in claim.text)),
                "prolific": math.log(1 + _spoken(claim, statistics)),
            }
        )  # fmt: skip
    return found


def _spoken(claim: ClaimTerms, statistics: Statistics) -> int:
    """Return how many claims the speaker of a claim has, within bounds; the usual number where there is no speaker."""
    return min(statistics.spoken.get(claim.speaker, 1), PROLIFIC) if claim.speaker else USUAL_SPOKEN
