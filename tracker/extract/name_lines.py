"""What a line of a transcript says of who speaks: the name, the office, and how surely it can be nothing else."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import cache
from typing import Final, NamedTuple

from tracker.extract.names import person_noun
from tracker.models import Span
from tracker.text.layout import dateline, shape
from tracker.text.lexicon import rows, words
from tracker.text.names import (
    ARTICLES,
    HONORIFIC,
    STRONG,
    STYLE,
    TITLE,
    body_word,
    given_gender,
    is_address,
    is_initial,
    is_particle,
    is_place,
    plain,
    title,
)

LONGEST_LABEL: Final = 110
"""Characters a name line has at most: an office in full with its holder, party and seat."""
LONGEST_NAME: Final = 6
"""Words of the name itself ("Baroness Scott of Bybrook")."""
LONGEST_OFFICE: Final = 12
"""Words of an office printed without its holder."""
LONGEST_OPEN: Final = 4
"""Words of a name that no list knows ("Oyelowo Banjoko")."""
SHORT_NAME: Final = 2
"""Words of a title and a surname."""
INITIALS: Final = 3
"""Letters at most that stand for a name ("AB")."""
LONGEST_PARTY: Final = 8
"""Characters of a party and state in brackets ("R-OH")."""
LETTERS: Final = ("Q", "A")
"""Who asks and who answers, where neither is named."""
_ASKING: Final = {"q": "Q", "question": "Q", "a": "A", "answer": "A"}
ASKED: Final = " asked "
"""Between the name and whom a question is put to ("Lord Marsh asked His Majesty's Government:")."""
_BLANKS: Final = " \t\xa0"
_DASHES: Final = "-–—"
_MARKS: Final = f"§•*_#>|{_DASHES}{_BLANKS}"
_SET_APART: Final = "*_"
_CHANGE: Final = ">>"
"""What captions print where somebody else begins to speak."""
_OPENING: Final = ("“", '"', "‘", "'", "«")
_FIRST_OF_TITLES: Final = frozenset(("prime", "vice", "first", "deputy", "acting", "council", "assembly"))
_IN_NAMES: Final = ".'’-‐"
_PREFIXES: Final = frozenset(("mc", "mac", "fitz"))
_SMALL: Final = frozenset(("of", "the", "and", "for", "to", "on", "in", "at", "pro", "tempore", "&"))
"""Small words inside the title of an office."""


class Proof(IntEnum):
    """How much a name line shows by itself that its text is a transcript.

    ``OPEN`` is read only where others have shown it (a name of no list, initials, an office without "The"); ``SURE`` is
    the house style of a record: an office before a name in brackets, a party or seat behind one.
    """

    OPEN = 0
    PLAIN = 1
    MARKED = 2
    SURE = 3


@dataclass(frozen=True, slots=True)
class Label:
    """What a name line says: the name without letters behind it, the titles before it, and the office with its place.

    ``name`` is ``None`` where the line names nobody (Q., A.), and the office where that stands ``unheld``, without its
    holder. ``letter`` is "Q" or "A" for those. ``alone`` is true where the name fills its line, as headings do too,
    ``timed`` where a clock time stands beside it, ``seat`` where a seat and a party stand behind it, ``section`` where
    Hansard's mark stands before it, ``crowd`` for calls that are nobody's speech.
    """

    span: Span
    name: str | None
    office: Span | None
    proof: Proof = Proof.PLAIN
    titles: tuple[str, ...] = ()
    unheld: bool = False
    letter: str = ""
    alone: bool = False
    timed: bool = False
    seat: bool = False
    section: bool = False
    crowd: bool = False


class Opening(NamedTuple):
    """A label and where the speech behind it begins: the line's end where none stands on it."""

    label: Label
    begin: int


@cache
def pattern(kind: str) -> re.Pattern[str]:
    """Return what matches one kind of furniture (``furniture.tsv``); whole lines by their case, the rest by any."""
    found = [row[1] for row in rows("extract", "furniture.tsv") if row[0] == kind]
    return re.compile("|".join(f"(?:{row})" for row in found), 0 if kind == "line" else re.IGNORECASE)


def opening(text: str, line: Span, known: Collection[str]) -> Opening | None:
    """Return the label that opens a line, ``None`` where none does.

    ``known`` are surnames of labels before it: a speech is glued to a name only where it is one of them.

    >>> opening("Mr. HALE. It rose.", Span(0, 18), ()).label.name
    'Hale'
    """
    head = _Line.of(text, line)
    if head.start == line.end:
        return None
    for read in (_timed, _asked, _in_column, _with_dash, _with_colon, _with_stop, _lettered, _glued, _alone):
        found = read(head, known)
        if found is not None:
            lifted = found.label.proof > Proof.OPEN or head.section
            proof = max(found.label.proof, head.proof) if lifted else Proof.OPEN
            if head.numbered and not lifted and " " in (found.label.name or ""):
                proof = Proof.PLAIN  # "Q43 Oyelowo Banjoko:", but "Q3 Net sales:" is shown by no other line
            return found._replace(label=replace(found.label, proof=proof, section=head.section))
    marked = Label(Span(line.start, head.start), None, None, Proof.OPEN)
    return Opening(marked, head.start) if head.change else None


@dataclass(frozen=True, slots=True)
class _Line:
    """A line behind the marks before its words, and what those were.

    ``section`` is Hansard's mark, ``numbered`` a committee's "Q12", ``time`` a clock time,
    ``change`` the mark of captions that somebody else speaks.
    """

    text: str
    start: int
    end: int
    section: bool = False
    numbered: bool = False
    emphasis: bool = False
    time: bool = False
    change: bool = False

    @classmethod
    def of(cls, text: str, line: Span) -> _Line:
        """Read past section marks, emphasis, clock times and the number of a question."""
        found = cls(text, line.start, line.end)
        while found.start < line.end:
            at = found.start
            time = pattern("time").match(text, at, line.end)
            if time is not None and text[time.end() : time.end() + 1] in tuple(_BLANKS):
                found = replace(found, start=time.end(), time=True)
            elif text[at] in _MARKS:
                section, emphasis = found.section or text[at] == "§", found.emphasis or text[at] in _SET_APART
                change = found.change or text.startswith(_CHANGE, at)
                found = replace(found, start=at + 1, section=section, emphasis=emphasis or change, change=change)
            elif (number := _number_of_question(text, at, line.end)) > at:
                found = replace(found, start=number, numbered=found.numbered or text[at] == "Q")
            else:
                break
        return found

    @property
    def printed(self) -> str:
        """The words of the line."""
        return self.text[self.start : self.end]

    @property
    def proof(self) -> Proof:
        """What the marks before the words show."""
        if self.section or self.numbered:
            return Proof.SURE
        return Proof.MARKED if self.emphasis or self.time else Proof.OPEN

    def speech(self, length: int) -> int:
        """Return where the speech begins behind a label of so many characters, past emphasis and dashes."""
        at = self.start + length
        while at < self.end and self.text[at] in _BLANKS + _SET_APART + _DASHES:
            at += 1
        return at

    def opened(self, length: int, begin: int, *, timed: bool = False) -> Opening | None:
        """Return the first characters as a label, if they are one, with where the speech begins."""
        found = _label(self, length, timed=timed)
        return Opening(found, begin) if found is not None else None


def _number_of_question(text: str, start: int, end: int) -> int:
    """Return where the number of a question ends ("3. ", "Q12 ", "Q12."), its start where none stands there."""
    digits = at = start + 1 if text[start] == "Q" else start
    while at < end and text[at].isdecimal():
        at += 1
    if at == digits:
        return start
    while at < end and text[at] in ".,:)":
        at += 1
    return at if at < end and text[at] in _BLANKS else start


def _timed(line: _Line, known: Collection[str]) -> Opening | None:
    """Read "Ann Pole [00:00:02] Welcome", "Ann Pole  0:12" and "00:01:02 Ann Pole"."""
    printed = line.printed
    time = pattern("time").search(printed, 0, LONGEST_LABEL)
    if time is None:
        here = line.time and len(printed) <= LONGEST_LABEL and printed[-1].isalnum()
        found = line.opened(len(printed), line.end, timed=True) if here else None
        return found._replace(label=replace(found.label, alone=True)) if found is not None else None
    before = printed[: time.start()]
    bracketed = time.group()[0] in "[(" and time.group()[-1] in "])"
    name = before.rstrip(_BLANKS + ":" + _DASHES)
    apart = len(before) - len(name) > 1 or before.endswith("\t")
    if not before.strip() or not (bracketed or (apart and time.end() == len(printed))):
        return None
    colon = printed[time.end() : time.end() + 1] == ":"
    found = line.opened(len(name), line.speech(time.end() + colon), timed=True)
    if found is None or found.label.proof == Proof.OPEN:
        return found
    return found._replace(label=replace(found.label, proof=max(found.label.proof, Proof.MARKED)))


def _asked(line: _Line, known: Collection[str]) -> Opening | None:
    """Read "Lord Marsh asked His Majesty's Government:", and "§ 3. Mr. Hale asked the Secretary of State how …".

    Where questions are numbered in advance, "1. ANN POLE (Labour) to the Minister of Housing: …" too.
    """
    to = line.printed.find(" to the ", 0, LONGEST_LABEL)
    colon = line.printed.find(": ", to, LONGEST_LABEL + LONGEST_OFFICE)
    if 0 < to < colon and is_office(line.printed[to:colon]):
        return line.opened(to, line.speech(colon + 1))
    at = line.printed.find(ASKED, 0, LONGEST_LABEL)
    whole = line.printed[-1] == ":"
    if at <= 0 or not (line.section or whole):
        return None
    return line.opened(at, line.end if whole else line.start + at + 1)


def _in_column(line: _Line, known: Collection[str]) -> Opening | None:
    """Read a name with the words in the column beside it: behind a tab, some blanks or the bar of a table."""
    gap = pattern("column").search(line.printed, 0, LONGEST_LABEL)
    if gap is None or line.printed[gap.end() :][:1].isdecimal():
        return None
    found = line.opened(len(line.printed[: gap.start()].rstrip(_BLANKS + ":")), line.start + gap.end())
    return found if found is not None and (found.label.name is not None) else None


def _with_dash(line: _Line, known: Collection[str]) -> Opening | None:
    """Read "Ann Pole. – The dam …", as parliaments on the Continent print it, and "Ann Pole – The dam …"."""
    dash = pattern("dash").search(line.printed, 0, LONGEST_LABEL)
    if dash is None or dateline(line.printed):
        return None
    found = line.opened(dash.start(), line.start + dash.end())
    if found is None or found.label.name is None or (dash[0][0] != "." and found.label.unheld):
        return None
    proof = Proof.MARKED if dash[0][0] == "." else found.label.proof
    return found._replace(label=replace(found.label, proof=proof))


def _with_colon(line: _Line, known: Collection[str]) -> Opening | None:
    printed = line.printed
    at = printed.find(":", 0, LONGEST_LABEL)
    after = printed[at + 1 :].lstrip(_BLANKS + _SET_APART)[:1]
    if at <= 0 or printed[at + 1 : at + 2].isalnum() or after in _OPENING:
        return None
    answer = pattern("answer").match(printed, 0, at)
    if answer is None:
        return line.opened(at, line.speech(at + 1), timed=line.time)
    behind = replace(line, start=line.start + answer.end())
    found = behind.opened(at - answer.end(), line.speech(at + 1))
    proof = max(found.label.proof, Proof.MARKED) if found is not None else Proof.MARKED
    return found._replace(label=replace(found.label, proof=proof)) if found is not None else None


def _with_stop(line: _Line, known: Collection[str]) -> Opening | None:
    """Read "Mr. HALE. The dam …", "The CHAIRMAN. …", and where others show a transcript "Mr. Noor. The dam …"."""
    printed = line.printed
    at = printed.find(". ")
    while 0 < at <= LONGEST_LABEL:
        parts = printed[:at].split()
        if not parts or (not parts[-1][:1].isupper() and parts[-1] != "tempore"):
            return None
        if len(parts) > 1 and (title(parts[0]) is not None or plain(parts[0]) in ARTICLES):
            capitals = any(part.isupper() and len(part) > SHORT_NAME and "." not in part for part in parts[1:])
            office = plain(parts[0]) in ARTICLES and len(parts) == SHORT_NAME and is_office(parts[-1])
            named = parts[:SHORT_NAME] if parts[SHORT_NAME : SHORT_NAME + 1] == ["of"] else parts
            short = len(named) <= SHORT_NAME and title(named[-1]) is None and not is_initial(named[-1])
            short = short or office
            found = line.opened(at, line.speech(at + 1)) if capitals or short else None
            if found is not None:
                proof = Proof.MARKED if capitals else Proof.OPEN
                return found._replace(label=replace(found.label, proof=proof))
        at = printed.find(". ", at + 1)
    return None


def _lettered(line: _Line, known: Collection[str]) -> Opening | None:
    """Read "Q. Were you there?", "A. I was.", "Q    Thank you."; with a colon the letters are labels like others."""
    letter, rest = line.printed[:1], line.printed[1:]
    far = rest[:1] == "\t" or (len(rest) > SHORT_NAME and rest[:2].isspace())
    if letter not in LETTERS or not (far or rest[:2] in (". ", ".\t", ".\xa0")):
        return None
    label = Label(Span(line.start, line.start + 1), None, None, letter=letter)
    return Opening(label, line.speech(1 if far else len("Q.")))


def _glued(line: _Line, known: Collection[str]) -> Opening | None:
    """Read a label of Hansard with the speech behind it ("Mr. CarrI cannot …", "Mr. Meacherasked", "Mr. Carr I am")."""
    at = 0
    for word in line.printed.split()[:LONGEST_NAME] if line.section else ():
        at = line.printed.index(word, at)
        for index in range(len(word) - 1, 1, -1):
            inner = word[index].isupper() and word[index - 1].islower() and plain(word[:index]) not in _PREFIXES
            if inner or (plain(word[:index]) in known and word[index:] in ("asked", "rose")):
                return line.opened(at + index, line.start + at + index)
        if not word[0].isupper():
            return None
        if at > 0 and plain(word) in words("text", "sentence_starters.txt") and title(line.printed.split()[0]):
            return line.opened(len(line.printed[:at].rstrip()), line.start + at)
        at += len(word)
    return None


def _alone(line: _Line, known: Collection[str]) -> Opening | None:
    """Read a name that fills its line."""
    by = pattern("asked by").match(line.printed)
    line = replace(line, start=line.start + by.end()) if by else line
    words_of_line = line.printed.rstrip(_SET_APART + _BLANKS)
    if len(line.printed) > LONGEST_LABEL or not words_of_line or words_of_line[-1] in ".!?,;:":
        return None
    asked = words_of_line.find(" to ") if by else -1
    found = line.opened(asked if asked > 0 else len(words_of_line), line.end)
    if found is None:
        return None
    proof = Proof.MARKED if by and found.label.proof > Proof.OPEN else found.label.proof
    return found._replace(label=replace(found.label, alone=True, proof=proof))


def _label(line: _Line, length: int, *, timed: bool) -> Label | None:
    """Read the first characters of a line as a label; ``timed`` where a clock time beside them helps to prove it."""
    printed = line.printed[:length].rstrip(_BLANKS + _SET_APART).replace("\n", " ").replace("\r", " ")
    if " / " in printed and is_office(printed.rpartition(" / ")[2]):  # in two languages: "Y Llywydd / The Presiding …"
        skipped = printed.rindex(" / ") + len(" / ")
        return _label(replace(line, start=line.start + skipped), length - skipped, timed=timed)
    base, inside = _brackets(printed.replace("[", "(").replace("]", ")"))
    if not base or not base[0].isupper():
        return None
    span = Span(line.start, line.start + len(printed))
    if inside is None:
        return _with_party_before(line, span, printed, timed=timed)
    unnamed = _unnamed(base)
    if unnamed is not None:
        letter = _ASKING.get(plain(base), "")
        proof = Proof.PLAIN if letter or timed else Proof.OPEN
        return Label(span, None, None, proof, letter=letter, crowd=unnamed == "crowd", timed=timed)
    inside = [(at, said) for at, said in inside if not pattern("manner").fullmatch(said)]
    found = person(base)
    holders = (one for _, said in inside if (one := person(said)) is not None and (one.titles or " " in one.name))
    holder = next(holders, None) if found is None or found.proof == Proof.OPEN else None
    shown = holder is not None and (holder.proof > Proof.OPEN or _is_full_name(holder.name))
    if holder is not None and shown and is_office(base):
        begin = len(base.split()[0]) + 1 if plain(base.split()[0]) in ARTICLES else 0
        return Label(span, holder.name, _span(line, begin, base[begin:]), Proof.SURE, holder.titles, timed=timed)
    bare, comma, role = base.partition(", ")
    if timed and comma and given_gender(role.partition(" ")[0]) is not None and person(f"{role} {bare}"):
        return Label(span, f"{role} {bare}", None, timed=True)
    found = person(bare)
    if found is None and shape(base) == "masthead":
        return Label(span, base, None, timed=timed)  # a paper asks
    if found is None or (comma and not _is_role(role)):
        return _held_before(line, span, base, timed=timed) or _office(line, span, base, timed=timed)
    proof = max(found.proof, Proof.PLAIN) if timed and not is_place(found.name) else found.proof
    if inside and (found.proof > Proof.OPEN or len(inside) > 1):
        proof = Proof.SURE
    inside = [part for at, said in inside for part in _parts(at, said)]
    held = next(((at, said) for at, said in inside if _is_held(said)), None)
    if held is not None:
        return Label(span, found.name, _span(line, *held), Proof.SURE, found.titles, timed=timed)
    if comma:
        place = _span(line, len(bare) + len(", "), role) if _is_post(role) else None
        return Label(span, found.name, place, proof, found.titles, timed=timed)
    office = _span(line, *found.office) if found.office is not None else None
    return Label(span, found.name, office, proof, found.titles, timed=timed, seat=len(inside) > 1)


def _with_party_before(line: _Line, span: Span, printed: str, *, timed: bool) -> Label | None:
    """Read "OWEN POLE, (R) PRESIDENT OF THE BOARD" and "MAYOR ANN POLE (D), HULL": capitals behind one bracket."""
    before, _, rest = printed.partition("(")
    party, _, role = rest.partition(")")
    found, at = person(before.rstrip(", ")), printed.index(")") + 1 if ")" in printed else 0
    role = role.lstrip(", ")
    if found is None or not at or not role.isupper() or "(" in role or len(party) > LONGEST_PARTY:
        return None
    office = _span(line, len(printed) - len(role), role) if is_office(role) else None
    return Label(span, found.name, office, max(found.proof, Proof.PLAIN), found.titles, timed=timed)


def _is_role(printed: str) -> bool:
    """Tell whether words behind a name say what somebody is: "Leader of the Council", "engineer", "CNN ANCHOR"."""
    parts = printed.split()
    return _is_post(printed) or any(body_word(part) == STRONG for part in parts) or parts[:2] == ["on", "behalf"]


def _is_post(printed: str) -> bool:
    """Tell whether they say it of the person, and do not only name for whom somebody speaks."""
    return printed.isupper() or is_office(printed) or person_noun(plain(printed.split()[-1])) is not None


def _parts(at: int, said: str) -> Iterator[tuple[int, str]]:
    """Yield what one bracket holds: "Hull—Minister for Water", "Minister of Transport, Lib."."""
    seat, dash, office = said.partition("—")
    if dash:
        yield at, seat
        yield at + len(seat) + 1, office
    else:
        office, comma, party = said.rpartition(", ")
        yield at, office if comma and len(party) <= LONGEST_PARTY and not is_office(party) else said


def _held_before(line: _Line, span: Span, base: str, *, timed: bool) -> Label | None:
    """Read "The Deputy Mayor for Transport, Ida Noor"."""
    office, comma, name = base.rpartition(", ")
    found = person(name)
    if not comma or found is None or not is_office(office) or not _is_full_name(found.name):
        return None
    if found.proof == Proof.OPEN and plain(base.split()[0]) not in ARTICLES:
        return None
    begin = len(base.split()[0]) + 1 if plain(base.split()[0]) in ARTICLES else 0
    return Label(span, found.name, _span(line, begin, office[begin:]), Proof.PLAIN, found.titles, timed=timed)


def _span(line: _Line, at: int, printed: str) -> Span:
    return Span(line.start + at, line.start + at + len(printed))


def _is_full_name(name: str) -> bool:
    """Tell whether words that stand where a name has to may be a first name with a surname, and no body or place."""
    parts = name.split()
    return 1 < len(parts) <= LONGEST_OPEN and not is_place(name) and not any(map(is_place, parts))


def _unnamed(base: str) -> str | None:
    """Return whether a label names nobody: ``somebody`` or a ``crowd``, ``None`` where it may name one."""
    words_of_label = " ".join(part for part in plain(base).split() if not part.isdecimal())
    return _nobody().get(words_of_label if words_of_label == "the speaker" else words_of_label.removeprefix("the "))


@cache
def _nobody() -> dict[str, str]:
    return {row[0]: row[1] for row in rows("extract", "unnamed_speakers.tsv")}


def _brackets(printed: str) -> tuple[str, list[tuple[int, str]] | None]:
    """Return what stands before the first bracket, and inside each with its place; ``None`` where words follow one."""
    first = printed.find("(")
    if first < 0:
        return printed, []
    base, at, found = printed[:first].rstrip(f"{_BLANKS}{_SET_APART}\n\r"), first, []
    while at < len(printed):
        close = printed.find(")", at)
        if printed[at] != "(" or close < 0:
            return base, None
        said = printed[at + 1 : close].strip()
        found.append((printed.index(said, at), said))
        at = close + 1
        while at < len(printed) and printed[at].isspace():
            at += 1
    return base, found


def is_office(printed: str) -> bool:
    """Tell whether words name an office: "The Minister of State, Home Office", "Mayor of Leeds", "Chair"."""
    parts = [part.strip(",") for part in printed.split()]
    return any((found := title(part)) is not None and found.noun is not None for part in parts) or any(
        plain(part) in words("extract", "offices.txt") for part in parts
    )


def _is_held(printed: str) -> bool:
    """Tell whether brackets behind a name hold an office; a party's short name may be a rank's as well ("Con")."""
    return is_office(printed) and (" " in printed or plain(printed) in words("extract", "offices.txt"))


def _office(line: _Line, span: Span, base: str, *, timed: bool) -> Label | None:
    """Read an office without its holder: "The Prime Minister", "Mr Speaker", "Chair", "THE COURT"."""
    parts = base.split()
    bare = parts[1:] if plain(parts[0]) in ARTICLES and plain(base) not in words("extract", "offices.txt") else parts
    capitals = all(part[0].isupper() or plain(part.strip(",")) in _SMALL for part in bare)
    capitals = capitals and not any(plain(part) in words("text", "stop_words.tsv") - _SMALL for part in bare[1:])
    if not bare or len(bare) > LONGEST_OFFICE or not capitals or plain(bare[-1]) in _SMALL - {"tempore"}:
        return None
    listed = plain(bare[-1]) in words("extract", "offices.txt") or plain(base) in words("extract", "offices.txt")
    first = title(bare[0])
    addressed = is_address(bare[0]) and listed
    styled = is_address(bare[0]) or (first is not None and first.kind == STYLE)
    if not (is_office(base) or listed) or (styled and not addressed):
        return None
    begin = base.index(bare[0])
    name = " ".join(part.title() if part.isupper() and len(part) > SHORT_NAME else part for part in bare)
    proof = Proof.PLAIN if addressed or len(bare) < len(parts) or (len(parts) == 1 and listed) else Proof.OPEN
    return Label(span, name, _span(line, begin, base[begin:]), proof, unheld=True, timed=timed)


class Person(NamedTuple):
    """A name as a label has it: without titles and letters, with those titles, and the rank with its place."""

    name: str
    proof: Proof
    titles: tuple[str, ...]
    office: tuple[int, str] | None


def person(printed: str) -> Person | None:
    """Return the name that words are, ``None`` for other words.

    >>> person("Sir Edwin Marsh KC").name, person("in May")
    ('Edwin Marsh', None)
    """
    kept = printed.split()
    if kept and plain(kept[0]) == "the" and len(kept) > 1 and (found := title(kept[1])) and found.kind == STYLE:
        kept = kept[1:]
    whole = len(kept)
    while len(kept) > 1 and kept[-1].isupper() and _is_letters(kept[-1]):
        kept.pop()
    shown = len(kept) < whole
    if not kept or len(kept) > LONGEST_NAME or not all(_in_name(part) for part in kept):
        return None
    count = 0
    while count < len(kept) - 1 and _is_rank(kept, count):
        count += 1
    first, name = title(kept[0]), kept[count:]
    if first is not None and first.kind == HONORIFIC and "of" in name[1:]:  # "Ms. POLE of Ohio"
        name = name[: name.index("of", 1)]
    titled = first is not None and first.kind in (HONORIFIC, STYLE, TITLE) and len(kept) > 1
    if not name[0][0].isupper() or not all(part[0].isalpha() for part in name) or _is_title_alone(name):
        return None
    if not titled and any(body_word(part) == STRONG for part in name):
        return None
    last = plain(name[-1])
    letters = len(name) == 1 and name[0].isupper() and len(last) == SHORT_NAME  # the initials of Omar Reeve
    if (last in words("extract", "not_names.txt") and not letters) or last in words("extract", "offices.txt"):
        return None
    proof = Proof.PLAIN if titled or shown or _looks_named(name) else Proof.OPEN
    if proof == Proof.OPEN and not _may_be_name(name):
        return None
    full = " ".join(_cased(word) for word in name)
    ranks = [word for word in kept[:count] if not is_address(word)]
    rank = " ".join(ranks) if ranks and kept[:count] == ranks and not shown else ""
    office = (printed.index(rank), rank) if rank else None
    return Person(full, proof, tuple(plain(word) for word in kept[:count]), office)


def _is_rank(kept: Sequence[str], at: int) -> bool:
    """Tell whether a word before a name is a title, or the first of one of two words ("Prime Minister Pole")."""
    found, after = title(kept[at]), title(kept[at + 1])
    member = plain(kept[at + 1]) == "member"
    if plain(kept[at]) in _FIRST_OF_TITLES and (after is not None or member):
        return at + 2 < len(kept)
    if at and plain(kept[at]) == "member" and plain(kept[at - 1]) in _FIRST_OF_TITLES:
        return True
    return found is not None and found.kind in (HONORIFIC, TITLE)


def _is_title_alone(name: Sequence[str]) -> bool:
    """Tell whether what is left behind titles is a rank itself: "Deputy Speaker", "Madam Chair"."""
    found = title(name[0])
    return len(name) == 1 and found is not None and found.kind == TITLE and given_gender(name[0]) is None


def _looks_named(name: Sequence[str]) -> bool:
    capitals = len(name) <= SHORT_NAME and all(part.isupper() and len(part) > SHORT_NAME for part in name)
    initial = is_initial(name[0]) and (len(name[0]) == 1 or "." in name[0])
    given = len(name) > 1 and (given_gender(name[0]) is not None or initial)
    return (capitals and not is_place(" ".join(name))) or given


def _may_be_name(name: Sequence[str]) -> bool:
    """Tell whether words no list knows may name somebody: some with capitals that begin no sentence, or initials."""
    if len(name) == 1:
        return name[0].isalpha() and not is_office(name[0])
    known = any(plain(part) in words("extract", "not_names.txt") for part in name)
    return len(name) <= LONGEST_OPEN and not known and not is_office(" ".join(name))


def _cased(word: str) -> str:
    """Return a word of a name as names are written: "HALE" as "Hale", "McHALE" and "AB" as they stand."""
    return word.title() if word.isupper() and len(word) > INITIALS - 1 and "." not in word else word


def _is_letters(word: str) -> bool:
    """Tell whether a word in capitals stands behind a name: "MP", "AM", "QC", not the surname in capitals."""
    return plain(word) in words("text", "post_nominals.txt") or plain(word) in ("am", "ms", "as")


def _in_name(part: str) -> bool:
    letters = all(sign.isalpha() or sign in _IN_NAMES for sign in part)
    return letters and (part[0].isupper() or is_particle(part) or part in ("of", "the"))
