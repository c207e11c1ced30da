"""Requests: contents that ask somebody to act and so state nothing that can be checked."""

from __future__ import annotations

from functools import cache

from tracker.extract.cues import cue_word
from tracker.extract.drafts import RIGHT, Draft
from tracker.extract.noun_phrases import subject_verbs
from tracker.extract.tokens import Prose
from tracker.language.lexicon import rows

ADDRESSEE = 16
"""Whom a request is put to is named in at most so many words before its infinitive."""
_FINITE_OR_CLAUSE = frozenset(("BE", "HAVE", "DO", "MODAL", "PRON", "THAT", "WH", "SUB"))
_OPENS_NOUN_PHRASE = frozenset(("DET", "POSS", "NAME", "CAP", "GEN", "NUM", "OBJ"))


def is_request(prose: Prose, draft: Draft) -> bool:
    """Tell whether a draft's content is what somebody is asked to do.

    "Urged the council to publish …", "told to leave", "called for an inquiry", "demanded that it pay"; not "warned that
    it would close", nor a quotation, nor "vowed to cut", which is a promise.
    """
    start, end = draft.pieces[0]
    that_asks = _requests().get(cue_word(prose, draft.cue).lemma)
    if that_asks is None or draft.direction != RIGHT or prose.quotation[start] >= 0:
        return False
    if prose.tags[start] == "THAT":
        return that_asks
    return prose.lower[draft.cue + 1] == "for" or _has_infinitive(prose, start, end)


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


@cache
def _requests() -> dict[str, bool]:
    """Return the verbs of request, and whether their that-clause is a request too."""
    return {verb: "that" in rest for verb, *rest in rows("extract", "request_verbs.tsv")}
