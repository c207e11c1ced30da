"""Claims as W3C Web Annotations: where they stand, in whose words, in which original (pure).

The shapes follow the Web Annotation Data Model, https://www.w3.org/TR/annotation-model/ (sections in brackets).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from tracker.cite.anchors import Anchor, selectors

CONTEXT: Final = "http://www.w3.org/ns/anno.jsonld"


@dataclass(frozen=True, slots=True)
class Annotated:
    """A claim to be annotated: its place, and the addresses of its page and of its document's page.

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


def annotation(claim: Annotated, tracker: str) -> dict[str, Any]:
    """Return one claim as an annotation that marks its words (3.1): ``tracker`` is the program's own address.

    Positions count code points in the text as the tracker stored it, so the target's source is the tracker's page of
    the document; ``via`` names the publisher's (4.2, 3.2.4).
    """
    bodies = [{"type": "TextualBody", "value": claim.kind, "purpose": "classifying"}]
    if claim.speaker:
        bodies.append({"type": "TextualBody", "value": claim.speaker, "purpose": "identifying"})
    if claim.denied:
        bodies.append({"type": "TextualBody", "value": "denied by the speaker", "purpose": "classifying"})
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
        "body": bodies,
        "target": target,
    }


def collection(identity: str, label: str, total: int) -> Mapping[str, Any]:
    """Return the head of a collection of one page, without that page (5.1): the page's id is ``identity#page-1``."""
    return {
        "@context": CONTEXT,
        "id": identity,
        "type": "AnnotationCollection",
        "label": label,
        "total": total,
    }


def page(identity: str) -> Mapping[str, Any]:
    """Return the head of the one page of a collection, without its items (5.2)."""
    return {"id": f"{identity}#page-1", "type": "AnnotationPage", "partOf": identity, "startIndex": 0}
