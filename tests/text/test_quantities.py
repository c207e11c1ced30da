"""Quantities: values, units, direction, approximators, circumstances, and figures that are no quantities."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.models import Direction
from tracker.search.terms import figure_terms
from tracker.text.normal import words
from tracker.text.quantities import bare_quantities, quantities, reading

UP, DOWN, STILL = Direction.INCREASE, Direction.DECREASE, Direction.NONE
THIRD = 100 / 3

UNITS = [
    ("a 73 per cent reduction", 73, "percent"),
    ("73% of homes", 73, "percent"),
    ("73 % of homes", 73, "percent"),
    ("seventy-three percent", 73, "percent"),
    ("a 5pc rise", 5, "percent"),
    ("by 3 percentage points", 3, "percentage_point"),
    ("a two percentage point lead", 2, "percentage_point"),
    ("half a percentage point", 0.5, "percentage_point"),
    ("25 basis points", 25, "basis point"),
    ("a fifth of homes", 20, "percent"),
    ("one-fifth of homes", 20, "percent"),
    ("one in five homes", 20, "percent"),
    ("1 in 5 homes", 20, "percent"),
    ("nine out of ten homes", 90, "percent"),
    ("almost half of them", 50, "percent"),
    ("three quarters of homes", 75, "percent"),
    ("a third of homes", pytest.approx(THIRD), "percent"),
    ("two-thirds of homes", pytest.approx(2 * THIRD), "percent"),
    ("£2.5m", 2500000, "gbp"),
    ("£2.5 million", 2500000, "gbp"),
    ("2.5m pounds", 2500000, "gbp"),
    ("ten million pounds", 10000000, "gbp"),
    ("£1,200", 1200, "gbp"),
    ("US $58.24 per barrel", 58.24, "usd"),
    ("US$58.24", 58.24, "usd"),
    ("$76 US", 76, "usd"),
    ("A$30", 30, "aud"),
    ("1,200€", 1200, "eur"),
    ("5bn euros", 5000000000, "eur"),
    ("$-50.8bn", -50800000000, "usd"),
    ("19 cents", 19, "cent"),
    ("50p", 50, "penny"),
    ("£3,500 a month", 3500, "gbp"),
    ("140km/h", 140, "kilometre per hour"),
    ("60 mph", 60, "mile per hour"),
    ("a 37m-long skeleton", 37, "metre"),
    ("311 square miles", 311, "square mile"),
    ("half a mile", 0.5, "mile"),
    ("a quarter of a mile", 0.25, "mile"),
    ("1/16 of a pint", 0.0625, "pint"),
    ("64GB", 64, "gigabyte"),
    ("a six-month sentence", 6, "month"),
    ("minus 5 degrees Celsius", -5, "celsius"),
    ("It was -5 degrees Celsius", -5, "celsius"),
    ("a 31-year-old man", 31, "year of age"),
    ("a man aged 49", 49, "year of age"),
    ("Ann Example, 34, said so", 34, "year of age"),
]

RANGES = [
    ("3,000-4,000 otters", (3000, 4000), "count"),
    ("3,000–4,000 otters", (3000, 4000), "count"),
    ("between 10 and 20 otters", (10, 20), "count"),
    ("three or four otters", (3, 4), "count"),
    ("15 to 22 miles", (15, 22), "mile"),
    ("from up to 252 miles to 287 miles", (252, 287), "mile"),
    ("$89 to $93 billion", (89000000000, 93000000000), "usd"),
    ("$200 to $4 million", (200, 4000000), "usd"),
    ("between £62 and £68 per share", (62, 68), "gbp"),
    ("1 per cent to 1.5 per cent", (1, 1.5), "percent"),
    ("falling from 208 otters to 193", (208, 193), "count"),
    ("16 to 24-year-olds", (16, 24), "year of age"),
]

SEPARATE = [
    ("Shares rose 18 cents to $23.50.", [18, 23.5]),
    ("Exports dropped 7% to $2.3 billion.", [7, 2300000000]),
    ("Revenue rose to £7.36bn from £6.78bn a year earlier.", [7360000000, 6780000000]),
    ("The motion passed by 64% to 27%.", [64, 27]),
    ("It has four-, five- and six-cylinder engines.", [4, 5, 6]),
]

MILLIONS = [
    ("It cost £5-10m.", (5000000, 10000000), "gbp"),
    ("It cost £300-400m.", (300000000, 400000000), "gbp"),
    ("5m-10m people came.", (5000000, 10000000), "count"),
    ("2 m people came.", 2000000, "count"),
    ("12.3m tonnes of wheat", 12300000, "tonne"),
    ("35m of its speakers", 35000000, "count"),
    ("Some 7.5m are waiting.", 7500000, "count"),
    ("a population of 67m", 67000000, "count"),
    ("a 37m statue", 37, "metre"),
    ("the 100m finals", 100, "metre"),
]

KINDS = [
    ("In 2019 £5m was spent.", [(5000000, "gbp")]),
    ("They paid three £20 fines.", [(20, "gbp")]),
    ("growth of 3 and 4 per cent", [(3, "percent"), (4, "percent")]),
    ("It lost £3 and £4 million.", [(3000000, "gbp"), (4000000, "gbp")]),
    ("three and four per cent", [(3, "percent"), (4, "percent")]),
    ("one-in-five adults smoke", [(20, "percent")]),
    ("7-in-10 voters", [(70, "percent")]),
    ("1 in every 20 homes", [(5, "percent")]),
    ("one in 13 homes", [(pytest.approx(100 / 13), "percent")]),
    ("a million and a half people", [(1500000, "count")]),
    ("a quarter million people", [(250000, "count")]),
    ("a year and a half", [(1.5, "year")]),
    ("two and a half years", [(2.5, "year")]),
    ("It was cut in half.", [(50, "percent")]),
    ("It was folded in half.", []),
    ("the second half of the game", []),
    ("Rates rose by a quarter point.", [(0.25, "percentage_point")]),
    ("Half voted for it.", [(50, "percent")]),
    ("a quarter (26%) of them", [(25, "percent"), (26, "percent")]),
    ("a threefold increase", [(200, "percent")]),
    ("The reasons are threefold.", []),
    ("Complaints rose 3x.", [(200, "percent")]),
    ("a 4x increase", [(300, "percent")]),
    ("Demand grew by 10x.", [(900, "percent")]),
    ("It grew 3x3 tiles.", []),
    ("Deaths per 100,000 people fell to 198.", [(198, "count")]),
    ("83 cases, compared with 71 last year", [(83, "count"), (71, "count")]),
    ("It rose to 45 per cent from 40.", [(45, "percent"), (40, "percent")]),
    ("Thefts fell by 10 per cent and fires by 4.", [(10, "percent"), (4, "percent")]),
    ("280 million of the 1.5 billion shekels", [(280000000, "ils"), (1500000000, "ils")]),
    ("It was 59.7 per cent, down 7.6 points.", [(59.7, "percent"), (7.6, "percentage_point")]),
    ("The index lost 1%, or 12 points.", [(1, "percent"), (12, "count")]),
    ("The room was half-full.", []),
    ("It was worth R34.8bn, not on the R343 road.", [(34800000000, "zar")]),
    ("It earned Tk 38 crore.", [(380000000, "bdt")]),
    ("Seven of the nine piers", [(7, "count"), (9, "count")]),
    ("They fell for a sixth year.", []),
    ("62 piers close by 2027 and 118 would merge.", [(62, "count"), (118, "count")]),
    ("It was 49.1 in 2015 and 38.6 in 2022.", [(49.1, "count"), (38.6, "count")]),
    ("Councillors voted by 17 to 28.", [(17, "count"), (28, "count")]),
    ("people between the ages of 18 and 29", [(18, "year of age"), (29, "year of age")]),
    ("a 784 HP engine", [(784, "horsepower")]),
    ("a 2.4Ghz chip", [(2.4, "gigahertz")]),
    ("He weighed 12 stone.", [(12, "stone")]),
    ("She is 6ft 3in tall and weighs 9 stone 7lb.", [(6.25, "foot"), (9.5, "stone")]),
    ("12 stones were thrown", [(12, "count")]),
    ("20 degrees C", [(20, "celsius")]),
    ("AU$30, C$40 and S$50", [(30, "aud"), (40, "cad"), (50, "sgd")]),
    ("children under 11", [(11, "year of age")]),
    ("She turned 40.", [(40, "year of age")]),
    ("one penny\n\nPer share", [(1, "penny")]),
    ("net zero by 2050", []),
    ("Two were hurt.", [(2, "count")]),
    ("The two were friends.", []),
]

DIRECTIONS = [
    ("We have seen a 73 per cent reduction.", DOWN),
    ("That is an increase of 19.1% on the previous year.", UP),
    ("A rise in knife crime of 12 per cent followed.", UP),
    ("Burglary is up 19.1 %.", UP),
    ("Burglary rose sharply by 3 per cent.", UP),
    ("Burglary fell by a fifth.", DOWN),
    ("Burglary was reduced by 3 percentage points.", DOWN),
    ("The plan cut knife crime in the capital by 5 per cent.", DOWN),
    ("There are 20 per cent fewer officers.", DOWN),
    ("They got a 5% pay rise.", UP),
    ("Burglary doubled.", UP),
    ("Burglary has halved.", DOWN),
    ("The index closed at +0.2%.", UP),
    ("Arrests rose from 40 to 60.", UP),
    ("Arrests fell to 40.", STILL),
    ("Inflation fell back to 2.1%.", DOWN),
    ("There will be 8,000 more wardens.", UP),
    ("An extra £10m was found.", UP),
    ("They got £10m in additional funding.", UP),
    ("There were 820 fewer than in May.", DOWN),
    ("It moved −1.3% on the day.", DOWN),
    ("Thefts fell over the same period, from 60 to 40.", DOWN),
    ("The index lost 162 points.", DOWN),
    ("Sales were down by eight.", DOWN),
    ("A 12 per cent year-on-year increase followed.", UP),
    ("The parade was followed by 12 dogs.", STILL),
    ("She raised 70 per cent of her money there.", STILL),
    ("Net migration was +728,000.", STILL),
    ("Women make up 40 per cent of the force.", STILL),
    ("Up to 400 jobs will go.", STILL),
    ("They raised £5m.", STILL),
    ("They lost four matches.", STILL),
    ("40 per cent of killings were solved.", STILL),
]

APPROXIMATORS = [
    ("more than 120 homicide investigations", "more than"),
    ("over 35 otters", "more than"),
    ("in excess of £4m", "more than"),
    ("about 5,995 assaults", "about"),
    ("approximately six males", "about"),
    ("some 300 otters", "about"),
    ("10,000 or so otters", "about"),
    ("~45 otters", "about"),
    ("nearly 120 otters", "nearly"),
    ("almost half of them", "nearly"),
    ("close to £4m", "nearly"),
    ("at least 5 otters", "at least"),
    ("no fewer than 5 otters", "at least"),
    ("50 or more otters", "at least"),
    ("100+ otters", "at least"),
    ("up to 30 days", "at most"),
    ("no more than 12 otters", "at most"),
    ("under £10", "less than"),
    ("fewer than 12 otters", "less than"),
    ("just under 20 per cent", "less than"),
    ("exactly 20 per cent", None),
    ("over three years", None),
    ("for over three years", "more than"),
    ("rose by more than 3%", "more than"),
]

NO_QUANTITIES = [
    "It happened in 2017 and again on 18 March.",
    "It happened on Thursday, March 18, 2021 and on 2018-01-14.",
    "Between 2014 and 2017 little changed, and 2018/19 was no better.",
    "At 7.10pm, at 19:14hrs and until 9am the road was shut.",
    "Call 101, quoting CAD 1234/02JAN, or ring 0800 555 111.",
    "Phone us on 101 or on +44 20 7946 0000.",
    "A 999 call came in.",
    "It fell in E8 and N17 under Section 60 and Article 10, as No. 10 said.",
    "Calls of category 2 and category 3 calls wait; tier 4 rules apply.",
    "Articles 10 and 11 apply, and so does Rule 40.",
    "An F-16, a 4x4 and a Boeing 737 were hit by Covid-19.",
    "The third man came second in the 1990s, his 20th year.",
    "They won 3-2 after losing 4-4 on the night.",
    "See https://example.org/2019/5 or write to desk24@example.org.",
    "He lives at 10 Downing Street and works at 575 Example Road.",
    "No one came, and each one of us knew the other one.",
    "Zero-tolerance policing came back.",
    "A third man was arrested in the second half.",
    "She bought an iPhone 11 and a share of the Example 500.",
    "1. First point\n2) Second point [3]",
    "Since 9/11 they work 24/7.",
]

MEASURED = [
    ("There were 7,140 recorded assaults on officers.", "recorded assaults"),
    ("There were more than 120 homicide investigations launched this year.", "homicide investigations"),
    ("He said 40 per cent of killings were solved.", "killings"),
    ("Two black and Asian officers left.", "black and Asian officers"),
    ("One of the suspects fled.", "suspects"),
    ("One vehicle was found abandoned.", "vehicle"),
    ("Four FA Cup finals followed.", "FA Cup finals"),
    ("An 11-member panel met.", "member"),
    ("A crowd of 1,300 met.", None),
    ("It cost £5m.", None),
    ("The force cut knife crime by 5 per cent.", "knife crime"),
    ("They reduced the waiting list in Wales by 5 per cent.", "waiting list"),
    ("Prices were cut by 5 per cent.", "Prices"),
    ("She reduced it sharply by 5 per cent.", None),
]

PERIODS = [
    ("Violence fell by 5 per cent over the past year.", "over the past year"),
    ("In the past 12 weeks, 40 otters were seen.", "In the past 12 weeks"),
    ("More than 40 otters were seen this year.", "this year"),
    ("In 2016 there were 40 otters.", "In 2016"),
    ("There were 40 otters in the year to March 2018.", "in the year to March 2018"),
    ("There are 40 otters a day.", None),
    ("Theft has fallen by 18 per cent in a year, she said yesterday.", "in a year"),
    ("Theft has fallen by 18 per cent in twelve months.", "in twelve months"),
    ("Theft has fallen by 18 per cent over the past 12 months.", "over the past 12 months"),
    ("In the past 12 months, there have been 7,140 thefts.", "In the past 12 months"),
    ("As of 31 March 2023, there were 40 otters.", "As of 31 March 2023"),
    ("There were 40 otters at the end of June.", "at the end of June"),
    ("There were 40 otters, twice as many as in 2019.", None),
    ("There are 40 fewer otters than there were in 2017.", None),
    ("Thefts fell 17 per cent, from 412 in 2021 to 342.", None),
    ("There are 40 otters.", None),
    ("There were 40 otters and nobody saw them last year.", None),
]

PERIODS += [
    ("There were 12 otters, a similar number to the year ending 31 March 2018 (11).", "the year ending 31 March 2018"),
    ("There were 12 otters in 2019 (11 in 2018).", "in 2018"),
    ("There were 12 otters in 2018, the most since 2012.", "in 2018"),
    ("In May there were 12 otters, the most since records began in 2007.", "In May"),
]

PLACES = [
    ("There was a 73 per cent fall in the North Area boroughs.", "in the North Area boroughs"),
    ("40 per cent of killings in the capital were solved.", "in the capital"),
    ("There were 40 thefts in the town centre.", "in the town centre"),
    ("Crime rose 5 per cent across England and Wales.", "across England and Wales"),
    ("In London 40 otters were seen.", "In London"),
    ("Some 40 otters were seen in A&E last night.", "in A&E"),
    ("She won 40 delegates in the Example primary.", None),
    ("There are 40 otters.", None),
]

COMPARISONS = [
    ("That is an increase of 19.1% on the previous year.", "on the previous year"),
    ("Crime rose 5 per cent compared with 2016.", "compared with 2016"),
    ("Crime rose 5 per cent year on year.", "year on year"),
    ("Crime is 5 per cent higher than last year.", "than last year"),
    ("There were 40 otters, twice as many as in 2019.", "as many as in 2019"),
    ("There are 40 fewer otters than there were in 2017.", "than there were in 2017"),
    ("Sales were £4m higher than in the previous season.", "than in the previous season"),
    ("It spent £4m more than the year before.", "than the year before"),
    ("Crime rose 5 per cent.", None),
]

PIECES = (
    "7,140 £ $ 2.5 m bn - – to from between and in out of one two half a third per cent % points . , ( ) \n \u00a0 "
    "hundred million dozens 1/2 ½ 18 March 2018 Section No more than up rose fell by year old otters U.S. ’ + −"
)
ANY_TEXT = st.text() | st.lists(st.sampled_from(PIECES.split(" "))).map(" ".join)


@pytest.mark.parametrize(("text", "value", "unit"), UNITS + RANGES)
def test_a_figure_has_its_value_and_unit(text: str, value: object, unit: str) -> None:
    (quantity,) = quantities(text)
    assert quantity.value == value
    assert quantity.unit == unit


@pytest.mark.parametrize(("text", "value", "unit"), MILLIONS)
def test_the_letter_m_is_millions_where_something_is_counted_and_metres_elsewhere(
    text: str, value: object, unit: str
) -> None:
    (quantity,) = quantities(text)
    assert (quantity.value, quantity.unit) == (value, unit)


@pytest.mark.parametrize(("text", "found"), KINDS)
def test_figures_are_read_as_a_reader_reads_them(text: str, found: list[tuple[object, str]]) -> None:
    assert [(quantity.value, quantity.unit) for quantity in quantities(text)] == found


LISTED = [
    ("Thefts fell by 10 per cent in Leeds and 4 per cent in Hull.", [DOWN, DOWN]),
    ("Thefts fell by more than 1,300, or 19%, in a year.", [DOWN, DOWN]),
    ("Thefts fell to 40, or 12% of the total.", [STILL, STILL]),
    ("There was a decrease of 811 (-4%).", [DOWN, DOWN]),
    ("Thefts fell from 60 to 40, or by just over 30 per cent.", [DOWN, DOWN]),
]


@pytest.mark.parametrize(("text", "directions"), LISTED)
def test_figures_that_go_on_share_the_direction_of_the_first(text: str, directions: list[Direction]) -> None:
    assert [quantity.direction for quantity in quantities(text, durations=False)] == directions


@pytest.mark.parametrize(("text", "values"), SEPARATE)
def test_a_change_and_the_level_it_reaches_stay_apart(text: str, values: list[float]) -> None:
    assert [quantity.value for quantity in quantities(text)] == values


@pytest.mark.parametrize(("text", "direction"), DIRECTIONS)
def test_the_words_tell_which_way_a_figure_moves(text: str, direction: Direction) -> None:
    (quantity,) = quantities(text)
    assert quantity.direction is direction


@pytest.mark.parametrize(("text", "approximator"), APPROXIMATORS)
def test_the_words_tell_how_exact_a_figure_is(text: str, approximator: str | None) -> None:
    (quantity,) = quantities(text)
    assert quantity.approximator == approximator


@pytest.mark.parametrize("text", NO_QUANTITIES)
def test_figures_that_name_are_no_quantities(text: str) -> None:
    assert quantities(text) == ()


@pytest.mark.parametrize(("text", "measured"), MEASURED)
def test_the_counted_noun_is_quoted(text: str, measured: str | None) -> None:
    assert quantities(text)[0].measured == measured


@pytest.mark.parametrize(("text", "period"), PERIODS)
def test_the_period_is_the_one_stated_nearby(text: str, period: str | None) -> None:
    assert quantities(text, durations=False)[-1].period == period


DURATIONS = [
    ("Theft has fallen by 18 per cent in twelve months.", [18]),
    ("In the past 12 months, there have been 7,140 thefts.", [7140]),
    ("The campaign ran for over three years.", [3]),
    ("He was jailed for 12 months.", [12]),
    ("Over the past 12 months they grew.", [12]),
]


@pytest.mark.parametrize(("text", "values"), DURATIONS)
def test_a_duration_that_is_the_period_of_a_figure_is_none_itself(text: str, values: list[float]) -> None:
    assert [quantity.value for quantity in quantities(text, durations=False)] == values


@pytest.mark.parametrize(("text", "place"), PLACES)
def test_the_place_is_the_one_stated_nearby(text: str, place: str | None) -> None:
    assert quantities(text)[-1].place == place


@pytest.mark.parametrize(("text", "comparison"), COMPARISONS)
def test_the_comparison_is_the_one_stated_nearby(text: str, comparison: str | None) -> None:
    assert quantities(text)[-1].comparison == comparison


def test_an_equivalent_in_brackets_shares_the_words_before_its_twin() -> None:
    twins = quantities("It weighs just under 300 kg (661 lb).")
    assert [(twin.unit, twin.approximator) for twin in twins] == [
        ("kilogram", "less than"),
        ("pound-mass", "less than"),
    ]


def test_every_figure_keeps_its_own_circumstances() -> None:
    first, second = quantities("Crime rose 5 per cent in Wales compared with 2016, and fell by 3% in London.")
    assert (first.place, first.comparison, first.direction) == ("in Wales", "compared with 2016", UP)
    assert (second.place, second.comparison, second.direction) == ("in London", None, DOWN)


def test_nothing_is_read_across_a_blank_line() -> None:
    first, second = quantities("The table says 40\n\n60 otters came.")
    assert (first.measured, second.measured) == (None, "otters")


@given(ANY_TEXT)
def test_any_text_is_read_without_error_and_spans_quote_it_in_order(text: str) -> None:
    found = quantities(text)
    assert all(quantity.text == text[quantity.start : quantity.end] != "" for quantity in found)
    assert all(before.end <= after.start for before, after in pairwise(found))


@given(st.sampled_from([row[0] for row in (*UNITS, *RANGES, *SEPARATE, *DIRECTIONS, *APPROXIMATORS, *MEASURED)]))
def test_typography_changes_no_value(text: str) -> None:
    def seen(variant: str) -> list[object]:
        return [(q.value, q.unit, q.direction, q.approximator) for q in quantities(variant)]

    assert seen(text.replace(" ", "\u00a0")) == seen(text)
    assert seen(text.replace(" ", "\n")) == seen(text)
    assert seen(text.replace("'", "’")) == seen(text)
    assert seen(text.replace("-", "\u2011")) == seen(text)


@given(st.text(alphabet="0123456789/⁄.,·-–½ £%m", max_size=12))
def test_any_string_of_digits_slashes_and_points_is_survived_and_costs_no_other_figure(figure: str) -> None:
    found = quantities(f"{figure}\n\nThefts fell by 12 per cent.")
    assert (found[-1].value, found[-1].unit) == (12, "percent")
    words(figure)
    list(figure_terms(quantities(figure)))


@pytest.mark.parametrize("figure", ["1/2.5", "8/8.5", "24/7.30", "1/0", "3/1.5 per cent", "٣/٤", "1/2/3.4.5"])
def test_a_figure_that_is_none_is_passed_over(figure: str) -> None:
    assert [found.value for found in quantities(f"It fell by {figure}, and 12 otters came.")][-1] == 12


FIGURELESS = [
    "a",
    "an",
    "the",
    "no",
    "half-hearted",
    "Once",
    "one",
    "Two-thirds",
    "few",
    "dozens",
    "doubled",
    "of",
    "in",
]
FIGURELESS += [
    "hundred",
    "score",
    "scores",
    "quarterly",
    "minus",
    "£",
    "%",
    "U.S.",
    "tenths",
    "second",
    "HALF",
    "ones",
    "½",
    "٣",
]


@given(st.lists(st.sampled_from(FIGURELESS), max_size=8), st.sampled_from([" ", "-", "", "’", "_", "\n\n"]))
def test_a_text_passed_over_at_first_sight_holds_no_quantity(words: list[str], between: str) -> None:
    text = between.join(words)
    found = quantities(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tracker.text.quantities._may_hold_some", lambda text: True)
        assert quantities(text) == found


@given(st.lists(st.sampled_from([text for text, *_ in UNITS]), max_size=4))
def test_when_and_where_are_all_that_bare_quantities_leave_out(texts: list[str]) -> None:
    text = ". Last year in Saltmere, ".join(texts)
    cleared = [replace(found, period=None, place=None, comparison=None) for found in quantities(text)]
    assert [replace(found, period=None) for found in bare_quantities(text)] == cleared


def test_a_document_is_read_as_its_sentences_are_and_not_kept() -> None:
    sentence = "Knife crime fell by 12 per cent."
    document = f"{sentence} {'The board met on the quay. ' * 400}"
    reading.cache_clear()
    assert quantities(document) == quantities(sentence)
    assert reading.cache_info().currsize == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # (value, unit, direction) of each figure
        (
            "The bank raised its rate by a quarter of a point to 5.25 per cent.",
            "0.25 percentage_point +, 5.25 percent +",
        ),
        ("Turnout slumped by nine points to 31 per cent.", "9 percentage_point -, 31 percent -"),
        ("Unemployment edged up to 3.7% from 3.5%.", "3.7 percent +, 3.5 percent 0"),
        ("The index closed 41 points lower at 7,612.", "41 count -, 7612 count 0"),
        ("Attendances are up a fifth on last season.", "20 percent +"),
        ("Support for the toll has ticked up two points.", "2 percentage_point +"),
        ("Add 250g of flour.", "250 gram 0"),
        ("It was a 1-in-20-year flood, or a one-in-100-year storm.", ""),
        ("The 7.45 to Leeds was late.", ""),
        ("Profits rose to £3m in the half year.", "3000000 gbp 0"),
    ],
)
def test_figures_of_markets_polls_kitchens_and_timetables(text: str, expected: str) -> None:
    signs = {"increase": "+", "decrease": "-", "none": "0"}
    found = [f"{one.value} {one.unit} {signs[one.direction.value]}" for one in quantities(text)]
    assert ", ".join(found) == expected
