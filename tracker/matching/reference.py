"""What a claim that points back leaves to the words before it: "the figure soared by 40 per cent", "this was 4 in May".

Only the subject a claim begins with is looked at. It points back where it is a pronoun, or "the" or "this" with a word
that says how much and not of what ("the figure", "these numbers"). What the sentence before measures, or says to have
moved, is then what the claim measures; its other words stay its own.
"""

from __future__ import annotations

from typing import Final

from tracker.text.lexicon import context
from tracker.text.sentences import is_closed, sentences
from tracker.text.words import NAMED

RESPECTIVELY: Final = "respectively"
"""The word by which several figures are of as many things named before them."""

REACH: Final = 600
"""Characters before a claim that are looked at; a longer sentence is taken from there."""

MOST_OPENING: Final = 4
"""Words before a subject: "But in fact it"."""

SUBJECT_WITHIN: Final = 80
"""Characters at the beginning of a claim that hold its subject."""


def points_back(text: str) -> bool:
    """Say whether a claim begins with a subject that the words before it name.

    >>> points_back("In fact the figure had soared by 40 per cent."), points_back("The number of wardens fell.")
    (True, False)
    """
    found = [word.lower().replace("’", "'") for word in NAMED.findall(text[:SUBJECT_WITHIN])]
    opening = context("how a sentence goes on") | context("opens before a subject")
    at = next((at for at, word in enumerate(found[:MOST_OPENING]) if word not in opening), len(found))
    first, second, third = (*found[at : at + 3], "", "", "")[:3]
    if (first == "the" or first in context("demonstratives")) and second in context("heads that name nothing alone"):
        if third == "in" and not context("after the place of a pointing head").isdisjoint(found[at + 3 : at + 5]):
            return True  # "the percentages in the two groups"
        return third not in context("before those a figure is of") | context("what a pointing head is of")
    return first in context("pronouns of things")


def words_before(text: str, start: int, claim: str = "") -> str:
    """Return the sentence of a text before the place where a claim starts, with what its own sentence says before it.

    Before a claim of several figures "respectively" these are two sentences: each may hold one of what they measure.

    >>> words_before("Thefts rose. Rents fell. In fact, she said they fell by half.", 43)
    'Rents fell. In fact, she said '
    """
    leading = text[max(0, start - REACH) : start]
    found = sentences(leading)
    if not found:
        return ""
    begun = len(found) > 1 and not is_closed(found[-1].of(leading))
    back = 1 + begun + (RESPECTIVELY in claim)
    return leading[found[-min(back, len(found))].start :]
