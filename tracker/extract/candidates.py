"""Candidates for attributions: for each likely cue where its content and its source may stand, and how sure that is."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from tracker.extract import cues
from tracker.extract.classifier import class_weights, classify, rank, weights
from tracker.extract.cues import cue_word
from tracker.extract.names import person_noun, phrase_end, piece_end, subject_verbs
from tracker.extract.prose import OPEN_TAGS, Prose
from tracker.text.lexicon import words

START_REACH = 24
"""The right-hand content of a cue begins at most this many words after it (audience and time may stand between)."""
MOST_BOUNDARIES = 60
"""Boundaries further off are not looked at: it bounds the work in endless sentences."""
REPORTING_SHARE = 25
"""A verb that is a cue in a quarter of its places reports where it ends a sentence behind its subject."""
SURE_SHARE = 50
"""A word that is a cue in more than half of its places begins a new cue after "and": nine in ten do in training."""
FURTHEST = 200
"""Words are not looked at further off than this, quotations apart, for the same reason."""
_START_TAGS = frozenset(
    ("DET", "POSS", "PRON", "OBJ", "NAME", "CAP", "THAT", "WH", "TO", "PREP", "NUM", "THERE", "ING", "SUB", "GEN")
)
_END_TAGS = frozenset(("AND", "SUB", "PREP", "WH", "THAT", "TO", "ING", "TIME", "ADV", "LY", "PRON"))
_CLOSING_BRACKETS = {")": "(", "]": "["}
_SIGNS = frozenset("%‰°€$£¥¢′″+")
"""Marks that end a figure."""
BRACKETED = 40
"""Words an aside in brackets may have."""
_BUCKETS = (1, 2, 3, 4, 6, 8, 12, 16, 24, 36)


Tokens = tuple[int, int]


def bucket(distance: int) -> int:
    """Return the number of the size class of a distance in words."""
    return bisect_left(_BUCKETS, distance)


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


def right_starts(prose: Prose, cue: int) -> list[int]:
    """Return the tokens where content to the right of a cue may begin."""
    last = last_word(prose, prose.sentence[cue])
    tags, quotation = prose.tags, prose.quotation
    found = []
    let_speak = cues.quoted_source(prose, cue) if prose.lower[cue] in cues.QUOTES else None
    first = let_speak[1] + 2 if let_speak else cue + 1  # behind "quoted Ann Reed as saying"
    for at in range(first, min(last, cue + START_REACH)):
        if quotation[at] >= 0:
            if quotation[at - 1] != quotation[at]:
                found.append(at)
            continue
        if not tags[at][0].isalnum():
            continue
        if tags[at] == "AND" and found and _joins_cue(prose, cue, at, last):
            break
        if at == first or tags[at] in _START_TAGS or tags[at - 1] in _START_TAGS or not tags[at - 1][0].isalnum():
            found.append(at)
    return found


def right_start_features(prose: Prose, cue: int, at: int) -> list[str]:
    """Return what speaks for content beginning at a token right of the cue."""
    lower, tags = prose.lower, prose.tags
    lemma, form = cue_word(prose, cue)[:2]
    gap = at - cue - 1
    between = tags[cue + 1] if gap else "-"
    quoted = "q" if prose.quotation[at] >= 0 else tags[at]
    before = lower[at - 1] if gap else "-"
    tag_before = tags[at - 1] if gap else "-"
    follow = tags[at + 1] if at + 1 < len(tags) else "$"
    skipped = "".join(sorted({_short(tags[k]) for k in range(cue + 1, at)}))
    return [
        f"g={bucket(gap)}",
        f"g0={gap == 0}|{quoted}",
        f"lg={lemma}|{min(gap, 3)}",
        f"a={quoted}",
        f"b={before}",
        f"ba={tag_before}_{quoted}",
        f"bw={before}_{lower[at]}",
        f"w={lower[at]}",
        f"la={lemma}|{quoted}|{gap == 0}",
        f"lb={lemma}|{before}",
        f"fa={form}|{quoted}|{gap == 0}",
        f"an={quoted}_{follow}",
        f"sk={skipped}",
        f"x={between}|{quoted}",
        f"lx={lemma}|{between}|{quoted}",
    ]


def _short(tag: str) -> str:
    return tag[:3]


def right_ends(prose: Prose, cue: int, start: int) -> list[int]:
    """Return the tokens where content that begins at ``start`` may end (half open).

    None lies behind a second cue of the same form that "and" or "but" joins to the first ("said … and insisted …",
    "say … and unions say …"), nor behind a participle that goes on with the report ("said …, adding that …").
    """
    last = last_word(prose, prose.sentence[start])
    tags, quotation = prose.tags, prose.quotation
    main = _main_verb(prose, cue, start, last)
    if main is not None:
        return [main]
    found: list[int] = []
    at = prose.quoted[quotation[start]][1] if quotation[start] >= 0 else start + 1
    near = at + FURTHEST
    while at < min(last, near) and len(found) < MOST_BOUNDARIES:
        if quotation[at] >= 0:
            found.append(at)
            at = prose.quoted[quotation[at]][1]
            continue
        if quotation[at - 1] >= 0 or tags[at] in _END_TAGS or not tags[at][0].isalnum():
            if not _opens_aside(prose, cue, start, at, last):
                found.append(at)
            if (
                _next_report(prose, cue, at, last)
                or _ends_fronted(prose, cue, start, at, last)
                or (tags[at] == "AND" and prose.lower[at - 1] == "," and _announced(prose, at, last))
            ):
                return found or [last]
        at += 1
    if not found or found[-1] != last:
        found.append(last)
    return found


def _joins_cue(prose: Prose, cue: int, at: int, last: int) -> bool:
    form = cue_word(prose, cue).form
    at += 1
    while at < last and prose.tags[at] in ("ADV", "LY"):
        at += 1
    if at >= last or prose.quotation[at] >= 0:
        return False
    word = cue_word(prose, at)
    return word.speech and word.form == form != "mark" and form in _FINITE and word.share >= SURE_SHARE


def is_finite(prose: Prose, at: int) -> bool:
    """Tell whether a token looks like a finite verb: an auxiliary, a past form, a listed verb of a subject."""
    return prose.tags[at] in _FINITE_TAGS or prose.lower[at] in subject_verbs()


def _opens_aside(prose: Prose, cue: int, start: int, at: int, last: int) -> bool:
    """Tell whether a comma opens a relative clause inside a subject ("said the man, who is 45, was armed")."""
    if prose.lower[at] != "," or at + 1 >= last or prose.tags[at + 1] != "WH":
        return False
    word = cue_word(prose, cue)
    if word.lemma not in _CLAUSE_VERBS_OF_REPORT or start - cue > 2:
        return False
    return not any(is_finite(prose, k) or prose.quotation[k] >= 0 for k in range(start, at))


def _ends_fronted(prose: Prose, cue: int, start: int, at: int, last: int) -> bool:
    """Tell whether a comma ends a clause with a report that opens its sentence: "While she said it leaked, …"."""
    first = prose.sentences[prose.sentence[cue]][0]
    if at - first > FURTHEST or prose.lower[at] != "," or prose.tags[first] != "SUB" or prose.lower[first] == "if":
        return False
    if "," in prose.words[first:at] or not any(is_finite(prose, k) for k in range(start, at)):
        return False
    subject = at + 1 < last and prose.tags[at + 1] in _SUBJECT_TAGS
    return subject and any(is_finite(prose, k) for k in range(at + 2, min(last, at + CLAUSE_SUBJECT)))


def _main_verb(prose: Prose, cue: int, start: int, last: int) -> int | None:
    """Return the verb of a sentence whose subject holds its report ("The claim that it leaks was rejected").

    It is the second finite verb behind the cue, or the first behind an infinitive ("A petition calling on them to go
    has …"), with no word between that could begin another clause.
    """
    first = prose.sentences[prose.sentence[cue]][0]
    if not _is_subject(prose, cue, first, start):
        return None
    return _verb_of_subject(prose, start, last)


def _verb_of_subject(prose: Prose, start: int, last: int) -> int | None:
    """Return the verb whose subject holds the content that begins at ``start``: a second one, or one behind a verb
    without a subject ("of stealing morphine was", "to have done so has")."""
    verb: int | None = start if prose.tags[start] == "ING" or prose.tags[start - 1] == "TO" else None
    for at in range(start + 1, min(last, start + FURTHEST)):
        if prose.quotation[at] >= 0 or prose.tags[at] in _CLAUSE_TAGS or prose.lower[at] == ",":
            verb = None
        elif prose.tags[at] == "TO":
            verb = at + 1
        elif is_finite(prose, at) and prose.tags[at - 1] not in ("DET", "POSS", "TO", "MODAL", "BE", "HAVE", "NEG"):
            behind_third = prose.tags[at - 1] == "S" and prose.lower[at] in _SINGULAR  # "the wall leaks was", no plural
            if (verb is not None or behind_third) and prose.tags[at] in ("BE", "HAVE", "MODAL", "DO"):
                return at
            verb = at
    return None


def _is_subject(prose: Prose, cue: int, first: int, start: int) -> bool:
    """Tell whether a cue is a noun of report before "that", or a participle behind a noun, with no verb before it."""
    form, tags = cue_word(prose, cue).form, prose.tags
    if cue - first > LONGEST or any(is_finite(prose, at) or prose.lower[at] == "," for at in range(first, cue)):
        return False
    if form == "gerund":
        return cue - first > 1
    noun = (
        cue == first or tags[cue - 1] in _BEFORE_NOUN or (cue - first > 1 and tags[cue - 2] in ("DET", "POSS", "GEN"))
    )
    return noun and form in ("base", "third") and start - cue <= 2 and "THAT" in (tags[start - 1], tags[start])


def _next_report(prose: Prose, cue: int, at: int, last: int) -> bool:
    """Tell whether another report begins behind the boundary at a token, beside that of the cue and not inside it."""
    tags, lower = prose.tags, prose.lower
    if tags[at] == "AND" and (_joins_cue(prose, cue, at, last) or _joins_named(prose, cue, at, last)):
        return True
    verb = at + 1
    while lower[at] == "," and verb < last and tags[verb] in _BEFORE_VERB:
        verb += 1
    if lower[at] == "," and verb < last and prose.quotation[verb] < 0:
        word = cue_word(prose, verb)
        if word.speech and word.form in ("past", "third") and word.share >= SURE_SHARE:
            return True  # "who claimed in 2019 that it leaked, now says …"
    if lower[at] == "," and at + 3 < last and prose.quotation[at + 1] < 0:
        noun = cue_word(prose, at + 2)
        if lower[at + 1] == "a" and noun.lemma in _REPORTS_IN_NOUNS and tags[at + 3] in _SUBJECT_TAGS:
            return True
        word = cue_word(prose, at + 1)
        if word.speech and word.form == "gerund" and word.share >= SURE_SHARE and tags[at + 2] in ("THAT", "PRON"):
            return True
    return joined_report(prose, cue, at, last) is not None


def _joins_named(prose: Prose, cue: int, at: int, last: int) -> bool:
    """Tell whether "and" joins another's report, who is named between commas: "and its head, Dame Orla Keane, said"."""
    for verb in range(at + SHORTEST_CLAUSE + 1, min(last - 1, at + LONGEST)):
        word = cue_word(prose, verb)
        if word.speech and word.form == cue_word(prose, cue).form and word.share >= SURE_SHARE:
            named = _apposed(prose, verb)
            return named is not None and named[0] > at + 1
    return False


def joined_report(prose: Prose, cue: int, at: int, last: int) -> Tokens | None:
    """Return subject and verb of a report that the token at ``at`` joins to that of a cue of the same form.

    "Ministers say it will save money and unions say it will cost money"; the tokens run from the subject to the verb.
    """
    tags, form = prose.tags, cue_word(prose, cue).form
    if form not in _FINITE_OR_BASE or (tags[at] != "AND" and prose.lower[at] not in _CONTRASTS):
        return None
    start = at + 1
    while start < last and tags[start] in ("ADV", "LY"):
        start += 1
    for verb in range(start + 1, min(last - 1, start + SHORT_SOURCE)):
        if prose.quotation[verb] >= 0 or tags[verb - 1] not in _SUBJECT_TAGS:
            return None
        word = cue_word(prose, verb)
        subject_ends = tags[verb - 1] not in ("DET", "POSS", "GEN")
        if subject_ends and word.speech and word.form == form and word.share >= SURE_SHARE:
            return (start, verb) if tags[verb + 1] not in ("PREP", "AND") else None
    return None


def report_before(prose: Prose, cue: int) -> Tokens | None:
    """Return the subject of a report that "and", "while" or ";" joins to an earlier one of its sentence."""
    first, last = prose.sentences[prose.sentence[cue]]
    at = cue - 1
    while at > first and cue - at <= SHORT_SOURCE and prose.tags[at] in _SUBJECT_TAGS:
        at -= 1
    if prose.tags[at] != "AND" and prose.lower[at] not in _CONTRASTS:
        return None
    for earlier in range(at - 1, max(first, at - FURTHEST), -1):
        word = cue_word(prose, earlier)
        if word.speech and word.share >= SURE_SHARE and prose.quotation[earlier] < 0:
            found = joined_report(prose, earlier, at, last)
            return (found[0], cue) if found is not None and found[1] == cue else None
    return None


def right_end_features(prose: Prose, cue: int, start: int, at: int) -> list[str]:
    """Return what speaks for content ending before a token."""
    lower, tags, quotation = prose.lower, prose.tags, prose.quotation
    lemma, form = cue_word(prose, cue)[:2]
    last = last_word(prose, prose.sentence[start])
    first = prose.sentences[prose.sentence[cue]][0]
    opening = "q" if quotation[start] >= 0 else lower[start] if tags[start] in _TELLING else tags[start]
    final = at == last
    here = "$" if final else "q" if quotation[at] >= 0 else lower[at] if tags[at] in _CLOSED_ENDS else tags[at]
    follow = "$" if at + 1 >= last else "q" if quotation[at + 1] >= 0 else tags[at + 1]
    word_follow = "$" if at + 1 >= last else lower[at + 1]
    follow2 = "$" if at + 2 >= last else tags[at + 2]
    after_quote = quotation[at - 1] >= 0
    coordinated = _next_cue(prose, at, last)
    size = bucket(at - start)
    rest = bucket(last - at) if not final else -1
    closed = after_quote and quotation[start] >= 0 and quotation[start] == quotation[at - 1]
    return [
        f"e={here}",
        f"eo={here}|{opening}",
        f"en={here}_{follow}",
        f"enn={here}_{follow}_{follow2}",
        f"enw={here}_{word_follow}",
        f"s={size}",
        f"sf={size}|{final}|{opening}",
        f"r={rest}",
        f"le={lemma}|{here}",
        f"leo={lemma}|{opening}|{final}",
        f"fe={form}|{here}",
        f"q={after_quote}|{here}|{closed}",
        f"qn={after_quote}|{here}_{follow}",
        f"p={tags[at - 1]}_{here}",
        f"oo={opening}|{size}",
        f"cl={closed}|{final}",
        f"co={here}|{coordinated}|{form}",
        f"cw={here}|{coordinated}|{opening}",
        f"cp={tags[at - 1]}|{here}|{coordinated}",
        f"ci={cue == first}|{form}|{here}",
    ]


def _next_cue(prose: Prose, at: int, last: int) -> str:
    """Name the cue word a coordinated clause begins with ("and insisted …"), or ``-``."""
    while at < last and prose.tags[at] in _BEFORE_CUE:
        at += 1
    if at >= last or prose.quotation[at] >= 0:
        return "-"
    word = cue_word(prose, at)
    return "-" if word.form == "mark" else f"{word.form}{word.share // 20}"


_CLAUSE_VERBS_OF_REPORT = frozenset(
    ("say", "claim", "argue", "insist", "believe", "think", "warn", "note", "add", "tell")
)
_OF_OTHERS = frozenset(("accuse", "allege", "say", "suspect", "believe", "think", "charge", "report", "claim"))
"""Verbs whose participle behind a noun tells what others say of it ("a man said to be armed")."""
_BEGINS_CIRCUMSTANCE = frozenset(("PREP", "TIME", "LY"))
_BEGINS_TIME = frozenset(("late", "early", "earlier", "last", "this"))
_BEFORE_NOUN = frozenset(("DET", "POSS", "GEN", "LY", "ADV"))
_SINGULAR = frozenset(("is", "was", "has", "does"))
_REPORTS_IN_NOUNS = words("extract", "report_nouns.txt")
"""Nouns of a report named again behind a comma ("costs £300, a claim the board disputes"), or before its "that"."""
_FINITE_TAGS = frozenset(("BE", "HAVE", "DO", "MODAL", "ED"))
_CLAUSE_TAGS = frozenset(("AND", "SUB", "WH", "THAT", "PRON"))
_FINITE = frozenset(("past", "third", "participle"))
_FINITE_OR_BASE = _FINITE | {"base"}
_CONTRASTS = frozenset((";", "while", "whilst", "whereas", "although", "though"))
_SUBJECT_TAGS = frozenset(("DET", "POSS", "NAME", "CAP", "GEN", "WORD", "S", "NUM", "PRON"))
CLAUSE_SUBJECT = 14
"""A clause shows its verb within so many words."""
SHORT_SOURCE = 7
"""The subject of a second report in one sentence is so many words long at most."""
_BEFORE_CUE = frozenset(("AND", ",", "ADV", "LY", "PRON", "SUB", "—", "–"))
_TELLING = frozenset(("THAT", "TO", "WH", "PREP", "SUB"))
_CLOSED_ENDS = frozenset(("AND", "SUB", "PREP", "WH", "THAT", "TO", "TIME", "ADV", "PRON"))


def left_ends(prose: Prose, cue: int) -> list[int]:
    """Return the tokens where content to the left of a cue may end (half open)."""
    first, _ = prose.sentences[prose.sentence[cue]]
    tags, quotation = prose.tags, prose.quotation
    found = []
    for at in range(max(first + 1, cue - START_REACH), cue + 1):
        if at < cue and quotation[at] >= 0 and quotation[at - 1] == quotation[at]:
            continue
        if (
            quotation[at - 1] >= 0
            or not tags[at][0].isalnum()
            or at == cue
            or tags[at] in ("WH", "THAT", "PRON", "NAME", "DET", "POSS", "BE", "HAVE", "MODAL", "SUB", "DO")
        ):
            found.append(at)
    return found


def left_end_features(prose: Prose, cue: int, at: int) -> list[str]:
    """Return what speaks for content left of the cue ending before a token."""
    lower, tags, quotation = prose.lower, prose.tags, prose.quotation
    lemma, form = cue_word(prose, cue)[:2]
    quoted = quotation[at - 1] >= 0
    here = "cue" if at == cue else lower[at] if tags[at] in _CLOSED_ENDS else tags[at]
    follow = "cue" if at + 1 >= cue else tags[at + 1]
    before = lower[at - 1] if not tags[at - 1][0].isalnum() else tags[at - 1]
    first, _ = prose.sentences[prose.sentence[cue]]
    return [
        f"e={here}|{quoted}",
        f"en={here}_{follow}",
        f"g={bucket(cue - at) if at < cue else -1}",
        f"b={before}|{quoted}",
        f"be={before}_{here}",
        f"le={lemma}|{here}",
        f"fe={form}|{here}|{quoted}",
        f"s={bucket(at - first)}",
        f"lf={form}|{lemma}|{at == cue}",
        f"x={here}|{bucket(cue - at)}",
    ]


def left_starts(prose: Prose, end: int) -> list[int]:
    """Return the tokens where content that ends before ``end`` may begin, the nearest last."""
    first = prose.sentences[prose.sentence[end - 1]][0]
    tags, quotation = prose.tags, prose.quotation
    found: list[int] = []
    at = end - 1
    near = at - FURTHEST
    while at > max(first, near) and len(found) < MOST_BOUNDARIES:
        if quotation[at] >= 0:
            at = prose.quoted[quotation[at]][0]
            found.append(at)
        elif tags[at][0].isalnum() and (
            tags[at] in _START_TAGS or not tags[at - 1][0].isalnum() or tags[at - 1] in ("AND", "SUB", "THAT", "WH")
        ):
            found.append(at)
        at -= 1
    if not found or found[-1] != first:
        found.append(first)
    return found[::-1]


def left_start_features(prose: Prose, cue: int, end: int, at: int) -> list[str]:
    """Return what speaks for content left of the cue beginning at a token."""
    lower, tags, quotation = prose.lower, prose.tags, prose.quotation
    lemma, form = cue_word(prose, cue)[:2]
    first, _ = prose.sentences[prose.sentence[cue]]
    quoted_end = quotation[end - 1] >= 0
    here = "q" if quotation[at] >= 0 else lower[at] if tags[at] in _CLOSED_ENDS else tags[at]
    before = "^" if at == first else lower[at - 1] if tags[at - 1] in _CLOSED_ENDS else tags[at - 1]
    same = quoted_end and quotation[at] == quotation[end - 1]
    gap = "," if (end < cue and lower[end] in (",", "—", "--", "–")) or lower[end - 1] in (",", "”") else "-"
    return [
        f"h={here}",
        f"bh={before}_{here}",
        f"same={same}|{quoted_end}|{at == first}",
        f"sameb={same}|{quoted_end}|{before}",
        f"f={at == first}|{gap}|{quoted_end}",
        f"n={bucket(end - at)}",
        f"ng={bucket(end - at)}|{gap}",
        f"lf={lemma}|{at == first}",
        f"ff={form}|{at == first}|{gap}",
        f"fh={form}|{here}",
        f"p={bucket(at - first)}",
    ]


LEFT_REACH = 40
"""A source stands at most so many words before its cue (appositives and relative clauses lie between)."""
RIGHT_REACH = 8
"""An inverted source ("said …") begins at most so many words after its cue."""
LENGTH = 30
"""A source with its appositive is at most so many words long."""
NOWHERE = -1
"""The start of a source that is not stated."""
_INSIDE = frozenset(("WORD", "S", "ED", "ING", "NUM", "NAME", "CAP", "GEN", "DET", "POSS"))
_BEGIN = frozenset(("DET", "POSS", "PRON", "WH", "OBJ", "CAP", "NAME", "NUM", "GEN", "WORD", "S", "THAT"))
_ENDING = frozenset(("BE", "HAVE", "DO", "MODAL", "ADV", "LY", "AND", "SUB", "PREP", "WH", "THAT", "TO", "NEG", "TIME"))


def source_starts(prose: Prose, cue: int) -> list[int]:
    """Return the tokens where the source of a cue may begin, ``NOWHERE`` first."""
    first, last = prose.sentences[prose.sentence[cue]]
    tags, quotation = prose.tags, prose.quotation
    found = [NOWHERE]
    for at in range(max(first, cue - LEFT_REACH), min(last, cue + RIGHT_REACH)):
        tag = tags[at]
        if at == cue or quotation[at] >= 0 or tag not in _BEGIN:
            continue
        if at > first and at - 1 != cue and tags[at - 1] in _INSIDE and tag not in ("DET", "POSS", "PRON", "WH"):
            name_begins = tag == "NAME" and tags[at - 1] not in ("NAME", "CAP", "DET", "POSS", "NUM")
            if not name_begins:
                continue
        found.append(at)
    return found


def start_features(prose: Prose, cue: int, at: int, direction: str, content: tuple[int, int] | None) -> list[str]:
    """Return what speaks for the source beginning at a token; ``content`` are the tokens of the nearest content."""
    lower, tags, quotation = prose.lower, prose.tags, prose.quotation
    lemma, form = cue_word(prose, cue)[:2]
    first, last = prose.sentences[prose.sentence[cue]]
    before_cue = tags[cue - 1] if cue > first else "^"
    after_cue = tags[cue + 1] if cue + 1 < last else "$"
    if at == NOWHERE:
        return [
            "none",
            f"nf={form}|{direction}",
            f"nl={lemma}",
            f"nlf={lemma}|{form}",
            f"nb={before_cue}|{form}",
            f"na={after_cue}|{form}",
            f"np={min(cue - first, 4)}|{form}",
            f"nw={lower[cue - 1] if cue > first else '^'}",
            f"nba={before_cue}|{after_cue}|{form}",
        ]
    left = at < cue
    gap = cue - at if left else at - cue
    between = range(at + 1, cue) if left else range(cue + 1, at)
    tag = tags[at]
    inside = content is not None and content[0] <= at < content[1]
    marks = "".join(sorted({lower[k] for k in between if not tags[k][0].isalnum()}))[:4]
    verbs = any(tags[k] in ("BE", "HAVE", "DO", "MODAL", "ED") for k in between)
    clauses = sum(1 for k in between if tags[k] in ("SUB", "WH", "THAT", "AND"))
    chunks = sum(1 for k in between if tags[k] in ("DET", "POSS", "PRON", "WH", "NAME") and tags[k - 1] not in _INSIDE)
    before = "^" if at == first else lower[at - 1] if tags[at - 1] not in OPEN_TAGS else tags[at - 1]
    quoted_before = at > first and quotation[at - 1] >= 0
    side = "L" if left else "R"
    return [
        f"d={side}{bucket(gap)}|{direction}",
        f"ds={side}|{form}|{direction}",
        f"dt={side}|{tag}|{direction}",
        f"t={side}{bucket(gap)}|{tag}",
        f"w={side}|{lower[at]}",
        f"b={side}|{before}|{quoted_before}",
        f"bt={side}|{before}_{tag}",
        f"m={side}|{marks}",
        f"c={side}|{min(chunks, 3)}|{direction}",
        f"ct={side}|{min(chunks, 3)}|{tag}|{marks != ''}",
        f"v={side}|{verbs}|{min(chunks, 2)}",
        f"in={inside}",
        f"cl={side}|{min(clauses, 2)}|{verbs}|{tag}",
        f"cb={side}|{min(clauses, 2)}|{before}",
        f"l={lemma}|{side}",
        f"lf={lemma}|{form}|{side}|{gap == 1}",
        f"bc={side}|{before_cue}|{tag}|{bucket(gap)}",
        f"ac={side}|{after_cue}|{form}|{direction}",
        f"fs={at == first}|{side}|{form}|{min(chunks, 2)}",
        f"h={side}|{form}|{before_cue}|{min(chunks, 2)}",
    ]


def source_ends(prose: Prose, cue: int, start: int) -> list[int]:
    """Return the tokens where a source that begins at ``start`` may end (half open)."""
    _, last = prose.sentences[prose.sentence[cue]]
    tags, quotation = prose.tags, prose.quotation
    limit = min(cue if start < cue else last, start + LENGTH)
    found = []
    for at in range(start + 1, limit):
        if quotation[at] >= 0:
            found.append(at)
            break
        tag = tags[at]
        free = tag in _ENDING or not tag[0].isalnum() or tag in ("DET", "POSS", "PRON")
        verb_may_follow = tag in ("ED", "S", "WORD", "ING") and tags[at - 1] in ("NAME", "S", "GEN", "PRON")
        if free or tags[at - 1] == "GEN" or verb_may_follow:
            found.append(at)
    found.append(limit)
    return sorted(set(found))


def end_features(prose: Prose, cue: int, start: int, at: int) -> list[str]:
    """Return what speaks for the source ending before a token."""
    lower, tags, quotation = prose.lower, prose.tags, prose.quotation
    lemma, form = cue_word(prose, cue)[:2]
    last = prose.sentences[prose.sentence[cue]][1]
    side = "L" if start < cue else "R"
    here = "cue" if at == cue else "$" if at >= last else "q" if quotation[at] >= 0 else lower[at]
    tag = here if here in ("cue", "$", "q") else tags[at]
    if tag in OPEN_TAGS:
        here = tag
    before = tags[at - 1]
    follow = "$" if at + 1 >= last else "cue" if at + 1 == cue else tags[at + 1]
    names = all(tags[k] in ("NAME", "CAP", "GEN") for k in range(start, at))
    commas = sum(1 for k in range(start, at) if lower[k] == ",")
    return [
        f"e={side}|{here}",
        f"en={side}|{here}_{follow}",
        f"b={side}|{before}_{tag}",
        f"s={side}|{bucket(at - start)}",
        f"st={side}|{tags[start]}|{bucket(at - start)}",
        f"c={side}|{min(commas, 3)}|{here}",
        f"n={side}|{names}|{here}",
        f"bn={side}|{before}_{tag}_{follow}",
        f"g={side}|{bucket(abs(cue - at))}|{tag}",
        f"f={side}|{form}|{tag}",
        f"l={lemma}|{side}|{tag}",
    ]


LONGEST = 16
"""A source with its appositive has at most so many words to each side of its inner comma."""
LONGEST_NAME = 6
"""A name with its titles has at most so many words."""
SHORTEST_CLAUSE = 3
"""Fewer words before an inverted cue are no clause of their own ("On Monday, said Ann Reed")."""
_CLAUSE_VERBS = frozenset(("past", "third", "base"))
_OF_NOBODY = frozenset(("say", "argue", "insist"))
"""Verbs of report whose object is words and never a person."""
_BEFORE_VERB = frozenset(("HAVE", "ADV", "LY", "TIME"))
_NAME_TAGS = frozenset(("NAME", "CAP"))
_BEHIND_NAME = frozenset(("who", "whose", "of", "from"))
_CIRCUMSTANCE = frozenset(("PREP", "TIME", "DET", "POSS", "GEN", "NAME", "CAP", "WORD", "NUM"))
_HEARERS = frozenset(("S", "ING"))
"""What those who are told something may be besides: "MPs", "the meeting"."""
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


SURE = 0.97
"""How likely a cue is in a construction that leaves no doubt."""
NEAR_REPORTS = 4
"""Candidates before a cue that are looked at for the report it goes on with."""
CONSIDERED = 0.15
"""Cues below this share are not looked at any further: hardly any is kept in the end."""
TENSE_REACH = 5
"""The verb of a clause that begins with "and" and a pronoun stands within so many words."""
LOOK_BACK = 60
"""Words of the clause before the cue that are searched for its tense."""
_PRESENT = frozenset(["is", "are", "has", "have", "does", "do"])
_PAST = frozenset(["was", "were", "had", "did", "would", "could", "might"])
_TRAILING = frozenset((",", ";", ":", "—", "–", "-", "--"))
NO_CUE, RIGHT, LEFT, BOTH = "N", "R", "L", "B"
DIRECTIONS = (NO_CUE, RIGHT, LEFT, BOTH)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One likely attribution in tokens: cue, content pieces, source.

    ``share`` is what the cue model gives it, ``edges`` the lowest share any of its boundaries has among its rivals.
    ``sure`` tells that its construction leaves no doubt: its verb goes on with an earlier report, or ends one.
    """

    cue: int
    direction: str
    share: float
    edges: float
    pieces: tuple[Tokens, ...]
    source: Tokens | None
    sure: bool = False


class _Piece(NamedTuple):
    tokens: Tokens
    share: float


def candidates(prose: Prose) -> list[Candidate]:
    """Return a candidate for every cue that is likely enough, in order of the text."""
    model = class_weights("cues")
    found: list[Candidate] = []
    for cue in cues.candidates(prose):
        if is_noun_of_clause(prose, cue) or is_described_by(prose, cue):
            continue
        chances = classify(model, cues.features(prose, cue))
        inside = inside_clause(prose, cue)
        joined = report_before(prose, cue) or before_relative(prose, cue)
        direction = DIRECTIONS[max(range(1, len(DIRECTIONS)), key=chances.__getitem__)]
        closes = joined is None and inside is None and direction != BOTH and _closes_report(prose, cue)
        opens = joined is None and not closes and _opens_quotation(prose, cue)
        sure = bool(inside or joined or closes or opens)
        share = max(1.0 - chances[0], SURE if sure else 0.0)
        if share < CONSIDERED:
            continue
        beside: Tokens | None
        if inside:
            direction, beside = BOTH, inside
        elif sure:
            direction, beside = (LEFT, None) if closes else (RIGHT, joined)
        else:
            direction, beside = _beside(prose, cue, direction)
        accused = cue_word(prose, cue).lemma == "accuse" and prose.lower[cue + 1 : cue + 2] == ["of"]
        direction = RIGHT if accused else direction
        content = _content(prose, cue, direction, beside)
        if content:
            pieces = tuple(piece.tokens for piece in content)
            edges = min(piece.share for piece in content)
            goes_on = _goes_on(prose, cue, found)
            closed = goes_on if found and found[-1].direction == LEFT else None
            source = (
                beside
                or _before_aside(prose, cue)
                or _apposed(prose, cue)
                or closed
                or _source(prose, cue, direction, pieces)
                or goes_on
            )
            source = _before_participle(prose, cue, source)
            if accused and not (source and source[0] > cue):
                source = None  # who "is accused of" something accuses nobody
            found.append(Candidate(cue, direction, share, edges, pieces, source, sure))
    return found


def _before_participle(prose: Prose, cue: int, source: Tokens | None) -> Tokens | None:
    """Return the source of a participle without its own verb: "the board" of "The board disputed it, saying that"."""
    if source is None or cue_word(prose, cue).form != "gerund" or source[1] > cue or source[1] - source[0] < 2:
        return source
    last = source[1] - 1
    follows = prose.tags[source[1] : source[1] + 1]
    verb = prose.tags[last] == "ED" and follows in (["THAT"], ["DET"], ["POSS"], ["OBJ"], ["PRON"], ["NAME"])
    return (source[0], last) if verb else source


def _before_aside(prose: Prose, cue: int) -> Tokens | None:
    """Return the subject before a relative clause between commas: "Len Dale, who opposed the line, now says …"."""
    first = prose.sentences[prose.sentence[cue]][0]
    end = cue
    while end > first and prose.tags[end - 1] in _BEFORE_VERB:
        end -= 1
    if end - first < SHORTEST_CLAUSE or prose.words[end - 1] != ",":
        return None
    comma = next((at for at in range(first, end - 1) if prose.words[at] == ","), end)
    if comma == end or prose.lower[comma + 1] not in ("who", "whose", "which") or prose.quotation[comma + 1] >= 0:
        return None
    subject = all(prose.tags[at] in _NOUN_TAGS | {"PREP"} for at in range(first, comma))
    return (first, comma) if subject and comma - first <= LONGEST else None


def _apposed(prose: Prose, cue: int) -> Tokens | None:
    """Return the name between commas right before a cue that says who is meant: "their leader, Jo Dale, said"."""
    first = prose.sentences[prose.sentence[cue]][0]
    if cue - first < SHORTEST_CLAUSE or prose.words[cue - 1] != ",":
        return None
    comma = _comma_before(prose, cue - 1, first)
    if comma is None or comma == first or cue - 1 - comma < SHORTEST_CLAUSE or not _is_name(prose, comma + 1, cue - 1):
        return None  # a given name alone is no more than "her sister, Ann"
    noun = person_noun(prose.lower[comma - 1])
    return (comma + 1, cue - 1) if noun is not None and not noun.plural else None


def _goes_on(prose: Prose, cue: int, found: list[Candidate]) -> Tokens | None:
    """Return the source of the report that "and insists" or ", adding that" goes on with, of the same sentence."""
    at = cue - 1
    while at > 0 and prose.tags[at] in ("ADV", "LY"):
        at -= 1
    word = cue_word(prose, cue)
    joins = prose.tags[at] == "AND" and word.form in _FINITE
    if not joins and not (word.form == "gerund" and prose.words[at] == ","):
        return None
    for before in reversed(found[-NEAR_REPORTS:]):
        if prose.sentence[before.cue] != prose.sentence[cue]:
            return None
        if before.source is not None and before.share >= SURE_SHARE / 100 and cue_word(prose, before.cue).speech:
            return before.source
    return None


def _beside(prose: Prose, cue: int, direction: str) -> tuple[str, Tokens | None]:
    """Return where the content of a cue stands, and its source where commas set that off beside the cue.

    A source that fills the sentence behind the cue, or one before it with nothing but whom and when behind, leaves
    room for content to the left alone.
    """
    after = after_cue(prose, cue)
    if after is not None:
        return LEFT, after
    if direction == LEFT and cue_word(prose, cue).lemma == "according" and _opens(prose, cue):
        return RIGHT, None
    before = before_cue(prose, cue)
    if before is not None and direction == RIGHT and only_circumstance(prose, cue):
        return LEFT, before
    return direction, before if direction in (LEFT, BOTH) else None


def _opens_quotation(prose: Prose, cue: int) -> bool:
    """Tell whether a verb of report stands right before a colon and a quotation: "the letter states: “…”"."""
    word = cue_word(prose, cue)
    colon = word.speech and word.form in _FINITE_OR_BASE and prose.words[cue + 1 : cue + 2] == [":"]
    return colon and cue + 2 < len(prose.quotation) and prose.quotation[cue + 2] >= 0


def _closes_report(prose: Prose, cue: int) -> bool:
    """Tell whether a cue ends a report: "Costs have risen to £9m, the council confirmed on Monday."

    A participle may go on: "Numbers fell, figures have revealed – sparking …". Whom it was told, when and where may
    stand between: "…, the board told staff on Monday, prompting …".
    """
    first, last = prose.sentences[prose.sentence[cue]]
    word = cue_word(prose, cue)
    mark = _behind_circumstance(prose, cue, last)
    ends = mark >= last_word(prose, prose.sentence[cue]) and word.form in _FINITE and word.share >= REPORTING_SHARE
    goes_on = mark + 1 < last and prose.lower[mark] in _TRAILING and prose.tags[mark + 1] == "ING"
    if not word.speech or not (ends or goes_on):
        return False
    comma = _comma_before(prose, cue, first)
    near = range(max(first, cue - FURTHEST), comma or first)
    if comma is None or comma - first < SHORTEST_CLAUSE or not any(is_finite(prose, at) for at in near):
        return False
    between = range(comma + 1, cue)
    subject = cue
    while subject > comma and prose.tags[subject - 1] in _BEFORE_VERB:
        subject -= 1
    if not goes_on and (subject == comma + 1 or "DET" in prose.tags[comma + 2 : subject]):
        return False  # "the leader, Jane Mott, has said"; "a claim the board disputes"
    verbs = any(is_finite(prose, at) and prose.tags[at] not in ("HAVE", "ADV") for at in between)
    return not verbs and (goes_on or all(prose.tags[at] in _SUBJECT_TAGS | _BEFORE_VERB for at in between))


def _behind_circumstance(prose: Prose, cue: int, last: int) -> int:
    """Return the token behind a cue and the words that say when, where and to whom, which begin right behind it."""
    at = cue + 1
    begins = at < last and (
        prose.tags[at] in _BEGINS_CIRCUMSTANCE
        or prose.lower[at] in _BEGINS_TIME
        or cue_word(prose, cue).lemma == "tell"
    )
    while begins and at < min(last, cue + LONGEST) and prose.tags[at] in _CIRCUMSTANCE | {"S", "LY"}:
        at += 1
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
    subject = prose.tags[cue - 1] in _SUBJECT_TAGS - {"WORD", "S"}
    verbs = any(is_finite(prose, at) for at in inside)
    return (first, who) if plain and verbs and not subject and prose.lower[cue - 1] not in ("to", "of") else None


def inside_clause(prose: Prose, cue: int) -> Tokens | None:
    """Return who speaks where a report stands between subject and verb: "Costs, she later conceded, had trebled"."""
    first, last = prose.sentences[prose.sentence[cue]]
    word = cue_word(prose, cue)
    listed = word.speech or word.lemma in words("extract", "parenthetical_cues.txt")
    if not listed or word.form not in ("past", "third", "base") or prose.words[cue + 1 : cue + 2] != [","]:
        return None
    verb = cue + 2
    while verb < last and prose.tags[verb] in ("ADV", "LY", "NEG"):
        verb += 1
    end = cue
    while end > first and prose.tags[end - 1] in _BEFORE_VERB:
        end -= 1
    comma = _comma_before(prose, end, first)
    if comma is None or verb >= last or prose.quotation[verb] >= 0 or end - comma > SHORT_SOURCE + 1:
        return None
    if not is_finite(prose, verb) or any(is_finite(prose, at) for at in (*range(first, comma), *range(comma + 1, end))):
        return None
    subject = all(prose.tags[at] in _SUBJECT_TAGS for at in range(comma + 1, end))
    # A base form goes with a plural: "Ann Reed, the high court judge, said" describes her.
    agrees = prose.tags[end - 1] in (("S", "PRON") if word.form == "base" else _SUBJECT_TAGS - {"DET", "POSS"})
    return (comma + 1, end) if subject and agrees and comma > first and comma + 1 < end else None


def is_noun_of_clause(prose: Prose, cue: int) -> bool:
    """Tell whether a word is the head of a subject and no verb of report: "999 calls rose", "claims took 41 days".

    Its verb stands right behind it, and before it nothing but its own noun phrase; "a deal the union claims was
    illegal" has two.
    """
    first, last = prose.sentences[prose.sentence[cue]]
    word = cue_word(prose, cue)
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
    if word.lemma not in _OF_OTHERS or word.form not in ("past", "participle") or cue + 2 >= last:
        return False
    if prose.tags[cue - 1] not in _NOUN_TAGS or cue - first > LONGEST:
        return False
    if prose.lower[cue + 1] != "of" and prose.tags[cue + 1] != "TO":
        return False
    if any(is_finite(prose, at) for at in range(first, cue)):
        return False
    return _verb_of_subject(prose, cue + 2, last) is not None


def _opens(prose: Prose, cue: int) -> bool:
    """Tell whether a cue opens its sentence but for a word such as "However": there is no clause before it."""
    before = range(prose.sentences[prose.sentence[cue]][0], cue)
    return sum(prose.words[at][0].isalpha() for at in before) < 2 and all(prose.quotation[at] < 0 for at in before)


def _content(prose: Prose, cue: int, direction: str, beside: Tokens | None) -> list[_Piece]:
    """Return the content pieces of a cue, best boundaries by the models; empty where there is no room for any.

    ``beside`` is the source where commas set it off beside the cue: content to the left ends before both.
    """
    left = _left(prose, cue, min(cue, beside[0]) if beside else None) if direction in (LEFT, BOTH) else None
    right = _right(prose, cue) if direction in (RIGHT, BOTH) else None
    if left and right and _own_voice(prose, left.tokens, right.tokens):
        right = None
    return [piece for piece in (left, right) if piece is not None]


def _own_voice(prose: Prose, left: Tokens, right: Tokens) -> bool:
    """Tell whether the words after an interrupting cue are the document's own.

    "The move was aimed at gangs, she said, and it comes as …": a clause joined by "and" whose tense falls out of the
    reported past of the clause before it.
    """
    start, end = right
    if prose.quotation[left[0]] >= 0 or prose.quotation[start] >= 0 or prose.tags[start] != "AND":
        return False
    near = range(start + 1, min(end, start + TENSE_REACH))
    present = any(
        prose.lower[at] in _PRESENT or (prose.tags[at] == "S" and prose.tags[at - 1] == "PRON") for at in near
    )
    return present and any(prose.lower[at] in _PAST for at in range(max(left[0], left[1] - LOOK_BACK), left[1]))


def _right(prose: Prose, cue: int) -> _Piece | None:
    starts = right_starts(prose, cue)
    announced = _next_quotation(prose, cue) if not starts or _announces(prose, cue) else None
    if announced or not starts:
        return announced
    first = rank(weights("right_starts"), [right_start_features(prose, cue, at) for at in starts])
    start = _past_noun_of_report(prose, cue, starts[first.option])
    ends = right_ends(prose, cue, start)
    last = rank(weights("right_ends"), [right_end_features(prose, cue, start, at) for at in ends])
    end = ends[-1] if _goes_on_quoted(prose, ends[last.option], ends[-1]) else ends[last.option]
    return _Piece((start, _trimmed(prose, start, _before_correction(prose, start, end))), min(first.share, last.share))


def _past_noun_of_report(prose: Prose, cue: int, start: int) -> int:
    """Return where content begins behind a noun that names it: "repeated his claim that", "stood by her view that"."""
    noun = start + 1
    named = start == cue + 1 and prose.tags[start] in ("POSS", "DET", "GEN") and noun + 1 < len(prose.lower)
    if named and prose.lower[noun] in _REPORTS_IN_NOUNS and prose.tags[noun + 1] == "THAT":
        return noun + 1
    return start


@cache
def _corrections() -> dict[str, list[list[str]]]:
    """Return the listed words, by the first of them."""
    found: dict[str, list[list[str]]] = {}
    for entry in words("extract", "corrections.txt"):
        found.setdefault(entry.split()[0], []).append(entry.split())
    return found


def _before_correction(prose: Prose, start: int, end: int) -> int:
    """Return where content ends before the writer sets it right: "it fell when in fact it rose"."""
    listed = _corrections()
    for at in range(start + SHORTEST_CLAUSE, end - 2):
        entries = listed.get(prose.lower[at])
        if entries and prose.quotation[at] < 0 and any(prose.lower[at : at + len(one)] == one for one in entries):
            return at
    return end


def _goes_on_quoted(prose: Prose, end: int, last: int) -> bool:
    """Tell whether "but" or "and" joins more to a report, and quoted words in it show that the speech goes on."""
    joined = prose.tags[end : end + 1] == ["AND"] or prose.tags[end : end + 2] == [",", "AND"]
    if not joined or _announced(prose, end, last) or not any(prose.quotation[at] >= 0 for at in range(end, last)):
        return False
    words = (cue_word(prose, at) for at in range(end, last) if prose.quotation[at] < 0)
    return not any(word.form in _FINITE_OR_BASE and word.share >= SURE_SHARE for word in words)


def _announced(prose: Prose, first: int, last: int) -> bool:
    """Tell whether a colon announces a quotation: what is joined to a report then is another's words, or later ones."""
    return any(prose.words[at] == ":" and prose.quotation[at + 1] >= 0 for at in range(first, last - 1))


def _trimmed(prose: Prose, start: int, end: int) -> int:
    """Return the end of a piece without a dash or a comma that trails it."""
    while end > start + 1 and prose.lower[end - 1] in _TRAILING and prose.quotation[end - 1] < 0:
        end -= 1
    return end


def _left(prose: Prose, cue: int, known: int | None) -> _Piece | None:
    """Return the content left of a cue; ``known`` is its end where the source settles that."""
    ends = [known] if known is not None else left_ends(prose, cue)
    if not ends:
        return None
    last = rank(weights("left_ends"), [left_end_features(prose, cue, at) for at in ends])
    end = ends[last.option]
    starts = left_starts(prose, end)
    first = rank(weights("left_starts"), [left_start_features(prose, cue, end, at) for at in starts])
    start = starts[first.option]
    return _Piece((start, _trimmed(prose, start, _quotation_end(prose, start, end))), min(first.share, last.share))


def _quotation_end(prose: Prose, start: int, end: int) -> int:
    """Return where a piece ends that opens with a quotation: there, if a comma inside the marks ends the speech."""
    number = prose.quotation[start]
    if number < 0:
        return end
    first, last = prose.quoted[number]
    return last if first == start and last < end and prose.lower[last - 2] == "," else end


def _announces(prose: Prose, cue: int) -> bool:
    """Tell whether nothing but whom, when and where stands between a cue and the colon that ends its sentence."""
    return prose.words[prose.sentences[prose.sentence[cue]][1] - 1] == ":" and only_circumstance(prose, cue)


def _next_quotation(prose: Prose, cue: int) -> _Piece | None:
    """Return the quotation that opens the next sentence, for a cue that ends its own ("She said:")."""
    sentence = prose.sentence[cue] + 1
    if sentence >= len(prose.sentences):
        return None
    first, last = prose.sentences[sentence]
    quotation = prose.quotation[first] if first < last else -1
    return _Piece(prose.quoted[quotation], 1.0) if quotation >= 0 else None


def _source(prose: Prose, cue: int, direction: str, pieces: tuple[Tokens, ...]) -> Tokens | None:
    """Return the source of a cue, or ``None`` where the text names none."""
    near = min(pieces, key=lambda piece: min(abs(piece[0] - cue), abs(piece[1] - cue)))
    starts = source_starts(prose, cue)
    options = [start_features(prose, cue, at, direction, near) for at in starts]
    start = starts[rank(weights("source_starts"), options).option]
    if start == NOWHERE:
        return None
    ends = source_ends(prose, cue, start)
    options = [end_features(prose, cue, start, at) for at in ends]
    return start, ends[rank(weights("source_ends"), options).option]
