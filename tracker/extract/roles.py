"""The offices a text gives its people, before a name or between commas, and descriptions that mean an office."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tracker.extract.cues import head_names, source_proper
from tracker.extract.mentions import Described, Mention, People, is_verb
from tracker.extract.names import (
    NameKind,
    NameRun,
    Noun,
    body_noun,
    description,
    not_names,
    person_noun,
    phrase_end,
    piece_end,
)
from tracker.extract.prose import Prose
from tracker.models import Attribution, Role
from tracker.text.names import ARTICLES, MODIFIER, STYLE, is_address, is_former, plain, title, unpossessed

APPOSITIVE = 16
"""An appositive that gives an office has at most so many words before its comma."""
BEFORE_NAME = 5
"""Words a title in small letters before a name may have ("deputy campaign director Ann Reed")."""
OFFICE_REACH = 6
"""Sentences over which "the minister" is read back to the one minister named."""
_OF_BODY = frozenset(("of", "for", "at", "with", "in", "from"))
_OF_NAME = frozenset(("of", "from", "at"))
_OPENS_PHRASE = frozenset(("DET", "POSS", "GEN", "WORD", "NAME", "CAP", "ED", "NUM", "LY"))
_CLOSES = frozenset((",", ".", ";", "—", "–"))
"""What closes a name that explains a longer phrase: "asked about the mayor of Leeds, Ann Reed said" has none."""
_PHRASE_TAGS = frozenset(("PREP", "TO", "AND"))
Tokens = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Office:
    """One printed role of a person: token ranges of the whole, of the title and of the organisation, and its noun.

    ``noun`` is the common noun a later "the …" uses ("senator" for "Sen."); ``words`` are the capitalised words that
    tell it from others of its kind ("met", "florida") and ``qualifiers`` those that make another office of it
    ("prime", "deputy"), all in lower case.
    """

    person: int
    first: int
    last: int
    title: Tokens
    organisation: Tokens | None
    noun: str
    words: frozenset[str]
    qualifiers: frozenset[str]
    former: bool


def qualifiers(prose: Prose, first: int, last: int) -> frozenset[str]:
    """Return the words that make another office of a title: "prime", "deputy", "vice"; not "former"."""
    words = (plain(word) for word in prose.words[first:last])
    return frozenset(
        word for word in words if not is_former(word) and (found := title(word)) is not None and found.kind == MODIFIER
    )


class RoleReader:
    """Reads the offices beside the names of one text."""

    def __init__(self, prose: Prose, runs: Sequence[NameRun]) -> None:
        self.prose = prose
        self.by_first = {run.first: run for run in runs}
        self.in_names = {index for run in runs for index in range(run.first, run.last)}

    def offices(self, mention: Mention, run: NameRun) -> Iterable[Office]:
        """Yield the offices printed beside one mention, ``run`` being the run of capitals its name stands in."""
        for office in (
            self._in_run(mention, run),
            self._in_small_letters(mention, run),
            self._before_comma(mention, run),
            self._after_comma(mention),
        ):
            if office is not None:
                yield office

    def _in_run(self, mention: Mention, run: NameRun) -> Office | None:
        """Read titles in the run itself: "Assistant Commissioner Sir Stephen House", "Met Commissioner Ann Reed"."""
        prose, first = self.prose, run.title_first
        last = self._without_address(first, run.name_first)
        if last == first:
            return None
        nouns = [found.noun for word in prose.words[first:last] if (found := title(word)) and found.kind != MODIFIER]
        named = self._body(run.first, first)
        body = named or self._body_after_name(mention)
        start = named[0] if named else first
        former = any(is_former(prose.lower[index]) for index in range(max(0, run.first - 1), last))
        words = _capitals(prose, start, first) | self._place_after_name(mention)
        noun = nouns[-1] if nouns and nouns[-1] else ""
        return Office(
            mention.person, start, last, (first, last), body, noun, words, qualifiers(prose, first, last), former
        )

    def _without_address(self, first: int, last: int) -> int:
        """Return the end of titles without forms of address at their end ("Sir", "Mr."): those are no offices."""
        while last > first:
            stop = self.prose.words[last - 1] == "." and last - 1 > first
            word = self.prose.words[last - 1 - stop]
            found = title(word)
            if not is_address(word) and (found is None or found.kind != STYLE):
                break
            last -= 1 + stop
        return last

    def _place_after_name(self, mention: Mention) -> frozenset[str]:
        """Return the words of "of New Jersey" after a name: they tell one senator from another."""
        prose, after = self.prose, mention.last
        if after + 1 < len(prose.words) and prose.lower[after] == "of" and (run := self.by_first.get(after + 1)):
            return _capitals(prose, run.first, run.last)
        return frozenset()

    def _body_after_name(self, mention: Mention) -> Tokens | None:
        """Return the body after a titled name: "Commander Duncan Ball from the Metropolitan Police"."""
        after = mention.last
        if after + 1 >= len(self.prose.words) or self.prose.lower[after] not in _OF_NAME or mention.possessive:
            return None
        return self._body_at(after + 1)

    def _in_small_letters(self, mention: Mention, run: NameRun) -> Office | None:
        """Read a title in small letters before the name: "campaign manager Ann Reed", "Reed spokesman John Shaw"."""
        prose, last = self.prose, run.first
        if run.first != run.name_first or not last or not _one_person(prose, last - 1):
            return None
        if prose.words[last - 1][0].isupper() or not _beside(prose, last - 1):
            return None
        first = last - 1
        while first and last - first < BEFORE_NAME and _in_compound(prose, first - 1):
            first -= 1
        start = first
        while (
            start and first - start < BEFORE_NAME and prose.words[start - 1][0].isupper() and _beside(prose, start - 1)
        ):
            start -= 1
        return self._office(mention.person, start, last, (first, last), self._body(start, first))

    def _before_comma(self, mention: Mention, run: NameRun) -> Office | None:
        """Read "the then mayor, Boris Johnson" and "a spokesman, Ann Reed,": the name explains the noun before it."""
        prose, comma = self.prose, run.first - 1
        if comma < 2 or prose.words[comma] != ",":
            return None
        if not _one_person(prose, comma - 1):
            return self._before_body(mention, comma)
        for first in range(comma - 2, max(-1, comma - 2 - BEFORE_NAME), -1):
            if prose.lower[first] in ARTICLES or prose.tags[first] in ("POSS", "GEN"):
                return self._phrase(mention.person, self._with_article(first), comma)
        return None

    def _with_article(self, first: int) -> int:
        """Return where an owner begins with its article: "the council's"."""
        owner = self.prose.tags[first] == "GEN" and first > 0 and self.prose.lower[first - 1] in ARTICLES
        return first - 1 if owner else first

    def _before_body(self, mention: Mention, comma: int) -> Office | None:
        """Read "the leader of Leeds Council, Ann Reed,": the name explains the head of the phrase before it."""
        prose, after = self.prose, mention.last
        opening = prose.sentences[prose.sentence[comma]][0]
        if mention.possessive or (after < len(prose.words) and prose.words[after] not in _CLOSES):
            return None
        for first in range(comma - 2, max(opening, comma - APPOSITIVE) - 1, -1):
            opens = prose.lower[first] in ARTICLES or prose.tags[first] in ("POSS", "GEN")
            if opens and phrase_end(prose, first, comma) == comma:
                office = self._phrase(mention.person, self._with_article(first), comma)
                if office is not None:
                    return office
        return None

    def _after_comma(self, mention: Mention) -> Office | None:
        """Read ", the Met Commissioner," or ", 43, head of policing for Enfield," or "(Clerk)" after a name."""
        prose, comma = self.prose, mention.last
        limit = min(comma + APPOSITIVE, prose.sentences[prose.sentence[mention.name_first]][1])
        if comma + 1 >= limit or prose.words[comma] not in (",", "(") or mention.possessive:
            return None
        first = comma + 1
        if prose.words[first].isdecimal() and first + 2 < limit and prose.words[first + 1] == ",":
            first += 2
        last = first
        while last < limit and (prose.words[last][0].isalnum() or last in self.in_names):
            last += 1
        if last == first or prose.tags[first] not in _OPENS_PHRASE:
            return None
        return self._phrase(mention.person, first, phrase_end(prose, first, last))

    def _phrase(self, person: int, first: int, last: int) -> Office | None:
        """Read a phrase that names an office: [article or owner] words HEAD [of …]; ``None`` where no such head is."""
        prose = self.prose
        start = first + 1 if prose.lower[first] in ARTICLES else first
        end = next((index for index in range(start, last) if prose.tags[index] in _PHRASE_TAGS), last)
        head = end - 1
        if head < start or not _one_person(prose, head):
            return None
        owner = next((index for index in range(head - 1, first - 1, -1) if prose.tags[index] in ("GEN", "POSS")), None)
        if owner is not None:
            body = self._body(first, owner + 1)
            return self._office(person, first, last, (owner + 1, last), body)
        capitals = [index for index in range(start, head) if prose.words[index][0].isupper()]
        named = self._body(capitals[0], capitals[-1] + 1) if capitals else None
        if named is not None:
            return self._office(person, first, end, (start, end), named)
        body = self._body_at(end + 1) if end + 1 < last and prose.lower[end] in _OF_BODY else None
        if body is not None:
            return self._office(person, first, body[1], (start, end), body)
        return self._office(person, first, last, (start, last), None)

    def _office(self, person: int, first: int, last: int, words: Tokens, body: Tokens | None) -> Office:
        prose = self.prose
        end = next((index for index in range(*words) if prose.tags[index] in _PHRASE_TAGS), words[1])
        noun: Noun | None = person_noun(prose.lower[end - 1])
        return Office(
            person,
            first,
            last,
            words,
            body,
            noun.singular if noun else "",
            _capitals(prose, first, last),
            qualifiers(prose, words[0], end),
            any(is_former(prose.lower[index]) for index in range(first, end)),
        )

    def _body(self, first: int, last: int) -> Tokens | None:
        """Return the tokens as an organisation: no "former" before it, no mere party, nation or pronoun."""
        prose = self.prose
        while first < last and is_former(prose.lower[first]):
            first += 1
        if (
            first == last
            or (first and prose.tags[first - 1] == "AND")
            or all(_says_no_body(prose, index) for index in range(first, last))
        ):
            return None
        return first, last

    def _body_at(self, first: int) -> Tokens | None:
        """Return the body named at a token, "the" left in front of it, or ``None``."""
        lower = self.prose.lower
        run = self.by_first.get(first + 1 if lower[first] == "the" else first)
        if run is None or run.kind not in (NameKind.BODY, NameKind.MAYBE):
            return None
        while run.possessive and (following := self.by_first.get(run.last)) is not None:
            run = following
        joined = self.by_first.get(run.last + 1)
        if joined is not None and lower[run.last] == "and" and joined.last - joined.first == 1:
            return first, joined.last if run.kind == NameKind.BODY == joined.kind else run.last
        return first, run.last


def _says_no_body(prose: Prose, index: int) -> bool:
    """Tell whether a word names no body by itself: "Republican", "his", a plain word that opens a sentence."""
    known = plain(prose.words[index]) in not_names() or prose.tags[index] in ("CAP", "POSS", "DET")
    return known or prose.lower[index] in ARTICLES


def _one_person(prose: Prose, index: int) -> bool:
    noun = person_noun(prose.lower[index])
    return noun is not None and not noun.plural


def _in_compound(prose: Prose, index: int) -> bool:
    """Tell whether a word can be part of a title in small letters: a title word, or a noun such as "campaign"."""
    low = prose.lower[index]
    if not _beside(prose, index) or prose.words[index][0].isupper():
        return False
    return is_former(low) or title(low) is not None or body_noun(low)


def _capitals(prose: Prose, first: int, last: int) -> frozenset[str]:
    return frozenset(plain(word) for word in prose.words[first:last] if word[0].isupper())


def _beside(prose: Prose, index: int) -> bool:
    return index + 1 < len(prose.starts) and prose.starts[index + 1] - prose.ends[index] == 1


def offices(prose: Prose, people: People, runs: Sequence[NameRun]) -> list[Office]:
    """Return the offices printed right before or after the names of people, in order of the text."""
    reader = RoleReader(prose, runs)
    by_name = {run.name_first: run for run in runs}
    found: list[Office] = []
    for mention in people.mentions:
        run = by_name.get(mention.name_first)
        if run is not None:
            found.extend(reader.offices(mention, run))
    return found


def bearer(prose: Prose, people: People, known: Sequence[Office], first: int, last: int) -> int | None:
    """Return the person a definite description means ("the Met Commissioner", "the senator"), if one alone fits.

    Only offices printed before the description count, and every capitalised word of it has to belong to the office. A
    description without such a word ("the senator") has to follow on a sentence that names its bearer, or to tell the
    rank too ("the chief constable"). A headline's "Chief constable: …" may be printed before its bearer is named.
    """
    heads = prose.tags[first] == "CAP" and prose.words[last : last + 1] == [":"]
    if (prose.lower[first] != "the" and not heads) or last - first < 2:
        return None
    noun = person_noun(prose.lower[last - 1])
    if noun is None or noun.plural:
        return None
    inner = range(first + 1, last - 1)
    ranks = frozenset(plain(prose.words[at]) for at in range(first + (not heads), last - 1))
    capitals = {plain(prose.words[index]) for index in inner if prose.words[index][0].isupper()}
    former = any(is_former(prose.lower[index]) for index in inner)
    fitting = {
        office.person
        for office in known
        if (office.last <= first or heads)
        and office.noun == noun.singular
        and office.former == former
        and office.qualifiers == qualifiers(prose, first, last)
        and capitals <= office.words
    }
    if len(fitting) != 1:
        return None
    person = fitting.pop()
    whole = any(
        office.person == person and ranks == {plain(word) for word in prose.words[slice(*office.title)][:-1]}
        for office in known
    )
    if capitals or (ranks and whole) or _just_named(prose, people, person, first):
        return person
    return person if _last_of_kind(prose, people, known, person, noun, (first, last)) else None


def _last_of_kind(
    prose: Prose, people: People, known: Sequence[Office], person: int, noun: Noun, words: Tokens
) -> bool:
    """Tell whether nobody else was called by a noun since a person was last named, not long before."""
    first, last = words
    titled = prose.words[last - 1].istitle()  # "the Clerk" of minutes is read back to where she is named
    opening = 0 if titled else prose.sentences[max(0, prose.sentence[first] - OFFICE_REACH)][0]
    named = [mention.last for mention in people.inside(opening, first) if mention.person == person]
    holders = {office.person for office in known if office.noun == noun.singular}
    own = {at for office in known if office.person == person for at in range(office.first, office.last)}
    since = range(named[-1], first) if named else ()
    others = any(
        at not in own and person_noun(prose.lower[at]) == noun and prose.lower[at - 1] != "the" for at in since
    )
    return bool(named) and len(holders) == 1 and not others


def _just_named(prose: Prose, people: People, person: int, index: int) -> bool:
    """Tell whether a person is named in the sentence of a token, before it, or in the sentence before that one."""
    from_token = prose.sentences[max(0, prose.sentence[index] - 1)][0]
    return any(mention.person == person for mention in people.inside(from_token, index))


def described_people(
    prose: Prose, people: People, runs: list[NameRun], held: list[Office], sources: dict[int, tuple[int, int, int]]
) -> list[Described]:
    """Return the sources that describe one person and neither name nor mean a named one."""
    found: dict[int, Described] = {}
    for tokens in sources.values():
        first, last = source_proper(prose, people, runs, *tokens)
        end = piece_end(prose, first, last)
        noun = person_noun(prose.lower[end - 1])
        if noun is None or noun.plural or end - first < 2 or people.at(end - 1) is not None:
            continue
        if not head_names(prose, people, first, last) and bearer(prose, people, held, first, end) is None:
            name = of_owner(people, owner_of(prose, people, first), description(prose, first, last))
            found[first] = Described(first, end, name, noun.gender)
    for index, tag in enumerate(prose.tags):
        begins = _described_subject(prose, index) if tag in ("WORD", "NAME") else None
        if begins is not None and begins not in found and people.at(index) is None:
            name = of_owner(people, owner_of(prose, people, begins), description(prose, begins, index + 1))
            noun, named = person_noun(prose.lower[index]), people.at(index + 2)
            apposed = named is not None and prose.words[index + 1] == "," and not named.possessive
            known = named.person if named and apposed else bearer(prose, people, held, begins, index + 1)
            found[begins] = Described(begins, index + 1, name, noun.gender if noun else None, known)
    return list(found.values())


def _described_subject(prose: Prose, head: int) -> int | None:
    """Return where a subject that describes one person begins: "the ports minister laughed", "Cole's wife, Joan,"."""
    noun = person_noun(prose.lower[head])
    if noun is None or noun.plural or prose.quotation[head] >= 0 or head + 1 >= len(prose.words):
        return None
    comma = prose.words[head + 1] == "," and noun.gender is not None and prose.tags[head + 2 : head + 3] == ["NAME"]
    if not (comma or is_verb(prose, head + 1)):
        return None
    opening = prose.sentences[prose.sentence[head]][0]
    first = head
    while first > opening and prose.tags[first - 1] in ("WORD", "NAME", "CAP", "S", "GEN"):
        first -= 1
    first -= first > opening and prose.tags[first - 1] == "DET"
    opens = first == opening or prose.words[first - 1] == ","
    return first if opens and (prose.tags[first] in ("DET", "GEN")) and first < head else None


def owner_of(prose: Prose, people: People, first: int) -> tuple[int, int] | None:
    """Return the person whose possessive opens a description, and how many words that has: 2 in "Mr Webb's sister"."""
    at: Mention | None = people.at(first)
    if at is None or not at.possessive or at.first != first:
        return None
    return at.person, len(prose.printed(at.first, at.last).split())


def of_owner(people: People, owner: tuple[int, int] | None, name: str) -> str:
    """Return a description whose opening possessive is its owner's full name."""
    words = name.split(" ")
    if owner is None or len(words) <= owner[1]:
        return name
    return f"{people.persons[owner[0]].name}’s {' '.join(words[owner[1] :])}"


def printed_roles(
    prose: Prose, people: People, known: Sequence[Office], attributions: Sequence[Attribution]
) -> tuple[Role, ...]:
    """Return the roles of those who speak, as printed, each title and organisation of a speaker once."""
    speaking = {item.speaker for item in attributions}
    found: dict[tuple[str, str, str | None], Role] = {}
    for office in known:
        name = people.persons[office.person].name
        if name in speaking:
            body = unpossessed(prose.printed(*office.organisation)) if office.organisation else None
            span = (prose.starts[office.first], prose.ends[office.last - 1])
            role = Role(name, prose.printed(*office.title), body, *span)
            found.setdefault((name, role.title.lower(), body), role)
    return tuple(sorted(found.values(), key=lambda role: role.start))
