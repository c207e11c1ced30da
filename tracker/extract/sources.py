"""The source of an attribution: the noun phrase that its printed span means, and the name at its head."""

from __future__ import annotations

from itertools import pairwise

from tracker.extract.mentions import Mention, People
from tracker.extract.noun_phrases import body_noun, is_plural, person_noun, phrase_end, piece_end, subject_verbs
from tracker.extract.prose import Prose
from tracker.text.names import is_address

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


_DASHES = frozenset(("—", "–", "--", "-"))
_OPENS = frozenset(("DET", "POSS", "NAME", "CAP", "GEN"))
_NOUNS = frozenset(("WORD", "S"))
_ADVERB_TAGS = frozenset(("LY", "ADV", "TIME", "NEG"))
_LOOSE_ENDS = frozenset(("ADV", "TIME", "AND", "SUB", "THAT", "TO"))
_LATE_ADVERBS = frozenset(("further", "first", "next", "later", "earlier"))
_NUMBERS = frozenset(("NUM",))
LONGEST_NOUN_PHRASE = 4
"""Words by which a noun phrase cut short is read on."""


def source_proper(prose: Prose, people: People, first: int, last: int, cue: int) -> tuple[int, int]:
    """Return the tokens of the noun phrase a source means; ``cue`` is the first token of its cue, or -1.

    No dateline and no opening clause ("LEEDS — Ann Reed", "Asked about it, Ann Reed"); a name, a list of names or a
    noun phrase cut short is read to its end; a name on the other side of a comma is taken in, since it says who is
    described ("Google's head of design, Ann Reed").
    """
    while last - 1 > first and _is_loose_end(prose, last - 1):
        last -= 1
    first = _past_dateline(prose, first, last)
    if prose.tags[first] in ("CAP", "ED", "ING") and prose.lower[first].endswith(("ing", "ed")):
        first = _past_clause(prose, people, first, last)
    first, last = _whole_name(people, first, last)
    last = _without_adverb(prose, people, first, last)
    last = _whole_noun_phrase(prose, people, first, last, cue)
    first = _whole_share(prose, first)
    first = _whole_list(prose, people, first, last)
    return _with_apposition(prose, people, first, last, cue)


def _is_loose_end(prose: Prose, index: int) -> bool:
    """Tell whether a source cannot end with a token: a mark, an adverb, "and", "that"."""
    tag = prose.tags[index]
    return not prose.words[index][0].isalnum() or tag in _LOOSE_ENDS or prose.lower[index] in _LATE_ADVERBS


def _past_dateline(prose: Prose, first: int, last: int) -> int:
    dash = next((index for index in range(first + 1, last - 1) if prose.words[index] in _DASHES), None)
    if dash is None or prose.starts[dash] == prose.ends[dash - 1]:
        return first
    capitals = all(word.isupper() or not word[0].isalpha() for word in prose.words[first:dash])
    return dash + 1 if capitals else first


def _past_clause(prose: Prose, people: People, first: int, last: int) -> int:
    """Return where the subject after an opening participle begins: past a comma, at a name or else an article."""
    commas = [index + 1 for index in range(first + 1, last - 1) if prose.words[index] == ","]
    named = {name.first for name in people.inside(first, last) if not name.possessive}
    begins = [start for start in commas if start in named] or [s for s in commas if prose.tags[s] in _OPENS]
    return begins[-1] if begins else first


def _whole_name(people: People, first: int, last: int) -> tuple[int, int]:
    at = people.at(last - 1)
    if at is not None:
        last = max(last, at.last)
    at = people.at(first)
    return min(first, at.first) if at is not None else first, last


def _without_adverb(prose: Prose, people: People, first: int, last: int) -> int:
    """Leave out what follows a name that opens the source, if it begins the predicate ("Reed turns")."""
    at = people.at(first)
    if at is None or at.last >= last or at.possessive:
        return last
    word = prose.lower[at.last]
    verb = word in subject_verbs() and person_noun(word) is None
    adverb = prose.tags[at.last] in _ADVERB_TAGS and person_noun(word) is None
    return at.last if verb or adverb or word in _LATE_ADVERBS else last


def _whole_noun_phrase(prose: Prose, people: People, first: int, last: int, cue: int) -> int:
    """Read on where an article or a possessor stands without its noun: "the Reed" campaign, "Reed's" lawyer."""
    at = people.at(last - 1)
    begins = (
        prose.tags[first] == "DET" and prose.words[last - 1][0].isupper() and phrase_end(prose, first, last) == last
    )
    owner = at is not None and at.possessive
    if not (begins or owner):
        return last
    end = last
    while end < len(prose.words) and end != cue and end - last < LONGEST_NOUN_PHRASE and _is_noun(prose, end):
        end += 1
    head = prose.lower[end - 1]
    return end if end > last and (person_noun(head) is not None or body_noun(head)) else last


def _is_noun(prose: Prose, index: int) -> bool:
    if prose.words[index][0].isupper() or prose.starts[index] - prose.ends[index - 1] != 1:
        return False
    word = prose.lower[index]
    return person_noun(word) is not None or (prose.tags[index] in _NOUNS and word not in subject_verbs())


def _whole_share(prose: Prose, first: int) -> int:
    """Read back over "four in" before "10 voters": the share is the head."""
    sentence_first = prose.sentences[prose.sentence[first]][0]
    if first - 2 >= sentence_first and prose.lower[first - 1] == "in" and prose.tags[first] in _NUMBERS:
        return first - 2
    return first


def _whole_list(prose: Prose, people: People, first: int, last: int) -> int:
    """Read back over the names of a list whose end is the source: "Reed, Shaw" before "and Cole"."""
    while first >= 2 and prose.words[first - 1] == "," and any(word in _AND for word in prose.lower[first:last]):
        before, here = people.at(first - 2), people.at(first)
        if before is None or here is None or here.first != first or before.possessive:
            break
        first = before.first
    return first


def _with_apposition(prose: Prose, people: People, first: int, last: int, cue: int) -> tuple[int, int]:
    """Take in the name that a description explains, before it or after it, set off by a comma."""
    head = person_noun(prose.lower[piece_end(prose, first, last) - 1])
    if head is None or people.at(first) is not None or _ends_in_apposition(prose, people, last):
        return first, last
    before = people.at(first - 2) if first >= 2 and prose.words[first - 1] == "," else None
    if before is not None and not before.possessive and not head.plural and prose.tags[first] == "DET":
        return before.first, last
    if last + 1 < len(prose.words) and prose.words[last] == "," and last != cue:
        after = people.at(last + 1)
        if after is not None and after.first == last + 1 and not after.possessive:
            return first, _list_end(prose, people, after) if head.plural else after.last
    return first, last


def _ends_in_apposition(prose: Prose, people: People, last: int) -> bool:
    """Tell whether a source holds the name it describes already: "the union's leader, Tom Hale"."""
    name = people.at(last - 1)
    return name is not None and not name.possessive and name.first > 0 and prose.words[name.first - 1] == ","


def _list_end(prose: Prose, people: People, name: Mention) -> int:
    while name.last + 1 < len(prose.words) and prose.lower[name.last] in _AND:
        following = people.at(name.last + 1)
        if following is None or following.first != name.last + 1:
            break
        name = following
    return name.last
