"""The frame of quoted words in the source, held against the frame of the draft: who denies, asks, passes on, limits."""

from __future__ import annotations

import pytest

from tracker.check.draft import check
from tracker.check.findings import Finding
from tracker.check.frames import frame

QUOTED = "“a first step towards a toll on every bridge”"
DRAFT = 'Marlow said the plan was "a first step towards a toll on every bridge".'
SENTENCES = [
    # the source's sentence, and whether the draft may quote Marlow as saying the words
    ("Marlow said the plan was {}.", True),
    ("Marlow confirmed that the plan was {}.", True),
    ("Marlow warned that the plan would be {}.", True),
    ("Marlow, who does not drive, said the plan was {}.", True),
    ("Marlow said she feared the plan was {}.", True),
    ("It was not until Friday that Marlow said the plan was {}.", True),
    ("Marlow denied it was wrong to call the plan {}.", True),
    ("Marlow, who had called the plan {}, said she was sorry for it.", True),
    ("Marlow denied that the plan was {}.", False),
    ("Marlow dismissed claims that the plan was {}.", False),
    ("Marlow said the plan was not {}.", False),
    ("Marlow refused to call the plan {}.", False),
    ("Marlow said she had never promised that the plan would be {}.", False),
    ("Marlow said it would be wrong to call the plan {}.", False),
    ("Marlow was asked whether the plan was {}.", False),
    ("Marlow said drivers had called the plan {}.", False),
    ("Marlow said drivers feared that the plan was {}.", False),
    ("Marlow said that, according to the union, the plan was {}.", False),
    ("If the trial went on the plan would be {}, Marlow said.", False),
    ("Marlow no longer believes the plan is {}.", False),
    ("Marlow feared that the plan was {}.", False),
    ("Marlow hopes the plan is {}.", False),
    ("Marlow was accused of {}, which she denies.", False),
    ("Marlow said drivers were told that the plan was {}.", False),
    ("Marlow insisted the plan was neither {} nor a tax.", False),
    ("Nobody could say that the plan was {}, Marlow said.", False),
    ("Marlow scoffed at the notion that the plan was {}.", False),
    ("Marlow poured scorn on the old idea that the plan was {}.", False),
    ("Marlow challenged the view that the plan was {}.", False),
    ("Should the trial go on, Marlow said, the plan would be {}.", False),
    ("The plan would be {} if the trial went on, Marlow said.", False),
    ("Marlow did not hesitate to call the plan {}.", True),
    ("Marlow has never shied away from calling the plan {}.", True),
    ("Marlow was reluctant to call the plan {}.", False),
    ("Marlow said the plan was {}, if nothing worse.", True),
    ("If anyone doubted it, Marlow said again that the plan was {}.", True),
    ("They were not, as Dr. Hale had it, ready for {}, Marlow said.", False),
    # another's words
    ("Marlow was critical of those who call it {}.", False),
    ("Marlow hit out at those calling it {}.", False),
    ("Marlow distanced herself from colleagues who had called it {}.", False),
    ("Marlow objected when a driver called it {}.", False),
    ("Marlow read out a letter calling it {}.", False),
    ("Marlow took issue with the mayor, who called it {}.", False),
    ("Marlow spoke of a leaflet that described it as {}.", False),
    ("Marlow called the plan, which drivers welcomed, {}.", True),
    ("Marlow told those who had come that it was {}.", True),
    # no true report of them
    ("Marlow was misquoted as saying it was {}.", False),
    ("A letter falsely attributed to Marlow called it {}.", False),
    ("It is untrue that Marlow called it {}.", False),
    ("A hoax video showed Marlow calling it {}.", False),
    # taken back, behind them
    ("Marlow had been quoted as calling it {}, which she says she never did.", False),
    ("Marlow was reported to have called it {}, a claim she rejects.", False),
    ("Marlow was quoted as saying it was {}, but has denied using those words.", False),
    ("Marlow used to call it {} but has changed her mind.", False),
    ("Marlow called it {}, and stood by the words.", True),
    ("Marlow called it {}, but would not say more.", True),
    ("Marlow said it was {}, though she never voted against it.", True),
    # turned down as that, or because of it
    ("Marlow dismissed the plan as {}.", True),
    ("Marlow rejected the offer because it was {}.", True),
    ("Marlow rejected the claim and called the plan {}.", True),
    ("Marlow rejected descriptions of the plan as {}.", False),
    ("Marlow bristled at the phrase {}.", False),
    ("Marlow brushed aside talk of {}.", False),
]
SPOKEN = [
    # how a sentence begins that a part is quoted of, and whether that part may be quoted alone
    ("I believe it is", True),
    ("We told them it was", True),
    ("Some will say it is", False),
    ("My critics call it", False),
    ("It would be wrong to call it", False),
    ("I used to think it was", False),
    ("If you think it is", False),
    ("To describe it as", False),
]


@pytest.mark.parametrize(("opening", "says"), SPOKEN)
def test_a_part_of_a_sentence_is_quoted_with_what_its_beginning_does(opening: str, says: bool) -> None:
    (found,) = check(DRAFT, {"one": f"“{opening} {QUOTED[1:-1]}, in my town,” Marlow said."}).quotations
    assert found.finding.fails is not says


def test_what_is_asked_is_not_said() -> None:
    (found,) = check(DRAFT, {"one": f"“Is it {QUOTED[1:-1]}?” Marlow asked."}).quotations
    assert found.finding is Finding.HIDES


@pytest.mark.parametrize(("sentence", "says"), SENTENCES)
def test_a_draft_says_of_the_words_what_the_source_says(sentence: str, says: bool) -> None:
    (found,) = check(DRAFT, {"one": sentence.format(QUOTED)}).quotations
    assert found.finding.fails is not says


CARRIED = [
    ("Marlow denied that the plan was {}.", "Marlow denied that it was {}."),
    ("Marlow was asked whether the plan was {}.", "Marlow was asked whether it was {}."),
    ("Marlow said drivers had called the plan {}.", "Drivers had called the plan {}, Marlow said."),
    ("Marlow said drivers had called the plan {}.", "Drivers called it {}."),
    ("Marlow feared that the plan was {}.", "It was, Marlow fears, {}."),
    ("Marlow was accused of {}, which she denies.", "Marlow was blamed for {}."),
    ("Marlow scoffed at the notion that the plan was {}.", "Marlow scoffs at the idea that it is {}."),
    ("Should the trial go on, the plan would be {}, Marlow said.", "Had the trial gone on, it would be {}."),
    ("If the trial went on the plan would be {}, Marlow said.", "It would be {} if the trial went on, Marlow said."),
]


@pytest.mark.parametrize(("source", "draft"), CARRIED)
def test_a_draft_that_carries_the_frame_is_right(source: str, draft: str) -> None:
    (found,) = check(draft.format(QUOTED), {"one": source.format(QUOTED)}).quotations
    assert not found.finding.fails


CUT = [
    # what was said, what is quoted of it, and the condition that is left out, where that turns the sense
    ("We will not close the baths at noon unless lives are at risk", "We will not close the baths at noon", "unless"),
    ("We will keep the baths open until the money runs out", "We will keep the baths open", "until"),
    ("No fee will be charged except on Sundays", "No fee will be charged", "except"),
    ("We will cut the fares, provided the state pays", "We will cut the fares", "provided"),
    ("Guards carry batons only where there is a threat", "Guards carry batons", "only where"),
    ("If the grant is cut, we will close the baths", "we will close the baths", "If"),
    ("If any bath is cold at noon, it should be closed at once", "it should be closed at once", "If"),
    ("Had the grant been paid, we would have kept the baths", "we would have kept the baths", "Had"),
    ("Were the grant to go, they say, we will close the baths", "we will close the baths", "Were"),
    ("Should we worry? We will close the baths", "We will close the baths", ""),
    ("Few, if any, of the baths should be closed", "the baths should be closed", ""),
    ("We will not close the baths because nobody wants it", "We will not close the baths", ""),
    ("We will paint the baths, and we will open on Sundays if we can", "We will paint the baths", ""),
    ("We will see if the baths can open", "We will see", ""),
    ("We want fewer night patrols if the grant is cut", "night patrols", ""),
]


@pytest.mark.parametrize(("said", "quoted", "condition"), CUT)
def test_a_condition_that_is_cut_off_turns_the_sense(said: str, quoted: str, condition: str) -> None:
    at = said.index(quoted)
    limits = frame(said, at, at + len(quoted)).condition
    assert (limits.of(said) if limits else "") == condition


def test_the_wording_to_copy_has_the_condition() -> None:
    said = "We will not close the baths at noon unless lives are at risk"
    (found,) = check(
        "Marlow said: “We will not close the baths at noon.”", {"one": f"“{said},” Marlow said."}
    ).quotations
    assert found.place is not None
    assert (found.finding, found.place.hidden) == (Finding.HIDES, ("unless lives are at risk",))
    assert found.place.corrected == said
