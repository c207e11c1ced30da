"""Claims as W3C Web Annotations, held against what the Web Annotation Data Model says they MUST have."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest

from tracker.cite.anchors import anchor
from tracker.cite.linked_data import Annotated, annotation, collection, embedded, figure_bodies, page, quantity
from tracker.models import Basis, ClaimKind, Direction
from tracker.models.claims import Figure

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
                "oneOf": [
                    {
                        "properties": {
                            "type": {"const": "TextualBody"},
                            "value": {"type": "string", "minLength": 1},
                            "purpose": {"enum": MOTIVATIONS},
                        },
                        "required": ["type", "value"],
                        "additionalProperties": False,
                    },
                    # 3.2.1: a body of another vocabulary; a purpose is for the two kinds that the model makes itself
                    {
                        "properties": {"type": {"const": "schema:QuantitativeValue"}},
                        "patternProperties": {"^schema:[a-zA-Z]+$": {}},
                        "required": ["type"],
                        "additionalProperties": False,
                    },
                ]
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
EMBEDDED: dict[str, Any] = {
    **ANNOTATION,
    "properties": {key: value for key, value in ANNOTATION["properties"].items() if key != "@context"},
    "required": [name for name in ANNOTATION["required"] if name != "@context"],
}
"""An annotation inside a page, whose context holds for it too."""
TOTAL = {"type": "integer", "minimum": 0}
PAGE: dict[str, Any] = {
    "type": "object",
    # 5.2: one IRI, type AnnotationPage, partOf its collection, startIndex, next where there is one, one list of items
    "properties": {
        "@context": {"const": "http://www.w3.org/ns/anno.jsonld"},
        "id": IRI,
        "type": {"const": "AnnotationPage"},
        "partOf": {
            "oneOf": [
                IRI,
                {
                    "type": "object",
                    "properties": {
                        "id": IRI,
                        "type": {"const": "AnnotationCollection"},
                        "label": {"type": "string"},
                        "total": TOTAL,
                    },
                    "required": ["id"],
                    "additionalProperties": False,
                },
            ]
        },
        "startIndex": TOTAL,
        "next": IRI,
        "prev": IRI,
        "items": {"type": "array", "items": EMBEDDED},
    },
    "required": ["id", "type", "items", "partOf"],
    "additionalProperties": False,
}
COLLECTION: dict[str, Any] = {
    "properties": {
        # 5.1: context, one IRI, type AnnotationCollection, a label, total not negative, first and last page
        "@context": {"const": "http://www.w3.org/ns/anno.jsonld"},
        "id": IRI,
        "type": {"const": "AnnotationCollection"},
        "label": {"type": "string"},
        "total": TOTAL,
        "last": IRI,
        "first": {"oneOf": [IRI, PAGE]},
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
        {"stance": "denies", "corrected": True},
    ],
)
def test_an_annotation_has_what_the_model_says_it_must(more: dict[str, Any]) -> None:
    jsonschema.validate(annotation(annotated(**more), "https://tracker.example"), ANNOTATION)


def test_an_annotation_finds_its_words_by_place_and_by_quotation() -> None:
    place, quote = annotation(annotated(), "https://tracker.example")["target"]["selector"]
    assert TEXT[place["start"] : place["end"]] == quote["exact"] == "The swans were counted"
    assert quote["prefix"] + quote["exact"] + quote["suffix"] in TEXT


def test_words_that_their_speaker_denies_are_marked_so() -> None:
    found = annotation(annotated(stance="denies"), "https://tracker.example")
    assert "denied" in [body["value"] for body in found["body"]]


def test_a_claim_that_nobody_corrected_is_the_programs_work() -> None:
    assert annotation(annotated(), "https://tracker.example")["creator"]["type"] == "Software"
    assert annotation(annotated(corrected=True), "https://tracker.example")["creator"]["type"] == "Person"


def test_a_collection_with_its_page_has_what_the_model_says_it_must() -> None:
    identity = "https://tracker.example/claims.annotations.jsonld"
    items = [embedded(annotation(annotated(), "https://tracker.example"))]
    first = {**page(f"{identity}#page-1", identity, start=0), "items": items}
    whole = {**collection(identity, "Claims", 1, last=f"{identity}#page-1"), "first": first}
    jsonschema.validate(whole, COLLECTION)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**whole, "first": {**first, "items": [{"id": "no address"}]}}, COLLECTION)


FIGURE = Figure(
    claim_id=1, unit="count", direction=Direction.INCREASE, approximator="more than", measured="swans", period=None,
    place=None, comparison=None, denominator=None, owner=None, taken={}, start=0, end=15, text="more than 7,140",
    date=None,
    date_kind="document", date_basis=Basis.UNKNOWN, kind=ClaimKind.STATISTIC, stance="asserts",
    polarity=1, speaker_id=None, speaker=None, speaker_kind=None,
    claim="There are more than 7,140 swans.", document_id=1, document="swans.txt", document_title=None,
    publisher=None, url=None, published=None, value=7140.0, measure="swan",
)  # fmt: skip


def test_a_figure_is_said_in_words_and_as_schema_org_has_it() -> None:
    found = annotation(annotated(), "https://tracker.example", figure_bodies(quantity(FIGURE)))
    *_, words, structured = found["body"]
    assert words["value"] == "more than 7,140; approximator: more than; direction: increase; measured: swans"
    assert structured["type"] == "schema:QuantitativeValue"
    assert structured["schema:minValue"] == 7140
    assert "schema:value" not in structured, "“more than” gives no value, only a bound"
