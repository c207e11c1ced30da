"""Constructions of reported speech that leave no doubt: where a report stands, who speaks in it, and what is none."""

from __future__ import annotations

from tracker.extract.cues import HEARD, agent, cue_word
from tracker.extract.names import (
    base_verbs,
    document_nouns,
    person_noun,
    phrase_end,
    piece_end,
    says_what,
    subject_verbs,
)
from tracker.extract.prose import Prose
from tracker.text.circumstances import forms
from tracker.text.lexicon import words

REPORTING_SHARE = 25
"""A verb that is a cue in a quarter of its places reports where it ends a sentence behind its subject."""

SURE_SHARE = 50
"""A word that is a cue in more than half of its places begins a new cue after "and": nine in ten do in training."""

FURTHEST = 200
"""Words are not looked at further off than this, quotations apart, for the same reason."""

_CLOSING_BRACKETS = {")": "(", "]": "["}

_SIGNS = frozenset("%‰°€$£¥¢′″+")
"""Marks that end a figure."""

BRACKETED = 40
"""Words an aside in brackets may have."""

Tokens = tuple[int, int]


def last_word(prose: Prose, sentence: int) -> int:
    """Return the end of a sentence in tokens without its closing punctuation; "73%" and "(from 12%)" stay whole."""
    first, last = prose.sentences[sentence]
    while last > first and prose.quotation[last - 1] < 0 and _closes_sentence(prose, first, last - 1):
        last -= 1
    return last


def _closes_sentence(prose: Prose, first: int, at: int) -> bool:
    """Tell whether a token is a mark that belongs to no word before it: a bracket does that was opened behind one."""
    word = prose.lower[at]
    if word in _CLOSING_BRACKETS:
        near = range(at - 1, max(first, at - BRACKETED), -1)
        return not any(prose.lower[k] == _CLOSING_BRACKETS[word] for k in near)
    return not word[0].isalnum() and word not in _SIGNS


def is_finite(prose: Prose, at: int) -> bool:
    """Tell whether a token looks like a finite verb: an auxiliary, a past form, a listed verb of a subject."""
    return prose.tags[at] in _FINITE_TAGS or prose.lower[at] in subject_verbs()


def verb_of_subject(prose: Prose, start: int, last: int) -> int | None:
    """Return the verb whose subject holds the content that begins at ``start``: a second one, or one behind a verb
    without a subject ("of stealing morphine was", "to have done so has")."""
    verb: int | None = start if prose.tags[start] == "ING" or prose.tags[start - 1] == "TO" else None
    for at in range(start + 1, min(last, start + FURTHEST)):
        if prose.quotation[at] >= 0 or prose.tags[at] in _CLAUSE_TAGS or prose.lower[at] == ",":
            verb = None
        elif prose.tags[at] == "S" and prose.tags[at - 1] in ("THAT", "PREP", "SUB"):
            continue  # "that waits are"
        elif prose.tags[at] == "TO" and prose.tags[at + 1][0].isalpha() and prose.tags[at + 1] != "NUM":
            verb = at + 1
        elif is_finite(prose, at) and prose.tags[at - 1] not in ("DET", "POSS", "TO", "MODAL", "BE", "HAVE", "NEG"):
            plural = prose.tags[at - 2] == "S" and prose.lower[at - 1] in base_verbs()  # "that fees rise was"
            behind_third = (plural or prose.tags[at - 1] == "S") and prose.lower[
                at
            ] in _SINGULAR  # "the wall leaks was"
            if (verb is not None or behind_third) and prose.tags[at] in ("BE", "HAVE", "MODAL", "DO"):
                return at
            word = cue_word(prose, at)
            verb = None if word.speech and word.share >= SURE_SHARE and word.form in FINITE else at
    return None


def joined_report(prose: Prose, cue: int, at: int, last: int) -> Tokens | None:
    """Return subject and verb of a report that a token joins to that of a cue, behind "and" of the same form.

    "Ministers say it will save money and unions say it will cost money"; the tokens run from the subject to the verb.
    """
    tags, form = prose.tags, cue_word(prose, cue).form
    contrasts = prose.lower[at] in _CONTRASTS
    if form not in FINITE_OR_BASE or not (tags[at] == "AND" or contrasts):
        return None
    start = at + 1
    while start < last and tags[start] in ("ADV", "LY"):
        start += 1
    for verb in range(start + 1, min(last - 1, start + SHORT_SOURCE)):
        if prose.quotation[verb] >= 0 or tags[verb - 1] not in SUBJECT_TAGS:
            return None
        word = cue_word(prose, verb)
        subject_ends = tags[verb - 1] not in ("DET", "POSS", "GEN")
        fits = word.form == form or (contrasts and word.form in FINITE_OR_BASE)
        if subject_ends and word.speech and fits and word.share >= SURE_SHARE:
            return (start, verb) if tags[verb + 1] not in ("PREP", "AND") else None
    return None


def report_before(prose: Prose, cue: int) -> Tokens | None:
    """Return the subject of a report that "and", "while" or ";" joins to an earlier one of its sentence."""
    first, last = prose.sentences[prose.sentence[cue]]
    at = cue - 1
    while at > first and cue - at <= SHORT_SOURCE and prose.tags[at] in SUBJECT_TAGS:
        at -= 1
    if prose.tags[at] != "AND" and prose.lower[at] not in _CONTRASTS:
        return None
    for earlier in range(at - 1, max(first, at - FURTHEST), -1):
        word = cue_word(prose, earlier)
        if word.speech and word.share >= SURE_SHARE and prose.quotation[earlier] < 0:
            found = joined_report(prose, earlier, at, last)
            return (found[0], cue) if found is not None and found[1] == cue else None
    return None


_BEHIND_DECLINE = (["PREP"], ["TIME"], ["NUM"], ["ADV"], ["LY"], ["SUB"], ["AND"], [","], ["."])

_RELATIVE = frozenset(("who", "whose", "which"))

_BEGINS_CIRCUMSTANCE = frozenset(("PREP", "TIME", "LY"))

_BEGINS_TIME = frozenset(("late", "early", "earlier", "last", "this"))

_SINGULAR = frozenset(("is", "was", "has", "does"))

_FINITE_TAGS = frozenset(("BE", "HAVE", "DO", "MODAL", "ED"))

_CLAUSE_TAGS = frozenset(("AND", "SUB", "WH", "THAT", "PRON"))

FINITE = frozenset(("past", "third", "participle"))

FINITE_OR_BASE = FINITE | {"base"}

_CONTRASTS = frozenset((";", "while", "whilst", "whereas", "although", "though"))

SUBJECT_TAGS = frozenset(("DET", "POSS", "NAME", "CAP", "GEN", "WORD", "S", "NUM", "PRON"))

SHORT_SOURCE = 7
"""The subject of a second report in one sentence is so many words long at most."""

LONGEST = 16
"""A source with its appositive has at most so many words to each side of its inner comma."""

LONGEST_NAME = 6
"""A name with its titles has at most so many words."""

SHORTEST_CLAUSE = 3
"""Fewer words before an inverted cue are no clause of their own ("On Monday, said Ann Reed")."""

_CLAUSE_VERBS = frozenset(("past", "third", "base"))

_OF_NOBODY = frozenset(("say", "argue", "insist"))
"""Verbs of report whose object is words and never a person."""

BEFORE_VERB = frozenset(("HAVE", "ADV", "LY", "TIME"))

_NAME_TAGS = frozenset(("NAME", "CAP"))

_BEHIND_NAME = frozenset(("who", "whose", "of", "from"))

_CIRCUMSTANCE = frozenset(("PREP", "TIME", "DET", "POSS", "GEN", "NAME", "CAP", "WORD", "NUM"))

_HEARERS = frozenset(("S", "ING"))
"""What those who are told something may be besides: "MPs", "the meeting"."""

_HEARER_TAGS = SUBJECT_TAGS - {"PRON"} | BEFORE_VERB | {"BE", "ING", "PREP"}

_NOUN_TAGS = frozenset(("WORD", "S", "NAME", "CAP", "DET", "POSS", "GEN", "ED", "ING", "NUM"))


def before_cue(prose: Prose, cue: int) -> Tokens | None:
    """Return a name and its description, either first, set off by commas from a clause before and the cue after."""
    first = prose.sentences[prose.sentence[cue]][0]
    outer = cue - 1
    while outer > first and prose.tags[outer] in BEFORE_VERB:
        outer -= 1
    inner = _comma_before(prose, outer, first)
    start = _comma_before(prose, inner, first) if inner is not None else None
    if inner is None or start is None or prose.words[outer] != ",":
        return None
    return (start + 1, outer) if _explain(prose, (start + 1, inner), (inner + 1, outer)) else None


def after_cue(prose: Prose, cue: int) -> Tokens | None:
    """Return the person who fills the sentence from an inverted cue on, bare, or a name with its description.

    "Fares will rise, said the minister, Jane Mott."; "Harbour fees to rise, says police chief". A bare name is one only
    behind a verb that nobody is the object of ("…, said Jane Mott", no "praised Jane Mott") and the sentence's first
    comma: "the teacher, Mary Lee, said Merry Christmas" has two.
    """
    first, last = prose.sentences[prose.sentence[cue]][0], last_word(prose, prose.sentence[cue])
    word = cue_word(prose, cue)
    sure = word.speech and word.form in _CLAUSE_VERBS and word.share >= SURE_SHARE
    if not sure or cue - 1 - first < SHORTEST_CLAUSE or prose.words[cue - 1] != "," or cue + 1 >= last:
        return None
    inner = _comma_before(prose, last, cue)
    if inner is None:
        bare = all(prose.tags[at] in _NOUN_TAGS for at in range(cue + 1, last))
        alone = word.lemma in _OF_NOBODY and _comma_before(prose, cue - 1, first) is None
        named = alone and (_is_name(prose, cue + 1, last) or _is_described_name(prose, cue + 1, last))
        return (cue + 1, last) if named or (bare and _describes(prose, cue + 1, last)) else None
    return (cue + 1, last) if _explain(prose, (cue + 1, inner), (inner + 1, last)) else None


def only_circumstance(prose: Prose, cue: int) -> bool:
    """Tell whether a speech cue is followed by whom, when or where alone: "told the committee on Monday"."""
    rest = range(cue + 1, last_word(prose, prose.sentence[cue]))
    told = cue_word(prose, cue).lemma == "tell"
    begins = not rest or prose.tags[rest[0]] in ("PREP", "TIME") or told
    may_be = _CIRCUMSTANCE | _HEARERS if told else _CIRCUMSTANCE
    return begins and len(rest) <= LONGEST and all(prose.tags[at] in may_be for at in rest)


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


def _is_described_name(prose: Prose, first: int, last: int) -> bool:
    """Tell whether the tokens are a noun for a person with a name right behind it: "budget chief Ned Farrow"."""
    name = next((at for at in range(first, last) if prose.words[at][0].isupper()), last)
    return first < name < last and _describes(prose, first, name) and _is_name(prose, name, last)


def _describes(prose: Prose, first: int, last: int) -> bool:
    """Tell whether the tokens are one noun phrase whose head is a noun for one person."""
    if last <= first or phrase_end(prose, first, last) != last:
        return False
    noun = person_noun(prose.lower[piece_end(prose, first, last) - 1])
    return noun is not None and not noun.plural


TRAILING = frozenset((",", ";", ":", "—", "–", "-", "--"))


def before_participle(prose: Prose, cue: int, source: Tokens | None) -> Tokens | None:
    """Return the source of a participle without its own verb: "the board" of "The board disputed it, saying that"."""
    if source is None or cue_word(prose, cue).form != "gerund" or source[1] > cue or source[1] - source[0] < 2:
        return source
    first = prose.sentences[prose.sentence[cue]][0]
    if prose.words[cue - 1] == "," and prose.lower[source[0] - 1] == "by" and source[0] > first + 1:
        end = phrase_end(prose, first, source[0])  # "Workers rejected the wage set by the board, calling it a joke"
        return (first, end) if prose.tags[first] in SUBJECT_TAGS and is_finite(prose, end) else source
    last = source[1] - 1
    follows = prose.tags[source[1] : source[1] + 1]
    verb = prose.tags[last] == "ED" and follows in (["THAT"], ["DET"], ["POSS"], ["OBJ"], ["PRON"], ["NAME"])
    return (source[0], last) if verb else source


def behind_participle(prose: Prose, source: Tokens | None, piece: Tokens) -> Tokens | None:
    """Return the subject behind a report that opens its sentence: "she" of "Denying that it leaked, she said …"."""
    end = piece[1]
    first, last = prose.sentences[prose.sentence[piece[0]]]
    opens = cue_word(prose, first).form == "gerund" and prose.words[end : end + 1] == [","]
    if not opens or piece[0] == first or (source is not None and source[0] not in (first, end + 1)):
        return None
    verb = next((at for at in range(end + 2, min(last, end + LONGEST)) if is_finite(prose, at)), end + 1)
    subject = all(prose.tags[at] in SUBJECT_TAGS | {","} for at in range(end + 1, verb))
    return (end + 1, verb) if subject and end + 1 < verb else None


def before_aside(prose: Prose, cue: int) -> Tokens | None:
    """Return the subject before an aside between commas: "Len Dale, who left, says", "The note, sent in May, says"."""
    first = prose.sentences[prose.sentence[cue]][0]
    end = cue
    while end > first and prose.tags[end - 1] in BEFORE_VERB:
        end -= 1
    if end - first < SHORTEST_CLAUSE or prose.words[end - 1] != ",":
        return None
    commas = [at for at in range(first, end - 1) if prose.words[at] == ","]
    if len(commas) > 1 and commas[0] - first == 1 and prose.lower[first].endswith("ly"):
        first = commas.pop(0) + 1  # "Separately, Weirbank, which …, says"
    comma = commas[0] if commas else end
    if comma == end or prose.quotation[comma + 1] >= 0:
        return None
    if prose.lower[comma + 1] not in _RELATIVE and prose.tags[comma + 1 : comma + 3] != ["ED", "PREP"]:
        return None
    subject = all(prose.tags[at] in _NOUN_TAGS | {"PREP"} for at in range(first, comma))
    return (first, comma) if subject and comma - first <= LONGEST else None


def apposed(prose: Prose, cue: int) -> Tokens | None:
    """Return the name between commas right before a cue that says who is meant: "their leader, Jo Dale, said"."""
    first = prose.sentences[prose.sentence[cue]][0]
    if cue - first < SHORTEST_CLAUSE or prose.words[cue - 1] != ",":
        return None
    comma = _comma_before(prose, cue - 1, first)
    if comma is None or comma == first or cue - 1 - comma < SHORTEST_CLAUSE or not _is_name(prose, comma + 1, cue - 1):
        return None  # a given name alone is no more than "her sister, Ann"
    noun = person_noun(prose.lower[comma - 1])
    more = prose.tags[first + 2] in ("PREP", "THAT")  # "The firm behind the scheme, Weirbank Ltd, said"
    body = more and prose.lower[first] == "the" and says_what(prose.lower[first + 1])
    return (comma + 1, cue - 1) if body or (noun is not None and not noun.plural) else None


def opens_quotation(prose: Prose, cue: int) -> bool:
    """Tell whether a verb of report stands right before a colon and a quotation: "the letter states: “…”".

    Behind a document a clause with "that" is as sure: "Your report states that …".
    """
    word = cue_word(prose, cue)
    reports = word.speech and word.form in FINITE_OR_BASE
    if reports and cue and prose.lower[cue - 1] in document_nouns() and prose.lower[cue + 1 : cue + 2] == ["that"]:
        return True
    colon = reports and prose.words[cue + 1 : cue + 2] == [":"]
    return colon and cue + 2 < len(prose.quotation) and prose.quotation[cue + 2] >= 0


def set_out(prose: Prose, cue: int) -> tuple[Tokens, int] | None:
    """Return who speaks, and where content begins behind a mark: "As Ann Reed noted, …", "says Ann Reed: …"."""
    first, last = prose.sentences[prose.sentence[cue]]
    word = cue_word(prose, cue)
    quoted = next((at for at in range(cue + 1, min(last, cue + 3)) if prose.quotation[at] >= 0), cue)
    by = prose.quoted[prose.quotation[quoted]][1] if quoted > cue and prose.tags[cue - 1] in ("BE", "HAVE") else last
    if by + 1 < last and word.speech and prose.lower[by] == "by":  # "was described as “a sham” by Ann Reed"
        return (by + 1, phrase_end(prose, by + 1, last)), quoted
    if not word.speech or word.form not in ("past", "third", "base") or word.share < REPORTING_SHARE - 1:
        return None
    if prose.lower[first] == "as" and first + 1 < cue <= first + LONGEST:
        mark = cue + (prose.lower[cue + 1] == "out")
        mark = _behind_circumstance(prose, mark, last)
        subject = all(prose.tags[at] in SUBJECT_TAGS | BEFORE_VERB for at in range(first + 1, cue))
        if subject and mark + SHORTEST_CLAUSE < last and prose.words[mark] == "," and prose.quotation[mark + 1] < 0:
            return (first + 1, cue), mark + 1
    colon = next((at for at in range(cue + 2, min(last, cue + LONGEST)) if prose.words[at] == ":"), cue)
    if cue + 1 < colon < last - SHORTEST_CLAUSE and prose.quotation[colon + 1] < 0 and word.share >= SURE_SHARE:
        named = _is_name(prose, cue + 1, colon) or _is_described_name(prose, cue + 1, colon)
        return ((cue + 1, colon), colon + 1) if named and cue > first else None
    return None


def opens_clause(prose: Prose, cue: int) -> bool:
    """Tell whether a verb of report stands between its subject and a that-clause: "He always maintained that …"."""
    word = cue_word(prose, cue)
    if not word.speech or word.form not in ("past", "third", "base") or prose.tags[cue + 1 : cue + 2] != ["THAT"]:
        return False
    at, first = cue - 1, prose.sentences[prose.sentence[cue]][0]
    while at > first and prose.tags[at] in BEFORE_VERB:
        at -= 1
    clause = any(is_finite(prose, k) for k in range(cue + 3, min(cue + LONGEST, last_word(prose, prose.sentence[cue]))))
    subject = at >= first and (prose.tags[at] in ("PRON", "NAME") or before_aside(prose, cue) is not None)
    return clause and subject


def opens_hearing(prose: Prose, cue: int) -> bool:
    """Tell whether a body hears what stands behind: "The inquest has heard that …"."""
    told = cue_word(prose, cue).lemma == "hear" and agent(prose, cue) is not None
    return told and prose.lower[cue + 1 : cue + 2] in (["that"], ["how"])


def closes_report(prose: Prose, cue: int) -> Tokens | None:
    """Return who speaks where a cue ends a report: "Costs have risen to £9m, the council confirmed on Monday."

    A participle may go on, or a noun phrase: "Numbers fell, figures have revealed – sparking …", "…, the board said,
    the third fall in a year". Whom it was told, when and where may stand between: "… told staff on Monday, …".
    """
    first, last = prose.sentences[prose.sentence[cue]]
    word = cue_word(prose, cue)
    mark = _behind_circumstance(prose, cue, last)
    people = person_noun(prose.lower[cue - 1])
    finite = word.form in FINITE or (word.form == "base" and people is not None and people.plural)
    ends = (
        mark >= last_word(prose, prose.sentence[cue]) and finite and (word.share >= REPORTING_SHARE or not word.speech)
    )
    goes_on = mark + 1 < last and prose.lower[mark] in TRAILING and prose.tags[mark + 1] == "ING"
    if mark + 1 < last and prose.words[mark] == "," and prose.tags[mark + 1] == "DET":
        ends = ends or not any(is_finite(prose, at) or prose.quotation[at] >= 0 for at in range(mark + 1, last))
    if not reports_aside(prose, cue) or not (ends or goes_on):
        return None
    comma = _comma_before(prose, cue, first)
    near = range(max(first, cue - FURTHEST), comma or first)
    clause = any(_is_verb(prose, at) for at in near)
    if comma is None or comma - first < SHORTEST_CLAUSE or not clause:
        return None
    between = range(comma + 1, cue)
    subject = cue
    while subject > comma and prose.tags[subject - 1] in BEFORE_VERB:
        subject -= 1
    if not goes_on and (subject == comma + 1 or "DET" in prose.tags[comma + 2 : subject]):
        return None  # "the leader, Jane Mott, has said"; "a claim the board disputes"
    verbs = any(is_finite(prose, at) and prose.tags[at] not in ("HAVE", "ADV") for at in between)
    plain = goes_on or all(prose.tags[at] in SUBJECT_TAGS | BEFORE_VERB for at in between)
    return (comma + 1, subject) if plain and not verbs and comma + 1 < subject else None


def goes_on_adding(prose: Prose, cue: int) -> bool:
    """Tell whether another report goes on behind a cue and its comma: "…, she said, adding that …"."""
    more = cue + 2 if cue + 3 < len(prose.words) and prose.words[cue + 1] == "," else cue
    word = cue_word(prose, more)
    return word.speech and word.form == "gerund"


def before_speaker(prose: Prose, cue: int) -> Tokens | None:
    """Return who speaks behind a cue that a comma sets off from its report: "Masks work, said nurse Ada Bright."

    What opens the sentence has a verb and is no name with an aside ("Mr Dale, who left Hull, said …"); whoever speaks
    has a name, or is a person or body, and no verb follows.
    """
    first = prose.sentences[prose.sentence[cue]][0]
    end = last_word(prose, prose.sentence[cue])
    word = cue_word(prose, cue)
    if not word.speech or word.form not in ("past", "third") or not first + 2 < cue < end - 1:
        return None
    if prose.words[cue - 1] != "," or prose.quotation[cue - 2] >= 0 or prose.quotation[cue + 1] >= 0:
        return None
    if before_aside(prose, cue) is not None or word.lemma == "tell":  # which tells somebody
        return None
    mark = next((at for at in range(cue + 1, end) if prose.words[at] == ","), end)
    noun = next((at for at in range(cue + 1, mark) if prose.tags[at] not in SUBJECT_TAGS), mark)
    near = range(cue + 1, min(noun, cue + 1 + SHORTEST_CLAUSE))
    name = any(prose.tags[at] == "NAME" for at in near)
    person = name or any(person_noun(prose.lower[at]) or says_what(prose.lower[at]) for at in near)
    clause = any(
        _is_verb(prose, at) or (prose.lower[at - 1].endswith("s") and cue_word(prose, at).form == "base")
        for at in range(max(first + 1, cue - FURTHEST), cue - 1)
    )
    clause = clause or (name and cue - first > SHORTEST_CLAUSE and prose.tags[first] not in _BEGINS_CIRCUMSTANCE)
    follows = any(is_finite(prose, at) or prose.quotation[at] >= 0 for at in range(cue + 1, end))
    return (cue + 1, mark) if person and clause and not follows else None


def _is_verb(prose: Prose, at: int) -> bool:
    """Tell whether a token is a finite verb, or one in the plural behind its noun: "dams prevent"."""
    return is_finite(prose, at) or (prose.tags[at - 1] == "S" and prose.lower[at] in base_verbs())


def closes_hearing(prose: Prose, cue: int) -> Tokens | None:
    """Return who hears what stands before: "Costs have trebled, councillors were told on Monday, after …"."""
    first, last = prose.sentences[prose.sentence[cue]]
    comma = _comma_before(prose, cue, first)
    if comma is None or comma - first < SHORTEST_CLAUSE or agent(prose, cue) is None:
        return None
    clause = any(is_finite(prose, at) or prose.tags[at] == "TO" for at in range(max(first, cue - FURTHEST), comma))
    nobody = comma + 1 + (prose.lower[comma + 1] == "it")
    hearer = all(prose.tags[at] in _HEARER_TAGS and prose.quotation[at] < 0 for at in range(nobody, cue))
    mark = _behind_circumstance(prose, cue, last)
    ends = mark >= last_word(prose, prose.sentence[cue]) or prose.lower[mark] in (*TRAILING, "by")
    return (comma + 1, cue) if clause and hearer and ends and comma + 1 < cue else None


def _behind_circumstance(prose: Prose, cue: int, last: int) -> int:
    """Return the token behind a cue and the words that say when, where and to whom, which begin right behind it."""
    at = cue + 1
    begins = at < last and (
        prose.tags[at] in _BEGINS_CIRCUMSTANCE or prose.lower[at] in _BEGINS_TIME or cue_word(prose, cue).lemma in HEARD
    )
    while begins and at < min(last, cue + LONGEST) and prose.tags[at] in _CIRCUMSTANCE | {"S", "LY"}:
        at += 1
    if begins and prose.words[at : at + 1] == ["("]:  # "announced today (14 May)"
        at = next((close + 1 for close in range(at, min(last, cue + LONGEST)) if prose.words[close] == ")"), at)
    return at


def before_relative(prose: Prose, cue: int) -> Tokens | None:
    """Return who speaks in "A nurse who did not want to be named said wards were unsafe": the words before "who".

    They open the sentence, and the relative clause has its own verb before the cue and no comma.
    """
    first, last = prose.sentences[prose.sentence[cue]]
    word = cue_word(prose, cue)
    if not word.speech or word.form not in ("past", "third") or word.share < SURE_SHARE or cue + 2 >= last:
        return None
    first += prose.tags[first] == "AND"
    near = range(first + 1, min(cue, first + LONGEST))
    who = next((at for at in near if prose.lower[at] == "who"), None)
    if who is None or any(prose.tags[at] not in _NOUN_TAGS | {"PREP"} for at in range(first, who)):
        return None
    inside = range(who + 1, cue)
    plain = len(inside) <= FURTHEST and all(prose.words[at][0].isalnum() and prose.quotation[at] < 0 for at in inside)
    subject = prose.tags[cue - 1] in SUBJECT_TAGS - {"WORD", "S"}
    verbs = any(is_finite(prose, at) for at in inside)
    return (first, who) if plain and verbs and not subject and prose.lower[cue - 1] not in ("to", "of") else None


def reports_aside(prose: Prose, cue: int) -> bool:
    """Tell whether a cue reports where it stands beside its report and not before it: "Costs, she found, had risen"."""
    word = cue_word(prose, cue)
    return word.speech or word.lemma in words("extract", "parenthetical_cues.txt")


def inside_clause(prose: Prose, cue: int) -> Tokens | None:
    """Return who speaks where a report stands between subject and verb: "Costs, she later conceded, had trebled"."""
    first, last = prose.sentences[prose.sentence[cue]]
    word = cue_word(prose, cue)
    if (
        not reports_aside(prose, cue)
        or word.form not in ("past", "third", "base")
        or prose.words[cue + 1 : cue + 2] != [","]
    ):
        return None
    verb = cue + 2
    while verb < last and prose.tags[verb] in ("ADV", "LY", "NEG"):
        verb += 1
    end = cue
    while end > first and prose.tags[end - 1] in BEFORE_VERB:
        end -= 1
    comma = _comma_before(prose, end, first)
    if comma is None or verb >= last or prose.quotation[verb] >= 0 or end - comma > SHORT_SOURCE + 1:
        return None
    if not is_finite(prose, verb) or any(is_finite(prose, at) for at in (*range(first, comma), *range(comma + 1, end))):
        return None
    subject = all(prose.tags[at] in SUBJECT_TAGS for at in range(comma + 1, end))
    # A base form goes with a plural: "Ann Reed, the high court judge, said" describes her.
    agrees = prose.tags[end - 1] in (("S", "PRON") if word.form == "base" else SUBJECT_TAGS - {"DET", "POSS"})
    return (comma + 1, end) if subject and agrees and comma > first and comma + 1 < end else None


def is_noun_of_clause(prose: Prose, cue: int) -> bool:
    """Tell whether a word is the head of a subject or a change and none of report: "999 calls rose", "trade declined".

    Its verb stands right behind it, and before it nothing but its own noun phrase; "a deal the union claims was
    illegal" has two.
    """
    first, last = prose.sentences[prose.sentence[cue]]
    word = cue_word(prose, cue)
    if prose.lower[cue + 1 : cue + 2] == ["general"]:  # "the Advocate General"
        return True
    if word.lemma == "submit":
        return prose.tags[cue + 1 : cue + 2] != ["THAT"]
    if word.lemma == "decline":  # "the stock has declined since", "a declining trade"
        return word.form == "gerund" or prose.tags[cue + 1 : cue + 2] in _BEHIND_DECLINE
    if word.form not in ("base", "third") or word.lemma not in words("extract", "noun_cues.txt"):
        return False
    verb = cue + 1
    while verb < last and prose.tags[verb] in ("ADV", "LY", "NEG"):
        verb += 1
    if verb >= last or not is_finite(prose, verb) or prose.quotation[verb] >= 0:
        return False
    at = cue - 1
    while at >= first and prose.tags[at] in _NOUN_TAGS:
        if prose.tags[at] in ("DET", "POSS"):
            return at == first or prose.tags[at - 1] not in _NOUN_TAGS
        at -= 1
    return at < cue - 1 and (at < first or prose.tags[at] in ("PREP", "TO", "AND", "SUB", ",", ";"))


def is_described_by(prose: Prose, cue: int) -> bool:
    """Tell whether a participle says of a noun what others say of it, and the sentence goes on with its own verb.

    "A nurse accused of stealing morphine was acquitted": who accuses is not said, and the nurse does not.
    """
    first, last = prose.sentences[prose.sentence[cue]]
    word = cue_word(prose, cue)
    others = word.lemma in words("extract", "verbs_of_others.txt") and word.form in ("past", "participle")
    if not others or cue + 2 >= last:
        return False
    if prose.tags[cue - 1] not in _NOUN_TAGS or cue - first > LONGEST:
        return False
    if prose.lower[cue + 1] != "of" and prose.tags[cue + 1] != "TO":
        return False
    if any(is_finite(prose, at) for at in range(first, cue)):
        return False
    moves = any(prose.lower[at] in forms("verb") for at in range(cue + 3, min(last, cue + LONGEST)))
    return moves or verb_of_subject(prose, cue + 2, last) is not None
