"""A house's own line of citation: a text with named blanks, filled from a claim and its source.

``{speaker}`` is a blank. A part in square brackets that holds a blank is optional: it is left out where the blank is
empty. Other square brackets are printed as they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from tracker.cite.snippets import SHORT_HASH, Quoted, date_of, speaker_of
from tracker.cite.sources import NOWHERE, Citable, Pinpoint, printed_date, title_of, writers
from tracker.cite.styles import with_marks
from tracker.models import TrackerError

BLANKS: Final[Mapping[str, str]] = {
    "speaker": "who said it; “as reported” where the words are the document’s, and what is denied, asked or supposed",
    "role": "the speaker’s title, as the document prints it",
    "words": "the claim, in the words of the document",
    "said": "the day it was said, where the document tells it",
    "date": "the day the document was published; “n.d.” with the days that fit where it is open",
    "title": "the title of the document",
    "author": "who wrote it",
    "source": "who published it",
    "place": "the page, column or paragraph",
    "address": "the address of the document",
    "link": "the address that leads to the very words",
    "accessed": "the day the address was read",
    "hash": "the beginning of the original’s SHA-256",
}
"""The blanks there are, each with what fills it."""
LONGEST: Final = 1_000
"""Characters of a line: a long citation is a quarter of it."""
_WORDS, _SPEAKER = "words", "speaker"
_OF_WORDS: Final = frozenset({_WORDS, _SPEAKER, "role", "said", "link"})
"""Blanks that a whole document leaves empty."""
_BLANK: Final = re.compile(r"\{([^{}\[\]]*)\}")
_PART: Final = re.compile(r"\[([^\[\]]*)\]")
_MARKS: Final = {"“": "single", '"': "single", "‘": "double", "'": "double"}
"""Which marks stand inside a quotation that begins so."""
_LEFT: Final[tuple[tuple[re.Pattern[str], str], ...]] = (
    (re.compile(r"\(\s*\)|“\s*”|‘\s*’"), ""),
    (re.compile(r"[ \t]{2,}"), " "),
    (re.compile(r"(?<=\S) +(?=[,.;:)])"), ""),
    (re.compile(r"[,;:](?=[,;:.])"), ""),
    (re.compile(r"^[ ,;:–—]+|[ ,;:–—]+$", re.MULTILINE), ""),
)
"""What stands round an empty blank and means nothing without it."""


@dataclass(frozen=True, slots=True)
class OwnLine:
    """A house's own line: ``key`` chooses it, ``name`` is shown, ``text`` has the blanks."""

    key: str
    name: str
    text: str

    @property
    def quotes(self) -> bool:
        """Whether it needs words to quote, so that no whole document can be cited by it."""
        return not _OF_WORDS.isdisjoint(blanks_of(self.text))


@dataclass(frozen=True, slots=True)
class Filled:
    """A line that was filled, and the blanks that nothing known fills."""

    text: str
    empty: tuple[str, ...]


def blanks_of(text: str) -> tuple[str, ...]:
    """Return the blanks of a line in their order, each once."""
    return tuple(dict.fromkeys(found.group(1).strip().lower() for found in _BLANK.finditer(text)))


def checked(text: str) -> str:
    """Return a line as it is kept, or raise ``TrackerError`` with one sentence that says what is wrong with it.

    >>> checked("  {speaker}: “{words}” ")
    '{speaker}: “{words}”'
    """
    text = text.replace("\r\n", "\n").strip()
    if not text or len(text) > LONGEST:
        raise TrackerError(f"Write a line of one to {LONGEST:,} characters; this one has {len(text):,}.")
    if not (text.replace("\n", "")).isprintable():
        raise TrackerError("A line cannot hold signs that are not printed, such as tabs; leave them out.")
    unknown = next((name for name in blanks_of(text) if name not in BLANKS), None)
    if unknown is not None:
        known = ", ".join(f"{{{name}}}" for name in BLANKS)
        raise TrackerError(f"“{{{unknown}}}” is no blank; there are {known}.")
    plain = _PART.sub(lambda part: part.group(1), _BLANK.sub("", text))
    stray = next((sign for sign in plain if sign in "{}[]"), None)
    if stray is not None:
        raise TrackerError(f"A “{stray}” stands alone: a blank is {{speaker}}, an optional part [, {{role}}].")
    if not blanks_of(text):
        raise TrackerError("A line without a blank, such as {title}, would cite everything alike.")
    if _WORDS in blanks_of(text) and _SPEAKER not in blanks_of(text):
        raise TrackerError("A line with {words} needs {speaker}, which tells what is only reported, or denied.")
    return text


def fill(line: OwnLine, source: Citable, quoted: Quoted | None = None, place: Pinpoint = NOWHERE) -> Filled:
    """Return a line filled: nothing stands in for what is not known, and the punctuation round it goes with it.

    A quotation inside the words, or inside the title, gets the other kind of marks than those that stand before it.
    """
    known = dict(_known(source, quoted, place))
    empty = tuple(name for name in blanks_of(line.text) if not known.get(name))

    def blank(found: re.Match[str]) -> str:
        value = known.get(found.group(1).strip().lower(), "")
        marks = _MARKS.get(found.string[: found.start()][-1:])
        return with_marks(value, marks) if marks else value

    def part(found: re.Match[str]) -> str:
        inside = blanks_of(found.group(1))
        return found.group() if not inside else found.group(1) if all(map(known.get, inside)) else ""

    text = _PART.sub(part, line.text)
    bare = [name for name in blanks_of(text) if not known.get(name)]
    text = _BLANK.sub(blank, text)
    for pattern, instead in _LEFT if bare else ():
        text = pattern.sub(instead, text)
    return Filled(text.strip(), empty)


def _known(source: Citable, quoted: Quoted | None, place: Pinpoint) -> Iterator[tuple[str, str]]:
    """Yield each blank with what fills it, blank where nothing is known."""
    yield "author", " and ".join(person.name for person in writers(source))
    yield "title", title_of(source)
    yield "source", source.publisher or ""
    yield "date", date_of(source)
    yield "place", place.words
    yield "address", source.url or ""
    yield "accessed", printed_date(source.accessed) if source.url and source.accessed else ""
    yield "hash", (source.sha256 or "")[:SHORT_HASH]
    if quoted is not None:
        yield _SPEAKER, speaker_of(quoted)
        yield "role", quoted.role
        yield _WORDS, " ".join(quoted.text.split())
        yield "said", printed_date(quoted.said) if quoted.said else ""
        yield "link", quoted.link or source.url or ""
