"""Where the content and the source of a cue may begin and end, and what speaks for each place."""

from __future__ import annotations

from bisect import bisect_left

from tracker.extract import cues
from tracker.extract.constructions import (
    BEFORE_VERB,
    FINITE,
    FURTHEST,
    LONGEST,
    SHORTEST_CLAUSE,
    SUBJECT_TAGS,
    SURE_SHARE,
    apposed,
    is_finite,
    joined_report,
    last_word,
    verb_of_subject,
)
from tracker.extract.cues import cue_word
from tracker.extract.prose import OPEN_TAGS, Prose
from tracker.text.lexicon import words

START_REACH = 24
"""The right-hand content of a cue begins at most this many words after it (audience and time may stand between)."""

MOST_BOUNDARIES = 60
"""Boundaries further off are not looked at: it bounds the work in endless sentences."""

_START_TAGS = frozenset(
    ("DET", "POSS", "PRON", "OBJ", "NAME", "CAP", "THAT", "WH", "TO", "PREP", "NUM", "THERE", "ING", "SUB", "GEN")
)

_END_TAGS = frozenset(("AND", "SUB", "PREP", "WH", "THAT", "TO", "ING", "TIME", "ADV", "LY", "PRON"))

_BUCKETS = (1, 2, 3, 4, 6, 8, 12, 16, 24, 36)


def bucket(distance: int) -> int:
    """Return the number of the size class of a distance in words."""
    return bisect_left(_BUCKETS, distance)


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
                or (tags[at] == "AND" and prose.lower[at - 1] == "," and announced(prose, at, last))
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
    sure = word.share >= SURE_SHARE or prose.tags[at + 1 : at + 2] == ["THAT"]  # "but disputed that"
    return word.speech and word.form == form != "mark" and form in FINITE and sure


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
    subject = at + 1 < last and prose.tags[at + 1] in SUBJECT_TAGS
    return subject and any(is_finite(prose, k) for k in range(at + 2, min(last, at + CLAUSE_SUBJECT)))


def _main_verb(prose: Prose, cue: int, start: int, last: int) -> int | None:
    """Return the verb of a sentence whose subject holds its report ("The claim that it leaks was rejected").

    It is the second finite verb behind the cue, or the first behind an infinitive ("A petition calling on them to go
    has …"), with no word between that could begin another clause.
    """
    first = prose.sentences[prose.sentence[cue]][0]
    if not _is_subject(prose, cue, first, start):
        return None
    return verb_of_subject(prose, start, last)


def _is_subject(prose: Prose, cue: int, first: int, start: int) -> bool:
    """Tell whether a cue is a noun of report before "that", or a participle behind a noun, with no verb before it."""
    form, tags = cue_word(prose, cue).form, prose.tags
    if cue - first > LONGEST or any(is_finite(prose, at) or prose.lower[at] == "," for at in range(first, cue)):
        return False
    if form == "gerund":
        return cue - first > 1
    noun = (
        cue == first
        or tags[cue - 1] in _BEFORE_NOUN
        or tags[cue - 1] in ("'", "’")
        or (cue - first > 1 and tags[cue - 2] in ("DET", "POSS", "GEN"))
    )
    return noun and form in ("base", "third") and start - cue <= 2 and "THAT" in (tags[start - 1], tags[start])


def _next_report(prose: Prose, cue: int, at: int, last: int) -> bool:
    """Tell whether another report begins behind the boundary at a token, beside that of the cue and not inside it."""
    tags, lower = prose.tags, prose.lower
    if tags[at] == "AND" and (_joins_cue(prose, cue, at, last) or _joins_named(prose, cue, at, last)):
        return True
    verb = at + 1
    while lower[at] == "," and verb < last and tags[verb] in BEFORE_VERB:
        verb += 1
    if lower[at] == "," and verb < last and prose.quotation[verb] < 0:
        word = cue_word(prose, verb)
        if word.speech and word.form in ("past", "third") and word.share >= SURE_SHARE:
            return True  # "who claimed in 2019 that it leaked, now says …"
    if lower[at] == "," and at + 3 < last and prose.quotation[at + 1] < 0:
        noun = cue_word(prose, at + 2)
        if lower[at + 1] == "a" and noun.lemma in REPORTS_IN_NOUNS and tags[at + 3] in SUBJECT_TAGS:
            return True
        word = cue_word(prose, at + 1)
        if word.speech and word.form == "gerund" and word.share >= SURE_SHARE and tags[at + 2] in ("THAT", "PRON", ":"):
            return True
    return joined_report(prose, cue, at, last) is not None


def _joins_named(prose: Prose, cue: int, at: int, last: int) -> bool:
    """Tell whether "and" joins another's report, who is named between commas: "and its head, Dame Orla Keane, said"."""
    for verb in range(at + SHORTEST_CLAUSE + 1, min(last - 1, at + LONGEST)):
        word = cue_word(prose, verb)
        if word.speech and word.form == cue_word(prose, cue).form and word.share >= SURE_SHARE:
            named = apposed(prose, verb)
            return named is not None and named[0] > at + 1
    return False


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

_BEFORE_NOUN = frozenset(("DET", "POSS", "GEN", "LY", "ADV"))

REPORTS_IN_NOUNS = words("extract", "report_nouns.txt")
"""Nouns of a report named again behind a comma ("costs £300, a claim the board disputes"), or before its "that"."""

CLAUSE_SUBJECT = 14
"""A clause shows its verb within so many words."""

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


def announced(prose: Prose, first: int, last: int) -> bool:
    """Tell whether a colon announces a quotation: what is joined to a report then is another's words, or later ones."""
    return any(prose.words[at] == ":" and prose.quotation[at + 1] >= 0 for at in range(first, last - 1))
