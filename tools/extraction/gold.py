"""Reading a PolNeAR split: texts and annotated attributions as spans."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from tracker.models import Span

_RECORD = re.compile(r"\n(?=[TERANM#*]\d*\t)")


@dataclass(frozen=True, slots=True)
class Gold:
    """One annotated attribution: content, source and cue as sorted spans."""

    content: tuple[Span, ...]
    source: tuple[Span, ...]
    cue: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """One annotated text."""

    name: str
    text: str
    attributions: tuple[Gold, ...]
    discarded: tuple[Span, ...]


def read_split(folder: Path) -> list[GoldDocument]:
    """Return the documents of a split (``text/*.txt`` and ``attributions/*.ann``), first annotator of each."""
    annotations: dict[str, Path] = {}
    for path in sorted((folder / "attributions").glob("*.ann")):
        annotations.setdefault(path.stem.rsplit("_", 1)[0], path)
    return [_document(name, folder / "text" / f"{name}.txt", path) for name, path in sorted(annotations.items())]


def _document(name: str, text_path: Path, annotation: Path) -> GoldDocument:
    text = text_path.read_bytes().decode("utf-8")
    spans: dict[str, tuple[str, list[Span]]] = {}
    events: list[list[str]] = []
    for record in _RECORD.split(annotation.read_bytes().decode("utf-8")):
        fields = record.rstrip("\n").split("\t")
        if fields[0].startswith("T"):
            kind, offsets = fields[1].split(" ", 1)
            spans[fields[0]] = (kind, sorted(Span(*map(int, pair.split())) for pair in offsets.split(";")))
        elif fields[0].startswith("E"):
            events.append(fields[1].split()[1:])
    found: list[Gold] = []
    seen: set[tuple[Span, ...]] = set()
    for event in events:
        roles: dict[str, set[Span]] = defaultdict(set)
        for argument in event:
            role, target = argument.rsplit(":", 1)
            if target in spans:
                roles[role.rstrip("0123456789")].update(spans[target][1])
        content = tuple(sorted(roles["Content"]))
        if content and content not in seen:
            seen.add(content)
            found.append(Gold(content, tuple(sorted(roles["Source"])), tuple(sorted(roles["Cue"]))))
    discarded = tuple(span for kind, group in spans.values() if kind == "Discard" for span in group)
    return GoldDocument(name, text, tuple(found), discarded)
