"""Claims as W3C Web Annotations, held against what the Web Annotation Data Model says they MUST have."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest

from tracker.cite.anchors import anchor
from tracker.cite.web_annotations import Annotated, annotation, collection, page

TEXT = "The council met. “The swans were counted,” Dora Penhale said."
IRI = {"type": "string", "format": "iri", "pattern": "^[a-z][a-z0-9+.-]*:"}
MOTIVATIONS = [
    "assessing", "bookmarking", "classifying", "commenting", "describing", "editing", "highlighting", "identifying",
    "linking", "moderating", "questioning", "replying", "tagging",
]  # fmt: skip
SELECTORS = {
    "oneOf": [
        {
            "properties": {
                "type": {"const": "TextPositionSelector"},
                "start": {"type": "integer", "minimum": 0},
                "end": {"type": "integer", "minimum": 0},
            },
            "required": ["type", "start", "end"],
            "additionalProperties": False,
        },
        {
            "properties": {
                "type": {"const": "TextQuoteSelector"},
                "exact": {"type": "string"},
                "prefix": {"type": "string"},
                "suffix": {"type": "string"},
            },
            "required": ["type", "exact"],
            "additionalProperties": False,
        },
    ]
}
ANNOTATION: dict[str, Any] = {
    "type": "object",
    "properties": {
        # 3.1: one or more @context, of which one is the model's; exactly one IRI; a type that is Annotation; a target
        "@context": {"const": "http://www.w3.org/ns/anno.jsonld"},
        "id": IRI,
        "type": {"const": "Annotation"},
        # 3.3.5: a motivation of the model's list
        "motivation": {"enum": MOTIVATIONS},
        # 3.2.4: a body that is embedded text has exactly one value; purpose is a motivation
        "body": {
            "type": "array",
            "items": {
                "properties": {
                    "type": {"const": "TextualBody"},
                    "value": {"type": "string", "minLength": 1},
                    "purpose": {"enum": MOTIVATIONS},
                },
                "required": ["type", "value"],
            },
        },
        # 3.3.2: who made it, and 3.3.3 with what
        "creator": {"required": ["type"], "properties": {"type": {"enum": ["Person", "Organization", "Software"]}}},
        "generator": {"required": ["type"], "properties": {"type": {"const": "Software"}, "id": IRI}},
        # 4: a specific resource has exactly one source, and may have selectors and a state
        "target": {
            "properties": {
                "type": {"const": "SpecificResource"},
                "source": {"properties": {"id": IRI, "via": IRI}, "required": ["id"]},
                "selector": {"type": "array", "items": SELECTORS, "minItems": 2},
                # 4.3.1: sourceDate is an xsd:dateTime with a time zone
                "state": {
                    "properties": {
                        "type": {"const": "TimeState"},
                        "sourceDate": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"},
                    },
                    "required": ["type", "sourceDate"],
                },
            },
            "required": ["source", "selector"],
        },
    },
    "required": ["@context", "id", "type", "target"],
    "additionalProperties": False,
}
COLLECTION: dict[str, Any] = {
    "properties": {
        # 5.1: context, one IRI, type AnnotationCollection, a label, total not negative, first page
        "@context": {"const": "http://www.w3.org/ns/anno.jsonld"},
        "id": IRI,
        "type": {"const": "AnnotationCollection"},
        "label": {"type": "string"},
        "total": {"type": "integer", "minimum": 0},
        "last": IRI,
        "first": {
            # 5.2: one IRI, type AnnotationPage, partOf its collection, startIndex, and one list of items
            "properties": {
                "id": IRI,
                "type": {"const": "AnnotationPage"},
                "partOf": IRI,
                "startIndex": {"type": "integer", "minimum": 0},
                "items": {"type": "array", "items": ANNOTATION},
            },
            "required": ["id", "type", "items", "partOf"],
            "additionalProperties": False,
        },
    },
    "required": ["@context", "id", "type", "first", "total"],
    "additionalProperties": False,
}


def annotated(**more: Any) -> Annotated:
    start = TEXT.index("The swans")
    return Annotated(
        place=anchor(TEXT, start, start + len("The swans were counted")),
        link="https://tracker.example/claims/7",
        document="https://tracker.example/documents/3",
        sha256="ab" * 32,
        kind="direct",
        **more,
    )


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"speaker": "Dora Penhale", "web": "https://gazette.example/a", "captured": "2022-05-06"},
        {"denied": True, "corrected": True},
    ],
)
def test_an_annotation_has_what_the_model_says_it_must(more: dict[str, Any]) -> None:
    jsonschema.validate(annotation(annotated(**more), "https://tracker.example"), ANNOTATION)


def test_an_annotation_finds_its_words_by_place_and_by_quotation() -> None:
    place, quote = annotation(annotated(), "https://tracker.example")["target"]["selector"]
    assert TEXT[place["start"] : place["end"]] == quote["exact"] == "The swans were counted"
    assert quote["prefix"] + quote["exact"] + quote["suffix"] in TEXT


def test_words_that_their_speaker_denies_are_marked_so() -> None:
    found = annotation(annotated(denied=True), "https://tracker.example")
    assert "denied by the speaker" in [body["value"] for body in found["body"]]


def test_a_claim_that_nobody_corrected_is_the_programs_work() -> None:
    assert annotation(annotated(), "https://tracker.example")["creator"]["type"] == "Software"
    assert annotation(annotated(corrected=True), "https://tracker.example")["creator"]["type"] == "Person"


def test_a_collection_with_its_page_has_what_the_model_says_it_must() -> None:
    identity = "https://tracker.example/claims.annotations.jsonld"
    items = [annotation(annotated(), "https://tracker.example")]
    whole = {**collection(identity, "Claims", 1), "first": {**page(identity), "items": items}}
    jsonschema.validate(whole, COLLECTION)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**whole, "first": {**page(identity), "items": [{"id": "no address"}]}}, COLLECTION)
