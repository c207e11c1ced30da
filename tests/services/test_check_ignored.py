"""Findings that a person ignored: the same words with the same finding are told so, and others are not."""

from __future__ import annotations

import pytest

from tests import articles
from tracker.db.rows import Database
from tracker.models import TrackerError
from tracker.models.events import EventKind
from tracker.services import check, ingest, nouns, undo
from tracker.services.drafts import read_draft

ALTERED = "“We are now planning routine armed patrols in Saltmere”"
FIGURE = "There were 1,999 recorded assaults on officers last year."
DRAFTS = [
    # the draft in which a finding is ignored, a later draft, whether the finding is ignored there
    (f"Quill said: {ALTERED}.", f"Ms Quill,\nafter a long evening, said: {ALTERED}.", True),
    (f"Quill said: {ALTERED}.", "Quill said: “We are now planning routine armed patrols”.", False),
    (f"Quill said: {ALTERED}.", f"Tobias Wren said: {ALTERED}.", False),
    (FIGURE, f"It rained. {FIGURE} It rained again.", True),
    (FIGURE, "There were 1,999 recorded assaults on officers last year, and the year before.", False),
]


@pytest.fixture
def stored(db: Database) -> Database:
    ingest.take_in(db, articles.HARBOUR.encode(), "harbour.txt", who="tester")
    return db


def report_of(db: Database, text: str) -> check.Report:
    return check.check_draft(db, read_draft(text.encode(), "draft.txt"))


def ignore_first(db: Database, text: str, reason: str = "Said to us directly.") -> int | None:
    item = next(item for item in report_of(db, text).in_order if item.fails)
    return check.ignore(db, check.key_of(text, item), reason, who="Ann Example")


@pytest.mark.parametrize(("draft", "later", "is_ignored"), DRAFTS)
def test_a_finding_stays_ignored_on_the_same_words_alone(
    stored: Database, draft: str, later: str, is_ignored: bool
) -> None:
    assert report_of(stored, draft).fails
    ignore_first(stored, draft)
    report = report_of(stored, later)
    (item,) = (item for item in report.in_order if item.fails)
    assert (item.ignored is not None, report.fails) == (is_ignored, not is_ignored)
    assert not (is_ignored and report.corrected.changes)


def test_who_ignored_a_finding_and_why_is_told_and_it_can_be_taken_back(stored: Database) -> None:
    event = ignore_first(stored, FIGURE, "  The council\nprinted a later count. ")
    assert event is not None
    told = report_of(stored, FIGURE).figures[0].ignored
    assert told is not None
    assert (told.who, told.reason) == ("Ann Example", "The council printed a later count.")
    assert check.event_of_ignored(stored, told.id) == event
    draft = read_draft(FIGURE.encode(), "draft.txt")
    receipt = check.receipt(stored, draft, check.check_draft(stored, draft))
    assert "- Ignored: The council printed a later count. (Ann Example, 2" in receipt
    assert nouns.need_event(stored, event).kind is EventKind.FINDING_IGNORED
    assert ignore_first(stored, FIGURE) is None
    undo.undo(stored, event, who="Ann Example")
    assert report_of(stored, FIGURE).figures[0].ignored is None


@pytest.mark.parametrize("reason", ["", " \n", "x" * (check.LONGEST_REASON + 1)])
def test_a_finding_is_not_ignored_without_a_reason_of_some_words(stored: Database, reason: str) -> None:
    with pytest.raises(TrackerError):
        ignore_first(stored, FIGURE, reason)
    assert report_of(stored, FIGURE).fails
