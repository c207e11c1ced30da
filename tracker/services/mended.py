"""A draft as a file with its accepted changes: as text, as Markdown, or as the Word file that it came from."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from io import BytesIO
from typing import Any, Final

from tracker.models import TrackerError
from tracker.services.drafts import read_draft

MAIN_PART: Final = "word/document.xml"
WORD: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
DELETED: Final = ("del", "moveFrom")
SIGNS: Final = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "‑"}
STRETCH: Final = re.compile(r"\s+|\S+")
"""What is replaced as one: blanks, or what stands between them."""
NOT_IN_FILE: Final = (
    "These changes could not be put into the Word file without harm to the rest of it; save the draft as text, or as a"
    " Word file of its own, without the file it came from."
)


@dataclass(frozen=True, slots=True)
class Form:
    """A form that a draft is saved in: its media type, and what writes a text, given the file it came from or b""."""

    media_type: str
    write: Callable[[str, bytes], bytes]


def as_text(text: str, original: bytes = b"") -> bytes:
    """Return a draft as a text file, in UTF-8."""
    return text.encode()


def as_word(text: str, original: bytes = b"") -> bytes:
    """Return a draft as a Word file: the one it came from with the words changed, where that is given, else a new one.

    Raises ``TrackerError`` where the changes find no place in the file, or it would not read as the draft does.
    """
    if not _is_word(original):
        return _new_word(text)
    before = read_draft(original, "draft.docx").text.replace("\r\n", "\n")
    written = _WordFile(original).with_text(before, text)
    again = read_draft(written, "draft.docx").text
    if again.split() != text.split():
        raise TrackerError(NOT_IN_FILE)
    return written


FORMS: Final = {
    "txt": Form("text/plain", as_text),
    "md": Form("text/markdown", as_text),
    "docx": Form("application/vnd.openxmlformats-officedocument.wordprocessingml.document", as_word),
}
"""The forms by the ending of the file."""


def _is_word(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return MAIN_PART in archive.namelist()
    except zipfile.BadZipFile:
        return False


def _new_word(text: str) -> bytes:
    from docx import Document  # here alone: few drafts leave as a new Word file, and its import takes long

    document = Document()
    for paragraph in re.split(r"\n\s*\n", text.strip("\n")):
        is_quote = paragraph.startswith(">")
        words = re.sub(r"^>[ \t]?", "", paragraph, flags=re.MULTILINE) if is_quote else paragraph
        document.add_paragraph(words, style="Quote" if is_quote else None)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def changed_stretches(before: str, after: str) -> Iterator[tuple[int, int, str]]:
    """Yield what changed from one text to another as ``(start, end, new)`` of the first, the last first.

    >>> list(changed_stretches("up 40 per cent", "up 60 per cent"))
    [(3, 5, '60')]
    """
    lines = [each.splitlines(keepends=True) for each in (before, after)]
    found: list[tuple[int, int, str]] = []
    starts = [[0], [0]]
    for side, own in zip(starts, lines, strict=True):
        for line in own:
            side.append(side[-1] + len(line))
    for op, a, b, c, d in SequenceMatcher(None, lines[0], lines[1], autojunk=False).get_opcodes():
        if op == "equal":
            continue
        low = starts[0][a]
        old, new = before[low : starts[0][b]], after[starts[1][c] : starts[1][d]]
        tokens = STRETCH.findall(old), STRETCH.findall(new)
        at = [0]
        for token in tokens[0]:
            at.append(at[-1] + len(token))
        for inner, e, f, g, h in SequenceMatcher(None, *tokens, autojunk=False).get_opcodes():
            if inner != "equal":
                found.append((low + at[e], low + at[f], "".join(tokens[1][g:h])))
    yield from reversed(found)


@dataclass(slots=True)
class _Letter:
    """A character of a Word file: the element of text it stands in and its place there; a sign has no element."""

    sign: str
    text: Any = None
    at: int = 0


class _WordFile:
    """A Word file whose words are changed where they stand; everything else in it stays as it is."""

    def __init__(self, data: bytes) -> None:
        from lxml import etree  # here alone: most drafts are no Word files

        self._etree = etree
        self._data = data
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parser = etree.XMLParser(resolve_entities=False, no_network=True)
            self._root = etree.fromstring(archive.read(MAIN_PART), parser)

    def with_text(self, before: str, after: str) -> bytes:
        """Return the file with its words changed from one text, as which it is read, to another."""
        letters = list(self._letters())
        places = _aligned(before, "".join(letter.sign for letter in letters))
        for start, end, new in changed_stretches(before, after):
            self._change([letters[at] for at in range(*_reach(places, start, end))], places, letters, start, new)
        return self._written()

    def _letters(self) -> Iterator[_Letter]:
        """Yield the characters of the body in order, a line break behind each paragraph."""
        for paragraph in self._root.iter(f"{WORD}p"):
            for element in paragraph.iter():
                if not isinstance(element.tag, str) or next(element.iterancestors(f"{WORD}p"), None) is not paragraph:
                    continue
                if any(next(element.iterancestors(f"{WORD}{name}"), None) is not None for name in DELETED):
                    continue
                name = element.tag.removeprefix(WORD)
                if name == "t":
                    yield from (_Letter(sign, element, at) for at, sign in enumerate(element.text or ""))
                elif name in SIGNS and next(element.iterancestors(f"{WORD}r"), None) is not None:
                    yield _Letter(SIGNS[name])
            yield _Letter("\n")

    def _change(self, old: list[_Letter], places: dict[int, int], letters: list[_Letter], start: int, new: str) -> None:
        """Put new words in the place of old ones; the words of a run keep its looks."""
        if any(letter.text is None for letter in old) or "\n" in new:
            raise TrackerError(NOT_IN_FILE)
        if old:
            first = old[0]
            for letter in reversed(old):
                _cut(letter.text, letter.at, 1)
            _put(first.text, first.at, new)
            return
        before = places.get(start - 1)
        if before is not None and letters[before].text is not None:
            _put(letters[before].text, letters[before].at + 1, new)
            return
        behind = places.get(start)
        if behind is None or letters[behind].text is None:
            raise TrackerError(NOT_IN_FILE)
        _put(letters[behind].text, letters[behind].at, new)

    def _written(self) -> bytes:
        out = BytesIO()
        with zipfile.ZipFile(BytesIO(self._data)) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
            for entry in archive.infolist():
                data = archive.read(entry)
                if entry.filename == MAIN_PART:
                    data = self._etree.tostring(self._root, xml_declaration=True, encoding="UTF-8", standalone=True)
                made.writestr(entry, data)
        return out.getvalue()


def _aligned(before: str, letters: str) -> dict[int, int]:
    """Return where the characters of a text stand in the letters of its file, where both have the same words there."""
    ours, theirs = ([*re.finditer(r"\S+", text)] for text in (before, letters))
    words, other_words = ([word.group() for word in side] for side in (ours, theirs))
    places: dict[int, int] = {}
    for a, b, size in SequenceMatcher(None, words, other_words, autojunk=False).get_matching_blocks():
        for number in range(size):
            one, other = ours[a + number], theirs[b + number]
            places.update(zip(range(*one.span()), range(*other.span()), strict=True))
            if number + 1 < size:
                gaps = (one.end(), ours[a + number + 1].start()), (other.end(), theirs[b + number + 1].start())
                if before[slice(*gaps[0])] == letters[slice(*gaps[1])]:
                    places.update(zip(range(*gaps[0]), range(*gaps[1]), strict=True))
    return places


def _reach(places: dict[int, int], start: int, end: int) -> tuple[int, int]:
    """Return which letters a stretch of the text takes; raises ``TrackerError`` where they do not stand in a row."""
    found = [places.get(at) for at in range(start, end)]
    if not found:
        return 0, 0
    low = found[0]
    if low is None or found != [*range(low, low + len(found))]:
        raise TrackerError(NOT_IN_FILE)
    return low, low + len(found)


def _cut(element: Any, at: int, count: int) -> None:
    element.text = element.text[:at] + element.text[at + count :]


def _put(element: Any, at: int, words: str) -> None:
    """Put words into an element of text; blanks at its ends count from now on."""
    element.text = (element.text or "")[:at] + words + (element.text or "")[at:]
    element.set(SPACE, "preserve")
