"""A sentence of a draft or of a stored text, and what it says of its figures: their time, place, names and denial."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache, cached_property
from itertools import pairwise, takewhile
from string import punctuation
from typing import Final, NamedTuple

from tracker.check.words import is_content, sense_words
from tracker.check.words import words as keyed
from tracker.matching.figures import SUPPORT, YEAR, Figure, figures
from tracker.models import Direction, Quantity, Span
from tracker.text.circumstances import change_word, forms, quarters
from tracker.text.dates import meeting_years, years_in
from tracker.text.lexicon import rows
from tracker.text.lexicon import words as word_list
from tracker.text.negation import Polarity, read_polarity
from tracker.text.normal import Item, Word, items, words
from tracker.text.note_marks import without_marks
from tracker.text.numbers import DIGITS
from tracker.text.quantities import approximator_words, quantities
from tracker.text.sentences import sentences
from tracker.text.statements import each_of, elided_subject

LEAST_SHARED: Final = 2
"""Words two sentences must share beside the figure: one may stand in both by chance."""
LEAST_OVERLAP: Final = 0.5
"""Share of the shorter sentence's words that the other must have for their figures to be one figure told twice."""
BEFORE: Final = 600
"""Characters before a sentence in which a year named is the sentence's own where it names none."""
LONGEST_SENTENCE: Final = 1_000
"""Characters of a sentence that are looked at; a longer one is a table or a list."""


class Told(NamedTuple):
    """A figure as its sentence tells it, and as values are compared."""

    quantity: Quantity
    figure: Figure

    @property
    def printed(self) -> str:
        """Its words on one line."""
        return " ".join(self.quantity.text.split())


class Times(NamedTuple):
    """What a figure's words say of its time: years, months, parts of a year, "last year" and so on, lengths ("5 year").

    ``parts`` are seasons, quarters ("q2") and halves ("h1"). ``loose`` says that the years are those of the whole
    sentence.
    """

    years: frozenset[str]
    months: frozenset[str]
    parts: frozenset[str]
    relative: frozenset[str]
    lengths: frozenset[str]
    loose: bool


class Clause(NamedTuple):
    """The senses of the words before a figure and behind it, as far as it is told; and whether it is only compared."""

    before: frozenset[str]
    behind: frozenset[str]
    compared: bool


class Sentence:
    """One sentence and what is read of it when it is asked for; ``year`` is that of the text it stands in, if known.

    ``before`` are the characters before it there. ``asked`` says that it is asked: "You paid £4. Is that right?"
    """

    def __init__(self, text: str, *, year: str | None = None, before: str = "", asked: bool = False) -> None:
        self.text = text
        self.year = year
        self.asked = asked
        self._before = before

    @cached_property
    def years_before(self) -> frozenset[str]:
        """The years named just before it."""
        return years_in(self._before)

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
            and word.normal not in _MOVES
        )

    def topic_beside(self, other: Sentence) -> frozenset[str]:
        """The same, with those of another sentence's that a pronoun for its subject takes from just before it."""
        return self.topic | (other.topic & senses(self._before)) if self.is_personal else self.topic

    @cached_property
    def support(self) -> frozenset[int]:
        """Which ways its words for and against something point: 1, -1, both or none."""
        return frozenset(sense.sign for item in self._items for sense in item.senses if sense.name == SUPPORT)

    @cached_property
    def names(self) -> frozenset[str]:
        """Its names: the senses of words with a capital that do not open it."""
        first = len(self.text) - len(self.text.lstrip(f"{_MARKS} "))
        return frozenset(
            name
            for word in self._words
            if word.start > first and self.text[word.start].isupper() and word.normal not in _MONTHS
            for name in senses(word.normal)
            if name in self.topic
        )

    @cached_property
    def aside(self) -> frozenset[str]:
        """What of its topic stands only behind a comma behind its last figure: ", despite a promise by …"."""
        comma = self.text.find(", ", self.told[-1].quantity.end) if self.told else -1
        return self.topic - senses(self.text[:comma]) if comma >= 0 else frozenset()

    @cached_property
    def digits(self) -> frozenset[str]:
        """The digits of its longer figures in order of size: a slip changes their places."""
        printed = (figure.group().replace(",", "") for figure in DIGITS.finditer(self.text))
        return frozenset("".join(sorted(digits)) for digits in printed if digits.isdecimal() and len(digits) >= _LONG)

    @cached_property
    def where(self) -> tuple[str, ...]:
        """Its names behind "in", "at" and the like, as printed."""
        names = [self.text[word.start].isupper() and word.normal not in _MONTHS for word in self._words]
        runs = []
        for at, before in enumerate(self._words[:-1], 1):
            if before.normal in _IN and names[at]:
                end = names.index(False, at) if False in names[at:] else len(names)
                runs.append(self.text[self._words[at].start : self._words[end - 1].end])
        return tuple(runs)

    @cached_property
    def opening(self) -> tuple[str, ...]:
        """The words with a capital that it opens with, as printed."""
        found = takewhile(lambda word: self.text[word.start].isupper(), self._words)
        return tuple(self.text[word.start : word.end] for word in found if not word.stop)

    @cached_property
    def _polarity(self) -> Polarity:
        return read_polarity(self.text, self._words, self._items)

    def denies(self, told: Told, *, sides: bool = True) -> bool:
        """Say whether the clause of a figure is denied; "no more than" denies nothing, nor do ``sides`` if left out."""
        found, polarity = self._words, self._polarity
        own = self.whole(told.quantity)
        at = next(number for number, word in enumerate(found) if word.end > told.quantity.start)
        low, high = self._bounds(told)
        asides = [aside.span() for aside in _ASIDE.finditer(self.text)]
        negators = [
            place
            for place in polarity.places
            if (low <= found[place].start if place in self._sides else polarity.clauses[place] == polarity.clauses[at])
            and (sides or place not in self._sides)
            and not self._belongs(found[place], own)
            and not any(start <= found[place].start < end <= told.quantity.start for start, end in asides)
            and found[place].start < high
            and not any(
                word.normal in _OTHER_DENIED and word.start >= told.quantity.end
                for word in found[max(0, place - 2) : place]
            )
        ]
        return len(negators) % 2 == 1

    @cached_property
    def _sides(self) -> frozenset[int]:
        """The places of its words that take a side: who opposes denies no figure but that of the clause."""
        return frozenset(
            place
            for item in self._items
            if any(sense.name == SUPPORT for sense in item.senses)
            for place in range(item.first, item.last + 1)
        )

    def _next(self, told: Told) -> int:
        """Return where the next figure begins: what stands behind that is said of it."""
        starts = (each.quantity.start for each in self.told if each.quantity.start > told.quantity.start)
        return min(starts, default=len(self.text))

    def _bounds(self, told: Told) -> tuple[int, int]:
        """Return where the clause of a figure begins and ends: "half (54 per cent) agreed" is one."""
        cuts = [0]
        at = 0
        for each, following in pairwise(self.ends):
            at += each.quantity.end <= told.quantity.start
            start, end = self.whole(following.quantity).start, each.quantity.end
            if _APPOSED.fullmatch(self.text, end, max(end, start)):
                cuts.append(cuts[-1])
                continue
            joins = list(_JOINS.finditer(self.text, end, max(start, end)))
            cuts.append(joins[-1].start() if joins else max(start, end))
        low = cuts[at]
        high = next((cut for cut in cuts if cut > low), len(self.text))
        told_by = _TOLD_BY.search(self.text, told.quantity.end, high)
        return low, told_by.start() if told_by else high

    def is_whole(self, told: Told) -> bool:
        """Whether a figure is what another is a part of: the 463 of "418 of the 463"."""
        return _WHOLE_OF.search(self.text, 0, self.whole(told.quantity).start) is not None

    def part_of(self, told: Told) -> Told | None:
        """Return the figure that is a part of this one: the 418 of "418 of the 463"."""
        before = [each for each in self.ends if each.quantity.end <= told.quantity.start]
        if not before or before[-1].quantity.unit != told.quantity.unit:
            return None
        between = self.text[before[-1].quantity.end : told.quantity.start]
        return before[-1] if _OF_THE.fullmatch(between) else None

    def clause(self, told: Told) -> Clause:
        """Return the words of the clause that tells one of its figures; years and months count among them."""
        low, high = self._bounds(told)
        return Clause(
            self._telling(low, told.quantity.start),
            self._telling(told.quantity.end, high),
            _COMPARED.search(self.text, low, told.quantity.start) is not None,
        )

    def _telling(self, low: int, high: int) -> frozenset[str]:
        """Return the senses of its telling words that begin in ``[low, high)``, those of time among them."""
        beside = word_list("check", "beside_figures.tsv")
        return frozenset(
            name
            for item in self._items
            if low <= (word := self._words[item.first]).start < high
            if not word.stop and word.normal not in beside - _MONTHS.keys() and word.normal not in _MOVES
            if (name := item.senses[0].name.partition("_")[0]) and (not name[0].isdigit() or len(name) == _YEAR_DIGITS)
        )

    def support_of(self, told: Told) -> frozenset[int]:
        """Return which way the words behind a figure point, up to the next one; else those before it, else all."""
        start = told.quantity.start
        first, last = self._bounds(told)
        for low, high in ((start, min(last, self._next(told))), (first, start)):
            own = frozenset(
                sense.sign
                for item in self._items
                if low <= self._words[item.first].start < high
                for sense in item.senses
                if sense.name.partition("_")[0] == SUPPORT
            )
            if own:
                return own
        return self.support

    @staticmethod
    def _belongs(negator: Word, own: Span) -> bool:
        """Say whether a negator is a figure's own: "no more than 40", "no 40"; "is not 40" denies it."""
        beside = own.start - _BESIDE < negator.end <= own.start
        return own.start <= negator.start < own.end or (beside and negator.normal == "no")

    @cached_property
    def told(self) -> tuple[Told, ...]:
        """Its figures that measure or count."""
        values = {figure.start: figure for figure in self._figures}
        told = [Told(each, values[each.start]) for each in quantities(self.text) if each.start in values]
        for at, (before, each) in enumerate(pairwise(told), 1):
            told[at] = self._with_elided(before if at == 1 else told[at - 1], each)
        return tuple(told)

    def _with_elided(self, before: Told, each: Told) -> Told:
        """Return a figure with what its clause leaves out and the one before has: “rents rose 9 per cent, fares 4”."""
        quantity, first = each.quantity, before.quantity
        named = elided_subject(self.text, first.end, quantity.start)
        if named is None or quantity.measured not in (None, named, first.measured) or not first.measured:
            return each
        if not all(is_content(word.key) or word.key == "of" for word in keyed(named)) or quantity.direction not in (
            Direction.NONE,
            first.direction,
        ):
            return each
        is_owner = bool(first.owner) and all(word[0].isupper() for word in named.split() if is_content(word.lower()))
        unit = first.unit if quantity.unit == "count" and first.direction is not Direction.NONE else quantity.unit
        quantity = replace(
            quantity,
            measured=first.measured if is_owner else named,
            owner=named if is_owner else quantity.owner,
            unit=unit,
            direction=first.direction,
            period=quantity.period or first.period,
        )
        figure = each.figure._replace(direction=before.figure.direction)
        if unit != each.quantity.unit:
            figure = figure._replace(unit=before.figure.unit, family=before.figure.family, normal="")
        return Told(quantity, figure)

    @cached_property
    def ends(self) -> tuple[Told, ...]:
        """Its figures, "from 340 to 212" cut in two."""
        return tuple(end for told in self.told for end in self._cut(told))

    def _cut(self, told: Told) -> Iterator[Told]:
        """Yield the ends of a figure that tells from what to what something moved; other figures whole."""
        quantity, figure = told
        at = quantity.text.rfind(" to ")
        if at < 0 or figure.low == figure.high or self.before(quantity) != "from":
            yield told
            return
        middle = at + len(" to ")
        for start, end, value in ((0, at, figure.low), (middle, len(quantity.text), figure.high)):
            place = quantity.start + start, quantity.start + end
            own = replace(
                quantity, start=place[0], end=place[1], text=quantity.text[start:end], direction=Direction.NONE
            )
            yield Told(own, figure._replace(low=value, high=value, direction=0, start=place[0], normal=""))

    @cached_property
    def every(self) -> frozenset[str]:
        """By how long it says that something comes again: "monthly" rents."""
        return frozenset(word.normal for word in self._words if word.normal in _EVERY)

    def signs(self, told: Told) -> dict[str, int]:
        """Return the senses with a contrary that stand behind a figure in its clause, with their signs: above."""
        high = self._bounds(told)[1]
        behind = (item for item in self._items if told.quantity.end <= self._words[item.first].start < high)
        signs = {sense.name: sense.sign for item in behind for sense in item.senses[:1] if sense.sign}
        beyond = _BEYOND.match(self.text, told.quantity.end, high)
        return signs if beyond is None else {**signs, "beyond": 1 if beyond[1].lower() in ("over", "above") else -1}

    def earlier(self, told: Told) -> Told | None:
        """Return the figure of the year before that stands as its label beside a figure: "£612m (2022: £588m)"."""
        years = {start: min(label) for start, label in self._labels.items()}
        own = years.get(told.quantity.start, self.year or "9999")
        past = [each for each in self.told if years.get(each.quantity.start, own) < own]
        return max(past, key=lambda each: years[each.quantity.start], default=None)

    def is_old(self, told: Told) -> bool:
        """Whether a figure is labelled with a year before that of its text."""
        return self.year is not None and min(self._labels.get(told.quantity.start, ("9999",))) < self.year

    @cached_property
    def is_personal(self) -> bool:
        """Whether its subject is a pronoun, so that who says or does it is named elsewhere."""
        return any(word.normal in _PERSONS for word in self._words[:_OPENING])

    def came_from(self, quantity: Quantity) -> str:
        """Return "up" or "down" where a figure stands behind "up from" or "down from"."""
        found = _CAME_FROM.search(self.text, 0, self.whole(quantity).start)
        return found[1].lower() if found else ""

    @cached_property
    def tells_a_rate(self) -> bool:
        """Whether it, or what stands before it, tells of anything by the day, week, month or year."""
        return _RATE.search(f"{self._before} {self.text}") is not None

    @cached_property
    def names_a_time(self) -> bool:
        """Whether it names a year or month, or a time before the present."""
        months = any(word.normal in _MONTHS for word in self._words)
        return bool(self.years) or months or _EARLIER.search(self.text) is not None

    def trend(self, quantity: Quantity) -> tuple[str, int]:
        """Return the nearest word before a figure that has a contrary, as its sense and sign: it rose, it fell."""
        for item in reversed(self._items):
            if self._words[item.last].end <= quantity.start:
                for sense in item.senses:
                    if sense.sign:
                        return sense.name, sense.sign
        return "", 0

    @cached_property
    def _month_of_day(self) -> frozenset[str]:
        """The month of its one day of the calendar: "on 6 September"."""
        named = [word for word in self._words if word.normal in _MONTHS]
        dated = len(named) == 1 and (
            _DAY.search(self.text, 0, named[0].start) or _DAY_BEHIND.match(self.text, named[0].end)
        )
        return frozenset(_MONTHS[word.normal] for word in named) if dated else frozenset()

    @cached_property
    def orders(self) -> frozenset[tuple[str, str]]:
        """Of what there is more than of what: "twice as many boys as girls", "boys outnumber girls"."""
        return frozenset((one.lower(), other.lower()) for found in _ORDERS for one, other in found.findall(self.text))

    def is_earlier(self, told: Told) -> bool:
        """Whether a figure is what there was "a year earlier" and the like; a change since then is not."""
        if told.quantity.direction is not Direction.NONE:
            return False
        return _A_YEAR_EARLIER.match(self.text, told.quantity.end, self._bounds(told)[1]) is not None

    def foretells(self, told: Told) -> bool:
        """Whether a figure is only expected, planned or forecast."""
        return _listed("foretold").search(self.text, self._bounds(told)[0], told.quantity.start) is not None

    def is_past(self, low: int = 0, high: int = LONGEST_SENTENCE) -> bool:
        """Whether its words in ``[low, high)`` tell what has been, and nothing of what may come."""
        inside = (word for word in self._words if low <= word.start < high)
        past = any(
            word.normal in sense_words("past") or self.text.endswith("ed", word.start, word.end) for word in inside
        )
        return past and _listed("coming").search(self.text, low, high) is None

    def is_past_of(self, told: Told) -> bool:
        """The same of the clause of a figure."""
        return self.is_past(*self._bounds(told))

    @cached_property
    def parts(self) -> frozenset[tuple[float, float]]:
        """Its figures of which one is a part of the other: the 418 and the 463 of "418 of the 463"."""
        return frozenset((part.figure.low, each.figure.low) for each in self.ends if (part := self.part_of(each)))

    def stands_unread(self, told: Told, other: Sentence) -> bool:
        """Whether another sentence has the one word of a figure where no figure is read: "11 good, six bad"."""
        own = [word.key for word in keyed(self.text) if told.quantity.start <= word.start < told.quantity.end]
        read = [each.quantity for each in other.told]
        return len(own) == 1 and any(
            word.key == own[0] and not any(each.start <= word.start < each.end for each in read)
            for word in keyed(other.text)
        )

    def is_part(self, told: Told) -> bool:
        """Whether a figure is a part of one before: "640 of them", "of whom 27"."""
        behind, before = (
            _OF_THEM.match(self.text, told.quantity.end),
            _OF_WHOM.search(self.text, 0, told.quantity.start),
        )
        return behind is not None or before is not None

    @cached_property
    def superlatives(self) -> dict[str, int]:
        """The signs by sense of its words like "highest" and "fewest"."""
        found = (item for item in self._items if self._words[item.first].normal.endswith(("est", "most", "worst")))
        return {sense.name: sense.sign for item in found for sense in item.senses if sense.sign}

    def is_level(self, told: Told) -> bool:
        """Whether a figure is surely what something came to: no word of its clause tells of a change."""
        low, high = self._bounds(told)
        inside = (word for word in self._words if low <= word.start < high)
        return told.quantity.direction is Direction.NONE and not any(
            change_word(word.normal) is not Direction.NONE or word.normal in _CHANGED for word in inside
        )

    def is_move(self, told: Told) -> bool:
        """Whether a figure is surely by how much something changed: "rose by 40", "up 40", "a drop of 40"."""
        before = self.before(told.quantity)
        at = self.whole(told.quantity).start
        noun = _OF_NOUN.search(self.text, 0, at)
        changes = before in forms("adverb") or (noun is not None and noun[1].lower() in forms("noun"))
        return told.quantity.direction is not Direction.NONE and (before == "by" or changes)

    @cached_property
    def moves(self) -> frozenset[str]:
        """The senses of its words that have a contrary."""
        return frozenset(sense.name.partition("_")[0] for item in self._items for sense in item.senses if sense.sign)

    def way(self, told: Told) -> dict[str, int]:
        """Return the signs by sense of the nearest word with a contrary before a figure in its clause; no side's."""
        low = self._bounds(told)[0]
        for item in reversed(self._items):
            if low <= self._words[item.first].start and self._words[item.last].end <= told.quantity.start:
                signs = {sense.name: sense.sign for sense in item.senses if sense.sign and sense.name != SUPPORT}
                if signs:
                    return signs
        return {}

    def has(self, told: Told, name: str, sign: int) -> bool:
        """Whether any word of the clause of a figure has a sense of this name and sign."""
        low, high = self._bounds(told)
        inside = (item for item in self._items if low <= self._words[item.first].start < high)
        return any(sense.name == name and sense.sign == sign for item in inside for sense in item.senses)

    @cached_property
    def quarters(self) -> frozenset[str]:
        """The quarters of the compass that it names."""
        return frozenset(quarters(self.text))

    @cached_property
    def each(self) -> frozenset[str]:
        """The sense of the noun behind an "each" or "every" that opens it."""
        return senses(each_of(self.text))

    @cached_property
    def _figures(self) -> tuple[Figure, ...]:
        return figures(self.text, self._words)

    @cached_property
    def _labels(self) -> dict[int, frozenset[str]]:
        """The years that stand as labels at its figures, by where these begin: "£212 (2021), £231 (2022)"."""
        found = {}
        for each in self.told:
            start, end = each.quantity.start, each.quantity.end
            label = _LABEL_BEHIND.match(self.text, end) or _LABEL_BEFORE.search(self.text, 0, start)
            if label is not None and (years := years_in(label[1])):
                found[start] = years
        return found

    @cached_property
    def years(self) -> frozenset[str]:
        """The years of the calendar that it names, both of "2022-23"."""
        named = frozenset(str(int(figure.low)) for figure in self._figures if figure.family == YEAR)
        return named | {end for first, end in meeting_years(self.text) if first in named}

    def whole(self, quantity: Quantity) -> Span:
        """Return where a figure stands with the words beside it that make it "about", "nearly" and so on."""
        start, end = quantity.start, quantity.end
        beside = quantity.approximator and approximator_words(self.text, start, end, quantity.approximator)
        return Span(min(start, beside.start), max(end, beside.end)) if beside else Span(start, end)

    def before(self, quantity: Quantity) -> str:
        """Return the word before a figure that says which way it moved, in small letters."""
        return next((word.normal for word in reversed(self._words) if word.end <= self.whole(quantity).start), "")

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
        own = (told_of for told_of in (quantity.period, quantity.comparison) if told_of and years_in(told_of))
        dated = next(own, "")
        years = self._labels.get(quantity.start) or years_in(dated) | {end for _, end in meeting_years(dated)}
        return Times(
            years or self.years - frozenset().union(*self._labels.values()),
            frozenset(_MONTHS[word.normal] for word in words(told) if word.normal in _MONTHS) or self._month_of_day,
            parts_of_year(told) or parts_of_year(self.text),
            frozenset(f"{way} {unit}".lower() for way, unit in [*_RELATIVE.findall(told), *_ON.findall(told)]),
            frozenset(f"{number} {unit}".lower() for number, unit in _LENGTHS.findall(told)),
            not years,
        )


@cache
def _listed(kind: str) -> re.Pattern[str]:
    """Return what finds a listed word or phrase of a kind."""
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, sense_words(kind)))})\b", re.IGNORECASE)


_ON: Final = re.compile(r"\b(year|month|week|quarter)[\s-](?:on|over)[\s-](year|month|week|quarter)\b", re.IGNORECASE)
_DAY: Final = re.compile(r"(?<!\S)\d{1,2}(?:st|nd|rd|th)?\s+$")
_DAY_BEHIND: Final = re.compile(r"\s+\d{1,2}(?:st|nd|rd|th)?(?!\d)")
_ORDERS: Final = (
    re.compile(r"\bas\s+(?:many|much)\s+(\S+)\s+as\s+(\S+)", re.IGNORECASE),
    re.compile(r"\b(\S+)\s+outnumber(?:s|ed)?\s+(\S+)", re.IGNORECASE),
)
_A_YEAR_EARLIER: Final = re.compile(
    r"(?:(?!\b(?:than|on|from|since)\b)[^,;]){0,60}?\b(?:a|the)\s+(?:year|month|week|quarter|decade|season)\s+"
    r"(?:earlier|before|ago)\b",
    re.IGNORECASE,
)
_BEYOND: Final = re.compile(r"\s+(over|above|under|below)\s+\S", re.IGNORECASE)
_WHOLE_OF: Final = re.compile(r"\bof\s+(?:\S+\s+){0,3}$", re.IGNORECASE)
_OF_THE: Final = re.compile(r"\s+(?:out\s+)?of\s+(?:the\s+|its\s+|their\s+)?", re.IGNORECASE)
_OF_THEM: Final = re.compile(r"\s+of\s+(?:them|whom|which|those|it)\b", re.IGNORECASE)
_OF_WHOM: Final = re.compile(r"\bof\s+(?:whom|which|them)\s+$", re.IGNORECASE)
_OF_NOUN: Final = re.compile(r"\b(\S+)\s+of\s+$")
_CHANGED: Final = forms("adverb").keys() | forms("comparative").keys() | forms("extra").keys()
_JOINS: Final = re.compile(
    r"[;:]|,(?=\s)|\b(?:and|but|while|whereas|though|although|after|against|from|than|compared)\b", re.IGNORECASE
)
"""What may begin the clause of the next figure."""
_COMPARED: Final = re.compile(r"\b(?:against|from|than|compared (?:with|to))\s[^,;\d]{0,20}$", re.IGNORECASE)
_APPOSED: Final = re.compile(r"[^(]{0,30}\(|\s+(?:out\s+)?of\s+(?:the\s+|its\s+|their\s+)?")
"""What stands between two figures of one clause: "half of them (54 per cent)", "418 of the 463"."""
_TOLD_BY: Final = re.compile(r",?\s+according to\b|,\s[^,;]{0,60}\b(?:said|says?|shows?|showed|told)\b")
_ASIDE: Final = re.compile(r",\s(?:which|who|whom|whose)\s[^,;:]*,")
_OTHER_DENIED: Final = frozenset(("and", "but"))
"""Words close before a negator that denies what stands behind it: "seven cards and no red", "nine schemes and
finished none"."""
_CAME_FROM: Final = re.compile(r"\b(up|down)\s+from\s+$", re.IGNORECASE)
_LONG: Final = 4
"""Digits of a figure in which two may have changed places."""
_ASKED: Final = re.compile(
    r"\?|[.,]?[ ]+(?:is|was|isn['’]t)\s+(?:that|it|this)\s+(?:right|so|true|correct)\?", re.IGNORECASE
)
_EARLIER: Final = re.compile(
    r"\b(?:ago|before|earlier|previous(?:ly)?|then|last|once|had\s+been|used\s+to)\b", re.IGNORECASE
)
_RATE: Final = re.compile(
    r"\b(?:(?:a|an|per|each|every)\s+(?:hour|day|night|week|month|quarter|year)|hourly|daily|weekly|monthly|annual(?:ly)?"
    r"|yearly|per\s+annum)\b",
    re.IGNORECASE,
)
_EVERY: Final = frozenset(("hourly", "daily", "weekly", "monthly", "quarterly", "yearly", "annual", "annually"))
_PERSONS: Final = frozenset(("i", "we", "she", "he", "they", "it"))
_OPENING: Final = 3
"""Words at the beginning of a sentence among which its subject stands."""
_MOVES: Final = frozenset(("to", "from", "by", "in", "up", "down"))
_YEAR_DIGITS: Final = 4
_RELATIVE: Final = re.compile(
    r"\b(last|this|next|previous)\s+(week|fortnight|month|quarter|year|decade|century|spring|summer|autumn|winter)\b",
    re.IGNORECASE,
)
_LENGTHS: Final = re.compile(
    r"\b(\d+|two|three|four|five|six|seven|eight|nine|ten|twelve)[\s-](day|week|month|year|decade)s?\b", re.IGNORECASE
)
_LABEL_BEHIND: Final = re.compile(r"\s*[(\[]([^\s()\[\]]{4})[)\]]")
_LABEL_BEFORE: Final = re.compile(r"(?:^|[(\[;,]\s*)([^\s(\[:]{4}):\s*$")
_PARTS: Final = re.compile(
    r"\b(?:in|during|over|since|by|of|this|last|next|early|late|mid)[\s-](?:the\s+)?(?:early\s+|late\s+)?"
    r"(?P<season>spring|summer|autumn|winter|fall(?=\s+of\b))\b(?!\s*(?:by|to)\b)"
    r"|\bq(?P<short>[1-4])\b|\b(?P<nth>first|second|third|fourth|final)\s+(?P<part>quarter|half)\b(?!\s+of\s+the\s+[a-z])",
    re.IGNORECASE,
)
_NTH: Final = {"first": 1, "second": 2, "third": 3, "fourth": 4, "final": 4}
SEASONS: Final = {
    "spring": frozenset({"february", "march", "april", "may", "june"}),
    "summer": frozenset({"may", "june", "july", "august", "september"}),
    "autumn": frozenset({"august", "september", "october", "november", "december"}),
    "winter": frozenset({"november", "december", "january", "february", "march"}),
}
"""The months that may be told as a season; where one ends and the next begins is told differently."""
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


def parts_of_year(text: str) -> frozenset[str]:
    """Return the seasons, quarters and halves of a year that a text names as a time.

    >>> sorted(parts_of_year("in the spring of 2021 and in Q3")), sorted(parts_of_year("the winter wheat"))
    (['q3', 'spring'], [])
    """
    found = set()
    for match in _PARTS.finditer(text):
        if season := match["season"]:
            found.add(season.lower().replace("fall", "autumn"))
        else:
            number = match["short"] or _NTH[match["nth"].lower()]
            found.add(f"{(match['part'] or 'q')[0].lower()}{number}")
    return frozenset(found)


def prefixes(text: str) -> frozenset[str]:
    """Return the first letters of a text's words in small letters, light words left out."""
    found = (word.strip(_MARKS) for word in set(text.lower().replace("-", " ").split()))
    return frozenset(word[:_LONGEST_PREFIX] for word in found if len(word) > 2 and word.isalpha() and is_content(word))


_MARKS: Final = punctuation + "“”‘’…–—"


def capitals(text: str) -> list[str]:
    """Return the words of a text that begin with a capital, months left out."""
    return [word.normal for word in words(text) if text[word.start].isupper() and word.normal not in _MONTHS]


def senses(text: str | None) -> frozenset[str]:
    """Return the first sense of each word of a text (``tracker.text.normal``), none where there is no text."""
    return frozenset(item.senses[0].name for item in items(words(text))) if text else frozenset()


def head(text: str | None) -> frozenset[str]:
    """Return the sense of the noun that words end in before any "of": "number of wardens" is of wardens."""
    if not text:
        return frozenset()
    found = words(text)
    light = [item for item in items(found) if not found[item.first].stop]
    return frozenset(item.senses[0].name for item in light[-1:])


def sentences_of(text: str, *, year: str | None = None) -> list[tuple[Span, Sentence]]:
    """Return the sentences of a text with where they stand, too long ones left out; the marks of notes are blanks."""
    plain = without_marks(text)
    return [
        (
            span,
            Sentence(
                span.of(plain),
                year=year,
                before=plain[max(0, span.start - BEFORE) : span.start],
                asked=_ASKED.match(plain, span.end - 1) is not None,
            ),
        )
        for span in sentences(plain)
        if span.end - span.start <= LONGEST_SENTENCE
    ]


def is_like(one: Sentence, other: Sentence) -> bool:
    """Say whether two sentences share enough beginnings of words to be compared."""
    shared = len(one.prefixes & other.prefixes)
    least = min(len(one.prefixes), len(other.prefixes))
    slip = bool(shared) and not one.digits.isdisjoint(other.digits)
    return slip or (shared >= min(LEAST_SHARED, least) and shared >= LEAST_OVERLAP * least / 2)
