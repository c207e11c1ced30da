"""A claim's words with their source, for people to paste: a newsroom's line, Markdown, HTML."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from html import escape
from typing import Final

from tracker.cite.sources import NOWHERE, UNDATED, Citable, Pinpoint, date_remark, printed_date, title_of, writers
from tracker.cite.words import stances
from tracker.models import ClaimKind, Stance

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
