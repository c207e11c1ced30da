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
    ("/claims/1", "/claims/1/speaker", "name", "Mina Mine", "Thea Theirs"),
)


@pytest.mark.parametrize(("page", "path", "field", "mine", "theirs"), FORMS)
def test_the_later_of_two_people_sees_both_texts_and_chooses(
    client: FlaskClient, page: str, path: str, field: str, mine: str, theirs: str
) -> None:
    client.post("/topics", data={"name": "Patrols"})
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
    assert again is not None
    assert theirs in client.get(page).text
    assert client.post(path, data={field: mine, "made_from": again.group(1)}).status_code == 303
    assert mine in client.get(page).text


def test_a_form_that_does_not_say_what_it_was_made_from_is_told_so(client: FlaskClient) -> None:
    assert client.post("/claims/1/speaker", data={"name": "Ann", "made_from": "mayor:1:hat:0"}).status_code == 400
    assert item(client, "/claims/1")


def test_a_write_that_rests_on_what_was_read_is_refused_once_that_changed(client: FlaskClient) -> None:
    db = open_database(client.application.config["DATABASE"])
    _, token = tokens.make(db, "a program", who="tester")
    db.close()
    by = {"Authorization": f"Bearer {token}"}
    tag = client.get("/api/documents/3").headers["ETag"]
    asked = {"json": {"date": "2022-05-03"}, "headers": by | {"If-Match": tag}}
    assert client.put("/api/documents/3/date", **asked).status_code == 200
    refused = client.put("/api/documents/3/date", **asked)
    assert refused.status_code == 412 and "read it again" in refused.json["error"]
    assert client.put("/api/documents/3/date", json={"date": "2022-05-04"}, headers=by).status_code == 200
