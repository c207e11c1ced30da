"""Whom "he", "she" and "who" mean: the nearest fitting person outside quotations."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from tracker.extract.mentions import Mention, People
from tracker.extract.names import subject_verbs
from tracker.extract.tokens import Prose

REACH = 4
"""A pronoun is not read back over more sentences than this."""
APPOSITIVE = 30
"""Words an appositive or relative clause between a name and its verb may have."""
ADVERBS = 3
"""Adverbs that may stand between a subject and its verb."""
GENDER = {"he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f"}
SUBJECT_PRONOUNS = frozenset({"he", "she"})
RELATIVES = frozenset({"who", "whom", "whose"})
_VERB_TAGS = frozenset({"MODAL", "BE", "HAVE", "DO"})
_ADVERB_TAGS = frozenset({"LY", "ADV", "NEG", "TIME"})
_CLAUSE_OPENERS = frozenset({"SUB", "AND", "THAT", "WH"})


class Standing(IntEnum):
    """How prominent a mention is: the higher, the likelier a pronoun means it."""

    OTHER = 0
    EMBEDDED = 1
    SUBJECT = 2
    SOURCE = 3


@dataclass(frozen=True, slots=True)
class Antecedent:
    """The person a pronoun means, how sure that is in [0, 1], and why."""

    person: int
    confidence: float
    why: str


@dataclass(frozen=True, slots=True)
class _Place:
    token: int
    sentence: int
    person: int
    standing: Standing


def antecedents(
    prose: Prose, people: People, sources: Sequence[tuple[int, int]], contents: Sequence[tuple[int, int]]
) -> dict[int, Antecedent]:
    """Return the antecedent of every he, she, his, her, him outside quotations, by token number.

    ``sources`` and ``contents`` are the token ranges of the attributions: a source is a subject for certain, and a
    name inside reported content stands back behind the one who reports. Pronouns are read in order of the text, so
    that a chain of them leads back to one name. Where nobody fits, the pronoun has no entry.
    """
    speaking = {index for first, last in sources for index in range(first, last)}
    reported = _covered(len(prose.words), contents)
    places: list[_Place] = []
    found: dict[int, Antecedent] = {}
    mentions = iter([mention for mention in people.mentions if prose.quotation[mention.name_first] < 0])
    coming = next(mentions, None)
    for index, word in enumerate(prose.lower):
        while coming is not None and coming.last <= index:
            standing = _standing(prose, coming, speaking, reported)
            places.append(_Place(coming.last - 1, prose.sentence[coming.last - 1], coming.person, standing))
            coming = next(mentions, None)
        gender = GENDER.get(word)
        if gender is None or prose.quotation[index] >= 0:
            continue
        chosen = _choose(prose, people, places, index, gender, contents if index in speaking else ())
        if chosen is None:
            continue
        found[index] = chosen
        standing = Standing.OTHER
        if word in SUBJECT_PRONOUNS:
            standing = (
                Standing.SOURCE if index in speaking else Standing.EMBEDDED if reported[index] else Standing.SUBJECT
            )
        places.append(_Place(index, prose.sentence[index], chosen.person, standing))
    return found


def _covered(count: int, ranges: Sequence[tuple[int, int]]) -> list[bool]:
    covered = [False] * count
    for first, last in ranges:
        covered[first:last] = [True] * (last - first)
    return covered


def _choose(
    prose: Prose,
    people: People,
    places: Sequence[_Place],
    index: int,
    gender: str,
    contents: Sequence[tuple[int, int]],
) -> Antecedent | None:
    sentence = prose.sentence[index]
    own = [(first, last) for first, last in contents if _same_statement(prose, first, last, index)]
    fitting: list[tuple[int, int, int, _Place]] = []
    for place in reversed(places):
        if sentence - place.sentence > REACH:
            break
        person = people.persons[place.person]
        if person.gender not in (None, gender) or any(first <= place.token < last for first, last in own):
            continue
        fitting.append((_steps(place, sentence), -place.standing, index - place.token, place))
    if not fitting:
        return None
    best = min(fitting)[3]
    rivals = {place.person for *_, place in fitting} - {best.person}
    sure = people.persons[best.person].gender == gender
    confidence = SURE if not rivals else LIKELY if best.standing >= Standing.SUBJECT else UNSURE
    if not sure:
        confidence -= GENDER_UNKNOWN
    return Antecedent(best.person, confidence, "the nearest fitting subject")


SURE, LIKELY, UNSURE = 0.85, 0.75, 0.5
"""Confidence where one person fits; where the nearest of several is a subject; where it is none."""
GENDER_UNKNOWN = 0.1
"""Taken off where nothing in the text shows the person's gender."""


def _steps(place: _Place, sentence: int) -> int:
    """Return how far back a place stands, in sentences; a mere mention counts as one sentence further."""
    back = sentence - place.sentence
    return back + (place.standing == Standing.OTHER) + (place.standing == Standing.EMBEDDED)


def _same_statement(prose: Prose, first: int, last: int, index: int) -> bool:
    """Tell whether content and pronoun stand in one sentence: a source is not named inside its own content."""
    return first < last and prose.sentence[first] <= prose.sentence[index] <= prose.sentence[last - 1]


def _standing(prose: Prose, mention: Mention, speaking: set[int], reported: Sequence[bool]) -> Standing:
    if mention.last - 1 in speaking and not mention.possessive:
        return Standing.SOURCE
    if not is_subject(prose, mention):
        return Standing.OTHER
    return Standing.EMBEDDED if reported[mention.name_first] else Standing.SUBJECT


def is_subject(prose: Prose, mention: Mention) -> bool:
    """Tell whether a mention looks like the subject of a clause: a verb follows, past what may stand between."""
    if mention.possessive:
        return False
    tags, lower = prose.tags, prose.lower
    end = prose.sentences[prose.sentence[mention.name_first]][1]
    before = tags[mention.first - 1] if mention.first else ""
    if before in ("PREP", "TO"):
        return False
    index = _past_appositive(prose, mention.last, end)
    for _ in range(ADVERBS):
        if index < end and tags[index] in _ADVERB_TAGS:
            index += 1
    return index < end and (tags[index] in _VERB_TAGS or tags[index] == "ED" or lower[index] in subject_verbs())


def _past_appositive(prose: Prose, index: int, end: int) -> int:
    """Return the token after ", the mayor of X," or "(R-Ohio)" where one follows, else ``index``."""
    if index < end and prose.words[index] == "(":
        close = next((place for place in range(index, min(end, index + APPOSITIVE)) if prose.words[place] == ")"), None)
        return index if close is None else close + 1
    if index < end and prose.words[index] == ",":
        for place in range(index + 1, min(end, index + APPOSITIVE)):
            if prose.words[place] == "," and place + 1 < end and _is_verb(prose, place + 1):
                return place + 1
    return index


def _is_verb(prose: Prose, index: int) -> bool:
    return prose.tags[index] in _VERB_TAGS or prose.tags[index] == "ED" or prose.lower[index] in subject_verbs()


def name_before(people: People, index: int, prose: Prose) -> int | None:
    """Return the person named right before a relative pronoun at token ``index`` ("Jane Doe, who"), or ``None``."""
    place = index - 1
    while place >= 0 and prose.words[place] in (",", "(", "--", "–", "—"):
        place -= 1
    ends = [mention.last - 1 for mention in people.mentions]
    at = bisect_left(ends, place)
    if at < len(ends) and ends[at] == place and not people.mentions[at].possessive:
        return people.mentions[at].person
    return None
