"""Where two claims are opposed: a negator on one side alone, or contrary words ("rose" against "fell")."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import product
from math import fsum
from typing import Final

from tracker.matching.comparison import MOST_TIMES, Comparison, complements
from tracker.matching.features import Features, describing
from tracker.matching.figures import LEAST_TELLING, SHARED_WORDS, SUPPORT, Figure, tells
from tracker.matching.trends import CHANGE, COMPASS, COUNTS, Trend, names_place
from tracker.models import RelationKind
from tracker.text.agents import BE, DETERMINERS, PREPOSITIONS, TO
from tracker.text.lexicon import rows
from tracker.text.negation import OF_NONE, Negation
from tracker.text.normal import IN_PLACE_NAME, Sense, items, stem, words
from tracker.text.numbers import PERCENT, vague_words

LOCAL: Final = 3
"""Words of a local edit on either side; where more differ, nothing says which word took the place of which."""

SHORT: Final = 8
"""Weighty words of a claim that is little more than a description."""

DENIED_TOGETHER: Final = 2.5
"""Weight of words under a negation in both claims, about three ordinary words, that make them one denial."""

LEAST_PREDICATE: Final = 0.5
"""Weight of a word that says by itself what is denied; "make" and "take" weigh less."""

LEAST_BESIDE: Final = 1.0
"""Weight of the words near both of two contrary words: an ordinary one shows that they are said of one thing."""

LITTLE_ELSE: Final = 0.5
"""The share of the weight of a claim that tells of a trend and little else."""

LEAST_SUBJECT: Final = 1.0
"""Weight of the words for what moved: an ordinary word."""

COVERED: Final = 0.67
"""Share of what a negator reaches that the other claim must speak of too, where it lacks the nearest telling word."""

EXCHANGED: Final = 2
"""Words that differ where two changed places."""

MOST_EXCHANGED: Final = 2
"""Places in which one word takes that of another; where there are more the claim is worded anew."""

_PREFIXES: Final = ("non", "un", "in", "im", "il", "ir", "dis", "anti")
"""What makes a word its contrary: "lethal" and "non-lethal", "legal" and "illegal"."""

_MOST: Final = frozenset({"most", "majority"})

_SOME: Final = "some"

HALF: Final = 50.0
"""More per cent than this are most."""

LEAST_STEM: Final = 4
"""Letters of a word that a prefix turns round; "un" makes nothing of "it"."""

_UNTIL: Final = frozenset({"until", "till"})

PER: Final = "per"
"""Before a unit, which belongs to its figure."""

OTHER_OFFICE: Final = frozenset({"ex", "former", "deputy", "acting", "vice", "shadow", "assistant"})
"""Words before an office that make it another's."""

Edit = tuple[int, int, int, int]
"""A stretch in which the words differ: from and to among the words of a, from and to among those of b."""


def local(edit: Edit) -> bool:
    """Say whether an edit is small enough to weigh its words one against the other."""
    return edit[1] - edit[0] <= LOCAL and edit[3] - edit[2] <= LOCAL


def _negated_alone(one: Features, other: Features) -> tuple[list[str], list[str]]:
    """Return a reason for every negator of ``one`` whose nearest word that ``other`` also has stands free there.

    A denial reaches the subject, which "not" leaves free: what it denies is the predicate (see ``_predicates``).
    A name says whom or where a claim is about and is denied by neither.
    In the second place come those that reach mostly what the other does not speak of: nothing tells what they deny.
    Where it reaches a word whose contrary stands free on the other side, it is made up for: "not unsafe" and "safe".
    """
    reasons: list[str] = []
    doubts: list[str] = []
    signs, others = one.signs, other.signs
    for negation in one.negations:
        both = [name for name in negation.reach if name in others and name in one.weights]
        shared = [name for name in both if name not in one.proper]
        made_up = any(
            signs[name] * others[name] > 0 and name not in other.denied
            for name in shared
            if name in one.up or name in one.down
        )
        if made_up and not negation.whole and not _covers(negation, both, one):
            doubts.append(f"“{negation.words}” denies something of which the other does not speak")
        if not shared or made_up:
            continue
        tested = next(_predicates(negation, one, other), shared[0]) if negation.whole else shared[0]
        if signs[tested] * others[tested] < 0:
            covers = (negation.whole or _covers(negation, both, one)) and not _narrows(negation, other)
            covers = covers and _of_one_subject(negation, one, other)
            (reasons if covers else doubts).append(f"“{negation.words}” + “{one.printed[tested]}” = negated")
    return reasons, doubts


@cache
def _restricting() -> frozenset[str]:
    return frozenset(
        sense.name for row in rows("matching", "restricting.tsv") for sense in items(words(row[0]))[0].senses
    )


def _narrows(negation: Negation, other: Features) -> bool:
    """Say whether what is denied is narrower than what the other claim says: "no routine patrols" and "patrols"."""
    return any(name in _restricting() and name not in other.signs for name in negation.reach)


def _covers(negation: Negation, shared: Sequence[str], one: Features) -> bool:
    """Say whether the other claim speaks of what a negator denies: the nearest telling word, or most of its reach."""
    telling = next((name for name in negation.reach if _tells(name, one)), None)
    if telling in shared:
        return True
    if telling == CHANGE:  # "has not cut thefts of bikes" and "thefts of bikes were 900"
        return False
    reached = {*negation.reach} & one.weights.keys() - one.proper
    held, all_of = (fsum([one.weights[name] for name in names]) for names in (reached.intersection(shared), reached))
    return held >= COVERED * all_of


def _of_one_subject(negation: Negation, one: Features, other: Features) -> bool:
    """Say whether the other claim speaks of that of which a quality and nothing else is denied.

    "Patrols would not be routine" and "the routine vaccination of all must be next" share but what is denied.
    """
    reached = [name for name in negation.reach if name in one.weights]
    subject = {*negation.subject} & one.weights.keys() - one.proper
    if len(reached) > 1 or not subject or not (_restricting() | describing()).issuperset(reached):
        return True
    held, all_of = (fsum([one.weights[name] for name in names]) for names in (subject & other.signs.keys(), subject))
    return held >= COVERED * all_of


@cache
def _general() -> frozenset[str]:
    return frozenset(row[0] for row in rows("matching", "general_words.tsv"))


def refuses_a_rule(a: Features, b: Features) -> bool:
    """Say whether one claim tells that somebody did not do a thing, the other that all do it, must or may do it."""
    return any(
        negation.refusal and not _general().isdisjoint(other.vocabulary - one.vocabulary)
        for one, other in ((a, b), (b, a))
        for negation in one.negations
    )


def denies_until(one: Features) -> bool:
    """Say whether a claim denies something until a time, at which it is so: "was not shut until midnight"."""
    return not one.vocabulary.isdisjoint(_UNTIL) and any(negation.main for negation in one.negations)


def denies_elsewhere(one: Features, other: Features) -> bool:
    """Say whether ``one`` denies something that ``other``, which denies nothing, says only of the same name."""
    if other.negations or other.polarity < 0:
        return False
    shared = [{*negation.reach} & other.signs.keys() for negation in one.negations if negation.main]
    return any(names and names <= one.proper for names in shared)


def _predicates(denial: Negation, one: Features, other: Features) -> Iterator[str]:
    """Yield the words under a denial of ``one`` by which its polarity is told, if another negator reaches them.

    That is one that turns the denied statement itself ("denied that it was not …") or one of the other claim. It must
    deny the same: its nearest telling word stands in both claims, or much of what it reaches does.
    """
    for negation in (*one.negations, *other.negations):
        if negation is denial or not negation.main:
            continue
        both = [name for name in negation.reach if name in one.bag and name in other.bag]
        telling = (name for name in negation.reach if _tells(name, one) or _tells(name, other))
        if next(telling, None) in both or sum([one.weights[name] for name in both]) >= DENIED_TOGETHER:
            yield from (name for name in both if name in denial.reach)


def _tells(name: str, one: Features) -> bool:
    """Say whether a word can say by itself what is denied: one of weight, or one with a contrary ("cut")."""
    return name in one.own_signs or one.weights.get(name, 0.0) >= LEAST_PREDICATE


def opposed_in_sense(a: Features, b: Features) -> tuple[list[str], list[str]]:
    """Return the reasons for which two claims are opposed wherever the words stand, and those that leave it open.

    Left open is what is denied, or said with contrary words, of something the other does not speak of.
    """
    reasons: list[str] = []
    doubts: list[str] = []
    for one, other in ((a, b), (b, a)):
        if one.negations:
            for known, found in zip((reasons, doubts), _negated_alone(one, other), strict=True):
                known += found
    for name in sorted((a.up & b.down) | (a.down & b.up)):
        if a.own_signs[name] != b.own_signs[name]:
            found = reasons if name != CHANGE and _said_of_one_thing(name, a, b) else doubts
            found.append(_contrary(a.printed[name], b.printed[name]))
    return list(dict.fromkeys(reasons)), doubts


def _said_of_one_thing(name: str, a: Features, b: Features) -> bool:
    """Say whether two contrary words describe one noun, or words of some weight stand near both: names tell nothing."""
    described = {(sense, noun) for sense, _, noun in a.described} & {(sense, noun) for sense, _, noun in b.described}
    if any(sense == name and _names(noun, a) for sense, noun in described):
        return True
    near = [noun for noun in a.beside[name] & b.beside[name] - a.proper if _names(noun, a)]
    return fsum([min(a.weights[noun], b.weights[noun]) for noun in near]) >= LEAST_BESIDE


def _names(noun: str, one: Features) -> bool:
    """Say whether a word says what something is, not how much there is of it."""
    return one.weights.get(noun, 0.0) >= LEAST_TELLING and noun not in _counts()


@cache
def _counts() -> frozenset[str]:
    return frozenset(item.senses[0].name for item in items(words(" ".join(COUNTS))))


def opposed_in_trend(a: Features, b: Features) -> list[str]:
    """Return the reasons for which two claims say that one thing moved opposite ways, whatever else they say.

    Where both name years, or places, and none in common, each speaks of its own.
    """
    years, others = a.years, b.years
    if years and others and years.isdisjoint(others):
        return []
    return [
        _contrary(a.printed[CHANGE], b.printed[CHANGE])
        for one, other in product(a.trends, b.trends)
        if one.sign != other.sign
        and one_subject(one, other, a, b)
        and not _both_ways(one, a)
        and not _both_ways(other, b)
    ][:1]


def trend_shared(a: Features, b: Features) -> bool:
    """Say whether two claims tell that one thing moved the same way, the lighter one little else, neither how much."""
    if any(tells(figure) == 1 and not figure.label for figure in (*a.figures, *b.figures)) or a.polarity != b.polarity:
        return False
    if a.years and b.years and a.years.isdisjoint(b.years):
        return False
    lighter = a if a.weight <= b.weight else b
    return any(
        one.sign == other.sign
        and one_subject(one, other, a, b)
        and not _both_ways(one, a)
        and not _both_ways(other, b)
        and _told(one if lighter is a else other, lighter) >= LITTLE_ELSE * lighter.weight
        for one, other in product(a.trends, b.trends)
    )


def _told(trend: Trend, one: Features) -> float:
    """Return the weight of the words that tell of a trend."""
    return fsum([one.weights.get(name, 0.0) for name in {*trend.subject, CHANGE}])


def of_other_changes(a: Features, b: Features) -> bool:
    """Say whether two claims tell of changes of two things, or in years of which they share none."""
    if not a.trends or not b.trends:
        return False
    if a.years and b.years and a.years.isdisjoint(b.years):
        return True
    opposed = CHANGE in (a.up & b.down) | (a.down & b.up) and a.own_signs[CHANGE] != b.own_signs[CHANGE]
    return opposed and not any(one_subject(one, other, a, b) for one, other in product(a.trends, b.trends))


def of_two_movements(a: Features, b: Features) -> bool:
    """Say whether what moved in two claims shares a word but is not one: "bus fares" and "bus routes"."""
    return not any(one_subject(one, other, a, b) for one, other in product(a.trends, b.trends)) and any(
        not one.subject.isdisjoint(other.subject) and one.heads.isdisjoint(b.also) and other.heads.isdisjoint(a.also)
        for one, other in product(a.trends, b.trends)
        if one.heads and other.heads
    )


def moved_alone(one: Features, other: Features) -> bool:
    """Say whether ``one`` tells that something moved, and ``other`` of no movement, at most how much there is.

    Where it does not, ``one`` must tell of nothing else that ``other`` does not speak of.
    """
    if one.gives_figure or CHANGE in other.signs or other.trends:
        return False
    return any(_is_measured(trend, other) or one.bag - {CHANGE} <= other.also.keys() for trend in one.trends)


def measured_alone(a: Features, b: Features) -> bool:
    """Say whether two claims tell that one thing moved the same way, and one alone by how much or to what."""
    return any(
        one.sign == other.sign and one_subject(one, other, a, b) and _is_measured(one, a) != _is_measured(other, b)
        for one, other in product(a.trends, b.trends)
    )


def _is_measured(trend: Trend, one: Features) -> bool:
    return any(
        tells(figure) == 1 and not figure.label and not figure.heads.isdisjoint(trend.heads) for figure in one.figures
    )


def moves_both_ways(a: Features, b: Features) -> bool:
    """Say whether one claim says of a thing that it rose and fell, and the other one of the two."""
    return any(
        one_subject(one, other, a, b) and _both_ways(one, a) != _both_ways(other, b)
        for one, other in product(a.trends, b.trends)
    )


def _both_ways(trend: Trend, one: Features) -> bool:
    return any(other.subject == trend.subject and other.sign != trend.sign for other in one.trends)


def one_subject(one: Trend, other: Trend, a: Features, b: Features) -> bool:
    """Say whether two trends are of one thing in one place.

    That is the same words, or all words of the one, two at least and a head noun among them, among the other's.
    """
    if one.places != other.places and one.places.isdisjoint(other.places) and a.proper.isdisjoint(b.proper):
        return False
    if one.subject == other.subject:
        weights = [max(a.weights.get(name, 0.0), b.weights.get(name, 0.0)) for name in one.subject]
        return fsum(weights) >= LEAST_SUBJECT
    short, long = sorted((one, other), key=lambda trend: len(trend.subject))
    return len(short.subject) > 1 and short.subject <= long.subject and not short.heads.isdisjoint(long.heads)


def both_measured(a: Features, b: Features) -> bool:
    """Say whether both claims say by how much something moved: two measurements, not one proposition and its denial."""
    return all(any(figure.direction for figure in one.figures) for one in (a, b))


def by_shares(a: Features, b: Features, *, placed: bool) -> RelationKind | None:
    """Say what two claims are that are opposed in words, where they tell what share of all does or thinks something.

    "A third back it" and "two thirds oppose it" are one finding (``VARIANT``), two other shares are two findings
    (``RELATED``); equal shares of opposed sign, or no shares at all, change nothing (``None``). Where the opposition
    is ``placed`` (a negator that alone differs), equal shares of one sign tell that it stands elsewhere.
    Parts whose size is not told ("many", "some") may think the contrary of one another, unless each is most.
    """
    ones, others = _shares(a), _shares(b)
    if most_and_share(a, b):
        return RelationKind.VARIANT
    if not ones and not others:
        alone = a.part == b.part == "" or {a.part, b.part} <= _MOST or _none_and_some(a, b) or _none_and_some(b, a)
        return None if alone else RelationKind.RELATED
    for one, other in product(ones, others):
        if one.low == other.low:
            return RelationKind.VARIANT if one.sign == other.sign and not placed else None
        if complements(one, other):
            return RelationKind.VARIANT
    return RelationKind.RELATED


def _none_and_some(one: Features, other: Features) -> bool:
    """Say whether one claim says of none what the other says of some: "no field will be sold", "some fields will"."""
    return not one.part and other.part == _SOME and any(negation.words.lower() in OF_NONE for negation in one.negations)


def _shares(one: Features) -> list[Figure]:
    """Return the shares of a whole that a claim gives, not those by which something changed."""
    return [figure for figure in one.figures if figure.unit == PERCENT and not (figure.moved or figure.direction)]


def most_and_share(a: Features, b: Features) -> bool:
    """Say whether one claim tells of most what the other tells of a share of more than half: "a majority", "60%"."""
    for one, other in ((a, b), (b, a)):
        if one.part in _MOST and not _shares(one):
            denied = any(negation.main for negation in one.negations)
            sign = one.signs.get(SUPPORT) or (-1 if denied else 1)
            if any(
                share.low > HALF and share.sign == sign and len(share.about & one.bag) >= SHARED_WORDS
                for share in _shares(other)
            ):
                return True
    return False


def of_a_share(one: Features, other: Features) -> bool:
    """Say whether one claim gives a share of a whole, and the other, which may speak of all, no figure it shares."""
    if one.part in _MOST and not other.part and not _shares(one):
        return not any(share.low > HALF for share in _shares(other))
    if other.part in _MOST or any(figure.unit == PERCENT for figure in other.figures):
        return False
    return bool(_shares(one)) and not any(tells(figure) == 1 for figure in other.figures)


def opposed_in_description(a: Features, b: Features) -> list[str]:
    """Return the reasons for which two claims describe one thing in opposed ways: "small", "big change".

    Each claim is short, or quotes the description: what long claims describe by the way opposes nothing.
    """
    printed = a.printed.keys() & b.printed.keys()
    both = [
        found
        for found in sorted(a.described & b.contradicted)
        if printed.issuperset((found[0], found[2]))
        and a.own_signs.get(found[0]) != b.own_signs.get(found[0])
        and _names(found[2], a)
        and all(len(one.names) <= SHORT or _quotes(one, found[0], found[2]) for one in (a, b))
    ]
    return [
        f"{_contrary(a.printed[name], b.printed[name])}, both said of “{a.printed[noun]}”" for name, _, noun in both
    ]


def _quotes(one: Features, name: str, noun: str) -> bool:
    """Say whether a quotation inside a claim has a describing word with the noun it is said of."""
    said = {one.printed[name].lower(), one.printed[noun].lower()}
    return any(said <= words for _, words in one.quoted)


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
    """Return the reasons for which two claims of nearly the same words are opposed in what differs.

    A negator is made up for where a word it reaches gave way to a contrary one: "not safe" and "dangerous".
    """
    contrary, made_up = _contraries_in(a, b, edits)
    contrary += _prefixed_in(a, b, edits)
    single: list[tuple[Features, int]] = []
    for a_from, a_to, b_from, b_to in edits:
        ones = _negators_in(a, a_from, a_to, added=b_from == b_to)
        others = _negators_in(b, b_from, b_to, added=a_from == a_to)
        if (len(ones) + len(others)) % 2:
            single.append((a, ones[0]) if ones else (b, others[0]))
    if len(single) == EXCHANGED and single[0][0] is not single[1][0] and a.denied & b.denied:
        return contrary  # one negation that stands elsewhere
    return contrary + [f"“{one.spoken[place]}” stands on one side alone" for one, place in single[made_up:]]


def _contraries_in(a: Features, b: Features, edits: Sequence[Edit]) -> tuple[list[str], int]:
    """Return the reasons for contrary words among the edits, and how many are contrary but for a negation.

    Words that are contrary in place alone ("before", "after") count inside one edit only.
    """
    ones = [(edit, place) for edit in edits for place in range(edit[0], edit[1]) if place in a.contraries]
    others = [(edit, place) for edit in edits for place in range(edit[2], edit[3]) if place in b.contraries]
    reasons: list[str] = []
    made_up = 0
    for here, one in ones:
        for there, other in others:
            if not _contrary_senses(a.contraries[one], b.contraries[other], in_place=here is there):
                continue
            if (one in a.flipped) != (other in b.flipped):
                made_up += 1
            else:
                reasons.append(_contrary(a.spoken[one], b.spoken[other]))
    return reasons, made_up


def _prefixed_in(a: Features, b: Features, edits: Sequence[Edit]) -> list[str]:
    """Return the reasons for which a word gave way to itself with a prefix that turns it round."""
    return [
        _contrary(one, other)
        for a_from, a_to, b_from, b_to in edits
        for one in a.spoken[a_from:a_to]
        for other in b.spoken[b_from:b_to]
        for short, long in (sorted((one, other), key=len),)
        if len(short) >= LEAST_STEM and long.endswith(short) and long[: -len(short)] in _PREFIXES
    ]


def of_other_office(a: Features, b: Features, edits: Sequence[Edit]) -> list[str]:
    """Return the reasons for which nearly the same words are of two people: "the mayor", "the ex-mayor"."""
    return [
        f"“{word}” stands on one side alone"
        for a_from, a_to, b_from, b_to in edits
        for word in (*a.spoken[a_from:a_to], *b.spoken[b_from:b_to])
        if word in OTHER_OFFICE
    ]


def _contrary_senses(ones: Sequence[Sense], others: Sequence[Sense], *, in_place: bool) -> bool:
    return any(
        one.name == other.name and one.sign != other.sign and (in_place or not one.name.startswith(IN_PLACE_NAME))
        for one in ones
        for other in others
    )


def of_other_things(a: Features, b: Features, edits: Sequence[Edit], least: float) -> list[str]:
    """Return the reason for which the same words are said of two things: "train fares rose", "bus fares rose".

    That is one noun in the place of another that is no other word for it. Where one claim tells more within than the
    other, or they differ in more places, nothing is told: who words a claim anew names things anew. ``least`` is the
    weight of a word that tells which thing is meant.
    """
    within = [edit for edit in edits if not _at_an_end(edit, a, b)]
    if not all(map(local, within)):
        return []
    changed = [(_unshared(a, b, edit[:2], least), _unshared(b, a, edit[2:], least)) for edit in within]
    told = [(ones, others) for ones, others in changed if ones or others]
    if len(told) > MOST_EXCHANGED or not all(ones and others for ones, others in told):
        return []
    for ones, others in told:
        first = next((a.spoken[place] for place in ones if _may_name(a, place)), "")
        second = next((b.spoken[place] for place in others if _may_name(b, place)), "")
        if first and second and not (first.endswith(second) or second.endswith(first)):
            return [f"one speaks of “{first}”, the other of “{second}”"]
    return []


def of_other_places(a: Features, b: Features) -> list[str]:
    """Return the reason for which two claims tell of two places: "410 herds in Dorset", "in Kent 410 herds"."""
    ones, others = (frozenset(map(stem, one.vocabulary)) & COMPASS for one in (a, b))
    if ones and others and ones != others:
        return [f"one speaks of the {' '.join(sorted(ones))}, the other of the {' '.join(sorted(others))}"]
    ones, others = _placed(a), _placed(b)
    if not ones or not others or not ones.isdisjoint(b.also) or not others.isdisjoint(a.also):
        return []
    return [f"one speaks of “{a.printed[min(ones)]}”, the other of “{b.printed[min(others)]}”"]


def _placed(one: Features) -> frozenset[str]:
    """Return the names behind "in" or "across"."""
    named = [(place, name) for place in range(len(one.spoken)) if (name := _sense_at(one, place)) in one.proper]
    return frozenset(name for place, name in named if names_place(one.text, one.spoken, one.starts, place))


def _at_an_end(edit: Edit, a: Features, b: Features) -> bool:
    """Say whether an edit is what one claim alone has before, or behind, all that both say: "police said on Monday"."""
    a_from, a_to, b_from, b_to = edit
    alone = a_from == a_to or b_from == b_to
    return alone and (a_from == b_from == 0 or (a_to == len(a.spoken) and b_to == len(b.spoken)))


def _unshared(one: Features, other: Features, places: tuple[int, int], least: float) -> list[int]:
    """Return the places of words of an edit that tell something of which the other claim does not speak."""
    return [
        place
        for place in range(*places)
        if (name := _sense_at(one, place)) not in ("", SUPPORT)
        and one.weights[name] >= least
        and name not in other.also
        and one.spoken[place] not in _TIME_WORDS
        and one.spoken[place] not in vague_words()
        and not (place and one.spoken[place - 1] == PER)
    ]


def _sense_at(one: Features, place: int) -> str:
    """Return the weighty sense of the word at a place, or nothing."""
    own = stem(one.spoken[place])
    forms = one.forms  # most hold other letters: only the others are cut into words
    return next((name for name in one.names if own in forms[name] and own in forms[name].split()), "")


def _may_name(one: Features, place: int) -> bool:
    """Say whether a word may be a noun by what stands before it: a name, the first word, one behind "of" or "the"."""
    if _sense_at(one, place) in one.proper or place == 0:
        return True
    before = one.spoken[place - 1]
    if before in DETERMINERS or before[:1].isdigit() or (before in PREPOSITIONS and before != TO):
        return True
    after = one.spoken[place + 1] if place + 1 < len(one.spoken) else ""
    ends = not after or after in PREPOSITIONS or after in _TIME_WORDS
    return ends and before not in BE and stem(before) in one.forms.values()


def changed_in_place(a: Features, b: Features, edits: Sequence[Edit], figures: Comparison) -> list[str]:
    """Return the reasons for which a figure took the place of another that ``compare`` did not set against it.

    That is a figure that measures something else or nothing, or one end of a range. A year or an ordinal, and a figure
    of another order of magnitude, count where nothing but figures differs: claims of two things name two years.
    """
    alone = all(_numerals(a, edit[0], edit[1]) and _numerals(b, edit[2], edit[3]) for edit in edits)
    settled = [
        pair for pair in (*figures.agreed, *figures.opposed) if all(figure.low == figure.high for figure in pair)
    ]
    of_a = {one.start for one, _ in settled} | _elsewhere(a, b, alone)
    of_b = {other.start for _, other in settled} | _elsewhere(b, a, alone)
    reasons: list[str] = []
    for a_from, a_to, b_from, b_to in filter(local, edits):
        ones = [word for place, word in _numerals(a, a_from, a_to) if a.starts[place] not in of_a]
        others = [word for place, word in _numerals(b, b_from, b_to) if b.starts[place] not in of_b]
        if not ones or not others or ones[0].split()[0] == others[0].split()[0]:
            continue
        if alone or _of_one_order(ones[0], others[0]):
            reasons.append(f"{ones[0]} against {others[0]}: another figure")
    return reasons


def _elsewhere(one: Features, other: Features, alone: bool) -> set[int]:
    """Return where the figures of a claim begin that no figure of the other takes the place of, wherever they stand."""
    pointing = any(figure.pointing for figure in other.figures)
    return {
        figure.start
        for figure in one.figures
        if figure.further
        or (figure.label and not alone)
        or (figure.pointing and not pointing)
        or (figure.places and figure.places.isdisjoint(other.proper))
    }


def _of_one_order(one: str, other: str) -> bool:
    """Say whether two figures in normal form are of one order of magnitude."""
    try:
        low, high = sorted(abs(float(printed.split()[0].rstrip("stndrh"))) for printed in (one, other))
    except ValueError:
        return True
    return high <= MOST_TIMES * low


def _numerals(one: Features, start: int, end: int) -> list[tuple[int, str]]:
    return [(place, one.spoken[place]) for place in range(start, end) if one.spoken[place][0].isdigit()]


def exchanged_figures(a: Features, b: Features) -> list[str]:
    """Return the reason for which two figures changed places, or two words round them did, and nothing else did.

    "12 per cent in Leeds and 20 in Hull" and "20 per cent in Leeds and 12 in Hull" hold the same figures of other
    things.
    """
    if len(a.spoken) != len(b.spoken) or sum(word[0].isdigit() for word in a.spoken) < EXCHANGED:
        return []
    # A figure without its "per cent": the second of two may leave it to the first.
    ones, others = ([word.split()[0] for word in one.spoken] for one in (a, b))
    apart = [place for place, (one, other) in enumerate(zip(ones, others, strict=True)) if one != other]
    if len(apart) != EXCHANGED:
        return []
    first, second = apart
    if (ones[first], ones[second]) != (others[second], others[first]):
        return []
    if ones[first][0].isdigit() != ones[second][0].isdigit():
        return []
    return [f"“{ones[first]}” and “{ones[second]}” changed places"]


_TIME_WORDS: Final = {word: kind for kind, listed in rows("matching", "time_words.tsv") for word in listed.split()} | {
    row[2].lower(): row[0] for row in rows("text", "date_names.tsv")
}
_EACH: Final = frozenset({"a", "an", "per", "each", "every", "last", "this", "next", "past", "previous", "coming"})
_DATING: Final = frozenset({"in", "of", "since", "by", "until", "from", "to", "last", "next", "this", "early", "late"})


_AS_IN: Final = {"by": "in", "during": "in"}
"""Words before a date that bound no more than "in" does: what is built by 2030 is built in 2030 at the latest."""


def retimed_in_place(a: Features, b: Features, edits: Sequence[Edit]) -> list[str]:
    """Return the reasons for which a month, a weekday, "last" or the like took the place of another: another time."""
    reasons: list[str] = []
    for a_from, a_to, b_from, b_to in edits:
        ones, others = _times(a, a_from, a_to), _times(b, b_from, b_to)
        for kind in ones.keys() & others.keys():
            if _AS_IN.get(ones[kind], ones[kind]) != _AS_IN.get(others[kind], others[kind]):
                reasons.append(f"“{ones[kind]}” against “{others[kind]}”: another time")
    return reasons


def _times(one: Features, start: int, end: int) -> dict[str, str]:
    """Return the values of time among some words of a claim, by their kind."""
    found: dict[str, str] = {}
    for place in range(start, end):
        word = one.spoken[place]
        kind = _TIME_WORDS.get(word)
        if kind is not None and _is_time(kind, one.spoken, place):
            found[kind] = word
    return found


def _is_time(kind: str, spoken: Sequence[str], place: int) -> bool:
    before = spoken[place - 1] if place else ""
    after = spoken[place + 1] if place + 1 < len(spoken) else ""
    if kind == "span":
        return before in _EACH
    if kind == "turn":
        return _TIME_WORDS.get(after) in ("span", "weekday", "month", "part of the day")
    if kind == "bound":
        return after[:1].isdigit() or _TIME_WORDS.get(after) in ("month", "weekday")
    if kind == "month":
        return before in _DATING or before[:1].isdigit() or after[:1].isdigit()
    return True
