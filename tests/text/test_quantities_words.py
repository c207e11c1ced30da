"""The words that say what was read of a figure."""

import pytest

from tracker.text.quantities import approximator_words, direction_words, words_as_stated

APPROXIMATORS = (
    ("Well over 640 officers answered", "640", "more than", "Well over"),
    ("Nearly 640 officers answered", "640", "nearly", "Nearly"),
    ("There are 640 or so officers", "640", "about", "or so"),
    ("More than anything, the force wants 640 officers for the quay", "640", "more than", None),
)
DIRECTIONS = (
    ("Thefts rose by 9 per cent in the past year", "9 per cent", "increase", "rose"),
    ("We have seen a 73 per cent reduction", "73 per cent", "decrease", "reduction"),
    ("Thefts rose, and assaults fell by 9 per cent", "9 per cent", "decrease", "fell"),
    ("Thefts doubled in a year", "doubled", "increase", "doubled"),
    ("Thefts rose.\n\nIn all, 9 per cent", "9 per cent", "increase", None),
)


def placed(text: str, figure: str) -> tuple[int, int]:
    start = text.index(figure)
    return start, start + len(figure)


@pytest.mark.parametrize(("text", "figure", "name", "expected"), APPROXIMATORS)
def test_an_approximator_is_found_beside_its_figure(text: str, figure: str, name: str, expected: str | None) -> None:
    found = approximator_words(text, *placed(text, figure), name)
    assert (found.of(text) if found else None) == expected


@pytest.mark.parametrize(("text", "figure", "name", "expected"), DIRECTIONS)
def test_a_direction_is_told_by_the_nearest_words(text: str, figure: str, name: str, expected: str | None) -> None:
    found = direction_words(text, *placed(text, figure), name)
    assert (found.of(text) if found else None) == expected


def test_stated_words_are_found_across_a_line_break() -> None:
    text = "There were 212 incidents in the past\nyear on the quay"
    found = words_as_stated(text, *placed(text, "212"), "in the past year")
    assert found is not None
    assert found.of(text) == "in the past\nyear"
