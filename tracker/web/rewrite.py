"""A page of the app made a page of a static site: its file, its links; forms and decisions left out."""

from __future__ import annotations

import hashlib
import json
import posixpath
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from lxml import html

from tracker.models import TrackerError

POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'"
)
"""The policy the app sends as a header, in the page itself since a file host sends none; the search reads its index."""
DAY: Final = "\ue010"
"""Stands for the day of publication until a page is written, so that the day alone makes no page a changed one."""
_LINKED: Final = (("a", "href"), ("link", "href"), ("script", "src"), ("img", "src"))
_LEFT_OUT: Final = (
    "//form[not(@role='search') and not(@method='dialog')]",
    "//*[contains(concat(' ', @class, ' '), ' corrections ')]",
    "//*[contains(concat(' ', @class, ' '), ' print-only ')]",
    "//*[@data-live]",
    "//datalist",
    "//input[@form]",
    "//button[@form]",
)
"""Whatever asks the server for something, and the line that tells when a page was read."""
_WHOLE_ADDRESSES: Final = ("//script[@type='application/ld+json']",)
"""Linked data names pages by their whole address, which has to be known."""
_DATING: Final = (
    "//a[contains(@href, '#date') and not(.//*) and (starts-with(., 'date the') or starts-with(., 'choose'))]"
)
"""Links that ask a reader to date a document, which a published site cannot."""
_ACTIONS: Final = (
    "ancestor::*[contains(@class, 'more') or contains(@class, 'links-line') or contains(@class, 'make-link') "
    "or contains(@class, 'sorting')][1]"
)
"""Lines that hold links and nothing worth reading without them."""
_BETWEEN: Final = " ·\n"
"""What stands between the links of a line."""
_LAYOUTS: Final = "//*[@class='with-rail'][not(./aside)] | //*[@class='with-tick'][not(.//input)]"
"""What keeps a column free for something that was left out."""
_HISTORY: Final = ("//section[@aria-labelledby='history-title']", "//section[.//ul[contains(@class, 'events')]]")
_HOLLOW: Final = ("details", "section", "nav", "ul", "li", "p", "article", "aside")
"""What is left out too where nothing but a heading remains in it."""
_TOUCHED: Final = "data-touched"
"""Marks, while a page is rewritten, what something was taken out of."""
_HEADINGS: Final = ("h1", "h2", "h3", "summary")

Turn = Callable[[str], str | None]
"""Gives the link to put for an address of the app; ``None`` where that page is not published."""


def rewritten(text: str, turn: Turn, *, search: str, note: str, history: bool, canonical: str = "") -> bytes:
    """Return a page as it is published: ``search`` is the link to the search page, ``note`` closes its footer.

    Links to pages that are not published become plain text; a button or an entry of the navigation goes altogether.
    """
    page = html.document_fromstring(text)
    for path in (*_LEFT_OUT, *(() if history else _HISTORY), *(() if canonical else _WHOLE_ADDRESSES)):
        for element in page.xpath(path):
            if element.getparent() is not None:
                _drop(element)
    for form in page.iter("form"):
        if form.get("role") == "search":
            form.set("action", search)
            for field in form.iter("input"):  # what is offered while somebody types is asked of the server
                for name in ("data-names", "data-names-script"):
                    field.attrib.pop(name, None)
    for tag, attribute in _LINKED:
        for element in list(page.iter(tag)):
            _turned(element, attribute, turn)
    for element in reversed(list(page.iter(*_HOLLOW))):
        if _is_hollow(element):
            _drop(element)
    for element in page.xpath(f"//*[@{_TOUCHED}]"):
        del element.attrib[_TOUCHED]
    for link in page.xpath(_DATING):
        link.text = "date open"
    for link in page.xpath("//a[contains(@href, '#date')]"):  # the forms that date a document are left out
        link.set("href", link.get("href").partition("#")[0])
    _dead_ends(page)
    _head(page, canonical)
    for footer in page.xpath("//footer[contains(@class, 'site')]"):
        footer.append(html.fragment_fromstring(note))
    return b"<!doctype html>\n" + bytes(html.tostring(page, encoding="utf-8"))


def _turned(element: Any, attribute: str, turn: Turn) -> None:
    address = element.get(attribute)
    if address is None or address.startswith("#"):
        return
    link = turn(address)
    if link is not None:
        element.set(attribute, link)
    elif element.tag != "a" or _is_entry(element):
        _drop(element)
    elif row := element.xpath("ancestor::li[ancestor::section[@class='facet'] or ancestor::ul[@class='orders']]"):
        _drop(row[0])
    elif line := element.xpath(_ACTIONS):
        _out_of_line(element, line[0])
    else:
        element.drop_tag()


def _out_of_line(element: Any, line: Any) -> None:
    """Take a link out of a line of links, and the line too where no link is left in it."""
    _drop(element)
    if not line.xpath(".//a"):
        if line.getparent() is not None:
            _drop(line)
        return
    first, last = line[0], line[-1]
    line.text = (line.text or "").lstrip(_BETWEEN) if first.tag == "a" else line.text
    last.tail = (last.tail or "").rstrip(_BETWEEN)


def _dead_ends(page: Any) -> None:
    """Make plain text of links to a part of this page that was left out."""
    ids = set(page.xpath("//@id"))
    for link in page.xpath("//a[starts-with(@href, '#')]"):
        if unquote(link.get("href")[1:]) not in ids:
            line = link.xpath("parent::p[@class='to-filters']")
            _drop(line[0]) if line else link.drop_tag()
    for layout in page.xpath(_LAYOUTS):
        del layout.attrib["class"]


def _is_entry(link: Any) -> bool:
    """Say whether a link is nothing without its page: a button, or an entry of a list of links."""
    buttons = bool({"button", "chip", "clear"} & set((link.get("class") or "").split()))
    return buttons or bool(link.xpath("ancestor::nav[@aria-label='Main'] | ancestor::ul[@class='links'] | "
                                      "ancestor::details[@class='taking']"))  # fmt: skip


def _is_hollow(element: Any) -> bool:
    """Say whether nothing is left in an element but headings, of which something was taken out."""
    if element.get(_TOUCHED) is None:
        return False
    rest = [child for child in element if child.tag not in _HEADINGS]
    words = (element.text or "") + "".join(child.tail or "" for child in element)
    return not rest and not words.strip()


def _drop(element: Any) -> None:
    """Take an element out, and mark what it stood in; the text behind it stays."""
    for around in element.iterancestors(*_HOLLOW):
        around.set(_TOUCHED, "")
    element.drop_tree()


def _head(page: Any, canonical: str) -> None:
    head = page.find("head")
    policy = html.Element("meta")
    policy.set("http-equiv", "Content-Security-Policy")
    policy.set("content", POLICY)
    head.insert(1, policy)
    if canonical:
        link = html.Element("link", rel="canonical", href=canonical)
        head.append(link)


INDEX: Final = "index.html"
NUMBERED: Final = ("part", "page")
"""Queries that turn the pages of one thing; the first one stands at the address itself."""
FIRST: Final = "1"
LONGEST: Final = 60
"""Characters of a view's words in the name of its folder."""
DIGITS: Final = 8
"""Hexadecimal digits behind them: two of a thousand views are alike once in nine thousand sites."""


def file_of(address: str) -> str:
    """Return the file of a path with its query; files have a dot in their last part, pages have not.

    >>> [file_of(address) for address in ("/", "/claims?page=2", "/documents/4?part=3", "/claims/3.json")]
    ['index.html', 'claims/page-2/index.html', 'documents/4/part-3/index.html', 'claims/3.json']
    >>> file_of("/figures?measured=street+robbery&unit=percent")
    'figures/measured-street-robbery-unit-percent-8a2281e2/index.html'
    """
    parts = urlsplit(address)
    path = unquote(parts.path).strip("/")
    if "." in path.rpartition("/")[2]:
        return path
    query = dict(parse_qsl(parts.query))
    turned = {name: query.pop(name, FIRST) for name in NUMBERED}
    numbers = [f"{name}-{number}" for name, number in turned.items() if number != FIRST]
    return "/".join(filter(None, (path, _folder(query), *numbers, INDEX)))


def _folder(query: dict[str, str]) -> str:
    """Return the name of the folder of a view: its words for people, and a few digits that tell like ones apart."""
    if not query:
        return ""
    asked = urlencode(sorted(query.items()))
    words = "-".join(re.findall(r"[a-z0-9]+", " ".join(f"{key} {value}" for key, value in query.items()).lower()))
    return f"{words[:LONGEST]}-{hashlib.sha256(asked.encode()).hexdigest()[:DIGITS]}"


def relative(from_file: str, to_file: str) -> str:
    """Return the link that leads from one file of the site to another, wherever the site lies.

    >>> relative("claims/3/index.html", "documents/4/index.html"), relative("index.html", "static/a.css")
    ('../../documents/4/index.html', 'static/a.css')
    """
    return quote(posixpath.relpath(to_file, posixpath.dirname(from_file) or "."))


MANIFEST: Final = ".published-by-tracker.json"
"""The list of the files that were published; a folder without it is somebody else's."""


class Folder:
    """A published site on disk, with the files of the last time and those of this time."""

    def __init__(self, path: Path, day: str) -> None:
        """Open a folder, made where it is missing; ``day`` is printed as the day of publication.

        Raises ``TrackerError`` for a folder with files in it that no earlier publication made.
        """
        self.path, self.day = path, day
        self.before: dict[str, str] = {}
        self.now: dict[str, str] = {}
        self.written = self.removed = 0
        if path.exists() and not path.is_dir():
            raise TrackerError(f"{path} is a file; a site is published into a folder.")
        manifest = path / MANIFEST
        try:
            if manifest.is_file():
                self.before = dict(json.loads(manifest.read_text(encoding="utf-8"))["files"])
            elif path.is_dir() and any(path.iterdir()):
                raise TrackerError(f"{path} holds files that “tracker publish” did not make; choose an empty folder.")
            path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise TrackerError(f"{path} cannot be used: {(error.strerror or 'unknown reason').lower()}.") from error
        except (ValueError, KeyError, TypeError, AttributeError):
            raise TrackerError(f"{manifest} is damaged; publish into an empty folder instead.") from None
        self._note(self.before)

    def put(self, name: str, content: Iterable[bytes]) -> None:
        """Write a file of the site, unless it is there already with the same words on another day."""
        target = self.path / name
        if not target.resolve().is_relative_to(self.path.resolve()):
            raise TrackerError(f"A page would be written outside the folder: {name}.")
        target.parent.mkdir(parents=True, exist_ok=True)
        digest = hashlib.sha256()
        fresh = target.with_name(f"{target.name}.new")
        with fresh.open("wb") as file:
            for piece in content:
                digest.update(piece)
                file.write(piece.replace(DAY.encode(), self.day.encode()))
        self.now[name] = digest.hexdigest()
        if self.before.get(name) == self.now[name] and target.is_file():
            fresh.unlink()
            return
        fresh.replace(target)
        self.written += 1

    def finish(self) -> None:
        """Remove what was published before and is no more, and note what is published now."""
        for name in self.before.keys() - self.now.keys():
            gone = self.path / name
            if gone.is_file():
                gone.unlink()
                self.removed += 1
            for parent in gone.parents:
                if parent == self.path or not parent.is_dir() or any(parent.iterdir()):
                    break
                parent.rmdir()
        self._note(self.now)

    def _note(self, files: dict[str, str]) -> None:
        told: dict[str, Any] = {"made by": "tracker publish", "files": dict(sorted(files.items()))}
        (self.path / MANIFEST).write_text(json.dumps(told, indent=0) + "\n", encoding="utf-8")
