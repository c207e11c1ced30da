"""Claims and figures as W3C Web Annotations: where they stand, in whose words, in which original (pure).

The shapes follow the Web Annotation Data Model, https://www.w3.org/TR/annotation-model/ (sections in brackets).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from tracker.cite.anchors import Anchor, selectors

CONTEXT: Final = "http://www.w3.org/ns/anno.jsonld"
PROFILE: Final = CONTEXT
"""The profile that a media type names for annotations (Web Annotation Protocol, 4.2)."""
Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Annotated:
    """A claim or a figure to be annotated: its place, and the addresses of its page and of its document's page.

    ``web`` is where the document was published; ``captured`` the ISO day it was taken in; ``sha256`` that of its
    original bytes. ``corrected`` says that a person set its span or its speaker.
    """

    place: Anchor
    link: str
    document: str
    sha256: str
    kind: str
    speaker: str | None = None
    web: str | None = None
    captured: str | None = None
    denied: bool = False
    corrected: bool = False


def annotation(claim: Annotated, tracker: str, more: Sequence[Body] = ()) -> dict[str, Any]:
    """Return one claim as an annotation that marks its words (3.1): ``tracker`` is the program's own address.

    ``more`` are further bodies. Positions count code points in the text as the tracker stored it, so the target's
    source is the tracker's page of the document; ``via`` names the publisher's (4.2, 3.2.4).
    """
    bodies = [_words(claim.kind, "classifying")]
    if claim.speaker:
        bodies.append(_words(claim.speaker, "identifying"))
    if claim.denied:
        bodies.append(_words("denied by the speaker", "classifying"))
    source = {"id": claim.document, "type": "Text", "via": claim.web, "schema:sha256": claim.sha256}
    target: dict[str, Any] = {
        "type": "SpecificResource",
        "source": {key: value for key, value in source.items() if value},
        "selector": selectors(claim.place),
    }
    if claim.captured:
        target["state"] = {"type": "TimeState", "sourceDate": f"{claim.captured}T00:00:00Z"}
    software = {"id": tracker, "type": "Software", "name": "Claim tracker"}
    return {
        "@context": CONTEXT,
        "id": claim.link,
        "type": "Annotation",
        "motivation": "highlighting",
        "creator": {"type": "Person", "name": "a reader of the tracker"} if claim.corrected else software,
        "generator": software,
        "body": [*bodies, *more],
        "target": target,
    }


def figure_bodies(quantity: Mapping[str, Any]) -> list[Body]:
    """Return what a figure says (``linked_data.quantity``) as bodies: in words, and as schema.org has it.

    The model's context knows the prefix ``schema`` alone, so every name is written with it.
    """
    said = {part["name"]: part["value"] for part in quantity.get("additionalProperty", ())}
    told = [f"{quantity['name']}", *(f"{name}: {value}" for name, value in said.items())]
    return [_words("; ".join(told), "describing"), _prefixed(quantity)]


def _prefixed(thing: Any) -> Any:
    if isinstance(thing, list):
        return [_prefixed(one) for one in thing]
    if not isinstance(thing, Mapping):
        return thing
    return {
        "type" if key == "@type" else f"schema:{key}": f"schema:{value}" if key == "@type" else _prefixed(value)
        for key, value in thing.items()
    }


def _words(value: str, purpose: str) -> Body:
    return {"type": "TextualBody", "value": value, "purpose": purpose}


def embedded(annotation: Mapping[str, Any]) -> dict[str, Any]:
    """Return an annotation as it stands in a page, whose context is its own too."""
    return {key: value for key, value in annotation.items() if key != "@context"}


def collection(identity: str, label: str, total: int, *, last: str) -> dict[str, Any]:
    """Return the head of a collection (5.1), without ``first``: the address of its first page, or that page itself."""
    return {
        "@context": CONTEXT,
        "id": identity,
        "type": "AnnotationCollection",
        "label": label,
        "total": total,
        "last": last,
    }


def page(identity: str, whole: str | Mapping[str, Any], *, start: int) -> dict[str, Any]:
    """Return the head of a page of a collection, without its items (5.2); ``whole`` is that collection."""
    return {"id": identity, "type": "AnnotationPage", "partOf": whole, "startIndex": start}
