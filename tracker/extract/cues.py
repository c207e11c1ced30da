"""Where a cue may stand: words of the cue lexicon outside quotations, and what can be seen around each."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from tracker.extract.prose import Prose, forms
from tracker.text.lexicon import rows

COLON_REACH = 9
"""A colon introduces speech only this many words into a line ("Ms Reed, chair of the board: we will …")."""
FAR = 8
"""Distances in words beyond this are told apart no further."""
AROUND = 48
"""What stands further away than so many words is not looked at: it bounds the work in endless sentences."""
CROWD = 40
"""So many cue words before one in its own sentence, all within ``CROWDED`` characters, make a list and no prose: in
training texts no sentence holds half as many. It bounds the work in endless sentences."""
CROWDED = 20 * CROWD
"""Characters a crowd stands in; the densest speech of the training texts takes a third more, sentences joined."""
CLAUSE_MARKS = frozenset((",", ";", ":", "—", "–", "--", "(", ")"))
_SKIPPED = frozenset(("ADV", "LY", "NEG", "TIME"))


class CueWord(NamedTuple):
    """One entry of the cue lexicon met in a text: its lemma, the name of the form, whether it reports words
    (rather than thoughts or acts), the polarity of its content, and the share of its occurrences (in hundredths, in
    training texts, outside quotations) that are part of a cue.
    """

    lemma: str
    form: str
    speech: bool
    polarity: int
    share: int


@cache
def lexicon() -> dict[str, CueWord]:
    """Return every inflected form of the cue lexicon; of two lemmas with one form the first in the file wins."""
    found: dict[str, CueWord] = {}
    for lemma, word_class, reports, polarity, share in rows("extract", "cues.tsv"):
        for form, name in forms(lemma, word_class).items():
            found.setdefault(form, CueWord(lemma, name, reports == "speech", int(polarity), int(share)))
    return found


def candidates(prose: Prose) -> list[int]:
    """Return the tokens that may be the head of a cue, in order: lexicon words and colons, outside quotations.

    Those behind a crowd of others in their sentence are left out.
    """
    known = lexicon()
    lower, quotation = prose.lower, prose.quotation
    found = [i for i, word in enumerate(lower) if word in known and quotation[i] < 0]
    for first, last in prose.sentences:
        for index in range(first + 1, min(last, first + COLON_REACH)):
            if lower[index] == ":" and quotation[index] < 0:
                found.append(index)
                break
    found.sort()
    return [
        cue for number, cue in enumerate(found) if number < CROWD or not _crowded(prose, found[number - CROWD], cue)
    ]


def _crowded(prose: Prose, earlier: int, cue: int) -> bool:
    near = prose.starts[cue] - prose.starts[earlier] <= CROWDED
    return near and prose.sentence[earlier] == prose.sentence[cue]


def cue_word(prose: Prose, index: int) -> CueWord:
    """Return the lexicon entry of a candidate."""
    return lexicon().get(prose.lower[index]) or CueWord(prose.lower[index], "mark", True, 1, 0)


def features(prose: Prose, index: int) -> list[str]:
    """Return what can be seen around a candidate, as names of features."""
    lower, tags, quotation = prose.lower, prose.tags, prose.quotation
    first, last = prose.sentences[prose.sentence[index]]
    word = lower[index]
    lemma, form, speech, _, share = cue_word(prose, index)

    def seen(at: int) -> str:
        if at < first:
            return "^"
        if at >= last:
            return "$"
        return tags[at] if tags[at] not in _OPEN_TAGS or lower[at] in _KEPT else lower[at]

    def kind(at: int) -> str:
        return "^" if at < first else "$" if at >= last else tags[at]

    before, before2, before3 = kind(index - 1), kind(index - 2), kind(index - 3)
    after, after2, after3 = kind(index + 1), kind(index + 2), kind(index + 3)
    word_before = lower[index - 1] if index > first else "^"
    word_after = lower[index + 1] if index + 1 < last else "$"
    word_after2 = lower[index + 2] if index + 2 < last else "$"
    subject = index - 1
    helpers = []
    while subject >= first and (tags[subject] in _SKIPPED or tags[subject] in ("HAVE", "BE", "DO", "MODAL", "TO")):
        if tags[subject] not in _SKIPPED:
            helpers.append(tags[subject] if tags[subject] != "TO" else "to")
        elif tags[subject] == "NEG":
            helpers.append("not")
        subject -= 1
    subject_tag = kind(subject)
    helping = "+".join(reversed(helpers[:3]))
    next_quote = FAR
    for offset in range(1, FAR):
        if index + offset >= last:
            break
        if quotation[index + offset] >= 0:
            next_quote = offset
            break
    previous_quote = FAR
    for offset in range(1, FAR):
        if index - offset < first:
            break
        if quotation[index - offset] >= 0:
            previous_quote = offset
            break
    found = [
        f"w={word}",
        f"l={lemma}",
        f"k={speech}|{form}|{before}",
        f"f={form}",
        f"lf={lemma}|{form}|{subject_tag}",
        f"w-={word_before}",
        f"w+={word_after}",
        f"ww+={word_after}_{word_after2}",
        f"lw+={lemma}|{word_after}",
        f"lw-={lemma}|{word_before}",
        f"lt+={lemma}|{after}",
        f"lt-={lemma}|{before}",
        f"ft={form}|{before}|{after}",
        f"t-={before}",
        f"t--={before2}_{before}",
        f"t---={before3}_{before2}_{before}",
        f"t+={after}",
        f"t++={after}_{after2}",
        f"t+++={after}_{after2}_{after3}",
        f"ftt={form}|{after}_{after2}",
        f"s={subject_tag}",
        f"sf={subject_tag}|{form}|{helping}",
        f"sa={subject_tag}|{form}|{after}",
        f"h={helping}",
        f"lh={lemma}|{helping}",
        f"q+={next_quote}",
        f"q-={previous_quote}",
        f"lq+={lemma}|{next_quote < FAR}",
        f"lq-={lemma}|{previous_quote < FAR}",
        f"q={next_quote < FAR}|{previous_quote < FAR}|{form}",
        f"p={min(index - first, FAR)}",
        f"r={min(last - index, FAR)}",
        f"pr={index - first < FAR}|{last - index < FAR}|{form}",
    ]
    found.append(_clause(prose, index, first, last))
    found += _rivals(prose, index, first, last, share // 10)
    found += _afterwards(prose, index, last, form)
    return found


def _rivals(prose: Prose, index: int, first: int, last: int, share: int) -> list[str]:
    """Name the strongest other cue words to the left and right in the sentence: only the outermost cue counts."""
    known = lexicon()
    best_left = best_right = 0
    left = right = FAR
    for at in range(max(first, index - AROUND), min(last, index + AROUND)):
        if prose.quotation[at] >= 0 or at == index:
            continue
        word = known.get(prose.lower[at])
        if word is None:
            continue
        if at < index and word.share >= best_left:
            best_left, left = word.share, index - at
        elif at > index and word.share > best_right:
            best_right, right = word.share, at - index
    left_class, right_class = best_left // 20, best_right // 20
    return [
        f"v={share}",
        f"vl={share}|{left_class}|{min(left, FAR) // 2}",
        f"vr={share}|{right_class}|{min(right, FAR) // 2}",
        f"vlr={share}|{left_class}|{right_class}",
    ]


def _afterwards(prose: Prose, index: int, last: int, form: str) -> list[str]:
    """Name what opens the words that follow: a clause, an infinitive, a quotation, and what ends the sentence."""
    opener = "-"
    for at in range(index + 1, min(last, index + FAR)):
        if prose.quotation[at] >= 0:
            opener = "q"
            break
        if prose.tags[at] in ("THAT", "WH", "TO", "MODAL", "BE", "HAVE", "DO"):
            opener = prose.tags[at]
            break
        if prose.lower[at] in CLAUSE_MARKS:
            opener = prose.lower[at]
            break
    ending = prose.lower[last - 1]
    quote_next = last < len(prose.quotation) and prose.quotation[last] >= 0
    quote_first = prose.quotation[prose.sentences[prose.sentence[index]][0]] >= 0
    return [
        f"o={opener}|{form}",
        f"on={opener}|{quote_next}|{ending == ':'}",
        f"oq={opener}|{quote_first}|{form}",
        f"lo={cue_word(prose, index).lemma}|{opener}",
    ]


_OPEN_TAGS = frozenset(("WORD", "S", "ED", "ING", "LY"))
_KEPT: frozenset[str] = frozenset()


def _clause(prose: Prose, index: int, first: int, last: int) -> str:
    """Name the marks that bound the clause of a candidate, and how far they stand."""
    left = index - 1
    while left >= max(first, index - AROUND) and prose.lower[left] not in CLAUSE_MARKS and prose.quotation[left] < 0:
        left -= 1
    right = index + 1
    while right < min(last, index + AROUND) and prose.lower[right] not in CLAUSE_MARKS and prose.quotation[right] < 0:
        right += 1
    left_mark = "^" if left < first else "q" if prose.quotation[left] >= 0 else prose.lower[left]
    right_mark = "$" if right >= last - 1 else "q" if prose.quotation[right] >= 0 else prose.lower[right]
    return f"c={left_mark}{min(index - left, FAR)}|{right_mark}{min(right - index, FAR)}"
