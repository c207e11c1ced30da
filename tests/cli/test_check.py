"""The command ``check`` as a newsroom's own checks call it: findings, exit status, JSON."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests import articles
from tracker.cli import main
from tracker.web.app import create_app

QUOTED = "We are not planning routine armed patrols in Saltmere"
STATUS = [
    (f"She said: “{QUOTED}.”", 0),
    (f"She said: “{QUOTED.lower()}.”", 0),
    ("She said: “… not planning routine armed patrols in Saltmere.”", 0),
    ("It rained, and 600 gulls nest on the lighthouse.", 0),
    ("The “so-called” patrols.", 0),
    ("She said: “We are now planning routine armed patrols in Saltmere.”", 1),
    ("She said: “We are … planning routine armed patrols in Saltmere.”", 1),
    ("She said: “The swans of Saltmere will be counted.”", 1),
    ("There were 1,999 recorded assaults on officers last year.", 1),
    ("She said: “… routine armed patrols in Saltmere.”", 1),
]


def tracker(*arguments: str, text: str | None = None) -> Result:
    return CliRunner().invoke(main, list(arguments), input=text)


@pytest.fixture
def stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TRACKER_DB", str(tmp_path / "claims.db"))
    (tmp_path / "harbour.txt").write_text(articles.HARBOUR, encoding="utf-8")
    assert tracker("add", str(tmp_path / "harbour.txt")).exit_code == 0
    return tmp_path


def reports(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.mark.parametrize(("draft", "status"), STATUS)
def test_the_exit_status_is_1_where_anything_is_worse_than_typography(stored: Path, draft: str, status: int) -> None:
    result = tracker("check", "-", text=draft)
    assert result.exit_code == status, result.output
    (report,) = reports(tracker("check", "-", "--json", text=draft))
    assert report["fails"] is bool(status)


def test_each_finding_stands_on_a_line_with_file_and_line(stored: Path) -> None:
    draft = stored / "draft.md"
    draft.write_text("# Title\n\nMs Quill said: “We are planning routine armed patrols.”\n", encoding="utf-8")
    lines = tracker("check", str(draft)).stdout.splitlines()
    assert lines[0] == "draft.md:3: altered: “We are planning routine armed patrols”"
    assert lines[1] == "    “not” was left out."
    assert lines[2] == "    The sentence goes on in the source: “in Saltmere”."
    assert "Mara Quill, 2022-03-14" in lines[3]
    assert lines[-1] == "draft.md: altered: 1; compared with 1 document"


def test_the_worst_of_several_drafts_counts(stored: Path) -> None:
    good, bad = stored / "good.txt", stored / "bad.txt"
    good.write_text(STATUS[0][0], encoding="utf-8")
    bad.write_text(STATUS[5][0], encoding="utf-8")
    result = tracker("check", str(good), str(bad), "--json")
    assert result.exit_code == 1
    assert [report["fails"] for report in reports(result)] == [False, True]


def test_trouble_ends_with_2_and_a_sentence_and_the_other_drafts_are_checked(stored: Path) -> None:
    good = stored / "good.txt"
    good.write_text(STATUS[0][0], encoding="utf-8")
    result = tracker("check", str(stored / "nowhere.md"), str(good), "--json")
    assert result.exit_code == 2
    assert "cannot be opened" in result.stderr
    assert len(reports(result)) == 1


def test_wrong_use_and_a_missing_database_end_with_2(stored: Path) -> None:
    assert tracker("check").exit_code == 2
    missing = tracker("check", "-", "--db", str(stored / "none.db"), text="It rained.")
    assert missing.exit_code == 2
    assert "There is no database" in missing.stderr


@pytest.mark.parametrize("draft", [" ".join(text for text, _ in STATUS), "Nothing is said here."])
def test_the_page_the_api_and_the_command_give_one_report(stored: Path, draft: str) -> None:
    client = create_app(stored / "claims.db", secret_key="for tests").test_client()
    page = client.post("/check.json", json={"draft": draft}).get_json()
    (path := stored / "draft.txt").write_text(draft, encoding="utf-8")
    (printed,) = reports(tracker("check", str(path), "--json"))
    assert page == client.post("/api/check", json={"draft": draft}).get_json()
    assert page | {"draft": "draft.txt"} == printed
    assert list(page) == list(printed)


def test_the_rules_of_a_house_decide_and_are_named(stored: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = "She said: “[Officers] are not planning routine armed patrols in Saltmere.”"
    assert tracker("check", "-", text=draft).exit_code == 0
    result = tracker("check", "--house", "ap", "-", text=draft)
    assert result.exit_code == 1
    assert "    AP: Quotations are never altered, not even to correct minor grammatical errors or word usage." in (
        result.stdout.splitlines()
    )
    assert result.stdout.endswith("compared with 1 document by the rules of AP\n")
    rules = stored / "mercury.toml"
    rules.write_text('name = "The Mercury"\n[[rules]]\nsays = "No brackets"\nmay_not = ["replacement"]\n', "utf-8")
    monkeypatch.setenv("TRACKER_HOUSE", str(rules))
    result = tracker("check", "-", text=draft)
    assert result.exit_code == 1 and "    The Mercury: No brackets." in result.stdout


@pytest.mark.parametrize("house", ["mercury", "mercury.toml"])
def test_rules_that_are_not_known_are_refused_in_a_sentence(stored: Path, house: str) -> None:
    result = tracker("check", "--house", house, "-", text="It rained.")
    assert result.exit_code == 2 and result.stderr.startswith("Error: ") and "ap, reuters, guardian" in result.stderr
