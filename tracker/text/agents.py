"""Who did what to whom: two statements of the same words in which two of them have exchanged their parts.

"The dog bit the postman" and "The postman bit the dog" share every word. No parser is needed to tell them apart: it is
enough to see on which side of a shared verb two shared words stand, or behind which preposition, once the passive is
undone. Two words that take each other's place exchange their parts; words that merely moved (a date or a clause put in
front) exchange nothing, since what they passed did not move the other way round them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import combinations
from types import MappingProxyType
from typing import Final, NamedTuple

from tracker.text.lexicon import rows
from tracker.text.negation import BREAKS
from tracker.text.normal import Word, items, stems_of, words

BY: Final = "by"
TO: Final = "to"
THAN: Final = "than"


def _listed(kind: str) -> frozenset[str]:
    return next(frozenset(words.split()) for name, words in rows("text", "agents.tsv") if name == kind)


PREPOSITIONS: Final = _listed("preposition")
DETERMINERS: Final = _listed("determiner")
BE: Final = _listed("be")
ASKING: Final = _listed("asking")
"""Words that open a question, or a clause that hangs on a noun: "where", "which"."""
_JOINING: Final = _listed("joining")
_TARGETS: Final = _listed("target")
_PRONOUNS: Final = {form: forms.split("/")[0] for forms in _listed("pronoun") for form in forms.split("/")}
_QUOTING: Final = frozenset(stems_of(verb)[0] for verb in _listed("quoting"))
_NO_PIVOTS: Final = _QUOTING | frozenset(stems_of(verb)[0] for verb in _listed("symmetric"))
_BETWEEN: Final = _listed("between")
_PARTICIPLES: Final = frozenset(row[0] for row in rows("text", "irregular_forms.tsv")) | _listed("unchanged")
_REGULAR: Final = ("ed", "en")
_OUTWARD: Final = frozenset(word.replace("_", " ") for word in _listed("outward"))
_LEADING: Final = frozenset({THAN, "because"})
_NO_PARTS: Final = (
    _listed("time")
    | _listed("function")
    | ASKING
    | _BETWEEN
    | PREPOSITIONS
    | DETERMINERS
    | BE
    | frozenset(row[0] for row in rows("text", "clause_ends.tsv"))
)

_ADVERB: Final = "ly"
_PRESENT: Final = "ing"

AGENT: Final = "agent"
PATIENT: Final = "patient"
TOGETHER: Final = "with"
"""Who does something with another does it together: "the union met with the mayor"."""

NOUN_PHRASE: Final = 2
"""Words that may stand between a preposition and a noun where no determiner does: "in central northern Leeds"."""

BE_WITHIN: Final = 3
"""Words from a participle back to its "be": "was not seriously hurt"."""

OBJECT_WITHIN: Final = 3
"""Words from a verb to its object: "attacked the small village"."""

TEXTS_KEPT: Final = 1 << 10
"""Statements whose parts are remembered: a claim may be as good as the same as many others."""


class Exchange(NamedTuple):
    """Two words, as printed in the first statement, that take each other's part in the second.

    Both are one word where it does in one statement what it undergoes in the other.
    """

    one: str
    other: str


class _Part(NamedTuple):
    """A word that may have a part in a statement: its first and last place, and the preposition it stands behind."""

    first: int
    last: int
    behind: str


class _Role(NamedTuple):
    """What a word is to something done: the preposition it stands behind, if any, and the side it stands on."""

    behind: str
    side: str


class _Deed(NamedTuple):
    """Something done: the place of its word, the target behind that ("on"), whether it is passive, names an agent."""

    first: int
    following: str
    passive: bool
    agent: bool


class _Statement(NamedTuple):
    """The words of a statement, whether a mark stands before each, and its parts by the names of their senses.

    ``nouns`` are the names of what may be somebody or something, ``deeds`` what is done, by the name of its word.
    """

    text: str
    found: Sequence[Word]
    marked: Sequence[bool]
    parts: Mapping[str, _Part]
    nouns: frozenset[str] = frozenset()
    deeds: Mapping[str, _Deed] = MappingProxyType({})


def exchanged(one: str, other: str) -> Exchange | None:
    """Return the words that exchange their parts between two statements of nearly the same words, or ``None``.

    >>> exchanged("The dog bit the postman.", "The postman bit the dog.")
    Exchange(one='dog', other='postman')
    >>> exchanged("The dog bit the postman.", "The postman was bitten by the dog.") is None
    True
    """
    a, b = _read(one), _read(other)
    shared = [name for name in a.parts if name in b.parts]
    # In one order, behind the same prepositions and round the same deeds every word has the same role on both sides.
    if shared == [name for name in b.parts if name in a.parts] and all(
        a.parts[name].behind == b.parts[name].behind and _done_alike(a, b, name) for name in shared
    ):
        return None
    nouns = [name for name in shared if name in a.nouns and name in b.nouns]
    for pivot in shared:
        if (here := a.deeds.get(pivot)) is None or (there := b.deeds.get(pivot)) is None:
            continue
        alike = here[1:] == there[1:]
        moved = []
        for name in nouns:
            part, other_part = a.parts[name], b.parts[name]
            follows = part.first > here.first
            if name == pivot or (
                alike and part.behind == other_part.behind and follows == (other_part.first > there.first)
            ):
                continue
            role, role_there = _role(part, here), _role(other_part, there)
            if role != role_there and any(role) and any(role_there):
                moved.append((name, role, role_there))
        for (x, x_here, x_there), (y, y_here, y_there) in combinations(moved, 2):
            if _take_places(x_here, y_here, x_there, y_there):
                return Exchange(_printed(a, x), _printed(a, y))
        if here.passive != there.passive:
            alone = _undergone(a, b, pivot) if there.passive else _undergone(b, a, pivot)
            if alone is not None:
                return Exchange(_printed(a, alone), _printed(a, alone))
    return None


def _done_alike(a: _Statement, b: _Statement, name: str) -> bool:
    """Say whether a word says on neither side what is done, or is followed, and said in the passive or not, alike."""
    here, there = a.deeds.get(name), b.deeds.get(name)
    return here is None or there is None or here[1:] == there[1:]


def _take_places(x: _Role, y: _Role, x_there: _Role, y_there: _Role) -> bool:
    """Say whether two words have each other's role there; behind one preposition the sides alone tell them apart."""
    if x.behind == y.behind == x_there.behind == y_there.behind:
        return (x.side, y.side) == (y_there.side, x_there.side) and x.side != y.side
    roles = [role.behind or role.side for role in (x, y, x_there, y_there)]
    if roles[:2] != roles[:1:-1] or roles[0] == roles[1] or {*roles} == {AGENT, TOGETHER}:
        return False
    return bool(x.behind) == bool(y.behind) or {x.behind, y.behind} - {""} <= _OUTWARD


@lru_cache(maxsize=TEXTS_KEPT)
def _read(text: str) -> _Statement:
    """Return the parts of a statement; a word that stands in it twice has none, since nothing tells which is which."""
    found = words(text)
    marked = [
        place > 0 and not BREAKS.isdisjoint(text[found[place - 1].end : word.start]) for place, word in enumerate(found)
    ]
    parts: dict[str, _Part] = {}
    counted: Counter[str] = Counter()
    before: _Part | None = None
    for senses, first, last in items(found):
        own = found[first].normal
        name = _PRONOUNS.get(own) or f"{senses[0].name}{'-' * (senses[0].sign < 0)}"
        if own not in _PRONOUNS and (own[0].isdigit() or all(word.stop for word in found[first : last + 1])):
            continue
        how = own.endswith(_ADVERB) and own[: -len(_ADVERB)].startswith(found[first].stem)
        if own not in _PRONOUNS and (own in _NO_PARTS or how):
            continue
        counted[name] += 1
        before = parts[name] = _Part(first, last, _behind(text, found, marked, first, before))
    plain = _Statement(text, found, marked, {name: part for name, part in parts.items() if counted[name] == 1})
    return plain._replace(
        nouns=frozenset([name for name in plain.parts if _may_be_noun(plain, name)]),
        deeds={name: _deed(plain, name) for name in plain.parts if _may_be_pivot(plain, name)},
    )


def _behind(text: str, found: Sequence[Word], marked: Sequence[bool], first: int, before: _Part | None) -> str:
    """Return the preposition that a word at place ``first`` stands behind, "than" with it, or nothing."""
    place, passed, determined = first - 1, 0, False
    while place >= 0 and not marked[place + 1]:
        word = found[place].normal
        if word == TO and passed and not determined:
            return ""
        if word in PREPOSITIONS or word == THAN:
            leading = found[place - 1].normal if place and not marked[place] else ""
            return f"{leading} {word}" if leading in _LEADING else word
        if word in _JOINING and before is not None:
            return before.behind
        if determined or (found[place].stop and word not in DETERMINERS):
            return ""
        if word in DETERMINERS:
            determined = True
        elif _one_name(text, found, place) and before is not None and before.last == place:
            return before.behind
        elif passed == NOUN_PHRASE:
            return ""
        else:
            passed += 1
        place -= 1
    return ""


def _one_name(text: str, found: Sequence[Word], place: int) -> bool:
    """Say whether a word and the next are both in capitals, as the words of one name are."""
    return text[found[place].start].isupper() and text[found[place + 1].start].isupper()


def _may_be_pivot(one: _Statement, name: str) -> bool:
    """Say whether a word may be what is done: no noun but "the attack on", nor one of a list ("cats, dogs and")."""
    first, last, _ = one.parts[name]
    before = one.found[first - 1].normal if first else ""
    after = one.found[last + 1].normal if last + 1 < len(one.found) else ""
    if one.found[first].stem in _NO_PIVOTS or name in _PRONOUNS.values():
        return False
    is_noun = before != TO and (before in DETERMINERS or before in PREPOSITIONS)
    if is_noun and after != BY and after not in _TARGETS:
        return False
    listed = one.marked[first] or before in _JOINING
    return not (listed and (after in _JOINING or (after != "" and one.marked[last + 1])))


def _may_be_noun(one: _Statement, name: str) -> bool:
    """Say whether a word may be somebody or something: no participle, and no verb of saying."""
    first = one.parts[name].first
    word = one.found[first]
    going_on = first > 0 and word.normal.endswith(_PRESENT) and one.found[first - 1].normal in BE | _BETWEEN
    return not (going_on or word.stem in _QUOTING or word.normal.endswith(_REGULAR[0]))


def _is_passive(one: _Statement, pivot: str) -> bool:
    """Say whether what is done is said of who undergoes it: "was not bitten"."""
    first = one.parts[pivot].first
    own = one.found[first].normal
    if not own.endswith(_REGULAR) and own not in _PARTICIPLES:
        return False
    for place in range(first - 1, max(first - 1 - BE_WITHIN, -1), -1):
        word = one.found[place].normal
        if one.marked[place + 1]:
            return False
        if word in BE:
            return True
        if not (word.endswith(_ADVERB) or word in _BETWEEN):
            return False
    return False


def _names_agent(one: _Statement, pivot: str) -> bool:
    """Say whether "by" and somebody follow at once what is done: "a closure by the mayor", no "fell by 3 per cent"."""
    after = one.found[one.parts[pivot].last + 1 :][:2]
    return len(after) > 1 and after[0].normal == BY and not after[1].normal[0].isdigit()


def _deed(one: _Statement, pivot: str) -> _Deed:
    """Return what ``pivot`` says is done."""
    first, last, _ = one.parts[pivot]
    following = one.found[last + 1].normal if last + 1 < len(one.found) else ""
    return _Deed(first, following if following in _TARGETS else "", _is_passive(one, pivot), _names_agent(one, pivot))


def _role(part: _Part, deed: _Deed) -> _Role:
    """Return the role of a word in what is done, as it would be said in the active.

    What stands before the noun of a deed ("routine attacks by rebels") has none.
    """
    first, following, passive, agent = deed
    follows = part.first > first
    if part.behind == BY and (passive or agent) and follows:
        return _Role("", AGENT)
    if part.behind in _TARGETS and follows and (agent or following == part.behind):
        return _Role("", PATIENT)
    behind = "" if part.behind == TO and not follows else part.behind
    if agent and not passive and not follows:
        return _Role(behind, "")
    return _Role(behind, PATIENT if follows != passive else AGENT)


def _undergone(active: _Statement, passive: _Statement, pivot: str) -> str | None:
    """Return who does in one statement, to another, what it undergoes in the other: "bit the dog", "was bitten"."""
    doer, sufferer = _subject(active, pivot), _subject(passive, pivot)
    if doer is None or doer != sufferer:
        return None
    done = active.parts[pivot]
    has_object = any(
        not part.behind and done.last < part.first <= done.last + OBJECT_WITHIN for part in active.parts.values()
    )
    agents = any(part.behind == BY and part.first > passive.parts[pivot].first for part in passive.parts.values())
    return doer if has_object and not agents else None


def _subject(one: _Statement, pivot: str) -> str | None:
    """Return the nearest word before what is done that stands behind no preposition."""
    done = one.parts[pivot]
    before = [(part.first, name) for name, part in one.parts.items() if part.last < done.first and not part.behind]
    return max(before)[1] if before else None


def _printed(one: _Statement, name: str) -> str:
    part = one.parts[name]
    return one.text[one.found[part.first].start : one.found[part.last].end]
