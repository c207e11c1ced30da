"""What a claim that points back takes from the words before it: what moved, what is counted, what a share is of."""

import pytest

from tracker.matching.features import features
from tracker.matching.relation import relation
from tracker.models import RelationKind
from tracker.text.sentences import points_back, words_before

FERRIES = "The number of licensed ferry pilots in Ambleford fell last year."
LEVY = "One in three (34%) tenants in a survey by the Housing Union were in favour of the garden levy."

TRAINS = "In the autumn 31% of trains arrived late. A further 6% of trains were cancelled."

PAIRS = (
    # the words before, the claim that points back, another claim, with the words and without them
    (FERRIES, "They went down from 6,979 to 6,653.", "There were 6,518 licensed ferry pilots in May.", "revised"),
    (FERRIES, "They went down from 6,979 to 6,653.", "The number of ferry pilots has risen.", "reversed"),
    (
        "She said 7.8 million people were on housing lists.",
        "It’s actually around 6.5 million people.",
        "An inspector found 7.3 million people on the housing lists in May.",
        "revised",
    ),
    ("He said moped theft was rising.", "In fact, it had “greatly fallen”.", "Moped theft has risen.", "reversed"),
    (
        "A total of 12,786 moped thefts were recorded in the year to May.",
        "The figure had soared by 40 per cent on the 9,086 thefts of that year.",
        "Moped theft has fallen under this mayor.",
        "reversed",
    ),
    (
        LEVY,
        "The proportion was up from less than a quarter (23%) in the previous survey.",
        "34% of tenants in a Housing Union survey are in favour of the garden levy.",
        "revised",
    ),
    # figures told respectively, of what the two before are of
    (
        TRAINS,
        "These figures compare with 27% and 4% respectively a year ago.",
        "31% of trains arrived late.",
        "revised",
    ),
    (
        TRAINS,
        "These figures compare with 27% and 4% respectively a year ago.",
        "6% of trains were cancelled.",
        "revised",
    ),
    (
        "Some 64% of tenants were satisfied with their landlord. Another 21% were dissatisfied with their landlord.",
        "The percentages in the two groups compare to 58% and 26% respectively three years ago.",
        "Another 21% were dissatisfied with their landlord.",
        "revised",
    ),
)


@pytest.mark.parametrize(("before", "pointing", "other", "kind"), PAIRS)
def test_a_claim_that_points_back_is_compared_by_what_it_points_to(
    before: str, pointing: str, other: str, kind: str
) -> None:
    one, another = features(pointing, before=lambda: before), features(other)
    assert relation(one, another).kind == relation(another, one).kind == RelationKind(kind)
    assert relation(features(pointing), another).kind is not RelationKind(kind)


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("It rose by 4 per cent.", True),
        ("That’s a fall of 4 per cent.", True),
        ("But in fact these figures were 12 and 30.", True),
        ("The percentage rose.", True),
        ("The number of ferries rose.", False),
        ("The proportion who sail rose.", False),
        ("Ferries rose by 4 per cent.", False),
        ("", False),
    ],
)
def test_a_claim_points_back_by_the_subject_it_begins_with(text: str, points: bool) -> None:
    assert points_back(text) is points


@pytest.mark.parametrize(
    ("leading", "before"),
    [
        ("Thefts rose. Rents fell. ", "Rents fell. "),
        ("Thefts rose. Rents fell. In fact, she said ", "Rents fell. In fact, she said "),
        ("Rents fell.\n\n", "Rents fell.\n\n"),
        ("She said ", "She said "),
        ("", ""),
    ],
)
def test_the_sentence_before_a_claim_is_read_with_what_its_own_says_before_it(leading: str, before: str) -> None:
    assert words_before(f"{leading}it fell.", len(leading)) == before


def test_the_two_sentences_before_figures_told_respectively_are_read() -> None:
    leading = "Rents rose. Thefts rose by 4%. Rents fell by 9%. "
    claim = "These were 3% and 8% respectively."
    assert words_before(leading + claim, len(leading), claim) == leading.removeprefix("Rents rose. ")


def test_words_before_a_claim_that_names_its_subject_change_nothing() -> None:
    text = "The number of wardens fell to 40."
    assert features(text, before=lambda: FERRIES) == features(text)
