"""A claim, a document or a thread cited in every form: what is cited of each; the styles there are, and those added."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, Final

from tracker.cite import citations, snippets
from tracker.cite.anchors import address_of_words
from tracker.cite.citations import Citation, cite
from tracker.cite.snippets import Quoted
from tracker.cite.sources import BEGINNING, NOWHERE, Citable, Pinpoint, calls_itself_press_release, date_remark, page_at
from tracker.cite.styles import OwnLine, Style, added_style, checked, fill, styles
from tracker.db import claims as stored_claims
from tracker.db import documents, earlier_texts, events, threads
from tracker.db.connection import in_transaction
from tracker.db.rows import Database
from tracker.extract.prose import zones
from tracker.models import Basis, ClaimKind, DocumentDate, Listed, NotFoundError, TrackerError
from tracker.models.claims import StoredClaim, StoredSpeech
from tracker.models.documents import CitationForm, StoredDocument
from tracker.models.events import Event, EventKind
from tracker.services import nouns
from tracker.services.extraction import document_date
from tracker.services.nouns import need, text_of_claim
from tracker.text.layout import paragraphs

QUOTATION: Final = "quotation"
"""The form shown to a reader who has not chosen one yet: the words, who said them, and where they stand."""
OF_DOCUMENTS: Final = "harvard"
"""The style in which the command line cites a whole document where none is chosen."""
_QUOTED: Final[Mapping[str, tuple[str, Callable[[Quoted, Citable], str]]]] = {
    QUOTATION: ("Quotation with its source", snippets.quotation),
    "markdown": ("Markdown with link", snippets.markdown),
    "html": ("HTML blockquote", snippets.blockquote),
}
_RECORDS: Final[Mapping[str, tuple[str, Callable[[Citable, Pinpoint], str]]]] = {
    "csl-json": ("CSL-JSON record", citations.csl_record),
    "ris": ("RIS record", citations.ris),
    "bibtex": ("BibTeX entry", citations.bibtex),
}
"""Forms for reference managers, by key."""
Form = Style | OwnLine
"""A style, or a line of a house's own."""
LARGEST_STYLE: Final = 2**20
"""Bytes: the longest CSL style published is a quarter of it."""
REMEMBERED: Final = 64
"""Texts whose paragraphs are kept ready while a reader goes through the claims of one document."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What is cited: a source, the place in it, the words quoted (none for a whole document), and remarks on it."""

    source: Citable
    pinpoint: Pinpoint = NOWHERE
    quoted: Quoted | None = None
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """A citation in one form: plain, and as HTML where the form is a style.

    ``in_text`` is the short citation in the text or the note; ``is_note`` tells which. In a ``record`` line breaks
    count. ``empty`` are the blanks of a line that nothing known fills.
    """

    key: str
    name: str
    text: str
    html: str = ""
    in_text: str = ""
    in_text_html: str = ""
    is_note: bool = False
    record: bool = False
    empty: tuple[str, ...] = ()

    @property
    def remark(self) -> str:
        """What a line leaves out, in one sentence; blank where nothing is."""
        return f"Not known here, and left out: {', '.join(self.empty)}." if self.empty else ""


def citable(document: StoredDocument, opening: str = "", sha256: str | None = None) -> Citable:
    """Return a document as what is cited; ``opening`` is the beginning of its text, where it is at hand."""
    return Citable(
        name=document.name,
        date=document_date(document),
        title=document.title,
        publisher=document.publisher,
        byline=document.byline,
        url=document.url,
        accessed=document.captured,
        media_type=document.media_type,
        sha256=sha256,
        press_release=calls_itself_press_release(opening, document.title),
        record=document.record,
    )


AT_ONCE: Final = 500
"""Documents whose beginnings are read together."""


def citables(db: Database, rows: Iterable[StoredDocument]) -> Iterator[tuple[StoredDocument, Citable]]:
    """Yield documents as what is cited, each judged by the beginning of its text as its own page judges it."""
    rest = iter(rows)
    while some := list(islice(rest, AT_ONCE)):
        begins = documents.openings(db, [row.id for row in some], characters=BEGINNING)
        yield from ((row, citable(row, begins[row.id])) for row in some)


SOURCES_REMEMBERED: Final = 4_096
"""Citations kept ready: making one takes some hundredths of a second, and a document is cited again and again."""


@lru_cache(maxsize=SOURCES_REMEMBERED)
def cited_source(source: Citable, style: Style) -> Citation:
    """Return a whole source cited in a style."""
    return cite(source, style)


def source_forms(added: Mapping[str, Form]) -> dict[str, Form]:
    """Return the forms in which whole documents are cited, by key."""
    return {key: form for key, form in _all(added).items() if isinstance(form, Style) or not form.quotes}


def source_form(key: str, added: Mapping[str, Form]) -> Form:
    """Return one of them; raises ``TrackerError`` for a key that is none's."""
    known = source_forms(added)
    if key not in known:
        raise TrackerError(f"“{key}” is no citation style; there are {', '.join(known)}.")
    return known[key]


def sources_cited(db: Database, document_ids: Iterable[int], form: Form) -> dict[int, str]:
    """Return each of these documents cited as a style does at its foot: in a note, else as an entry of the list."""
    rows = documents.several(db, sorted(set(document_ids)))
    noted = isinstance(form, Style) and form.is_note
    return {
        row.id: cited_source(source, form).in_text if noted and isinstance(form, Style) else as_entry(source, form)
        for row, source in citables(db, rows.values())
    }


def as_entry(source: Citable, form: Form) -> str:
    """Return a whole source as an entry of a list, or in a house's own line."""
    return cited_source(source, form).entry if isinstance(form, Style) else fill(form, source).text


READ_OTHERWISE: Final = "These words stand in an earlier reading of the stored file; as it is read now, it lacks them."
"""What is said beside the citation of a claim that lost its place."""


def of_document(db: Database, document_id: int) -> Subject:
    """Return a whole document as what is cited."""
    row = need(db, "document", document_id)
    source = citable(row, documents.text_of(db, document_id), row.sha256)
    return Subject(source, remarks=_remarks(source, NOWHERE))


def of_claim(db: Database, claim_id: int, *more: str) -> Subject:
    """Return a claim as what is cited: its words in its document, with their paragraph and page."""
    claim = need(db, "claim", claim_id)
    document = need(db, "document", claim.document_id)
    lost = earlier_texts.of_claim(db, claim_id)
    pages = [] if lost else documents.page_starts_of(db, document.id)
    speech = None if lost else documents.speeches_at(db, document.id, [claim.start]).get(claim.start)
    text = text_of_claim(db, claim)
    lacks = [READ_OTHERWISE] if lost else []
    return of_words(claim, document, text, pages, speech, *more, *lacks, role=role_of(db, claim))


def role_of(db: Database, claim: StoredClaim) -> str:
    """Return the title that a claim's document prints for its speaker; blank where it prints none, or several."""
    if claim.speaker_id is None:
        return ""
    printed = [role for role in stored_claims.roles_in(db, claim.document_id) if role.speaker_id == claim.speaker_id]
    if len({role.title.casefold() for role in printed}) != 1:
        return ""
    bodies = {role.organisation for role in printed if role.organisation}
    return ", ".join([printed[0].title, *(bodies if len(bodies) == 1 else ())])


def of_words(
    claim: StoredClaim,
    document: StoredDocument,
    text: str,
    pages: Sequence[int],
    speech: StoredSpeech | None,
    *more: str,
    role: str = "",
) -> Subject:
    """Return a claim as what is cited, given its document with its text and where the pages of that begin.

    ``speech`` is what the document tells of the speech that the claim stands in, where it is a record of speeches.
    """
    source = citable(document, text, document.sha256)
    pinpoint = Pinpoint(
        paragraph=page_at(_starts_of_prose(text), claim.start),
        page=page_at(pages, claim.start),
        last_page=page_at(pages, claim.end - 1),
        speaker=claim.speaker,
        body=claim.speaker_kind == "body",
        reported=claim.kind != ClaimKind.DIRECT,
        column=speech.column if speech else None,
        time=speech.time if speech else None,
    )
    quoted = Quoted(
        text=claim.text,
        kind=claim.kind,
        speaker=claim.speaker,
        stance=claim.stance,
        said=claim.date if claim.date_kind == "said" else None,
        link=(speech and speech.url) or address_of_words(document.url, text, claim.start, claim.end),
        pinpoint=pinpoint,
        role=role,
    )
    return Subject(source, pinpoint, quoted, (*_remarks(source, pinpoint), *more))


def of_thread(db: Database, thread_id: int) -> Subject:
    """Return a thread as what is cited: the claim in which it first appears, its lead where none is dated."""
    thread = need(db, "thread", thread_id)
    members = threads.claims_of(db, thread_id)
    if not members:
        raise TrackerError(f"No claim belongs to thread {thread_id} now, so there is nothing to cite.")
    dated = [row for row in members if row.date]
    first = dated[0].id if dated else thread.lead_id
    places = "1 place" if len(members) == 1 else f"{len(members)} places"
    told = "This is its first dated appearance" if dated else "None of them is dated, so which came first is not known"
    lead = "" if first == thread.lead_id else f" The thread is led by claim {thread.lead_id}, in other words."
    return of_claim(db, first, f"The thread stands in {places}. {told}.{lead}")


def _remarks(source: Citable, pinpoint: Pinpoint) -> tuple[str, ...]:
    """Return what a reader should know of an open date, of an edited record and of a paragraph that was counted."""
    remark = date_remark(source.date)
    dated = f"The document is {remark}; {_NO_DATE}" if remark else ""
    counted = _COUNTED if pinpoint.paragraph and not pinpoint.printed else ""
    edited = source.record.remark if source.record is not None else ""
    told = f"{edited[0].upper()}{edited[1:]}." if edited else ""
    return tuple(filter(None, (dated, told, counted)))


_NO_DATE: Final = "styles that have words for it say so, and none is given a date."
_COUNTED: Final = (
    "Paragraphs are counted in the body text, without headings, bylines and captions. APA and Harvard give such a "
    "number; MLA, Chicago and OSCOLA give only numbers that the source prints, so it is left out there."
)


@lru_cache(maxsize=REMEMBERED)
def _starts_of_prose(text: str) -> tuple[int, ...]:
    """Return where the paragraphs of a text begin that are no heading, byline, date line, caption or footer."""
    apart = [zone.span for zone in zones(text)]
    return tuple(
        span.start
        for span in paragraphs(text)
        if not any(zone.start <= span.start and span.end <= zone.end for zone in apart)
    )


def _all(added: Mapping[str, Form]) -> dict[str, Form]:
    """Return the house's own lines, then all styles, by key."""
    lines = {key: form for key, form in added.items() if isinstance(form, OwnLine)}
    return {**lines, **styles(), **added}


def forms(added: Mapping[str, Form], *, quoted: bool) -> dict[str, str]:
    """Return the names of all forms by key, first own lines for what is cited; quotations only of words to quote.

    Own lines without words are for whole documents: where there are words, they stand behind the quotations.
    """
    written = {key: form.name for key, form in (_all(added) if quoted else source_forms(added)).items()}
    own = {key for key, form in added.items() if isinstance(form, OwnLine) and form.quotes == quoted}
    found = {key: name for key, name in written.items() if key in own}
    found |= {key: name for key, (name, _) in _QUOTED.items()} if quoted else {}
    found |= written
    return found | {key: name for key, (name, _) in _RECORDS.items()}


def write(subject: Subject, form: str, added: Mapping[str, Form]) -> Written:
    """Return a citation in one form; raises ``TrackerError`` for a form that is not known."""
    if form in _QUOTED and subject.quoted is not None:
        name, write_quoted = _QUOTED[form]
        return Written(form, name, write_quoted(subject.quoted, subject.source), record=form != QUOTATION)
    if form in _RECORDS:
        name, write_record = _RECORDS[form]
        return Written(form, name, write_record(subject.source, subject.pinpoint), record=True)
    style = _all(added).get(form)
    if isinstance(style, OwnLine) and (subject.quoted is not None or not style.quotes):
        filled = fill(style, subject.source, subject.quoted, subject.pinpoint)
        return Written(form, style.name, filled.text, record="\n" in filled.text, empty=filled.empty)
    if not isinstance(style, Style):
        known = ", ".join(forms(added, quoted=subject.quoted is not None))
        raise TrackerError(f"“{form}” is no form of citation here; there are {known}.")
    made = cite(subject.source, style, subject.pinpoint)
    return Written(form, style.name, made.entry, made.entry_html, made.in_text, made.in_text_html, style.is_note)


def record_of(written: Written) -> dict[str, Any]:
    """Return a citation for JSON."""
    return {
        "form": written.key,
        "name": written.name,
        "entry": written.text,
        "in_text": written.in_text or None,
        "left_out": list(written.empty),
    }


def style_of_file(path: Path) -> Style:
    """Return the CSL style in a file; raises ``TrackerError`` where it cannot be read or is none."""
    try:
        if path.stat().st_size > LARGEST_STYLE:
            raise TrackerError(f"{path.name} is too large for a CSL style.")
        return _style_as_it_was(path, path.stat().st_mtime_ns)
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise TrackerError(f"The style {path.name} cannot be read: {reason}.") from error


@lru_cache(maxsize=REMEMBERED)
def _style_as_it_was(path: Path, changed: int) -> Style:
    return added_style(path.read_bytes(), path.name)


def added_styles(folder: Path) -> tuple[dict[str, Style], list[str]]:
    """Return the styles of a folder by key, and a sentence for each file that is none; no folder is no styles."""
    found, problems = dict[str, Style](), list[str]()
    for path in sorted(folder.glob("*.csl")) if folder.is_dir() else []:
        try:
            style = style_of_file(path)
            found[style.key] = style
        except TrackerError as error:
            problems.append(error.message)
    return found, problems


LONGEST_NAME: Final = 80
"""Characters of a form's name."""
_REMEMBERED: Final = 64
"""Styles kept ready: reading the XML of one takes some milliseconds."""

_PLACE = Pinpoint(paragraph=4, page=2, speaker="Mara Quill")
SAMPLE: Final = Subject(
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
BARE: Final = Subject(
    Citable("leaflet.txt", DocumentDate(None, Basis.UNKNOWN, ()), "Guns on the quay"),
    quoted=Quoted("The patrols cost £2,000 a week", ClaimKind.STATISTIC),
)
"""An invented claim of which next to nothing is known."""


def forms_added(db: Database, folder: Path) -> tuple[dict[str, Form], list[str]]:
    """Return the forms that a house added, by key, and a sentence for each file of the folder that is no style."""
    found, problems = added_styles(folder)
    rows = events.citation_forms(db)
    kept = {row.key: OwnLine(row.key, row.name, row.line) if row.line else _style_of_form(row) for row in rows}
    return {**found, **kept}, problems


@lru_cache(maxsize=_REMEMBERED)
def _style_of_form(form: CitationForm) -> Style:
    return replace(added_style((form.csl or "").encode(), form.name), key=form.key)


def forms_listed(db: Database) -> Listed[CitationForm]:
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
    if len(csl) > LARGEST_STYLE:
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
    if key in forms({}, quoted=True):
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
        events.set_withdrawn(db, "form", before.id, True)
    form_id = events.add_citation_form(db, key, name, line=line, csl=csl)
    event = nouns.record(
        db, EventKind.FORM_SAVED, "form", form_id, who=who, old={"form": before.id} if before else {},
        new={"name": name},
    )  # fmt: skip
    return form_id, event


@in_transaction
def remove_form(db: Database, form_id: int, *, who: str) -> int:
    """Offer a form no longer; return the event."""
    form = events.citation_form(db, form_id)
    if form is None or form.removed:
        raise NotFoundError(f"There is no form of citation {form_id}.")
    events.set_withdrawn(db, "form", form_id, True)
    return nouns.record(db, EventKind.FORM_REMOVED, "form", form_id, who=who, old={"name": form.name})


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
    events.set_withdrawn(db, "form", form.id, True)
    if "form" in event.old:
        events.set_withdrawn(db, "form", event.old["form"], False)


def _removal_undone(db: Database, event: Event) -> None:
    form = events.citation_form(db, event.noun_id)
    if form is not None and _of_key(db, form.key) is not None:
        raise TrackerError(f"There is another form “{form.name}” now; remove that first.")
    events.set_withdrawn(db, "form", event.noun_id, False)


UNDO: Mapping[EventKind, Callable[[Database, Event], None]] = {
    EventKind.FORM_SAVED: _save_undone,
    EventKind.FORM_REMOVED: _removal_undone,
}
"""How each change of the forms is taken back."""
