"""The rules of news houses: what is house style, what is a finding, by which rule; and rules that are no rules."""

from __future__ import annotations

import pytest

from tracker.check.draft import Texts, check
from tracker.check.findings import (
    HOUSES_WORDING,
    USUAL,
    CheckedQuotation,
    Finding,
    House,
    Source,
    deeds,
    house_of,
    houses,
    own_house,
)
from tracker.models import RecordKind, TrackerError

ORCHARD = (
    "“We was, um, counting the apple trees by hand, and and we will wait, patiently and in the shade, for the results,”"
    " Ines Faro said. “We should not fell the orchard, unless the frost kills it, for a car park. Less people come"
    " here each year.”"
)
HOUSES = {"usual": USUAL, **houses(), "own": own_house(["clarification", "grammar", "lifted", "spelling"])}

DONE = [
    # the draft's words; for each house whether they are house style
    ("We was, um, counting the apple trees by hand", "usual ap reuters guardian own"),
    ("We was counting the apple trees by hand", "guardian"),
    ("We was … counting the apple trees by hand", "ap reuters guardian"),
    ("We were, um, counting the apple trees by hand", "guardian own"),
    ("Fewer people come here each year", "guardian own"),
    ("counting the apple trees by hand, and we will wait", "guardian"),
    ("we will wait … for the results", "reuters"),
    ("we will wait for the results", ""),
    ("We should … fell the orchard", ""),
    ("We should not fell the orchard … for a car park", ""),
    ("[The growers] should not fell the orchard, unless the frost kills it", "usual guardian"),
    ("We should not fell the orchard [of Quinta], unless the frost kills it", "usual ap guardian own"),
    ("We should not fell the orchard, unless the frost kills it, for a tram park", ""),
    ("We will, um, count the apple trees by hand", ""),
]


def checked(draft: str, house: House, source: Source | str = ORCHARD) -> CheckedQuotation:
    (found,) = check(draft, Texts({"orchard": source}), house=house).quotations
    return found


@pytest.mark.parametrize(("words", "style"), DONE)
@pytest.mark.parametrize("name", HOUSES)
def test_a_house_decides_what_is_its_style_and_its_rule_is_named(words: str, style: str, name: str) -> None:
    found = checked(f"Faro said: “{words}”.", HOUSES[name])
    assert found.finding.fails is (name not in style.split()), found
    if found.finding is not Finding.EXACT and name in ("ap", "reuters") and not style:
        assert any(why.startswith(f"{HOUSES[name].name}: ") for why in found.why)
    if found.place is not None and found.place.corrected:
        assert not checked(f"Faro said: “{found.place.corrected}”.", HOUSES[name]).finding.fails


def test_the_words_of_the_rule_lead_what_is_told() -> None:
    found = checked("Faro said: “We were, um, counting the apple trees by hand”.", houses()["ap"])
    assert found.why[:2] == (
        "AP: Quotations are never altered, not even to correct minor grammatical errors or word usage.",
        "“was” became “were”.",
    )
    found = checked("Faro said: “We was counting the apple trees by hand”.", houses()["guardian"])
    assert found.why[0] == "Guardian: Ums and ahems can be removed and bad grammar improved."
    assert [folded.kind for folded in found.place.foldings] == ["house rule"]  # type: ignore[union-attr]


LIFTED = [
    # who printed the words, as what record, the draft before them, the house, whether they fail
    ("The Quinta Mercury", RecordKind.REPORT, "Faro said: ", "guardian", True),
    ("The Quinta Mercury", None, "Faro said: ", "guardian", True),
    ("The Quinta Mercury", RecordKind.REPORT, "Faro told the Quinta Mercury: ", "guardian", False),
    ("The Quinta Mercury", RecordKind.VERBATIM, "Faro said: ", "guardian", False),
    ("The Quinta Mercury", RecordKind.EDITED, "Faro said: ", "guardian", False),
    ("The Guardian", RecordKind.REPORT, "Faro said: ", "guardian", False),
    (None, RecordKind.REPORT, "Faro said: ", "guardian", False),
    ("The Quinta Mercury", RecordKind.REPORT, "Faro said: ", "ap", False),
]


@pytest.mark.parametrize(("publisher", "record", "before", "name", "fails"), LIFTED)
def test_a_lifted_quotation_names_the_paper_that_printed_it(
    publisher: str | None, record: RecordKind | None, before: str, name: str, fails: bool
) -> None:
    source = Source(ORCHARD, publisher=publisher, record=record)
    found = checked(f"{before}“We was, um, counting the apple trees by hand”.", houses()[name], source)
    assert found.finding.fails is fails
    assert (Finding.HOUSE in found.findings) is fails


def test_what_two_papers_print_may_have_been_said_to_both() -> None:
    prints = Texts({name: Source(ORCHARD, publisher=name) for name in ("The Mercury", "The Echo")})
    (found,) = check("Faro said: “Less people come here each year”.", prints, house=houses()["guardian"]).quotations
    assert found.finding is Finding.EXACT
    assert "Whether they are lifted cannot be checked: The Echo and The Mercury print these words." in found.why[-1]


def test_every_house_names_its_source_and_no_house_permits_other_words() -> None:
    assert {"ap", "reuters", "guardian"} <= houses().keys()
    for house in houses().values():
        assert house.source and house.rules and not house.permits(HOUSES_WORDING)
    assert [deed for deed in deeds() if USUAL.permits(deed) is not deeds()[deed].usual] == []


def test_a_file_of_rules_is_a_house() -> None:
    house = house_of('name = "The Mercury"\n[[rules]]\nsays = "No brackets"\nmay_not = ["clarification"]\n', "m.toml")
    assert (house.permits("clarification"), house.permits("spelling"), house.permits("slips")) == (False, True, False)
    assert house.told(["clarification"]) == ("The Mercury: No brackets.",)


REFUSED = [
    ("name = ", "m.toml is no TOML"),
    ('colour = "red"', "“colour” is no field of a house"),
    ("name = 3", "“name” has to be a text"),
    ("rules = 3", "“rules” has to be a list of tables"),
    ('[[rules]]\nmay = "slips"', "“may” has to be a list of texts"),
    ('[[rules]]\nmust = ["slips"]', "“must” is no field of a rule"),
    ('[[rules]]\nmay = ["lies"]', "“lies” is nothing that is done to a quotation"),
    ('[[rules]]\nmay = ["wording"]', "“wording” cannot be permitted"),
]


@pytest.mark.parametrize(("text", "told"), REFUSED)
def test_rules_that_are_none_are_refused_in_a_sentence(text: str, told: str) -> None:
    with pytest.raises(TrackerError, match=told) as refused:
        house_of(text, "m.toml")
    assert refused.value.message.startswith("m.toml")
