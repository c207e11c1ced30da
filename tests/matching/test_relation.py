"""What two claims are to each other: the seeds, the rules one by one, and the properties that always hold."""

import pickle

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tracker.matching.features import features
from tracker.matching.relation import (
    _NOTHING,
    RULES_VERSION,
    _nothing_shared,
    _weighed,
    relation,
)
from tracker.matching.splices import splice
from tracker.models import SAME_CLAIM, ClaimKind, RelationKind

HOUSE = "We are not considering routine deployments of armed officers in our communities."
DICK_DENIED = "it was a move towards routine armed foot patrols"
DICK_FAR = "the proposal was far from a move to routinely deploy officers with guns"
DICK_NOT = "it was not a move towards officers routinely carrying weapons"
SMALL = "described the move as a “small tactical change”"
SMALL_IN_FULL = "This is a small change, potentially, in tactic in extreme circumstances."
SIGNIFICANT = "armed foot patrols would be a “significant change” which could have an impact on communities"
RISKS_TODAY = (
    "The events of today illustrate the very real risks that police officers take on behalf of the public "
    "to keep London safe."
)
RISKS_INCIDENT = (
    "The firearms incident in Haggerston, Hackney earlier today, Thursday 15 October that illustrates the very real "
    "risks that police officers take on behalf of the public to keep London safe."
)
REDUCTION = (
    "We have seen a 73 per cent reduction over the past year in the North Area boroughs, and tackling violence remains "
    "the Met’s top priority."
)
INCREASE = (
    "In the past 12 months, there have been 7,140 recorded assaults on Met Police officers – an increase of 19.1% on "
    "the previous year."
)
KILLINGS = "40 per cent of killings in the capital were gang-related"
HOMICIDES = "more than 120 homicide investigations launched this year"
STEP = (
    "those officers who at the moment would stand next to their vehicles might take a very short foot patrol. This is "
    "a small change, potentially, in tactic in extreme circumstances."
)
SPLICED = "very short foot patrol in extreme circumstances"

PAIRS = (
    # notation
    ("Bus fares rose by 20 per cent in Ambleford.", "Bus fares rose by a fifth in Ambleford.", "variant"),
    ("Bus fares in Ambleford are up 20%.", "Bus fares in Ambleford rose by one in five.", "variant"),
    ("The ferry cost £2.5m.", "The ferry cost 2,500,000 pounds.", "variant"),
    ("Crime fell 7,140 times, or 20 per cent.", "Crime fell 7140 times, or 20%.", "repeat"),
    ("They organised the labour vote.", "They organized the labor vote.", "repeat"),
    ("“We don’t close libraries.”", "We do not close libraries.", "repeat"),
    ("The council is al- lowing night markets.", "The council is allowing night markets.", "repeat"),
    # figures
    ("Bus fares rose by 20 per cent in Ambleford.", "Bus fares rose by 30 per cent in Ambleford.", "revised"),
    ("Turnout rose by 5 per cent in Ambleford.", "Turnout rose by 5 percentage points in Ambleford.", "revised"),
    ("The harbour opened in 1987.", "The harbour opened in 1988.", "revised"),
    ("More than 120 boats sank off Ambleford.", "127 boats sank off Ambleford.", "variant"),
    ("Nearly 120 boats sank off Ambleford.", "127 boats sank off Ambleford.", "revised"),
    ("The tunnel cost £39.6m in Ambleford.", "The tunnel cost £40m in Ambleford.", "variant"),
    ("The tunnel cost £38m in Ambleford.", "The tunnel cost £40m in Ambleford.", "revised"),
    ("The mill in Ambleford employs 40 weavers.", "The mill in Ambleford employs 40 weavers and 3 cooks.", "excerpt"),
    ("Rents fell by a fifth in Ambleford.", "Rents in Ambleford were down 20 per cent.", "variant"),
    (
        "41 per cent of wardens in Ambleford wanted to carry a whistle on patrol.",
        "Wardens with a whistle were sent on 212 patrols in Ambleford.",
        "related",
    ),
    ("A 19.1% increase in rents in Ambleford.", "A 19.1% decrease in rents in Ambleford.", "reversed"),
    ("More than 300 mills closed in Ambleford.", "Fewer than 300 mills closed in Ambleford.", "reversed"),
    # polarity
    ("The mayor will raise the ferry fare.", "The mayor will not raise the ferry fare.", "reversed"),
    ("The mayor will raise the ferry fare.", "The mayor will never raise the ferry fare.", "reversed"),
    ("The mayor repaired the harbour wall.", "The mayor failed to repair the harbour wall.", "reversed"),
    ("The mayor supports the harbour toll.", "The mayor opposes the harbour toll.", "reversed"),
    ("The harbour bridge is safe.", "The harbour bridge is dangerous.", "reversed"),
    ("The harbour bridge is not safe.", "The harbour bridge is dangerous.", "variant"),
    ("The harbour bridge is safe.", "The harbour bridge is far from safe.", "reversed"),
    ("It is not true that the harbour bridge is unsafe.", "The harbour bridge is safe.", "variant"),
    ("The claim that the ferry is late is false.", "The ferry is late.", "reversed"),
    ("No ferry sails to Ambleford on Sundays.", "A ferry sails to Ambleford on Sundays.", "reversed"),
    ("The harbour has a lighthouse.", "The harbour is without a lighthouse.", "reversed"),
    ("Not only the ferry but the mill closed.", "The ferry and the mill closed.", "variant"),
    ("The mayor will raise the ferry fare, not the rent.", "The mayor will raise the ferry fare.", "excerpt"),
    (
        "The ferry will never become free.",
        "The ferry is not free at weekends and will not become free because of one strike.",
        "variant",
    ),
    ("The mayor left before the ferry sailed.", "The mayor left after the ferry sailed.", "reversed"),
    ("Night trains are not frequent in Ambleford.", "Trains in Ambleford were full at night.", "related"),
    # words quoted from a longer claim, and a figure told in both
    (
        "The ferry company was “stretched beyond breaking point”, the harbour master said.",
        "We asked in March and in May, and they were stretched beyond breaking point for want of a second crew.",
        "variant",
    ),
    (
        "The mayor was in “deep trouble”, the lawyer added.",
        "In deep trouble with her bank, the brewer sold the mill to a neighbour.",
        "none",
    ),
    (
        "Boat thefts at Wick are up 40 per cent, the wardens say.",
        "A 40 per cent rise in thefts from moorings was announced on the quay by the port authority.",
        "variant",
    ),
    ("In fact it has soared by 40 per cent.", "Boat thefts have risen by 40 per cent.", "variant"),
    ("A grant of £12,650 went to the brass band.", "The band spent £12,650 on trombones and a drum.", "variant"),
    ("Rents rose by 40 per cent.", "Ferry fares rose by 40 per cent.", "none"),
    # an accusation, a question or a condition is not the deed
    ("The brewer is charged with stealing the ferry bell.", "The brewer stole the ferry bell.", "related"),
    ("The brewer was accused of bribing the harbour master.", "The brewer bribed the harbour master.", "related"),
    ("The brewer allegedly poisoned the mill pond.", "The brewer poisoned the mill pond.", "related"),
    ("The brewer is suspected of stealing the bell.", "The brewer stole the bell.", "related"),
    ("The warden asked whether the ferry leaks at night.", "The ferry leaks at night, the warden said.", "related"),
    ("Does the harbour bridge need new piers?", "The harbour bridge needs new piers.", "related"),
    ("If the harbour bridge closes, the mill will shut.", "The harbour bridge closes.", "related"),
    ("The brewer is charged with stealing the bell.", "The bell: the brewer is charged with stealing it.", "variant"),
    ("If the toll rises, the mill will shut.", "The mill will shut if the toll rises.", "variant"),
    # who does it to whom
    ("The ferry owes the harbour a million pounds.", "The harbour owes the ferry a million pounds.", "related"),
    ("The wardens attacked the anglers.", "The anglers were attacked by the wardens.", "variant"),
    ("The wardens attacked the anglers.", "The wardens were attacked by the anglers.", "related"),
    ("Rents are higher in Ambleford than in Wick.", "Rents are higher in Wick than in Ambleford.", "related"),
    # nothing in common
    ("The mayor will raise the ferry fare.", "Otters returned to the upper river.", "none"),
    ("73% reduction", "19.1% increase", "none"),
)

SEEDS = (
    (HOUSE, DICK_FAR, "variant"),
    (HOUSE, DICK_NOT, "variant"),
    (DICK_FAR, DICK_NOT, "variant"),
    (RISKS_TODAY, RISKS_INCIDENT, "variant"),
    (SPLICED, STEP, "spliced"),
    (SMALL, SIGNIFICANT, "reversed"),
    (SMALL_IN_FULL, SIGNIFICANT, "reversed"),
    ("small tactical change", "significant change", "reversed"),
    ("73% reduction", REDUCTION, "excerpt"),
)

APART = ((REDUCTION, INCREASE), (KILLINGS, REDUCTION), (KILLINGS, HOMICIDES), (KILLINGS, INCREASE), (SMALL, HOUSE))


def kind_of(a: str, b: str) -> str:
    return relation(features(a), features(b)).kind.value


@pytest.mark.parametrize(("a", "b", "kind"), PAIRS)
def test_a_rule_decides_the_pair(a: str, b: str, kind: str) -> None:
    assert kind_of(a, b) == kind


@pytest.mark.parametrize(("a", "b", "kind"), SEEDS)
def test_the_seeds_relate_as_a_reader_relates_them(a: str, b: str, kind: str) -> None:
    assert kind_of(a, b) == kind


@pytest.mark.parametrize(("a", "b"), APART)
def test_other_claims_of_the_seeds_stay_apart(a: str, b: str) -> None:
    assert relation(features(a), features(b)).kind in (RelationKind.NONE, RelationKind.RELATED)


def test_only_a_quotation_of_the_same_speaker_can_be_spliced() -> None:
    short, long = "The toll would make the harbour poorer.", "The toll on the quay would make the harbour poorer."
    quay = features(long, speaker="Ada Fern")

    def kind(claim: ClaimKind, speaker: str | None) -> RelationKind:
        return relation(features(short, kind=claim, speaker=speaker), quay).kind

    assert kind(ClaimKind.DIRECT, "Ada Fern") is RelationKind.SPLICED
    assert kind(ClaimKind.DIRECT, None) is RelationKind.SPLICED
    assert kind(ClaimKind.DIRECT, "Ben Lock") is RelationKind.VARIANT
    assert kind(ClaimKind.INDIRECT, "Ada Fern") is RelationKind.VARIANT
    assert kind(ClaimKind.STATISTIC, None) is RelationKind.VARIANT


@pytest.mark.parametrize("other", [HOUSE, DICK_FAR, DICK_NOT])
def test_what_is_denied_joins_those_who_say_not(other: str) -> None:
    denied = features(DICK_DENIED, stance="denies")
    assert relation(denied, features(other)).kind is RelationKind.VARIANT


def test_the_same_words_denied_are_reversed() -> None:
    assert relation(features(DICK_DENIED, stance="denies"), features(DICK_DENIED)).kind is RelationKind.REVERSED


def test_reasons_name_the_figures_and_their_direction() -> None:
    found = relation(
        features("Crime in Ambleford fell 73%."), features("A 73 per cent reduction in crime in Ambleford.")
    )
    assert "73 per cent = 73%, both decrease" in found.reasons
    assert found.rules == RULES_VERSION


def test_reasons_name_the_negator() -> None:
    found = relation(features("The mayor will raise the fare."), features("The mayor will not raise the fare."))
    assert found.reasons == ("“not” stands on one side alone",)


def test_differences_are_the_words_that_differ() -> None:
    a, b = "The fare rose by 20 per cent.", "In May the fare rose by 30 per cent."
    found = relation(features(a), features(b))
    assert [(one.of(a), other.of(b)) for one, other in found.differences] == [
        ("", "In May"),
        ("20 per cent", "30 per cent"),
    ]


def test_a_dropped_qualifier_is_named() -> None:
    found = relation(
        features("Armed officers patrol the harbour in extreme circumstances."),
        features("Armed officers patrol the harbour."),
    )
    assert found.kind is RelationKind.EXCERPT
    assert "“in extreme circumstances” stands on one side alone" in found.reasons


@pytest.mark.parametrize("mark", ["…", "...", "[our]"])
def test_a_quotation_that_may_hide_words_is_no_repeat(mark: str) -> None:
    quotation = features(f"We will defend {mark} harbour against every storm.")
    assert relation(quotation, quotation).kind is not RelationKind.REPEAT
    assert relation(quotation, features("We will defend the harbour against every storm.")).kind in SAME_CLAIM


def test_features_survive_pickling() -> None:
    made = features(REDUCTION)
    assert pickle.loads(pickle.dumps(made)) == made


def test_a_spliced_quotation_shows_its_parts_and_what_it_hides() -> None:
    found = splice(SPLICED, STEP)
    assert found is not None
    assert [part.source.of(STEP) for part in found.parts] == ["very short foot patrol", "in extreme circumstances"]
    assert [hidden.of(STEP) for hidden in found.hidden] == [". This is a small change, potentially, in tactic "]
    assert splice("a very short foot patrol", STEP) is None
    assert splice("a very long foot patrol in extreme heat", STEP) is None


SENTENCES = (
    "The mayor of Ambleford will raise the ferry fare by 20 per cent in 2024.",
    "Crime in Ambleford fell by 73% last year, and 120 officers are patrolling the harbour.",
    "About £2.5m has been spent on the harbour wall, which is nearly 40 years old.",
    "No officer was injured when the ferry sank, and the captain is not a suspect.",
    "Ambleford’s mayor supports the toll because more than 3,000 lorries are using the bridge.",
    "Half of the weavers were dismissed; the mill has failed to pay 14 of them.",
    "“Fewer than one in five pupils can swim,” the headteacher is saying.",
    "The ferry is the safest in the country.",
    "Otters are returning to the upper river.",
)
AUXILIARIES = ("will", "are", "has been", "was", "is", "were", "can", "has")


def mirrored(a: str, b: str) -> bool:
    one, other = features(a), features(b)
    there, back = relation(one, other), relation(other, one)
    swapped = tuple((second, first) for first, second in back.differences)
    return (there.kind, there.score, there.reasons, there.differences) == (back.kind, back.score, back.reasons, swapped)


WORDS = st.sampled_from(sorted({word for sentence in SENTENCES for word in sentence.split()}))


@given(st.lists(WORDS, max_size=14).map(" ".join), st.lists(WORDS, max_size=14).map(" ".join))
def test_a_relation_mirrors(a: str, b: str) -> None:
    assert mirrored(a, b)


@given(st.sampled_from(SENTENCES), st.data())
def test_adding_a_not_never_leaves_the_same_claim(sentence: str, data: st.DataObject) -> None:
    words = sentence.split(" ")
    places = [place for place, word in enumerate(words) if word in AUXILIARIES and words[place + 1] != "not"]
    assume(places)
    place = data.draw(st.sampled_from(places))
    flipped = " ".join([*words[: place + 1], "not", *words[place + 1 :]])
    assert relation(features(sentence), features(flipped)).kind is RelationKind.REVERSED


@given(st.sampled_from(SENTENCES), st.data(), st.integers(min_value=1, max_value=9))
def test_changing_a_figure_never_leaves_the_same_claim(sentence: str, data: st.DataObject, digit: int) -> None:
    places = [place for place, char in enumerate(sentence) if char.isdigit()]
    assume(places)
    place = data.draw(st.sampled_from(places))
    changed = sentence[:place] + str(digit) + sentence[place + 1 :]
    assume(changed != sentence)
    assert relation(features(sentence), features(changed)).kind not in SAME_CLAIM


TYPOGRAPHY = (
    ("“", '"'),
    ("”", '"'),
    ("’", "'"),
    (" per cent", "\u00a0per cent"),
    (" ", "  "),
    ("harbour", "har\u00adbour"),
)


@given(st.sampled_from(SENTENCES), st.sampled_from(SENTENCES), st.lists(st.sampled_from(TYPOGRAPHY), max_size=4))
def test_typography_never_changes_a_relation(a: str, b: str, changes: list[tuple[str, str]]) -> None:
    printed = a
    for before, after in changes:
        printed = printed.replace(before, after)
    assert kind_of(printed, b) == kind_of(a, b)
    assert kind_of(printed, a) in ("repeat", kind_of(a, a))


FORCES = (
    ("The council may close the harbour.", "The council closed the harbour.", "may"),
    ("The council plans to close the harbour.", "The council closed the harbour.", "plan to"),
    ("The council tried to close the harbour.", "The council closed the harbour.", "try to"),
    ("The council threatened to close the harbour.", "The council closed the harbour.", "threaten to"),
    ("The council hopes to close the harbour.", "The council closed the harbour.", "hope to"),
    ("The council must close the harbour.", "The council is closing the harbour.", "must"),
    ("The council should close the harbour.", "The council does close the harbour.", "should"),
    ("The council is considering closing the harbour.", "The council is closing the harbour.", "consider"),
    ("The council almost closed the harbour.", "The council closed the harbour.", "almost"),
    ("The council only closed the harbour.", "The council closed the harbour.", "only"),
)


@pytest.mark.parametrize(("a", "b", "word"), FORCES)
def test_a_word_of_force_on_one_side_alone_is_named(a: str, b: str, word: str) -> None:
    found = relation(features(a), features(b))
    assert found.kind not in SAME_CLAIM or f"“{word}” stands on one side alone" in found.reasons
    assert found.kind is not RelationKind.REPEAT


@given(st.lists(WORDS, max_size=9).map(" ".join), st.lists(WORDS, max_size=9).map(" ".join))
def test_what_is_passed_over_quickly_is_nothing_when_weighed(a: str, b: str) -> None:
    one, other = features(a), features(b)
    assume(one.printed_words != other.printed_words and _nothing_shared(one, other))
    assert _weighed(one, other) == _NOTHING


def test_pairs_across_the_table_are_passed_over_only_where_weighing_finds_nothing() -> None:
    ones, others = ([features(pair[side]) for pair in PAIRS] for side in (0, 1))
    passed = [(one, other) for one in ones for other in others if _nothing_shared(one, other)]
    assert len(passed) > len(PAIRS)
    assert {_weighed(one, other) for one, other in passed} == {_NOTHING}
