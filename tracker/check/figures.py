"""A figure of a draft beside the sentences of stored texts that tell of the same thing: does any of them say so?

A figure is right when value, unit, denominator, what is counted, owner, period, place and direction agree as far as
both sentences say them. It is called wrong only where both surely tell of one thing; else nothing is known of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import Final, NamedTuple

from tracker.check.sentences import LEAST_OVERLAP, LEAST_SHARED, SEASONS, Sentence, Times, Told, capitals, head, senses
from tracker.matching.comparison import MOST_APART, MOST_ROUNDED, compare
from tracker.matching.figures import SUPPORT, Figure, lasts
from tracker.models import Direction, Quantity, Span
from tracker.text.circumstances import quarters
from tracker.text.numbers import PERCENT, figure_at, kinds

SURE_OVERLAP: Final = 0.75
"""The same, for figures that differ: that two sentences tell of one thing must be surer before one is called wrong."""
SURE_PART: Final = 3
"""Words that a draft's sentence shares with a much longer one whose part it tells."""
SURE_OF_LONGER: Final = 0.5
"""The same share of the longer sentence: a short one is told of in a long one beside much else."""
TELLING_VALUE: Final = 12
"""Counts up to a dozen stand in many sentences: that two are equal does not show that they tell of one thing."""
FURTHEST_BOUND: Final = 2.0
"""How many times its stored value a bound may be from it and still speak of it: "more than 100" of 150."""
LONG_VALUE: Final = 4
"""Digits, noughts at the end left out, of a figure that hardly stands twice in a text by chance."""
LEAST_NOUGHTS: Final = 100
"""A figure in full that ends in two noughts may be rounded to them."""


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
    answered = [match for match in found if not match.agreement.holds and not stored[match.sentence].asked]
    if right and not (answered and all(stored[match.sentence].asked for match in right)):
        return min(right, key=lambda match: (_ORDER[match.agreement], -match.overlap, match.sentence))
    if not (found := answered if right else found):
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
    topic = stored.topic_beside(draft)
    shared, least = len(draft.topic & topic), min(len(draft.topic), len(topic))
    if shared < min(LEAST_SHARED, least) or not shared or shared < LEAST_OVERLAP * least:
        yield from _slips(number, draft, mine, stored)
        return
    overlap = shared / least
    in_step = draft.plain_keys == stored.plain_keys and len(draft.told) == len(stored.told)
    others = stored.told if mine.figure.low != mine.figure.high else stored.ends
    if in_step:
        others = (stored.told[draft.told.index(mine)],)
    compared = [(other, _value(mine, other), _differences(draft, mine, stored, other)) for other in others]
    clean = []
    for other, agreement, found in compared:
        one, two = mine.figure, other.figure
        if one.low == two.high != one.high == two.low and _sure(draft, stored, (), anchored=True):
            yield Match(number, other.printed, Agreement.ELSEWHERE, overlap, (f"The source says “{other.printed}”.",))
        differing = [each for each in found if each.hard or _is_told_of_another(each, mine, other, stored)]
        if not differing:
            clean.append((other, agreement))
        if agreement is None:
            continue
        strict = any(each.field == "denial" or (each.field == "support" and not _telling(mine)) for each in differing)
        anchored = agreement.holds and _telling(mine) and not strict
        if not differing:
            opposed = agreement is Agreement.OPPOSED
            moved = () if not opposed else [Difference("", "", draft.moves ^ stored.moves, True)]
            far = agreement is Agreement.BOUND and not compare([mine.figure], [other.figure]).agreed
            if (opposed or far) and not _sure(draft, stored, moved):
                continue
            why = f"The stored “{other.printed}” points the other way."
            yield Match(number, other.printed, agreement, overlap, (why,) if opposed else ())
        elif [each.field for each in differing] == ["unit"] and _sure(draft, stored, differing, anchored=True):
            yield _instead(number, draft, mine, stored, other, overlap, differing[0].sentence)
        elif differing[0].field == "period" and stored.year is not None and max(draft.years, default="") > stored.year:
            continue  # the source is older than what the draft tells of
        elif len({each.field for each in differing}) > 1 or not (
            _telling(mine) or differing[0].field in ("clause", "order") or agreement is Agreement.OPPOSED
        ):
            continue
        elif _sure(draft, stored, differing, anchored=anchored, whole=strict):
            yield Match(number, other.printed, Agreement.ELSEWHERE, overlap, tuple(d.sentence for d in differing))
    if any(agreement is not None and agreement.holds for _, agreement in clean) or draft.stands_unread(mine, stored):
        return
    rivals = _rivals(draft, mine, stored, [other for other, agreement in clean if agreement is None], in_step=in_step)
    ends = mine.figure.low != mine.figure.high and any(_share_an_end(mine.figure, each.figure) for each in rivals)
    slip = any(_digits(mine.figure) == _digits(each.figure) and mine.figure.low > TELLING_VALUE for each in rivals)
    if not _sure(draft, stored, (), anchored=2 * ends + slip + _anchored(draft, mine, stored)):
        return
    if len(rivals) == 1:
        yield _instead(number, draft, mine, stored, rivals[0], overlap, "")
    elif rivals:
        told = " and ".join(f"“{each.printed}”" for each in rivals)
        why = f"{told} are stored, not “{mine.printed}”."
        yield _instead(number, draft, mine, stored, rivals[0], overlap, why)._replace(mend="")


def _slips(number: int, draft: Sentence, mine: Told, stored: Sentence) -> Iterator[Match]:
    """Yield the long figure of the same noun, in a sentence that is else unlike, whose digits stand in another order.

    6,142 supporters for 6,412: so many figures have as many digits that two of a text are hardly alike by chance.
    """
    for other in stored.told if draft.digits & stored.digits else ():
        noun = head(mine.quantity.measured)
        alike = bool(noun) and noun == head(other.quantity.measured) and mine.figure.family == other.figure.family
        slip = mine.figure.low != other.figure.low and len(_digits(mine.figure)) >= LONG_VALUE
        if (
            alike
            and slip
            and _digits(mine.figure) == _digits(other.figure)
            and not _differences(draft, mine, stored, other)
        ):
            yield _instead(number, draft, mine, stored, other, 0.0, "")


def _anchored(draft: Sentence, mine: Told, stored: Sentence) -> int:
    """Return how many other telling figures of the draft's sentence a stored one has."""
    known = {(each.figure.family, each.figure.low) for each in stored.told}
    others = [each for each in draft.told if each is not mine and _telling(each)]
    return sum((each.figure.family, each.figure.low) in known for each in others)


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
    broken = mine.figure.low != int(mine.figure.low)
    plain = lasts(mine.figure) or mine.quantity.unit == "count"
    return not plain or mine.figure.low > TELLING_VALUE or broken


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
    if one.direction * two.direction < 0 and mine.printed.isalpha() and other.printed.isalpha():
        return Agreement.OPPOSED  # halved, not doubled
    if one.direction * two.direction < 0 and compare([one], [two._replace(direction=one.direction)]).agreed:
        return Agreement.OPPOSED
    held = _bound(one, two)
    if held is False:
        return None
    if not compared.agreed:
        rounded = _ends_in_zeros(one, two) and held is None
        return Agreement.BOUND if held else Agreement.ROUNDED if rounded else None
    plain = one.low == one.high and two.low == two.high and not one.approximator and not two.approximator
    if plain and one.low != two.low and one.loose <= two.loose and one.step == two.step:
        return None  # as finely told, and another
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
    if stored.approximator == name:
        coarser = low > bound.low and name in _OVER and bound.loose > stored.loose
        return coarser or abs(low - bound.low) <= MOST_ROUNDED * low
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


def _differences(draft: Sentence, mine: Told, stored: Sentence, other: Told) -> list[Difference]:
    """Return what the words of two figures say differently, as far as both say it."""
    one, two = mine.quantity, other.quantity
    found = [*_measured(draft, one, stored, two)]
    for name, own, theirs, words_ in (
        ("place", one.place, two.place, "The source says so of {1}, not of {0}."),
        ("owner", one.owner, two.owner, "The source says so of {1}, not of {0}."),
    ):
        named = _named(name, draft, own, stored, theirs, words_)
        found += [each for each in named if all(each.words != told.words for told in found)]  # a place may be the owner
    if not found:
        found += _elsewhere(draft, stored)
    if one.denominator and two.denominator and _other_rate(one.denominator, two.denominator):
        why = f"The source counts by the {two.denominator}, not by the {one.denominator}."
        found.append(Difference("denominator", why, senses(one.denominator) | senses(two.denominator), True))
    elif one.denominator and not two.denominator and _is_time(one.denominator) and not stored.tells_a_rate:
        why = f"The source does not count by the {one.denominator}: “{other.printed}” is stored."
        found.append(Difference("denominator", why, senses(one.denominator), True))
    if draft.each and stored.each and draft.each.isdisjoint(stored.senses) and stored.each.isdisjoint(draft.senses):
        found.append(
            Difference("denominator", "The source counts each of another kind.", draft.each | stored.each, True)
        )
    ours, their = draft.times(one), stored.times(two)
    if _other_times(ours, their):
        told = two.period or " and ".join(sorted(stored.years)) or "another time"
        why = f"Another period: the source says so {_of_time(told)}."
        found.append(Difference("period", why, senses(one.period) | senses(two.period), True))
    if _other_unit(mine, other):
        out = senses(one.text) | senses(two.text)
        found.append(Difference("unit", _units(mine, other), out, True))
    if draft.is_move(mine) and stored.is_level(other) and (one.unit != PERCENT or stored.before(two) in _LEVELS):
        found.append(Difference("move", f"The source has “{other.printed}” as no change.", frozenset(), True))
    elif stored.is_move(other) and draft.is_level(mine) and one.unit != PERCENT and draft.before(one) in _LEVELS:
        found.append(Difference("move", f"The source has “{other.printed}” as a change.", frozenset(), True))
    if _other_move(draft.before(one), stored.before(two)):
        found.append(Difference("move", f"The source says “{stored.before(two)} {other.printed}”.", frozenset(), True))
    ways, other_ways = draft.way(mine), stored.way(other)
    contrary = {name for name, sign in ways.items() if sign * other_ways.get(name, 0) < 0}
    both = any(draft.has(mine, name, -ways[name]) or stored.has(other, name, ways[name]) for name in contrary)
    if contrary and not both and Direction.NONE in (one.direction, two.direction):
        found.append(Difference("direction", "The source says the contrary of it.", frozenset(contrary), True))
    turned = any((b, a) in stored.parts and (a, b) not in stored.parts for a, b in draft.parts)
    if turned and mine.figure.low == other.figure.low:
        found.append(Difference("order", "The source has the part for the whole.", frozenset(), True))
    if any(sign * stored.superlatives.get(name, 0) < 0 for name, sign in draft.superlatives.items()):
        found.append(
            Difference("direction", "The source says the contrary of it.", frozenset(draft.superlatives), True)
        )
    if any((b, a) in stored.orders and (a, b) not in stored.orders for a, b in draft.orders):
        found.append(Difference("order", "The source says the contrary of it.", frozenset(), True))
    if not found and stored.foretells(other) and draft.is_past():
        found.append(Difference("forecast", "The source only expects it.", frozenset(), True))
    elif not found and draft.foretells(mine) and stored.is_past_of(other) and not stored.foretells(other):
        found.append(Difference("forecast", "The source does not only expect it.", frozenset(), True))
    alike = [each for each in stored.ends if each.quantity.unit == two.unit]
    another = stored.is_earlier(other) != draft.is_earlier(mine) and (draft.is_earlier(mine) or not draft.names_a_time)
    if another and {*map(stored.is_earlier, alike)} == {True, False}:
        found.append(Difference("period", "The source has it of another time.", frozenset(), True))
    if not draft.every <= stored.every and not stored.every <= draft.every:
        told = " and ".join(sorted(stored.every))
        found.append(Difference("denominator", f"The source tells of {told} ones.", draft.every | stored.every, True))
    ours_behind, theirs_behind = draft.signs(mine), stored.signs(other)
    if any(sign * theirs_behind.get(name, 0) < 0 for name, sign in ours_behind.items() if name != SUPPORT):
        found.append(Difference("direction", "The source says the contrary of it.", frozenset(ours_behind), True))
    then, (trend, moved) = stored.earlier(other), draft.trend(one)
    if then is not None and draft.before(one) == "to" and (apart := other.figure.low - then.figure.low) * moved < 0:
        why = f"The source has “{then.printed}” of the year before, so that it {'rose' if apart > 0 else 'fell'}."
        found.append(Difference("direction", why, frozenset({trend}), True))
    if then is None and draft.before(one) == "to" and not draft.years and stored.is_old(other):
        found.append(Difference("period", "The source has it of an earlier year.", frozenset({trend}), True))
    if (was := draft.came_from(one)) and (is_from := stored.came_from(two)) and was != is_from:
        found.append(Difference("direction", f"The source says “{is_from} from {other.printed}”.", frozenset(), True))
    ours_for, theirs_for = draft.support_of(mine), stored.support_of(other)
    if ours_for and theirs_for and ours_for.isdisjoint(theirs_for):
        found.append(Difference("support", "The source says so of the other side.", frozenset({SUPPORT}), True))
    elif not stored.is_part(other) and draft.denies(mine, sides=not (ours_for and theirs_for)) != stored.denies(
        other, sides=not (ours_for and theirs_for)
    ):
        why = "The source does not deny it." if draft.denies(mine) else "The source denies it."
        found.append(Difference("denial", why, frozenset(), True))
    return found or _told_of_another(draft, mine, stored, other)


def _is_bare(told: Told) -> bool:
    """Say whether a figure has neither unit nor noun: "the average was 12 minutes; at the port it was nine"."""
    return told.quantity.unit == "count" and not told.quantity.measured


def _told_of_another(draft: Sentence, mine: Told, stored: Sentence, other: Told) -> list[Difference]:
    """Return that the draft tells a figure in the words that the source has for another figure of the sentence.

    Words that both of them share tell nothing, nor does a figure that was only compared where the draft names a time.
    """
    unit = other.quantity.unit
    part = stored.part_of(other)
    if part is not None and not draft.is_whole(mine) and all(e.figure.low != part.figure.low for e in draft.ends):
        around = stored.clause(part).before | stored.clause(other).behind
        around -= senses(other.quantity.measured)
        if around and around <= draft.clause(mine).before | draft.clause(mine).behind:
            return [Difference("clause", f"The source says so of “{part.printed}” of them.", around, True)]
    rivals = [
        each
        for each in stored.ends
        if each.printed != other.printed and (each.quantity.unit == unit or _is_bare(each) or _is_bare(other))
    ]
    if not rivals or other not in stored.ends or mine not in draft.ends:
        return []
    ours, own = draft.clause(mine), stored.clause(other)
    said = ours.before | ours.behind
    for rival in rivals:
        their = stored.clause(rival)
        later = other.quantity.start > rival.quantity.start
        of_own, of_rival = own.before | own.behind, their.before | their.behind
        if later and not own.before:
            of_rival = their.behind - senses(rival.quantity.measured)  # what is left out is what was said before
        elif not later and not their.before:
            of_own = own.behind - senses(other.quantity.measured)
        of_own, of_rival = of_own - of_rival, of_rival - (own.before | own.behind)
        if later and own.compared and not ours.compared and draft.names_a_time:
            continue
        right, wrong = said & of_own, said & of_rival
        by_name = wrong & stored.names and of_own & stored.names and not right & stored.names
        untold = wrong == of_rival and all(each.figure.low != rival.figure.low for each in draft.ends)
        instead = untold and any(
            wrong & theirs and here - theirs - said
            for here, theirs in ((own.before, their.before), (own.behind, their.behind))
        )
        of_part = stored.is_part(rival) or (wrong <= stored.names and not of_own & stored.names)
        instead = instead or bool(untold and wrong and wrong <= their.behind and of_part)
        by_year = (
            untold and their.compared and wrong and all(map(str.isdigit, wrong)) and not any(map(str.isdigit, of_own))
        )
        if (of_own and wrong and (not right or by_name)) or instead or by_year:
            why = f"The source says so of another figure: “{rival.printed}”."
            return [Difference("clause", why, wrong | of_own, True)]
    return []


def _elsewhere(draft: Sentence, stored: Sentence) -> list[Difference]:
    """Return that each sentence names a place that the other does not, wherever in it they stand.

    Or that they open with two names of one kind: "Kent Police" and "Essex Police".
    """
    ours = [place for place in draft.where if senses(place).isdisjoint(stored.senses)]
    theirs = [place for place in stored.where if senses(place).isdisjoint(draft.senses)]
    if not (draft.quarters <= stored.quarters or stored.quarters <= draft.quarters):
        ours, theirs = ([" and ".join(sorted(each))] for each in (draft.quarters, stored.quarters))
    if not ours or not theirs:
        one, two = draft.opening, stored.opening
        if not senses(" ".join(one)).isdisjoint(stored.senses) or not senses(" ".join(two)).isdisjoint(draft.senses):
            return []
        if set(one) <= set(two) or set(two) <= set(one) or one[-1] != two[-1] or one[0][:_SHORT] == two[0][:_SHORT]:
            return []
        ours, theirs = [" ".join(one)], [" ".join(two)]
    why = f"The source says so of {theirs[0]}, not of {ours[0]}."
    return [Difference("place", why, senses(" ".join([*ours, *theirs])), True)]


def _of_time(told: str) -> str:
    return f"“{told}”" if told.split()[0].lower() in _PREPOSITIONS else f"of “{told}”"


_LEVELS: Final = frozenset({"is", "are", "was", "were", "at", "averaged", "totalled", "reached"})
_PREPOSITIONS: Final = frozenset(
    {"in", "on", "between", "during", "over", "since", "from", "for", "by", "after", "before", "within", "at"}
)


def _measured(draft: Sentence, one: Quantity, stored: Sentence, two: Quantity) -> Iterator[Difference]:
    """Yield that two figures are of nouns neither of which stands among the words for the other."""
    ours, theirs = head(one.measured), head(two.measured)
    counted = two if _is_time(one.unit) else one
    if {_is_time(one.unit), _is_time(two.unit)} == {True, False} and counted.unit == "count" and counted.measured:
        why = f"The source {'counts' if counted is two else 'does not count'} {counted.measured}."
        yield Difference("measured", why, senses(counted.measured), True)
        return
    if not ours or not theirs or one.unit.startswith("year of"):
        return
    if _near(one.measured, two.measured):
        own, their = senses(one.measured), senses(two.measured)
        others = [each.quantity for each in stored.told if each.quantity is not two and each.quantity.unit == two.unit]
        if own != their and any(senses(each.measured) == own for each in others):  # barley yields, and hay yields
            why = f"The source says so of {two.measured}, not of {one.measured}."
            yield Difference("measured", why, own | their, False)
        return
    apart = ours.isdisjoint(stored.senses) and theirs.isdisjoint(draft.senses)
    verb = "counts" if one.unit == "count" else "speaks of"
    why = f"The source {verb} {two.measured}, not {one.measured}."
    yield Difference("measured", why, senses(one.measured) | senses(two.measured), apart)


def _near(one: str | None, two: str | None) -> bool:
    """Say whether the head noun of either stands among the words of the other."""
    return not (head(one).isdisjoint(senses(two)) and head(two).isdisjoint(senses(one)))


def _named(
    name: str, draft: Sentence, own: str | None, stored: Sentence, theirs: str | None, why: str
) -> list[Difference]:
    """Return that a name in the draft's words is another than that in the stored ones."""
    if not own or not theirs:
        return []
    ours: Sequence[str]
    their: Sequence[str]
    sides = quarters(own), quarters(theirs)
    if all(sides):
        one_side, other_side = map(set, sides)
        ours, their = ([], []) if one_side <= other_side or other_side <= one_side else sides
    else:
        ours, their = capitals(own), capitals(theirs)
    if not ours or not their or set(ours) <= set(their) or set(their) <= set(ours):
        return []
    one, two = ours[0], their[0]
    if one[:_SHORT] == two[:_SHORT] or one in their or two in ours:
        return []
    a, b = senses(" ".join(ours)), senses(" ".join(their))
    # A quarter of the compass has one name, so that the other one elsewhere changes nothing.
    named = bool(quarters(one) and quarters(two))
    hard = named or (senses(one).isdisjoint(stored.senses) and senses(two).isdisjoint(draft.senses))
    return [Difference(name, why.format(_bare(own), _bare(theirs)), a | b, hard)]


_SHORT: Final = 3
"""Letters by which the short form of a name is known: "Met" and "Metropolitan"."""


def _bare(words_: str) -> str:
    """Return the words of a place without its preposition."""
    first, _, rest = words_.partition(" ")
    return rest if rest and first.lower() in _PREPOSITIONS else words_


def _is_time(denominator: str) -> bool:
    return kinds().get(denominator.split()[-1]) == "time"


def _other_rate(one: str, other: str) -> bool:
    """Say whether two denominators are others: per 100 and per 1,000, per tenant and per household."""
    (count, of), (other_count, of_other) = (_split_rate(each) for each in (one, other))
    return count != other_count or bool(of and of_other and of != of_other)


def _split_rate(denominator: str) -> tuple[float, frozenset[str]]:
    """Return the number of a denominator and the senses of what is counted: "1,000 tenants"."""
    words = denominator.lower().split()
    bare = ["a", *words] if words[0] in ("hundred", "thousand", "million") else words
    found = figure_at(bare, 0)
    rest = " ".join(bare[found.used :]) if found else denominator
    return (float(found.normal) if found and found.normal.isdigit() else 1.0), senses(rest)


_ONE_YEAR: Final = frozenset({"12 month", "twelve month"})


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
    if _other_parts(ours, theirs) or _other_parts(theirs, ours):
        return True
    if ours.relative and theirs.relative and ours.relative.isdisjoint(theirs.relative):
        return True
    one, two = ours.lengths - _ONE_YEAR, theirs.lengths - _ONE_YEAR
    return bool(one and two and one.isdisjoint(two))


def _other_move(one: str, other: str) -> bool:
    """Say whether of two figures one is what something moved by, and the other what it moved to or from."""
    return one != other and {one, other} <= {"by", "to", "from"}


def _other_parts(one: Times, other: Times) -> bool:
    """Say whether two times are other seasons, quarters or halves, or a season and months that are none of its.

    Quarters are not held against months: a firm's year begins when it likes.
    """
    for kind in "qh":
        ours, theirs = ({part for part in times.parts if part[0] == kind} for times in (one, other))
        if ours and theirs and ours.isdisjoint(theirs):
            return True
    seasons, others = one.parts & SEASONS.keys(), other.parts & SEASONS.keys()
    if seasons and others:
        return seasons.isdisjoint(others)
    return bool(seasons and other.months) and not any(SEASONS[season] & other.months for season in seasons)


def _is_told_of_another(difference: Difference, mine: Told, other: Told, stored: Sentence) -> bool:
    """Say whether the stored sentence gives another figure of what the draft's is of: each place has its own."""
    if difference.field not in ("place", "owner", "measured"):
        return False
    own = getattr(mine.quantity, difference.field)
    for rival in stored.told:
        if rival is other or rival.quantity.unit != other.quantity.unit:
            continue
        their = getattr(rival.quantity, difference.field)
        same = _near(own, their) if difference.field == "measured" else senses(own) & senses(their) & difference.words
        # "312 people, of whom 27 were juveniles", "the inn has 40 beds and the lodge 12"
        here, there = stored.clause(rival), stored.clause(other)
        if difference.field == "measured":
            told = bool(their) and head(own) <= here.behind - there.behind
        else:
            told = bool(own) and senses(own) <= here.before - there.before
        if told or (their and same):
            return True
    return False


def _sure(
    draft: Sentence, stored: Sentence, differing: Iterable[Difference], *, anchored: int = 0, whole: bool = False
) -> bool:
    """Say whether two sentences surely tell of one thing, the words that differ left out.

    A short sentence of a draft may tell a part of a long one, but where ``whole``. ``anchored`` are the telling
    values that stand in both.
    """
    out = frozenset(word for each in differing for word in each.words) | (draft.aside - stored.topic)
    if stored.is_personal:
        out |= draft.names - stored.senses  # "she counted 12" is told with her name
    one, two = draft.topic - out, stored.topic_beside(draft) - out
    shared, least = len(one & two), min(len(one), len(two))
    if shared + anchored < LEAST_SHARED or not shared or shared < SURE_OVERLAP * least:
        return False
    part = not whole and len(one) <= len(two) and shared + anchored >= SURE_PART
    if shared < SURE_OF_LONGER * max(len(one), len(two)) and not part:
        return False
    ours, theirs = draft.names - out - stored.senses, stored.names - out - draft.senses
    return not (ours and theirs)


def _digits(figure: Figure) -> list[str]:
    """Return the digits of a value in order of size: a slip of the pen changes places or noughts alone."""
    return sorted(f"{figure.low:.15g}".replace(".", "").strip("0"))


def _same_period(draft: Sentence, stored: Sentence) -> bool:
    """Say whether a stored sentence may be of the draft's year: it names it, or stands in a text of that year.

    A sentence without a year is of the last that was named before it.
    """
    if draft.years:
        return bool(stored.years) or stored.year is None or stored.year in draft.years
    one, two = draft.years_before, stored.years or stored.years_before
    return not one or not two or max(one) == max(two)


def _rivals(draft: Sentence, mine: Told, stored: Sentence, others: Sequence[Told], *, in_step: bool) -> list[Told]:
    """Return the stored figures that measure the same as the draft's and have another value, the likeliest alone."""
    if not _same_period(draft, stored) or (_is_vague(mine) and not in_step):
        return []
    alike = [
        other
        for other in others
        if other.figure.family == mine.figure.family
        and (in_step or not _is_vague(other))
        and (in_step or _outside(mine.figure, other.figure))
        and other.quantity.denominator == mine.quantity.denominator
        and mine.figure.direction * other.figure.direction >= 0
        and (in_step or mine.figure.moved == other.figure.moved)
        and (in_step or _counts_alike(draft, mine.quantity, stored, other.quantity))
    ]
    best = max((_score(mine, each) for each in alike), default=0)
    return [other for other in alike if _score(mine, other) == best]


def _share_an_end(one: Figure, other: Figure) -> bool:
    return other.low != other.high and (one.low == other.low or one.high == other.high)


def _outside(mine: Figure, other: Figure) -> bool:
    """Say whether a value is beyond a range, or both are values, or both are ranges."""
    value, other_value = mine.low == mine.high, other.low == other.high
    return value == other_value or (value and not other.low <= mine.low <= other.high)


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
        shared = senses(one.measured) <= stored.senses and senses(two.measured) <= draft.senses
        return shared and one.unit != "count" and one.direction is two.direction is Direction.NONE
    if not one.measured and not two.measured:
        return True
    return head(one.measured or two.measured) <= (stored.senses if one.measured else draft.senses)


def _score(mine: Told, other: Told) -> int:
    """Return in how many things the words of two figures agree."""
    one, two = mine.quantity, other.quantity
    digits = [str(figure.low).replace(".", "").strip("0") for figure in (mine.figure, other.figure)]
    return (digits[0] == digits[1]) + sum(
        bool(senses(a) & senses(b))
        for a, b in (
            (one.place, two.place),
            (one.measured, two.measured),
            (one.owner, two.owner),
            (one.period, two.period),
        )
    )
