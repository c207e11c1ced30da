"""What every form does after its verb: say so, offer Undo, and go back to a page of this site."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import flash, redirect, request
from werkzeug.wrappers import Response

from tracker.models import TrackerError

NOTHING_CHANGED = "That was so already; nothing changed."


def finished(sentence: str, event: int | None, fallback: str) -> Response:
    """Flash what was done, with its event so that the page can offer Undo, and redirect."""
    if event is None:
        flash(NOTHING_CHANGED)
    else:
        flash(sentence, f"{event}")
    return redirect(next_page(fallback), code=303)


def next_page(fallback: str) -> str:
    """Return the page a form asks to go on to, if it lies on this site, else ``fallback``."""
    wanted = request.form.get("next", "")
    return wanted if is_local(wanted) else fallback


def is_local(address: str) -> bool:
    """Whether an address is a plain path on this site; browsers read ``//host`` and ``/\\\\host`` as another one.

    >>> is_local("/claims/3#matches"), is_local("//elsewhere.example/"), is_local("https://elsewhere.example/")
    (True, False, False)
    """
    if not address.startswith("/") or address.startswith(("//", "/\\")) or not address.isprintable():
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return not parts.scheme and not parts.netloc


def form_number(name: str, meaning: str) -> int:
    """Return a whole number of the form, or raise ``TrackerError`` that names what was wanted."""
    try:
        return int(request.form.get(name, ""))
    except ValueError:
        raise TrackerError(f"{meaning} must be a whole number.") from None
