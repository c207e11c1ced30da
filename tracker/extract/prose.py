"""A text cut into words and marks, each with its word class, sentence and quotation; and the zones that are no prose.

A zone is a line, a table, a sentence that asks the public to call, or the opening words of a paragraph (a date line, a
dateline). Precision comes first: a line of prose taken for furniture is a claim lost. Words in quotation marks and
sentences of reported speech are never a zone, whatever stands around them, except in a headline or a caption.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache, lru_cache

from tracker.models import Span
from tracker.text.dates import dates
from tracker.text.layout import (
    ENDS_PROSE,
    LONGEST_HEADLINE,
    captions,
    dateline,
    ends_sentence_of,
    file_header,
    is_headline,
    lines,
    paragraphs,
    shape,
    unwrapped,
)
from tracker.text.lexicon import rows
from tracker.text.names import given_gender
from tracker.text.numbers import CELL
from tracker.text.quotes import Quotation, quotations
from tracker.text.sentences import joined, sentences
from tracker.text.words import PROSE, QUOTATION_MARKS, SOFT_HYPHEN

LONGEST_SUBHEADING = 60
"""A heading inside the body is a few words; a longer line without a full stop is prose broken by a page or column."""
QUOTED_SUBHEADING = 5
"""Words of a subheading that stands in quotation marks; a longer line is speech."""
FEWEST_ROWS = 2
"""One line of figures may be a list in prose; two of the same make are a table."""
FEWEST_CELLS = 3
"""A label and two figures: below that a line with a wide blank is not yet a row."""
LONGEST_DATE = 50
"""A date alone on its line, with weekday and brackets, is shorter than this."""
DATE_LINE_SLACK = 30
"""Characters a date line may hold beside its date: the label, a clock time, a time zone."""


class ZoneKind(StrEnum):
    """What a part of the text is instead of prose."""

    HEADLINE = "headline"
    MASTHEAD = "masthead"
    BYLINE = "byline"
    DATE_LINE = "date line"
    DATELINE = "dateline"
    CAPTION = "caption"
    CONTACT = "contact"
    TABLE = "table"
    FURNITURE = "furniture"
    HEADER = "file header"


@dataclass(frozen=True, slots=True)
class Zone:
    """One part of the text that is no body prose, with the reason in words."""

    span: Span
    kind: ZoneKind
    why: str


_BY_SHAPE = {
    "byline": (ZoneKind.BYLINE, "a line that names the writer"),
    "masthead": (ZoneKind.MASTHEAD, "the paper's own name"),
    "furniture": (ZoneKind.FURNITURE, "a line that sites and databases print around articles"),
}
_MARKS = re.compile(r"[“”\"«»]|[‘'](?=\w)|''")
_OPENING = re.compile(r"[“\"«‘']")
_HEADING_MARK = re.compile(r"#{1,6}\s+\S")
_HEAD_DATE = re.compile(
    r"\s*(?:(?:date|dated|published|posted|issued|released|updated)\s*[:|-]?\s*)(?=\d|[A-Z])", re.IGNORECASE
)
_CELL_BREAK = re.compile(r"\t+|\s*\|\s*|[^\S\r\n]{2,}")
_SPEECH = re.compile(r"\b(?:said|says|told|added|according to)\b", re.IGNORECASE)


def zones(text: str) -> tuple[Zone, ...]:
    """Return the zones of ``text`` in order, none overlapping another.

    >>> [zone.kind.value for zone in zones("By Ann Example\\n\\nIt rained.")]
    ['byline']
    """
    whole = unwrapped(text)
    return tuple(replace(zone, span=whole.printed(zone.span)) for zone in _zones(whole.text))


def _zones(text: str) -> tuple[Zone, ...]:
    body = file_header(text)
    every = [line for line in lines(text) if line.start >= body]
    found = [Zone(Span(0, body), ZoneKind.HEADER, "what a Markdown file says of itself")] if body else []
    found += [Zone(line, ZoneKind.CAPTION, "a picture's caption or credit") for line in captions(text)]
    found += _shaped(text, every)
    found += _tables(text, every)
    found += _headings(text, every, frozenset(zone.span for zone in found))
    taken = {zone.span for zone in found}
    prose = [line for line in every if line not in taken]
    return _disjoint([*found, *_openings(text, prose), *_contacts(text)])


def _shaped(text: str, every: Sequence[Span]) -> Iterator[Zone]:
    for before, line in zip([None, *every], every, strict=False):
        words = line.of(text)
        kind = shape(words)
        if before and kind in ("masthead", "furniture") and ends_sentence_of(text, before, line):
            continue
        if kind in _BY_SHAPE and not (kind == "byline" and dates(words) and not words[:3].isupper()):
            yield Zone(line, *_BY_SHAPE[kind])
        elif kind == "dated" or (kind is None and len(words) <= LONGEST_DATE):
            printed = [date for date in dates(words) if date.is_full or (date.is_day and date.weekday is not None)]
            room = DATE_LINE_SLACK if kind == "dated" else 0
            if printed and len(words) - sum(len(d.span.of(words)) for d in printed) <= room + 1:
                yield Zone(line, ZoneKind.DATE_LINE, "a date on a line of its own")


def _tables(text: str, every: Sequence[Span]) -> Iterator[Zone]:
    """Yield runs of rows whose cells stand apart by tabs, bars or wide blanks and hold figures, with the row above."""
    run: list[Span] = []
    above: Span | None = None
    for line in [*every, Span(len(text), len(text))]:
        if _is_row(line.of(text)):
            run.append(line)
            continue
        if len(run) >= FEWEST_ROWS:
            first = above if above and _is_header(above.of(text)) else run[0]
            yield Zone(Span(first.start, run[-1].end), ZoneKind.TABLE, "rows of figures")
        run, above = [], line


def _cells(line: str) -> list[str]:
    return [cell for cell in _CELL_BREAK.split(line.strip("| \t")) if cell.strip()]


def _is_header(line: str) -> bool:
    return len(_cells(line)) >= FEWEST_CELLS and len(line) <= LONGEST_HEADLINE and not ENDS_PROSE.search(line)


def _is_row(line: str) -> bool:
    cells = _cells(line)
    figures = sum(CELL.fullmatch(cell.strip()) is not None for cell in cells)
    return len(cells) >= FEWEST_CELLS and figures * 2 >= len(cells) - 1


def _headings(text: str, every: Sequence[Span], taken: frozenset[Span]) -> Iterator[Zone]:
    above_body = True
    for number, line in enumerate(every):
        words = line.of(text)
        after = every[number + 1] if number + 1 < len(every) else None
        if line in taken:
            continue
        if _HEADING_MARK.match(words) or _is_capitals(words):
            yield Zone(line, ZoneKind.HEADLINE, "a line marked or set as a heading")
        elif above_body and after and is_headline(text, line, after):
            yield Zone(line, ZoneKind.HEADLINE, "a line without a full stop above the body")
        else:
            above_body = False
            before = every[number - 1] if number else None
            if before and after and _is_subheading(text, before, line, after):
                yield Zone(line, ZoneKind.HEADLINE, "a few words on a line of their own between paragraphs")


def _is_subheading(text: str, before: Span, line: Span, after: Span) -> bool:
    words = _unquoted(line.of(text))
    return (
        0 < len(words) <= LONGEST_SUBHEADING
        and words[0].isupper()
        and words[-1].isalnum()
        and not _MARKS.search(words)
        and not _SPEECH.search(words)
        and ENDS_PROSE.search(before.of(text)) is not None
        and not after.of(text)[:1].islower()
        and len(after.of(text)) > LONGEST_SUBHEADING
        and _blank_between(text, before, line)
    )


def _unquoted(words: str) -> str:
    """Return a few words without the marks around them all: what a subheading quotes of the story."""
    bare = words.strip("“”\"'‘’")
    return bare if bare and words[0] in QUOTATION_MARKS and len(bare.split()) <= QUOTED_SUBHEADING else words


def _is_capitals(words: str) -> bool:
    return words.isupper() and " " in words and len(words) <= LONGEST_HEADLINE and sum(map(str.isalpha, words)) >= 6


def _blank_between(text: str, first: Span, second: Span) -> bool:
    return text.count("\n", first.end, second.start) > 1


def _openings(text: str, prose: Sequence[Span]) -> Iterator[Zone]:
    """Yield the words that open a paragraph and belong to the page: "date 2018-01-14", "LONDON (AP) — "."""
    for number, line in enumerate(prose):
        words = line.of(text)
        label = _HEAD_DATE.match(words) if number == 0 else None
        if label:
            first = next((date for date in dates(words[:LONGEST_HEADLINE]) if date.is_full), None)
            if first and first.span.start == label.end():
                end = line.start + first.span.end
                yield Zone(Span(line.start, end), ZoneKind.DATE_LINE, "a labelled date before the text")
        place = dateline(words)
        if place:
            end = line.start + len(place.group().rstrip())
            yield Zone(Span(line.start, end), ZoneKind.DATELINE, "the place and agency that open a report")


def _contacts(text: str) -> Iterator[Zone]:
    for paragraph in paragraphs(text):
        words = paragraph.of(text)
        if _OPENING.match(words) or not _contact().search(words):
            continue
        for sentence in sentences(words):
            said = sentence.of(words)
            if _contact().search(said) and not _MARKS.search(said) and not _SPEECH.search(said):
                span = Span(paragraph.start + sentence.start, paragraph.start + sentence.end)
                yield Zone(span, ZoneKind.CONTACT, "a sentence that asks the public to call, write or follow")


@cache
def _contact() -> re.Pattern[str]:
    patterns = (row[0] for row in rows("extract", "contact_patterns.tsv"))
    # One boundary before all of them: each by itself would be tried at every letter, in a tenth of all the time.
    return re.compile(rf"\b(?:{'|'.join(f'(?:{pattern})' for pattern in patterns)})", re.IGNORECASE)


def _disjoint(found: Iterable[Zone]) -> tuple[Zone, ...]:
    kept: list[Zone] = []
    for zone in sorted(found, key=lambda zone: (zone.span.start, -zone.span.end)):
        if not kept or kept[-1].span.end <= zone.span.start:
            kept.append(zone)
    return tuple(kept)


OPEN_TAGS = frozenset(("WORD", "S", "ED", "ING", "LY", "NAME", "CAP", "NUM", "GEN"))
"""Word classes of open-ended membership: of these the tag is looked at rather than the word."""
_BREAK = re.compile(rf"-\s|{SOFT_HYPHEN}")


@dataclass(frozen=True, slots=True)
class Prose:
    """One text as the extractor reads it: parallel tuples over its tokens, and its outer sentences.

    ``lower`` are the tokens in lower case with straight apostrophes and broken words mended, ``tags`` their coarse word
    classes, ``quotation`` the number of the quotation a token stands in or -1, ``sentence`` the number of its sentence.
    ``quoted`` are the token bounds of each quotation, ``sentences`` those of each sentence, half open. Possessive
    endings stay with their noun and tag it ``GEN``. ``nicknames`` are the tokens inside a name that are none of it,
    their marks included (Paul “Shorty” Dunn); they are no quotation.
    """

    text: str
    starts: list[int]
    ends: list[int]
    words: list[str]
    lower: list[str]
    tags: list[str]
    quotation: list[int]
    quoted: list[tuple[int, int]]
    sentence: list[int]
    sentences: list[tuple[int, int]]
    sentence_spans: tuple[Span, ...]
    quotations: tuple[Quotation, ...]
    nicknames: frozenset[int]


LONGEST_MARGIN = 40
"""Blanks and marks of quoting before a line."""
LONGEST_NICKNAME = 3
"""Words of a nickname at most ("Big Red T")."""
LONGEST_GIVEN = 24
"""Characters before a nickname that hold the given name."""


def prose(text: str) -> Prose:
    """Return ``text`` cut into tokens, sentences and quotations."""
    every = quotations(text)
    nicknames = tuple(quote for quote in every if _is_nickname(text, quote))
    quotes = tuple(quote for quote in every if quote not in nicknames)
    spans = tuple(_behind_datelines(text, joined(sentences(text), quotes)))
    starts: list[int] = []
    ends: list[int] = []
    words: list[str] = []
    bounds: list[tuple[int, int]] = []
    sentence: list[int] = []
    for number, span in enumerate(spans):
        first = len(starts)
        for match in PROSE.finditer(text, span.start, span.end):
            starts.append(match.start())
            ends.append(match.end())
            words.append(match.group())
        sentence.extend([number] * (len(starts) - first))
        bounds.append((first, len(starts)))
    inside, quoted = _inside(starts, quotes)
    read = [_read(word) for word in words]
    lower = [low for low, _ in read]
    return Prose(
        text,
        starts,
        ends,
        words,
        lower,
        _tags(words, [tag for _, tag in read], bounds),
        inside,
        quoted,
        sentence,
        bounds,
        spans,
        quotes,
        frozenset(at for first, end in _inside(starts, nicknames)[1] for at in range(first, end)),
    )


def _behind_datelines(text: str, sentences: Iterable[Span]) -> Iterator[Span]:
    """Yield sentences, the dateline of a report by itself: "LONDON (AP) — " is no part of what somebody said."""
    for span in sentences:
        opens = text[max(0, span.start - LONGEST_MARGIN) : span.start].rstrip(" \t>")[-1:] in ("", "\r", "\n")
        place = dateline(span.of(text)) if opens else None
        if place is not None:
            yield Span(span.start, span.start + len(place.group().rstrip()))
            span = Span(span.start + place.end(), span.end)
        yield span


def _is_nickname(text: str, quote: Quotation) -> bool:
    """Tell whether words in marks stand inside a name, behind a given name and before a surname: Paul “Shorty” Dunn."""
    inner, after = text[quote.start + 1 : quote.end - 1], text[quote.end : quote.end + 2]
    before = text[max(0, quote.start - LONGEST_GIVEN) : quote.start]
    if not quote.closed or not inner[:1].isupper() or not inner[-1].isalnum() or inner.count(" ") >= LONGEST_NICKNAME:
        return False
    if before[-1:] != " " or after[:1] != " " or not after[1:].isupper():
        return False
    given = before.split()[-1:]
    return bool(given) and given[0].isalpha() and given[0].istitle() and given_gender(given[0]) is not None


def _inside(starts: list[int], quotes: tuple[Quotation, ...]) -> tuple[list[int], list[tuple[int, int]]]:
    """Return for each token the quotation it stands in, and for each quotation its tokens."""
    inside = [-1] * len(starts)
    quoted = []
    index = 0
    for number, quote in enumerate(quotes):
        while index < len(starts) and starts[index] < quote.start:
            index += 1
        first = index
        while index < len(starts) and starts[index] < quote.end:
            inside[index] = number
            index += 1
        quoted.append((first, index))
    return inside, quoted


_IN_NAMES = frozenset(("POSS", "OBJ", "PREP", "ADV", "SUB", "DET", "TO", "NEG"))
"""Classes of small words that a name may hold with a capital ("Clean Our Rivers", "Department for Levelling Up")."""


def _tags(words: list[str], tags: list[str], bounds: list[tuple[int, int]]) -> list[str]:
    """Return the classes of tokens where they stand: a capital that opens a sentence need not begin a name.

    A small word with a capital behind another capital is part of a name, but in a line that is all in capitals.
    """
    for first, last in bounds:
        if any(words[index][0].islower() and tags[index] not in _IN_NAMES for index in range(first, last)):
            for index in range(first + 1, last):
                if tags[index] in _IN_NAMES and words[index].istitle() and tags[index - 1] == "NAME":
                    tags[index] = "NAME"
        for index in range(first, last):
            if tags[index][0].isalnum():
                if tags[index] == "NAME" and not _name_goes_on(words, index, last):
                    tags[index] = "CAP"
                break
    return tags


def _name_goes_on(words: list[str], index: int, last: int) -> bool:
    return index + 1 < last and words[index + 1][0].isupper()


MEMO_SIZE = 1 << 16
"""Words whose lower case and class are remembered: more than any English vocabulary in use."""


@lru_cache(maxsize=MEMO_SIZE)
def _read(word: str) -> tuple[str, str]:
    """Return a token in lower case, mended and with straight apostrophes, and its class wherever it stands."""
    low = _BREAK.sub("", word.lower().replace("’", "'"))
    return low, _closed().get(low) or _shape(word, low)


def _shape(word: str, low: str) -> str:
    first = word[0]
    if not first.isalnum():
        return first
    if first.isdigit():
        return "NUM"
    if low.endswith(("'s", "s'")):
        return "GEN"
    if first.isupper():
        return "NAME"
    for ending, tag in _ENDINGS:
        if low.endswith(ending) and len(low) > len(ending) + 1:
            return tag
    return "WORD"


_ENDINGS = (("ly", "LY"), ("ing", "ING"), ("ed", "ED"), ("ss", "WORD"), ("s", "S"))


@cache
def _closed() -> dict[str, str]:
    return {row[0]: row[1] for row in rows("extract", "closed_class.tsv")}


_VOWELS = "aeiou"
BASE, THIRD, PAST, PARTICIPLE, GERUND = "base", "third", "past", "participle", "gerund"


def forms(lemma: str, word_class: str) -> dict[str, str]:
    """Return every form of a word of a class (``verb``, ``noun``, ``adjective``) with the name of the form."""
    if word_class == "verb":
        return verb_forms(lemma)
    return noun_forms(lemma) if word_class == "noun" else {lemma: word_class}


def verb_forms(lemma: str) -> dict[str, str]:
    """Return every form of a verb with its name, British and American doubling alike.

    >>> verb_forms("deny")["denied"]
    'past'
    """
    found = {_gerund(lemma): GERUND, _with_s(lemma): THIRD}
    past, participle, *also_regular = _irregular().get(lemma, ("", "", "regular"))
    if past:
        found[participle] = PARTICIPLE
        found[past] = PAST
    if also_regular:
        found[_past(lemma)] = PAST
    if _may_double(lemma):
        found[lemma + lemma[-1] + "ing"] = GERUND
        if also_regular:
            found[lemma + lemma[-1] + "ed"] = PAST
    found[lemma] = BASE
    return found


def noun_forms(lemma: str) -> dict[str, str]:
    """Return a noun and its plural."""
    return {_with_s(lemma): THIRD, lemma: BASE}


def _with_s(lemma: str) -> str:
    if lemma.endswith("y") and lemma[-2:-1] not in _VOWELS:
        return lemma[:-1] + "ies"
    if lemma.endswith(("s", "x", "z", "ch", "sh", "o")):
        return lemma + "es"
    return lemma + "s"


def _past(lemma: str) -> str:
    if lemma.endswith("e"):
        return lemma + "d"
    if lemma.endswith("y") and lemma[-2:-1] not in _VOWELS:
        return lemma[:-1] + "ied"
    return lemma + "ed"


def _gerund(lemma: str) -> str:
    if lemma.endswith("ie"):
        return lemma[:-2] + "ying"
    if lemma.endswith("e") and not lemma.endswith(("ee", "oe", "ye")):
        return lemma[:-1] + "ing"
    return lemma + "ing"


def _may_double(lemma: str) -> bool:
    if len(lemma) < 3 or lemma[-1] in _VOWELS + "wxy" or lemma[-2] not in _VOWELS:
        return False
    return lemma[-3] not in _VOWELS or lemma[-4:-2] == "qu" or lemma[-3:-1] == "ui"


@cache
def _irregular() -> dict[str, tuple[str, ...]]:
    return {row[0]: row[1:] for row in rows("extract", "irregular_verbs.tsv")}
