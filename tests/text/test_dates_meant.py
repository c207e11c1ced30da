from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.models import Basis, DocumentDate
from tracker.text.dates import (
    DateExpression,
    absolute,
    dates,
    day_of_writing,
    fitting_days,
    read_against,
    read_from,
    weekday_disagrees,
)

WEDNESDAY = datetime.date(2022, 4, 13)
CAPTURED = datetime.date(2026, 6, 1)

# words, whether they tell of something done, the value on Wednesday 13 April 2022
MEANT = [
    ("on Thursday", True, "2022-04-07"),
    ("on Wednesday", True, "2022-04-13"),
    ("last Wednesday", True, "2022-04-06"),
    ("last Wednesday", False, "2022-04-06"),
    ("on Thursday", False, None),
    ("yesterday", True, "2022-04-12"),
    ("last night", False, "2022-04-12"),
    ("tomorrow", False, "2022-04-14"),
    ("last month", True, "2022-03"),
    ("this year", False, "2022"),
    ("last year", False, "2021"),
    ("two years ago", False, "2020"),
    ("three months ago", False, "2022-01"),
    ("last week", True, None),
    ("on Friday, 8 April", False, "2022-04-08"),
    ("on Friday, 15 April", False, "2022-04-15"),
    ("on Saturday, 8 April", False, None),
    ("on 8 April", False, "2022-04-08"),
    ("on 20 April", False, "2022-04-20"),
    ("on 20 April", True, "2021-04-20"),
    ("on 1 December", False, "2021-12-01"),
    ("on 8 October", False, None),
    ("on 8 October", True, "2021-10-08"),
    ("in March", True, "2022-03"),
    ("in June", True, "2021-06"),
    ("in June", False, None),
    ("in 2009", False, "2009"),
    ("on 3 May 2014", True, "2014-05-03"),
]
WORDS = [
    "last",
    "next",
    "Monday",
    "29",
    "February",
    "31",
    "May",
    ",",
    "1",
    "1500",
    "2099",
    "yesterday",
    "in",
    "month",
    "12",
    "years",
    "ago",
    "tomorrow",
]


def _one(words: str) -> DateExpression:
    (expression,) = dates(words)
    return expression


@pytest.mark.parametrize(("words", "past", "value"), MEANT)
def test_words_mean_a_day_counted_from_the_day_of_writing(words: str, past: bool, value: str | None) -> None:
    assert read_from(_one(words), WEDNESDAY, past=past).value == value


def test_a_weekday_that_may_be_past_or_coming_keeps_both_days() -> None:
    assert read_from(_one("on Thursday"), WEDNESDAY, past=False).candidates == ("2022-04-07", "2022-04-14")


def test_a_day_without_year_far_from_the_day_of_writing_keeps_both_years() -> None:
    assert read_from(_one("on 8 October"), WEDNESDAY, past=False).candidates == ("2021-10-08", "2022-10-08")


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("Thursday 15 October", ["2009-10-15", "2015-10-15", "2020-10-15"]),
        ("Friday, 19 March", ["2010-03-19", "2021-03-19"]),
        ("Thursday, 18 March", ["2010-03-18", "2021-03-18"]),
        ("Sunday 14 January 2018", ["2018-01-14"]),
        ("15 October", []),
        ("Thursday", []),
    ],
)
def test_the_weekday_tells_the_years_that_fit(words: str, days: list[str]) -> None:
    assert [day.isoformat() for day in fitting_days(_one(words), CAPTURED)] == days


def test_no_fitting_day_lies_after_the_last_day() -> None:
    thursday = _one("Thursday 15 October")
    assert fitting_days(thursday, datetime.date(2026, 10, 14))[-1] == datetime.date(2020, 10, 15)
    assert fitting_days(thursday, datetime.date(2026, 10, 15))[-1] == datetime.date(2026, 10, 15)


@given(st.dates(datetime.date(1990, 1, 1), datetime.date(2090, 1, 1)), st.dates(datetime.date(2000, 1, 1)))
def test_every_fitting_day_has_the_printed_weekday_day_and_month(written: datetime.date, last: datetime.date) -> None:
    words = f"{written:%A} {written.day} {written:%B}"
    found = fitting_days(_one(words), last)
    assert all((day.weekday(), day.day, day.month) == (written.weekday(), written.day, written.month) for day in found)
    assert all(day <= last for day in found) and list(found) == sorted(found)


def test_yesterday_beside_a_day_says_the_next_day_was_the_day_of_writing() -> None:
    assert day_of_writing(_one("yesterday, Wednesday 14 October"), datetime.date(2015, 10, 14)) == datetime.date(
        2015, 10, 15
    )


def test_a_full_date_with_a_wrong_weekday_is_noticed() -> None:
    assert weekday_disagrees(_one("Thursday 14 January 2018"))
    assert not weekday_disagrees(_one("Sunday 14 January 2018"))
    assert not weekday_disagrees(_one("14 January 2018"))


@pytest.mark.parametrize(("words", "value"), [("3 May 2014", "2014-05-03"), ("May 2014", "2014-05"), ("3 May", None)])
def test_only_a_printed_year_gives_a_value_by_itself(words: str, value: str | None) -> None:
    assert absolute(_one(words)) == value


def test_words_in_an_undated_document_stay_open() -> None:
    for date in (None, DocumentDate(None, Basis.UNKNOWN)):
        reading = read_against(_one("yesterday"), date, past=True)
        assert (reading.value, reading.candidates) == (None, ())


def test_words_in_a_document_with_candidates_have_candidates_too() -> None:
    date = DocumentDate(None, Basis.INFERRED, ("2010-03-19", "2021-03-19"))
    reading = read_against(_one("yesterday"), date, past=True)
    assert (reading.value, reading.candidates) == (None, ("2010-03-18", "2021-03-18"))


def test_a_document_dated_to_the_month_resolves_no_weekday() -> None:
    reading = read_against(_one("Thursday"), DocumentDate("2019-05", Basis.STATED), past=True)
    assert reading.value is None and "2019-05" in reading.why


@given(
    st.lists(st.sampled_from(WORDS)), st.dates(datetime.date(1500, 1, 1), datetime.date(2099, 12, 31)), st.booleans()
)
def test_reading_never_fails_on_any_words_or_day(words: list[str], base: datetime.date, past: bool) -> None:
    for expression in dates(" ".join(words)):
        read_from(expression, base, past=past)
        fitting_days(expression, base)
