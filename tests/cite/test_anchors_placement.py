"""Words of an old text looked for in a new one: a table of texts and edits; nothing is ever moved to a lookalike."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.cite.anchors import Placing, Standing
from tracker.models import Span


class Told(NamedTuple):
    """A text in three parts, the words looked for in the middle one, and what each edit changes in them."""

    before: str
    sentence: str
    words: str
    after: str
    figure: tuple[str, str]
    name: tuple[str, str]
    negation: tuple[str, str]
    modal: tuple[str, str]
    word: tuple[str, str]

    @property
    def text(self) -> str:
        return joined(self.before, self.sentence, self.after)


TEXTS = [
    Told(
        "Library hours\n\nThe council met on Tuesday. Nobody spoke for the borrowers.",
        "“All 14 branches in Norwell will stay open on Sundays,” said Ruth Amery.",
        "All 14 branches in Norwell will stay open on Sundays",
        "She left before the vote.\n\nThe vote was put off.",
        ("14", "41"), ("Norwell", "Norwall"), ("will stay", "will not stay"), ("will", "may"), ("open", "closed"),
    ),
    Told(
        "The river was high for weeks.",
        "Flood claims rose by 3.5 per cent in Tarn Valley, and all insurers must pay within a month.",
        "Flood claims rose by 3.5 per cent in Tarn Valley, and all insurers must pay within a month.",
        "Repairs began in March.",
        ("3.5", "35"), ("Tarn", "Tamar"), ("rose", "never rose"), ("must", "should"), ("rose", "fell"),
    ),
    Told(
        "Ferry inquiry, day two.\n\nMr Oakes: I ask about the ramp.",
        "Ms Lund: We did not inspect the ramp in Haddon on 6 May; every mate could see it.",
        "We did not inspect the ramp in Haddon on 6 May; every mate could see it.",
        "Mr Oakes: Thank you.",
        ("6 May", "16 May"), ("Haddon", "Hadden"), ("did not inspect", "did inspect"), ("could", "might"),
        ("inspect", "paint"),
    ),
    Told(
        "Milk prices have moved little. Farmers are uneasy.",
        "The minister said that £1.20 a litre would be too little for some dairies in Corrie.",
        "£1.20 a litre would be too little for some dairies in Corrie",
        "Talks go on. The union has not decided.",
        ("£1.20", "£11.20"), ("Corrie", "Currie"), ("would be", "would not be"), ("would", "could"), ("litre", "pint"),
    ),
    Told(
        "School meals\n\nA survey of parents was published.",
        "Most of the 2,300 parents in Denby said lunches had improved since Mrs Vail took over.",
        "Most of the 2,300 parents in Denby said lunches had improved since Mrs Vail took over.",
        "The kitchens were rebuilt last year.",
        ("2,300", "23,000"), ("Vail", "Vale"), ("had improved", "had not improved"), ("Most", "All"),
        ("lunches", "dinners"),
    ),
    Told(
        "A tram ran late. Another followed.",
        "Dr Imre told the panel: “No tram on the Quay line can brake in 40 metres when rails are wet.”",
        "No tram on the Quay line can brake in 40 metres when rails are wet.",
        "The panel will report in June.",
        ("40", "400"), ("Quay", "Key"), ("No tram", "A tram"), ("can", "must"), ("wet", "iced"),
    ),
    Told(
        "Notes of the parish.\n\nThe hedge was cut.",
        "Councillor Beale hasn’t paid the 90 pounds, and none of the Fenwick allotments will be let.",
        "Councillor Beale hasn’t paid the 90 pounds, and none of the Fenwick allotments will be let.",
        "The meeting closed at nine.",
        ("90", "19"), ("Fenwick", "Renwick"), ("hasn’t paid", "has paid"), ("will", "would"), ("pounds", "guineas"),
    ),
    Told(
        "Bus fares are set each spring. The next round is open.",
        "Fares in Ashdale doubled between 2009 and 2014, although few riders were ever asked.",
        "Fares in Ashdale doubled between 2009 and 2014",
        "Nobody has explained why. A petition is going round.",
        ("2014", "2004"), ("Ashdale", "Avondale"), ("doubled", "hardly doubled"), ("doubled", "may have doubled"),
        ("doubled", "halved"),
    ),
]  # fmt: skip


def joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def replaced(field: str) -> Callable[[Told], str]:
    def edit(told: Told) -> str:
        old, new = getattr(told, field)
        assert old in told.words
        return told.text.replace(old, new)

    return edit


def curled(told: Told) -> str:
    plain = told.text.translate(str.maketrans("“”’", '""\''))
    return plain if plain != told.text else told.text.replace(" ", "\u00a0")


def turned_down(told: Told) -> str:
    """The words stand to the letter, and something before them denies them."""
    if told.words == told.sentence or told.words[0].islower():
        return told.text.replace(told.words, f"it is not true that {told.words}")
    return joined(told.before, f"It is not true that {told.words}.", told.after)


EDITS: dict[str, tuple[Callable[[Told], str], Standing]] = {
    "nothing": (lambda t: t.text, Standing.SAME),
    "a figure changed": (replaced("figure"), Standing.GONE),
    "a name changed": (replaced("name"), Standing.GONE),
    "a negation put in or taken out": (replaced("negation"), Standing.GONE),
    "a modal or a quantifier changed": (replaced("modal"), Standing.GONE),
    "a word swapped": (replaced("word"), Standing.GONE),
    "denied from outside": (turned_down, Standing.GONE),
    "the sentence moved": (lambda t: f"{t.sentence}\n\n{t.before} {t.after}", Standing.MOVED),
    "the sentence doubled": (lambda t: joined(t.text, "\n\n" + t.sentence), Standing.SAME),
    "the sentence dropped": (lambda t: joined(t.before, t.after), Standing.GONE),
    "re-wrapped": (lambda t: textwrap.fill(t.text.replace("\n\n", " "), 58), Standing.TYPOGRAPHY),
    "marks curled or uncurled": (curled, Standing.TYPOGRAPHY),
    "a paragraph above": (lambda t: f"Published again with a new heading.\n\n{t.text}", Standing.SAME),
    "all around it changed": (lambda t: f"Quite another start. {t.sentence} And an end.", Standing.SAME),
    "edited here, the old wording quoted in a correction": (
        lambda t: replaced("figure")(t) + f"\n\nCorrection: an earlier version read: {t.sentence}", Standing.GONE),
    "nothing left of the text": (lambda t: "This page has been removed.", Standing.GONE),
}  # fmt: skip
TABLE = [pytest.param(told, edit, id=f"{told.words[:16]}, {edit}") for told in TEXTS for edit in EDITS]


def span_of(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


@pytest.mark.parametrize(("told", "edit"), TABLE)
def test_words_are_found_where_they_stand_and_never_in_a_lookalike(told: Told, edit: str) -> None:
    change, expected = EDITS[edit]
    new = change(told)
    placed = Placing(told.text, new).place(span_of(told.text, told.words))
    if expected is Standing.TYPOGRAPHY and told.words in new:  # no mark and no line end of these words was touched
        expected = Standing.SAME
    assert placed.standing is expected
    assert (placed.span is None) is (expected is Standing.GONE)
    if placed.span is not None:
        plain = {ord("“"): '"', ord("”"): '"', ord("’"): "'"}
        assert " ".join(placed.span.of(new).translate(plain).split()) == told.words.translate(plain)


@pytest.mark.parametrize("told", TEXTS, ids=lambda told: told.words[:16])
@pytest.mark.parametrize("field", ["figure", "name", "negation", "modal", "word"])
def test_beside_words_that_are_gone_stands_what_became_of_them(told: Told, field: str) -> None:
    new = replaced(field)(told)
    nearest = Placing(told.text, new).place(span_of(told.text, told.words)).nearest
    assert nearest is not None
    assert told.words.replace(*getattr(told, field)) in nearest.of(new)


def test_there_are_a_hundred_edits() -> None:
    assert len(TABLE) >= 100


TWINS = "The pier is closed. Mr Hall said so. The boats wait.\n\nThe pier is closed. Ms Ray agreed. The nets dry."
SMALL = [
    # old, words, which of its places, new, what became of them, and the words before them in the new text
    (TWINS, "The pier is closed.", 0, TWINS.partition("\n\n")[2], Standing.GONE, None),
    (TWINS, "The pier is closed.", 1, TWINS.partition("\n\n")[2], Standing.SAME, ""),
    (TWINS, "The pier is closed.", 1, TWINS.partition("\n\n")[0], Standing.GONE, None),
    (TWINS, "The pier is closed.", 0, TWINS.replace("closed", "open", 1), Standing.GONE, None),
    (TWINS, "The pier is closed.", 1, TWINS.replace("closed", "open", 1), Standing.SAME, "wait.\n\n"),
    ("It rose by 4. It fell.", "rose by 4", 0, "It rose by 40. It fell.", Standing.GONE, None),
    ("It rose by 4. It fell.", "rose by 4", 0, "It rose by 4.5 points. It fell.", Standing.GONE, None),
    ("It rose by 4. It fell.", "It rose by 4", 0, "It rose by 4 per cent. It fell.", Standing.GONE, None),
    ("It rose by 4. It fell.", "It rose by 4", 0, "It rose by 4% then. It fell.", Standing.GONE, None),
    ("We saw 5 degrees there.", "5 degrees there", 0, "We saw -5 degrees there.", Standing.GONE, None),
    ("We saw 5 degrees there.", "5 degrees there", 0, "We saw 1.5 degrees there.", Standing.GONE, None),
    ("We wait for 10.", "We wait for 10", 0, "We wait for 10–12 days.", Standing.GONE, None),
    ("We wait for 10.", "We wait for 10", 0, "We wait for 10/12.", Standing.GONE, None),
    ("It fell 3 points then.", "3 points then", 0, "It fell +3 points then.", Standing.GONE, None),
    ("Ann Pole will sign the lease. It rained.", "Ann Pole will sign the lease", 0,
     "Ann Pole will sign the lease, if asked to. It rained.", Standing.GONE, None),
    ("Ann Pole will sign the lease. It rained.", "Ann Pole will sign the lease.", 0,
     "If asked to, Ann Pole will sign the lease. It rained.", Standing.GONE, None),
    ("“Ann Pole will sign the lease,” he said.", "Ann Pole will sign the lease", 0,
     "He said: “Ann Pole will sign the lease.”", Standing.SAME, "He said: “"),
    ("Ann Pole will sign the lease. It rained.", "Ann Pole will sign the lease", 0,
     "Ann Pole will sign the lease! It rained.", Standing.SAME, ""),
    ("14 boats sail at dawn today. It rained.", "14 boats sail at dawn today.", 0,
     "Only 14 boats sail at dawn today. It rained.", Standing.GONE, None),
    ("The armed men left us.", "armed men left us.", 0, "The unarmed men left us.", Standing.GONE, None),
    ("He can swim as well as we can.", "as well as we can", 0, "He can swim as well as we can’t.", Standing.GONE, None),
    ("Fares fell 12 per cent in May.", "12 per cent", 0, "Mice. Rents rose 12 per cent in York.", Standing.GONE, None),
    ("Ten stay. “We open at six,” said Jo.", "We open at six", 0, "Ten stay. “We open at six,” said Di.",
     Standing.SAME, "Ten stay. “"),
    ("Ann Pole said: “We will sell the pier by May.”", "We will sell the pier by May.", 0,
     "Ann Pole did not say: “We will sell the pier by May.”", Standing.GONE, None),
    ("A well-\nknown fact is here.", "fact is here", 0, "A well-known fact is here.", Standing.SAME, "well-known "),
    ("So it is... and we go on -- as ever.", "it is... and we go on -- as ever", 0,
     "So it is… and we go on — as ever.", Standing.TYPOGRAPHY, "So "),
    ("The co\u00adast is clear of oil today.", "The co\u00adast is clear of oil today.", 0,
     "The coast is clear of oil today.", Standing.TYPOGRAPHY, ""),
    ("The co\u00ad\nast is clear of oil today.", "The co\u00ad\nast is clear of oil today.", 0,
     "The coast is clear of oil today.", Standing.TYPOGRAPHY, ""),
    ("‘We go,’ she said, ‘at six.’", "‘We go,’ she said, ‘at six.’", 0, "“We go,” she said, “at six.”",
     Standing.TYPOGRAPHY, ""),
    ("In May it was 10².", "it was 10²", 0, "In May it was 102.", Standing.GONE, None),
    ("", "", 0, "Some words.", Standing.GONE, None),
    ("Some words.", "Some words.", 0, "", Standing.GONE, None),
]  # fmt: skip


@pytest.mark.parametrize(("old", "words", "which", "new", "standing", "before"), SMALL)
def test_a_place_of_the_new_text_answers_for_one_of_the_old(
    old: str, words: str, which: int, new: str, standing: Standing, before: str | None
) -> None:
    start = -1
    for _ in range(which + 1):
        start = old.index(words, start + 1)
    placed = Placing(old, new).place(Span(start, start + len(words)))
    assert placed.standing is standing
    assert (None if placed.span is None else new[: placed.span.start][-len(before or "") :] if before else before) == (
        None if before is None else before
    )


@given(st.lists(st.sampled_from([told.sentence for told in TEXTS]), min_size=1, max_size=8), st.data())
def test_in_an_unchanged_text_everything_is_the_same(parts: list[str], data: st.DataObject) -> None:
    text = " ".join(parts)
    words = data.draw(st.sampled_from(spans_of(text)))
    placed = Placing(text, text).place(words)
    assert (placed.standing, placed.span) == (Standing.SAME, words)


@given(st.text(alphabet="ab c.-14\n", min_size=1), st.text(alphabet="ab c.-14\n"), st.data())
def test_what_is_found_reads_as_what_was_looked_for(old: str, new: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(old) - 1))
    end = data.draw(st.integers(start + 1, len(old)))
    for text in (new, f"zz {old}", old + new, new + old):
        found = Placing(old, text).place(Span(start, end)).span
        assert found is None or re.sub(r"\s|-+", "", found.of(text)) == re.sub(r"\s|-+", "", old[start:end])


@given(st.permutations([told.sentence for told in TEXTS]))
def test_sentences_in_another_order_are_all_found_again(parts: list[str]) -> None:
    old, new = " ".join(told.sentence for told in TEXTS), " ".join(parts)
    placing = Placing(old, new)
    for told in TEXTS:
        placed = placing.place(span_of(old, told.words))
        assert placed.span is not None
        assert placed.span.of(new) == told.words


def spans_of(text: str) -> list[Span]:
    starts = [at for at in range(len(text)) if not text[at].isspace() and (at == 0 or text[at - 1].isspace())]
    return [Span(start, end) for start in starts for end in [*(s - 1 for s in starts if s > start), len(text)]]
