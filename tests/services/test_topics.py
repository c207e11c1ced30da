"""Topics, reading lists, notes and dossiers: one event each, undone exactly, and a broken link is told."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from tests.services.test_decisions import claim_with, rerun
from tracker.cite.notes import as_html, as_markdown
from tracker.db import claim_lists, events
from tracker.db import topics as stored
from tracker.db.connection import transaction
from tracker.db.rows import Database
from tracker.models import NotFoundError, TrackerError
from tracker.models.claims import StoredClaim
from tracker.models.threads import Filters
from tracker.services import decisions, doctor, linking, notes, retrieval, topics, undo
from tracker.web.words import figure

TABLES = ("topics", "topic_tags", "readings", "notes", "note_links")


@pytest.fixture
def topic(two_papers: Database) -> int:
    return topics.make(two_papers, "Armed patrols", who="tester")[0]


def other(db: Database) -> int:
    topic_id = topics.make(db, "Guns", who="tester")[0]
    topics.tag(db, "claim", 1, "Guns", who="tester")
    topics.tag(db, "claim", 1, "Armed patrols", who="tester")
    topics.tag(db, "thread", 1, "Guns", who="tester")
    decisions.add_note(db, "topic", topic_id, "On guns.", who="tester")
    topics.add_reading(db, topic_id, document_id=2, who="tester")
    return topic_id


def seen(db: Database) -> dict[str, object]:
    """Return all that readers see of topics."""
    return {
        "topics": [replace(topics.shown(db, topic.id), events=[]) for topic in stored.every(db)],
        "claims": [topics.tags(db, "claim", number).on for number in (1, 2, 3)],
    }


def read(db: Database, topic_id: int, **given: object) -> int | None:
    return topics.add_reading(db, topic_id, who="tester", **given)  # type: ignore[arg-type]


def listed(db: Database, topic_id: int) -> list[int]:
    read(db, topic_id, document_id=1), read(db, topic_id, url="https://example.org/", title="An inquiry")
    return [entry.id for entry in topics.shown(db, topic_id).reading_list]


Verb = Callable[[Database, int], int | None]
VERBS: dict[str, Verb] = {
    "make": lambda db, t: topics.make(db, "Another", who="tester")[1],
    "tag a claim": lambda db, t: topics.tag(db, "claim", 1, "armed  PATROLS", who="tester"),
    "tag a thread": lambda db, t: topics.tag(db, "thread", 1, "Armed patrols", who="tester"),
    "tag with a new one": lambda db, t: topics.tag(db, "document", 1, "Harbours", who="tester"),
    "rename": lambda db, t: topics.rename(db, t, "Guns on the quay", who="tester"),
    "describe": lambda db, t: topics.describe(db, t, "See [[claim:1]].", who="tester"),
    "read a document": lambda db, t: read(db, t, document_id=1, remark="First."),
    "read a link": lambda db, t: read(db, t, url="https://example.org/", title="An inquiry"),
}
AFTER: dict[str, tuple[Callable[[Database, int], object], Verb]] = {
    "untag": (
        lambda db, t: topics.tag(db, "claim", 1, "Armed patrols", who="tester"),
        lambda db, t: topics.untag(db, "claim", 1, t, who="tester"),
    ),
    "merge": (lambda db, t: other(db), lambda db, t: topics.merge(db, t + 1, t, who="tester")),
    "move": (listed, lambda db, t: topics.move_reading(db, t, 2, -1, who="tester")),
    "take off": (listed, lambda db, t: topics.remove_reading(db, t, 1, who="tester")),
    "remark": (listed, lambda db, t: topics.remark_on_reading(db, t, 1, "Begin here.", who="tester")),
    "edit": (
        lambda db, t: decisions.add_note(db, "topic", t, "First [[claim:1]].", who="tester"),
        lambda db, t: notes.edit(db, 1, "Second.", who="tester"),
    ),
}
CASES = [(name, lambda db, t: None, verb) for name, verb in VERBS.items()]
CASES += [(name, before, verb) for name, (before, verb) in AFTER.items()]


@pytest.mark.parametrize(("name", "before", "verb"), CASES, ids=[case[0] for case in CASES])
def test_a_verb_is_one_event_kept_by_a_rerun_and_undone_exactly(
    two_papers: Database, topic: int, name: str, before: Callable[[Database, int], object], verb: Verb
) -> None:
    before(two_papers, topic)
    was, count = seen(two_papers), len([*events.every(two_papers)])
    event = verb(two_papers, topic)
    assert event is not None and len([*events.every(two_papers)]) == count + 1
    done = seen(two_papers)
    assert done != was or name == "tag with a new one"
    rerun(two_papers)
    assert seen(two_papers) == done
    undo.undo(two_papers, event, who="tester")
    assert seen(two_papers) == was


AGAIN = {name: VERBS[name] for name in ("tag a claim", "rename", "describe", "read a document")}


@pytest.mark.parametrize("verb", AGAIN.values(), ids=AGAIN)
def test_the_same_again_records_nothing(two_papers: Database, topic: int, verb: Verb) -> None:
    assert verb(two_papers, topic) is not None
    assert verb(two_papers, topic) is None


def test_names_that_differ_in_capitals_and_blanks_are_one_topic(two_papers: Database, topic: int) -> None:
    assert topics.make(two_papers, " ARMED  patrols", who="tester") == (topic, None)


BAD: list[tuple[Callable[[Database], object], str]] = [
    (lambda db: topics.make(db, "  ", who="t"), "needs a name"),
    (lambda db: topics.make(db, "x" * 121, who="t"), "at most 120"),
    (lambda db: topics.tag(db, "speaker", 1, "Guns", who="t"), "a claim, a thread or a document"),
    (lambda db: topics.tag(db, "claim", 99, "Guns", who="t"), "no claim 99"),
    (lambda db: topics.merge(db, 1, 1, who="t"), "with itself"),
    (lambda db: topics.describe(db, 9, "x", who="t"), "no topic 9"),
    (lambda db: topics.describe(db, 1, "x" * 20_001, who="t"), "at most"),
    (lambda db: read(db, 1), "one of the two"),
    (lambda db: read(db, 1, document_id=1, url="https://example.org/"), "one of the two"),
    (lambda db: read(db, 1, document_id=99), "no document 99"),
    (lambda db: read(db, 1, url="javascript:alert(1)"), "no web address"),
    (lambda db: read(db, 1, url="https://example.org/ x"), "no web address"),
    (lambda db: topics.move_reading(db, 1, 7, 1, who="t"), "no entry 7"),
    (lambda db: notes.edit(db, 99, "x", who="t"), "no note 99"),
]


@pytest.mark.parametrize(("verb", "words"), BAD)
def test_what_cannot_be_is_told_in_one_sentence(
    two_papers: Database, topic: int, verb: Callable[[Database], object], words: str
) -> None:
    count = len([*events.every(two_papers)])
    with pytest.raises(TrackerError, match=words) as caught:
        verb(two_papers)
    assert caught.value.message.endswith(".")
    assert len([*events.every(two_papers)]) == count


def test_a_topic_in_use_is_not_taken_back(two_papers: Database) -> None:
    topic_id, event = topics.make(two_papers, "Guns", who="tester")
    topics.tag(two_papers, "claim", 1, "Guns", who="tester")
    assert event is not None
    with pytest.raises(TrackerError, match="in use"):
        undo.undo(two_papers, event, who="tester")
    assert stored.get(two_papers, topic_id)


def test_a_topic_holds_its_own_claims_and_those_of_its_threads(two_papers: Database, topic: int) -> None:
    alone = claim_with(two_papers, "significant change").id
    topics.tag(two_papers, "claim", alone, "Armed patrols", who="tester")
    topics.tag(two_papers, "thread", 1, "Armed patrols", who="tester")
    rows = claim_lists.listed(two_papers, Filters(topic=topic), limit=-1)
    members = {row[0] for row in two_papers.execute("SELECT claim_id FROM thread_members WHERE thread_id = 1")}
    assert {row.id for row in rows} == {alone, *members}
    assert topics.shown(two_papers, topic).claims == len(rows)


def test_an_edited_note_keeps_its_versions_and_stands_once(two_papers: Database) -> None:
    decisions.add_note(two_papers, "claim", 1, "First.", who="Ann")
    second = notes.edit(two_papers, 1, "Second.", who="Bea")
    notes.edit(two_papers, 2, "Third.", who="Cai")
    assert [(note.markdown, note.who) for note in notes.versions(two_papers, 2)] == [
        ("First.", "Ann"), ("Second.", "Bea"), ("Third.", "Cai"),
    ]  # fmt: skip
    assert [note.markdown for note in events.notes_about(two_papers, "claim", 1)] == ["Third."]
    with pytest.raises(TrackerError, match="edited again since"):
        undo.undo(two_papers, second or 0, who="tester")
    with pytest.raises(TrackerError, match="replaced or withdrawn"):
        notes.edit(two_papers, 1, "Fourth.", who="tester")


def _gone(db: Database, row: StoredClaim) -> None:
    with transaction(db):
        db.update("claims", row.id, {"found": 0, "touched": 0})
        retrieval.reindex(db, [], [row.id])
        linking.link_claims(db, [], {row.id: row.text})


def test_a_broken_link_is_told_by_the_doctor_until_the_note_is_mended(two_papers: Database, topic: int) -> None:
    row = claim_with(two_papers, "significant change")
    decisions.add_note(two_papers, "topic", topic, f"As [[claim:{row.id}]] says.", who="tester")
    topics.describe(two_papers, topic, "All in [[thread:99]].", who="tester")
    assert doctor.problems(two_papers) == [
        f"There is a broken link in the description of topic {topic}: there is no thread 99."
    ]
    _gone(two_papers, row)
    assert notes.broken_links(two_papers) == [
        f"There is a broken link in a note on topic {topic}: claim {row.id} is no longer found in its document.",
        f"There is a broken link in the description of topic {topic}: there is no thread 99.",
    ]
    notes.edit(two_papers, 1, "Mended.", who="tester")
    topics.describe(two_papers, topic, "", who="tester")
    assert doctor.problems(two_papers) == []


@pytest.mark.parametrize("style", ["oscola", "apa"])
def test_a_dossier_quotes_with_a_footnote_for_every_source(two_papers: Database, topic: int, style: str) -> None:
    topics.tag(two_papers, "thread", 1, "Armed patrols", who="tester")
    topics.describe(two_papers, topic, "Will they patrol[^1]?\n\n[^1]: On foot.", who="tester")
    decisions.add_note(
        two_papers, "topic", topic, "She said it[^1]: [[claim:1]], not [[claim:99]].\n\n[^1]: So.", who="t"
    )
    listed(two_papers, topic)
    made = as_markdown(notes.dossier(two_papers, topic, style=style, figure=figure))
    for row in claim_lists.listed(two_papers, Filters(topic=topic), limit=-1):
        assert f": “{row.text}”[^d{row.document_id}]" in made
        assert f"\n[^d{row.document_id}]: " in made
    assert "[^about-1]: On foot." in made and "[^n1-1]: So." in made
    assert "⚠ Broken link: there is no claim 99." in made
    assert "suggested, not confirmed" in made
    assert "## What is not known" in made
    page = as_html("Armed patrols", made)
    assert page.count("[^") == 0 and "<script" not in page


def test_a_dossier_marks_what_a_person_confirmed(two_papers: Database, topic: int) -> None:
    topics.tag(two_papers, "thread", 1, "Armed patrols", who="tester")
    lead, *others = [row[0] for row in two_papers.execute("SELECT claim_id FROM thread_members WHERE thread_id = 1")]
    for member in others:
        decisions.decide_pair(two_papers, lead, member, "confirmed", who="tester")
    made = as_markdown(notes.dossier(two_papers, topic, figure=figure))
    assert "(confirmed)" in made


def test_a_dossier_of_nothing_says_so(two_papers: Database, topic: int) -> None:
    made = as_markdown(notes.dossier(two_papers, topic, figure=figure))
    assert "What no stored document says" in made
    with pytest.raises(NotFoundError):
        notes.dossier(two_papers, 99, figure=figure)
    with pytest.raises(TrackerError, match="no citation style"):
        notes.dossier(two_papers, topic, style="runes", figure=figure)
