"""What the program finds in the five seeds agrees with the golden files, written by hand from reading.

tests/golden/README.md explains the conventions; tests/golden/test_quotations.py checks the files themselves.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any, Final

import pytest

from tests.golden.comparing import (
    agreement,
    beyond,
    described,
    differences,
    nearest,
    part_differences,
    quantity_differences,
    words_of,
)
from tests.golden.files import NAMES, SEEDS, Item, Side, golden, items, not_claims, pairs, required, seed_text, side
from tests.golden.quoting import find, places
from tracker.extract import extract
from tracker.ingest.dates import ledger
from tracker.ingest.reader import read
from tracker.matching.features import features
from tracker.matching.relation import relation, spliced
from tracker.models import DatedWords, DateKind, DateLedger, Document, Extraction, Role, Stance

CAPTURED: Final = date(2026, 11, 22)
"""The day of capture that the golden candidates are written for."""

CAPTURED_BEFORE: Final = date(2026, 10, 14)
"""The day before the one Thursday 15 October between the seeds and ``CAPTURED``."""

SAME_CLAIM: Final = 0.8
"""Two spans are one claim from this share of common words: a trailing clause may differ, no more."""


@cache
def document(seed: str) -> Document:
    return read((SEEDS / f"{seed}.txt").read_bytes(), f"{seed}.txt")


@cache
def dates(seed: str, captured: date = CAPTURED) -> DateLedger:
    return ledger(document(seed), captured=captured)


@cache
def found(seed: str) -> Extraction:
    return extract(document(seed).text, dates(seed).date)


def printed_dates(seed: str) -> list[DatedWords]:
    return [entry for entry in dates(seed).dates if entry.kind is not DateKind.CAPTURED]


def candidates_differ(fields: dict[str, Any], candidates: tuple[str, ...]) -> list[str]:
    must, may = set(fields.get("candidates", [])), set(fields.get("candidates_may", []))
    missing = [f"candidate missing: {day}" for day in sorted(must - set(candidates))]
    return missing + [f"candidate too many: {day}" for day in sorted(set(candidates) - must - may)]


def date_differences(item: Item, entry: DatedWords) -> list[str]:
    return [
        f"{field} {value!r}; wanted {item.listed(field)}"
        for field, value in (("kind", str(entry.kind)), ("value", entry.value), ("basis", str(entry.basis)))
        if field in item.fields and value not in item.listed(field)
    ] + (candidates_differ(dict(item.fields), entry.candidates) if "candidates" in item.fields else [])


def role_fits(item: Item, role: Role) -> bool:
    return (
        role.speaker == item.fields["speaker"]
        and role.title in item.listed("title")
        and role.organisation in item.listed("organisation")
    )


@pytest.mark.parametrize("seed", NAMES)
def test_the_text_of_a_seed_is_its_file_exactly(seed: str) -> None:
    assert document(seed).text == seed_text(seed)


@pytest.mark.parametrize("item", required("attribution"), ids=str)
def test_an_attribution_is_found(item: Item) -> None:
    thing = nearest(item, found(item.seed).attributions)
    assert thing is not None, f"not found: {' / '.join(item.content)!r}"
    wrong = differences(item, thing) + part_differences(item, "source", thing.source)
    wrong += part_differences(item, "cue", thing.cue)
    if not item.must <= words_of(item.seed, thing) <= item.may:
        wrong.append(f"other words: {described(item.seed, thing)}")
    assert not wrong, f"{' / '.join(item.content)!r}"


@pytest.mark.parametrize("seed", NAMES)
def test_no_other_attribution_is_found(seed: str) -> None:
    assert beyond(seed, "attribution", found(seed).attributions) == []


@pytest.mark.parametrize("item", required("claim"), ids=str)
def test_a_claim_is_found(item: Item) -> None:
    thing = nearest(item, found(item.seed).claims)
    assert thing is not None, f"not found: {item.content[0]!r}"
    wrong = differences(item, thing) + quantity_differences(item, thing.quantities)
    if agreement(item, thing) < SAME_CLAIM:
        wrong.append(f"other words: {thing.text!r}")
    if thing.text != seed_text(item.seed)[thing.start : thing.end]:
        wrong.append("its text is not what its anchor covers")
    assert not wrong, f"{item.content[0]!r}"


@pytest.mark.parametrize("seed", NAMES)
def test_no_other_claim_is_found(seed: str) -> None:
    assert beyond(seed, "claim", found(seed).claims) == []


@pytest.mark.parametrize(("seed", "words"), not_claims(), ids=lambda value: value[:60])
def test_words_that_are_no_claim_stand_in_none(seed: str, words: str) -> None:
    unclaimed = places(seed_text(seed), [find(seed_text(seed), words)])
    holders = [claim for claim in found(seed).claims if words_of(seed, claim) & unclaimed]
    assert [described(seed, claim) for claim in holders] == [], f"{words!r}"


@pytest.mark.parametrize("item", required("date"), ids=str)
def test_a_date_stands_in_the_ledger(item: Item) -> None:
    entries = [entry for entry in printed_dates(item.seed) if item.must <= words_of(item.seed, entry) <= item.may]
    assert len(entries) == 1, f"{item.content[0]!r} stands {len(entries)} times in the ledger"
    assert date_differences(item, entries[0]) == [], f"{item.content[0]!r}"


@pytest.mark.parametrize("seed", NAMES)
def test_no_other_date_stands_in_the_ledger(seed: str) -> None:
    listed = items("date", seed)
    others = [
        entry
        for entry in printed_dates(seed)
        if not any(words_of(seed, entry) <= item.may and not date_differences(item, entry) for item in listed)
    ]
    assert [f"{entry.kind} {entry.value}: {entry.text!r}" for entry in others] == []


@pytest.mark.parametrize("seed", NAMES)
def test_the_date_of_a_document_is_known_or_left_open(seed: str) -> None:
    wanted, day = golden(seed)["document_date"], dates(seed).date
    assert day.value == (wanted["value"] or None)
    assert day.conflict == wanted["conflict"]
    assert str(day.basis) in wanted.get("basis", [str(day.basis)])
    if day.value is None:
        assert candidates_differ(wanted, day.candidates) == []
        assert [words for words in wanted.get("why_names", []) if words not in day.why] == [], day.why
        assert day.why, "nothing says why it is open"


@pytest.mark.parametrize("seed", NAMES)
def test_no_candidate_is_later_than_the_day_of_capture(seed: str) -> None:
    for captured in (CAPTURED, CAPTURED_BEFORE):
        opened = dates(seed, captured)
        days = [*opened.date.candidates, *(day for entry in opened.dates for day in entry.candidates)]
        assert [day for day in days if day > captured.isoformat()] == []


@pytest.mark.parametrize("seed", NAMES)
def test_no_caption_dates_the_document(seed: str) -> None:
    captions = {entry.value for entry in dates(seed).dates if entry.kind is DateKind.CAPTION and entry.value}
    assert not captions & {dates(seed).date.value, *dates(seed).date.candidates}


@pytest.mark.parametrize("item", required("role"), ids=str)
def test_a_role_is_found(item: Item) -> None:
    roles = [role for role in found(item.seed).roles if role.speaker == item.fields["speaker"]]
    assert [role for role in roles if role_fits(item, role)], f"found {roles}; wanted {dict(item.fields)}"


@pytest.mark.parametrize("seed", NAMES)
def test_no_other_role_is_found(seed: str) -> None:
    listed = items("role", seed)
    assert [role for role in found(seed).roles if not any(role_fits(item, role) for item in listed)] == []


@pytest.mark.parametrize("pair", pairs(), ids=lambda pair: pair["name"])
def test_a_pair_of_claims_has_its_relation(pair: dict[str, Any]) -> None:
    def made(one: Side) -> Any:
        stance: Stance = "denies" if one.polarity < 0 else "asserts"
        return features(one.text, kind=one.kind, speaker=one.speaker, stance=stance)

    a, b = (side(*pair[which], as_printed=pair.get("as_printed", False)) for which in ("a", "b"))
    turn = side(*pair["turn_b"]).text if "turn_b" in pair else None
    for one, other, turns in ((a, b, (None, turn)), (b, a, (turn, None))):
        decided = spliced(made(one), made(other), relation(made(one), made(other)), *turns)
        assert str(decided.kind) in pair["one_of"], f"{one.text!r} and {other.text!r}: {decided.reasons}"
