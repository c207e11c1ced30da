"""Sources that stand between a comma and their cue: "…, the minister, Jane Mott, said", "…, says police chief"."""

from __future__ import annotations

from tracker.extract.contents import SURE_SHARE, last_word
from tracker.extract.cues import cue_word
from tracker.extract.noun_phrases import person_noun, phrase_end, piece_end
from tracker.extract.tokens import Prose

Tokens = tuple[int, int]
LONGEST = 16
"""A source with its appositive has at most so many words to each side of its inner comma."""
LONGEST_NAME = 6
"""A name with its titles has at most so many words."""
SHORTEST_CLAUSE = 3
"""Fewer words before an inverted cue are no clause of their own ("On Monday, said Ann Reed")."""
_FINITE = frozenset(("past", "third", "base"))
_BEFORE_VERB = frozenset(("HAVE", "ADV", "LY", "TIME"))
_NAME_TAGS = frozenset(("NAME", "CAP"))
_BEHIND_NAME = frozenset(("who", "whose", "of", "from"))
_CIRCUMSTANCE = frozenset(("PREP", "TIME", "DET", "POSS", "GEN", "NAME", "CAP", "WORD", "NUM"))
_NOUN_TAGS = frozenset(("WORD", "S", "NAME", "CAP", "DET", "POSS", "GEN", "ED", "ING", "NUM"))


def before_cue(prose: Prose, cue: int) -> Tokens | None:
    """Return a name and its description, either first, set off by commas from a clause before and the cue after."""
    first = prose.sentences[prose.sentence[cue]][0]
    outer = cue - 1
    while outer > first and prose.tags[outer] in _BEFORE_VERB:
        outer -= 1
    inner = _comma_before(prose, outer, first)
    start = _comma_before(prose, inner, first) if inner is not None else None
    if inner is None or start is None or prose.words[outer] != ",":
        return None
    return (start + 1, outer) if _explain(prose, (start + 1, inner), (inner + 1, outer)) else None


def after_cue(prose: Prose, cue: int) -> Tokens | None:
    """Return the person who fills the sentence from an inverted cue on, bare, or a name with its description.

    "Fares will rise, said the minister, Jane Mott."; "Harbour fees to rise, says police chief".
    """
    first, last = prose.sentences[prose.sentence[cue]][0], last_word(prose, prose.sentence[cue])
    word = cue_word(prose, cue)
    sure = word.speech and word.form in _FINITE and word.share >= SURE_SHARE
    if not sure or cue - 1 - first < SHORTEST_CLAUSE or prose.words[cue - 1] != "," or cue + 1 >= last:
        return None
    inner = _comma_before(prose, last, cue)
    if inner is None:
        bare = all(prose.tags[at] in _NOUN_TAGS for at in range(cue + 1, last))
        return (cue + 1, last) if bare and _describes(prose, cue + 1, last) else None
    return (cue + 1, last) if _explain(prose, (cue + 1, inner), (inner + 1, last)) else None


def only_circumstance(prose: Prose, cue: int) -> bool:
    """Tell whether a speech cue is followed by whom, when or where alone: "told the committee on Monday"."""
    rest = range(cue + 1, last_word(prose, prose.sentence[cue]))
    begins = not rest or prose.tags[rest[0]] in ("PREP", "TIME") or cue_word(prose, cue).lemma == "tell"
    return begins and len(rest) <= LONGEST and all(prose.tags[at] in _CIRCUMSTANCE for at in rest)


def _comma_before(prose: Prose, end: int, first: int) -> int | None:
    """Return the nearest comma before ``end`` outside quotations, none further off than a source is long."""
    near = range(end - 1, max(first, end - 1 - LONGEST), -1)
    return next((at for at in near if prose.words[at] == "," and prose.quotation[at] < 0), None)


def _explain(prose: Prose, one: Tokens, other: Tokens) -> bool:
    """Tell whether of two phrases one is a name and the other says who that is.

    Behind a name that may be an age, a relative clause or a home too ("Ann Reed, who chairs it,", ", of Leeds,").
    """
    behind = prose.words[other[0]].isdecimal() or prose.lower[other[0]] in _BEHIND_NAME
    return (_is_name(prose, *one) and (behind or _describes(prose, *other))) or (
        _describes(prose, *one) and _is_name(prose, *other)
    )


def _is_name(prose: Prose, first: int, last: int) -> bool:
    """Tell whether the tokens are capitals that can name a person, "the" before a title left out of account."""
    if prose.lower[first] == "the":
        first += 1
    capitals = all(prose.words[at][0].isupper() or prose.words[at] in (".", "-") for at in range(first, last))
    return (
        0 < last - first <= LONGEST_NAME
        and capitals
        and all(prose.tags[at] in _NAME_TAGS or not prose.words[at][0].isalpha() for at in range(first, last))
    )


def _describes(prose: Prose, first: int, last: int) -> bool:
    """Tell whether the tokens are one noun phrase whose head is a noun for one person."""
    if last <= first or phrase_end(prose, first, last) != last:
        return False
    noun = person_noun(prose.lower[piece_end(prose, first, last) - 1])
    return noun is not None and not noun.plural
