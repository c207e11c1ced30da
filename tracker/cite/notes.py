"""Notes and dossiers: Markdown in, safe HTML out, with footnotes and links; a topic gathered with all its sources."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
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

from tracker.cite.snippets import PATTERN, Linked, Resolve, replaced
from tracker.cite.sources import printed_date

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


def safe_html(source: str, resolve: Resolve | None = None, *, prefix: int = 0, page: bool = False) -> str:
    """Return Markdown as HTML that holds no script, style, picture or form.

    ``prefix`` keeps the footnotes of several notes on one page apart. With ``page`` the text is a page of its own and
    may have headings of every level.
    """
    footnotes = FootnoteExtension(UNIQUE_IDS=True, BACKLINK_TEXT="↩", BACKLINK_TITLE="Back to the text, footnote {}")
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


_SPECIAL: Final = re.compile(r"[\\`*_\[\]{}>]")
_NO_ESCAPE: Final = str.maketrans({"<": "&lt;", "~": "&#126;"})
"""Marks that a backslash does not make plain in every reader of Markdown."""
_ENTITY: Final = re.compile(r"&(?=#?\w+;)")
_FOOTNOTE: Final = re.compile(r"\[\^([^\]\s]+)\]")
_HEADING: Final = re.compile(r"^(#{1,6})(?=\s)", re.MULTILINE)
_DEEPEST: Final = 6
_NOTE_HEADINGS: Final = 2
"""Levels by which the headings of a note or a description sink, so that the dossier's own stay above them."""


@dataclass(frozen=True, slots=True)
class Said:
    """One claim as a dossier shows it.

    ``by`` says who and how ("Ann Example, as reported"), ``when`` is a date in words, ``place`` what it is to its
    thread ("variant; suggested, not confirmed"), ``source`` the key of its document among the dossier's sources.
    """

    number: int
    words: str
    by: str
    when: str
    source: int
    place: str = ""
    figures: tuple[str, ...] = ()
    address: str = ""


@dataclass(frozen=True, slots=True)
class Position:
    """One thread: its lead's words, what is said in it, who says otherwise, and verdicts as they were published."""

    number: int
    lead: str
    size: str
    said: tuple[Said, ...]
    against: tuple[Said, ...] = ()
    verdicts: tuple[str, ...] = ()
    remark: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class NoteShown:
    """A note: what it is about in words, its Markdown, who wrote it and when."""

    number: int
    about: str
    markdown: str
    by: str


@dataclass(frozen=True, slots=True)
class Reading:
    """An entry of the reading list: its citation or title, where it can be read, and why to read it."""

    citation: str
    url: str
    remark: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything on one topic. ``sources`` maps a document's number to its citation; ``made`` is an ISO date."""

    title: str
    description: str
    positions: tuple[Position, ...]
    alone: tuple[Said, ...]
    notes: tuple[NoteShown, ...]
    readings: tuple[Reading, ...]
    unknown: tuple[str, ...]
    sources: Mapping[int, str]
    style: str
    made: str
    resolve: Resolve
    linked_sources: Mapping[tuple[str, int], int] = field(default_factory=dict)


def as_markdown(dossier: Dossier) -> str:
    """Return a dossier as Markdown; every word that came from a document or a person's name is escaped in it."""
    used: dict[int, None] = {}
    body = "\n\n".join(part for part in _parts(dossier, used) if part)
    footnotes = "\n".join(f"[^d{number}]: {escaped(dossier.sources[number])}" for number in used)
    return f"{body}\n\n{footnotes}\n" if footnotes else f"{body}\n"


def escaped(text: str) -> str:
    """Return text on one line in which nothing is Markdown or HTML.

    >>> escaped("*so* <b>it</b> [goes] &lt;")
    '\\\\*so\\\\* &lt;b\\\\>it&lt;/b\\\\> \\\\[goes\\\\] &amp;lt;'
    """
    plain = _ENTITY.sub("&amp;", " ".join(text.split()))
    return _SPECIAL.sub(r"\\\g<0>", plain).translate(_NO_ESCAPE)


def _parts(dossier: Dossier, used: dict[int, None]) -> Iterator[str]:
    yield f"# {escaped(dossier.title)}"
    yield (
        f"Dossier of the claim tracker, {printed_date(dossier.made)}. Sources are cited in {escaped(dossier.style)}. "
        "What the program suggested and nobody confirmed is marked as suggested."
    )
    yield _prose(dossier, dossier.description, "about", used)
    if dossier.positions:
        yield "## Positions"
        for position in dossier.positions:
            yield from _position(position, used)
    if dossier.alone:
        yield "## Single claims"
        yield _list(dossier.alone, used)
    if dossier.notes:
        yield "## Notes"
        for note in dossier.notes:
            yield f"### {escaped(note.about)}"
            yield _prose(dossier, note.markdown, f"n{note.number}", used)
            yield f"— {escaped(note.by)}"
    if dossier.readings:
        yield "## Reading list"
        yield "\n".join(f"{place}. {_reading(entry)}" for place, entry in enumerate(dossier.readings, 1))
    yield "## What is not known"
    yield "\n".join(f"- {escaped(sentence)}" for sentence in dossier.unknown) or "Nothing that the program looks for."
    if used:
        yield "## Sources and footnotes"


def _position(position: Position, used: dict[int, None]) -> Iterator[str]:
    lead = f"“{escaped(position.lead)}”"
    yield f"### {f'[{lead}]({position.address})' if position.address else lead}"
    yield f"{escaped(position.size)}. {escaped(position.remark)}".strip()
    if position.verdicts:
        yield "**Verdicts, as published**"
        yield "\n".join(f"- {escaped(verdict)}" for verdict in position.verdicts)
        yield "**What was said**"
    yield _list(position.said, used)
    if position.against:
        yield "**Revised or opposed**"
        yield _list(position.against, used)


def _list(every: tuple[Said, ...], used: dict[int, None]) -> str:
    """Return claims as a list; what one speaker said in the same words, on whatever days, stands once."""
    again: dict[tuple[str, ...], list[Said]] = {}
    for said in every:
        again.setdefault((said.by, said.words.rstrip(" .,;"), *said.figures), []).append(said)
    return "\n".join(_said(several, used) for several in again.values())


def _said(several: Sequence[Said], used: dict[int, None]) -> str:
    """Return a claim as an entry of a list: when and who, the words, and on a line below what else is known."""
    said = several[0]
    for each in several:
        used.setdefault(each.source)
    claims = [f"[claim {each.number}]({each.address})" if each.address else f"claim {each.number}" for each in several]
    figures = f"figures: {'; '.join(said.figures)}" if said.figures else ""
    places = dict.fromkeys(each.place for each in several)
    facts = [*(escaped(fact) for fact in (figures, *places) if fact), ", ".join(claims)]
    days = ", ".join(escaped(day) for day in dict.fromkeys(each.when for each in several))
    notes = "".join(f"[^d{source}]" for source in dict.fromkeys(each.source for each in several))
    return f"- {days}, {escaped(said.by)}: “{escaped(said.words)}”{notes}  \n  *{'; '.join(facts)}*"


def _reading(entry: Reading) -> str:
    title = f"[{escaped(entry.citation)}](<{_address(entry.url)}>)" if entry.url else escaped(entry.citation)
    return f"{title} — {escaped(entry.remark)}" if entry.remark else title


def _address(url: str) -> str:
    """Return a web address that ends no link before its time."""
    return url.replace("<", "%3C").replace(">", "%3E").replace(" ", "%20")


def _prose(dossier: Dossier, markdown: str, name: str, used: dict[int, None]) -> str:
    """Return a person's Markdown to stand inside the dossier: links resolved, footnotes and headings kept apart."""

    def shown(noun: str, number: int) -> str:
        linked = dossier.resolve(noun, number)
        source = dossier.linked_sources.get((noun, number))
        if source is not None:
            used.setdefault(source)
        return _linked(linked, source)

    text = _HEADING.sub(lambda match: "#" * min(_DEEPEST, len(match[1]) + _NOTE_HEADINGS), markdown.strip())
    return replaced(_FOOTNOTE.sub(rf"[^{name}-\1]", text), shown)


def _linked(linked: Linked, source: int | None) -> str:
    if linked.broken:
        return f"**⚠ Broken link: {escaped(linked.broken)}**"
    footnote = f"[^d{source}]" if source is not None else ""
    named = f"[{escaped(linked.source)}]({linked.address})" if linked.address else escaped(linked.source)
    return f"“{escaped(linked.words)}” ({named}){footnote}" if linked.words else f"{named}{footnote}"


_STYLE: Final = """\
:root { color-scheme: light dark; }
body { max-width: 42rem; margin: 2rem auto; padding: 0 1rem; font: 1.1rem/1.55 Palatino, Georgia, serif;
  overflow-wrap: break-word; }
h1, h2, h3 { line-height: 1.25; }
h1 { font-size: 1.9rem; } h2 { margin-top: 2.5rem; font-size: 1.4rem; } h3 { margin-top: 1.75rem; font-size: 1.15rem; }
blockquote { margin: 1rem 0; padding-left: 1rem; border-left: 3px solid #8d8578; }
li { margin-bottom: 0.6rem; } li > em:last-child { font: 0.88rem/1.4 system-ui, sans-serif; }
.footnote-backref ~ .footnote-backref { display: none; }
.footnote { font-size: 0.92rem; } .footnote hr { display: none; }
table { border-collapse: collapse; } th, td { padding: 0.3rem 0.8rem; border: 1px solid #8d8578; text-align: left; }
@media print { body { max-width: none; margin: 0; font-size: 11pt; } a { color: inherit; text-decoration: none; } }
"""


def as_html(title: str, markdown: str) -> str:
    """Return a dossier's Markdown as a whole HTML document with its styles inside."""
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{html.escape(title)}</title>\n<style>\n{_STYLE}</style>\n</head>\n<body>\n"
        f"{safe_html(markdown, page=True)}\n</body>\n</html>\n"
    )
