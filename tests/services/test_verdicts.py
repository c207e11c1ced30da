"""Verdicts: recorded with versions, undone exactly, kept by reruns; and never shown on a claim merely suggested."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from tests.services.test_decisions import assaults, rerun
from tracker.db import events, relations, threads
from tracker.db.rows import Database
from tracker.models import NotFoundError, TrackerError
from tracker.models.threads import Evidence, Ruling, VerdictFilters, Work
from tracker.services import decisions, undo, verdicts

RATINGS = "False = 1\nHalf true = 2\nTrue = 3"
RULING = Ruling(
    scale_id=1,
    rating="Half true",
    url="https://harbour-facts.example/12",
    summary="The *rota* says otherwise.",
    evidence=(
        Evidence("https://saltmere.example/rota", "Rota", "One unit.", "https://archive.example/1", "2022-04-01"),
    ),
    reviewer="Ines Marlow",
    date="2022-04-02",
)
# what is typed as a scale, and its ratings
SCALES = (
    ("False\nTrue", [("False", None), ("True", None)]),
    (" False =1 \n\n  Half   true = 2.5\nTrue= 5", [("False", 1.0), ("Half true", 2.5), ("True", 5.0)]),
    ("a = b\nc", [("a = b", None), ("c", None)]),
    ("-1 = -1\n0 = 0", [("-1", -1.0), ("0", 0.0)]),
)
BAD_SCALES = (
    ("", "2 to 20 ratings"),
    ("True", "2 to 20 ratings"),
    ("\n".join(map(str, range(21))), "2 to 20 ratings"),
    ("True\ntrue", "the same name"),
    ("False = 1\nTrue", "all have one"),
    ("False = 2\nTrue = 1", "rise from the worst"),
    ("False = 1\nTrue = 1", "rise from the worst"),
    ("x" * 200 + "\ny", "at most 120"),
)
# a change of the ruling, and the words of the refusal
BAD = (
    ({"rating": "Pants on fire"}, "is no rating of Harbour Facts’s scale"),
    ({"scale_id": 9}, "There is no scale 9"),
    ({"url": "  "}, "needs the address of the published review"),
    ({"url": "javascript:alert(1)"}, "must begin with https://"),
    ({"url": "https://"}, "must begin with https://"),
    ({"url": "https://[x"}, "must begin with https://"),
    ({"date": "May 2022"}, "is a day such as 3 May 2024"),
    ({"date": "2022-02-30"}, "is a day such as 3 May 2024"),
    ({"summary": "x" * 30_000}, "at most 20,000"),
    ({"evidence": (Evidence(shows="It is so."),)}, "needs a link or a title"),
    ({"evidence": (Evidence(link="file:///etc/passwd"),)}, "must begin with https://"),
    ({"evidence": (Evidence(title="x", archive="data:text/html,x"),)}, "must begin with https://"),
    ({"evidence": (Evidence(title="x"),) * 51}, "at most 50 pieces"),
)


@pytest.fixture
def db(two_papers: Database) -> Database:
    verdicts.add_scale(two_papers, "Harbour Facts", "", RATINGS, who="tester")
    return two_papers


def thread_of(db: Database, claim_id: int) -> int:
    return int(threads.of_claim(db, claim_id)[0].id)


def suggested_pair(db: Database) -> tuple[int, int, int]:
    """Return a thread with its lead and a claim that is merely suggested to belong to it."""
    for row in threads.every(db):
        for member in threads.members(db, row.id):
            relation = relations.between(db, row.lead_id, member) if member != row.lead_id else None
            if relation is not None and relation.decision is None:
                return row.id, row.lead_id, member
    raise AssertionError("no thread has a suggested member")


@pytest.mark.parametrize(("text", "expected"), SCALES)
def test_a_scale_is_read_from_its_lines(text: str, expected: list[tuple[str, float | None]]) -> None:
    assert [(rating.label, rating.value) for rating in verdicts.ratings_of(text)] == expected


@pytest.mark.parametrize(("text", "words"), BAD_SCALES)
def test_what_is_no_scale_is_refused(db: Database, text: str, words: str) -> None:
    with pytest.raises(TrackerError, match=words):
        verdicts.add_scale(db, "Coast Check", "", text, who="tester")
    assert len(threads.scales(db)) == 1


def test_a_scale_never_changes_and_comes_back_after_undo(db: Database) -> None:
    with pytest.raises(TrackerError, match="never changed"):
        verdicts.add_scale(db, "Harbour Facts", "", "No\nYes", who="tester")
    undo.undo(db, events.latest(db, 1)[0].id, who="tester")
    assert threads.scales(db) == []
    assert verdicts.add_scale(db, "Harbour Facts", "", RATINGS, who="tester") == 1


def test_a_verdict_is_recorded_as_given_and_kept_by_reruns(db: Database) -> None:
    thread, lead, _ = suggested_pair(db)
    count = len([*events.every(db)])
    verdict = verdicts.record(db, thread, RULING, who="tester")
    assert len([*events.every(db)]) == count + 1
    before = threads.verdict(db, verdict)
    assert before is not None
    assert (before.claim_id, before.rating, before.organisation) == (lead, "Half true", "Harbour Facts")
    assert before.evidence[0].archive == "https://archive.example/1"
    rerun(db)
    assert threads.verdict(db, verdict) == before


def test_a_revised_verdict_keeps_its_versions_and_goes_back(db: Database) -> None:
    verdict = verdicts.record(db, suggested_pair(db)[0], RULING, who="tester")
    assert verdicts.revise(db, verdict, RULING, who="tester") is None
    event = verdicts.revise(db, verdict, replace(RULING, rating="False"), who="tester")
    assert event is not None
    assert [(row.version, row.rating) for row in threads.verdict_versions(db, verdict)] == [
        (2, "False"),
        (1, "Half true"),
    ]
    undo.undo(db, event, who="tester")
    row = threads.verdict(db, verdict)
    assert row is not None and row.rating == "Half true"
    verdicts.revise(db, verdict, replace(RULING, rating="True"), who="tester")
    row = threads.verdict(db, verdict)
    assert row is not None and (row.version, row.rating) == (3, "True")


@pytest.mark.parametrize("how", ["undone", "withdrawn"])
def test_a_verdict_taken_back_is_listed_nowhere_and_can_return(db: Database, how: str) -> None:
    thread, lead, _ = suggested_pair(db)
    verdict = verdicts.record(db, thread, RULING, who="tester")
    if how == "undone":
        undo.undo(db, events.latest(db, 1)[0].id, who="tester")
    else:
        assert verdicts.withdraw(db, verdict, who="tester") is not None
        assert verdicts.withdraw(db, verdict, who="tester") is None
    assert [*threads.verdicts(db, VerdictFilters(), limit=-1)] == []
    assert threads.verdicts_of(db, thread, lead) == []
    assert threads.shown_on_claims(db) == {}
    assert threads.verdict(db, verdict) is not None
    with pytest.raises(TrackerError, match="undo that first"):
        verdicts.revise(db, verdict, replace(RULING, rating="True"), who="tester")
    if how == "withdrawn":
        undo.undo(db, events.latest(db, 1)[0].id, who="tester")
        assert len(threads.verdicts_of(db, thread, lead)) == 1


@pytest.mark.parametrize(("change", "words"), BAD)
def test_what_cannot_stand_is_refused_and_nothing_is_stored(
    db: Database, change: dict[str, object], words: str
) -> None:
    count = len([*events.every(db)])
    with pytest.raises((TrackerError, NotFoundError), match=words):
        verdicts.record(db, suggested_pair(db)[0], replace(RULING, **change), who="tester")  # type: ignore[arg-type]
    assert len([*events.every(db)]) == count
    assert threads.verdicts_counted(db, VerdictFilters()) == 0


def test_a_suggestion_never_shows_the_verdict_until_a_person_confirms_it(db: Database) -> None:
    thread, lead, suggested = suggested_pair(db)
    verdicts.record(db, thread, RULING, who="tester")
    assert set(threads.shown_on_claims(db)) == {lead}
    assert threads.threads_rated(db, suggested) == [thread]
    event = decisions.decide_pair(db, lead, suggested, "confirmed", who="tester")
    assert set(threads.shown_on_claims(db)) == {lead, suggested}
    assert event is not None
    undo.undo(db, event, who="tester")
    assert set(threads.shown_on_claims(db)) == {lead}


@pytest.mark.parametrize("verb", [lambda db, a, b: None, lambda db, a, b: rerun(db)])
def test_a_refused_match_never_shows_it(db: Database, verb: Callable[[Database, int, int], object]) -> None:
    thread, lead, suggested = suggested_pair(db)
    verdicts.record(db, thread, RULING, who="tester")
    decisions.decide_pair(db, lead, suggested, "refused", who="tester")
    verb(db, lead, suggested)
    assert set(threads.shown_on_claims(db)) == {lead}


@pytest.mark.parametrize(("confirmed_as", "shown"), [("revised", False), (None, False), ("same", True)])
def test_another_figure_never_shows_it_unless_a_person_calls_it_the_same_claim(
    db: Database, confirmed_as: str | None, shown: bool
) -> None:
    a, b = assaults(db)
    relation = relations.between(db, a, b)
    assert relation is not None and relation.kind == "revised"
    verdicts.record(db, thread_of(db, a), RULING, who="tester")
    assert set(threads.shown_on_claims(db)) == {a}
    decisions.decide_pair(db, a, b, "confirmed", who="tester", confirmed_as=confirmed_as)
    assert (b in threads.shown_on_claims(db)) is shown


def test_confirmations_carry_it_along_a_chain(db: Database) -> None:
    thread, lead, suggested = suggested_pair(db)
    verdicts.record(db, thread, RULING, who="tester")
    third = assaults(db)[0]
    decisions.decide_pair(db, suggested, third, "confirmed", who="tester", confirmed_as="same")
    assert set(threads.shown_on_claims(db)) == {lead}
    decisions.decide_pair(db, lead, suggested, "confirmed", who="tester")
    assert set(threads.shown_on_claims(db)) == {lead, suggested, third}


def test_a_lead_that_a_person_picked_shows_the_verdict_and_one_the_program_chose_does_not(db: Database) -> None:
    thread, lead, other = suggested_pair(db)
    verdicts.record(db, thread, RULING, who="tester")
    db.execute("UPDATE threads SET lead_id = ? WHERE id = ?", [other, thread])
    assert set(threads.shown_on_claims(db)) == {lead}
    decisions.pick_lead(db, thread, other, who="tester")
    assert other in threads.shown_on_claims(db)


def test_a_rejected_claim_keeps_the_verdict_given_on_it(db: Database) -> None:
    thread, lead, _ = suggested_pair(db)
    verdict = verdicts.record(db, thread, RULING, who="tester")
    decisions.reject_claim(db, lead, who="tester")
    row = threads.verdict(db, verdict)
    assert row is not None and row.claim_id == lead


def test_the_work_on_a_verdict_is_kept_apart_from_what_is_published_and_goes_back(db: Database) -> None:
    thread = next(iter(threads.every(db))).id
    scale = verdicts.scale_from_preset(db, "five points", "Quay Watch", who="tester")
    assert scale == verdicts.scale_from_preset(db, "five points", "Quay Watch", who="tester")
    begun = Work("checking", "Ines  Marlow")
    later = Work("done", "Ines Marlow", scale, "Half true", "The *rota* says otherwise.", RULING.evidence)
    first = verdicts.work_on(db, thread, begun, who="Ines Marlow")
    second = verdicts.work_on(db, thread, later, who="tester")
    assert verdicts.work_on(db, thread, later, who="tester") is None, "nothing changed"
    (found,) = verdicts.every_working(db)
    assert (found.work, found.organisation, found.who) == (later, "Quay Watch", "tester")
    assert verdicts.of_thread(db, thread) == []
    assert threads.shown_on_claims(db) == {}
    rerun(db)
    assert first is not None and second is not None
    undo.undo(db, second, who="tester")
    back = verdicts.working(db, thread)
    assert back is not None and (back.work, back.who) == (replace(begun, assignee="Ines Marlow"), "Ines Marlow")
    undo.undo(db, first, who="tester")
    assert verdicts.working(db, thread) is None


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"status": "nearly"}, "is no state of the work; there are open, checking, done"),
        ({"rating": "False"}, "A rating is one of a scale"),
        ({"scale_id": 1, "rating": "Splendid"}, "is no rating of"),
        ({"note": "x" * 30_000}, "at most 20,000"),
        ({"evidence": (Evidence(link="file:///etc/passwd"),)}, "must begin with https://"),
    ],
)
def test_work_that_cannot_stand_is_refused_and_nothing_is_stored(
    db: Database, change: dict[str, object], words: str
) -> None:
    with pytest.raises(TrackerError, match=words):
        verdicts.work_on(db, next(iter(threads.every(db))).id, replace(Work(), **change), who="tester")
    assert verdicts.every_working(db) == []


@pytest.mark.parametrize(
    ("written", "expected"), [("3 May 2024", "2024-05-03"), ("2024-05-03", "2024-05-03"), ("May 3, 2024", "2024-05-03")]
)
def test_a_day_is_understood_as_it_is_written_in_documents(db: Database, written: str, expected: str) -> None:
    verdict = verdicts.record(db, next(iter(threads.every(db))).id, replace(RULING, date=written), who="tester")
    assert verdicts.shown(db, verdict).date == expected
