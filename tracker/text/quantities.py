"""The quantities of a text: figures that measure or count, with what they measure, their unit and their direction.

The grammar is this project's own and runs in six steps, a module each: tokens (numbers); amounts (a number with its
unit); ranges and ratios; labels put aside (dates, clock times, "Section 60"); what figures share with their neighbours
(ellipsis); then the words around each amount (circumstances, statements). It knows no parts of speech.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache, lru_cache
from typing import Final

from tracker.models import Direction, Quantity, Span
from tracker.text import labels, numbers
from tracker.text.amounts import Amount, rate, read
from tracker.text.circumstances import (
    Circumstance,
    approximator,
    change_word,
    changed_object,
    circumstances,
    direction,
    halved,
    is_moved_to,
)
from tracker.text.ellipsis import CONTINUES, MOST_BEFORE, Found, completed, inherited
from tracker.text.lexicon import context, rows
from tracker.text.normal import normal_form
from tracker.text.note_marks import without_marks
from tracker.text.numbers import DASHES, FRACTION_SIGNS, HUNDRED, MINUS_SIGNS, ONE, Shape, Tokens, tokenise
from tracker.text.ranges import STOPS, Join, is_letter_m, join
from tracker.text.sentences import sentences
from tracker.text.statements import Place, Statement, counted, statements
from tracker.text.words import SOFT_HYPHEN

TEXTS_KEPT: Final = 1 << 8
"""Texts whose quantities are remembered: a claim that arrives is read for search and for its features."""
LONGEST_KEPT: Final = 4_000
"""Characters of such a text: no claim is longer, and whole documents are read once and let go."""

_HINT_REACH: Final = 12
_RATE_REACH: Final = 6
"""Tokens between a counted noun and "a year" or "per household"."""
_LONG: Final = len("speed")
_RATING: Final = frozenset({"per", "a", "each", "every", "/", "for"})
_SPANS: Final = frozenset({"hour", "day", "week", "fortnight", "month", "year"})
_NO_TOKENS: Final = Tokens("", (), (), (), ())
_SIGNS: Final = re.compile(rf"[\d{FRACTION_SIGNS}]")
_LETTERS: Final = re.compile(r"[^\W\d_]+")


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
    text = without_marks(text)
    read_text = reading if len(text) <= LONGEST_KEPT else reading.__wrapped__
    tokens, places, plain = read_text(text)
    if not plain:
        return ()
    ends = [*(span.end for span in sentences(text)), len(text)]
    known = circumstances(text, ends, [(quantity.start, quantity.end) for quantity in plain])
    stated = statements(tokens, ends, places, plain, known)
    return tuple(
        _with(quantity, about, statement)
        for quantity, about, statement in zip(plain, known, stated, strict=True)
        if durations or not (about.serves and numbers.kinds().get(quantity.unit) == "time")
    )


def bare_quantities(text: str) -> tuple[Quantity, ...]:
    """Return the quantities of ``text`` without what only the rest of the sentence says, in half the time.

    They have value, unit, denominator, direction, approximator and what is counted where it stands beside them. Left
    out are owner, period, place and comparison, and what is counted where the subject or another sentence names it:
    ask ``quantities`` for those.
    """
    text = without_marks(text)
    return reading(text)[2] if len(text) <= LONGEST_KEPT else reading.__wrapped__(text)[2]


Reading = tuple[Tokens, tuple[Place, ...], tuple[Quantity, ...]]


@lru_cache(maxsize=TEXTS_KEPT)
def reading(text: str) -> Reading:
    """Return the tokens of a text with its bare quantities, and where these stand among the tokens."""
    if not _may_hold_some(text):
        return _NO_TOKENS, (), ()
    tokens = tokenise(text)
    found = _found(tokens)
    plain: list[Quantity] = []
    for item in found:
        at = len(plain)
        begin = max(0, at - MOST_BEFORE)
        plain.append(_quantity(tokens, item, found[begin:at], plain[begin:]))
    places = (Place(item.amount.first, item.amount.end, item.end) for item in found)
    return tokens, tuple(places), tuple(plain)


def _may_hold_some(text: str) -> bool:
    """Say whether a text has any sign of a figure: a digit, a fraction sign or a word that numbers are made of.

    Half of all claims have none, and are read no further. "A" alone is no sign: it begins a number only before one.
    """
    return _SIGNS.search(text) is not None or not _number_words().isdisjoint(_LETTERS.findall(text.lower()))


@cache
def _number_words() -> frozenset[str]:
    folds = (f"{word}{_FOLD}" for word in (*numbers.small_words(), *numbers.scale_words()))
    made_of = {*numbers.starters(), *numbers.scale_words(), *numbers.part_words(), *_growth_verbs(), *folds}
    return frozenset(run for word in made_of for run in _LETTERS.findall(word)) - numbers.ARTICLES


def _with(quantity: Quantity, about: Circumstance, statement: Statement) -> Quantity:
    """Add what the sentence says of a quantity: its circumstances, what it counts and whose it is."""
    counts = numbers.kinds().get(quantity.unit) != "time"
    each = _EACH.get((about.period or "").lower()) if counts else None
    return replace(
        quantity,
        measured=statement.measured,
        owner=statement.owner,
        denominator=quantity.denominator or each,
        period=None if each else about.period,
        place=about.place,
        comparison=about.comparison,
        taken=about.taken + statement.taken,
    )


_EACH: Final = {"annually": "year"} | {
    f"{word} {span}": span for word in ("each", "every") for span in ("year", "month", "week", "day", "night")
}
"""Periods that are no period: what a figure is counted by."""


@cache
def _growth_verbs() -> dict[str, tuple[Decimal, Direction]]:
    return {
        form: (Decimal(row[1]), Direction(row[2]))
        for row in rows("text", "growth_verbs.tsv")
        for form in row[0].split("|")
    }


def _found(tokens: Tokens) -> list[Found]:
    """Return what counts or measures, labels left out, in order."""
    amounts = list(_amounts(tokens))
    if amounts:
        spans = labels.label_spans(tokens.text)
        amounts = [amount for amount in amounts if not labels.inside(spans, tokens.starts[amount.first])]
    growing = [at for at, word in enumerate(tokens.words) if word in _growth_verbs() or word.endswith((_FOLD, *_TIMES))]
    found = [item for at in growing if (item := _grown(tokens, at)) is not None]
    label_end = noun_end = -1
    for joined in join(tokens, amounts):
        amount = joined.amount
        after_label = label_end >= 0 and set(tokens.words[label_end : amount.first]) <= CONTINUES | DASHES
        after_label = after_label and labels.goes_on(tokens, label_end - 1, amount)
        item = _item(tokens, joined, after_label=after_label)
        if item is None:
            label_end = amount.end
        elif amount.first >= noun_end:
            item, noun_end = _rated(tokens, item)
            label_end = -1
            found.append(item)
    return completed(tokens, sorted(found, key=lambda item: item.amount.first))


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


def _grown(tokens: Tokens, at: int) -> Found | None:
    """Read a word that holds its own change: "doubled", and "threefold" and "3x" beside a word of growth."""
    word = tokens.words[at]
    if word in _growth_verbs():
        value, way = _growth_verbs()[word]
        return Found(Amount(value, at, at + 1, numbers.PERCENT), direction=way)
    first, times = at, numbers.times(word.removesuffix(_FOLD))
    if word == _FOLD and tokens.tight(at) and tokens.word(at - 1) in MINUS_SIGNS:
        first, times = at - 2, numbers.times(tokens.word(at - 2))
    elif word in _TIMES and tokens.tight(at) and not (tokens.tight(at + 1) and tokens.shape(at + 1) == Shape.FIGURE):
        first, times = at - 1, numbers.times(tokens.word(at - 1))
    before = tokens.word(first - 1 - (tokens.word(first - 1) == "by"))
    if times is None or Direction.INCREASE not in map(change_word, (before, tokens.word(at + 1))):
        return None
    return Found(Amount(HUNDRED * (times - 1), first, at + 1, numbers.PERCENT), direction=Direction.INCREASE)


_FOLD: Final = "fold"
_TIMES: Final = ("x", "×")


def _item(tokens: Tokens, joined: Join, *, after_label: bool) -> Found | None:
    """Return a joined amount with its noun and settled unit; ``None`` for labels and for words that count nothing."""
    amount = _in_millions(tokens, joined.amount)
    if len(joined.parts) > 1 and amount.unit is None:
        first, second = joined.parts
        counts = counted(tokens, amount.end, singular=False) is not None
        if not counts and labels.is_score(tokens, first, second):
            return None
    if amount.unit is None and labels.is_age(tokens, amount):
        return Found(replace(amount, unit=numbers.YEAR_OF_AGE))
    noun = _noun(tokens, amount)
    words = " ".join(tokens.words[slice(*noun)]) if noun else None
    if any(
        labels.is_label(tokens, _in_unit(part, joined.amount.unit), noun=words, after_label=after_label)
        for part in joined.parts
    ):
        return None
    if amount.unit == "year" and tokens.words[amount.first : amount.first + 2] in (("half", "year"), ("half", "-")):
        return None  # "profit in the half year"
    if tokens.word(amount.first - 1) == "per":
        return None  # "deaths per 100,000 people fell": what is counted by
    if amount.tied and tokens.word(amount.end + 1) in (_FOLD, "on", "off"):
        return None
    if amount.spelled and amount.low == 0 and (amount.tied or tokens.word(amount.first - 1) in context("before zero")):
        return None  # "zero-tolerance policing", "net zero"
    hanging = tokens.word(amount.end) in DASHES and tokens.tight(amount.end) and not amount.tied
    hanging = hanging or _waits(tokens, amount) or is_moved_to(tokens, amount) or _stands_alone(tokens, amount)
    exact = amount.scale == ONE and amount.high is None
    if amount.spelled and amount.unit is None and noun is None and not hanging and (exact or _is_vague(amount)):
        return None
    if amount.share and amount.spelled and len(joined.parts) == 1 and not _is_share(tokens, amount):
        return None
    if amount.unit == numbers.AMBIGUOUS_POUND:
        amount = replace(amount, unit=_pound(tokens, amount))
    return Found(amount, noun)


def _waits(tokens: Tokens, amount: Amount) -> bool:
    """Say whether a number in words shares what the one behind it has: "three and four per cent", "six of the nine"."""
    word, at = tokens.word(amount.end), amount.end + 1
    whole = word == "of"
    at += whole and tokens.word(at) in context("determiners")
    number = tokens.word(at) in numbers.starters() or (whole and tokens.shape(at) == Shape.FIGURE)
    if not (whole or word in ("and", "or")) or not number:
        return False
    following = read(tokens, at)
    return following is not None and (whole or following.unit is not None)


def _stands_alone(tokens: Tokens, amount: Amount) -> bool:
    """Say whether a number in words counts what was named before: "two were hurt", "five of them"."""
    if amount.low == ONE or amount.high is not None:
        return False
    if tokens.word(amount.end) == "of" and tokens.word(amount.end + 1) in context("pronouns of those counted"):
        return True
    before = tokens.word(amount.first - 1)
    behind = tokens.word(amount.end)
    if behind in context("behind a number that stands alone") or (len(behind) > _LONG and behind.endswith("ed")):
        return before not in context("determiners")
    return before in ("were", "are") and tokens.word(amount.first - 2) == "there"


def _in_millions(tokens: Tokens, amount: Amount) -> Amount:
    """Read "35m of its speakers" and "7.5m are waiting" as millions; "a 37m-long hull", "100m races" are metres."""
    if not is_letter_m(tokens, amount) or any(
        tokens.word(amount.end + step) in context("run or swum in metres") for step in range(3)
    ):
        return amount
    counts = tokens.word(amount.end) in context("behind millions") or any(
        tokens.word(amount.first - step) in context("counted in millions") for step in range(2, 5)
    )
    if not counts and counted(tokens, amount.end, singular=False) is None:
        return amount
    factor = numbers.MILLION if amount.scale == ONE else ONE
    high = None if amount.high is None else amount.high * factor
    return replace(amount, low=amount.low * factor, high=high, unit=None, scale=numbers.MILLION)


def _rated(tokens: Tokens, item: Found) -> tuple[Found, int]:
    """Add what a figure is counted by, close behind its noun ("40 officers on patrol a night"); with the token after.

    No figure begins before that token: "12 per 100,000 people" is one.
    """
    amount = item.amount
    if amount.denominator is not None or numbers.kinds().get(amount.unit or "") == "time":
        return item, item.end
    for at in range(item.end, item.end + _RATE_REACH):
        word = tokens.word(at)
        timed = at == item.end or word == "per" or numbers.words().get(tokens.word(at + 1)) in _SPANS
        if word in numbers.ARTICLES and tokens.word(at - 1) in context("before a span that is no rate"):
            break
        if word in _RATING and timed and (found := rate(tokens, at)) is not None:
            return replace(item, amount=replace(amount, denominator=found[0])), found[1]
        if (tokens.shape(at) != Shape.WORD and word != "/") or word in numbers.small_words():
            break
    return item, item.end


def _in_unit(part: Amount, unit: str | None) -> Amount:
    return part if part.unit == unit else replace(part, unit=unit)


def _is_vague(amount: Amount) -> bool:
    """Say whether an amount is a vague plural, which says too little unless the words say of what."""
    return amount.high is not None and amount.high == amount.low * numbers.VAGUE_SPAN


def _noun(tokens: Tokens, amount: Amount) -> tuple[int, int] | None:
    """Return the tokens of what an amount counts or is a share of."""
    if amount.unit == numbers.PERCENT:
        more = tokens.word(amount.end) == "or" and tokens.word(amount.end + 2) == "of"
        end = amount.end + 2 * more
        if tokens.word(end) == "of" or (amount.share and amount.spelled):
            return counted(tokens, end, singular=False)
    if (changed := changed_object(tokens, amount.first)) is not None:
        return changed
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
    before, after = tokens.word(amount.first - 1), tokens.word(amount.end)
    tied = tokens.word(amount.end) in DASHES and tokens.tight(amount.end) and tokens.tight(amount.end + 1)
    if printed == "half" and (before in context("half that is named") or tied):
        return False
    if amount.unit != numbers.PERCENT or after == "of" or before in context("share before"):
        return True
    if after == "(" and tokens.shape(amount.end + 1) == Shape.FIGURE:
        return True
    if printed == "half":
        opens = amount.first == 0 or tokens.shape(amount.first - 1) == Shape.GAP or before in STOPS
        verb = after in context("share after") or after.endswith("ed")
        return after in context("half before") or (opens and verb) or halved(tokens, amount)
    return printed.endswith("s") or amount.end - amount.first > 2 or after in context("share after")


def _pound(tokens: Tokens, amount: Amount) -> str:
    """Settle whether pounds are money or weight by the words around; the bare word stays where nothing tells."""
    around = set(tokens.words[max(0, amount.first - _HINT_REACH) : amount.end + _HINT_REACH])
    if around & context("weight nearby"):
        return "pound-mass"
    if around & context("money nearby") or amount.scale > ONE:
        return "gbp"
    return numbers.AMBIGUOUS_POUND


def _quantity(tokens: Tokens, item: Found, earlier: Sequence[Found], read: Sequence[Quantity]) -> Quantity:
    """Add the words around an amount: how exact, which way, what is counted, at what rate."""
    amount = item.amount
    name, start = approximator(tokens, amount)
    if amount.opener is not None and name != "about":
        name = None  # "from up to 252 miles to 287": the words hold for one end alone
    way = item.direction
    if amount.low < 0 and amount.high is None and _tells_a_fall(tokens, amount):
        amount, way = replace(amount, low=-amount.low), Direction.DECREASE
    if way is Direction.NONE and amount.unit != numbers.YEAR_OF_AGE:
        way = direction(tokens, amount, start if amount.opener is None else amount.opener)
    if earlier and (name is None or way is Direction.NONE):
        name, way = inherited(tokens, item, start, earlier, read, name, way)
    text_start, text_end = tokens.starts[amount.first], tokens.ends[amount.end - 1]
    return Quantity(
        value=_value(amount.low) if amount.high is None else (_value(amount.low), _value(amount.high)),
        unit=amount.unit or numbers.COUNT,
        start=text_start,
        end=text_end,
        text=tokens.text[text_start:text_end],
        direction=way,
        approximator=name,
        measured=_measured(tokens, item.noun),
        denominator=amount.denominator,
    )


def _tells_a_fall(tokens: Tokens, amount: Amount) -> bool:
    """Say whether a minus sign says that something fell: of a share, and of any figure in brackets ("(-811)")."""
    return numbers.kinds().get(amount.unit or "") == "share" or tokens.word(amount.first - 1) == "("


def _measured(tokens: Tokens, noun: tuple[int, int] | None) -> str | None:
    if noun is None:
        return None
    return " ".join(tokens.text[tokens.starts[noun[0]] : tokens.ends[noun[1] - 1]].replace(SOFT_HYPHEN, "").split())


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


REACHED: Final = frozenset(("to", "at", "from"))
"""What stands before a level and not before a change: "fell to 143", "stands at 143", "down from 180"."""


@cache
def _before_figures() -> re.Pattern[str]:
    """Match all that stands between a verb of change and its figure: "just", "more than", "by up to"."""
    phrases = {*(row[0] for row in rows("text", "approximators.tsv")), *context("fillers before a figure")}
    return re.compile(
        rf"(?:(?<!\w)(?:{'|'.join(map(re.escape, sorted(phrases, key=len, reverse=True)))})\s+)+$", re.IGNORECASE
    )


def is_level(text: str, figure: str) -> bool:
    """Say whether a figure is what something came to or from, and not by how much it changed.

    >>> is_level("Thefts fell to just 143", "143"), is_level("Thefts fell by up to 21%", "21%")
    (True, False)
    """
    befores = (_before_figures().sub("", before).split() for before in text.split(figure)[:-1])
    return any(words and words[-1].lower() in REACHED for words in befores)


def measure(
    measured: str | None, owner: str | None = None, denominator: str | None = None, place: str | None = None
) -> str | None:
    """Return what is counted, of whom, by what and where, in normal form; ``None`` where it is not stated what.

    With the unit it names a measure. Likeness of meaning is no ground to join two: "assaults" and "attacks" stay apart.

    >>> measure("recorded assaults") == measure("Recorded  assaults"), measure(None)
    (True, None)
    >>> measure("assaults", denominator="week", place="in Saltmere")
    'assault | per week | saltmer'
    """
    words = normal_form(measured) if measured else ""
    if not words:
        return None
    parts = (("of ", owner), ("per ", denominator), ("", place))
    told = ((name, normal_form(value)) for name, value in parts if value)
    return PART.join([words, *(f"{name}{value}" for name, value in told if value not in ("", words))])


PART = " | "
"""Stands between what is counted and the rest of a measure."""
