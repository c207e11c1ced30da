"""A figure of a draft beside the sentences of stored texts that tell of the same thing: does any of them say so?

A figure is right when value, unit, denominator, what is counted, owner, period, place and direction agree as far as
both sentences say them. It is called wrong only where both surely tell of one thing; else nothing is known of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from functools import cached_property
from itertools import pairwise, takewhile
from string import punctuation
from typing import Final, NamedTuple

from tracker.check.words import is_content
from tracker.check.words import words as keyed
from tracker.matching.comparison import MOST_APART, MOST_ROUNDED, compare
from tracker.matching.figures import SUPPORT, YEAR, Figure, figures, lasts
from tracker.models import Direction, Quantity, Span
from tracker.text.lexicon import rows
from tracker.text.lexicon import words as word_list
from tracker.text.negation import Polarity, read_polarity
from tracker.text.normal import Word, words
from tracker.text.note_marks import without_marks
from tracker.text.numbers import kinds
from tracker.text.quantities import approximator_words, quantities
from tracker.text.senses import Item, items
from tracker.text.sentences import sentences

LEAST_SHARED: Final = 2
"""Words two sentences must share beside the figure: one may stand in both by chance."""
LEAST_OVERLAP: Final = 0.5
"""Share of the shorter sentence's words that the other must have for their figures to be one figure told twice."""
SURE_OVERLAP: Final = 0.75
"""The same, for figures that differ: that two sentences tell of one thing must be surer before one is called wrong."""
SURE_OF_LONGER: Final = 0.5
"""The same share of the longer sentence: a short one is told of in a long one beside much else."""
TELLING_VALUE: Final = 12
"""Counts up to a dozen stand in many sentences: that two are equal does not show that they tell of one thing."""
FURTHEST_BOUND: Final = 2.0
"""How many times its stored value a bound may be from it and still speak of it: "more than 100" of 150."""
LEAST_NOUGHTS: Final = 100
"""A figure in full that ends in two noughts may be rounded to them."""
BEFORE: Final = 600
"""Characters before a sentence in which a year named is the sentence's own where it names none."""
LONGEST_SENTENCE: Final = 1_000
"""Characters of a sentence that are looked at; a longer one is a table or a list."""


class Agreement(StrEnum):
    """How a draft's figure agrees with a stored one, from the best to the worst."""

    SAME = "same"
    NOTATION = "notation"
    ROUNDED = "rounded"
    BOUND = "bound"
    OTHER = "other"
    OPPOSED = "opposed"
    ELSEWHERE = "elsewhere"

    @property
    def holds(self) -> bool:
        """Whether the draft's figure is right."""
        return self not in (Agreement.OTHER, Agreement.OPPOSED, Agreement.ELSEWHERE)


_ORDER: Final = {agreement: rank for rank, agreement in enumerate(Agreement)}


class Told(NamedTuple):
    """A figure as its sentence tells it, and as values are compared."""

    quantity: Quantity
    figure: Figure

    @property
    def printed(self) -> str:
        """Its words on one line."""
        return " ".join(self.quantity.text.split())


class Times(NamedTuple):
    """What a figure's words say of its time: years, months, "last year" and the like, and lengths ("5 year").

    ``loose`` says that the years are those of the whole sentence.
    """

    years: frozenset[str]
    months: frozenset[str]
    relative: frozenset[str]
    lengths: frozenset[str]
    loose: bool


class Sentence:
    """One sentence and what is read of it when it is asked for; ``year`` is that of the text it stands in, if known.

    ``before`` are the characters before it there.
    """

    def __init__(self, text: str, *, year: str | None = None, before: str = "") -> None:
        self.text = text
        self.year = year
        self._before = before

    @cached_property
    def years_before(self) -> frozenset[str]:
        """The years named just before it."""
        return frozenset(_YEARS.findall(self._before))

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """Its words as a quotation is found by."""
        return tuple(word.key for word in keyed(self.text))

    @cached_property
    def plain_keys(self) -> tuple[str, ...]:
        """The same without figures: sentences that differ in figures alone have them in common."""
        return tuple("0" if any(map(str.isdigit, key)) else key for key in self.keys)

    @cached_property
    def prefixes(self) -> frozenset[str]:
        """The beginnings of its words, by which unlike sentences are put aside quickly."""
        return prefixes(self.text)

    @cached_property
    def _words(self) -> tuple[Word, ...]:
        return words(self.text)

    @cached_property
    def _items(self) -> tuple[Item, ...]:
        return items(self._words)

    @cached_property
    def senses(self) -> frozenset[str]:
        """The senses of all its words."""
        return frozenset(item.senses[0].name for item in self._items)

    @cached_property
    def topic(self) -> frozenset[str]:
        """The senses that tell what it is about: figures, months and light words left out."""
        beside = word_list("check", "beside_figures.tsv")
        return frozenset(
            item.senses[0].name.partition("_")[0]
            for item in self._items
            if not (word := self._words[item.first]).stop
            and not word.normal[0].isdigit()
            and word.normal not in _MONTHS
            and word.normal not in beside
        )

    @cached_property
    def support(self) -> frozenset[int]:
        """Which ways its words for and against something point: 1, -1, both or none."""
        return frozenset(sense.sign for item in self._items for sense in item.senses if sense.name == SUPPORT)

    @cached_property
    def names(self) -> frozenset[str]:
        """Its names: the senses of words with a capital that do not open it."""
        return _names(self.text, self.topic)

    @cached_property
    def where(self) -> tuple[str, ...]:
        """Its names behind "in", "at" and the like, as printed, one word each."""
        return tuple(
            self.text[word.start : word.end]
            for before, word in pairwise(self._words)
            if before.normal in _IN and self.text[word.start].isupper() and word.normal not in _MONTHS
        )

    @cached_property
    def opening(self) -> tuple[str, ...]:
        """The words with a capital that it opens with, as printed."""
        found = takewhile(lambda word: self.text[word.start].isupper(), self._words)
        return tuple(self.text[word.start : word.end] for word in found if not word.stop)

    @cached_property
    def _polarity(self) -> Polarity:
        return read_polarity(self.text, self._words, self._items)

    def denies(self, told: Told) -> bool:
        """Say whether the clause of a figure is denied; "no more than" denies nothing."""
        found, polarity = self._words, self._polarity
        own = self.whole(told.quantity)
        at = next(number for number, word in enumerate(found) if word.end > told.quantity.start)
        negators = [
            place
            for place in polarity.places
            if polarity.clauses[place] == polarity.clauses[at] and not own.start - _BESIDE < found[place].end <= own.end
        ]
        return len(negators) % 2 == 1

    @cached_property
    def told(self) -> tuple[Told, ...]:
        """Its figures that measure or count."""
        values = {figure.start: figure for figure in self._figures}
        return tuple(Told(each, values[each.start]) for each in quantities(self.text) if each.start in values)

    @cached_property
    def _figures(self) -> tuple[Figure, ...]:
        return figures(self.text, self._words)

    @cached_property
    def years(self) -> frozenset[str]:
        """The years of the calendar that it names."""
        return frozenset(str(int(figure.low)) for figure in self._figures if figure.family == YEAR)

    def whole(self, quantity: Quantity) -> Span:
        """Return where a figure stands with the words beside it that make it "about", "nearly" and so on."""
        start, end = quantity.start, quantity.end
        beside = quantity.approximator and approximator_words(self.text, start, end, quantity.approximator)
        return Span(min(start, beside.start), max(end, beside.end)) if beside else Span(start, end)

    def at(self, start: int, end: int) -> Told | None:
        """Return the figure that stands at some of its characters."""
        return next((told for told in self.told if told.quantity.start < end and start < told.quantity.end), None)

    def place_of(self, start: int) -> int:
        """Return which of its words begins at or after a character."""
        return sum(word.start < start for word in keyed(self.text))

    def printed_at(self, first: int, end: int) -> str:
        """Return words ``[first, end)`` as printed, with the sign of a currency before them."""
        found = keyed(self.text)
        start = found[first].start
        while start and self.text[start - 1] in "£$€¥-−":
            start -= 1
        return " ".join(self.text[start : found[end - 1].end].split())

    def times(self, quantity: Quantity) -> Times:
        """Return what is said of the time of one of its figures."""
        told = " ".join(filter(None, (quantity.period, quantity.comparison)))
        years = frozenset(_YEARS.findall(told))
        found = {word.normal for word in words(told)}
        return Times(
            years or self.years,
            frozenset(_MONTHS.get(word, word) for word in found & {*_MONTHS, *_SEASONS}),
            frozenset(f"{way} {unit}".lower() for way, unit in _RELATIVE.findall(told)),
            frozenset(f"{number} {unit}".lower() for number, unit in _LENGTHS.findall(told)),
            not years,
        )


_YEARS: Final = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_RELATIVE: Final = re.compile(
    r"\b(last|this|next|previous)\s+(week|fortnight|month|quarter|year|decade|century|spring|summer|autumn|winter)\b",
    re.IGNORECASE,
)
_LENGTHS: Final = re.compile(
    r"\b(\d+|two|three|four|five|six|seven|eight|nine|ten|twelve)[\s-](day|week|month|year|decade)s?\b", re.IGNORECASE
)
_ONE_YEAR: Final = frozenset({"12 month", "twelve month"})
_SEASONS: Final = frozenset({"spring", "summer", "autumn", "winter"})
_IN: Final = frozenset({"in", "at", "across", "near", "around", "outside", "inside"})
_BESIDE: Final = 8
"""Characters before a figure and its words in which "no" belongs to them."""
_LONGEST_PREFIX: Final = 5
_MONTHS: Final = {
    form.lower(): row[2].lower()
    for row in rows("text", "date_names.tsv")
    if row[0] == "month"
    for form in (row[2], *(row[3].split("|") if len(row) > 3 else ()))
    if form
}


def prefixes(text: str) -> frozenset[str]:
    """Return the first letters of a text's words in small letters, light words left out."""
    found = (word.strip(_MARKS) for word in set(text.lower().split()))
    return frozenset(word[:_LONGEST_PREFIX] for word in found if len(word) > 2 and word.isalpha() and is_content(word))


_MARKS: Final = punctuation + "“”‘’…–—"


def _capitals(text: str) -> list[str]:
    """Return the words of a text that begin with a capital, months left out."""
    return [word.normal for word in words(text) if text[word.start].isupper() and word.normal not in _MONTHS]


def _senses(text: str | None) -> frozenset[str]:
    return frozenset(item.senses[0].name for item in items(words(text))) if text else frozenset()


def _head(text: str | None) -> frozenset[str]:
    """Return the sense of the noun that words end in before any "of": "number of wardens" is of wardens."""
    if not text:
        return frozenset()
    found = words(text)
    light = [item for item in items(found) if not found[item.first].stop]
    return frozenset(item.senses[0].name for item in light[-1:])


def _names(text: str, topic: frozenset[str]) -> frozenset[str]:
    first = len(text) - len(text.lstrip(f"{_MARKS} "))
    return frozenset(
        name
        for word in words(text)
        if word.start > first and text[word.start].isupper() and word.normal not in _MONTHS
        for name in _senses(word.normal)
        if name in topic
    )


def sentences_of(text: str, *, year: str | None = None) -> list[tuple[Span, Sentence]]:
    """Return the sentences of a text with where they stand, too long ones left out; the marks of notes are blanks."""
    plain = without_marks(text)
    return [
        (span, Sentence(span.of(plain), year=year, before=plain[max(0, span.start - BEFORE) : span.start]))
        for span in sentences(plain)
        if span.end - span.start <= LONGEST_SENTENCE
    ]


def is_like(one: Sentence, other: Sentence) -> bool:
    """Say whether two sentences share enough beginnings of words to be compared."""
    shared = len(one.prefixes & other.prefixes)
    least = min(len(one.prefixes), len(other.prefixes))
    return shared >= min(LEAST_SHARED, least) and shared >= LEAST_OVERLAP * least / 2


class Match(NamedTuple):
    """The stored figure beside a draft's: the number of its sentence, its words, and how it agrees.

    ``why`` are the sentences that tell what differs; ``mend`` are the stored words that may take the draft's place,
    with their "about" or "nearly" (empty where none may), and ``replaced`` are the characters that they replace.
    """

    sentence: int
    text: str
    agreement: Agreement
    overlap: float
    why: tuple[str, ...] = ()
    mend: str = ""
    replaced: Span = Span(0, 0)


def best_match(draft: Sentence, start: int, end: int, stored: Sequence[Sentence]) -> Match | None:
    """Return the stored figure that the draft's figure at ``draft.text[start:end]`` answers; ``None`` where none does.

    A sentence that has the draft's words in full, or whose figure agrees in all that both say, makes the figure right.
    Else the likeliest sentence with another figure is returned, and only where both surely tell of one thing.
    """
    for number, sentence in enumerate(stored):
        if sentence.keys == draft.keys:
            return _word_for_word(number, draft, start, end, sentence)
    mine = draft.at(start, end)
    if mine is None:
        return None
    found = [match for number, sentence in enumerate(stored) for match in _matches(number, draft, mine, sentence)]
    right = [match for match in found if match.agreement.holds]
    if right:
        return min(right, key=lambda match: (_ORDER[match.agreement], -match.overlap, match.sentence))
    if not found:
        return None
    found.sort(key=lambda match: (not match.mend, -match.overlap, match.sentence))
    told = dict.fromkeys(reason for match in found for reason in match.why if match.overlap >= SURE_OVERLAP)
    return found[0]._replace(why=tuple(dict.fromkeys([*found[0].why, *told]))[:MOST_REASONS])


MOST_REASONS: Final = 3
"""Sentences that tell what is stored instead."""


def _word_for_word(number: int, draft: Sentence, start: int, end: int, stored: Sentence) -> Match:
    first = draft.place_of(start)
    last = max(first + 1, draft.place_of(end))
    own, theirs = draft.printed_at(first, last), stored.printed_at(first, last)
    return Match(number, theirs, Agreement.SAME if own == theirs else Agreement.NOTATION, 1.0)


def _matches(number: int, draft: Sentence, mine: Told, stored: Sentence) -> Iterator[Match]:
    """Yield what a stored sentence says of a draft's figure: that it is right, or what is wrong with it."""
    shared = len(draft.topic & stored.topic)
    least = min(len(draft.topic), len(stored.topic))
    if shared < min(LEAST_SHARED, least) or not shared or shared < LEAST_OVERLAP * least:
        return
    overlap = shared / least
    in_step = draft.plain_keys == stored.plain_keys and len(draft.told) == len(stored.told)
    others = stored.told
    if in_step:
        others = (stored.told[draft.told.index(mine)],)
    compared = [(other, _value(mine, other), _differences(draft, mine, stored, other)) for other in others]
    clean = [(other, agreement) for other, agreement, found in compared if not any(d.hard for d in found)]
    for other, agreement, found in compared:
        if agreement is None:
            continue
        differing = [each for each in found if each.hard or _is_told_of_another(each, mine, other, stored)]
        if not differing:
            opposed = agreement is Agreement.OPPOSED
            far = agreement is Agreement.BOUND and not compare([mine.figure], [other.figure]).agreed
            if (opposed or far) and not _sure(draft, stored, ()):
                continue
            why = f"The stored “{other.printed}” points the other way."
            yield Match(number, other.printed, agreement, overlap, (why,) if opposed else ())
        elif [each.field for each in differing] == ["unit"] and _sure(draft, stored, ()):
            yield _instead(number, draft, mine, stored, other, overlap, differing[0].sentence)
        elif differing[0].field == "period" and stored.year is not None and max(draft.years, default="") > stored.year:
            continue  # the source is older than what the draft tells of
        elif len({each.field for each in differing}) == 1 and _telling(mine) and _sure(draft, stored, differing):
            yield Match(number, other.printed, Agreement.ELSEWHERE, overlap, tuple(d.sentence for d in differing))
    agreed = [agreement for _, agreement in clean if agreement is not None and agreement.holds]
    if agreed or not _sure(draft, stored, ()):
        return
    rival = _rival(draft, mine, stored, [other for other, agreement in clean if agreement is None], in_step=in_step)
    if rival is not None:
        yield _instead(number, draft, mine, stored, rival, overlap, "")


def _instead(
    number: int, draft: Sentence, mine: Told, stored: Sentence, other: Told, overlap: float, reason: str
) -> Match:
    """Return that another figure is stored, with its words to take the draft's place."""
    whole = draft.whole(mine.quantity)
    theirs = _line(stored.whole(other.quantity).of(stored.text))
    why = reason or f"“{theirs}” is stored, not “{_line(whole.of(draft.text))}”."
    return Match(number, other.printed, Agreement.OTHER, overlap, (why,), theirs, whole)


def _line(text: str) -> str:
    return " ".join(text.split())


def _units(mine: Told, other: Told) -> str:
    names = {"percent": "per cent", "percentage_point": "percentage points"}
    return (
        f"The source counts {names.get(other.quantity.unit, other.quantity.unit)}, not "
        f"{names.get(mine.quantity.unit, mine.quantity.unit)}: “{other.printed}” is stored."
    )


def _telling(mine: Told) -> bool:
    """Say whether two figures of this value are hardly equal by chance."""
    return not lasts(mine.figure) and (mine.quantity.unit != "count" or mine.figure.low > TELLING_VALUE)


def _other_unit(mine: Told, other: Told) -> bool:
    """Say whether two figures are of two units of one kind: per cent and percentage points, pounds and dollars."""
    one, two = mine.quantity.unit, other.quantity.unit
    return one != two and kinds().get(one) is not None and kinds().get(one) == kinds().get(two)


_OVER: Final = frozenset({"more than", "at least"})
_UNDER: Final = frozenset({"less than", "at most", "nearly"})
_STRICT: Final = frozenset({"more than", "less than", "nearly"})


def _value(mine: Told, other: Told) -> Agreement | None:
    """Say how two values agree, or ``None``: "more than", "nearly" and "up to" are held against the stored value."""
    one, two = mine.figure, other.figure
    if _other_unit(mine, other):
        two = two._replace(unit=one.unit, family=one.family, normal="")
    if one.rate and two.rate:
        two = two._replace(rate=one.rate)
    compared = compare([one], [two])
    if compared.opposed:
        return Agreement.OPPOSED
    if one.direction * two.direction < 0 and compare([one], [two._replace(direction=one.direction)]).agreed:
        return Agreement.OPPOSED
    held = _bound(one, two)
    if held is False:
        return None
    if not compared.agreed:
        rounded = _ends_in_zeros(one, two) and held is None
        return Agreement.BOUND if held else Agreement.ROUNDED if rounded else None
    if one.approximator == two.approximator and one.low == two.low and one.high == two.high:
        return Agreement.SAME if mine.printed == other.printed else Agreement.NOTATION
    return Agreement.BOUND if held else Agreement.ROUNDED


def _ends_in_zeros(one: Figure, two: Figure) -> bool:
    """Say whether a figure is another rounded to its noughts: 18,400 for 18,395, and 2,000 for no 1,900."""
    alike = one.unit == two.unit and one.rate == two.rate and one.direction == two.direction and one.step == 1
    apart = abs(one.low - two.low)
    return alike and one.loose >= LEAST_NOUGHTS and apart <= min(one.loose / 2, MOST_ROUNDED * two.low)


def _bound(bound: Figure, stored: Figure) -> bool | None:
    """Say whether a stored value keeps the draft's bound; ``None`` where the draft states none, or it says nothing."""
    name = bound.approximator
    if name not in _OVER | _UNDER or bound.low != bound.high or bound.unit != stored.unit or bound.rate != stored.rate:
        return None
    low, high = stored.low, stored.high
    if stored.approximator == name and low == bound.low == high:
        return True
    if stored.approximator == "about":
        return None
    if name in _OVER:
        holds = low > bound.low or (low == bound.low and name not in _STRICT) or (low == bound.low < high)
        apart = low / bound.low if bound.low else 0.0
    else:
        holds = high < bound.low or (high == bound.low and name not in _STRICT)
        apart = bound.low / high if high else 0.0
    if not holds:
        return False
    if name == "nearly":
        return apart <= 1 / (1 - MOST_APART)
    return apart <= FURTHEST_BOUND or None


class Difference(NamedTuple):
    """One thing that two figures' words say differently; not ``hard`` where the other sentence has the words too."""

    field: str
    sentence: str
    words: frozenset[str]
    hard: bool
    period: bool = False


def _differences(draft: Sentence, mine: Told, stored: Sentence, other: Told) -> list[Difference]:
    """Return what the words of two figures say differently, as far as both say it."""
    one, two = mine.quantity, other.quantity
    found = [*_measured(draft, one, stored, two)]
    for name, own, theirs, words_ in (
        ("place", one.place, two.place, "The source says so of {1}, not of {0}."),
        ("owner", one.owner, two.owner, "The source says so of {1}, not of {0}."),
    ):
        found += _named(name, draft, own, stored, theirs, words_)
    if not found:
        found += _elsewhere(draft, stored)
    if one.denominator and two.denominator and _senses(one.denominator) != _senses(two.denominator):
        why = f"The source counts by the {two.denominator}, not by the {one.denominator}."
        found.append(Difference("denominator", why, _senses(one.denominator) | _senses(two.denominator), True))
    ours, their = draft.times(one), stored.times(two)
    if _other_times(ours, their):
        told = two.period or " and ".join(sorted(stored.years)) or "another time"
        why = f"Another period: the source says so {_of_time(told)}."
        found.append(Difference("period", why, _senses(one.period) | _senses(two.period), True, True))
    if _other_unit(mine, other):
        found.append(Difference("unit", _units(mine, other), frozenset(), True))
    if draft.support and stored.support and draft.support.isdisjoint(stored.support):
        found.append(Difference("support", "The source says so of the other side.", frozenset({SUPPORT}), True))
    elif draft.denies(mine) != stored.denies(other):
        why = "The source does not deny it." if draft.denies(mine) else "The source denies it."
        found.append(Difference("denial", why, frozenset(), True))
    return found


def _elsewhere(draft: Sentence, stored: Sentence) -> list[Difference]:
    """Return that each sentence names a place that the other does not, wherever in it they stand.

    Or that they open with two names of one kind: "Kent Police" and "Essex Police".
    """
    ours = [place for place in draft.where if _senses(place).isdisjoint(stored.senses)]
    theirs = [place for place in stored.where if _senses(place).isdisjoint(draft.senses)]
    if not ours or not theirs:
        one, two = draft.opening, stored.opening
        if len(one) < 2 or len(two) < 2 or one[-1] != two[-1] or one[0][:_SHORT] == two[0][:_SHORT]:
            return []
        ours, theirs = [" ".join(one)], [" ".join(two)]
    why = f"The source says so of {theirs[0]}, not of {ours[0]}."
    return [Difference("place", why, _senses(" ".join([*ours, *theirs])), True)]


def _of_time(told: str) -> str:
    return f"“{told}”" if told.split()[0].lower() in _PREPOSITIONS else f"of “{told}”"


_PREPOSITIONS: Final = frozenset(
    {"in", "on", "between", "during", "over", "since", "from", "for", "by", "after", "before", "within", "at"}
)


def _measured(draft: Sentence, one: Quantity, stored: Sentence, two: Quantity) -> Iterator[Difference]:
    """Yield that two figures are of nouns neither of which stands among the words for the other."""
    ours, theirs = _head(one.measured), _head(two.measured)
    if not ours or not theirs or one.unit.startswith("year of") or _near(one.measured, two.measured):
        return
    apart = ours.isdisjoint(stored.senses) and theirs.isdisjoint(draft.senses)
    verb = "counts" if one.unit == "count" else "speaks of"
    why = f"The source {verb} {two.measured}, not {one.measured}."
    yield Difference("measured", why, _senses(one.measured) | _senses(two.measured), apart)


def _near(one: str | None, two: str | None) -> bool:
    """Say whether the head noun of either stands among the words of the other."""
    return not (_head(one).isdisjoint(_senses(two)) and _head(two).isdisjoint(_senses(one)))


def _named(
    name: str, draft: Sentence, own: str | None, stored: Sentence, theirs: str | None, why: str
) -> list[Difference]:
    """Return that a name in the draft's words is another than that in the stored ones."""
    if not own or not theirs:
        return []
    ours, their = _capitals(own) or _quarters(own), _capitals(theirs) or _quarters(theirs)
    if not ours or not their or set(ours) <= set(their) or set(their) <= set(ours):
        return []
    one, two = ours[0], their[0]
    if one[:_SHORT] == two[:_SHORT] or one in their or two in ours:
        return []
    a, b = _senses(" ".join(ours)), _senses(" ".join(their))
    quarters = {one, two} <= _QUARTERS  # a quarter has one name, so that the other one elsewhere changes nothing
    hard = quarters or (_senses(one).isdisjoint(stored.senses) and _senses(two).isdisjoint(draft.senses))
    return [Difference(name, why.format(_bare(own), _bare(theirs)), a | b, hard)]


_QUARTERS: Final = frozenset({"north", "south", "east", "west"})


def _quarters(place: str) -> tuple[str, ...]:
    """Return the quarter of the compass that words name as a place ("in the north")."""
    return tuple(word for word in place.lower().split() if word in _QUARTERS)


_SHORT: Final = 3
"""Letters by which the short form of a name is known: "Met" and "Metropolitan"."""


def _bare(words_: str) -> str:
    """Return the words of a place without its preposition."""
    first, _, rest = words_.partition(" ")
    return rest if rest and first.lower() in _PREPOSITIONS else words_


def _other_times(ours: Times, theirs: Times) -> bool:
    """Say whether two figures are of different times, as far as both say."""
    if ours.years and theirs.years:
        if ours.loose or theirs.loose:
            if ours.years.isdisjoint(theirs.years):
                return True
        elif not (ours.years <= theirs.years or theirs.years <= ours.years):
            return True
    if ours.months and theirs.months and not (ours.months <= theirs.months or theirs.months <= ours.months):
        return True
    if ours.relative and theirs.relative and ours.relative.isdisjoint(theirs.relative):
        return True
    one, two = ours.lengths - _ONE_YEAR, theirs.lengths - _ONE_YEAR
    return bool(one and two and one.isdisjoint(two))


def _is_told_of_another(difference: Difference, mine: Told, other: Told, stored: Sentence) -> bool:
    """Say whether the stored sentence gives another figure of what the draft's is of: each place has its own."""
    if difference.field not in ("place", "owner", "measured"):
        return False
    own = getattr(mine.quantity, difference.field)
    for rival in stored.told:
        if rival is other or rival.quantity.unit != other.quantity.unit:
            continue
        their = getattr(rival.quantity, difference.field)
        same = _near(own, their) if difference.field == "measured" else _senses(own) & _senses(their) & difference.words
        if their and same:
            return True
    return False


def _sure(draft: Sentence, stored: Sentence, differing: Iterable[Difference]) -> bool:
    """Say whether two sentences surely tell of one thing, the words that differ left out."""
    out = frozenset(word for each in differing for word in each.words)
    one, two = draft.topic - out, stored.topic - out
    shared, least = len(one & two), min(len(one), len(two))
    if shared < LEAST_SHARED or shared < SURE_OVERLAP * least or shared < SURE_OF_LONGER * max(len(one), len(two)):
        return False
    ours, theirs = draft.names - out - stored.senses, stored.names - out - draft.senses
    return not (ours and theirs)


def _same_period(draft: Sentence, stored: Sentence) -> bool:
    """Say whether a stored sentence may be of the draft's year: it names it, or stands in a text of that year.

    A sentence without a year is of the last that was named before it.
    """
    if draft.years:
        return bool(stored.years) or stored.year is None or stored.year in draft.years
    one, two = draft.years_before, stored.years or stored.years_before
    return not one or not two or max(one) == max(two)


def _rival(draft: Sentence, mine: Told, stored: Sentence, others: Sequence[Told], *, in_step: bool) -> Told | None:
    """Return the one stored figure that measures the same as the draft's and has another value, if there is one."""
    if not _same_period(draft, stored):
        return None
    if (lasts(mine.figure) or _is_vague(mine)) and not in_step:
        return None
    alike = [
        other
        for other in others
        if other.figure.family == mine.figure.family
        and (in_step or not _is_vague(other))
        and (in_step or (other.figure.low == other.figure.high) == (mine.figure.low == mine.figure.high))
        and other.quantity.denominator == mine.quantity.denominator
        and mine.figure.direction * other.figure.direction >= 0
        and (in_step or mine.figure.moved == other.figure.moved)
        and (in_step or _counts_alike(draft, mine.quantity, stored, other.quantity))
    ]
    if len(alike) > 1:
        alike = [other for other in alike if _score(mine, other) == max(_score(mine, each) for each in alike)]
    return alike[0] if len(alike) == 1 else None


def _is_vague(told: Told) -> bool:
    """Say whether a figure is "dozens", "scores" and the like, or the pronoun "one"."""
    printed = told.quantity.text
    low = told.figure.low
    return not any(map(str.isdigit, printed)) and (told.figure.low != told.figure.high or low <= 1)


def _counts_alike(draft: Sentence, one: Quantity, stored: Sentence, two: Quantity) -> bool:
    """Say whether two figures are of one noun, or neither sentence says of which."""
    if one.measured and two.measured:
        if _near(one.measured, two.measured):
            return True
        # Where syntax differs a share is read of its whole or of what it is for: either will do if both sentences
        # have both.
        shared = _senses(one.measured) <= stored.senses and _senses(two.measured) <= draft.senses
        return shared and one.unit != "count" and one.direction is two.direction is Direction.NONE
    if not one.measured and not two.measured:
        return True
    return _head(one.measured or two.measured) <= (stored.senses if one.measured else draft.senses)


def _score(mine: Told, other: Told) -> int:
    """Return in how many things the words of two figures agree."""
    one, two = mine.quantity, other.quantity
    return sum(
        bool(_senses(a) & _senses(b))
        for a, b in (
            (one.place, two.place),
            (one.measured, two.measured),
            (one.owner, two.owner),
            (one.period, two.period),
        )
    )
