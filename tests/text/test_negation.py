"""What each negator reaches, and what is none."""

import pytest

from tracker.text.negation import read_polarity
from tracker.text.normal import items, words

NEGATORS = (
    # text, the negators as printed
    ("The mayor did not resign.", ("not",)),
    ("The mayor didn’t resign.", ("didn’t",)),
    ("The mayor never resigned.", ("never",)),
    ("The proposal was far from a closure.", ("far from",)),
    ("They chose ferries rather than bridges.", ("rather than",)),
    ("The mayor failed to repair the wall.", ("failed to",)),
    ("The mayor denied taking the boat.", ("denied",)),
    ("Hardly a lorry crossed the bridge.", ("Hardly",)),
    ("The harbour is without a light.", ("without",)),
    ("The rumour is false.", ("false",)),
    ("The bridge is less safe.", ("less",)),
    ("The council is against tolls.", ("against",)),
)

NONE = (
    "Not only the mill but the ferry closed.",
    "No fewer than 40 boats sank.",
    "There is no doubt that the ferry is late.",
    "The harbour is No. 1 in the north.",
    "The road runs against the cliff.",
    "A hard winter closed the mill.",
    "Fares rose by less than 5 per cent.",
)

FLIPPED = (
    # text, words under a negation, words free of one
    ("The mayor did not consult the council before he signed.", ("consult", "council"), ("mayor", "signed")),
    ("Fares will rise, not rents.", ("rents",), ("fares", "rise")),
    ("The claim that fares rose is false.", ("fares", "rose"), ()),
    ("It is not unsafe to cross.", ("unsafe", "cross"), ()),
    ("We cannot say that the bridge is not safe.", ("say", "bridge"), ("safe",)),
    ("The toll is not popular and will not be raised.", ("popular", "raised"), ("toll",)),
    ("The toll was not raised and will be dropped.", ("raised",), ("toll", "dropped")),
    ("The council did not consult or warn the ferrymen.", ("consult", "warn", "ferrymen"), ("council",)),
)


def polarity_of(text: str, *, denied: bool = False) -> tuple[tuple[str, ...], dict[str, int]]:
    found = words(text)
    read = items(found)
    signed = read_polarity(text, found, read, denied=denied)
    signs = {found[item.first].normal: sign for item, sign in zip(read, signed.signs, strict=True)}
    return tuple(negation.words for negation in signed.negations), signs


@pytest.mark.parametrize(("text", "negators"), NEGATORS)
def test_a_negator_is_read(text: str, negators: tuple[str, ...]) -> None:
    assert polarity_of(text)[0] == negators


@pytest.mark.parametrize("text", NONE)
def test_what_looks_like_a_negator_is_none(text: str) -> None:
    assert polarity_of(text)[0] == ()


@pytest.mark.parametrize(("text", "under", "free"), FLIPPED)
def test_a_negator_reaches_its_clause_and_no_further(text: str, under: tuple[str, ...], free: tuple[str, ...]) -> None:
    signs = polarity_of(text)[1]
    assert {word: signs[word] for word in (*under, *free)} == dict.fromkeys(under, -1) | dict.fromkeys(free, 1)


def test_a_cue_that_denies_negates_the_whole() -> None:
    negators, signs = polarity_of("the harbour would close", denied=True)
    assert negators == ("denied",)
    assert signs["harbor"] == signs["close"] == -1


DENIALS = (
    # text, negator, whether it reaches a statement with its subject, whether it is one of the main clause
    ("The mayor denied that the ferry sank.", "denied", True, True),
    ("It is not true that the ferry sank.", "not true that", True, True),
    ("The ferry did not sink.", "not", False, True),
    ("The ferry sank because the lock was not closed.", "not", False, False),
    ("The ferry sank, not the barge.", "not", False, False),
)


@pytest.mark.parametrize(("text", "negator", "whole", "main"), DENIALS)
def test_a_denial_of_a_statement_is_told_from_a_negated_word(text: str, negator: str, whole: bool, main: bool) -> None:
    found = words(text)
    (negation,) = read_polarity(text, found, items(found)).negations
    assert (negation.words, negation.whole, negation.main) == (negator, whole, main)


def test_a_cue_that_denies_leaves_a_side_clause_as_it_is() -> None:
    _, signs = polarity_of("the ferry sank because the lock was open", denied=True)
    assert (signs["sank"], signs["lock"]) == (-1, 1)
