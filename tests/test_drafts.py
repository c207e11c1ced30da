"""A sample of the drafts with known truth: no bad one passes, no good one is accused, and words to copy are clean."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import pytest

from tools.drafts import Outcome, all_cases, library, outcomes
from tools.drafts.kinds import Case
from tracker.check.draft import QUOTED
from tracker.check.findings import Finding
from tracker.check.sentences import sentences_of
from tracker.db import documents
from tracker.db.rows import Database
from tracker.services.check import FigureItem, check_draft
from tracker.services.drafts import Draft

DRAFTS_AT_LEAST, KINDS_AT_LEAST = 600, 45


@pytest.fixture(scope="module")
def made() -> tuple[list[Case], list[Outcome], list[FigureItem]]:
    with library() as db:
        every = all_cases(db)
        by_kind = defaultdict[str, list[Case]](list)
        for case in every:
            by_kind[case.kind].append(case)
        # One draft of every third kind; all of them are measured with the accuracy.
        some = [own[len(own) // 2] for own in by_kind.values()][::3]
        return (
            every,
            list(outcomes(db, some)),
            [item for draft in figured(db) for item in check_draft(db, draft).figures],
        )


def figured(db: Database) -> Iterator[Draft]:
    """Yield for each stored text a draft of its sentences with figures, each a paragraph without quotation marks."""
    for document in documents.every(db):
        text = documents.text_of(db, document.id)
        told = [
            span.of(text)
            for span, sentence in sentences_of(text)
            if sentence.prefixes and not QUOTED.search(span.of(text))
        ]
        yield Draft("pasted.txt", "\n\n".join(" ".join(each.split()) for each in told), ())


def test_there_are_enough_drafts_of_enough_kinds(made: tuple[list[Case], list[Outcome], list[FigureItem]]) -> None:
    assert len(made[0]) >= DRAFTS_AT_LEAST
    assert len({case.kind for case in made[0]}) >= KINDS_AT_LEAST
    assert len({case.draft for case in made[0]}) > 0.8 * len(made[0])


def test_no_bad_quotation_passes(made: tuple[list[Case], list[Outcome], list[FigureItem]]) -> None:
    assert [found.case for found in made[1] if found.case.bad and not found.fails] == []


def test_no_good_quotation_is_accused(made: tuple[list[Case], list[Outcome], list[FigureItem]]) -> None:
    assert [found.case for found in made[1] if not found.case.bad and found.fails] == []


def test_words_to_copy_are_clean_when_checked_again(made: tuple[list[Case], list[Outcome], list[FigureItem]]) -> None:
    assert [found.spoilt for found in made[1] if found.spoilt] == []


FIGURES_AT_LEAST = 35


def test_every_figure_sentence_of_the_seeds_and_the_demo_is_exact_as_a_draft(
    made: tuple[list[Case], list[Outcome], list[FigureItem]],
) -> None:
    known = [item for item in made[2] if not item.is_unknown]
    assert len(known) >= FIGURES_AT_LEAST
    assert [(item.text, item.why) for item in made[2] if item.finding is not Finding.EXACT] == []
