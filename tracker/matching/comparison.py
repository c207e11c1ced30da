"""Which figures of two claims agree, differ or point opposite ways.

Figures are aligned by what they measure (unit, and for counts the counted noun) before their values are compared.
Rounding to the printed places is allowed ("39.6" is "40"), a relative tolerance is not; years compare exactly.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import fsum
from typing import Final, NamedTuple

from tracker.matching.figures import PLAIN, SHARED_WORDS, YEAR, Figure, lasts, tells
from tracker.text.numbers import PERCENT, kinds

SAME_PLACE: Final = 1e-9
"""Two values this close (relative) are one value written twice; floating point, no tolerance of meaning."""

MOST_ROUNDED: Final = 0.05
"""How far a figure printed to fewer places may be from the other: 39.6 is "40", 1.4 is not "1"."""

LEAST_SCALE: Final = 1000.0

LEAST_DIGITS: Final = 10.0
"""A figure of one digit and a scale ("eight million") is no rounding of 7.8 million unless a word says so."""

MOST_APART: Final = 0.06
"""How far "about", "over" or "nearly" may reach: "more than 120" may be 127, "about 10,000" is not 14,900."""

ROUNDED_SHARE: Final = 1.0
"""How many per cent a share told in words may be off: 34 per cent is "a third"."""

ROUGH_SHARE: Final = 4.5
"""The same with a word that says so: 54 per cent is "just over half", 31 per cent "almost a third"."""

WHOLE: Final = 100.0
"""A share and its complement, in per cent."""

ROUNDED_WHOLE: Final = 2.0
"""How far a share and its complement may be from the whole: a third and 66 per cent, 34 per cent and two thirds."""

MOST_TIMES: Final = 4.0
"""A count or sum that is as many times another measures something else, unless all words around are the same."""

SERIES_TIMES: Final = 2.0
"""Two levels known to be of one measure by their nouns alone are at most as many times one the other."""

CLOSE_TIMES: Final = 1.25

LEAST_LARGE: Final = 1000.0
"""Two counts of one noun as close and as large as this need but one light word in common: a series moves slowly."""

SHARED_WEIGHT: Final = 1.0
"""Weight of what the clauses of two counts of one noun must share beside it: an ordinary word."""

MOSTLY_ALIKE: Final = 0.8
"""The least part of what one of two shares of two surveys is about that the other is about as well."""

ONE_YEAR: Final = frozenset({"1 year", "12 month"})
"""Stretches that are not told apart from none: most changes are those of a year."""

_OVER: Final = frozenset({"more than", "at least"})

_UNDER: Final = frozenset({"less than", "at most", "nearly"})


class Comparison(NamedTuple):
    """Pairs of figures that agree, differ, or agree in value and point opposite ways."""

    agreed: tuple[tuple[Figure, Figure], ...]
    changed: tuple[tuple[Figure, Figure], ...]
    opposed: tuple[tuple[Figure, Figure], ...]
    doubtful: tuple[tuple[Figure, Figure], ...] = ()
    against: bool = False

    @property
    def rivals(self) -> tuple[tuple[Figure, Figure], ...]:
        """The pairs of other value that nothing shows to measure different things."""
        return self.changed + self.doubtful

    @property
    def close(self) -> tuple[tuple[Figure, Figure], ...]:
        """Those doubtful pairs whose clauses share words, and no stretches of time: these stand in any claim."""
        return tuple(
            (a, b) for a, b in self.doubtful if kinds().get(a.unit) != "time" and near(a, b) and _share_words(a, b)
        )


NOTHING: Final = Comparison((), (), ())


def _same_value(a: Figure, b: Figure) -> bool:
    """Say whether two values are one, rounding allowed; a range holds both its ends ("from 40 to 55", "to 55")."""
    if a.normal and a.normal == b.normal:
        return True
    if (a.low == a.high) != (b.low == b.high):
        ranged, single = (a, b) if a.low != a.high else (b, a)
        return single.low in (ranged.low, ranged.high)
    coarse, fine = (a, b) if a.step >= b.step else (b, a)
    for one, other in ((coarse.low, fine.low), (coarse.high, fine.high)):
        if abs(one - other) <= SAME_PLACE * max(abs(one), abs(other)):
            continue
        if a.unit == b.unit == PERCENT and (_in_words(a) or _in_words(b)) and abs(one - other) <= ROUNDED_SHARE:
            continue
        if fine.step >= coarse.step or not _rounds_to(other, one, coarse.step):
            return False
    return True


def _in_words(figure: Figure) -> bool:
    return not any(char.isdigit() for char in figure.printed)


def _rounds_to(value: float, rounded: float, step: float) -> bool:
    if step >= LEAST_SCALE and abs(rounded) < LEAST_DIGITS * step:
        return False
    return rounded - step / 2 <= value < rounded + step / 2 and abs(value - rounded) <= MOST_ROUNDED * abs(value)


def _compatible(a: Figure, b: Figure) -> bool:
    """Say whether an approximation holds the other value: "more than 120" holds 127, "nearly 120" does not."""
    rough = _in_words(a) != _in_words(b) and a.unit == b.unit == PERCENT
    if a.approximator == b.approximator or (a.approximator and b.approximator and not rough):
        return False
    vague, exact = (
        (a, b) if (_in_words(a) if rough and a.approximator and b.approximator else a.approximator) else (b, a)
    )
    low, high = vague.low, vague.high
    if a.unit == b.unit == PERCENT and _in_words(vague):
        away = exact.low - low
        return (
            abs(away) <= ROUGH_SHARE
            and not (away < 0 and vague.approximator in _OVER)
            and not (away > 0 and vague.approximator in _UNDER)
        )
    if abs(exact.low - low) > MOST_APART * abs(exact.low):
        return False
    if vague.approximator in _OVER:
        return high <= exact.low < high + vague.loose
    if vague.approximator in _UNDER:
        return low - vague.loose < exact.low <= low
    return low - vague.loose / 2 <= exact.low <= high + vague.loose / 2


def complements(a: Figure, b: Figure) -> bool:
    """Say whether one share of a whole is for what the rest of it is against: "a third back it, two thirds do not"."""
    shares = a.unit == b.unit == PERCENT and not (a.moved or b.moved)
    return shares and a.sign != b.sign and abs(a.low + b.low - WHOLE) <= ROUNDED_WHOLE


def _comparable(a: Figure, b: Figure) -> bool:
    if a.family != b.family:
        return a.family in PLAIN and b.family in PLAIN
    return True


def _changeable(a: Figure, b: Figure) -> bool:
    return _comparable(a, b) and not (a.label or b.label)


def _opposed(a: Figure, b: Figure) -> bool:
    if a.direction * b.direction < 0:
        return True
    return _over_under(a, b) and "nearly" not in (a.approximator, b.approximator)


def _over_under(a: Figure, b: Figure) -> bool:
    return (a.approximator in _OVER and b.approximator in _UNDER) or (
        a.approximator in _UNDER and b.approximator in _OVER
    )


def _fit(a: Figure, b: Figure) -> bool:
    """Say whether two figures can be one figure told twice; a bare number may stand for one with a unit."""
    if of_another(a, b) or of_another(b, a):
        return False
    if a.unit != b.unit and not (_bare(a) or _bare(b)):
        return a.normal == b.normal != "" and "percent" not in a.normal
    if (a.rate and b.rate and a.rate != b.rate) or _beyond(a, b) or _beyond(b, a):
        return False
    return _same_value(a, b) or (_comparable(a, b) and _compatible(a, b))


def _beyond(vague: Figure, exact: Figure) -> bool:
    """Say whether a bound leaves out the other, printed alike: "under 20" is not 20, nor "over 20" "only 20"."""
    under = vague.approximator == "less than" and not exact.approximator
    return (under or (vague.approximator in _OVER and exact.limited)) and vague.low == exact.low


def _bare(figure: Figure) -> bool:
    return figure.family in PLAIN and not figure.measured


def of_another(a: Figure, b: Figure) -> bool:
    """Say whether the other figure is of another of several things that figures are told of "respectively"."""
    if not a.respective:
        return False
    words = {b.respective[0]} if b.respective else b.about | b.measured | b.names
    return a.respective[0] not in words and not words.isdisjoint(a.respective[1:])


def _contradict(a: Figure, b: Figure) -> bool:
    """Say whether the words around two figures show that they measure two things."""
    if a.based or b.based or a.aside or b.aside or of_another(a, b) or of_another(b, a):
        return True
    # What is compared with a figure is none of its list: "another 25% do" is a new value of what 18% did before.
    if a.further != b.further and a.earlier == b.earlier:
        return True
    if of_two_things(a, b):
        return True
    if a.moved and b.moved and (a.direction * b.direction < 0 or _other_spans(a, b)):
        return True
    if _elsewhere(a, b) or _elsewhere(b, a):
        return True
    # Two shares that newer ones are compared with are of one earlier survey as likely as not.
    return a.unit == PERCENT and (a.moved != b.moved or a.sign != b.sign or (a.earlier and b.earlier and not a.moved))


def _other_spans(a: Figure, b: Figure) -> bool:
    """Say whether two changes went over stretches of time of other length."""
    return a.span != b.span and not ONE_YEAR.issuperset({a.span, b.span} - {""})


def _elsewhere(a: Figure, b: Figure) -> bool:
    """Say whether a figure is of a place that the other claim does not name."""
    return bool(a.places) and a.places.isdisjoint(b.names)


def _one_measure(a: Figure, b: Figure) -> bool:
    """Say whether the words around two figures show that they measure one thing; of stretches of time none do."""
    if lasts(a) or a.pointing or b.pointing:
        return False
    heads = a.heads & b.heads
    if a.family == PERCENT:
        if not (a.moved or near(a, b)):
            return False
        return _share_words(a, b) if a.about and b.about else bool(heads)
    ones, others = (a.about | a.measured) - heads, (b.about | b.measured) - heads
    return bool(heads) and near(a, b) and (not ones or not others or not ones.isdisjoint(others))


def _share_words(a: Figure, b: Figure) -> bool:
    return len(a.about & b.about) >= min(SHARED_WORDS, max(len(a.about), len(b.about)) - 1)


def near(a: Figure, b: Figure) -> bool:
    """Say whether two figures are of one order of magnitude."""
    return _within(MOST_TIMES, a, b)


def _within(times: float, a: Figure, b: Figure) -> bool:
    low, high = sorted((abs(a.high), abs(b.high)))
    return high <= times * low


def measured_alike(
    ones: Sequence[Figure], others: Sequence[Figure], weight: Callable[[str], float]
) -> tuple[Figure, Figure] | None:
    """Return two figures that give other values of one measure, whatever else the claims say, or ``None``.

    ``weight`` is that of a word by which a measure may be known: names say whose it is, not what.
    """
    return next(((a, b) for a in ones for b in others if _of_one_measure(a, b, weight)), None)


def _of_one_measure(a: Figure, b: Figure, weigh: Callable[[str], float]) -> bool:
    """Say whether two figures are levels of one measure, known by head nouns and what else their clauses share.

    A survey has many shares of one group: they are where one is that of an earlier survey. Stretches of time, which
    stand in any claim, are none.
    """
    levels = _is_level(a) and _is_level(b) and not (a.moved or b.moved or a.pointing or b.pointing)
    if not levels or lasts(a) or a.label or b.label or not _within(SERIES_TIMES, a, b):
        return False
    small = tells(a) + tells(b) < 2
    if not _changeable(a, b) or _contradict(a, b) or _fit(a, b):
        return False
    share = kinds().get(a.unit) == "share"
    if (a.earlier and b.earlier) or (a.earlier != b.earlier) != share:
        return False
    heads = frozenset() if share else a.heads & b.heads
    shared = (a.about | a.measured) & (b.about | b.measured) - heads
    weight = fsum(map(weigh, shared))
    if small:  # small counts stand in any claim
        return bool(heads) and weight >= 2 * SHARED_WEIGHT
    if heads:
        return weight >= SHARED_WEIGHT or (
            weight > 0 and _within(CLOSE_TIMES, a, b) and min(a.low, b.low) >= LEAST_LARGE
        )
    if share and len(shared) < MOSTLY_ALIKE * min(len(a.about), len(b.about)):
        return False
    return (share or not (a.heads or b.heads)) and weight >= 2 * SHARED_WEIGHT and len(shared) >= SHARED_WORDS


def _is_level(figure: Figure) -> bool:
    """Say whether a figure is one value, or what something moved to: "from 6,979 to 6,653"."""
    return figure.low == figure.high or figure.direction != 0


def of_two_things(a: Figure, b: Figure) -> bool:
    """Say whether two figures are of nouns neither of which stands among the words for the other."""
    return bool(a.heads and b.heads) and a.heads.isdisjoint(b.measured) and b.heads.isdisjoint(a.measured)


def _counted_otherwise(a: Figure, b: Figure, ones: Sequence[Figure], others: Sequence[Figure]) -> bool:
    """Say whether two figures count different things of which the other claim gives a figure of its own.

    "40 guards and 12 dogs" and "12 guards and 40 dogs" hold the same values and agree in none.
    """
    if not of_two_things(a, b):
        return False
    return any(not a.heads.isdisjoint(other.heads) for other in others) and any(
        not b.heads.isdisjoint(one.heads) for one in ones
    )


def _displaced(
    agreed: list[tuple[Figure, Figure]], free_a: list[Figure], free_b: list[Figure]
) -> list[tuple[Figure, Figure]]:
    """Take out of the pairs that agree those of which one is but compared with, where another is given in its place.

    "40 mills, compared with 38 the year before" and "38 mills last year": 40 is set against 38. Where a year agrees,
    each is of its own: "40 in 2020, compared with 38 in 2019" and "38 mills in 2019".
    """
    dated = any(one.family == YEAR for one, _ in agreed)
    changed: list[tuple[Figure, Figure]] = []
    for pair in tuple(agreed):
        one, other = pair
        if one.denied != other.denied:
            instead, main = (free_a, other) if one.denied else (free_b, one)
            said = next((figure for figure in instead if _changeable(figure, main) and near(figure, main)), None)
            if said is not None:
                agreed.remove(pair)
                instead.remove(said)
                changed.append((said, main) if one.denied else (main, said))
            continue
        if dated or one.earlier == other.earlier:
            continue
        free, main = (free_a, other) if one.earlier else (free_b, one)
        before = one if one.earlier else other
        given = next((figure for figure in free if _takes_place_of(figure, main, before)), None)
        if given is not None:
            agreed.remove(pair)
            free.remove(given)
            changed.append((given, main) if one.earlier else (main, given))
    return changed


def _takes_place_of(figure: Figure, main: Figure, before: Figure) -> bool:
    """Say whether a figure is the level now of what another gives: "£4, up from £3" and "rose to £3".

    ``before`` is the figure that it is set beside, which of a sum tells of nothing else: not "£5m on lamps, compared
    with £3m on roads".
    """
    alike = not (figure.heads or main.heads) and figure.unit == main.unit and before.about <= figure.about
    level = (figure.heads & main.heads or alike) and not (figure.earlier or figure.moved or lasts(figure))
    return bool(level) and near(figure, main)


def _without_end(free: list[Figure], ranged: Figure, told: Figure) -> list[Figure]:
    """Return figures without that which is the other end of a range: "from 90 to 60" is "60, down from 90"."""
    if ranged.low == ranged.high or told.low != told.high:
        return free
    return [figure for figure in free if figure.unit != ranged.unit or figure.low not in (ranged.low, ranged.high)]


def compare(ones: Sequence[Figure], others: Sequence[Figure]) -> Comparison:
    """Align the figures of two claims and compare them; mirrored arguments give the mirrored result."""
    if not ones or not others:
        return NOTHING
    free_a, free_b = list(ones), list(others)
    agreed: list[tuple[Figure, Figure]] = []
    opposed: list[tuple[Figure, Figure]] = []
    changed: list[tuple[Figure, Figure]] = []
    fitting = [
        (a, b)
        for a in ones
        for b in others
        if _fit(a, b) and not _counted_otherwise(a, b, ones, others) and not (_opposed(a, b) and of_two_things(a, b))
    ]
    for strict in (True, False) if fitting else ():
        for a in tuple(free_a):
            for b in sorted(free_b, key=lambda other: other.low != a.low):  # "just over a third (34 per cent)"
                if (a, b) not in fitting:
                    continue
                if not strict or (a.direction == b.direction and a.approximator == b.approximator):
                    (opposed if _opposed(a, b) else changed if _over_under(a, b) else agreed).append((a, b))
                    free_a.remove(a)
                    free_b.remove(b)
                    break
    for a in tuple(free_a):
        rest = next((b for b in free_b if complements(a, b) and _share_words(a, b)), None)
        if rest is not None:
            agreed.append((a, rest))
            free_a.remove(a)
            free_b.remove(rest)
    changed += _displaced(agreed, free_a, free_b)
    doubtful: list[tuple[Figure, Figure]] = []
    for pairs, shows in ((changed, True), (doubtful, False)):
        for a in tuple(free_a):
            rivals = [
                b for b in free_b if _changeable(a, b) and not _contradict(a, b) and (_one_measure(a, b) or not shows)
            ]
            if rivals:
                b = max(rivals, key=lambda other: len(a.measured & other.measured) + len(a.about & other.about))
                pairs.append((a, b))
                free_a.remove(a)
                free_b.remove(b)
    for a, b in agreed:
        free_a, free_b = _without_end(free_a, b, a), _without_end(free_b, a, b)
    against = any(
        _changeable(a, b) or (a.normal == b.normal != "" and (of_another(a, b) or of_another(b, a)))
        for a in free_a
        for b in free_b
    )
    # Where all they share is a date, or what one takes a part of, each says something else of it.
    told = [(a, b) for a, b in agreed if not a.label]
    if told:
        against = against or all(a.based != b.based and (free_a if a.based else free_b) for a, b in told)
    else:
        against = against or bool(agreed and free_a and free_b)
    return Comparison(tuple(agreed), tuple(changed), tuple(opposed), tuple(doubtful), against)
