"""Records of speeches as stored: who speaks, and what the record tells of it, stay through reading anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ingest.test_debates import DEBATE
from tracker.db import claims, documents
from tracker.db.rows import Database
from tracker.ingest.reader import read
from tracker.models import TrackerError
from tracker.services import cite, doctor, earlier_texts, ingest
from tracker.services import claims as read_claims
from tracker.services.ingest import Refused

ADDRESS = "https://www.theyworkforyou.com/debates/?id=2019-05-07a.401.3"


@pytest.fixture
def debate(db: Database) -> Database:
    ingest.take_in(db, DEBATE.encode(), "debate.xml", who="tester")
    return db


def _found(db: Database) -> list[tuple[str, str | None]]:
    return [(claim.text, claim.speaker) for claim in claims.of_document(db, 1)]


def test_speeches_are_stored_as_they_were_read(debate: Database) -> None:
    assert documents.speeches_of(debate, 1) == read(DEBATE.encode(), "debate.xml").speeches


def test_reading_anew_keeps_the_speakers_of_the_record(debate: Database) -> None:
    before = _found(debate)
    assert ("That is not what the figures show.", "Mr Pole") in before
    doctor.link_all(debate, who="tester", apply=True)
    assert _found(debate) == before


def test_a_claim_tells_what_the_record_tells_of_its_speech(debate: Database) -> None:
    claim = read_claims.shown(debate, 1)
    assert claim.speech is not None
    assert (claim.speech.column, claim.speech.time, claim.speech.url) == ("401", "14:31:00", ADDRESS)
    assert claim.speech.member_id == "uk.org.publicwhip/person/9001"


def test_a_claim_of_a_record_is_cited_by_column_and_linked_to_its_speech(debate: Database) -> None:
    subject = cite.of_claim(debate, 1)
    assert subject.pinpoint.words == "column 401, at 14:31:00"
    assert "401" in cite.write(subject, "oscola", {}).in_text
    assert ADDRESS in cite.write(subject, "markdown", {}).text


TABLE = "Aussage,Wer\nDie Preise sind um 12 Prozent gestiegen.,Anna Pohl\n"


def test_columns_named_once_are_remembered_for_the_same_headers(db: Database, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(TABLE, encoding="utf-8")
    (refused,) = ingest.take_in_files(db, [tmp_path / "a.csv"], who="tester")
    assert isinstance(refused, Refused) and "a.csv has no column of statements that is known here" in refused.reason
    ingest.name_columns(db, [(TABLE.encode(), "a.csv")], "statement=Aussage, speaker=Wer")
    list(ingest.take_in_files(db, [tmp_path / "a.csv"], who="tester"))
    ingest.take_in(db, TABLE.replace("12", "13").encode(), "b.csv", who="tester")
    assert [claims.of_document(db, n)[0].speaker for n in (1, 2)] == ["Anna Pohl", "Anna Pohl"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("statement=Was", "a.csv has no column “Was”; its columns are “Aussage”, “Wer”."),
        ("claim=Aussage", "“claim=Aussage” does not name columns as “statement=Words,speaker=Who” does;"),
        ("Aussage", "“Aussage” does not name columns"),
    ],
)
def test_columns_that_are_not_there_are_refused(db: Database, words: str, sentence: str) -> None:
    with pytest.raises(TrackerError) as refusal:
        ingest.name_columns(db, [(TABLE.encode(), "a.csv")], words)
    assert refusal.value.message.startswith(sentence)


def test_a_document_without_a_record_has_none(db: Database) -> None:
    ingest.take_in(db, b"Ann Pole said that fares rose by 12 per cent.", "a.txt", who="tester")
    assert read_claims.shown(db, 1).speech is None
    assert documents.speeches_at(db, 1, [0, 5]) == {}
    assert documents.speeches_at(db, 1, []) == {}


SITTING = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="en"><text><body><div>
<u xml:id="u1" who="#P17"><seg>Tram fares have risen by 12 per cent since 2016.</seg></u>
<u xml:id="u2" who="#P18"><seg>Nobody asked the passengers of the 40 lines.</seg></u>
</div></body></text></TEI>"""
PEOPLE = """<listPerson xmlns="http://www.tei-c.org/ns/1.0">
<person xml:id="P17"><persName><surname>Vale</surname><forename>Margaret</forename></persName></person>
<person xml:id="P18"><persName xml:lang="xx">Tomas</persName><persName xml:lang="en">Thomas Hale</persName></person>
</listPerson>"""


def speakers_of(db: Database, document_id: int) -> list[str | None]:
    return [row[0] for row in db.execute("SELECT speaker FROM speeches WHERE document_id = ?", [document_id])]


def test_a_list_beside_the_debates_of_a_corpus_names_those_who_speak(db: Database, tmp_path: Path) -> None:
    (tmp_path / "ParlaMint-XX_2020-02-12.xml").write_text(SITTING, encoding="utf-8")
    (tmp_path / "ParlaMint-XX-listPerson.xml").write_text(PEOPLE, encoding="utf-8")
    (tmp_path / "ParlaMint-YY_2020-02-12.xml").write_text(SITTING.replace("u1", "u3"), encoding="utf-8")
    kept, named, other = ingest.take_in_files(db, ingest.files_of([tmp_path]), who="tester")
    assert isinstance(kept, ingest.Kept)
    assert kept.sentence.startswith("ParlaMint-XX-listPerson.xml names 2 people or bodies; they are remembered for ")
    assert isinstance(named, ingest.TakenIn) and isinstance(other, ingest.TakenIn)
    assert speakers_of(db, named.document_id) == ["Margaret Vale", "Thomas Hale"]
    assert speakers_of(db, other.document_id) == ["P17", "P18"]
    assert not any("made from their ids" in note for note in named.notes)


@pytest.mark.parametrize(("header", "names"), [(PEOPLE, 2), ('<include href="ParlaMint-XX-listPerson.xml"/>', 0)])
def test_the_root_of_a_corpus_names_its_speakers_or_leaves_them_to_lists(
    db: Database, tmp_path: Path, header: str, names: int
) -> None:
    for day in ("12", "13"):
        (tmp_path / f"ParlaMint-XX_2020-02-{day}.xml").write_text(SITTING.replace("u1", f"u{day}"), encoding="utf-8")
    root = f"<teiCorpus><teiHeader><particDesc>{header}</particDesc></teiHeader></teiCorpus>"
    (tmp_path / "ParlaMint-XX.xml").write_text(root, encoding="utf-8")
    kept, *debates = ingest.take_in_files(db, ingest.files_of([tmp_path]), who="tester")
    told = f"names {names} people or bodies" if names else "says which files are of ParlaMint-XX; who speaks"
    assert isinstance(kept, ingest.Kept) and kept.sentence.startswith(f"ParlaMint-XX.xml {told}")
    expected = ["Margaret Vale", "Thomas Hale"] if names else ["P17", "P18"]
    assert all(isinstance(one, ingest.TakenIn) and speakers_of(db, one.document_id) == expected for one in debates)


def test_debates_stored_before_their_list_came_are_read_anew_with_it(db: Database) -> None:
    first = ingest.take_in(db, SITTING.encode(), "ParlaMint-XX_2020-02-12.xml", who="tester")
    assert speakers_of(db, first.document_id) == ["P17", "P18"]
    assert isinstance(
        ingest.take_in_bytes(db, PEOPLE.encode(), "ParlaMint-XX-listPerson.xml", who="tester"), ingest.Kept
    )
    earlier_texts.reread(db, first.document_id, who="tester")
    assert speakers_of(db, first.document_id) == ["Margaret Vale", "Thomas Hale"]


@pytest.mark.parametrize(
    ("page", "sentence"),
    [
        ("<listPerson/>", "names nobody: it has the name of a list of people or bodies, but none is in it."),
        ("<listPerson><person", "is damaged XML; the people in it could not be read."),
    ],
)
def test_a_list_that_names_nobody_is_refused(db: Database, page: str, sentence: str) -> None:
    refused = ingest.take_in_bytes(db, page.encode(), "ParlaMint-XX-listOrg.xml", who="tester")
    assert refused == ingest.Refused("ParlaMint-XX-listOrg.xml", f"ParlaMint-XX-listOrg.xml {sentence}")
