"""The quotations of a draft: what only stands in marks left out, the rest ready to be compared; and whom it quotes."""

from __future__ import annotations

import calendar
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from typing import Final

from tracker.check import words as check_words
from tracker.check.findings import AttributedWords, PassedOver
from tracker.check.sentences import SEASONS
from tracker.check.words import ELLIPSIS, Word, editors_words, without
from tracker.check.words import words as words_in
from tracker.models import (
    Attribution,
    Basis,
    ClaimKind,
    DatedWords,
    DateKind,
    Document,
    Extraction,
    Precision,
    Role,
    Span,
)
from tracker.text import sentences
from tracker.text.dates import absolute, dates
from tracker.text.lexicon import rows
from tracker.text.names import is_past
from tracker.text.quotes import BLOCK, quotations
from tracker.text.words import QUOTATION_MARKS, RUN

LONGEST_SCARE: Final = 3
"""Words: longer ones that nobody is named as saying may still be a quotation whose speaker stands elsewhere."""
LONGEST_NICKNAME: Final = 3
LONGEST_TITLE: Final = 12
"""Words; headlines are longer and are sentences."""
AROUND: Final = 80
"""Characters looked at before and after the marks."""
_REASONS: Final = {
    "single word": "A single word is nobody's statement.",
    "nickname": "It stands inside a name.",
    "title": "It is written like the title of a work.",
    "scare quotes": "A few words held at arm's length: nobody is named as saying them.",
}
_ELLIPSIS: Final = re.compile(r"(?:…|\.\s?\.\s?\.)\Z")
_CLOSING_POINT: Final = re.compile(r"\s*[.,;:—–-]+\Z")
_QUOTATION_SIGNS: Final = frozenset(QUOTATION_MARKS)
_BLOCK: Final = re.compile(r"^[ \t]*>[ \t>]*[^\s>].*(?:\n[ \t]*>[ \t>]*[^\s>].*)*", re.MULTILINE)
"""A paragraph whose every line begins with the mark of a block quotation."""
_SIGNED: Final = re.compile(r"(?:\A|\n)[ \t>]*(?:[—–―]|--)[ \t]*[*_]*[A-ZÀ-Þ].*\Z")
"""The last line of a block quotation, or the one below it, that names whose words they are: "— Ida Marlow"."""
_CUE_BEFORE: Final = re.compile(r"[:,]\s*\Z")
_NAME_BEFORE: Final = re.compile(r"[A-Z][\w’'-]+\s\Z")
_NAME_AFTER: Final = re.compile(r"\s[A-Z][a-z]")


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quotation of a draft without its marks: its place, its text, and the point that closed it ("," or "")."""

    start: int
    end: int
    text: str
    closing: str


def quoted(draft: str, speech: Sequence[AttributedWords] = ()) -> tuple[list[Quoted], list[PassedOver]]:
    """Return the quotations of ``draft`` and what was passed over, each in its order.

    A quotation that goes on in the next paragraph is one; quotations inside another belong to it, and a block quotation
    needs no marks. The comma or full stop before the closing mark is the sentence's around it and no part of the
    quotation.
    """
    starts = sorted((span.start, span.end) for part in speech for span in part.spans)
    found: list[Quoted] = []
    passed: list[PassedOver] = []
    blocks = set(_blocks(draft))
    for outer in sorted([*_turns(draft), *blocks], key=lambda span: span.start):
        quotation = _inside(draft, outer)
        inner = words_in(quotation.text)
        if not inner:
            continue
        given = _overlaps(starts, outer)
        reason = None if outer in blocks else _reason(draft, outer, quotation, inner, attributed=given)
        if reason:
            passed.append(PassedOver(quotation.start, quotation.end, quotation.text, reason, _REASONS[reason]))
        else:
            found.append(quotation)
    return found, passed


def _turns(draft: str) -> list[Span]:
    """Return the outermost quotations, marks included; those left open join what goes on with them."""
    found: list[Span] = []
    open_turn = False
    for quotation in (found for found in quotations(draft) if found.family != BLOCK):
        if open_turn and quotation.goes_on:
            found[-1] = Span(found[-1].start, quotation.end)
        else:
            found.append(quotation.span)
        open_turn = not quotation.closed
    return found


def _blocks(draft: str) -> list[Span]:
    """Return the paragraphs of block quotations ("> ") that stand without quotation marks."""
    found: list[Span] = []
    for block in _BLOCK.finditer(draft):
        text = _SIGNED.sub("", block.group())
        if not quotations(text) and len(words_in(text)) > LONGEST_SCARE:
            start = block.start() + len(text) - len(text.lstrip("> \t"))
            found.append(Span(start, block.start() + len(text)))
    return found


def _inside(draft: str, outer: Span) -> Quoted:
    """Strip the outer marks, the blanks inside them, and the closing point, which is kept beside."""
    start, end = outer.start, outer.end
    mark = draft[start]
    if mark in _QUOTATION_SIGNS:
        start += 2 if draft.startswith(("``", "''"), start) and outer.end - start > 1 else 1
    if end > start and draft[end - 1] in "”\"»’'" and (mark in "“„\"«‘'‚`"):
        end -= 2 if draft.endswith("''", start, end) and mark in "`'" and end - start > 1 else 1
    while start < end and draft[start].isspace():
        start += 1
    while end > start and draft[end - 1].isspace():
        end -= 1
    text = draft[start:end]
    point = None if _ELLIPSIS.search(text[-5:]) else _CLOSING_POINT.search(text, max(0, len(text) - 5))
    if point is None:
        return Quoted(start, end, text, "")
    return Quoted(start, start + point.start(), text[: point.start()], point.group().strip())


def _overlaps(starts: Sequence[tuple[int, int]], outer: Span) -> bool:
    """Say whether any attributed words stand in the quotation; the spans hardly ever overlap one another."""
    at = bisect_left(starts, (outer.start, 0))
    near = starts[max(0, at - 2) : at + 1]
    return any(start < outer.end and outer.start < end for start, end in near)


def _reason(draft: str, outer: Span, quotation: Quoted, inner: Sequence[Word], *, attributed: bool) -> str | None:
    """Return why words in quotation marks are no quotation, or ``None``."""
    before = draft[max(0, outer.start - AROUND) : outer.start]
    after = draft[outer.end : outer.end + AROUND]
    announced = _CUE_BEFORE.search(before) is not None or quotation.closing == ","
    if len(inner) <= LONGEST_NICKNAME and not quotation.closing and _inside_name(quotation.text, before, after):
        return "nickname"
    if len(inner) == 1:
        return "single word"
    if not announced and not sentences.is_closed(quotation.text) and _is_title(quotation.text, inner, before):
        return "title"
    last = " ".join(before.lower().split())
    if len(inner) <= LONGEST_TITLE and _ends_with(last, "headline before"):
        return "title"
    few = len(inner) <= LONGEST_SCARE
    if (len(inner) <= LONGEST_TITLE and _ends_with(last, "scare before")) or (few and _ends_with(last, "words before")):
        return "scare quotes"
    spoken = attributed or announced or quotation.closing or _says(draft, outer) or _is_line(draft, outer)
    return None if spoken or not few else "scare quotes"


def _ends_with(before: str, kind: str) -> bool:
    return before.endswith(tuple(f" {phrase}" for phrase in _listed(kind)))


def _inside_name(text: str, before: str, after: str) -> bool:
    written = text[0].isupper() or text.startswith("the ")
    return written and _NAME_BEFORE.search(before) is not None and _NAME_AFTER.match(after) is not None


def _is_title(text: str, inner: Sequence[Word], before: str) -> bool:
    """Say whether all words that a title writes with a capital have one, and another sign agrees: a noun or length."""
    if len(inner) > LONGEST_TITLE:
        return False
    small = _listed("small")
    principal = [text[w.start : w.end] for w in inner if text[w.start : w.end].lower() not in small]
    if len(principal) < 2 or not all(word[0].isupper() or word[0].isdigit() for word in principal):
        return False
    return text[:1].isupper() or before.lower().split()[-1:] in ([noun] for noun in _listed("title before"))


def _says(draft: str, outer: Span) -> bool:
    """Say whether a verb of saying stands beside the quotation in its own sentence."""
    before, after = sentences.opening(draft, outer.start, AROUND), sentences.rest(draft, outer.end, AROUND)
    near = [*before.split(), *after.split()]
    return any(word.strip(",:;.()“”\"'‘’").lower() in _verbs() for word in near)


def _is_line(draft: str, outer: Span) -> bool:
    """Say whether the quotation is a paragraph of its own."""
    before = draft[max(0, outer.start - AROUND) : outer.start].rstrip(" ")
    after = draft[outer.end : outer.end + AROUND].lstrip(" ")
    return (not before or before.endswith("\n")) and (not after or after.startswith("\n"))


@cache
def _listed(kind: str) -> frozenset[str]:
    return frozenset(row[1] for row in rows("check", "passed_over.tsv") if row[0] == kind)


@cache
def _verbs() -> frozenset[str]:
    return frozenset(row[0] for row in rows("text", "saying_verbs.tsv") if row[1] in ("hearer", "place"))


_PARAGRAPH: Final = re.compile(r"\n[\s>]*\n")


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation's text and words; ``ellipses`` are the numbers of the words that an ellipsis stands before.

    ``groups`` are the places of words in brackets, which are not among ``words``. ``single`` says that the draft sets
    it in single marks.
    """

    text: str
    words: tuple[Word, ...]
    groups: tuple[Span, ...]
    ellipses: tuple[int, ...]
    opens_with_ellipsis: bool
    closes_with_ellipsis: bool
    closing: str
    single: bool

    @property
    def segments(self) -> list[list[str]]:
        """The keys of the words between the ellipses."""
        return self._cut(self.ellipses)

    @property
    def paragraphs(self) -> list[list[str]]:
        """The keys of the words between the ellipses and the ends of paragraphs, where something may be left out."""
        new = (at for at in range(1, len(self.words)) if _PARAGRAPH.search(self._before(at)))
        return self._cut((*self.ellipses, *new))

    def _before(self, at: int) -> str:
        return self.text[self.words[at - 1].end : self.words[at].start]

    def _cut(self, places: Sequence[int]) -> list[list[str]]:
        bounds = sorted({0, *places, len(self.words)})
        return [[word.key for word in self.words[low:high]] for low, high in pairwise(bounds)]


def prepared(quoted: Quoted, *, single: bool = False, editors: bool = False) -> Quotation | None:
    """Return a quotation ready to be compared; ``None`` where it holds nothing but words in brackets.

    With ``editors`` the words in brackets count like any others: a source may print them so.
    """
    text = quoted.text
    groups: Sequence[Span] = () if editors else editors_words(text)
    found = without(words_in(text), groups)
    if not found:
        return None
    starts = [word.start for word in found]
    opened = [group.start for group in groups]
    marks = [
        mark.start()
        for mark in ELLIPSIS.finditer(text)
        if (at := bisect_right(opened, mark.start()) - 1) < 0 or mark.start() >= groups[at].end
    ]
    before = [bisect_left(starts, mark) for mark in marks]
    inner = tuple(dict.fromkeys(at for at in before if 0 < at < len(found)))
    return Quotation(
        text, tuple(found), tuple(groups), inner, 0 in before, len(found) in before, quoted.closing, single
    )


LEAST_PIECE: Final = 3
"""Words that quotation marks inside a reported sentence must hold to be traced: “big” is said by everybody."""
SHORTEST_PART: Final = 2
"""Words of each part of a joined quotation; single words can be found in any text."""
MEAN_PART: Final = 3
"""Words its parts must have on average: pairs such as "of the" stand in every text."""

_MARKS: Final = re.compile(r"\[\s*(?:\.\s*\.\s*\.|…)\s*\]|…|\.\s?\.\s?\.|\[[^\]]*\]")
_CHANGED_CAPITAL: Final = re.compile(r"\[(\w)\](?=\w)")

Run = tuple[int, int]
"""Words ``[first, end)`` of a turn."""


@dataclass(frozen=True, slots=True)
class Said:
    """One claim: its id, words, kind, speaker (``None``: not known), and the turn it belongs to in its document."""

    id: int
    text: str
    kind: ClaimKind = ClaimKind.DIRECT
    speaker: str | None = None
    turn: int | None = None


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a turn: its key, where it stands in its claim, and that claim's id."""

    word: str
    span: Span
    owner: int


@dataclass(frozen=True, slots=True)
class Turn:
    """The quoted words of one turn in order, and where each stands."""

    tokens: tuple[Token, ...]
    where: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, claims: Sequence[Said]) -> Turn:
        """Return the turn that some claims make up, in order of their text."""
        turn = cls(tuple(token for said in claims for token in _tokens(said)))
        for place, token in enumerate(turn.tokens):
            turn.where[token.word].append(place)
        return turn

    def length_at(self, first: int, wanted: Sequence[str]) -> int:
        """Return how many of the wanted words stand from a place on."""
        length = 0
        for token, word in zip(self.tokens[first : first + len(wanted)], wanted, strict=False):
            if token.word != word:
                break
            length += 1
        return length


def words(text: str) -> list[str]:
    """Return the words and figures of a text as the check compares them; punctuation is none.

    >>> words("He’d seen 7,140 cases.")
    ["he'd", 'seen', '7140', 'cases']
    """
    return [word.key for word in check_words.words(text)]


def pieces(said: Said) -> list[str]:
    """Return the words that a claim gives as its speaker's own: all of a direct one, those in marks of a mixed one."""
    if said.kind is ClaimKind.DIRECT:
        return [said.text] if words(said.text) else []
    return [span.of(said.text) for span in _marked(said)] if said.kind is ClaimKind.MIXED else []


def segments(piece: str) -> list[list[str]]:
    """Return the words of a quotation between the ellipses and brackets that say where something was left out."""
    parts = _MARKS.split(_CHANGED_CAPITAL.sub(r"\1", piece))
    return [found for part in parts if (found := words(part))]


def in_order(turn: Turn, wanted: Sequence[Sequence[str]]) -> list[Run]:
    """Return where segments stand in a turn one after the other, or nothing where one of them does not."""
    runs: list[Run] = []
    for segment in wanted:
        after = runs[-1][1] if runs else 0
        places = turn.where.get(segment[0], ())
        first = next((at for at in places if at >= after and turn.length_at(at, segment) == len(segment)), None)
        if first is None:
            return []
        runs.append((first, first + len(segment)))
    return runs


def joined(turn: Turn, wanted: Sequence[str]) -> list[Run]:
    """Return the runs of a turn that make up a whole quotation though they stand apart; or nothing."""
    runs: list[Run] = []
    at = 0
    while at < len(wanted):
        lengths = ((turn.length_at(place, wanted[at:]), -place) for place in turn.where.get(wanted[at], ()))
        length, place = max(lengths, default=(0, 0))
        if length < SHORTEST_PART or len(wanted) < MEAN_PART * (len(runs) + 1):
            return []
        runs.append((-place, length - place))
        at += length
    return runs if len(runs) > 1 else []


def stretches(turn: Turn, places: Sequence[int]) -> list[Span]:
    """Return the stretches of one claim that neighbouring words of it make up."""
    groups: list[list[int]] = []
    for place in places:
        if groups and groups[-1][-1] == place - 1:
            groups[-1].append(place)
        else:
            groups.append([place])
    return [Span(turn.tokens[group[0]].span.start, turn.tokens[group[-1]].span.end) for group in groups]


def _tokens(said: Said) -> Iterator[Token]:
    spans = [Span(0, len(said.text))] if said.kind is ClaimKind.DIRECT else _marked(said)
    for word in check_words.words(said.text):
        if any(span.start <= word.start < span.end for span in spans):
            yield Token(word.key, Span(word.start, word.end), said.id)


def _marked(said: Said) -> list[Span]:
    """Return the stretches between quotation marks inside a claim that are long enough to be traced."""
    found = []
    for quotation in quotations(said.text):
        inside = quotation.span.of(said.text)
        start = quotation.start + len(inside) - len(inside.lstrip(QUOTATION_MARKS))
        span = Span(start, start + len(inside.strip(QUOTATION_MARKS)))
        if len(words(span.of(said.text))) >= LEAST_PIECE:
            found.append(span)
    return found


NEAR: Final = 60
"""Characters from the name that a draft gives a speaker to the role it prints beside it."""
SEASON_REACH: Final = 300
"""Characters of a quotation's sentence, before it and after it, in which a season may be named."""
LONGEST_WORD: Final = 12
"""Characters before a role in which "former" or "ex-" stands."""


def speech_of(document: Document, found: Extraction) -> Iterator[AttributedWords]:
    """Yield whom a draft quotes: its attributions with the roles, dates and words about the speaker that it prints."""
    bodies = {mention.name for mention in found.speakers if mention.kind == "body"}
    said = {claim.attribution: claim.said for claim in found.claims if claim.said is not None}
    for attribution in found.attributions:
        roles = _roles(document.text, attribution, found.roles)
        opened = said.get(attribution.id) or _opening_date(document.text, attribution)
        dated = _in_season(document.text, attribution, opened)
        where: dict[str, Span] = {}
        described = behind = ""
        if attribution.source is not None:
            where["speaker"] = attribution.source
            before, name, _ = attribution.source.of(document.text).rpartition(attribution.speaker or "\n")
            described = before if name else ""
            appositive = _APPOSITIVE.match(document.text, attribution.source.end)
            behind = appositive[1] if name and appositive else ""
        if roles:
            where["role"] = _title_span(document.text, roles[0])
        if dated is not None and dated.start is not None and dated.end is not None:
            where["date"] = _with_preposition(document.text, Span(dated.start, dated.end))
        yield AttributedWords(
            spans=attribution.spans,
            kind=attribution.kind,
            speaker=attribution.speaker,
            is_body=attribution.speaker in bodies,
            roles=tuple(role.title for role in roles),
            said=dated,
            stance=attribution.stance,
            where=where,
            described=described.strip(),
            behind=behind,
        )


_APPOSITIVE: Final = re.compile(
    rf",\s(?:an?|the|its|their|his|her)\s((?:{RUN}\s){{0,3}}{RUN})(?:,|\s(?:at|from|in|of|on|who)\b)"
)
_SEASON: Final = re.compile(
    r"\b[Ii]n (?:the )?(?:early |late )?(spring|summer|autumn|winter)(?: (?:of )?((?:1[5-9]|20)\d\d))?\b"
)


def _opening_date(text: str, attribution: Attribution) -> DatedWords | None:
    """Return the date that opens a draft's sentence before whoever speaks: "On 17 March, Pell described it as …"."""
    end = attribution.source.start if attribution.source is not None else 0
    start = end - len(sentences.opening(text, end, SEASON_REACH))
    found = next(iter(dates(text[start:end])), None)
    if found is None or text[start : start + found.span.start].strip().lower() not in ("", "in", "on"):
        return None
    low, high = start + found.span.start, start + found.span.end
    return DatedWords(DateKind.SAID, absolute(found), Basis.STATED, text[low:high], low, high, found.precision)


_MIDSUMMER: Final = 6
_MONTHS: Final = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}


def _in_season(text: str, attribution: Attribution, dated: DatedWords | None) -> DatedWords | None:
    """Return a date of saying with the season that a draft's sentence names beside the quotation, where it has a year.

    Its candidates are the months of the season; a winter's may be of the year before and of the year after.
    """
    if dated is not None and dated.precision is not Precision.YEAR:
        return dated
    low, high = attribution.spans[0].start, attribution.spans[-1].end
    start = low - len(sentences.opening(text, low, SEASON_REACH))
    found = _SEASON.search(text, start, low) or _SEASON.search(
        text, high, high + len(sentences.rest(text, high, SEASON_REACH))
    )
    if found is None or found[2] is None:
        return dated
    year = int(found[2])
    years = (year - 1, year, year + 1) if found[1] == "winter" else (year,)
    months = sorted(_MONTHS[month] for month in SEASONS[found[1]])
    fit = tuple(
        f"{each}-{month:02}"
        for each in years
        for month in months
        if each == year or (month > _MIDSUMMER) == (each < year)
    )
    return DatedWords(
        DateKind.SAID, None, Basis.STATED, found[0], found.start(), found.end(), Precision.MONTH, candidates=fit
    )


def _roles(text: str, attribution: Attribution, roles: tuple[Role, ...]) -> list[Role]:
    """Return the roles printed beside the name that a quotation is given to; a former role says nothing of then."""
    source = attribution.source
    if source is None:
        return []
    return [
        role
        for role in roles
        if role.speaker == attribution.speaker
        and _beside(text, source, Span(role.start, role.end))
        and not _is_past(text, role)
    ]


def _is_past(text: str, role: Role) -> bool:
    """Say whether a role, or the word before it, says that it is held no longer."""
    before = text[max(0, role.start - LONGEST_WORD) : role.start].split()
    return any(map(is_past, (*before[-1:], text[role.start : role.end])))


def _beside(text: str, source: Span, role: Span) -> bool:
    """Say whether a role is printed at a name: over or near it, with no quotation and no new paragraph between."""
    low, high = min(source.end, role.end), max(source.start, role.start)
    return high <= low or (high - low <= NEAR and not any(mark in text[low:high] for mark in '“”"‘\n'))


def _title_span(text: str, role: Role) -> Span:
    """Return where a role's title stands; its printed stretch may hold the organisation too."""
    at = text.find(role.title, role.start, role.end)
    return Span(at, at + len(role.title)) if at >= 0 else Span(role.start, role.end)


def _with_preposition(text: str, span: Span) -> Span:
    for word in ("on ", "in ", "On ", "In "):
        if text.startswith(word, span.start - len(word)):
            return Span(span.start - len(word), span.end)
    return span
