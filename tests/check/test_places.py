"""The selection by the word index loses nothing that comparing every text finds."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.check.draft import Segments, Texts, check
from tracker.check.findings import CheckedQuotation, Finding
from tracker.check.places import MOST_ALIKE, MOST_IN_A_ROW, Places, document_keys, select
from tracker.check.places import nearby as nearby_places
from tracker.check.words import words
from tracker.matching.candidates import word_key


class InMemory:
    """The word index of a few texts, numbered 0, 1, 2 …, made the obvious way."""

    def __init__(self, texts: Sequence[str]) -> None:
        held: dict[int, list[int]] = {}
        firsts, ends, at = [], [], 0
        for text in texts:
            firsts.append(at)
            for number in document_keys(text):
                held.setdefault(number, []).append(at)
                at += 1
            ends.append(at)
            at += 64
        self.documents = np.arange(len(texts), dtype=np.int64)
        self.firsts, self.ends = np.array(firsts, np.int64), np.array(ends, np.int64)
        self._held = held

    def frequency(self, key: int) -> int:
        return len(self._held.get(key, ()))

    def places(self, key: int) -> Places:
        return np.array(self._held.get(key, []), np.int64)


class Selected(Texts):
    """The texts, of which only those that the index selects are compared."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        super().__init__(dict(sources))
        self._index = InMemory(list(sources.values()))
        self._keys = list(sources)

    def candidates(self, wanted: Sequence[Segments], speakers: Sequence[str | None]) -> Sequence[Iterable[str]]:
        return [[self._keys[number] for number in select(self._index, segments)] for segments in wanted]

    def nearby(self, wanted: Sequence[Segments]) -> Sequence[Iterable[str]]:
        return [[self._keys[number] for number in nearby_places(self._index, segments)] for segments in wanted]


TELLING = ["otter", "harbour", "patrol", "armed", "mayor", "swims", "quay", "routine", "12", "percent", "ferry"]
LIGHT = ["the", "of", "will", "and", "not", "we", "is", "to", "a", "in"]
WORDS = [*TELLING, *LIGHT]
SENTENCES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=40).map(" ".join)
STRANGE = [
    "tiler",
    "slates",
    "gable",
    "mortar",
    "lintel",
    "attic",
    "rafter",
    "47",
    "chimney",
    "those",
    "on",
    "by",
    "he",
]
STRANGERS = [" ".join(random.Random(n).choices(STRANGE, k=30)) for n in range(30)]
"""Texts of other things: none can answer a quotation of these, and each moves the numbers of those that can."""


def outcome(found: CheckedQuotation) -> tuple[object, ...]:
    place = found.place
    return found.findings, place and (place.source, place.parts, place.hidden)


@settings(max_examples=80, deadline=None)
@given(
    st.lists(SENTENCES, min_size=1, max_size=MOST_ALIKE),
    st.lists(st.sampled_from([*WORDS, "…", "[we]"]), min_size=2, max_size=16).map(" ".join),
    st.integers(0, len(STRANGERS)),
)
def test_a_random_quotation_gets_the_same_findings_among_many_texts(texts: list[str], quoted: str, at: int) -> None:
    among = [*STRANGERS[:at], *texts, *STRANGERS[at:]]
    sources = {f"{number:02}": f"“{text},” she said." for number, text in enumerate(among)}
    draft = f"She said: “{quoted}.”"
    every, some = check(draft, sources).quotations, check(draft, Selected(sources)).quotations
    assert [outcome(found) for found in some] == [outcome(found) for found in every]


@settings(max_examples=80, deadline=None)
@given(st.lists(SENTENCES, min_size=2, max_size=12), st.integers(0, 10**9))
def test_a_doctored_quotation_gets_the_same_findings(texts: list[str], seed: int) -> None:
    source = random.Random(seed)
    taken = source.choice(texts).split()
    low = source.randrange(len(taken))
    quoted = taken[low : low + 14]
    for _ in range(source.randrange(4)):
        at = source.randrange(len(quoted))
        quoted[at : at + 1] = source.choice(
            [[], [source.choice(WORDS)], ["…"], [quoted[at], "[indeed]"], [quoted[at], "not"]]
        )
        if not quoted:
            return
    sources = {str(number): f"“{text},” she said." for number, text in enumerate(texts)}
    draft = f"She said: “{' '.join(quoted)}.”"
    every, some = check(draft, sources).quotations, check(draft, Selected(sources)).quotations
    assert [outcome(found) for found in some] == [outcome(found) for found in every]


def test_the_document_with_the_words_in_a_row_comes_first_among_many() -> None:
    texts = [" ".join(random.Random(n).choices(WORDS, k=60)) for n in range(500)]
    texts[317] = "no otter will ever patrol the quay in the ferry of the mayor"
    segments = [[word.key for word in words("otter will ever patrol the quay")]]
    chosen = select(InMemory(texts), segments)
    assert chosen[0] == 317
    assert len(chosen) <= MOST_ALIKE + MOST_IN_A_ROW


def test_words_that_many_print_are_looked_for_first_where_somebody_is_quoted_with_them() -> None:
    index = InMemory(["the ferry is a leap in the dark"] * 20)
    wanted = [word.key for word in words("a leap in the dark")]
    assert 14 not in select(index, [wanted])
    assert select(index, [wanted], quoting=lambda ids, _: [number for number in ids if number == 14])[0] == 14


def test_documents_of_the_named_speaker_are_compared_though_others_have_more_words_in_step() -> None:
    index = InMemory([*["otter patrol quay will ferry mayor"] * 20, "otter patrol by the quay ferry and the mayor"])
    wanted = [word.key for word in words("otter patrol quay ferry mayor")]
    assert 20 not in select(index, [wanted])
    assert 20 in select(index, [wanted], preferred={20})


def test_an_empty_index_and_empty_quotations_select_nothing() -> None:
    assert select(InMemory([]), [["otter"]]) == []
    assert select(InMemory(["otter"]), []) == []
    assert select(InMemory(["otter"]), [["badger"]]) == []


def test_a_word_has_the_same_number_on_every_machine() -> None:
    assert word_key("otter") == word_key("otter")
    assert len({word_key(word) for word in WORDS}) == len(WORDS)
    assert all(0 <= word_key(word) < 1 << 47 for word in WORDS)


def test_what_no_text_has_is_not_found_and_the_nearest_passage_is_named() -> None:
    sources = {
        "one": "“The ferry will swim,” she said.",
        "two": "“Officers will be armed only where a life is at risk,” she said.",
    }
    swans, paid = check(
        "She said: “Nobody ever counted these swans.” Then: “Officers will be paid only where a report is on time.”",
        Selected(sources),
    ).quotations
    assert (swans.finding, swans.nearest) == (Finding.NOT_FOUND, None)
    assert paid.finding is Finding.NOT_FOUND
    assert paid.nearest is not None and paid.nearest.source == "two"
