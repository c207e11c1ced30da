"""Notes once written, with new versions and what their links lead to; and the dossier gathered of a topic."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from msgspec.structs import asdict

from tracker.cite.notes import Dossier, NoteShown, Position, Reading, Said
from tracker.cite.snippets import Linked, Resolve, as_told, links_in, stances, within_marks
from tracker.cite.sources import UNDATED, printed_date
from tracker.db import claims, documents, events, threads
from tracker.db import claims as stored_claims
from tracker.db import threads as stored_threads
from tracker.db.connection import in_transaction
from tracker.db.rows import Database
from tracker.models import ClaimKind, NotFoundError, TrackerError
from tracker.models.claims import ClaimWithQuantities, StoredQuantity
from tracker.models.events import BrokenLink, Event, EventKind, Note
from tracker.models.threads import ReadingEntry, ThreadSummary
from tracker.services import nouns
from tracker.services.cite import Form, as_entry, citables, source_form, sources_cited
from tracker.services.decisions import LONGEST_NOTE
from tracker.services.threads import Against, Member, RelationToLead, ThreadShown
from tracker.services.threads import shown as shown_thread
from tracker.services.topics import TopicShown
from tracker.services.topics import shown as topic_shown


def versions(db: Database, note_id: int) -> list[Note]:
    """Return all versions of a note, the first one first; raises ``NotFoundError`` where there is no such note."""
    found = events.versions_of(db, note_id)
    if not found:
        raise NotFoundError(f"There is no note {note_id}.")
    return found


@in_transaction
def edit(db: Database, note_id: int, markdown: str, *, who: str) -> int | None:
    """Write a new version of a note; the one before is kept. Return the event."""
    note = events.note(db, note_id)
    if note is None:
        raise NotFoundError(f"There is no note {note_id}.")
    if not events.note_stands(db, note_id):
        raise TrackerError("This version of the note was replaced or withdrawn; edit the one that stands.")
    markdown = markdown.replace("\r\n", "\n").strip()
    if not markdown:
        raise TrackerError("A note needs at least one word; to take it back, undo it in the history.")
    if len(markdown) > LONGEST_NOTE:
        raise TrackerError(f"A note has at most {LONGEST_NOTE:,} characters.")
    if markdown == note.markdown:
        return None
    at = nouns.now()
    noun, noun_id = note.noun, note.noun_id
    new_id = events.add_note(db, noun=noun, noun_id=noun_id, markdown=markdown, who=who, at=at, replaces=note_id)
    events.write_links(db, "note", new_id, links_in(markdown))
    return nouns.record(
        db, EventKind.NOTE_EDITED, noun, noun_id, who=who, at=at, old={"note_id": note_id},
        new={"note_id": new_id, "with": note_id},
    )  # fmt: skip


def _undo_edit(db: Database, event: Event) -> None:
    if not events.note_stands(db, event.new["note_id"]):
        raise TrackerError("The note was edited again since; undo the later version first.")
    events.set_withdrawn(db, "note", event.new["note_id"], True)


UNDO: dict[EventKind, Callable[[Database, Event], None]] = {EventKind.NOTE_EDITED: _undo_edit}
"""How an edit is taken back."""


Address = Callable[[str, int], str]
"""Gives the address of a claim's, thread's or document's page."""


def resolver(db: Database, address: Address) -> Resolve:
    """Return a function that finds what links lead to, each looked up once."""
    known: dict[tuple[str, int], Linked] = {}

    def resolve(noun: str, number: int) -> Linked:
        if (noun, number) not in known:
            known[noun, number] = SHOWN[noun](db, number, address)
        return known[noun, number]

    return resolve


class BrokenPlace(BrokenLink, frozen=True):
    """A broken link with where it stands and why it leads to nothing, in words."""

    where: str
    why: str


def broken_places(db: Database, *, limit: int = -1) -> list[BrokenPlace]:
    """Return the links of notes and descriptions that lead to nothing now."""
    found = []
    for link in events.broken_links(db, limit=limit):
        where = "the description of topic" if link.holder == "topic" else f"a note on {link.on_noun}"
        why = SHOWN[link.noun](db, link.noun_id, lambda *_: "").broken
        found.append(BrokenPlace(**asdict(link), where=f"{where} {link.on_id}", why=why))
    return found


def broken_links(db: Database) -> list[str]:
    """Return a sentence for each broken link."""
    return [f"There is a broken link in {place.where}: {place.why}" for place in broken_places(db)]


def _claim(db: Database, number: int, address: Address) -> Linked:
    row = claims.get(db, number)
    if row is None:
        return Linked("claim", number, broken=f"there is no claim {number}.")
    if not row.live:
        return Linked("claim", number, broken=f"claim {number} is no longer found in its document.")
    who = row.speaker or ("" if row.kind == "statistic" else "speaker not known")
    if row.stance != "asserts":
        who = _joined(who, stances()[row.stance].doing)
    place = _in_source(row.document_title or row.document, row.publisher, row.date)
    return Linked("claim", number, within_marks(row.text), _joined(who, place), address("claim", number))


def _thread(db: Database, number: int, address: Address) -> Linked:
    row = threads.get(db, number)
    if row is None:
        return Linked("thread", number, broken=f"there is no thread {number}.")
    if not row.claims:
        return Linked("thread", number, broken=f"no claim belongs to thread {number} now.")
    size = f"thread {number}: {row.claims} claims in {row.documents} documents"
    size = size.replace(" 1 claims", " 1 claim").replace(" 1 documents", " 1 document")
    told = None if row.stance == "asserts" else stances()[row.stance].label
    shown = _joined(told, size, _span(row))
    return Linked("thread", number, within_marks(row.lead), shown, address("thread", number))


def _document(db: Database, number: int, address: Address) -> Linked:
    row = documents.get(db, number)
    if row is None:
        return Linked("document", number, broken=f"there is no document {number}.")
    place = _in_source(row.heading, row.publisher, row.date)
    return Linked("document", number, "", place, address("document", number))


SHOWN: dict[str, Callable[[Database, int, Address], Linked]] = {
    "claim": _claim,
    "thread": _thread,
    "document": _document,
}
"""How each noun that can be linked to is shown."""


def _in_source(title: str, publisher: str | None, date: str | None) -> str:
    """Return title, publisher and date of a document, or of a claim in it, as a source is named."""
    return _joined(f"“{title}”", publisher, printed_date(date) if date else UNDATED)


def _span(thread: ThreadSummary) -> str:
    days = dict.fromkeys(day for day in (thread.first, thread.last) if day)
    return " to ".join(map(printed_date, days)) or UNDATED


def _joined(*parts: str | None) -> str:
    return ", ".join(part for part in parts if part)


Figure = Callable[[StoredQuantity], str]
"""Puts a quantity in a few words."""
DEFAULT_STYLE = "harvard"
"""The style that most readers of British English know; no trade has it for its own, as lawyers have OSCOLA."""
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
