"""Who says the words of a quotation in its source, as what and when; and whether they are said so there.

The speaker, role and date that a draft gives are held against those of the source. Words may be only reported there.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import Enum
from functools import cache
from typing import Final

from tracker.check.findings import AttributedWords, Finding, Folded, Place, Remark, Source, worst_first
from tracker.check.words import SourceWords, is_content
from tracker.check.words import words as words_of
from tracker.cite.sources import printed_date
from tracker.extract import reports as reports_in
from tracker.models import ClaimKind, DatedWords, Span
from tracker.text import sentences
from tracker.text.dates import dates
from tracker.text.lexicon import rows
from tracker.text.lexicon import words as word_list
from tracker.text.names import MODIFIER, TITLE, is_address, is_former, is_past, plain, speaker_key, title
from tracker.text.words import RUN, SMALL_RUN

LEAST_WORDS: Final = 4
"""Fewer words stand in many mouths, and the place found for them may not be the one that was quoted."""
PRINTED_LATER: Final = 7
"""Days between saying and print: a document's date stands for the date of saying only so far."""
_DAY: Final = len("2018-01-14")


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
        yield from _speaker(draft, source, found)
    if same and found is not None:
        told = list(_role(draft, found, source.text))
        yield from told
        if all(each.unchecked for each in told):
            yield from _described(draft, " ".join(str(found.speaker).split()[-2:]), source.text)
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


def _speaker(draft: AttributedWords, source: Source, found: AttributedWords | None) -> Iterator[Remark]:
    if draft.speaker is None or not is_name(draft.speaker):
        other = found.speaker if found is not None else None
        if draft.speaker and other and _is_office(draft.speaker) and not same_speaker(draft.speaker, other):
            told = f"Who “{draft.speaker}” is cannot be checked; the source gives these words to {other}."
            yield Remark("speaker", told, unchecked=True)
        return
    if found is not None and found.speaker is not None and (found.is_body or is_name(found.speaker)):
        is_other = not same_speaker(draft.speaker, found.speaker)
        if draft.is_body:
            if is_other and found.is_body and _speaks_there(draft.speaker, source):
                yield Remark("speaker", f"The source gives these words to {found.speaker}, not to {draft.speaker}.")
            if is_other and not found.is_body:
                asked = f"Who “{draft.speaker}” is" if " " not in draft.speaker else f"“{draft.speaker}”"
                told = f"{asked} cannot be checked; the source gives these words to {found.speaker}."
                yield Remark("speaker", told, unchecked=True)
        elif is_other:
            yield Remark("speaker", f"The source gives these words to {found.speaker}, not to {draft.speaker}.")
    elif source.speech is not None and not draft.is_body:
        told = f"The source names no speaker for these words, so that {draft.speaker} cannot be checked."
        yield Remark("speaker", told, unchecked=True)


def _speaks_there(body: str, source: Source) -> bool:
    """Say whether a source gives other words to a body of this name: then another one in it is another."""
    return any(each.is_body and each.speaker and same_speaker(each.speaker, body) for each in source.speech or ())


def is_name(speaker: str) -> bool:
    """Say whether a speaker is named and not only described ("the judge", "One farmer", "Secretary" at the head)."""
    opening, *others = speaker.split()
    if not others and _is_office(opening):
        return False
    return any(word != word.lower() for word in others or [opening])


def _is_office(word: str) -> bool:
    """Tell whether one word stands for an office alone: "Secretary", not "House" of "House Speaker", a surname too."""
    known = title(word)
    return known is not None and known.kind == TITLE and known.noun is not None


def same_speaker(one: str, other: str) -> bool:
    """Say whether two names may be one speaker's: "Nair" and "Priya Nair" may."""
    shorter, longer = sorted((speaker_key(one).split(), speaker_key(other).split()), key=len)
    return shorter == longer[len(longer) - len(shorter) :]


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


def _described(draft: AttributedWords, name: str, text: str) -> Iterator[Remark]:
    """Yield that a word which the draft prints before a name is another's in the source, or that one there is left out.

    A source prints the Marlow pilot, Ida Pell, and the Quay clerk Tom Holt: no “Quay pilot Ida Pell”; and a shadow
    minister is no minister.
    """
    theirs = [*_words_before(name, text)]
    own = [[plain(word) for word in each] for each in theirs]
    if not own or own[0][-1] in word_list("text", "stop_words.tsv"):
        return
    printed, named, _ = f"{draft.described} {draft.speaker}".partition(name)  # an opening word may be read as a name
    asked = [word for word in printed.split() if not is_address(word)] if named else []
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


BESIDE: Final = 40
"""Characters between a name and a role that a source prints at it."""


def _is_beside(text: str, role: str, name: str) -> bool:
    """Say whether a text prints a role at a name, with no sentence or quotation between: only then is it that one's."""
    title_, surname = re.escape(role), re.escape(name.split()[-1])
    between = rf"[^.\n“”\"]{{0,{BESIDE}}}"
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
            found.update(_offices("short").get(bare, bare).split())
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
    labels = {(found.label or "").lower() for found in reports_in(source.sentence_at(part.start).of(source.text))}
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
