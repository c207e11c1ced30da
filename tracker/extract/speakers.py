"""Who speaks: gives the source of every attribution its full name, with the rule that decided and how sure it is."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tracker.extract.bodies import description
from tracker.extract.mentions import Mention, People, find_people
from tracker.extract.names import name_runs
from tracker.extract.pronouns import GENDER, RELATIVES, Antecedent, antecedents, name_before
from tracker.extract.tokens import Prose
from tracker.models import Attribution, Role, Span, SpeakerMention

PERSON, BODY = "person", "body"
OWN_VOICE = frozenset(("i", "we", "me", "us", "my", "our", "mine", "ours", "you", "your", "one"))
"""The document's own voice, or a reader addressed: no speaker."""
_CUT_TAGS = frozenset(("PREP", "TO", "SUB"))
_STOPS = frozenset({",", ";", ":", "(", ")", "[", "]", "—", "–", "--"})
_RELATIVE = frozenset({"who", "whom", "which", "that", "whose"})


@dataclass(frozen=True, slots=True)
class Resolution:
    """The attributions with their speakers, the speakers of the text with all labels, and their roles."""

    attributions: tuple[Attribution, ...]
    speakers: tuple[SpeakerMention, ...]
    roles: tuple[Role, ...]


@dataclass(frozen=True, slots=True)
class Speaker:
    """Whom one source means: name, kind, the rule that decided, how sure, and the reason in words."""

    name: str | None
    kind: str
    rule: str
    confidence: float
    why: str


def resolve(prose: Prose, attributions: Sequence[Attribution]) -> Resolution:
    """Return ``attributions`` with speaker, label, speaker rule and confidence filled in, and who speaks in the text.

    Nothing but the speaker's fields is changed; ``why`` is added to. An attribution without source keeps no speaker
    of its own; inside a turn it takes that of the turn.
    """
    tokens = {item.id: _tokens(prose, item.source) for item in attributions if item.source is not None}
    speaking = {index for first, last in tokens.values() for index in range(first, last)}
    people = find_people(prose, name_runs(prose), speaking)
    contents = [_tokens(prose, span) for item in attributions for span in item.spans]
    pronouns = antecedents(prose, people, sorted(tokens.values()), contents)
    named = [_with_speaker(prose, people, pronouns, item, tokens.get(item.id)) for item in attributions]
    return Resolution(tuple(named), _speakers(named), ())


def _tokens(prose: Prose, span: Span) -> tuple[int, int]:
    return bisect_left(prose.ends, span.start + 1), bisect_left(prose.starts, span.end)


def _with_speaker(
    prose: Prose,
    people: People,
    pronouns: dict[int, Antecedent],
    item: Attribution,
    tokens: tuple[int, int] | None,
) -> Attribution:
    if item.source is None or tokens is None or tokens[0] >= tokens[1]:
        return item
    found = _speaker(prose, people, pronouns, *tokens)
    why = f"{item.why}; {found.why}" if item.why else found.why
    return replace(
        item,
        speaker=found.name,
        label=item.source.of(prose.text),
        speaker_rule=found.rule,
        why=why,
        confidence=round(min(item.confidence, found.confidence), 2),
    )


def _speaker(prose: Prose, people: People, pronouns: dict[int, Antecedent], first: int, last: int) -> Speaker:
    word = prose.lower[first].removesuffix("'s")
    if last - first == 1 and word in OWN_VOICE:
        return Speaker(None, PERSON, "own voice", 0.9, "the text speaks for itself")
    if last - first == 1 and word in GENDER:
        meant = pronouns.get(first)
        if meant is None:
            return Speaker(None, PERSON, "pronoun", 0.5, f"nobody fits “{prose.words[first]}”")
        return Speaker(
            people.persons[meant.person].name,
            PERSON,
            "pronoun",
            meant.confidence,
            f"“{prose.words[first]}” is {meant.why}",
        )
    if last - first == 1 and word in RELATIVES:
        before = name_before(people, first, prose)
        if before is None:
            return Speaker(None, PERSON, "relative", 0.5, "no name stands before “who”")
        return Speaker(people.persons[before].name, PERSON, "relative", 0.85, "the name before “who”")
    names = _head_names(prose, people, first, last)
    if names:
        full = " and ".join(dict.fromkeys(people.persons[name.person].name for name in names))
        return Speaker(full, PERSON, "name", 0.95, "named")
    return Speaker(description(prose, first, last), BODY, "description", 0.8, "named by its own words")


def _head_names(prose: Prose, people: People, first: int, last: int) -> list[Mention]:
    """Return the people at the head of a source: "Reed", "Reed and Shaw", "the mayor, Ann Reed"; not "Reed's lawyer"."""
    end = _piece_end(prose, first, last)
    inside = people.inside(first, last)
    heads = [
        name
        for name in inside
        if name.last == end or (name.last < end and prose.lower[name.last] in ("and", "&", "or"))
    ]
    heads = [name for name in heads if not name.possessive or name.last == last]
    if heads:
        return heads
    if end < last and prose.words[end] == ",":
        after = [name for name in inside if name.first == end + 1 and not name.possessive]
        return after[:1]
    return []


def _piece_end(prose: Prose, first: int, last: int) -> int:
    """Return the token that ends the main piece of a source: a comma, a bracket, a preposition or a relative word."""
    for index in range(first + 1, last):
        if prose.words[index] in _STOPS or prose.tags[index] in _CUT_TAGS or prose.lower[index] in _RELATIVE:
            return index
    return last


def _speakers(attributions: Sequence[Attribution]) -> tuple[SpeakerMention, ...]:
    labels: dict[str, dict[str, None]] = {}
    kinds: dict[str, str] = {}
    for item in attributions:
        if item.speaker is not None and item.label is not None:
            labels.setdefault(item.speaker, {})[item.label] = None
            kinds.setdefault(item.speaker, BODY if item.speaker_rule == "description" else PERSON)
    return tuple(SpeakerMention(name, kinds[name], tuple(used)) for name, used in labels.items())
