"""Exports of any length, a piece at a time, in the forms other programs read: for the pages, the API, the command line.

One table says what leaves in which form, and all three offer just that.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from tracker import store
from tracker.cite import records
from tracker.desk import annotating, citing, exporting, history, linked_export, network_export
from tracker.desk.export_forms import FORMS, ROWS, Form
from tracker.desk.narrowing import Narrowed, filters_of
from tracker.desk.pieces import Pieces, as_json, json_list
from tracker.models import NotFoundError
from tracker.models.record import Record
from tracker.store import streams
from tracker.store.rows import Row

Given = Mapping[str, str]
Maker = Callable[[store.Database, Any, str], Pieces]
"""Writes what filters leave of a noun; the last argument is the address before its links."""


def _whole(
    stream: Callable[[store.Database], Iterable[Row] | Iterable[Record]],
) -> Callable[[store.Database, Any], Iterable[Row] | Iterable[Record]]:
    return lambda db, _: stream(db)


STREAMS: Final[Mapping[str, Callable[[store.Database, Any], Iterable[Row] | Iterable[Record]]]] = {
    "claims": streams.claims,
    "decisions": _whole(streams.listed_decisions),
    "documents": _whole(streams.listed_documents),
    "events": lambda db, _: map(history.row, streams.listed_events(db)),
    "figures": streams.listed_figures,
    "notes": _whole(streams.listed_notes),
    "relations": _whole(streams.listed_relations),
    "speakers": lambda db, filters: streams.listed_speakers(db, words=filters.words, order=filters.order),
    "threads": lambda db, filters: streams.listed_threads(db, speaker=filters.speaker),
    "topics": _whole(streams.listed_topics),
    "verdicts": streams.listed_verdicts,
}
"""Everything there is to export, in rows."""


def _ris(db: store.Database, filters: None, address: str) -> Pieces:
    return (records.ris(citing.citable(row)) for row in streams.listed_documents(db))


def _bibtex(db: store.Database, filters: None, address: str) -> Pieces:
    return records.every_bibtex(citing.citable(row) for row in streams.listed_documents(db))


def _csl(db: store.Database, filters: None, address: str) -> Pieces:
    items = records.every_csl(citing.citable(row) for row in streams.listed_documents(db))
    return json_list("[", map(as_json, items), "]\n")


ANNOTATED: Final = "annotations"
"""The form whose own address tells the filters, so that it is made of what was asked."""
MAKERS: Final[Mapping[tuple[str, str], Maker]] = {
    ("claims", "jsonld"): linked_export.claims,
    ("claims", "graphml"): network_export.of_claims,
    ("claims", "congruence"): network_export.congruence,
    ("claims", "conflict"): network_export.conflict,
    ("documents", "jsonld"): linked_export.documents,
    ("documents", "ris"): _ris,
    ("documents", "bibtex"): _bibtex,
    ("documents", "csl"): _csl,
    ("figures", "jsonld"): linked_export.figures,
    ("speakers", "jsonld"): linked_export.speakers,
    ("threads", "jsonld"): linked_export.threads,
    ("threads", "graphml"): network_export.of_threads,
    ("topics", "jsonld"): linked_export.topics,
    ("verdicts", "jsonld"): linked_export.verdicts,
}
"""What leaves in which form beside rows and annotations."""
PAIRS: Final[Mapping[str, tuple[Form, ...]]] = {
    noun: tuple(
        form
        for form in FORMS.values()
        if form.key in ROWS or (noun, form.key) in MAKERS or (form.key == ANNOTATED and noun in annotating.KINDS)
    )
    for noun in sorted(STREAMS)
}
"""The one table of what leaves in which form."""


def nouns() -> list[str]:
    """Return everything there is to export."""
    return list(PAIRS)


def forms_of(noun: str) -> tuple[Form, ...]:
    """Return the forms a noun can be exported in, rows first."""
    return PAIRS[noun]


def export(db: store.Database, noun: str, form: str, given: Given | None = None, *, address: str) -> Pieces:
    """Give an export of a noun in a form, a piece of text at a time; ``address`` is put before the links in it.

    ``given`` are the filters of the noun's list (``narrowing.NAMES``). Raises ``TrackerError`` for one that the noun
    has not, ``NotFoundError`` where there is no such form of the noun.
    """
    if form not in [each.key for each in PAIRS[noun]]:
        names = ", ".join(each.key for each in PAIRS[noun])
        raise NotFoundError(f"There is no {form} of {noun}; there are {names}.")
    asked = {key: value for key, value in (given or {}).items() if value.strip()}
    filters, address = filters_of(db, noun, asked), address.rstrip("/")
    return _at_one_moment(db, lambda: _made(db, noun, form, filters, asked, address))


def _made(db: store.Database, noun: str, form: str, filters: Narrowed, asked: Given, address: str) -> Pieces:
    if form in ROWS:
        return in_rows(noun, form, STREAMS[noun](db, filters))
    if form == ANNOTATED:
        return annotating.in_one_file(db, noun, asked, address)
    return MAKERS[noun, form](db, filters, address)


def _at_one_moment(db: store.Database, made: Callable[[], Pieces]) -> Pieces:
    with store.snapshot(db):
        yield from made()


def in_rows(name: str, form: str, found: Iterable[Row] | Iterable[Record]) -> Pieces:
    """Give rows as CSV (RFC 4180, no formulas), as one JSON object that holds them under ``name``, or as JSON lines."""
    if form == "csv":
        return _csv(found)
    if form == "json":
        return json_list(f'{{"{name}": [', map(as_json, found), '], "count": %d}\n')
    return (as_json(row) + "\n" for row in found)


def _csv(found: Iterable[Row] | Iterable[Record]) -> Pieces:
    out = io.StringIO()
    writer: csv.DictWriter[str] | None = None
    for row in found:
        if writer is None:
            writer = csv.DictWriter(out, fieldnames=list(row.keys()), extrasaction="ignore")
            writer.writeheader()
        writer.writerow({key: exporting.cell(value) for key, value in row.items()})
        yield out.getvalue()
        out.seek(0)
        out.truncate()
