"""HTML, mail (.eml) and saved pages (.mhtml): the words that a reader of them sees, without any network.

The page is put in order first (hidden parts out, raised figures written as such, block quotations after ">"), then
trafilatura tells the main text from the rest. A short page is read whole, for there it is mostly wrong.
"""

from __future__ import annotations

import email
import email.policy
import re
import sys
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from datetime import datetime
from email import policy
from email.errors import MessageError
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parsedate_to_datetime
from typing import Any, Final, cast

import trafilatura
from lxml import etree, html
from trafilatura.utils import load_html

from tracker.ingest import metadata
from tracker.ingest.heads import facts, subject
from tracker.ingest.metadata import is_others, own, page_dates
from tracker.ingest.plain import Parsed, decode, listed, marked, with_facts
from tracker.ingest.xml import NO_XML, declared_encoding, undeclared
from tracker.models import Basis, DatedWords, DateKind, Fact, ReadError
from tracker.text.dates import absolute, dates
from tracker.text.note_marks import raised, with_fractions
from tracker.text.quotes import LONGEST_SIGNATURE
from tracker.text.words import SOFT_HYPHEN, printable

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_SAVED_FROM = re.compile(r"<!--\s*(?:saved from url=\(\d+\)|Page saved with SingleFile\s+url:\s*)(https?://[^\s>]+)")
_SAVED_ON = re.compile(r"<!--\s*Page saved with SingleFile\s[^>]*?saved date:\s*([^\r\n>]+)")
SAVED_IN = 10_000
"""Characters in which a browser that saves a page says so."""
_REFERENCE = re.compile(r"&#(?:x0*(?P<hex>[0-9a-f]{1,6})|0*(?P<number>\d{1,7}));?", re.IGNORECASE)
_QUOTED = re.compile("=\\s*+(?:\"[^\"]*+\"|'[^']*+')")
_TAG = re.compile("<[a-z](?:[^>=]++|=\\s*+(?:\"[^\"]*+\"|'[^']*+')?+)*+", re.IGNORECASE)
_LONG_TAG = 10_000
"""Characters under which a tag cannot hold too many attributes."""
_MOST_ATTRIBUTES = 2_000
"""Attributes of one tag: a parser compares each with all before it, and no page has a hundredth of them."""


def parse(data: bytes, name: str) -> Parsed:
    """Return the main text, its paragraphs set apart by blank lines, with title, publisher, byline, address and dates.

    Raises ``ReadError`` where the page holds no text.
    """
    decoded, notes = decode(data, name, declared_encoding(data) or _charset(data))
    page = _well_formed(undeclared(decoded), name)
    tree = load_html(page)
    if tree is None and "<" in page:  # one paragraph alone is no page to it
        tree = load_html(f"<html><body>{page}</body></html>")
    if tree is None:
        raise ReadError(f"{name} holds no text that could be read.")
    text, left_out = main_text(deepcopy(tree))
    if not text:
        raise ReadError(f"{name} holds no text that could be read.")
    mine = own(tree)
    stated = metadata.facts(mine)
    titled = any(fact.name == "title" for fact in stated)
    printed = [replace(fact, basis=Basis.UNKNOWN) if titled and fact.name == "title" else fact for fact in facts(text)]
    parsed = Parsed(text, dates=(*page_dates(mine), *_saved_on(page)), notes=(*notes, *left_out))
    return with_facts(parsed, (*_saved_from(page), *stated, *printed))


def _charset(data: bytes) -> str | None:
    found = _CHARSET.search(data[:4096])
    return found[1].decode("ascii", "ignore") if found else None


def _saved_from(page: str) -> tuple[Fact, ...]:
    """Return the address that a browser wrote into a page when it saved it as one file."""
    address = _SAVED_FROM.search(page, 0, SAVED_IN)
    why = "the address that the page was saved from"
    return (Fact("url", address[1], Basis.STATED, address[1], why=why),) if address else ()


def _saved_on(page: str) -> tuple[DatedWords, ...]:
    """Return the day that such a page was saved on, where the browser wrote that too."""
    line = _SAVED_ON.search(page, 0, SAVED_IN)
    for date in dates(line[1]) if line else ():
        day = absolute(date)
        if day:
            why = "the day the page was saved"
            return (DatedWords(DateKind.CAPTURED, day, Basis.STATED, date.span.of(line[1] if line else ""), why=why),)
    return ()


def _well_formed(page: str, name: str) -> str:
    """Return a page without characters that no parser takes; refuse a tag that would keep one busy for minutes."""
    for tag in _TAG.finditer(page):
        if len(tag[0]) > _LONG_TAG and len(_QUOTED.sub("=", tag[0]).split()) > _MOST_ATTRIBUTES:
            raise ReadError(f"{name} holds a tag with more than {_MOST_ATTRIBUTES:,} attributes, as no page has.")
    return NO_XML.sub("", _REFERENCE.sub(_allowed, page))


def _allowed(reference: re.Match[str]) -> str:
    number = int(reference["hex"], 16) if reference["hex"] else int(reference["number"])
    return "" if number > sys.maxunicode or NO_XML.match(chr(number)) else reference[0]


SHORT_PAGE = 2_000
"""Characters of a page's own text below which it is taken whole; trafilatura weighs paragraphs by their like."""
HALF = 0.5
"""A part with more of the page's text than this is its text, whatever its markup says."""
LONGEST_QUOTE = 1_000
"""Characters of a block quotation that nobody is said to say; a longer one that is half of a page is its layout."""
LONGEST_CELL = 200
"""Characters of a cell; a longer one is a paragraph."""
FEWEST_COLUMNS = 2
LONGEST_NOTICE = 600
"""Characters of a notice about cookies; a longer text that speaks of them is an article."""

_NO_TEXT = ("script", "style", "template", "noscript", "head", "svg", "iframe", "object", "video", "audio", "canvas")
_CONTROLS = ("button", "select", "textarea", "input", "option", "datalist", "dialog")
_AROUND = ("nav", "aside", "menu")
_PARTS = ("div", "section", "ol", "ul")
_ROLES = frozenset(("navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alertdialog", "alert"))
_STRUCK = ("del", "s", "strike")
_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "dd", "details", "div", "dl", "dt", "fieldset", "figcaption",
    "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "li", "main", "nav", "ol", "p", "pre",
    "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
))  # fmt: skip
_INVISIBLE = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_UNSEEN = frozenset(("sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text", "screen-reader-only"))
_LINE_THROUGH = re.compile(r"text-decoration[^;]*line-through", re.IGNORECASE)
_SET_ABOVE = re.compile(r"vertical-align\s*:\s*(?:super|top)", re.IGNORECASE)
_NOTICE = re.compile(r"cookie|consent|gdpr|onetrust|didomi|cmp-|privacy-(?:banner|notice|popup)", re.IGNORECASE)
_ABOUT_COOKIES = re.compile(
    r"\b(?:(?:we|this (?:web)?site|our (?:web)?site)\b[^.]{0,60}\b(?:use|uses|set|sets)\b[^.]{0,40}\bcookies\b"
    r"|accept (?:all )?cookies\b|cookies on (?:this|our|the)\b|\bcookies? (?:policy|settings|preferences)\b)",
    re.IGNORECASE,
)
_MAIN = ("descendant::*[self::main or @role='main']", "descendant::article", "descendant::*[@itemprop='articleBody']")
"""What pages call their main text, from the widest to the narrowest."""
_WRITTEN = "written"
"""The name for the time being of elements whose words were written out, and which are dropped together."""
_BACK = frozenset("↩↑^⤴")
_DASHES = "—–-―"


def main_text(tree: Any) -> tuple[str, tuple[str, ...]]:
    """Return the main text of a parsed page, its paragraphs set apart by blank lines, and notes on what was left out.

    Rows of a table stay on neighbouring lines. The tree is changed.
    """
    etree.strip_elements(tree, etree.Comment, etree.ProcessingInstruction, *_NO_TEXT, with_tail=False)
    notes = _without_unseen(tree)
    _without_notices(tree)
    _write_marks(tree)
    _write_block_quotations(tree)
    found = None
    whole = _whole(tree)
    if len(_words(whole)) > SHORT_PAGE:
        found = trafilatura.extract(tree, include_comments=False, include_tables=True)
    lines = [line.strip() for line in found.splitlines()] if found else list(_lines(whole))
    text = before = ""
    for line in filter(None, lines):
        rows = before.startswith("|") and line.startswith("|")
        text += f"{'' if not text else chr(10) if rows else chr(10) * 2}{line}"
        before = line
    return with_fractions(text).replace(SOFT_HYPHEN, ""), notes


def _whole(tree: Any) -> Any:
    """Return the part that a page says is its main text, else the page, without what stands around a text."""
    whole = tree
    for path in _MAIN:
        parts = [part for part in whole.xpath(path) if _words(part)]
        if len(parts) == 1 and (whole is tree or len(_words(parts[0])) < HALF * len(_words(whole))):
            whole = parts[0]
    for element in [*whole.iter(*_AROUND, *_CONTROLS, "header", "footer"), *whole.xpath(".//*[@role]")]:
        outer = element.tag in ("header", "footer") and next(element.iterancestors("article", "main"), None) is None
        around = outer or element.tag in _AROUND + _CONTROLS or str(element.get("role", "")).lower() in _ROLES
        if around and element is not whole and next(element.iter("h1", "article", "main"), None) is None:
            element.drop_tree()
    return whole


def _words(element: Any) -> str:
    return " ".join(str(element.text_content()).split())


def _without_unseen(tree: Any) -> tuple[str, ...]:
    """Take out what a reader does not see, or sees struck out, and say so; a page hidden as a whole is kept."""
    limit = HALF * len(_words(tree))
    left_out: list[str] = []
    for element in list(tree.iter()):
        kind = _left_out_as(element)
        if kind is None or element.getparent() is None or len(words := _words(element)) > limit:
            continue
        if words and kind not in left_out:
            left_out.append(kind)
        element.drop_tree()
    return (f"Left out of the text: {listed(left_out)}.",) if left_out else ()


def _left_out_as(element: Any) -> str | None:
    """Return what an element is that is no part of the text, ``None`` where it may be."""
    if _is_struck(element):
        return "struck-out words"
    if _is_hidden(element):
        return "hidden text"
    return "readers’ comments or other articles" if element.tag in _PARTS and is_others(element) else None


def _is_hidden(element: Any) -> bool:
    classes = str(element.get("class", "")).lower().split()
    return (
        element.get("hidden", "until-found") != "until-found"
        or element.get("aria-hidden") == "true"
        or _INVISIBLE.search(element.get("style", "")) is not None
        or not _UNSEEN.isdisjoint(classes)
    )


def _is_struck(element: Any) -> bool:
    return element.tag in _STRUCK or _LINE_THROUGH.search(element.get("style", "")) is not None


def _without_notices(tree: Any) -> None:
    """Take out what asks about cookies: told by its name, or outside the main text by its words."""
    about = "cookie" in tree.text_content().lower()
    for element in list(tree.iter("div", "section", "aside", "p", "form", "dialog")):
        if element.getparent() is None or next(element.iter("article", "main", "h1"), None) is not None:
            continue
        named = _NOTICE.search(f"{element.get('id', '')} {element.get('class', '')}") is not None
        if named or (about and _asks_about_cookies(element)):
            element.drop_tree()


def _asks_about_cookies(element: Any) -> bool:
    if next(element.iterancestors("article", "main"), None) is not None:
        return False
    words = _words(element)
    return len(words) <= LONGEST_NOTICE and _ABOUT_COOKIES.search(words) is not None


def _write_marks(tree: Any) -> None:
    """Write out what a browser draws: raised figures as such, and the quotation marks of a ``<q>``."""
    for element in list(tree.iter("sup", "a", "span")):
        if element.getparent() is None or not _is_raised(element):
            continue
        words = _words(element)
        written = "" if set(words) <= _BACK else raised(words, _before(element))
        for inner in list(element):
            inner.drop_tree()
        element.tag, element.text = _WRITTEN, written
    etree.strip_tags(tree, _WRITTEN)  # all at once: one by one each would copy the text before it
    for element in list(tree.iter("q")):
        element.text = f"“{element.text or ''}"
        element.tail = f"”{element.tail or ''}"
        element.drop_tag()


def _is_raised(element: Any) -> bool:
    """Tell whether words stand above the line: by tag, by style, or as a link to a note right behind a word."""
    if element.tag == "sup" or _SET_ABOVE.search(element.get("style", "")) or element.get("class") in ("sup", "super"):
        return True
    to_note = element.tag == "a" and str(element.get("href", "")).startswith("#")
    words = _words(element) if to_note else ""
    tight = bool(words) and not (_before(element)[-1:] or " ").isspace()
    return to_note and ((bool(words) and set(words) <= _BACK) or (tight and words.strip("[]").isdecimal()))


def _before(element: Any) -> str:
    """Return the words right before an element in its paragraph."""
    while element is not None and element.tag not in _BLOCKS:
        previous = element.getprevious()
        if previous is not None:
            words = previous.tail or str(previous.text_content())
        else:
            words = element.getparent().text if element.getparent() is not None else ""
        if words:
            return str(words)
        element = previous if previous is not None else element.getparent()
    return ""


def _write_block_quotations(tree: Any) -> None:
    """Put ">" before the paragraphs of block quotations, and a dash before the line that says whose words they are."""
    limit = HALF * len(_words(tree))
    for quote in list(tree.iter("blockquote")):
        parent = quote.getparent()
        if parent is None or next(quote.iterancestors("blockquote"), None) is not None:
            continue
        signed = _signature(quote)
        lines = [*filter(None, (line.lstrip("> ") for line in _lines(quote)))]
        while lines and lines[-1][0] in _DASHES:
            signed = signed or lines[-1]
            lines.pop()
        length = len(_words(quote))
        frames_page = length > max(limit, LONGEST_QUOTE) and not signed and _lead(quote)[-1:] != ":"
        if frames_page:
            quote.drop_tag()
            continue
        written = html.Element("div")
        written.tail = quote.tail
        for line in [*(f"> {line}" for line in lines), *([_dashed(signed)] if signed else [])]:
            etree.SubElement(written, "p").text = line
        parent.replace(quote, written)
        figure = next(written.iterancestors("figure"), None)
        if figure is not None:
            figure.tag = "div"


def _signature(quote: Any) -> str:
    """Take out and return who signs a block quotation: at its end, in the next element, or in its figure's caption."""
    inside = [inner for inner in quote.iter("cite", "footer") if not _behind(inner, quote)]
    following = quote.getnext()
    if following is not None and not (quote.tail or "").strip():
        cites = list(following.iter("cite", "figcaption", "footer"))
        if cites and _words(cites[0]) == _words(following):
            inside.append(following)
    for signer in inside:
        words = _words(signer)
        if words and len(words.split()) <= LONGEST_SIGNATURE:
            signer.drop_tree()
            return words
    return ""


def _behind(inner: Any, quote: Any) -> str:
    """Return the words of a quotation that follow an element in it."""
    words = inner.tail or ""
    while inner is not quote:
        for sibling in inner.itersiblings():
            words += sibling.text_content() + (sibling.tail or "")
        inner = inner.getparent()
        words += (inner.tail or "") if inner is not quote else ""
    return str(words).strip()


def _lead(quote: Any) -> str:
    """Return the words right before a block quotation."""
    previous = quote.getprevious()
    words = (previous.tail or "").strip() or _words(previous) if previous is not None else quote.getparent().text or ""
    return str(words).strip()


def _dashed(line: str) -> str:
    return line if line[0] in _DASHES else f"— {line}"


def _lines(root: Any) -> Iterator[str]:
    """Yield the paragraphs, list items and rows of a part of a page, each on one line."""
    words = ""
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        breaks = element.tag in _BLOCKS or element.tag in ("br", "hr")
        rows = _rows(element) if event == "start" and element.tag == "table" else []
        if breaks and words.strip("- \n\t"):
            yield " ".join(words.split())
        words = "" if breaks else words
        if rows:
            yield from rows
            walk.skip_subtree()
        elif event == "start":
            words += ("- " if element.tag == "li" else "") + (element.text or "")
        if event == "end" and element is not root:
            words += element.tail or ""
    if words.strip("- \n\t"):
        yield " ".join(words.split())


def _rows(table: Any) -> list[str]:
    """Return the rows of a table of short cells, none for one that only sets paragraphs side by side."""
    rows = [[_words(cell) for cell in row.iter("td", "th")] for row in table.iter("tr")]
    cells = [cell for row in rows for cell in row]
    plain = next(table.iterdescendants("table"), None) is None and max(map(len, cells), default=0) <= LONGEST_CELL
    if not plain or max(map(len, rows), default=0) < FEWEST_COLUMNS:
        return []
    return [f"| {' | '.join(row)} |" for row in rows if any(row)]


MOST_NAMED: Final = 5
"""Attachments a note names."""


def parse_mail(data: bytes, name: str) -> Parsed:
    """Return the text of a mail, its subject as title, its sender as byline and its date as printed.

    The plain text is preferred to the same in HTML. Raises ``ReadError`` where the file has no mail's headers or no
    text.
    """
    message = BytesParser(policy=policy.default).parsebytes(data.lstrip(b"\r\n"))
    if not any(message[header] for header in ("From", "Subject", "Date", "Received", "To")):
        raise ReadError(f"{name} is no mail: it begins with no sender, subject or date.")
    body = message.get_body(("plain", "html"))
    if body is None:
        raise ReadError(f"{name} holds no text a mail could have.")
    found = _body(cast(EmailMessage, body), name)
    return replace(
        found,
        title=subject(_header(message, "Subject")) or None,
        publisher=None,
        byline=_sender(message),
        url=None,
        dates=_dates(message),
        notes=(*found.notes, *_attachments(message)),
    )


def _body(body: EmailMessage, name: str) -> Parsed:
    content = body.get_payload(decode=True)
    raw = content if isinstance(content, bytes) else b""
    if not raw.strip():
        raise ReadError(f"{name} holds no text.")
    if body.get_content_subtype() == "html":
        return parse(marked(raw, body.get_content_charset()), name)
    text, notes = decode(raw, name, body.get_content_charset())
    return Parsed(_flowed(text) if _is_flowed(body) else text, notes=notes)


def _is_flowed(body: EmailMessage) -> bool:
    return str(body.get_param("format", "")).lower() == "flowed"


def _flowed(text: str) -> str:
    """Return a text with the lines joined that its program broke: they end in a blank (RFC 3676); quoted ones too."""
    lines: list[str] = []
    for line in text.splitlines():
        mark, before = _mark(line), lines[-1] if lines else ""
        soft = before.endswith(" ") and before.rstrip(" >") and not before.endswith("-- ")
        if soft and mark == _mark(before) and line != "-- ":
            lines[-1] += line[len(mark) :].lstrip(" ")
        else:
            lines.append(line)
    return "\n".join(lines)


def _mark(line: str) -> str:
    return line[: len(line) - len(line.lstrip(">"))]


def _header(message: EmailMessage, header: str) -> str:
    try:
        return printable(" ".join(str(message[header] or "").split()))
    except (MessageError, ValueError, LookupError):
        return ""


def _sender(message: EmailMessage) -> str | None:
    """Return who wrote: the name beside the address, the address where none stands there."""
    try:
        addresses = message["From"].addresses if message["From"] else ()
    except (MessageError, ValueError, AttributeError, LookupError):
        return None
    first = next(iter(addresses), None)
    return printable(first.display_name or first.addr_spec) or None if first else None


def _dates(message: EmailMessage) -> tuple[DatedWords, ...]:
    words = _header(message, "Date")
    try:
        day = parsedate_to_datetime(words).date().isoformat()
    except (TypeError, ValueError, IndexError):
        return ()
    return (DatedWords(DateKind.PUBLISHED, day, Basis.STATED, words, why="the mail says when it was sent"),)


def _attachments(message: EmailMessage) -> tuple[str, ...]:
    names = [printable(part.get_filename() or part.get_content_type()) for part in message.iter_attachments()]
    if not names:
        return ()
    shown = ", ".join(f"“{name}”" for name in names[:MOST_NAMED])
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return (f"The mail has {len(names)} attached file{'s' * (len(names) > 1)}, not read: {shown}{more}.",)


def parse_saved_page(data: bytes, name: str) -> Parsed:
    """Return what the saved page holds, as ``html.parse`` does; its ``Content-Location`` is its address.

    Raises ``ReadError`` where no part is a page, or the page holds no text.
    """
    saved = email.message_from_bytes(data, _class=EmailMessage, policy=email.policy.default)
    part = _main_page(saved)
    if part is None:
        raise ReadError(f"{name} is no saved web page: none of its parts is HTML.")
    content = part.get_payload(decode=True)
    page = content if isinstance(content, bytes) else b""
    parsed = parse(marked(page, part.get_content_charset()), name)
    address = part.get("Content-Location") or saved.get("Snapshot-Content-Location")
    return replace(
        parsed,
        url=str(address) if str(address or "").startswith(("http://", "https://")) else parsed.url,
        dates=(*parsed.dates, *_mailed_on(str(saved.get("Date") or ""))),
    )


def _main_page(saved: EmailMessage) -> EmailMessage | None:
    """Return the part that is the page: the one the file names as its root, else the first that is HTML."""
    pages = [part for part in saved.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    root = saved.get_param("start")
    named = (part for part in pages if root and part.get("Content-ID") == root)
    found = next(named, pages[0] if pages else None)
    return found if isinstance(found, EmailMessage) else None


def _mailed_on(words: str) -> tuple[DatedWords, ...]:
    try:
        day: datetime = parsedate_to_datetime(words)
    except ValueError:
        return ()
    why = "the day the page was saved"
    return (DatedWords(DateKind.CAPTURED, day.date().isoformat(), Basis.STATED, words, why=why),)
