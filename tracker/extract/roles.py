"""Titles and offices of people as a text prints them, and the descriptions that mean somebody by them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tracker.extract.bodies import ARTICLES, person_noun
from tracker.extract.mentions import Mention, People
from tracker.extract.names import NameKind, NameRun
from tracker.extract.tokens import Prose
from tracker.language.personal_names import HONORIFIC, MODIFIER, STYLE, plain, title

APPOSITIVE = 16
"""An appositive that gives an office has at most so many words before its comma."""
BEFORE_NAME = 5
"""Words a lower-case title before a name may have ("campaign communications director Ann Reed")."""
FORMER = frozenset(("former", "ex", "late", "then", "retired", "onetime", "one-time", "then-"))
_NOT_IN_TITLES = frozenset(("and", "but", "or", "who", "which", "whose", "that"))
_PP = frozenset(("of", "for", "at", "with", "in", "from"))
_END_TAGS = frozenset(("MODAL", "BE", "HAVE", "DO", "WH", "THAT", "SUB", "PRON"))


@dataclass(frozen=True, slots=True)
class Office:
    """One printed role of a person: token ranges of the whole, of the title and of the organisation, and its noun.

    ``noun`` is the common noun a later "the …" uses ("senator" for "Sen."); ``words`` are the words that tell it from
    others of its kind ("met", "florida"), lower case.
    """

    person: int
    first: int
    last: int
    title: tuple[int, int]
    organisation: tuple[int, int] | None
    noun: str
    words: frozenset[str]
    former: bool


def offices(prose: Prose, people: People, runs: Sequence[NameRun]) -> list[Office]:
    """Return the roles that stand right before or after the names of people, in order of the text."""
    by_first = {run.first: run for run in runs}
    by_name = {run.name_first: run for run in runs}
    found: list[Office] = []
    for mention in people.mentions:
        run = by_name.get(mention.name_first)
        if run is None:
            continue
        for office in (
            _printed_title(prose, mention, run, by_first),
            _title_before(prose, mention, run),
            _description_before(prose, mention, run, by_first),
            _appositive(prose, mention, by_first),
        ):
            if office is not None:
                found.append(office)
    return found


def bearer(prose: Prose, people: People, known: Iterable[Office], first: int, last: int) -> int | None:
    """Return the person a definite description means ("the Met Commissioner", "the senator"), if one alone fits.

    Only offices printed before the description count, and every capitalised word of it has to belong to the office. A
    description without such a word ("the senator") has to follow on a sentence that names its bearer.
    """
    if prose.lower[first] != "the" or last - first < 2:
        return None
    noun = person_noun(prose.lower[last - 1])
    if noun is None or noun.plural:
        return None
    inner = range(first + 1, last - 1)
    capitals = {plain(prose.words[index]) for index in inner if prose.words[index][0].isupper()}
    former = any(prose.lower[index] in FORMER for index in inner)
    fitting = {
        office.person
        for office in known
        if office.last <= first
        and office.noun == noun.singular
        and office.former == former
        and capitals <= office.words
    }
    if len(fitting) != 1:
        return None
    person = fitting.pop()
    return person if capitals or _just_named(prose, people, person, first) else None


def _just_named(prose: Prose, people: People, person: int, index: int) -> bool:
    """Tell whether a person is named in the sentence of a token, before it, or in the sentence before that one."""
    sentence = prose.sentence[index]
    from_token = prose.sentences[max(0, sentence - 1)][0]
    return any(mention.person == person for mention in people.inside(from_token, index))


def _printed_title(prose: Prose, mention: Mention, run: NameRun, by_first: dict[int, NameRun]) -> Office | None:
    """Read titles in the run itself: "Assistant Commissioner Sir Stephen House", "Met Commissioner Ann Reed"."""
    end = run.name_first
    while end > run.title_first:
        stop = prose.words[end - 1] == "." and end - 1 > run.title_first
        if not _is_form_of_address(prose.words[end - 1 - stop]):
            break
        end -= 1 + stop
    if end == run.title_first:
        return None
    first = run.title_first
    if first > run.first and prose.lower[first - 1] in FORMER:
        first -= 1
    organisation = (run.first, run.title_first) if run.first < run.title_first else None
    if organisation and plain(prose.words[run.first]) in FORMER:
        organisation = None
    organisation = organisation or _organisation_after(prose, mention, by_first)
    head = next(
        (found.noun for word in reversed(prose.words[first:end]) if (found := title(word)) and found.kind != MODIFIER),
        None,
    )
    place = _place_after(prose, mention)
    start = run.first if run.first < run.title_first else first
    before = first and prose.lower[first - 1] in FORMER
    return Office(
        mention.person,
        start,
        end,
        (first, end),
        organisation,
        head or "",
        _capitals(prose, start, first) | place,
        bool(before) or prose.lower[first] in FORMER,
    )


def _is_form_of_address(word: str) -> bool:
    found = title(word)
    return found is not None and found.kind in (HONORIFIC, STYLE)


def _place_after(prose: Prose, mention: Mention) -> frozenset[str]:
    """Return the words of "of Florida" or "(R-Fla.)" after a name: they tell one senator from another."""
    if mention.last + 1 < len(prose.words) and prose.lower[mention.last] == "of":
        return _capitals(prose, mention.last + 1, min(mention.last + 3, len(prose.words)))
    return frozenset()


def _capitals(prose: Prose, first: int, last: int) -> frozenset[str]:
    return frozenset(plain(word) for word in prose.words[first:last] if word[0].isupper())


def _title_before(prose: Prose, mention: Mention, run: NameRun) -> Office | None:
    """Read a title in small letters before the name: "campaign manager Ann Reed", "Reed spokesman John Shaw"."""
    end = run.first
    if run.first != run.name_first or not end or not person_noun(prose.lower[end - 1]):
        return None
    noun = person_noun(prose.lower[end - 1])
    if noun is None or noun.plural or prose.words[end - 1][0].isupper() or not _beside(prose, end - 1):
        return None
    first = end - 1
    while first and end - first < BEFORE_NAME and _is_compound(prose, first - 1):
        first -= 1
    organisation = None
    before = first
    while (
        before and prose.words[before - 1][0].isupper() and _beside(prose, before - 1) and first - before < BEFORE_NAME
    ):
        before -= 1
    if before < first:
        organisation = (before, first)
    former = any(prose.lower[index] in FORMER for index in range(first, end))
    words = _capitals(prose, before, first)
    return Office(mention.person, before, end, (first, end), organisation, noun.singular, words, former)


def _is_compound(prose: Prose, index: int) -> bool:
    """Tell whether a word can be part of a title in small letters: a modifier, or a noun such as "campaign"."""
    low = prose.lower[index]
    if not _beside(prose, index) or prose.words[index][0].isupper():
        return False
    found = title(low)
    return low in FORMER or found is not None or low in ("police", "campaign", "party", "union", "government")


def _beside(prose: Prose, index: int) -> bool:
    return index + 1 < len(prose.starts) and prose.starts[index + 1] - prose.ends[index] == 1


def _description_before(prose: Prose, mention: Mention, run: NameRun, by_first: dict[int, NameRun]) -> Office | None:
    """Read "the then mayor, Boris Johnson" and "a spokesman, Ann Reed,": the name explains the noun before it."""
    comma = run.first - 1
    if comma < 2 or prose.words[comma] != ",":
        return None
    noun = person_noun(prose.lower[comma - 1])
    if noun is None or noun.plural:
        return None
    for first in range(comma - 2, max(-1, comma - 2 - BEFORE_NAME), -1):
        if prose.lower[first] in ARTICLES or prose.tags[first] in ("POSS", "GEN"):
            return _office(prose, mention.person, first, comma, by_first)
    return None


def _appositive(prose: Prose, mention: Mention, by_first: dict[int, NameRun]) -> Office | None:
    """Read ", the Met Commissioner," or ", head of policing for Enfield," after a name."""
    comma = mention.last
    limit = min(len(prose.words), comma + APPOSITIVE, prose.sentences[prose.sentence[mention.name_first]][1])
    if comma + 1 >= limit or prose.words[comma] != "," or mention.possessive:
        return None
    first = comma + 1
    if prose.words[first].isdigit() and first + 2 < limit and prose.words[first + 1] == ",":
        first += 2
    last = first
    while last < limit and not _ends_appositive(prose, last):
        last += 1
    return _office(prose, mention.person, first, last, by_first) if last > first else None


def _ends_appositive(prose: Prose, index: int) -> bool:
    word = prose.words[index]
    return (
        not word[0].isalnum() or prose.tags[index] in _END_TAGS or prose.lower[index] in ("who", "said", "says", "told")
    ) and word not in ("&", "'", "’")


def _office(prose: Prose, person: int, first: int, last: int, by_first: dict[int, NameRun]) -> Office | None:
    """Read a phrase that names an office: [article or possessor] words HEAD [of …]; ``None`` if it has no head."""
    start = first
    if start < last and prose.lower[start] in ARTICLES:
        start += 1
    end = next((index for index in range(start, last) if prose.tags[index] in ("PREP", "TO", "AND")), last)
    head = next((index for index in range(end - 1, start - 1, -1) if person_noun(prose.lower[index])), None)
    if head is None or head != end - 1:
        return None
    noun = person_noun(prose.lower[head])
    if noun is None or noun.plural:
        return None
    organisation: tuple[int, int] | None = None
    owner = next((index for index in range(head - 1, first - 1, -1) if prose.tags[index] in ("GEN", "POSS")), None)
    title_first = start
    if owner is not None:
        organisation = (first, owner + 1)
        title_first = owner + 1
    else:
        capital = [index for index in range(start, head) if prose.words[index][0].isupper()]
        if capital:
            organisation = (capital[0], capital[-1] + 1)
    title_last = last
    if organisation is None and end < last and prose.lower[end] in _PP:
        organisation = _body_at(prose, end + 1, last, by_first)
        if organisation is not None:
            title_last = end
            last = max(end, organisation[1])
    elif organisation is not None:
        title_last = head + 1
        last = head + 1
    former = any(prose.lower[index] in FORMER for index in range(start, head))
    words = _capitals(prose, first, last)
    return Office(person, first, last, (title_first, title_last), organisation, noun.singular, words, former)


def _body_at(prose: Prose, first: int, last: int, by_first: dict[int, NameRun]) -> tuple[int, int] | None:
    """Return the body named at a token, "the" left in front of it, or ``None``."""
    at = first + 1 if first < last and prose.lower[first] == "the" else first
    run = by_first.get(at)
    if run is None or run.kind not in (NameKind.BODY, NameKind.MAYBE):
        return None
    end = run.last
    while run.possessive and (following := by_first.get(run.last)) is not None:
        run, end = following, following.last
    joined = by_first.get(end + 1)
    if joined is not None and prose.lower[end] == "and" and joined.last - joined.first == 1:
        end = joined.last if run.kind == NameKind.BODY == joined.kind else end
    return first, end


def _organisation_after(prose: Prose, mention: Mention, by_first: dict[int, NameRun]) -> tuple[int, int] | None:
    """Return the body after a titled name: "Commander Duncan Ball from the Metropolitan Police"."""
    index = mention.last
    if index + 1 >= len(prose.words) or prose.lower[index] not in ("of", "from", "at") or mention.possessive:
        return None
    return _body_at(prose, index + 1, len(prose.words), by_first)
