"""What a claim says has moved, and which way: "knife crime has fallen", "a rise in fares", "cut the number of guards".

No parser: a word of change (``text/data/opposites.tsv``, "increase" against "decrease") is taken with the noun phrase
it belongs to, which stands after it ("a fall in …", "cut the …") or else before it, within its clause. "Rising crime"
takes for granted that crime rises and says something else of it: it is no trend.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from tracker.text.circumstances import forms
from tracker.text.lexicon import rows
from tracker.text.negation import Polarity
from tracker.text.normal import Item, Word, stems_of

CHANGE: Final = "_".join(stems_of("increase"))
"""The sense of words that tell of a change: +1 a rise, -1 a fall."""

LONGEST_SUBJECT: Final = 12
"""Words looked at for what moved; what lies further off belongs to something else."""

MOST_NAMED: Final = 6
"""Words that name what moved; more are no noun phrase."""


def _stems(*kinds: str) -> frozenset[str]:
    listed = [row[1] for row in rows("matching", "trend_words.tsv") if row[0] in kinds]
    return frozenset(stem for words in listed for word in words.split() for stem in stems_of(word))


COUNTS: Final = _stems("count")
"""Words for how much there is of something ("number", "level"), which are not what it is."""
_BETWEEN: Final = _stems("between")
_ENDS: Final = _stems("end", "time")
_DETERMINERS: Final = _stems("determiner")
_OPENS: Final = _stems("opens", "between", "intransitive")
_PRONOUNS: Final = _stems("pronoun")
_INTRANSITIVE: Final = _stems("intransitive")
_PLACING: Final = _stems("placing")
COMPASS: Final = _stems("compass")
_REVISING: Final = _stems("revising")
_MARKS: Final = frozenset(",;:()–—")
_WITHIN_NAMES: Final = frozenset({"the", "and", "of"})
_PARTICLES: Final = frozenset({"up", "down"})
_WITHIN_PHRASES: Final = frozenset({"to", "by"})
"""Stand between a word of change and its subject, or within that: "visits to libraries have fallen"."""
_NARROWING: Final = frozenset({"who", "which", "that", "before", "after"})
"""Begin what narrows the noun phrase before them: "patients who have waited a year fell", "profit before tax rose"."""


class Trend(NamedTuple):
    """One change: the senses of what moved and of its head nouns, +1 for a rise or -1 for a fall, where it moved.

    ``places`` are the senses of names that follow "in" or "across", ``clause`` is a number of ``Polarity.clauses``.
    """

    subject: frozenset[str]
    heads: frozenset[str]
    sign: int
    places: frozenset[str]
    clause: int


Phrase = tuple[frozenset[str], frozenset[str]]
"""The senses of a noun phrase, and those of its head nouns."""

NO_PHRASE: Final[Phrase] = (frozenset(), frozenset())


class _Reading(NamedTuple):
    """A claim while its trends are read: its text, words, the clause of each, and the senses of those with weight."""

    text: str
    found: Sequence[Word]
    clauses: Sequence[int]
    weighty: Mapping[int, str]

    def after(self, place: int) -> list[int]:
        """Return the places of the words of a clause after one of them, adverbs next to it left out."""
        places = [at for at in range(place + 1, len(self.found)) if self.clauses[at] == self.clauses[place]]
        while places and self.found[places[0]].normal.endswith("ly"):
            places.pop(0)
        return places

    def before(self, place: int) -> list[int]:
        """Return the places of the words of a clause before one of them, without those between it and its subject."""
        places = [at for at in range(place) if self.clauses[at] == self.clauses[place]]
        while places and _stands_between(self.found[places[-1]]):
            places.pop()
        return places


def trends(
    text: str,
    found: Sequence[Word],
    read: Sequence[Item],
    polarity: Polarity,
    weighty: Mapping[int, str],
    named_before: Phrase | None = None,
) -> tuple[Trend, ...]:
    """Return the changes a claim tells of, in order.

    ``weighty`` is the name of the sense of each word that carries weight, by its place. "It" moves what moved before in
    the claim, or what the words before it name (``named_before``), where the claim points back.
    A change that a negator reaches only past what it denies ("does not count the rise") is left out.
    """
    named = {place: name for place, name in weighty.items() if name != CHANGE}
    reading = _Reading(text, found, polarity.clauses, named)
    result: list[Trend] = []
    for item, sign in zip(read, polarity.signs, strict=True):
        way = next((sense.sign for sense in item.senses if sense.name == CHANGE), 0)
        if not way or (sign < 0 and not _denied(polarity)) or _of_a_figure(found, item):
            continue
        phrase = _subject(reading, item)
        if phrase is None or (named_before and not phrase[0]):
            phrase = (result[-1].subject, result[-1].heads) if result else named_before or NO_PHRASE
        if phrase[0]:
            clause = polarity.clauses[item.first]
            result.append(Trend(*phrase, way * sign, _places(reading, clause) - phrase[0], clause))
    return tuple(result)


def _of_a_figure(found: Sequence[Word], item: Item) -> bool:
    """Say whether a figure was put up or down, and not what it measures ("revised up"), or something done "slowly"."""
    return (item.first > 0 and found[item.first - 1].stem in _REVISING) or found[item.first].normal.endswith("ly")


def numbered(
    text: str, found: Sequence[Word], clauses: Sequence[int], weighty: Mapping[int, str], place: int
) -> tuple[frozenset[str], frozenset[str]]:
    """Return the senses of what a figure at ``place`` numbers, and those of its head nouns, as ``Trend`` has them.

    "The total number of guards who sailed was 40" numbers guards: "number of" stands before it, no mark between.
    """
    for at in range(place - 2, max(-1, place - LONGEST_SUBJECT), -1):
        if not _MARKS.isdisjoint(text[found[at + 1].end : found[at + 2].start]):
            break
        if found[at].stem in COUNTS and found[at + 1].normal in ("of", "for"):
            return _phrase(_Reading(text, found, clauses, weighty), range(at + 2, place))
    return NO_PHRASE


def _denied(polarity: Polarity) -> bool:
    """Say whether a negator denies a change itself: as the nearest word it reaches, or with the whole statement."""
    return any(
        CHANGE in negation.reach and (negation.whole or negation.reach[0] == CHANGE) for negation in polarity.negations
    )


def _subject(reading: _Reading, item: Item) -> Phrase | None:
    """Return what moves by a word of change, ``None`` where a pronoun stands for it."""
    found, last = reading.found, reading.found[item.last]
    after = reading.after(item.last)
    noun = _is_noun(reading, item)
    if after and noun and found[after[0]].normal in ("in", "of", "to"):
        named = _phrase(reading, after[1:])
        if named[0] and not found[after[1]].normal[0].isdigit():
            return named
    direct = after
    if after and found[after[0]].stem in _DETERMINERS:
        direct = [at for at in after[1:3] if found[at].stem not in _ENDS] + after[3:]
    elif after and found[after[0]].normal.isdigit():  # "cut nine routes"
        direct = after[1:]
    if not noun and direct and direct[0] in reading.weighty and found[direct[0]].stem not in _ENDS:
        if last.stem not in _INTRANSITIVE:
            return _phrase(reading, direct)
        if last.normal.endswith("ing"):
            return NO_PHRASE
    before = reading.before(item.first)
    if before and found[before[-1]].stem in _PRONOUNS:
        return None
    if lead := _narrowed(reading, before):
        return _phrase(reading, lead)
    start = len(before)
    while start and len(before) - start < LONGEST_SUBJECT and not _opens(found[before[start - 1]]):
        start -= 1
    subject = before[start:] if start else _with_list(reading, before)
    if start and len(subject) > 1 and last.normal in _PARTICLES and found[before[start - 1]].stem in _BETWEEN:
        subject = subject[1:]  # the verb of "will push rents up"
    for at, place in enumerate(subject):  # "deaths caused by drink fell": what caused them did not
        if found[place].normal == "by" and found[place - 1].normal.endswith("ed"):
            subject = subject[: at - 1]
            break
    return _phrase(reading, [place for place in subject if found[place].normal not in _WITHIN_PHRASES])


def _opens(word: Word) -> bool:
    return word.stem in _OPENS and word.normal not in _WITHIN_PHRASES


def _narrowed(reading: _Reading, before: Sequence[int]) -> list[int]:
    """Return the places of the noun phrase that opens a claim and that the clause of its verb narrows, or none."""
    first = before[0] if before else 0
    lead = list(range(first))
    if not lead or reading.found[first].normal not in _NARROWING or any(_opens(reading.found[at]) for at in lead):
        return []
    return lead if all(reading.clauses[at] == reading.clauses[0] for at in lead) else []


def _is_noun(reading: _Reading, item: Item) -> bool:
    """Say whether a word of change is a noun: it can be one, and the words around leave it no predicate."""
    found = reading.found
    if found[item.last].normal not in forms("noun"):
        return False
    after, before = item.last + 1, item.first - 1
    if after < len(found) and (
        found[after].stem in _DETERMINERS or (after in reading.weighty and found[after].stem not in _ENDS)
    ):
        return False
    if before < 0:
        return True
    return not (found[before].stem in _BETWEEN or found[before].normal == "to" or _is_plural(found[before].normal))


def _is_plural(word: str) -> bool:
    return word.endswith("s") and not word.endswith(("ss", "us", "is"))


def _stands_between(word: Word) -> bool:
    return word.stem in _BETWEEN or word.normal.endswith("ly") or word.normal[0].isdigit()


def _with_list(reading: _Reading, named: list[int]) -> list[int]:
    """Add what a list names before its last comma: "knife crime, arson and theft have fallen"."""
    found, clauses = reading.found, reading.clauses
    while named and named[0] > 0 and any(found[place].normal == "and" for place in named):
        first = named[0]
        part = [place for place in range(first) if clauses[place] == clauses[first - 1]]
        listed = "," in reading.text[found[first - 1].end : found[first].start]
        if not listed or any(_stands_between(found[place]) or found[place].stem in _OPENS for place in part):
            break
        named = part + named
    return named


def _places(reading: _Reading, clause: int) -> frozenset[str]:
    """Return the senses of the names of a clause that say where something moved."""
    spoken, starts = [word.normal for word in reading.found], [word.start for word in reading.found]
    return frozenset(
        name
        for place, name in reading.weighty.items()
        if reading.clauses[place] == clause and names_place(reading.text, spoken, starts, place)
    )


def names_place(text: str, spoken: Sequence[str], starts: Sequence[int], place: int) -> bool:
    """Say whether a word in capitals stands behind "in" or "across", other words of its name between them or not."""
    before = place - 1
    while before > 0 and (spoken[before] in _WITHIN_NAMES or text[starts[before]].isupper()):
        before -= 1
    return text[starts[place]].isupper() and before >= 0 and spoken[before] in _PLACING


def _phrase(reading: _Reading, places: Sequence[int]) -> Phrase:
    """Return the senses of the noun phrase that begins at the first of ``places``, and those of its head nouns.

    It ends at a preposition other than "of" and "for". A head noun is one that no other word of the phrase follows.
    """
    found, clauses = reading.found, reading.clauses
    named: list[int] = []
    for place in places[:LONGEST_SUBJECT]:
        stem = found[place].stem
        apart = bool(named) and place - named[-1] > 1 and clauses[place] != clauses[named[-1]]
        if stem in _ENDS or apart:
            if named:
                break
            continue
        if place in reading.weighty and stem not in COUNTS and not found[place].normal[0].isdigit():
            named.append(place)
    if len(named) > MOST_NAMED:
        return NO_PHRASE
    heads = [
        place
        for place in named
        if place + 1 not in named or reading.text[found[place].end : found[place + 1].start].strip()
    ]
    return frozenset(reading.weighty[place] for place in named), frozenset(reading.weighty[place] for place in heads)
