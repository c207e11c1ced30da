"""A draft that denies the words it quotes hides no negation of theirs; one that affirms them does."""

from __future__ import annotations

import pytest

from tracker.check.draft import check
from tracker.check.findings import Finding

SOURCE = "“We are not planning armed patrols on the night ferry,” Ida Marlow said."
QUOTED = "“planning armed patrols on the night ferry”"

DENIED = [
    "It is not true that they are {}.",
    "It is untrue that they are {}.",
    "Marlow denied that the board was {}.",
    "Marlow rejected claims that they were {}.",
    "Marlow rebutted the claim that they were {}.",
    "Marlow disputes that they are {}.",
    "Marlow, refuting the report, said they are {}.",
    "Marlow said it was false that they were {}.",
    "Marlow contradicts the paper, which had them {}.",
    "Declining to confirm it, Marlow had the board {}.",
    "They are {}, the paper wrongly wrote.",
    "Far from {}, the board sold its boats.",
]
AFFIRMED = [
    "Marlow said they were {}.",
    "Marlow confirmed claims that they are {}.",
    "The denial came late. Marlow said they were {}.",
    "They are {}, Marlow wrote. Holt denied it.",
]


@pytest.mark.parametrize("draft", DENIED)
def test_a_draft_that_denies_the_words_hides_nothing(draft: str) -> None:
    (found,) = check(draft.format(QUOTED), {"ferry": SOURCE}).quotations
    assert found.findings == (Finding.EXACT,)


@pytest.mark.parametrize("draft", AFFIRMED)
def test_a_draft_that_affirms_them_hides_the_negation(draft: str) -> None:
    (found,) = check(draft.format(QUOTED), {"ferry": SOURCE}).quotations
    assert found.findings == (Finding.HIDES,)
    assert found.place is not None
    assert found.place.negation == "not"


@pytest.mark.parametrize("word", ["never", "hardly", "barely", "scarcely", "rarely", "seldom", "don’t"])
def test_a_word_that_turns_the_meaning_is_missed(word: str) -> None:
    source = f"“We {word} carry guns on the night ferry,” Ida Marlow said."
    (found,) = check("Marlow said they “carry guns on the night ferry”.", {"ferry": source}).quotations
    assert found.place is not None
    assert (found.findings, found.place.negation) == ((Finding.HIDES,), word)


TURNED = [
    # the source, what is quoted of it, the negation that is left out
    ("We have not been planning patrols on the ferry", "been planning patrols on the ferry", "not"),
    ("I do not believe that the lock is safe at night", "the lock is safe at night", "not"),
    ("There is no evidence that the ferry was late", "the ferry was late", "no evidence"),
    ("The story that the board sold its boats is false", "the board sold its boats", "false"),
    ("The idea that the lock is safe at night is rubbish", "the lock is safe at night", "rubbish"),
    ("It would be a lie to say that the lock is safe at night", "the lock is safe at night", "a lie to say"),
    ("I have never once, in ten years, told a crew that the lock is safe", "the lock is safe", "never"),
]
FAIR = [
    ("We cannot rule out that the board will sell its boats", "the board will sell its boats"),
    ("We do not say it often, but the lock is safe at night", "the lock is safe at night"),
    ("Not only the ferry but the whole harbour will close", "the whole harbour will close"),
    ("It is no secret that the board will sell its boats", "the board will sell its boats"),
    ("It is no surprise to us that the lock is safe", "the lock is safe"),
]


@pytest.mark.parametrize(("said", "quoted", "negator"), TURNED)
def test_a_negation_is_missed_wherever_it_stands_in_the_sentence(said: str, quoted: str, negator: str) -> None:
    (found,) = check(f"Marlow said: “{quoted}.”", {"ferry": f"“{said},” Ida Marlow said."}).quotations
    assert found.place is not None
    assert (found.findings, found.place.negation) == ((Finding.HIDES,), negator)
    assert negator in found.place.corrected


@pytest.mark.parametrize(("said", "quoted"), FAIR)
def test_a_negation_that_does_not_reach_the_words_is_not_missed(said: str, quoted: str) -> None:
    (found,) = check(f"Marlow said: “{quoted}.”", {"ferry": f"“{said},” Ida Marlow said."}).quotations
    assert not found.findings[0].fails
