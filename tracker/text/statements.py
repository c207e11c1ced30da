"""What a figure states beside its value: what is counted and whose, and where in the text each was taken from.

The words of the figure's own clause come first (the noun phrase behind it, the subject before its verb), then those of
its sentence, then those of the sentence before. What stands outside the clause is marked so (``Quantity.taken``).
Where the words name nothing, or only a pronoun, the field stays blank. There is no parser: closed lists tell verbs,
pronouns and bodies, and a phrase that they do not hold is left alone.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final, NamedTuple

from tracker.models import Direction, Quantity, Taken
from tracker.text import names, numbers
from tracker.text.circumstances import Circumstance, forms
from tracker.text.ellipsis import MOST_BEFORE, OF_THE
from tracker.text.lexicon import context, rows, words
from tracker.text.numbers import DASHES, MINUS_SIGNS, Shape, Tokens
from tracker.text.words import NAMED, SOFT_HYPHEN


class Place(NamedTuple):
    """The tokens of a figure, ``[first, end)``, and where the phrase of what it counts ends."""

    first: int
    end: int
    noun_end: int


@dataclass(frozen=True, slots=True)
class Statement:
    """What is counted and whose, ``None`` where nothing says so; ``taken`` names what stands outside the clause."""

    measured: str | None = None
    owner: str | None = None
    taken: tuple[tuple[str, Taken], ...] = ()


NOTHING: Final = Statement()
_LONGEST_NAME: Final = 8
"""Tokens of a name with its joining words: "Police Federation of England and Wales"."""
_SUBJECT_REACH: Final = 12
"""Tokens between a subject and its verb: "The number of wardens in Devon and Cornwall fell"."""
_VERB_REACH: Final = 6
"""Tokens between a verb of having and its figure: "saw burglary fall by"."""
_NOUN_REACH: Final = 5
"""Tokens between a figure and the noun of its change: "20 per cent year-on-year fall"."""
_OPENERS: Final = frozenset("\"“‘'([-–—•*#")


def statements(
    tokens: Tokens,
    ends: Sequence[int],
    places: Sequence[Place],
    plain: Sequence[Quantity],
    known: Sequence[Circumstance],
) -> list[Statement]:
    """Return what each figure states; ``ends`` are where sentences end, ``known`` is when and where each figure holds.

    ``places``, ``plain`` and ``known`` go side by side, in order of the text.
    """
    begins = [0, *(bisect_left(tokens.starts, end) for end in ends)]
    found: list[Statement] = []
    for at, (place, quantity) in enumerate(zip(places, plain, strict=True)):
        sentence = bisect_right(begins, place.first) - 1
        begin = begins[sentence]
        last = at - 1 if at and places[at - 1].first >= begin else None
        while last is not None and _is_attribute(plain[last]):
            last = last - 1 if last and places[last - 1].first >= begin else None
        clause = begin if last is None else places[last].end
        own = _in_clause(tokens, clause, place, quantity, known[at])
        if last is not None and own.measured is None:
            own = _elided(tokens, places[last], place, plain[last], quantity, found[last]) or own
        if last is not None and (
            _is_apposed(tokens, places[last], place)
            or _goes_on(tokens, begin, places[last], place, plain[last])
            or (own.measured and own.measured == found[last].measured)
        ):
            own = _filled(own, found[last], Taken.SENTENCE)
        elif last is not None and plain[last].unit == quantity.unit and _lists(tokens, places[last], place):
            before = tokens.text[: tokens.starts[places[last].first]]  # "54 in the city and 61 in the suburbs"
            owner = found[last].owner
            own = _filled(own, replace(found[last], owner=owner if owner and owner in before else None), Taken.SENTENCE)
        elif own.measured is None and at + 1 < len(plain) and tokens.words[place.end : places[at + 1].first] in OF_THE:
            own = replace(own, measured=plain[at + 1].measured)  # "two thirds of the 1,018 adults"
        elif last is not None and own.measured is None:
            within = range(last, max(-1, last - MOST_BEFORE), -1)
            named = next((n for n in within if found[n].measured and places[n].first >= begin), None)
            if named is not None and _takes_up(tokens, places[named], place, quantity):
                own = _filled(own, found[named], Taken.SENTENCE)
        if own.measured is None and last is None and sentence and _points_back(tokens, begin, place, quantity):
            there = range(bisect_left(places, begins[sentence - 1], hi=at, key=_first), at)
            counted_there = next((found[n] for n in reversed(there) if found[n].measured), None)
            own = _filled(own, counted_there or _said_of(tokens, begins[sentence - 1], begin), Taken.BEFORE)
        found.append(own)
        if "respectively" in tokens.words[place.end : place.end + _RESPECTIVE_REACH]:
            _share_out(found, at - sum(each.first >= begin for each in places[:at]))
    return found


def _is_attribute(quantity: Quantity) -> bool:
    """Say whether a figure only describes what another is of: "ten-year bonds", "patients over 75"."""
    tied = numbers.kinds().get(quantity.unit) == "time" and not MINUS_SIGNS.isdisjoint(quantity.text)
    return tied or quantity.unit == numbers.YEAR_OF_AGE


def _share_out(found: list[Statement], first: int) -> None:
    """Give each of "beef and lamb prices rose 4 and 7 per cent respectively" its own noun."""
    parts = re.split(r",?\s+and\s+|,\s+", found[first].measured or "")
    if len(parts) != len(found) - first or len(parts) == 1 or {"of", "in"} & set(parts[-1].split()):
        return
    shared = parts[-1].split()[1:]
    for at, part in enumerate(parts, first):
        named = part if shared == part.split()[1:] else " ".join([part, *shared])
        found[at] = replace(found[at], measured=named, owner=None, taken=())


def _elided(
    tokens: Tokens, earlier: Place, place: Place, first: Quantity, quantity: Quantity, other: Statement
) -> Statement | None:
    """Return what a clause tells that leaves out its verb: "rents rose 9 per cent and fares 4"."""
    named = elided_subject(tokens.text, first.end, quantity.start) if other.measured else None
    if named is None or (quantity.unit != first.unit and quantity.unit != numbers.COUNT):
        return None
    if all(word[0].isupper() or word in _JOINING for word in named.split()) and other.owner:
        return Statement(other.measured, named, (("measured", Taken.SENTENCE),))
    return Statement(named)


def _lists(tokens: Tokens, earlier: Place, place: Place) -> bool:
    """Say whether a figure goes on a list of one measure: "9 per cent in the city and 12 in the villages".

    Only a time, a place or a group stands between the two, with what joins them.
    """
    at = place.first
    while tokens.word(at - 1) in context("fillers before a figure") or tokens.word(at - 1) in _LIST_FILLERS:
        at -= 1
    if tokens.word(at - 1) not in context("joins figures of one measure"):
        return False
    between = tokens.words[earlier.noun_end : at - 1]
    between = between[: len(between) - (between[-1:] == (",",))]
    if not between:
        return tokens.word(at - 1) != ","
    plain = context("verbs of being") | context("another clause begins") | context("verbs of owners")
    return between[0] in context("before those a figure is of") | _TIMES and not any(
        word in plain or word in _WALLS or word == "," or _is_verb(word) for word in between
    )


_RESPECTIVE_REACH: Final = 3
_LIST_FILLERS: Final = frozenset({"about", "around", "nearly", "almost", "over", "under", "roughly", "still"})
_TIMES: Final = frozenset({"during", "before", "last", "this", "a", "when", "since", "per", "each"})


def _first(place: Place) -> int:
    return place.first


def _in_clause(tokens: Tokens, clause: int, place: Place, quantity: Quantity, about: Circumstance) -> Statement:
    """Return what the clause that begins with token ``clause`` states of a figure."""
    if numbers.kinds().get(quantity.unit) == "time" or quantity.unit.endswith("of age"):
        return NOTHING
    measured = quantity.measured or _what_changed(tokens, place) or _what_was_moved(tokens, clause, place)
    measured = measured or _spent_on(tokens, place, quantity)
    if measured is None and tokens.word(place.first) in forms("verb"):
        measured = _doubled(tokens, clause, place)
    elif measured is None:
        opening = tuple(given for given in (about.period, about.place) if given)
        measured = mover(tokens.text, tokens.starts[clause], quantity.start, opening)
    if measured is None and quantity.unit == numbers.PERCENT and tokens.word(place.first + 2) == "in":
        noun = tokens.printed(place.first + 1)  # "one patient in ten"
        measured = noun if noun.isalpha() else None
    if measured is None and tokens.word(whole := _behind_bracket(tokens, place.end)) == "of":
        measured = _printed(tokens, _phrase(tokens, whole + 1))
    owner = _owner(tokens, clause, place, quantity)
    if measured is None or owner is not None:
        return Statement(measured, owner)
    if (owned := _OWNED.match(measured)) is not None and owned[1].lower() not in context("spans that own nothing"):
        return Statement(owned[2], owned[1])
    return Statement(measured, _of_whom(measured))


def _behind_bracket(tokens: Tokens, at: int) -> int:
    """Return the token behind a bracket at or right behind ``at``: "half (54 per cent) of the teachers"."""
    if tokens.word(at) == "(":
        at = next((step for step in range(at, at + _NOUN_REACH) if tokens.word(step) == ")"), at)
    return at + (tokens.word(at) == ")")


def _filled(own: Statement, other: Statement, where: Taken) -> Statement:
    """Fill what a statement leaves blank from another, marked with where that stands."""
    taken = tuple((name, where) for name in ("measured", "owner") if not getattr(own, name) and getattr(other, name))
    return Statement(own.measured or other.measured, own.owner or other.owner, own.taken + taken)


def _what_changed(tokens: Tokens, place: Place) -> str | None:
    """Find "a 12 per cent fall in burglary" and "a fall in burglary of 12 per cent"."""
    nouns = forms("noun")
    for at in range(place.end, place.end + _NOUN_REACH):
        if tokens.word(at) in nouns and tokens.word(at + 1) in ("in", "of", "to"):
            return _printed(tokens, _phrase(tokens, at + 2)) if tokens.word(at + 1) == "in" else None
        if tokens.shape(at) != Shape.WORD and tokens.word(at) not in MINUS_SIGNS:
            break
    at = place.first - 1
    while tokens.word(at) in context("fillers before a figure") or tokens.word(at) in context("qualifiers of a range"):
        at -= 1
    if tokens.word(at) != "of":
        return None
    if tokens.word(at - 1) in nouns:
        return _printed(tokens, _phrase(tokens, place.end + 1)) if tokens.word(place.end) == "in" else None
    for noun in range(at - 2, at - 2 - _LONGEST_NAME, -1):
        if tokens.word(noun) in nouns and tokens.word(noun + 1) == "in":
            return _printed(tokens, _phrase(tokens, noun + 2))
    return None


def _what_was_moved(tokens: Tokens, clause: int, place: Place) -> str | None:
    """Find the object of a verb of change: "raised its grant to £3m", "has cut queues by almost a fifth"."""
    near = range(place.first - 1, max(clause, place.first - 1 - _VERB_REACH), -1)
    by = next((at for at in near if tokens.word(at) in _MOVED_BY), clause)
    for verb in range(by - 2, max(clause, by - _SUBJECT_REACH) - 1, -1):
        if tokens.word(verb) in forms("verb"):
            first = verb + 1 + (tokens.word(verb + 1) in context("determiners before a subject of change"))
            span = _phrase(tokens, first)
            object_of = span is not None and span[1] <= by and not tokens.word(first).endswith("ly")
            return _printed(tokens, span) if object_of else None
    return None


_MOVED_BY: Final = frozenset({"by", "to", "from"})


def _doubled(tokens: Tokens, clause: int, place: Place) -> str | None:
    """Find what a verb is said of that is a figure itself: "Applications have more than tripled"."""
    at = place.first
    passed = context("auxiliaries before a verb of change") | context("qualifiers of a range") | {"more", "than"}
    while at > clause and (tokens.word(at - 1) in passed or tokens.word(at - 1).endswith("ly")):
        at -= 1
    span = _phrase_before(tokens, at, clause)
    return _named(tokens.text[tokens.starts[span[0]] : tokens.ends[span[1] - 1]].split()) if span else None


def _spent_on(tokens: Tokens, place: Place, quantity: Quantity) -> str | None:
    """Find what money goes to: "£5m on new vans", "£10 million in aid"."""
    if numbers.kinds().get(quantity.unit) != "money" or tokens.word(place.end) not in ("on", "in", "of"):
        return None
    span = _phrase(tokens, place.end + 1)
    if span is None or any(tokens.printed(at)[:1].isupper() for at in range(*span)):
        return None
    named = numbers.figure_at(tokens.words[span[0] : span[0] + 1], 0) is None  # "£9m in its second"
    return (
        _printed(tokens, span) if named and tokens.words[span[1] - 1] not in context("spans that own nothing") else None
    )


def _is_apposed(tokens: Tokens, earlier: Place, place: Place) -> bool:
    """Say whether a figure only adds to the one before: ", an increase of 19.1%", "(up 12 per cent)"."""
    between = tokens.words[earlier.noun_end : place.first]
    marks = [at for at, word in enumerate(between) if word in _APPOSING]
    if between in (("(",), ("or",), (",", "or"), (",", "or", "by")):
        return True
    if not marks:
        return False
    words_between = between[marks[-1] + 1 :]
    changes = {*forms("noun"), *forms("adverb"), *forms("verb")}
    plain = context("words of an apposed change") | context("fillers before a figure") | DASHES
    plain |= context("qualifiers of a range")
    told = [word for word in words_between if word in changes or not (word in plain or word.endswith("ly"))]
    return bool(told) and all(word in changes for word in told)


def _goes_on(tokens: Tokens, begin: int, earlier: Place, place: Place, quantity: Quantity) -> bool:
    """Say whether a figure is an end of the move ``quantity``, what that is up from, or a part of what it counts.

    "fell by a fifth to 75", "fell 17 per cent, from 412 to 342", "46%, up from 44%", "40 replies, of which 12 …", "of
    300 complaints, 45 …".
    """
    between = tokens.words[earlier.noun_end : place.first]
    ends = between[max((at + 1 for at, word in enumerate(between) if word == ","), default=0) :]
    bare = tuple(word for word in ends if word != "of" and word not in context("fillers before a figure"))
    if bare in (("to",), ("from",)):
        return quantity.direction is not Direction.NONE
    if ends[-1:] == ("from",):
        return len(ends) > 1 and all(word in forms("adverb") for word in ends[:-1])
    if ends in _PARTS or tokens.words[place.end : place.end + 2] in _PARTS:
        return True
    whole = earlier.first - 1 - (tokens.word(earlier.first - 1) in context("determiners"))
    return between == (",",) and tokens.word(whole) == "of" and whole == begin


_PARTS: Final = (("of", "which"), ("of", "whom"), ("of", "them"), ("of", "those"))
_APPOSING: Final = DASHES | {",", "(", ";"}


def _takes_up(tokens: Tokens, earlier: Place, place: Place, quantity: Quantity) -> bool:
    """Say whether a change is told of what the figure before counts, by a pronoun: "and it is down by 40"."""
    between = tokens.words[earlier.end : place.first]
    return quantity.direction is not Direction.NONE and not {"it", "they", "this", "that"}.isdisjoint(between)


def _points_back(tokens: Tokens, begin: int, place: Place, quantity: Quantity) -> bool:
    """Say whether only the sentence before names what changed: "We have seen a 12 per cent fall"."""
    at = begin
    while at < place.first and (
        tokens.shape(at) == Shape.GAP
        or tokens.word(at) in _OPENERS
        or tokens.word(at) in context("how a sentence goes on")
    ):
        at += 1
    noun = at + (tokens.word(at) in context("determiners") or tokens.word(at) in ("this", "that"))
    if tokens.word(noun) in context("heads that name nothing alone"):
        return noun > at and tokens.word(noun + 1) not in context("before those a figure is of")
    return quantity.direction is not Direction.NONE and tokens.word(at) in context("subjects that point back")


def _said_of(tokens: Tokens, begin: int, end: int) -> Statement:
    """Return what a sentence calls rare, common or rising, or begins by naming and says to have changed."""
    named = begin
    while named < end and (tokens.shape(named) == Shape.GAP or tokens.word(named) in _OPENERS):
        named += 1
    span = _phrase(tokens, named)
    predicate = tokens.words[span[1] : min(end, span[1] + _SUBJECT_REACH)] if span is not None else ()
    if span is not None and not (_is_body(tokens, span, False) or forms("verb").keys().isdisjoint(predicate)):
        return Statement(_printed(tokens, span))
    for at in range(end - 1, begin, -1):
        if tokens.word(at) in context("verbs of being") and _is_said_of_counts(tokens, at + 1, end):
            return Statement(_printed(tokens, _phrase_before(tokens, at, begin)))
    return NOTHING


def _is_said_of_counts(tokens: Tokens, at: int, end: int) -> bool:
    return any(tokens.word(step) in context("said of what is counted") for step in range(at, min(at + 4, end)))


# What is counted: the noun phrase behind the figure

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
        at += 1 + (tokens.word(at + 1) in ("odd", "plus", "strong"))
    if tied:
        return (at, at + 1) if tokens.word(at) not in stops else None
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


# Whose: of whom the figure tells


def _owner(tokens: Tokens, clause: int, place: Place, quantity: Quantity) -> str | None:
    if quantity.unit == numbers.PERCENT and tokens.word(place.noun_end) in context("what respondents do"):
        return quantity.measured
    return (
        _bracketed(tokens, place, counts=quantity.unit == numbers.COUNT)
        or _behind(tokens, place.noun_end, quantity.unit)
        or _possessor(tokens, place)
        or _subject(tokens, clause, place)
    )


def _bracketed(tokens: Tokens, place: Place, *, counts: bool) -> str | None:
    """Find the name or the group before "(19%)"."""
    if tokens.word(place.first - 1) != "(":
        return None
    span = _phrase_before(tokens, place.first - 1, max(0, place.first - 1 - _LONGEST_NAME))
    if span is None:
        return None
    named = all(tokens.printed(at)[:1].isupper() or tokens.words[at] in _JOINING for at in range(*span))
    return _printed(tokens, span) if named or (not counts and _is_group(tokens, span)) else None


def _behind(tokens: Tokens, at: int, unit: str) -> str | None:
    """Find "assaults on Met officers", "complaints against the council", "officers at the yard": of whom."""
    link, kind = tokens.word(at), numbers.kinds().get(unit)
    if link not in context("before those a figure is of") or kind == "money" or (link == "of" and kind is not None):
        return None
    span = _phrase(tokens, at + 1, name=True)
    if span is None or tokens.shape(span[1]) == Shape.FIGURE:
        return None
    if link in ("in", "at", "for", "from", "by"):
        return _printed(tokens, span) if _is_body(tokens, span, link != "in") else None
    if tokens.words[span[0]].endswith("ing"):
        return None
    return _printed(tokens, span) if _is_body(tokens, span, True) or _is_of_people(tokens, span) else None


def _of_whom(measured: str) -> str | None:
    """Return of whom a phrase like "assaults on officers" tells; "spending on roads" tells of nobody."""
    found = _OF_WHOM.search(measured)
    people = found is not None and (found[0][:2] != "on" or _names_people(found[1].split()[-1].lower()))
    return found[1] if found and people else None


_POSSESSIVE: Final = re.compile(r"['’]s$|(?<=s)['’]$")
_OWNED: Final = re.compile(r"(.*(?:\w(?=['’]s\s)|s(?=['’]\s)))['’]s?\s+(\w.*)$")
"""The owner before what it owns: "London's murder rate"."""
_OF_WHOM: Final = re.compile(r"\b(?:on|against|among|amongst)\s+(?:the\s+)?(.+)$")


def _possessor(tokens: Tokens, place: Place) -> str | None:
    """Find the name or body right before a figure that is its own: "Kent's 43 schools"."""
    word = tokens.word(place.first - 1)
    if not word.endswith(("'s", "s'")) or word.removesuffix("'s").removesuffix("'") in context(
        "spans that own nothing"
    ):
        return None
    span = _phrase_before(tokens, place.first, max(0, place.first - _LONGEST_NAME))
    owner = _POSSESSIVE.sub("", _printed(tokens, span) or "")
    return owner if span is not None and _is_body(tokens, span, True, owner.split()[-1].lower()) else None


def _subject(tokens: Tokens, clause: int, place: Place) -> str | None:
    """Find who has, recorded or spent the figure: "Kent Police recorded 40 offences"."""
    for at in range(place.first - 1, max(clause, place.first - 1 - _VERB_REACH), -1):
        word = tokens.word(at)
        if word in _WALLS or word == "to" or word in context("another clause begins"):
            return None
        if word in context("verbs of owners"):
            moves = any(tokens.words[step] == "by" or _is_verb(tokens.words[step]) for step in range(at, place.first))
            if moves and word not in ("saw", "see", "sees", "seen"):
                return None
            while at - 1 > clause and (
                tokens.word(at - 1) in context("auxiliaries before a verb of change")
                or tokens.word(at - 1) in context("verbs of owners")
                or tokens.word(at - 1) in ("will", "would", "could", "must", "may", "can")
                or tokens.word(at - 1).endswith("ly")
            ):
                at -= 1
            span = _phrase_before(tokens, at, clause)
            return _printed(tokens, span) if span is not None and _is_owner(tokens, span) else None
    return None


def _is_owner(tokens: Tokens, span: tuple[int, int]) -> bool:
    """Say whether a phrase before a verb is a body or name, and the subject: not in "the boss of Kent Police has"."""
    before = span[0] - 1
    while tokens.word(before) in context("determiners") or tokens.word(before) in ("a", "an"):
        before -= 1
    last = span[1] - 1
    ends = tokens.printed(last)[:1].isupper() or tokens.words[last] in context("bodies that own figures")
    return ends and tokens.word(before) not in context("before those a figure is of") and _is_body(tokens, span, True)


_WALLS: Final = frozenset(".;:?!()")
_JOINING: Final = frozenset({"of", "and", "for", "the", "&", "on", "upon"})


def _is_body(tokens: Tokens, span: tuple[int, int], named: bool, last: str | None = None) -> bool:
    """Say whether a phrase is a name (where ``named`` allows one) or ends in the common noun of a body."""
    last = last or tokens.words[span[1] - 1]
    if last in context("bodies that own figures"):
        return True
    if not named:
        return False
    capitals = [at for at in range(*span) if tokens.printed(at)[:1].isupper()]
    if not capitals or tokens.words[capitals[0]] in context("calendar"):
        return False
    first = span[0]
    opens = first == 0 or tokens.word(first - 1) in _WALLS | _OPENERS or tokens.shape(first - 1) == Shape.GAP
    printed = _printed(tokens, span) or ""
    bare = re.sub(r"['’]s?$", "", printed)
    known = names.is_place(bare) or names.body_word(bare.split()[-1]) is not None or bare.isupper()
    return known or len(capitals) > 1 or (bool(capitals) and not (opens and capitals[0] == first))


def _is_of_people(tokens: Tokens, span: tuple[int, int]) -> bool:
    return _names_people(tokens.words[span[1] - 1])


def _names_people(word: str) -> bool:
    return word in context("those of an age") or word.endswith(("ers", "ors", "ians", "men", "women", "staff"))


def _is_group(tokens: Tokens, span: tuple[int, int]) -> bool:
    """Say whether a phrase is a plural that can own a figure ("female officers", "the under-fives")."""
    last = tokens.words[span[1] - 1]
    return is_plural(last) and last not in context("plurals that are no group")


def _phrase(tokens: Tokens, at: int, *, name: bool = False) -> tuple[int, int] | None:
    """Return the noun phrase that begins at ``at``, its determiner and "number of" left out, or ``None``.

    Where a ``name`` is looked for, it ends with its capitals ("radio station LBC found").
    """
    stops = words("text", "noun_phrase_stops.tsv")
    while tokens.word(at) in context("determiners") or tokens.word(at) in ("a", "an", "overall", "total"):
        at += 1
    if tokens.word(at) in context("heads that only count") and tokens.word(at + 1) == "of":
        return _phrase(tokens, at + 2, name=name)
    end = at
    while end < at + _LONGEST_NAME:
        word = tokens.word(end)
        capital = tokens.printed(end + 1)[:1].isupper() and end > at and tokens.printed(end - 1)[:1].isupper()
        if word in _JOINING and capital and tokens.word(end + 1) not in context("calendar"):
            end += 1
            continue
        hyphen = word in MINUS_SIGNS and tokens.tight(end) and tokens.tight(end + 1)
        if not hyphen and (tokens.shape(end) != Shape.WORD or word in stops or _is_verb(word)):
            break
        goes_on = hyphen or tokens.printed(end)[:1].isupper() or is_plural(word)
        if (
            name
            and end > at
            and tokens.printed(end - 1)[:1].isupper()
            and not (goes_on or word in context("bodies that own figures"))
        ):
            break
        if end > at and word.endswith("ed") and tokens.word(end + 1) in ("by", "in", "at", "to", "from"):
            break
        end += 1
        if is_plural(word) and not (
            is_plural(tokens.word(end)) or tokens.printed(end)[:1].isupper() or tokens.tight(end)
        ):
            break
    return (at, end) if end > at else None


def _is_verb(word: str) -> bool:
    return word in forms("verb") and word not in forms("noun")


def _phrase_before(tokens: Tokens, end: int, low: int) -> tuple[int, int] | None:
    """Return the noun phrase that ends before ``end``, its determiner left out, or ``None``."""
    stops = words("text", "noun_phrase_stops.tsv")
    at = end
    while at > low and end - at < _LONGEST_NAME:
        word, capital = tokens.word(at - 1), tokens.printed(at)[:1].isupper() and at < end
        if word in _JOINING and word != "the" and capital and tokens.printed(at - 2)[:1].isupper():
            at -= 1
            continue
        hyphen = word in MINUS_SIGNS and tokens.tight(at - 1) and tokens.tight(at)
        if not hyphen and (tokens.shape(at - 1) != Shape.WORD or word in stops or word.endswith(("ly", "."))):
            break
        if capital and not (hyphen or tokens.printed(at - 1)[:1].isupper()):
            break
        at -= 1
    return (at, end) if at < end else None


def _printed(tokens: Tokens, span: tuple[int, int] | None) -> str | None:
    if span is None:
        return None
    return " ".join(tokens.text[tokens.starts[span[0]] : tokens.ends[span[1] - 1]].split())


# What moved: the subject before the verb


_REACH: Final = 160
"""Characters between the beginning of a subject and its figure."""
_UNFINISHED: Final = frozenset({"and", "or", "the", "a", "an", "of", "in", "to", "on", "for", "with"})
"""A phrase that ends in one of these goes on into what was taken for its verb: "proposed the increase to"."""
_MOST_WORDS: Final = 6
"""A longer run of words before a verb is a clause, not what moved."""
_CLAUSE_END: Final = re.compile(r"(?<!\d),|,(?!\d)|[;:.!?()\[\]–—“”\"\n]")


@cache
def _determiner() -> re.Pattern[str]:
    return re.compile(rf"^(?:{_any_of(context('determiners before a subject of change'))})\s+", re.IGNORECASE)


@cache
def _clause_begins() -> frozenset[str]:
    """Return conjunctions, and verbs of saying after which "that" may be left out ("police said burglary fell")."""
    said = (row[0] for row in rows("text", "saying_verbs.tsv") if row[1] in ("hearer", "place"))
    return context("where the clause of a subject begins").union(said)


def _any_of(listed: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, listed), key=len, reverse=True))


@cache
def _moved() -> re.Pattern[str]:
    """Match a verb of change with all that stands between it and its figure, at the end of a text."""
    before = rf"(?:(?:{_or_adverb('auxiliaries before a verb of change')})\s+)*"
    be = _any_of(context("forms of be before up and down"))
    verbs = _any_of({*forms("verb"), *context("verbs of a level")})
    verb = rf"(?:{verbs}|(?:{be})\s+(?:\w+ly\s+)?(?:{_any_of(forms('adverb'))}))"
    after = rf"(?:\s+(?:{_or_adverb('words between a verb of change and its figure')}))*"
    return re.compile(rf"\s{before}{verb}{after}\s+[£$€]?$", re.IGNORECASE)


def _or_adverb(name: str) -> str:
    """Return a pattern for the words of a set and for adverbs, each word matched in one way alone.

    Two ways to match "only" would be tried in every combination where it is printed many times.
    """
    return _any_of(frozenset(word for word in context(name) if not word.endswith("ly"))) + r"|\w+ly"


def mover(text: str, begin: int, figure: int, opening: Sequence[str] = ()) -> str | None:
    """Return what moves by the figure that begins at ``figure``; ``None`` where no plain subject stands before it.

    ``begin`` is where the words of the figure before it end; ``opening`` is when and where it moved ("In 2019"), which
    may open the sentence.

    >>> mover("Knife offences in the ward fell by 12 per cent.", 0, 35)
    'Knife offences'
    >>> mover("They fell by 12 per cent.", 0, 13)
    """
    clause = text[max(begin, figure - _REACH) : figure]
    verb = _moved().search(clause)
    if verb is None:
        return None
    clauses = _CLAUSE_END.split(clause[: verb.start()])
    subject = clauses.pop().strip()
    if subject == "which" and clauses and context("where a subject of change is cut").isdisjoint(clauses[-1].split()):
        subject = clauses.pop().strip()
    for given in opening:
        subject = subject.replace(given, " ").strip()
    words = NAMED.findall(subject.replace(SOFT_HYPHEN, ""))
    lower = [word.lower() for word in words]
    for at in range(len(words) - 1, -1, -1):
        joined = lower[at] == "and" and at > 0 and len(words) < _MOST_WORDS and not _holds_no_subject(lower)
        if lower[at] in _clause_begins() and not joined:
            words, lower = words[at + 1 :], lower[at + 1 :]
            break
    cut = next((at for at in range(1, len(lower)) if lower[at] in context("where a subject of change is cut")), None)
    return _named(words[:cut])


_ELIDED: Final = re.compile(
    r"(?:(?:[^.;:]{0,60},|)\s+(?:and|but|while|whereas)|,|;)\s+(?:(?:the|its|their|his|her)\s+)?"
    r"([A-Za-z’'-]+(?:\s+[A-Za-z’'-]+){0,4}?)\s+(?:(?:(?:was|were|is|are)\s+)?(?:up|down)\s+)?(?:by\s+)?[$£€₹]?"
)
_EACH: Final = re.compile(r"(?:In\s[^,]{1,30},\s)?(?:each|every)\s+([a-z]+)", re.IGNORECASE)


def elided_subject(text: str, end: int, start: int) -> str | None:
    """Return what a clause tells of that leaves out its verb, between the figure before it and its own.

    >>> elided_subject("Rents rose 9 per cent and bus fares 4.", 21, 36)
    'bus fares'
    """
    found = _ELIDED.fullmatch(text, end, start)
    if found is None:
        return None
    said = found[1].lower().split()
    stops = words("text", "noun_phrase_stops.tsv") - {"of", "and"}
    endings = ("ly", "ed") if found[0].split()[1:2] == ["its"] else ("ly", "ed", "ing")
    named = stops.isdisjoint(said) and not any(_is_verb(word) or word.endswith(endings) for word in said)
    return found[1] if named and said[0] not in context("fillers before a figure") else None


def each_of(text: str) -> str | None:
    """Return the noun behind an "each" or "every" that opens a sentence.

    >>> each_of("Each household used 142 litres a day.")
    'household'
    """
    found = _EACH.match(text)
    return found[1] if found else None


def _holds_no_subject(words: list[str]) -> bool:
    bare = (re.split("['’]", word)[0] for word in words)
    return not context("words that no subject of change holds").isdisjoint(bare)


def _named(words: list[str]) -> str | None:
    if words and words[-1].lower() in _UNFINISHED:
        return None
    if words and words[0].lower() in context("words that begin no subject of change"):
        return None
    named = _determiner().sub("", " ".join(words))
    for introduced in context("how an amount is introduced"):
        named = named.removeprefix(f"{introduced} ")
    words = named.split()
    lower = [word.lower() for word in words]
    if context("heads that name nothing alone").issuperset(lower):
        return None
    plain = 0 < len(words) <= _MOST_WORDS and not _holds_no_subject(lower)
    return named if plain and any(word[0].isalpha() for word in words) else None
