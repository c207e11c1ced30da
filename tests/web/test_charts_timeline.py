"""Where the marks of a time line stand."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.web.charts import LEFT, RIGHT, Entry, Timeline, first_day, last_day, timeline


def entries(*dates: str | None, lanes: str = "", possible: tuple[str, ...] = ()) -> list[Entry]:
    """Return an entry for each date; ``lanes`` has a letter for each, ``possible`` are the days of the undated ones."""
    return [
        Entry(
            id=number,
            document_id=number,
            date=date,
            possible=() if date else possible,
            who="",
            document="",
            what="variant",
            lane=lanes[number] if lanes else "one",
        )
        for number, date in enumerate(dates)
    ]


def drawn(*dates: str | None, lanes: str = "", possible: tuple[str, ...] = ()) -> Timeline:
    chart = timeline(entries(*dates, lanes=lanes, possible=possible))
    assert chart is not None
    return chart


def test_undated_claims_have_no_place_in_time() -> None:
    chart = drawn("2018-01-14", None, "2019-01-14")
    assert [mark.entry.date for mark in chart.marks] == ["2018-01-14", "2019-01-14"]
    assert chart.undated is not None
    assert [mark.day for mark in chart.undated.marks] == [None]


def test_the_days_that_fit_an_open_date_stand_apart_and_never_stretch_the_axis() -> None:
    chart = drawn("2018-01-14", "2019-01-14", None, possible=("2012-05-03", "2018-05-03"))
    assert [mark.entry.date for mark in chart.marks] == ["2018-01-14", "2019-01-14"]
    assert chart.possible is not None
    assert [mark.day for mark in chart.possible.marks] == ["2018-05-03"]
    assert chart.outside == ("2012-05-03",)
    assert chart.marks[0].left == LEFT
    assert chart.undated is not None


def test_one_date_makes_no_time_line() -> None:
    assert timeline(entries("2018-01-14", "2018-01-14", None)) is None
    assert timeline([]) is None
    assert timeline(entries("2018-01-14", None, possible=("2012-05-03",))) is None


def test_the_first_and_the_last_stand_at_the_edges() -> None:
    chart = drawn("2018-01-14", "2018-07-01", "2019-01-14")
    assert (chart.marks[0].left, chart.marks[-1].left) == (LEFT, RIGHT)


def test_a_year_is_as_wide_as_the_year_and_a_day_has_no_width() -> None:
    widths = [mark.width for mark in drawn("2017", "2018", "2019-12-31").marks]
    assert widths[0] > 25
    assert widths[1] > 25
    assert widths[2] == 0


def test_what_one_name_says_several_times_a_day_is_one_mark_and_near_days_stand_below_each_other() -> None:
    twice, near, far = drawn("2018-01-14", "2018-01-14", "2018-01-15", "2019-01-14").marks
    assert [len(mark.entries) for mark in (twice, near, far)] == [2, 1, 1]
    assert twice.top < near.top
    assert far.top == twice.top


def test_what_reverses_a_claim_never_shares_its_mark() -> None:
    one, other = entries("2018-01-14", "2018-01-14")
    chart = timeline([one, replace(other, what="reversed"), *entries("2019-01-14")])
    assert chart is not None
    assert [len(mark.entries) for mark in chart.marks] == [1, 1, 1]


def test_lanes_come_in_the_order_of_their_first_dates() -> None:
    chart = drawn("2019-01-14", "2018-01-14", "2020-01-14", lanes="abb")
    assert [(lane.name, len(lane.marks)) for lane in chart.lanes] == [("b", 2), ("a", 1)]


def test_a_year_ends_in_december_and_a_month_on_its_last_day() -> None:
    assert [str(last_day(value)) for value in ("2019", "2020-02", "2020-12", "2020-02-03")] == [
        "2019-12-31",
        "2020-02-29",
        "2020-12-31",
        "2020-02-03",
    ]
    assert str(first_day("2019")) == "2019-01-01"


@settings(deadline=None)
@given(st.lists(st.dates().map(lambda day: day.isoformat()[: 4 + 3 * (day.day % 3)]), max_size=12))
def test_marks_and_labels_stay_on_the_chart(dates: list[str]) -> None:
    chart = timeline(entries(*dates))
    if chart is not None:
        for mark in chart.marks:
            assert LEFT <= mark.left <= mark.left + mark.width <= RIGHT + 0.1
            assert all(0 < one.top < lane.height for lane in chart.lanes for one in lane.marks)
        assert all(LEFT <= tick.left <= 100 for tick in chart.ticks)
        assert len(chart.ticks) <= 8
        assert chart.dated == len(dates)
