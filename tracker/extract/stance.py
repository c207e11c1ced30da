"""Stance: what the source does with the words, told by the cue, by what governs the cue, and by the claim's clause."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Final, cast

from tracker.extract.candidates import LEFT, Candidate
from tracker.extract.constructions import Tokens
from tracker.extract.cues import CLAUSE_MARKS, cue_word
from tracker.extract.names import phrase_end, subject_verbs
from tracker.extract.prose import BASE, GERUND, PARTICIPLE, PAST, THIRD, Prose, verb_forms
from tracker.models import TURNED, Claim, ClaimKind, Stance
from tracker.text import negation
from tracker.text.lexicon import rows, words
from tracker.text.negation import AFTER, NONE, reach_of

NOT: Final = "not"
THROUGH: Final = "through"
TURNED_BY_NOT: Final[Mapping[Stance, Stance]] = {"withdraws": "asserts", "withholds": "withholds"}
"""What "not" makes of a stance; of every other one, words that are not said."""
CONTRARY: Final[Mapping[Stance, Stance]] = {"asserts": "denies", "denies": "asserts"}
"""What "not" makes of a judgement: "it is not wrong to say that …"."""
NOUN_PHRASE: Final = 6
"""So many words may stand between a verb and the noun that is the cue ("rejected the mayor's widely shared claim")."""
CLAUSE: Final = 60
"""A clause is read over so many words."""
LONGEST: Final = max(len(row[0].split()) for row in rows("extract", "stances.tsv"))
_SUBJECT: Final = frozenset(("DET", "POSS", "GEN", "NAME", "CAP", "WORD", "S", "NUM", "PRON"))
_BETWEEN_NOUN: Final = frozenset(("DET", "POSS", "GEN", "NAME", "CAP", "WORD", "S", "NUM", "ED", "ING", "LY", "OBJ"))
_HELPING: Final = frozenset(("ADV", "LY", "TIME", "NEG", "HAVE", "BE", "DO", "MODAL", "TO", "AND"))
_ADVERBS: Final = frozenset(("ADV", "LY", "TIME"))
_NOBODY_IN_PARTICULAR: Final = frozenset(("it", "that", "this", "what", "there"))
_FINITE: Final = frozenset(("BE", "HAVE", "DO", "MODAL", "ED"))
_NOUNS: Final = frozenset((BASE, THIRD))


@dataclass(frozen=True, slots=True)
class Governed:
    """The stance of a cue, the first token of what governs it, and the source that leaves."""

    stance: Stance
    first: int
    source: Tokens | None


Phrase = tuple[str, ...]


@cache
def _phrases(before: str) -> Mapping[Phrase, str]:
    """Return the listed words that stand before a kind of cue, verbs in every form, with what they do."""
    found: dict[Phrase, str] = {}
    for listed, kind, does in rows("extract", "stances.tsv"):
        if kind == before:
            head, *rest = listed.split()
            for form in verb_forms(head) if kind != "to" else (head,):
                found.setdefault((form, *rest), does)
    return found


def of_cue(prose: Prose, candidate: Candidate) -> Governed:
    """Return the stance that a cue, with what governs it, gives its content.

    A quotation that is no object of a denying verb stands for itself: "rejected the claims: “…”", "“…”, she denied".
    The source ends before what governs the cue; whoever is wrong to say it is none, nor is the owner of a claim that
    somebody else rejects.
    """
    cue, source = candidate.cue, candidate.source
    if (down := _turned_down(prose, candidate)) is not None:
        return Governed(down.stance, cue, source)
    stance, first, judged = _behind(prose, cue, _own(prose, candidate), candidate)
    if source is not None and is_nobody(prose, source):
        return Governed(_negated(stance), first, source)
    if (stance in TURNED or stance == "withholds") and _stands_apart(prose, candidate):
        stance = "asserts"
    if source is None or (judged and first <= source[0]):
        return Governed(stance, first, None)
    start, end = source
    if start < first < end <= cue:
        return Governed(stance, first, (start, first))
    behind = cue_word(prose, cue).form in _NOUNS and cue < start and prose.lower[start - 1] in ("by", "from")
    if first <= start < cue or (first < cue and behind):  # "rejected claims by Reed that …"
        return Governed(stance, first, _before(prose, first) or source)
    return Governed(stance, first, source)


def _own(prose: Prose, candidate: Candidate) -> Stance:
    """Return the stance of a cue by itself."""
    cue = candidate.cue
    word = cue_word(prose, cue)
    follows = prose.lower[cue + 1] if cue + 1 < len(prose.lower) else ""
    stance = cast(Stance, _phrases("cue").get((prose.lower[cue], follows), word.stance))
    if stance == "plans" and not _is_clause(prose, candidate.pieces[0]):
        return "asserts"
    start = candidate.pieces[0][0]
    if stance == "denies" and start > cue + 1 and prose.lower[start - 1] == "as" and prose.quotation[start] >= 0:
        return "asserts"  # "the offer, which she dismissed as “an insult”": that it is one
    if stance != "asserts":
        return stance
    if _turns_down(prose, cue, candidate.pieces[0]):
        return "denies"
    if _holds_back(prose, cue) and prose.tags[start] == "TO" and cue_word(prose, start + 1).speech:
        return "withholds"
    if AFTER in (reach_of(prose.lower[cue]), reach_of(f"{prose.lower[cue]} {follows}")):
        return "withholds"
    return "reports" if _is_hearsay(prose, cue) else "asserts"


def _holds_back(prose: Prose, cue: int) -> bool:
    """Tell whether a cue is what keeps somebody from what follows: "reluctant to call it …"."""
    return _phrases("verb").get(tuple(prose.lower[cue : cue + 2])) == NOT


def _turns_down(prose: Prose, cue: int, piece: Tokens) -> bool:
    """Tell whether a cue is what turns a noun down whose that-clause is the content: "scoffed at the notion that …"."""
    for first in range(max(0, cue - LONGEST + 1), cue + 1):
        for end in range(cue + 1, min(first + LONGEST, len(prose.lower)) + 1):
            if _phrases("noun").get(tuple(prose.lower[first:end])) != "denies":
                continue
            at = end
            while at < min(end + NOUN_PHRASE, len(prose.lower) - 1) and prose.tags[at] in _BETWEEN_NOUN:
                at += 1
            if end < at and prose.tags[at] == "THAT" and end <= piece[0] <= at + 1:
                return True
    return False


def _is_clause(prose: Prose, piece: Tokens) -> bool:
    """Tell whether content is an infinitive or a clause of what will be: who "offers advice" plans nothing."""
    start, end = piece
    opens = prose.tags[start] in ("TO", "THAT", "PRON")
    return opens or "MODAL" in prose.tags[start : min(end, start + CLAUSE)]


def _before(prose: Prose, end: int) -> Tokens | None:
    """Return the noun phrase that ends before a token: the subject of what governs a cue."""
    first = prose.sentences[prose.sentence[end]][0]
    start = end
    while start > first and prose.tags[start - 1] in _SUBJECT and prose.quotation[start - 1] < 0:
        start -= 1
        if prose.tags[start] in ("DET", "POSS", "PRON"):
            break
    return (start, end) if start < end else None


def is_withheld(prose: Prose, candidate: Candidate, stance: Stance) -> bool:
    """Tell whether content is what somebody would not say, or was asked for.

    "Declined to comment", "would not say why", "did not respond to a request for comment".
    """
    start, end = candidate.pieces[0]
    if stance != "withholds" or len(candidate.pieces) > 1:
        return False
    noun = next((at for at in range(start, end) if prose.tags[at] not in _BEFORE_REQUEST), end)
    if noun < end and prose.lower[noun] in words("extract", "request_nouns.txt"):
        return True
    says = start + 1 < len(prose.lower) and prose.tags[start] == "TO" and cue_word(prose, start + 1).speech
    return says or prose.tags[start] == "WH" or prose.lower[start] == "when"


_BEFORE_REQUEST: Final = frozenset(("DET", "POSS", "GEN", "NUM", "ADV", "PREP", "TO"))


def is_nobody(prose: Prose, source: Tokens) -> bool:
    """Tell whether a source says of nobody that he speaks: "no minister", "none of them", "neither side"."""
    start, end = source
    if prose.lower[start] == "neither":
        return True
    return any(reach_of(" ".join(prose.lower[start : start + n])) == AFTER for n in (1, 2) if start + n <= end)


def _negated(stance: Stance) -> Stance:
    return TURNED_BY_NOT.get(stance, "withholds")


def _stands_apart(prose: Prose, candidate: Candidate) -> bool:
    """Tell whether the content is a quotation with a mark between it and the cue, or one before the cue."""
    if not all(prose.quotation[start] >= 0 and prose.quotation[end - 1] >= 0 for start, end in candidate.pieces):
        return False
    start = candidate.pieces[-1][0]
    marks = any(prose.lower[at] in CLAUSE_MARKS for at in range(candidate.cue + 1, start))
    return candidate.direction == LEFT or marks or prose.sentence[start] != prose.sentence[candidate.cue]


def _behind(prose: Prose, cue: int, stance: Stance, candidate: Candidate) -> tuple[Stance, int, bool]:
    """Read what stands before a cue in its clause, the nearest first; tell whether it is a judgement on saying so."""
    first = prose.sentences[prose.sentence[cue]][0]
    form = cue_word(prose, cue).form
    at, turned, is_judged = cue, _negated, False
    # What "not" gives back: "did not hesitate to say", where "hesitate" or "say" may be the cue.
    held: Stance | None = "asserts" if _holds_back(prose, cue) else None
    if (prose.lower[cue],) in _phrases("belief"):
        turned = _judged_not
    if form in _NOUNS:
        before = _before_noun(prose, cue, first)
        judged = None if before else _judged(prose, cue, first, candidate)
        if before:
            at, stance = before
        elif judged:
            at, stance = judged
            turned, is_judged = _judged_not, True
    while at > first and prose.quotation[at - 1] < 0 and prose.lower[at - 1] not in CLAUSE_MARKS:
        found = (
            _ending(prose, first, at, _phrases("verb"))
            if form in (BASE, GERUND, PARTICIPLE, PAST) or at < cue
            else None
        )
        reach, length = _negator(prose, first, at)
        if found is not None and found[1] >= length:
            does, length = found
            if does == NOT:
                held, stance = stance, turned(stance)
            elif does != THROUGH:
                stance = cast(Stance, does)
        elif reach == AFTER:
            stance, held = held or turned(stance), None
        elif reach != NONE and prose.tags[at - 1] not in _HELPING:
            break
        at -= max(length, 1)
    return stance, at, is_judged


def _judged_not(stance: Stance) -> Stance:
    return CONTRARY.get(stance, stance)


def _ending(prose: Prose, first: int, at: int, phrases: Mapping[Phrase, str]) -> tuple[str, int] | None:
    """Return what the longest listed words that end before ``at`` do, and how many they are."""
    for length in range(min(LONGEST, at - first), 0, -1):
        does = phrases.get(tuple(prose.lower[at - length : at]))
        if does is not None:
            return does, length
    back = at - 1  # when it was may stand inside: "apologised last week for"
    while back > first and (prose.tags[back - 1] == "TIME" or prose.lower[back - 1] in words("extract", "times.txt")):
        back -= 1
    back -= prose.lower[back - 1] in ("last", "this")
    does = phrases.get((prose.lower[back - 1], prose.lower[at - 1])) if first < back < at - 1 else None
    return (does, at - back + 1) if does is not None else None


def _negator(prose: Prose, first: int, at: int) -> tuple[str | None, int]:
    """Return where the longest negator that ends before ``at`` reaches, and how many words it has."""
    for length in range(min(LONGEST, at - first), 0, -1):
        reach = reach_of(" ".join(prose.lower[at - length : at]))
        if reach is not None:
            return reach, length
    return None, 0


def _before_noun(prose: Prose, cue: int, first: int) -> tuple[int, Stance] | None:
    """Return the verb that a noun is the object of, where it has a stance: "rejected the union's claim that …"."""
    for at in range(cue, max(first, cue - NOUN_PHRASE), -1):
        found = _ending(prose, first, at, _phrases("noun"))
        if found is not None:
            does, length = found
            stance: Stance = "withholds" if does == NOT else cast(Stance, does)
            return at - length, stance
        before = cue_word(prose, at - 1)
        if before.stance in TURNED and _is_verb(prose, at - 1, first):
            return at - 1, before.stance
        if prose.quotation[at - 1] >= 0 or not _joins(prose, at - 1):
            return None
    return None


def _joins(prose: Prose, at: int) -> bool:
    return (prose.tags[at] in _BETWEEN_NOUN and prose.lower[at] not in subject_verbs()) or prose.lower[at] == "of"


def _is_verb(prose: Prose, at: int, first: int) -> bool:
    """Tell whether a form that may be a noun ("dispute", "doubts") is a verb here."""
    form = cue_word(prose, at).form
    return form not in _NOUNS or (at > first and prose.tags[at - 1] not in ("DET", "POSS", "GEN", "PREP"))


def _judged(prose: Prose, cue: int, first: int, candidate: Candidate) -> tuple[int, Stance] | None:
    """Return how it is judged to say so: "it was wrong (for the mayor) to say that …"."""
    at = cue
    while at > first and prose.tags[at - 1] in _ADVERBS:
        at -= 1
    source = candidate.source
    if at <= first or prose.tags[at - 1] != "TO":
        return None
    at -= 1
    for back in range(at, max(first, at - NOUN_PHRASE), -1):
        does = _phrases("to").get((prose.lower[back - 1],))
        if does is not None:
            nobody = source is None or prose.lower[source[0]] in _NOBODY_IN_PARTICULAR or source[0] >= back
            stance: Stance = "withholds" if does == NOT else cast(Stance, does)
            return (back - 1, stance) if nobody else None
        if prose.tags[back - 1] not in _BETWEEN_NOUN and prose.lower[back - 1] not in ("for", "of"):
            return None
    return None


def settled(prose: Prose, candidate: Candidate) -> Candidate:
    """Return a candidate with the content and source that its sentence as a whole gives it.

    "The union's claim that crime is falling was rejected by the mayor" is the mayor's, up to "falling"; "the force is
    said to be ready" is one statement of nobody known.
    """
    down = _turned_down(prose, candidate)
    if down is not None:
        start, _ = candidate.pieces[-1]
        return replace(candidate, pieces=((start, down.verb),), source=down.agent)
    if (
        len(candidate.pieces) > 1
        and cue_word(prose, candidate.cue).stance in TURNED
        and _is_passive(prose, candidate.cue)
    ):
        return replace(candidate, pieces=candidate.pieces[:1], source=_agent(prose, candidate.cue))
    if _is_hearsay(prose, candidate.cue):
        start, end = candidate.pieces[0][0], candidate.pieces[-1][1]
        return replace(candidate, pieces=((start, end),), source=None)
    return candidate


def _is_hearsay(prose: Prose, cue: int) -> bool:
    """Tell whether a cue is the passive of "is said to be", whose subject is no source."""
    return _beginning(prose, cue, len(prose.lower), _clause("be")) == "reports" and _is_passive(prose, cue)


def _is_passive(prose: Prose, cue: int) -> bool:
    passive = cue_word(prose, cue).form in (PAST, PARTICIPLE)
    return passive and _after_be(prose, prose.sentences[prose.sentence[cue]][0], cue)


def _agent(prose: Prose, verb: int) -> Tokens | None:
    """Return who does what a passive says: the noun phrase behind the "by" that follows it."""
    last = prose.sentences[prose.sentence[verb]][1]
    by = next((at for at in range(verb + 1, min(last, verb + NOUN_PHRASE)) if prose.lower[at] == "by"), last)
    return (by + 1, phrase_end(prose, by + 1, last)) if by + 1 < last else None


@dataclass(frozen=True, slots=True)
class _Down:
    """What becomes of a claim that is a noun: its main verb, the stance that gives, and by whom."""

    verb: int
    stance: Stance
    agent: Tokens | None


def _turned_down(prose: Prose, candidate: Candidate) -> _Down | None:
    """Return the main verb behind the that-clause of a noun, where it denies: "was rejected by", "is false"."""
    start, _ = candidate.pieces[-1]
    if cue_word(prose, candidate.cue).form not in _NOUNS or prose.tags[start] != "THAT" or len(candidate.pieces) > 1:
        return None
    last = min(prose.sentences[prose.sentence[start]][1], start + CLAUSE)
    states = False
    for at in range(start + 2, last):
        if prose.quotation[at] >= 0:
            return None
        if prose.tags[at] not in ("BE", "HAVE") or not states:
            states = states or prose.tags[at] in _FINITE or prose.lower[at] in subject_verbs()
            continue
        told = next((n for n in range(at + 1, last) if prose.tags[n] not in ("BE", "ADV", "LY", "DET")), last)
        if told == last:
            return None
        word = cue_word(prose, told)
        if word.stance in TURNED and word.form in (PAST, PARTICIPLE):
            return _Down(at, word.stance, _agent(prose, told))
        if _phrases("to").get((prose.lower[told],)) == "denies":
            return _Down(at, "denies", None)
    return None


def in_clause(prose: Prose, claim: Claim) -> Stance:
    """Return the stance of a claim: its cue's, or where that asserts, what the claim's own clause says.

    A question is one by its mark, whatever its cue; a sentence without one is none, though somebody "asked".
    """
    if claim.text.endswith("?"):
        return "asks" if claim.stance not in TURNED else claim.stance
    if claim.stance == "asks" and claim.kind is ClaimKind.DIRECT:
        claim = replace(claim, stance="asserts")
    if claim.stance != "asserts":
        return claim.stance
    first, last = bisect_left(prose.ends, claim.start + 1), bisect_left(prose.starts, claim.end)
    return next(_told(prose, first, last, claim.kind), "asserts")


def _told(prose: Prose, first: int, last: int, kind: ClaimKind) -> Iterator[Stance]:
    """Yield what the words of a clause say of its stance, the strongest first."""
    start = _start(prose, first, last)
    for at in range(start, next((at for at in range(start, last) if prose.tags[at] in _SIDE), last)):
        found = _beginning(prose, at, last, _clause("anywhere"))
        if found is None and _after_be(prose, first, at):
            found = _beginning(prose, at, last, _clause("be"))
        if found is not None:
            yield found
    if _is_conditional(prose, first, last):
        yield "supposes"
    if _reports_others(prose, first, last):
        yield "reports"
    if _is_plan(prose, first, last, kind):
        yield "plans"


@cache
def _clause(where: str) -> Mapping[Phrase, Stance]:
    """Return the words that count in one place of a clause, with the stance they give it."""
    found: dict[Phrase, Stance] = {}
    if where == "start":
        found.update(dict.fromkeys(negation.supposing("start"), "supposes"))
    for listed, place, stance in rows("extract", "clause_stances.tsv"):
        if place == where:
            head, *rest = listed.split()
            for form in verb_forms(head) if where in _INFLECTED else (head,):
                found[form, *rest] = cast(Stance, stance)
    return found


_INFLECTED: Final = frozenset(("plan", "tell"))


def _beginning(prose: Prose, at: int, last: int, phrases: Mapping[Phrase, Stance]) -> Stance | None:
    """Return the stance of the longest listed words that begin at a token."""
    if prose.lower[at] not in _heads():
        return None
    for length in range(min(LONGEST, last - at), 0, -1):
        found = phrases.get(tuple(prose.lower[at : at + length]))
        if found is not None:
            return found
    return None


@cache
def _heads() -> frozenset[str]:
    """Return the first words of everything that counts in a clause."""
    places = {place for _, place, _ in rows("extract", "clause_stances.tsv")}
    return frozenset(first for place in places for first, *_ in _clause(place))


def _after_be(prose: Prose, first: int, at: int) -> bool:
    return any(prose.tags[before] == "BE" for before in _back(prose, first, at))


def _back(prose: Prose, first: int, at: int) -> Iterator[int]:
    """Yield the adverbs before a token, and the first word that is none."""
    for before in range(at - 1, first - 1, -1):
        yield before
        if prose.tags[before] not in _ADVERBS:
            return


def _start(prose: Prose, first: int, last: int) -> int:
    """Return where a clause begins, behind a word that joins it to another."""
    while first < last - 1 and (prose.tags[first] in _JOINING or not prose.tags[first][0].isalnum()):
        first += 1
    return first


def _is_conditional(prose: Prose, first: int, last: int) -> bool:
    """Tell whether a clause states what would be: it opens with a condition, or adds one to what will or would be."""
    start = _start(prose, first, last)
    if _beginning(prose, start, last, _clause("start")) and not _is_idle(prose, start, last):
        return True
    may_be = False
    for at in range(start, last):
        may_be = may_be or prose.tags[at] == "MODAL" or prose.lower[at].endswith(_CONTRACTED)
        if may_be and (prose.lower[at],) in negation.supposing("anywhere"):
            return not any(_is_idle(prose, begin, last) for begin in (at, at - 1))
    return False


def _is_idle(prose: Prose, at: int, last: int) -> bool:
    """Tell whether words that state no condition though they look so begin at a token: "even if", "if anything"."""
    return any(
        tuple(prose.lower[at : min(last, at + length)]) in negation.condition_words("idle")
        for length in range(2, LONGEST + 1)
    )


def _subject(prose: Prose, start: int, last: int) -> int:
    """Return the token behind the subject that a clause opens with, and behind the adverbs there."""
    end = start + 1 if prose.tags[start] == "PRON" else phrase_end(prose, start, last)
    while end < last and prose.tags[end] in _ADVERBS:
        end += 1
    return end


def _reports_others(prose: Prose, first: int, last: int) -> bool:
    """Tell whether a clause is in turn a report of what others say: "critics had called it a sham"."""
    start = _start(prose, first, last)
    if prose.tags[start] in ("PRON", "THERE") or prose.lower[start].startswith(_OWN):
        return False
    at = _subject(prose, start, last)
    while at < last and prose.tags[at] in ("HAVE", "ADV", "LY"):
        at += 1
    told = at < last and _clause("tell").get((prose.lower[at],))
    return bool(told) and at > start and (at + 1 >= last or prose.tags[at + 1] not in ("NUM", "PREP"))


def _is_plan(prose: Prose, first: int, last: int, kind: ClaimKind) -> bool:
    """Tell whether a clause says what its subject is to do: "we will …", "the council plans to …".

    A verb that nobody plans ("will need", "will cost") foretells; so does "will" of a subject that is named.
    """
    start = _start(prose, first, last)
    at = _subject(prose, start, last)
    own = prose.lower[start].partition("'")[0]
    named = own not in _OURS and (kind is ClaimKind.DIRECT or own not in _THEIRS)
    for verb in range(start + 1, at) if named else ():  # "plans" and "offers" may be nouns, and end no subject then
        if _beginning(prose, verb, last, _clause("plan")) and prose.tags[verb - 1] not in _BEFORE_A_NOUN:
            return True
    contracted = prose.lower[start].endswith(_CONTRACTED)
    if contracted:
        at = start + 1
    while at < last and prose.tags[at] in ("BE", "HAVE", "ADV", "LY"):
        at += 1
    if at < last and _beginning(prose, at, last, _clause("plan")):
        return True
    if named or not (contracted or _is_future(prose, at, last, kind)):
        return False
    verb = next((n for n in range(at, last) if prose.tags[n] not in _BEFORE_VERB), last)
    return verb < last and (prose.lower[verb],) not in _clause("state") and prose.tags[verb] == "WORD"


def _is_future(prose: Prose, at: int, last: int, kind: ClaimKind) -> bool:
    """Tell whether a predicate begins with "will" or "going to"; in reported speech with "would"."""
    word = prose.lower[at] if at < last else ""
    return word in _WILL or (kind is not ClaimKind.DIRECT and word in _WOULD) or prose.lower[at : at + 2] == _GOING_TO


_BEFORE_A_NOUN: Final = frozenset(("DET", "POSS", "GEN", "PREP"))
_OURS: Final = frozenset(("i", "we"))
_THEIRS: Final = frozenset(("he", "she", "it", "they"))
"""Who plans what is reported of them; in their own words these are others."""
_SIDE: Final = frozenset(("SUB", "WH", "THAT"))
"""What opens a side clause: an accusation in it is not what the claim states."""
_JOINING: Final = frozenset(("AND", "THAT"))
_CONTRACTED: Final = "'ll"
_OWN: Final = ("i'", "we'", "he'", "she'", "it'", "they'", "you'")
_WILL: Final = frozenset(("will", "shall", "won't"))
_WOULD: Final = frozenset(("would", "wouldn't"))
_GOING_TO: Final = ["going", "to"]
_BEFORE_VERB: Final = frozenset(("MODAL", "ING", "TO", "ADV", "LY", "NEG", "TIME"))
