"""The command line as other programs call it."""

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests import articles
from tracker.cli import main


def tracker(*arguments: str, text: str | bytes | None = None) -> Result:
    return CliRunner().invoke(main, list(arguments), input=text)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "harbour.txt").write_text(articles.HARBOUR, encoding="utf-8")
    (tmp_path / "in" / "gazette.txt").write_text(articles.GAZETTE, encoding="utf-8")
    monkeypatch.setenv("TRACKER_DB", str(tmp_path / "claims.db"))
    monkeypatch.setenv("TRACKER_USER", "tester")
    return tmp_path


@pytest.fixture
def stored(folder: Path) -> Path:
    assert tracker("add", str(folder / "in")).exit_code == 0
    return folder


def rows(result: Result) -> Any:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_extract_prints_one_object_a_document_and_stores_nothing(folder: Path) -> None:
    result = tracker("extract", str(folder / "in" / "harbour.txt"), str(folder / "in" / "gazette.txt"), "--json")
    documents = [json.loads(line) for line in result.stdout.splitlines()]
    assert [document["doc"] for document in documents] == ["harbour.txt", "gazette.txt"]
    for document in documents:
        assert {"doc", "dates", "date", "attributions", "claims"} <= set(document)
        assert {"value", "basis", "candidates", "conflict", "why"} == set(document["date"])
    assert not (folder / "claims.db").exists()


def test_offsets_of_extract_are_offsets_into_the_file(folder: Path) -> None:
    text = (folder / "in" / "harbour.txt").read_text(encoding="utf-8")
    document = rows(tracker("extract", str(folder / "in" / "harbour.txt"), "--json"))
    assert document["claims"]
    for claim in document["claims"]:
        assert text[claim["start"] : claim["end"]] == claim["text"]
        for quantity in claim["quantities"]:
            assert text[quantity["start"] : quantity["end"]] == quantity["text"]
    for attribution in document["attributions"]:
        for place in (attribution["source"], attribution["cue"]):
            if place is not None:
                assert text[place["start"] : place["end"]] == place["text"]


def test_extract_goes_on_after_a_bad_file_and_exits_with_one(folder: Path) -> None:
    (folder / "empty.txt").write_bytes(b"")
    result = tracker("extract", str(folder / "empty.txt"), str(folder / "in" / "harbour.txt"), "--json")
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 1
    assert result.stderr.startswith("Error: empty.txt is empty")


def test_explain_names_rule_cue_and_speaker(folder: Path) -> None:
    result = tracker("extract", str(folder / "in" / "harbour.txt"), "--explain")
    assert "Mara Quill" in result.stdout
    assert "said" in result.stdout


def test_add_says_what_became_of_each_file(folder: Path) -> None:
    (folder / "in" / "broken.pdf").write_bytes(b"%PDF-1.4 and then nothing")
    result = tracker("add", str(folder / "in"))
    assert result.exit_code == 1
    assert result.stdout.count("was stored as document") == 2
    assert "broken.pdf" in result.stderr
    again = tracker("add", str(folder / "in" / "harbour.txt"))
    assert again.exit_code == 0
    assert "stored already" in again.stdout


def test_add_reads_standard_input(folder: Path) -> None:
    found = rows(tracker("add", "-", "--json", text=articles.HARBOUR.encode()))
    assert found["document_id"] == 1
    assert found["claims"] > 0


@pytest.mark.parametrize("query", ["not routine patrols", "12.5% increase", "increase of 12.5 per cent"])
def test_search_gives_claims_best_first(stored: Path, query: str) -> None:
    found = rows(tracker("search", query, "--json"))
    assert set(found[0]) == {"claim_id", "text", "stance", "speaker", "document", "date", "score", "weak", "repeats"}
    in_order = [(row["weak"], -row["score"]) for row in found]
    assert in_order == sorted(in_order)
    words = "12.5" if "12.5" in query else "routine"
    assert words in found[0]["text"]


def test_search_prints_weak_answers_when_they_are_asked_for(stored: Path) -> None:
    found = rows(tracker("search", "routine patrols", "--json"))
    weak = sum(row["weak"] for row in found)
    assert 0 < weak < len(found)
    few, all_ = tracker("search", "routine", "patrols").stdout, tracker("search", "routine patrols", "--weak").stdout
    assert f"{weak} more with fewer of these words" in few
    assert all_.count("claim ") == len(found) > few.count("claim ")


def test_words_to_be_left_out_are_no_options(stored: Path) -> None:
    every, less = (rows(tracker("search", "patrols", *more, "--json")) for more in ((), ("-routine",)))
    left_out = {row["claim_id"] for row in every} - {row["claim_id"] for row in less}
    assert left_out
    assert not any("routine" in row["text"] for row in less)
    assert tracker("search", "-routine").exit_code == 0
    mistaken = tracker("search", "--limt", "5", "patrols")
    assert mistaken.exit_code == 2
    assert "--limt" in mistaken.output


def test_compare_prints_relation_score_and_reasons() -> None:
    found = rows(tracker("compare", "Crime rose by 12.5%", "Crime rose by 14.5%", "--json"))
    assert set(found) == {"id", "relation", "score", "reasons"}
    assert found["relation"] == "revised"
    assert found["reasons"]


def test_compare_answers_every_line_of_a_file(tmp_path: Path) -> None:
    pairs = [
        {"id": "x", "a": "The ferry sank.", "b": "The ferry sank."},
        {"id": "y", "a": "Tea is hot.", "b": "A fox ran."},
    ]
    path = tmp_path / "pairs.jsonl"
    path.write_text("\n".join(json.dumps(pair) for pair in pairs), encoding="utf-8")
    found = [json.loads(line) for line in tracker("compare", "--pairs", str(path)).stdout.splitlines()]
    assert [(row["id"], row["relation"]) for row in found] == [("x", "repeat"), ("y", "none")]


def test_a_bad_line_of_pairs_is_named(tmp_path: Path) -> None:
    path = tmp_path / "pairs.jsonl"
    path.write_text('{"id": 1, "a": "x"}\n', encoding="utf-8")
    result = tracker("compare", "--pairs", str(path))
    assert result.exit_code == 1
    assert "Line 1" in result.stderr


# a line that is no pair
BAD_PAIRS = [b"[]", b"5", b"\xff\xfe", b"[" * 100_000, b'{"id": 1, "a": null, "b": "x"}', b'{"id": 1, "a": "x"}']


@pytest.mark.parametrize("bad", BAD_PAIRS)
def test_a_bad_pair_is_named_and_the_others_answered(tmp_path: Path, bad: bytes) -> None:
    good = b'{"id": "\\ud800", "a": "It rained.", "b": "It rained."}'
    (tmp_path / "pairs.jsonl").write_bytes(b"\n".join((good, bad, good)))
    result = tracker("compare", "--pairs", str(tmp_path / "pairs.jsonl"))
    assert result.exit_code == 1 and result.stderr.startswith("Error: Line 2 is no JSON object")
    assert [json.loads(line)["relation"] for line in result.stdout.splitlines()] == ["repeat", "repeat"]


def test_linking_a_file_does_not_overwrite_it(tmp_path: Path) -> None:
    claims = tmp_path / "claims.jsonl"
    claims.write_text('{"id": 1, "text": "It rained."}\n', encoding="utf-8")
    for target in (claims, tmp_path):
        result = tracker("link", "--from", str(claims), "--to", str(target))
        assert result.exit_code == 1 and result.stderr.startswith("Error: ") and result.stderr.count("\n") == 1
    assert claims.read_text(encoding="utf-8") == '{"id": 1, "text": "It rained."}\n'


def test_a_database_that_cannot_be_written_is_said_in_one_sentence(
    stored: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise sqlite3.OperationalError("something else")

    monkeypatch.setattr("tracker.services.decisions.decide_pair", full)
    result = tracker("confirm", "1", "2")
    assert result.exit_code == 2
    assert result.stderr == (
        "Error: The database could not be read or written; “tracker doctor” says whether it is sound.\n"
    )


def test_quantities_prints_one_a_line(tmp_path: Path) -> None:
    path = tmp_path / "figures.txt"
    path.write_text("Thefts fell by a fifth, to about 1,200.", encoding="utf-8")
    found = [json.loads(line) for line in tracker("quantities", str(path), "--json").stdout.splitlines()]
    assert [(q["value"], q["unit"], q["direction"], q["approximator"]) for q in found] == [
        (20, "percent", "decrease", None),
        (1200, "count", "none", "about"),
    ]


@pytest.mark.parametrize("noun", ["claim", "document", "speaker", "thread"])
def test_show_prints_what_its_page_shows(stored: Path, noun: str) -> None:
    assert rows(tracker("show", noun, "1", "--json"))["id"] == 1
    assert tracker("show", noun, "1").exit_code == 0
    missing = tracker("show", noun, "999")
    assert missing.exit_code == 1
    assert missing.stderr == f"Error: There is no {noun} 999.\n"


def test_a_refusal_on_the_command_line_can_be_undone(stored: Path) -> None:
    event = rows(tracker("refuse", "1", "2", "--json"))["event"]
    assert rows(tracker("undo", str(event), "--json"))["undone"] == event
    assert tracker("undo", str(event)).exit_code == 1


def test_export_prints_json_lines_and_csv(stored: Path) -> None:
    lines = tracker("export", "claims").stdout.splitlines()
    table = tracker("export", "claims", "--csv").stdout
    assert len(lines) == len({json.loads(line)["id"] for line in lines})
    assert table.splitlines()[0].startswith("id,")


def test_export_writes_a_selection_in_any_form_to_a_file(stored: Path) -> None:
    every = tracker("export", "claims").stdout.splitlines()
    direct = tracker("export", "claims", "--kind", "direct").stdout.splitlines()
    assert 0 < len(direct) < len(every)
    network = stored / "net.graphml"
    assert tracker("export", "claims", "--format", "graphml", "-o", str(network)).exit_code == 0
    assert network.read_text(encoding="utf-8").startswith("<?xml")
    found = tracker("export", "claims", "-q", "patrols", "--format", "jsonld", "--address", "https://t.example").stdout
    assert all(node["@id"].startswith("https://t.example/claims/") for node in json.loads(found)["@graph"])
    for wrong in (["documents", "--kind", "direct"], ["speakers", "--format", "ris"], ["events", "-q", "x"]):
        result = tracker("export", *wrong)
        assert result.exit_code == 1
        assert result.stderr.count("\n") == 1


def test_link_changes_nothing_when_the_rules_are_the_same(stored: Path) -> None:
    before = tracker("export", "relations").stdout
    assert tracker("link", "--json").exit_code == 0
    assert tracker("export", "relations").stdout == before


def test_init_backup_restore_and_doctor(folder: Path) -> None:
    assert rows(tracker("init", "--seeds", str(folder / "in"), "--json"))["documents"] == 2
    assert tracker("backup", str(folder / "copy.db")).exit_code == 0
    assert tracker("backup", str(folder / "copy.db")).exit_code == 1
    assert tracker("restore", str(folder / "copy.db")).exit_code == 0
    assert rows(tracker("doctor", "--json"))["problems"] == []


def test_commands_that_read_a_database_say_so_when_there_is_none(folder: Path) -> None:
    for command in (["search", "x"], ["show", "claim", "1"], ["doctor"], ["export", "claims"], ["link"]):
        result = tracker(*command)
        assert result.exit_code == 2
        assert "There is no database" in result.stderr
        assert not (folder / "claims.db").exists()


def test_a_token_is_made_listed_and_ended(tmp_path: Path) -> None:
    db = ("--db", str(tmp_path / "claims.db"))
    assert tracker("init", *db).exit_code == 0
    made = json.loads(tracker("tokens", "--new", "newsroom", "--json", *db).output)
    assert made["token"].startswith("claims_")
    assert "newsroom  may decide  in force until " in tracker("tokens", *db).output
    assert made["token"] not in tracker("tokens", *db).output
    assert "Token 1 was ended." in tracker("tokens", "--end", "1", *db).output
    assert "nothing changed" in tracker("tokens", "--end", "1", *db).output


def test_measures_are_joined_and_named_from_the_command_line(stored: Path) -> None:
    refused = tracker("join-measures", "otters", "seals")
    assert refused.exit_code == 1 and "No figure measures “otters”" in refused.stderr
    refused = tracker("name-measure", "1", "99999", "otters seen")
    assert refused.exit_code == 1 and "no figure at character 99999" in refused.stderr
    with sqlite3.connect(stored / "claims.db") as db:
        claim, place = db.execute("SELECT claim_id, start FROM quantities WHERE measure IS NOT NULL").fetchone()
    db.close()
    assert "It counts to “otters seen”" in tracker("name-measure", str(claim), str(place), "otters seen").stdout
    assert "nothing changed" in tracker("name-measure", str(claim), str(place), "otters seen").stdout
