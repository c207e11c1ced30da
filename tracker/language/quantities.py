"""Finds the quantities of a text: figures that measure or count, with unit, direction and how exact they claim to be.

The grammar is this project's own and runs in five steps: tokens; amounts (a number with its unit); ranges and ratios;
labels put aside (dates, clock times, "Section 60"); then the words around each amount. It knows no parts of speech.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, lru_cache
from typing import Final

from tracker.language import figure_labels, numbers, units
from tracker.language.amounts import Amount, rate, read
from tracker.language.changes import approximator, changed_object, direction
from tracker.language.circumstances import Circumstance, circumstances
from tracker.language.contexts import context
from tracker.language.counted import counted
from tracker.language.figure_tokens import DASHES, FRACTION_SIGNS, Shape, Tokens, tokenise
from tracker.language.lexicon import rows
from tracker.language.movers import mover
from tracker.language.numbers import ONE
from tracker.language.ranges import Join, join
from tracker.models import Direction, Quantity

TEXTS_KEPT: Final = 1 << 8
"""Texts whose quantities are remembered: a claim that arrives is read for search and for its features."""
LONGEST_KEPT: Final = 4_000
"""Characters of such a text: no claim is longer, and whole documents are read once and let go."""

_CONTINUES: Final = frozenset({"and", "or", ",", "&", "by"})
_HINT_REACH: Final = 12
_NO_CIRCUMSTANCE: Final = Circumstance()
_OF_WHAT_MOVED: Final = frozenset({"percent", "percentage_point"})
"""Units of figures that say how far something moved; they need not name it beside them."""
_SIGNS: Final = re.compile(rf"[\d{FRACTION_SIGNS}]")
_LETTERS: Final = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class _Found:
    """An amount that counts or measures, with the tokens of what it counts; growth verbs bring their direction."""

    amount: Amount
    noun: tuple[int, int] | None = None
    direction: Direction = Direction.NONE


def quantities(text: str, *, durations: bool = True) -> tuple[Quantity, ...]:
    """Return the quantities of ``text`` in order; never raises, and each quotes the text at its span.

    The span holds the figure with its currency or unit (for a range, from the first figure to the last). ``value`` is
    in ones; a range is ``(first, second)`` as printed, so that "from 208 pounds to 193" is ``(208, 193)``, a decrease.
    ``unit`` is ``percent``, ``percentage_point``, ``count`` (with the counted noun in ``measured``), an ISO currency,
    a unit's singular name, or one of these "per" another (``usd per barrel``); a person's age is in ``year of age``.
    Without ``durations``, a duration that only tells the period of another figure ("5 per cent in twelve months") is
    left out.

    >>> [(q.value, q.unit, q.direction.value) for q in quantities("We have seen a 73 per cent reduction.")]
    [(73, 'percent', 'decrease')]
    """
    plain = bare_quantities(text) if len(text) <= LONGEST_KEPT else bare_quantities.__wrapped__(text)
    known = circumstances(text, [(quantity.start, quantity.end) for quantity in plain]) if plain else ()
    begins = (0, *(quantity.end for quantity in plain))
    return tuple(
        _in_its_sentence(text, begin, quantity, about)
        for quantity, about, begin in zip(plain, known, begins, strict=False)
        if durations or not (about.serves and units.kinds().get(quantity.unit) == "time")
    )


@lru_cache(maxsize=TEXTS_KEPT)
def bare_quantities(text: str) -> tuple[Quantity, ...]:
    """Return the quantities of ``text`` without what only the rest of the sentence says, in half the time.

    That is when, where and compared with what they hold, and what moved where it stands before a verb of change.
    """
    if not _may_hold_some(text):
        return ()
    tokens = tokenise(text)
    found = _found(tokens)
    plain: list[Quantity] = []
    for item in found:
        plain.append(_quantity(tokens, item, (found[len(plain) - 1], plain[-1]) if plain else None))
    return tuple(plain)


def _may_hold_some(text: str) -> bool:
    """Say whether a text has any sign of a figure: a digit, a fraction sign or a word that numbers are made of.

    Half of all claims have none, and are read no further. "A" alone is no sign: it begins a number only before one.
    """
    return _SIGNS.search(text) is not None or not _number_words().isdisjoint(_LETTERS.findall(text.lower()))


@cache
def _number_words() -> frozenset[str]:
    made_of = {*numbers.starters(), *numbers.scale_words(), *numbers.part_words(), *_growth_verbs()}
    return frozenset(run for word in made_of for run in _LETTERS.findall(word)) - numbers.ARTICLES


def _in_its_sentence(text: str, begin: int, quantity: Quantity, about: Circumstance) -> Quantity:
    """Add what the sentence says of a quantity: the circumstances, and what moved by it."""
    measured = quantity.measured
    if measured is None and quantity.unit in _OF_WHAT_MOVED:
        measured = mover(text, begin, quantity.start, about.period)
    if about == _NO_CIRCUMSTANCE and measured == quantity.measured:
        return quantity
    period = quantity.period or about.period
    return replace(quantity, measured=measured, period=period, place=about.place, comparison=about.comparison)


@cache
def _growth_verbs() -> dict[str, tuple[Decimal, Direction]]:
    return {
        form: (Decimal(row[1]), Direction(row[2]))
        for row in rows("language", "growth_verbs.tsv")
        for form in row[0].split("|")
    }


def _found(tokens: Tokens) -> list[_Found]:
    """Return what counts or measures, labels left out, in order."""
    amounts = list(_amounts(tokens))
    if amounts:
        spans = figure_labels.label_spans(tokens.text)
        amounts = [amount for amount in amounts if not figure_labels.inside(spans, tokens.starts[amount.first])]
    found = [_grown(tokens, at) for at, word in enumerate(tokens.words) if word in _growth_verbs()]
    label_end = noun_end = -1
    for joined in join(tokens, amounts):
        amount = joined.amount
        after_label = label_end >= 0 and set(tokens.words[label_end : amount.first]) <= _CONTINUES | DASHES
        item = _item(tokens, joined, after_label=after_label)
        if item is None:
            label_end = amount.end
        elif amount.first >= noun_end:
            label_end, noun_end = -1, item.noun[1] if item.noun else -1
            found.append(item)
    return _suspended(tokens, sorted(found, key=lambda item: item.amount.first))


def _amounts(tokens: Tokens) -> Iterator[Amount]:
    starters = numbers.starters()
    at = 0
    while at < len(tokens.words):
        if tokens.shapes[at] in (Shape.FIGURE, Shape.MONEY) or tokens.words[at] in starters:
            amount = read(tokens, at)
            if amount is not None:
                yield amount
                at = amount.end
                continue
        at += 1


def _grown(tokens: Tokens, at: int) -> _Found:
    value, way = _growth_verbs()[tokens.words[at]]
    return _Found(Amount(value, at, at + 1, units.PERCENT), direction=way)


def _item(tokens: Tokens, joined: Join, *, after_label: bool) -> _Found | None:
    """Return a joined amount with its noun and settled unit; ``None`` for labels and for words that count nothing."""
    amount = joined.amount
    if len(joined.parts) > 1 and amount.unit is None:
        first, second = joined.parts
        counts = counted(tokens, amount.end, singular=False) is not None
        if not counts and figure_labels.is_score(tokens, first, second):
            return None
    if amount.unit is None and figure_labels.is_age(tokens, amount):
        return _Found(replace(amount, unit=units.YEAR_OF_AGE))
    noun = _noun(tokens, amount)
    words = " ".join(tokens.words[slice(*noun)]) if noun else None
    if any(
        figure_labels.is_label(tokens, _in_unit(part, amount.unit), noun=words, after_label=after_label)
        for part in joined.parts
    ):
        return None
    if amount.spelled and amount.low == 0 and amount.tied:
        return None  # "zero-tolerance policing"
    hanging = tokens.word(amount.end) in DASHES and tokens.tight(amount.end)
    exact = amount.scale == ONE and amount.high is None
    if amount.spelled and amount.unit is None and noun is None and not hanging and (exact or _is_vague(amount)):
        return None
    if amount.share and amount.spelled and len(joined.parts) == 1 and not _is_share(tokens, amount):
        return None
    if amount.unit == units.AMBIGUOUS_POUND:
        amount = replace(amount, unit=_pound(tokens, amount))
    return _Found(amount, noun)


def _in_unit(part: Amount, unit: str | None) -> Amount:
    return part if part.unit == unit else replace(part, unit=unit)


def _is_vague(amount: Amount) -> bool:
    """Say whether an amount is a vague plural, which says too little unless the words say of what."""
    return amount.high is not None and amount.high == amount.low * numbers.VAGUE_SPAN


def _noun(tokens: Tokens, amount: Amount) -> tuple[int, int] | None:
    """Return the tokens of what an amount counts or is a share of."""
    if amount.unit == units.PERCENT:
        of = tokens.word(amount.end) == "of"
        return counted(tokens, amount.end + 1, singular=False) if of else changed_object(tokens, amount.first)
    if amount.unit is not None:
        return None
    one = amount.low == ONE and amount.high is None and amount.spelled
    if one and tokens.word(amount.first - 1) in context("pronoun one after"):
        return None
    singular = amount.low == ONE and amount.high is None
    return counted(tokens, amount.end, singular=singular, tied=amount.tied)


def _is_share(tokens: Tokens, amount: Amount) -> bool:
    """Tell "a fifth of officers" and "fell by a third" from "a third man" and "this half"."""
    printed = tokens.words[amount.end - 1]
    if amount.unit != units.PERCENT or tokens.word(amount.end) == "of":
        return True
    if printed == "half":
        before = tokens.word(amount.first - 1)
        return before in context("share before") or tokens.word(amount.end) in context("half before")
    if printed.endswith("s") or amount.end - amount.first > 2:
        return True
    return tokens.word(amount.first - 1) in context("share before") or tokens.word(amount.end) in context("share after")


def _pound(tokens: Tokens, amount: Amount) -> str:
    """Settle whether pounds are money or weight by the words around; the bare word stays where nothing tells."""
    around = set(tokens.words[max(0, amount.first - _HINT_REACH) : amount.end + _HINT_REACH])
    if around & context("weight nearby"):
        return "pound-mass"
    if around & context("money nearby") or amount.scale > ONE:
        return "gbp"
    return units.AMBIGUOUS_POUND


def _suspended(tokens: Tokens, found: list[_Found]) -> list[_Found]:
    """Give "four-, five- and six-cylinder" one noun."""
    for at in range(len(found) - 2, -1, -1):
        item, following = found[at], found[at + 1]
        end = item.amount.end
        hanging = item.amount.unit is None and item.noun is None and tokens.word(end) in DASHES and tokens.tight(end)
        if hanging and set(tokens.words[end + 1 : following.amount.first]) <= _CONTINUES:
            found[at] = replace(item, amount=replace(item.amount, unit=following.amount.unit), noun=following.noun)
    return found


def _quantity(tokens: Tokens, item: _Found, before: tuple[_Found, Quantity] | None) -> Quantity:
    """Add the words around an amount: how exact, which way, what is counted, at what rate."""
    amount = item.amount
    name, start = approximator(tokens, amount)
    if amount.opener is not None and name != "about":
        name = None  # "from up to 252 miles to 287": the words hold for one end alone
    way = item.direction
    if way is Direction.NONE and amount.unit != units.YEAR_OF_AGE:
        way = direction(tokens, amount, start if amount.opener is None else amount.opener)
    if before is not None:
        name, way = _inherited(tokens, item, before, name, way)
    text_start, text_end = tokens.starts[amount.first], tokens.ends[amount.end - 1]
    period = amount.period
    if period is None and item.noun and amount.unit is None and (found := rate(tokens, item.noun[1])):
        period = tokens.text[tokens.starts[item.noun[1]] : tokens.ends[found[1] - 1]]
    return Quantity(
        value=_value(amount.low) if amount.high is None else (_value(amount.low), _value(amount.high)),
        unit=amount.unit or units.COUNT,
        start=text_start,
        end=text_end,
        text=tokens.text[text_start:text_end],
        direction=way,
        approximator=name,
        measured=_measured(tokens, item.noun),
        period=period,
    )


def _measured(tokens: Tokens, noun: tuple[int, int] | None) -> str | None:
    if noun is None:
        return None
    return " ".join(tokens.text[tokens.starts[noun[0]] : tokens.ends[noun[1] - 1]].split())


def _inherited(
    tokens: Tokens, item: _Found, before: tuple[_Found, Quantity], name: str | None, way: Direction
) -> tuple[str | None, Direction]:
    """Let an equivalent in brackets share the words before its twin, and "by 2.6%" in a list the verb of the first."""
    first, quantity = before
    between = tokens.words[first.amount.end : item.amount.first]
    if between in (("(",), ("/",)) and item.amount.unit and first.amount.unit:
        return name or quantity.approximator, way if way is not Direction.NONE else quantity.direction
    listed = between and between[-1] == "by" and item.amount.unit == first.amount.unit
    if way is Direction.NONE and listed and not set(between) & set(".;:"):
        return name, quantity.direction
    return name, way


def _value(value: Decimal) -> float:
    """Return whole numbers as ``int``, so that they print without a point, and others as ``float``."""
    return int(value) if value == value.to_integral_value() else float(value)
