"""Lists show in brackets what a claim leans on; what is cited keeps the claim's own words."""

from flask.testing import FlaskClient
from lxml import html

from tests.services.test_decisions import claim_with
from tests.services.test_referents import TEXT
from tracker.db import threads
from tracker.services import decisions, ingest
from tracker.services.database import open_database


def test_lists_show_brackets_with_their_sentence_and_citations_none(empty: FlaskClient) -> None:
    db = open_database(empty.application.config["DATABASE"])
    ingest.take_in(db, TEXT.encode(), "harbour.txt", who="ann")
    (number,) = [row[0] for row in db.execute("SELECT id FROM claims WHERE text LIKE 'it was not a move%'")]
    db.close()
    listed = empty.get("/claims").get_data(as_text=True)
    assert '<span class="referent" title="The program’s, from: Plans to let wardens' in listed
    assert "[Plans to let wardens patrol the harbour by night]</span> was not a move" in " ".join(listed.split())
    assert 'class="entry leaning"' in listed
    cited = empty.get(f"/claims/{number}/cite.json").get_data(as_text=True)
    assert "it was not a move" in cited and "[Plans" not in cited
    assert "[Plans to let wardens" in empty.get("/claims.csv").get_data(as_text=True)


def test_a_claim_that_says_nothing_alone_is_folded_in_its_thread_and_still_decided(empty: FlaskClient) -> None:
    db = open_database(empty.application.config["DATABASE"])
    ingest.take_in(db, TEXT.encode(), "harbour.txt", who="ann")
    first, leaning = claim_with(db, "publish the costs").id, claim_with(db, "so far from").id
    decisions.decide_pair(db, first, leaning, "confirmed", who="ann")
    page = html.fromstring(empty.get(f"/threads/{threads.of_claim(db, leaning)[0].id}").text)
    db.close()
    (rung,) = page.xpath(f"//div[@id='claim-{leaning}']")
    (summary,) = rung.xpath("./details[@class='leans' and not(@open)]/summary")
    assert summary.text_content() == "“this is so far from this” leans on the words before it"
    assert not page.xpath(f"//div[@id='claim-{first}']/details")
