"""Whom "he", "she" and "who" mean: the nearest fitting person outside quotations."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import IntEnum

from tracker.extract.mentions import Mention, People, Person
from tracker.extract.noun_phrases import subject_verbs
from tracker.extract.tokens import Prose

REACH = 4
"""A pronoun is not read back over more sentences than this."""
APPOSITIVE = 30
"""Words an appositive or relative clause between a name and its verb may have."""
ADVERBS = 3
"""Adverbs that may stand between a subject and its verb."""
SURE, LIKELY, UNSURE = 0.85, 0.75, 0.5
"""Confidence where one person fits; where the nearest of several is a subject; where it is none."""
GENDER_UNKNOWN = 0.1
"""Taken off where nothing in the text shows the person's gender."""
HALF_STEP = 0.5
"""A person of unknown gender stands back behind one known to fit, unless half a sentence nearer."""
GENDER = {"he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f"}
SUBJECT_PRONOUNS = frozenset(("he", "she"))
_VERB_TAGS = frozenset(("MODAL", "BE", "HAVE", "DO", "ED"))
_ADVERB_TAGS = frozenset(("LY", "ADV", "NEG", "TIME"))
_FRONTING = frozenset(("SUB", "PREP"))


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
class Reported:
    """The attributions of a text in tokens: the last tokens of their sources, and the ranges of their contents."""

    heads: Collection[int]
    contents: Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class _Place:
    token: int
    sentence: int
    person: int
    standing: Standing


def pronoun(word: str) -> str:
    """Return a word in lower case without a contracted verb: "he's" and "she'd" are "he" and "she"."""
    return word.partition("'")[0]


def antecedents(prose: Prose, people: People, reported: Reported) -> dict[int, Antecedent]:
    """Return the antecedent of every he, she, his, her, him outside quotations, by token number.

    The head of a source is a subject for certain, and a name inside reported content stands back behind the one who
    reports. Pronouns are read in order of the text, so that a chain of them leads back to one name. Where nobody
    fits, the pronoun has no entry.
    """
    return _Reading(prose, people, reported).read()


class _Reading:
    def __init__(self, prose: Prose, people: People, reported: Reported) -> None:
        self.prose = prose
        self.people = people
        self.reported = reported
        self.inside = _covered(len(prose.words), reported.contents)
        self.places: list[_Place] = []
        self.genders = {person.number: person.gender for person in people.persons}

    def read(self) -> dict[int, Antecedent]:
        found: dict[int, Antecedent] = {}
        prose = self.prose
        mentions = iter([mention for mention in self.people.mentions if prose.quotation[mention.name_first] < 0])
        coming = next(mentions, None)
        for index, word in enumerate(prose.lower):
            while coming is not None and coming.last <= index:
                self._add(coming.last - 1, coming.person, self._standing(coming))
                coming = next(mentions, None)
            gender = GENDER.get(pronoun(word))
            if gender is None or prose.quotation[index] >= 0:
                continue
            chosen = self._named_after(index, gender) or self._nearest(index, gender)
            if chosen is not None:
                found[index] = chosen
                self._learn(chosen, index, gender)
        return found

    def _add(self, token: int, person: int, standing: Standing) -> None:
        self.places.append(_Place(token, self.prose.sentence[token], person, standing))

    def _learn(self, chosen: Antecedent, index: int, gender: str) -> None:
        """Take a resolved pronoun as a mention, and as a sign of its antecedent's gender."""
        if self.genders[chosen.person] is None and not self.people.persons[chosen.person].shared:
            self.genders[chosen.person] = gender
        standing = Standing.OTHER
        if pronoun(self.prose.lower[index]) in SUBJECT_PRONOUNS:
            standing = Standing.EMBEDDED if self.inside[index] else Standing.SUBJECT
        if index in self.reported.heads:
            standing = Standing.SOURCE
        self._add(index, chosen.person, standing)

    def _standing(self, mention: Mention) -> Standing:
        if mention.last - 1 in self.reported.heads:
            return Standing.SOURCE
        if not is_subject(self.prose, mention):
            return Standing.OTHER
        return Standing.EMBEDDED if self.inside[mention.name_first] else Standing.SUBJECT

    def _meant(self, place: _Place, gender: str) -> int | None:
        """Return the person of a place if the gender allows it; a shared surname is settled by the gender."""
        person: Person = self.people.persons[place.person]
        if not person.shared:
            return person.number if self.genders[person.number] in (None, gender) else None
        fitting = [number for number in person.shared if self.genders[number] in (None, gender)]
        return fitting[0] if len(fitting) == 1 else person.number if fitting else None

    def _nearest(self, index: int, gender: str) -> Antecedent | None:
        sentence = self.prose.sentence[index]
        own = self._own_contents(index) if index in self.reported.heads else []
        fitting: list[tuple[bool, float, int, int, int, Standing]] = []
        for place in reversed(self.places):
            if sentence - place.sentence > REACH:
                break
            person = self._meant(place, gender)
            if person is None:
                continue
            inside_own = any(first <= place.token < last for first, last in own)
            back = sentence - place.sentence + (place.standing <= Standing.EMBEDDED)
            unknown = 0.0 if self.genders[person] == gender else HALF_STEP
            fitting.append((inside_own, back + unknown, -place.standing, index - place.token, person, place.standing))
        if not fitting:
            return None
        *_, person, standing = min(fitting)
        rivals = {other[4] for other in fitting} - {person}
        confidence = SURE if not rivals else LIKELY if standing >= Standing.SUBJECT else UNSURE
        if self.genders[person] != gender:
            confidence -= GENDER_UNKNOWN
        return Antecedent(person, confidence, "the nearest fitting subject before it")

    def _own_contents(self, index: int) -> list[tuple[int, int]]:
        """Return the contents in the sentence of a source: a source is seldom named inside its own content."""
        sentence = self.prose.sentence
        return [
            (first, last)
            for first, last in self.reported.contents
            if first < last and sentence[first] <= sentence[index] <= sentence[last - 1]
        ]

    def _named_after(self, index: int, gender: str) -> Antecedent | None:
        """Read forward in "As she left the court, Ann Reed said": a fronted clause, then the subject by name."""
        prose = self.prose
        first, last = prose.sentences[prose.sentence[index]]
        if prose.tags[first] not in _FRONTING or any(place.token >= first for place in self.places):
            return None
        comma = next((place for place in range(index + 1, last) if prose.words[place] == ","), last)
        for mention in self.people.inside(comma + 1, last):
            if mention.first == comma + 1 and self._standing(mention) >= Standing.SUBJECT:
                person = self._meant(_Place(mention.first, 0, mention.person, Standing.SUBJECT), gender)
                if person is not None:
                    return Antecedent(person, LIKELY, "the subject named after the opening clause")
        return None


def is_subject(prose: Prose, mention: Mention) -> bool:
    """Tell whether a mention looks like the subject of a clause: a verb follows, past what may stand between."""
    if mention.possessive or (mention.first and prose.tags[mention.first - 1] in ("PREP", "TO")):
        return False
    end = prose.sentences[prose.sentence[mention.name_first]][1]
    index = _past_appositive(prose, mention.last, end)
    for _ in range(ADVERBS):
        if index < end and prose.tags[index] in _ADVERB_TAGS:
            index += 1
    return index < end and _is_verb(prose, index)


def name_before(people: People, index: int, prose: Prose) -> int | None:
    """Return the person named right before a relative pronoun at token ``index`` ("Jane Doe, who"), or ``None``."""
    place = index - 1
    while place >= 0 and prose.words[place] in (",", "(", "--", "–", "—"):
        place -= 1
    at = bisect_left(people.mentions, place + 1, key=lambda mention: mention.last)
    if at < len(people.mentions) and people.mentions[at].last == place + 1 and not people.mentions[at].possessive:
        return people.mentions[at].person
    return None


def _covered(count: int, ranges: Sequence[tuple[int, int]]) -> list[bool]:
    covered = [False] * count
    for first, last in ranges:
        covered[first:last] = [True] * (last - first)
    return covered


def _past_appositive(prose: Prose, index: int, end: int) -> int:
    """Return the token after ", the mayor of X," or "(R-Ohio)" where one follows, else ``index``."""
    if index < end and prose.words[index] == "(":
        close = next((place for place in range(index, min(end, index + APPOSITIVE)) if prose.words[place] == ")"), None)
        return index if close is None else close + 1
    if index < end and prose.words[index] == ",":
        for place in range(index + 1, min(end - 1, index + APPOSITIVE)):
            if prose.words[place] == "," and _is_verb(prose, place + 1):
                return place + 1
    return index


def _is_verb(prose: Prose, index: int) -> bool:
    return prose.tags[index] in _VERB_TAGS or prose.lower[index] in subject_verbs()
