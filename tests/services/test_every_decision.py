"""One decision of every kind that there is: reruns keep them all, and they can be taken back in any order."""

from __future__ import annotations

import random
from dataclasses import replace
from unittest.mock import patch

import pytest
from msgspec.structs import asdict

from tests import articles
from tests.services.test_decisions import claim_with, rerun
from tracker.db import claim_lists, documents, events, figures, relations, threads
from tracker.db import claims as stored_claims
from tracker.db.connection import transaction
from tracker.db.rows import Database
from tracker.ingest.reader import read
from tracker.matching.candidates import reading_lines
from tracker.matching.features import Features
from tracker.matching.relation import relation
from tracker.models import Document, Relation, RelationKind, TrackerError
from tracker.models.claims import STATED, FigureFilters
from tracker.models.events import EventKind
from tracker.models.threads import Filters, Ruling, Work
from tracker.services import (
    check,
    cite,
    claims,
    decisions,
    doctor,
    earlier_texts,
    filters,
    ingest,
    linking,
    notes,
    topics,
    undo,
    verdicts,
    versions,
)
from tracker.services import documents as all_documents
from tracker.services import figures as all_figures
from tracker.services.documents import pick_date

WHO = "tester"
NOT_DECIDED = ("sqlite_%", "digests", "claim_search%", "key_%", "word_%", "claim_features", "claim_readings", "roles")
"""Tables that are made anew from the others."""


@pytest.fixture
def papers(two_papers: Database) -> Database:
    ingest.take_in(two_papers, articles.UNDATED.encode(), "council.txt", who=WHO)
    return two_papers


def decide_everything(db: Database) -> None:
    """Make a decision of every kind, each on something that the others leave alone where that can be."""
    first, second = claim_with(db, "1,240").id, claim_with(db, "1,420").id
    quoted, denied = claim_with(db, "We are not planning"), claim_with(db, "routine armed patrols were planned")
    told = claim_with(db, "would not become routine").id
    decisions.decide_pair(db, first, second, "confirmed", who=WHO, confirmed_as="revised")
    decisions.decide_pair(db, told, second, "refused", who=WHO)
    decisions.pick_speaker(db, quoted.id, "Wilhelmina Thrale", who=WHO)
    decisions.pick_span(db, denied.id, denied.start, denied.end - 1, who=WHO)
    decisions.pick_stance(db, quoted.id, "plans", who=WHO)
    pick_date(db, 1, "2022-03-15", who=WHO)
    all_documents.describe(db, 2, {"title": "Patrols on the quay"}, who=WHO)
    decisions.leave_date_open(db, 3, who=WHO)
    names = {row.name: row.id for row in claims.speakers.every(db)}
    decisions.keep_apart(db, names["Mara Quill"], names["Dora Penhale"], who=WHO)
    decisions.merge_speakers(db, names["Tobias Wren"], names["Mara Quill"], who=WHO)
    thread = next(row.id for row in threads.every(db) if len(threads.members(db, row.id)) > 1)
    lead = next(row.lead_id for row in threads.every(db) if row.id == thread)
    decisions.pick_lead(db, thread, next(one for one in threads.members(db, thread) if one != lead), who=WHO)
    decisions.confirm_attribution(db, told, who=WHO)
    decisions.reject_claim(db, claim_with(db, "significant change").id, who=WHO)
    text = documents.text_of(db, 2)
    decisions.make_claim(db, 2, 0, text.index("\n"), kind="indirect", who=WHO)
    _write_and_gather(db, first, thread)
    _version_and_read_again(db)
    all_documents.delete(db, 3, who=WHO)
    all_documents.restore(db, 3, who=WHO)
    _link_by_other_rules(db)


def _link_by_other_rules(db: Database) -> None:
    def rules(one: Features, other: Features) -> Relation:
        found = relation(one, other)
        return replace(found, kind=RelationKind.NONE) if found.kind is RelationKind.RELATED else found

    with patch.object(linking, "relation", rules):
        assert "event" in doctor.link_all(db, who=WHO, apply=True)


MINUTES = """\
Minutes of the pilots

“The east buoy drags at low water,” said Greta Holm.

“No pilot boards after midnight,” said Ivor Lang.
"""


def take_in_versions(db: Database) -> tuple[int, int]:
    """Take in two versions of the minutes; return the documents."""
    texts = (MINUTES, f"{MINUTES}\nA second printing.\n")
    first, second = (ingest.take_in(db, text.encode(), "minutes.txt", who=WHO).document_id for text in texts)
    return first, second


def _version_and_read_again(db: Database) -> None:
    first, second = take_in_versions(db)
    buoy, pilot = (claim.id for claim in stored_claims.of_document(db, first))
    decisions.pick_speaker(db, buoy, "Wilhelmina Thrale", who=WHO)
    decisions.pick_speaker(db, pilot, "Wilhelmina Thrale", who=WHO)
    with transaction(db):
        versions.propose(db, second)
    earlier_texts.carry(db, buoy, second, who=WHO)
    earlier_texts.leave(db, pilot, second, who=WHO)

    def today(data: bytes, name: str, media_type: str | None = None, **_: object) -> Document:
        document = read(data, name, media_type)
        return replace(document, text=document.text.replace("after midnight", "at night"))

    with patch.object(ingest, "document_in", today):
        earlier_texts.reread(db, first, who=WHO)
    earlier_texts.let_go(db, pilot, who=WHO)


def _write_and_gather(db: Database, claim_id: int, thread: int) -> None:
    decisions.add_note(db, "claim", claim_id, "Printed as 1,420 a week later.", who=WHO)
    notes.edit(db, events.notes_about(db, "claim", claim_id)[0].id, "Printed as 1,420 in the *Gazette*.", who=WHO)
    topic, _ = topics.make(db, "Patrols", who=WHO)
    other, _ = topics.make(db, "Armed patrols", who=WHO)
    topics.rename(db, topic, "Patrols of Saltmere", who=WHO)
    topics.describe(db, topic, "Who says what of patrols.", who=WHO)
    topics.tag(db, "claim", claim_id, "Patrols of Saltmere", who=WHO)
    topics.tag(db, "thread", thread, "Patrols of Saltmere", who=WHO)
    topics.untag(db, "claim", claim_id, topic, who=WHO)
    topics.add_reading(db, topic, document_id=1, who=WHO)
    topics.add_reading(db, topic, url="https://gazette.example/patrols", title="Later", who=WHO)
    one, two = (row["id"] for row in db.select("SELECT id FROM readings WHERE topic_id = ? ORDER BY id", [topic]))
    topics.remark_on_reading(db, topic, one, "Begin here.", who=WHO)
    topics.move_reading(db, topic, two, -1, who=WHO)
    topics.remove_reading(db, topic, one, who=WHO)
    topics.merge(db, other, topic, who=WHO)
    search, _ = filters.save(db, "Patrols", "q=patrols", who=WHO)
    filters.rename_saved(db, search, "All of patrols", who=WHO)
    ingest.take_in(db, "“The patrols stay,” Mara Quill said.\n".encode(), "later.txt", who=WHO)
    filters.look_at_saved(db, search, who=WHO)
    filters.remove_saved(db, search, who=WHO)
    scale = verdicts.add_scale(db, "Saltmere Checks", "Two steps", "False\nTrue", who=WHO)
    ruling = Ruling(scale, "False", "https://checks.example/1")
    verdict = verdicts.record(db, thread, ruling, who=WHO)
    verdicts.revise(db, verdict, Ruling(scale, "True", "https://checks.example/1"), who=WHO)
    verdicts.withdraw(db, verdict, who=WHO)
    verdicts.work_on(db, thread, Work("checking", WHO), who=WHO)
    verdicts.work_on(db, thread, Work("done", WHO, scale, "False", "The rota says otherwise."), who=WHO)
    verdicts.withdraw_scale(db, scale, who=WHO)
    counted = [
        figure for figure in figures.listed(db, FigureFilters(saying=STATED), limit=-1) if figure.unit == "count"
    ]
    all_figures.part(db, counted[0].claim_id, counted[0].start, "Assaults on the quay", who=WHO)
    all_figures.part(db, counted[-1].claim_id, counted[-1].start, "Assaults at sea", who=WHO)
    all_figures.join(db, "assaults at sea", "count", "assaults on the quay", who=WHO)
    form, _ = cite.save_line(db, "Our line", "{speaker}: “{words}”", who=WHO)
    form, _ = cite.save_line(db, "Our line", "{speaker}, {role}: “{words}”", who=WHO)
    cite.remove_form(db, form, who=WHO)
    check.ignore(db, ("We are planning patrols", "altered"), "Said to us directly.", who=WHO)


def stored(db: Database) -> dict[str, list[str]]:
    """Every row of every table that holds what was read, found or decided."""
    unlike = " AND ".join("name NOT LIKE ?" for _ in NOT_DECIDED)
    tables = db.execute(f"SELECT name FROM sqlite_master WHERE type = 'table' AND {unlike}", NOT_DECIDED).fetchall()
    return {table: sorted(map(repr, db.execute(f'SELECT * FROM "{table}"').fetchall())) for (table,) in tables}


def readings_kept(db: Database) -> dict[int, str]:
    """The readings stored of claims, once it is sure that they are those of the words of all live ones."""
    live = dict(stored_claims.every_live_text(db))
    kept = dict(db.execute("SELECT claim_id, lines FROM claim_readings").fetchall())
    assert kept == dict(zip(live, reading_lines([*live.values()]), strict=True))
    return kept


def shown(db: Database) -> dict[str, object]:
    """What pages show of what people can decide."""
    every = claim_lists.listed(db, Filters(), limit=-1)
    beside = {"touched", "live", "marks", "attribution_id"}  # a number of the program’s own
    return {
        "claims": [{key: value for key, value in asdict(row).items() if key not in beside} for row in every],
        "documents": [*documents.every(db)],
        "speakers": sorted((row.name, row.claims) for row in claims.speakers.every(db) if row.claims),
        "pairs": [*relations.every_decision(db)],
        "measures": sorted((row.text, row.measure or "") for row in figures.listed(db, FigureFilters(), limit=-1)),
        "threads": sorted((row.lead_id, row.lead_picked, threads.members(db, row.id)) for row in threads.every(db)),
        "notes": db.number("SELECT count(*) FROM notes WHERE NOT withdrawn"),
        "topics": db.number("SELECT count(*) FROM topics WHERE NOT withdrawn AND merged_into IS NULL"),
        "searches": db.number("SELECT count(*) FROM saved_searches WHERE NOT removed"),
        "scales": db.number("SELECT count(*) FROM scales WHERE NOT withdrawn"),
        "verdicts": db.number("SELECT count(*) FROM verdicts WHERE NOT withdrawn"),
        "work": [each.work for each in verdicts.every_working(db)],
    }


def test_there_is_one_of_every_kind_and_each_can_be_taken_back(papers: Database) -> None:
    decide_everything(papers)
    assert {event.kind for event in events.every(papers)} == {
        EventKind.DOCUMENT_ADDED, EventKind.CLAIM_LOST, *undo.UNDO,
    }  # fmt: skip


def test_reruns_keep_every_decision(papers: Database) -> None:
    decide_everything(papers)
    decided, kept = shown(papers), readings_kept(papers)
    rerun(papers)
    assert readings_kept(papers) == kept
    assert shown(papers) == decided
    settled = stored(papers)
    rerun(papers)
    assert stored(papers) == settled


@pytest.mark.parametrize("seed", range(4))
def test_decisions_are_taken_back_in_any_order(papers: Database, seed: int) -> None:
    ingest.take_in(papers, "“The patrols stay,” Mara Quill said.\n".encode(), "later.txt", who=WHO)
    take_in_versions(papers)
    before = shown(papers)
    made_so_far = {event.id for event in events.every(papers)}
    decide_everything(papers)
    waiting = [e.id for e in events.every(papers) if e.id not in made_so_far and e.kind in undo.UNDO]
    random.Random(seed).shuffle(waiting)
    while waiting:
        left = []
        for event in waiting:
            try:
                undo.undo(papers, event, who=WHO)
            except TrackerError as error:
                assert error.message.endswith("."), error.message
                left.append(event)
        assert len(left) < len(waiting), [events.get(papers, event) for event in left]
        waiting = left
        readings_kept(papers)
    assert shown(papers) == before


def test_an_earlier_answer_is_not_taken_back_under_a_later_one(papers: Database) -> None:
    first, second, other = (claim_with(papers, words).id for words in ("1,240", "1,420", "significant change"))
    assert first < min(second, other), "an event on a pair is one on the first of the two"
    confirmed = decisions.decide_pair(papers, first, second, "confirmed", who=WHO)
    refused = decisions.decide_pair(papers, first, second, "refused", who=WHO)
    decisions.decide_pair(papers, first, other, "refused", who=WHO)
    assert confirmed is not None and refused is not None
    with pytest.raises(TrackerError, match="decided anew since"):
        undo.undo(papers, confirmed, who=WHO)
    standing = relations.on_pair(papers, first, second)
    assert standing is not None
    assert standing.decision == "refused"
    undo.undo(papers, refused, who=WHO)
    undo.undo(papers, confirmed, who=WHO)
    assert relations.on_pair(papers, first, second) is None
