"""Taking in: the same bytes once, bad files beside good ones, all of a document or nothing."""

import hashlib
import os
from pathlib import Path

import pytest

from tests import articles
from tracker.db import claim_lists, claims, documents, events
from tracker.db.rows import Database
from tracker.models.documents import Totals
from tracker.services import ingest
from tracker.services.ingest import Refused, TakenIn


def test_the_same_bytes_twice_are_one_document(db: Database) -> None:
    first = ingest.take_in(db, articles.HARBOUR.encode(), "harbour.txt", who="tester")
    again = ingest.take_in(db, articles.HARBOUR.encode(), "copy of harbour.txt", who="tester")
    assert not first.already
    assert again.already
    assert again.document_id == first.document_id
    assert "stored already" in again.sentence
    assert documents.totals(db).documents == 1


def test_the_original_bytes_come_back_exactly(db: Database) -> None:
    data = b"\xef\xbb\xbf" + articles.GAZETTE.replace("\n", "\r\n").encode()
    document_id = ingest.take_in(db, data, "gazette.txt", who="tester").document_id
    row = documents.get(db, document_id)
    assert row is not None
    assert documents.original_of(db, row.sha256) == data
    assert row.sha256 == hashlib.sha256(data).hexdigest()


def test_every_claim_quotes_its_document(two_papers: Database) -> None:
    assert claims.live_ids(two_papers)
    assert documents.misquoted_claims(two_papers) == []


def test_a_document_without_claims_is_stored_and_says_so(db: Database) -> None:
    taken = ingest.take_in(db, articles.SILENT.encode(), "ferry.txt", who="tester")
    assert taken.claims == 0
    assert "no claims found" in taken.sentence


def test_a_bad_file_is_refused_beside_the_good_ones(db: Database, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(articles.HARBOUR, encoding="utf-8")
    (tmp_path / "in" / "b.txt").write_bytes(b"")
    (tmp_path / "in" / "c.txt").write_bytes(b"\x00\x01\x02" * 200)
    (tmp_path / "in" / "history.xyz").write_text("not looked at", encoding="utf-8")
    files = ingest.files_of([tmp_path / "in", tmp_path / "missing.txt"])
    outcomes = list(ingest.take_in_files(db, files, who="tester"))
    assert [type(outcome) for outcome in outcomes] == [TakenIn, Refused, Refused, Refused]
    for outcome in outcomes[1:]:
        assert isinstance(outcome, Refused)
        assert outcome.reason.endswith(".")
    assert documents.totals(db).documents == 1


def test_nothing_is_half_stored_when_linking_breaks(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("the power went")

    monkeypatch.setattr(ingest, "link_claims", broken)
    with pytest.raises(RuntimeError):
        ingest.take_in(db, articles.HARBOUR.encode(), "harbour.txt", who="tester")
    assert documents.totals(db) == Totals(documents=0, claims=0, speakers=0, threads=0)
    assert [*events.every(db)] == []
    assert db.execute("SELECT count(*) FROM originals").fetchone() == (0,)


def test_a_new_version_of_a_file_supersedes_the_old_one(db: Database) -> None:
    old = ingest.take_in(db, articles.HARBOUR.encode(), "harbour.txt", who="tester").document_id
    new = ingest.take_in(db, articles.HARBOUR.replace("12.5", "12.6").encode(), "harbour.txt", who="tester").document_id
    row = documents.get(db, new)
    assert row is not None
    assert row.supersedes == old
    assert documents.get(db, old) is not None


def test_a_person_without_a_name_is_somebody_else_in_every_document(db: Database) -> None:
    for name, words in (("a.txt", "The ferry was late"), ("b.txt", "The quay was dark")):
        ingest.take_in(db, f"“{words},” a neighbour said.\n".encode(), name, who="tester")
    rows = claim_lists.listed(db, claim_lists.Filters(), limit=-1)
    assert [row.speaker for row in rows] == ["neighbour", "neighbour"]
    assert rows[0].speaker_id != rows[1].speaker_id


def test_a_named_person_is_one_speaker_in_all_documents(two_papers: Database) -> None:
    rows = claim_lists.listed(two_papers, claim_lists.Filters(), limit=-1)
    assert len({row.speaker_id for row in rows if row.speaker == "Mara Quill"}) == 1
    assert len({row.document_id for row in rows if row.speaker == "Mara Quill"}) == 2


def test_what_is_no_file_is_refused_in_one_sentence_and_keeps_nobody_waiting(db: Database, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "nowhere.txt").symlink_to(tmp_path / "gone")
    (tmp_path / "round").symlink_to(tmp_path)
    (tmp_path / "good.txt").write_text(articles.SILENT, encoding="utf-8")
    outcomes = list(ingest.take_in_files(db, ingest.files_of([tmp_path, tmp_path / ("long" * 99)]), who="tester"))
    reasons = [o.reason for o in outcomes if isinstance(o, ingest.Refused)]
    assert [reason.rpartition("/")[2] for reason in reasons][:2] == [
        "nowhere.txt cannot be opened: no such file or directory.",
        "pipe.txt is no file but a pipe or a device; “-” reads standard input.",
    ]
    assert len(reasons) == 3 and "too long" in reasons[2]
    assert documents.totals(db).documents == 1


def test_a_link_that_leads_out_of_its_folder_is_refused_and_one_inside_it_not(db: Database, tmp_path: Path) -> None:
    (folder := tmp_path / "sent").mkdir()
    (tmp_path / "private.txt").write_text(articles.HARBOUR, encoding="utf-8")
    (folder / "good.txt").write_text(articles.SILENT, encoding="utf-8")
    (folder / "again.txt").symlink_to(folder / "good.txt")
    (folder / "out.txt").symlink_to(tmp_path / "private.txt")
    outcomes = list(ingest.take_in_files(db, ingest.files_of([folder]), who="tester"))
    reasons = [o.reason for o in outcomes if isinstance(o, ingest.Refused)]
    assert [reason.rpartition("/")[2] for reason in reasons] == [
        "out.txt is a link that leads out of its folder; name the file itself."
    ]
    assert documents.totals(db).documents == 1


def test_a_name_that_is_no_utf_8_is_stored_so_that_it_can_be_read(db: Database, tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9\n.txt"))
    path.write_text(articles.SILENT, encoding="utf-8")
    (outcome,) = ingest.take_in_files(db, [path], who="tester")
    assert isinstance(outcome, ingest.TakenIn)
    assert next(iter(documents.every(db))).name == outcome.name == "caf\ufffd .txt"


def test_a_mistake_of_the_program_costs_one_document_and_not_the_batch(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(*_: object) -> None:
        raise RecursionError

    monkeypatch.setattr(ingest, "link_claims", stumble)
    outcome = ingest.take_in_bytes(db, articles.SILENT.encode(), "ferry.txt", who="tester")
    assert isinstance(outcome, ingest.Refused)
    assert outcome.reason == "ferry.txt could not be added: the program stumbled over it (RecursionError)."
    assert documents.totals(db).documents == 0
