"""Statistics in the document's own voice: levels, changes, shares, ranks and comparisons, with a figure or without."""

from __future__ import annotations

import pytest

from tracker.extract import extract
from tracker.models import ClaimKind

WITH_FIGURES = [
    # a level
    "This figure was 7 in the spring of 2021.",
    "On 1 May the total number of wardens who hold a licence was 2,310, much as before.",
    "Seaborne trade was estimated at 1.6 million tonnes, down from 1.9 million.",
    "Ferry fares peaked at 412 in the summer.",
    "The number of lifeguards on the coast reached 1,204.",
    "Asked for was 8,155 at a cost of £6.7m – a third under the budget.",
    "Pilots logged 3,140 landings at the two northern airfields.",
    # a change
    "At the same time the number of signal boxes fell from 84 in 2001 to 61.",
    "Eight boats were lost at sea, down from 15.",
    "It means the fleet has dwindled by more than 2,000 in the last six years.",
    "They went up from 3,410 in 2014 to 4,022 in 2015.",
    # a share
    "Of the 17 harbours on the east coast 15 asked for a new crane.",
    "Four of the boats examined were later found to be unsafe.",
    # a comparison
    "Meanwhile 212,000 seafarers came home, up from 190,000 the year before.",
    "The list of repairs (about 4,500 jobs) is not the list of ships (about 3,900).",
    "Harbour dues will rise to £1,928 from October.",
    "The average wait for a berth is now 14 weeks.",
    "The harbour board raised the price of a berth to £6.40.",
    "The port has cut berths to 600.",
    "The levy was passed by 31 votes to 24.",
    # what a share of people says or thinks
    "Some 55.2 per cent said they would leave the port.",
    "Two in five pilots said they planned to retire.",
    "Nearly half of ferry firms report a shortage of pilots.",
    # money, and what it buys
    "The port has spent nearly £61,000 on 38 new radios.",
    "The harbour board will buy 60 new buoys.",
]

WITHOUT_FIGURES = [
    "This is the lowest level since records began.",
    "Lifeboat launches are at a record high.",
    "In four ports the backlog reached a ten-year low.",
    "The number of licensed pilots in Scotland fell last year.",
    "Unemployment has risen along the coast.",
    "The rise in landings was driven by the new quota.",
    "There are always more berths than boats, because some berths lie empty.",
    "There are signs that fewer trawlers are going out.",
    "Most harbour pilots in Britain are self-employed.",
    "It would be a new step, as most lifeboat crews are volunteers.",
    "In Norway, all ferries have a defibrillator.",
    "Every port also has a fire boat, with a crew of volunteers.",
    "The vast majority of lifeboats carry flares.",
    "Most pilots believe the plan is unfair.",
    "Deaths at sea have reached their highest level in three decades.",
    "Norway has fewer ferries per head than any of its neighbours.",
    "Spending on lights remains below its 2010 level.",
    "Skippers in the north were twice as likely to be fined.",
    "Ministers have missed the salvage target every month since 2015.",
    "Few of the recommendations have been carried out.",
    "Many ports along the coast are sending more boats out because of the storms.",
]

NO_STATISTICS = [
    "He fell on the quay and was taken to hospital.",
    "The most important thing is to keep calm.",
    "She has spent years on the water.",
    "All three men were taken to hospital.",
    "All of them left by the back door.",
    "One of the reasons was the weather.",
    "He was one of the best-known pilots of his day.",
    "Two of the busiest pilots retired.",
    "Have fewer boats really gone out?",
    "This report holds figures for the 17 harbours of the east coast.",
    "The crew rose early and went on board.",
    "The goal is to make the quay safe.",
    "She met the crew in the harbour.",
    "None of the ports named in the list agreed to be interviewed.",
    "The mayor cut the ribbon and raised a glass.",
    "The pilots' union has raised concerns to 40 skippers.",
]


@pytest.mark.parametrize("text", WITH_FIGURES)
def test_a_sentence_that_sets_a_figure_beside_others_is_a_statistic_and_holds_it(text: str) -> None:
    (claim,) = extract(text).claims
    assert (claim.kind, claim.text, claim.speaker) == (ClaimKind.STATISTIC, text, None)
    assert claim.quantities


@pytest.mark.parametrize("text", WITHOUT_FIGURES)
def test_a_rank_a_change_a_comparison_or_a_share_needs_no_figure(text: str) -> None:
    (claim,) = extract(text).claims
    assert (claim.kind, claim.text, claim.speaker) == (ClaimKind.STATISTIC, text, None)


@pytest.mark.parametrize("text", NO_STATISTICS)
def test_a_story_a_question_and_a_manner_of_speaking_are_none(text: str) -> None:
    assert extract(text).claims == ()


def test_the_main_clause_behind_a_report_that_opens_a_sentence_is_the_documents_own() -> None:
    text = "While the mayor said landings had doubled, the number of boats fell by 12 per cent."
    assert [(claim.text, claim.speaker) for claim in extract(text).claims] == [
        ("landings had doubled", "mayor"),
        ("the number of boats fell by 12 per cent.", None),
    ]


def test_a_figure_outside_what_somebody_asks_or_names_is_the_documents_own() -> None:
    text = "The number of cranes asked for by the ports was 412, a third fewer than in 2019."
    assert [(claim.text, claim.speaker) for claim in extract(text).claims] == [(text, None)]
    text = "A petition calling on the board to resign has reached a record 63,000 signatures."
    assert [(claim.text, claim.speaker) for claim in extract(text).claims] == [(text, None)]
    assert extract("The union called on the board to raise pay by 3 per cent.").claims == ()


def test_a_headline_is_a_statistic_with_a_figure_alone() -> None:
    body = "\n\nThe board met on Monday and heard the harbour master’s account of the year."
    assert [claim.text for claim in extract(f"Port spends £61,000 on new radios{body}").claims] == [
        "Port spends £61,000 on new radios"
    ]
    assert extract(f"Most pilots are unhappy{body}").claims == ()


def test_the_dateline_is_no_part_of_a_statistic() -> None:
    text = "LERWICK (AP) — Landings rose by 12 per cent last year.\n\nThe board met on Monday."
    assert [claim.text for claim in extract(text).claims] == ["Landings rose by 12 per cent last year."]
