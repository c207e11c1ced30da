"""A claim's words as readers are told them, alone, and with their source for people to paste: a line, Markdown, HTML.

Alone is for titles and lists only. No citation, quotation or check has these words: what stands in brackets was put
there by the program, and is the document's, but not the claim's."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from html import escape
from itertools import groupby
from typing import Final, NamedTuple

from tracker.cite.sources import NOWHERE, UNDATED, Citable, Pinpoint, date_remark, printed_date, title_of, writers
from tracker.models import ClaimKind, Stance
from tracker.models.claims import StoredReferent
from tracker.text.lexicon import rows
from tracker.text.names import ARTICLES

SHORT_HASH: Final = 12
"""Digits of a SHA-256 in running text: enough to tell originals apart, as in Git."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words to be quoted: ``speaker`` is who said them, ``None`` for the document's own voice.

    ``stance`` is what the source does with them. ``said`` is the ISO date of saying where the text states it.
    ``role`` is the speaker's title as the document prints it, blank where it prints none, or several.
    ``link`` is where the words can be read, ``pinpoint`` their place in the document.
    """

    text: str
    kind: ClaimKind
    speaker: str | None = None
    said: str | None = None
    link: str | None = None
    stance: Stance = "asserts"
    pinpoint: Pinpoint = NOWHERE
    role: str = ""


def quotation(quoted: Quoted, source: Citable) -> str:
    """Return a quotation with speaker, date, title, publisher, place and address, in one clean line for a newsroom.

    The address is the document's own; the forms for programs and pages have the one that leads to the words, and the
    hash of the original.

    Reported speech is marked as reported, for its words are the document's; so are most words of a mixed claim. An
    unknown date is "n.d.", followed by the dates that its words fit.
    """
    words = f"“{inner_marks(' '.join(quoted.text.split()))}”"
    who = speaker_of(quoted)
    said = f"{who}: {words}" if who else words
    place = [source.byline and _byline(source), _title(source)]
    told = _where(place, replace(quoted, link=None), replace(source, sha256=None))
    return f"{said}{_said_on(quoted)} — {told}"


def markdown(quoted: Quoted, source: Citable) -> str:
    """Return a quotation as Markdown: a block quotation whose source is linked."""
    words = _markdown(" ".join(quoted.text.split()))
    link = quoted.link or source.url
    title = _markdown(_title(source))
    place = [source.byline and _markdown(_byline(source)), f"[{title}](<{_in_angles(link)}>)" if link else title]
    who = speaker_of(quoted)
    said = f"{_markdown(who)}{_said_on(quoted)}, in " if who else ""
    told = _where(place, quoted, source, escape=_markdown, with_address=False)
    return f"> {words}\n>\n> — {said}{told}\n"


def blockquote(quoted: Quoted, source: Citable) -> str:
    """Return a quotation as HTML: a figure with ``<blockquote cite>`` and a caption that names its source."""
    link = quoted.link or source.url
    words = _html(" ".join(quoted.text.split()))
    title = f"<cite>{_html(title_of(source))}</cite>"
    linked = f'<a href="{escape(link)}">{title}</a>' if link else title
    place = [source.byline and _html(_byline(source)), linked]
    who = speaker_of(quoted)
    said = f"{_html(who)}{_said_on(quoted)}, in " if who else ""
    told = _where(place, quoted, source, escape=_html, with_address=False)
    cite = f' cite="{escape(link)}"' if link else ""
    return (
        f"<figure>\n  <blockquote{cite}>\n    <p>{words}</p>\n  </blockquote>\n"
        f"  <figcaption>— {said}{told}</figcaption>\n</figure>\n"
    )


def speaker_of(quoted: Quoted) -> str:
    """Return who speaks, what he does with the words, and whether these are the document's own.

    Blank for what the document asserts in its own voice, or what nobody known asserts.
    """
    doing = stances()[quoted.stance].doing if quoted.stance != "asserts" else ""
    if not quoted.speaker:
        return doing[:1].upper() + doing[1:]
    reported = "" if quoted.kind is ClaimKind.DIRECT else ", as reported"
    return f"{quoted.speaker}{doing and f' ({doing})'}{reported}"


def _title(source: Citable) -> str:
    """Return a title in quotation marks, those inside it single ones."""
    return f"“{inner_marks(source.title)}”" if source.title else title_of(source)


def _said_on(quoted: Quoted) -> str:
    return f" (said {printed_date(quoted.said)})" if quoted.said else ""


def _where(
    place: list[str | None],
    quoted: Quoted,
    source: Citable,
    *,
    escape: Callable[[str], str] = str,
    with_address: bool = True,
) -> str:
    """Return the rest of a sentence that names a source: publisher, date, place in it, address, capture and hash."""
    parts = [*place, *(part and escape(part) for part in (source.publisher, date_of(source), quoted.pinpoint.words))]
    link = (quoted.link or source.url) if with_address else None
    described = ", ".join(part for part in parts if part).removesuffix(".")
    captured = _captured(source, link)
    return f"{described}. {link}{captured}" if link else f"{described}{captured}."


def _captured(source: Citable, link: str | None) -> str:
    """Return when the address was read, or, where the original's hash is known, when it was captured and that hash."""
    if not source.sha256:
        return f" (accessed {printed_date(source.accessed)})" if link and source.accessed else ""
    day = f"captured {printed_date(source.accessed)}, " if source.accessed else ""
    return f" ({day}SHA-256 {source.sha256[:SHORT_HASH]}…)"


def _markdown(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>#|~])", r"\\\1", text)


def _html(text: str) -> str:
    return escape(text, quote=False)


def _in_angles(link: str) -> str:
    return link.replace("<", "%3C").replace(">", "%3E")


def date_of(source: Citable) -> str:
    """Return the date of a document as a line prints it; an open one is "n.d.", with the days that its words fit."""
    if source.date.value is not None:
        return printed_date(source.date.value)
    remark = date_remark(source.date).removeprefix("undated; ")
    return UNDATED if remark == "undated" else f"{UNDATED} ({remark})"


def _byline(source: Citable) -> str:
    return " and ".join(person.name for person in writers(source))


def inner_marks(text: str) -> str:
    """Make double quotation marks inside a quotation single ones, as British and American print both do."""
    inner = text.replace("“", "‘").replace("”", "’")
    return re.sub(r'"(?=\w)', "‘", inner).replace('"', "’")


def within_marks(text: str) -> str:
    """Return words as they are put between quotation marks in a line: blanks evened out, inner marks single ones.

    >>> within_marks("It is “very\\n safe”, she said")
    'It is ‘very safe’, she said'
    """
    return inner_marks(" ".join(text.split()))


@dataclass(frozen=True, slots=True)
class StanceWords:
    """A stance in words: what stands before words told in it, what stands behind a speaker's name, what it means."""

    label: str
    doing: str
    meaning: str


@cache
def stances() -> Mapping[str, StanceWords]:
    """Return every stance in words, by its name."""
    return {name: StanceWords(*words) for name, *words in rows("cite", "stances.tsv")}


def as_told(text: str, stance: Stance) -> str:
    """Return the words of a claim; those that are not asserted say so, for a bare "author" would affirm them.

    >>> as_told("Crime fell.", "denies"), as_told("Crime fell.", "asserts")
    ('denied: Crime fell.', 'Crime fell.')
    """
    return text if stance == "asserts" else f"{stances()[stance].label}: {text}"


REPLACED: Final = frozenset(("it", "they", "he", "she"))
"""Words that a bracket stands in place of; behind all others ("this figure", "the plan") it is added."""


class Piece(NamedTuple):
    """A stretch of a claim read alone; ``sentence`` is where the words of a bracket come from, else ``None``."""

    words: str
    sentence: str | None


def alone(text: str, start: int, referents: Iterable[StoredReferent]) -> list[Piece]:
    """Return a claim that begins at ``start`` in pieces; one piece where nothing is known of the words it leans on.

    >>> plan = StoredReferent(9, 11, 0, 8, "The plan", "The plan was dropped.")
    >>> "".join(piece.words for piece in alone("it was late", 9, [plan]))
    '[the plan] was late'
    """
    pieces: list[Piece] = []
    done = 0
    known = sorted((one for one in referents if one.meant), key=lambda one: (one.start, one.meant_start or 0))
    for (begin, end), several in groupby(known, key=lambda one: (one.start - start, one.end - start)):
        found = [*several]
        if begin < done or end > len(text):
            continue  # a person picked other bounds since
        word = text[begin:end]
        replaced = word.lower() in REPLACED or _is_named_again(word, found)
        bracket = _bracket(word, found, replaced=replaced)
        pieces += [Piece(text[done : begin if replaced else end] + ("" if replaced else " "), None)]
        pieces.append(Piece(bracket, " … ".join(dict.fromkeys(one.sentence or "" for one in found))))
        done = end
    pieces.append(Piece(text[done:], None))
    return [Piece(" ".join(f"|{piece.words}|".split())[1:-1], piece.sentence) for piece in pieces if piece.words]


def plainly(pieces: Sequence[Piece]) -> str | None:
    """Return pieces as one text, ``None`` where no bracket is among them."""
    return "".join(piece.words for piece in pieces) if len(pieces) > 1 else None


def _is_named_again(word: str, found: Sequence[StoredReferent]) -> bool:
    """Tell whether words have the noun that they stand for: "these schools" for "twelve schools"."""
    return " " in word and all((one.meant or "").lower().split()[-1] == word.lower().split()[-1] for one in found)


def _bracket(word: str, found: Sequence[StoredReferent], *, replaced: bool) -> str:
    words = [" ".join((one.meant or "").split()) for one in found]
    if len(words) > 1:
        return f"[unclear: {' or '.join(map(_small, words))}]"
    return f"[{_capital(words[0]) if replaced and word[0].isupper() else _small(words[0])}]"


def _small(words: str) -> str:
    """Return words with a small article, as they stand inside a sentence."""
    first = words.partition(" ")[0].lower()
    return words[:1].lower() + words[1:] if first in ARTICLES else words


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


NOUNS: Final = ("claim", "thread", "document")
"""What can be linked to."""


PATTERN: Final = rf"\[\[({'|'.join(NOUNS)}):([0-9]{{1,18}})\]\]"
"""A link: its noun, and a number of no more digits than a row's number has."""


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
