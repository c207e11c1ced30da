"""Word documents (.docx), read by their accepted view: what Word shows when every change is accepted.

The XML is walked by lxml. mammoth was tried: it keeps text that is hidden, loses simple fields and equations, does not
say what it leaves out, and takes six times as long as python-docx, which loses inserted words.
"""

from __future__ import annotations

import posixpath
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
from tracker.ingest.xml import Package, child, local, opened, value
from tracker.models import ReadError
from tracker.text.characters import SOFT_HYPHEN
from tracker.text.note_marks import raised, with_fractions

MAIN_PART = "word/document.xml"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_OFF = ("0", "false", "off", "none")
_DELETED = frozenset(("del", "moveFrom"))
_SKIPPED = frozenset(("pPr", "rPr", "tblPr", "trPr", "tcPr", "sdtPr", "sdtEndPr", "instrText", "delText", "rt"))
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "‑"}
_NOTES = {"footnoteReference": "footnote", "endnoteReference": "endnote"}
_MARGINS = ("header", "footer")
_PRIVATE = range(0xE000, 0xF900)
"""Characters that only a font gives a shape."""


def parse(data: bytes, name: str) -> Parsed:
    """Return the text, paragraphs set apart by blank lines, cells of a table by tabs, block quotations after ">".

    Insertions, moved text, content controls, fields and text boxes are kept; deletions, hidden text and comments are
    left out, which a note says. Footnotes follow at the end, each behind its mark. The file's own dates say when it was
    typed, not published. Raises ``ReadError`` for a file that is no ZIP, no Word document, damaged, protected by a
    password, or that would unpack to far more than it weighs.
    """
    if data.startswith(_OLD_OFFICE):
        raise ReadError(f"{name} is an old or password-protected Word file; save it as an open .docx and add it again.")
    package = opened(data, name, "Word document", ".docx")
    main = package.related("").get("officeDocument", MAIN_PART)
    body = package.xml(main)
    if body is None:
        raise ReadError(f"{name} is no Word document: it is a ZIP archive without {MAIN_PART}.")
    reader = _Reader(package, main)
    text = with_fractions(blocks_text(reader.blocks(body)))
    return described(text, tuple(reader.notes()))


class _Reader:
    """Walks the parts of one document, and counts what it leaves out."""

    def __init__(self, package: Package, main: str) -> None:
        self._package = package
        related = package.related(main)
        self._styles = _Styles(package.xml(related.get("styles", "word/styles.xml")))
        self._parts = {kind: package.xml(related.get(f"{kind}s", f"word/{kind}s.xml")) for kind in _NOTES.values()}
        self._waiting: list[tuple[str, str, str]] = []
        self._boxes: list[Any] = []
        self._left_out: Counter[str] = Counter()
        self._comments: set[str | None] = set()

    def blocks(self, root: Any) -> Iterator[str]:
        """Yield the paragraphs and tables of the body, then the notes, in order of their marks."""
        yield from self._content(root)
        for kind, note_id, mark in self._waiting:
            part = self._parts[kind]
            note = next((n for n in part if value(n, "id") == note_id), None) if part is not None else None
            words = on_one_line(self._content(note)) if note is not None else ""
            if words:
                yield f"{mark} {words}".strip()

    def notes(self) -> Iterator[str]:
        """Yield the sentences a reader should see: what was left out, and what the file says of its own date."""
        self._left_out["comment"] = len(self._comments)
        self._left_out["margins"] = any(
            self._has_words(part)
            for part in self._package.parts
            if posixpath.basename(part).startswith(_MARGINS) and part.endswith(".xml")
        )
        yield from left_out_notes(self._left_out)
        core = self._package.xml(self._package.related("").get("core-properties", "docProps/core.xml"))
        created = child(core, "created") if core is not None else None
        if created is not None and created.text:
            yield f"Word says the file was made on {created.text[:10]}; that is no date of publication."

    def _has_words(self, part: str) -> bool:
        return any(char.isalpha() for text in self._package.xml(part).iter("{*}t") for char in text.text or "")

    def _content(self, parent: Any) -> Iterator[str]:
        """Yield the blocks of a body, a cell, a text box or a note; a paragraph whose end is deleted runs on."""
        open_words = ""
        for element in parent:
            name = local(element)
            if name == "p":
                open_words += self._paragraph(element)
                if child(element, "pPr", "rPr", "del") is not None:
                    continue
                yield self._styles.quoted(element, open_words)
                open_words = ""
                boxes, self._boxes = self._boxes, []
                for box in boxes:
                    yield from self._content(box)
            elif name == "tbl":
                yield from self._table(element)
            elif name == "altChunk":
                self._left_out["embedded"] += 1
            elif name in _DELETED:
                self._left_out["deletion"] += 1
            elif name not in _SKIPPED:
                yield from self._content(self._chosen(element))
        if open_words:
            yield open_words

    def _table(self, element: Any) -> Iterator[str]:
        rows = [
            [list(self._content(cell)) for cell in row.iter("{*}tc") if self._table_of(cell) is element]
            for row in element.iter("{*}tr")
            if self._table_of(row) is element and child(row, "trPr", "del") is None
        ]
        return table_text(rows)

    @staticmethod
    def _table_of(element: Any) -> Any:
        return next(element.iterancestors("{*}tbl"))

    def _paragraph(self, paragraph: Any) -> str:
        if self._styles.hides(child(paragraph, "pPr", "pStyle")):
            self._left_out["hidden"] += 1
            return ""
        return self._words(paragraph, "")

    def _words(self, parent: Any, before: str) -> str:
        """Return the words of a paragraph or of what stands in it; ``before`` is what stands before them."""
        words = ""
        for element in parent:
            name = local(element)
            if name == "r":
                words += self._run(element, before + words)
            elif name in _DELETED:
                self._left_out["deletion"] += name == "del"
            elif name == "txbxContent":
                self._boxes.append(element)
            elif name in ("commentReference", "commentRangeStart"):
                self._comments.add(value(element, "id"))
            elif name == "sup":  # the exponent of an equation
                words += raised(self._words(element, before + words), before + words)
            elif name not in _SKIPPED:
                self._left_out["change"] += name in ("ins", "moveTo")
                words += self._words(self._chosen(element), before + words)
        return words

    def _run(self, run: Any, before: str) -> str:
        properties = child(run, "rPr")
        if self._styles.is_hidden(properties):
            self._left_out["hidden"] += any(local(inner) == "t" for inner in run)
            return ""
        if properties is not None and any(_switch(child(properties, name)) for name in ("strike", "dstrike")):
            self._left_out["struck"] += 1
            return ""
        words = ""
        for element in run:
            name = local(element)
            if name in _NOTES:
                words += self._mark(element, _NOTES[name], before + words)
            elif name == "sym":
                words += _symbol(value(element, "char"))
            elif name == "t":
                words += (element.text or "").replace(SOFT_HYPHEN, "")
            elif name in _SIGNS:
                words += _SIGNS[name]
            elif name == "commentReference":
                self._comments.add(value(element, "id"))
            elif name not in _SKIPPED:
                words += self._words([element], before + words)
        return raised(words, before) if self._styles.is_raised(properties) else words

    def _mark(self, element: Any, kind: str, before: str) -> str:
        """Return the mark of a note; its number is that of the references before it, as Word prints them."""
        number = 1 + sum(bool(mark) for _, _, mark in self._waiting)
        mark = "" if value(element, "customMarkFollows") else raised(str(number), before)
        self._waiting.append((kind, value(element, "id") or "", mark))
        return mark

    @staticmethod
    def _chosen(element: Any) -> Any:
        """Return one of the forms that a shape is stored in for old and new editions of Word, else the element."""
        if local(element) != "AlternateContent":
            return element
        forms = [form for form in element if local(form) in ("Choice", "Fallback")]
        worded = (form for form in forms if next(form.iter("{*}t"), None) is not None)
        return next(worded, forms[0] if forms else element)


class _Styles:
    """The styles of a document that hide their words, or set a block quotation apart."""

    def __init__(self, part: Any) -> None:
        styles = [style for style in part if local(style) == "style"] if part is not None else []
        self._based = {value(s, "styleId"): _val(child(s, "basedOn")) for s in styles}
        self._vanish = {value(s, "styleId"): _switch(child(s, "rPr", "vanish")) for s in styles}
        self._align = {value(s, "styleId"): _val(child(s, "rPr", "vertAlign")) for s in styles}
        self._names = {value(s, "styleId"): _val(child(s, "name")) or "" for s in styles}

    def hides(self, style: Any) -> bool:
        """Tell whether a style, or what it is based on, hides its words."""
        return any(self._vanish.get(name) for name in self._line(_val(style)))

    def is_hidden(self, properties: Any) -> bool:
        """Tell whether a run is hidden by itself or by its style."""
        if properties is None:
            return False
        own = _switch(child(properties, "vanish"))
        return own if own is not None else self.hides(child(properties, "rStyle"))

    def is_raised(self, properties: Any) -> bool:
        """Tell whether a run is set above the line by itself or by its style."""
        if properties is None:
            return False
        named = (self._align.get(name) for name in self._line(_val(child(properties, "rStyle"))))
        return (_val(child(properties, "vertAlign")) or next(filter(None, named), "")) == "superscript"

    def quoted(self, paragraph: Any, words: str) -> str:
        """Return the words of a paragraph, after ">" where its style makes it a block quotation."""
        named = self._line(_val(child(paragraph, "pPr", "pStyle")))
        is_quote = any(is_quote_style(form) for name in named for form in (name, self._names.get(name, "")))
        return as_quote(words) if is_quote and words.strip() else words

    def _line(self, name: str | None) -> list[str]:
        return with_bases(name, self._based)


def _val(element: Any) -> str | None:
    return value(element, "val") if element is not None else None


def _switch(element: Any) -> bool | None:
    """Return whether a property is on, ``None`` where it is not given."""
    return None if element is None else (value(element, "val") or "on") not in _OFF


def _symbol(code: str | None) -> str:
    """Return the character of a symbol; fonts of symbols have places of their own, which say nothing."""
    try:
        number = int(code or "", 16)
    except ValueError:
        return ""
    return chr(number) if 32 <= number < 0xD800 and number not in _PRIVATE else ""
