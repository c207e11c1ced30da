"""What the source does with the words: told by the cue, by what governs it, and by the clause of the claim."""

from __future__ import annotations

import pytest

from tracker.extract import extract
from tracker.models import STANCES, polarity_of

# text, [(stance, speaker, words)] of its claims
CUES = [
    ("Mr Orr denied that he hid the letter.", [("denies", "Orr", "he hid the letter")]),
    ("Mr Orr denied saying that the letter was lost.", [("denies", "Orr", "the letter was lost")]),
    ("Nurses dispute claims that they were paid late.", [("denies", "Nurses", "they were paid late")]),
    ("Mr Orr rejected Ms Pole's claim that he hid the letter.", [("denies", "Orr", "he hid the letter")]),
    ("Mr Orr cast doubt on claims that rents had doubled.", [("denies", "Orr", "rents had doubled")]),
    ("Mr Orr hit back at claims he hid the letter.", [("denies", "Orr", "he hid the letter")]),
    ("Mr Orr scoffed at the notion that rents had doubled.", [("denies", "Orr", "rents had doubled")]),
    ("Mr Orr did not hesitate to say that the plan was a sham.", [("asserts", "Orr", "the plan was a sham")]),
    ("Mr Orr has never shied away from saying that the plan was a sham.", [("asserts", "Orr", "the plan was a sham")]),
    ("Mr Orr did not say that the plan was a sham.", [("withholds", "Orr", "the plan was a sham")]),
    ("Mr Orr has never said that the plan was a sham.", [("withholds", "Orr", "the plan was a sham")]),
    ("Mr Orr would not say that the plan was a sham.", [("withholds", "Orr", "the plan was a sham")]),
    ("Mr Orr refused to say that the plan was a sham.", [("withholds", "Orr", "the plan was a sham")]),
    ("Mr Orr stopped short of saying that the plan was a sham.", [("withholds", "Orr", "the plan was a sham")]),
    ("Mr Orr did not want to say that the plan was a sham.", [("withholds", "Orr", "the plan was a sham")]),
    ("Mr Orr did not deny that the plan was a sham.", [("withholds", "Orr", "the plan was a sham")]),
    (
        "The council has not confirmed that the pool will close.",
        [("withholds", "council", "the pool will close")],
    ),
    ("Mr Orr did not respond to claims that the plan was a sham.", [("withholds", "Orr", "the plan was a sham")]),
    ("Mr Orr was asked about claims that the plan was a sham.", [("withholds", "Orr", "the plan was a sham")]),
    ("The council faces claims that the plan was a sham.", [("withholds", "council", "the plan was a sham")]),
    ("The board is investigating claims that rents had doubled.", [("withholds", "board", "rents had doubled")]),
    ("No minister has said that fees would fall.", [("withholds", None, "fees would fall")]),
    ("None of the tutors claimed that fees would fall.", [("withholds", None, "fees would fall")]),
    ("Nobody at the college has said that fees would fall.", [("withholds", None, "fees would fall")]),
    ("Mr Orr apologised for saying that the plan was a sham.", [("withdraws", "Orr", "the plan was a sham")]),
    ("Mr Orr apologised last week for saying that it was a sham.", [("withdraws", "Orr", "it was a sham")]),
    ("Mr Orr withdrew his claim that the plan was a sham.", [("withdraws", "Orr", "the plan was a sham")]),
    ("Ms Orr took back her statement that rents had doubled.", [("withdraws", "Orr", "rents had doubled")]),
    ("Mr Orr refused to withdraw his claim that the bridge is safe.", [("asserts", "Orr", "the bridge is safe")]),
    ("Mr Orr not only said that rents had doubled.", [("asserts", "Orr", "rents had doubled")]),
    ("It was incorrect to say that crime has fallen.", [("denies", None, "crime has fallen")]),
    ("It would be misleading to claim that crime has fallen.", [("denies", None, "crime has fallen")]),
    ("It is not true to say that rents have doubled.", [("denies", None, "rents have doubled")]),
    ("It is fair to say that rents have doubled.", [("asserts", None, "rents have doubled")]),
    ("It was a mistake for the firm to claim that rents have doubled.", [("denies", None, "rents have doubled")]),
    ("The union's claim that crime is falling was rejected by the mayor.", [("denies", "mayor", "crime is falling")]),
    ("Claims that fees would fall were untrue.", [("denies", None, "fees would fall")]),
    ("Prosecutors allege that Mr Dane hid the letter.", [("accuses", "Prosecutors", "Mr Dane hid the letter")]),
    ("The minister promised that 400 homes will be built.", [("plans", "minister", "400 homes will be built")]),
]
QUOTATIONS = [
    ("Mr Orr denied “we are closing the ferry”.", [("denies", "Orr", "we are closing the ferry")]),
    ("Ms Pole rejected the claims: “The plan is sound.”", [("asserts", "Pole", "The plan is sound.")]),
    ("That did not surprise Ms Pole: “The plan was a sham.”", [("asserts", "Pole", "The plan was a sham.")]),
    ("“Who took 400 sheep?” asked Ms Lund.", [("asks", "Lund", "Who took 400 sheep?")]),
    (
        "Ms Lund asked: “Who took 400 sheep? They were here.”",
        [("asks", "Lund", "Who took 400 sheep?"), ("asserts", "Lund", "They were here.")],
    ),
]
CLAUSES = [
    # what Ms Orr said, the stance it has
    ("if the grant were cut fees would rise by 4 per cent", "supposes"),
    ("fees would rise by 4 per cent if the grant were cut", "supposes"),
    ("fees would rise by 4 per cent unless the grant were paid", "supposes"),
    ("in the event of a strike 40 buses would run", "supposes"),
    ("no buses had run until the strike was over", "asserts"),
    ("even if the grant is paid 40 jobs will go", "asserts"),
    ("critics had called the plan a sham", "reports"),
    ("students had told her that fees were too high", "reports"),
    ("she had told students that fees were too high", "asserts"),
    ("the trust is believed to have lost £4m", "reports"),
    ("Mr Dane had been charged with theft", "accuses"),
    ("three men had been arrested on suspicion of theft", "accuses"),
    ("patrols had doubled after a man was charged with theft", "asserts"),
    ("she would close two halls", "plans"),
    ("the college is planning to close two halls", "plans"),
    ("the college plans to close two halls", "plans"),
    ("the plans to close two halls were dropped", "asserts"),
    ("fees will rise by 4 per cent", "asserts"),
    ("it would cost £4m", "asserts"),
]
NOTHING = [
    "Mr Orr declined to say how many sheep were lost.",
    "Mr Orr would not say whether the plan was a sham.",
    "Mr Orr declined to say why the plan was a sham.",
    "Mr Orr would not say when the plan was made.",
]


@pytest.mark.parametrize(("text", "expected"), CUES + QUOTATIONS)
def test_a_claim_has_the_stance_of_its_cue_and_what_governs_it(
    text: str, expected: list[tuple[str, str | None, str]]
) -> None:
    assert [(claim.stance, claim.speaker, claim.text) for claim in extract(text).claims] == expected


@pytest.mark.parametrize(("clause", "stance"), CLAUSES)
def test_a_claim_that_is_asserted_has_the_stance_of_its_clause(clause: str, stance: str) -> None:
    (claim,) = extract(f"Ms Orr said {clause}.").claims
    assert (claim.stance, claim.text) == (stance, clause)


@pytest.mark.parametrize("text", NOTHING)
def test_what_somebody_would_not_say_is_no_claim(text: str) -> None:
    assert extract(text).claims == ()


def test_a_source_that_is_nobody_keeps_its_words_and_names_no_speaker() -> None:
    (claim,) = extract("No minister has said that fees would fall.").claims
    assert (claim.speaker, claim.label) == (None, "No minister")


def test_denying_and_withdrawing_alone_stand_against_the_words() -> None:
    assert {stance for stance in STANCES if polarity_of(stance) < 0} == {"denies", "withdraws"}
