"""Exports of any length, a piece at a time, in the forms other programs read: for the pages, the API, the command line.

One table says what leaves in which form, and all three offer just that.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from tracker.cite import records
from tracker.cite.web_annotations import PROFILE
from tracker.db import exports
from tracker.db.connection import snapshot
from tracker.db.rows import Database, Row
from tracker.models import NotFoundError
from tracker.models.record import Record
from tracker.services import cite, history, linked_data, writers
from tracker.services.filters import Narrowed, filters_of
from tracker.services.writers import Pieces, as_json, json_list


@dataclass(frozen=True, slots=True)
class Form:
    """A form an export takes: the ending of its file, its media type, and its name on the pages."""

    key: str
    ending: str
    media_type: str
    name: str


FORMS: Final[Mapping[str, Form]] = {
    form.key: form
    for form in (
        Form("csv", "csv", "text/csv; charset=utf-8", "CSV"),
        Form("json", "json", "application/json", "JSON"),
        Form("ndjson", "ndjson", "application/x-ndjson", "JSON lines"),
        Form("jsonld", "jsonld", "application/ld+json", "JSON-LD (schema.org)"),
        Form("annotations", "annotations.jsonld", f'application/ld+json; profile="{PROFILE}"', "Web Annotations"),
        Form("graphml", "graphml", "application/graphml+xml", "Network (GraphML)"),
        Form("congruence", "congruence.graphml", "application/graphml+xml", "Who agrees (GraphML)"),
        Form("conflict", "conflict.graphml", "application/graphml+xml", "Who differs (GraphML)"),
        Form("ris", "ris", "application/x-research-info-systems", "RIS"),
        Form("bibtex", "bib", "application/x-bibtex", "BibTeX"),
        Form("csl", "csl.json", "application/vnd.citationstyles.csl+json", "CSL-JSON"),
    )
}
ROWS: Final = ("csv", "json", "ndjson")
"""The forms every noun has."""


Given = Mapping[str, str]
Maker = Callable[[Database, Any, str], Pieces]
"""Writes what filters leave of a noun; the last argument is the address before its links."""


def _whole(
    stream: Callable[[Database], Iterable[Row] | Iterable[Record]],
) -> Callable[[Database, Any], Iterable[Row] | Iterable[Record]]:
    return lambda db, _: stream(db)


STREAMS: Final[Mapping[str, Callable[[Database, Any], Iterable[Row] | Iterable[Record]]]] = {
    "claims": exports.claims,
    "decisions": _whole(exports.listed_decisions),
    "documents": _whole(exports.listed_documents),
    "events": lambda db, _: map(history.row, exports.listed_events(db)),
    "figures": exports.listed_figures,
    "notes": _whole(exports.listed_notes),
    "relations": _whole(exports.listed_relations),
    "speakers": lambda db, filters: exports.listed_speakers(db, words=filters.words, order=filters.order),
    "threads": lambda db, filters: exports.listed_threads(db, speaker=filters.speaker),
    "topics": _whole(exports.listed_topics),
    "verdicts": exports.listed_verdicts,
}
"""Everything there is to export, in rows."""


def _ris(db: Database, filters: None, address: str) -> Pieces:
    return (records.ris(cite.citable(row)) for row in exports.listed_documents(db))


def _bibtex(db: Database, filters: None, address: str) -> Pieces:
    return records.every_bibtex(cite.citable(row) for row in exports.listed_documents(db))


def _csl(db: Database, filters: None, address: str) -> Pieces:
    items = records.every_csl(cite.citable(row) for row in exports.listed_documents(db))
    return json_list("[", map(as_json, items), "]\n")


ANNOTATED: Final = "annotations"
"""The form whose own address tells the filters, so that it is made of what was asked."""
MAKERS: Final[Mapping[tuple[str, str], Maker]] = {
    ("claims", "jsonld"): linked_data.claims,
    ("claims", "graphml"): linked_data.of_claims,
    ("claims", "congruence"): linked_data.congruence,
    ("claims", "conflict"): linked_data.conflict,
    ("documents", "jsonld"): linked_data.documents,
    ("documents", "ris"): _ris,
    ("documents", "bibtex"): _bibtex,
    ("documents", "csl"): _csl,
    ("figures", "jsonld"): linked_data.figures,
    ("speakers", "jsonld"): linked_data.speakers,
    ("threads", "jsonld"): linked_data.threads,
    ("threads", "graphml"): linked_data.of_threads,
    ("topics", "jsonld"): linked_data.topics,
    ("verdicts", "jsonld"): linked_data.verdicts,
}
"""What leaves in which form beside rows and annotations."""
PAIRS: Final[Mapping[str, tuple[Form, ...]]] = {
    noun: tuple(
        form
        for form in FORMS.values()
        if form.key in ROWS or (noun, form.key) in MAKERS or (form.key == ANNOTATED and noun in linked_data.KINDS)
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


def export(db: Database, noun: str, form: str, given: Given | None = None, *, address: str) -> Pieces:
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


def _made(db: Database, noun: str, form: str, filters: Narrowed, asked: Given, address: str) -> Pieces:
    if form in ROWS:
        return in_rows(noun, form, STREAMS[noun](db, filters))
    if form == ANNOTATED:
        return linked_data.in_one_file(db, noun, asked, address)
    return MAKERS[noun, form](db, filters, address)


def _at_one_moment(db: Database, made: Callable[[], Pieces]) -> Pieces:
    with snapshot(db):
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
        writer.writerow({key: writers.cell(value) for key, value in row.items()})
        yield out.getvalue()
        out.seek(0)
        out.truncate()
