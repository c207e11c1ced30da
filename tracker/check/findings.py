"""What the check of a draft finds, in values and in sentences, by which house's rule, and what would mend it.

A *deed* is something done to the words (``data/houses.toml``). What is permitted is house style and is named in the
result; what is not is a finding, and the rule that says so is named too.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from itertools import accumulate, groupby
from pathlib import Path
from typing import Any, Final

from cydifflib import SequenceMatcher

from tracker.check.words import SourceWords
from tracker.models import ClaimKind, DatedWords, ReadError, Record, RecordKind, Span, Stance, TrackerError
from tracker.text.differences import Difference
from tracker.text.lexicon import rows
from tracker.text.quotes import quotations
from tracker.text.words import POINTS, QUOTATION_MARKS, fold

MARKS: Final = f"{QUOTATION_MARKS} "
LINE_BREAK: Final = "¶"
"""Stands for a line break in the examples of the data file."""


@dataclass(frozen=True, slots=True)
class Folding:
    """One row of ``data/foldings.tsv``: what is evened out, with an example of either side."""

    name: str
    kind: str
    meaning: str
    source: str
    draft: str


@dataclass(frozen=True, slots=True)
class Folded:
    """A folding that was used, with the characters of the source and of the draft that it evened out."""

    name: str
    source: str
    draft: str

    @property
    def kind(self) -> str:
        """Any of "typography", "house style" and, for what passes where a house's rules permit it, "house rule"."""
        return foldings()[self.name].kind

    @property
    def sentence(self) -> str:
        """What was evened out, in words."""
        return f"{self.name}: {_shown(self.source)} in the source, {_shown(self.draft)} in the draft"


@cache
def foldings() -> dict[str, Folding]:
    """Return every folding by name, typography first."""
    table = (Folding(*(field.replace(LINE_BREAK, "\n") for field in row)) for row in rows("check", "foldings.tsv"))
    return {folding.name: folding for folding in table}


def _shown(text: str) -> str:
    words = " ".join(text.split())
    if words and not words.strip(MARKS):
        return f"the mark {words}"
    if words:
        return f"“{words}”"
    return "a line break" if "\n" in text else "a blank" if text else "nothing"


class Finding(StrEnum):
    """What became of a quotation or a figure, from the best to the worst."""

    EXACT = "exact"
    TYPOGRAPHY = "typography only"
    ROUNDED = "rounded"
    TRIMMED = "trimmed fairly"
    HOUSE = "against the house's rules"
    NOT_FOUND = "not found here"
    HIDES = "ellipsis or splice hides words"
    REPORTED = "only as reported speech"
    WRONG_SPEAKER = "wrong speaker, role or date"
    ALTERED = "altered"
    FIGURE = "figure differs"

    @property
    def rank(self) -> int:
        """0 for the best."""
        return _ORDER[self]

    @property
    def fails(self) -> bool:
        """Whether it is worse than typography: words are hidden, other, or not there. A fair trim hides none."""
        return self.rank > _ORDER[Finding.TRIMMED]


_ORDER: Final = {finding: rank for rank, finding in enumerate(Finding)}


def worst_first(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings without repeats, the worst first."""
    return tuple(sorted(set(found), key=lambda finding: -finding.rank))


@dataclass(frozen=True, slots=True)
class AttributedWords:
    """Words of a draft or a source that are given to somebody.

    ``roles`` are the titles printed for the speaker at that time, ``said`` the date of saying as the text gives it or
    ``None``. ``where`` are the places in the text of the name, of the role and of the date, where they are printed.
    ``claim`` is the number of the stored claim. ``stance`` is what that one does with the words. ``described`` are the
    words that a draft prints just before the name: "Harbour pilot"; ``behind``, those behind it: ", a pilot".
    """

    spans: tuple[Span, ...]
    kind: ClaimKind
    speaker: str | None = None
    is_body: bool = False
    roles: tuple[str, ...] = ()
    said: DatedWords | None = None
    claim: int | None = None
    stance: Stance = "asserts"
    where: dict[str, Span] = field(default_factory=dict)
    described: str = ""
    behind: str = ""

    def holds(self, place: Span) -> bool:
        """Say whether any of its words stand in ``place``."""
        return any(span.start < place.end and place.start < span.end for span in self.spans)


@dataclass(frozen=True, slots=True)
class Source:
    """A stored text: its words, its date (ISO, ``None`` while open, with ``open_date`` saying why), and who says what.

    ``speech`` is ``None`` where nobody has looked for it; then quotation marks and verbs of saying have to do.
    ``newer`` is the key of the version that supersedes it, ``record`` the kind of record it is, ``publisher`` who
    printed it, as far as that is known.
    """

    text: str
    date: str | None = None
    open_date: str = "nothing dates it"
    speech: tuple[AttributedWords, ...] | None = None
    newer: str | None = None
    record: RecordKind | None = None
    publisher: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a source has the words of a quotation, or words like them.

    ``parts`` are their spans in the source, ``hidden`` the source's words that the quotation passes over, ``changes``
    the rows of the word difference from the source to the draft (empty where there is none), ``corrected`` the
    source's wording to copy, ``withheld`` why there is none, ``goes_on`` how the speaker's sentence goes
    on where the quotation stops, ``opening`` how it begins before the quotation, ``whole`` the whole sentences that
    hold the words, where the source's wording has not as much, ``rules`` the rules of the house that decided, in
    sentences.
    """

    source: str
    findings: tuple[Finding, ...]
    parts: tuple[Span, ...]
    foldings: tuple[Folded, ...] = ()
    hidden: tuple[str, ...] = ()
    negation: str | None = None
    changes: tuple[Difference, ...] = ()
    said: tuple[str, ...] = ()
    corrected: str = ""
    withheld: str = ""
    goes_on: str = ""
    opening: str = ""
    speech: AttributedWords | None = None
    whole: str = ""
    rules: tuple[str, ...] = ()

    @property
    def finding_fails(self) -> bool:
        """Whether the worst of its findings is worse than typography."""
        return self.findings[0].fails


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence about speaker, role or date; ``unchecked`` where it says that nothing could be compared."""

    about: str
    sentence: str
    unchecked: bool = False
    old: Span | None = None
    new: str = ""


@dataclass(frozen=True, slots=True)
class CheckedQuotation:
    """A quotation of a draft at ``start``/``end`` (without its marks and closing point) and what became of it.

    ``findings`` hold the worst first. ``place`` is the source it follows; ``wordings`` are the different wordings that
    sources print, the earliest first, where there is more than one. ``nearest`` is the nearest passage of a quotation
    that is not found: another statement.
    """

    start: int
    end: int
    text: str
    findings: tuple[Finding, ...]
    why: tuple[str, ...] = ()
    place: Place | None = None
    wordings: tuple[Place, ...] = ()
    also: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()
    nearest: Place | None = None

    @property
    def finding(self) -> Finding:
        """The worst of the findings."""
        return self.findings[0]


class PassedOver(Record, frozen=True):
    """Words in quotation marks that are no quotation, and why they were passed over."""

    start: int
    end: int
    text: str
    reason: str
    why: str


@dataclass(frozen=True, slots=True)
class Checked:
    """The quotations of a draft in its order, and what was passed over."""

    quotations: tuple[CheckedQuotation, ...]
    passed_over: tuple[PassedOver, ...]


MOST_FOLDINGS: Final = 8
"""Foldings that are told one by one."""


def why(checked: CheckedQuotation) -> tuple[str, ...]:
    """Return the reasons for the findings of a quotation, the gravest first, without repeats."""
    return tuple(dict.fromkeys(_reasons(checked)))


def _reasons(checked: CheckedQuotation) -> Iterator[str]:
    place, found = checked.place, checked.findings
    if place is None:
        yield "No stored document has these words."
        return
    yield from place.rules
    yield from place.said
    yield from (remark.sentence for remark in checked.remarks if not remark.unchecked)
    if Finding.REPORTED in found:
        yield "The source reports this in its own words: it prints no quotation marks there."
    if Finding.HIDES in found:
        yield from (f"Hidden: “{words}”." for words in place.hidden)
    if place.negation:
        yield f"The hidden words hold a negation: “{place.negation}”."
    if Finding.TRIMMED in found:
        yield "Cut at its ends or joined over the source's own words; nothing the speaker said in between is hidden."
    if Finding.EXACT in found:
        yield "Character for character as in the source."
    elif Finding.TYPOGRAPHY in found:
        yield "Word for word as in the source; what is evened out is named."
    told = list(dict.fromkeys(folded.sentence for folded in place.foldings))
    yield from (f"{sentence[0].upper()}{sentence[1:]}." for sentence in told[:MOST_FOLDINGS])
    if len(told) > MOST_FOLDINGS:
        yield f"And {len(told) - MOST_FOLDINGS} more of the like."
    if place.opening and Finding.REPORTED not in found:
        yield f"The sentence begins in the source: “{place.opening}”."
    if place.goes_on and Finding.REPORTED not in found:
        yield f"The sentence goes on in the source: “{place.goes_on}”."
    if place.withheld and checked.finding.fails:
        yield f"No words to copy: {place.withheld}."
    yield from (remark.sentence for remark in checked.remarks if remark.unchecked)


_POINTS: Final = re.compile(rf"[{POINTS}]+")
_OTHER_MARKS: Final = {"‘": "“", "’": "”", "'": '"', "“": "‘", "”": "’", '"': "'"}


def wording_of(source: SourceWords, first: int, end: int, single: bool) -> str:
    """Return words ``[first, end)`` of a source as they are quoted, with the question mark that closes them.

    What the source prints between two quotations of the speaker ("she said") is left out. Inner quotation marks are
    turned so that they differ from the draft's outer ones (``single``).
    """
    stop = source.words[end - 1].end
    mark = source.text[stop : stop + 1]
    return _turned(_spoken(source, first, end) + (mark if mark in ("?", "!") else ""), single)


def _spoken(source: SourceWords, first: int, end: int) -> str:
    text = source.text
    voices = [
        (found, list(numbers))
        for found, numbers in groupby(range(first, end), key=lambda at: source.quotation_at(source.words[at].start))
    ]
    if any(found for found, _ in voices):
        voices = [(found, numbers) for found, numbers in voices if found]
    parts = []
    for number, (_, numbers) in enumerate(voices):
        start, stop = source.words[numbers[0]].start, source.words[numbers[-1]].end
        spoken = text[start:stop]
        if number < len(voices) - 1 and (point := _POINTS.match(text, stop)):
            # Where the cue ends its sentence, the comma before it stood for the speaker's full stop.
            ended = source.ends_sentence(numbers[-1], voices[number + 1][1][0])
            spoken += "." if point.group() == "," and ended else point.group()
        parts.append(" ".join(spoken.split()))
    return " ".join(parts)


def _turned(text: str, single: bool) -> str:
    family = "single" if single else "double"
    letters = list(text)
    for inner in quotations(text):
        if inner.family == family and inner.closed:
            for at in (inner.start, inner.end - 1):
                letters[at] = _OTHER_MARKS.get(letters[at], letters[at])
    return "".join(letters)


class Change(Record, frozen=True):
    """One change to a draft: the characters ``[start, end)`` become ``new``; ``why`` in a few words."""

    start: int
    end: int
    old: str
    new: str
    why: str

    @property
    def words(self) -> str:
        """What becomes of the words, on one line: the new ones, or that the old ones are left out."""
        told = " ".join((self.new or self.old).split())
        return told if self.new else f"leave out “{told}”"


def apply(draft: str, changes: Iterable[Change]) -> tuple[str, tuple[Change, ...]]:
    """Return the draft with its changes made, and those that were made; of two that overlap the first counts.

    >>> apply("up 40 per cent", [Change(3, 5, "40", "60", "figure")])[0]
    'up 60 per cent'
    """
    made: list[Change] = []
    for change in sorted(changes, key=lambda change: (change.start, change.end)):
        if change.old != change.new and (not made or change.start >= made[-1].end):
            made.append(change)
    for change in reversed(made):
        draft = draft[: change.start] + change.new + draft[change.end :]
    return draft, tuple(made)


WORDING_OF_SOURCE = "the wording of the source"
_QUOTING = frozenset("“”„\"«»‘’'‚`")
"""What may open a quotation; a block quotation has none to take off."""
WORDING = frozenset({Finding.ALTERED, Finding.FIGURE, Finding.HIDES, Finding.HOUSE})
"""Findings that are mended by the source's own wording."""


def changes(draft: str, found: CheckedQuotation) -> Iterator[Change]:
    """Yield what would mend a quotation: the source's wording, its own speaker, role and date, or no marks at all."""
    place = found.place
    if place is None:
        return
    if Finding.REPORTED in found.findings:
        if not {Finding.ALTERED, Finding.FIGURE} & set(found.findings):  # other words are wrong without marks as well
            yield from _without_marks(draft, found)
    elif place.corrected and WORDING & set(found.findings):
        yield from _smallest(draft, found.start, found.end, place.corrected)
    for remark in found.remarks:
        if remark.old is not None and remark.new and not remark.unchecked and _stands_alone(draft, remark):
            old = remark.old.of(draft)
            new = remark.new[0].upper() + remark.new[1:] if old[:1].isupper() else remark.new
            yield Change(remark.old.start, remark.old.end, old, new, f"the {remark.about} of the source")


def whole_sentences(draft: str, found: CheckedQuotation) -> Change | None:
    """Return the change of a quotation into the whole sentences that hold its words, where there is one."""
    if found.place is None or not found.place.whole:
        return None
    new, end = found.place.whole, _end_of(draft, found.end, found.place.whole)
    return Change(found.start, end, draft[found.start : end], new, "the whole sentence of the source")


def _end_of(draft: str, end: int, new: str) -> int:
    """Return the end of what a wording replaces: its question mark takes the place of the point behind."""
    return end + 1 if new[-1:] in ("?", "!") and draft[end : end + 1] in (",", ".") else end


FEW_WORDS, FEW_RUNS = 3, 3
"""Words in a row, and such rows in a quotation, that are changed by themselves; where more are, all of it is."""
WHOLE_WORD = re.compile(r"\S+\s*")


def _smallest(draft: str, start: int, end: int, new: str) -> Iterator[Change]:
    """Yield the changes of a quotation into the source's wording: of words and figures alone where few differ.

    A word that is put in is shown with one beside it; one that is left out takes the blank beside it along.
    """
    end = _end_of(draft, end, new)
    ours, theirs = WHOLE_WORD.findall(draft[start:end]), WHOLE_WORD.findall(new)
    steps = SequenceMatcher(None, [*map(str.strip, ours)], [*map(str.strip, theirs)], autojunk=False).get_opcodes()
    runs = [step[1:] for step in steps if step[0] != "equal"]
    kept = len(ours) - sum(b - a for a, b, _, _ in runs)
    longest = max((max(b - a, d - c) for a, b, c, d in runs), default=0)
    if not runs or len(runs) > FEW_RUNS or longest > FEW_WORDS or kept < len(runs):
        yield Change(start, end, draft[start:end], new, WORDING_OF_SOURCE)
        return
    places = [*accumulate(map(len, ours), initial=0)]
    for a, b, c, d in runs:
        if a == b:  # words are only put in
            a, b, c, d = (a - 1, b, c - 1, d) if a else (a, b + 1, c, d + 1)
        low, high = start + places[a], start + places[b]
        words = "".join(theirs[c:d]).rstrip()
        if words or b == len(ours):
            high -= len(ours[b - 1]) - len(ours[b - 1].rstrip())
        if not words and b == len(ours):
            low -= len(ours[a - 1]) - len(ours[a - 1].rstrip())
        yield Change(low, high, draft[low:high], words, WORDING_OF_SOURCE)


def _stands_alone(draft: str, remark: Remark) -> bool:
    """Say whether what a remark replaces is all of its phrase: of "Senior fellow" a part alone is no role."""
    if remark.about != "role" or remark.old is None:
        return True
    before = draft[: remark.old.start].rstrip(" ").rsplit(None, 1)[-1:]
    return not before or before[0][-1:] in POINTS or before[0].lower() in ("the", "a", "an", "as", "and", "is", "was")


def _without_marks(draft: str, found: CheckedQuotation) -> Iterator[Change]:
    """Yield the change that takes the quotation marks off words that the source only reports."""
    start, end = found.start, found.end
    while start and draft[start - 1].isspace():
        start -= 1
    while end < len(draft) and draft[end] in ",.;: ":
        end += 1
    if start == 0 or end >= len(draft) or draft[start - 1] not in _QUOTING:
        return
    old = draft[start - 1 : end + 1]
    yield Change(
        start - 1, end + 1, old, old[1:-1].strip(), "no quotation marks: the source reports it in its own words"
    )


DATA: Final = Path(__file__).parent / "data" / "houses.toml"
DEEDS: Final = "deeds"
HOUSES_WORDING: Final = "wording"
"""The deed that no house permits: other words than the speaker's."""


class Deed(Record, frozen=True):
    """Something done to a quotation; ``usual`` says whether it passes where no house's rules are chosen."""

    name: str
    says: str
    usual: bool


class Rule(Record, frozen=True):
    """A rule of a house in its own words, with the deeds that it permits and those that it does not."""

    says: str
    may: tuple[str, ...] = ()
    may_not: tuple[str, ...] = ()


class House(Record, frozen=True):
    """A news house: its name, the source of its rules, the rules, and the publishers whose prints are its own."""

    name: str
    source: str = ""
    rules: tuple[Rule, ...] = ()
    publishers: tuple[str, ...] = ()

    def rule(self, deed: str) -> Rule | None:
        """Return the rule that speaks of a deed, or ``None``."""
        return next((rule for rule in self.rules if deed in (*rule.may, *rule.may_not)), None)

    def permits(self, deed: str) -> bool:
        """Say whether a deed is house style: by a rule that speaks of it, else as is usual."""
        rule = self.rule(deed)
        return deed in rule.may if rule is not None else deeds()[deed].usual

    def told(self, found: Iterable[str]) -> tuple[str, ...]:
        """Return the rules that speak of some deeds, each in a sentence that names the house."""
        spoken = (self.rule(deed) for deed in found)
        return tuple(dict.fromkeys(f"{self.name}: {rule.says.rstrip('.')}." for rule in spoken if rule is not None))


USUAL: Final = House("No house's rules")
"""What holds where no house is chosen: the foldings of house style pass, and nothing else does."""


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(DATA.read_text(encoding="utf-8"))


@cache
def deeds() -> dict[str, Deed]:
    """Return every deed by name."""
    return {name: Deed(name, **fields) for name, fields in _table()[DEEDS].items()}


@cache
def houses() -> dict[str, House]:
    """Return the houses whose rules are known, by key."""
    return {key: _house(fields, key) for key, fields in _table().items() if key != DEEDS}


def house_of(text: str, name: str) -> House:
    """Return the house whose rules a file called ``name`` gives; raises ``ReadError`` with one sentence.

    The file is TOML in the form of each house of ``data/houses.toml``: ``name``, ``source``, ``publishers``, and
    ``[[rules]]`` with ``says``, ``may`` and ``may_not``.
    """
    try:
        return _house(tomllib.loads(text), name)
    except tomllib.TOMLDecodeError as error:
        raise ReadError(f"{name} is no TOML: {error}.") from None


def own_house(may: Collection[str]) -> House:
    """Return a house that permits just these deeds; raises ``TrackerError`` for one that is not known."""
    permitted = tuple(deed for deed in deeds() if deed in may)
    refused = tuple(deed for deed in deeds() if deed not in may)
    made = (
        *(Rule(deeds()[deed].says, may=(deed,)) for deed in permitted),
        *(Rule(f"Not permitted: {deeds()[deed].says}", may_not=(deed,)) for deed in refused),
    )
    return _checked(House("Our own rules", "chosen in the form", made), may, "The form")


def _house(fields: Mapping[str, Any], name: str) -> House:
    known = {"name", "source", "publishers", "rules"}
    if unknown := sorted(fields.keys() - known):
        raise ReadError(f"{name}: “{unknown[0]}” is no field of a house; there are {', '.join(sorted(known))}.")
    listed = fields.get("rules", [])
    if not isinstance(listed, list) or not all(isinstance(rule, dict) for rule in listed):
        raise ReadError(f"{name}: “rules” has to be a list of tables, each begun by [[rules]].")
    made = tuple(_rule(rule, name) for rule in listed)
    house = House(
        _text(fields.get("name", Path(name).stem), name, "name"),
        _text(fields.get("source", ""), name, "source"),
        made,
        _texts(fields.get("publishers", []), name, "publishers"),
    )
    return _checked(house, [deed for rule in made for deed in (*rule.may, *rule.may_not)], name)


def _rule(fields: Mapping[str, Any], name: str) -> Rule:
    if unknown := sorted(fields.keys() - {"says", "may", "may_not"}):
        raise ReadError(f"{name}: “{unknown[0]}” is no field of a rule; there are says, may, may_not.")
    may, may_not = (_texts(fields.get(field, []), name, field) for field in ("may", "may_not"))
    says = _text(fields.get("says", ""), name, "says")
    known = [deeds()[deed].says for deed in (*may, *may_not) if deed in deeds()] if name not in _table() else []
    return Rule(says or " ".join([*([] if may else ["Not permitted:"]), *known]), may, may_not)


def _checked(house: House, named: Iterable[str], name: str) -> House:
    """Return a house whose deeds are all known, and which does not permit what none does."""
    unknown = next((deed for deed in named if deed not in deeds()), None)
    if unknown is not None:
        raise TrackerError(
            f"{name}: “{unknown}” is nothing that is done to a quotation; there are {', '.join(deeds())}."
        )
    if house.permits(HOUSES_WORDING):
        raise TrackerError(f"{name}: “{HOUSES_WORDING}” cannot be permitted: other words are never a quotation.")
    return house


def _text(value: Any, name: str, field: str) -> str:
    if not isinstance(value, str):
        raise ReadError(f"{name}: “{field}” has to be a text.")
    return value


def _texts(value: Any, name: str, field: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise ReadError(f"{name}: “{field}” has to be a list of texts.")
    return tuple(value)


@cache
def _slips(kind: str) -> frozenset[tuple[str, ...]]:
    return frozenset(row[1:] for row in rows("check", "slips.tsv") if row[0] == kind)


def is_slip(left_out: Sequence[str], around: Sequence[str]) -> bool:
    """Say whether words left out are sounds, or small words said once more ``around`` (before or behind them, as keys).

    >>> is_slip(["er", "um"], []), is_slip(["the"], ["of", "the"]), is_slip(["not"], ["do", "plan"])
    (True, True, False)
    """
    spoken = [word for word in left_out if (word,) not in _slips("filler")]
    half = len(spoken)
    if not spoken or not all((word,) in _slips("stammer") for word in spoken):
        return not spoken
    return spoken in (list(around[:half]), list(around[-half:]))


def is_grammar(source: str, draft: str) -> bool:
    """Say whether the draft puts a slip of the source's grammar right and changes nothing else.

    >>> is_grammar("was", "were"), is_grammar("gonna", "going to"), is_grammar("was", "will be")
    (True, True, False)
    """
    one, other = (" ".join(fold(side).split()).strip(",;:.") for side in (source, draft))
    return (one.lower(), other) in _slips("grammar") or (one.lower(), other.lower()) in _slips("grammar")
