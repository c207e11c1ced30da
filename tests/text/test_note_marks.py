from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.check.sentences import sentences_of
from tracker.check.words import words as checked_words
from tracker.extract import extract
from tracker.text.normal import normal_form
from tracker.text.note_marks import raised, with_fractions, without_marks
from tracker.text.quantities import quantities

# what is printed, what is read of it: a mark leaves blanks, so that places stay
READ = [
    ("rose to 40¹ per cent", "rose to 40  per cent"),
    ("rose to 40 ¹ per cent", "rose to 40   per cent"),
    ("said Noor Adeyemi.⁶ He left", "said Noor Adeyemi.  He left"),
    ("rose to 40[footnote 1].", "rose to 40            ."),
    ("rose to 40 [note 12], he said", "rose to 40          , he said"),
    ("rose to 40[^1] a day", "rose to 40     a day"),
    ("rose to 40[^ons-2019].", "rose to 40           ."),
    ("said Adeyemi.[6] He left", "said Adeyemi.    He left"),
    ("rose to 40 [12].", "rose to 40     ."),
    ("“We will.”[3] he said", "“We will.”    he said"),
    ("forty[citation needed] ferries", "forty                  ferries"),
    ("up by 1,200¹,² ferries", "up by 1,200    ferries"),
    ("said Adeyemi.[6][17] He left", "said Adeyemi.        He left"),
    ("up by 12%[a] in May", "up by 12%    in May"),
    ("Adeyemi† left 12‡ ferries", "Adeyemi  left 12  ferries"),
    ("up by 12ⁱᵛ in May", "up by 12   in May"),
    ("rose to 40 [footnote 2: see annex].", "rose to 40                        ."),
    ("up by 12%ᵃ in May", "up by 12%  in May"),
    ("cost £5m² to build", "cost £5m  to build"),
    ("fell to 10¹ ferries", "fell to 10  ferries"),
    ("fell to 10² per cent", "fell to 10  per cent"),
    ("Tom’s² boat", "Tom’s  boat"),
    ("of 10<sup>[6]</sup> ferries", "of 10" + " " * len("<sup>[6]</sup>") + " ferries"),
    ("of 10<sup>6</sup> ferries", "of 10⁶" + " " * len("<sup></sup>") + " ferries"),
    ("on 30 m<sup>2</sup> of turf", "on 30 m²" + " " * len("<sup></sup>") + " of turf"),
    ("of 10^6 ferries on 30 m^2", "of 10⁶  ferries on 30 m² "),
    ("of CO<sub>2</sub>", "of CO₂" + " " * len("<sub></sub>")),
    ("rose to 40<sup>1</sup> a day", "rose to 40" + " " * len("<sup>1</sup>") + " a day"),
    (
        'said Adeyemi.<sup><a href="#n2">[2]</a></sup> He',
        "said Adeyemi." + " " * len('<sup><a href="#n2">[2]</a></sup>') + " He",
    ),
]

UNMARKED = [
    "10⁶ cells",
    "1.2 × 10⁻³ litres",
    "an area of 12 m² and 3 km²",
    "5m² of turf",
    "9.8 m/s²",
    "¹/2 a point",
    "[2019] EWCA Civ 12",
    "he said “[12] ferries sank”",
    "[w]e will [not] go",
    "s[h]e said “[h]e” went",
    "[1](https://harbour.example)",
    "items[3]x",
    "the 1st of May",
    "the 1<sup>st</sup> of May",
    "40^6 ferries",
]

# what a page raises, what stands before it, what is written
RAISED = [
    ("1", "rose to 40", "¹"),
    ("12", "Adeyemi.", "¹²"),
    ("[3]", "Adeyemi", "³"),
    ("1, 2", "40", "¹, ²"),
    ("6", "10", "⁶"),
    ("−3", "10", "⁻³"),
    ("a", "40", "ᵃ"),
    ("a", "12%", "ᵃ"),
    ("[12][13]", "£5m", "¹²,¹³"),
    ("(1)", "40", "¹"),
    ("iv", "40", "ⁱᵛ"),
    ("TM", "Ferrybus", "™"),
    ("MP", "Noor Adeyemi", " MP"),
    ("st", "the 1", "st"),
    ("nd", "the 2", "nd"),
    ("c", "M", "c"),
    ("note 4", "40", "note 4"),
    ("®", "Ferrybus", "®"),
]


@pytest.mark.parametrize(("printed", "read"), READ)
def test_a_mark_of_a_note_is_read_as_a_blank(printed: str, read: str) -> None:
    assert without_marks(printed) == read and len(read) == len(printed)


@pytest.mark.parametrize("printed", UNMARKED)
def test_powers_fractions_and_other_brackets_are_no_marks(printed: str) -> None:
    assert without_marks(printed) == printed


@pytest.mark.parametrize(("words", "before", "written"), RAISED)
def test_raised_figures_are_written_raised_and_raised_words_on_the_line(words: str, before: str, written: str) -> None:
    assert raised(words, before) == written


def test_a_fraction_s_upper_figure_is_no_mark() -> None:
    assert with_fractions("up ¹/₂ a point, ³⁄4 of it, 40¹ in all") == "up 1/2 a point, 3⁄4 of it, 40¹ in all"


# text, value, unit
POWERS = [
    ("The plant filters 10⁶ litres.", 1_000_000, "litre"),
    ("The plant filters 1.2 × 10⁶ litres.", 1_200_000, "litre"),
    ("The plant filters 5 × 10⁻³ litres.", 0.005, "litre"),
    ("The park covers 300 m².", 300, "square metre"),
]


@pytest.mark.parametrize(("text", "value", "unit"), POWERS)
def test_a_power_is_read_as_a_power(text: str, value: float, unit: str) -> None:
    (found,) = quantities(text)
    assert (found.value, found.unit) == (value, unit)


ARTICLE = (
    "Harbour traffic in Pellworth rose to 45 per cent{} of the county's total, said Noor Adeyemi.{}\n\n"
    "Clare Hobday{}, the port's director, said 1,250{} ferries were late last year.\n\n"
    "“We will open 12{} new berths,”{} Ms Hobday said. The council recorded 362{} complaints.{}\n"
)
MARKS = ["", "", "¹", "⁶", "¹⁷", "²,³", "[4]", "[^1]", "[^harbour]", "[footnote 2]", "[note 3]", "<sup>4</sup>"]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(MARKS), min_size=8, max_size=8))
def test_a_note_s_mark_never_changes_a_figure_or_a_name(marks: list[str]) -> None:
    def told(text: str) -> list[tuple[object, ...]]:
        return [
            (claim.speaker, claim.kind, claim.stance, [(q.value, q.unit, q.measured) for q in claim.quantities])
            for claim in extract(text).claims
        ]

    plain, marked = ARTICLE.format(*[""] * 8), ARTICLE.format(*marks)
    assert told(marked) == told(plain)
    assert all(marked[claim.start : claim.end] == claim.text for claim in extract(marked).claims)
    assert normal_form(marked) == normal_form(plain)
    assert [one.keys for _, one in sentences_of(marked)] == [one.keys for _, one in sentences_of(plain)]
    assert [word.key for word in checked_words(marked)] == [word.key for word in checked_words(plain)]
