"""Forms of citation that a house adds to those there are: lines of its own with named blanks, and styles in CSL."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Final

from tracker.cite.citations import cite
from tracker.cite.own_line import OwnLine, checked
from tracker.cite.snippets import Quoted
from tracker.cite.sources import Citable, Pinpoint
from tracker.cite.styles import Style, added_style
from tracker.db import events
from tracker.db.connection import in_transaction
from tracker.db.rows import Database
from tracker.models import Basis, ClaimKind, DocumentDate, Listed, NotFoundError, TrackerError
from tracker.models.documents import CitationForm
from tracker.models.events import Event, EventKind
from tracker.services import cite as services_cite
from tracker.services import nouns
from tracker.services.cite import Form

LONGEST_NAME: Final = 80
"""Characters of a form's name."""
_REMEMBERED: Final = 64
"""Styles kept ready: reading the XML of one takes some milliseconds."""

_PLACE = Pinpoint(paragraph=4, page=2, speaker="Mara Quill")
SAMPLE: Final = services_cite.Subject(
    Citable(
        "harbour.pdf",
        DocumentDate("2022-03-14", Basis.STATED),
        "Harbour force weighs ‘armed patrols’",
        "The Saltmere Gazette",
        "By Ruth Ellery",
        url="https://gazette.example/harbour",
        accessed="2024-05-06",
        sha256="0123456789abcdef" * 4,
    ),
    _PLACE,
    Quoted(
        "We are not planning “routine” armed patrols in Saltmere",
        ClaimKind.DIRECT,
        "Mara Quill",
        "2022-03-12",
        "https://gazette.example/harbour#:~:text=We%20are",
        pinpoint=_PLACE,
        role="Assistant Chief Constable",
    ),
)
"""An invented claim of which all is known, by which a form is tried and shown."""
BARE: Final = services_cite.Subject(
    Citable("leaflet.txt", DocumentDate(None, Basis.UNKNOWN, ()), "Guns on the quay"),
    quoted=Quoted("The patrols cost £2,000 a week", ClaimKind.STATISTIC),
)
"""An invented claim of which next to nothing is known."""


def added(db: Database, folder: Path) -> tuple[dict[str, Form], list[str]]:
    """Return the forms that a house added, by key, and a sentence for each file of the folder that is no style."""
    found, problems = services_cite.added_styles(folder)
    rows = events.citation_forms(db)
    kept = {row.key: OwnLine(row.key, row.name, row.line) if row.line else _style(row) for row in rows}
    return {**found, **kept}, problems


@lru_cache(maxsize=_REMEMBERED)
def _style(form: CitationForm) -> Style:
    return replace(added_style((form.csl or "").encode(), form.name), key=form.key)


def listed(db: Database) -> Listed[CitationForm]:
    """Return the forms that are offered, by name; there are a dozen at most, so a page is cut from all."""
    found = events.citation_forms(db)

    def rows(*, limit: int, offset: int) -> list[CitationForm]:
        return found[offset:] if limit < 0 else found[offset : offset + limit]

    return Listed(len(found), rows)


def save_line(db: Database, name: str, line: str, *, who: str) -> tuple[int, int | None]:
    """Keep a line under a name, in place of the one of that name; return its number and the event, if anything changed.

    Raises ``TrackerError`` with one sentence for a line with something wrong, or a name that is another form's.
    """
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise TrackerError(f"Give the line a name of one to {LONGEST_NAME} characters; this one has {len(name):,}.")
    return _save(db, _key(name), name, line=checked(line), who=who)


def add_style(db: Database, csl: bytes, file_name: str, *, who: str) -> tuple[int, int | None]:
    """Keep a CSL style, in place of the one of that file's name, once it has cited something; as :func:`save_line`."""
    if len(csl) > services_cite.LARGEST_STYLE:
        raise TrackerError(f"{file_name} is too large for a CSL style.")
    style = added_style(csl, file_name)
    for subject in (SAMPLE, BARE):
        cite(subject.source, style, subject.pinpoint)
    try:
        text = csl.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise TrackerError(f"{file_name} is no text in UTF-8, as styles are.") from None
    return _save(db, _key(style.key), style.name[:LONGEST_NAME], csl=text, who=who)


@in_transaction
def _save(
    db: Database, key: str, name: str, *, line: str | None = None, csl: str | None = None, who: str
) -> tuple[int, int | None]:
    if key in services_cite.forms({}, quoted=True):
        raise TrackerError(f"“{name}” is the name of a form that is there already; choose another.")
    before = _of_key(db, key)
    if before is not None:
        if (before.line is None) != (line is None):
            kind = "style" if before.line is None else "line"
            raise TrackerError(
                f"There is a {kind} called “{before.name}” already; take it off first, or choose a name."
            )
        if (before.name, before.line, before.csl) == (name, line, csl):
            return before.id, None
        events.set_form_removed(db, before.id, True)
    form_id = events.add_citation_form(db, key, name, line=line, csl=csl)
    event = events.record(
        db, at=nouns.now(), who=who, kind=EventKind.FORM_SAVED, noun="form", noun_id=form_id,
        old={"form": before.id} if before else {}, new={"name": name},
    )  # fmt: skip
    return form_id, event


@in_transaction
def remove(db: Database, form_id: int, *, who: str) -> int:
    """Offer a form no longer; return the event."""
    form = events.citation_form(db, form_id)
    if form is None or form.removed:
        raise NotFoundError(f"There is no form of citation {form_id}.")
    events.set_form_removed(db, form_id, True)
    return events.record(
        db, at=nouns.now(), who=who, kind=EventKind.FORM_REMOVED, noun="form", noun_id=form_id,
        old={"name": form.name},
    )  # fmt: skip


def _key(name: str) -> str:
    """Return by what a form is chosen: ``the-quay-gazette`` for "The Quay Gazette"."""
    key = re.sub(r"\W+", "-", name.lower()).strip("-")
    if not key:
        raise TrackerError("The name of a form of citation has letters in it.")
    return key


def _of_key(db: Database, key: str) -> CitationForm | None:
    return next((form for form in events.citation_forms(db) if form.key == key), None)


def _save_undone(db: Database, event: Event) -> None:
    form = events.citation_form(db, event.noun_id)
    if form is None or form.removed:
        raise TrackerError("This form was saved anew or removed since; undo that first.")
    events.set_form_removed(db, form.id, True)
    if "form" in event.old:
        events.set_form_removed(db, event.old["form"], False)


def _removal_undone(db: Database, event: Event) -> None:
    form = events.citation_form(db, event.noun_id)
    if form is not None and _of_key(db, form.key) is not None:
        raise TrackerError(f"There is another form “{form.name}” now; remove that first.")
    events.set_form_removed(db, event.noun_id, False)


UNDO: Mapping[EventKind, Callable[[Database, Event], None]] = {
    EventKind.FORM_SAVED: _save_undone,
    EventKind.FORM_REMOVED: _removal_undone,
}
"""How each change of the forms is taken back."""
