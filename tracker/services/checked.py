"""What an editor takes from a check: the draft as a file with its accepted changes, and the receipt to keep."""

from __future__ import annotations

import hashlib
import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from typing import Any, Final

from cydifflib import SequenceMatcher

from tracker.db import documents
from tracker.db.rows import Database
from tracker.ingest.plain import is_quote_style
from tracker.models import TrackerError
from tracker.models.documents import StoredDocument
from tracker.services import nouns
from tracker.services.check import FigureItem, QuotationItem, Report
from tracker.services.drafts import Draft, read_draft


def receipt(db: Database, draft: Draft, report: Report) -> str:
    """Return the receipt of a checked draft as Markdown: every quotation and figure with its finding and its source.

    A source stands with its date and the SHA-256 of its original bytes, the draft with that of its text (UTF-8), so
    that both can be told from later versions. What was passed over is listed as well.
    """
    ids = {item.place.document_id for item in report.quotations if item.place is not None}
    ids |= {item.document_id for item in report.figures if item.document_id is not None}
    return "\n".join(_receipt_lines(draft, report, documents.several(db, ids))) + "\n"


def _receipt_lines(draft: Draft, report: Report, sources: Mapping[int, StoredDocument]) -> Iterator[str]:
    yield f"# Check of {draft.name}"
    yield ""
    counts = ", ".join(f"{count} {finding}" for finding, count in report.counts.items()) or "nothing to check"
    yield f"- Checked: {nouns.now()} (UTC)"
    yield f"- Draft: {len(draft.text):,} characters, SHA-256 {hashlib.sha256(draft.text.encode()).hexdigest()}"
    yield f"- Searched: {report.documents:,} stored document{'' if report.documents == 1 else 's'}"
    yield f"- Rules: {report.house.name}" + (f" ({report.house.source})" if report.house.source else "")
    yield f"- Found: {counts}; of {report.figures_not_stored:,} figures nothing is stored"
    yield from (f"- Note: {note}" for note in report.notes)
    for item in report.in_order:
        line = draft.text.count("\n", 0, item.start) + 1
        yield ""
        yield f"## {' and '.join(item.findings).capitalize()}, line {line}"
        yield ""
        yield f"> {_on_one_line(item.text)}"
        yield ""
        if item.ignored is not None:
            yield f"- Ignored: {item.ignored.reason} ({item.ignored.who}, {item.ignored.at})"
        yield from (f"- {_on_one_line(sentence)}" for sentence in item.why)
        yield from (f"- Words to copy: {change.words}" for change in item.changes)
        yield from _source(item, sources)
    if report.passed_over:
        yield ""
        yield "## Passed over"
        yield ""
        yield from (f"- “{_on_one_line(each.text)}”: {each.reason}" for each in report.passed_over)


def _source(item: QuotationItem | FigureItem, sources: Mapping[int, StoredDocument]) -> Iterator[str]:
    """Yield where an item stands: the words there, whose they are, and the document."""
    if isinstance(item, FigureItem):
        words, speaker, document_id = item.claim, None, item.document_id
    elif item.place is not None:
        words, speaker, document_id = item.place.text, item.place.speaker, item.place.document_id
    else:
        return
    if document_id is None:
        return
    source = sources[document_id]
    yield f"- Source has: “{_on_one_line(words or '')}”" + (f" ({speaker})" if speaker else "")
    told = (source.heading, source.publisher, source.date or "undated", source.record, f"document {source.id}")
    yield f"- Source: {', '.join(str(each) for each in told if each)}; SHA-256 {source.sha256}"


def _on_one_line(words: str) -> str:
    return " ".join(words.split())


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
    if any(unicodedata.category(sign) == "Cc" and sign not in "\n\t" for sign in text):
        raise TrackerError("The draft holds control characters, which a Word file cannot hold; save it as text.")
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
                found.append(_from_the_end(before, low + at[e], low + at[f], "".join(tokens[1][g:h])))
    yield from reversed(found)


def _from_the_end(before: str, start: int, end: int, new: str) -> tuple[int, int, str]:
    """Return an insertion of paragraphs as one behind the paragraph before, not before the one that follows."""
    while start == end and start and new.endswith("\n") and before[start - 1] == "\n":
        start, end, new = start - 1, end - 1, f"\n{new[:-1]}"
    return start, end, new


@dataclass(slots=True)
class _Letter:
    """A character of a Word file: the element of text it stands in and its place there.

    The end of a paragraph has no such element, but the paragraph; a tab or a line break has neither.
    """

    sign: str
    text: Any = None
    at: int = 0
    paragraph: Any = None


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
            old = [letters[at] for at in _reach(places, start, end)]
            before_it, behind = places.get(start - 1), places.get(start)
            if not old and before_it is not None and letters[before_it].text is not None:
                _put(letters[before_it].text, letters[before_it].at + 1, new)
            elif not old and behind is not None and letters[behind].text is not None:
                _put(letters[behind].text, letters[behind].at, new)
            else:
                self._change(old, new)
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
            yield _Letter("\n", paragraph=paragraph)

    def _change(self, old: list[_Letter], new: str) -> None:
        """Put new words in the place of old ones; the words of a run keep its looks."""
        words = [letter for letter in old if letter.text is not None]
        ends = [letter.paragraph for letter in old if letter.paragraph is not None]
        if len(words) + len(ends) < len(old) or (new and not words):
            raise TrackerError(NOT_IN_FILE)
        for letter in reversed(words):
            letter.text.text = letter.text.text[: letter.at] + letter.text.text[letter.at + 1 :]
        if new:
            _put(words[0].text, words[0].at, new)
        for paragraph in reversed(ends):
            self._join(paragraph)

    def _join(self, paragraph: Any) -> None:
        """Take out the end of a paragraph: one that is left empty goes, else the next one runs on in it."""
        following = next(iter(paragraph.xpath("following::w:p[1]", namespaces={"w": WORD[1:-1]})), None)
        if following is None:
            return
        for each in (following, paragraph):
            alone = sum(1 for beside in each.getparent() if beside.tag == each.tag) == 1
            if not alone and not any(text.text for text in each.iter(f"{WORD}t")):
                each.getparent().remove(each)
                return
        if following.getparent() is not paragraph.getparent():
            raise TrackerError(NOT_IN_FILE)
        paragraph.extend([each for each in following if each.tag != f"{WORD}pPr"])
        following.getparent().remove(following)

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
                blanks, other_blanks = before[slice(*gaps[0])], letters[slice(*gaps[1])]
                if blanks == other_blanks:
                    places.update(zip(range(*gaps[0]), range(*gaps[1]), strict=True))
                elif other_blanks == "\n" and not blanks.strip("\n"):  # a blank line is the end of a paragraph
                    places.update(dict.fromkeys(range(*gaps[0]), gaps[1][0]))
    return places


def _reach(places: dict[int, int], start: int, end: int) -> list[int]:
    """Return which letters a stretch of the text takes; raises ``TrackerError`` where they do not stand in a row."""
    found = [places.get(at, -1) for at in range(start, end)]
    if -1 in found or any(after - before not in (0, 1) for before, after in pairwise(found)):
        raise TrackerError(NOT_IN_FILE)
    return list(dict.fromkeys(found))


def _put(element: Any, at: int, words: str) -> None:
    """Put words into an element of text; where a paragraph ends in them, what follows stands in a new one."""
    first, *others = re.split(r"\n+", words)
    text = element.text or ""
    element.text = text[:at] + first + ("" if others else text[at:])
    element.set(SPACE, "preserve")  # blanks at its ends count from now on
    if not others:
        return
    run = element.getparent()
    paragraph = run.getparent()
    if paragraph.tag != f"{WORD}p":
        raise TrackerError(NOT_IN_FILE)
    looks, kind = run.find(f"{WORD}rPr"), paragraph.find(f"{WORD}pPr")
    rest = [*element.itersiblings()], [*run.itersiblings()]
    for number, each in enumerate(others, 1):
        made = paragraph.makeelement(f"{WORD}p")
        made.extend([deepcopy(kind)] if kind is not None and _is_of_text(kind) else [])
        inside = made.makeelement(f"{WORD}r")
        inside.extend([deepcopy(looks)] if looks is not None else [])
        told = inside.makeelement(f"{WORD}t", {SPACE: "preserve"})
        told.text = each + (text[at:] if number == len(others) else "")
        inside.append(told)
        made.append(inside)
        if number == len(others):
            inside.extend(rest[0])
            made.extend(rest[1])
        paragraph.addnext(made)
        paragraph = made


def _is_of_text(kind: Any) -> bool:
    """Say whether a paragraph's style is that of running text, which a new one behind it has too."""
    style = kind.find(f"{WORD}pStyle")
    name = style.get(f"{WORD}val", "") if style is not None else ""
    return not (is_quote_style(name) or name.lower().startswith(("heading", "title")))
