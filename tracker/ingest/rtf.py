"""Rich text (.rtf), read by its accepted view: striprtf decodes what is left when the rest has been taken out.

striprtf knows the encodings, and passes over pictures and tables of fonts. It does not know what is deleted, hidden,
struck out or raised, drops footnotes, and writes addresses of links into the text: that is seen to before.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from striprtf.striprtf import rtf_to_text

from tracker.ingest.plain import Parsed, described, is_quote_style, left_out_notes
from tracker.models import ReadError
from tracker.text.characters import SOFT_HYPHEN
from tracker.text.note_marks import raised, with_fractions

OPENING = b"{\\rtf"
_TOKEN = re.compile(
    r"\\(?P<word>[a-z]{1,32})(?P<number>-?[0-9]{1,9})? ?|\\'[0-9a-f]{2}|\\[^a-z]|[{}]|[^\\{}]+", re.IGNORECASE
)
_STYLE = re.compile(r"\{\\s(?P<number>[0-9]+)[^{};]*?\s(?P<name>[^{};\\]+);\}")
_CODE_PAGE = re.compile(rb"\\ansicpg([0-9]+)")
_SWITCHES = {"v": "hidden", "deleted": "deletion", "strike": "struck", "striked": "struck"}
_RAISED = {"super": True, "nosupersub": False, "sub": False, "plain": False}
_MARGINS = frozenset(("header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf"))
_PASSED = _MARGINS | {"*", "annotation", "colortbl", "info", "object", "pict", "stylesheet", "tc", "xe"}
"""Groups that are no text, or none of the body; their parts have names that nobody can list."""
_APART = frozenset(("footnote", "shptxt"))
"""Groups of text that stand outside the paragraph they are in: notes, and text boxes."""
_TABLE = {"cell": "\\tab ", "nestcell": "\\tab ", "row": "\\par ", "nestrow": "\\par "}
_CHARACTERS = frozenset(("u", "bullet", "emdash", "endash", "ldblquote", "lquote", "rdblquote", "rquote"))
_NEAR = 16
"""Characters before a raised figure that tell what it is."""


@dataclass(frozen=True, slots=True)
class _State:
    """What holds for the words of a group: why they are left out, whether they are raised, where they go."""

    left_out: frozenset[str] = frozenset()
    is_raised: bool = False
    passed: bool = False
    apart: bool = False
    fonts: bool = False


def parse(data: bytes, name: str) -> Parsed:
    """Return the text, paragraphs set apart by blank lines, cells of a table by tabs, block quotations after ">".

    Footnotes follow at the end, each behind its mark. Raises ``ReadError`` where the file is no RTF.
    """
    if not data.lstrip().startswith(OPENING):
        raise ReadError(f"{name} is no RTF file: it does not begin as one.")
    page = _CODE_PAGE.search(data)
    sieve = _Sieve(_decoded(data, page[1].decode() if page else "1252"))
    decoded: str = rtf_to_text(sieve.kept(), errors="replace")  # type: ignore[no-untyped-call]
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


class _Sieve:
    """Takes out of a file what no reader sees: deleted, hidden and struck-out words, comments, headers, addresses.

    Raised figures are written as such, notes and text boxes moved behind the text, and the paragraphs of block
    quotations begin with ">".
    """

    def __init__(self, text: str) -> None:
        self.left_out: Counter[str] = Counter()
        self.whole = False
        self._text = text
        styles = _STYLE.finditer(text)
        self._quotes = {style["number"] for style in styles if is_quote_style(style["name"])}
        self._body: list[str] = []
        self._apart: list[str] = []
        self._state = _State()
        self._is_quote = self._opens = False
        self._notes = 0
        self._before = ""

    def kept(self) -> str:
        """Return what is left of the file, as RTF."""
        stack: list[_State] = []
        at = 0
        while at < len(self._text) and (token := _TOKEN.match(self._text, at)):
            at = token.end()
            printed = token.group()
            if printed == "{":
                stack.append(self._state)
                self._put(printed)
            elif printed == "}":
                ended, self._state = self._state, stack.pop() if stack else _State()
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
        if word in _APART:
            self._state = replace(state, passed=False, apart=True, left_out=frozenset(), is_raised=False)
            self._apart += ["\\par ", "{"] if not state.apart else []
        elif word in _PASSED:
            self.left_out["comment"] += word == "annotation"
            self.left_out["margins"] += word in _MARGINS
            self._state = replace(state, passed=True)
        elif word in _SWITCHES:
            key = frozenset((_SWITCHES[word],))
            self._state = replace(state, left_out=state.left_out - key if number == "0" else state.left_out | key)
        elif word in _RAISED:
            left_out = frozenset[str]() if word == "plain" else state.left_out
            self._state = replace(state, is_raised=_RAISED[word] and number != "0", left_out=left_out)
        elif word == "chftn":
            self._notes += not state.apart
            self._words(raised(str(self._notes), self._before or "."))
        elif word in _CHARACTERS:
            self._words(printed)
        else:
            self.left_out["change"] += word == "revised" and not state.passed
            self._state = replace(state, fonts=state.fonts or word == "fonttbl")
            if word in ("pard", "par"):
                self._opens, self._before = True, ""
                self._is_quote = self._is_quote and word == "par"
            self._is_quote = self._is_quote or (word == "s" and number in self._quotes)
            self._put(_TABLE.get(word, printed))

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
        self._before = (self._before + (printed if plain else "…"))[-_NEAR:]
        self._put("".join(map(_written, printed)) if plain else printed)


def _written(sign: str) -> str:
    """Return a character as RTF writes it: those outside the first code page by their number."""
    return f"\\u{ord(sign)}?" if ord(sign) > 0x7F else sign
