"""docs/pages/check.md says what the check does: its foldings, its JSON, its example."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path
from typing import Any

import msgspec

from tests import articles
from tracker.check.findings import Finding, deeds, foldings, houses
from tracker.db.connection import open_database
from tracker.services import check, ingest
from tracker.services.drafts import read_draft

PAGE = (Path(__file__).parent.parent / "docs" / "pages" / "check.md").read_text(encoding="utf-8")
DRAFT = (
    "Tarrant said: “We are now planning routine armed patrols.” There were 1,999 recorded assaults on officers last"
    " year. The so-called “special patrols” went."
)


def table() -> str:
    """Return the foldings as the page has to show them."""
    rows = ["| name | kind | what is evened out | source | draft |", "|---|---|---|---|---|"]
    for row in foldings().values():
        cells = (row.name, row.kind, row.meaning, row.source.replace("\n", "↵"), row.draft.replace("\n", "↵"))
        rows.append("| " + " | ".join(cell.replace("*", "\\*") for cell in cells) + " |")
    return "\n".join(rows)


def house_tables() -> tuple[str, str]:
    """Return the rules of the houses and the deeds as the page has to show them."""
    rules = ["| house | its rule | permits | does not permit |", "|---|---|---|---|"]
    for house in houses().values():
        rules += [
            f"| {house.name} | {rule.says} | {', '.join(rule.may) or '–'} | {', '.join(rule.may_not) or '–'} |"
            for rule in house.rules
        ]
    done = ["| name | what is done to the words | usual |", "|---|---|---|"]
    done += [f"| {deed.name} | {deed.says} | {'passes' if deed.usual else 'a finding'} |" for deed in deeds().values()]
    return "\n".join(rules), "\n".join(done)


def test_the_page_shows_the_rules_of_every_house_with_its_source() -> None:
    for shown in house_tables():
        assert shown in PAGE
    assert [house.source for house in houses().values() if house.source not in PAGE] == []


def test_the_page_shows_every_folding_as_the_data_file_has_it() -> None:
    assert table() in PAGE


def test_the_page_explains_every_finding_with_its_exit_status() -> None:
    for finding in Finding:
        assert re.search(rf"^\| {finding.value} \| .* \| {int(finding.fails)} \|$", PAGE, re.MULTILINE)


def fields(value: Any, name: str = "") -> set[str]:
    """Return the names of the fields of a JSON value, at any depth."""
    if isinstance(value, list | tuple):
        return {field for item in value for field in fields(item)}
    if not isinstance(value, dict) or name == "counts":
        return set()
    return {*value, *(field for key, item in value.items() for field in fields(item, key))}


def test_the_page_names_every_field_of_the_json(tmp_path: Path) -> None:
    db = open_database(tmp_path / "claims.db")
    ingest.take_in(db, articles.HARBOUR.encode(), "harbour.txt", who="tester")
    report = check.check_draft(db, read_draft(DRAFT.encode(), "draft.txt"))
    found = fields(msgspec.to_builtins(report))
    db.close()
    assert {"quotations", "corrected", "stored", "reason", "differences"} <= found
    named = set(re.findall(r"`(\w+)(?:\[\])?`", PAGE)) | {"quoted"}
    assert found - named == set()


def test_the_example_prints_what_the_page_says() -> None:
    code, printed = re.search(r"```python\n(.*?)```\n\n```text\n(.*?)```", PAGE, re.DOTALL).groups()  # type: ignore[union-attr]
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(code, {})
    assert out.getvalue() == printed
