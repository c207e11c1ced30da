"""A dossier of a topic, gathered from the database."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from tracker.cite.notes import Dossier, NoteShown, Position, Reading, Said
from tracker.cite.snippets import as_told, stances, within_marks
from tracker.cite.sources import printed_date
from tracker.db import claims as stored_claims
from tracker.db import documents, events
from tracker.db import threads as stored_threads
from tracker.db.rows import Database
from tracker.models import ClaimKind
from tracker.models.claims import ClaimWithQuantities, StoredQuantity
from tracker.models.threads import ThreadSummary
from tracker.models.topics import ReadingEntry
from tracker.services import nouns
from tracker.services.cite import Form, as_entry, citables, source_form, sources_cited
from tracker.services.notes import Address, resolver
from tracker.services.threads import Against, Member, RelationToLead, ThreadShown
from tracker.services.threads import shown as shown_thread
from tracker.services.topics import TopicShown
from tracker.services.topics import shown as topic_shown

Figure = Callable[[StoredQuantity], str]
"""Puts a quantity in a few words."""
DEFAULT_STYLE = "oscola"
"""A style made for footnotes."""
THREADS_WHOLE = 60
"""Threads that a dossier shows with all their claims; a topic of more is a library, and the rest is named."""


def dossier(
    db: Database,
    topic_id: int,
    *,
    style: str = DEFAULT_STYLE,
    added: Mapping[str, Form] = MappingProxyType({}),
    figure: Figure,
    address: Address = lambda *_: "",
) -> Dossier:
    """Return everything on a topic, to be printed.

    ``style`` is the key of a form of whole documents, one of ``added`` or one there is anyway. ``address`` gives the
    pages of claims and threads (blank: none are linked). Raises ``TrackerError`` for a style that is not known.
    """
    topic, form = topic_shown(db, topic_id), source_form(style, added)
    shown, rest = topic.threads_in[:THREADS_WHOLE], topic.threads_in[THREADS_WHOLE:]
    threads = [shown_thread(db, row.id) for row in shown if row.claims]
    in_threads = {member.id for thread in threads for member in thread.members}
    alone = [row for row in topic.claims_alone if row.id not in in_threads]
    rows = [*(member for thread in threads for member in thread.members), *alone]
    notes = _notes(db, topic, threads, rows)
    linked = _linked_sources(db, topic_id, notes)
    cited = {
        *(row.document_id for row in rows),
        *(far.other.document_id for thread in threads for far in thread.opposed),
    }
    return Dossier(
        title=topic.name,
        description=topic.description,
        positions=tuple(_position(thread, figure, address, _verdicts(db, thread)) for thread in threads),
        alone=tuple(_said(row, figure, address) for row in alone),
        notes=notes,
        readings=tuple(_reading(db, entry, form) for entry in topic.reading_list),
        unknown=tuple(_unknown(rows, threads, rest)),
        sources=sources_cited(db, cited | {*linked.values()}, form),
        style=form.name,
        made=nouns.today().isoformat(),
        resolve=resolver(db, address),
        linked_sources=linked,
    )


def _position(thread: ThreadShown, figure: Figure, address: Address, verdicts: Iterable[str]) -> Position:
    members = thread.members
    guessed = sum(_is_suggested(member, thread.title_id) for member in members)
    remark = f"{_of(guessed, len(members))} put here by the program, and not confirmed by a person." if guessed else ""
    return Position(
        number=thread.id,
        lead=within_marks(thread.lead),
        size=_size(thread),
        said=tuple(_said(member, figure, address, _place(member, thread.title_id)) for member in members),
        against=tuple(_said(far.other, figure, address, _relation(far)) for far in thread.opposed),
        verdicts=tuple(verdicts),
        remark=remark,
        address=address("thread", thread.id),
    )


def _verdicts(db: Database, thread: ThreadShown) -> Iterable[str]:
    """Yield the verdicts recorded for a thread, each with the very claim that it rates."""
    for row in stored_threads.verdicts_of(db, thread.id, thread.lead_id):
        when = printed_date(row.date) if row.date else "undated"
        words = as_told(f"“{within_marks(row.claim)}”", row.stance)
        told = f"{row.organisation}, {when}: {row.rating}, on claim {row.claim_id} ({words})"
        yield f"{told} {row.url}" if row.url else told


def _is_suggested(member: Member, lead_id: int) -> bool:
    relation = member.relation
    return member.id != lead_id and (relation is None or relation.decision != "confirmed")


def _place(member: Member, lead_id: int) -> str:
    """Return what a claim is to its thread."""
    if member.id == lead_id:
        return "main wording"
    return _relation(member.relation) if member.relation else "in the thread by way of another claim"


def _relation(relation: RelationToLead | Against) -> str:
    state = "confirmed" if relation.decision == "confirmed" else "suggested, not confirmed"
    return f"{relation.kind} ({state})"


def _said(row: ClaimWithQuantities, figure: Figure, address: Address, place: str = "") -> Said:
    if row.date:
        when = printed_date(row.date)
    else:
        fits = " or ".join(printed_date(day) for day in row.date_candidates)
        when = f"undated; {fits} fit" if fits else "undated"
    return Said(
        number=row.id,
        words=within_marks(row.text),
        by=_by(row),
        when=when,
        source=row.document_id,
        place=place,
        figures=tuple(figure(quantity) for quantity in row.quantities),
        address=address("claim", row.id),
    )


def _by(row: ClaimWithQuantities) -> str:
    doing = "" if row.stance == "asserts" else f", {stances()[row.stance].doing}"
    if row.kind == ClaimKind.STATISTIC:
        return f"the document’s own voice{doing}"
    who = row.speaker or "speaker not known"
    return f"{who}{doing}" if row.kind == ClaimKind.DIRECT else f"{who}{doing}, as reported"


def _size(thread: ThreadShown) -> str:
    claims_in, papers = thread.claims, thread.documents
    told = "" if thread.stance == "asserts" else f"{stances()[thread.stance].label}; "
    size = f"{told}{claims_in} claim{'s' * (claims_in != 1)} in {papers} document{'s' * (papers != 1)}"
    days = dict.fromkeys(day for day in (thread.first, thread.last) if day)
    return f"{size}, {' to '.join(map(printed_date, days)) or 'none of them dated'}"


def _of(some: int, every: int) -> str:
    verb = "was" if some == 1 else "were"
    return f"{some} of its {every} claims {verb}" if every > 1 else f"Its claim {verb}"


def _notes(
    db: Database, topic: TopicShown, threads: list[ThreadShown], rows: list[ClaimWithQuantities]
) -> tuple[NoteShown, ...]:
    """Return the notes on the topic, then those on its threads and claims."""
    found = [(f"On “{topic.name}”", note) for note in topic.notes_on]
    for thread in threads:
        found += [(f"On thread {thread.id}", note) for note in thread.notes_on]
    on_claims = events.notes_about_several(db, "claim", [row.id for row in rows])
    for claim_id in dict.fromkeys(row.id for row in rows):
        found += [(f"On claim {claim_id}", note) for note in on_claims.get(claim_id, [])]
    return tuple(
        NoteShown(note.id, about, note.markdown, f"{note.who}, {printed_date(note.at[:10])}") for about, note in found
    )


def _linked_sources(db: Database, topic_id: int, notes: Iterable[NoteShown]) -> dict[tuple[str, int], int]:
    """Return the documents that the claims and documents linked to stand in, for their footnotes."""
    links = events.links_of(db, "topic", [topic_id]) + events.links_of(db, "note", [note.number for note in notes])
    found = {}
    for link in links:
        key = (link.noun, link.noun_id)
        if link.noun == "document" and documents.get(db, link.noun_id) is not None:
            found[key] = link.noun_id
        elif link.noun == "claim" and (row := stored_claims.get(db, link.noun_id)) is not None and row.live:
            found[key] = row.document_id
    return found


def _reading(db: Database, entry: ReadingEntry, form: Form) -> Reading:
    if entry.document_id is None:
        return Reading(entry.heading, entry.url or "", entry.remark)
    ((document, source),) = citables(db, documents.several(db, [entry.document_id]).values())
    return Reading(as_entry(source, form), document.url or "", entry.remark)


def _unknown(rows: list[ClaimWithQuantities], threads: list[ThreadShown], rest: list[ThreadSummary]) -> Iterable[str]:
    """Yield what the dossier cannot tell, a sentence each."""
    undated = sum(not row.date for row in rows)
    if undated:
        yield f"When: {undated} of {len(rows)} claims have no known date; no place in time was guessed for them."
    nobody = sum(row.speaker is None and row.kind != ClaimKind.STATISTIC for row in rows)
    if nobody:
        yield f"Who: the speaker of {nobody} of {len(rows)} claims is not known."
    figures = [quantity for row in rows for quantity in row.quantities]
    for stated, words in (
        ([quantity.measured for quantity in figures], "what it measures"),
        ([quantity.period for quantity in figures], "its period"),
        ([quantity.place for quantity in figures], "its place"),
    ):
        blank = sum(not part for part in stated)
        if blank:
            yield f"Figures: for {blank} of {len(figures)}, {words} is not stated."
    waiting = sum(_is_suggested(member, thread.title_id) for thread in threads for member in thread.members)
    if waiting:
        yield f"Matches: {waiting} claims stand in their thread by a suggestion that nobody has confirmed."
    if rest:
        yield f"{len(rest)} further threads of the topic are left out here for length; its page lists them."
    yield "What no stored document says: the dossier knows only the documents added."
