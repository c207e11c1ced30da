"""Exports of any length, a piece at a time, in the forms other programs read: for the pages, the API, the command line.

One table says what leaves in which form, and all three offer just that.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final
from urllib.parse import urlencode

from msgspec.structs import asdict

from tracker.cite import citations, linked_data
from tracker.cite.anchors import Anchor
from tracker.cite.linked_data import PROFILE, Annotated, Appearance, quantity
from tracker.cite.snippets import as_told
from tracker.db import claim_lists
from tracker.db import documents as stored_documents
from tracker.db import events as stored_events
from tracker.db import figures as stored_figures
from tracker.db import relations as stored_relations
from tracker.db import speakers as stored_speakers
from tracker.db import threads as stored_threads
from tracker.db import topics as stored_topics
from tracker.db.connection import snapshot
from tracker.db.rows import Database
from tracker.models import NotFoundError, Record, plain
from tracker.models.claims import ClaimInPlace, ClaimWithQuantities, Figure, FigureFilters, FigureInPlace, StoredClaim
from tracker.models.documents import DatedSpeaker, StoredDocument
from tracker.models.events import Decision, ExportedNote
from tracker.models.relations import StoredRelation
from tracker.models.threads import Filters, ThreadSummary, ThreadWithMembers, Topic, Verdict, VerdictFilters
from tracker.services import cite
from tracker.services import verdicts as services_verdicts
from tracker.services.filters import Narrowed, SpeakerFilters, ThreadFilters, filters_of
from tracker.services.nouns import EVENT_COLUMNS, event_row

Pieces = Iterator[str]
"""A text in the order of its pieces."""


def as_json(value: Any) -> str:
    """Return a value as JSON that keeps letters readable."""
    return json.dumps(value, ensure_ascii=False, default=plain)


def json_list(head: str, items: Iterable[str], tail: str) -> Pieces:
    """Give a list of JSON values between two pieces; a ``%d`` in the last one is their number."""
    yield head
    count = 0
    for count, item in enumerate(items, 1):
        yield item if count == 1 else ",\n" + item
    yield tail % count if "%d" in tail else tail


def opened(thing: dict[str, Any]) -> str:
    """Return a JSON object without its closing brace, for members that follow piece by piece."""
    return as_json(thing)[:-1]


FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so is run as a formula by spreadsheets (OWASP, CSV injection); a quote before it stops that."""


BYTE_ORDER_MARK: Final = "\ufeff"
"""Excel takes a table without it for Windows-1252, and spoils “ ” and £."""
Columns = Sequence[str] | type[Record]
"""The columns of a table: their names, or the record whose fields they are."""


def in_csv(rows: Iterable[Record | Mapping[str, Any]], columns: Columns = ()) -> Pieces:
    """Give rows as CSV (RFC 4180) with a header, a line at a time; lists and objects stand as JSON in their cell.

    Where there is no row the header is that of ``columns``: a table without lines is still one to those who read it.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    names: list[str] = []
    for row in rows:
        values = asdict(row) if isinstance(row, Record) else row
        if not names:
            names = list(values)
            writer.writerow(names)
        writer.writerow(_cell(values.get(name)) for name in names)
        yield out.getvalue()
        out.seek(0)
        out.truncate()
    if not names and columns:
        writer.writerow(columns.__struct_fields__ if isinstance(columns, type) else columns)
        yield out.getvalue()


def as_csv(rows: Iterable[Record | Mapping[str, Any]], columns: Columns = ()) -> str:
    """Return rows as CSV, the header alone where there are none."""
    return "".join(in_csv(rows, columns))


def _cell(value: object) -> object:
    """Return a value as a cell of CSV: lists and dicts as JSON, what a spreadsheet would run as a formula quoted."""
    if isinstance(value, list | tuple | dict | Record):
        return json.dumps(value, ensure_ascii=False, default=plain)
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return "'" + value
    return value


_TAIL: Final = "]}\n"
_HEAD: Final = as_json(linked_data.graph(())).removesuffix(_TAIL.strip())
"""What stands round the things of a JSON-LD document, which may be too many to hold at once."""


def graph(nodes: Iterable[Mapping[str, Any]]) -> Pieces:
    """Give nodes as one JSON-LD document (``linked_data.graph``), a node at a time."""
    return json_list(_HEAD, (as_json(linked_data.bare(node)) for node in nodes), _TAIL)


def _appearance(claim: StoredClaim, address: str) -> Appearance:
    return linked_data.appearance(claim, f"{address}/claims/{claim.id}")


def _claim(claim: StoredClaim, address: str) -> dict[str, Any]:
    return linked_data.claim(f"{address}/claims/{claim.id}", _appearance(claim, address))


def claims(db: Database, filters: Filters, address: str) -> Pieces:
    """Give claims, each with its one appearance."""
    return graph(_claim(claim, address) for claim in claim_lists.streamed(db, filters))


def documents(db: Database, filters: None, address: str) -> Pieces:
    """Give documents as works."""
    return graph(
        linked_data.document(f"{address}/documents/{document.id}", cite.citable(document), captured=document.captured)
        for document in stored_documents.every(db)
    )


def figures(db: Database, filters: FigureFilters, address: str) -> Pieces:
    """Give figures as quantitative values, each with the claim that says it."""

    def figure(found: Figure) -> dict[str, Any]:
        link = f"{address}/claims/{found.claim_id}"
        said = linked_data.appearance(found, link)
        return linked_data.figure(f"{link}/figures/{found.start}", found, linked_data.claim(link, said))

    return graph(map(figure, stored_figures.streamed(db, filters)))


def speakers(db: Database, filters: SpeakerFilters, address: str) -> Pieces:
    """Give speakers as persons and organisations."""
    found = stored_speakers.sorted_by(db, filters.order, words=filters.words)
    return graph(linked_data.speaker(f"{address}/speakers/{row.id}", row) for row in found)


def threads(db: Database, filters: ThreadFilters, address: str) -> Pieces:
    """Give threads as claims with every appearance."""

    def thread(found: ThreadSummary) -> dict[str, Any]:
        members = [_appearance(claim, address) for claim in stored_threads.claims_of(db, found.id)]
        lead = next(one for one in members if one.link == f"{address}/claims/{found.lead_id}")
        return linked_data.thread_claim(f"{address}/threads/{found.id}", lead, members)

    return graph(map(thread, stored_threads.with_members(db, speaker=filters.speaker)))


def topics(db: Database, filters: None, address: str) -> Pieces:
    """Give topics as collections whose parts are their claims, those of their threads too."""

    def topic(row: Topic) -> Pieces:
        head = opened(linked_data.topic(f"{address}/topics/{row.id}", row))
        parts = (as_json(_claim(claim, address)) for claim in claim_lists.streamed_of_topic(db, row.id))
        return json_list(f'{head}, "hasPart": [', parts, "]}")

    yield _HEAD
    for number, row in enumerate(stored_topics.every(db)):
        if number:
            yield ",\n"
        yield from topic(row)
    yield _TAIL


def verdicts(db: Database, filters: VerdictFilters, address: str) -> Pieces:
    """Give verdicts as reviews of claims."""
    return graph(services_verdicts.review(db, row, address) for row in stored_threads.verdicts(db, filters))


A_PAGE: Final = 100
"""Annotations on a page of a collection: some 100 KB."""


def _annotated_claim(claim: ClaimInPlace, address: str) -> dict[str, Any]:
    """Return a claim in place as an annotation."""
    corrected = bool(claim.span_picked or claim.speaker_picked or claim.stance_picked)
    annotated = _annotated(claim, f"{address}/claims/{claim.id}", claim.kind, address, corrected=corrected)
    return linked_data.annotation(annotated, address)


def _annotated_figure(figure: FigureInPlace, address: str) -> dict[str, Any]:
    """Return a figure in place as an annotation, with what it says as its body."""
    link = f"{address}/claims/{figure.claim_id}/figures/{figure.start}"
    bodies = linked_data.figure_bodies(quantity(figure))
    return linked_data.annotation(_annotated(figure, link, "figure", address), address, bodies)


def _annotated(
    found: ClaimInPlace | FigureInPlace, link: str, kind: str, address: str, *, corrected: bool = False
) -> Annotated:
    return Annotated(
        place=Anchor(found.start, found.end, found.text, found.prefix, found.suffix),
        link=link,
        document=f"{address}/documents/{found.document_id}",
        sha256=found.sha256,
        kind=kind,
        speaker=found.speaker,
        web=found.url,
        captured=found.captured,
        stance=found.stance,
        corrected=corrected,
    )


Kind = tuple[str, Callable[..., int], Callable[..., Iterable[Any]], Callable[[Any, str], dict[str, Any]]]
KINDS: Final[Mapping[str, Kind]] = {
    "claims": ("Claims", claim_lists.counted, claim_lists.in_place, _annotated_claim),
    "figures": ("Figures", stored_figures.counted, stored_figures.in_place, _annotated_figure),
}
"""What can be annotated: its label, how many a filter leaves, those in place, and one as an annotation."""


def in_one_file(db: Database, noun: str, given: Given, address: str) -> Pieces:
    """Give a collection with its one page in it; ``address`` is put before the links."""
    label, counted, in_place, annotation = KINDS[noun]
    filters = filters_of(db, noun, given)
    identity = _with(f"{address}/{noun}.annotations.jsonld", given)
    page = f"{identity}#page-1"
    head = opened(linked_data.collection(identity, label, counted(db, filters), last=page))
    first = opened(linked_data.page(page, identity, start=0))
    items = (as_json(linked_data.embedded(annotation(row, address))) for row in in_place(db, filters))
    return json_list(f'{head}, "first": {first}, "items": [', items, "]}}\n")


def collection(db: Database, noun: str, given: Given, address: str, where: str) -> dict[str, Any]:
    """Return a collection that links to its pages; ``where`` is its own address, without filters."""
    label, counted, _, _ = KINDS[noun]
    total = counted(db, filters_of(db, noun, given))
    last = _with(where, given, page=_pages(total))
    head = linked_data.collection(_with(where, given), label, total, last=last)
    return {**head, "first": _with(where, given, page=1)}


def page(db: Database, noun: str, given: Given, address: str, where: str, number: int) -> dict[str, Any]:
    """Return one page of a collection, from 1. Raises ``NotFoundError`` where there is no such page."""
    label, counted, in_place, annotation = KINDS[noun]
    filters = filters_of(db, noun, given)
    total = counted(db, filters)
    pages = _pages(total)
    if number > pages:
        raise NotFoundError(f"There is no page {number}; the last one is {pages}.")
    start = (number - 1) * A_PAGE
    whole = {"id": _with(where, given), "type": "AnnotationCollection", "label": label, "total": total}
    beside = {"prev": number - 1 if number > 1 else None, "next": number + 1 if number < pages else None}
    found = in_place(db, filters, limit=A_PAGE, offset=start)
    return {
        "@context": linked_data.ANNOTATION_CONTEXT,
        **linked_data.page(_with(where, given, page=number), whole, start=start),
        **{name: _with(where, given, page=other) for name, other in beside.items() if other is not None},
        "items": [linked_data.embedded(annotation(row, address)) for row in found],
    }


def _pages(total: int) -> int:
    """Return how many pages there are: one, if an empty one, at least."""
    return max(1, -(-total // A_PAGE))


def _with(where: str, given: Given, **more: object) -> str:
    """Return an address with the filters of a collection."""
    asked = urlencode({key: value for key, value in {**given, **more}.items() if value})
    return f"{where}?{asked}" if asked else where


@dataclass(frozen=True, slots=True)
class _Statements(Iterable[linked_data.Statement]):
    """The statements of claims, read anew each time they are gone through, so that they are never all in memory."""

    db: Database
    filters: Filters
    threads_of: int | None = None

    def __iter__(self) -> Iterator[linked_data.Statement]:
        for row in claim_lists.positions(self.db, self.filters, threads_of=self.threads_of):
            yield linked_data.Statement(
                claim=row.claim_id,
                speaker=row.speaker_id,
                speaker_name=row.speaker,
                speaker_kind=row.speaker_kind,
                concept=row.thread_id,
                concept_label=as_told(row.lead_alone or row.lead, row.lead_stance),
                agreement=row.agrees,
                claim_kind=row.kind,
                stance=row.stance,
                relation=row.relation,
                decision=row.decision,
                date=row.date,
                document=row.document,
            )


def of_claims(db: Database, filters: Filters, address: str) -> Pieces:
    """Give speakers and threads, joined by each of these claims."""
    return linked_data.two_mode(_Statements(db, filters), address)


def of_threads(db: Database, filters: ThreadFilters, address: str) -> Pieces:
    """Give speakers and these threads, joined by every claim in them."""
    return linked_data.two_mode(_Statements(db, Filters(), filters.speaker), address)


def congruence(db: Database, filters: Filters, address: str) -> Pieces:
    """Give speakers, joined by the threads on which they agree in these claims."""
    return linked_data.one_mode(_Statements(db, filters), address, conflict=False)


def conflict(db: Database, filters: Filters, address: str) -> Pieces:
    """Give speakers, joined by the threads on which they differ in these claims."""
    return linked_data.one_mode(_Statements(db, filters), address, conflict=True)


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
        Form("csv", "csv", "text/csv; charset=utf-8", "Table (CSV)"),
        Form("excel", "excel.csv", "text/csv; charset=utf-8", "Table for Excel (CSV)"),
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
ROWS: Final = ("csv", "excel", "json", "ndjson")
"""The forms every noun has."""


Given = Mapping[str, str]
Maker = Callable[[Database, Any, str], Pieces]
"""Writes what filters leave of a noun; the last argument is the address before its links."""


Rows = Iterable[Record] | Iterable[dict[str, Any]]


def _whole(stream: Callable[[Database], Iterable[Record]]) -> Callable[[Database, Any], Rows]:
    return lambda db, _: stream(db)


STREAMS: Final[Mapping[str, Callable[[Database, Any], Rows]]] = {
    "claims": claim_lists.streamed,
    "decisions": _whole(stored_relations.every_decision),
    "documents": _whole(stored_documents.every),
    "events": lambda db, _: map(event_row, stored_events.every(db)),
    "figures": stored_figures.streamed,
    "notes": _whole(stored_events.notes_streamed),
    "relations": _whole(stored_relations.streamed),
    "speakers": lambda db, filters: stored_speakers.sorted_by(db, filters.order, words=filters.words),
    "threads": lambda db, filters: stored_threads.with_members(db, speaker=filters.speaker),
    "topics": _whole(stored_topics.every),
    "verdicts": stored_threads.verdicts,
}
"""Everything there is to export, in rows."""


def _with_ends(row: Record | dict[str, Any]) -> dict[str, Any]:
    """Return a figure as a row of a table: its value in two columns, ``high`` blank but for ranges."""
    values = asdict(row) if isinstance(row, Record) else row
    value = values["value"]
    low, high = value if isinstance(value, list | tuple) else (value, None)
    found: dict[str, Any] = {}
    for name, cell in values.items():
        found |= {"low": low, "high": high} if name == "value" else {name: cell}
    return found


COLUMNS: Final[Mapping[str, Columns]] = {
    "claims": ClaimWithQuantities,
    "decisions": Decision,
    "documents": StoredDocument,
    "events": EVENT_COLUMNS,
    "figures": tuple(_with_ends(dict.fromkeys(Figure.__struct_fields__))),
    "notes": ExportedNote,
    "relations": StoredRelation,
    "speakers": DatedSpeaker,
    "threads": ThreadWithMembers,
    "topics": Topic,
    "verdicts": Verdict,
}
"""The columns of each noun's table."""


def _ris(db: Database, filters: None, address: str) -> Pieces:
    return (citations.ris(source) for _, source in cite.citables(db, stored_documents.every(db)))


def _bibtex(db: Database, filters: None, address: str) -> Pieces:
    return citations.every_bibtex(source for _, source in cite.citables(db, stored_documents.every(db)))


def _csl(db: Database, filters: None, address: str) -> Pieces:
    items = citations.every_csl(source for _, source in cite.citables(db, stored_documents.every(db)))
    return json_list("[", map(as_json, items), "]\n")


ANNOTATED: Final = "annotations"
"""The form whose own address tells the filters, so that it is made of what was asked."""
MAKERS: Final[Mapping[tuple[str, str], Maker]] = {
    ("claims", "jsonld"): claims,
    ("claims", "graphml"): of_claims,
    ("claims", "congruence"): congruence,
    ("claims", "conflict"): conflict,
    ("documents", "jsonld"): documents,
    ("documents", "ris"): _ris,
    ("documents", "bibtex"): _bibtex,
    ("documents", "csl"): _csl,
    ("figures", "jsonld"): figures,
    ("speakers", "jsonld"): speakers,
    ("threads", "jsonld"): threads,
    ("threads", "graphml"): of_threads,
    ("topics", "jsonld"): topics,
    ("verdicts", "jsonld"): verdicts,
}
"""What leaves in which form beside rows and annotations."""
PAIRS: Final[Mapping[str, tuple[Form, ...]]] = {
    noun: tuple(
        form
        for form in FORMS.values()
        if form.key in ROWS or (noun, form.key) in MAKERS or (form.key == ANNOTATED and noun in KINDS)
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
        return in_one_file(db, noun, asked, address)
    return MAKERS[noun, form](db, filters, address)


def _at_one_moment(db: Database, made: Callable[[], Pieces]) -> Pieces:
    with snapshot(db):
        yield from made()


def in_rows(name: str, form: str, found: Rows) -> Pieces:
    """Give rows as CSV (no formulas), as one JSON object that holds them under ``name``, or as JSON lines."""
    if form in ("csv", "excel"):
        table = in_csv(map(_with_ends, found) if name == "figures" else found, COLUMNS[name])
        return table if form == "csv" else chain([BYTE_ORDER_MARK], table)
    if form == "json":
        return json_list(f'{{"{name}": [', map(as_json, found), '], "count": %d}\n')
    return (as_json(row) + "\n" for row in found)
