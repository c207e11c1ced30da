"""Who speaks: gives the source of every attribution its full name, with the rule that decided and how sure it is."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tracker.extract.bodies import meant_body, printed_names
from tracker.extract.mentions import Described, Mention, People, find_people, with_described
from tracker.extract.names import NameRun, name_runs
from tracker.extract.names_around_source import source_proper
from tracker.extract.names_in_source import head_names
from tracker.extract.noun_phrases import described_before, description, is_plural, person_noun, phrase_end, piece_end
from tracker.extract.pronouns import GENDER, Antecedent, Reported, antecedents, name_before, pronoun
from tracker.extract.roles import bearer, offices
from tracker.extract.roles_printed import Office
from tracker.extract.tokens import Prose
from tracker.models import Attribution, Role, Span, SpeakerMention

PERSON, BODY = "person", "body"
OWN_VOICE = frozenset(("i", "we", "me", "us", "my", "our", "mine", "ours", "you", "your", "one"))
"""The document's own voice, or a reader addressed: no speaker."""
NOBODY = frozenset(("some", "many", "others", "most", "few", "several", "all", "both", "none", "those", "that", "this"))
"""Words that stand for people without saying for whom."""
GROUP_PRONOUNS = {"they": True, "them": True, "it": False}
"""Pronouns for a body or group, and whether they ask for a plural."""
EMPTY_IT = ("seem", "look", "appear", "turn", "emerge", "remain")
"""Verbs whose "it" stands for nothing."""
RELATIVES = frozenset(("who", "whom", "whose"))
GROUP_REACH = 2
"""Sentences over which "they" and "it" are read back."""
NAMED, LINKED, BEFORE_RELATIVE, DESCRIBED, GROUP, UNKNOWN = 0.95, 0.75, 0.85, 0.8, 0.6, 0.5
"""How sure a speaker is: printed, linked by an office or a noun for a body,
before "who", described, read back from "they", open."""
NO_CUE = -1
_Source = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Resolution:
    """The attributions with their speakers, the speakers of the text with all labels, and their roles."""

    attributions: tuple[Attribution, ...]
    speakers: tuple[SpeakerMention, ...]
    roles: tuple[Role, ...]


@dataclass(frozen=True, slots=True)
class _Speaker:
    """Whom one source means; ``words`` are the tokens of the label."""

    name: str | None
    kind: str
    rule: str
    confidence: float
    why: str
    words: tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Known:
    """What one text shows of its people, indexed once."""

    prose: Prose
    people: People
    offices: list[Office]
    pronouns: dict[int, Antecedent]
    bodies: dict[str, str]
    runs: list[NameRun]


def resolve(prose: Prose, attributions: Sequence[Attribution]) -> Resolution:
    """Return ``attributions`` with speaker, label, speaker rule and confidence filled in, and who speaks in the text.

    The source becomes the noun phrase that means the speaker, where its span was too wide or too narrow, and the label
    its words; ``why`` is added to, and confidence becomes the lower of the attribution's own and the speaker's. All
    else stays. An attribution without source is left as it is.
    """
    sources = _sources(prose, attributions)
    known = _know(prose, attributions, sources)
    found = {
        number: _speaker(known, *source_proper(prose, known.people, *tokens)) for number, tokens in sources.items()
    }
    found = _with_groups(prose, found)
    named = tuple(_with_speaker(prose, item, found.get(item.id)) for item in attributions)
    kinds = {speaker.name: speaker.kind for speaker in found.values() if speaker.name is not None}
    return Resolution(named, _speakers(named, kinds), _roles(known, named))


def _know(prose: Prose, attributions: Sequence[Attribution], sources: dict[int, _Source]) -> _Known:
    heads = {piece_end(prose, first, last) - 1 for first, last, _ in sources.values()}
    runs = name_runs(prose, heads)
    people = find_people(prose, runs, heads)
    held = offices(prose, people, runs)
    people = with_described(people, _described_people(prose, people, held, sources))
    contents = [_tokens(prose, span) for item in attributions for span in item.spans]
    pronouns = antecedents(prose, people, Reported(heads, contents))
    return _Known(prose, people, held, pronouns, printed_names(prose, runs), runs)


def _sources(prose: Prose, attributions: Sequence[Attribution]) -> dict[int, _Source]:
    """Return first and last token of every source by the attribution's id, with the first token of its cue."""
    found: dict[int, _Source] = {}
    for item in attributions:
        if item.source is not None:
            first, last = _tokens(prose, item.source)
            if first < last:
                found[item.id] = (first, last, _tokens(prose, item.cue)[0] if item.cue else NO_CUE)
    return found


def _tokens(prose: Prose, span: Span) -> tuple[int, int]:
    return bisect_left(prose.ends, span.start + 1), bisect_left(prose.starts, span.end)


def _described_people(prose: Prose, people: People, held: list[Office], sources: dict[int, _Source]) -> list[Described]:
    """Return the sources that describe one person and neither name nor mean a named one."""
    found: dict[int, Described] = {}
    for tokens in sources.values():
        first, last = source_proper(prose, people, *tokens)
        end = piece_end(prose, first, last)
        noun = person_noun(prose.lower[end - 1])
        if noun is None or noun.plural or end - first < 2 or people.at(end - 1) is not None:
            continue
        if not head_names(prose, people, first, last) and bearer(prose, people, held, first, end) is None:
            found[first] = Described(first, end, description(prose, first, last), noun.gender)
    return list(found.values())


def _with_speaker(prose: Prose, item: Attribution, found: _Speaker | None) -> Attribution:
    if found is None:
        return item
    return replace(
        item,
        source=Span(prose.starts[found.words[0]], prose.ends[found.words[1] - 1]),
        speaker=found.name,
        label=_words(prose, *found.words),
        speaker_rule=found.rule,
        why=f"{item.why}; {found.why}" if item.why else found.why,
        confidence=min(item.confidence, found.confidence),
    )


def _words(prose: Prose, first: int, last: int) -> str:
    return prose.text[prose.starts[first] : prose.ends[last - 1]]


def _speaker(known: _Known, first: int, last: int) -> _Speaker:
    prose, people = known.prose, known.people
    if last - first == 1 or prose.lower[first] in RELATIVES:
        alone = _of_one_word(known, first)
        if alone is not None:
            return alone
    names = [name for name in head_names(prose, people, first, last) if people.persons[name.person].named]
    if names:
        full = " and ".join(dict.fromkeys(people.persons[name.person].name for name in names))
        words = (min(first, names[0].first), names[-1].last)
        if any(prose.words[index] == "," for index in range(*words)):
            words = (names[0].first, names[-1].last)
        return _Speaker(full, PERSON, "name", NAMED, "the source names a person", words)
    return _described(known, first, last)


def _of_one_word(known: _Known, index: int) -> _Speaker | None:
    """Return whom a pronoun means, ``None`` for any other word."""
    prose, people, words = known.prose, known.people, (index, index + 1)
    printed, word = prose.words[index], pronoun(prose.lower[index])
    if word in OWN_VOICE:
        return _Speaker(None, PERSON, "own voice", UNKNOWN, f"“{printed}” is the text's own voice", words)
    if word in NOBODY:
        return _Speaker(None, BODY, "nobody named", UNKNOWN, f"“{printed}” says of nobody who it is", words)
    if word in GROUP_PRONOUNS:
        return _Speaker(None, BODY, word, UNKNOWN, f"nobody fits “{printed}”", words)
    if word in GENDER:
        meant = known.pronouns.get(index)
        if meant is None:
            return _Speaker(None, PERSON, "pronoun", UNKNOWN, f"nobody fits “{printed}”", words)
        name = people.persons[meant.person].name
        why = f"“{printed}” is {name}, {meant.why}"
        return _Speaker(name, PERSON, "pronoun", meant.confidence, why, words)
    if word in RELATIVES:
        before = name_before(people, index, prose)
        found = people.persons[before].name if before is not None else described_before(prose, index)
        why = f"{found or 'nobody'} stands before “{printed}”"
        kind = PERSON if before is not None else BODY
        return _Speaker(found, kind, "relative", BEFORE_RELATIVE if found else UNKNOWN, why, words)
    return None


def _described(known: _Known, first: int, last: int) -> _Speaker:
    """Return the speaker a description means: the bearer of an office, else the description itself as a name."""
    prose, people = known.prose, known.people
    end = piece_end(prose, first, last)
    words = (first, phrase_end(prose, first, last))
    linked = bearer(prose, people, known.offices, first, end)
    if linked is not None:
        name = people.persons[linked].name
        return _Speaker(name, PERSON, "office", LINKED, f"the text gives {name} that office", words)
    body = meant_body(prose, known.runs, *words)
    if body is not None:
        return _Speaker(body, BODY, "body", LINKED, f"{body} alone fits “{_words(prose, *words)}” so far", words)
    name = _with_owner(known, first, description(prose, first, last))
    noun = person_noun(prose.lower[end - 1])
    one_person = noun is not None and not noun.plural and not noun.singular.startswith("spokes")
    kind = PERSON if one_person else BODY
    return _Speaker(
        known.bodies.get(name.lower(), name), kind, "description", DESCRIBED, "the source is described", words
    )


def _with_owner(known: _Known, first: int, name: str) -> str:
    """Return a description with its owner's full name: "his campaign", "Reed's campaign" are "Ann Reed’s campaign"."""
    words = name.split(" ")
    owner: int | None = None
    count = 1
    if known.prose.lower[first] in ("his", "her"):
        meant = known.pronouns.get(first)
        owner = meant.person if meant else None
    elif known.prose.lower[first] == "whose":
        owner = name_before(known.people, first, known.prose)
    else:
        at: Mention | None = known.people.at(first)
        if at is not None and at.possessive and at.first == first:
            owner = at.person
            count = len(_words(known.prose, at.first, at.last).split())
    if owner is None or len(words) <= count:
        return name
    return f"{known.people.persons[owner].name}’s {' '.join(words[count:])}"


def _with_groups(prose: Prose, found: dict[int, _Speaker]) -> dict[int, _Speaker]:
    """Read "they" and "it" back to the last source, not far before, that is a group or a body."""
    groups = sorted(
        ((speaker.words[0], speaker) for speaker in found.values() if _is_group(speaker)), key=lambda pair: pair[0]
    )
    starts = [start for start, _ in groups]
    settled = dict(found)
    for number, speaker in found.items():
        plural = GROUP_PRONOUNS.get(speaker.rule)
        at = bisect_left(starts, speaker.words[0]) - 1
        if plural is None or at < 0:
            continue
        start, group = groups[at]
        near = prose.sentence[speaker.words[0]] - prose.sentence[start] <= GROUP_REACH
        if near and (plural or _is_one_body(prose, speaker.words[1], group)):
            why = f"“{_words(prose, *speaker.words)}” is the group or body that spoke before"
            settled[number] = replace(speaker, name=group.name, kind=group.kind, confidence=GROUP, why=why)
    return {number: replace(speaker, rule=_plain_rule(speaker.rule)) for number, speaker in settled.items()}


def _is_group(speaker: _Speaker) -> bool:
    return speaker.name is not None and (speaker.kind == BODY or " and " in speaker.name)


def _is_one_body(prose: Prose, after: int, group: _Speaker) -> bool:
    """Tell whether "it" can mean a group: one body with a name of its own, and not the "it" of "it seems"."""
    empty = after < len(prose.words) and (prose.tags[after] == "BE" or prose.lower[after].startswith(EMPTY_IT))
    named = group.name is not None and any(sign.isupper() for sign in group.name)
    return named and not empty and not is_plural(prose, *group.words)


def _plain_rule(rule: str) -> str:
    return "group pronoun" if rule in GROUP_PRONOUNS else rule


def _speakers(attributions: Sequence[Attribution], kinds: dict[str, str]) -> tuple[SpeakerMention, ...]:
    labels: dict[str, dict[str, None]] = {}
    for item in attributions:
        if item.speaker is not None and item.label is not None:
            labels.setdefault(item.speaker, {})[item.label] = None
    return tuple(SpeakerMention(name, kinds.get(name, BODY), tuple(used)) for name, used in labels.items())


def _roles(known: _Known, attributions: Sequence[Attribution]) -> tuple[Role, ...]:
    """Return the roles of those who speak, as printed, each title and organisation of a speaker once."""
    speaking = {item.speaker for item in attributions}
    prose = known.prose
    found: dict[tuple[str, str, str | None], Role] = {}
    for office in known.offices:
        name = known.people.persons[office.person].name
        if name in speaking:
            body = _unpossessed(_words(prose, *office.organisation)) if office.organisation else None
            span = (prose.starts[office.first], prose.ends[office.last - 1])
            role = Role(name, _words(prose, *office.title), body, *span)
            found.setdefault((name, role.title.lower(), body), role)
    return tuple(sorted(found.values(), key=lambda role: role.start))


def _unpossessed(words: str) -> str:
    return words.removesuffix("’s").removesuffix("'s").rstrip("’'") if words.endswith(("s", "’", "'")) else words
