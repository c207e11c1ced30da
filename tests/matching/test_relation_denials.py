"""What a denial is to other claims: to the same denied in other words, to the plain statement, to another denial."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.matching.features import features
from tracker.matching.relation import relation
from tracker.models import SAME_CLAIM, ClaimKind, Relation, RelationKind, Stance

MISLED = "the minister had misled parliament"
NOT_MISLED = "the minister had not misled parliament"
CUT = "the council had cut the street lighting budget"

ONE_DENIAL = (
    # what is denied, and the same denied without a cue
    (MISLED, NOT_MISLED),
    (MISLED, "the minister has never misled parliament"),
    (MISLED, "no minister had misled parliament"),
    (MISLED, "There is no evidence that the minister misled parliament."),
    (MISLED, "It is not true that the minister misled parliament."),
    (CUT, "the council had not reduced spending on street lighting"),
    (CUT, "Gerald Ashworth denied that the council had cut the street lighting budget."),
    ("the ferry had sunk because the lock was not closed", "the ferry had not sunk because the lock was not closed"),
    ("the harbour bridge was unsafe", "the harbour bridge is not unsafe"),
    ("the harbour bridge was unsafe", "the harbour bridge is safe"),
)

OPPOSED = (
    # what is denied, and what it is denied against
    (MISLED, MISLED),
    (MISLED, "the minister had misled parliament over the ferry contract"),
    (MISLED, "parliament had been misled by the minister"),
    (NOT_MISLED, NOT_MISLED),
    (NOT_MISLED, "the minister had never misled parliament"),
    (CUT, "the council had reduced spending on street lighting"),
    (CUT, "the council had cut the parks budget, not the street lighting budget"),
    ("the ferry had sunk because the lock was open", "the ferry had sunk because the lock was not open"),
    ("the harbour bridge was unsafe", "the harbour bridge is not safe"),
)

DENIED_TWICE = (
    # what is denied, itself a denial, and the plain statement
    (NOT_MISLED, MISLED),
    (NOT_MISLED, "the minister misled parliament over the ferry"),
    ("the council had never cut the street lighting budget", CUT),
)

SUBJECT_SHARED = (
    (MISLED, "the minister had not resigned"),
    (MISLED, "the minister had not visited parliament"),
    (CUT, "the council had not moved the street lighting depot"),
    (CUT, "the council had never raised rents"),
)

IN_THE_TEXT = (
    # two claims none of which its cue denies
    ("Ashworth denied that " + CUT, "the council had not cut the street lighting budget", True),
    ("Ashworth denied that " + CUT, CUT, False),
    ("It is not true that " + MISLED, NOT_MISLED, True),
    ("There is no evidence that " + MISLED, "the minister misled parliament", False),
)

TENSES = (
    # text, text, kind of both, whether one speaks of the past and the other of the future
    ("The lighting crew has been told of the cuts.", "The lighting crew will be told of the cuts.", None, True),
    ("The lighting crew was told of the cuts.", "The lighting crew will be told of the cuts.", None, True),
    ("the mill in Ambleford was closed", "the mill in Ambleford will be closed", ClaimKind.INDIRECT, False),
    ("The lighting crew has been told of the cuts.", "The lighting crew was told of the cuts.", None, False),
    ("The lighting crew will be told of the cuts.", "The lighting crew will now be told of the cuts.", None, False),
)
TENSE = "one speaks of the past, the other of the future"


def both_ways(a: str, b: str, stance: Stance = "denies") -> tuple[Relation, Relation]:
    denied, other = features(a, stance=stance), features(b)
    return relation(denied, other), relation(other, denied)


@pytest.mark.parametrize(("denied", "other"), ONE_DENIAL)
def test_a_denial_agrees_with_its_restatement(denied: str, other: str) -> None:
    assert all(found.kind in SAME_CLAIM for found in both_ways(denied, other))


def test_a_restated_denial_says_that_both_deny_it() -> None:
    there, back = both_ways(MISLED, NOT_MISLED)
    assert there.reasons == back.reasons
    assert there.reasons[-1] in ("“denied” and “not” both deny it", "“not” and “denied” both deny it")
    assert there.kind is RelationKind.VARIANT


@pytest.mark.parametrize(("denied", "other"), OPPOSED)
def test_a_denial_is_opposed_to_what_it_denies(denied: str, other: str) -> None:
    assert {found.kind for found in both_ways(denied, other)} == {RelationKind.REVERSED}


@pytest.mark.parametrize(("denied", "other"), DENIED_TWICE)
def test_a_denied_denial_agrees_with_the_plain_statement(denied: str, other: str) -> None:
    for found in both_ways(denied, other):
        assert found.kind in SAME_CLAIM
        assert any(reason.endswith("undo each other") for reason in found.reasons)


@pytest.mark.parametrize(("denied", "other"), SUBJECT_SHARED)
def test_denials_of_other_things_about_one_subject_are_not_one_claim(denied: str, other: str) -> None:
    assert all(found.kind not in SAME_CLAIM for found in both_ways(denied, other))


@pytest.mark.parametrize(("a", "b", "same"), IN_THE_TEXT)
def test_a_denial_in_the_text_is_read_like_one_in_the_cue(a: str, b: str, same: bool) -> None:
    assert {found.kind in SAME_CLAIM for found in both_ways(a, b, stance="asserts")} == {same}
    assert same or both_ways(a, b, stance="asserts")[0].kind is RelationKind.REVERSED


@pytest.mark.parametrize(("a", "b", "kind", "told"), TENSES)
def test_past_and_future_are_told_apart_in_the_reasons_alone(
    a: str, b: str, kind: ClaimKind | None, told: bool
) -> None:
    found = relation(features(a, kind=kind), features(b, kind=kind))
    assert found.kind in SAME_CLAIM
    assert (TENSE in found.reasons) is told


SUBJECTS = st.sampled_from(("the minister", "the council", "Ada Reed", "the harbour board of Ambleford"))
PREDICATES = st.sampled_from((("raised", "the ferry fare"), ("sold", "the old mill"), ("misled", "the weavers")))
NEGATORS = st.sampled_from(("not", "never"))


@given(SUBJECTS, PREDICATES, NEGATORS, st.booleans(), st.booleans())
def test_denials_count_like_negators(
    subject: str, predicate: tuple[str, str], negator: str, denied: bool, negated: bool
) -> None:
    verb, thing = predicate
    said = f"{subject} had {f'{negator} ' if negated else ''}{verb} {thing}"
    plain = f"{subject} had {verb} {thing}"
    found = both_ways(said, plain, stance="denies" if denied else "asserts")
    assert {one.kind in SAME_CLAIM for one in found} == {denied == negated}


SHAM, ALSO = "the harbour plan was a costly sham", "the plan for the harbour was a costly sham"
STANCES_APART = [
    # the stance of one claim, of the other, what they are in the same words and in others
    ("asserts", "asserts", RelationKind.REPEAT, RelationKind.VARIANT),
    ("asks", "asks", RelationKind.REPEAT, RelationKind.VARIANT),
    ("withholds", "asserts", RelationKind.RELATED, RelationKind.RELATED),
    ("asks", "asserts", RelationKind.RELATED, RelationKind.RELATED),
    ("supposes", "asserts", RelationKind.RELATED, RelationKind.RELATED),
    ("accuses", "asserts", RelationKind.RELATED, RelationKind.RELATED),
    ("asks", "supposes", RelationKind.RELATED, RelationKind.RELATED),
    ("plans", "asserts", RelationKind.VARIANT, RelationKind.VARIANT),
    ("reports", "asserts", RelationKind.VARIANT, RelationKind.VARIANT),
    ("denies", "asserts", RelationKind.REVERSED, RelationKind.REVERSED),
    ("withdraws", "asserts", RelationKind.REVERSED, RelationKind.REVERSED),
    ("denies", "withdraws", RelationKind.VARIANT, RelationKind.VARIANT),
]


@pytest.mark.parametrize(("one", "other", "same_words", "other_words"), STANCES_APART)
def test_what_is_asked_or_unsaid_is_not_what_is_said_and_other_stances_are_named(
    one: Stance, other: Stance, same_words: RelationKind, other_words: RelationKind
) -> None:
    for text, kind in ((SHAM, same_words), (ALSO, other_words)):
        found = relation(features(SHAM, stance=one), features(text, stance=other))
        mirrored = relation(features(text, stance=other), features(SHAM, stance=one))
        assert (found.kind, mirrored.kind) == (kind, kind)
        named = any(reason.startswith("one ") for reason in found.reasons)
        assert named or one == other or kind is RelationKind.REVERSED


BY_WORDS = (
    # a claim in whose words its stance stands, the same stance told by the source alone, and what both are called
    ("The brewer is accused of selling the mill.", "The brewer sold the mill.", "accuses"),
    ("Did the brewer sell the mill?", "The brewer sold the mill.", "asks"),
    ("If the brewer sells the mill, the weir will close.", "The brewer sells the mill.", "supposes"),
)


@pytest.mark.parametrize(("worded", "plain", "stance"), BY_WORDS)
def test_a_stance_is_named_alike_whether_words_or_the_source_tell_it(worded: str, plain: str, stance: Stance) -> None:
    by_words, by_source = relation(features(worded), features(plain)), both_ways(plain, plain, stance)[0]
    assert by_words.kind is by_source.kind is RelationKind.RELATED
    assert {*by_words.reasons[0].split(", ")} == {*by_source.reasons[0].split(", ")}


UNSETTLED = (
    # words that tell of saying or settling nothing, beside what is said plainly
    ("The weir is sound.", "We never said the weir was sound."),
    ("The weir is sound.", "Nobody claimed the weir was sound."),
    ("The weir is sound.", "Nobody is saying the weir is sound."),
    ("The brewer will sell the mill.", "I doubt the brewer will sell the mill."),
    ("The brewer will sell the mill.", "The brewer has made no decision to sell the mill."),
    ("The brewer will sell the mill.", "The brewer refuses to say whether it will sell the mill."),
    ("There will be no rise in tolls in 2031.", "We never promised that tolls would not rise in 2031."),
)


@pytest.mark.parametrize(("plain", "unsettled"), UNSETTLED)
def test_who_tells_of_not_having_said_it_neither_says_it_nor_the_contrary(plain: str, unsettled: str) -> None:
    assert {found.kind for found in both_ways(plain, unsettled, stance="asserts")} == {RelationKind.RELATED}


def test_who_says_that_he_never_said_it_contradicts_who_says_that_he_did() -> None:
    found = both_ways(
        "We promised that tolls would not rise.", "We never promised that tolls would not rise.", "asserts"
    )
    assert {one.kind for one in found} == {RelationKind.REVERSED}
