"""What is cited: a document as CSL-JSON, the place of the cited words in it, and who spoke them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from tracker.cite.bylines import Author, authors, names_body, split_name
from tracker.models import DocumentDate
from tracker.text.layout import shape

UNDATED: Final = "n.d."
_RELEASE: Final = re.compile(
    r"^\W*(?:(?:press|news|media) (?:release|statement)|for immediate release)\W*(?:$|:|[-–—])",
    re.IGNORECASE | re.MULTILINE,
)
_BEGINNING: Final = 600
"""Characters in which a press release says what it is."""
BODIES: Final = ("webpage", "report")
"""CSL types whose publisher is their author where no person is named."""
_PDF: Final = "application/pdf"
_MONTHS: Final = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Citable:
    """A document to be cited; blanks are "not shown". ``accessed`` is the ISO date on which the address was read.

    ``name`` is the file's name, which stands in where there is no title. ``sha256`` is that of the original bytes.
    ``press_release`` is true where the text calls itself one.
    """

    name: str
    date: DocumentDate
    title: str | None = None
    publisher: str | None = None
    byline: str | None = None
    url: str | None = None
    accessed: str | None = None
    media_type: str = ""
    sha256: str | None = None
    press_release: bool = False


def calls_itself_press_release(text: str, title: str | None = None) -> bool:
    """Say whether a text calls itself a press release in its title or in a line of its beginning.

    >>> [calls_itself_press_release(text) for text in ("NEWS RELEASE\\n\\nQuay reopens", "A press release said so.")]
    [True, False]
    """
    return bool(_RELEASE.search(text[:_BEGINNING]) or _RELEASE.search(title or ""))


def writers(source: Citable) -> tuple[Author, ...]:
    """Return who wrote a document by its byline; a body that published it as well is named as publisher alone."""
    publisher = (source.publisher or "").removeprefix("The ").casefold()
    return tuple(one for one in authors(source.byline) if one.name.casefold() != publisher)


def title_of(source: Citable) -> str:
    """Return the title, or words that say there is none."""
    return source.title or f"[Untitled text, filed as {source.name}]"


def printed_date(iso: str) -> str:
    """Return an ISO date, month or year as British prose prints it.

    >>> [printed_date(iso) for iso in ("2018-01-14", "2009-11", "2009")]
    ['14 January 2018', 'November 2009', '2009']
    """
    year, month, day = [*map(int, iso.split("-")), 0, 0][:3]
    return " ".join(filter(None, (str(day or ""), _MONTHS[month - 1] if month else "", str(year))))


def date_remark(date: DocumentDate) -> str:
    """Return what a reader should know of an open date, or an empty string.

    >>> from tracker.models import Basis
    >>> date_remark(DocumentDate(None, Basis.UNKNOWN, ("2009-10-15", "2015-10-15")))
    'undated; its words fit 15 October 2009 or 15 October 2015'
    """
    if date.value is not None:
        return ""
    if not date.candidates:
        return "undated"
    return f"undated; its words fit {_either(map(printed_date, date.candidates))}"


def _either(words: Iterable[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} or {last}" if first else last


def csl_type(source: Citable) -> str:
    """Return the CSL type.

    What a newspaper published is an article, as is what somebody signed where the publisher is no other kind of body; a
    PDF of a body is a report; press releases and other addresses are pages.
    """
    if source.press_release:
        return "webpage"
    if not source.publisher:
        return "webpage" if source.url else "document"
    newspaper = shape(source.publisher) == "masthead"
    if source.media_type == _PDF and not newspaper and (not writers(source) or names_body(source.publisher)):
        return "report"
    if newspaper or not source.url or (writers(source) and not names_body(source.publisher)):
        return "article-newspaper"
    return "webpage"


def csl(source: Citable) -> dict[str, Any]:
    """Return a document as a CSL-JSON item: undated ones have no ``issued``, and their candidates stand in ``note``."""
    item: dict[str, Any] = {"id": source.name, "type": csl_type(source), "title": title_of(source)}
    if people := writers(source):
        item["author"] = [_csl_name(person) for person in people]
    if source.publisher:
        item["publisher" if item["type"] == "report" else "container-title"] = source.publisher
    if source.press_release:
        item["genre"] = "Press release"
    if source.date.value is not None:
        item["issued"] = {"date-parts": [_parts(source.date.value)]}
    if source.url:
        item["URL"] = source.url
    if source.url and source.accessed:
        item["accessed"] = {"date-parts": [_parts(source.accessed)]}
    if remark := date_remark(source.date):
        item["note"] = remark
    return item


def _csl_name(person: Author) -> dict[str, str]:
    """Return a name for CSL; one word alone ("Reuters") is no family name."""
    return {"family": person.family, "given": person.given} if person.given else {"literal": person.family}


def _parts(iso: str) -> list[int]:
    return [int(part) for part in iso.split("-")]


@dataclass(frozen=True, slots=True)
class Pinpoint:
    """A place in a document: its paragraph of prose and its page, both from 1; ``None`` where there is none.

    ``last_page`` is set where the words go on to a later page. ``speaker`` is whom the document quotes there, ``None``
    for its own voice; ``body`` says that it is no person.
    ``reported`` means that the document tells what was said in its own words.
    """

    paragraph: int | None = None
    page: int | None = None
    speaker: str | None = None
    body: bool = False
    reported: bool = False
    last_page: int | None = None

    def families(self, joint: str = "and") -> str:
        """Return the speaker's family name, two speakers joined; a body or a description ("a neighbour") is whole.

        >>> Pinpoint(speaker="Mara Quill and Jan van der Berg").families("&")
        'Quill & van der Berg'
        """
        name = self.speaker or ""
        if self.body or name == name.lower():
            return name
        return f" {joint} ".join(split_name(one).family for one in name.split(" and "))

    @property
    def pages(self) -> str:
        """The number of the page, of the first and last where there are several, blank where it is not known."""
        last = f"–{self.last_page}" if self.last_page and self.last_page != self.page else ""
        return f"{self.page}{last}" if self.page else ""

    @property
    def words(self) -> str:
        """The place in plain words, blank where nothing is known of it.

        >>> Pinpoint(paragraph=3).words, Pinpoint(paragraph=12, page=7).words
        ('paragraph 3', 'page 7, paragraph 12')
        """
        several = "pages" if "–" in self.pages else "page"
        parts = [f"{several} {self.pages}"] if self.page else []
        return ", ".join(parts + ([f"paragraph {self.paragraph}"] if self.paragraph else []))


NOWHERE = Pinpoint()
"""The whole document, no place in it."""


def page_at(pages: Sequence[int], start: int) -> int | None:
    """Return the number of the page a place stands on, from the offsets where the pages begin; ``None`` without any.

    >>> page_at((0, 900, 1750), 900)
    2
    """
    return max(1, bisect_right(pages, start)) if pages else None
