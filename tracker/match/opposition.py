"""Where two claims are opposed: a negator on one side alone, or contrary words ("rose" against "fell")."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tracker.match.features import Features
from tracker.match.figures import Comparison

LOCAL: Final = 3
"""Words of a local edit on either side; where more differ, nothing says which word took the place of which."""

SHORT: Final = 8
"""Weighty words of a claim that is little more than a description."""

Edit = tuple[int, int, int, int]
"""A stretch in which the words differ: from and to among the words of a, from and to among those of b."""


def local(edit: Edit) -> bool:
    """Say whether an edit is small enough to weigh its words one against the other."""
    return edit[1] - edit[0] <= LOCAL and edit[3] - edit[2] <= LOCAL


def _negated_alone(one: Features, other: Features) -> list[str]:
    """Return a reason for every negator of ``one`` whose nearest word that ``other`` also has stands free there."""
    reasons: list[str] = []
    signs, others = one.signs, other.signs
    for negation in one.negations:
        for name in negation.reach:
            if name in others and name in one.weights:
                if signs[name] * others[name] < 0:
                    reasons.append(f"“{negation.words}” + “{one.printed[name]}” = negated")
                break
    return reasons


def opposed_in_sense(a: Features, b: Features) -> list[str]:
    """Return the reasons for which two claims are opposed wherever the words stand."""
    reasons = _negated_alone(a, b) if a.negations else []
    if b.negations:
        reasons += _negated_alone(b, a)
    for name in sorted((a.up & b.down) | (a.down & b.up)):
        reasons.append(_contrary(a.printed[name], b.printed[name]))
    return reasons


def opposed_in_description(a: Features, b: Features) -> list[str]:
    """Return the reasons for which two short claims describe one thing in opposed ways: "small", "big change"."""
    if min(len(a.names), len(b.names)) > SHORT:
        return []
    both = sorted(a.described & b.contradicted)
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
    """Return the reasons for which two claims of nearly the same words are opposed in what differs."""
    reasons: list[str] = []
    for a_from, a_to, b_from, b_to in edits:
        ones = _negators_in(a, a_from, a_to, added=b_from == b_to)
        others = _negators_in(b, b_from, b_to, added=a_from == a_to)
        if (len(ones) + len(others)) % 2:
            word = a.spoken[ones[0]] if ones else b.spoken[others[0]]
            reasons.append(f"“{word}” stands on one side alone")
        elif not ones:
            reasons += [
                _contrary(a.spoken[one], b.spoken[other])
                for one in range(a_from, a_to)
                for other in range(b_from, b_to)
                if any(
                    mine.name == theirs.name and mine.sign != theirs.sign
                    for mine in a.contraries.get(one, ())
                    for theirs in b.contraries.get(other, ())
                )
            ]
    return reasons


def changed_in_place(a: Features, b: Features, edits: Sequence[Edit], figures: Comparison) -> list[str]:
    """Return the reasons for which a figure took the place of another that measures something else or nothing."""
    known = {figure.start for pair in (*figures.agreed, *figures.opposed) for figure in pair}
    reasons: list[str] = []
    for a_from, a_to, b_from, b_to in edits:
        ones = [place for place in range(a_from, a_to) if a.spoken[place][0].isdigit() and a.starts[place] not in known]
        others = [
            place for place in range(b_from, b_to) if b.spoken[place][0].isdigit() and b.starts[place] not in known
        ]
        if ones and others:
            reasons.append(f"{a.spoken[ones[0]]} against {b.spoken[others[0]]}: another figure")
    return reasons
