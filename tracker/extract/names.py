"""Names: runs of capitals that name a person, a body or a place; noun phrases, their heads and the names they make."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache

from tracker.extract.prose import Prose, noun_forms, verb_forms
from tracker.text.lexicon import rows, words
from tracker.text.names import (
    ARTICLES,
    GENERATIONS,
    HONORIFIC,
    MODIFIER,
    STRONG,
    body_word,
    given_gender,
    is_address,
    is_given_not_title,
    is_initial,
    is_particle,
    is_place,
    plain,
    title,
)
from tracker.text.numbers import part_words, small_words

_PIECE_TAGS = frozenset(("PREP", "TO", "SUB"))
_CLAUSE_TAGS = frozenset(("WH", "THAT"))
_CLAUSE_SUBJECTS = frozenset(("i", "he", "she", "it", "we", "they", "you"))
_LOOSE_ENDS = frozenset(("PREP", "TO", "SUB", "AND", "DET"))
_STOPS = frozenset((",", ";", ":", "(", ")", "[", "]", "—", "–", "--"))
DESCRIPTION = 7
"""Words read back from "who" for the description before it."""
_PREDICATE_TAGS = frozenset(("MODAL", "BE", "HAVE", "DO"))
_NOUN_PHRASE = frozenset(("DET", "POSS", "GEN", "WORD", "NAME", "CAP", "S", "NUM"))
_ADVERB_TAGS = frozenset(("ADV", "TIME", "NEG"))
_NEVER_NOUNS = frozenset(("says", "say", "goes", "tells", "thinks", "believes", "knows", "becomes"))
"""Verb forms ending in -s that are no plural noun."""
_AFTER_VERB = frozenset(
    ("DET", "POSS", "PRON", "OBJ", "NAME", "GEN", "AND", "SUB", "LY", "ADV", "TIME", "THAT", "“", '"')
)
"""What follows a verb and seldom a participle: "the judge rubbed his chin", but "voters asked by pollsters"."""
_EDGE = ' \t\r\n\xa0,;:.–—-"“”'
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Noun:
    """A common noun for a person: its singular, the gender it shows (``m``, ``f`` or ``None``), and its number."""

    singular: str
    gender: str | None
    plural: bool


_PER_CENT = frozenset(("percent", "cent", "pc", "%"))
_SHARES = frozenset(("majority", "minority", "proportion", "percentage", "fraction", "plurality"))


def person_noun(word: str) -> Noun | None:
    """Return what a word, in lower case, says of people ("spokeswoman", "officials"), ``None`` for other words."""
    return _person_nouns().get(word.removesuffix("'s").removesuffix("-general").removesuffix("-elect"))


def body_noun(word: str) -> bool:
    """Tell whether a word, in lower case, is a noun for a body ("campaign", "office")."""
    return body_word(word) is not None


@cache
def kinds_of_body() -> dict[str, str]:
    """Return the other nouns that say what a named body is; ``alone`` those that open no body's own name."""
    return {noun: (rest or [""])[0] for noun, *rest in rows("extract", "kinds_of_body.tsv")}


def says_what(noun: str) -> bool:
    """Tell whether a word, in lower case, says what a named body is: "the firm", "the charity"."""
    return body_noun(noun) or noun in kinds_of_body()


def is_document(word: str) -> bool:
    """Tell whether a word, in lower case, is a noun for a document or a collection of figures ("report", "data")."""
    return word in document_nouns()


@cache
def document_nouns() -> dict[str, tuple[str, str]]:
    """Return the nouns for documents, each with its number ("one", "many") and the group of nouns for the same."""
    return {noun: (number, group) for noun, number, group in rows("extract", "document_nouns.tsv")}


def is_share(prose: Prose, first: int, last: int) -> bool:
    """Tell whether a noun phrase is a share of people: "55 per cent of voters", "two thirds", "one in five nurses"."""
    end = piece_end(prose, first, last)
    behind = prose.lower[end : end + 2]
    per_cent = any(prose.lower[at] in _PER_CENT and prose.tags[at - 1] == "NUM" for at in range(first + 1, end))
    if per_cent or behind[:1] == ["%"] or behind == ["per", "cent"]:
        return True
    head = prose.lower[end - 1].rpartition("-")[2]
    if head in part_words() or head in _SHARES:
        return True
    return (
        behind[:1] == ["in"] and end + 1 < len(prose.words) and all(_is_number(prose, at) for at in (end - 1, end + 1))
    )


def _is_number(prose: Prose, index: int) -> bool:
    return prose.tags[index] == "NUM" or prose.lower[index] in small_words()


def is_plural(prose: Prose, first: int, last: int) -> bool:
    """Tell whether the head of a noun phrase is plural: a group, not one person or body."""
    head = piece_end(prose, first, last) - 1
    noun = person_noun(prose.lower[head])
    return noun.plural if noun is not None else prose.tags[head] == "S" or prose.lower[head] in ("people", "police")


def piece_end(prose: Prose, first: int, last: int) -> int:
    """Return the token that ends the main piece of a noun phrase: a preposition, or what ends the whole phrase."""
    end = phrase_end(prose, first, last)
    return next((index for index in range(first + 1, end) if prose.tags[index] in _PIECE_TAGS), end)


def phrase_end(prose: Prose, first: int, last: int) -> int:
    """Return the token that ends a noun phrase with its "of …": a mark, a relative word or a verb."""
    for index in range(first + 1, last):
        if prose.words[index] in _STOPS or prose.tags[index] in _CLAUSE_TAGS or _begins_predicate(prose, index, last):
            return index - (prose.words[index - 1] == ".")  # "Ann Reed Jr., the mayor"
        if prose.lower[index] in _CLAUSE_SUBJECTS and prose.tags[index - 1] not in ("PREP", "AND"):
            return index
        if prose.words[index] == "-" and prose.starts[index] > prose.ends[index - 1]:
            return index
    return last


def _begins_predicate(prose: Prose, index: int, last: int) -> bool:
    """Tell whether a verb begins here, so that the words before it are its subject and not part of one name."""
    tag, before, word = prose.tags[index], prose.tags[index - 1], prose.lower[index]
    within = prose.quotation[index]
    if prose.words[index][0].isupper() or (within >= 0 and within != prose.quotation[last - 1]):
        return False
    if tag == "OBJ":
        return before != "PREP"
    if tag in _PREDICATE_TAGS or word in past_only() or word in _NEVER_NOUNS:
        return True
    noun = person_noun(prose.lower[index - 1])
    if noun is not None and (word in base_verbs() if noun.plural else tag == "ED" and index + 1 == last):
        return True
    verb = tag == "ED" or word in subject_verbs()
    goes_on = index + 1 < last or prose.tags[index + 1 : index + 2] == ["AND"]
    follows = goes_on and prose.tags[index + 1] in _AFTER_VERB
    if before in ("NAME", "CAP") and noun is None:
        plural = word.endswith("s") and not follows
        return (verb and not plural) or tag in _ADVERB_TAGS
    return verb and follows and (before in ("S", "CAP") or (before == "WORD" and prose.tags[index - 2] in _NOUN_PHRASE))


def description(prose: Prose, first: int, last: int) -> str:
    """Return the words of a nominal source as a name: no article, no relative clause, no apposition.

    >>> from tracker.extract.prose import prose
    >>> description(prose("A Scotland Yard spokesman, who gave no name,"), 0, 9)
    'Scotland Yard spokesman'
    """
    if first < last - 1 and prose.lower[first] in ARTICLES:
        first += 1
    end = phrase_end(prose, first, last)
    while end - 1 > first and prose.tags[end - 1] in _LOOSE_ENDS:
        end -= 1
    printed = prose.printed(first, end).strip(_EDGE)
    return _SPACES.sub(" ", printed)


def described_before(prose: Prose, index: int) -> str | None:
    """Return the description that a relative pronoun at token ``index`` goes on from ("voters who"), or ``None``."""
    sentence_first = prose.sentences[prose.sentence[index]][0]
    index -= index > sentence_first and prose.words[index - 1] == ","
    if index == sentence_first or person_noun(prose.lower[index - 1]) is None:
        return None
    first = index - 1
    while first > sentence_first and index - first < DESCRIPTION and prose.tags[first - 1] in _NOUN_PHRASE:
        first -= 1
        if prose.tags[first] in ("DET", "POSS"):
            break
    return description(prose, first, index)


@cache
def subject_verbs() -> frozenset[str]:
    """Return the finite forms of the verbs that show the name before them to be a subject."""
    found: set[str] = set()
    for base, *past in rows("extract", "subject_verbs.tsv"):
        forms = {name: form for form, name in verb_forms(base).items()}
        found.update({forms["third"], past[0] if past else forms.get("past", base)})
    return frozenset(found)


@cache
def base_verbs() -> frozenset[str]:
    """Return the base forms: verbs after a plural that people bear ("investors see")."""
    return frozenset(row[0] for row in rows("extract", "subject_verbs.tsv"))


@cache
def past_only() -> frozenset[str]:
    """Return the past forms that are never participles ("went", "said"): verbs wherever they stand."""
    return frozenset(row[1] for row in rows("extract", "subject_verbs.tsv") if len(row) > 2)


@cache
def _person_nouns() -> dict[str, Noun]:
    found: dict[str, Noun] = {}
    for singular, gender in rows("extract", "person_nouns.tsv"):
        known = None if gender == "-" else gender
        for form in noun_forms(singular):
            found.setdefault(form, Noun(singular, known, form != singular))
        if singular.endswith("man"):
            found[singular[:-3] + "men"] = Noun(singular, known, True)
    return found


LONGEST_NAME = 4
"""No person's name without titles has more words in news text ("Mary Anne Van Damme")."""
DESCRIBED_NAME = 3
"""Words of a name of no list with the noun before it that says who it is."""
HEADLINE_WORDS = 4
"""Shorter sentences are too short to tell a headline from a name."""
ACRONYM = 2
"""A lone word with this many letters, all in capitals, is an acronym, hence a body."""
_CAPITAL_TAGS = frozenset({"NAME", "CAP", "GEN"})
_ARABIC_ARTICLE = re.compile(r"(?:al|el|ul)-[A-ZÀ-Þ]")
_PARTY_AND_STATE = re.compile(r"[RDI]-[A-Z]")
_SMALL_WORDS = frozenset(("PREP", "DET", "AND", "TO", "SUB", "THAT", "POSS", "NEG", "WH"))
"""Words a headline prints small; one that prints others small is running text, where capitals show names."""
_LINKS = frozenset({"of", "for", "on", "and", "&"})
_APOSTROPHES = ("’", "'")
_FIELD_LINKS = frozenset(("of", "for", "on"))
_WITH_FIELDS = frozenset(
    ("department", "ministry", "office", "committee", "commission", "college", "society", "institute", "secretary")
)
"""Bodies that are for several fields at once."""


class NameKind(StrEnum):
    """What a run of capitals names; ``MAYBE`` and ``SINGLE`` wait for evidence from the rest of the text."""

    PERSON = "person"
    BODY = "body"
    PLACE = "place"
    MAYBE = "maybe"
    SINGLE = "single"
    ROLE = "role"


@dataclass(frozen=True, slots=True)
class NameRun:
    """One run of capitals: token numbers of the whole (``first``, ``last``), of its titles and of the name proper.

    ``title_first <= name_first``; they are equal where no title stands before the name. ``possessive`` is true where
    the run ends in a possessive ("Reed's"), ``headline`` where its sentence is printed in capitals.
    """

    first: int
    last: int
    title_first: int
    name_first: int
    kind: NameKind
    possessive: bool
    headline: bool


@dataclass(frozen=True, slots=True)
class NameParts:
    """What a list of words names, with the places where its titles and its name begin."""

    kind: NameKind
    title_first: int
    name_first: int


def name_runs(prose: Prose, heads: Collection[int] = (), offices: Collection[int] = ()) -> list[NameRun]:
    """Return the runs of capitals of a text, in order, quotations included.

    ``heads`` are tokens that end a source: there a word counts that is no name elsewhere ("Early said", "Black said").
    ``offices`` are those that end a source that begins with an office: there a body's name may run into its holder's
    ("Chair of the Royal Society Ann Reed said").
    """
    found: list[NameRun] = []
    for first, last in prose.sentences:
        headline = _is_headline(prose, first, last)
        index = first
        while index < last:
            if not (_may_begin(prose, index, last) or (index in heads and _is_capital(prose, index))):
                index += 1
                continue
            end = _run_end(prose, index, last, headline)
            run = _name_run(prose, index, end, headline)
            holder = _holder(prose, index, end) if end - 1 in offices and not _is_proper(prose, run) else index
            if holder > index:
                found.append(_name_run(prose, index, holder, headline))
                run = replace(_name_run(prose, holder, end, headline), kind=NameKind.PERSON)
            found.append(run)
            index = end
    return found


def _is_proper(prose: Prose, run: NameRun) -> bool:
    """Tell whether a run is a person's name and nothing else behind its titles."""
    name = range(run.name_first, run.last)
    return run.kind == NameKind.PERSON and all(
        prose.words[index][0].isupper() and body_word(prose.words[index]) != STRONG for index in name
    )


def _holder(prose: Prose, first: int, last: int) -> int:
    """Return where the name of an office's holder begins that a body's runs into, ``first`` where none does.

    It is a given name and what follows, else the two words behind a word for a body, neither of them another.
    """
    words = prose.words
    for index in range(last - 2, max(first, last - LONGEST_NAME - 1), -1):
        if given_gender(words[index]) and not any(_says_body(word) for word in words[index + 1 : last]):
            return index
    last_two = last - 2
    named = last_two > first and body_word(words[last_two - 1]) == STRONG
    unlisted = named and not any(_says_body(word) or not word[0].isupper() for word in words[last_two:last])
    return last_two if unlisted and not is_place(" ".join(words[last_two:last])) else first


def _says_body(word: str) -> bool:
    return body_word(word) == STRONG or plain(word) in not_names() or is_place(word)


def read_name(parts: Sequence[str]) -> NameParts:
    """Return what ``parts``, the words of one run of capitals, name.

    >>> read_name(["Met", "Commissioner", "Ann", "Reed"])
    NameParts(kind=<NameKind.PERSON: 'person'>, title_first=1, name_first=2)
    """
    count = len(parts)
    title_first, name_first = _titles(parts)
    name = parts[name_first:]
    if name_first == count or (name_first and all(map(title, name)) and not is_address(parts[name_first - 1])):
        return NameParts(NameKind.ROLE, title_first, count)
    if name_first:
        borne = len(name) == 1 and body_word(name[0]) != STRONG and _is_borne(parts[name_first - 1])
        body = _is_body(name) and not borne  # "Councillor Lane", but "Commissioner Street"
        return NameParts(NameKind.BODY, 0, 0) if body else NameParts(NameKind.PERSON, title_first, name_first)
    given = _given_after_description(parts)
    return NameParts(NameKind.PERSON, given, given) if given else NameParts(_untitled(parts), 0, 0)


def _untitled(parts: Sequence[str]) -> NameKind:
    if is_place(" ".join(parts)) or _PARTY_AND_STATE.match(parts[0]):
        return NameKind.PLACE
    if _is_body(parts):
        return NameKind.BODY
    while len(parts) > 2 and parts[-1].isupper() and plain(parts[-1]) in words("text", "post_nominals.txt"):
        parts = parts[:-1]
        if len(parts) <= LONGEST_NAME and not any(plain(part) in not_names() for part in parts):
            return NameKind.PERSON
    doubtful = any(plain(part) in not_names() for part in parts)
    if len(parts) == 1:
        return NameKind.BODY if doubtful or _is_acronym(parts[0]) else NameKind.SINGLE
    if len(parts) > LONGEST_NAME or (doubtful and plain(parts[0]) in not_names()):
        return NameKind.BODY
    if given_gender(parts[0]) or is_initial(parts[0]):
        return NameKind.PERSON
    return NameKind.BODY if doubtful else NameKind.MAYBE


def _given_after_description(parts: Sequence[str]) -> int:
    """Return where the given name begins that other words describe ("Leeds Widow Ann Reed"), 0 where none does."""
    for index, part in enumerate(parts[:-1]):
        if given_gender(part):
            return index if not _is_body(parts[index:]) else 0
        word = plain(part)
        named = word in not_names() or is_place(word) or body_word(word) or person_noun(word)
        if not (named or "-of-" in word):  # "Mum-of-three Ann Reed"
            break
    noun = person_noun(plain(parts[0]))
    called = noun is not None and not noun.plural and DESCRIBED_NAME <= len(parts) <= LONGEST_NAME
    unlisted = called and not any(map(_says_body, parts[1:])) and not is_place(" ".join(parts[1:]))
    return 1 if unlisted else 0  # "Shopkeeper Dev Anand"


def _titles(parts: Sequence[str]) -> tuple[int, int]:
    """Return where the titles before a name begin and end; they end at the last word where no name follows."""
    while len(parts) > 2 and plain(parts[-1]) in GENERATIONS:
        parts = parts[:-1]
    kinds = [found.kind if (found := title(part)) else None for part in parts]
    end = max((index + 1 for index, kind in enumerate(kinds[:-1]) if kind not in (None, MODIFIER)), default=0)
    if end == 0:
        if len(parts) == 1 or kinds[-1] in (None, HONORIFIC, MODIFIER) or given_gender(parts[0]):
            return 0, 0
        end = len(parts)
    if 1 < end == len(parts) - 1 and kinds[end - 2] not in (None, MODIFIER) and given_gender(parts[end - 1]):
        end -= 1  # "Prosecutor Dean Whitelaw"
    begin = end
    while begin and kinds[begin - 1] is not None:
        begin -= 1
    given_first = begin == 1 and given_gender(parts[0]) is not None
    return (0, 0) if given_first or is_given_not_title(parts[:end], parts[end:]) else (begin, end)


def _is_body(parts: Sequence[str]) -> bool:
    marks = [body_word(part) for part in parts]
    if len(parts) > 1 and (given_gender(parts[0]) or is_initial(parts[0])):
        return marks[-1] == STRONG
    return any(marks)


def _is_borne(word: str) -> bool:
    """Tell whether a title before one word makes that a surname: an address, or the title of one of a council."""
    found = title(word)
    return is_address(word) or (found is not None and found.noun == "councillor")


def _is_acronym(word: str) -> bool:
    letters = [sign for sign in word if sign.isalpha()]
    return len(letters) >= ACRONYM and all(sign.isupper() for sign in letters)


def _name_run(prose: Prose, first: int, last: int, headline: bool) -> NameRun:
    """Read one run; a nation, creed or party before a name is left out ("Republican Ann Reed")."""
    while first < last - 1 and plain(prose.words[first]) in not_names() and given_gender(prose.words[first]) is None:
        if is_place(" ".join(prose.words[first : first + 2])):
            break
        if (
            prose.tags[first] == "GEN"
            or title(prose.words[last - 1])
            or any(body_word(low) for low in prose.lower[first + 1 : last])
        ):
            break
        first += 1
    while prose.words[first] == ".":
        first += 1
    numbers = [index for index in range(first, last) if prose.words[index] != "." and index not in prose.nicknames]
    parts = [
        prose.words[index] + ("." if index + 1 < last and prose.words[index + 1] == "." else "") for index in numbers
    ]
    named = read_name(parts)
    places = [*numbers, last]
    possessive = prose.tags[last - 1] == "GEN"
    if "GEN" in prose.tags[first : last - 1] or {",", "&", *_APOSTROPHES} & {prose.words[index] for index in numbers}:
        return NameRun(first, last, first, first, NameKind.BODY, possessive, headline)
    title_first, name_first = places[named.title_first], places[named.name_first]
    return NameRun(first, last, title_first, name_first, named.kind, possessive, headline)


def _may_begin(prose: Prose, index: int, last: int) -> bool:
    word = prose.words[index]
    if not word[0].isupper() or word.endswith("-based") or _is_contraction(prose.lower[index]):
        return False
    if prose.tags[index] in _CAPITAL_TAGS:
        return plain(word) not in not_names() or _goes_on(prose, index, last)
    return given_gender(word) is not None and _goes_on(prose, index, last)


def _is_contraction(word: str) -> bool:
    """Tell whether a word is a pronoun with its verb ("I've", "Let's")."""
    head, mark, _ = word.partition("'")
    return bool(mark) and head in not_names() and head not in words("extract", "body_owners.txt")


def _goes_on(prose: Prose, index: int, last: int) -> bool:
    return index + 1 < last and _is_capital(prose, index + 1) and _beside(prose, index)


def _run_end(prose: Prose, index: int, last: int, headline: bool) -> int:
    end = index + 1
    while end < last and (prose.tags[end - 1] != "GEN" or _owns_body(prose, end - 1, end, last)):
        if prose.words[end] == "." and _abbreviated(prose, end):
            end += 1
            continue
        if prose.words[end] in _APOSTROPHES and end + 1 < last and _owns_body(prose, end - 1, end + 1, last):
            end += 1
            continue
        if end in prose.nicknames:
            end += 1
            continue
        if prose.words[end] == "," and (step := _list_of_fields(prose, index, end, last)):
            end += step
            continue
        if not _beside(prose, end - 1):
            break
        if _is_capital(prose, end) and not (headline and _splits_headline(prose, end)):
            end += 1
            continue
        step = _joins(prose, index, end, last)
        if not step:
            break
        end += step
    while prose.words[end - 1] == ".":
        end -= 1
    return end


def _owns_body(prose: Prose, index: int, after: int, last: int) -> bool:
    """Tell whether a possessive stands inside a body's name: "Fire Chiefs’ Council", "Nurses’ and Midwives’ Council".

    A plural does, or one of few listed ("Women's Aid", "King's Fund"), where a word for a body follows in capitals.
    """
    low = prose.lower[index]
    mark = prose.ends[index] == prose.starts[index + 1] and prose.words[index + 1] in _APOSTROPHES
    saint = prose.lower[max(0, index - 2) : index]
    listed = plain(low) in words("extract", "body_owners.txt") or saint[-1:] == ["st"] or saint == ["st", "."]
    plural = (low.endswith("s'") or (mark and low.endswith("s"))) and plain(low) not in not_names()
    if not (plural or listed):
        return False
    at = after
    while at < last and at - index <= LONGEST_NAME and (at == after or _beside(prose, at - 1)):
        capital = prose.words[at][0].isupper()
        if capital and body_word(prose.words[at]) is not None:
            return True
        if not capital and prose.lower[at] != "and":
            break
        at += 1
    return listed and after < last and prose.words[after][0].isupper()


def _abbreviated(prose: Prose, stop: int) -> bool:
    """Tell whether a full stop belongs to the word before it ("Sen." or "J."), with a name going on after it."""
    word = prose.words[stop - 1]
    if prose.ends[stop - 1] != prose.starts[stop] or stop + 1 >= len(prose.words):
        return False
    return prose.words[stop + 1][0].isupper() and (is_initial(word) or title(word) is not None)


def _beside(prose: Prose, index: int) -> bool:
    gap = prose.text[prose.ends[index] : prose.starts[index + 1]]
    return len(gap) == 1 and gap != "\n"


def _is_capital(prose: Prose, index: int) -> bool:
    word = prose.words[index]
    if _ARABIC_ARTICLE.match(word):
        return True
    if prose.tags[index] in _CAPITAL_TAGS or given_gender(word) is not None:
        return word[0].isupper()
    return is_initial(word) and index + 1 < len(prose.words) and prose.words[index + 1] == "."


def _joins(prose: Prose, first: int, index: int, last: int) -> int:
    """Return how many small words join the run to a capital after them: "de" in names, "of the" after a body."""
    listed = _list_of_fields(prose, first, index, last)
    if listed:
        return listed
    after = next((place for place in range(index, last) if not is_particle(prose.words[place])), last)
    if index < after < last and prose.words[after][0].isupper():
        return after - index
    if prose.words[index] == "&" and index + 1 < last and _is_capital(prose, index + 1):
        return 2
    if prose.lower[index] not in _LINKS or not any(body_word(low) for low in prose.lower[first:index]):
        return 0
    after = index + 2 if index + 1 < last and prose.lower[index + 1] == "the" else index + 1
    if after < last and _is_capital(prose, after) and prose.lower[index] != "and":
        return after - index
    return 0


def _list_of_fields(prose: Prose, first: int, index: int, last: int) -> int:
    """Return how many tokens go on with what a body is for: "and Wales", ", Communities and Local Government".

    Two places may follow one another; fields only behind a department or the like with "of" or "for", and none is a
    body by itself, a person or an abbreviation ("the Ministry of Justice and Treasury", "… and FBI").
    """
    lower = prose.lower
    if lower[index] not in ("and", ",") or index + 1 >= last or not _FIELD_LINKS & set(lower[first + 1 : index]):
        return 0
    if lower[index] == "and" and is_place(prose.words[index - 1]) and is_place(prose.words[index + 1]):
        return 2
    if not _WITH_FIELDS & set(lower[first:index]):
        return 0
    at = index
    while at < last and lower[at] in ("and", ","):
        closes = lower[at] == "and"
        begins = at = at + 1
        while at < last and _is_field(prose, at):
            at += 1
        if at == begins or (at == begins + 1 and body_word(prose.words[begins]) is not None):
            return 0
        if closes:
            return at - index
    return 0


def _is_field(prose: Prose, index: int) -> bool:
    word = prose.words[index]
    capital = prose.tags[index] == "NAME" and not _is_acronym(word)
    found = title(word)
    return capital and given_gender(word) is None and (found is None or found.kind == MODIFIER)


def _is_headline(prose: Prose, first: int, last: int) -> bool:
    words = [index for index in range(first, last) if prose.words[index][0].isalpha()]
    small = [index for index in words if not prose.words[index][0].isupper()]
    return len(words) > HEADLINE_WORDS and all(prose.tags[index] in _SMALL_WORDS for index in small)


def _splits_headline(prose: Prose, index: int) -> bool:
    word = prose.lower[index]
    return word in not_names() or (word in subject_verbs() and given_gender(word) is None)


def not_names() -> frozenset[str]:
    """Return the words that, in capitals, are still no part of a person's name."""
    return words("extract", "not_names.txt")
