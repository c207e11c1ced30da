"""Where the source of a cue may stand: noun phrases around it, and what speaks for each."""

from __future__ import annotations

from tracker.extract.contents import bucket
from tracker.extract.cues import cue_word
from tracker.extract.tokens import OPEN_TAGS, Prose

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


def starts(prose: Prose, cue: int) -> list[int]:
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


def ends(prose: Prose, cue: int, start: int) -> list[int]:
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
