"""Which candidates stand: how likely each is beside its rivals, and none inside the content of another."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from tracker.extract.boundaries import bucket
from tracker.extract.candidates import BOTH, RIGHT, Candidate
from tracker.extract.classifier import class_weights, classify
from tracker.extract.constructions import is_finite, last_word
from tracker.extract.cues import HEARD, cue_word
from tracker.extract.names import is_document, is_plural
from tracker.extract.prose import Prose
from tracker.text.lexicon import rows, words
from tracker.text.names import is_place

NONE, THOUGHT, SPEECH = range(3)
"""What a candidate may be: no attribution; a thought, wish, act or bare topic; words reported."""
CLASSES = ("none", "thought", "speech")
RIVALS = 24
"""Only so many candidates to each side are compared with a candidate: it bounds the work in endless sentences."""
HALVES = 2.0
"""Log odds are told apart in steps of a half."""
SURE_SHARE = 80
"""Hundredths of its places in which a word reports for certain: "said", "told", "insisted"."""
_FINITE = ("past", "third", "base")
SHORT, FEW = 2, 12
"""Words of a short clause."""
FURTHEST = 6.0
"""Log odds beyond this are as good as certain."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A candidate with the shares of its classes."""

    candidate: Candidate
    thought: float
    speech: float

    @property
    def confidence(self) -> float:
        """How likely the candidate is an attribution of either sort."""
        return self.thought + self.speech


def judge(prose: Prose, candidates: Sequence[Candidate]) -> list[Judged]:
    """Return every candidate with the shares of its classes, in the order given.

    Where the construction leaves no doubt it is a report, and so is a short clause behind "the mayor said".
    """
    model = class_weights("candidates")
    judged = []
    for number, candidate in enumerate(candidates):
        _, thought, speech = classify(model, features(prose, candidates, number))
        if thought > speech and candidate.source is not None and _shows(prose, candidate):
            thought, speech = speech, thought
        if is_short_report(prose, candidate) or is_parenthesis(prose, candidate) or _is_set_off(prose, candidate):
            thought, speech = 0.0, candidate.share
        elif candidate.sure:
            thought, speech = 0.0, thought + speech
        judged.append(Judged(candidate, thought, speech))
    return judged


def is_short_report(prose: Prose, candidate: Candidate) -> bool:
    """Tell whether the content is a short clause that ends its sentence or opening clause, behind source and sure cue.

    The weights have seen few of them ("The mayor said crime fell."), and take them for a mention of a topic.
    """
    word = cue_word(prose, candidate.cue)
    start, end = candidate.pieces[0]
    behind = candidate.source is not None and _leads(prose, candidate.source[1], candidate.cue)
    if not behind or word.share < SURE_SHARE or word.form not in _FINITE or len(candidate.pieces) > 1:
        return False
    that = start - candidate.cue == 2 and prose.tags[candidate.cue + 1] == "THAT"
    that = that or (word.lemma == "tell" and all(prose.tags[at] in _HEARER for at in range(candidate.cue + 1, start)))
    if (start != candidate.cue + 1 and not that) or not SHORT <= end - start <= FEW or prose.quotation[start] >= 0:
        return False
    first = prose.sentences[prose.sentence[candidate.cue]][0]
    fronted = prose.tags[first] == "SUB" and prose.lower[end : end + 1] == [","]
    ends = fronted or end == last_word(prose, prose.sentence[candidate.cue])
    return (
        ends and prose.tags[start] not in ("PREP", "TO") and any(is_finite(prose, at) for at in range(start + 1, end))
    )


_HEARER = frozenset(("NAME", "CAP", "S"))
"""Whom somebody tells: "told Radio Hull patients were at risk"."""


def _leads(prose: Prose, first: int, last: int) -> bool:
    """Tell whether nothing but "has", "now", or an aside between commas, stands between a source and its cue."""
    aside = first < last and prose.words[first] == prose.words[last - 1] == ","
    return aside or (
        first <= last and all(prose.tags[at] in ("ADV", "LY", "TIME", "HAVE") for at in range(first, last))
    )


def _is_set_off(prose: Prose, candidate: Candidate) -> bool:
    """Tell whether the source of a sure candidate stands between subject and verb, or before its relative clause."""
    source, cue = candidate.source, candidate.cue
    if not candidate.sure or source is None or source[1] > cue:
        return False
    return candidate.direction == BOTH or (source[1] < cue and prose.lower[source[1]] == "who")


def is_parenthesis(prose: Prose, candidate: Candidate) -> bool:
    """Tell whether source and a sure cue stand between commas inside what they report: "The fall, she says, is …"."""
    word, source, cue = cue_word(prose, candidate.cue), candidate.source, candidate.cue
    if source is None or source[1] != cue or word.share < SURE_SHARE or word.form not in ("past", "third"):
        return False
    between = source[0] > 0 and prose.words[source[0] - 1] == "," and prose.words[cue + 1 : cue + 2] == [","]
    return between and candidate.direction == BOTH and len(candidate.pieces) == 2


def features(prose: Prose, candidates: Sequence[Candidate], number: int) -> list[str]:
    """Return what can be seen of one of the candidates of a text, as names of features."""
    candidate = candidates[number]
    lower, tags, quotation = prose.lower, prose.tags, prose.quotation
    word = cue_word(prose, candidate.cue)
    start, end = candidate.pieces[-1] if candidate.direction == "R" else candidate.pieces[0]
    inside = range(start, min(end, start + 2 * RIVALS))
    words = sum(1 for at in inside if tags[at][0].isalnum())
    quoted = sum(1 for at in inside if quotation[at] >= 0)
    kind = "direct" if quoted == len(inside) else "mixed" if quoted else "indirect"
    finite = any(tags[at] in ("BE", "HAVE", "MODAL", "DO") for at in inside)
    opening = "q" if quotation[start] >= 0 else tags[start]
    odds = _odds(candidate.share)
    edges = _odds(candidate.edges)
    source = "-" if candidate.source is None else tags[candidate.source[0]] + str(candidate.source[0] < candidate.cue)
    inner, outer, crossing = _rivals(candidates, number)
    first, last = prose.sentences[prose.sentence[candidate.cue]]
    whole = "S" if start == first else "-"
    tail = "$" if end >= last - 1 else "q" if quotation[end] >= 0 else lower[end]
    shape = f"{candidate.direction}|{kind}"
    return [
        f"o={odds}|{candidate.direction}",
        f"e={edges}|{candidate.direction}",
        f"oe={odds}|{edges}",
        f"ok={odds}|{kind}|{word.speech}",
        f"n={min(words, 12)}|{kind}",
        f"nf={bucket(words)}|{finite}|{opening}",
        f"a={opening}|{shape}",
        f"k={shape}|{word.speech}|{word.form}",
        f"l={word.lemma}",
        f"lk={word.lemma}|{kind}",
        f"lo={word.lemma}|{opening}",
        f"ln={word.lemma}|{bucket(words)}",
        f"lf={word.lemma}|{word.form}",
        f"s={source}|{word.form}",
        f"sd={source}|{candidate.direction}",
        f"sf={source}|{finite}|{kind}",
        f"in={inner}|{odds // 2}",
        f"out={outer}|{odds // 2}",
        f"x={crossing}|{odds // 2}",
        f"w={whole}|{tail}|{candidate.direction}",
        f"t={tail}|{kind}",
        f"v={word.share // 10}|{odds}",
    ]


def _odds(share: float) -> int:
    bounded = min(max(share, 1e-6), 1.0 - 1e-6)
    return round(HALVES * min(FURTHEST, max(-FURTHEST, math.log(bounded / (1.0 - bounded)))))


def _rivals(candidates: Sequence[Candidate], number: int) -> tuple[int, int, int]:
    """Return the log odds of the best candidate inside this one's content, of one around its cue, and of one across."""
    candidate = candidates[number]
    inner = outer = crossing = 0.0
    low, high = min(candidate.cue, candidate.pieces[0][0]), max(candidate.cue, candidate.pieces[-1][1])
    for at in range(max(0, number - RIVALS), min(len(candidates), number + RIVALS + 1)):
        if at == number:
            continue
        other = candidates[at]
        if max(other.cue, other.pieces[-1][1]) < low or min(other.cue, other.pieces[0][0]) > high:
            continue
        if any(start <= other.cue < end for start, end in candidate.pieces):
            inner = max(inner, other.share)
        elif any(start <= candidate.cue < end for start, end in other.pieces):
            outer = max(outer, other.share)
        elif any(start < b and a < end for start, end in candidate.pieces for a, b in other.pieces):
            crossing = max(crossing, other.share)
    return _odds(inner) // 2, _odds(outer) // 2, _odds(crossing) // 2


LOOKED_AT = 100
"""Words of a content piece that are searched for quotation marks."""
TAKEN = 1
"""Marks a token as part of a kept candidate."""
KEPT = 0.5
"""Words reported stand when they are likelier an attribution than not."""
KEPT_QUOTED = 0.35
"""Words in quotation marks are somebody's: a cue that names whose need not be as sure."""
KEPT_THOUGHT = 0.65
"""Thoughts, wishes and bare topics are what annotators agree on least, and least missed: they have to be surer."""
KEPT_SHOWN = 0.25
"""What figures show or a report says is theirs: a cue right behind such a noun need hardly be sure."""


def stands(prose: Prose, item: Judged) -> bool:
    """Tell whether a candidate is likely enough.

    A thought has to be somebody's: "it seems" is nobody's. What "could be said" was not, unless somebody is named who
    says it. Pictures show, but say nothing.
    """
    candidate = item.candidate
    source = candidate.source
    if (
        _is_label(prose, candidate)
        or _is_own_source(prose, candidate)
        or _is_asked(prose, candidate)
        or _is_ordered(prose, candidate)
        or _is_compound(prose, candidate)
        or _is_question(prose, candidate)
    ):
        return False
    if any(
        prose.quotation[at] >= 0 for start, end in candidate.pieces for at in range(start, min(end, start + LOOKED_AT))
    ):
        return item.confidence >= (KEPT_QUOTED if source else KEPT)
    if _may_be(prose, candidate.cue) and (source is None or source[0] < candidate.cue):
        return False
    if source is not None and _shows(prose, candidate):
        return item.confidence >= KEPT_SHOWN
    if _names_who_did(prose, candidate):
        return False
    thought = item.speech < item.thought
    believes = source is not None and source[0] < candidate.cue and cue_word(prose, candidate.cue).lemma in beliefs()
    believes = believes and all(prose.tags[at] in _TO_CUE for at in range(source[1] if source else 0, candidate.cue))
    if thought and (source is None or (prose.lower[source[0]] == "it" and not believes)):
        return False
    if source is not None and _is_picture(prose, source):
        return False
    return item.confidence >= (KEPT_THOUGHT if thought and not believes else KEPT)


@cache
def beliefs() -> dict[str, str]:
    """Return the cues of belief and intent whose content is a statement, with the opening that each asks for."""
    return {row[0]: row[1] for row in rows("extract", "belief_cues.tsv")}


_TO_CUE = frozenset(("NAME", "GEN", "ADV", "LY", "&"))
"""What may stand between a source cut short and its cue."""
_ASKED = frozenset(("what", "whatever", "how", "why"))


def _is_label(prose: Prose, candidate: Candidate) -> bool:
    """Tell whether a colon stands behind a label of minutes or of a page and no name: "RESOLVED: That …".

    What was resolved is nobody's statement, whatever else it reports.
    """
    first, _ = prose.sentences[prose.sentence[candidate.cue]]
    label = prose.lower[first] in words("extract", "page_labels.txt")
    label = label or (prose.words[first].isupper() and is_place(prose.words[first]))  # "MUMBAI: The union …"
    labelled = label and prose.words[first + 1 : first + 2] == [":"]
    return labelled and (candidate.cue == first + 1 or prose.words[first].isupper())


def _is_asked(prose: Prose, candidate: Candidate) -> bool:
    """Tell whether a report is no more than what is asked about: "what ministers said, and when"."""
    start, end = candidate.source or (0, 0)
    return 0 < start < end == candidate.cue and candidate.direction != RIGHT and prose.lower[start - 1] in _ASKED


def _is_ordered(prose: Prose, candidate: Candidate) -> bool:
    """Tell whether a cue is the passive of an order of nobody's: "three trusts have been told to stop hiring"."""
    cue = candidate.cue
    passive = cue_word(prose, cue).lemma in HEARD and prose.tags[cue - 1] == "BE"
    return passive and candidate.direction != RIGHT and prose.tags[cue + 1 : cue + 2] == ["TO"]


def _is_compound(prose: Prose, candidate: Candidate) -> bool:
    """Tell whether a source is no more than what a noun is of: "Double-bunking plan ‘a recipe for violence’"."""
    cue, source = candidate.cue, candidate.source
    noun = cue_word(prose, cue).form == "base" and cue_word(prose, cue).lemma in words("extract", "noun_cues.txt")
    beside = source is not None and source[1] == cue and prose.tags[cue - 1] in ("CAP", "WORD")
    return (
        noun
        and beside
        and not is_plural(prose, *(source or (0, 0)))
        and max(prose.quotation[cue + 1 : cue + 2], default=-1) >= 0
    )


def _is_question(prose: Prose, candidate: Candidate) -> bool:
    """Tell whether it is asked whether somebody says so, or said that nobody should: "Did she say that it leaked?"."""
    first, last = prose.sentences[prose.sentence[candidate.cue]]
    if candidate.direction != RIGHT or prose.quotation[candidate.pieces[0][0]] >= 0:
        return False
    if prose.lower[first : first + 2] == ["don't", "tell"]:
        return candidate.cue == first + 1
    asked = prose.tags[first] in _INVERTED or prose.lower[first] == "who"
    return asked and prose.words[last - 1] == "?" and ":" not in prose.words[candidate.cue : candidate.pieces[0][0]]


_INVERTED = frozenset(("DO", "BE", "HAVE", "MODAL", "WH"))
"""What opens a question."""


def _is_own_source(prose: Prose, candidate: Candidate) -> bool:
    """Tell whether what was taken for content is who speaks, described ("Her deputy, Ann Reed, agreed"), or none."""
    source, pieces = candidate.source, candidate.pieces
    if candidate.direction == RIGHT and prose.tags[pieces[0][0]] == "AND":
        return True  # "a good point, and the board should hear it"
    if source is None or len(pieces) > 1 or not pieces[0][0] <= source[0] < pieces[0][1]:
        return False
    return not any(is_finite(prose, at) or prose.quotation[at] >= 0 for at in range(*pieces[0]))


def _shows(prose: Prose, candidate: Candidate) -> bool:
    """Tell whether a cue is what the document right before it does: "the figures show", "a report said"."""
    end = candidate.source[1] if candidate.source else 0
    beside = end == candidate.cue and is_document(prose.lower[end - 1])
    return beside and cue_word(prose, candidate.cue).lemma in words("extract", "document_verbs.txt")


def _names_who_did(prose: Prose, candidate: Candidate) -> bool:
    """Tell whether a participle is followed by who did it, or by its sentence's verb, and so reports nothing.

    "The total asked for by the ports was 412", "Asked for was 412".
    """
    start = candidate.pieces[0][0]
    right = candidate.direction == RIGHT and cue_word(prose, candidate.cue).form in ("past", "participle")
    opens = candidate.cue == prose.sentences[prose.sentence[candidate.cue]][0] and candidate.source is None
    if right and opens and prose.tags[start] in ("DET", "POSS"):
        return True  # "praised the courage of the crew": words without who did it
    verb = candidate.source is None and prose.tags[start] == "BE"
    return right and (verb or prose.lower[start] == "by") and start - candidate.cue <= 2


def _is_picture(prose: Prose, source: tuple[int, int]) -> bool:
    start, end = source
    head = next((at for at in range(start, end) if at > start and prose.tags[at] in ("PREP", "WH", ",")), end)
    return prose.lower[head - 1] in words("extract", "pictures.txt")


def _may_be(prose: Prose, cue: int) -> bool:
    """Tell whether a cue is a passive under a modal verb ("can be seen", "could be asked")."""
    at = cue - 1
    while at > 0 and prose.tags[at] in ("ADV", "LY"):
        at -= 1
    if at <= 0 or prose.tags[at] != "BE":
        return False
    at -= 1
    while at > 0 and prose.tags[at] in ("ADV", "LY", "HAVE"):
        at -= 1
    return prose.tags[at] == "MODAL"


def select(prose: Prose, judged: Iterable[Judged]) -> list[Judged]:
    """Return the candidates that stand, in order of the text; where two claim the same words the likelier one does."""
    content = bytearray(len(prose.starts))
    cues = bytearray(len(prose.starts))
    kept: list[Judged] = []
    standing = [item for item in judged if stands(prose, item)]
    for item in sorted(standing, key=lambda item: (-item.confidence, item.candidate.cue)):
        candidate = item.candidate
        if content[candidate.cue]:
            continue
        if any(TAKEN in content[start:end] or TAKEN in cues[start:end] for start, end in candidate.pieces):
            continue
        kept.append(item)
        cues[candidate.cue] = TAKEN
        for start, end in candidate.pieces:
            content[start:end] = bytes([TAKEN]) * (end - start)
    return sorted(kept, key=lambda item: (item.candidate.pieces[0][0], item.candidate.cue))
