"""The documents say what the program does: every command and option stands in docs/cli.md as its help prints it."""

import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from tracker.cli import main

ROOT = Path(__file__).parent.parent
CLI = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(main.commands))
def test_a_command_is_documented_as_its_help_prints_it(name: str) -> None:
    printed = CliRunner().invoke(main, [name, "--help"], prog_name="tracker").output.rstrip()
    assert f"## tracker {name}\n\n```text\n{printed}\n```" in CLI, "run “make docs”"


@pytest.mark.parametrize("name", sorted(main.commands))
def test_every_command_takes_json(name: str) -> None:
    options = [o for p in main.commands[name].params if isinstance(p, click.Option) for o in p.opts]
    assert "--json" in options


@pytest.mark.parametrize(
    "path", sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")]), ids=lambda p: p.name
)
def test_links_between_the_documents_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists(), target
