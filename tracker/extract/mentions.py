"""The people of a text: every mention of a name, joined to the fullest form of that name."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from tracker.extract.names import NameKind, NameRun, not_names
from tracker.extract.tokens import Prose
from tracker.language.lexicon import rows
from tracker.language.personal_names import GENERATIONS, given_gender, is_initial, plain, title

CLEARLY_MORE = 2.0
"""Of two people with one surname, the bare surname is the one named this many times as often as the other."""
AGE = range(5, 120)
"""A number between commas after a name, within these bounds, is an age and shows that the name is a person's."""


@dataclass(slots=True)
class Person:
    """One person of a text: the fullest name's words, gender (``m``, ``f`` or ``None``) and how often named in full."""

    number: int
    parts: tuple[str, ...]
    gender: str | None = None
    full_forms: int = 0
    known_gender: bool = False

    @property
    def name(self) -> str:
        """The fullest name the text prints, without titles."""
        return " ".join(self.parts)


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where a person is named: token numbers with titles (``first``) and without (``name_first``)."""

    first: int
    name_first: int
    last: int
    person: int
    possessive: bool


@dataclass(frozen=True, slots=True)
class People:
    """All people a text names, and every mention in order of the text."""

    persons: tuple[Person, ...]
    mentions: tuple[Mention, ...]

    def inside(self, first: int, last: int) -> list[Mention]:
        """Return the mentions whose name ends inside the tokens ``first`` to ``last``."""
        return [mention for mention in self.mentions if first <= mention.name_first and mention.last <= last]


def find_people(prose: Prose, runs: Sequence[NameRun], speaking: Collection[int]) -> People:
    """Return the people named by ``runs``; ``speaking`` holds the tokens of all sources of attributions."""
    persons: list[Person] = []
    by_ending: dict[str, list[Person]] = defaultdict(list)
    joined: dict[int, Person] = {}
    alone = _alone(prose, runs)
    for place, run in enumerate(runs):
        parts = _parts(prose, run)
        if len(parts) < 2 or not (run.kind == NameKind.PERSON or _shown_person(prose, run, parts, alone, speaking)):
            continue
        person = _same_person(by_ending[_surname(parts)], parts)
        if person is None:
            person = _new_person(persons, by_ending, parts)
        elif len(parts) > len(person.parts):
            person.parts = parts
        person.full_forms += 1
        _take_title_gender(prose, run, person)
        joined[place] = person
    for place, run in enumerate(runs):
        if place not in joined:
            short = _short_form(prose, run, persons, by_ending, speaking)
            if short is not None:
                joined[place] = short
    mentions = tuple(
        Mention(
            run.title_first if run.title_first < run.name_first else run.name_first,
            run.name_first,
            run.last,
            joined[place].number,
            run.possessive,
        )
        for place, run in enumerate(runs)
        if place in joined
    )
    return People(tuple(persons), mentions)


def _parts(prose: Prose, run: NameRun) -> tuple[str, ...]:
    """Return the words of the name proper, stops of initials kept, the possessive ending left out."""
    found: list[str] = []
    for index in range(run.name_first, run.last):
        word = prose.words[index]
        if word == "." and found:
            found[-1] += "."
        else:
            found.append(_unpossessed(word) if prose.tags[index] == "GEN" else word)
    return tuple(found)


def _unpossessed(word: str) -> str:
    return word[:-2] if word.endswith(("'s", "’s")) else word.rstrip("'’")


def _surname(parts: Sequence[str]) -> str:
    return next((plain(part) for part in reversed(parts) if plain(part) not in GENERATIONS), plain(parts[-1]))


def _generation(parts: Sequence[str]) -> str:
    last = plain(parts[-1])
    return last if last in GENERATIONS else ""


def _alone(prose: Prose, runs: Iterable[NameRun]) -> Counter[str]:
    """Count the names of one word, alone or after a title: the way a text names again whom it has named in full."""
    return Counter(
        _surname(parts)
        for run in runs
        if run.kind in (NameKind.SINGLE, NameKind.PERSON) and len(parts := _parts(prose, run)) == 1
    )


def _shown_person(
    prose: Prose, run: NameRun, parts: Sequence[str], alone: Counter[str], speaking: Collection[int]
) -> bool:
    """Tell whether the text shows that a run of two or three unknown capitals is a person."""
    if run.kind != NameKind.MAYBE or (run.first and prose.tags[run.first - 1] == "DET"):
        return False
    after = prose.lower[run.last : run.last + 3]
    aged = len(after) == 3 and after[0] == "," and after[1].isdigit() and int(after[1]) in AGE
    relative = after[:2] in ([",", "who"], [",", "whose"])
    return aged or relative or after[:1] == ["who"] or alone[_surname(parts)] > 0 or run.last - 1 in speaking


def _same_person(known: Iterable[Person], parts: Sequence[str]) -> Person | None:
    return next((person for person in known if _compatible(person.parts, parts)), None)


def _compatible(known: Sequence[str], parts: Sequence[str]) -> bool:
    """Tell whether two full names can be one person's: same surname and generation, given names that agree."""
    if _generation(known) != _generation(parts) or _surname(known) != _surname(parts):
        return False
    one, other = plain(known[0]), plain(parts[0])
    if one == other or other in _short_names().get(one, ()):
        return True
    return one[0] == other[0] and (is_initial(known[0]) or is_initial(parts[0]))


@cache
def _short_names() -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for group in rows("language", "short_names.tsv"):
        for name in group:
            found[name].update(group)
    return dict(found)


def _new_person(persons: list[Person], by_ending: dict[str, list[Person]], parts: tuple[str, ...]) -> Person:
    gender = given_gender(parts[0]) if len(parts) > 1 else None
    person = Person(len(persons), parts, gender if gender != "u" else None)
    persons.append(person)
    whole = [plain(part) for part in parts if plain(part) not in GENERATIONS]
    for start in range(1 if len(whole) > 1 else 0, len(whole)):
        by_ending[" ".join(whole[start:])].append(person)
    return person


def _take_title_gender(prose: Prose, run: NameRun, person: Person) -> None:
    gender = _title_gender(prose, run)
    if gender and not person.known_gender:
        person.gender, person.known_gender = gender, True


def _title_gender(prose: Prose, run: NameRun) -> str | None:
    for word in prose.words[run.title_first : run.name_first]:
        found = title(word)
        if found is not None and found.gender:
            return found.gender
    return None


def _short_form(
    prose: Prose,
    run: NameRun,
    persons: list[Person],
    by_ending: dict[str, list[Person]],
    speaking: Collection[int],
) -> Person | None:
    """Return the person a short form means ("Dick", "Ms Dick", "Cressida"), a new one where nobody fits a title."""
    if run.kind not in (NameKind.SINGLE, NameKind.PERSON, NameKind.MAYBE, NameKind.BODY):
        return None
    parts = _parts(prose, run)
    titled = run.title_first < run.name_first
    gender = _title_gender(prose, run)
    fitting = [
        person
        for person in by_ending.get(" ".join(plain(part) for part in parts), ())
        if gender is None or person.gender in (None, gender)
    ]
    if fitting:
        person = _likeliest(fitting)
        if person is not None and gender:
            _take_title_gender(prose, run, person)
        return person
    if run.kind in (NameKind.BODY, NameKind.MAYBE):
        return None
    if not titled and len(parts) == 1 and given_gender(parts[0]):
        same_given = [
            person for person in persons if len(person.parts) > 1 and plain(person.parts[0]) == plain(parts[0])
        ]
        if same_given:
            return same_given[0] if len(same_given) == 1 else None
    if titled or (run.last - 1 in speaking and plain(parts[0]) not in not_names()):
        person = _new_person(persons, by_ending, parts)
        _take_title_gender(prose, run, person)
        return person
    return None


def _likeliest(fitting: Sequence[Person]) -> Person | None:
    """Return whom a surname means that several share: the one named in full clearly more often, else nobody."""
    if len(fitting) == 1:
        return fitting[0]
    ranked = sorted(fitting, key=lambda person: (-person.full_forms, person.number))
    if ranked[0].full_forms >= CLEARLY_MORE * ranked[1].full_forms or ranked[0].number == fitting[0].number:
        return ranked[0]
    return None
