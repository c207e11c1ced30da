"""The page on the method: its figures are those of the measured accuracy, and readers find it."""

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tracker.matching.relation import RULES_VERSION
from tracker.web.views import home

ROOT = Path(__file__).parent.parent.parent


def test_every_section_and_figure_of_the_measured_accuracy_is_shown(client: FlaskClient) -> None:
    page = client.get("/about/method").text
    measured = (ROOT / "docs" / "accuracy.md").read_text("utf-8")
    for title in re.findall(r"^## (.+)$", measured, re.MULTILINE):
        assert f"<h3>{title}</h3>" in page
    for row in re.findall(r"^\|(?! *---|-)(.+)\|$", measured, re.MULTILINE):
        for cell in filter(None, (cell.strip(" *`") for cell in row.split("|"))):
            assert cell in page
    assert RULES_VERSION in page


def test_the_figures_are_read_and_not_copied(
    tmp_path: Path, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "accuracy.md"
    other.write_text("# Accuracy\n\nBy hand.\n\n## Gulls\n\n| | R |\n|---|---|\n| ours | .123 |\n", "utf-8")
    monkeypatch.setattr(home, "_accuracy_page", lambda: other)
    home.accuracy.cache_clear()
    page = client.get("/about/method").text
    home.accuracy.cache_clear()
    assert "<h3>Gulls</h3>" in page and ".123" in page and "<th></th>" not in page


@pytest.mark.parametrize("path", ["/about", "/claims", "/review/matches"])
def test_the_page_is_linked_where_it_is_wanted(client: FlaskClient, path: str) -> None:
    assert 'href="/about/method' in client.get(path).text


def test_a_suggestion_says_why(client: FlaskClient) -> None:
    assert 'href="/about/method#matched"' in client.get("/review/matches").text


def test_an_installed_program_carries_the_document() -> None:
    included = (ROOT / "pyproject.toml").read_text("utf-8")
    assert '"docs/accuracy.md" = "tracker/docs/accuracy.md"' in included
