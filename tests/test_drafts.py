"""A sample of the drafts with known truth: no bad one passes, no good one is accused, and words to copy are clean."""

from __future__ import annotations

from collections import defaultdict

import pytest

from tools.drafts import Outcome, all_cases, library, outcomes
from tools.drafts.kinds import Case

DRAFTS_AT_LEAST, KINDS_AT_LEAST = 600, 45


@pytest.fixture(scope="module")
def made() -> tuple[list[Case], list[Outcome]]:
    with library() as db:
        every = all_cases(db)
        by_kind = defaultdict[str, list[Case]](list)
        for case in every:
            by_kind[case.kind].append(case)
        # One draft of every third kind; all of them are measured with the accuracy.
        some = [own[len(own) // 2] for own in by_kind.values()][::3]
        return every, list(outcomes(db, some))


def test_there_are_enough_drafts_of_enough_kinds(made: tuple[list[Case], list[Outcome]]) -> None:
    assert len(made[0]) >= DRAFTS_AT_LEAST
    assert len({case.kind for case in made[0]}) >= KINDS_AT_LEAST
    assert len({case.draft for case in made[0]}) > 0.8 * len(made[0])


def test_no_bad_quotation_passes(made: tuple[list[Case], list[Outcome]]) -> None:
    assert [found.case for found in made[1] if found.case.bad and not found.fails] == []


def test_no_good_quotation_is_accused(made: tuple[list[Case], list[Outcome]]) -> None:
    assert [found.case for found in made[1] if not found.case.bad and found.fails] == []


def test_words_to_copy_are_clean_when_checked_again(made: tuple[list[Case], list[Outcome]]) -> None:
    assert [found.spoilt for found in made[1] if found.spoilt] == []
