"""What holds much is shown page by page: nothing is left out on the way, and each page says where the rest is."""

import re
from functools import partial
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.web.asking import item, rows
from tests.web.test_threads import ferry, thread
from tracker.services import threads
from tracker.web import request
from tracker.web.views import claims, history
from tracker.web.views import threads as web_threads

__all__ = ["ferry", "thread"]

NEXT = re.compile(r'rel="next" href="([^"]+)">Next')


def pages_from(client: FlaskClient, address: str) -> list[str]:
    """Return a page and all that its links to the next one lead to."""
    found = []
    following: str | None = address
    while following:
        found.append(client.get(following).text)
        link = NEXT.search(found[-1][found[-1].rfind('class="pager"') :])
        following = link[1].replace("&amp;", "&") if link else None
    return found


def test_every_wording_stands_on_one_page_of_its_thread(
    ferry: FlaskClient, thread: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web_threads, "PER_PAGE", 1)
    shown = pages_from(ferry, f"/threads/{thread['id']}")
    assert [re.findall(r'id="wording-([0-9]+)"', page) for page in shown] == [["1"], ["2"]]
    assert "Word by word beside wording 1" in shown[1], "a rung is compared with the one on the page before"
    assert "Over time" in shown[0] and "Origins and copies" in shown[0]
    assert "Origins and copies" not in shown[1] and "its origins stand on the" in shown[1]
    for page, wording in zip(shown, thread["wordings"], strict=True):
        for use in (wording["first"], *wording["others"]):
            assert f'id="claim-{use["id"]}"' in page


def test_uses_that_are_not_shown_are_counted(
    ferry: FlaskClient, thread: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(threads, "MOST_USES", 1)
    page = ferry.get(f"/threads/{thread['id']}").text
    first, last = thread["wordings"][0]["others"]
    assert f'id="claim-{first["id"]}"' in page and f'id="claim-{last["id"]}"' not in page
    assert "and 1 more, in the" in page
    assert "4 claims go back to 2 origins" in page


def test_every_match_stands_on_one_page_of_its_claim(
    ferry: FlaskClient, thread: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    lead = item(ferry, f"/claims/{thread['lead_id']}")
    matches = [match for match in lead["matches"] if match["kind"] != "related" or match["decision"]]
    assert len(matches) > 2
    monkeypatch.setattr(claims, "MATCHES", 2)
    shown = pages_from(ferry, f"/claims/{lead['id']}")
    told = [pair for page in shown for pair in re.findall(r'id="pair-([0-9]+-[0-9]+)"', page)]
    assert told == [f"{match['a']}-{match['b']}" for match in matches]
    assert f"1 to 2 of {len(matches)} matches" in shown[0]


def test_the_history_of_one_thing_holds_its_events_alone(ferry: FlaskClient) -> None:
    every = rows(ferry, "/history.json")
    document = next(event["noun_id"] for event in every if event["noun"] == "document")
    alone = rows(ferry, f"/history/document-{document}.json")
    assert alone == [event for event in every if (event["noun"], event["noun_id"]) == ("document", document)]
    assert 0 < len(alone) < len(every)
    page = ferry.get(f"/history/document-{document}")
    assert f"document {document}" in page.text and "(remove this filter)" in page.text
    assert f'href="/history/document-{document}.csv"' in page.text


def test_every_event_of_one_thing_stands_on_one_page_of_its_history(
    ferry: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    ferry.post("/notes", data={"noun": "document", "noun_id": 1, "markdown": "The quay is meant."})
    monkeypatch.setattr(history, "page_of", partial(request.page_of, size=1))
    shown = pages_from(ferry, "/history/document-1")
    told = [
        re.findall(r'class="event">\s*<span class="what"><b>[^<]+</b> (added a note|added)', page) for page in shown
    ]
    assert told == [["added a note"], ["added"]]
    assert all(page.count('class="event"') == 1 for page in shown)


@pytest.mark.parametrize("about", ["document-999", "nothing-1", "claim-x", "claim-999999999999999999999", "claim"])
def test_a_history_of_nothing_that_is_known_is_not_found(ferry: FlaskClient, about: str) -> None:
    for ending in ("", ".json", ".csv"):
        assert ferry.get(f"/history/{about}{ending}").status_code == 404


def test_a_page_tells_the_latest_events_and_leads_to_the_others(ferry: FlaskClient) -> None:
    ferry.application.jinja_env.globals["events_on_page"] = 0
    page = ferry.get("/documents/1").text
    count = len(rows(ferry, "/history/document-1.json"))
    assert f"and {count} earlier, in the" in page and 'href="/history/document-1"' in page
