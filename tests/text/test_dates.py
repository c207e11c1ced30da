from __future__ import annotations

import datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.models import Precision
from tracker.text.dates import DateExpression, Shift, dates

# text, words of the date, (year, month, day, weekday)
PRINTED = [
    ("It opened on 14 January 2018.", "14 January 2018", (2018, 1, 14, None)),
    ("It opened on January 14, 2018, in rain.", "January 14, 2018", (2018, 1, 14, None)),
    ("It opened on the 14th of January", "14th of January", (None, 1, 14, None)),
    ("On Thursday, 18 March, at approximately 7.10pm", "Thursday, 18 March", (None, 3, 18, 3)),
    ("at 19:14hrs on Friday 8 April to the lane", "Friday 8 April", (None, 4, 8, 4)),
    ("on Thursday, the 18th of March", "Thursday, the 18th of March", (None, 3, 18, 3)),
    ("Thurs 18 Mar", "Thurs 18 Mar", (None, 3, 18, 3)),
    ("from 16 Sept the office closes", "16 Sept", (None, 9, 16, None)),
    ("It closed on 16 Sept. The staff left.", "16 Sept", (None, 9, 16, None)),
    ("It closed on 16 Sept. 2018 for good.", "16 Sept. 2018", (2018, 9, 16, None)),
    ("HARBOUR, ENGLAND - SEPTEMBER 16: A boat", "SEPTEMBER 16", (None, 9, 16, None)),
    ("on Sunday, May 5, 2019", "Sunday, May 5, 2019", (2019, 5, 5, 6)),
    ("Sun 8 Apr", "Sun 8 Apr", (None, 4, 8, 6)),
    ("on 14\xa0January\xa02018", "14\xa0January\xa02018", (2018, 1, 14, None)),
    ("on 14 January\n2018", "14 January\n2018", (2018, 1, 14, None)),
    ("filed 2018-01-14 at noon", "2018-01-14", (2018, 1, 14, None)),
    ("filed 14/01/2018", "14/01/2018", (2018, 1, 14, None)),
    ("filed 14.1.2018", "14.1.2018", (2018, 1, 14, None)),
    ("filed 14/01/18", "14/01/18", (2018, 1, 14, None)),
    ("filed 14/01/85", "14/01/85", (1985, 1, 14, None)),
    ("filed 01/14/2018", "01/14/2018", (2018, 1, 14, None)),
    ("used in 2009 after a surge", "2009", (2009, None, None, None)),
    ("in March 2010 the force", "March 2010", (2010, 3, None, None)),
    ("in March, the force", "March", (None, 3, None, None)),
    ("In March 14 officers left.", "March", (None, 3, None, None)),
    ("in May the force", "May", (None, 5, None, None)),
    ("she spoke on Thursday.", "Thursday", (None, None, None, 3)),
    ("she spoke Friday night", "Friday night", (None, None, None, 4)),
    ("on 29 February", "29 February", (None, 2, 29, None)),
]

# text, words, shift, whether a day of a month is joined with it
COUNTED = [
    ("She said yesterday that", "yesterday", Shift("day", -1), False),
    ("it will meet tomorrow morning", "tomorrow morning", Shift("day", 1), False),
    ("It fell last month.", "last month", Shift("month", -1), False),
    ("120 cases this year", "this year", Shift("year", 0), False),
    ("Last week the council", "Last week", Shift("week", -1), False),
    ("two years ago", "two years ago", Shift("year", -2), False),
    ("10 days ago", "10 days ago", Shift("day", -10), False),
    ("last Thursday", "last Thursday", Shift("weekday", -1), False),
    ("until 9am this morning, Friday, 19 March.", "this morning, Friday, 19 March", Shift("day", 0), True),
    (
        "in Quayside earlier today, Thursday 15 October that",
        "earlier today, Thursday 15 October",
        Shift("day", 0),
        True,
    ),
    ("today (Thursday 15 October) it", "today (Thursday 15 October)", Shift("day", 0), True),
    ("on Thursday 15 October, yesterday", "Thursday 15 October, yesterday", Shift("day", -1), True),
    ("yesterday, Wednesday 14 October", "yesterday, Wednesday 14 October", Shift("day", -1), True),
]

NO_DATES = [
    "You may 5 times a week march 5 miles.",
    "The Sun 5 times called for it.",
    "The Sun said so.",
    "quoting CAD6602/18MAR",
    "quoting reference CAD 6202/08Apr.",
    "at 7.10pm and 19:14hrs",
    "Public confidence in May was low.",
    "30 February",
    "29 February 2019",
    "31/02/2019",
    "in 2000 cases",
    "May 5,000 people come?",
    "In March 5.5 per cent of them".replace("In March", "March"),
    "Version 1.2.18 of the program",
    "Call 0800 555 111 or 101.",
    "It shops on Black Friday.",
    "He told the Sunday Times.",
    "on the Mail on Sunday's page",
    "She watched the Today programme.",
    "9/11",
    "24/7",
    "He marches; it may; they augur.",
    "Mondays and Fridays",
]


def _parts(expression: DateExpression) -> tuple[int | None, int | None, int | None, int | None]:
    return (expression.year, expression.month, expression.day, expression.weekday)


@pytest.mark.parametrize(("text", "words", "parts"), PRINTED)
def test_a_printed_date_is_read_with_its_parts(
    text: str, words: str, parts: tuple[int | None, int | None, int | None, int | None]
) -> None:
    assert [(e.span.of(text), _parts(e)) for e in dates(text)] == [(words, parts)]


@pytest.mark.parametrize(("text", "words", "shift", "joined"), COUNTED)
def test_words_counted_from_the_day_of_writing_are_read(text: str, words: str, shift: Shift, joined: bool) -> None:
    assert [(e.span.of(text), e.shift, e.is_day) for e in dates(text)] == [(words, shift, joined)]


@pytest.mark.parametrize("text", NO_DATES)
def test_what_only_looks_like_a_date_is_none(text: str) -> None:
    assert [e.span.of(text) for e in dates(text)] == []


def test_a_numeric_date_is_read_day_first_and_says_the_other_order() -> None:
    (expression,) = dates("filed 03/04/2018")
    assert (expression.month, expression.day, expression.also) == (4, 3, (3, 4))


def test_a_numeric_date_with_one_possible_order_has_no_other() -> None:
    assert [expression.also for expression in dates("14/01/2018 01/14/2018 05/05/2018")] == [None, None, None]


def test_several_dates_of_one_sentence_stand_in_order() -> None:
    text = "Between 2009 and 2012, and on 3 May 2014, and yesterday."
    assert [e.span.of(text) for e in dates(text)] == ["2009", "2012", "3 May 2014", "yesterday"]


def test_precision_is_as_exact_as_the_words() -> None:
    found = dates("On 3 May 2014, in June 2015, in 2016, last month and last year.")
    assert [e.precision for e in found] == [
        Precision.DAY, Precision.MONTH, Precision.YEAR, Precision.MONTH, Precision.YEAR,
    ]  # fmt: skip


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2099, 12, 31)))
def test_every_day_is_read_back_from_its_usual_forms(day: datetime.date) -> None:
    month = day.strftime("%B")
    forms = (
        f"{day.day} {month} {day.year}",
        f"{month} {day.day}, {day.year}",
        day.strftime("%A") + f", {day.day} {month} {day.year}",
        day.isoformat(),
    )
    for form in forms:
        (expression,) = dates(f"It was on {form} that")
        assert (expression.year, expression.month, expression.day) == (day.year, day.month, day.day)
        assert expression.weekday in (None, day.weekday())


@given(st.text())
def test_any_text_is_read_without_error_and_no_dates_overlap(text: str) -> None:
    spans = [expression.span for expression in dates(text)]
    assert all(first.end <= second.start for first, second in pairwise(spans))
