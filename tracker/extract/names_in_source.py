"""Which names a source gives as its head: "Ann Reed, the mayor", "the mayor, Ann Reed", not "Reed's lawyer"."""

from __future__ import annotations

from itertools import pairwise

from tracker.extract.mentions import Mention, People
from tracker.extract.noun_phrases import is_plural, person_noun, piece_end
from tracker.extract.tokens import Prose
from tracker.language.personal_names import is_address

OFFICE_OF = 2
"""Words between "of" and a name that still belong to the office ("of state", "of public affairs")."""
NOWHERE = -1
_OFFICE_TAGS = frozenset(("WORD", "S", "ING"))
_AND = frozenset(("and", "&", "or"))
_LIST_MARKS = ([","], ["and"], ["or"], ["&"], [",", "and"])
_BEFORE_NAME = frozenset(
    ("WORD", "S", "NAME", "CAP", "GEN", "DET", "POSS", "NUM", "ED", ".", "“", "”", '"', "-"),
)


def head_names(prose: Prose, people: People, first: int, last: int) -> list[Mention]:
    """Return the people at the head of a source, several only where "and" joins names alone."""
    end = piece_end(prose, first, last)
    inside = [name for name in people.inside(first, last) if not name.possessive or name.last == last]
    called = [name for name in inside if name.first > first and prose.lower[name.first - 1] == "named"]
    heads = (
        called[:1]
        or _listed(prose, inside, first, last)
        or _joined(prose, inside, first, end)
        or _after_office(prose, inside, end, last)
    )
    if heads or end == last:
        return heads
    if is_plural(prose, first, last):
        return _joined(prose, inside, end + 1, last) if prose.words[end] == "," else []
    if prose.words[end - 1][0].isupper() and person_noun(prose.lower[end - 1]) is None:
        return []
    return _named_later(prose, inside, end, last)


def _joined(prose: Prose, names: list[Mention], first: int, end: int) -> list[Mention]:
    """Return the names that fill the head of the tokens ``first`` to ``end``: the last ends there, "and" joins them."""
    heads: list[Mention] = []
    for name in reversed(names):
        if name.name_first < first or name.last > end:
            continue
        if name.last == (_and_before(prose, heads[0].first, first) if heads else end):
            heads.insert(0, name)
    if heads and (heads[0].first == first or _describes(prose, first, heads[0].first)):
        return heads
    return []


def _and_before(prose: Prose, index: int, first: int) -> int:
    """Return the "and" before a name, past the capitals of a body ("and Leeds Council Leader Ann Reed")."""
    index -= 1
    while index > first and prose.words[index][0].isupper():
        index -= 1
    return index if prose.lower[index] in _AND else NOWHERE


def _listed(prose: Prose, names: list[Mention], first: int, last: int) -> list[Mention]:
    """Return the names of a source that is nothing but a list of them: "Reed, Shaw and Cole"."""
    if len(names) < 2 or names[0].first != first or names[-1].last != last:
        return []
    marks = [prose.lower[one.last : other.first] for one, other in pairwise(names)]
    closed = marks[-1][-1:] in (["and"], ["or"])
    return names if closed and all(mark in _LIST_MARKS for mark in marks) else []


def _describes(prose: Prose, first: int, last: int) -> bool:
    """Tell whether tokens before a name can be its description: nouns and adjectives, no "and", "like" or "led by"."""
    return all(
        (prose.tags[index] in _BEFORE_NAME and prose.lower[index] != "led") or _joins_capitals(prose, index)
        for index in range(first, last)
    )


def _joins_capitals(prose: Prose, index: int) -> bool:
    """Tell whether "and" stands inside a title: "Police and Crime Commissioner Ann Reed", not "Mr and Mrs Shaw"."""
    if index == 0 or prose.lower[index] not in _AND or is_address(prose.words[index - 1]):
        return False
    return prose.words[index - 1][0].isupper() and prose.words[index + 1][0].isupper()


def _after_office(prose: Prose, names: list[Mention], end: int, last: int) -> list[Mention]:
    """Return the name after an office with "of": "secretary of state Ann Reed", not "wife of senator Reed".

    A place may stand in it where the office is printed in capitals ("Mayor of London Ann Reed").
    """
    office = person_noun(prose.lower[end - 1])
    if office is None or office.plural or end == last or prose.lower[end] != "of":
        return []
    for name in names:
        words = range(end + 1, name.first)
        tags = _OFFICE_TAGS | {"NAME"} if prose.words[end - 1][0].isupper() else _OFFICE_TAGS
        if 0 < len(words) <= OFFICE_OF and all(prose.tags[index] in tags for index in words):
            return [name] if person_noun(prose.lower[name.first - 1]) is None else []
    return []


def _named_later(prose: Prose, names: list[Mention], end: int, last: int) -> list[Mention]:
    """Return the one name that explains a description before it: "the head of the board, Ann Reed"."""
    for comma in range(end, last):
        if prose.words[comma] != ",":
            continue
        sub_end = piece_end(prose, comma + 1, last) if comma + 1 < last else last
        found = [name for name in names if name.first > comma and name.last == sub_end]
        if found and _describes(prose, comma + 1, found[-1].first):
            alone = not any(prose.lower[index] in _AND for index in range(comma, last))
            return found[-1:] if alone else []
    return []
