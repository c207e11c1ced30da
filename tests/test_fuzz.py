"""A short round of made-up inputs on everything that takes what people or files bring (make fuzz tries a million)."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from random import Random
from unittest.mock import patch

import pytest

from tools.audit import Audit, answer
from tools.fuzz import STEEPEST, TARGETS, Target, broken, growth, inputs, read_well, tried
from tracker.cite.notes import safe_html
from tracker.models import ReadError

INPUTS = {"reading": 200, "extraction": 200, "quantities": 1000, "markdown": 300, "search": 200, "check": 80}
"""As many as take a fifth of a second each."""
SEED = 17


@pytest.mark.parametrize("name", TARGETS)
def test_made_up_inputs_raise_nothing_but_the_program_s_own_errors(name: str) -> None:
    assert tried(TARGETS[name], INPUTS[name], SEED).problems == {}


def letters(drawn: Random) -> str:
    return "".join(drawn.choices("abc", k=9))


def test_the_inputs_of_a_seed_are_the_same_each_time() -> None:
    first, second = ([*inputs(TARGETS["reading"], SEED, 40)] for _ in range(2))
    assert first == second


def test_what_raises_is_found_once_and_named_by_its_seed_and_a_short_input() -> None:
    def no_b(text: str) -> None:
        if "b" in text:
            raise ValueError("no b")

    (problem,) = tried(Target("letters", no_b, letters), 200, SEED).problems.values()
    assert re.fullmatch(rf"letters, seed {SEED}: ValueError in line \d+ of test_fuzz.py: 'b'", problem)


def test_what_the_program_says_in_its_own_words_is_no_fault_unless_it_only_names_an_error() -> None:
    def refused(said: bool) -> Callable[[str], None]:
        def run(_: str) -> None:
            try:
                raise KeyError("p")
            except KeyError as error:
                raise ReadError("Nothing is read today (KeyError)." if not said else "Come again tomorrow.") from error

        return run

    with patch("tools.fuzz.read", lambda text: refused(said=text != "a")(text)):
        assert broken(Target("files", read_well), ("b",)) == ""
        assert broken(Target("files", read_well), ("a",)).startswith("KeyError")
    assert tried(Target("refusals", refused(said=True), letters), 20, SEED).problems == {}


def test_work_that_grows_faster_than_its_input_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tools.fuzz._took", lambda target, text: target.run(text))
    square, straight = (Target("work", lambda text, power=power: len(text) ** power / 1e5) for power in (2, 1))
    assert growth(square, "abc").times == pytest.approx(4, rel=0.1)
    assert growth(straight, "abc").times == pytest.approx(2, rel=0.1)
    assert 2 < STEEPEST < 4


def test_a_short_input_that_takes_long_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tools.fuzz.LONGEST", -1.0)
    (problem,) = tried(Target("letters", len, letters), 5, SEED).problems.values()
    assert "over -1 s" in problem


def operations(run: Callable[[], object]) -> int:
    """Count the calls that some work is."""
    counted = 0

    def count(*_: object) -> None:
        nonlocal counted
        counted += 1

    sys.setprofile(count)
    try:
        run()
    finally:
        sys.setprofile(None)
    return counted


def test_many_references_to_one_footnote_are_each_numbered_once() -> None:
    few, many = (operations(lambda times=times: safe_html("a[^1] " * times + "\n\n[^1]: b")) for times in (50, 200))
    assert many < 5 * few
    assert 'id="fnref3:0-1"' in safe_html("a[^1] b[^1] c[^1]\n\n[^1]: d")


AUDITS = (
    ("", Audit([], ["all of them"], 0)),
    ("no JSON", Audit([], ["all of them"], 0)),
    ('{"dependencies": [{"name": "a", "version": "1", "vulns": []}]}', Audit([], [], 1)),
    ('{"dependencies": [{"name": "a", "skip_reason": "not found"}]}', Audit([], ["a"], 0)),
    (
        '{"dependencies": [{"name": "a", "version": "1", "vulns": [{"id": "X-1", "fix_versions": ["1.1", "2.0"]}]}]}',
        Audit(["a 1: X-1, mended in 1.1, 2.0"], [], 1),
    ),
)


@pytest.mark.parametrize(("printed", "told"), AUDITS)
def test_an_audit_says_what_is_unsafe_and_what_nobody_could_be_asked_about(printed: str, told: Audit) -> None:
    assert answer(printed) == told
