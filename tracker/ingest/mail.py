"""Mail (.eml) and saved pages (.mhtml): what was written, from whom, when; quoted mail stays text, no file is read."""

from __future__ import annotations

import email
import email.policy
from dataclasses import replace
from datetime import datetime
from email import policy
from email.errors import MessageError
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parsedate_to_datetime
from typing import Final, cast

from tracker.ingest import html
from tracker.ingest.heads import subject
from tracker.ingest.plain import Parsed, decode, marked
from tracker.models import Basis, DatedWords, DateKind, ReadError
from tracker.text.words import printable

MOST_NAMED: Final = 5
"""Attachments a note names."""


def parse(data: bytes, name: str) -> Parsed:
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
        return html.parse(marked(raw, body.get_content_charset()), name)
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
    parsed = html.parse(marked(page, part.get_content_charset()), name)
    address = part.get("Content-Location") or saved.get("Snapshot-Content-Location")
    return replace(
        parsed,
        url=str(address) if str(address or "").startswith(("http://", "https://")) else parsed.url,
        dates=(*parsed.dates, *_saved_on(str(saved.get("Date") or ""))),
    )


def _main_page(saved: EmailMessage) -> EmailMessage | None:
    """Return the part that is the page: the one the file names as its root, else the first that is HTML."""
    pages = [part for part in saved.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    root = saved.get_param("start")
    named = (part for part in pages if root and part.get("Content-ID") == root)
    found = next(named, pages[0] if pages else None)
    return found if isinstance(found, EmailMessage) else None


def _saved_on(words: str) -> tuple[DatedWords, ...]:
    try:
        day: datetime = parsedate_to_datetime(words)
    except ValueError:
        return ()
    why = "the day the page was saved"
    return (DatedWords(DateKind.CAPTURED, day.date().isoformat(), Basis.STATED, words, why=why),)
