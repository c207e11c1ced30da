"""Word (.docx), OpenDocument (.odt) and rich text (.rtf), by their accepted view: as if every change was accepted.

The XML is walked by lxml. mammoth was tried: it keeps text that is hidden, loses simple fields and equations, does not
say what it leaves out, and takes six times as long as python-docx, which loses inserted words. Rich text is decoded by
striprtf, which knows the encodings, and passes over pictures and tables of fonts. It does not know what is deleted,
hidden, struck out or raised, drops footnotes, and writes addresses of links into the text: that is seen to before."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from tracker.ingest.plain import (
    Parsed,
    as_quote,
    blocks_text,
    described,
    is_quote_style,
    left_out_notes,
    on_one_line,
    table_text,
    with_bases,
)
from tracker.ingest.xml import Package, child, local, opened, protected, value
from tracker.models import ReadError
from tracker.text.characters import SOFT_HYPHEN
from tracker.text.note_marks import raised, with_fractions

CONTENT_PART = "content.xml"
_BLANKS = re.compile(r"[ \t\r\n]+")
_OPEN_SIGNS = {"tab": "\t", "line-break": "\n"}
_OPEN_SKIPPED = frozenset((
    "alphabetical-index", "annotation-end", "bibliography", "desc", "forms", "illustration-index", "ruby-text",
    "sequence-decls", "table-of-content", "title", "tracked-changes", "user-field-decls", "variable-decls",
))  # fmt: skip


def parse_open_document(data: bytes, name: str) -> Parsed:
    """Return the text, paragraphs set apart by blank lines, cells of a table by tabs, block quotations after ">".

    Notes follow at the end, each behind its mark; a note of the reader says what was left out. Raises ``ReadError`` for
    a file that is no ZIP, no OpenDocument text, damaged, protected by a password, or that would unpack to far more than
    it weighs.
    """
    package = opened(data, name, "OpenDocument text", ".odt")
    manifest = package.xml("META-INF/manifest.xml")
    if manifest is not None and next(manifest.iter("{*}encryption-data"), None) is not None:
        raise protected(name)
    root = package.xml(CONTENT_PART)
    body = child(root, "body", "text") if root is not None else None
    if body is None:
        raise ReadError(f"{name} is no OpenDocument text: it is a ZIP archive without the text of one.")
    reader = _OpenDocument(package, root)
    text = with_fractions(blocks_text(reader.blocks(body)))
    return described(text, tuple(reader.notes()))


class _OpenDocument:
    """Walks one text, and counts what it leaves out."""

    def __init__(self, package: Package, root: Any) -> None:
        self._package = package
        self._styles = _OpenDocumentStyles(root, package.xml("styles.xml"))
        self._waiting: list[tuple[str, Any]] = []
        self._boxes: list[Any] = []
        self._left_out: Counter[str] = Counter()

    def blocks(self, body: Any) -> Iterator[str]:
        """Yield the paragraphs and tables, then the notes, in order of their marks."""
        changes = child(body, "tracked-changes")
        for region in changes if changes is not None else ():
            self._left_out["deletion"] += child(region, "deletion") is not None
            self._left_out["change"] += 1
        yield from self._content(body)
        for mark, note in self._waiting:
            words = on_one_line(self._content(note))
            if words:
                yield f"{mark} {words}"

    def notes(self) -> Iterator[str]:
        """Yield the sentences a reader should see: what was left out, and what the file says of its own date."""
        yield from left_out_notes(self._left_out)
        about = self._package.xml("meta.xml")
        made = child(about, "meta", "creation-date") if about is not None else None
        if made is not None and made.text:
            yield f"The file says it was made on {made.text[:10]}; that is no date of publication."

    def _content(self, parent: Any) -> Iterator[str]:
        for element in parent:
            name = local(element)
            if name in ("p", "h"):
                style = value(element, "style-name")
                words = self._shown(style, element, "")
                yield as_quote(words) if words.strip() and self._styles.is_quote(style) else words
                boxes, self._boxes = self._boxes, []
                for box in boxes:
                    yield from self._content(box)
            elif name == "table":
                yield from self._table(element)
            elif name == "section" and value(element, "display") in ("none", "condition"):
                self._left_out["hidden"] += 1
            elif name not in _OPEN_SKIPPED:
                yield from self._content(element)

    def _table(self, element: Any) -> Iterator[str]:
        rows = [
            [list(self._content(cell)) for cell in row if local(cell) == "table-cell"]
            for row in element.iter("{*}table-row")
            if next(row.iterancestors("{*}table")) is element
        ]
        return table_text(rows)

    def _shown(self, style: str | None, element: Any, before: str) -> str:
        """Return the words of an element in a style, none where the style hides them or strikes them out."""
        left_out = "hidden" if self._styles.hides(style) else "struck" if self._styles.strikes(style) else ""
        words = self._words(element, before)
        if left_out and words.strip():
            self._left_out[left_out] += 1
        if left_out:
            return ""
        return raised(words, before) if self._styles.raises(style) else words

    def _words(self, parent: Any, before: str) -> str:
        words = _plain(parent.text)
        for element in parent:
            name = local(element)
            if name == "span":
                words += self._shown(value(element, "style-name"), element, before + words)
            elif name == "s":
                words += " "
            elif name in _OPEN_SIGNS:
                words += _OPEN_SIGNS[name]
            elif name == "note":
                words += self._mark(element, before + words)
            elif name == "annotation":
                self._left_out["comment"] += 1
            elif name in ("hidden-text", "hidden-paragraph"):
                self._left_out["hidden"] += 1
            elif name == "text-box":
                self._boxes.append(element)
            elif name not in _OPEN_SKIPPED:
                words += self._words(element, before + words)
            words += _plain(element.tail)
        return words

    def _mark(self, note: Any, before: str) -> str:
        citation, body = child(note, "note-citation"), child(note, "note-body")
        mark = raised("".join(citation.itertext()).strip(), before) if citation is not None else ""
        if body is not None:
            self._waiting.append((mark, body))
        return mark


class _OpenDocumentStyles:
    """The styles of a text that hide its words, strike them out, raise them or set a block quotation apart."""

    def __init__(self, *parts: Any) -> None:
        self._properties: dict[str | None, Any] = {}
        self._parents: dict[str | None, str | None] = {}
        for part in parts:
            for style in part.iter("{*}style") if part is not None else ():
                name = value(style, "name")
                self._properties[name] = child(style, "text-properties")
                self._parents[name] = value(style, "parent-style-name")

    def hides(self, style: str | None) -> bool:
        """Tell whether a style hides its words."""
        return self._said(style, "display") == "none"

    def strikes(self, style: str | None) -> bool:
        """Tell whether a style strikes its words out."""
        return (self._said(style, "text-line-through-style") or "none") != "none"

    def raises(self, style: str | None) -> bool:
        """Tell whether a style sets its words above the line: "super 58%", or by a positive share of the line."""
        position = (self._said(style, "text-position") or "").split()
        return bool(position) and (position[0] == "super" or (position[0][0] not in "-0" and position[0].endswith("%")))

    def is_quote(self, style: str | None) -> bool:
        """Tell whether a paragraph style is a block quotation's."""
        return any(map(is_quote_style, self._line(style)))

    def _said(self, style: str | None, property_name: str) -> str | None:
        found = (self._properties.get(name) for name in self._line(style))
        return next((said for each in found if each is not None and (said := value(each, property_name))), None)

    def _line(self, name: str | None) -> list[str]:
        return with_bases(name, self._parents)


def _plain(words: str | None) -> str:
    return _BLANKS.sub(" ", words or "").replace(SOFT_HYPHEN, "")
