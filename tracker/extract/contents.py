"""Where the content of a cue may begin and end, and what speaks for each boundary."""

from __future__ import annotations

from tracker.extract.cues import cue_word
from tracker.extract.tokens import Prose

START_REACH = 24
"""The right-hand content of a cue begins at most this many words after it (audience and time may stand between)."""
MOST_BOUNDARIES = 60
"""Boundaries further off are not looked at: it bounds the work in endless sentences."""
SURE_SHARE = 50
"""A word that is a cue in more than half of its places begins a new cue after "and": nine in ten do in training."""
FURTHEST = 200
"""Words are not looked at further off than this, quotations apart, for the same reason."""
_START_TAGS = frozenset(
    ("DET", "POSS", "PRON", "OBJ", "NAME", "CAP", "THAT", "WH", "TO", "PREP", "NUM", "THERE", "ING", "SUB", "GEN")
)
_END_TAGS = frozenset(("AND", "SUB", "PREP", "WH", "THAT", "TO", "ING", "TIME", "ADV", "LY", "PRON"))
_BUCKETS = (1, 2, 3, 4, 6, 8, 12, 16, 24, 36)


def bucket(distance: int) -> int:
    """Return the number of the size class of a distance in words."""
    for number, limit in enumerate(_BUCKETS):
        if distance <= limit:
            return number
    return len(_BUCKETS)


def last_word(prose: Prose, sentence: int) -> int:
    """Return the end of a sentence in tokens without its closing punctuation."""
    first, last = prose.sentences[sentence]
    while last > first and not prose.lower[last - 1][0].isalnum() and prose.quotation[last - 1] < 0:
        last -= 1
    return last


def right_starts(prose: Prose, cue: int) -> list[int]:
    """Return the tokens where content to the right of a cue may begin."""
    last = last_word(prose, prose.sentence[cue])
    tags, quotation = prose.tags, prose.quotation
    found = []
    for at in range(cue + 1, min(last, cue + START_REACH)):
        if quotation[at] >= 0:
            if quotation[at - 1] != quotation[at]:
                found.append(at)
            continue
        if not tags[at][0].isalnum():
            continue
        if tags[at] == "AND" and found and _joins_cue(prose, cue, at, last):
            break
        if at == cue + 1 or tags[at] in _START_TAGS or tags[at - 1] in _START_TAGS or not tags[at - 1][0].isalnum():
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

    None lies behind a second cue of the same form that "and" or "but" joins to the first ("said … and insisted …").
    """
    last = last_word(prose, prose.sentence[start])
    tags, quotation = prose.tags, prose.quotation
    found: list[int] = []
    at = prose.quoted[quotation[start]][1] if quotation[start] >= 0 else start + 1
    near = at + FURTHEST
    while at < min(last, near) and len(found) < MOST_BOUNDARIES:
        if quotation[at] >= 0:
            found.append(at)
            at = prose.quoted[quotation[at]][1]
            continue
        if quotation[at - 1] >= 0 or tags[at] in _END_TAGS or not tags[at][0].isalnum():
            found.append(at)
            if tags[at] == "AND" and _joins_cue(prose, cue, at, last):
                return found
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


_FINITE = frozenset(("past", "third", "participle"))
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
