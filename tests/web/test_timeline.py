"""Where the marks of a thread's chart stand."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tracker.web.timeline import LEFT, RIGHT, first_day, last_day, timeline


def claims(*dates: str | None) -> list[tuple[dict[str, Any], str]]:
    return [({"id": number, "date": date}, "variant") for number, date in enumerate(dates)]


def test_undated_claims_have_no_place() -> None:
    chart = timeline(claims("2018-01-14", None, "2019-01-14"))
    assert chart is not None
    assert [mark.claim["date"] for mark in chart.marks] == ["2018-01-14", "2019-01-14"]


def test_one_date_makes_no_time_line() -> None:
    assert timeline(claims("2018-01-14", "2018-01-14", None)) is None
    assert timeline([]) is None


def test_the_first_and_the_last_stand_at_the_edges() -> None:
    chart = timeline(claims("2018-01-14", "2018-07-01", "2019-01-14"))
    assert chart is not None
    assert (chart.marks[0].left, chart.marks[-1].left) == (LEFT, RIGHT)


def test_a_year_is_as_wide_as_the_year() -> None:
    chart = timeline(claims("2017", "2018", "2019-12-31"))
    assert chart is not None
    assert [mark.width > 25 for mark in chart.marks] == [True, True, False]


def test_claims_of_one_day_stand_in_lanes_of_their_own() -> None:
    chart = timeline(claims("2018-01-14", "2018-01-14", "2019-01-14"))
    assert chart is not None
    assert [mark.lane for mark in chart.marks] == [0, 1, 0]


def test_a_year_ends_in_december_and_a_month_on_its_last_day() -> None:
    assert [str(last_day(value)) for value in ("2019", "2020-02", "2020-12", "2020-02-03")] == [
        "2019-12-31",
        "2020-02-29",
        "2020-12-31",
        "2020-02-03",
    ]
    assert str(first_day("2019")) == "2019-01-01"


@given(st.lists(st.dates().map(lambda day: day.isoformat()[: 4 + 3 * (day.day % 3)]), max_size=12))
def test_marks_and_labels_stay_on_the_chart(dates: list[str]) -> None:
    chart = timeline(claims(*dates))
    if chart is not None:
        for mark in chart.marks:
            assert LEFT <= mark.left <= mark.left + mark.width <= RIGHT + 0.1
            assert 0 <= mark.lane < chart.lanes
        assert all(LEFT <= tick.left <= 100 for tick in chart.ticks)
        assert len(chart.ticks) <= 8
