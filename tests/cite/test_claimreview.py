"""Threads and verdicts as schema.org data."""

from __future__ import annotations

from tracker.cite.claimreview import Appearance, Verdict, claim_review, thread_claim

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
