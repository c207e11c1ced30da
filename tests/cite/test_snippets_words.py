"""What a claim reads alone as: brackets in the place of a pronoun, or behind other words."""

from __future__ import annotations

import pytest

from tracker.cite.snippets import alone, plainly
from tracker.models.claims import StoredReferent


def meant(word: str, text: str, *words: str) -> list[StoredReferent]:
    """Return a word's referents, one for each words that it may stand for, in a claim that begins at 100."""
    start = 100 + text.index(word)
    known = [StoredReferent(start, start + len(word), at, at + 1, each, f"{each}.") for at, each in enumerate(words)]
    return known or [StoredReferent(start, start + len(word), None, None, None, None)]


READ = [
    ("it was not a move", "it", ["The plan to mend the pier"], "[the plan to mend the pier] was not a move"),
    ("It’s built of oak.", "It", ["the pier"], "[The pier]’s built of oak."),
    ("they hold 900 men", "they", ["Wardens"], "[Wardens] hold 900 men"),
    ("It opened in 1963", "It", ["The council", "the pier"], "[unclear: the council or the pier] opened in 1963"),
    ("That figure is a record", "That figure", ["860 thefts"], "That figure [860 thefts] is a record"),
    ("the plan would fail", "the plan", ["to mend the pier"], "the plan [to mend the pier] would fail"),
    ("These schools will shut", "These schools", ["Twelve schools"], "[Twelve schools] will shut"),
    ("But she\nnever left", "she", ["Ann Orr"], "But [Ann Orr] never left"),
]


@pytest.mark.parametrize(("text", "word", "words", "expected"), READ)
def test_a_bracket_says_what_a_word_stands_for(text: str, word: str, words: list[str], expected: str) -> None:
    pieces = alone(text, 100, meant(word, text, *words))
    assert plainly(pieces) == expected
    assert [piece.sentence for piece in pieces if piece.sentence] == [" … ".join(f"{each}." for each in words)]


def test_what_nobody_can_tell_adds_nothing() -> None:
    assert plainly(alone("This is wrong", 100, meant("This", "This is wrong"))) is None


def test_a_word_outside_the_bounds_that_a_person_picked_is_left_out() -> None:
    found = meant("it", "it was not a move", "The plan")
    assert plainly(alone("was not a move", 103, found)) is None
    assert plainly(alone("i", 100, found)) is None
