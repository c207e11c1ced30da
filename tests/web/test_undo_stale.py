"""A form made from what stands there no longer is answered with both texts; a program's condition with 412."""

import re

import pytest
from flask.testing import FlaskClient

from tests.web.asking import item
from tracker.db.connection import open_database
from tracker.services import tokens

FORMS = (
    ("/topics/1", "/topics/1/description", "markdown", "Mine of the quay.", "Theirs of the quay."),
    ("/topics/1", "/topics/1/name", "name", "Mine", "Theirs"),
    ("/documents/1", "/documents/1/facts", "title", "Mine of the quay", "Theirs of the quay"),
    ("/claims/1", "/claims/1/speaker", "name", "Mina Mine", "Thea Theirs"),
    ("/documents/3", "/documents/3/date", "value", "12 May 2022", "11 May 2022"),
    ("/notes/1", "/notes/1", "markdown", "Mine of the quay.", "Theirs of the quay."),
    ("/searches", "/searches/1/name", "name", "Mine", "Theirs"),
    ("/threads/1/working", "/threads/1/working", "note", "Mine so far.", "Theirs so far."),
)


@pytest.mark.parametrize(("page", "path", "field", "mine", "theirs"), FORMS)
def test_the_later_of_two_people_sees_both_texts_and_chooses(
    client: FlaskClient, page: str, path: str, field: str, mine: str, theirs: str
) -> None:
    client.post("/topics", data={"name": "Patrols"})
    client.post("/notes", data={"noun": "claim", "noun_id": "1", "markdown": "First of the quay."})
    client.post("/searches", data={"name": "Quay", "q": "quay"})
    form = client.get(page).text
    form = form[form.index(f'action="{path}"') :]
    found = re.search(r'name="made_from" value="([^"]+)"', form)
    assert found is not None
    opened = found.group(1)
    assert client.post(path, data={field: theirs, "made_from": opened}).status_code == 303
    answer = client.post(path, data={field: mine, "made_from": opened})
    assert answer.status_code == 409
    assert mine in answer.text and theirs in answer.text
    again = re.search(r'name="made_from" value="([^"]+)"', answer.text)
    to = re.search(r'class="stacked" method="post" action="([^"]+)"', answer.text)
    assert again is not None and to is not None
    assert theirs in client.get(page).text
    assert client.post(to.group(1), data={field: mine, "made_from": again.group(1)}).status_code == 303
    assert mine in client.get(page).text


CHOICES = (
    ("/claims/1", "/claims/1/stance", {"stance": "denies"}, {"stance": "asks"}, "denies"),
    (
        "/claims/1/span",
        "/claims/1/span",
        {"start": "30", "end": "60"},
        {"start": "20", "end": "50"},
        "characters 30 to 60",
    ),
    ("/claims/1", "/claims/1/confirm", {}, None, "It is right as you saw it."),
    ("/threads/1", "/threads/1/lead", {}, {}, "(claim "),
    ("/review/matches", "/decisions", {"decision": "confirmed"}, {"decision": "refused"}, "confirmed"),
)


@pytest.mark.parametrize(("page", "path", "mine", "theirs", "said"), CHOICES)
def test_the_later_of_two_people_sees_both_choices(
    client: FlaskClient, page: str, path: str, mine: dict[str, str], theirs: dict[str, str] | None, said: str
) -> None:
    whole = client.get(page).text
    form = whole[whole.index(f'action="{path}"') :]
    found = dict(re.findall(r'name="(made_from|claim|a|b)" value="([^"]+)"', form[: form.index("</form>")]))
    button = re.search(r'form="main-wording" name="claim" value="(\d+)"', whole)  # one form for all wordings
    if path.endswith("/lead") and button is not None:
        found["claim"] = button.group(1)
    mine = found | mine
    lead = item(client, "/threads/1")["lead_id"]
    done = [client.post("/claims/1/speaker", data={"name": "Thea Theirs"})] if theirs is None else []
    done += [client.post(path, data=found | theirs)] if theirs is not None else []
    assert [answer.status_code for answer in done] == [303]
    if "claim" in found:
        mine["claim"] = str(lead)
    answer = client.post(path, data=mine)
    assert answer.status_code == 409
    assert said in answer.text and "both stand here, and you choose" in answer.text
    again = re.search(r'name="made_from" value="([^"]+)"', answer.text)
    assert again is not None
    assert client.post(path, data=mine | {"made_from": again.group(1)}).status_code == 303


def test_a_choice_that_was_made_by_somebody_else_meanwhile_is_no_conflict(client: FlaskClient) -> None:
    form = client.get("/review/matches").text
    form = form[form.index('action="/decisions"') :]
    sent = dict(re.findall(r'name="(made_from|a|b)" value="([^"]+)"', form[: form.index("</form>")]))
    for _ in range(2):
        assert client.post("/decisions", data=sent | {"decision": "refused"}).status_code == 303


def test_a_stale_choice_of_what_is_not_there_is_answered_too(client: FlaskClient) -> None:
    answer = client.post("/threads/1/lead", data={"claim": "999999", "made_from": "thread:1:title:0"})
    assert answer.status_code == 409 and "you choose" in answer.text


def test_what_else_a_stale_form_was_made_from_is_asked_again(client: FlaskClient) -> None:
    made = re.findall(r'name="made_from" value="(document:1:[^"]+)"', client.get("/documents/1").text)
    client.post("/documents/1/facts", data={"title": "Theirs", "publisher": "Theirs Ltd"})
    sent = {"title": "Mine", "publisher": "Mine Ltd", "made_from": made}
    for _ in range(2):
        answer = client.post("/documents/1/facts", data=sent)
        assert answer.status_code == 409
        sent["made_from"] = re.findall(r'name="made_from" value="([^"]+)"', answer.text)
    assert client.post("/documents/1/facts", data=sent).status_code == 303


HUGE = "9" * 30
NOTHING = ("mayor:1:hat:0", "", ":::", "claim:x:speaker:0", f"claim:{HUGE}:speaker:0", f"match:{HUGE}-1:decision:0",
           "match:1:decision:0", "claim:²:speaker:0", "claim:1:speaker")  # fmt: skip


@pytest.mark.parametrize("made_from", NOTHING)
def test_a_form_that_does_not_say_what_it_was_made_from_is_told_so(client: FlaskClient, made_from: str) -> None:
    answer = client.post("/claims/1/speaker", data={"name": "Ann", "made_from": made_from})
    assert answer.status_code == (409 if made_from == "claim:1:speaker" else 400)
    assert item(client, "/claims/1")


def test_a_write_that_rests_on_what_was_read_is_refused_once_that_changed(client: FlaskClient) -> None:
    db = open_database(client.application.config["DATABASE"])
    _, token = tokens.make(db, "a program", who="tester")
    db.close()
    by = {"Authorization": f"Bearer {token}"}
    for read, write, body in (
        ("/api/claims/1", "/api/matches/1/2", {"decision": "confirmed"}),
        ("/api/working", "/api/threads/1/working", {"status": "checking"}),
        ("/api/threads/1", "/api/threads/1/lead", {"claim": item(client, "/threads/1")["lead_id"]}),
        ("/api/claims/1", "/api/claims/1/span", {"start": 0, "end": 12}),
    ):
        tag = client.get(read).headers["ETag"]
        for status in (200, 412):
            assert client.put(write, json=body, headers=by | {"If-Match": tag}).status_code == status, write
    tag = client.get("/api/documents/3").headers["ETag"]
    asked = {"json": {"date": "2022-05-03"}, "headers": by | {"If-Match": tag}}
    assert client.put("/api/documents/3/date", **asked).status_code == 200
    refused = client.put("/api/documents/3/date", **asked)
    assert refused.status_code == 412 and "read it again" in refused.json["error"]
    assert client.put("/api/documents/3/date", json={"date": "2022-05-04"}, headers=by).status_code == 200
