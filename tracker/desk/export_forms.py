"""The forms an export takes: the endings of their files, their media types, and their names on the pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from tracker.cite.web_annotations import PROFILE


@dataclass(frozen=True, slots=True)
class Form:
    """A form an export takes: the ending of its file, its media type, and its name on the pages."""

    key: str
    ending: str
    media_type: str
    name: str


FORMS: Final[Mapping[str, Form]] = {
    form.key: form
    for form in (
        Form("csv", "csv", "text/csv; charset=utf-8", "CSV"),
        Form("json", "json", "application/json", "JSON"),
        Form("ndjson", "ndjson", "application/x-ndjson", "JSON lines"),
        Form("jsonld", "jsonld", "application/ld+json", "JSON-LD (schema.org)"),
        Form("annotations", "annotations.jsonld", f'application/ld+json; profile="{PROFILE}"', "Web Annotations"),
        Form("graphml", "graphml", "application/graphml+xml", "Network (GraphML)"),
        Form("congruence", "congruence.graphml", "application/graphml+xml", "Who agrees (GraphML)"),
        Form("conflict", "conflict.graphml", "application/graphml+xml", "Who differs (GraphML)"),
        Form("ris", "ris", "application/x-research-info-systems", "RIS"),
        Form("bibtex", "bib", "application/x-bibtex", "BibTeX"),
        Form("csl", "csl.json", "application/vnd.citationstyles.csl+json", "CSL-JSON"),
    )
}
ROWS: Final = ("csv", "json", "ndjson")
"""The forms every noun has."""
