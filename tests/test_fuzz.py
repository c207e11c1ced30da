"""A short round of made-up inputs on everything that takes what people or files bring (make fuzz tries a million)."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st

from tools.audit import Audit, answer
from tools.fuzz import STEEPEST, TARGETS, Target, growth, tried
from tracker.models import TrackerError

INPUTS = {"reading": 25, "extraction": 15, "quantities": 60, "markdown": 25, "search": 12, "check": 10}
"""As many as take less than half a second each."""
SEED = 17


@pytest.mark.parametrize("name", TARGETS)
def test_made_up_inputs_raise_nothing_but_the_program_s_own_errors(name: str) -> None:
    assert tried(TARGETS[name], INPUTS[name], SEED) == ""


def test_what_raises_is_found_and_named_by_its_seed_and_shortest_input() -> None:
    def broken(text: str) -> None:
        if "b" in text:
            raise ValueError("no b")

    found = tried(Target("letters", broken, st.text("abc", max_size=9)), 200, SEED)
    assert found == f"letters, seed {SEED}: ValueError: no b of ['b']"


def test_what_the_program_says_in_its_own_words_is_no_fault() -> None:
    def refused(_: str) -> None:
        raise TrackerError("Nothing is read today; come again tomorrow.")

    assert tried(Target("refusals", refused, st.text(max_size=3)), 20, SEED) == ""


def test_work_that_grows_faster_than_its_input_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tools.fuzz._took", lambda target, text: target.run(text))
    letters = st.text("ab", min_size=1, max_size=9)
    square, straight = (Target("work", lambda text, power=power: len(text) ** power / 1e5, letters) for power in (2, 1))
    assert growth(square, 3, SEED).times == pytest.approx(4, rel=0.1)
    assert growth(straight, 3, SEED).times == pytest.approx(2, rel=0.1)
    assert 2 < STEEPEST < 4


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
