"""The people and bodies of a text: every mention of a name, joined to the fullest form of that name."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cache

from tracker.extract.names import (
    LONGEST_NAME,
    NameKind,
    NameRun,
    not_names,
    person_noun,
    says_what,
    subject_verbs,
)
from tracker.extract.prose import Prose
from tracker.text.lexicon import rows, words
from tracker.text.names import (
    GENERATIONS,
    STYLE,
    given_gender,
    is_initial,
    is_particle,
    is_patronymic,
    plain,
    title,
    unpossessed,
)

CLEARLY_MORE = 2.0
"""Of two people with one surname, the bare surname is the one named this many times as often as the other."""
OVERLAPPING = 2
"""Mentions that can cover one token: a name, and the description that holds it ("Reed's lawyer")."""
AGE = range(5, 120)
"""A number between commas after a name, within these bounds, is an age and shows that the name is a person's."""
GIVEN_NAME_STYLES = frozenset(("sir", "dame", "lord", "lady"))
"""Styles that may stand before a given name alone: "Sir Alan" is Sir Alan Mercer, "Lord Peter" a younger son."""
_SHORT_KINDS = frozenset((NameKind.SINGLE, NameKind.PERSON, NameKind.MAYBE, NameKind.BODY))


@dataclass(slots=True)
class Person:
    """One person of a text: the fullest name's words, gender (``m``, ``f`` or ``None``) and how often named in full.

    ``since`` is the place among the names of the text where the full name stands first. ``shared`` are the people whom
    a bare surname can mean, where the text does not settle whom; a person who is only
    described ("a Crown prosecutor") has ``named`` false, and the description as parts.
    """

    number: int
    parts: tuple[str, ...]
    gender: str | None = None
    full_forms: int = 0
    since: int = 0
    titled: bool = False
    style: str = ""
    shared: tuple[int, ...] = ()
    named: bool = True

    @property
    def name(self) -> str:
        """The fullest name the text prints, without titles, but for a style before one name ("Lord Marsh")."""
        alone = sum(plain(part) not in GENERATIONS for part in self.parts) == 1
        return " ".join((self.style, *self.parts) if alone and self.style else self.parts)


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where a person is named: token numbers with titles (``first``) and without (``name_first``)."""

    first: int
    name_first: int
    last: int
    person: int
    possessive: bool


@dataclass(frozen=True, slots=True)
class Described:
    """A person whom a text describes: token numbers, the words, the gender they show, and who bears that office."""

    first: int
    last: int
    words: str
    gender: str | None
    bearer: int | None = None


@dataclass(frozen=True, slots=True)
class People:
    """All people a text names, and every mention in order of the text."""

    persons: tuple[Person, ...]
    mentions: tuple[Mention, ...]

    def inside(self, first: int, last: int) -> list[Mention]:
        """Return the mentions whose name lies inside the tokens ``first`` to ``last``."""
        at = bisect_left(self.mentions, first, key=lambda mention: mention.name_first)
        found: list[Mention] = []
        while at < len(self.mentions) and self.mentions[at].last <= last:
            found.append(self.mentions[at])
            at += 1
        return found

    def at(self, token: int) -> Mention | None:
        """Return the mention of a named person that covers a token, titles included, or ``None``."""
        place = bisect_left(self.mentions, token + 1, key=lambda mention: mention.first)
        near = self.mentions[max(0, place - OVERLAPPING) : place]
        return next(
            (found for found in reversed(near) if token < found.last and self.persons[found.person].named), None
        )


APPOSED = 10
"""Words before a name in which the noun stands that it explains ("the lawyer for the man's family, Terrence Ba")."""
APPOSITIVE = 30
"""Words an appositive or relative clause between a name and its verb may have."""
ADVERBS = 3
"""Adverbs that may stand between a subject and its verb."""
_VERB_TAGS = frozenset(("MODAL", "BE", "HAVE", "DO", "ED"))
_ADVERB_TAGS = frozenset(("LY", "ADV", "NEG", "TIME"))


def is_subject(prose: Prose, mention: Mention) -> bool:
    """Tell whether a mention looks like the subject of a clause: a verb follows, past what may stand between."""
    if mention.possessive or (mention.first and prose.tags[mention.first - 1] in ("PREP", "TO")):
        return False
    end = prose.sentences[prose.sentence[mention.name_first]][1]
    index = _past_appositive(prose, mention.last, end)
    for _ in range(ADVERBS):
        if index < end and prose.tags[index] in _ADVERB_TAGS:
            index += 1
    return index < end and is_verb(prose, index)


def _past_appositive(prose: Prose, index: int, end: int) -> int:
    """Return the token after ", the mayor of X," or "(R-Ohio)" where one follows, else ``index``."""
    if index < end and prose.words[index] == "(":
        close = next((place for place in range(index, min(end, index + APPOSITIVE)) if prose.words[place] == ")"), None)
        return index if close is None else close + 1
    if index < end and prose.words[index] == ",":
        if is_verb(prose, index + 1):  # it explains what stands before it: "Her successor, Ann Reed, is careful"
            return index + 1
        for place in range(index + 1, min(end - 1, index + APPOSITIVE)):
            if prose.words[place] == "," and is_verb(prose, place + 1):
                return place + 1
    return index


def is_verb(prose: Prose, index: int) -> bool:
    """Tell whether a token looks like the finite verb of the subject before it."""
    return index < len(prose.tags) and (prose.tags[index] in _VERB_TAGS or prose.lower[index] in subject_verbs())


def with_described(people: People, found: Sequence[Described]) -> People:
    """Return ``people`` with those whom the text only describes: a later "she" can mean "a Crown prosecutor"."""
    if not found:
        return people
    persons = list(people.persons)
    mentions = list(people.mentions)
    for item in found:
        number = len(persons) if item.bearer is None else item.bearer
        if item.bearer is None:
            persons.append(Person(number, (item.words,), item.gender, named=False))
        mentions.append(Mention(item.first, item.first, item.last, number, False))
    return People(tuple(persons), tuple(sorted(mentions, key=lambda mention: mention.first)))


def find_people(prose: Prose, runs: Sequence[NameRun], heads: Collection[int]) -> People:
    """Return the people named by ``runs``; ``heads`` holds the last token of the main piece of every source."""
    gathering = _Gathering(prose, runs, heads)
    gathering.join_full_names()
    gathering.join_short_names()
    return People(tuple(gathering.persons), gathering.mentions())


def name_parts(prose: Prose, run: NameRun) -> tuple[str, ...]:
    """Return the words of the name proper: initials with stops, no nickname, letters after it or possessive ending."""
    found: list[str] = []
    for index in range(run.name_first, run.last):
        if index in prose.nicknames:
            continue
        word = prose.words[index]
        if word == "." and found:
            found[-1] += "."
        else:
            found.append(unpossessed(word) if prose.tags[index] == "GEN" else word)
    while len(found) > 1 and not found[-1].istitle() and plain(found[-1]) in words("text", "post_nominals.txt"):
        found.pop()
    return tuple(found)


class _Gathering:
    """The work of joining runs to people: full names first, so that a headline's "Dick" finds "Cressida Dick"."""

    def __init__(self, prose: Prose, runs: Sequence[NameRun], heads: Collection[int]) -> None:
        self.prose = prose
        self.runs = list(runs)
        self.parts = [name_parts(prose, run) for run in runs]
        self.heads = heads
        self.persons: list[Person] = []
        self.by_ending: dict[str, list[Person]] = defaultdict(list)
        self.joined: dict[int, Person] = {}
        self.alone = Counter(
            _surname(parts)
            for run, parts in zip(runs, self.parts, strict=True)
            if len(parts) == 1 and run.kind in (NameKind.SINGLE, NameKind.PERSON)
        )
        self.inside_sentences = Counter(
            unpossessed(word)
            for word, tag in zip(prose.words, prose.tags, strict=True)
            if tag in ("NAME", "GEN") and word[0].isupper()
        )

    def join_full_names(self) -> None:
        """Join full names, those of running text first: in a headline, other words may stand in the same run."""
        for headline in (False, True):
            for place, run in enumerate(self.runs):
                parts = self.parts[place]
                if run.headline == headline and len(parts) > 1 and not _is_surname(parts):
                    self._join_full_name(place)

    def _join_full_name(self, place: int) -> None:
        run, parts = self.runs[place], self.parts[place]
        if run.headline and (person := self._in_headline(place)) is not None:
            self.joined[place] = person
            return
        if run.kind == NameKind.PERSON or self._is_shown(run, parts):
            known = self.by_ending[_surname(parts)]
            person = next((person for person in known if _compatible(person.parts, parts)), None)
            if person is None:
                person = self._new(parts)
                person.since = place
            elif len(parts) > len(person.parts):
                person.parts = parts
            person.full_forms += 1
            self._take_title(run, person)
            self.joined[place] = person

    def _in_headline(self, place: int) -> Person | None:
        """Return the person known from the running text whose name opens a headline's run, and cut the run there."""
        run, parts = self.runs[place], self.parts[place]
        for count in range(min(len(parts), LONGEST_NAME), 0, -1):
            known = self.by_ending.get(" ".join(plain(part) for part in parts[:count]), ())
            if len(known) == 1:
                self.runs[place] = replace(run, last=run.last - len(parts) + count)
                return known[0]
        return None

    def join_short_names(self) -> None:
        for place, (run, parts) in enumerate(zip(self.runs, self.parts, strict=True)):
            if place not in self.joined and parts and run.kind in _SHORT_KINDS:
                person = self._short(place, run, parts)
                if person is not None:
                    self._take_title(run, person)
                    self.joined[place] = person

    def mentions(self) -> tuple[Mention, ...]:
        return tuple(
            Mention(run.title_first, run.name_first, run.last, self.joined[place].number, run.possessive)
            for place, run in enumerate(self.runs)
            if place in self.joined
        )

    def _new(self, parts: tuple[str, ...], shared: Sequence[Person] = ()) -> Person:
        gender = given_gender(parts[0]) if len(parts) > 1 else None
        numbers = tuple(person.number for person in shared)
        person = Person(len(self.persons), parts, gender if gender != "u" else None, shared=numbers)
        self.persons.append(person)
        whole = [plain(part) for part in parts if plain(part) not in GENERATIONS]
        for start in range(len(whole)):
            self.by_ending[" ".join(whole[start:])].append(person)
        return person

    def _is_shown(self, run: NameRun, parts: Sequence[str]) -> bool:
        """Tell whether the text shows that a run of two or three unknown capitals is a person."""
        prose = self.prose
        if run.kind != NameKind.MAYBE or (run.first and prose.tags[run.first - 1] == "DET"):
            return False
        after = prose.lower[run.last : run.last + 3]
        if after[:1] == [","] and self._is_called_body(run.last + 1):
            return False
        aged = len(after) == 3 and after[0] == "," and after[1].isdecimal() and int(after[1]) in AGE
        relative = after[:2] in ([",", "who"], [",", "whose"]) or after[:1] == ["who"]
        before = prose.lower[max(0, run.first - 2) : run.first]
        explains = before[1:] == [","] and after[:1] in ([","], ["."]) and person_noun(before[0]) is not None
        aged = aged or any(map(is_patronymic, parts[1:-1]))
        speaks = run.last - 1 in self.heads and not run.headline
        noun = person_noun(before[-1]) if before else None
        explains = explains or (noun is not None and not noun.plural and prose.words[run.first - 1].islower())
        return aged or relative or explains or self._is_apposed(run) or self.alone[_surname(parts)] > 0 or speaks

    def _is_called_body(self, at: int) -> bool:
        """Tell whether "a watchdog" or "the housing charity" stands at a token."""
        prose = self.prose
        end = next(
            (end for end in range(at, min(at + APPOSED, len(prose.words))) if not prose.words[end].isalnum()), at
        )
        return prose.lower[at : at + 1] in (["a"], ["an"], ["the"]) and (says_what(prose.lower[end - 1]))

    def _is_apposed(self, run: NameRun) -> bool:
        """Tell whether a run stands between a noun for a person and a verb: "the lawyer, Terrence Ba, said"."""
        prose = self.prose
        first = prose.sentences[prose.sentence[run.first]][0]
        inside = first < run.first - 1 and run.last + 1 < len(prose.words)
        if (
            not inside
            or not prose.words[run.first - 1] == prose.words[run.last] == ","
            or not is_verb(prose, run.last + 1)
        ):
            return False
        for at in range(run.first - 2, max(first, run.first - APPOSED), -1):
            if prose.words[at] == ",":
                return False
            noun = person_noun(prose.lower[at])
            if noun is not None and prose.tags[at] != "GEN":
                return not noun.plural
        return False

    def _short(self, place: int, run: NameRun, parts: tuple[str, ...]) -> Person | None:
        """Return whom a short form means ("Dick", "Ms Dick", "Cressida"); a new person by title or cue."""
        gender = self._title_gender(run)
        known = self.by_ending.get(" ".join(plain(part) for part in parts), ())
        fitting = [person for person in known if gender is None or person.gender in (None, gender)]
        certain = [person for person in fitting if not person.shared]
        if certain:
            introduced = [person for person in certain if person.since < place]
            return (
                (introduced[0] if len(introduced) == 1 else _likeliest(certain))
                or next((person for person in fitting if person.shared), None)
                or self._new(parts, certain)
            )
        if run.kind in (NameKind.BODY, NameKind.MAYBE):
            return None
        titled = run.title_first < run.name_first
        called = self._called_by_given_name(run, parts)
        if called is not None:
            return called
        if not titled and len(parts) == 1 and given_gender(parts[0]):
            same = [person for person in self.persons if len(person.parts) > 1 and person.parts[0] == parts[0]]
            if same:
                return same[0] if len(same) == 1 else None
        return self._new(parts) if titled or self._speaks(run, parts) else None

    def _called_by_given_name(self, run: NameRun, parts: tuple[str, ...]) -> Person | None:
        """Return whom "Sir Alan" means: the one Alan of that style, else the one Alan whom the style may suit."""
        style = self._style(run)
        if len(parts) != 1 or style.lower() not in GIVEN_NAME_STYLES:
            return None
        gender = self._title_gender(run)
        same = [
            person
            for person in self.persons
            if len(person.parts) > 1
            and plain(person.parts[0]) == plain(parts[0])
            and (gender is None or person.gender in (None, gender))
        ]
        fitting = [person for person in same if person.style == style] or same
        return fitting[0] if len(fitting) == 1 else None

    def _style(self, run: NameRun) -> str:
        """Return the style right before a name ("Sir", "Lord", "Pope"), or nothing."""
        word = self.prose.words[run.name_first - 1] if run.title_first < run.name_first else ""
        found = title(word) if word else None
        return word if found is not None and (found.kind == STYLE or word.lower() in GIVEN_NAME_STYLES) else ""

    def _speaks(self, run: NameRun, parts: tuple[str, ...]) -> bool:
        """Tell whether a lone unknown capital that heads a source is a name: one that stands inside a sentence too."""
        before = self.prose.tags[run.first - 1] if run.first else ""
        if run.last - 1 not in self.heads or before == "DET" or plain(parts[0]) in not_names():
            return False
        if title(parts[0]) is not None and self.prose.lower[run.last : run.last + 1] in (["of"], ["for"]):
            return False  # "In Cork, Minister for Housing Ann Reed said"
        return self.inside_sentences[parts[-1]] > 0

    def _take_title(self, run: NameRun, person: Person) -> None:
        gender = self._title_gender(run)
        if gender and not person.titled:
            person.gender, person.titled = gender, True
        person.style = self._style(run) or person.style

    def _title_gender(self, run: NameRun) -> str | None:
        titles = self.prose.words[run.title_first : run.name_first]
        return next((found.gender for word in titles if (found := title(word)) and found.gender), None)


def _surname(parts: Sequence[str]) -> str:
    return next((plain(part) for part in reversed(parts) if plain(part) not in GENERATIONS), plain(parts[-1]))


def _is_surname(parts: Sequence[str]) -> bool:
    """Tell whether a name begins with a particle and so is a surname alone ("Von der Berg", "de Souza")."""
    return is_particle(parts[0]) and given_gender(parts[0]) is None


def _generation(parts: Sequence[str]) -> str:
    last = plain(parts[-1])
    return last if last in GENERATIONS else ""


def _compatible(known: Sequence[str], parts: Sequence[str]) -> bool:
    """Tell whether two full names can be one person's: same surname and generation, given names that agree."""
    if _generation(known) != _generation(parts) or _surname(known) != _surname(parts):
        return False
    one, other = plain(known[0]), plain(parts[0])
    if one == other or other in _short_names().get(one, ()):
        return True
    return one[:1] == other[:1] and (is_initial(known[0]) or is_initial(parts[0]))


def _likeliest(fitting: Sequence[Person]) -> Person | None:
    """Return whom a surname means that several share: who is named in full clearly more often, else nobody."""
    ranked = sorted(fitting, key=lambda person: (-person.full_forms, person.number))
    if len(ranked) == 1 or ranked[0].full_forms >= CLEARLY_MORE * ranked[1].full_forms:
        return ranked[0]
    return None


@cache
def _short_names() -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for group in rows("extract", "short_names.tsv"):
        for name in group:
            found[name].update(group)
    return dict(found)


SHORTEST_NAME = 2
"""A body's name of one word ("Union") is no more than the noun itself."""
_JOINS_PLACE = frozenset(("of", "for"))


def printed_names(prose: Prose, runs: Sequence[NameRun]) -> dict[str, str]:
    """Return bodies' names in small letters as the text prints them elsewhere ("SCOTLAND YARD": "Scotland Yard")."""
    found: dict[str, str] = {}
    for run in runs:
        if run.kind == NameKind.BODY:
            words = prose.printed(run.first, run.last)
            if not words.isupper():
                found.setdefault(words.lower(), words)
    return found


def meant_body(prose: Prose, runs: Sequence[NameRun], first: int, last: int) -> str | None:
    """Return the name of the body that "the" and a noun for bodies mean, if before it one alone that fits is named.

    A name whose words all stand in another's ("Leeds Council", "Leeds City Council") is the same body's; the longest
    form is returned.
    """
    if last - first != 2 or prose.lower[first] != "the":
        return None
    endings = next((row[1:] for row in rows("extract", "body_nouns.tsv") if row[0] == prose.lower[first + 1]), ())
    named = [_name(prose, run) for run in runs if run.kind == NameKind.BODY and run.last <= first]
    fitting = sorted((name for name in named if _fits(name, endings)), key=len)
    if not fitting or any(not set(_plain(name)) <= set(_plain(fitting[-1])) for name in fitting):
        return None
    return fitting[-1]


def _name(prose: Prose, run: NameRun) -> str:
    printed = " ".join(prose.printed(run.first, run.last).split())
    if not run.possessive:
        return printed
    return printed[:-2] if printed.endswith(("'s", "’s")) else printed.rstrip("'’")


def _plain(name: str) -> list[str]:
    return name.lower().split(" ")


def _fits(name: str, endings: Sequence[str]) -> bool:
    words = _plain(name)
    head = next((words[:at] for at, word in enumerate(words) if word in _JOINS_PLACE), words)
    return len(words) >= SHORTEST_NAME and any(head[-len(end.split()) :] == end.split() for end in endings)
