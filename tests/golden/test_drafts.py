"""Twenty drafts against five stored sources: what the check finds agrees with the golden files, written by hand.

tests/golden/README.md explains the format of tests/golden/drafts/.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tracker.check.draft import check as check_of
from tracker.check.findings import CheckedQuotation, Finding
from tracker.db.connection import open_database
from tracker.db.rows import Database
from tracker.services import check, ingest
from tracker.services.check import Report
from tracker.services.drafts import Draft, StoredLibrary, read_draft
from tracker.text.sentences import sentences

FOLDER = Path(__file__).with_name("drafts")
NAMES = sorted(path.stem for path in FOLDER.glob("*.toml"))
QUOTATION_FIELDS = {
    "words", "findings", "source", "foldings", "house_style", "hidden", "negation", "changes", "about", "unchecked",
    "wordings", "corrected", "kind",
}  # fmt: skip
GAP = " … "


@cache
def golden(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    db = open_database(tmp_path_factory.mktemp("drafts") / "claims.db")
    list(ingest.take_in_files(db, sorted((FOLDER / "sources").glob("*.txt")), who="tester"))
    yield db
    db.close()


@cache
def draft_of(name: str) -> Draft:
    return read_draft((FOLDER / f"{name}.md").read_bytes(), f"{name}.md")


@pytest.fixture(scope="module")
def reports(library: Database) -> dict[str, Report]:
    return {name: check.check_draft(library, draft_of(name)) for name in NAMES}


def is_at(wanted: str, text: str) -> bool:
    """Whether golden words stand for a quotation: its beginning, or beginning and end around “ … ”."""
    start, gap, end = wanted.partition(GAP)
    return text.startswith(wanted) or bool(gap and text.startswith(start) and text.endswith(end))


def differences(stored: StoredLibrary, wanted: dict[str, Any], found: CheckedQuotation) -> list[str]:
    """Return what differs from one golden entry, each as a sentence."""
    place = found.place
    seen = {
        "findings": [str(finding) for finding in found.findings],
        "source": stored.documents[place.source].name if place else None,
        "foldings": sorted({folded.name for folded in place.foldings}) if place else [],
        "house_style": any(folded.kind == "house style" for folded in place.foldings) if place else False,
        "hidden": list(place.hidden) if place else [],
        "negation": bool(place and place.negation),
        "changes": list(place.said) if place else [],
        "unchecked": [remark.about for remark in found.remarks if remark.unchecked],
        "wordings": [stored.documents[other.source].name for other in found.wordings],
        "corrected": place.corrected if place else "",
    }
    expected = wanted | ({"foldings": sorted(wanted["foldings"])} if "foldings" in wanted else {})
    wrong = [
        f"{key}: {seen[key]!r}, not {expected[key]!r}" for key in seen if key in wanted and seen[key] != expected[key]
    ]
    return wrong + [f"“{words}” is not told" for words in wanted.get("about", []) if words not in " ".join(found.why)]


def test_there_are_twenty_drafts_and_every_finding_is_among_them() -> None:
    assert len(NAMES) == 20
    assert {path.stem for path in FOLDER.glob("*.md")} == set(NAMES)
    wanted = {finding for name in NAMES for entry in golden(name).get("quotation", []) for finding in entry["findings"]}
    wanted |= {entry["finding"] for name in NAMES for entry in golden(name).get("figure", [])}
    # The golden drafts are checked by no house's rules (tests/check/test_houses.py).
    assert wanted == {str(finding) for finding in Finding if finding is not Finding.HOUSE}


@pytest.mark.parametrize("name", NAMES)
def test_golden_files_have_known_fields_alone(name: str) -> None:
    assert set(golden(name)) <= {"quotation", "figure", "passed_over"}
    for entry in golden(name).get("quotation", []):
        assert set(entry) <= QUOTATION_FIELDS


@pytest.mark.parametrize("name", NAMES)
def test_every_quotation_of_a_draft_has_its_findings(name: str, library: Database) -> None:
    draft, wanted = draft_of(name), golden(name).get("quotation", [])
    stored = StoredLibrary(library)
    found = check_of(draft.text, stored, speech=draft.speech).quotations
    assert [
        str(quotation.text) for quotation in found if not any(is_at(e["words"], quotation.text) for e in wanted)
    ] == []
    assert len(found) == len(wanted)
    wrong = {}
    for entry, quotation in zip(wanted, found, strict=True):
        assert is_at(entry["words"], quotation.text)
        if told := differences(stored, entry, quotation):
            wrong[entry["words"]] = told
    assert wrong == {}


@pytest.mark.parametrize("name", NAMES)
def test_the_report_of_a_draft_tells_what_was_found(name: str, reports: dict[str, Report]) -> None:
    draft = draft_of(name)
    found = check_of(draft.text, {}, speech=draft.speech).quotations
    told = reports[name].quotations
    assert [(item.start, item.end, item.text) for item in told] == [(each.start, each.end, each.text) for each in found]
    assert [[str(finding) for finding in item.findings] for item in told] == [
        entry["findings"] for entry in golden(name).get("quotation", [])
    ]


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_of_a_draft_has_its_finding(name: str, reports: dict[str, Report]) -> None:
    found = [(f.text, str(f.finding)) for f in reports[name].figures]
    wanted = [(entry["words"], entry["finding"]) for entry in golden(name).get("figure", [])]
    assert found == wanted
    for item, entry in zip(reports[name].figures, golden(name).get("figure", []), strict=True):
        if "stored" in entry:
            assert item.stored == entry["stored"]


@pytest.mark.parametrize("name", NAMES)
def test_what_is_no_quotation_is_passed_over_with_the_reason(name: str, reports: dict[str, Report]) -> None:
    found = [(passed.text, passed.reason) for passed in reports[name].passed_over]
    assert found == [(entry["words"], entry["reason"]) for entry in golden(name).get("passed_over", [])]


def test_twelve_quotations_are_doctored_each_in_another_way() -> None:
    kinds = [entry["kind"] for entry in golden("twelve-doctored")["quotation"]]
    assert len(set(kinds)) == len(kinds) == 12


def test_the_draft_put_right_is_left_with_nothing_but_what_no_source_has(
    library: Database, reports: dict[str, Report]
) -> None:
    for name in NAMES:
        corrected = reports[name].corrected.text
        again = check.check_draft(library, read_draft(corrected.encode(), f"{name}.md"))
        kept = {item.text for item in reports[name].quotations if item.fails and not item.changes}
        left = [(item.text, item.findings) for item in again.in_order if item.fails and item.text not in kept]
        assert [each for each in left if each[1] != (Finding.NOT_FOUND,)] == [], name


def test_offsets_quote_the_draft_and_changes_quote_what_they_replace(reports: dict[str, Report]) -> None:
    for name, report in reports.items():
        text = draft_of(name).text
        for item in report.in_order:
            assert text[item.start : item.end] == item.text
            for change in item.changes:
                assert text[change.start : change.end] == change.old


def test_every_sentence_with_a_figure_of_a_source_is_exact_as_a_draft(library: Database) -> None:
    for path in sorted((FOLDER / "sources").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        for sentence in [span.of(text) for span in sentences(text)]:
            report = check.check_draft(library, Draft("pasted.txt", sentence, ()))
            assert {figure.finding for figure in report.figures} <= {Finding.EXACT}, sentence
