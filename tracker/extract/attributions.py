"""Attributions: turns and candidates made exact, with kind, stance, and the rule in words for a reader."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from tracker.extract.boundaries import bucket
from tracker.extract.candidates import BOTH, LEFT, RIGHT, Candidate, candidates
from tracker.extract.classifier import class_weights, classify
from tracker.extract.constructions import Tokens, is_finite
from tracker.extract.cues import cue_word
from tracker.extract.names import is_share, subject_verbs
from tracker.extract.prose import OPEN_TAGS, QUOTED_SUBHEADING, Prose, Zone, ZoneKind
from tracker.extract.rank import Judged, beliefs, judge, select
from tracker.extract.stance import is_nobody, is_withheld, of_cue, settled
from tracker.models import Attribution, ClaimKind, Span, Stance
from tracker.text.circumstances import forms
from tracker.text.dates import years_in
from tracker.text.lexicon import rows, words
from tracker.text.quotes import BLOCK

KEPT = 0.5
"""A quotation without cue that is less likely speech than this is a title, a name or a word held at arm's length."""
LONG = 60
"""Longer quotations are not counted to the end."""
NEAR = 4
"""A cue word so few words before a quotation may have been missed as its cue."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A quotation without a cue of its own, the candidate whose speaker it takes, and how likely it is speech."""

    piece: Tokens
    candidate: Candidate | None
    share: float


def runs(prose: Prose) -> list[Tokens]:
    """Return the tokens of each run of quoted speech: a quotation with the paragraphs that go on with it."""
    found: list[Tokens] = []
    previous = -1
    for index, number in enumerate(prose.quotation):
        if number < 0:
            continue
        if number == previous or (found and prose.quotations[number].goes_on and number == previous + 1):
            found[-1] = (found[-1][0], index + 1)
        else:
            found.append((index, index + 1))
        previous = number
    return found


def whole_runs(piece: Tokens, quoted: Sequence[Tokens]) -> Tokens:
    """Return a content piece with all of the runs of quoted speech it begins or ends in, above and below."""
    start, end = piece
    first = bisect_left(quoted, (start + 1, 0)) - 1
    if first >= 0 and quoted[first][0] <= start < quoted[first][1]:
        start = quoted[first][0]
    last = bisect_left(quoted, (end, 0)) - 1
    if last >= 0 and quoted[last][0] < end < quoted[last][1]:
        end = quoted[last][1]
    return start, end


def _apart(whole: Tokens, piece: Tokens, owned: Sequence[Tokens]) -> Tokens:
    """Return a piece with its runs, as far as no other piece stands in them: each has its own words of one speech."""
    at = bisect_left(owned, piece)
    before = owned[at - 1][1] if at > 0 else 0
    behind = owned[at + 1][0] if at + 1 < len(owned) else whole[1]
    return min(piece[0], max(whole[0], before)), max(piece[1], min(whole[1], behind))


def without_cue(prose: Prose, kept: Sequence[Candidate], quoted: Sequence[Tokens]) -> list[Turn]:
    """Return the runs of quoted speech that no candidate covers and that are speech all the same.

    A block quotation always is, and its speaker is who introduces or signs it, or nobody known.
    """
    model = class_weights("quotations")
    turns = []
    for piece, before in uncovered(prose, kept, quoted):
        share = classify(model, features(prose, piece, before))[1]
        if prose.quotations[prose.quotation[piece[0]]].family == BLOCK:
            turns.append(Turn(piece, None, max(share, KEPT)))
        elif share >= KEPT:
            turns.append(Turn(piece, before, share))
    return turns


def uncovered(
    prose: Prose, kept: Sequence[Candidate], quoted: Sequence[Tokens]
) -> list[tuple[Tokens, Candidate | None]]:
    """Return the runs of quoted speech outside all content, each with the last candidate whose cue is before."""
    covered = bytearray(len(prose.starts))
    for candidate in kept:
        for start, end in candidate.pieces:
            covered[start:end] = b"\1" * (end - start)
    upcoming = sorted(kept, key=lambda candidate: candidate.cue)
    number = 0
    before: Candidate | None = None
    found = []
    for start, end in quoted:
        while number < len(upcoming) and upcoming[number].cue < start:
            before = upcoming[number]
            number += 1
        if not covered[start] and not covered[end - 1]:
            found.append(((start, end), before))
    return found


def features(prose: Prose, piece: Tokens, before: Candidate | None) -> list[str]:
    """Return what can be seen of a run of quoted speech that has no cue, as names of features."""
    start, end = piece
    lower, tags, text = prose.lower, prose.tags, prose.text
    first = prose.sentences[prose.sentence[start]][0]
    last = prose.sentences[prose.sentence[end - 1]][1]
    words = bucket(sum(1 for at in range(start, min(end, start + LONG)) if tags[at][0].isalnum()))
    opens = start == first
    closes = not any(tags[at][0].isalnum() for at in range(end, min(last, end + LONG)))
    ahead = "^" if opens else lower[start - 1] if tags[start - 1] not in OPEN_TAGS else tags[start - 1]
    behind = "$" if closes else lower[end] if not tags[end][0].isalnum() else tags[end]
    mark = lower[end - 2] if end - start > 2 else "-"
    mark = mark if not mark[0].isalnum() else "-"
    begins = tags[start + 1] if end - start > 1 else "-"
    paragraph = opens and (start == 0 or "\n" in text[prose.ends[start - 1] : prose.starts[start]])
    alone = paragraph and closes and (last >= len(lower) or "\n" in text[prose.ends[last - 1] : prose.starts[last]])
    distance, same, spoken, quoting = 4, False, False, False
    if before is not None:
        distance = min(prose.sentence[start] - prose.sentence[before.cue], 4)
        same = "\n" not in text[prose.starts[before.cue] : prose.starts[start]]
        spoken = cue_word(prose, before.cue).speech
        quoting = prose.quotation[before.pieces[0][0]] >= 0
    near = max((cue_word(prose, at).share for at in range(max(first, start - NEAR), start)), default=0) // 20
    return [
        f"n={words}|{opens}|{closes}",
        f"a={ahead}",
        f"b={behind}",
        f"ab={ahead}|{behind}",
        f"m={mark}|{closes}",
        f"g={begins}",
        f"gn={begins}|{words}",
        f"al={alone}|{words}",
        f"p={paragraph}|{closes}|{mark}",
        f"d={distance}|{same}|{quoting}|{opens}",
        f"ds={distance}|{same}|{spoken}|{opens}|{closes}",
        f"c={near}|{ahead}",
        f"cn={near}|{words}|{mark}",
    ]


WITHOUT_CUE: Final = "quotation without cue"
OPEN_QUESTIONS: Final = frozenset(("whether", "if"))
"""Content that opens so leaves open what it names: it states nothing."""
_OPENINGS: Final = {
    "THAT": "that-clause",
    "WH": "wh-clause",
    "TO": "infinitive",
    "SUB": "as-phrase",
    "ING": "gerund",
    "PREP": "prepositional phrase",
}
_SUBJECTS: Final = frozenset(("PRON", "THERE"))
_FINITE: Final = frozenset(("BE", "HAVE", "DO", "MODAL"))
CLAUSE_REACH: Final = 30
"""A clause shows its verb within so many words."""


def rule(prose: Prose, candidate: Candidate) -> str:
    """Return the name of the construction of a candidate, such as ``quotation, then cue`` or ``that-clause``."""
    word = cue_word(prose, candidate.cue)
    if word.lemma == "according":
        return "according to"
    if word.form == "mark":
        return "name and colon"
    quoted = [prose.quotation[start] >= 0 and prose.quotation[end - 1] >= 0 for start, end in candidate.pieces]
    if all(quoted):
        if candidate.direction == BOTH:
            return "cue between quotations"
        return "quotation, then cue" if candidate.direction == LEFT else "cue, then quotation"
    if candidate.direction == BOTH:
        return "cue inside a clause"
    if candidate.direction == LEFT:
        return "clause, then cue"
    return _opening(prose, candidate.pieces[0])


def _opening(prose: Prose, piece: tuple[int, int]) -> str:
    start, end = piece
    tag = prose.tags[start]
    if prose.lower[start] in OPEN_QUESTIONS:
        return "question"
    if tag in _OPENINGS:
        return _OPENINGS[tag]
    if tag in _SUBJECTS or any(prose.tags[at] in _FINITE for at in range(start, min(end, start + CLAUSE_REACH))):
        return "clause without that"
    return "topic"


ADDRESSEE = 16
"""Whom a request is put to is named in at most so many words before its infinitive."""
_FINITE_OR_CLAUSE = frozenset(("BE", "HAVE", "DO", "MODAL", "PRON", "THAT", "WH", "SUB"))
_OPENS_NOUN_PHRASE = frozenset(("DET", "POSS", "NAME", "CAP", "GEN", "NUM", "OBJ"))


def is_request(prose: Prose, candidate: Candidate) -> bool:
    """Tell whether a candidate's content is what somebody is asked to do.

    "Urged the council to publish …", "told to leave", "called for an inquiry", "demanded that it pay"; not "warned that
    it would close", nor a quotation, nor "vowed to cut", which is a promise.
    """
    start, end = candidate.pieces[0]
    that_asks = _requests().get(cue_word(prose, candidate.cue).lemma)
    if that_asks is None or candidate.direction != RIGHT or prose.quotation[start] >= 0:
        return False
    if prose.tags[start] == "THAT":
        return that_asks
    return prose.lower[candidate.cue + 1] == "for" or _has_infinitive(prose, start, end)


def _has_infinitive(prose: Prose, start: int, end: int) -> bool:
    """Tell whether an infinitive is the first verb of the tokens; nouns before it name whom it is put to."""
    for at in range(start, min(end, start + ADDRESSEE)):
        if prose.tags[at] == "TO":
            return at + 1 < end and prose.tags[at + 1] not in _OPENS_NOUN_PHRASE
        finite = prose.tags[at] == "ED" and prose.tags[at - 1] not in _OPENS_NOUN_PHRASE
        if prose.tags[at] in _FINITE_OR_CLAUSE or prose.quotation[at] >= 0 or finite:
            return False
        if at > start and prose.lower[at] in subject_verbs() and prose.tags[at] != "WORD":
            return False
    return False


_COURTEOUS: Final = frozenset(("congratulate", "thank"))
"""Verbs that say for what, with whatever verb: "I thank her for raising why crime matters"."""
_ABOUT: Final = frozenset(("about", "on", "regarding", "concerning"))
_TIMES: Final = frozenset(("after", "before", "while", "until", "once"))
_CAN_BE: Final = frozenset(("MODAL", "TO"))
"""What makes an embedded "how" look ahead: "announces how the money will be shared"."""
_BEHIND_FINITE: Final = frozenset(("DET", "POSS", "NAME", "NUM", "OBJ", "PRON", "THAT", "ADV", "LY", ","))
_VERBS: Final = frozenset(("BE", "HAVE", "DO", "MODAL", "ED", "PRON"))
"""One of these stands in what is said behind a name and a colon; a label of a page has none."""
_ASKING: Final = frozenset(("ask", "question", "query", "wonder", "doubt"))


def states_nothing(prose: Prose, candidate: Candidate, piece: Tokens) -> bool:
    """Tell whether a piece of content is no statement: it names a document or a subject, a time, or what is open.

    "Published its bulletin", "commented on the figures", "said so, after he had left", "announces how it is to run".
    Figures, changes and words in quotation marks are statements enough.
    """
    start, end = piece
    inside = range(start, end)
    stand_ins = words("extract", "pro_forms.txt")
    opens = tuple(prose.lower[start : start + 2])
    if opens == ("calls", "for") or (opens[0] == "so" and not any(is_finite(prose, at) for at in inside)):
        return True  # "rejecting calls for a ban", "said so on Tuesday, to 40 people"
    if all(prose.lower[at] in stand_ins or not prose.words[at][0].isalnum() for at in inside):
        return True
    if any(prose.quotation[at] >= 0 or (prose.tags[at] == "NUM" and not _is_year(prose.words[at])) for at in inside):
        return False
    lemma, opening = cue_word(prose, candidate.cue).lemma, prose.lower[start]
    finite = [at for at in inside if is_finite(prose, at) and not _is_participle(prose, at, end)]
    if opening == "as" and finite:
        return "," not in prose.words[start:end] and "WH" not in prose.tags[start : finite[0]]
    if lemma == "cite" and not finite:
        return True
    if lemma in _COURTEOUS:
        return "THAT" not in prose.tags[start:end]
    if opening in _TIMES:
        return piece != candidate.pieces[0]
    if opening in ("how", "what", "where", "who", "which", "when", "why") and lemma not in _ASKING:
        if candidate.source is not None and is_nobody(prose, candidate.source):
            return True  # "neither side would say what it cost"
        return any(prose.tags[at] in _CAN_BE for at in finite[:1]) or prose.tags[start + 1] == "TO"
    if cue_word(prose, candidate.cue).form == "mark":
        return not any(prose.tags[at] in _VERBS for at in inside)
    listed = lemma in words("extract", "subject_cues.txt")
    clause = next((at for at in inside if prose.tags[at] in ("WH", "SUB")), end) if listed else end
    if any(at < clause for at in finite):
        return False
    if any(not forms(kind).keys().isdisjoint(prose.lower[start:clause]) for kind in ("noun", "verb")):
        return False
    return listed or prose.lower[start - 1] in _ABOUT


def _is_year(word: str) -> bool:
    return len(word) == len("2024") and word.isdecimal()


def _is_participle(prose: Prose, at: int, end: int) -> bool:
    """Tell whether a form in -ed describes a noun: "armed officers", "tactics used to stop them", not "it passed"."""
    if prose.tags[at] != "ED" or prose.tags[at - 1] in ("PRON", "WH"):
        return False
    return at + 1 < end and prose.tags[at + 1] not in _BEHIND_FINITE


@cache
def _requests() -> dict[str, bool]:
    """Return the verbs of request, and whether their that-clause is a request too."""
    return {verb: "that" in rest for verb, *rest in rows("extract", "request_verbs.tsv")}


WINDOW = 60
"""Words to each side of a cue that may tell when and to whom something was said."""


@dataclass(frozen=True, slots=True)
class Found:
    """The attributions of a text, and what else is known of them by id.

    ``carried`` names for those without a cue the attribution whose speaker they take; ``broken`` are those whose cue
    interrupts one statement ("Crime, she said, has fallen"); ``topics`` are those that report
    a thought, a wish or a bare topic rather than words; ``silent`` the contents that state nothing or ask somebody to
    act, ``polled`` those whose source is a share of people ("55 per cent said"); ``windows``
    the words that introduce the speech.
    """

    attributions: tuple[Attribution, ...]
    carried: dict[int, int]
    broken: frozenset[int]
    topics: frozenset[int]
    silent: frozenset[Span]
    polled: frozenset[Span]
    windows: dict[int, Span]


@dataclass(slots=True)
class _Parts:
    pieces: list[Tokens]
    judged: Judged | None
    share: float
    before: Candidate | None = None

    @property
    def candidate(self) -> Candidate | None:
        return self.judged.candidate if self.judged else None

    @property
    def is_topic(self) -> bool:
        return self.judged is not None and self.judged.thought > self.judged.speech


def attributions(prose: Prose, zones: Sequence[Zone]) -> Found:
    """Return the attributions of a text in order, numbered from 1; speakers are not resolved yet."""
    quoted = runs(prose)
    kept = [
        replace(item, candidate=settled(prose, item.candidate))
        for item in select(prose, outside(prose, zones, judge(prose, candidates(prose))))
    ]
    parts = {id(item.candidate): _Parts(list(item.candidate.pieces), item, item.confidence) for item in kept}
    alone = []
    headings = {zone.span.start for zone in zones if zone.kind is ZoneKind.HEADLINE}
    for piece, before in uncovered(prose, [item.candidate for item in kept], quoted):
        if before is not None and _resumes(prose, before, piece):
            parts[id(before)].pieces.append(piece)
    for turn in without_cue(prose, [item.candidate for item in kept], quoted):
        before = turn.candidate
        if _is_heading(prose, turn.piece, headings) or (before and turn.piece in parts[id(before)].pieces):
            continue
        if before is not None and _follows(prose, before, turn.piece):
            parts[id(before)].pieces.append(turn.piece)
        else:
            alone.append(_Parts([turn.piece], None, turn.share, before))
    everything = [*parts.values(), *alone]
    owned = sorted({piece for part in everything for piece in part.pieces})
    for part in everything:
        part.pieces = sorted(_apart(whole_runs(piece, quoted), piece, owned) for piece in part.pieces)
    everything.sort(key=lambda part: part.pieces[0])
    numbers = {id(part.candidate): number for number, part in enumerate(everything, 1) if part.candidate}
    found = [_attribution(prose, number, part) for number, part in enumerate(everything, 1)]
    carried = {number: numbers[id(part.before)] for number, part in enumerate(everything, 1) if part.before}
    topics = frozenset(
        number
        for number, part in enumerate(everything, 1)
        if (part.is_topic and not _is_belief(prose, part))
        or _is_open(prose, part, found[number - 1].stance)
        or (part.candidate and is_withheld(prose, part.candidate, found[number - 1].stance))
    )
    windows = {number: window(prose, part.candidate) for number, part in enumerate(everything, 1) if part.candidate}
    silent = frozenset(
        _span(prose, piece)
        for part in everything
        if part.candidate
        for number, piece in enumerate(part.candidate.pieces)
        if (number == 0 and is_request(prose, part.candidate)) or states_nothing(prose, part.candidate, piece)
    )
    polled = frozenset(
        span
        for item, part in zip(found, everything, strict=True)
        if part.candidate and part.candidate.source and _is_polled(prose, part.candidate.source)
        for span in item.spans
    )
    broken = frozenset(number for number, part in enumerate(everything, 1) if _is_broken(prose, part))
    return Found(_with_turns(prose, found, everything), carried, broken, topics, silent, polled, windows)


def _is_broken(prose: Prose, part: _Parts) -> bool:
    """Tell whether a cue stands inside one statement, and neither part is one alone: no quotation, no "and she …"."""
    if part.candidate is None or part.candidate.direction != BOTH or len(part.pieces) != 2:
        return False
    (first, end), (start, last) = part.pieces
    plain = all(prose.quotation[at] < 0 for at in (first, end - 1, start, last - 1))
    return plain and prose.sentence[first] == prose.sentence[start] and prose.tags[start] != "AND"


def _is_belief(prose: Prose, part: _Parts) -> bool:
    """Tell whether somebody named thinks, fears or plans what is a statement: "fears that the road will flood"."""
    candidate = part.candidate
    if candidate is None or candidate.source is None or candidate.direction != RIGHT:
        return False
    asked = beliefs().get(cue_word(prose, candidate.cue).lemma)
    start, end = candidate.pieces[0]
    speaker = prose.lower[candidate.source[0]]
    if asked is None or candidate.source[1] > start or prose.tags[candidate.source[0]] == "WH":
        return False
    if prose.tags[candidate.source[0]] == "PRON" and speaker not in ("he", "she", "it", "they"):
        return False
    if asked == "infinitive":
        return prose.tags[start] == "TO" and start == candidate.cue + 1
    opens = prose.tags[start] != "TO" and prose.lower[start] not in ("about", "over", "being")
    return opens and any(is_finite(prose, at) for at in range(start + 1, end))


def _is_polled(prose: Prose, source: Tokens) -> bool:
    return is_share(prose, *source) or prose.lower[source[0]] == "most"


def _is_heading(prose: Prose, piece: Tokens, headings: Container[int]) -> bool:
    """Tell whether a few quoted words are a subheading: a heading's line that holds nothing else."""
    number = prose.quotation[piece[0]]
    return number >= 0 and prose.quotations[number].start in headings and piece[1] - piece[0] <= 2 * QUOTED_SUBHEADING


def outside(prose: Prose, zones: Sequence[Zone], judged: Sequence[Judged]) -> list[Judged]:
    """Return the candidates that stand in body prose, and those of headlines that report words."""
    ends = [zone.span.end for zone in zones]

    def stays(item: Judged) -> bool:
        for at in (item.candidate.cue, item.candidate.pieces[0][0]):
            number = bisect_right(ends, prose.starts[at])
            if number < len(zones) and zones[number].span.start <= prose.starts[at]:
                return zones[number].kind is ZoneKind.HEADLINE and item.speech > item.thought
        return True

    return [item for item in judged if stays(item)]


def window(prose: Prose, candidate: Candidate) -> Span:
    """Return the words that introduce the speech: the cue's sentence around it, up to the nearest content."""
    first, last = prose.sentences[prose.sentence[candidate.cue]]
    first, last = max(first, candidate.cue - WINDOW), min(last, candidate.cue + WINDOW)
    start = max([first, *(end for _, end in candidate.pieces if first < end <= candidate.cue)])
    end = min([last, *(begin for begin, _ in candidate.pieces if candidate.cue < begin < last)])
    return _span(prose, (start, end))


def _is_open(prose: Prose, part: _Parts, stance: Stance) -> bool:
    """Tell whether a content is a question its cue leaves open ("asked if"); a condition before its cue is none."""
    if part.candidate is None or part.candidate.direction == LEFT:
        return False
    if _asks_first(prose, part.candidate.cue):
        return True
    if part.candidate.direction != RIGHT or len(part.pieces) != 1:
        return False
    opens = prose.lower[part.pieces[0][0]]
    states = opens == "if" and stance == "asserts" and part.judged is not None and not part.is_topic
    return opens in OPEN_QUESTIONS and not states


def _asks_first(prose: Prose, cue: int) -> bool:
    """Tell whether a sentence opens with what was asked of its subject: "Asked who was to blame, she laughed"."""
    first = prose.sentences[prose.sentence[cue]][0]
    return cue == first and prose.lower[cue] in ("asked", "pressed", "questioned", "challenged", "quizzed")


def _resumes(prose: Prose, candidate: Candidate, piece: Tokens) -> bool:
    """Tell whether a quotation behind a cue goes on with the one before it: “It is late,” she said, “and unsafe.”"""
    end, cue = candidate.pieces[-1][1], candidate.cue
    quoted = end <= cue and prose.quotation[end - 1] >= 0 and prose.lower[end - 2] == ","
    comma = prose.words[piece[0] - 1] == "," and prose.sentence[piece[0]] == prose.sentence[cue]
    return quoted and comma and not any(is_finite(prose, at) for at in range(cue + 1, piece[0]))


def _follows(prose: Prose, candidate: Candidate, piece: Tokens) -> bool:
    """Tell whether a quotation is the next sentence of the paragraph that a candidate's cue stands in."""
    between = prose.text[prose.ends[candidate.cue] : prose.starts[piece[0]]]
    if candidate.source is None and _asks_first(prose, candidate.cue):
        return False
    return prose.sentence[piece[0]] == prose.sentence[candidate.cue] + 1 and "\n" not in between


def carry_forward(found: Sequence[Attribution], carried: dict[int, int]) -> tuple[Attribution, ...]:
    """Give turns without a cue the speaker of the attribution they go on from, marked as such.

    One that is named beside its quotation keeps that speaker, and those behind it go on from there.
    """
    by_id = {item.id: item for item in found}
    settled: list[Attribution] = []
    beside: Attribution | None = None
    for item in found:
        if item.speaker_rule in NAMED_BESIDE:
            beside = item
        elif item.id in carried:
            before = by_id[carried[item.id]]
            if beside is not None and beside.spans[0].start > before.spans[0].start:
                before = beside
            item = replace(
                item,
                speaker=before.speaker,
                label=before.label,
                speaker_rule="carried forward",
                confidence=round(min(item.confidence, before.confidence), 2),
                why=f"{item.why}; the speaker is carried forward from the attribution before it",
            )
        settled.append(item)
    return tuple(settled)


_AGO: Final = frozenset(("ago", "earlier", "later", "before"))
_OF_TIME: Final = frozenset(
    ("the", "of", "in", "a", "early", "late", "mid", "end", "start", "beginning", "middle", "close", "half", "first")
)
"""Words that stand in a phrase of time with a year or with "ago"."""


def _attribution(prose: Prose, number: int, part: _Parts) -> Attribution:
    candidate = part.candidate
    governed = of_cue(prose, candidate) if candidate else None
    source = _span(prose, _behind_time(prose, governed.source)) if governed and governed.source else None
    cue = _span(prose, _cue_words(prose, candidate.cue)) if candidate else None
    label = source.of(prose.text) if source else None
    return Attribution(
        id=number,
        kind=_kind(prose, part.pieces),
        spans=tuple(_span(prose, piece) for piece in part.pieces),
        source=source,
        cue=cue,
        speaker=None,
        label=label,
        stance=governed.stance if governed else "asserts",
        rule=rule(prose, candidate) if candidate else WITHOUT_CUE,
        confidence=round(part.share, 2),
        why=_why(prose, part),
    )


def _behind_time(prose: Prose, source: Tokens) -> Tokens:
    """Return the tokens of a source without when it spoke: "the autumn of 2021 Nia Bowen", "A year ago Nia Bowen"."""
    first, end = source
    for at in range(first, end - 1):
        told = prose.lower[at]
        is_time = bool(years_in(told)) or (told in _AGO and at > first and prose.lower[at - 1].rstrip("s") in _times())
        named = prose.words[at + 1][0].isupper() or (told in _AGO and prose.lower[at + 1] == "the")
        if is_time and named:
            return at + 1, end
        if not is_time and told not in _OF_TIME and not told.isdigit() and told.rstrip("s") not in _times():
            return source
    return source


@cache
def _times() -> frozenset[str]:
    return words("extract", "times.txt") | words("text", "number_words.tsv")


def _cue_words(prose: Prose, cue: int) -> Tokens:
    follows = prose.lower[cue + 1] if cue + 1 < len(prose.lower) else ""
    return cue, cue + 2 if prose.lower[cue] == "according" and follows == "to" else cue + 1


def _why(prose: Prose, part: _Parts) -> str:
    if part.candidate is None:
        return "a quotation that stands by itself"
    sort = "a thought, a wish or a topic" if part.is_topic else "words reported"
    return f"the cue “{prose.words[part.candidate.cue]}” introduces {sort}"


def _span(prose: Prose, tokens: Tokens) -> Span:
    return Span(prose.starts[tokens[0]], prose.ends[tokens[1] - 1])


def _with_turns(prose: Prose, found: list[Attribution], parts: list[_Parts]) -> tuple[Attribution, ...]:
    """Number the turns: quoted speech with nothing but its cue, source and blanks before the next belongs to one."""
    turn = 0
    numbered = []
    previous = -1
    for item, part in zip(found, parts, strict=True):
        if item.kind is not ClaimKind.DIRECT:
            numbered.append(item)
            continue
        first = prose.sentence[part.pieces[0][0]]
        if part.candidate is not None or first > previous + 1:
            turn += 1
        previous = prose.sentence[part.pieces[-1][1] - 1]
        numbered.append(replace(item, turn=turn))
    return tuple(numbered)


def _kind(prose: Prose, pieces: list[Tokens]) -> ClaimKind:
    words = [at for start, end in pieces for at in range(start, end) if prose.lower[at][0].isalnum()]
    quoted = sum(1 for at in words if prose.quotation[at] >= 0)
    if words and quoted == len(words):
        return ClaimKind.DIRECT
    return ClaimKind.MIXED if quoted else ClaimKind.INDIRECT


NAMED_BESIDE: Final = frozenset(("introduction", "signature"))
"""How a speaker is found beside a quotation that has no cue."""
LONGEST_EXCERPT = 90
"""Characters of the content that an explanation shows."""


def explain(text: str, attribution: Attribution) -> str:
    """Return a few lines that say what was attributed to whom, by which rule, and why that speaker.

    The lines name the kind and the first words of the content, the rule with the cue and the confidence, the words of
    the source, and the reasons.
    """
    content = " … ".join(" ".join(span.of(text).split()) for span in attribution.spans)
    if len(content) > LONGEST_EXCERPT:
        content = content[: LONGEST_EXCERPT - 1] + "…"
    cue = f"“{attribution.cue.of(text)}”" if attribution.cue else "none"
    source = f"“{attribution.source.of(text)}”" if attribution.source else "none stated"
    does = f", which {attribution.stance} it" if attribution.stance != "asserts" else ""
    return "\n".join(
        (
            f"{attribution.id}. {attribution.kind.value}: {content}",
            f"   rule: {attribution.rule}; cue: {cue}{does}; confidence {attribution.confidence:.2f}",
            f"   source: {source}; speaker: {attribution.speaker or 'not known'}"
            + (f" ({attribution.speaker_rule})" if attribution.speaker_rule else ""),
            f"   why: {attribution.why}",
        )
    )
