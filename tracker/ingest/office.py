"""Word (.docx), OpenDocument (.odt) and rich text (.rtf), by their accepted view: as if every change was accepted.

The XML is walked by lxml. mammoth was tried: it keeps text that is hidden, loses simple fields and equations, does not
say what it leaves out, and takes six times as long as python-docx, which loses inserted words. Rich text is decoded by
striprtf, which knows the encodings, and passes over pictures and tables of fonts. It does not know what is deleted,
hidden, struck out or raised, drops footnotes, and writes addresses of links into the text: that is seen to before."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from striprtf.striprtf import rtf_to_text

from tracker.ingest.plain import (
    LeftOut,
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
from tracker.text.note_marks import raised, with_fractions
from tracker.text.words import SOFT_HYPHEN

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
    return described(text, tuple(reader.notes()), reader.titled)


class _OpenDocument:
    """Walks one text, and counts what it leaves out."""

    def __init__(self, package: Package, root: Any) -> None:
        self._package = package
        self._styles = _OpenDocumentStyles(root, package.xml("styles.xml"))
        self._waiting: list[tuple[str, Any]] = []
        self._boxes: list[Any] = []
        self._left_out: Counter[LeftOut] = Counter()
        self.titled: list[str] = []

    def blocks(self, body: Any) -> Iterator[str]:
        """Yield the paragraphs and tables, then the notes, in order of their marks."""
        changes = child(body, "tracked-changes")
        for region in changes if changes is not None else ():
            self._left_out[LeftOut.DELETION] += child(region, "deletion") is not None
            self._left_out[LeftOut.CHANGE] += 1
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
                if self._styles.is_title(style):
                    self.titled.append(words)
                yield as_quote(words) if words.strip() and self._styles.is_quote(style) else words
                boxes, self._boxes = self._boxes, []
                for box in boxes:
                    yield from self._content(box)
            elif name == "table":
                yield from self._table(element)
            elif name == "section" and value(element, "display") in ("none", "condition"):
                self._left_out[LeftOut.HIDDEN] += 1
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
        styles = self._styles
        left_out = LeftOut.HIDDEN if styles.hides(style) else LeftOut.STRUCK if styles.strikes(style) else None
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
                self._left_out[LeftOut.COMMENT] += 1
            elif name in ("hidden-text", "hidden-paragraph"):
                self._left_out[LeftOut.HIDDEN] += 1
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

    def is_title(self, style: str | None) -> bool:
        """Tell whether a paragraph style is that of the document's title."""
        return "Title" in self._line(style)

    def _said(self, style: str | None, property_name: str) -> str | None:
        found = (self._properties.get(name) for name in self._line(style))
        return next((said for each in found if each is not None and (said := value(each, property_name))), None)

    def _line(self, name: str | None) -> list[str]:
        return with_bases(name, self._parents)


def _plain(words: str | None) -> str:
    return _BLANKS.sub(" ", words or "").replace(SOFT_HYPHEN, "")


OPENING = b"{\\rtf"
_RTF_TOKEN = re.compile(
    r"\\(?P<word>[a-z]{1,32})(?P<number>-?[0-9]{1,9})? ?|\\'[0-9a-f]{2}|\\[^a-z]|[{}]|[^\\{}]+", re.IGNORECASE
)
_RTF_STYLE = re.compile(r"\{\\s(?P<number>[0-9]+)[^{};]*?\s(?P<name>[^{};\\]+);\}")
_CODE_PAGE = re.compile(rb"\\ansicpg([0-9]+)")
_HIDING = {
    "v": LeftOut.HIDDEN, "deleted": LeftOut.DELETION, "strike": LeftOut.STRUCK, "striked": LeftOut.STRUCK
}  # fmt: skip
_RAISING = {"super": True, "nosupersub": False, "sub": False, "plain": False}
_MARGIN_GROUPS = frozenset(("header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf"))
_PASSED_GROUPS = _MARGIN_GROUPS | {"*", "annotation", "colortbl", "info", "object", "pict", "stylesheet", "tc", "xe"}
"""Groups that are no text, or none of the body; their parts have names that nobody can list."""
_GROUPS_APART = frozenset(("footnote", "shptxt"))
"""Groups of text that stand outside the paragraph they are in: notes, and text boxes."""
_OF_TABLES = {"cell": "\\tab ", "nestcell": "\\tab ", "row": "\\par ", "nestrow": "\\par "}
_CHARACTER_COMMANDS = frozenset(("u", "bullet", "emdash", "endash", "ldblquote", "lquote", "rdblquote", "rquote"))
_NEAR_RAISED = 16
"""Characters before a raised figure that tell what it is."""


@dataclass(frozen=True, slots=True)
class _RichTextState:
    """What holds for the words of a group: why they are left out, whether they are raised, where they go."""

    left_out: frozenset[LeftOut] = frozenset()
    is_raised: bool = False
    passed: bool = False
    apart: bool = False
    fonts: bool = False


def parse_rich_text(data: bytes, name: str) -> Parsed:
    """Return the text, paragraphs set apart by blank lines, cells of a table by tabs, block quotations after ">".

    Footnotes follow at the end, each behind its mark. Raises ``ReadError`` where the file is no RTF.
    """
    if not data.lstrip().startswith(OPENING):
        raise ReadError(f"{name} is no RTF file: it does not begin as one.")
    page = _CODE_PAGE.search(data)
    sieve = _RichText(_decoded(data, page[1].decode() if page else "1252"))
    try:
        decoded: str = rtf_to_text(sieve.kept(), errors="replace")  # type: ignore[no-untyped-call]
    except (ValueError, TypeError, OverflowError):  # letters beyond the last, orders without their numbers
        raise ReadError(f"{name} is a damaged RTF file and could not be read.") from None
    text = decoded.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    blocks = "".join(_joined(line.strip(" \xa0") for line in text.replace(SOFT_HYPHEN, "").splitlines()))
    cut = () if sieve.whole else ("The file breaks off; what is there of it was read.",)
    return described(with_fractions(blocks), (*left_out_notes(sieve.left_out), *cut))


def _decoded(data: bytes, page: str) -> str:
    try:
        return data.decode(f"cp{page}", "replace")
    except LookupError:
        return data.decode("cp1252", "replace")


def _joined(lines: Iterator[str]) -> Iterator[str]:
    """Yield lines with what stands between them: rows of a table are neighbours, paragraphs set apart."""
    before: str | None = None
    for line in lines:
        if line.strip("> \t"):
            if before is not None:
                yield "\n" if "\t" in before and "\t" in line else "\n\n"
            before = line
            yield line.rstrip()


class _RichText:
    """Takes out of a file what no reader sees: deleted, hidden and struck-out words, comments, headers, addresses.

    Raised figures are written as such, notes and text boxes moved behind the text, and the paragraphs of block
    quotations begin with ">".
    """

    def __init__(self, text: str) -> None:
        self.left_out: Counter[LeftOut] = Counter()
        self.whole = False
        self._text = text
        styles = _RTF_STYLE.finditer(text)
        self._quotes = {style["number"] for style in styles if is_quote_style(style["name"])}
        self._body: list[str] = []
        self._apart: list[str] = []
        self._state = _RichTextState()
        self._is_quote = self._opens = False
        self._notes = 0
        self._before = ""

    def kept(self) -> str:
        """Return what is left of the file, as RTF."""
        stack: list[_RichTextState] = []
        at = 0
        while at < len(self._text) and (token := _RTF_TOKEN.match(self._text, at)):
            at = token.end()
            printed = token.group()
            if printed == "{":
                stack.append(self._state)
                self._put(printed)
            elif printed == "}":
                ended, self._state = self._state, stack.pop() if stack else _RichTextState()
                if not stack:
                    self.whole = True
                    break
                if ended.apart and not self._state.apart:
                    self._apart.append("}\\par ")
                elif not self._state.passed:
                    self._put(printed)
            elif token["word"] == "bin":
                at += max(0, int(token["number"] or 0))
            elif token["word"] or printed == "\\*":
                self._command(printed, token["word"] or "*", token["number"])
            else:
                self._words(printed)
        return "".join((*self._body, "\\par ", *self._apart, "}"))

    def _put(self, printed: str) -> None:
        if not self._state.passed:
            (self._apart if self._state.apart else self._body).append(printed)

    def _command(self, printed: str, word: str, number: str | None) -> None:
        state = self._state
        if word in _GROUPS_APART:
            self._state = replace(state, passed=False, apart=True, left_out=frozenset(), is_raised=False)
            self._apart += ["\\par ", "{"] if not state.apart else []
        elif word in _PASSED_GROUPS:
            self.left_out[LeftOut.COMMENT] += word == "annotation"
            self.left_out[LeftOut.MARGINS] += word in _MARGIN_GROUPS
            self._state = replace(state, passed=True)
        elif word in _HIDING:
            key = frozenset((_HIDING[word],))
            self._state = replace(state, left_out=state.left_out - key if number == "0" else state.left_out | key)
        elif word in _RAISING:
            left_out = frozenset[LeftOut]() if word == "plain" else state.left_out
            self._state = replace(state, is_raised=_RAISING[word] and number != "0", left_out=left_out)
        elif word == "chftn":
            self._notes += not state.apart
            self._words(raised(str(self._notes), self._before or "."))
        elif word in _CHARACTER_COMMANDS:
            self._words(printed)
        else:
            self.left_out[LeftOut.CHANGE] += word == "revised" and not state.passed
            self._state = replace(state, fonts=state.fonts or word == "fonttbl")
            if word in ("pard", "par"):
                self._opens, self._before = True, ""
                self._is_quote = self._is_quote and word == "par"
            self._is_quote = self._is_quote or (word == "s" and number in self._quotes)
            self._put(_OF_TABLES.get(word, printed))

    def _words(self, printed: str) -> None:
        """Keep words, or a command that stands for a character, unless something leaves them out."""
        state = self._state
        if state.passed or state.fonts or not printed.strip():
            self._put(printed)
            return
        for reason in state.left_out:
            self.left_out[reason] += 1
        if state.left_out:
            return
        plain = not printed.startswith("\\")
        if plain and state.is_raised:
            printed = raised(printed, self._before)
        if self._is_quote and self._opens and not state.apart:
            self._put("> ")
        self._opens = False
        self._before = (self._before + (printed if plain else "…"))[-_NEAR_RAISED:]
        self._put("".join(map(_written, printed)) if plain else printed)


def _written(sign: str) -> str:
    """Return a character as RTF writes it: those outside the first code page by their number."""
    return f"\\u{ord(sign)}?" if ord(sign) > 0x7F else sign


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


def parse_word(data: bytes, name: str) -> Parsed:
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
    reader = _Word(package, main)
    text = with_fractions(blocks_text(reader.blocks(body)))
    return described(text, tuple(reader.notes()), reader.titled)


class _Word:
    """Walks the parts of one document, and counts what it leaves out."""

    def __init__(self, package: Package, main: str) -> None:
        self._package = package
        related = package.related(main)
        self._styles = _WordStyles(package.xml(related.get("styles", "word/styles.xml")))
        self._parts = {kind: package.xml(related.get(f"{kind}s", f"word/{kind}s.xml")) for kind in _NOTES.values()}
        self._waiting: list[tuple[str, str, str]] = []
        self._boxes: list[Any] = []
        self._left_out: Counter[LeftOut] = Counter()
        self._comments: set[str | None] = set()
        self.titled: list[str] = []

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
        self._left_out[LeftOut.COMMENT] = len(self._comments)
        self._left_out[LeftOut.MARGINS] = any(
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
                if self._styles.is_title(element):
                    self.titled.append(open_words)
                yield self._styles.quoted(element, open_words)
                open_words = ""
                boxes, self._boxes = self._boxes, []
                for box in boxes:
                    yield from self._content(box)
            elif name == "tbl":
                yield from self._table(element)
            elif name == "altChunk":
                self._left_out[LeftOut.EMBEDDED] += 1
            elif name in _DELETED:
                self._left_out[LeftOut.DELETION] += 1
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
            self._left_out[LeftOut.HIDDEN] += 1
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
                self._left_out[LeftOut.DELETION] += name == "del"
            elif name == "txbxContent":
                self._boxes.append(element)
            elif name in ("commentReference", "commentRangeStart"):
                self._comments.add(value(element, "id"))
            elif name == "sup":  # the exponent of an equation
                words += raised(self._words(element, before + words), before + words)
            elif name not in _SKIPPED:
                self._left_out[LeftOut.CHANGE] += name in ("ins", "moveTo")
                words += self._words(self._chosen(element), before + words)
        return words

    def _run(self, run: Any, before: str) -> str:
        properties = child(run, "rPr")
        if self._styles.is_hidden(properties):
            self._left_out[LeftOut.HIDDEN] += any(local(inner) == "t" for inner in run)
            return ""
        if properties is not None and any(_switch(child(properties, name)) for name in ("strike", "dstrike")):
            self._left_out[LeftOut.STRUCK] += 1
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


class _WordStyles:
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
        is_quote = any(map(is_quote_style, self._named(paragraph)))
        return as_quote(words) if is_quote and words.strip() else words

    def is_title(self, paragraph: Any) -> bool:
        """Tell whether the style of a paragraph is that of the document's title."""
        return any(name.lower() == "title" for name in self._named(paragraph))

    def _named(self, paragraph: Any) -> list[str]:
        """Return the names of a paragraph's style and of those that it is based on."""
        named = self._line(_val(child(paragraph, "pPr", "pStyle")))
        return [form for name in named for form in (name, self._names.get(name, ""))]

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
