"""Saved web pages (.mhtml, .mht): the main HTML part, with the address and the day that it was saved from and on."""

from __future__ import annotations

import email
import email.policy
from dataclasses import replace
from datetime import datetime
from email.message import EmailMessage
from email.utils import parsedate_to_datetime

from tracker.ingest import html
from tracker.ingest.plain import Parsed, marked
from tracker.models import Basis, DatedWords, DateKind, ReadError


def parse(data: bytes, name: str) -> Parsed:
    """Return what the saved page holds, as ``html.parse`` does; its ``Content-Location`` is its address.

    Raises ``ReadError`` where no part is a page, or the page holds no text.
    """
    saved = email.message_from_bytes(data, _class=EmailMessage, policy=email.policy.default)
    part = _page(saved)
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


def _page(saved: EmailMessage) -> EmailMessage | None:
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
