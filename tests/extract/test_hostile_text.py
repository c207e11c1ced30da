"""Texts that are no prose: what is done for each stays bounded, and prose beside them is read as ever."""

from __future__ import annotations

import pytest

from tracker.extract import extract
from tracker.extract.cues import CROWD, candidates
from tracker.extract.prose import prose

MANY = 400
"""Repetitions; each stands for a text of a megabyte."""


@pytest.mark.parametrize("repeated", ["said ", "He said that ", '"a," said '])
def test_of_a_crowd_of_cues_in_one_sentence_only_the_first_are_looked_at(repeated: str) -> None:
    assert len(candidates(prose(repeated * MANY))) == CROWD


def test_cues_in_running_speech_without_full_stops_are_all_looked_at() -> None:
    text = "then Nora said the harbour wall was safe and the two boats were in it again " * MANY
    assert len(candidates(prose(text))) == MANY


def test_an_attribution_in_the_sentence_behind_a_crowd_of_cues_is_found() -> None:
    text = "said " * MANY + "\n\nNora Field said the harbour wall was safe."
    assert extract(text).attributions[-1].speaker == "Nora Field"


@pytest.mark.parametrize("text", ["Mara Q,", "-\n. :", ". :", "Dr,", "told the", "R 1:_9:‘,told"])
def test_what_breaks_off_in_a_name_or_begins_with_a_mark_says_nothing(text: str) -> None:
    assert extract(text).claims == ()


def test_a_speech_whose_marks_do_not_close_goes_on_behind_no_report() -> None:
    text = (
        "you ferries?\n\n''I think so,'' told me this week. Hale-Moor crew.\n\nA ''It may refuse to release toll lists "
        "to the him?\n\nIf, I've ferries.\n\nThere sailor?\n\n''Tell"
    )
    assert all(text[item.spans[0].start : item.spans[0].end] for item in extract(text).attributions)
