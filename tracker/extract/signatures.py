"""Who is named beside a quotation that no cue reports: in the words that introduce it, or in a signature behind it."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.extract.documents import Documents, Owner
from tracker.extract.mentions import is_subject, is_verb
from tracker.extract.names import NameKind, NameRun, document_nouns, phrase_end
from tracker.text.names import title
from tracker.text.quotes import LONGEST_SIGNATURE
from tracker.text.sentences import is_closed

SHORTEST_SIGNED = 4
"""Words of a quotation that is signed: shorter ones are titles and single words at arm's length."""
_DASHES = frozenset(("—", "–", "-", "--", "―"))
_VERBS = frozenset(("BE", "HAVE", "DO", "MODAL", "PRON", "THAT", "WH"))
_DESCRIBING = frozenset(("DET", "POSS", "GEN", "CAP", "NAME", "WORD", "S", "AND", "PREP", "ADV"))
_SAID = frozenset(("statement", "letter", "memo", "tweet", "remark"))
"""Groups of documents that hold somebody's own words."""


@dataclass(frozen=True, slots=True)
class Named:
    """Who is named beside a quotation, and the tokens that name them."""

    owner: Owner
    words: tuple[int, int]


def signature(documents: Documents, first: int, last: int) -> Named | None:
    """Return who signs the quotation of the tokens ``first`` to ``last``: “…” — Ann Reed, mayor; or on the next line.

    A line signs where a name opens it and a comma, a bracket or its end follows, no verb stands in it and no full stop
    ends it.
    """
    prose = documents.prose
    at = last
    if at >= len(prose.words) or last - first < SHORTEST_SIGNED:
        return None
    below = "\n" in prose.text[prose.ends[last - 1] : prose.starts[at]]
    dash = prose.words[at] in _DASHES
    at += dash
    if not (below or dash) or at >= len(prose.words):
        return None
    end = at
    while end < len(prose.words) and end - at <= LONGEST_SIGNATURE:
        if end > at and "\n" in prose.text[prose.ends[end - 1] : prose.starts[end]]:
            break
        month = prose.words[end] == "May" and "NUM" in (prose.tags[end - 1], *prose.tags[end + 1 : end + 2])
        if (prose.tags[end] in _VERBS and not month) or prose.quotation[end] >= 0:
            return None
        end += 1
    if end - at > LONGEST_SIGNATURE or is_closed(prose.words[end - 1]) or prose.words[end - 1] == ":":
        return None
    named = _opening_name(documents, at, end)
    if named is None:
        return None
    behind = named.words[1]
    alone = behind == end and (dash or prose.text.count("\n", prose.ends[last - 1], prose.starts[at]) == 1)
    return named if alone or (behind < end and prose.words[behind] in (",", "(", "-", "–", "—")) else None


def _opening_name(documents: Documents, at: int, end: int) -> Named | None:
    mention = documents.people.at(at)
    if mention is not None and mention.first == at and mention.last <= end:
        return Named(documents.person(mention.person), (at, mention.last))
    run = documents.run(at)
    office = title(documents.prose.words[at]) is not None
    if run is None or run.first != at or not (office or run.kind == NameKind.BODY):
        return None
    return _body_or_office(documents, run, end)


def _body_or_office(documents: Documents, run: NameRun, end: int) -> Named | None:
    """Return a body, or an office with its place ("Mayor of Hull"), that opens a signature with a figure in it."""
    prose = documents.prose
    last = phrase_end(prose, run.first, end)
    if not any(prose.tags[at] == "NUM" for at in range(last, end)):
        return None
    return Named(Owner(documents.printed(run.first, last), None), (run.first, last))


def introduction(documents: Documents, first: int) -> Named | None:
    """Return whose words a colon announces before a quotation: "this statement from Ann Reed:", or "Ann Reed:"."""
    prose = documents.prose
    colon = first - 1
    if colon < 1 or prose.words[colon] != ":":
        return None
    opening = prose.sentences[prose.sentence[colon]][0]
    for at in range(opening, colon):
        if document_nouns().get(prose.lower[at], ("", ""))[1] in _SAID and prose.quotation[at] < 0:
            owner = documents.named_at(at, colon)
            if owner is not None:
                return Named(owner[0], owner[1])
    at = opening + 2 if prose.lower[opening : opening + 2] == ["according", "to"] else opening
    named = _opening_name(documents, at, colon)
    told = named is not None and _VERBS.isdisjoint(prose.tags[named.words[1] : colon])
    return named if told else None


def subject_before(documents: Documents, first: int) -> Named | None:
    """Return whom the sentence right before a quotation in its paragraph is about: "Ann Cole is angry. “They …”".

    The quotation opens its sentence; the one before has no quotation, names one person alone, and begins with that
    name, with who that is ("Her successor, Bill Yardley, was less sure") or with a clause ("Asked why, Ann Cole …").
    """
    prose = documents.prose
    number = prose.sentence[first]
    if number == 0 or prose.sentences[number][0] != first:
        return None
    opening, end = prose.sentences[number - 1]
    if "\n" in prose.text[prose.ends[end - 1] : prose.starts[first]] or not is_closed(prose.words[end - 1]):
        return None
    if any(prose.quotation[at] >= 0 for at in range(opening, end)):
        return None
    inside = documents.people.inside(opening, end)
    named = [one for one in inside if documents.people.persons[one.person].named]
    if not named or len({one.person for one in named}) > 1 or named[0].possessive:
        return None
    name = named[0]
    opens_clause = prose.tags[opening] == "SUB" or prose.lower[opening].endswith(("ed", "ing"))
    fronted = opens_clause and prose.words[name.first - 1] == ","  # "Asked why, …"
    leading = all(prose.tags[at] in _DESCRIBING or prose.words[at] == "," for at in range(opening, name.first))
    apposed = name.last + 1 < end and prose.words[name.last] == "," and is_verb(prose, name.last + 1)
    if not (leading or fronted) or name.first - opening > LONGEST_SIGNATURE or not (apposed or is_subject(prose, name)):
        return None
    return Named(documents.person(name.person), (name.first, name.last))
