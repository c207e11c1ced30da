"""The golden files quote their seeds exactly, and seeds/sources.csv says only what the seeds show."""

from __future__ import annotations

import csv

import pytest

from tests.golden.files import NAMES, SEEDS, Item, golden, items, not_claims, pairs, seed_text, side
from tests.golden.quoting import find, occurrences, places

TABLES = ("attribution", "claim", "date", "role")
SOURCE_FIELDS = ["file", "title", "publisher", "byline", "date_stated"]


def sources() -> list[dict[str, str]]:
    with (SEEDS / "sources.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize("item", [item for table in TABLES for item in items(table)], ids=str)
def test_a_golden_item_quotes_its_seed(item: Item) -> None:
    if item.table == "role":
        printed = [
            item.fields["speaker"].split()[-1],
            *item.listed("title"),
            *filter(None, item.listed("organisation")),
        ]
        assert [words for words in printed if not occurrences(seed_text(item.seed), words)] == []
        return
    assert item.must, "no words quoted"
    assert item.must <= item.may
    if "where" in item.fields:
        text = seed_text(item.seed)
        for narrow, wide in (("source", "source_widest"), ("cue", "cue_widest")):
            widest = item.part(wide) if wide in item.fields else item.part(narrow)
            assert places(text, [item.part(narrow)]) <= places(text, [widest])
            assert not places(text, [item.part(narrow)]) & item.must, f"the {narrow} stands inside the content"


@pytest.mark.parametrize("item", [item for item in items("attribution") if item.required], ids=str)
def test_a_required_attribution_names_its_source_cue_and_speaker(item: Item) -> None:
    assert {"where", "source", "cue", "kind", "speaker"} <= set(item.fields)


@pytest.mark.parametrize("item", items("claim"), ids=str)
def test_a_claim_stands_inside_an_attribution_or_is_a_statistic(item: Item) -> None:
    holders = [a for a in items("attribution", item.seed) if item.must & a.may]
    if "statistic" in item.fields["kind"]:
        assert holders == []
    elif item.required:
        assert [a for a in holders if item.must <= a.must and a.fields["kind"] == item.fields["kind"]], "no attribution"
    else:
        assert holders


@pytest.mark.parametrize(("seed", "words"), not_claims(), ids=lambda value: value[:60])
def test_words_that_are_no_claim_are_printed_and_stand_in_no_golden_claim(seed: str, words: str) -> None:
    text = seed_text(seed)
    unclaimed = places(text, [find(text, words)])
    assert [str(claim) for claim in items("claim", seed) if claim.must & unclaimed] == []


@pytest.mark.parametrize("pair", pairs(), ids=lambda pair: pair["name"])
def test_a_pair_quotes_two_different_claims(pair: dict[str, object]) -> None:
    as_printed = bool(pair.get("as_printed", False))
    a, b = side(*pair["a"], as_printed=as_printed), side(*pair["b"], as_printed=as_printed)  # type: ignore[misc]
    assert a.text != b.text


def test_every_seed_has_a_golden_file() -> None:
    assert NAMES
    assert [name for name in NAMES if not golden(name)["claim"]] == []


def test_sources_list_each_seed_once() -> None:
    assert [list(row) for row in sources()] == [SOURCE_FIELDS] * len(NAMES)
    assert sorted(row["file"] for row in sources()) == [f"{name}.txt" for name in NAMES]


@pytest.mark.parametrize("row", sources(), ids=lambda row: row["file"])
def test_sources_say_only_what_the_seed_shows(row: dict[str, str]) -> None:
    text = seed_text(row["file"].removesuffix(".txt"))
    assert [row[field] for field in SOURCE_FIELDS[1:] if row[field] and row[field] not in text] == []
