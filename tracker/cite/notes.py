"""Notes: Markdown in, safe HTML out, with footnotes and with links to what is stored."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from typing import Final
from xml.etree.ElementTree import Element, SubElement

import markdown
import nh3
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.inlinepatterns import InlineProcessor
from markdown.util import AtomicString

NOUNS: Final = ("claim", "thread", "document")
"""What can be linked to."""
PATTERN: Final = rf"\[\[({'|'.join(NOUNS)}):([0-9]{{1,18}})\]\]"
"""A link: its noun, and a number of no more digits than a row's number has."""
_LINK: Final = re.compile(PATTERN)
_CODE_OR_LINK: Final = re.compile(rf"(?P<code>(?P<ticks>`+).*?(?P=ticks))|{PATTERN}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Linked:
    """What a link leads to.

    ``words`` are quoted (blank for a document), ``source`` says whose they are and where they stand, ``address`` is
    the page. ``broken`` is a sentence where the link leads to nothing, or to what no longer stands in its document.
    """

    noun: str
    number: int
    words: str = ""
    source: str = ""
    address: str = ""
    broken: str = ""


Resolve = Callable[[str, int], Linked]
"""Finds what a link leads to; never raises for one that leads nowhere."""


def links_in(markdown: str) -> tuple[tuple[str, int], ...]:
    """Return what a note links to, each once, in order; what stands in code is no link.

    >>> links_in("As [[claim:12]] says, `[[claim:13]]` links; [[claim:12]] again.")
    (('claim', 12),)
    """
    found = (match for match in _CODE_OR_LINK.finditer(markdown) if not match["code"])
    return tuple(dict.fromkeys((match[3], int(match[4])) for match in found))


def replaced(markdown: str, shown: Callable[[str, int], str]) -> str:
    """Return Markdown with each link replaced by what ``shown`` gives for it; code is left alone."""
    return _CODE_OR_LINK.sub(lambda match: match.group() if match["code"] else shown(match[3], int(match[4])), markdown)


TAGS: Final = {
    "a", "abbr", "b", "blockquote", "br", "cite", "code", "del", "div", "em", "h3", "h4", "h5", "hr", "i", "ins", "li",
    "ol", "p", "pre", "q", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
"""What a remark needs; no pictures, since a picture tells its server who reads the note."""
HEADINGS: Final = {"h1", "h2"}
"""Further tags of a text that is a page of its own."""
_ATTRIBUTES: Final = {"a": {"href", "title", "id"}, "li": {"id"}, "sup": {"id"}}
_CLASSES: Final = {
    "a": {"footnote-ref", "footnote-backref"},
    "blockquote": {"linked"},
    "cite": {"linked"},
    "div": {"footnote"},
    "q": {"linked"},
    "strong": {"broken"},
}
_FOOTNOTE_ID: Final = re.compile(r"fn(ref\d*)?:[0-9]+-[\w-]+")
"""The only ids a note may set: any other could take the place of one that the page itself uses."""
_BEFORE_LINKS: Final = 185
"""Priority of the links among Markdown's inline patterns: after code and escapes, before its own links."""
_BEFORE_PARAGRAPHS: Final = 15
"""Priority among the blocks: just before what is left becomes a paragraph."""


class _Footnotes(FootnoteExtension):
    """Footnotes whose references are counted: the library tries each number there was, which is quadratic."""

    def unique_ref(self, reference: str, found: bool = False) -> str:
        """Return the id of a reference, with its number from the second on."""
        if not found:
            return reference
        self.found_refs[reference] = number = self.found_refs.get(reference, 0) + 1
        return reference if number == 1 else reference.replace("fnref", f"fnref{number}", 1)


def safe_html(source: str, resolve: Resolve | None = None, *, prefix: int = 0, page: bool = False) -> str:
    """Return Markdown as HTML that holds no script, style, picture or form.

    ``prefix`` keeps the footnotes of several notes on one page apart. With ``page`` the text is a page of its own and
    may have headings of every level.
    """
    footnotes = _Footnotes(UNIQUE_IDS=True, BACKLINK_TEXT="↩", BACKLINK_TITLE="Back to the text, footnote {}")
    extensions: list[Extension | str] = ["tables", "sane_lists", footnotes]
    if resolve is not None:
        extensions.append(_Links(resolve))
    reader = markdown.Markdown(extensions=extensions)
    footnotes.unique_prefix = prefix
    return nh3.clean(
        reader.convert(source),
        tags=TAGS | HEADINGS if page else TAGS,
        attributes=_ATTRIBUTES,
        allowed_classes=_CLASSES,
        attribute_filter=_kept,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener nofollow",
    )


def plain_text(source: str) -> str:
    """Return what Markdown says without its signs, paragraphs apart by a line break.

    >>> plain_text("It is **true**.\\n\\nSee [here](https://a.example).")
    'It is true.\\nSee here.'
    """
    bare = unescape(nh3.clean(safe_html(source), tags=set()))
    return "\n".join(line for line in bare.splitlines() if line.strip())


def _kept(tag: str, name: str, value: str) -> str | None:
    return value if name != "id" or _FOOTNOTE_ID.fullmatch(value) else None


class _Links(Extension):
    """Shows what the links of a note lead to."""

    def __init__(self, resolve: Resolve) -> None:
        super().__init__()
        self.resolve = resolve

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802 (the library's own name)
        """Add the links to the patterns of a reader."""
        md.inlinePatterns.register(_InLine(self.resolve), "tracker-link", _BEFORE_LINKS)
        md.parser.blockprocessors.register(_Alone(md.parser, self.resolve), "tracker-link", _BEFORE_PARAGRAPHS)


class _InLine(InlineProcessor):
    """A link inside a sentence: the words in quotation marks, with their source in brackets."""

    def __init__(self, resolve: Resolve) -> None:
        super().__init__(PATTERN)
        self.resolve = resolve

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]  # noqa: N802
        """Return the element that stands for a link."""
        linked = self.resolve(m[1], int(m[2]))
        shown = Element("cite", {"class": "linked"})
        if linked.broken:
            _put_broken(shown, linked)
            return shown, m.start(0), m.end(0)
        if linked.words:
            words = SubElement(shown, "q", {"class": "linked"})
            words.text = AtomicString(linked.words)
            words.tail = AtomicString(" (")
        _put_source(shown, linked)
        if linked.words:
            shown[-1].tail = AtomicString(")")
        return shown, m.start(0), m.end(0)


class _Alone(BlockProcessor):
    """A link that stands alone: a block quotation with its source below."""

    def __init__(self, parser: markdown.blockparser.BlockParser, resolve: Resolve) -> None:
        super().__init__(parser)
        self.resolve = resolve
        self.pattern = re.compile(PATTERN)

    def test(self, parent: Element, block: str) -> bool:
        """Say whether a block is one link and nothing else."""
        return self.pattern.fullmatch(block.strip()) is not None

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Put the quotation into the page."""
        match = self.pattern.fullmatch(blocks.pop(0).strip())
        assert match is not None
        linked = self.resolve(match[1], int(match[2]))
        if linked.broken:
            _put_broken(SubElement(parent, "p"), linked)
            return
        if not linked.words:
            _put_source(SubElement(parent, "p"), linked)
            return
        quotation = SubElement(parent, "blockquote", {"class": "linked"})
        SubElement(quotation, "p").text = AtomicString(f"“{linked.words}”")
        _put_source(SubElement(SubElement(quotation, "p"), "cite", {"class": "linked"}), linked)


def _put_source(parent: Element, linked: Linked) -> None:
    link = SubElement(parent, "a", {"href": linked.address} if linked.address else {})
    link.text = AtomicString(linked.source)


def _put_broken(parent: Element, linked: Linked) -> None:
    mark = SubElement(parent, "strong", {"class": "broken"})
    mark.text = AtomicString(f"Broken link: {linked.broken}")
