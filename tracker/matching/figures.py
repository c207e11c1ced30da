"""The figures of a claim, each with what its clause tells of it: what it measures, of whom, over which time."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Final, NamedTuple

from tracker.matching.trends import CHANGE, Trend, numbered
from tracker.models import Direction, Quantity
from tracker.text.labels import clock_times
from tracker.text.lexicon import rows
from tracker.text.negation import DENIED, Polarity
from tracker.text.normal import Item, Word, items, words
from tracker.text.numbers import DIGITS, MILLIONS, PERCENT, kinds
from tracker.text.quantities import bare_quantities
from tracker.text.sentences import RESPECTIVELY

EARLIEST_YEAR: Final = 1500
LATEST_YEAR: Final = 2100
"""A bare four-digit number between these is read as a year where no unit says otherwise."""

SMALL: Final = 12
"""Bare numbers up to a dozen stand in many claims by chance, percentages and sums do not."""

SMALL_TELLS: Final = 0.35
YEAR_TELLS: Final = 0.5
"""How much an agreeing small number or year tells beside any other figure; an order of magnitude."""

YEAR: Final = "year of the calendar"
NUMBER: Final = "number"
CLOCK: Final = "time of day"
"""Compared with no number of things."""
TIMES: Final = "time"

LEAST_TELLING: Final = 0.6
"""Weight of a word that tells what a figure is about; lighter ones stand beside any figure."""

SUPPORT: Final = "support"
"""The sense of words for and against something."""


RESPECTIVE: Final = 2
"""So many figures at least are of as many things "respectively"."""

SHARED_WORDS: Final = 2
"""Words that the clauses of two figures must share where they count no noun in common."""

_SCALES: Final = (1e12, 1e9, 1e6)
METRE: Final = "metre"
_YEAR: Final = re.compile(r"\d{4}")
_SIGN: Final = {Direction.INCREASE: 1, Direction.DECREASE: -1, Direction.NONE: 0}
_BASE: Final = re.compile(
    r"(?:\b(?:of|among|out of)\s+(?:the|these|those|all|its|their)|\bout\s+of|"
    r"\bpart\s+of\s+an?|(?:^|[.;:,–]\s*)(?:of|among))\s+$",
    re.IGNORECASE,
)
"""What stands before a figure that a share is taken of: "of the 300 mills 40 closed"."""

_ASIDE: Final = re.compile(r"[\d%a-z]\s*[(\[]\s*[-–−+]?\s*$")
"""What stands before a figure in brackets that tells another one once more: "93% (16,313)"."""

_SPLIT_YEAR: Final = re.compile(r"\d{4}[/–-]$")

_LIMITED: Final = re.compile(r"\b(?:only|just|merely|a mere)\s+$", re.IGNORECASE)
"""What stands before a figure that is no more than it says."""

_FURTHER: Final = re.compile(r"\b(?:an)?(?:other|further|remaining)\s+$", re.IGNORECASE)
"""What stands before a figure of a list: "another 20 per cent" is no new figure of what stood before it."""

_RANKED: Final = re.compile(
    r"\b(?:greatest|largest|biggest|smallest|top|favourite|(?:most|least)\s+(?:common|popular|frequent))\s+"
    r"(?:answer|choice|concern|group|option|preference|proportion|reason|response|share|support)\b[^.;:]{0,20}$",
    re.IGNORECASE,
)
"""What stands before the share of one item among several: "the most popular answer (31 per cent)"."""

_INSTEAD: Final = re.compile(r"\b(?:not|rather\s+than|instead\s+of)\s+$", re.IGNORECASE)
"""What stands before a figure in the place of which another is given: "640 pupils, not 620"."""

_OVER_SPAN: Final = re.compile(r"\b(?:in|over|within)\s+(?:(?:just|only|under|the|past|last)\s+)*$", re.IGNORECASE)
"""What stands before a stretch of time over which something changed."""

_AGO: Final = re.compile(r"\s+earlier\b", re.IGNORECASE)
"""What stands behind a stretch of time since which something changed: "compared with five years earlier"."""

_DECADE: Final = re.compile(r"\b(?:in|over|within)\s+(?:a|the\s+(?:last|past))\s+decade\b", re.IGNORECASE)
TEN_YEARS: Final = "10 year"


_EARLIER: Final = re.compile(
    r"\b(?:compared?\s+(?:with|to)(?:(?!\b(?:to|by|at)\b)[^.;:,]){0,40}"
    r"|(?:(?<!more )(?<!less )(?<!fewer )than|from|against)(?:\s+(?:a\s+(?:high|low|peak|previous|record|rate|total)"
    r"|about|almost|around|as|at|fewer|just|last|least|less|more|most|nearly|of|only|over|some|than|the|under|usual))*"
    r"|(?:previous|before(?=\W+\S+\W*$|,)|when\s+(?:\S+\s+){1,3}(?:was|were|had|stood))\b"
    r"(?:(?!\b(?:to|by|at)\b)[^.;:]){0,25})\s*$",
    re.IGNORECASE,
)
"""What stands before a figure that another one is compared with: "down from", "the year before, when there were"."""

LEADING: Final = 80
"""Characters before a figure that are looked at for such words."""

_BEFORE_LEVEL: Final = frozenset({"to", "from", "at", "of"})
"""What stands before the level that something moved to or from; "by 5 per cent" and "5 per cent" are changes."""

_BOUNDS: Final = frozenset({"before", "after", "until", "since"})

_REACHED: Final = frozenset({"to", "at"})
"""Those behind which no change stands: "an increase of 5 per cent" is one, and "by up to 5 per cent"."""

_FROM_ABOUT: Final = re.compile(
    r"\b(?:to|from)\s+(?:(?:about|almost|around|at|fewer|just|least|less|more|most|nearly|only|over|than|under)\s+)+$",
    re.IGNORECASE,
)
"""The same with words between that say how exact the level is: "up from less than a quarter"."""

_MONTHS: Final = frozenset(row[2].lower() for row in rows("text", "date_names.tsv") if row[0] == "month")
_DATING: Final = (
    frozenset({"year", "month", "week", "day", "quarter", "end", "ending", "beginning", "period"}) | _MONTHS
)
"""Words that date a figure and do not tell what it is about."""

_POINTING: Final = frozenset({"it", "this", "that", "these", "they", "those"})

_RELATIVES: Final = frozenset({"which", "who", "whom", "whose", "where"})
_RIVAL_UNITS: Final = {"percentage_point": PERCENT}
PLAIN: Final = frozenset({"count", NUMBER})
_NOTHING_MEASURED: Final[frozenset[str]] = frozenset()

MEASURED_MEMO: Final = 1 << 12
"""Counted nouns remembered: "people", "jobs" and the like come again and again."""


class Figure(NamedTuple):
    """One figure: ``low`` to ``high`` (equal for a single value), ``family`` of unit, the last printed place ``step``.

    ``loose`` is the place of the last digit that is no zero (10 for "120"): how far "more than 120" and "about 120"
    may reach. ``normal`` is the figure in the normal form of words, ``measured`` the senses of what is counted,
    ``heads`` that of its head noun, ``rate`` what it is for ("week" of "£300 a week").

    What ``in_clauses`` adds: ``about`` are the senses of its clause, ``sign`` is -1 where that denies or opposes
    something. ``moved`` is true for the size of a change, ``based`` for a whole that a share is taken of, ``aside`` for
    a figure told once more in brackets, ``earlier`` for one that another is compared with, ``further`` for another of a
    list ("another 20 per cent"), ``denied`` for one that another is given instead of ("not 620"), ``limited`` for
    "only 20", ``pointing`` for one of what was named before ("this number was 4"), ``label`` for a year, a day of the
    month or an ordinal, ``bounding`` for a date before, until or since which something is told. ``span`` is the stretch
    of time over which its clause tells of something ("in five years").
    ``respective`` are the senses of several things that as many figures are of, its own first: "boys and girls, 52% and
    48% respectively".
    """

    family: str
    unit: str
    low: float
    high: float
    step: float
    loose: float
    direction: int
    approximator: str
    normal: str
    printed: str
    measured: frozenset[str]
    start: int
    end: int
    rate: str = ""
    moved: bool = False
    about: frozenset[str] = frozenset()
    sign: int = 1
    heads: frozenset[str] = frozenset()
    based: bool = False
    aside: bool = False
    earlier: bool = False
    further: bool = False
    denied: bool = False
    span: str = ""
    limited: bool = False
    pointing: bool = False
    places: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    label: bool = False
    bounding: bool = False
    respective: tuple[str, ...] = ()


def tells(figure: Figure) -> float:
    """Return how much it tells that two claims hold this figure: 1, less for a year or a small bare number."""
    if figure.family == YEAR:
        return YEAR_TELLS
    return SMALL_TELLS if figure.family in PLAIN and figure.low <= SMALL else 1.0


def lasts(figure: Figure) -> bool:
    """Say whether a figure is a stretch of time, which stands in any claim."""
    return kinds().get(figure.unit) == "time"


def _places(printed: str, value: float) -> tuple[float, float]:
    """Return the last printed place of a figure and the place of its last digit that is no zero, both in ones.

    A share ("a third", "1 in 4") is exact, its places are 0; "six million" is printed to the million.
    """
    if (
        not value
        or len(DIGITS.findall(printed)) > 1
        or (value != int(value) and not any(char.isdigit() for char in printed))
    ):
        return 0.0, 0.0
    match = DIGITS.search(printed)
    if match is None:
        step = next((scale for scale in _SCALES if value % scale == 0), 1.0)
    else:
        shown = float(match[0].replace(",", "").rstrip(".")) or 1.0
        step = abs(value) / shown * 10.0 ** -len(match[1] or "")
    loose = step
    while loose < abs(value) and (abs(value) / (loose * 10)) % 1 == 0:
        loose *= 10
    return step, loose


@lru_cache(maxsize=MEASURED_MEMO)
def _senses_measured(words_printed: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the senses of what is counted, and that of its head noun; "17 times" counts nothing by itself."""
    names = [item.senses[0].name for item in items(words(words_printed))]
    return frozenset(names), frozenset(name for name in names[-1:] if name != TIMES)


def _from_quantity(quantity: Quantity, numerals: Sequence[str]) -> Figure:
    low, high = quantity.value if isinstance(quantity.value, tuple) else (quantity.value, quantity.value)
    single = len(numerals) == 1 and low == high
    step, loose = _places(quantity.text, float(low)) if single else (0.0, 0.0)
    normal = numerals[0] if single else ""
    measured, head = (
        _senses_measured(quantity.measured) if quantity.measured else (_NOTHING_MEASURED, _NOTHING_MEASURED)
    )
    unit = quantity.unit
    if unit == METRE and MILLIONS.fullmatch(quantity.text) and normal.isdigit():
        unit, low, high = "count", float(normal), float(normal)
    return Figure(
        _RIVAL_UNITS.get(unit, unit),
        unit,
        float(low),
        float(high),
        step,
        loose,
        _SIGN[quantity.direction],
        quantity.approximator or "",
        normal,
        quantity.text,
        measured,
        quantity.start,
        quantity.end,
        quantity.denominator or "",
        quantity.direction is not Direction.NONE and low == high and not quantity.text.startswith("+"),
        heads=head,
    )


def _from_word(word: Word) -> Figure | None:
    """Return a figure that is no quantity: a year, an ordinal, a day of the month, the number of a thing."""
    head = word.normal.split()[0]
    digits = head.rstrip("stndrh")
    try:
        value = float(digits)
    except ValueError:
        return None
    year = _YEAR.fullmatch(digits) and EARLIEST_YEAR <= value <= LATEST_YEAR
    family = YEAR if year else NUMBER
    return Figure(
        family,
        family,
        value,
        value,
        0.0,
        0.0,
        0,
        "",
        word.normal,
        word.normal,
        frozenset(),
        word.start,
        word.end,
        label=bool(year) or digits != head,
    )


def figures(text: str, found: Sequence[Word]) -> tuple[Figure, ...]:
    """Return the figures of a claim in order of the text; every numeral is one, also those that measure nothing."""
    numerals = [word for word in found if word.normal[0].isdigit()]
    measured = bare_quantities(text)
    result: list[Figure] = []
    starts = [word.start for word in numerals]
    for quantity in measured:
        inside = numerals[bisect_left(starts, quantity.start) : bisect_left(starts, quantity.end)]
        result.append(_from_quantity(quantity, [word.normal for word in inside]))
    begun = [quantity.start for quantity in measured]
    reached = [*accumulate((quantity.end for quantity in measured), max)]
    times = clock_times(text) if numerals and (":" in text or "m" in text) else ()
    for word in numerals:
        pronoun = word.normal == "1" and text[word.start].isalpha()
        before = bisect_left(begun, word.end)
        if pronoun or (before and word.start < reached[before - 1]):
            continue
        figure = _from_word(word)
        if figure is not None and any(start <= word.start < end for start, end in times):
            figure = figure._replace(family=CLOCK, unit=CLOCK, label=True)
        if figure is not None:
            result.append(figure)
    return tuple(sorted(result, key=lambda figure: figure.start))


class _Clauses:
    """What the clauses of a claim hold: senses of some weight, words of change, and whether they deny or oppose."""

    def __init__(
        self,
        text: str,
        found: Sequence[Word],
        read: Sequence[Item],
        polarity: Polarity,
        weights: Mapping[str, float],
        plain: Sequence[Figure],
    ) -> None:
        self.numbers = polarity.clauses
        self.held: dict[int, set[str]] = {}
        self.changing: set[int] = set()
        self.denied = any(negation.words == DENIED for negation in polarity.negations)
        self._turned = Counter(self.numbers[place] for place in polarity.places)
        self._support: dict[int, int] = {}
        for item in read:
            clause, (name, way) = self.numbers[item.first], item.senses[0]
            if any(sense.name == CHANGE for sense in item.senses):
                self.changing.add(clause)
            word = found[item.first]
            if word.normal[0].isdigit() or word.stem in _DATING or weights.get(name, 0.0) < LEAST_TELLING:
                continue
            if any(figure.start <= word.start < figure.end for figure in plain):  # its unit
                continue
            self.held.setdefault(clause, set()).add(name)
            if name == SUPPORT and way:
                self._support[clause] = way
        self._join_relatives(text, found)

    def _join_relatives(self, text: str, found: Sequence[Word]) -> None:
        """Count a relative clause without a comma to what it tells of: "crossings in which a boat was lost"."""
        for place in range(1, len(found)):
            one, other = self.numbers[place - 1 : place + 1]
            if (
                one != other
                and found[place].normal in _RELATIVES
                and not text[found[place - 1].end : found[place].start].strip()
            ):
                self.held.setdefault(one, set()).update(self.held.get(other, ()))

    def about(self, place: int) -> frozenset[str]:
        """Return the senses of the clause of a figure, and of the one before where it says little by itself."""
        clause = self.told_in(place)
        held = self.held.get(clause, set())
        if len(held) < SHARED_WORDS:
            first = self.numbers.index(clause)
            before = next(
                (self.numbers[at] for at in range(first - 1, -1, -1) if self.numbers[at] in self.held), clause
            )
            held = held | self.held.get(before, set())
        return frozenset(held)

    def told_in(self, place: int) -> int:
        """Return the clause that tells what the figure at a place is about: its own, or the one before."""
        own = self.numbers[place]
        return next((self.numbers[at] for at in range(place, -1, -1) if self.numbers[at] in self.held), own)

    def points(self, found: Sequence[Word], place: int) -> bool:
        """Say whether the clause of a figure begins with a word for what was named before: "it", "this number"."""
        return found[self.numbers.index(self.numbers[place])].normal in _POINTING

    def sign(self, place: int) -> int:
        """Return -1 where the clause of a figure denies or opposes something, else 1."""
        clause = self.numbers[place]
        if clause not in self._turned:
            clause = self.told_in(place)
        even = self._turned[clause] % 2 == 0
        way = self._support.get(clause, 1)
        return way if even != self.denied else -way


def in_clauses(
    text: str,
    found: Sequence[Word],
    read: Sequence[Item],
    polarity: Polarity,
    weights: Mapping[str, float],
    moves: Sequence[Trend],
    weighty: Mapping[int, str],
    names: frozenset[str],
    plain: Sequence[Figure],
    told_before: Sequence[Figure] = (),
) -> tuple[Figure, ...]:
    """Return the figures of a claim with what their clauses say of them; ``moves`` are the trends of the claim.

    ``told_before`` are the figures of the words before a claim that points back: its own measure what those do.

    A figure without a noun in the clause of a trend measures what moved: "the number of guards has fallen to 40".
    """
    if not plain:
        return ()
    clauses = _Clauses(text, found, read, polarity, weights, plain)
    respective = _respective(found, weighty, plain)
    ends = [word.end for word in found]
    result: list[Figure] = []
    for figure in plain:
        place = bisect_right(ends, figure.start)
        clause = clauses.told_in(place)
        number, _, of = respective.get(figure.start, (0, 0, ()))
        before = found[place - 1].normal if place else ""
        after = next((word.normal for word in found[place + 1 :] if word.start >= figure.end), "")
        leading = text[max(0, figure.start - LEADING) : figure.start]
        last = result[-1] if result else None
        restated = last is not None and (figure.unit != PERCENT or not last.label)
        aside = restated and _ASIDE.search(leading) is not None
        reached = before in _REACHED and (place < 2 or found[place - 2].normal != "up")
        moved = (figure.moved and not reached) or (aside and last is not None and last.moved)
        to_level = before in _BEFORE_LEVEL or _FROM_ABOUT.search(leading) is not None
        if figure.unit == PERCENT and clause in clauses.changing and not to_level:
            told = figure.low == figure.high and not leading.rstrip().endswith("(")
            moved = moved or (told and (not figure.measured or before == "by"))
        if figure.family in PLAIN and leading.endswith("+"):
            moved = False
        trend = next((one for one in moves if one.clause == polarity.clauses[place]), None)
        if trend is not None and not figure.measured and (moved or figure.family in PLAIN):
            figure = figure._replace(measured=trend.subject, heads=trend.heads, places=trend.places)
        elif figure.family in PLAIN and not figure.measured and not moved:
            subject, heads = numbered(text, found, polarity.clauses, weighty, place)
            figure = figure._replace(measured=subject, heads=heads)
        about, points = clauses.about(place), clauses.points(found, place)
        points_before = told_before and (points or polarity.clauses[place] == polarity.clauses[0])
        if points_before and not lasts(figure) and not figure.label:
            figure, about = _taken_up(figure, about, _respectively_before(figure, respective, told_before))
            points = points and figure.start not in respective
        result.append(
            figure._replace(
                about=about,
                sign=clauses.sign(place),
                moved=moved,
                based=_BASE.search(leading) is not None,
                aside=aside,
                earlier=(_EARLIER.search(leading) is not None and (figure.low == figure.high or not figure.direction))
                or (number > 0 and result[-1].earlier),
                pointing=not figure.measured and points,
                names=names,
                bounding=before in _BOUNDS or _EARLIER.search(leading) is not None,
                limited=_LIMITED.search(leading) is not None,
                denied=_INSTEAD.search(leading) is not None,
                further=_FURTHER.search(leading) is not None
                or (figure.unit == PERCENT and not moved and _RANKED.search(leading) is not None),
                respective=of,
                label=figure.label or (figure.family == NUMBER and _is_date(before, after, leading)),
            )
        )
    return _with_spans(text, result, [polarity.clauses[bisect_right(ends, figure.start)] for figure in result])


def _respective(
    found: Sequence[Word], weighty: Mapping[int, str], plain: Sequence[Figure]
) -> dict[int, tuple[int, int, tuple[str, ...]]]:
    """Return for each of two or more figures "respectively" its number, how many they are, and what each is of.

    They are told by their first characters. What two are of stands on either side of the last "and" before them; where
    nothing does ("these were 4% and 9% respectively") the words before the claim tell.
    """
    end = next((word.start for word in found if word.normal == RESPECTIVELY), None)
    told = [
        figure
        for figure in plain
        if end is not None and figure.start < end and not lasts(figure) and (not figure.label or figure.family == YEAR)
    ]
    told = [figure for figure in told if figure.family == told[-1].family]
    if len(told) < RESPECTIVE:
        return {}
    before = [place for place, word in enumerate(found) if word.end <= told[0].start]
    joint = next((place for place in reversed(before) if found[place].normal == "and"), None)
    names: tuple[str, ...] = ()
    if joint is not None and len(told) == RESPECTIVE:
        first = next((weighty[place] for place in range(joint - 1, -1, -1) if place in weighty), "")
        second = next((weighty[place] for place in range(joint + 1, before[-1] + 1) if place in weighty), "")
        names = (first, second) if first and second else ()
    return {figure.start: (at, len(told), names[at:] + names[:at]) for at, figure in enumerate(told)}


def _respectively_before(
    figure: Figure, respective: Mapping[int, tuple[int, int, tuple[str, ...]]], told_before: Sequence[Figure]
) -> Sequence[Figure]:
    """Return of the figures told before the one that a figure "respectively" is set beside; all for any other."""
    at, size, _ = respective.get(figure.start, (0, 0, ()))
    alike = [one for one in told_before if one.family == figure.family and not (one.label or one.aside or one.earlier)]
    return [alike[at - size]] if size and len(alike) >= size else told_before


def _taken_up(figure: Figure, about: frozenset[str], told_before: Sequence[Figure]) -> tuple[Figure, frozenset[str]]:
    """Return a figure that points back with what it measures, and what it is about, by the figures told before it."""
    telling = [one for one in told_before if tells(one) == 1 and not (one.label or lasts(one) or one.earlier)]
    alike = [one for one in telling if (one.family == PERCENT) == (figure.family == PERCENT)] or telling
    if not alike:
        return figure, about
    last = alike[-1]
    if figure.measured:
        about = about | last.about if len(about) < SHARED_WORDS else about
        same = not figure.heads.isdisjoint(last.heads)
        return (figure._replace(measured=figure.measured | last.measured) if same else figure), about
    return figure._replace(measured=last.measured, heads=last.heads), about | last.about


def _with_spans(text: str, found: Sequence[Figure], clauses: Sequence[int]) -> tuple[Figure, ...]:
    """Return figures with the stretch of time over which the changes among them went: "by a fifth in five years"."""
    over = {
        figure.start: f"{figure.normal} {figure.unit}"
        for figure in found
        if lasts(figure)
        and (_OVER_SPAN.search(text[max(0, figure.start - LEADING) : figure.start]) or _AGO.match(text, figure.end))
    }
    spans = {clause: over[figure.start] for figure, clause in zip(found, clauses, strict=True) if figure.start in over}
    told = TEN_YEARS if not over and _DECADE.search(text) else ""
    if not over and not told:
        return tuple(found)
    return tuple(
        figure._replace(span=over.get(figure.start, "") if lasts(figure) else spans.get(clause, told))
        for figure, clause in zip(found, clauses, strict=True)
    )


def _is_date(before: str, after: str, leading: str) -> bool:
    """Say whether a bare number is a day of the month, or the second part of "2013/14"."""
    return not _MONTHS.isdisjoint((before, after)) or _SPLIT_YEAR.search(leading) is not None
