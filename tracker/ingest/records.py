"""Records as data: the readable text that is written from one, with the speeches in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from tracker.ingest.plain import WEB_ADDRESS
from tracker.models import Span, Speech
from tracker.text.dates import absolute, dates
from tracker.text.names import TITLE, given_gender, is_initial, title

LONGEST_FACT: Final = 2_000
"""Characters of an id, a time or an address; what is longer is none."""
_ISO_DAY: Final = re.compile(r"\d{4}(?:-\d\d){0,2}")


def one_line(words: object) -> str:
    """Return words with single blanks between them, without characters that print nothing; blank for no string."""
    shown = "".join(sign if sign.isprintable() else " " for sign in words) if isinstance(words, str) else ""
    return " ".join(shown.split())


def were(number: int, unit: str) -> str:
    """Return how many things were, as the beginning of a sentence.

    >>> were(1, "cue"), were(1204, "row")
    ('1 cue was', '1,204 rows were')
    """
    return f"1 {unit} was" if number == 1 else f"{number:,} {unit}s were"


def fact(value: object) -> str | None:
    """Return what a record tells of a speech on one line, ``None`` for what is blank, no string or number, or endless.

    >>> fact(" 415 "), fact(4712), fact(""), fact({})
    ('415', '4712', None, None)
    """
    words = one_line(str(value) if isinstance(value, int) and not isinstance(value, bool) else value)
    return words if words and len(words) <= LONGEST_FACT else None


def address(value: object) -> str | None:
    """Return a web address, ``None`` for any other words."""
    words = fact(value)
    return words if words and WEB_ADDRESS.match(words) else None


def day(value: object) -> str | None:
    """Return a date in ISO 8601, of a day, month or year, ``None`` where words are no date or fit several.

    >>> day("2020-05-05T14:30:00"), day("5 May 2020"), day("2019"), day("03/04/2020")
    ('2020-05-05', '2020-05-05', '2019', None)
    """
    words = fact(value) or ""
    if (iso := _ISO_DAY.match(words)) and words[iso.end() : iso.end() + 1] in ("", "T", " "):
        words = iso[0]
        if len(words) == len("2019"):
            return words
    found = dates(words)
    return absolute(found[0]) if len(found) == 1 and found[0].also is None else None


def who(label: str) -> tuple[str, str | None]:
    """Return name and office that a line naming a speaker has; a seat or party in brackets is neither.

    >>> who("The Minister of State, Home Office (Clara Hart) (Lab)")
    ('Clara Hart', 'The Minister of State, Home Office')
    >>> who("Paul Grey MP (Mayor of Hull)"), who("Ann Pole (Hull East) (Lab)"), who("Mr Speaker")
    (('Paul Grey MP', 'Mayor of Hull'), ('Ann Pole', None), ('Mr Speaker', None))
    """
    base, bracket, rest = label.partition("(")
    base, first = base.strip(), rest.partition(")")[0].strip()
    if not bracket or not base or not first:
        return label.strip(), None
    headed = base.startswith("The ")
    if (headed or _is_office(base)) and " " in first and (_is_person(first) or (headed and _is_office(base))):
        return first, base
    return base, first if _is_office(first) else None


def _is_office(words: str) -> bool:
    found = [title(word.strip(",")) for word in words.split() if not word.isupper()]  # "MP" stands behind a name
    return any(each is not None and each.kind == TITLE and each.noun is not None for each in found)


def _is_person(words: str) -> bool:
    first = words.split()[0]
    return title(first) is not None or given_gender(first) is not None or is_initial(first)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of a speech; ``spoken`` is false for a stage direction or a table in the midst of it."""

    words: str
    spoken: bool = True


class Writer:
    """Writes a record as people read transcripts: headings, name lines and paragraphs, a blank line between them."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._heading: str | None = None
        self._label: Span | None = None
        self._speeches: list[Speech] = []

    @property
    def text(self) -> str:
        """All that is written so far."""
        return "".join(self._parts)

    @property
    def speeches(self) -> tuple[Speech, ...]:
        """The speeches written so far."""
        return tuple(self._speeches)

    def line(self, words: str) -> Span:
        """Write a paragraph that nobody speaks, and return where it stands; nothing is written of blank words."""
        shown = "\n".join(filter(None, map(one_line, words.splitlines())))
        if shown and self._length:
            self._put("\n\n")
        start = self._length
        self._put(shown)
        return Span(start, self._length)

    def heading(self, words: str) -> None:
        """Write a heading; the speeches below stand under it."""
        self._heading = one_line(words) or None
        self.line(words)

    def speech(self, label: str, paragraphs: Iterable[Paragraph], told: Speech, office: str | None = None) -> None:
        """Write a speech with what the record tells of it; ``label`` is the line that names who speaks.

        ``office`` are the words of the label that name one. A stage direction breaks the speech in two.
        """
        said = [paragraph for paragraph in paragraphs if one_line(paragraph.words)]
        if not any(paragraph.spoken for paragraph in said):
            for paragraph in said:
                self.line(paragraph.words)
            return
        line = self.line(label) if one_line(label) else None
        role = None
        if line is not None and office and (at := one_line(label).find(one_line(office))) >= 0:
            role = Span(line.start + at, line.start + at + len(one_line(office)))
        told = replace(told, label=line, role=role, heading=told.heading or self._heading)
        spoken: Span | None = None
        for paragraph in said:
            place = self.line(paragraph.words)
            if paragraph.spoken:
                spoken = Span(spoken.start, place.end) if spoken else place
            elif spoken is not None:
                self._speeches.append(replace(told, span=spoken))
                spoken = None
        if spoken is not None:
            self._speeches.append(replace(told, span=spoken))

    def timed(self, label: str | None, pieces: Sequence[tuple[str, str, int]], told: Speech) -> None:
        """Write sentences that each have a time of their own: words, the time as shown, and the minute it falls in.

        A new minute begins a new paragraph. Each sentence is a speech by itself. A blank ``label`` is that of somebody
        who is not named, ``None`` that of who spoke before.
        """
        if label is not None:
            self._label = self.line(label) if label else None
        minute = -1
        for words, time, its_minute in pieces:
            if its_minute != minute:
                place = self.line(words)
            else:
                self._put(" ")
                place = Span(self._length, self._length + len(one_line(words)))
                self._put(one_line(words))
            minute = its_minute
            self._speeches.append(replace(told, span=place, label=self._label, time=time, heading=self._heading))

    def _put(self, words: str) -> None:
        self._parts.append(words)
        self._length += len(words)


NOWHERE: Final = Span(0, 0)
"""The span of a speech that is not yet written."""


_OF_CORPUS: Final = "ParlaMint-"
_BESIDE: Final = re.compile(r"(?P<corpus>ParlaMint-[^_]+?)(?P<list>-list[^_.]+)?(?:\.ana)?\.xml")
"""How ParlaMint calls what stands beside its debates, which have their day behind "_": the root of the corpus, whose
header may name its people, and lists of these."""


def corpus_of(name: str) -> str | None:
    """Return the corpus that a file of ParlaMint belongs to, as its name tells, ``None`` where it does not.

    >>> corpus_of("ParlaMint-GB_2020-05-05-commons.xml"), corpus_of("ParlaMint-GB-listPerson.xml"), corpus_of("a.xml")
    ('ParlaMint-GB', 'ParlaMint-GB', None)
    """
    if beside := _BESIDE.fullmatch(name):
        return beside["corpus"]
    corpus, sign, _ = name.partition("_")
    return corpus if sign and name.startswith(_OF_CORPUS) else None


def is_list(name: str) -> bool:
    """Tell whether a file names the people or bodies of a corpus beside its debates: its root, or a list.

    >>> is_list("ParlaMint-GB.xml"), is_list("ParlaMint-GB-listOrg.xml"), is_list("ParlaMint-GB_2020-05-05.xml")
    (True, True, False)
    """
    return _BESIDE.fullmatch(name) is not None
