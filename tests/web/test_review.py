"""The review queue on its pages: one by one and as a list, many at once, undone, narrowed, and what is new."""

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.web.asking import item, rows
from tests.web.test_forms import undo_path
from tracker.db.connection import open_database
from tracker.db.relations import on_pair

LANES = ("groups", "matches", "speakers", "dates", "attributions", "places")
REFUSED = (
    "/review/matches?kind=friends",
    "/review/dates?kind=direct",
    "/review/matches?score=high",
    "/review/matches?score=101",
    "/review/matches?speaker=Mara",
)


def waiting(client: FlaskClient) -> dict[str, int]:
    return {row["lane"]: row["waiting"] for row in rows(client, "/review.json")}


def shown(page: str) -> str:
    """Return the pair of claims that a page of one question asks about."""
    a, b = re.findall(r'name="[ab]" value="(\d+)"', page)
    return f"{a}-{b}"


def test_the_old_address_leads_on_with_its_page(client: FlaskClient) -> None:
    answer = client.get("/decisions?page=2")
    assert (answer.status_code, answer.location) == (301, "/review/matches?page=2")


@pytest.mark.parametrize("lane", LANES)
def test_a_lane_counts_what_its_twins_hold(client: FlaskClient, lane: str) -> None:
    found = rows(client, f"/review/{lane}.json")
    assert len(found) == waiting(client)[lane]
    assert client.get(f"/review/{lane}.csv").text.count("\r\n") == len(found) + 1
    assert len({row["key"] for row in found}) == len(found)


def unsure(database: Path) -> None:
    """Let other figures and the contrary be suggestions that are wrong."""
    db = open_database(database)
    db.execute("UPDATE sureness SET measured = 0 WHERE kind IN ('revised', 'reversed')")
    db.close()


def test_unsure_suggestions_are_folded_below_the_list_and_behind_the_last_question(
    client: FlaskClient, database: Path
) -> None:
    before = len(rows(client, "/review/matches.json"))
    unsure(database)
    sure, folded = len(rows(client, "/review/matches.json")), rows(client, "/review/matches.json?unsure=1")
    assert 0 < len(folded) == before - sure
    assert {row["kind"] for row in folded} <= {"revised", "reversed"}
    assert f"{len(folded)} unsure</a>" in client.get("/review/matches").text
    page = client.get("/review/matches?unsure=1").text
    assert "unsure ones" in page
    assert "unsure</a>" not in page
    for row in rows(client, "/review/matches.json"):
        client.post("/decisions", data={"a": row["a"], "b": row["b"], "decision": "refused"})
    assert waiting(client)["matches"] == 0
    assert "unsure=1" in client.get("/review/matches/one").text
    asked = client.get("/review/matches/one?unsure=1").text
    assert shown(asked) in {row["key"] for row in folded}


def test_a_page_of_a_claim_folds_what_is_unsure(client: FlaskClient, database: Path) -> None:
    unsure(database)
    (one, *_) = rows(client, "/review/matches.json?unsure=1")
    page = client.get(f"/claims/{one['a']}").text
    assert re.search(r'<details class="folded" id="unsure"><summary>\d+ unsure suggestion', page)
    shown, fold = page.split('<details class="folded" id="unsure">')
    pair = f'id="pair-{one["a"]}-{one["b"]}"'
    assert pair not in shown and pair in fold


def test_the_navigation_tells_how_many_wait_and_counts_anew_after_a_decision(client: FlaskClient) -> None:
    def told() -> int:
        found = re.search(r'Review <span class="count">([\d,]+)', client.get("/about").text)
        return int(found.group(1).replace(",", "")) if found else 0

    before = told()
    assert before == sum(count for lane, count in waiting(client).items() if lane != "matches") > 0
    pair = rows(client, "/review/matches.json")[0]
    client.post("/decisions", data={"a": pair["a"], "b": pair["b"], "decision": "refused"})
    assert told() == before - 1


def test_skipped_questions_come_back_when_the_others_are_done(client: FlaskClient) -> None:
    keys = [row["key"] for row in rows(client, "/review/matches.json")]
    seen, address = [], "/review/matches/one"
    for _ in range(len(keys) + 1):
        page = client.get(address).text
        seen.append(shown(page))
        skip = re.search(r'href="(/review/matches/one\?after=[^"#]+)#question" data-key="s"', page)
        assert skip is not None
        address = skip.group(1)
    assert seen == [*keys, keys[0]]
    assert "You have been through all of them" in client.get(f"/review/matches/one?after={keys[-1]}").text


def test_an_answer_leads_to_the_next_question_and_undo_back_to_it(client: FlaskClient) -> None:
    first, second = [row["key"] for row in rows(client, "/review/matches.json")][:2]
    client.get(f"/review/matches/one?after={first}")
    a, b = second.split("-")
    there = f"/review/matches/one?after={first}#question"
    client.post("/decisions", data={"a": a, "b": b, "decision": "refused", "next": there})
    page = client.get(f"/review/matches/one?after={first}").text
    assert shown(page) not in (first, second) or len(rows(client, "/review/matches.json")) == 1
    assert f'name="next" value="/review/matches/one?at={second}#question"' in page
    client.post(undo_path(page))
    assert shown(client.get(f"/review/matches/one?at={second}").text) == second


def test_an_answered_question_at_its_address_gives_way_to_the_first_that_waits(client: FlaskClient) -> None:
    first, second = [row["key"] for row in rows(client, "/review/matches.json")][:2]
    a, b = first.split("-")
    client.post("/decisions", data={"a": a, "b": b, "decision": "refused"})
    assert shown(client.get(f"/review/matches/one?at={first}").text) == second


@pytest.mark.parametrize("key", ["", "x", "1-x", "9-", "1-2-3", "label-7", "same-1-2", "-"])
@pytest.mark.parametrize("lane", LANES)
def test_a_key_of_nothing_is_no_error(client: FlaskClient, lane: str, key: str) -> None:
    assert client.get(f"/review/{lane}/one?at={key}&after={key}").status_code == 200


def test_all_shown_from_a_score_on_are_confirmed_and_undone_as_one(client: FlaskClient) -> None:
    found = rows(client, "/review/matches.json")
    least = int(sorted(row["score"] for row in found)[len(found) // 2])
    form = {"action": "at-least", "least": str(least), "shown": [f"{row['key']}:{row['score']}" for row in found]}
    client.post("/review/matches/many", data=form)
    assert [row["key"] for row in rows(client, "/review/matches.json")] == [
        row["key"] for row in found if row["score"] < least
    ]
    page = client.get("/review/matches").text
    undo = re.search(r'action="(/review/undo/\d+)"', page)
    assert undo is not None
    assert "Undone" in client.post(undo.group(1), follow_redirects=True).text
    assert [row["key"] for row in rows(client, "/review/matches.json")] == [row["key"] for row in found]


def test_those_ticked_are_refused(client: FlaskClient) -> None:
    found = [row["key"] for row in rows(client, "/review/matches.json")]
    client.post("/review/matches/many", data={"action": "refused", "chosen": found[:2]})
    assert [row["key"] for row in rows(client, "/review/matches.json")] == found[2:]


@pytest.mark.parametrize(
    ("path", "form", "words"),
    [
        ("/review/matches/many", {"action": "refused"}, "Nothing is chosen"),
        ("/review/matches/many", {"action": "refused", "chosen": "1"}, "A pair of claims is named by their numbers"),
        ("/review/matches/many", {"action": "at-least", "least": "x"}, "must be a whole number"),
        ("/review/matches/many", {"action": "at-least", "least": "5", "shown": "1-2:x"}, "is named by its number"),
        ("/review/attributions/many", {"shown": "x", "answer-x": "right"}, "is named by its number"),
        ("/review/attributions/many", {"shown": "1.5", "answer-1.5": "right"}, "is named by a whole number"),
        ("/review/attributions/many", {"shown": "1"}, "Claim 1 has no answer"),
        ("/review/attributions/many", {"shown": "1", "answer-1": "later"}, "left for later"),
        ("/review/labels", {"shown": "1", "answer-1": "none"}, "or stays as printed"),
        ("/review/undo/99", {}, "no action 99"),
        ("/review/seen", {"event_id": "x"}, "must be a whole number"),
        ("/speakers/1/apart", {"other": "1"}, "kept apart from itself"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_sentence(
    client: FlaskClient, path: str, form: dict[str, str], words: str
) -> None:
    answer = client.post(path, data=form)
    assert answer.status_code in (400, 404)
    assert words in answer.text


@pytest.mark.parametrize("path", REFUSED)
def test_what_is_no_filter_is_refused_in_words(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 400
    assert "That did not work" in answer.text


def test_a_filter_narrows_list_twins_and_single_questions_alike(client: FlaskClient) -> None:
    every = rows(client, "/review/matches.json")
    kind = every[-1]["kind"]
    expected = [row["key"] for row in every if row["kind"] == kind]
    assert [row["key"] for row in rows(client, f"/review/matches.json?kind={kind}")] == expected
    page = client.get(f"/review/matches/one?kind={kind}").text
    assert shown(page) == expected[0]
    assert f"kind={kind}" in page
    assert 'class="chip"' in client.get(f"/review/matches?kind={kind}").text


def test_a_rejected_claim_says_so_at_its_address_and_comes_back(client: FlaskClient) -> None:
    page = client.post("/claims/1/reject", follow_redirects=True).text
    assert "<b>Not a claim</b>, says a reader" in page
    assert 1 not in [row["id"] for row in rows(client, "/claims.json")]
    assert "Not a claim" not in client.post(undo_path(page), follow_redirects=True).text
    assert 1 in [row["id"] for row in rows(client, "/claims.json")]


def test_a_date_is_left_open(client: FlaskClient) -> None:
    assert waiting(client)["dates"] > 0
    for row in rows(client, "/review/dates.json"):
        client.post(f"/documents/{row['id']}/leave-open")
    assert waiting(client)["dates"] == 0
    assert "No date is open" in client.get("/review/dates").text


def test_what_was_marked_as_seen_is_no_news_and_others_decisions_are(client: FlaskClient) -> None:
    def mark() -> None:
        page = client.get("/review").text
        form = dict(re.findall(r'name="(\w+_id)" value="(\d+)"', page))
        client.post("/review/seen", data=form)

    client.post("/who", data={"name": "Ann Example"})
    assert "You have not marked this list as seen yet" in client.get("/review").text
    mark()
    page = client.get("/review").text
    assert "No new claim, thread or suggested match." in page
    assert "Nobody else has done anything since" in page
    client.post("/claims/1/confirm")
    assert "Nobody else has done anything since" in client.get("/review").text
    client.post("/who", data={"name": "Ben Sample"})
    client.post("/claims/2/confirm")
    client.post("/documents/new", data={"text": "Ann Example said: “The ferry is safe in winter.”"})
    client.post("/who", data={"name": "Ann Example"})
    page = client.get("/review").text
    assert "<b>Ben Sample</b> confirmed an attribution" in page
    assert "1 new claim<" in page


def test_too_few_decisions_tell_no_share(client: FlaskClient) -> None:
    assert "Nobody has confirmed or refused anything yet" in client.get("/review").text
    answer = client.get("/review.json").json
    assert answer is not None
    assert answer["precision"]["by_kind"]["variant"] == {"confirmed": 0, "refused": 0, "share": None}
    first = rows(client, "/review/matches.json")[0]
    client.post("/decisions", data={"a": first["a"], "b": first["b"], "decision": "confirmed"})
    assert "too few to say" in client.get("/review").text
    told = item(client, "/review")["precision"]
    assert told["by_kind"][first["kind"]] == {"confirmed": 1, "refused": 0, "share": None}
    assert [month[first["kind"]]["confirmed"] for month in told["by_month"].values()] == [1]
    assert "By month" in client.get("/about/method").text


def answered(client: FlaskClient, key: str, same: list[str], others: list[str]) -> str:
    """Answer a question about a group as ticked; return the page that says what was done."""
    group = next(row for row in rows(client, "/review/groups.json") if row["key"] == key)
    shown = [str(claim["id"]) for claim in group["claims"]]
    form = {"key": key, "shown": shown, "same": same, "other": others, "next": "/review/groups"}
    return client.post("/review/groups", data=form, follow_redirects=True).text


def test_groups_ask_each_waiting_match_once_but_for_typography(client: FlaskClient) -> None:
    waiting = {row["key"]: row["kind"] for row in rows(client, "/review/matches.json")}
    asked = [
        f"{a}-{b}"
        for group in rows(client, "/review/groups.json")
        for pairs in (group["pairs"], group["besides"], *(other["pairs"] for other in group["others"]))
        for a, b in pairs
    ]
    assert len(asked) == len(set(asked))
    assert {key for key, kind in waiting.items() if kind != "repeat"} <= set(asked) <= set(waiting)


def test_a_group_answered_as_ticked_is_settled_and_one_undo_takes_it_back(client: FlaskClient, database: Path) -> None:
    before = rows(client, "/review/groups.json")
    group = next(row for row in before if len(row["claims"]) > 2)
    ids = [str(claim["id"]) for claim in group["claims"]]
    page = answered(client, group["key"], ids[:-1], [other["key"] for other in group["others"]])
    assert group["key"] not in [row["key"] for row in rows(client, "/review/groups.json")]
    kept = {tuple(pair) for pair in group["pairs"]}
    left_out = [pair for pair in kept if int(ids[-1]) in pair]
    db = open_database(database)
    for a, b in kept:
        decided = on_pair(db, a, b)
        assert decided is not None
        assert decided.decision == ("refused" if (a, b) in left_out else "confirmed")
    db.close()
    undo = re.search(r'action="(/review/undo/\d+)"', page)
    assert undo is not None
    client.post(undo.group(1))
    again = rows(client, "/review/groups.json")
    assert [(row["key"], row["pairs"], row["besides"]) for row in again] == [
        (row["key"], row["pairs"], row["besides"]) for row in before
    ]


def test_none_of_these_refuses_all_that_was_shown(client: FlaskClient) -> None:
    group = rows(client, "/review/groups.json")[0]
    shown = [str(claim["id"]) for claim in group["claims"]]
    client.post("/review/groups", data={"key": group["key"], "shown": shown, "same": shown, "answer": "none"})
    asked = {tuple(pair) for row in rows(client, "/review/groups.json") for pair in row["pairs"]}
    assert not asked & {tuple(pair) for pair in group["pairs"]}
    assert "is settled" in client.post("/review/groups", data={"key": group["key"], "shown": shown}).text


def test_the_queue_is_narrowed_to_what_is_new_and_to_own_documents(client: FlaskClient) -> None:
    every = rows(client, "/review/groups.json")
    assert rows(client, "/review/groups.json?new=1") == every
    assert rows(client, "/review/groups.json?mine=1") == []
    client.post("/who", data={"name": "tester"})
    client.post("/review/seen", data={"event_id": 10_000, "claim_id": 10_000, "thread_id": 10_000})
    assert rows(client, "/review/groups.json?new=1") == []
    assert rows(client, "/review/groups.json?mine=1") == every
    assert "in documents you added" in client.get("/review/groups?mine=1").text


def test_a_question_of_a_narrowed_queue_is_answered_as_it_was_asked(client: FlaskClient) -> None:
    group = rows(client, "/review/groups.json?kind=variant")[0]
    page = client.get("/review/groups/one?kind=variant").text
    assert '<input type="hidden" name="kind" value="variant">' in page
    shown = [str(claim["id"]) for claim in group["claims"]]
    form = {"key": group["key"], "shown": shown, "same": shown, "kind": "variant"}
    assert client.post("/review/groups", data=form).status_code == 303
    left = [pair for row in rows(client, "/review/groups.json?kind=variant") for pair in row["pairs"]]
    assert not [pair for pair in group["pairs"] if pair in left]


def test_unsure_attributions_are_answered_together_and_undone_as_one(client: FlaskClient) -> None:
    client.post("/documents/new", data={"text": UNSURE})
    asked = rows(client, "/review/attributions.json")
    group = next(row for row in asked if len(row["claims"]) > 1)
    first, second, *rest = (claim["id"] for claim in group["claims"])
    form = {"shown": [first, second, *rest], f"answer-{first}": "right", f"answer-{second}": "right"}
    form |= {f"other-{second}": "Ben Sample"} | {f"answer-{claim}": "later" for claim in rest}
    page = client.post("/review/attributions/many", data=form | {"next": "/review"}, follow_redirects=True).text
    assert "Who said it is decided for 2 claims" in page
    assert item(client, f"/claims/{second}")["speaker"] == "Ben Sample"
    left = {claim["id"] for row in rows(client, "/review/attributions.json") for claim in row["claims"]}
    assert left.isdisjoint({first, second}) and left >= {*rest}
    assert item(client, "/review")["precision"]["by_kind"]["attribution"] == {
        "confirmed": 1,
        "refused": 1,
        "share": None,
    }
    undo = re.search(r'action="(/review/undo/\d+)"', page)
    assert undo is not None
    client.post(undo.group(1))
    again = [[claim["id"] for claim in row["claims"]] for row in rows(client, "/review/attributions.json")]
    assert again == [[claim["id"] for claim in row["claims"]] for row in asked]


UNSURE = """The study says patrols cut thefts. The study says fares rose by 4 per cent. The report says thefts fell.

Ann Example met Clara Field in the hall. “The ferry is safe,” she said. “The pier is shut,” she told the meeting."""
"""Words of nobody named, and of one of two women."""


def test_whoever_answers_all_that_is_asked_reaches_zero(client: FlaskClient) -> None:
    client.post("/documents/new", data={"text": UNSURE})
    for row in rows(client, "/review/groups.json"):
        answered(client, row["key"], [str(claim["id"]) for claim in row["claims"]], [o["key"] for o in row["others"]])
    for row in rows(client, "/review/speakers.json"):
        labels = [label["claim_id"] for label in row["labels"]]
        client.post("/review/labels", data={"shown": labels} | {f"answer-{one}": "right" for one in labels})
    for row in rows(client, "/review/attributions.json"):
        ids = [claim["id"] for claim in row["claims"]]
        client.post("/review/attributions/many", data={"shown": ids} | {f"answer-{one}": "right" for one in ids})
    for row in rows(client, "/review/dates.json"):
        client.post(f"/documents/{row['id']}/leave-open")
    assert not [lane for lane, count in waiting(client).items() if count and lane != "matches"]
    assert "you are through" in client.get("/review").text
