"""What is cited: a document as CSL-JSON with who wrote it, the place of the cited words in it, and who spoke them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from tracker.models import DocumentDate, RecordKind
from tracker.text.layout import shape
from tracker.text.lexicon import rows
from tracker.text.names import (
    GENERATIONS,
    STRONG,
    STYLE,
    WEAK,
    bare_name,
    body_word,
    given_gender,
    is_particle,
    is_place,
    plain,
    title,
)
from tracker.text.words import PARTS

_JOINED: Final = re.compile(r"(,? (?:and|with) | & |; ?|(?<=\w)/(?=\w))", re.IGNORECASE)
_SET_APART: Final = re.compile(r",(?! [JS]r\b) ?| ?[|•·()] ?| [-–—] ", re.IGNORECASE)
"""What stands between a name and a trade, a place or another name."""
_FIRST_SIGNS: Final = re.compile(r"^\W+")
_FULL_STOP: Final = re.compile(r"(?<=\w{3})\.$")
_BODY_LINKS: Final = ("of", "for")
"""Words after which the name of a body goes on ("Department for Transport")."""
_MAC: Final = re.compile(r"^Mc(\w)")
_VOWELS: Final = frozenset("aeiouyAEIOUY")
_NUMERALS: Final = frozenset({"ii", "iii", "iv"})
"""Generations that are written in capitals, where "Jr" is not."""
LONGEST_INITIALS: Final = 4
"""Letters of a byline of one word in capitals that are an abbreviation ("AFP"), not a name in capitals."""


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote a document, as its byline prints the name: ``given`` is blank for a body and for a single name."""

    given: str
    family: str
    body: bool = False

    @property
    def name(self) -> str:
        """The whole name in its order."""
        return f"{self.given} {self.family}".strip()


def authors(byline: str | None) -> tuple[Author, ...]:
    """Return the people and bodies of a byline; trades, titles, letters after names and places are left out.

    A byline that names a trade alone ("Staff reporter") names nobody.

    >>> authors("- By Ann Example and Dr Bob Q. Sample, CRIME CORRESPONDENT")
    (Author(given='Ann', family='Example', body=False), Author(given='Bob Q.', family='Sample', body=False))
    >>> [one.family for one in authors("Crime Correspondent Jan van der Berg in Saltmere, and the Press Association")]
    ['van der Berg', 'Press Association']
    """
    groups = [_SET_APART.split(group) for group in _groups(byline or "")]
    several = len(groups) > 1
    wrote, found = True, list[Author]()
    for at, group in enumerate(groups):
        for number, piece in enumerate(group):
            every = [word for word in piece.split() if "@" not in word]
            words, wrote = _credited(every, wrote=wrote)
            first = number == 0 or len(words) < len(every)
            if number == len(group) - 1 and _goes_on_with_trade(groups[at + 1 : at + 2]):
                words = _without_field(words)
            words = _without_trade(words)
            if wrote and words and (first or _is_second_name(words, several=several, beside=found[-1:])):
                found.append(_author(words))
    return tuple(found)


def split_name(name: str) -> Author:
    """Return a person's name in its parts, without titles; particles belong to the family name.

    >>> [split_name(name).family for name in ("Dame Mara Quill", "Maria de la Cruz", "Tom Marsh KC", "Lord Bray")]
    ['Quill', 'de la Cruz', 'Marsh', 'Lord Bray']
    """
    first, *after = name.split() or [""]
    if after and (found := title(first)) is not None and found.kind == STYLE and after[1:2] in ([], ["of"]):
        return Author("", f"{first} {after[0]}")
    words = bare_name(name).split()
    if not words or "of" in words:
        return Author("", name)
    last = len(words) - 1
    if last and plain(words[last].strip(",")) in GENERATIONS:
        last -= 1
    begin = 0 if words[0].islower() and is_particle(words[0], byline=True) else 1
    particle = next((at for at in range(begin, last) if is_particle(words[at], byline=True)), last)
    return Author(" ".join(words[:particle]).rstrip(","), " ".join(words[particle:]))


def names_body(name: str) -> bool:
    """Tell whether a name is an organisation's by its words ("University of Saltmere", "Saltmere Police")."""
    return _is_body(name.split())


def _groups(byline: str) -> list[str]:
    """Return what stands between "and", "with", "&", ";" and "/", but for those inside the name of one body.

    >>> _groups("Ann Lowe and Devon and Cornwall Police"), _groups("Police Federation of England and Wales and")
    (['Ann Lowe', 'Devon and Cornwall Police'], ['Police Federation of England and Wales'])
    """
    words = byline.split()
    while words and (plain(words[-1]) in ("and", "with") or not any(map(str.isalnum, words[-1]))):
        words.pop()
    found, joint = list[str](), ""
    printed = _FULL_STOP.sub("", _FIRST_SIGNS.sub("", " ".join(words)).rstrip(",:;"))
    for at, part in enumerate(_JOINED.split(printed)):
        if at % 2:
            joint = part
        elif found and joint in (" and ", " & ") and _are_one_body(found[-1].split(), part):
            found[-1] += joint + part
        else:
            found.append(part)
    return found


def _are_one_body(before: list[str], after: str) -> bool:
    """Tell whether two sides of an "and" are one name: a single plain word before a body, or a place behind one."""
    if len(before) == 1 and not _is_body(before) and not before[0].isupper() and before[0][:1].isupper():
        return _is_body(after.split()) and not _JOINED.search(after)
    return _is_body(before) and before[-2:-1] == ["of"] and is_place(after)


def _credited(words: list[str], *, wrote: bool) -> tuple[list[str], bool]:
    """Return the words of a piece behind "Words by" and the like, and whether they name who wrote the text.

    A piece without such an opening goes on with the one before it, which ``wrote``: "pictures by A and B".
    """
    lower = [plain(word.strip(":")) for word in words]
    end = next((at for at, word in enumerate(words) if lower[at] == "by" or word.endswith(":")), None)
    if end and lower[end] != "by" and given_gender(words[0]) is not None:  # "Ann Lowe: crime reporter"
        return [*words[:end], words[end].strip(":")], wrote
    if end is None and lower[:1] == ["from"]:
        end = 0
    if end is not None:
        if words[end].endswith(":") and lower[end + 1 : end + 2] == ["by"]:
            end += 1
        rest = words[end + 1 :]
        return rest, all(word in _listed("opening") for word in lower[: end + 1])
    if all(word in _listed("opening") for word in lower):
        return [], wrote
    return (words[1:] if lower[0] in _listed("opening") and len(words) > 2 else words), wrote


def _goes_on_with_trade(following: list[list[str]]) -> bool:
    """Tell whether the group behind an "and" is the rest of a trade: "Ann Lowe Health and | science editor"."""
    words = following[0][0].split() if following else []
    return plain(words[0]) in _listed("field") and not _without_trade(words) if words else False


def _without_field(words: list[str]) -> list[str]:
    """Return a name of two words or more without the trade that begins behind it."""
    while len(words) > 2 and plain(words[-1]) in _listed("field"):
        words = words[:-1]
    return words


def _author(words: list[str]) -> Author:
    if len(words) == 1 and words[0].isupper() and len(words[0]) <= LONGEST_INITIALS:
        return Author("", words[0], body=True)
    if _is_body(words):
        named = words[1:] if plain(words[0]) == "the" and len(words) > 1 else words
        return Author(
            "", " ".join(_proper(word) if len(word) > LONGEST_INITIALS else word for word in named), body=True
        )
    last = len(words) - 1
    return split_name(" ".join(_proper(word, first=at == 0, last=at == last) for at, word in enumerate(words)))


def _without_trade(words: list[str]) -> list[str]:
    """Return the words of one piece of a byline that name somebody, none where it names a trade alone."""
    if len(words) == 1 and words[0].islower():  # "agency", "admin"
        return []
    beside = next((at for at, word in enumerate(words) if at > 1 and _is_beside(word)), len(words))
    if beside < len(words) and not _is_body(words[:beside]) and not all(map(title, words[:beside])):
        return _without_trade(words[:beside])
    nouns = [at for at, word in enumerate(words) if plain(word) in _listed("trade")]
    is_trade = bool(nouns) and nouns[-1] == len(words) - 1 and words[nouns[-1] - 1] not in _BODY_LINKS
    if not nouns or (_is_body(words) and not is_trade):
        return words
    if nouns[-1] < len(words) - 1:
        return words[nouns[-1] + 1 :]
    end = nouns[-1]
    while end and plain(words[end - 1]) in _listed("field") | _listed("trade"):
        end -= 1
    named = words[:end]  # one word before a trade is a paper's or a place's: "Saltmere correspondent"
    nobody = len(named) < 2 or _is_body(named) or is_place(" ".join(named)) or plain(named[0]) in _listed("determiner")
    return [] if nobody else named


def _is_beside(word: str) -> bool:
    """Tell whether what follows a name is no part of it: a lower-case preposition or a date."""
    return word in _listed("beside") or any(sign.isdigit() for sign in word)


def _is_second_name(words: list[str], *, several: bool, beside: Sequence[Author]) -> bool:
    """Tell whether words after a comma name another author, rather than a trade, a place or where the first works."""
    if len(words) < 2 or not all(word[:1].isupper() or is_particle(word, byline=True) for word in words):
        return False
    if all(plain(word) in _listed("field") | _listed("trade") for word in words) or is_place(" ".join(words)):
        return False
    return given_gender(words[0]) is not None or (several and (not _is_body(words) or any(one.body for one in beside)))


def _is_body(words: list[str]) -> bool:
    """Tell whether words name an organisation: one of its nouns is among them, or they are a paper's name.

    A given name before a weak noun, or before what might be a paper's, makes a person of them.
    A noun that stands first counts where "of" or "for" follows ("Bank of England"): alone it may be a given name.
    """
    heads = words if len(words) == 1 or words[1] in _BODY_LINKS else words[1:]
    kinds = set(map(body_word, heads))
    weak = WEAK in kinds or shape(" ".join(words)) == "masthead"
    return STRONG in kinds or (weak and bool(words) and given_gender(words[0]) is None)


def _proper(word: str, *, first: bool = False, last: bool = False) -> str:
    """Return a word of a name printed in capitals as names are written; initials stay, but as its ``last`` word.

    >>> [_proper(word) for word in ("O'NEILL", "MCADAM", "JK", "SMITH-JONES", "VAN", "III", "iPhone")]
    ["O'Neill", 'McAdam', 'JK', 'Smith-Jones', 'van', 'III', 'iPhone']
    """
    letters = "".join(PARTS.findall(word))
    bare = plain(word)
    if len(letters) < 2 or not letters.isupper() or bare in _NUMERALS:
        return word
    if is_particle(word, byline=True):
        return word.capitalize() if first or bare == "st" else word.lower()
    if "." in word.rstrip(".") or not (last or bare in GENERATIONS or _VOWELS & set(letters)):
        return word
    written = PARTS.sub(lambda part: part.group().capitalize(), word)
    return _MAC.sub(lambda name: f"Mc{name.group(1).upper()}", written)


@cache
def _listed(kind: str) -> frozenset[str]:
    return frozenset(word for own, word in rows("cite", "byline_words.tsv") if own == kind)


UNDATED: Final = "n.d."
_RELEASE: Final = re.compile(
    r"^\W*(?:(?:press|news|media) (?:release|statement)|for immediate release)\W*(?:$|:|[-–—])",
    re.IGNORECASE | re.MULTILINE,
)
BEGINNING: Final = 600
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
    ``press_release`` is true where the text calls itself one; ``record`` is the kind of record it is.
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
    record: RecordKind | None = None


def calls_itself_press_release(text: str, title: str | None = None) -> bool:
    """Say whether a text calls itself a press release in its title or in a line of its beginning.

    >>> [calls_itself_press_release(text) for text in ("NEWS RELEASE\\n\\nQuay reopens", "A press release said so.")]
    [True, False]
    """
    return bool(_RELEASE.search(text[:BEGINNING]) or _RELEASE.search(title or ""))


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

    ``column`` is that of a report, ``time`` the time of day or of the recording, as the report or recording has it.
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
    column: str | None = None
    time: str | None = None

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
    def printed(self) -> tuple[str, str] | None:
        """The kind of place that the document itself numbers, and its number: a column or a page."""
        if self.column:
            return "column", self.column
        return ("page", self.pages) if self.page else None

    @property
    def words(self) -> str:
        """The place in plain words, blank where nothing is known of it.

        >>> Pinpoint(paragraph=3).words, Pinpoint(paragraph=12, page=7).words
        ('paragraph 3', 'page 7, paragraph 12')
        >>> Pinpoint(paragraph=3, column="401", time="14:31").words
        'column 401, at 14:31'
        """
        several = "pages" if "–" in self.pages else "page"
        parts = [f"column {self.column}"] if self.column else [f"{several} {self.pages}"] if self.page else []
        parts += [f"at {self.time}"] if self.time else []
        counted = self.paragraph and not self.column and not self.time
        return ", ".join(parts + ([f"paragraph {self.paragraph}"] if counted else []))


NOWHERE = Pinpoint()
"""The whole document, no place in it."""


def page_at(pages: Sequence[int], start: int) -> int | None:
    """Return the number of the page a place stands on, from the offsets where the pages begin; ``None`` without any.

    >>> page_at((0, 900, 1750), 900)
    2
    """
    return max(1, bisect_right(pages, start)) if pages else None
