"""What a figure leaves out and its neighbours say: unit and noun ("83 cases, compared with 71"), direction, exactness.

Nothing reaches over the end of a sentence or a semicolon.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from tracker.models import Direction, Quantity
from tracker.text import numbers
from tracker.text.amounts import RATES_REACH, Amount
from tracker.text.circumstances import approximator, direction
from tracker.text.lexicon import context
from tracker.text.numbers import DASHES, HUNDRED, ONE, Tokens
from tracker.text.ranges import STOPS

MOST_BEFORE: Final = 8
"""Figures before one among which the figure that it goes on from is looked for."""
CONTINUES: Final = frozenset({"and", "or", ",", "&", "by"})
OF_THE: Final = frozenset({("of",), ("of", "the"), ("of", "its"), ("of", "their"), ("out", "of"), ("out", "of", "the")})
_ALIKE: Final = 10
"""Two sums share the multiplier of the second ("£3 and £4 million") where it makes them of one order of magnitude."""
_LIST_FILLERS: Final = frozenset({"just", "only", "some", "then", "also", "a", "further", "another"})


@dataclass(frozen=True, slots=True)
class Found:
    """An amount that counts or measures, with the tokens of what it counts; growth verbs bring their direction."""

    amount: Amount
    noun: tuple[int, int] | None = None
    direction: Direction = Direction.NONE

    @property
    def end(self) -> int:
        """The token after the amount and the noun behind it."""
        return max(self.amount.end, self.noun[1] if self.noun and self.noun[0] >= self.amount.first else 0)


def completed(tokens: Tokens, found: Sequence[Found]) -> list[Found]:
    """Return the amounts of a text, in its order, with the units and nouns that they share with their neighbours."""
    return _in_points(tokens, _elliptic(tokens, _shared(tokens, list(found))))


def _shared(tokens: Tokens, found: list[Found]) -> list[Found]:
    """Give each of "four-, five- and six-cylinder", "3 and 4 per cent" and "£3 and £4 million" the unit of the last."""
    for at in range(len(found) - 2, -1, -1):
        item, following = found[at], found[at + 1]
        amount, other = item.amount, following.amount
        between = tokens.words[amount.end : other.first]
        if between in OF_THE and amount.unit is None and item.noun is None and (other.unit or following.noun):
            if other.unit is None or numbers.kinds()[other.unit] == "money":
                found[at] = replace(item, amount=replace(amount, unit=other.unit), noun=following.noun)
            continue
        if amount.high is not None or not between or not set(between) <= CONTINUES | DASHES:
            continue
        if between[-1] == "or" and (len(between) > 1 or amount.low >= other.low):
            continue  # "by 217, or 4 per cent" says one thing twice
        if numbers.kinds().get(other.unit or "") == "share" and amount.low > HUNDRED:
            continue
        if amount.unit is None and item.noun is None:
            amount, noun = replace(amount, unit=other.unit), following.noun
        elif amount.unit == other.unit and numbers.kinds().get(amount.unit or "") == "money":
            noun = item.noun
        else:
            continue
        if amount.scale == ONE < other.scale and amount.low <= _ALIKE * other.low / other.scale:
            amount = replace(amount, low=amount.low * other.scale, scale=other.scale)
        found[at] = replace(item, amount=amount, noun=noun)
    return found


def _elliptic(tokens: Tokens, found: list[Found]) -> list[Found]:
    """Carry unit and noun over to figures that leave them out: "83 cases compared with 71", "45 per cent, from 40"."""
    for at in range(1, len(found)):
        item = found[at]
        if item.amount.unit is not None or item.noun is not None or item.direction is not Direction.NONE:
            continue
        start = approximator(tokens, item.amount)[1]
        start -= tokens.word(start - 1) == "the"
        link = tokens.word(start - 1)
        if link not in context("before a figure without its noun") or tokens.word(item.end) == "of":
            continue
        if link == "with" and not tokens.word(start - 2).startswith("compar"):
            continue
        for other in reversed(found[max(0, at - MOST_BEFORE) : at]):
            if not STOPS.isdisjoint(tokens.words[other.end : start]):
                break
            if (carried := _carried(tokens, item, link, other)) is not None:
                found[at] = carried
                break
    return found


def _in_points(tokens: Tokens, found: list[Found]) -> list[Found]:
    """Read the points by which a share moved as percentage points: "59.7 per cent, down 7.6 points"."""
    for at, item in enumerate(found):
        if item.amount.unit is not None or item.noun is None or tokens.word(item.noun[0]) not in ("point", "points"):
            continue
        if item.amount.low > HUNDRED or not _moves(tokens, item):
            continue
        near = tokens.words[max(0, item.amount.first - RATES_REACH) : item.end + RATES_REACH]
        if not context("rates nearby").isdisjoint(near):
            found[at] = replace(item, amount=replace(item.amount, unit="percentage_point", end=item.end), noun=None)
    return found


def _moves(tokens: Tokens, item: Found) -> bool:
    """Say whether the words beside an amount tell that it is a change."""
    return direction(tokens, item.amount, approximator(tokens, item.amount)[1]) is not Direction.NONE


def _carried(tokens: Tokens, item: Found, link: str, other: Found) -> Found | None:
    """Return a bare figure with the unit or noun of another one, ``None`` where the two are not alike."""
    amount, first = item.amount, other.amount
    start = approximator(tokens, first)[1]
    before = tokens.word(start - 1)
    if link in ("by", "and"):
        goes_on = before == "by" if link == "by" else tokens.word(amount.end) == tokens.word(other.end) != ""
        times = ("in", "last", "this")
        if not goes_on and not (tokens.word(amount.end) in times and tokens.word(other.end) in times):
            return None
    elif (
        before != "to"
        and direction(tokens, first, start if first.opener is None else first.opener) is not Direction.NONE
    ):
        return None
    if numbers.kinds().get(first.unit or "") == "share":
        return replace(item, amount=replace(amount, unit=first.unit)) if amount.low <= HUNDRED else None
    alike = first.low <= _ALIKE * amount.low <= _ALIKE**2 * first.low
    if not alike or numbers.kinds().get(first.unit or "") == "time" or not (first.unit or other.noun):
        return None
    return replace(item, amount=replace(amount, unit=first.unit), noun=other.noun)


def inherited(
    tokens: Tokens,
    item: Found,
    start: int,
    earlier: Sequence[Found],
    read: Sequence[Quantity],
    name: str | None,
    way: Direction,
) -> tuple[str | None, Direction]:
    """Share words with a figure before: of an equivalent ("300 kg (661 lb)", "1,300, or 19%") and of a list.

    A list goes on with "and", a comma or "by" before a figure of the same unit: "5 per cent in Wales and 7 in Kent".
    """
    first, quantity = earlier[-1], read[-1]
    between = tokens.words[first.amount.end : item.amount.first]
    if between in (("(",), ("/",)) and item.amount.unit and first.amount.unit:
        if item.amount.unit != first.amount.unit:  # else "more than half (54 per cent)" says how much more
            name = name or quantity.approximator
        return name, way if way is not Direction.NONE else quantity.direction
    if way is not Direction.NONE or not set(between).isdisjoint(STOPS):
        return name, way
    reached = tokens.word(first.amount.first - 1) == "to" and first.amount.opener is None
    core = [word for word in tokens.words[first.amount.end : start] if word not in _LIST_FILLERS]
    again = core in (["("], ["or"], [",", "or"], ["or", "by"], [",", "or", "by"])
    if again and first.amount.unit != item.amount.unit and not reached:
        return name, quantity.direction
    if not core or core[-1] not in ("and", ",", "by"):
        return name, way
    if between[-1] == "by" and first.amount.unit == item.amount.unit:
        return name, quantity.direction
    goes_on = tokens.word(item.amount.end) in context("behind a figure of a list")
    for other, told in zip(reversed(earlier), reversed(read), strict=True):
        if not STOPS.isdisjoint(tokens.words[other.amount.end : item.amount.first]):
            break
        if other.amount.unit == item.amount.unit and (item.amount.unit or item.noun is None):
            return name, told.direction if goes_on else way
    return name, way
