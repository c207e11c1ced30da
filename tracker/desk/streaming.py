"""Exports of any length, a piece at a time, in the forms other programs read: for the pages and the command line."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from tracker import store
from tracker.cite import claimreview, linked_data, networks, records, web_annotations
from tracker.cite.anchors import Anchor
from tracker.cite.claimreview import Appearance
from tracker.desk import citing, exporting, reviewed
from tracker.models import TrackerError
from tracker.store import claim_lists, figures, streams, verdicts
from tracker.store import threads as stored_threads
from tracker.store.claim_lists import Filters
from tracker.store.figures import FigureFilters
from tracker.store.rows import Row
from tracker.store.verdicts import VerdictFilters

Pieces = Iterator[str]


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
        Form("csv", "csv", "text/csv", "CSV"),
        Form("json", "json", "application/json", "JSON"),
        Form("ndjson", "ndjson", "application/x-ndjson", "JSON lines"),
        Form("jsonld", "jsonld", "application/ld+json", "JSON-LD (schema.org)"),
        Form("annotations", "annotations.jsonld", "application/ld+json", "Web Annotations"),
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


def _whole(stream: Callable[[store.Database], Iterable[Row]]) -> Callable[[store.Database, Filters], Iterable[Row]]:
    return lambda db, _: stream(db)


STREAMS: Final[Mapping[str, Callable[[store.Database, Filters], Iterable[Row]]]] = {
    "claims": streams.claims,
    "documents": _whole(streams.listed_documents),
    "events": _whole(streams.listed_events),
    "figures": _whole(lambda db: figures.listed(db, FigureFilters(), limit=-1)),
    "notes": _whole(streams.listed_notes),
    "relations": _whole(streams.listed_relations),
    "speakers": _whole(streams.listed_speakers),
    "threads": _whole(streams.listed_threads),
    "verdicts": _whole(lambda db: verdicts.listed(db, VerdictFilters(), limit=-1)),
}


def nouns() -> list[str]:
    """Return everything there is to export."""
    return sorted({*STREAMS, *exporting.LISTS})


def forms_of(noun: str) -> list[Form]:
    """Return the forms a noun can be exported in, rows first."""
    return [FORMS[key] for key in (*ROWS, *(form for name, form in _SPECIAL if name == noun))]


def export(db: store.Database, noun: str, form: str, filters: Filters | None = None, *, address: str) -> Pieces:
    """Give an export of a noun in a form, a piece of text at a time; ``address`` is put before the links in it.

    ``filters`` narrow claims (and the networks of their speakers). Raises ``TrackerError`` where there is no such
    form of the noun, or where filters are given for a noun that has none.
    """
    if FORMS.get(form) not in forms_of(noun):
        names = ", ".join(each.key for each in forms_of(noun))
        raise TrackerError(f"There is no {form} of {noun}; there are {names}.")
    if filters not in (None, Filters()) and noun != "claims":
        raise TrackerError(f"Filters narrow claims; {noun} are exported whole.")
    wanted = filters or Filters()
    if form in ROWS:
        return in_rows(noun, form, rows(db, noun, wanted))
    return _SPECIAL[noun, form](db, wanted, address.rstrip("/"))


def rows(db: store.Database, noun: str, filters: Filters | None = None) -> Iterable[Row]:
    """Give the rows of a noun."""
    if noun in STREAMS:
        return STREAMS[noun](db, filters or Filters())
    return exporting.LISTS[noun](db)


def in_rows(name: str, form: str, found: Iterable[Row]) -> Pieces:
    """Give rows as CSV (RFC 4180, no formulas), as one JSON object that holds them under ``name``, or as JSON lines."""
    if form == "csv":
        return _csv(found)
    if form == "json":
        return _json_list(f'{{"{name}": [', (_json(row) for row in found), '], "count": %d}\n')
    return (_json(row) + "\n" for row in found)


def _csv(found: Iterable[Row]) -> Pieces:
    out = io.StringIO()
    writer: csv.DictWriter[str] | None = None
    for row in found:
        if writer is None:
            writer = csv.DictWriter(out, fieldnames=list(row), extrasaction="ignore")
            writer.writeheader()
        writer.writerow({key: exporting.cell(value) for key, value in row.items()})
        yield out.getvalue()
        out.seek(0)
        out.truncate()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _json_list(head: str, items: Iterable[str], tail: str) -> Pieces:
    """Give a list of JSON values between two pieces; a ``%d`` in the last one is their number."""
    yield head
    count = 0
    for count, item in enumerate(items, 1):
        yield item if count == 1 else ",\n" + item
    yield tail % count if "%d" in tail else tail


def _graph(nodes: Iterable[Mapping[str, Any]]) -> Pieces:
    """Give JSON-LD: schema.org's context over a list of nodes."""
    yield from _json_list(f'{{"@context": "{claimreview.CONTEXT}", "@graph": [', map(_json, nodes), "]}\n")


def appearance(row: Row, address: str) -> Appearance:
    """Return a claim of a list as the appearance schema.org wants."""
    return Appearance(
        text=as_told(row["text"], denied=row["polarity"] < 0),
        link=f"{address}/claims/{row['id']}",
        title=row["document_title"] or row["document"],
        date=row["date"],
        url=row["url"],
        publisher=row["publisher"],
        speaker=row["speaker"],
        speaker_is_body=row["speaker_kind"] == "body",
    )


def as_told(text: str, *, denied: bool) -> str:
    """Return the words of a claim; those that its speaker denies say so, for a bare "author" would affirm them."""
    return f"denied: {text}" if denied else text


def _claims_jsonld(db: store.Database, filters: Filters, address: str) -> Pieces:
    return _graph(
        linked_data.claim(f"{address}/claims/{row['id']}", appearance(row, address))
        for row in streams.claims(db, filters)
    )


def _documents_jsonld(db: store.Database, filters: Filters, address: str) -> Pieces:
    return _graph(
        linked_data.document(f"{address}/documents/{row['id']}", citing.citable(row), captured=row["captured"])
        for row in streams.listed_documents(db)
    )


def _speakers_jsonld(db: store.Database, filters: Filters, address: str) -> Pieces:
    return _graph(linked_data.speaker(f"{address}/speakers/{row['id']}", row) for row in streams.listed_speakers(db))


def _threads_jsonld(db: store.Database, filters: Filters, address: str) -> Pieces:
    def thread(row: Row) -> dict[str, Any]:
        members = [appearance(claim, address) for claim in stored_threads.claims_of(db, row["id"])]
        lead = next(one for one in members if one.link == f"{address}/claims/{row['lead_id']}")
        found = claimreview.thread_claim(f"{address}/threads/{row['id']}", lead, members)
        return {key: value for key, value in found.items() if key != "@context"}

    return _graph(thread(row) for row in streams.listed_threads(db))


def _verdicts_jsonld(db: store.Database, filters: Filters, address: str) -> Pieces:
    found = (reviewed.review(db, row, address) for row in verdicts.listed(db, VerdictFilters(), limit=-1))
    return _graph({key: value for key, value in review.items() if key != "@context"} for review in found)


def _annotations(db: store.Database, filters: Filters, address: str) -> Pieces:
    identity = f"{address}/claims.annotations.jsonld"
    total = claim_lists.counted(db, filters)
    head = _json(web_annotations.collection(identity, "Claims", total))[:-1]
    first = _json(web_annotations.page(identity))[:-1]
    items = (_json(_annotation(row, address)) for row in streams.claims_in_place(db, filters))
    return _json_list(f'{head}, "last": {_json(identity + "#page-1")}, "first": {first}, "items": [', items, "]}}\n")


def _annotation(row: Row, address: str) -> dict[str, Any]:
    return web_annotations.annotation(
        web_annotations.Annotated(
            place=Anchor(row["start"], row["end"], row["text"], row["prefix"], row["suffix"]),
            link=f"{address}/claims/{row['id']}",
            document=f"{address}/documents/{row['document_id']}",
            sha256=row["sha256"],
            kind=row["kind"],
            speaker=row["speaker"],
            web=row["url"],
            captured=row["captured"],
            denied=row["polarity"] < 0,
            corrected=bool(row["span_picked"] or row["speaker_picked"]),
        ),
        address,
    )


def _statements(db: store.Database, filters: Filters) -> Iterator[networks.Statement]:
    for row in streams.positions(db, filters):
        yield networks.Statement(
            claim=row["claim_id"],
            speaker=row["speaker_id"],
            speaker_name=row["speaker"],
            speaker_kind=row["speaker_kind"],
            concept=row["thread_id"],
            concept_label=as_told(row["lead"], denied=row["lead_polarity"] < 0),
            agreement=row["agrees"],
            claim_kind=row["kind"],
            relation=row["relation"],
            decision=row["decision"],
            date=row["date"],
            document=row["document"],
        )


def _network(db: store.Database, filters: Filters, address: str) -> Pieces:
    return networks.two_mode(_statements(db, filters), address)


def _congruence(db: store.Database, filters: Filters, address: str) -> Pieces:
    return networks.one_mode(_statements(db, filters), address, conflict=False)


def _conflict(db: store.Database, filters: Filters, address: str) -> Pieces:
    return networks.one_mode(_statements(db, filters), address, conflict=True)


def _ris(db: store.Database, filters: Filters, address: str) -> Pieces:
    return (records.ris(citing.citable(row)) for row in streams.listed_documents(db))


def _bibtex(db: store.Database, filters: Filters, address: str) -> Pieces:
    return records.every_bibtex(citing.citable(row) for row in streams.listed_documents(db))


def _csl(db: store.Database, filters: Filters, address: str) -> Pieces:
    items = records.every_csl(citing.citable(row) for row in streams.listed_documents(db))
    return _json_list("[", map(_json, items), "]\n")


_SPECIAL: Final[Mapping[tuple[str, str], Callable[[store.Database, Filters, str], Pieces]]] = {
    ("claims", "jsonld"): _claims_jsonld,
    ("claims", "annotations"): _annotations,
    ("claims", "graphml"): _network,
    ("claims", "congruence"): _congruence,
    ("claims", "conflict"): _conflict,
    ("documents", "jsonld"): _documents_jsonld,
    ("documents", "ris"): _ris,
    ("documents", "bibtex"): _bibtex,
    ("documents", "csl"): _csl,
    ("speakers", "jsonld"): _speakers_jsonld,
    ("threads", "jsonld"): _threads_jsonld,
    ("threads", "graphml"): _network,
    ("verdicts", "jsonld"): _verdicts_jsonld,
}
