"""Originals read again: what people decided is kept by its words, waits where they are gone, and comes back."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import pytest

from tests import articles
from tests.services.test_decisions import claim_with, rerun
from tests.services.test_every_decision import NOT_DECIDED, decide_everything
from tracker.check.places import document_keys
from tracker.db import claims, documents, earlier_texts, indexes
from tracker.db.rows import Database
from tracker.ingest.reader import read
from tracker.models import Document, Fact, NotFoundError, ReadError, TrackerError
from tracker.models.claims import StoredClaim
from tracker.models.events import EventKind
from tracker.models.relations import ANY
from tracker.services import decisions, doctor, ingest, nouns
from tracker.services import earlier_texts as again
from tracker.services import undo as undoing
from tracker.services.review import LANES

WHO = "tester"
QUOTED = "We are not planning routine armed patrols in Saltmere,"

Reader = Callable[[Callable[[str], str]], None]


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> Reader:
    """Let today's reader make another text of every file."""

    def change(edit: Callable[[str], str]) -> None:
        def today(data: bytes, name: str, media_type: str | None = None, **_: object) -> Document:
            document = read(data, name, media_type)
            text = edit(document.text)
            return replace(document, text=text, facts=tuple(printed(fact, text) for fact in document.facts))

        monkeypatch.setattr(ingest, "document_in", today)

    return change


def printed(fact: Fact, text: str) -> Fact:
    """A fact where its words stand in another text, or outside it."""
    start = text.find(fact.text)
    place = (start, start + len(fact.text)) if fact.start is not None and start >= 0 else (None, None)
    return replace(fact, start=place[0], end=place[1])


def everything(db: Database) -> dict[str, list[dict[str, object]]]:
    """All rows of all tables but derived ones and the events."""
    names = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()]
    derived = tuple(name.rstrip("%") for name in NOT_DECIDED)
    return {
        name: db.select(f"SELECT * FROM {name} ORDER BY 1")
        for name in names
        if not name.startswith(derived) and name not in ("sqlite_sequence", "events", "attributions", "earlier_texts")
    }


def sound(db: Database) -> None:
    assert doctor.problems(db) == []
    for claim in claims.of_documents(db, documents.ids(db)):
        assert documents.text_of(db, claim.document_id)[claim.start : claim.end] == claim.text
        for figure in claims.quantities_of(db, [claim.id])[claim.id]:
            assert documents.text_of(db, claim.document_id)[figure.start : figure.end] == figure.text


def test_an_unchanged_reading_changes_nothing(two_papers: Database) -> None:
    before, events = everything(two_papers), two_papers.number("SELECT count(*) FROM events")
    assert not again.compared(two_papers, 1).changed
    assert again.reread(two_papers, 1, who=WHO)[1] is None
    assert (everything(two_papers), two_papers.number("SELECT count(*) FROM events")) == (before, events)
    assert earlier_texts.of_document(two_papers, 1) == []


def test_what_would_change_is_shown_first_and_then_done_once(two_papers: Database, reads: Reader) -> None:
    reads(lambda text: "An opening line.\n\n" + text.replace("1,240", "1,280"))
    before = everything(two_papers)
    shown = again.compared(two_papers, 1)
    assert everything(two_papers) == before
    assert (shown.changed, shown.counts["went"], shown.counts["appeared"], shown.counts["stayed"]) == (True, 1, 1, 2)
    done, event = again.reread(two_papers, 1, who=WHO)
    assert event is not None
    assert (done.counts, done.paragraphs) == (shown.counts, shown.paragraphs)
    assert again.reread(two_papers, 1, who=WHO)[1] is None
    sound(two_papers)
    (kept,) = again.kept(two_papers, 1)
    assert kept.text == articles.HARBOUR
    assert again.kept_one(two_papers, 1, kept.id) == kept
    with pytest.raises(NotFoundError, match=r"There is no earlier text . of document 2"):
        again.kept_one(two_papers, 2, kept.id)


def test_a_decision_keeps_its_place_behind_a_new_beginning(two_papers: Database, reads: Reader) -> None:
    claim = claim_with(two_papers, "We are not planning")
    hand, _ = decisions.make_claim(two_papers, 1, *place(two_papers, "crime reporter"), kind="statistic", who=WHO)
    decisions.pick_speaker(two_papers, claim.id, "Wilhelmina Thrale", who=WHO)
    decisions.pick_span(two_papers, claim.id, claim.start, claim.end - 1, who=WHO)
    reads(lambda text: "An opening line.\n\n" + text)
    assert again.compared(two_papers, 1).kept == 2
    again.reread(two_papers, 1, who=WHO)
    after, made = claims.get(two_papers, claim.id), claims.get(two_papers, hand)
    assert after is not None and made is not None
    assert (after.speaker, after.span_picked, after.start) == ("Wilhelmina Thrale", 1, claim.start + 18)
    assert (made.text, made.hand_made, made.live) == ("crime reporter", 1, 1)
    sound(two_papers)
    assert LANES["places"].count(two_papers, ANY) == 0
    (event,) = [e for e in nouns.events_about(two_papers, "claim", claim.id) if e.kind is EventKind.SPAN_PICKED]
    undoing.undo(two_papers, event.id, who=WHO)
    restored = claims.get(two_papers, claim.id)
    assert restored is not None and restored.text == claim.text
    sound(two_papers)


def place(db: Database, words: str) -> tuple[int, int]:
    (span,) = decisions.places_of(db, 1, words)
    return span.start, span.end


def test_a_decision_whose_words_moved_says_so(two_papers: Database, reads: Reader) -> None:
    claim = claim_with(two_papers, "We are not planning")
    decisions.pick_stance(two_papers, claim.id, "plans", who=WHO)

    def edit(text: str) -> str:
        blocks = text.strip().split("\n\n")
        return "\n\n".join([*blocks[:3], blocks[5], blocks[3], blocks[4]]) if "Harbour" in text else text

    reads(edit)
    again.reread(two_papers, 1, who=WHO)
    kinds = [event.kind for event in nouns.events_about(two_papers, "claim", claim.id)]
    moved = claims.get(two_papers, claim.id)
    assert moved is not None and (moved.text, moved.stance, moved.live) == (claim.text, "plans", 1)
    assert {*kinds} <= {EventKind.CLAIM_MOVED, EventKind.STANCE_PICKED}
    sound(two_papers)


@pytest.mark.parametrize("change", [("not planning", "planning"), ("Saltmere", "Saltmore"), ("routine", "regular")])
def test_a_decision_whose_words_are_gone_waits_for_a_place(
    two_papers: Database, reads: Reader, change: tuple[str, str]
) -> None:
    claim = lost_claim(two_papers, reads, change)
    sound(two_papers)
    after = claims.get(two_papers, claim.id)
    assert after is not None and (after.text, after.live, after.speaker) == (claim.text, 1, "Wilhelmina Thrale")
    assert earlier_texts.lost(two_papers, ANY) == [claim.id]
    assert again.reread(two_papers, 1, who=WHO)[1] is None
    assert next(e.kind for e in nouns.events_about(two_papers, "claim", claim.id)) is EventKind.CLAIM_LOST
    words = QUOTED.rstrip(",").replace(*change)
    (there,) = [row for row in claims.of_document(two_papers, 1) if row.text == words]
    event = decisions.pick_span(two_papers, claim.id, there.start, there.end, who=WHO)
    placed, gone = claims.get(two_papers, claim.id), claims.get(two_papers, there.id)
    assert placed is not None and gone is not None and event is not None
    assert (placed.text, placed.speaker, placed.live, gone.live) == (words, "Wilhelmina Thrale", 1, 0)
    assert LANES["places"].count(two_papers, ANY) == 0
    sound(two_papers)
    undoing.undo(two_papers, event, who=WHO)
    assert earlier_texts.lost(two_papers, ANY) == [claim.id]
    sound(two_papers)


def lost_claim(db: Database, reads: Reader, change: tuple[str, str] = ("not planning", "planning")) -> StoredClaim:
    claim = claim_with(db, "We are not planning")
    decisions.pick_speaker(db, claim.id, "Wilhelmina Thrale", who=WHO)
    reads(lambda text: text.replace(*change))
    again.reread(db, 1, who=WHO)
    return claim


def test_a_lost_claim_waits_through_a_rerun(two_papers: Database, reads: Reader) -> None:
    claim = lost_claim(two_papers, reads)
    before = everything(two_papers)
    rerun(two_papers)
    assert claims_of(before) == claims_of(everything(two_papers))
    assert earlier_texts.lost(two_papers, ANY) == [claim.id]
    sound(two_papers)


def claims_of(tables: dict[str, list[dict[str, object]]]) -> list[dict[str, object]]:
    return [{key: value for key, value in row.items() if key != "attribution_id"} for row in tables["claims"]]


def test_a_lost_claim_can_be_let_go_and_that_taken_back(two_papers: Database, reads: Reader) -> None:
    claim = lost_claim(two_papers, reads)
    event = again.let_go(two_papers, claim.id, who=WHO)
    row = claims.get(two_papers, claim.id)
    assert event is not None and row is not None and not row.live
    assert again.let_go(two_papers, claim.id, who=WHO) is None
    undoing.undo(two_papers, event, who=WHO)
    assert earlier_texts.lost(two_papers, ANY) == [claim.id]
    with pytest.raises(TrackerError, match="only one that lost its place can be let go"):
        again.let_go(two_papers, claim_with(two_papers, "1,240").id, who=WHO)


def test_a_reading_can_be_put_back_and_lost_claims_find_their_words(two_papers: Database, reads: Reader) -> None:
    claim = lost_claim(two_papers, reads)
    (event,) = [e for e in nouns.events_about(two_papers, "document", 1) if e.kind is EventKind.DOCUMENT_REREAD]
    undoing.undo(two_papers, event.id, who=WHO)
    after = claims.get(two_papers, claim.id)
    assert after is not None
    assert (after.text, after.start, after.speaker) == (claim.text, claim.start, "Wilhelmina Thrale")
    assert documents.text_of(two_papers, 1) == articles.HARBOUR
    assert LANES["places"].count(two_papers, ANY) == 0
    sound(two_papers)


def test_every_decision_outlives_any_reading(two_papers: Database, reads: Reader) -> None:
    ingest.take_in(two_papers, articles.UNDATED.encode(), "council.txt", who=WHO)
    decide_everything(two_papers)
    picked = ("speaker_picked", "stance_picked", "span_picked", "hand_made", "judgement", "touched")

    def decided() -> list[tuple[object, ...]]:
        return two_papers.execute(f"SELECT id, {', '.join(picked)} FROM claims ORDER BY id").fetchall()

    def pairs() -> list[dict[str, object]]:
        return two_papers.select("SELECT * FROM pair_decisions ORDER BY a, b")

    before = {row[0]: row for row in decided()}, pairs()
    drawn = random.Random(7)
    for edit in (
        lambda text: "A line above.\n\n" + text,
        lambda text: text.replace("“", '"').replace("”", '"'),
        lambda text: " ".join(word for word in text.split(" ") if drawn.random() > 0.2),
        lambda text: "",
        lambda text: text,
    ):
        reads(lambda text, edit=edit: edit(text) or "Nothing is left.")  # type: ignore[misc]
        for document in documents.ids(two_papers):
            again.reread(two_papers, document, who=WHO)
        now = {row[0]: row for row in decided()}
        assert {claim: now[claim] for claim in before[0]} == before[0]
        assert pairs() == before[1]
        sound(two_papers)
    assert LANES["places"].count(two_papers, ANY) == 0  # the last reading has all words again


def test_a_reading_that_fails_half_way_leaves_all_as_it_was(
    two_papers: Database, reads: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything(two_papers)
    reads(lambda text: text.replace("1,240", "1,280"))

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(indexes, "add", stop)
    with pytest.raises(KeyboardInterrupt):
        again.reread(two_papers, 1, who=WHO)
    assert everything(two_papers) == before
    assert earlier_texts.of_document(two_papers, 1) == []


def test_a_file_that_is_read_no_longer_keeps_its_reading(two_papers: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise ReadError("harbour.txt has a password.")

    monkeypatch.setattr(ingest, "document_in", refuse)
    before = everything(two_papers)
    assert again.compared(two_papers, 1).refused == "harbour.txt has a password."
    with pytest.raises(ReadError):
        again.reread(two_papers, 1, who=WHO)
    assert everything(two_papers) == before


def test_drafts_are_checked_against_the_new_text(two_papers: Database, reads: Reader) -> None:
    reads(lambda text: text.replace("an increase of 12.5%", "a rise of 14.5%"))
    again.reread(two_papers, 1, who=WHO)
    assert indexes.documents_without_words(two_papers) == []
    keys = {key for document in (1, 2) for key in document_keys(documents.text_of(two_papers, document))}
    index = indexes.StoredWords(two_papers)
    held = sum(len(index.places(key)) for key in keys)
    assert held == sum(len(document_keys(documents.text_of(two_papers, n))) for n in (1, 2))
