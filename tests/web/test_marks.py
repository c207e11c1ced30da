"""Cutting a text where claims begin and end: overlapping, nested, across paragraphs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.models import Span
from tracker.web.marks import Mark, segments

CUT = (
    # marks as (id, start, end), the part, the expected (start, end, ids)
    ([], (0, 5), [(0, 5, ())]),
    ([(1, 1, 3)], (0, 5), [(0, 1, ()), (1, 3, (1,)), (3, 5, ())]),
    ([(1, 0, 5)], (0, 5), [(0, 5, (1,))]),
    ([(1, 0, 9), (2, 3, 5)], (0, 9), [(0, 3, (1,)), (3, 5, (2, 1)), (5, 9, (1,))]),
    ([(1, 0, 5), (2, 3, 9)], (0, 9), [(0, 3, (1,)), (3, 5, (1, 2)), (5, 9, (2,))]),
    ([(1, 2, 4), (2, 2, 4)], (0, 5), [(0, 2, ()), (2, 4, (1, 2)), (4, 5, ())]),
    ([(1, 3, 3)], (0, 5), [(0, 5, ())]),
    ([(1, 7, 9)], (0, 5), [(0, 5, ())]),
)


@pytest.mark.parametrize(("marks", "part", "expected"), CUT)
def test_a_part_is_cut_where_marks_begin_and_end(
    marks: list[tuple[int, int, int]], part: tuple[int, int], expected: list[tuple[int, int, tuple[int, ...]]]
) -> None:
    (cut,) = segments([Span(*part)], [Mark(i, Span(start, end)) for i, start, end in marks])
    assert [(s.start, s.end, s.ids) for s in cut] == expected


def test_a_mark_across_two_parts_is_cut_at_their_edges() -> None:
    first, second = segments([Span(0, 4), Span(6, 10)], [Mark(1, Span(2, 8))])
    assert [(s.start, s.end, s.ids) for s in first] == [(0, 2, ()), (2, 4, (1,))]
    assert [(s.start, s.end, s.ids) for s in second] == [(6, 8, (1,)), (8, 10, ())]


@st.composite
def parts_and_marks(draw: st.DrawFn) -> tuple[list[Span], list[Mark]]:
    edges = sorted(draw(st.sets(st.integers(0, 40), max_size=10)))
    parts = [Span(*pair) for pair in zip(edges[::2], edges[1::2], strict=False)]
    spans = draw(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=8))
    return parts, [Mark(i, Span(min(pair), max(pair))) for i, pair in enumerate(spans)]


@given(parts_and_marks())
def test_segments_hold_every_character_once_under_exactly_its_marks(drawn: tuple[list[Span], list[Mark]]) -> None:
    parts, marks = drawn
    for part, cut in zip(parts, segments(parts, marks), strict=True):
        characters = [place for segment in cut for place in range(segment.start, segment.end)]
        assert characters == list(range(part.start, part.end))
        for segment in cut:
            for place in range(segment.start, segment.end):
                assert set(segment.ids) == {m.id for m in marks if m.span.start <= place < m.span.end}
