"""A page of the app made a page of a static site: links turned, forms and decisions left out (pure)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from urllib.parse import unquote

from lxml import html

POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
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
