"""Who says the words of a quotation in its source, as what and when; and whether they are said so there.

The speaker, role and date that a draft gives are held against those of the source. Words may be only reported there.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import Enum
from functools import cache, lru_cache
from typing import Final

from tracker.check.findings import AttributedWords, Finding, Folded, Place, Remark, Source, worst_first
from tracker.check.words import SourceWords, is_content
from tracker.check.words import words as words_of
from tracker.cite.sources import printed_date
from tracker.extract import reports as reports_in
from tracker.extract.names import person_noun
from tracker.models import TURNED, ClaimKind, DatedWords, Span
from tracker.text import sentences
from tracker.text.dates import dates
from tracker.text.lexicon import rows
from tracker.text.lexicon import words as word_list
from tracker.text.names import MODIFIER, STYLE, TITLE, is_address, is_former, is_past, plain, speaker_key, title
from tracker.text.words import RUN, SMALL_RUN

LEAST_WORDS: Final = 4
"""Fewer words stand in many mouths, and the place found for them may not be the one that was quoted."""
PRINTED_LATER: Final = 7
"""Days between saying and print: a document's date stands for the date of saying only so far."""
_DAY: Final = len("2018-01-14")
_YEAR: Final = len("2018")


def remarks(draft: AttributedWords | None, source: Source, place: Place, words: int) -> Iterator[Remark]:
    """Yield what differs in speaker, role and date between a draft's ``words`` words and the place they stand in.

    Where the source leaves open what the draft states, the remark says that it cannot be checked. Two people's words
    are nobody's quotation, whomever the draft names.
    """
    found = place.speech
    names = [str(each.speaker) for each in (draft, found) if each is not None and each.speaker]
    same = len(names) > 1 and same_speaker(*names)
    if words < LEAST_WORDS and not same and not _is_telling(source, place):
        return
    joined = _joined(source, place)
    if joined:
        yield Remark("speaker", f"These are the words of {' and of '.join(joined)}, joined into one quotation.")
    if draft is None:
        return
    if not joined:
        yield from _speaker(draft, source, place)
    if same and found is not None:
        told = list(_role(draft, found, source.text))
        yield from told
        if all(each.unchecked for each in told):
            yield from _described(draft, " ".join(str(found.speaker).split()[-2:]), source)
    elif draft.speaker and " " in draft.speaker and (found is None or found.speaker is None):
        yield from _anothers_office(draft, draft.speaker, source)
    if draft.said is not None:
        yield from _date(draft.said, draft, source, found)


def _is_telling(source: Source, place: Place) -> bool:
    """Say whether three words say enough to be one person's: two of them are no light words."""
    found = [word for part in place.parts for word in words_of(part.of(source.text))]
    return len(found) >= LEAST_WORDS - 1 and sum(is_content(word.key) for word in found) > 1


def _joined(source: Source, place: Place) -> tuple[str, ...]:
    """Return the two people whose words the parts of a place are, or nothing where they are one's or not known."""
    spoken = [name for part in place.parts for name in _speakers_in(source, part)]
    known = [speaker for speaker in spoken if is_name(speaker)]
    other = next((speaker for speaker in known if not same_speaker(speaker, known[0])), None)
    return (known[0], other) if other is not None else ()


def _speakers_in(source: Source, part: Span) -> list[str]:
    """Return who speaks in a stretch of a source, in order: everybody quoted there, else whoever is reported first."""
    there = [each for each in source.speech or () if each.speaker and each.holds(part)]
    direct: list[tuple[Span, str]] = []
    for each in there if any(each.kind is ClaimKind.DIRECT for each in there) else ():
        for span in each.spans if each.kind is ClaimKind.DIRECT else ():
            apart = all(span.end <= known.start or known.end <= span.start for known, _ in direct)
            if apart and span.start < part.end and part.start < span.end:  # what a person picked comes first
                direct.append((span, str(each.speaker)))
    return [name for _, name in sorted(direct, key=lambda each: each[0].start)] or [
        str(each.speaker) for each in there[:1]
    ]


def named_in(text: str) -> str | None:
    """Return the first name of two words or more, or behind a form of address, that a text prints.

    >>> named_in("Councillor Tobias Wren was against it then: “"), named_in("The town was safe: “")
    ('Councillor Tobias Wren', None)
    """
    run: list[str] = []
    for word in [*text.split(), ""]:
        bare = word.strip(",;:“”\"‘’'()")
        if bare[:1].isupper() and bare.lower() not in word_list("text", "stop_words.tsv"):
            run.append(bare)
            if bare == word.rstrip(","):
                continue
        if len(run) > 1:
            return " ".join(run)
        run = []
    return None


def _speaker(draft: AttributedWords, source: Source, place: Place) -> Iterator[Remark]:
    """Yield that words are not those of whom a draft gives them to, or that this cannot be told."""
    found, name = place.speech, draft.speaker
    other = found.speaker if found is not None else None
    if name is None or not is_name(name):
        if name and other and _is_office(name.split()[-1]) and not same_speaker(name, other):
            yield _office_alone(name, other, source)
    elif found is not None and other is not None and (found.is_body or is_name(other)):
        if same_speaker(name, other):
            return
        not_theirs = f"The source gives these words to {other}, not to {name}."
        if doubt := _may_be_both(draft, source, place, other):
            told = f"The source gives these words to {other}; whether {name} {doubt} them cannot be checked."
            yield Remark("speaker", told, unchecked=True)
        elif not draft.is_body or (found.is_body and _speaks_there(name, source, body=True)):
            yield Remark("speaker", not_theirs)
        elif not found.is_body:
            asked = f"“{name}”" if " " in name else f"Who “{name}” is"
            told = f"{asked} cannot be checked; the source gives these words to {other}."
            yield Remark("speaker", told, unchecked=True)
    elif found is not None and other is not None and _is_introduced(source, found, name):
        yield Remark("speaker", f"The source gives these words to “{other}”, not to {name}.")
    elif source.speech is not None and not draft.is_body:
        told = f"The source names no speaker for these words, so that {name} cannot be checked."
        yield Remark("speaker", told, unchecked=True)


def _office_alone(described: str, other: str, source: Source) -> Remark:
    """Return what is said of an office without a name, where a source gives the words to a name."""
    holder = _holder(described.split()[-1], described, other, source)
    if holder:
        told = f"The source gives these words to {other}, and prints “{described}” of {holder}."
        return Remark("speaker", told)
    told = f"Who “{described}” is cannot be checked; the source gives these words to {other}."
    return Remark("speaker", told, unchecked=True)


def _may_be_both(draft: AttributedWords, source: Source, place: Place, other: str) -> str:
    """Return what the named speaker may have done with words of another: "denied" where the draft turns them round.

    "said" where both signed them, or where "he said" was read as the other's; blank where nothing is open, or a
    cosignatory speaks elsewhere in the source.
    """
    named = str(draft.speaker).split(" and ")
    if len(named) > 1 and any(_speaks_there(name, source) for name in named if not same_speaker(name, other)):
        return ""
    if draft.stance in TURNED and (place.speech is None or place.speech.stance not in TURNED):
        return "denied"
    signed = len(named) > 1 and any(same_speaker(name, other) for name in named)
    return "said" if signed or _opens_paragraph(source, place, named[-1], other) else ""


def is_another(label: str, name: str, text: str) -> bool:
    """Say whether whom a text prints as a speaker is not the one of a name: named otherwise, several, or an office."""
    last = label.split()[-1]
    if same_speaker(label, name) or _is_beside(text, last, name):
        return False
    return named_in(label) is not None or _are_several(last) or _is_office(last)


def _are_several(noun: str) -> bool:
    """Say whether a noun names several people: "critics", "drivers"."""
    known = person_noun(noun.lower())
    return known is not None and known.plural


def _is_introduced(source: Source, found: AttributedWords, name: str) -> bool:
    """Say whether a source gives words to somebody who is not named and new ("a driver", "critics"), and prints a name.

    Then the words are not that one's: whoever is named is not introduced as "a driver I know".
    """
    noun = str(found.speaker).split()[-1]
    start, end = found.spans[0].start, found.spans[-1].end
    around = f"{sentences.opening(source.text, start, REPORT_REACH)} {sentences.rest(source.text, end, REPORT_REACH)}"
    introduced = re.search(
        rf"\b(?i:an?|one|another|some|many|several|my|your|his|her|their)\s(?:{SMALL_RUN}\s){{0,2}}{re.escape(noun)}\b",
        around,
    )
    printed = re.search(rf"\b{re.escape(name.split()[-1])}\b", source.text)
    apart = printed is not None and not _is_beside(source.text, noun, name)
    return apart and (_are_several(noun) or introduced is not None)


def _speaks_there(name: str, source: Source, *, body: bool = False) -> bool:
    """Say whether a source gives other words to somebody of this name, or a body: then another one in it is another."""
    there = (each for each in source.speech or () if each.speaker and (each.is_body or not body))
    return any(same_speaker(str(each.speaker), name) for each in there)


def _opens_paragraph(source: Source, place: Place, name: str, other: str) -> bool:
    """Say whether a name opens the paragraph of some words that never names the other one whom they were given to.

    Then "he said" in it was read as the other's: “Analyst Tom Wren was unsure. “It may rain,” he said.”
    """
    start = place.parts[0].start
    low = source.text.rfind("\n", 0, start) + 1
    before, paragraph = source.text[low:start], source.text[low:].partition("\n")[0]
    first = before.split()[:OPENING_WORDS]
    surname, their = name.split()[-1], other.split()[-1]
    return surname in (word.strip(",.") for word in first) and their not in paragraph


OPENING_WORDS: Final = 6
"""Words at the head of a paragraph among which the name of whoever it is about stands."""


def _holder(office: str, described: str, speaker: str, source: Source) -> str:
    """Return who else speaks in a source as an office, or beside whose name it prints it, and not at the speaker's."""
    if _is_beside(source.text, office, speaker):
        return ""
    if _speaks_there(described, source):
        return "somebody else"
    others = [each.speaker for each in source.speech or () if each.speaker and is_name(each.speaker)]
    return next(
        (name for name in others if not same_speaker(name, speaker) and _is_beside(source.text, office, name)), ""
    )


def is_name(speaker: str) -> bool:
    """Say whether a speaker is named and not only described ("the judge", "One farmer", "Secretary" at the head)."""
    opening, *others = speaker.split()
    described = opening.islower() and (others[:1] in (["of"], ["for"], ["at"]) or person_noun(opening))
    if described or (not others and _is_office(opening)):
        return False
    return any(word != word.lower() for word in others or [opening])


def _is_office(word: str) -> bool:
    """Tell whether one word stands for an office alone: "Secretary", not "House" of "House Speaker", a surname too."""
    known = title(word)
    return known is not None and known.kind == TITLE and known.noun is not None


def same_speaker(one: str, other: str) -> bool:
    """Say whether two names may be one speaker's: "Nair" and "Priya Nair" may, Lady Nair and Baroness Nair of Sale."""
    shorter, longer = sorted((_names_of(one), _names_of(other)), key=len)
    return shorter == longer[len(longer) - len(shorter) :]


@cache
def _names_of(speaker: str) -> tuple[str, ...]:
    """Return the words of a name; a peer's rank is told by its gender alone, and his place is left out."""
    rank = title(speaker.partition(" ")[0])
    if rank is None or rank.kind != STYLE:
        return tuple(speaker_key(speaker).split())
    return rank.gender or "", *speaker_key(_PLACE.sub("", speaker.partition(" ")[2])).split()


_PLACE: Final = re.compile(r",? of [A-Z].*")


def full_name(label: str, text: str) -> str:
    """Return the one name in a text that the initials of a speaker's label stand for, or the label.

    >>> full_name("PN", "Priya Nair has sung for the Pope. PN: I never wanted to."), full_name("PN", "PN: Never.")
    ('Priya Nair', 'PN')
    """
    if not (label.isupper() and label.isalpha() and 1 < len(label) <= LONGEST_INITIALS):
        return label
    words = r"\s".join(rf"{sign}{SMALL_RUN}" for sign in label)
    return next(iter(names)) if len(names := {*re.findall(rf"\b{words}\b", text)}) == 1 else label


LONGEST_INITIALS: Final = 3
"""Letters of a speaker's label that stand for all of his names."""


def _role(draft: AttributedWords, found: AttributedWords, text: str) -> Iterator[Remark]:
    member = _offices("member")
    asked = [role for role in draft.roles if _office(role)]
    asked = [role for role in asked if not _office(role) <= member.keys()] or asked
    if not asked:
        return
    known = [role for role in found.roles if _office(role)]
    if all((_office(role) <= member.keys()) != (_office(other) <= member.keys()) for role in known for other in asked):
        printed = f"The sources print “{known[0]}”" if known else "No source prints a role"
        told = f"{printed} for {found.speaker} at that time, so that “{asked[0]}” cannot be checked."
        yield Remark("role", told, unchecked=True)
        return
    if any(_is_beside(text, role, str(found.speaker)) for role in asked):
        return
    wrong = [role for role in asked if not any(_compatible(role, other) for other in known if _held(other, role))]
    if len(wrong) == len(asked):
        told = f"At that time the sources print “{'” and “'.join(known)}” for {found.speaker}, not “{wrong[0]}”."
        printed = next((role for role in known if _is_beside(text, role, str(found.speaker))), "")
        yield Remark("role", told, old=draft.where.get("role"), new=printed)


def _described(draft: AttributedWords, name: str, source: Source) -> Iterator[Remark]:
    """Yield that a word which the draft prints before a name is another's in the source, or that one there is left out.

    A source prints the Marlow pilot, Ida Pell, and the Quay clerk Tom Holt: no “Quay pilot Ida Pell”; and a shadow
    minister is no minister.
    """
    text = source.text
    theirs = [*_words_before(name, text)]
    own = [[plain(word) for word in each] for each in theirs]
    if told := next(_other_work(draft, name, text), next(_anothers_office(draft, name, source), None)):
        yield told
        return
    if not own or own[0][-1] in word_list("text", "stop_words.tsv"):
        return
    printed, named, _ = f"{draft.described} {draft.speaker}".partition(name)  # an opening word may be read as a name
    asked = [word for word in printed.split() if not is_address(word)] if named else []
    if len(asked) > 1 and (field := _other_field(asked, own)):
        yield Remark("role", f"The source prints “{field} {asked[-1].lower()}” at {name}, not “{asked[-2]}”.")
    changing = [[word for word in each if word in _offices("rank")] for each in own]
    if asked and all(changing) and not any(word in map(plain, asked) for word in changing[0]):
        yield Remark("role", f"The source prints “{changing[0][0]}” before “{asked[-1]}”.")
    for word in asked:
        if title(word) is None and not _is_beside(text, word, name):
            behind = rf"\b(?i:{re.escape(word)})(?:[ ]{SMALL_RUN}){{0,2}},?[ ]([A-Z]{RUN}\s+[A-Z]{RUN})"
            other = re.search(behind, text)
            if other is not None and not same_speaker(other[1], name):
                yield Remark("role", f"The source prints “{word}” at {other[1]}, not at {name}.")


MOST_BEFORE: Final = 5
"""Words before a name that are looked at."""


def _words_before(name: str, text: str) -> Iterator[list[str]]:
    """Yield the words before each place of a name in a text; the pattern is tried near these places alone."""
    before = re.compile(rf"((?:{RUN}[ ]){{0,{MOST_BEFORE - 1}}}{RUN}),?[ ]{re.escape(name)}\b")
    place = end = 0
    while (place := text.find(f" {name}", place)) >= 0:
        near = text[end:place].rsplit(" ", MOST_BEFORE)[-MOST_BEFORE:]
        found = before.search(text, place - len(" ".join(near)), place + len(name) + 2)
        if found is not None and (found := before.match(text, found.start())) is not None:
            yield found[1].split()
            end = found.end()
        place = max(place + 1, end)


def _other_field(asked: Sequence[str], own: Sequence[Sequence[str]]) -> str:
    """Return the word that a source prints before an office, where the draft prints another: finance minister."""
    office, field = plain(asked[-1]), plain(asked[-2])
    known = [each[-2] for each in own if len(each) > 1 and each[-1] == office]
    light = word_list("text", "stop_words.tsv")
    fields = [each for each in known if each not in light and title(each) is None and not is_past(each)]
    adjective = field.endswith(("ian", "ish", "ese", "ch", "an")) or title(field) is not None or is_past(field)
    return fields[0] if _is_office(office) and fields and not adjective and field not in known else ""


def _other_work(draft: AttributedWords, name: str, text: str) -> Iterator[Remark]:
    """Yield that a draft prints another noun for what somebody does than the source does: "Baker" for the pilot."""
    printed = [word for word in _near_name(name, text) if _work(word)]
    for word in draft.described.split()[-1:] + draft.behind.split()[-1:]:
        if printed and _work(word) and not any(plain(word) in _work(each) for each in printed):
            yield Remark("role", f"The source prints “{printed[0]}” at {name}, not “{word}”.")


_ELSEWHERE: Final = re.compile('[.:\n“”"]')
"""What stands between a name and words that are not about it."""


@lru_cache(maxsize=256)
def _near_name(name: str, text: str) -> tuple[str, ...]:
    """Return the words of a text near the places of a surname, of the same sentence and outside its quotations."""
    found: list[str] = []
    for place in re.finditer(rf"\b{re.escape(name.split()[-1])}\b", text):
        before = _ELSEWHERE.split(text[max(0, place.start() - BESIDE) : place.start()])[-1]
        behind = _ELSEWHERE.split(text[place.end() : place.end() + BESIDE], maxsplit=1)[0]
        found += [*before.split(), place[0], *behind.split()]
    return tuple(found)


def _anothers_office(draft: AttributedWords, name: str, source: Source) -> Iterator[Remark]:
    """Yield that what a draft says somebody is is another's in the source: printed at his name, and not at this one.

    It is another's too where the source has it anywhere, and prints something else at this name. Forms that many carry
    ("Councillor") may be this one's besides, unless something else is printed there.
    """
    text = source.text
    has_other = any(
        _work(word) or _is_office(word) or person_noun(plain(word.strip(",()"))) for word in _near_name(name, text)
    )
    people = {str(each.speaker) for each in source.speech or () if each.speaker and is_name(each.speaker)}
    for said in (draft.described.split(), draft.behind.split()):
        *before, word = said or [""]
        rank = title(plain(before[-1])) if before else None
        noun = plain(word)
        forms = {noun, *_forms(noun)} | _work(noun)
        known = _is_office(noun) or bool(_work(noun)) or person_noun(noun) is not None
        deputy = rank is not None and rank.kind == MODIFIER
        if deputy or is_address(word) or is_former(noun) or not known:  # a deputy's office is none of his superior's
            continue
        if any(_is_beside(text, form, name) for form in forms):
            continue
        named = [each for each in people if not same_speaker(each, name) and _is_beside(text, noun, each)]
        named += [each for each in _beside_names(text, noun) if not same_speaker(each, name)]
        many = not has_other and noun in _offices("member")
        elsewhere = has_other and (_work(noun) or _is_office(noun)) and re.search(rf"\b{noun}\b", text, re.IGNORECASE)
        if (named and not many) or elsewhere:
            told = f"at {named[0]}" if named else "of somebody else"
            yield Remark("role", f"The source prints “{word}” {told}, not at {name}.")


@cache
def _forms(noun: str) -> frozenset[str]:
    """Return the other forms of an office of one word: "councillor" of "cllr"."""
    short = _offices("short")
    return frozenset(form for form, whole in short.items() if short.get(noun, noun) == whole) | {short.get(noun, noun)}


def _beside_names(text: str, noun: str) -> Iterator[str]:
    """Yield the names that a text prints right behind a noun, or right before it in brackets: P. Dunmore (Clerk)."""
    name = r"((?:[A-Z][\w’'-]*\.?\s)+[A-Z][\w’'-]+)"
    for found in re.finditer(
        rf"\b(?i:{re.escape(noun)}),?\s\(?{name}|{name}\s\((?i:(?:{SMALL_RUN}\s)?{re.escape(noun)})\)", text
    ):
        yield found[1] or found[2]


@cache
def _work(word: str) -> frozenset[str]:
    """Return the nouns that may be said of whoever does the work that a word names, none where it names none."""
    kin = [row.split() for row in _offices("work")]
    return frozenset(noun for row in kin if plain(word.strip(",;:()“”")) in row for noun in row)


BESIDE: Final = 40
"""Characters between a name and a role that a source prints at it."""


def _is_beside(text: str, role: str, name: str) -> bool:
    """Say whether a text prints a role at a name, with no sentence or quotation between: only then is it that one's."""
    title_, surname = re.escape(role), re.escape(name.split()[-1])
    between = rf"(?:(?!\s[A-Z][\w’'-]*\sand\s[A-Z])[^.:\n“”\"]){{0,{BESIDE}}}"
    near = rf"(?<![\w-])(?:(\w+)\s+)?{title_}\b{between}\b{surname}\b|\b{surname}\b{between}(?<!-)\b{title_}\b"
    found = re.search(near, text, re.IGNORECASE)
    return found is not None and not (found[1] and (known := title(found[1].lower())) and known.kind == MODIFIER)


def _held(printed: str, asked: str) -> bool:
    """Tell whether an office that a source prints may be the one asked for: a former one is held no longer."""
    return not is_past(printed) or is_past(asked)


def _office(role: str) -> frozenset[str]:
    """Return the words that make an office, short forms written out, "former" and forms of address left out.

    >>> sorted(_office("the former DCI")) == sorted(_office("Det. Chief Insp."))
    True
    """
    found = set[str]()
    for word in role.replace("-", " ").split():
        bare = plain(word.strip(",;:()"))
        if bare and bare not in _offices("small") and not is_former(bare) and not is_address(bare):
            found.update(each.removesuffix("s") for each in _offices("short").get(bare, bare).split())
    return frozenset(found)


def _compatible(one: str, other: str) -> bool:
    """Say whether two printed roles may be one office: equal, or one is the longer form without another rank in it."""
    a, b = _office(one), _office(other)
    if a == b:
        return True
    shorter, longer = sorted((a, b), key=len)
    return shorter <= longer and not any(
        (known := title(word)) is not None and (known.kind == MODIFIER or word in _offices("rank"))
        for word in longer - shorter
    )


def _date(said: DatedWords, draft: AttributedWords, source: Source, found: AttributedWords | None) -> Iterator[Remark]:
    own = found.said if found is not None else None
    if own is not None and own.value is not None:
        value, by_saying = own.value, True
    elif source.date is not None:
        value, by_saying = source.date, False
    else:
        told = f"“{said.text}” cannot be checked: the date of the source is open ({source.open_date.rstrip('.')})."
        yield Remark("date", told, unchecked=True)
        return
    fits = _fits(said, value, by_saying=by_saying)
    if fits is None:
        told = f"“{said.text}” cannot be checked: the draft does not say of which year."
        yield Remark("date", told, unchecked=True)
    elif fits is Fit.PERHAPS:
        told = f"“{said.text}” cannot be checked: the source is of {printed_date(value)} and does not date the words."
        yield Remark("date", told, unchecked=True)
    elif fits is Fit.NO:
        day = printed_date(value)
        known = f"The source dates these words {day}" if by_saying else f"The source is of {day}"
        new = f"{'on' if len(value) == _DAY else 'in'} {day}" if by_saying else _in_report(value)
        yield Remark("date", f"{known}, not “{said.text}”.", old=draft.where.get("date"), new=new)


def _in_report(value: str) -> str:
    """Return the words for a date of print, which is no date of saying.

    >>> _in_report("2018-01-14")
    'in a report of 14 January 2018'
    """
    return f"in a report of {printed_date(value)}"


class Fit(Enum):
    """Whether two dates may be one day; a document may be printed some days after the words were said."""

    YES = "yes"
    PERHAPS = "perhaps"
    NO = "no"


def _fits(said: DatedWords, value: str, *, by_saying: bool) -> Fit | None:
    """Say whether a draft's date of saying fits a source's; ``None`` where the draft's is open."""
    readings = [said.value] if said.value else list(said.candidates)
    in_month = next((found for found in dates(f"in {said.text}") if found.month and not found.year), None)
    if not readings and in_month is not None:
        day = f"-{in_month.day:02}" if in_month.day else ""
        readings = [f"{int(value[:_YEAR]) - back}-{in_month.month:02}{day}" for back in (0, 1)]
        return Fit.NO if all(_one_fits(each, value, by_saying=by_saying) is Fit.NO for each in readings) else None
    if readings:
        fits = [_one_fits(str(reading), value, by_saying=by_saying) for reading in readings]
        return next((fit for fit in Fit if fit in fits), Fit.NO)
    weekday = next((found.weekday for found in dates(said.text) if found.weekday is not None), None)
    if weekday is None or len(value) != _DAY:
        return None
    if datetime.date.fromisoformat(value).weekday() == weekday:
        return Fit.YES
    return Fit.NO if by_saying else Fit.PERHAPS


def _one_fits(reading: str, value: str, *, by_saying: bool) -> Fit:
    shared = min(len(reading), len(value))
    if reading[:shared] == value[:shared]:
        return Fit.YES
    if by_saying or len(value) != _DAY:
        return Fit.NO
    printed = datetime.date.fromisoformat(value)
    days = ((printed - datetime.timedelta(days=back)).isoformat() for back in range(PRINTED_LATER + 1))
    return Fit.PERHAPS if any(day.startswith(reading) for day in days) else Fit.NO


@cache
def _offices(kind: str) -> dict[str, str]:
    """Return the forms of one kind of ``data/offices.tsv``, each with the words it stands for, blank where for none."""
    return {row[1]: row[2] if len(row) > 2 else "" for row in rows("check", "offices.tsv") if row[0] == kind}


REPORT_REACH: Final = 120
"""Characters before and after the words, in their sentence, in which a verb of saying makes them reported."""
_WRITER: Final = frozenset(("i", "we"))
_ARTICLE: Final = re.compile(r"(?:a|an|the)\s+[“‘\"']", re.IGNORECASE)


def is_reported(source: SourceWords, parts: Sequence[Span], speech: Sequence[AttributedWords] | None) -> bool:
    """Say whether any of the words at ``parts`` stand outside quotation marks and are somebody's reported speech.

    Where nobody has looked for the source's speech (``None``), a verb of saying in the same sentence tells. Words in
    the source's own voice, as in a statement that somebody published, are not reported.
    """
    bare = [part for part in parts if not _is_quoted(source, part)]
    if not bare:
        return False
    if speech is None:
        return any(_has_verb(source.text, part) for part in bare)
    reporting = [each for each in speech if each.kind in (ClaimKind.INDIRECT, ClaimKind.MIXED)]
    return any(each.holds(part) and not _is_own_voice(source, part) for part in bare for each in reporting)


def _is_own_voice(source: SourceWords, part: Span) -> bool:
    """Say whether only the writer reports in a sentence, of himself: "I can say that the room is warm"."""
    labels = {
        (found.label or "").lower().partition("'")[0]
        for found in reports_in(source.sentence_at(part.start).of(source.text))
    }
    return bool(labels) and labels <= _WRITER


def without_article(source: SourceWords, parts: Sequence[Span]) -> tuple[Span, ...]:
    """Return the parts without an article that stands just before the source's own quotation marks.

    The source prints: a “small change”; the draft: “a small change”. The marks are moved, nothing is reported.
    """
    if not parts or not (article := _ARTICLE.match(parts[0].of(source.text))):
        return tuple(parts)
    inner = Span(parts[0].start + article.end(), parts[0].end)
    outside = source.quotation_at(parts[0].start) is None and source.quotation_at(inner.start) is not None
    return (inner, *parts[1:]) if outside else tuple(parts)


def with_article(place: Place, source: SourceWords, inside: Sequence[Span]) -> Place:
    """Return a place whose quotation holds an article from outside the source's marks, with that named."""
    if tuple(inside) == place.parts:
        return place
    article = source.text[place.parts[0].start : inside[0].start]
    mark = article.split()[-1][-1:]
    moved = Folded("article", " ".join(article.split()), f"{mark}{article.split()[0]}")
    foldings = (moved, *(folded for folded in place.foldings if folded.name != "quotation marks"))
    findings = {Finding.TYPOGRAPHY if found is Finding.EXACT else found for found in place.findings}
    return replace(place, foldings=foldings, findings=worst_first(findings))


def _is_quoted(source: SourceWords, part: Span) -> bool:
    """Say whether a part begins and ends in quotation marks."""
    return (
        source.quotation_at(part.start) is not None and source.quotation_at(max(part.start, part.end - 1)) is not None
    )


def _has_verb(text: str, part: Span) -> bool:
    around = sentences.opening(text, part.start, REPORT_REACH), sentences.rest(text, part.end, REPORT_REACH)
    return any(_verb().search(words) is not None for words in around)


@cache
def _verb() -> re.Pattern[str]:
    verbs = (row[0] for row in rows("text", "saying_verbs.tsv") if row[1] in ("hearer", "place"))
    return re.compile(rf"\b(?:{'|'.join(verbs)})\b", re.IGNORECASE)
