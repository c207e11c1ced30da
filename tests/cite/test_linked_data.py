"""Threads and verdicts as schema.org data."""

from __future__ import annotations

import jsonschema
import pytest

from tracker.cite.linked_data import Appearance, Source, Verdict, claim_review, graph, quotation, thread_claim

THREAD = "https://tracker.example/threads/7"
LATER = Appearance(
    "Otters are safe.", "https://tracker.example/claims/2", "Second", "2019-02-01", speaker="Ann Example"
)
EARLIER = Appearance(
    "The otters are safe.",
    "https://tracker.example/claims/1",
    "First",
    "2018",
    "https://example.org/1",
    "Example Times",
)
UNDATED = Appearance("Safe otters.", "https://tracker.example/claims/3", "Third")


def test_a_thread_is_a_claim_with_all_its_appearances() -> None:
    assert thread_claim(THREAD, LATER, [LATER, EARLIER, UNDATED]) == {
        "@context": "https://schema.org",
        "@type": "Claim",
        "@id": THREAD,
        "url": THREAD,
        "text": "Otters are safe.",
        "author": {"@type": "Person", "name": "Ann Example"},
        "appearance": [
            {
                "@type": "CreativeWork",
                "@id": "https://tracker.example/claims/2",
                "name": "Second",
                "text": "Otters are safe.",
                "datePublished": "2019-02-01",
            },
            {
                "@type": "CreativeWork",
                "@id": "https://tracker.example/claims/1",
                "name": "First",
                "text": "The otters are safe.",
                "url": "https://example.org/1",
                "datePublished": "2018",
                "publisher": {"@type": "Organization", "name": "Example Times"},
            },
            {
                "@type": "CreativeWork",
                "@id": "https://tracker.example/claims/3",
                "name": "Third",
                "text": "Safe otters.",
            },
        ],
        "firstAppearance": {
            "@type": "CreativeWork",
            "@id": "https://tracker.example/claims/1",
            "name": "First",
            "text": "The otters are safe.",
            "url": "https://example.org/1",
            "datePublished": "2018",
            "publisher": {"@type": "Organization", "name": "Example Times"},
        },
    }


def test_undated_appearances_make_no_first_one() -> None:
    assert "firstAppearance" not in thread_claim(THREAD, UNDATED, [UNDATED])


def test_a_verdict_is_somebody_elses_rating_of_the_claim() -> None:
    claim = thread_claim(THREAD, UNDATED, [UNDATED])
    review = claim_review(claim, Verdict("Example Facts", "Half true", "https://facts.example/9", "2020-01-02"))
    assert review["claimReviewed"] == "Safe otters."
    assert review["itemReviewed"]["@id"] == THREAD
    assert review["author"] == {"@type": "Organization", "name": "Example Facts"}
    assert review["reviewRating"] == {"@type": "Rating", "alternateName": "Half true"}
    assert review["datePublished"] == "2020-01-02"
    assert "datePublished" not in claim_review(claim, Verdict("Example Facts", "True", "https://facts.example/9"))


# What Google asks of a ClaimReview (developers.google.com, structured data, "Fact check"), as a schema of our own after
# its table of properties: required ones are required, recommended ones are of the right type where they stand.
PERSON = {
    "type": "object",
    "required": ["@type", "name"],
    "properties": {"@type": {"enum": ["Person", "Organization"]}, "name": {"type": "string", "minLength": 1}},
}
WORK = {
    "type": "object",
    "required": ["@type"],
    "properties": {
        "@type": {"const": "CreativeWork"},
        "url": {"type": "string", "pattern": "^https?://"},
        "datePublished": {"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"},
    },
}
CLAIM_REVIEW = {
    "type": "object",
    "required": ["@context", "@type", "claimReviewed", "reviewRating", "url"],
    "properties": {
        "@context": {"const": "https://schema.org"},
        "@type": {"const": "ClaimReview"},
        "claimReviewed": {"type": "string", "minLength": 1},
        "url": {"type": "string", "pattern": "^https?://"},
        "author": PERSON,
        "datePublished": {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
        "reviewRating": {
            "type": "object",
            "required": ["@type", "alternateName"],
            "properties": {
                "@type": {"const": "Rating"},
                "alternateName": {"type": "string", "minLength": 1},
                "ratingValue": {"type": "number"},
                "worstRating": {"type": "number"},
                "bestRating": {"type": "number"},
            },
            "dependentRequired": {"ratingValue": ["worstRating", "bestRating"]},
        },
        "itemReviewed": {
            "type": "object",
            "required": ["@type", "text"],
            "properties": {
                "@type": {"const": "Claim"},
                "author": PERSON,
                "appearance": {"type": "array", "items": WORK},
                "firstAppearance": WORK,
            },
        },
        "isBasedOn": {"type": "array", "items": WORK, "minItems": 1},
    },
}
FULL = Verdict(
    "Example Facts",
    "Half true",
    "https://facts.example/9",
    "2020-01-02",
    value=0.0,
    worst=0.0,
    best=4.0,
    summary="Otters are *mostly* safe.",
    reviewer="Ben Sample",
    evidence=(
        Source("Otter count", "https://otters.example/", "https://archive.example/otters", "“Eleven were seen.”"),
        Source("A letter"),
    ),
)
BARE = Verdict("Example Facts", "Half true", "https://facts.example/9")
CASES = [(verdict, lead) for verdict in (FULL, BARE) for lead in (LATER, EARLIER, UNDATED)]


@pytest.mark.parametrize(("verdict", "lead"), CASES)
def test_a_review_is_valid_by_what_google_requires(verdict: Verdict, lead: Appearance) -> None:
    review = claim_review(thread_claim(THREAD, lead, [LATER, EARLIER, UNDATED]), verdict)
    jsonschema.validate(review, CLAIM_REVIEW)


@pytest.mark.parametrize("missing", ["claimReviewed", "reviewRating", "url"])
def test_the_schema_misses_what_is_required(missing: str) -> None:
    review = claim_review(thread_claim(THREAD, LATER, [LATER]), FULL)
    del review[missing]
    with pytest.raises(jsonschema.ValidationError, match=missing):
        jsonschema.validate(review, CLAIM_REVIEW)


def test_a_rating_is_told_in_the_authors_words_and_numbers() -> None:
    assert claim_review(thread_claim(THREAD, LATER, [LATER]), FULL)["reviewRating"] == {
        "@type": "Rating",
        "alternateName": "Half true",
        "ratingValue": 0.0,
        "worstRating": 0.0,
        "bestRating": 4.0,
    }


def test_evidence_stands_with_its_archived_copy_and_blanks_stay_out() -> None:
    review = claim_review(thread_claim(THREAD, LATER, [LATER]), FULL)
    assert review["isBasedOn"] == [
        {
            "@type": "CreativeWork",
            "name": "Otter count",
            "url": "https://otters.example/",
            "archivedAt": "https://archive.example/otters",
            "abstract": "“Eleven were seen.”",
        },
        {"@type": "CreativeWork", "name": "A letter"},
    ]
    assert review["creator"] == {"@type": "Person", "name": "Ben Sample"}
    assert not {"isBasedOn", "creator", "reviewBody"} & set(claim_review(thread_claim(THREAD, LATER, [LATER]), BARE))


def test_a_quotation_names_its_speaker_and_the_document_it_is_based_on() -> None:
    spoken = Appearance(
        "The otters are safe.",
        "https://tracker.example/claims/1",
        "First",
        "2018",
        "https://example.org/1",
        "Example Times",
        "Otter Board",
        speaker_is_body=True,
        said="2017-12-30",
    )
    assert quotation(spoken) == {
        "@context": "https://schema.org",
        "@type": "Quotation",
        "@id": "https://tracker.example/claims/1",
        "url": "https://tracker.example/claims/1",
        "text": "The otters are safe.",
        "creator": {"@type": "Organization", "name": "Otter Board"},
        "spokenByCharacter": {"@type": "Organization", "name": "Otter Board"},
        "dateCreated": "2017-12-30",
        "isBasedOn": {
            "@type": "CreativeWork",
            "name": "First",
            "url": "https://example.org/1",
            "datePublished": "2018",
            "publisher": {"@type": "Organization", "name": "Example Times"},
        },
    }


def test_several_things_are_one_document_with_one_context() -> None:
    both = graph([thread_claim(THREAD, LATER, [LATER]), quotation(LATER)])
    assert both["@context"] == "https://schema.org"
    assert [thing["@type"] for thing in both["@graph"]] == ["Claim", "Quotation"]
    assert not any("@context" in thing for thing in both["@graph"])
