"""Numbers in figures and words."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.text.numbers import figure_at
from tracker.text.quantities import quantities

BELOW_TWENTY = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
SMALL = BELOW_TWENTY.split()
TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")

NUMBERS = [
    ("7,140", 7140),
    ("7 140", 7140),
    ("7\u00a0140", 7140),
    ("7\u2009140", 7140),
    ("7\u202f140", 7140),
    ("1,234,567", 1234567),
    ("0.5", 0.5),
    (".5", 0.5),
    ("19·1", 19.1),
    ("twenty-one", 21),
    ("twenty one", 21),
    ("two hundred and five", 205),
    ("a hundred and five", 105),
    ("three thousand four hundred", 3400),
    ("two hundred and fifty thousand", 250000),
    ("half a million", 500000),
    ("half a dozen", 6),
    ("a quarter of a million", 250000),
    ("a dozen", 12),
    ("1.2 million", 1200000),
    ("1.2bn", 1200000000),
    ("3.4m", 3400000),
    ("50k", 50000),
    ("4 hundred million", 400000000),
    ("two and a half million", 2500000),
    ("two-and-a-half million", 2500000),
    ("3 1/2", 3.5),
    ("3½", 3.5),
    ("3 ½", 3.5),
    ("dozens of", (12, 120)),
    ("hundreds of", (100, 1000)),
    ("tens of thousands of", (10000, 100000)),
    ("several hundred", (100, 1000)),
]


@pytest.mark.parametrize(("printed", "value"), NUMBERS)
def test_a_number_has_one_value_however_it_is_printed(printed: str, value: float | tuple[float, float]) -> None:
    (quantity,) = quantities(f"We saw {printed} otters.")
    assert quantity.value == value
    assert quantity.unit == "count"
    assert quantity.measured == "otters"


def in_words(number: int) -> str:
    if number < 20:
        return SMALL[number]
    if number < 100:
        return TENS[number // 10] + (f"-{SMALL[number % 10]}" if number % 10 else "")
    if number < 1000:
        rest = f" and {in_words(number % 100)}" if number % 100 else ""
        return f"{SMALL[number // 100]} hundred{rest}"
    rest = number % 1000
    joint = " and " if 0 < rest < 100 else " "
    return f"{in_words(number // 1000)} thousand" + (f"{joint}{in_words(rest)}" if rest else "")


@given(st.integers(min_value=0, max_value=999_999))
def test_a_number_in_words_reads_back_as_itself(number: int) -> None:
    (quantity,) = quantities(f"We saw {in_words(number)} otters.")
    assert quantity.value == number
    assert quantity.text == in_words(number)


@given(st.integers(min_value=0, max_value=999_999))
def test_the_notation_of_a_number_in_words_is_its_value(number: int) -> None:
    tokens = in_words(number).replace("-", " ").split()
    assert figure_at(tokens, 0) == (str(number), len(tokens))


@pytest.mark.parametrize(("tokens", "normal"), [("two thousands", "2000"), ("fourty three", "43"), ("£ 2m", None)])
def test_every_form_of_a_number_word_has_its_notation(tokens: str, normal: str | None) -> None:
    found = figure_at(tokens.split(), 0)
    assert (found and found.normal) == normal


@pytest.mark.parametrize("printed", ["a fifth", "two thirds", "half", "three quarters", "one in five", "a tenth"])
def test_a_share_has_one_value_in_both_readings(printed: str) -> None:
    (quantity,) = quantities(f"We saw {printed} of otters.")
    found = figure_at(printed.split(), 0)
    assert found is not None
    assert quantity.unit == "percent"
    assert float(found.normal.split()[0]) == pytest.approx(quantity.value, abs=1e-3)


@given(st.integers(min_value=0, max_value=10**9), st.sampled_from([",", "\u00a0", "\u2009", "\u202f"]))
def test_thousands_separators_change_nothing(number: int, separator: str) -> None:
    printed = f"{number:,}".replace(",", separator)
    assert [quantity.value for quantity in quantities(f"We saw {printed} otters.")] == [number]


# a run of digits that nobody counts with, and multipliers without end: no value, or a finite one
BEYOND_COUNTING = ["9" * 5000, "1/" + "9" * 5000, "5" + " million" * 100, "five" + " billion" * 100]


@pytest.mark.parametrize("text", BEYOND_COUNTING, ids=lambda text: text[:12])
def test_every_value_is_finite(text: str) -> None:
    for quantity in quantities(f"{text} per cent"):
        values = quantity.value if isinstance(quantity.value, tuple) else (quantity.value,)
        assert all(math.isfinite(value) for value in values)
