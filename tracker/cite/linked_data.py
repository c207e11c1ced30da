"""Claims, documents and positions for other programs: schema.org, Web Annotations, networks as GraphML, Argdown (pure).

The two-mode network is the one discourse network analysis starts from (Leifeld 2017, "Discourse Network Analysis", in
the Oxford Handbook of Political Networks): actors, concepts, and a statement for each tie, with its sign, date and
document. The one-mode networks join two speakers by the questions on which they agree (congruence) or differ
(conflict): a thread and its opposite are one.

GraphML is written here, a line at a time: networkx holds the whole graph, which for 100,000 claims took 184 megabytes
and 5.9 seconds where this takes 3 and 1.7, and it refuses (with lxml) or passes on the characters that XML forbids.

Argdown (argdown.org/syntax): ``[Title]: words`` is a statement, ``+`` and ``-`` below it its support and its attack,
``#tag`` a tag, ``{key: value}`` data; a backslash takes the meaning from the sign behind it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

from tracker.cite.anchors import Anchor, selectors
from tracker.cite.snippets import as_told, stances
from tracker.cite.sources import Citable, csl_type, writers
from tracker.matching.threads import Attitude
from tracker.models import Stance
from tracker.models.claims import Figure, StoredClaim
from tracker.models.documents import StoredSpeaker
from tracker.models.threads import Topic

CONTEXT: Final = "https://schema.org"


@dataclass(frozen=True, slots=True)
class Appearance:
    """One claim of a thread where it appears; ``date`` is ISO or ``None``, ``link`` the claim's own page.

    ``said`` is the ISO date of saying where the text states it.
    """

    text: str
    link: str
    title: str
    date: str | None = None
    url: str | None = None
    publisher: str | None = None
    speaker: str | None = None
    speaker_is_body: bool = False
    said: str | None = None


def appearance(found: StoredClaim | Figure, link: str) -> Appearance:
    """Return a claim, or that of a figure, where it appears, in words that tell its stance.

    schema.org has no word for a stance. The day of saying is no day of publication.
    """
    said = found.date_kind == "said"
    return Appearance(
        text=as_told(found.text if isinstance(found, StoredClaim) else found.claim, found.stance),
        link=link,
        title=found.document_title or found.document,
        date=None if said else found.date,
        url=found.url,
        publisher=found.publisher,
        speaker=found.speaker,
        speaker_is_body=found.speaker_kind == "body",
        said=found.date if said else None,
    )


@dataclass(frozen=True, slots=True)
class Source:
    """A piece of evidence: its name, addresses and what it shows; blanks are not stated."""

    name: str = ""
    url: str = ""
    archive: str = ""
    shows: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Somebody's published rating of a thread; recorded from ``url``, never computed.

    ``rating`` is in the author's own words. ``value`` is the author's own number for it, between ``worst`` and
    ``best``; all three are ``None`` where the author gives none.
    """

    author: str
    rating: str
    url: str
    date: str | None = None
    value: float | None = None
    worst: float | None = None
    best: float | None = None
    summary: str = ""
    reviewer: str | None = None
    evidence: tuple[Source, ...] = ()


def thread_claim(link: str, lead: Appearance, appearances: Sequence[Appearance]) -> dict[str, Any]:
    """Return a thread as a schema.org ``Claim``: its lead's words, every appearance, and the first dated one.

    Where no appearance is dated there is no ``firstAppearance``: which came first is not known.
    """
    claim: dict[str, Any] = {"@context": CONTEXT, "@type": "Claim", "@id": link, "url": link, "text": lead.text}
    if lead.speaker:
        claim["author"] = _person(lead)
    claim["appearance"] = [_work(appearance) for appearance in appearances]
    dated = [appearance for appearance in appearances if appearance.date]
    if dated:
        claim["firstAppearance"] = _work(min(dated, key=lambda appearance: appearance.date or ""))
    return claim


def claim_review(claim: dict[str, Any], verdict: Verdict) -> dict[str, Any]:
    """Return a recorded verdict as a schema.org ``ClaimReview`` of a claim made by :func:`thread_claim`."""
    review = {
        "@context": CONTEXT,
        "@type": "ClaimReview",
        "url": verdict.url,
        "claimReviewed": claim["text"],
        "itemReviewed": bare(claim),
        "author": {"@type": "Organization", "name": verdict.author},
        "reviewRating": _rating(verdict),
        "datePublished": verdict.date,
        "reviewBody": verdict.summary,
        "creator": {"@type": "Person", "name": verdict.reviewer} if verdict.reviewer else None,
        "isBasedOn": [_evidence(source) for source in verdict.evidence],
    }
    return _without_blanks(review)


def quotation(appearance: Appearance) -> dict[str, Any]:
    """Return the words of one speaker in one document as a schema.org ``Quotation``, based on that document."""
    speaker = _person(appearance) if appearance.speaker else None
    work = {key: value for key, value in _work(appearance).items() if key not in ("@id", "text")}
    return _without_blanks(
        {
            "@context": CONTEXT,
            "@type": "Quotation",
            "@id": appearance.link,
            "url": appearance.link,
            "text": appearance.text,
            "creator": speaker,
            "spokenByCharacter": speaker,
            "dateCreated": appearance.said,
            "isBasedOn": work,
        }
    )


def graph(things: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return several things as one JSON-LD document."""
    return {"@context": CONTEXT, "@graph": [bare(thing) for thing in things]}


def bare(thing: Mapping[str, Any]) -> dict[str, Any]:
    """Return a thing without the context, which stands once over all things of a document."""
    return {key: value for key, value in thing.items() if key != "@context"}


def _rating(verdict: Verdict) -> dict[str, Any]:
    """Return a rating in the author's words, with the author's numbers where there are all three."""
    rating: dict[str, Any] = {"@type": "Rating", "alternateName": verdict.rating}
    if None not in (verdict.value, verdict.worst, verdict.best):
        rating |= {"ratingValue": verdict.value, "worstRating": verdict.worst, "bestRating": verdict.best}
    return rating


def _evidence(source: Source) -> dict[str, Any]:
    return _without_blanks(
        {
            "@type": "CreativeWork",
            "name": source.name,
            "url": source.url,
            "archivedAt": source.archive,
            "abstract": source.shows,
        }
    )


def _work(appearance: Appearance) -> dict[str, Any]:
    """Return the work a claim appears in; blanks stay out."""
    return _without_blanks(
        {
            "@type": "CreativeWork",
            "@id": appearance.link,
            "name": appearance.title,
            "text": appearance.text,
            "url": appearance.url,
            "datePublished": appearance.date,
            "publisher": {"@type": "Organization", "name": appearance.publisher} if appearance.publisher else None,
        }
    )


def _person(appearance: Appearance) -> dict[str, str]:
    kind = "Organization" if appearance.speaker_is_body else "Person"
    return {"@type": kind, "name": appearance.speaker or ""}


def _without_blanks(thing: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in thing.items() if value}


_TYPES = {"article-newspaper": "NewsArticle", "webpage": "WebPage", "report": "Report"}
"""The schema.org type of each CSL type; any other is a CreativeWork."""
_BOUNDS: Final = {
    "at least": "minValue",
    "more than": "minValue",
    "at most": "maxValue",
    "less than": "maxValue",
}
"""Approximators that give one bound and no value."""
_UNIT_CODES: Final = {"percent": "P1"}
"""UN/CEFACT's common codes of units, which schema.org's ``unitCode`` asks for."""
_TOLD: Final = (
    "approximator", "direction", "measured", "denominator", "owner", "period", "place", "comparison"
)  # fmt: skip
"""What a figure states beside value and unit; schema.org has no names for these."""


def claim(link: str, appearance: Appearance) -> dict[str, Any]:
    """Return one claim where it stands, without ``@context``: a Claim with its one appearance."""
    found = bare(thread_claim(link, appearance, [appearance]))
    return {key: value for key, value in found.items() if key != "firstAppearance"}


def document(link: str, source: Citable, *, captured: str | None = None) -> dict[str, Any]:
    """Return a document, without ``@context``; an open date is left out and never filled in."""
    people = [{"@type": "Organization" if one.body else "Person", "name": one.name} for one in writers(source)]
    work = {
        "@type": _TYPES.get(csl_type(source), "CreativeWork"),
        "@id": link,
        "name": source.title or source.name,
        "author": people,
        "publisher": {"@type": "Organization", "name": source.publisher} if source.publisher else None,
        "datePublished": source.date.value,
        "url": source.url,
        "sdDatePublished": captured,
    }
    return {key: value for key, value in work.items() if value}


def speaker(link: str, found: StoredSpeaker) -> dict[str, Any]:
    """Return a speaker, without ``@context``."""
    return {"@type": "Organization" if found.kind == "body" else "Person", "@id": link, "name": found.name}


def quantity(row: Figure) -> dict[str, Any]:
    """Return what a figure says as a QuantitativeValue, without ``@context``: never more than its words do.

    A range has two bounds, "at least" and the like one; ``name`` is the figure as printed. What is not stated is left
    out.
    """
    value = row.value
    if isinstance(value, tuple):
        numbers = {"minValue": value[0], "maxValue": value[1]}
    else:
        numbers = {_BOUNDS.get(row.approximator or "", "value"): value}
    told = {name: told for name in _TOLD if (told := getattr(row, name)) and told != "none"}
    found = {
        "@type": "QuantitativeValue",
        "name": " ".join(row.text.split()),
        **{name: (int(number) if float(number).is_integer() else number) for name, number in numbers.items()},
        "unitText": row.unit,
        "unitCode": _UNIT_CODES.get(row.unit),
        "additionalProperty": [
            {"@type": "PropertyValue", "name": name, "value": value} | _taken(row, name) for name, value in told.items()
        ],
    }
    return {key: value for key, value in found.items() if value not in (None, "", [])}


def _taken(row: Figure, name: str) -> dict[str, str]:
    """Say of a field whose words stand outside the figure's clause where they were taken from."""
    where = row.taken.get(name)
    return {"description": f"taken from the {where.words}"} if where else {}


def figure(link: str, row: Figure, told: Mapping[str, Any]) -> dict[str, Any]:
    """Return a figure, without ``@context``: what it says, and the claim (``told``) that says so."""
    return {**quantity(row), "@id": link, "url": link, "subjectOf": dict(told)}


def topic(link: str, found: Topic) -> dict[str, Any]:
    """Return a topic without its claims and without ``@context``: a Collection, whose parts are its claims."""
    told = {
        "@type": "Collection",
        "@id": link,
        "url": link,
        "name": found.name,
        "description": found.description,
        "collectionSize": found.claims,
    }
    return {key: value for key, value in told.items() if value is not None and value != ""}


ANNOTATION_CONTEXT: Final = "http://www.w3.org/ns/anno.jsonld"
PROFILE: Final = ANNOTATION_CONTEXT
"""The profile that a media type names for annotations (Web Annotation Protocol, 4.2)."""
Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Annotated:
    """A claim or a figure to be annotated: its place, and the addresses of its page and of its document's page.

    ``web`` is where the document was published; ``captured`` the ISO day it was taken in; ``sha256`` that of its
    original bytes. ``corrected`` says that a person set its span, its speaker or its stance.
    """

    place: Anchor
    link: str
    document: str
    sha256: str
    kind: str
    speaker: str | None = None
    web: str | None = None
    captured: str | None = None
    stance: Stance = "asserts"
    corrected: bool = False


def annotation(claim: Annotated, tracker: str, more: Sequence[Body] = ()) -> dict[str, Any]:
    """Return one claim as an annotation that marks its words (3.1): ``tracker`` is the program's own address.

    ``more`` are further bodies. Positions count code points in the text as the tracker stored it, so the target's
    source is the tracker's page of the document; ``via`` names the publisher's (4.2, 3.2.4).
    """
    bodies = [_words(claim.kind, "classifying")]
    if claim.speaker:
        bodies.append(_words(claim.speaker, "identifying"))
    if claim.stance != "asserts":
        bodies.append(_words(stances()[claim.stance].label, "classifying"))
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
        "@context": ANNOTATION_CONTEXT,
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
        "@context": ANNOTATION_CONTEXT,
        "id": identity,
        "type": "AnnotationCollection",
        "label": label,
        "total": total,
        "last": last,
    }


def page(identity: str, whole: str | Mapping[str, Any], *, start: int) -> dict[str, Any]:
    """Return the head of a page of a collection, without its items (5.2); ``whole`` is that collection."""
    return {"id": identity, "type": "AnnotationPage", "partOf": whole, "startIndex": start}


_HEAD: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns '
    'http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">\n'
)
_NOT_XML: Final = {code: None for code in range(0x20) if code not in (0x9, 0xA, 0xD)} | {0xFFFE: None, 0xFFFF: None}
"""Control characters that XML 1.0 has no way to write."""

NODE_KEYS: Final = {"label": "string", "mode": "string", "kind": "string", "link": "string"}
SIDE_KEYS: Final = {"type": "boolean", "bipartite": "int"}
"""How igraph (``type``) and networkx (``bipartite``) know the two kinds of node apart: threads are true and 1."""
TIE_KEYS: Final = {
    "weight": "int",
    "agreement": "int",
    "date": "string",
    "document": "string",
    "claim": "int",
    "claim_kind": "string",
    "stance": "string",
    "relation": "string",
    "decision": "string",
}
PAIR_KEYS: Final = {"weight": "int"}
"""The attributes of nodes and edges with their types in GraphML."""

Data = Mapping[str, str | int | None]
Node = tuple[str, Data]


@dataclass(frozen=True, slots=True)
class Statement:
    """One claim as a statement: a speaker is for a concept (``agreement`` 1) or against it (0).

    ``decision`` says how sure the tie to the concept is: ``lead``, ``confirmed`` by a person, or ``suggested``.
    """

    claim: int
    speaker: int
    speaker_name: str
    speaker_kind: str
    concept: int
    concept_label: str
    agreement: int
    claim_kind: str
    stance: str
    relation: str
    decision: str
    date: str | None
    document: str


def two_mode(statements: Iterable[Statement], address: str) -> Iterator[str]:
    """Give GraphML of speakers and threads with one edge a claim; ``address`` is put before the links of the nodes.

    The statements are gone through twice, for the nodes and for the edges, and never held.
    """
    edges = (
        (
            f"s{one.speaker}",
            f"t{one.concept}",
            {name: 1 if name == "weight" else getattr(one, name) for name in TIE_KEYS},
        )
        for one in statements
    )
    return _graphml("speakers and threads", _two_kinds(statements, address), edges, NODE_KEYS | SIDE_KEYS, TIE_KEYS)


def _two_kinds(statements: Iterable[Statement], address: str) -> Iterator[Node]:
    seen = set[str]()
    for one in statements:
        speaker, thread = f"s{one.speaker}", f"t{one.concept}"
        if speaker not in seen:
            seen.add(speaker)
            yield speaker, {**_speaker(one, address), "type": "false", "bipartite": 0}
        if thread not in seen:
            seen.add(thread)
            link = f"{address}/threads/{one.concept}"
            yield thread, {"label": one.concept_label, "mode": "thread", "link": link, "type": "true", "bipartite": 1}


def one_mode(statements: Iterable[Statement], address: str, *, conflict: bool) -> Iterator[str]:
    """Give GraphML of speakers alone, joined by how many questions both are for or both against.

    With ``conflict``, by how many questions one is for and the other against. A speaker of both minds is both. Two
    threads that one claim is for and against are the two sides of one question, and count once.
    """
    nodes: dict[str, Data] = {}
    held_in: dict[int, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    sides, seen = _Sides(), dict[int, tuple[int, int]]()
    for one in statements:
        nodes.setdefault(f"s{one.speaker}", _speaker(one, address))
        held_in[one.concept][f"s{one.speaker}"].add(one.agreement)
        concept, agreement = seen.setdefault(one.claim, (one.concept, one.agreement))
        if agreement != one.agreement:
            sides.oppose(concept, one.concept)
    attitudes: dict[int, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for concept, speakers in held_in.items():
        question, turned = sides.question(concept)
        for speaker, agreements in speakers.items():
            attitudes[question][speaker] |= {agreement ^ turned for agreement in agreements}
    weights = Counter[tuple[str, str]]()
    for held in attitudes.values():
        for (a, of_a), (b, of_b) in combinations(sorted(held.items()), 2):
            joined = any(x != y for x in of_a for y in of_b) if conflict else bool(of_a & of_b)
            weights[a, b] += joined
    edges = ((a, b, {"weight": weight}) for (a, b), weight in sorted(weights.items()) if weight)
    return _graphml("conflict" if conflict else "congruence", nodes.items(), edges, NODE_KEYS, PAIR_KEYS)


class _Sides:
    """Which concepts are sides of one question: each leads to another one, ``turned`` where it is its opposite."""

    def __init__(self) -> None:
        self._leads: dict[int, tuple[int, int]] = {}

    def question(self, concept: int) -> tuple[int, int]:
        """Return the concept that stands for a question, and 1 where this one is its other side, else 0."""
        turned = 0
        while concept in self._leads:
            concept, flip = self._leads[concept]
            turned ^= flip
        return concept, turned

    def oppose(self, a: int, b: int) -> None:
        """Say that two concepts are each other's opposite; what was said before of the two stays."""
        (one, of_a), (other, of_b) = self.question(a), self.question(b)
        if one != other:
            low, high = sorted((one, other))
            self._leads[high] = (low, 1 ^ of_a ^ of_b)


def _speaker(one: Statement, address: str) -> Data:
    return {
        "label": one.speaker_name,
        "mode": "speaker",
        "kind": one.speaker_kind,
        "link": f"{address}/speakers/{one.speaker}",
    }


def _graphml(
    name: str,
    nodes: Iterable[Node],
    edges: Iterable[tuple[str, str, Data]],
    node_keys: Mapping[str, str],
    edge_keys: Mapping[str, str],
) -> Iterator[str]:
    yield _HEAD
    for target, named in (("node", node_keys), ("edge", edge_keys)):
        for key, kind in named.items():
            yield f'  <key id="{target}-{key}" for="{target}" attr.name="{key}" attr.type="{kind}"/>\n'
    yield f'  <graph id={quoteattr(name.translate(_NOT_XML))} edgedefault="undirected">\n'
    for node, data in nodes:
        yield f'    <node id="{node}">{_data("node", data)}</node>\n'
    for number, (a, b, data) in enumerate(edges):
        yield f'    <edge id="e{number}" source="{a}" target="{b}">{_data("edge", data)}</edge>\n'
    yield "  </graph>\n</graphml>\n"


def _data(target: str, data: Data) -> str:
    return "".join(
        f'<data key="{target}-{key}">{escape(" ".join(str(value).translate(_NOT_XML).split()))}</data>'
        for key, value in data.items()
        if value is not None
    )


_SIGNS: Final = re.compile(r"[\\\[\]<>{}#*_@|/+=~:-]|\.(?=\S)")
"""What Argdown reads as more than itself, somewhere in a line: ``:smile:`` and ``.A.`` are pictures to it."""
_SUPPORTS: Final = {Attitude.HOLDS: "+", Attitude.OPPOSES: "-"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a speaker said on a question: in which words, when, where it stands on it, and the page of the claim."""

    title: str
    words: str
    attitude: Attitude
    address: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question by its main wording, and what was said on it, oldest first."""

    title: str
    words: str
    said: tuple[Answer, ...]


def as_argdown(title: str, questions: Iterable[Asked]) -> str:
    """Return the questions as an Argdown document; another figure neither supports nor attacks and is only noted."""
    lines = ["===", f"title: {_plain(title)}", "===", ""]
    told = set[str]()

    def statement(said: Answer) -> str:
        """Return a statement by its title, with its words where it is named first: two times are two statements."""
        named = f"[{_plain(said.title)}]"
        if named in told:
            return named
        told.add(named)
        return f"{named}: {_escaped(said.words)} [source]({said.address})"

    for asked in questions:
        lines.append(f"[{_plain(asked.title)}]: {_escaped(asked.words)}")
        lines += [f"  {_SUPPORTS[one.attitude]} {statement(one)}" for one in asked.said if one.attitude in _SUPPORTS]
        lines.append("")
        for said in asked.said:
            if said.attitude not in _SUPPORTS:
                lines += [f"{statement(said)} #another-figure", ""]
    return "\n".join(lines)


def _plain(text: str) -> str:
    """Return a title, in which no sign of Argdown can stand."""
    return " ".join(_SIGNS.sub(" ", text.replace(":", ",")).split())


def _escaped(text: str) -> str:
    return _SIGNS.sub(lambda found: f"\\{found[0]}", " ".join(text.split()))
