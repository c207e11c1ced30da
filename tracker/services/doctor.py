"""The doctor: whether all stands in its originals and follows from its rows; and all that is derived written anew.

What was changed or lost beyond that, a person has to decide. To extract, compare and gather the whole database anew,
for instance after a rule changed, is one transaction: work that is interrupted leaves the database as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import closing, nullcontext
from itertools import islice
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np

from tracker.check.places import document_keys
from tracker.cite.snippets import links_in
from tracker.db import claims, documents, events, indexes, relations, soundness, threads
from tracker.db.connection import (
    DamagedError,
    Failure,
    copied_to,
    in_transaction,
    integrity_problems,
    open_database,
    snapshot,
    transaction,
    unreadable,
    whole_file,
)
from tracker.db.rows import (
    DIGESTS,
    UNDIGESTED,
    Database,
    counted_digest,
    differing_digests,
    digested_tables,
    renew_digests,
)
from tracker.matching import stored
from tracker.matching.bulk import Progress, no_progress
from tracker.matching.candidates import keys
from tracker.matching.features import quotations_in
from tracker.models import ClaimKind, Record, TrackerError
from tracker.models.documents import Totals
from tracker.models.events import Event, EventKind
from tracker.services import database, linking, nouns, retrieval, versions
from tracker.services.drafts import index_missing
from tracker.services.extraction import store_extraction
from tracker.services.linking import Linker, gather_threads, index_anew, relate_decided

CLAIMS_AT_ONCE: Final = 1_000
DERIVED: Final = frozenset({"claim_features", "claim_readings", "note_links", "word_documents"})
"""Tables with a digest that are written anew with the indexes."""
LINKED: Final = frozenset(
    {"attributions", "quantities", "roles", "relations", "threads", "thread_members", "passages", "copies"}
)
"""Tables that ``tracker link`` writes anew."""
CHANGED: Final = (
    "{} was changed by something other than this program{}. Compare it with a backup; “tracker doctor --accept” takes"
    " it as it is."
)


class Health(Record, frozen=True):
    """Everything wrong with a database, a sentence each, and how much it holds.

    Of the ``problems`` those in ``derived`` are mended by ``tracker doctor --repair``; a person has to decide on all
    others.
    """

    problems: list[str]
    totals: Totals
    derived: tuple[str, ...] = ()


def examined(db: Database, progress: Progress = no_progress) -> Health:
    """Return what is wrong with a database and how much it holds."""
    try:
        with snapshot(db):
            changed = _changed(db, progress)
            derived, others = _derived_problems(db, changed, progress), _problems(db, changed, progress)
            return Health([*others, *derived], documents.totals(db), tuple(derived))
    except Failure as error:
        return Health([UNREADABLE.format(error), *_unreadable(db)], Totals(0, 0, 0, 0))


UNREADABLE: Final = (
    "The file is damaged and cannot be read to its end ({}): “tracker doctor --repair” puts right what follows from the"
    " rest, and says what does not; “tracker restore” puts a backup in its place."
)


def _unreadable(db: Database) -> list[str]:
    """Return a sentence for each table that cannot be read to its end."""
    found = []
    try:
        every = digested_tables(db)
    except Failure:
        return ["Not even the list of its tables can be read."]
    for table, columns in every.items():
        try:
            counted_digest(db, table, columns)
        except Failure as error:
            found.append(f"The table {table} cannot be read: {error}.")
    return found


def problems(db: Database) -> list[str]:
    """Return everything wrong with a database, a sentence each; an empty list is a clean bill of health.

    Each pass over a table is made once, so that the work grows with the database and no faster.
    """
    return examined(db).problems


def _changed(db: Database, progress: Progress) -> dict[str, int]:
    """Return the tables that something else than the program changed, and how many rows they have more, or less."""
    return differing_digests(db, lambda done, total: progress("Count rows", done, total))


def _problems(db: Database, changed: Mapping[str, int], progress: Progress) -> list[str]:
    """Return what cannot be made anew: SQLite's checks, what the originals do not show, and what people decided."""
    from tracker.services.notes import broken_links  # here alone: what sets Markdown comes with it

    found = [f"SQLite finds that {problem}." for problem in integrity_problems(db)]
    found += [f"Claim {claim_id} does not quote its document." for claim_id in documents.misquoted_claims(db)]
    found += broken_links(db)
    found += [f"The original of document {document_id} is damaged." for document_id in documents.damaged_originals(db)]
    found += soundness.misplaced_figures(db)
    every = documents.ids(db)
    for done, document_id in enumerate(every, 1):
        found += soundness.misplaced(db, document_id, documents.text_of(db, document_id))
        progress("Read texts", done, len(every))
    found += soundness.contradictions(db)
    found += [f"Event {event_id} {what}." for event_id, what in events.broken_chain(db)]
    found += unchained([*events.every(db)])
    told = " ".join(found)
    for table, more in changed.items():
        if table in DERIVED or any(name in told for name in _TOLD_OF.get(table, ())):
            continue
        rows = f": {abs(more)} {'row' if abs(more) == 1 else 'rows'} {'more' if more > 0 else 'fewer'}" if more else ""
        hint = " “tracker doctor --repair” finds it anew." if table in LINKED else ""
        found.append(CHANGED.format(f"The table {table}", rows) + hint)
    return found


_TOLD_OF: Final[Mapping[str, Sequence[str]]] = {
    "claims": ("Claim ",),
    "originals": ("The original ",),
    "events": ("Event ",),
}
"""How the sentences begin that tell of a table's rows, which are more than that it was changed."""


def _derived_problems(db: Database, changed: Collection[str], progress: Progress) -> list[str]:
    """Return what does not follow from the rows, a sentence each; all of it can be made anew."""
    found = [f"{said} do not agree with its rows." for said in soundness.miscounted(db)]
    found += [f"The table {table} does not hold what follows from the others." for table in changed if table in DERIVED]
    if "claims" not in changed:  # else they, and not the indexes, are at fault
        count, total = soundness.sum_of_keys((claim_id, keys(text)) for claim_id, text in claims.every_live_text(db))
        if total != soundness.sum_of_parts(db, indexes.PARTS) or count != soundness.claims_counted(db):
            found.append("The index of keys does not agree with the claims.")
        found += _unindexed(db, count, progress)
    if "documents" not in changed:
        found += _unread_words(db, progress)
    return found


def _unindexed(db: Database, total: int, progress: Progress) -> list[str]:
    """Return a sentence where the full-text index does not hold what the claims say."""
    ids = (claim_id for claim_id, _ in [*claims.every_live_text(db)])
    held = soundness.indexed_claims(db)
    done, wrong = 0, 0
    while some := [*islice(ids, CLAIMS_AT_ONCE)]:
        for wanted in retrieval.index_rows(claims.several(db, some)):
            row = next(held, None)
            wrong += row is None or tuple(row) != tuple(wanted)
        done += len(some)
        progress("Read the index", done, total)
    wrong += next(held, None) is not None
    if wrong or not soundness.full_text_agrees(db):
        return ["The full-text index does not agree with the claims."]
    return []


def _unread_words(db: Database, progress: Progress) -> list[str]:
    """Return a sentence where the index of words does not hold the texts; those that are not in it yet come later."""
    places, total = soundness.places_of_documents(db), 0
    for done, (document_id, first, words) in enumerate(places, 1):
        found = document_keys(documents.text_of(db, document_id))
        if len(found) != words:
            return [f"The index of words does not agree with document {document_id}."]
        total += soundness.sum_of_words(first, found)
        progress("Read words", done, len(places))
    if total % (1 << 64) != soundness.sum_of_parts(db, indexes.WORD_PARTS):
        return ["The index of words does not agree with the documents."]
    return []


_FIELDS: Final[Mapping[EventKind, tuple[str, ...]]] = {
    EventKind.MATCH_CONFIRMED: ("decision", "confirmed_as"),
    EventKind.MATCH_REFUSED: ("decision", "confirmed_as"),
    EventKind.DATE_PICKED: ("date",),
    EventKind.FACT_PICKED: ("value",),
    EventKind.TOPIC_RENAMED: ("topic",),
    EventKind.TOPIC_DESCRIBED: ("description",),
    EventKind.READING_REMARKED: ("remark",),
    EventKind.VERDICT_REVISED: ("version",),
    EventKind.VERDICT_WITHDRAWN: ("withdrawn",),
    EventKind.SCALE_WITHDRAWN: ("withdrawn",),
    EventKind.SEARCH_RENAMED: ("name",),
    EventKind.SEARCH_SEEN: ("seen_claim",),
    EventKind.DATE_LEFT_OPEN: ("left",),
    EventKind.SPEAKER_PICKED: ("speaker",),
    EventKind.STANCE_PICKED: ("stance",),
    EventKind.LEAD_PICKED: ("lead_id",),
}
"""What each kind of event says of its subject before and after: what was before is what was after the one before."""

_OF_PROGRAM: Final = frozenset({EventKind.SPEAKER_PICKED, EventKind.STANCE_PICKED, EventKind.LEAD_PICKED})
"""What the program finds again where nobody has picked it: only what somebody picked has to be found as it was left."""
_BEGIN_ANEW: Final = frozenset({EventKind.CLAIM_MADE, EventKind.CLAIM_REJECTED, EventKind.CLAIM_LET_GO,
                                EventKind.SPEAKERS_MERGED})  # fmt: skip
"""After these a speaker or a lead may be another one without having been picked."""


def unchained(every: Sequence[Event]) -> list[str]:
    """Return a sentence for each event that found something else than the event before on its subject had left."""
    left: dict[object, Mapping[str, Any]] = {}
    found = []
    for event in every:
        kind = event.decided
        if kind in _BEGIN_ANEW:
            left = {subject: values for subject, values in left.items() if not _of_program(subject)}
        fields = _FIELDS.get(kind)
        if fields is None or event.erased:
            continue
        subject = (_question(kind), event.noun, event.noun_id, _part(event))
        before = left.get(subject)
        picked = event.old.get("picked", True) if kind in _OF_PROGRAM else True
        if before is not None and picked and any(event.old.get(name) != before.get(name) for name in fields):
            found.append(f"Event {event.id} found something else than the event before on its subject had left.")
        if kind in _OF_PROGRAM and not event.new.get("picked", True):
            left.pop(subject, None)
        else:
            left[subject] = event.new
    return found


def _question(kind: EventKind) -> object:
    return "match" if kind in (EventKind.MATCH_CONFIRMED, EventKind.MATCH_REFUSED) else kind


def _of_program(subject: object) -> bool:
    return isinstance(subject, tuple) and subject[0] in _OF_PROGRAM


def _part(event: Event) -> object:
    told = {**event.old, **event.new}
    return told.get("with", told.get("fact"))


@in_transaction
def repair(db: Database, *, who: str, accept: bool = False, progress: Progress = no_progress) -> int | None:
    """Write anew all that is derived; return the event, ``None`` where nothing was wrong that can be mended.

    With ``accept`` what something other than the program changed is taken as it stands from now on. Relations, threads
    and what was extracted are found again where they alone were changed.
    """
    changed = _changed(db, progress)
    lasting = sorted(changed.keys() - DERIVED - LINKED)
    wrong = _derived_problems(db, changed, progress)
    again = sorted(changed.keys() & LINKED)
    if not (wrong or again or (accept and lasting)):
        return None
    _index_afresh(db)
    if again and (accept or not lasting):
        renew_digests(db, LINKED)
        link_all(db, who=who, apply=True, keep=False, progress=progress)
    soundness.count_afresh(db)
    mended = {*DERIVED, *(changed if accept else again if not lasting else ())}
    renew_digests(db, mended)
    told = {"rebuilt": wrong, "found_again": again if accept or not lasting else [],
            "accepted": lasting if accept else []}  # fmt: skip
    return nouns.record(db, EventKind.DATABASE_REPAIRED, "database", 0, who=who, new=told)


_REBUILT: Final = {*UNDIGESTED, *DERIVED} - {DIGESTS}
"""Tables of which nothing is copied out of a damaged file, since all of them follows from the others."""


class Rescue(NamedTuple):
    """What became of a damaged file, in sentences, and whether it is in order now; no sentence where it was."""

    told: list[str]
    in_order: bool


def rescued(path: Path, *, who: str, accept: bool = False, progress: Progress = no_progress) -> Rescue:
    """Put a file with damaged pages right, where all that is lost follows from the rest; say what became of it.

    What can be read goes into a new file, which takes the place of the damaged one; that is kept beside it. Where more
    is lost nothing changes unless ``accept`` takes it as lost; then it is told, and which backup may hold it. Raises
    ``DamagedError`` where nothing at all can be read.
    """
    try:
        old = open_database(path, create=False)
    except DamagedError as error:
        raise DamagedError(" ".join((error.message, database.offered(path)))) from error
    with closing(old):
        if not unreadable(old):
            return Rescue([], True)
        with whole_file(path.with_name(f"{path.name}.rescued")) as new:
            wanting = copied_to(old, new, _REBUILT, LINKED)
            with closing(open_database(new)) as db:
                lasting = {table for table in _changed(db, progress) if table not in DERIVED | LINKED}
                told = [_wanting(table, wanting.get(table, 0)) for table in sorted(lasting)]
                if not lasting or accept:
                    repair(db, who=who, accept=accept, progress=progress)
                db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    rescue = path.with_name(f"{path.name}.rescued")
    if lasting and not accept:
        rescue.unlink()
        told += [database.offered(path), "Nothing was changed; “tracker doctor --accept” goes on without what is lost."]
        return Rescue(told, False)
    kept = database.put_aside(path, rescue, "damaged")
    told.append(f"What could be read is in a new file, the rest was found anew; the damaged one is kept as {kept}.")
    return Rescue(told, True)


def _wanting(table: str, rows: int) -> str:
    if rows:
        return f"Of the table {table} {rows} {'row' if rows == 1 else 'rows'} cannot be read."
    return f"What can be read of the table {table} is not what was written there."


def _index_afresh(db: Database) -> None:
    """Write what claims, words and links are found by afresh."""
    soundness.empty_indexes(db)
    live = (claim_id for claim_id, _ in [*claims.every_live_text(db)])
    while some := [*islice(live, CLAIMS_AT_ONCE)]:
        retrieval.reindex(db, some)
    index_anew(db)
    index_missing(db)
    for holder, holder_id, markdown in soundness.standing_markdown(db):
        events.write_links(db, holder, holder_id, links_in(markdown))


def lines(health: Health) -> Iterator[str]:
    """Yield what is wrong, in words, and what can be done about it."""
    yield from health.problems
    if health.derived:
        yield "What is derived can be written anew: “tracker doctor --repair”."


FEATURES_HELD: Final = 40_000
"""Claims whose features and rows are held at a time, some 400 MB: with half of it every other one is read again."""

RELATIONS_HELD: Final = 10_000
"""Relations that wait to be stored together."""

LOADED_AT_ONCE: Final = 1_000
"""Claims that are read together: those next in order, which are compared with one another for the most part."""

GATHERED_AT_ONCE: Final = 1_000
"""Claims whose threads are gathered in one go, with all that hang together with them."""

UNKNOWN: Final = 0
LEADS: Final = 1
FOLLOWS: Final = 2


def relate_all(linker: Linker, progress: Progress) -> None:
    """Relate all live claims of a database whose key index is written, and gather its threads.

    Among ``FEW`` claims every pair is compared, as when they came one by one.
    """
    if linker.index.total() <= linking.FEW:
        for done, claim_id in enumerate(linker.everybody, 1):
            linker.compare(claim_id, whole=True)
            progress("relate", done, len(linker.everybody))
    else:
        _relate_in_order(linker, progress)
    linker.write()
    relate_decided(linker, claims.live_ids(linker.db))
    _gather_all(linker, progress)


def _named(linker: Linker, progress: Progress) -> tuple[list[int], stored.Nominations]:
    """Return the ids of all live claims in the order of threads, and for each place in it whom it is compared with."""
    rows = claims.in_thread_order(linker.db)
    texts = [row.text for row in rows]
    kinds = [row.kind for row in rows]

    def quoted(place: int) -> Sequence[str]:
        if kinds[place] is not ClaimKind.MIXED:
            return ()
        return [span.of(texts[place]) for span in quotations_in(texts[place], kinds[place])]

    company = stored.nominations(
        texts, quoted, threads=linking.THREADS, progress=lambda done, total: progress("compare", done, total)
    )
    return [row.id for row in rows], company


def _relate_in_order(linker: Linker, progress: Progress) -> None:
    ids, company = _named(linker, progress)
    standing = np.zeros(len(ids), np.int8)
    for done, place in enumerate(_each_before_those_after_it(company, standing), 1):
        if done % LOADED_AT_ONCE == 1:
            linker.load([ids[one] for one in company.order[done - 1 : done - 1 + LOADED_AT_ONCE].tolist()])
        standing[place] = _relate_one(linker, ids, company.of(place), standing, place)
        if len(linker.found) >= RELATIONS_HELD:
            linker.write()
        linker.forget(FEATURES_HELD)
        progress("relate", done, len(ids))
    linker.following = {ids[place] for place in np.flatnonzero(standing == FOLLOWS)}
    linker.cut = threads.picked_leads(linker.db, ids)


def _each_before_those_after_it(company: stored.Nominations, standing: np.ndarray) -> Iterator[int]:
    """Yield every claim once, group by group, but those of its company that come before it in the order first.

    Whoever is given one must set what it is in ``standing`` before asking for the next.
    """
    for first in company.order.tolist():
        path = [first] if standing[first] == UNKNOWN else []
        while path:
            place = path[-1]
            missing = [other for other in company.of(place) if other < place and standing[other] == UNKNOWN]
            if missing:
                path += missing
            else:
                path.pop()
                if standing[place] == UNKNOWN:
                    yield place


def _relate_one(linker: Linker, ids: Sequence[int], company: Sequence[int], standing: np.ndarray, place: int) -> int:
    """Compare a claim with those before it that lead, and the closest that follow; say whether it leads or follows."""
    before = [other for other in company if other < place]
    closest = [other for other in before if standing[other] == FOLLOWS][: linking.CLOSEST_FOLLOWERS]
    compared = [other for other in before if standing[other] == LEADS][: linking.MOST_LEADS] + closest
    linker.load([ids[place], *(ids[other] for other in compared)])
    follows = False
    for other in compared:
        relation = linker.relate_and_keep(ids[place], ids[other])
        follows |= linker.joins(relation) and standing[other] == LEADS
    return FOLLOWS if follows else LEADS


def _gather_all(linker: Linker, progress: Progress) -> None:
    waiting = dict.fromkeys(threads.claims_in_question(linker.db))
    total = len(waiting)
    while waiting:
        some = [claim_id for claim_id, _ in zip(waiting, range(GATHERED_AT_ONCE), strict=False)]
        for claim_id in {*some, *gather_threads(linker, some, linked=False)}:
            waiting.pop(claim_id, None)
        progress("gather", total - len(waiting), total)


class _DryRunError(Exception):
    """Ends a transaction whose changes were only to be counted."""


def link_all(
    db: Database, *, who: str, apply: bool, keep: bool = True, progress: Progress = no_progress
) -> dict[str, Any]:
    """Extract and match every document anew; return what changed, or with ``apply`` false what would change.

    What people decided is never touched. All of it is one transaction; its event can be undone where what stood before
    is to be kept (``keep``).
    """
    report: dict[str, Any] = {}
    whole = relations.kept_aside(db) if apply and keep else nullcontext()
    try:
        with transaction(db), threads.kept_aside(db), whole as store_changed:
            report |= _relink(db, progress)
            if not apply:
                raise _DryRunError
            if report["changes"]:
                report["event"] = _record(db, report, store_changed, who=who)
    except _DryRunError:
        pass
    return {"applied": apply, **report}


def _record(db: Database, report: dict[str, Any], store_changed: Callable[[int], int] | None, *, who: str) -> int:
    """Record that all was linked anew, with what stood before."""
    event_id = events.next_id(db)
    event = report if store_changed is None else {**report, "kept": store_changed(event_id)}
    return nouns.record(db, EventKind.DATABASE_LINKED, "database", 0, who=who, new=event)


def _fill_page_starts(db: Database) -> None:
    """Read PDFs again that were stored before pages were counted, and write where their pages begin.

    Where today's reader makes another text of a file than the stored one, its pages stay unknown.
    """
    if not (waiting := documents.without_pages(db)):
        return
    from tracker.services.ingest import read_again

    for document in documents.several(db, waiting).values():
        try:
            again = read_again(db, document)
        except TrackerError:
            continue
        if again.text == documents.text_of(db, document.id):
            documents.put_page_starts(db, document.id, again.page_starts)


def _relink(db: Database, progress: Progress) -> dict[str, Any]:
    _fill_page_starts(db)
    every = documents.ids(db)
    changed = 0
    for done, document_id in enumerate(every, 1):
        changed += len(store_extraction(db, document_id).unindexed)
        progress("extract", done, len(every))
    versions.renew_all_copies(db)
    index_anew(db)
    relations.drop_all(db)
    relations.fill_measured(db)
    relate_all(Linker(db), progress)
    report: dict[str, Any] = {"documents": len(every), "claims changed in place": changed, **threads.changes(db)}
    report["changes"] = sum(value for key, value in report.items() if key != "documents")
    return report | {"relations by kind": threads.relations_by_kind(db)}
