"""The quantities of a text: figures that measure or count, with what they measure, their unit and their direction.

The grammar is this project's own and runs in five steps: tokens; amounts (a number with its unit); ranges and ratios;
labels put aside (dates, clock times, "Section 60"); then the words around each amount. It knows no parts of speech.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, lru_cache
from typing import Final

from tracker.models import Direction, Quantity, Span
from tracker.text import labels, numbers
from tracker.text.amounts import Amount, rate, read
from tracker.text.circumstances import Circumstance, approximator, changed_object, circumstances, direction, mover
from tracker.text.labels import FIRST_YEAR, LAST_YEAR
from tracker.text.lexicon import context, rows, words
from tracker.text.normal import normal_form
from tracker.text.numbers import DASHES, FRACTION_SIGNS, HUNDRED, MINUS_SIGNS, ONE, Shape, Tokens, tokenise

LONGEST_PHRASE: Final = 5
"""Tokens between a number and the end of its noun; real phrases are shorter, and a verb has come by then."""
LONGEST_SINGULAR: Final = 3
_SKIPPED: Final = frozenset({"more", "fewer", "other", "further", "additional", "extra", "of"})
_NOT_PLURAL: Final = frozenset({"ss", "us", "is", "'s"})


def is_plural(word: str) -> bool:
    """Say whether a lower-case word looks like a plural noun."""
    if word in words("text", "irregular_plurals.tsv"):
        return True
    if word.endswith(("men", "women", "people", "children")) and len(word) > len("women"):
        return True
    return len(word) > 2 and word.endswith(("s", "s'")) and word[-2:] not in _NOT_PLURAL


def counted(tokens: Tokens, at: int, *, singular: bool, tied: bool = False) -> tuple[int, int] | None:
    """Return the tokens of the noun phrase that begins at or after ``at``, or ``None``.

    ``singular`` is for "one": its noun is what stands before the next verb or function word. A ``tied`` number counts
    the word that its hyphen ties to it ("six-cylinder engine").
    """
    stops = words("text", "noun_phrase_stops.tsv")
    if tokens.word(at) == "of" and tokens.word(at + 1) in context("determiners"):
        at, singular = at + 2, False
    if not singular and tokens.word(at) in _SKIPPED:
        at += 1
    if tokens.word(at) in MINUS_SIGNS and tokens.tight(at):
        at += 1
    if tied:
        return at, at + 1
    end = at
    if tokens.shape(at) == Shape.FIGURE:
        return None
    limit = at + LONGEST_PHRASE
    while end < limit and (
        tokens.shape(end) == Shape.WORD
        or (tokens.shape(end) == Shape.FIGURE and tokens.printed(end + 1)[:1].isupper())
        or (tokens.word(end) in MINUS_SIGNS and tokens.tight(end) and tokens.tight(end + 1))
    ):
        word = tokens.words[end]
        if word in MINUS_SIGNS:
            limit += 2
        elif word == "and" and end > at and tokens.shape(end + 1) == Shape.WORD and tokens.word(end + 1) not in stops:
            limit += 1
        elif word in stops or (singular and end > at and (end - at >= LONGEST_SINGULAR or _verb_like(word))):
            break
        elif word == "times":
            return at, end + 1
        elif not singular and is_plural(word):
            following = tokens.word(end + 1)
            if not (is_plural(following) and following not in stops):
                return at, end + 1
        end += 1
    return (at, end) if singular and end > at else None


def _verb_like(word: str) -> bool:
    return word.endswith(("s", "ed", "ing"))


_QUALIFIER_REACH: Final = 3
_GAP_REACH: Final = 8
"""Tokens between the two ends of a move: "from 20 miles per gallon in 2008 to 29"."""
_STOPS: Final = frozenset(".;:?!")
_WHOLES: Final = frozenset(map(Decimal, (2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 20, 25, 30, 40, 50, 100, 200, 500, 1000)))
"""What ratios in prose are out of; "three in 36 league games" is a tally."""
_ROUND_WHOLES: Final = frozenset(map(Decimal, (3, 4, 5, 10, 20, 100, 1000)))


@dataclass(frozen=True, slots=True)
class Join:
    """An amount with the amounts it was joined from (one for an amount that stands alone)."""

    amount: Amount
    parts: tuple[Amount, ...]


def join(tokens: Tokens, amounts: Sequence[Amount]) -> list[Join]:
    """Return the amounts in order, joined where two of them are the ends of one range or the sides of one ratio."""
    joined: list[Join] = []
    at = 0
    while at < len(amounts):
        first = amounts[at]
        result, used = Join(first, (first,)), 1
        if first.high is None:
            for step in (1, 2):
                if at + step >= len(amounts):
                    break
                second = amounts[at + step]
                if second.first - first.end > _GAP_REACH + _QUALIFIER_REACH:
                    break
                both = _pair(tokens, first, second, adjacent=step == 1)
                if both is not None:
                    result, used = Join(both, (first, second)), step + 1
                    break
                if not _is_year(tokens, second):
                    break
        joined.append(result)
        at += used
    return joined


def _is_year(tokens: Tokens, amount: Amount) -> bool:
    printed = tokens.printed(amount.end - 1)
    return amount.unit is None and len(printed) == 4 and FIRST_YEAR <= amount.low <= LAST_YEAR


def _pair(tokens: Tokens, first: Amount, second: Amount, *, adjacent: bool) -> Amount | None:
    if second.high is not None:
        return None
    between = tokens.words[first.end : second.first]
    if adjacent and (ratio := _ratio(tokens, first, second, between)) is not None:
        return ratio
    if first.unit and second.unit and not _same_unit(first.unit, second.unit):
        return None
    opener = _opener(tokens, first)
    opened = opener >= 0 and _closes(tokens, first, second, "to" if tokens.words[opener] == "from" else "and")
    if not opened and not (adjacent and _linked(tokens, first, second, between)):
        return None
    low = first.low
    if first.scale == ONE and second.scale > ONE and second.scale >= HUNDRED and low < second.low / second.scale:
        low *= second.scale
    return replace(
        second,
        low=low,
        high=second.low,
        first=first.first,
        unit=max(first.unit or "", second.unit or "", key=len) or None,
        end=second.end,
        scale=max(first.scale, second.scale),
        spelled=first.spelled and second.spelled,
        opener=opener if opened else None,
    )


def _same_unit(first: str, second: str) -> bool:
    """Say whether two units are one; a rate may be printed at one end of a range alone ("$62 to $68 per share")."""
    return first == second or second.startswith(f"{first} per ") or first.startswith(f"{second} per ")


def _linked(tokens: Tokens, first: Amount, second: Amount, between: tuple[str, ...]) -> bool:
    """Say whether two neighbours are a range without "from" or "between"."""
    if first.share != second.share:
        return False
    if len(between) == 1 and between[0] in DASHES:
        return first.unit is None or _same_unit(first.unit, second.unit or first.unit)
    rising = first.low < second.low or (first.scale == ONE and first.low < second.low / second.scale)
    core = tuple(word for word in between if word not in DASHES)
    if core == ("or",):
        return rising and first.unit is None and second.spelled == first.spelled
    if core != ("to",) or not rising:
        return False
    if first.unit is None and second.unit is not None:
        return True
    return direction(tokens, first, first.first) is Direction.NONE


def _opener(tokens: Tokens, first: Amount) -> int:
    """Return where "from" or "between" opens a range at ``first``, or -1."""
    at = first.first - 1
    for _ in range(_QUALIFIER_REACH):
        if tokens.word(at) in ("from", "between"):
            return at
        if tokens.word(at) not in context("qualifiers of a range"):
            break
        at -= 1
    return -1


def _closes(tokens: Tokens, first: Amount, second: Amount, link: str) -> bool:
    """Say whether ``link`` stands before ``second`` with nothing but a few words since ``first``."""
    at = second.first - 1
    while at > first.end and tokens.words[at] != link and tokens.words[at] in context("qualifiers of a range"):
        at -= 1
    if at < first.end or tokens.words[at] != link or at - first.end > _GAP_REACH:
        return False
    gap = range(first.end, at)
    if link == "and" and len(gap) > 1:
        return False
    return all(tokens.shapes[step] != Shape.GAP and tokens.words[step] not in _STOPS for step in gap)


def _ratio(tokens: Tokens, first: Amount, second: Amount, between: tuple[str, ...]) -> Amount | None:
    """Read "one in five", "nine out of 10" as a percentage."""
    if between not in (("in",), ("out", "of")) or first.unit or second.unit or first.low >= second.low:
        return None
    if first.low < ONE or (second.low not in _WHOLES and second.scale < HUNDRED):
        return None
    if between == ("in",) and first.low != ONE and second.low not in _ROUND_WHOLES:
        return None
    value = HUNDRED * first.low / second.low
    return Amount(value, first.first, second.end, numbers.PERCENT, share=True, spelled=True)


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
        if durations or not (about.serves and numbers.kinds().get(quantity.unit) == "time")
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
        for row in rows("text", "growth_verbs.tsv")
        for form in row[0].split("|")
    }


def _found(tokens: Tokens) -> list[_Found]:
    """Return what counts or measures, labels left out, in order."""
    amounts = list(_amounts(tokens))
    if amounts:
        spans = labels.label_spans(tokens.text)
        amounts = [amount for amount in amounts if not labels.inside(spans, tokens.starts[amount.first])]
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
    return _Found(Amount(value, at, at + 1, numbers.PERCENT), direction=way)


def _item(tokens: Tokens, joined: Join, *, after_label: bool) -> _Found | None:
    """Return a joined amount with its noun and settled unit; ``None`` for labels and for words that count nothing."""
    amount = joined.amount
    if len(joined.parts) > 1 and amount.unit is None:
        first, second = joined.parts
        counts = counted(tokens, amount.end, singular=False) is not None
        if not counts and labels.is_score(tokens, first, second):
            return None
    if amount.unit is None and labels.is_age(tokens, amount):
        return _Found(replace(amount, unit=numbers.YEAR_OF_AGE))
    noun = _noun(tokens, amount)
    words = " ".join(tokens.words[slice(*noun)]) if noun else None
    if any(
        labels.is_label(tokens, _in_unit(part, amount.unit), noun=words, after_label=after_label)
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
    if amount.unit == numbers.AMBIGUOUS_POUND:
        amount = replace(amount, unit=_pound(tokens, amount))
    return _Found(amount, noun)


def _in_unit(part: Amount, unit: str | None) -> Amount:
    return part if part.unit == unit else replace(part, unit=unit)


def _is_vague(amount: Amount) -> bool:
    """Say whether an amount is a vague plural, which says too little unless the words say of what."""
    return amount.high is not None and amount.high == amount.low * numbers.VAGUE_SPAN


def _noun(tokens: Tokens, amount: Amount) -> tuple[int, int] | None:
    """Return the tokens of what an amount counts or is a share of."""
    if amount.unit == numbers.PERCENT:
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
    if amount.unit != numbers.PERCENT or tokens.word(amount.end) == "of":
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
    return numbers.AMBIGUOUS_POUND


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
    if way is Direction.NONE and amount.unit != numbers.YEAR_OF_AGE:
        way = direction(tokens, amount, start if amount.opener is None else amount.opener)
    if before is not None:
        name, way = _inherited(tokens, item, before, name, way)
    text_start, text_end = tokens.starts[amount.first], tokens.ends[amount.end - 1]
    period = amount.period
    if period is None and item.noun and amount.unit is None and (found := rate(tokens, item.noun[1])):
        period = tokens.text[tokens.starts[item.noun[1]] : tokens.ends[found[1] - 1]]
    return Quantity(
        value=_value(amount.low) if amount.high is None else (_value(amount.low), _value(amount.high)),
        unit=amount.unit or numbers.COUNT,
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


NEAR: Final = 300
"""Characters to either side of a figure within which words that belong to it are looked for: about its sentence."""
BESIDE: Final = 24
"""Characters between a figure and its approximator: "more than an estimated" leaves a few words between."""


@cache
def _forms(name: str, column: int, words_in: int) -> dict[str, tuple[str, ...]]:
    """Return the forms of a word list by the value in ``column``, longest first."""
    found: dict[str, list[str]] = {}
    for row in rows("text", name):
        found.setdefault(row[column], []).extend(row[words_in].split("|"))
    return {value: tuple(sorted(forms, key=len, reverse=True)) for value, forms in found.items()}


def approximator_words(text: str, start: int, end: int, name: str) -> Span | None:
    """Return the words that make a figure "about", "more than" and so on; they stand beside it.

    >>> text = "There were well over 1,200 of them"
    >>> approximator_words(text, 21, 26, "more than").of(text)
    'well over'
    """
    return _nearest(text, start, end, _forms("approximators.tsv", 1, 0).get(name, ()), BESIDE)


def direction_words(text: str, start: int, end: int, name: str) -> Span | None:
    """Return the nearest words that tell of a rise or a fall, which may be the figure's own ("doubled")."""
    growing = {form for row in rows("text", "growth_verbs.tsv") for form in row[0].split("|")}
    if text[start:end].lower() in growing:
        return Span(start, end)
    return _nearest(text, start, end, _forms("direction_words.tsv", 0, 2).get(name, ()), NEAR)


def words_as_stated(text: str, start: int, end: int, words: str) -> Span | None:
    """Return where words taken from a text stand in it, nearest to a figure, however they are broken into lines."""
    return _nearest(text, start, end, (words,), NEAR)


def _nearest(text: str, start: int, end: int, forms: Iterable[str], reach: int) -> Span | None:
    """Return the place of one of the forms nearest to a figure, in its own paragraph; of two as near the longer."""
    patterns = [r"\s+".join(map(re.escape, form.split())) for form in forms]
    if not patterns:
        return None
    low = max(start - reach, text.rfind("\n\n", 0, start) + 1, 0)
    cut = text.find("\n\n", end)
    high = min(end + reach, cut if cut >= 0 else len(text))
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)", re.IGNORECASE)
    found = [match.span() for match in pattern.finditer(text, low, high)]
    apart = [(max(start - b, a - end, 0), a - b, (a, b)) for a, b in found if b <= start or a >= end]
    return Span(*min(apart)[2]) if apart else None


def measure(measured: str | None) -> str | None:
    """Return the words measured in normal form, ``None`` where they are not stated.

    With the unit it names a measure. Likeness of meaning is no ground to join two: "assaults" and "attacks" stay apart.

    >>> measure("recorded assaults") == measure("Recorded  assaults"), measure(None)
    (True, None)
    """
    return normal_form(measured) or None if measured else None
