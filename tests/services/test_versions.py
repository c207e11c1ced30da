"""What changed between two versions of a document: paragraphs, and what became of each claim."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from tracker.cli.main import main
from tracker.db import claims
from tracker.db.rows import Database
from tracker.models import NotFoundError, TrackerError
from tracker.services import ingest, versions
from tracker.services.versions import Fate
from tracker.web.app import create_app

WHO = "tester"
FERRY = """\
Ferry fares to rise

14 March 2022

The harbour board said fares will rise by 4 per cent in May.

“We will not close the night ferry,” chair Ann Pole told the council.

There were 1,240 complaints about the ferry last year, an increase of 12.5% on the previous year.

Councillor Tobias Wren said the fares were a disgrace to the town.

“Nobody asked the islanders,” said Mara Quill of the users’ group.
"""
WREN = "Councillor Tobias Wren said the fares were a disgrace to the town.\n\n"
NOTICE = "\nCorrection: an earlier version gave another figure.\n"

FATES = [
    # what is replaced by what, the claim that shows it, what became of it, what changed, and whether silently
    (("4 per cent", "6 per cent"), "fares will rise", Fate.CHANGED, ("figure",), True),
    (("4 per cent", "four percent"), "fares will rise", Fate.CHANGED, ("words",), False),
    (("will not close", "will close"), "the night ferry", Fate.CHANGED, ("quotation",), True),
    (("1,240", "2,140"), "complaints", Fate.CHANGED, ("figure",), True),
    (("a disgrace", "an insult"), "to the town", Fate.CHANGED, ("words",), False),
    (("Mara Quill", "Vera Stone"), "islanders", Fate.CHANGED, ("speaker",), False),
    (("“Nobody asked the islanders,”", "\"Nobody asked the islanders,\""), "islanders", Fate.STAYED, (), False),
    (("increase of 12.5%", "increase\nof 12.5%"), "complaints", Fate.STAYED, (), False),
    ((WREN, ""), "a disgrace", Fate.WENT, (), False),
    (("1,240 complaints about the ferry last year, an increase of 12.5% on the previous year.",
      "1,260 complaints of late about that."), "complaints", Fate.CHANGED, ("figure",), True),
]  # fmt: skip


def stored(db: Database, *texts: str) -> list[int]:
    return [ingest.take_in(db, text.encode(), "ferry.txt", who=WHO).document_id for text in texts]


@pytest.mark.parametrize(("edit", "words", "fate", "what", "silent"), FATES)
def test_a_claim_stays_changes_or_goes(
    db: Database, edit: tuple[str, str], words: str, fate: Fate, what: tuple[str, ...], silent: bool
) -> None:
    assert edit[0] in FERRY
    _, later = stored(db, FERRY, FERRY.replace(*edit))
    found = versions.changed(db, later)
    (change,) = [each for each in found.claims if each.older is not None and words in each.older.text]
    assert (change.fate, change.what, change.silent) == (fate, what, silent)
    assert found.silent == silent
    assert sum(found.counts.values()) == len(found.claims)
    others = [each.fate for each in found.claims if each is not change]
    assert set(others) == {Fate.STAYED}


def test_what_a_version_says_of_its_correction_is_shown_and_nothing_is_silent(db: Database) -> None:
    _, later = stored(db, FERRY, FERRY.replace("4 per cent", "6 per cent") + NOTICE)
    found = versions.changed(db, later)
    assert found.notices == (NOTICE.strip(),)
    assert (found.silent, found.counts["changed"]) == (0, 1)


def test_a_new_paragraph_brings_a_claim_that_appeared_and_a_moved_one_says_so(db: Database) -> None:
    first, *rest = FERRY.split("\n\n")
    moved = "\n\n".join([first, *rest[2:], rest[1], "“It is a scandal,” said Vera Stone."])
    _, later = stored(db, FERRY, moved)
    found = versions.changed(db, later)
    assert {fate: count for fate, count in found.counts.items() if count} == {"appeared": 1, "moved": 1, "stayed": 4}
    (appeared,) = [each for each in found.claims if each.fate is Fate.APPEARED]
    assert appeared.newer is not None and appeared.newer.text == "It is a scandal"


def test_any_earlier_version_can_be_compared_and_no_other_document(db: Database) -> None:
    first, second, third = stored(
        db, FERRY, FERRY.replace("4 per", "5 per"), FERRY.replace("4 per", "6 per")
    )  # fmt: skip
    other = ingest.take_in(db, b"Quite another text.", "other.txt", who=WHO).document_id
    ways = [(third, None), (third, first), (first, None), (second, None)]
    pairs = [versions.changed(db, document, since) for document, since in ways]
    assert [(found.older.id, found.newer.id) for found in pairs] == [
        (second, third), (first, third), (first, third), (first, second),
    ]  # fmt: skip
    with pytest.raises(TrackerError, match=f"Document {other} is no earlier version of document {third}."):
        versions.changed(db, third, other)
    with pytest.raises(NotFoundError, match=f"Document {other} is the only version there is"):
        versions.changed(db, other)


def test_a_claim_of_an_old_version_says_whether_its_words_still_stand(db: Database) -> None:
    first, second = stored(db, FERRY, FERRY.replace("4 per cent", "6 per cent"))
    told = {}
    for claim in claims.of_document(db, first):
        later = versions.later_words(db, claim, FERRY)
        assert later is not None and later.document_id == second
        told[claim.text[:5]] = later
    assert told["fares"].standing == "gone" and "6 per cent" in (told["fares"].words or "")
    assert told["Nobod"].standing == "same"
    there = claims.get(db, told["Nobod"].claim_id or 0)
    assert there is not None and (there.document_id, there.text) == (second, "Nobody asked the islanders")
    assert versions.later_words(db, there, FERRY) is None


@pytest.fixture
def two_versions(tmp_path: Path, db: Database) -> FlaskClient:
    stored(db, FERRY, FERRY.replace("4 per cent", "6 per cent"))
    app = create_app(tmp_path / "claims.db")
    app.config["WTF_CSRF_ENABLED"] = False
    return app.test_client()


def test_both_documents_lead_to_what_changed_and_page_json_and_command_agree(
    two_versions: FlaskClient, tmp_path: Path
) -> None:
    client = two_versions
    for document in (1, 2):
        assert 'href="/documents/2/changes"' in client.get(f"/documents/{document}").text
    page, told = client.get("/documents/2/changes").text, client.get("/documents/2/changes.json").json
    assert "changed silently" in page and "says nothing of a correction" in page
    assert told is not None and told["silent"] == 1
    assert told["claims"][0]["told"] == ["“4” became “6”."]
    run = CliRunner().invoke(main, ["changes", "2", "--db", str(tmp_path / "claims.db")])
    assert run.exit_code == 0
    assert "claim 1 → claim 6 [silent change of the figure]: fares will rise by 4 per cent in May" in run.output
    assert client.get("/documents/1/changes?since=2").status_code == 400
    assert "no longer stand there" in client.get("/claims/1").text
