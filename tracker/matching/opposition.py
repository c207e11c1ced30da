"""Where two claims are opposed: a negator on one side alone, or contrary words ("rose" against "fell")."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from math import fsum
from typing import Final

from tracker.matching.features import Features
from tracker.matching.figures import Comparison, Figure, tells
from tracker.matching.trends import CHANGE, Trend
from tracker.models import RelationKind
from tracker.text.negation import Negation
from tracker.text.numbers import PERCENT
from tracker.text.senses import IN_PLACE_NAME, Sense

LOCAL: Final = 3
"""Words of a local edit on either side; where more differ, nothing says which word took the place of which."""

SHORT: Final = 8
"""Weighty words of a claim that is little more than a description."""

DENIED_TOGETHER: Final = 2.5
"""Weight of words under a negation in both claims, about three ordinary words, that make them one denial."""

LEAST_PREDICATE: Final = 0.5
"""Weight of a word that says by itself what is denied; "make" and "take" weigh less."""

LEAST_BESIDE: Final = 1.0
"""Weight of the words near both of two contrary words: an ordinary one shows that they are said of one thing."""

LEAST_SUBJECT: Final = 1.0
"""Weight of the words for what moved: an ordinary word."""

COVERED: Final = 0.67
"""Share of what a negator reaches that the other claim must speak of too, where it lacks the nearest telling word."""

WHOLE: Final = 100.0
"""A share and its complement, in per cent."""

ROUNDED_WHOLE: Final = 2.0
"""How far a share and its complement may be from the whole: a third and 66 per cent, 34 per cent and two thirds."""

Edit = tuple[int, int, int, int]
"""A stretch in which the words differ: from and to among the words of a, from and to among those of b."""


def local(edit: Edit) -> bool:
    """Say whether an edit is small enough to weigh its words one against the other."""
    return edit[1] - edit[0] <= LOCAL and edit[3] - edit[2] <= LOCAL


def _negated_alone(one: Features, other: Features) -> tuple[list[str], list[str]]:
    """Return a reason for every negator of ``one`` whose nearest word that ``other`` also has stands free there.

    A denial reaches the subject, which "not" leaves free: what it denies is the predicate (see ``_predicates``).
    A name says whom or where a claim is about and is denied by neither.
    In the second place come those that reach mostly what the other does not speak of: nothing tells what they deny.
    Where it reaches a word whose contrary stands free on the other side, it is made up for: "not unsafe" and "safe".
    """
    reasons: list[str] = []
    doubts: list[str] = []
    signs, others = one.signs, other.signs
    for negation in one.negations:
        both = [name for name in negation.reach if name in others and name in one.weights]
        shared = [name for name in both if name not in one.proper]
        made_up = any(
            signs[name] * others[name] > 0 and name not in other.denied
            for name in shared
            if name in one.up or name in one.down
        )
        if not shared or made_up:
            continue
        tested = next(_predicates(negation, one, other), shared[0]) if negation.whole else shared[0]
        if signs[tested] * others[tested] < 0:
            covers = negation.whole or _covers(negation, both, one)
            (reasons if covers else doubts).append(f"“{negation.words}” + “{one.printed[tested]}” = negated")
    return reasons, doubts


def _covers(negation: Negation, shared: Sequence[str], one: Features) -> bool:
    """Say whether the other claim speaks of what a negator denies: the nearest telling word, or most of its reach."""
    telling = next((name for name in negation.reach if _tells(name, one)), None)
    if telling in shared:
        return True
    reached = {*negation.reach} & one.weights.keys() - one.proper
    held, all_of = (fsum([one.weights[name] for name in names]) for names in (reached.intersection(shared), reached))
    return held >= COVERED * all_of


def denies_elsewhere(one: Features, other: Features) -> bool:
    """Say whether ``one`` denies something that ``other``, which denies nothing, says only of the same name."""
    if other.negations or other.polarity < 0:
        return False
    shared = [{*negation.reach} & other.signs.keys() for negation in one.negations if negation.main]
    return any(names and names <= one.proper for names in shared)


def _predicates(denial: Negation, one: Features, other: Features) -> Iterator[str]:
    """Yield the words under a denial of ``one`` by which its polarity is told, if another negator reaches them.

    That is one that turns the denied statement itself ("denied that it was not …") or one of the other claim. It must
    deny the same: its nearest telling word stands in both claims, or much of what it reaches does.
    """
    for negation in (*one.negations, *other.negations):
        if negation is denial or not negation.main:
            continue
        both = [name for name in negation.reach if name in one.bag and name in other.bag]
        telling = (name for name in negation.reach if _tells(name, one) or _tells(name, other))
        if next(telling, None) in both or sum([one.weights[name] for name in both]) >= DENIED_TOGETHER:
            yield from (name for name in both if name in denial.reach)


def _tells(name: str, one: Features) -> bool:
    """Say whether a word can say by itself what is denied: one of weight, or one with a contrary ("cut")."""
    return name in one.own_signs or one.weights.get(name, 0.0) >= LEAST_PREDICATE


def opposed_in_sense(a: Features, b: Features) -> tuple[list[str], list[str]]:
    """Return the reasons for which two claims are opposed wherever the words stand, and those that leave it open.

    Left open is what is denied, or said with contrary words, of something the other does not speak of.
    """
    reasons: list[str] = []
    doubts: list[str] = []
    for one, other in ((a, b), (b, a)):
        if one.negations:
            for known, found in zip((reasons, doubts), _negated_alone(one, other), strict=True):
                known += found
    for name in sorted((a.up & b.down) | (a.down & b.up)):
        if a.own_signs[name] != b.own_signs[name]:
            found = reasons if name != CHANGE and _said_of_one_thing(name, a, b) else doubts
            found.append(_contrary(a.printed[name], b.printed[name]))
    return list(dict.fromkeys(reasons)), doubts


def _said_of_one_thing(name: str, a: Features, b: Features) -> bool:
    """Say whether two contrary words describe one noun, or words of some weight stand near both."""
    described = {(sense, noun) for sense, _, noun in a.described} & {(sense, noun) for sense, _, noun in b.described}
    near = a.beside[name] & b.beside[name] - a.proper
    return any(sense == name for sense, _ in described) or (
        fsum([min(a.weights[other], b.weights[other]) for other in near]) >= LEAST_BESIDE
    )


def opposed_in_trend(a: Features, b: Features) -> list[str]:
    """Return the reasons for which two claims say that one thing moved opposite ways, whatever else they say.

    Where both name years, or places, and none in common, each speaks of its own.
    """
    years, others = a.years, b.years
    if years and others and years.isdisjoint(others):
        return []
    return [
        _contrary(a.printed[CHANGE], b.printed[CHANGE])
        for one, other in product(a.trends, b.trends)
        if one.sign != other.sign
        and one_subject(one, other, a, b)
        and not _both_ways(one, a)
        and not _both_ways(other, b)
    ][:1]


def moves_both_ways(a: Features, b: Features) -> bool:
    """Say whether one claim says of a thing that it rose and fell, and the other one of the two."""
    return any(
        one_subject(one, other, a, b) and _both_ways(one, a) != _both_ways(other, b)
        for one, other in product(a.trends, b.trends)
    )


def _both_ways(trend: Trend, one: Features) -> bool:
    return any(other.subject == trend.subject and other.sign != trend.sign for other in one.trends)


def one_subject(one: Trend, other: Trend, a: Features, b: Features) -> bool:
    """Say whether two trends are of one thing in one place.

    That is the same words, or all words of the one, two at least and a head noun among them, among the other's.
    """
    if one.places != other.places and one.places.isdisjoint(other.places) and a.proper.isdisjoint(b.proper):
        return False
    if one.subject == other.subject:
        return fsum([a.weights.get(name, 0.0) for name in one.subject]) >= LEAST_SUBJECT
    short, long = sorted((one, other), key=lambda trend: len(trend.subject))
    return len(short.subject) > 1 and short.subject <= long.subject and not short.heads.isdisjoint(long.heads)


def both_measured(a: Features, b: Features) -> bool:
    """Say whether both claims say by how much something moved: two measurements, not one proposition and its denial."""
    return all(any(figure.direction for figure in one.figures) for one in (a, b))


def by_shares(a: Features, b: Features) -> RelationKind | None:
    """Say what two claims are that are opposed in words, where they tell what share of all does or thinks something.

    "A third back it" and "two thirds oppose it" are one finding (``VARIANT``), two other shares are two findings
    (``RELATED``); equal shares of opposed stance, or no shares at all, change nothing (``None``).
    """
    ones, others = _shares(a), _shares(b)
    if not ones and not others:
        return None
    for one, other in product(ones, others):
        if one.low == other.low:
            return RelationKind.VARIANT if one.stance == other.stance else None
        if one.stance != other.stance and abs(one.low + other.low - WHOLE) <= ROUNDED_WHOLE:
            return RelationKind.VARIANT
    return RelationKind.RELATED


def _shares(one: Features) -> list[Figure]:
    """Return the shares of a whole that a claim gives, not those by which something changed."""
    return [figure for figure in one.figures if figure.unit == PERCENT and not figure.moved]


def of_a_share(one: Features, other: Features) -> bool:
    """Say whether one claim gives a share of a whole, and the other, which may speak of all, no figure it shares."""
    if any(figure.unit == PERCENT for figure in other.figures):
        return False
    return bool(_shares(one)) and not any(tells(figure) == 1 for figure in other.figures)


def opposed_in_description(a: Features, b: Features) -> list[str]:
    """Return the reasons for which two short claims describe one thing in opposed ways: "small", "big change"."""
    if max(len(a.names), len(b.names)) > SHORT:
        return []
    printed = a.printed.keys() & b.printed.keys()
    both = [
        found
        for found in sorted(a.described & b.contradicted)
        if printed.issuperset((found[0], found[2])) and a.own_signs.get(found[0]) != b.own_signs.get(found[0])
    ]
    return [
        f"{_contrary(a.printed[name], b.printed[name])}, both said of “{a.printed[noun]}”" for name, _, noun in both
    ]


def _contrary(one: str, other: str) -> str:
    return (
        f"“{one}” and “{other}” are opposed"
        if one.lower() != other.lower()
        else f"“{one}” is negated on one side alone"
    )


def _negators_in(one: Features, start: int, end: int, added: bool) -> list[int]:
    """Return the places of the negators of an edit.

    Where the edit only adds words, a negator that reaches but added words is left out: ", not a privilege" turns
    nothing. "Not only" is none where both its words are added, and one where "not" is put before an "only".
    """
    return [
        place
        for place in range(start, end)
        if (place in one.negators and not (added and place < one.negators[place] < end))
        or one.mock_negators.get(place, -1) >= end
    ]


def opposed_in_place(a: Features, b: Features, edits: Sequence[Edit]) -> list[str]:
    """Return the reasons for which two claims of nearly the same words are opposed in what differs.

    A negator is made up for where a word it reaches gave way to a contrary one: "not safe" and "dangerous".
    """
    contrary, made_up = _contraries_in(a, b, edits)
    single: list[str] = []
    for a_from, a_to, b_from, b_to in edits:
        ones = _negators_in(a, a_from, a_to, added=b_from == b_to)
        others = _negators_in(b, b_from, b_to, added=a_from == a_to)
        if (len(ones) + len(others)) % 2:
            single.append(a.spoken[ones[0]] if ones else b.spoken[others[0]])
    return contrary + [f"“{word}” stands on one side alone" for word in single[made_up:]]


def _contraries_in(a: Features, b: Features, edits: Sequence[Edit]) -> tuple[list[str], int]:
    """Return the reasons for contrary words among the edits, and how many are contrary but for a negation.

    Words that are contrary in place alone ("before", "after") count inside one edit only.
    """
    ones = [(edit, place) for edit in edits for place in range(edit[0], edit[1]) if place in a.contraries]
    others = [(edit, place) for edit in edits for place in range(edit[2], edit[3]) if place in b.contraries]
    reasons: list[str] = []
    made_up = 0
    for here, one in ones:
        for there, other in others:
            if not _contrary_senses(a.contraries[one], b.contraries[other], in_place=here is there):
                continue
            if (one in a.flipped) != (other in b.flipped):
                made_up += 1
            else:
                reasons.append(_contrary(a.spoken[one], b.spoken[other]))
    return reasons, made_up


def _contrary_senses(ones: Sequence[Sense], others: Sequence[Sense], *, in_place: bool) -> bool:
    return any(
        one.name == other.name and one.sign != other.sign and (in_place or not one.name.startswith(IN_PLACE_NAME))
        for one in ones
        for other in others
    )


def changed_in_place(a: Features, b: Features, edits: Sequence[Edit], figures: Comparison) -> list[str]:
    """Return the reasons for which a figure took the place of another that ``compare`` did not set against it.

    That is a figure that measures something else or nothing, or one end of a range.
    """
    known = {
        figure.start
        for pair in (*figures.agreed, *figures.opposed)
        for figure in pair
        if all(other.low == other.high for other in pair)
    }
    reasons: list[str] = []
    for a_from, a_to, b_from, b_to in edits:
        ones = [word for place, word in _numerals(a, a_from, a_to) if a.starts[place] not in known]
        others = [word for place, word in _numerals(b, b_from, b_to) if b.starts[place] not in known]
        if ones and others and ones[0].split()[0] != others[0].split()[0]:
            reasons.append(f"{ones[0]} against {others[0]}: another figure")
    return reasons


def _numerals(one: Features, start: int, end: int) -> list[tuple[int, str]]:
    return [(place, one.spoken[place]) for place in range(start, end) if one.spoken[place][0].isdigit()]
