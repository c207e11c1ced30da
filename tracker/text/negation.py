"""Negation and conditions: the words that negate, deny or make conditional, and what each of them reaches.

A negator reaches the clause that follows it (``data/negators.tsv`` says so; "is false" reaches back), up to the next
mark of punctuation or the next word of ``data/clause_ends.tsv``. Two negators over one word undo each other.
A denial ("denied that …") reaches a statement with its subject, where "not" reaches the predicate alone.

Matching asks for the polarity of a whole claim, the check of a quotation for the words that turn it round from outside,
search for the words that are indexed as "not": all of them read one list. Conditions are stated by "if", "unless",
"only where" (``data/conditions.tsv``)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from tracker.models import Span
from tracker.text.lexicon import rows
from tracker.text.normal import Item, Phrases, Word, items, stems_of, words
from tracker.text.sentences import is_abbreviation
from tracker.text.words import POINTS

BREAKS: Final = frozenset(f"{POINTS}()[]—–")
"""Marks at which the reach of a negator ends; quotation marks do not end it."""


def _mark(word: Word) -> str:
    """Return what a word is looked up by: its stem, or itself where it ends in -ly ("hardly" is no form of "hard")."""
    return word.normal if word.normal.endswith("ly") else word.stem


class _Entry(NamedTuple):
    """One row of the list: where the words reach ("-" where they turn nothing), and where else they count."""

    reach: str
    counts: frozenset[str]


@cache
def _entries() -> Mapping[tuple[str, ...], _Entry]:
    return {
        tuple(map(_mark, words(phrase))): _Entry(reach, frozenset("".join(more).split(",")))
        for phrase, reach, *more in rows("text", "negators.tsv")
    }


_WEAK: Final = "-"
_LISTED: Final = Phrases(_entries)
_NEGATORS: Final = Phrases(lambda: {marks: entry.reach for marks, entry in _entries().items() if entry.reach != _WEAK})
_REFUSALS: Final = frozenset(marks[0] for marks, entry in _entries().items() if "refusal" in entry.counts)
_LOSSES: Final = frozenset(marks[0] for marks, entry in _entries().items() if "loss" in entry.counts)
SEARCHED: Final = frozenset(stem for marks, entry in _entries().items() if "search" in entry.counts for stem in marks)
"""The stems that a search reads as "not"."""
OF_NONE: Final = frozenset({"no", "none", "no one", "nobody"})
"""Negators that say of none what others say of some."""
_AUXILIARIES: Final = frozenset(row[0] for row in rows("text", "auxiliaries.tsv"))
_JOINING: Final = frozenset({"and", "or"})
_PRONOUNS: Final = frozenset({"i", "he", "she", "it", "we", "they", "you", "this", "that", "there"})
_SUBJECTS: Final = frozenset({"i", "he", "she", "we", "they"})
_OPEN_STATEMENT: Final = frozenset({"that", "whether", "if", "how", "why"})
_SUBJECT: Final = 5
"""Words after a joining word among which the auxiliary of a clause of its own stands."""
_BRACKETS: Final = {"(": ")", "[": "]"}
_ASIDE: Final = frozenset(",–—")
_DASHES: Final = frozenset("–—")
_SENTENCE_END: Final = re.compile(r"[.;:!?](?!\d)")
_UNENDED: Final = _AUXILIARIES | {"not", "never"}
"""Words that end no clause: a mark right after them opens an aside."""
_AFTER_NEVER: Final = frozenset({"once", "ever", "yet", "even"})
"""Words that end none either behind "not" or "never": "I have never once, in ten years, …"."""
_CLAUSE_ENDS: Final = frozenset(stem for row in rows("text", "clause_ends.tsv") for stem in stems_of(row[0]))
_FORMS_OF_BE: Final = frozenset({"is", "are", "was", "were", "be", "been", "being", "not"})
AFTER: Final = "after"
AFTER_BE: Final = "after be"
BEFORE: Final = "before"
NEXT: Final = "next"
STATEMENT: Final = "statement"
NONE: Final = "none"
_DENYING: Final = frozenset({AFTER, STATEMENT, AFTER_BE, BEFORE})
"""Reaches of the words with which a draft may deny what it quotes; "less" and "least" deny nothing."""
NEAR: Final = 3
"""Words from a quotation within which a negator that reaches nothing ("…, never") still turns it."""

DENIED: Final = "denied"
"""What the negator is called that the cue of an attribution is, whatever its words."""


class Negation(NamedTuple):
    """One negator: its words as printed, and the names of the senses it reaches, the nearest first.

    ``whole`` is true where it reaches a statement with its subject ("denied that …"), ``main`` where it does not
    stand in a side clause or before an afterthought (", not a privilege"). ``subject`` are the senses before it in its
    clause, ``refusal`` is true where somebody did not do a thing ("refused to"), which says nothing of others.
    """

    words: str
    reach: tuple[str, ...]
    whole: bool
    main: bool
    subject: tuple[str, ...] = ()
    refusal: bool = False


class Polarity(NamedTuple):
    """The sign of every item (+1, or -1 under an odd number of negators), and the negators of a claim.

    ``cues`` are the items that are negators of one word, or part of what only looks like one ("no doubt"), ``parts``
    those that stand in a negator of several words ("not true that"): no other claim negates them. ``places`` holds the
    place of every negator among the words with the place of the nearest word it reaches (its own where it reaches
    none); ``mock`` the same for words that only look like a negator ("not only"), with the place of their last word.
    """

    signs: tuple[int, ...]
    negations: tuple[Negation, ...]
    cues: frozenset[int]
    parts: frozenset[int]
    places: Mapping[int, int]
    mock: Mapping[int, int]
    clauses: tuple[int, ...]


def _clauses(text: str, found: Sequence[Word]) -> tuple[list[int], set[int]]:
    """Return for every word the number of its clause, and the numbers of the side clauses ("because …").

    A joined predicate with an auxiliary of its own is a clause too: "is not safe and will not become so"; so is one
    with a subject of its own: "is not safe and the mill will close". What brackets or a pair of dashes enclose, and
    what commas do right after a word that cannot end a clause ("is not, they say, safe"), is put in: the clause goes on
    after it.
    """
    numbers: list[int] = []
    side: set[int] = set()
    asides: list[tuple[str, int]] = []
    number = last = 0
    for place, word in enumerate(found):
        gap = text[found[place - 1].end : word.start] if place else ""
        if len(gap) > 1:
            gap = gap.replace("--", "–").replace(" - ", " – ")
        breaks = False
        for mark in gap if not BREAKS.isdisjoint(gap) else "":
            if mark not in BREAKS or (mark == "." and _is_abbreviated(text, found[place - 1], gap)):
                continue
            breaks = True
            if asides and asides[-1][0] == mark:
                number, breaks = asides.pop()[1], False
            elif mark in _BRACKETS:
                asides.append((_BRACKETS[mark], number))
            elif mark in _ASIDE and (_is_unended(found, place - 1) or _closes(text, word.start, mark)):
                asides.append((mark, number))
            elif mark not in _ASIDE:
                asides = []
        opens = word.stem in _CLAUSE_ENDS
        if opens or breaks or (word.normal in _JOINING and _begins_clause(found, numbers, place, number)):
            last += 1
            number = last
        if opens and place:
            side.add(number)
        numbers.append(number)
    return numbers, side


def _is_unended(found: Sequence[Word], place: int) -> bool:
    """Say whether a word ends no clause."""
    word = found[place].normal
    return word in _UNENDED or (place > 0 and word in _AFTER_NEVER and found[place - 1].normal in ("not", "never"))


def _is_abbreviated(text: str, word: Word, gap: str) -> bool:
    """Say whether the full stop that begins a gap is that of the word before it, and ends nothing ("as Dr. Hale")."""
    return gap.startswith(". ") and is_abbreviation(f"{text[word.start : word.end]}.")


def _closes(text: str, start: int, mark: str) -> bool:
    """Say whether a dash comes back within its sentence: a pair of them encloses an aside."""
    if mark not in _DASHES:
        return False
    end = _SENTENCE_END.search(text, start)
    stop = end.start() if end else len(text)
    return any(text.find(f" {dash} ", start, stop) >= 0 for dash in (mark, "-")) or text.find("—", start, stop) >= 0


def _begins_clause(found: Sequence[Word], numbers: Sequence[int], place: int, number: int) -> bool:
    """Say whether the "and" or "or" at ``place`` joins a predicate with an auxiliary of its own, or a whole clause.

    A whole clause begins with a pronoun, or has its auxiliary within a few words where the clause before has one too
    and leaves no statement open: in "no guard and no driver will" and "said that guards and drivers will" it joins
    nouns.
    """
    following = [word.normal for word in found[place + 1 : place + 1 + _SUBJECT]]
    if following and following[0] in _AUXILIARIES | _SUBJECTS:
        return True
    if _AUXILIARIES.isdisjoint(following[1:]):
        return False
    if following[0] in _PRONOUNS:
        return True
    before = [word.normal for word, clause in zip(found, numbers, strict=False) if clause == number]
    return not _AUXILIARIES.isdisjoint(before) and _OPEN_STATEMENT.isdisjoint(before)


def _negators(text: str, found: Sequence[Word]) -> Iterator[tuple[int, int, str]]:
    """Yield the place of every listed negator, the place after it, and where it reaches."""
    marks = [normal if normal.endswith("ly") else own for _, _, normal, own, _ in found]  # ``_mark``, as it is in bulk
    begins = _NEGATORS.lengths
    free = 0
    for place in range(len(marks)):
        if place < free or marks[place] not in begins:
            continue
        if marks[place] == "nor" and "neither" in marks[:place]:
            continue  # one negator of two words
        entry = _NEGATORS.at(marks, place)
        if entry is not None and _broken(text, found[place : place + entry[1]]):
            entry = _NEGATORS.at(marks[: place + 1], place)
        if entry is None:
            continue
        reach, length = entry
        end = place + length
        before = found[place - 1].normal if place else ""
        if reach in (AFTER_BE, BEFORE) and before not in _FORMS_OF_BE:
            continue
        if marks[place] == "no" and place + 1 < len(found) and text[found[place + 1].start].isdigit():
            continue
        free = end
        # "Decide against": the verb goes on in "decide not to", so that "against" alone is what negates.
        yield (end - 1 if marks[end - 1] == "against" else place), end, reach


def _is_plural(word: Word) -> bool:
    """Say whether a word is a plural noun: "less weapons" denies none of them."""
    return word.normal.endswith("s") and word.normal != word.stem and not word.normal.endswith("ss")


def _broken(text: str, phrase: Sequence[Word]) -> bool:
    """Say whether a mark stands between the words of a phrase: "not (so far as we know)" is no "not so"."""
    return any(not BREAKS.isdisjoint(text[one.end : other.start]) for one, other in pairwise(phrase))


class _Scope(NamedTuple):
    """One negator at words ``[place, end)``: where it reaches, and the numbers of the items it reaches, in order."""

    place: int
    end: int
    reach: str
    under: tuple[int, ...]


def _scopes(text: str, found: Sequence[Word], read: Sequence[Item], clauses: Sequence[int]) -> Iterator[_Scope]:
    """Yield every listed negator with what it reaches, the nearest first; those that only look like one reach none."""
    for place, end, reach in _negators(text, found):
        if reach == NEXT:
            signed = any(sense.sign for item in read if item.first == end for sense in item.senses)
            if not signed or _is_plural(found[end]):
                continue
        near = [number for number, item in enumerate(read) if clauses[item.first] == clauses[place]]
        if reach == NONE:
            under = []
        elif reach == BEFORE:
            under = [number for number in reversed(near) if read[number].last < place]
        elif reach == NEXT:
            under = [number for number in near if read[number].first == end]
        else:
            under = [number for number in near if read[number].first >= end]
        yield _Scope(place, end, reach, tuple(under))


def read_polarity(text: str, found: Sequence[Word], read: Sequence[Item], denied: bool = False) -> Polarity:
    """Read the negations of a claim; ``denied`` is true where the cue of its attribution denies the whole of it."""
    clauses, side = _clauses(text, found)
    signs = [-1 if denied and clauses[item.first] not in side else 1 for item in read]
    negations: list[Negation] = []
    cues: set[int] = set()
    parts: set[int] = set()
    places: dict[int, int] = {}
    mock: dict[int, int] = {}
    bare = [number for number, item in enumerate(read) if not found[item.first].stop]
    if denied:
        reached = tuple(read[number].senses[0].name for number in bare if signs[number] < 0)
        negations.append(Negation(DENIED, reached, whole=True, main=True))
    for place, end, reach, under in _scopes(text, found, read, clauses):
        held = {number for number, item in enumerate(read) if place <= item.first < end}
        if end == place + 1 or reach == NONE:
            cues |= held
        else:
            parts |= held
        if reach == NONE:
            mock[place] = end - 1
            continue
        for number in under:
            signs[number] = -signs[number]
        telling = [number for number in under if number in bare]
        places[place] = read[telling[0]].first if telling else place
        printed = text[found[place].start : found[end - 1].end]
        clause = clauses[place]
        afterthought = place > 0 and clauses[place - 1] != clause
        reached = tuple(read[number].senses[0].name for number in telling)
        before = [number for number in bare if clauses[read[number].first] == clause and read[number].last < place]
        negations.append(
            Negation(
                printed,
                reached,
                whole=reach == STATEMENT,
                main=clause not in side and not afterthought,
                subject=tuple(read[number].senses[0].name for number in before) if reach == AFTER else (),
                refusal=_mark(found[place]) in _REFUSALS,
            )
        )
    return Polarity(tuple(signs), tuple(negations), frozenset(cues), frozenset(parts), places, mock, tuple(clauses))


def turned_by(sentence: str, kept: Span) -> Span | None:
    """Return the first negator of a sentence that turns the words at ``kept`` round and stands outside them.

    That is what a quotation of these words alone would leave out, or ``None``. As in matching, two negators over one
    word undo each other, and a name is denied by none.

    >>> sentence = "We have not been planning patrols."
    >>> turned_by(sentence, Span(17, 33)).of(sentence)
    'not'
    >>> turned_by("We cannot rule out patrols at night.", Span(19, 35)) is None
    True
    """
    found = words(sentence)
    read = items(found)
    clauses, _ = _clauses(sentence, found)
    inside = [kept.start <= word.start and word.end <= kept.end for word in found]
    quoted = [number for number, item in enumerate(read) if inside[item.first] and not found[item.first].stop]
    outside = [
        scope
        for scope in _scopes(sentence, found, read, clauses)
        if scope.reach != NONE and not all(inside[scope.place : scope.end])
    ]
    for scope in outside:
        reached = [number for number in scope.under if not found[read[number].first].stop]
        held = [n for n in reached if n in quoted and not _is_name(sentence, found[read[n].first])]
        if held:
            undone = sum(held[0] in other.under for other in outside)
            if undone % 2:
                return Span(found[scope.place].start, found[scope.end - 1].end)
        elif not reached and any(inside[max(0, scope.place - NEAR) : scope.end + NEAR]):
            return Span(found[scope.place].start, found[scope.end - 1].end)
    return None


def _is_name(text: str, word: Word) -> bool:
    return word.start > 0 and text[word.start].isupper() and not text.isupper()


def lost(text: str) -> str | None:
    """Return the first word of ``text``, as printed, whose loss may turn a meaning round, or ``None``.

    >>> lost("and will never plan"), lost("don’t"), lost("and then")
    ('never', 'don’t', None)
    """
    return next((text[word.start : word.end] for word in words(text) if word.normal in _LOSSES), None)


@lru_cache(maxsize=4096)
def reach_of(text: str) -> str | None:
    """Return where a listed negator reaches that is all of ``text``, or ``None`` where it is no negator.

    >>> reach_of("refused"), reach_of("didn't"), reach_of("not only"), reach_of("often")
    ('after', 'after', 'none', None)
    """
    found = words(text)
    marks = tuple(map(_mark, found))
    if marks in _entries():
        reach = _entries()[marks].reach
        return reach if reach != _WEAK else None
    contracted = len(marks) > 1 and len(text.split()) == 1 and found[0].normal in _AUXILIARIES
    return _entries()[marks[1:]].reach if contracted and marks[1:] in _entries() else None


def denies(text: str) -> bool:
    """Tell whether words hold a negation, or a verb or noun of denial ("disputes", "rejection").

    >>> denies("Marlow disputes that they are"), denies("no doubt they are")
    (True, False)
    """
    marks = [_mark(word) for word in words(text)]
    place = 0
    while place < len(marks):
        entry, length = _LISTED.at(marks, place) or (None, 1)
        if entry is not None and (entry.reach in _DENYING or entry.counts & {"loss", "denial"}):
            return True
        place += length
    return False


_LONGEST: Final = max(len(row[0].split()) for row in rows("text", "conditions.tsv"))
_LIMITING: Final = frozenset(("only", "but", "just"))
_JOINING_CLAUSES: Final = frozenset(("and", "but", "or", "so", "that", "because", "while", "which", "who"))
"""Words behind which a clause may begin: what stands there is said under no condition of the clause before."""
_STRONG: Final = re.compile(r"[;:.!?](?:\s|$)")
_MARK: Final = re.compile(r"[,;:.!?—–“”\"‘’(]")
_INVERTED: Final = frozenset(("should", "were", "had"))
"""Verbs that state a condition where they open a sentence that asks nothing: "Should the grant be cut, we close"."""
_LONGEST_ASIDE: Final = 4
"""Words of a cue put in behind a fronted condition: "If the grant is cut, Ms Marlow said, we close"."""
_FRONTED: Final = 6
"""Words that may stand between a fronted condition and the words it governs ("If so, we shall, I promise, …")."""


def is_auxiliary(word: str) -> bool:
    """Tell whether a word in small letters is an auxiliary verb, which opens a question.

    >>> is_auxiliary("is"), is_auxiliary("asks")
    (True, False)
    """
    return word in _AUXILIARIES


@cache
def condition_words(kind: str) -> frozenset[tuple[str, ...]]:
    """Return the phrases of one kind of ``data/conditions.tsv``, each as its words in lower case."""
    return frozenset(tuple(row[0].split()) for row in rows("text", "conditions.tsv") if row[1] == kind)


@cache
def supposing(where: str) -> frozenset[tuple[str, ...]]:
    """Return the conditions that make a clause supposed where they are its first words, or ``anywhere`` in it."""
    places = ("anywhere", "start") if where == "start" else (where,)
    return frozenset(tuple(row[0].split()) for row in rows("text", "conditions.tsv") if row[2:] and row[2] in places)


def governing_condition(sentence: str, kept: Span) -> Span | None:
    """Return the first condition of a sentence that governs the clause at ``kept`` and stands outside it.

    That is what a quotation of these words alone would leave out, or ``None``. A condition behind its clause reaches
    back to the last joining word with an auxiliary after it; one that opens the sentence reaches forward to the first.
    A phrase without an auxiliary that does not open its sentence ("night patrols") states nothing, and has none.

    >>> sentence = "We will not arm patrols at the harbour unless lives are at risk."
    >>> governing_condition(sentence, Span(0, 38)).of(sentence)
    'unless'
    >>> governing_condition(sentence, Span(16, 38)) is None
    True
    """
    found = words(sentence)
    inside = [word for word in found if kept.start <= word.start and word.end <= kept.end]
    if not inside:
        return None
    before = [word for word in found if word.end <= kept.start]
    opens = not before or _MARK.search(sentence, before[-1].end, kept.start) is not None
    states_so = any(word.normal in _AUXILIARIES for word in inside)
    inverted = found[0].normal in _INVERTED and _inverted(sentence, found)
    for first, end in (*([(0, 1)] if inverted else []), *_conditions(found)):
        span = Span(found[first].start, found[end - 1].end)
        if span.end <= kept.start and _is_fronted(sentence, found, first, kept.start):
            return span
        if span.start >= kept.end and (opens or states_so) and _is_behind(sentence, found, kept.end, first):
            return span
    return None


def states_condition(text: str) -> bool:
    """Tell whether words state any condition.

    >>> states_condition("if the grant is paid"), states_condition("even if it rains")
    (True, False)
    >>> states_condition("that, had it rained, they")
    True
    """
    found = words(text)
    return _inverted(text, found) or next(_conditions(found), None) is not None


def _inverted(text: str, found: Sequence[Word]) -> bool:
    """Tell whether a text that asks nothing states a condition by its verb alone, behind a "that" or none."""
    opens = next((word.normal for word in found if word.normal != "that"), "")
    behind = any(one.normal == "that" and other.normal in _INVERTED for one, other in pairwise(found))
    return "?" not in text and (behind or (opens in _INVERTED and "," in text))


def _conditions(found: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Yield the first word of every condition and the word behind the words that state it."""
    normal = [word.normal for word in found]
    for at in range(len(normal)):
        if any(_at(normal, begin, "idle") for begin in (at, at - 1, at - 2) if begin >= 0):
            continue
        if length := _at(normal, at, "condition"):
            yield at, at + length
        elif normal[at] in _LIMITING and _at(normal, at + 1, "only"):
            yield at, at + 2


def _at(normal: Sequence[str], at: int, kind: str) -> int:
    """Return how many words the longest listed phrase that begins at a word has, 0 for none."""
    known = condition_words(kind)
    return next((n for n in range(min(_LONGEST, len(normal) - at), 0, -1) if tuple(normal[at : at + n]) in known), 0)


def _is_fronted(sentence: str, found: Sequence[Word], first: int, kept: int) -> bool:
    """Tell whether a condition opens a clause and governs the words from ``kept`` on."""
    start = found[first].start
    behind = found[first - 1].end if first else 0
    if first and found[first - 1].normal not in _JOINING_CLAUSES and not _MARK.search(sentence, behind, start):
        return False
    if _STRONG.search(sentence, start, kept):
        return False
    comma = sentence.find(",", start, kept)
    if comma < 0:
        return True
    aside = sentence.find(",", comma + 1, kept)
    if aside > 0 and sum(comma < word.start < aside for word in found) <= _LONGEST_ASIDE:
        comma = aside
    between = [word.normal for word in found if comma < word.start < kept]
    return len(between) <= _FRONTED and not {"and", "but", "so"} & set(between)


def _is_behind(sentence: str, found: Sequence[Word], kept: int, first: int) -> bool:
    """Tell whether a condition that begins with word ``first`` belongs to the clause that ends at ``kept``."""
    if _STRONG.search(sentence, kept, found[first].start):
        return False
    between = [word.normal for word in found[:first] if word.start >= kept]
    joined = next((at for at, normal in enumerate(between) if normal in _JOINING_CLAUSES), len(between))
    return _AUXILIARIES.isdisjoint(between[joined:])
