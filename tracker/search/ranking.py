"""The order of a search's answers, by features and the weights of ``data/search_weights.tsv``; what to mark in each.

Most weights are fitted by ``tools/fit_search.py`` (a linear model, so that every one can be read); those that the data
for fitting hardly speak of are set by hand and marked so in the file.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final, NamedTuple

from rapidfuzz import fuzz, process
from rapidfuzz.distance import DamerauLevenshtein

from tracker.search.terms import NEGATION, ClaimTerms, QueryTerms, placed_terms, query_terms
from tracker.text.lexicon import rows
from tracker.text.normal import american, stem
from tracker.text.words import PER_CENT, fold

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


HINT_COUNTS: Final = 0.5
"""What a near word ("guns" for "firearms"), or the word in a title alone, counts beside the word in the claim."""

SURE: Final = 0.9
"""Of what a query asks, by weight: a claim that holds so much is what was looked for."""

WEAK: Final = 0.75
"""After a sure answer, a claim that holds less is folded: of two words it lacks one, of four of equal weight two."""


@cache
def _near_words() -> Mapping[str, frozenset[str]]:
    """Return for each stem the stems of the words that say nearly the same."""
    found: dict[str, frozenset[str]] = {}
    for row in rows("text", "synonyms.tsv"):
        entries = [word for field in row for word in field.split() if "_" not in word]
        stems = frozenset(stem(american(word.lower())) for word in entries)
        for one in stems:
            found[one] = found.get(one, frozenset()) | (stems - {one})
    return found


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
        listed = _near_words()
        near = {term: listed[term] for term in weights if term in listed and term not in query.light}
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


def features(weighed: Weighed, claims: Sequence[ClaimTerms], statistics: Statistics) -> list[dict[str, float]]:
    """Return the features of each candidate claim, in the order given.

    ``likeness`` is BM25 over all fields beside the best candidate's; ``title`` BM25 over the title; ``phrase`` whether
    the whole query stands in the claim word for word, ``run`` the longest stretch that does and ``pairs`` the loose
    pairs, as shares of the query; ``rarest`` the rarest word shared;
    ``figures`` the figures shared; ``near`` the share of the query met by a near word alone; ``feedback`` the words of
    the best claims; ``words`` rapidfuzz's likeness of the two sets of words, ``excerpt`` that of the shorter text and
    the best stretch of the longer; ``length`` the logarithm of the claim's length; ``denial`` whether query and claim
    both deny, or neither; ``prolific`` how often the claim's speaker is on record.
    """
    query, weights, total = weighed.query, weighed.weights, weighed.total
    likeness = [bm25(weights, claim.text, claim.title, claim.speaker, claim.figures) for claim in claims]
    best = max(likeness, default=0.0) or 1.0
    expansion = feedback(weights, claims, likeness)
    asked = " ".join(query.words)
    whole = sum(weights[word] for word in query.words)
    found = []
    for claim, score in zip(claims, likeness, strict=True):
        held = {*claim.text, *claim.title}
        shared = weights.keys() & set(claim.text)
        run = longest_run(weighed, claim.text)
        found.append(
            {
                "likeness": score / best,
                "title": bm25(weights, claim.title) / total,
                "phrase": float(len(query.words) > 1 and math.isclose(run, whole)),
                "run": run / total,
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


def held(weighed: Weighed, claim: ClaimTerms) -> float:
    """Return how much of what a query asks a claim holds in its words, speaker and figures: 1 is all of it."""
    asked, weights = weighed.query.heavy, weighed.weights
    has, title = {*claim.text, *claim.speaker, *claim.figures}, {*claim.title}
    found = sum(
        weights[term] if term in has else HINT_COUNTS * weights[term]
        for term in asked
        if term in has or term in title or not has.isdisjoint(weighed.near.get(term, ()))
    )
    return found / (sum(weights[term] for term in asked) or 1.0)


def _spoken(claim: ClaimTerms, statistics: Statistics) -> int:
    """Return how many claims the speaker of a claim has, within bounds; the usual number where there is no speaker."""
    return min(statistics.spoken.get(claim.speaker, 1), PROLIFIC) if claim.speaker else USUAL_SPOKEN


WEIGHTS: Final[Mapping[str, float]] = {row[0]: float(row[1]) for row in rows("search", "search_weights.tsv")}
"""What one unit of each feature adds to a claim's score."""

SCORE_DIGITS: Final = 4
"""Scores are rounded so that a run prints alike on every machine."""


class Ranked(NamedTuple):
    """A claim by its place among those ranked, with its score; ``weak`` is one to be folded behind sure answers."""

    place: int
    score: float
    weak: bool


def rank(query: QueryTerms, claims: Sequence[ClaimTerms], statistics: Statistics) -> list[Ranked]:
    """Return claims best first; equal scores keep the order given."""
    weighed = Weighed.of(query, statistics)
    shares = [held(weighed, claim) for claim in claims]
    floor = WEAK if max(shares, default=0.0) >= SURE else 0.0
    found = [
        Ranked(place, round(sum(weight * one[name] for name, weight in WEIGHTS.items()), SCORE_DIGITS), share < floor)
        for place, (one, share) in enumerate(zip(features(weighed, claims, statistics), shares, strict=True))
    ]
    return sorted(found, key=lambda one: -one.score)


LETTERS_A_SLIP: Final = 4
"""One letter in so many may be wrong, missing, doubled or swapped; in shorter words a slip makes another word."""


def nearest(word: str, known: Iterable[tuple[str, int]]) -> str | None:
    """Return the known word with the fewest slips from ``word``, of equal ones the commonest; ``None`` if all are far.

    ``known`` gives each word with how often it occurs.

    >>> nearest("patrlo", [("patron", 9), ("patrol", 5), ("pat", 1)])
    'patrol'
    """
    often = dict(known)
    most = len(word) // LETTERS_A_SLIP
    if not most:
        return None
    near = process.extract(word, list(often), scorer=DamerauLevenshtein.distance, score_cutoff=most, limit=None)
    return min(near, key=lambda found: (found[1], -often[found[0]], found[0]))[0] if near else None


_A_SHARE: Final = rf"\s*(?:%|{PER_CENT})"
_SHARE: Final = re.compile(rf"(?<=\d){_A_SHARE}", re.IGNORECASE)


@lru_cache(maxsize=256)
def _pattern(phrase: str) -> re.Pattern[str]:
    """Return a pattern of a phrase's words, whatever their case, blanks and typography; "73%" is "73 per cent"."""
    parts = (re.escape(part) for part in _SHARE.sub("\0", fold(phrase)).split())
    words = r"\s+".join(parts).replace(re.escape("\0"), _A_SHARE).replace("\0", _A_SHARE)
    before, after = (r"(?<!\w)" if phrase[:1].isalnum() else ""), (r"(?!\w)" if phrase[-1:].isalnum() else "")
    return re.compile(before + words + after, re.IGNORECASE)


def phrase_places(text: str, phrase: str) -> list[tuple[int, int]]:
    """Return where a phrase stands in a text word for word; case, blanks and typography aside.

    >>> phrase_places("It is “Not  Routine”, he said", "not routine")
    [(7, 19)]
    """
    if not phrase.strip():
        return []
    return [match.span() for match in _pattern(phrase.strip()).finditer(fold(text))]


def holds(text: str, phrases: Iterable[str]) -> bool:
    """Whether a text holds every phrase."""
    return all(phrase_places(text, phrase) for phrase in phrases)


def parts(text: str, words: str, phrases: Sequence[str] = ()) -> list[tuple[str, bool]]:
    """Return a text in stretches, each with whether a search for ``words`` and ``phrases`` found it.

    >>> parts("Officers were deployed routinely", "routine deployment")
    [('Officers were ', False), ('deployed', True), (' ', False), ('routinely', True)]
    """
    query = query_terms(words)
    wanted = {*query.heavy, *query.figures}
    places = [(start, end) for start, end, term in placed_terms(text) if term in wanted] if wanted else []
    places += [place for phrase in phrases for place in phrase_places(text, phrase)]
    found: list[tuple[str, bool]] = []
    at = 0
    for start, end in sorted(places):
        if end <= at:
            continue
        start = max(start, at)
        if start > at:
            found.append((text[at:start], False))
        found.append((text[start:end], True))
        at = end
    return [*found, (text[at:], False)] if at < len(text) else found
