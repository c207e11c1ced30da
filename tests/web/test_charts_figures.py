"""Where the points of a chart of figures stand, and which figures share one."""

from itertools import pairwise
from typing import Any

import pytest
from msgspec.structs import replace

from tracker.models import Basis, ClaimKind, Direction
from tracker.models.claims import Figure
from tracker.text.quantities import measure
from tracker.web.charts import BOTTOM, NARROW_LABEL_WIDTH, TOP, UNDATED_LEFT, Panel, Tells, panels, tells

NUMBER = iter(range(10_000))


BLANK = Figure(
    claim_id=1,
    unit="percent",
    direction=Direction.NONE,
    approximator=None,
    measured="assaults",
    period=None,
    place=None,
    comparison=None,
    denominator=None,
    owner=None,
    taken={},
    start=0,
    end=2,
    text="40",
    date="2022-03-14",
    date_kind="document",
    date_basis=Basis.STATED,
    kind=ClaimKind.STATISTIC,
    stance="asserts",
    polarity=1,
    speaker_id=None,
    speaker=None,
    speaker_kind=None,
    claim="",
    document_id=1,
    document="a.txt",
    document_title=None,
    publisher=None,
    url=None,
    published=None,
    value=40.0,
    measure="assault",
)


def figure(value: float | tuple[float, float], date: str | None = "2022-03-14", **more: Any) -> Figure:
    row = replace(BLANK, value=value, date=date, start=next(NUMBER), **more)
    own = measure(row.measured, row.owner, row.denominator, row.place)
    return row if "measure" in more else replace(row, measure=own)


def drawn(*rows: Figure) -> Panel:
    (panel,) = panels(rows)
    return panel


@pytest.mark.parametrize(
    "other",
    [
        {"unit": "percentage_point"},
        {"direction": "decrease"},
        {"measure": "arrest", "measured": "arrests"},
        {"measure": None, "measured": None},
        {"denominator": "week"},
    ],
)
def test_what_is_not_of_one_kind_never_shares_an_axis(other: dict[str, Any]) -> None:
    rows = [figure(40.0), figure(60.0, "2023-03-14"), figure(12.0, **other), figure(14.0, "2023-03-14", **other)]
    assert [len(panel.rows) for panel in panels(rows)] == [2, 2]


@pytest.mark.parametrize("name", ["owner", "place"])
def test_figures_of_different_people_or_places_are_no_points_of_one_line(name: str) -> None:
    days = ("2021-01-01", "2022-01-01")
    ours, theirs = ([figure(40.0, day, **{name: whose}) for day in days] for whose in ("in Elmport", "in Saltmere"))
    unsaid = [figure(40.0 + n, day) for n, day in enumerate(days)]
    assert [len(panel.rows) for panel in panels([*ours, *theirs])] == [2, 2]
    assert panels([*ours, *theirs])[0].of == ("in Elmport",)
    assert [len(panel.rows) for panel in panels([*ours, *unsaid])] == [4]
    assert [len(panel.rows) for panel in panels([*ours, *theirs, *unsaid])] == [2, 2, 2]


def test_one_figure_makes_no_chart() -> None:
    assert panels([figure(40.0)]) == ()


def test_a_higher_figure_stands_higher_and_nought_at_the_bottom() -> None:
    panel = drawn(figure(0.0, "2021-01-01"), figure(40.0, "2022-01-01"), figure(60.0, "2023-01-01"))
    tops = [point.top for point in panel.points]
    assert tops[0] == BOTTOM
    assert TOP <= tops[2] < tops[1] < tops[0]


def test_a_figure_below_nought_stands_below_it() -> None:
    panel = drawn(figure(-5.0, "2021-01-01"), figure(10.0, "2022-01-01"))
    (nought,) = (level.top for level in panel.levels if level.value == 0)
    assert panel.points[1].top < nought < panel.points[0].top <= BOTTOM


def test_falls_stand_below_nought_and_rises_above_it_as_far_as_they_went() -> None:
    panel = drawn(
        figure(21.0, "2021-01-01", direction="decrease", claim="Thefts fell by 21", text="21"),
        figure(4.0, "2022-01-01", direction="increase", claim="Thefts rose by 4", text="4"),
    )
    (nought,) = (level.top for level in panel.levels if level.value == 0)
    fall, rise = panel.points
    assert rise.top < nought < fall.top <= BOTTOM < panel.base
    assert (fall.sign, rise.sign) == ("−", "+")


@pytest.mark.parametrize(("approximator", "open_end"), [("more than", 1), ("nearly", -1), (None, 0)])
def test_a_fall_of_more_than_a_figure_lies_below_it(approximator: str | None, open_end: int) -> None:
    fall = figure(21.0, "2021-01-01", direction="decrease", approximator=approximator)
    assert drawn(fall, figure(4.0, "2022-01-01", direction="increase")).points[0].open_end == open_end


@pytest.mark.parametrize(
    ("unit", "direction", "claim", "told"),
    [
        ("count", "none", "There were 143 thefts", Tells.LEVEL),
        ("count", "decrease", "Thefts fell to just 143", Tells.LEVEL),
        ("count", "decrease", "143 thefts, a fall", Tells.EITHER),
        ("percent", "decrease", "Turnout was down from 143% in May", Tells.LEVEL),
        ("percent", "decrease", "Turnout fell by about 143%", Tells.CHANGE),
        ("percentage_point", "increase", "a rise of 143 points", Tells.CHANGE),
    ],
)
def test_what_a_figure_came_to_is_told_from_how_far_it_moved(
    unit: str, direction: str, claim: str, told: Tells
) -> None:
    assert tells(figure(143.0, unit=unit, direction=direction, claim=claim, text="143")) is told


def test_undated_figures_stand_beside_the_axis_of_time() -> None:
    panel = drawn(figure(40.0, "2021-01-01"), figure(50.0, "2022-01-01"), figure(45.0, None))
    assert all(point.left + point.width < UNDATED_LEFT for point in panel.points)
    assert [point.left >= UNDATED_LEFT for point in panel.undated] == [True]


@pytest.mark.parametrize(
    ("approximator", "open_end", "hollow"),
    [("more than", -1, True), ("at least", -1, False), ("nearly", 1, True), ("at most", 1, False), (None, 0, False)],
)
def test_more_than_and_nearly_have_an_open_end(approximator: str | None, open_end: int, hollow: bool) -> None:
    panel = drawn(figure(40.0, "2021-01-01", approximator=approximator), figure(50.0, "2022-01-01"))
    assert (panel.points[0].open_end, panel.points[0].hollow) == (open_end, hollow)


def test_a_range_reaches_from_its_lower_to_its_higher_figure() -> None:
    panel = drawn(figure((65.0, 71.0), "2021-01-01"), figure(71.0, "2023-01-01"))
    assert panel.points[0].top == panel.points[1].top
    assert panel.points[0].low_top > panel.points[0].top


def test_one_figure_printed_twice_within_days_is_one_point_with_both_rows() -> None:
    first, again, later = figure(212.0, "2018-02-05"), figure(212.0, "2018-02-06"), figure(143.0, "2025-01-16")
    panel = drawn(first, again, later)
    assert [(point.row, point.again) for point in panel.points] == [(first, (again,)), (later, ())]
    assert panel.rows == (first, again, later)


def test_a_year_is_a_bar_and_a_day_a_point() -> None:
    panel = drawn(figure(40.0, "2021"), figure(50.0, "2023-06-01"))
    assert panel.points[0].width > 30
    assert panel.points[1].width == 0


def test_where_a_telephone_lacks_the_room_a_value_is_printed_on_wide_screens_alone() -> None:
    days = ("2021-01-01", "2022-01-01", "2022-04-01", "2022-10-25", "2025-01-01")
    panel = drawn(*(figure(40.0 + n / 100, day) for n, day in enumerate(days)))
    shown = [point for point in panel.points if point.label_top is not None]
    assert {point.roomy for point in shown} == {True, False}
    for height in {point.label_top for point in shown}:
        narrow = [point.middle for point in shown if not point.roomy and point.label_top == height]
        assert all(later - earlier >= NARROW_LABEL_WIDTH for earlier, later in pairwise(narrow))


def test_measures_that_a_person_joined_share_an_axis_wherever_they_are_of() -> None:
    days = ("2021-01-01", "2022-01-01")
    joined = [figure(40.0, day, place=where, measure="incident") for day in days for where in ("Elmport", "Saltmere")]
    assert [len(panel.rows) for panel in panels([*joined, figure(41.0, measure="incident")])] == [5]
