"""Speakers and positions as networks (GraphML, for Gephi, igraph, networkx, Discourse Network Analyzer) and as Argdown.

The two-mode network is the one discourse network analysis starts from (Leifeld 2017, "Discourse Network Analysis", in
the Oxford Handbook of Political Networks): actors, concepts, and a statement for each tie, with its sign, date and
document. The one-mode networks join two speakers by the questions on which they agree (congruence) or differ
(conflict): a thread and its opposite are one.

GraphML is written here, a line at a time: networkx holds the whole graph, which for 100,000 claims took 184 megabytes
and 5.9 seconds where this takes 3 and 1.7, and it refuses (with lxml) or passes on the characters that XML forbids.

Argdown (argdown.org/syntax): ``[Title]: words`` is a statement, ``+`` and ``-`` below it its support and its attack,
``#tag`` a tag, ``{key: value}`` data; a backslash takes the meaning from the sign behind it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from tracker.matching.threads import Attitude

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
            {
                "weight": 1,
                "agreement": one.agreement,
                "date": one.date,
                "document": one.document,
                "claim": one.claim,
                "claim_kind": one.claim_kind,
                "stance": one.stance,
                "relation": one.relation,
                "decision": one.decision,
            },
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
    yield f'  <graph id={_attribute(name)} edgedefault="undirected">\n'
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


def _attribute(text: str) -> str:
    return quoteattr(text.translate(_NOT_XML))


_SIGNS: Final = re.compile(r"[\\\[\]<>{}#*_@|/+=~:-]|\.(?=\S)")
"""What Argdown reads as more than itself, somewhere in a line: ``:smile:`` and ``.A.`` are pictures to it."""
_SUPPORTS: Final = {Attitude.HOLDS: "+", Attitude.OPPOSES: "-"}


@dataclass(frozen=True, slots=True)
class Said:
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
    said: tuple[Said, ...]


def as_argdown(title: str, questions: Iterable[Asked]) -> str:
    """Return the questions as an Argdown document; another figure neither supports nor attacks and is only noted."""
    lines = ["===", f"title: {_plain(title)}", "===", ""]
    told = set[str]()

    def statement(said: Said) -> str:
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
