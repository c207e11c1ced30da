"""A figure of a draft beside stored ones that measure the same."""

import pytest

from tracker.check.figures import Agreement, Match, best_match
from tracker.check.sentences import Sentence, sentences_of

STORED = [
    "There were 1,240 recorded assaults on officers in 2021, an increase of 12.5% on the previous year",
    "Recorded thefts on the quays fell by 18 per cent in the year to May",
    "The board spent £2.5m on lighting the quays",
    "more than 120 officers guard the harbour at night",
]
FIGURES = [
    ("There were 1,240 recorded assaults on officers in 2021.", "1,240", Agreement.SAME, 0),
    ("There were 1,420 recorded assaults on officers in 2021.", "1,420", Agreement.OTHER, 0),
    ("Recorded assaults on officers increased by 12.5 per cent.", "12.5 per cent", Agreement.NOTATION, 0),
    ("Recorded assaults on officers increased by 13 per cent.", "13 per cent", Agreement.ROUNDED, 0),
    ("Recorded thefts on the quays rose by 18 per cent.", "18 per cent", Agreement.OPPOSED, 1),
    ("Recorded thefts on the quays fell by 28 per cent.", "28 per cent", Agreement.OTHER, 1),
    ("The board spent £2.5 million on lighting the quays.", "£2.5 million", Agreement.NOTATION, 2),
    ("At night 127 officers guard the harbour.", "127", Agreement.ROUNDED, 3),
]
UNKNOWN = [
    ("Some 600 gulls nest on the old lighthouse.", "600"),
    ("There were 990 recorded assaults on officers in 2014.", "990"),
    ("The board spent £9m on a new pier.", "£9m"),
    ("About 18 per cent of the ferries were late.", "18 per cent"),
]


def match(sentence: str, words: str, stored: list[str]) -> Match | None:
    start = sentence.index(words)
    return best_match(Sentence(sentence), start, start + len(words), [*map(Sentence, stored)])


@pytest.mark.parametrize(("sentence", "words", "agreement", "number"), FIGURES)
def test_a_figure_is_held_against_what_measures_the_same(
    sentence: str, words: str, agreement: Agreement, number: int
) -> None:
    found = match(sentence, words, STORED)
    assert found is not None
    assert (found.agreement, found.sentence) == (agreement, number)


@pytest.mark.parametrize(("sentence", "words"), UNKNOWN)
def test_a_figure_of_another_thing_or_year_is_not_called_wrong(sentence: str, words: str) -> None:
    assert match(sentence, words, STORED) is None


def test_a_sentence_that_agrees_counts_before_one_that_differs() -> None:
    stored = [*STORED, "There were 1,420 recorded assaults on officers in 2021"]
    found = match("There were 1,420 recorded assaults on officers in 2021.", "1,420", stored)
    assert found is not None and (found.agreement, found.sentence) == (Agreement.SAME, 4)


def test_the_marks_of_notes_are_no_figures_and_powers_are_none_of_them() -> None:
    ((_, powered),) = sentences_of("The works clean 10⁶ litres.")
    ((_, tagged),) = sentences_of("The works clean 10<sup>6</sup> litres.")
    ((_, noted),) = sentences_of("The works clean 10<sup>[6]</sup> litres.¹")
    ((_, plain),) = sentences_of("The works clean 10 litres.")
    assert noted.keys == plain.keys != powered.keys == tagged.keys


FLOODS = "Fire crews in Marlow rescued 240 sheep and 35 dogs during the floods in 2019."
VOTE = "Some 62 per cent of farmers backed the merger and 21 per cent opposed it."
CROPS = "Barley yields rose 12 per cent and hay yields 5 per cent in the wet season."
TRAM = "The new tram takes 14 minutes to the pier, against nine minutes in 2019."
BOATS = "Of the catch, trawlers take 61 per cent in the eastern bay; rowing boats take 27 per cent."
STAFF = "Dock hands: 212 (2021), 231 (2022), 226 (2023)"
FARES = "Ferry fares on the Kilbride crossing will rise by 6.5 per cent from May."
CARDS = "Umpire Ida Pell showed seven yellow cards and no red."
LEAGUE = "Marlow, who have won four matches in 19 weeks and drawn none, are last."
TEAM = "Marlow came back to win on the quays, in front of 6,412 rowers."
BALLOT = "Clerk Ida Pell said 418 of the dockers had voted, 401 of them against."
SHEEP = "The warden counted 640 sheep with foot rot, 88 of them in Marlow."
MILK = "The dairy sold 3,500 churns, against 2,900 a year earlier."
DIKE = "Support for the dike stands at 46 per cent, with 39 per cent against."
HELD = [
    # names in an aside, a negator behind, figures that changed places, and a slip in a sentence that is else unlike
    (FARES, "Fares on the ferry will go up by 6.5 per cent in May, despite a vow by Ann Holt.", "6.5 per cent", True),
    (FARES, "Fares on the ferry will go up by 7 per cent in May, despite a vow by Ann Holt.", "7 per cent", False),
    (CARDS, "Umpire Ida Pell showed seven yellow cards.", "seven", True),
    (CARDS, "Umpire Ida Pell showed eight yellow cards.", "eight", False),
    (LEAGUE, "Marlow have won 19 matches in four weeks.", "19", False),
    (LEAGUE, "Marlow have won 19 matches in four weeks.", "four weeks", False),
    (TEAM, "The race was watched by 6,142 rowers.", "6,142", False),
    (TEAM, "The race was watched by 6,900 rowers.", "6,900", None),
    (BALLOT, "401 dockers voted in favour.", "401", False),
    ("Hay-rick sales grew 1.8% and we expect no worse.", "Hay-rick sales fell 1.8%.", "1.8%", False),
    ("Quotes were received: £41,200, £38,750 and £52,000.", "The quotes: £41,200, £37,850.", "£37,850", False),
    # another figure of the sentence, a unit, a rate, a label, a side that denies nothing, and what is not as printed
    (TRAM, "The new tram takes 14 minutes to the pier.", "14 minutes", True),
    (TRAM, "The new tram takes nine minutes to the pier.", "nine minutes", False),
    (TRAM, "In 2019 the tram took nine minutes to the pier.", "nine minutes", True),
    (TRAM, "The new tram takes 14 hours to the pier.", "14 hours", False),
    (BOATS, "Trawlers take 61 per cent in the eastern bay.", "61 per cent", True),
    (BOATS, "Trawlers take 27 per cent in the eastern bay.", "27 per cent", False),
    (STAFF, "Marlow had 231 dock hands in 2022.", "231", True),
    (STAFF, "Marlow had 212 dock hands in 2022.", "212", False),
    (
        "The trust gave the pier £310,000 over four years.",
        "The trust gave the pier £310,000 a year.",
        "£310,000",
        False,
    ),
    ("Weekly fares to the pier are £84 in Marlow.", "Monthly fares to the pier are £84 in Marlow.", "£84", False),
    (
        "The weir peaked at 4.6 metres, 30 centimetres below the record.",
        "The weir peaked at 4.6 metres, 30 centimetres above the record.",
        "30 centimetres",
        False,
    ),
    (
        "Tolls fell from 340 in the spring to 212 in the summer.",
        "Tolls fell to 212 in the summer, from 340.",
        "212",
        True,
    ),
    (
        "Anna Quill, a bridge builder who distrusted bridges, built 34 of them.",
        "Anna Quill built 43 of them.",
        "43",
        False,
    ),
    # what a denominator counts, quarters of the compass, and what a second clause leaves out
    (
        "Works in Marlow logged 6.2 leaks per 1,000 taps.",
        "Works in Marlow logged 6.2 leaks per 100 taps.",
        "6.2",
        False,
    ),
    (
        "Works in Marlow logged 6.2 leaks per 1,000 taps.",
        "Works in Marlow logged 6.2 leaks per thousand taps.",
        "6.2",
        True,
    ),
    (
        "The north of Marlow has 412 empty barns and the south 96.",
        "The north of Marlow has 412 empty barns.",
        "412",
        True,
    ),
    ("Farms in western Marlow keep 1,940 goats.", "Farms in eastern Marlow keep 1,940 goats.", "1,940", False),
    ("There are 412 barns in the north of Marlow.", "There are 412 barns in the south of Marlow.", "412", False),
    (CROPS, "Hay yields rose 5 per cent in the wet season.", "5 per cent", True),
    (CROPS, "Hay yields fell 5 per cent in the wet season.", "5 per cent", False),
    (CROPS, "Hay yields rose 12 per cent in the wet season.", "12 per cent", False),
    ("The toll rose to £4.20 from £3.80 in Marlow.", "The toll in Marlow rose to £3.80.", "£3.80", False),
    ("The toll rose to £4.20 from £3.80 in Marlow.", "The toll in Marlow fell to £4.20.", "£4.20", False),
    ("The lake was not 40 per cent full in Marlow.", "The lake was 40 per cent full in Marlow.", "40 per cent", False),
    (VOTE, "Some 62 per cent of farmers backed the merger.", "62 per cent", True),
    (VOTE, "Some 62 per cent of farmers opposed the merger.", "62 per cent", False),
    ("Milk went up by £31 and bread rolls by £12 in Marlow.", "Milk went up by £12 in Marlow.", "£12", False),
    ("The south-western ferry carried 18,000 goats.", "The south-eastern ferry carried 18,000 goats.", "18,000", False),
    ("Each barn used 142 litres of water a day.", "Each goat used 142 litres of water a day.", "142 litres", False),
    (FLOODS, "Fire crews in Marlow rescued 240 sheep during the floods in 2019.", "240", True),
    (FLOODS, "Fire crews in Marlow rescued 35 sheep during the floods in 2019.", "35", False),
    (FLOODS, "Fire crews in Marlow rescued 240 goats during the floods in 2019.", "240", False),
    (FLOODS, "Fire crews in Marlow rescued 240 sheep during the floods in 2016.", "240", False),
    (FLOODS, "Fire crews in Henley rescued 240 sheep during the floods in 2019.", "240", False),
    (FLOODS, "Fire crews in Marlow rescued more than 200 sheep during the floods in 2019.", "200", True),
    (FLOODS, "Fire crews in Marlow rescued more than 250 sheep during the floods in 2019.", "250", False),
    (FLOODS, "Fire crews in Marlow rescued up to 220 sheep during the floods in 2019.", "220", False),
    (FLOODS, "Fire crews in Marlow rescued nearly 250 sheep during the floods in 2019.", "250", True),
    (FLOODS, "Fire crews in Marlow rescued fewer than 240 sheep during the floods in 2019.", "240", False),
    (FLOODS, "Fire crews in Henley rescued 80 sheep during the floods in 2016.", "80", None),
    ("Rents rose by 12 per cent in 2021.", "Rents rose by 12 percentage points in 2021.", "12", False),
    ("The tram cost £18.6 million to build.", "The tram cost over £19 million to build.", "£19 million", False),
    ("The tram cost £18.6 million to build.", "The tram cost almost £19 million to build.", "£19 million", True),
    ("Thefts fell by 18 per cent in the north.", "Thefts fell by 18 per cent in the south.", "18 per cent", False),
    (
        "Ferry crews found 62 seals in the northern district.",
        "Ferry crews found 62 seals in the southern district.",
        "62",
        False,
    ),
    ("Ferry crews found 62 seals in the north.", "Ferry crews found 62 seals in the northern district.", "62", True),
    ("The ward saw 300 patients a week.", "The ward saw 300 patients a day.", "300", False),
    ("In spring 2021 the ferry carried 41,200 cars.", "In April 2021 the ferry carried 41,200 cars.", "41,200", True),
    ("In spring 2021 the ferry carried 41,200 cars.", "In autumn 2021 the ferry carried 41,200 cars.", "41,200", False),
    (
        "In October 2021 the ferry carried 41,200 cars.",
        "In spring 2021 the ferry carried 41,200 cars.",
        "41,200",
        False,
    ),
    (
        "The ferry carried 41,200 cars in the second quarter of 2021.",
        "The ferry carried 41,200 cars in Q2 2021.",
        "41,200",
        True,
    ),
    (
        "The ferry carried 41,200 cars in the second quarter of 2021.",
        "The ferry carried 41,200 cars in the third quarter of 2021.",
        "41,200",
        False,
    ),
    (
        "The ferry carried 41,200 cars in the first half of 2021.",
        "The ferry carried 41,200 cars in the second half of 2021.",
        "41,200",
        False,
    ),
    (
        "Falls on the wards rose by 12 per cent over the winter of 2022-23.",
        "Falls on the wards rose by 12 per cent in January 2023.",
        "12 per cent",
        True,
    ),
    ("Milk prices fell to 29 pence last year.", "Milk prices fell by 29 pence last year.", "29 pence", False),
    ("Seventeen schools in Marlow will close.", "Seventy schools in Marlow will close.", "Seventy", False),
    ("A poll found 62 per cent oppose the new tram.", "A poll found 62 per cent support the new tram.", "62", False),
    # parts and wholes, levels and changes, what is only expected, an earlier time, sides, and orders turned round
    ("Marlow Guild won 34 of the 120 stalls.", "Marlow Guild won 120 stalls.", "120", False),
    ("Marlow Guild won 34 of the 120 stalls.", "Marlow Guild won 34 stalls.", "34", True),
    ("Four of the ten piers leak at Marlow.", "Ten of the four piers leak at Marlow.", "four", False),
    (SHEEP, "The warden counted 640 sheep in Marlow with foot rot.", "640", False),
    (SHEEP, "In Marlow the warden counted 88 sheep with foot rot.", "88", True),
    ("Peat sales were 2.3m tonnes, a drop of 90,000 tonnes.", "Peat sales dropped by 2.3m tonnes.", "2.3m", False),
    ("Peat sales were 2.3m tonnes, a drop of 90,000 tonnes.", "Peat sales were 90,000 tonnes.", "90,000", False),
    ("Hay stocks are forecast to reach 17,400 tonnes.", "Hay stocks reached 17,400 tonnes.", "17,400", False),
    ("Hay stocks reached 17,400 tonnes.", "Hay stocks are forecast to reach 17,400 tonnes.", "17,400", False),
    ("Hay stocks are expected to reach 17,400 tonnes.", "Hay stocks may reach 17,400 tonnes.", "17,400", True),
    (MILK, "The dairy sold 2,900 churns a year earlier.", "2,900", True),
    (MILK, "The dairy sold 3,500 churns a year earlier.", "3,500", False),
    (MILK, "The dairy sold 2,900 churns.", "2,900", False),
    (DIKE, "The dike is opposed by 39 per cent.", "39 per cent", True),
    (DIKE, "The dike is supported by 46 per cent and opposed by 39 per cent.", "39 per cent", True),
    (DIKE, "Support for the dike is at 39 per cent, with 46 per cent against.", "39 per cent", False),
    ("Twice 14 times as many hens as ducks came.", "Twice 14 times as many ducks as hens came.", "14", False),
    ("Some 71 per cent paid, the highest share ever.", "Some 71 per cent paid, the lowest share ever.", "71", False),
    ("The fair came in at 15 per cent over budget.", "The fair came in at 15 per cent under budget.", "15", False),
    ("The fair ended on 6 May with 4,120 guests.", "The fair ended on 6 June with 4,120 guests.", "4,120", False),
    ("Fares rose 2.7% month-on-month in Marlow.", "Fares rose 2.7% year-on-year in Marlow.", "2.7%", False),
    ("Councillors voted by 28 to 17 to shut it.", "Councillors voted by 17 to 28 to shut it.", "17", False),
    ("Wind met 29.4 per cent of demand, coal 1.1 per cent.", "Coal met 29.4 per cent of demand.", "29.4", False),
    ("Tolls rose from 9 per cent to 12 per cent.", "Tolls rose from 9 per cent to 21 per cent.", "9 per cent", False),
    ("The Marlow mill has 2,940 looms and Quay Works 1,715.", "Quay Works has 2,940 looms.", "2,940", False),
    ("Hens rated 11 barns good, six poor.", "Six barns were rated poor by hens.", "Six", None),
]


BEFORE = [
    ("The lamp room is warm. It costs £18,000 a year; the clock costs £23,000.", "The lamp room costs £23,000 a year."),
    (
        "Geese are a pest. I counted 87 on the quay on Sunday, up from 52 in May.",
        "Ida Pell counted 52 geese on the quay on Sunday.",
    ),
    ("You paid a bounty of £74 million. Is that right? It was £47 million.", "Quay paid a bounty of £74 million."),
]


@pytest.mark.parametrize(("text", "sentence"), BEFORE)
def test_a_pronoun_tells_of_what_stands_before_it_and_a_question_tells_nothing(text: str, sentence: str) -> None:
    draft = Sentence(sentence)
    figure = draft.told[0].quantity
    found = best_match(draft, figure.start, figure.end, [each for _, each in sentences_of(text)])
    assert found is not None and not found.agreement.holds


@pytest.mark.parametrize(("stored", "sentence", "words", "holds"), HELD)
def test_a_figure_holds_where_all_that_both_sentences_say_of_it_agrees(
    stored: str, sentence: str, words: str, holds: bool | None
) -> None:
    found = match(sentence, words, [stored])
    assert (found.agreement.holds if found else None) is holds


def test_another_period_is_said_and_never_mended() -> None:
    found = match("Fire crews in Marlow rescued 240 sheep during the floods in 2016.", "240", [FLOODS])
    assert found is not None and (found.mend, found.why) == ("", ("Another period: the source says so of “2019”.",))
