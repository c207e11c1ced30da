"""The offices a text gives its people, and the descriptions that mean somebody by an office."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tracker.extract.mentions import People
from tracker.extract.names import NameRun
from tracker.extract.noun_phrases import person_noun
from tracker.extract.roles_printed import Office, RoleReader, qualifiers
from tracker.extract.tokens import Prose
from tracker.language.former import is_former
from tracker.language.personal_names import plain


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
    former = any(is_former(prose.lower[index]) for index in inner)
    fitting = {
        office.person
        for office in known
        if office.last <= first
        and office.noun == noun.singular
        and office.former == former
        and office.qualifiers == qualifiers(prose, first, last)
        and capitals <= office.words
    }
    if len(fitting) != 1:
        return None
    person = fitting.pop()
    return person if capitals or _just_named(prose, people, person, first) else None


def _just_named(prose: Prose, people: People, person: int, index: int) -> bool:
    """Tell whether a person is named in the sentence of a token, before it, or in the sentence before that one."""
    from_token = prose.sentences[max(0, prose.sentence[index] - 1)][0]
    return any(mention.person == person for mention in people.inside(from_token, index))
