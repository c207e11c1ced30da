"""Whatever people can do and take back, the API can do: each event is brought about by its operation."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.web.api.conftest import bearer
from tracker.db import earlier_texts, events
from tracker.db.connection import open_database, transaction
from tracker.models.events import EventKind
from tracker.services.undo import UNDO
from tracker.web.api.routes import OPERATIONS

BROUGHT_ABOUT_BY = {
    # kind of the event: operation, numbers in its path, body (a word in capitals stands for a number found below)
    "claim.made": ("make_claim", ["DOCUMENT"], {"words": "a significant change", "kind": "mixed"}),
    "attribution.confirmed": ("confirm_attribution", ["CLAIM"], {}),
    "speaker.picked": ("pick_speaker", ["CLAIM"], {"name": "Ann Example"}),
    "span.picked": ("pick_span", ["CLAIM"], {"start": 0, "end": 12}),
    "stance.picked": ("pick_stance", ["CLAIM"], {"stance": "asks"}),
    "claim.rejected": ("reject_claim", ["CLAIM"], {}),
    "match.confirmed": ("decide_match", ["CLAIM", "OTHER"], {"decision": "confirmed", "confirmed_as": "revised"}),
    "match.refused": ("decide_match", ["CLAIM", "OTHER"], {"decision": "refused"}),
    "date.picked": ("pick_date", ["DOCUMENT"], {"date": "2022-03"}),
    "fact.picked": ("describe_document", ["DOCUMENT"], {"title": "Patrols on the quay"}),
    "document.deleted": ("delete_document", ["DOCUMENT"], {}),
    "document.restored": ("restore_document", ["IN_TRASH"], {}),
    "date.left_open": ("leave_date_open", ["UNDATED"], {}),
    "lead.picked": ("pick_lead", ["THREAD"], {"claim": "MEMBER"}),
    "measures.joined": ("join_measures", [], {"measure": "MEASURE", "unit": "UNIT", "into": "MEASURE_KEPT"}),
    "figure.parted": ("part_figure", ["WITH_FIGURE", "PLACE"], {"name": "foxes seen at night"}),
    "speakers.merged": ("merge_speakers", ["SPEAKER"], {"into": "SOMEBODY"}),
    "speakers.kept_apart": ("keep_apart", ["SPEAKER"], {"other": "SOMEBODY"}),
    "note.added": ("add_note", [], {"noun": "claim", "noun_id": "CLAIM", "markdown": "Ask the council."}),
    "note.edited": ("edit_note", ["NOTE"], {"markdown": "The council answered."}),
    "topic.made": ("make_topic", [], {"name": "Ferries"}),
    "tag.added": ("tag", [], {"noun": "claim", "noun_id": "CLAIM", "name": "Patrols"}),
    "tag.removed": ("untag", ["TOPIC"], {"noun": "thread", "noun_id": "THREAD"}),
    "topic.renamed": ("rename_topic", ["TOPIC"], {"name": "Armed patrols"}),
    "topic.described": ("describe_topic", ["TOPIC"], {"markdown": "Guns on the *quay*."}),
    "topics.merged": ("merge_topics", ["TOPIC"], {"into": "TOPIC_KEPT"}),
    "reading.added": ("add_reading", ["TOPIC"], {"url": "https://saltmere.example/rota", "title": "Rota"}),
    "reading.remarked": ("remark_on_reading", ["TOPIC", "READING"], {"remark": "The only count there is."}),
    "reading.moved": ("move_reading", ["TOPIC", "READING"], {"by": 1}),
    "reading.removed": ("take_off_reading", ["TOPIC", "READING"], {}),
    "scale.added": ("add_scale", [], {"organisation": "Quay Watch", "ratings": ["False = 1", "True = 2"]}),
    "form.saved": ("save_form", [], {"name": "Our line", "line": "{speaker}: “{words}”"}),
    "form.removed": ("remove_form", ["FORM"], {}),
    "scale.withdrawn": ("withdraw_scale", ["SCALE"], {}),
    "verdict.recorded": ("record_verdict", ["THREAD"], {"scale_id": "SCALE", "rating": "False", "url": "https://a.b/c"}),
    "verdict.revised": ("revise_verdict", ["VERDICT"], {"scale_id": "SCALE", "rating": "True", "url": "https://a.b/c"}),
    "search.saved": ("save_search", [], {"name": "Guns", "search": {"q": "armed patrols", "kind": "direct"}}),
    "search.renamed": ("rename_search", ["SEARCH"], {"name": "Ferry news"}),
    "search.removed": ("remove_search", ["SEARCH"], {}),
    "search.seen": ("look_at_search", ["SEARCH"], {}),
    "verdict.withdrawn": ("withdraw_verdict", ["VERDICT"], {}),
    "verdict.worked": ("work_on_verdict", ["THREAD"], {"status": "checking", "assignee": "Ann Example"}),
    "document.reread": ("reread", ["READ_OTHERWISE"], {}),
    "claim.let_go": ("let_go", ["LOST"], {}),
    "decisions.carried": ("carry_decisions", ["DECIDED"], {"document": "VERSION"}),
    "decisions.left": ("leave_decisions", ["DECIDED"], {"document": "VERSION"}),
}  # fmt: skip
NOT_UNDONE = {"take_in", "erase_document", "clip_claim", "undo", "undo_batch", "decide_matches", "judge_claims",
              "name_label"}  # fmt: skip
"""Operations with an event of another operation's, of several, or with one that cannot be taken back."""
BY_NAME = {operation.name: operation for operation in OPERATIONS}


class Program:
    """A client with a token, which calls operations by name."""

    def __init__(self, client: FlaskClient, token: str) -> None:
        self.client, self.headers = client, bearer(token)

    def call(self, name: str, numbers: list[int], body: Any = None, **query: Any) -> Any:
        operation, path = BY_NAME[name], BY_NAME[name].path
        for parameter, number in zip(operation.parameters, numbers, strict=True):
            path = path.replace("{" + parameter + "}", str(number))
        sent = {"json": body} if operation.body is not None else {}
        answer = self.client.open(
            f"/api{path}", method=operation.method, headers=self.headers, query_string=query, **sent
        )
        assert answer.status_code == operation.status, answer.get_json()
        return answer.get_json()


@pytest.fixture
def program(client: FlaskClient, token: str) -> Program:
    return Program(client, token)


@pytest.fixture
def numbers(program: Program, database: Path) -> dict[str, int]:
    """The numbers that the table's words in capitals stand for."""
    thread = program.client.get("/threads.json").get_json()["threads"][0]
    members = [member["id"] for member in program.call("get_thread", [thread["id"]])["members"]]
    claims = program.call("list_claims", [])["claims"]
    speakers = program.call("list_speakers", [])["speakers"]
    documents = program.call("list_documents", [])["documents"]
    named = {document["name"]: document["id"] for document in documents}
    topic = program.call("make_topic", [], {"name": "Patrols"})["topic_id"]
    kept = program.call("make_topic", [], {"name": "Policing"})["topic_id"]
    program.call("tag", [], {"noun": "thread", "noun_id": thread["id"], "name": "Patrols"})
    for name in ("harbour.txt", "gazette.txt"):
        program.call("add_reading", [topic], {"document_id": named[name]})
    program.call("add_note", [], {"noun": "topic", "noun_id": topic, "markdown": "To be asked."})
    scale = program.call("add_scale", [], {"organisation": "Harbour Facts", "ratings": ["False", "True"]})["scale_id"]
    ruling = {"scale_id": scale, "rating": "False", "url": "https://harbour-facts.example/12"}
    verdict = program.call("record_verdict", [thread["id"]], ruling)["verdict_id"]
    asked = {"name": "Ferries", "search": {"q": "ferry"}}
    search = program.call("save_search", [], asked)["search_id"]
    ferry = "“The ferry is safe, and it will stay safe,” Ann Example said."
    program.call("take_in", [], {"name": "later.txt", "text": ferry})
    in_trash = program.call("take_in", [], {"name": "trash.txt", "text": "A leaflet."})["document_id"]
    program.call("delete_document", [in_trash], {})
    entry = program.call("get_topic", [topic])
    return {
        **read_again(program, database),
        "CLAIM": claims[0]["id"],
        "OTHER": claims[-1]["id"],
        "IN_TRASH": in_trash,
        "DOCUMENT": named["gazette.txt"],
        "UNDATED": named["council.txt"],
        "THREAD": thread["id"],
        "MEMBER": next(member for member in members if member != thread["lead_id"]),
        "SPEAKER": speakers[0]["id"],
        "SOMEBODY": speakers[1]["id"],
        "TOPIC": topic,
        "TOPIC_KEPT": kept,
        "READING": entry["reading_list"][0]["id"],
        "NOTE": entry["notes_on"][0]["id"],
        "SCALE": scale,
        "VERDICT": verdict,
        "SEARCH": search,
        **two_measures(program),
        "FORM": program.call("save_form", [], {"name": "Kept", "line": "{title}"})["form_id"],
    }


def two_measures(program: Program) -> dict[str, Any]:
    """Two measures of one unit, and a figure."""
    text = "“We counted 12 foxes and 15 badgers,” said Ivor Lang."
    document = program.call("take_in", [], {"name": "foxes.txt", "text": text})["document_id"]
    found = [row for row in program.call("list_figures", [])["figures"] if row["document_id"] == document]
    kept, joined = (row["measure"] for row in found[:2])
    return {
        "MEASURE": joined, "MEASURE_KEPT": kept, "UNIT": found[0]["unit"],
        "WITH_FIGURE": found[0]["claim_id"], "PLACE": found[0]["start"],
    }  # fmt: skip


def read_again(program: Program, database: Path) -> dict[str, int]:
    """A document that is read otherwise today, a claim that lost its place by that, and one of an earlier version."""
    pilots = "“No pilot boards at night,” said Ivor Lang. “The buoy drags,” said Greta Holm."
    first = program.call("take_in", [], {"name": "pilots.txt", "text": pilots})["document_id"]
    lost, decided = (claim["id"] for claim in program.call("get_document", [first])["claims_in_text"])
    for claim in (lost, decided):
        program.call("pick_speaker", [claim], {"name": "Wilhelmina Thrale"})
    text = f"{pilots} Printed again.".replace("at night", "by night")
    version = program.call("take_in", [], {"name": "pilots.txt", "text": text})["document_id"]
    db = open_database(database)
    with transaction(db):
        kept = earlier_texts.keep(db, first, event_id=1, at="2022-05-01")
        earlier_texts.put_place(db, lost, {"earlier_text_id": kept, "found": 0})
        db.execute("UPDATE documents SET found_title = 'As it was read before' WHERE id = ?", [version])
    db.close()
    return {"READ_OTHERWISE": version, "LOST": lost, "DECIDED": decided, "VERSION": version}


def test_every_event_that_can_be_undone_has_an_operation_and_every_write_an_event() -> None:
    # Adding answers with the document, a finding is ignored where its draft is in sight, on the page, and linking all
    # claims anew is asked for by whoever keeps the database.
    elsewhere = {EventKind.DOCUMENT_ADDED, EventKind.FINDING_IGNORED, EventKind.DATABASE_LINKED}
    assert set(BROUGHT_ABOUT_BY) == set(UNDO) - elsewhere
    writes = {operation.name for operation in OPERATIONS if operation.writes}
    assert {name for name, _, _ in BROUGHT_ABOUT_BY.values()} | NOT_UNDONE == writes


@pytest.mark.parametrize("kind", sorted(BROUGHT_ABOUT_BY))
def test_an_operation_records_its_event_in_the_holders_name_and_is_undone(
    kind: str, program: Program, numbers: dict[str, int], database: Path
) -> None:
    name, path, body = BROUGHT_ABOUT_BY[kind]
    sent = {key: numbers.get(str(value), value) for key, value in body.items()}
    done = program.call(name, [numbers[word] for word in path], sent)
    assert done["changed"] is True
    undone = program.call("undo", [done["event"]], {})
    db = open_database(database)
    event, undoing = events.get(db, done["event"]), events.get(db, undone["event"])
    db.close()
    assert event is not None
    assert undoing is not None
    assert (event.kind, event.who) == (kind, "a program")
    assert (undoing.kind, undoing.undid, undoing.undoes) == (EventKind.DECISION_UNDONE, kind, event.id)


def test_many_are_decided_in_one_action_and_taken_back_by_its_number(program: Program) -> None:
    waiting = program.call("list_waiting", [])["matches"]
    pairs = [{"a": row["a"], "b": row["b"]} for row in waiting]
    done = program.call("decide_matches", [], {"pairs": pairs, "decision": "refused"})
    assert done["count"] == len(waiting) > 0
    assert program.call("list_waiting", [])["count"] == 0
    assert program.call("undo_batch", [done["batch"]], {}) == done
    assert program.call("list_waiting", [])["count"] == len(waiting)
    claims = [row["id"] for row in program.call("list_claims", [])["claims"]][:2]
    assert program.call("judge_claims", [], {"claims": claims, "judgement": "rejected"})["count"] == len(claims)
    assert program.call("list_claims", [])["claims"][0]["id"] not in claims


def test_words_that_stand_twice_need_their_place(program: Program, client: FlaskClient) -> None:
    taken = program.call("take_in", [], {"name": "twice.txt", "text": "The quay is safe. He said the quay is safe."})
    body = {"words": "quay is safe", "kind": "direct"}
    answer = client.post(f"/api/documents/{taken['document_id']}/claims", json=body, headers=program.headers)
    assert answer.status_code == 409
    assert "more than once (at 4, 30)" in answer.get_json()["error"]
    made = program.call("make_claim", [taken["document_id"]], {"start": 4, "end": 16, "kind": "direct"})
    assert program.call("get_claim", [made["claim_id"]])["text"] == "quay is safe"


def test_words_of_a_page_become_a_document_and_a_claim(program: Program) -> None:
    page = {"words": "The ferry is late.", "kind": "direct", "url": "https://saltmere.example/f", "date": "2022-05-01"}
    claim = program.call("get_claim", [program.call("clip_claim", [], page)["claim_id"]])
    assert (claim["text"], claim["url"], claim["date"]) == ("The ferry is late.", page["url"], "2022-05-01")


def test_a_claim_a_document_and_a_thread_are_cited_in_a_style(program: Program, numbers: dict[str, int]) -> None:
    for noun, number in (("claim", "CLAIM"), ("document", "DOCUMENT"), ("thread", "THREAD")):
        cited = program.call(f"cite_{noun}", [numbers[number]], style="harvard")
        assert cited["form"] == "harvard"
        assert "2022" in cited["entry"]
    assert program.call("cite_claim", [numbers["CLAIM"]])["form"] == "quotation"


def test_figures_positions_topics_verdicts_scales_and_notes_are_read(program: Program, numbers: dict[str, int]) -> None:
    assert program.call("list_figures", [], q="assaults")["figures"][0]["text"] == "1,240"
    grid = program.call("get_positions", [], speakers=f"{numbers['SPEAKER']},{numbers['SOMEBODY']}")
    assert {row["id"] for row in grid["speakers"]} <= {numbers["SPEAKER"], numbers["SOMEBODY"]}
    assert [row["name"] for row in program.call("list_topics", [])["topics"]] == ["Patrols", "Policing"]
    assert program.call("list_verdicts", [], organisation="Harbour Facts")["count"] == 1
    assert program.call("get_verdict", [numbers["VERDICT"]])["versions"][0]["rating"] == "False"
    assert program.call("list_scales", [])["scales"][0]["organisation"] == "Harbour Facts"
    assert program.call("get_note", [numbers["NOTE"]])["versions"][0]["markdown"] == "To be asked."


@pytest.mark.parametrize("noun", ["documents", "threads", "speakers", "events", "topics", "scales"])
def test_a_page_of_a_list_is_that_part_of_the_whole(noun: str, program: Program, numbers: dict[str, int]) -> None:
    assert numbers
    whole = program.call(f"list_{noun}", [])
    page = program.call(f"list_{noun}", [], limit=1, offset=1)
    assert page == {noun: whole[noun][1:2], "count": len(whole[noun])}
