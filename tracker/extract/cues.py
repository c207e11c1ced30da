"""Where a cue may stand, what can be seen around it, and the noun phrase that is its source, its name at the head."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple, cast

from tracker.extract.mentions import Mention, People
from tracker.extract.names import (
    NameKind,
    NameRun,
    body_noun,
    is_plural,
    person_noun,
    phrase_end,
    piece_end,
    subject_verbs,
)
from tracker.extract.prose import Prose, forms
from tracker.models import Stance
from tracker.text.lexicon import rows, words
from tracker.text.names import ARTICLES, given_gender, is_address, title

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
    (rather than thoughts or acts), its stance towards its content, and the share of its occurrences (in hundredths, in
    training texts, outside quotations) that are part of a cue.
    """

    lemma: str
    form: str
    speech: bool
    stance: Stance
    share: int


@cache
def lexicon() -> dict[str, CueWord]:
    """Return every inflected form of the cue lexicon; of two lemmas with one form the first in the file wins."""
    found: dict[str, CueWord] = {}
    for lemma, word_class, reports, stance, share in rows("extract", "cues.tsv"):
        for form, name in forms(lemma, word_class).items():
            found.setdefault(form, CueWord(lemma, name, reports == "speech", cast(Stance, stance), int(share)))
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
    return _entry(prose.lower[index])


@lru_cache(maxsize=1 << 14)
def _entry(word: str) -> CueWord:
    return lexicon().get(word) or CueWord(word, "mark", True, "asserts", 0)


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


OFFICE_OF = 2
"""Words between "of" and a name that still belong to the office ("of state", "of public affairs")."""
NOWHERE = -1
SPOKES = "spokes"
"""How the nouns begin for who speaks for another."""
_OF = frozenset(("of", "for", "at", "on", "in", "with"))
"""What joins an office to its body or field."""
_OFFICE_TAGS = frozenset(("WORD", "S", "ING"))
_AND = frozenset(("and", "&", "or"))
_LIST_MARKS = ([","], ["and"], ["or"], ["&"], [",", "and"])
_ACQUAINTED = frozenset((("familiar", "with"), ("close", "to"), ("briefed", "on"), ("aware", "of")))
"""What a source that is not named is with what or whom: "a person familiar with its plans"."""
READ = frozenset(("seen", "obtained", "reviewed", "read", "viewed", "heard", "examined", "shown"))
"""Verbs whose agent has a document and did not write it: "a letter seen by the Gazette"."""
_BEFORE_NAME = frozenset(
    ("WORD", "S", "NAME", "CAP", "GEN", "DET", "POSS", "NUM", "ED", ".", "“", "”", '"', "-", "'", "’"),
)


def head_names(prose: Prose, people: People, first: int, last: int) -> list[Mention]:
    """Return the people at the head of a source, several only where "and" joins names alone."""
    end = piece_end(prose, first, last)
    inside = [name for name in people.inside(first, last) if not name.possessive or name.last == last]
    called = [name for name in inside if name.first > first and prose.lower[name.first - 1] == "named"]
    heads = (
        called[:1]
        or _listed(prose, inside, first, last)
        or _joined(prose, inside, first, end)
        or _after_office(prose, inside, end, last)
        or _after_body(prose, inside, end, last)
    )
    if heads or end == last:
        return heads
    if is_plural(prose, first, last):
        return _joined(prose, inside, end + 1, last) if prose.words[end] == "," else []
    if prose.words[end - 1][0].isupper() and person_noun(prose.lower[end - 1]) is None:
        return []
    return _named_later(prose, inside, end, last)


def _joined(prose: Prose, names: list[Mention], first: int, end: int) -> list[Mention]:
    """Return the names that fill the head of the tokens ``first`` to ``end``: the last ends there, "and" joins them."""
    heads: list[Mention] = []
    for name in reversed(names):
        if name.name_first < first or name.last > end:
            continue
        if name.last == (_and_before(prose, heads[0].first, first) if heads else end):
            heads.insert(0, name)
    if heads and (heads[0].first == first or _describes(prose, first, heads[0].first)):
        return heads
    return []


def _and_before(prose: Prose, index: int, first: int) -> int:
    """Return the "and" before a name, past the capitals of a body ("and Leeds Council Leader Ann Reed")."""
    index -= 1
    while index > first and prose.words[index][0].isupper():
        index -= 1
    return index if prose.lower[index] in _AND else NOWHERE


def _listed(prose: Prose, names: list[Mention], first: int, last: int) -> list[Mention]:
    """Return the names of a source that is nothing but a list of them: "Reed, Shaw and Cole"."""
    if len(names) < 2 or names[0].first != first or names[-1].last != last:
        return []
    marks = [prose.lower[one.last : other.first] for one, other in pairwise(names)]
    closed = marks[-1][-1:] in (["and"], ["or"])
    return names if closed and all(mark in _LIST_MARKS for mark in marks) else []


def _describes(prose: Prose, first: int, last: int) -> bool:
    """Tell whether tokens before a name can be its description: nouns and adjectives, no "and", "like" or "led by"."""
    return all(
        (prose.tags[index] in _BEFORE_NAME and prose.lower[index] != "led")
        or _joins_capitals(prose, index)
        or (prose.tags[index] == "ING" and person_noun(prose.lower[index + 1]) is not None)  # "housing spokesman"
        for index in range(first, last)
    )


def _joins_capitals(prose: Prose, index: int) -> bool:
    """Tell whether "and" stands inside a title: "Police and Crime Commissioner Ann Reed", not "Mr and Mrs Shaw"."""
    if index == 0 or prose.lower[index] not in _AND or is_address(prose.words[index - 1]):
        return False
    if given_gender(prose.words[index - 1]) is not None:
        return False
    return prose.words[index - 1][0].isupper() and prose.words[index + 1][0].isupper()


def _after_office(prose: Prose, names: list[Mention], end: int, last: int) -> list[Mention]:
    """Return the name after an office with "of": "secretary of state Ann Reed", not "wife of senator Reed".

    A place may stand in it where the office is printed in capitals ("Mayor of London Ann Reed").
    """
    office = person_noun(prose.lower[end - 1])
    if office is None or office.plural or end == last or prose.lower[end] != "of":
        return []
    for name in names:
        words = range(end + 1, name.first)
        tags = _OFFICE_TAGS | {"NAME"} if prose.words[end - 1][0].isupper() else _OFFICE_TAGS
        if 0 < len(words) <= OFFICE_OF and all(prose.tags[index] in tags for index in words):
            return [name] if person_noun(prose.lower[name.first - 1]) is None else []
    return []


def office_of(prose: Prose, first: int, last: int) -> bool:
    """Tell whether a source begins with one person's office and goes on with "of", "for" or "at" what."""
    end = piece_end(prose, first, last)
    return end < last and prose.lower[end] in _OF and _is_office(prose, end - 1)


def _is_office(prose: Prose, index: int) -> bool:
    word = prose.lower[index].rpartition("-")[2]
    noun, found = person_noun(word), title(word)
    one = noun is not None and not noun.plural
    return one or (found is not None and found.noun is not None) or word in words("extract", "offices.txt")


def _after_body(prose: Prose, names: list[Mention], end: int, last: int) -> list[Mention]:
    """Return the name behind an office and its body: "chair of the Board of Trade Ann Reed", not "wife of Ann Reed".

    Where another office stands right before the name, or with a place, the name is that one's ("an aide to the mayor
    of Leeds Ann Reed", "a spokesman for Leeds mayor Ann Reed").
    """
    name = names[-1] if names else None
    if name is None or name.last != last or name.possessive or end >= last or not _is_office(prose, end - 1):
        return []
    between = range(end + 1, name.first)
    if prose.lower[end - 1].startswith(SPOKES) and name.last - name.name_first == 1:
        return []  # "a spokesman for caterers NoshCo"
    if prose.lower[end] not in _OF or not any(prose.words[index][0].isalpha() for index in between):
        return []
    before = prose.tags[name.first - 1]
    if before in ("PREP", "DET", "POSS", "GEN", "AND", ","):
        return []
    others = (index for index in between if _is_office(prose, index))
    if any(prose.lower[index + 1] == "of" or index + 1 == name.first for index in others):
        return []
    return [name]


def _named_later(prose: Prose, names: list[Mention], end: int, last: int) -> list[Mention]:
    """Return the one name that explains a description before it: "the head of the board, Ann Reed".

    Not in "a spokesman for the mayor of Leeds, Ann Reed": there it explains the other office.
    """
    if _speaks_for_office(prose, end, last):
        return []
    for comma in range(end, last):
        if prose.words[comma] != ",":
            continue
        sub_end = piece_end(prose, comma + 1, last) if comma + 1 < last else last
        found = [name for name in names if name.first > comma and name.last == sub_end]
        if found and _describes(prose, comma + 1, found[-1].first):
            alone = not any(prose.lower[index] in _AND for index in range(comma, last))
            return found[-1:] if alone else []
    return []


def _speaks_for_office(prose: Prose, end: int, last: int) -> bool:
    """Tell whether a source is somebody who speaks for the holder of an office: "a spokesman for the mayor …"."""
    if end >= last or not prose.lower[end - 1].startswith(SPOKES) or prose.lower[end] != "for":
        return False
    return _is_office(prose, piece_end(prose, end + 1, last) - 1)


_DASHES = frozenset(("—", "–", "--", "-"))
_OPENS = frozenset(("DET", "POSS", "NAME", "CAP", "GEN"))
_NOUNS = frozenset(("WORD", "S"))
_ADVERB_TAGS = frozenset(("LY", "ADV", "TIME", "NEG"))
_LOOSE_ENDS = frozenset(("ADV", "TIME", "AND", "SUB", "THAT", "TO"))
_SALUTED = frozenset(("sir", "madam", "editor"))
_LATE_ADVERBS = frozenset(("further", "first", "next", "later", "earlier"))
_NUMBERS = frozenset(("NUM",))
AFFILIATION = 8
"""Words of an office's field and of its holder's name."""
LONGEST_NOUN_PHRASE = 4
"""Words by which a noun phrase cut short is read on."""


def source_proper(
    prose: Prose, people: People, runs: Sequence[NameRun], first: int, last: int, cue: int
) -> tuple[int, int]:
    """Return the tokens of the noun phrase a source means; ``cue`` is the first token of its cue, or -1.

    No dateline and no opening clause ("LEEDS — Ann Reed", "Asked about it, Ann Reed"); a name, a list of names or a
    noun phrase cut short is read to its end; a name on the other side of a comma is taken in, since it says who is
    described ("Google's head of design, Ann Reed").
    """
    while last - 1 > first and _is_loose_end(prose, last - 1):
        last -= 1
    if first + 2 < last and prose.lower[first] in _SALUTED and prose.words[first + 1] == ",":
        first += 2  # "Sir, Your correspondent Ann Reed claims …"
    nouns = words("extract", "report_nouns.txt")  # "a number the board disputes"
    first = next((k for k in range(first + 1, last) if prose.tags[k] == "DET" and prose.lower[k - 1] in nouns), first)
    if prose.tags[first] in ("CAP", "ED", "ING") and prose.lower[first].endswith(("ing", "ed")):
        first = _past_clause(prose, people, first, last)
    last = _to_cue(prose, last, cue)
    first, last = _whole_name(people, first, last)
    first = _before_affiliation(prose, runs, _whole_body(prose, runs, first))
    last = _without_adverb(prose, people, first, last)
    last = _whole_noun_phrase(prose, people, first, last, cue)
    first = _whole_share(prose, first)
    first = _whole_list(prose, people, first, last)
    return _with_apposition(prose, people, first, last, cue)


def _is_loose_end(prose: Prose, index: int) -> bool:
    """Tell whether a source cannot end with a token: a mark, an adverb, "and", "that"."""
    tag = prose.tags[index]
    return not prose.words[index][0].isalnum() or tag in _LOOSE_ENDS or prose.lower[index] in _LATE_ADVERBS


def _past_clause(prose: Prose, people: People, first: int, last: int) -> int:
    """Return where the subject after an opening participle begins: past a comma, at a name or else an article."""
    commas = [index + 1 for index in range(first + 1, last - 1) if prose.words[index] == ","]
    named = {name.first for name in people.inside(first, last) if not name.possessive}
    begins = [start for start in commas if start in named] or [s for s in commas if prose.tags[s] in _OPENS]
    return begins[-1] if begins else first


def _whole_name(people: People, first: int, last: int) -> tuple[int, int]:
    at = people.at(last - 1)
    if at is not None:
        last = max(last, at.last)
    at = people.at(first)
    return min(first, at.first) if at is not None else first, last


def _to_cue(prose: Prose, last: int, cue: int) -> int:
    """Return where a source ends whose office was cut from its holder: "Minister for Health Ann Reed said"."""
    end = last
    if last < cue and prose.lower[last] in _OF | _AND:
        while (
            end < cue
            and end - last < AFFILIATION
            and (prose.lower[end] in _OF | _AND or prose.tags[end] in ("NAME", "GEN"))
        ):
            end += 1
    else:
        while end < cue and end - last < LONGEST_NOUN_PHRASE and _is_noun(prose, end):
            end += 1
        one = person_noun(prose.lower[end - 1]) if end > last else None
        while one is not None and not one.plural and end < cue and prose.tags[end] == "NAME":
            end += 1
        return end if end > last and prose.tags[end - 1] == "NAME" else last
    return end if end == cue and prose.tags[end - 1] == "NAME" else last


def _before_affiliation(prose: Prose, runs: Sequence[NameRun], first: int) -> int:
    """Return where a name begins whose body's alone was taken: "activist Ann Reed of Fight for Fifteen wrote"."""
    by_last = {run.last: run for run in runs[: bisect_left(runs, first, key=lambda run: run.first)][-2:]}
    at = first - (first > 1 and prose.tags[first - 1] == "DET" and prose.lower[first - 2] == "by")
    while at > 1 and prose.tags[at - 1] in _NOUNS and first - at < OFFICE_OF:
        at -= 1
    if at > 1 and prose.lower[at - 1] == "for" and prose.lower[at - 2].startswith(SPOKES):
        return at - 3 if at > 2 and prose.tags[at - 3] == "DET" else at - 2  # "a spokesman for caterers NoshCo"
    if at > 2 and (prose.lower[at - 2], prose.lower[at - 1]) in _ACQUAINTED and prose.tags[at - 3] in _NOUNS:
        return at - 4 if at > 3 and prose.tags[at - 4] == "DET" else at - 3
    if at > 2 and prose.lower[at - 1] == "by" and prose.lower[at - 2] in READ:  # "accounts seen by the Gazette"
        at -= 2
        while at > 0 and prose.tags[at - 1] in _BEFORE_NAME | {"S"} and prose.lower[at - 1] != "to":
            at -= 1
        return at
    at = first
    while at > 1 and prose.lower[at - 1] in ("of", "for", "from") and at - 1 in by_last:
        run = by_last[at - 1]
        if run.kind in (NameKind.PERSON, NameKind.MAYBE):
            return run.first
        at = run.first
    return first


def _whole_body(prose: Prose, runs: Sequence[NameRun], first: int) -> int:
    """Return where the body's name begins in whose midst a source begins: "Council" of "Fire Chiefs’ Council"."""
    at = bisect_left(runs, first, key=lambda run: run.first) - 1
    run = runs[at] if at >= 0 else None
    if run is None or run.last <= first or run.kind != NameKind.BODY:
        return first
    return run.first - (run.first > 0 and prose.lower[run.first - 1] in ARTICLES)


def _without_adverb(prose: Prose, people: People, first: int, last: int) -> int:
    """Leave out what follows a name that opens the source, if it begins the predicate ("Reed turns")."""
    at = people.at(first)
    if at is None or at.last >= last or at.possessive:
        return last
    word = prose.lower[at.last]
    verb = word in subject_verbs() and person_noun(word) is None
    adverb = prose.tags[at.last] in _ADVERB_TAGS and person_noun(word) is None
    return at.last if verb or adverb or word in _LATE_ADVERBS else last


def _whole_noun_phrase(prose: Prose, people: People, first: int, last: int, cue: int) -> int:
    """Read on where an article or a possessor stands without its noun: "the Reed" campaign, "Reed's" lawyer."""
    at = people.at(last - 1)
    begins = (
        prose.tags[first] == "DET" and prose.words[last - 1][0].isupper() and phrase_end(prose, first, last) == last
    )
    owner = at is not None and at.possessive
    if not (begins or owner):
        return last
    end = last
    while end < len(prose.words) and end != cue and end - last < LONGEST_NOUN_PHRASE and _is_noun(prose, end):
        end += 1
    head = prose.lower[end - 1]
    return end if end > last and (person_noun(head) is not None or body_noun(head)) else last


def _is_noun(prose: Prose, index: int) -> bool:
    if prose.words[index][0].isupper() or prose.starts[index] - prose.ends[index - 1] != 1:
        return False
    word = prose.lower[index]
    return person_noun(word) is not None or (prose.tags[index] in _NOUNS and word not in subject_verbs())


def _whole_share(prose: Prose, first: int) -> int:
    """Read back over "four in" before "10 voters": the share is the head."""
    sentence_first = prose.sentences[prose.sentence[first]][0]
    if first - 2 >= sentence_first and prose.lower[first - 1] == "in" and prose.tags[first] in _NUMBERS:
        return first - 2
    return first


def _whole_list(prose: Prose, people: People, first: int, last: int) -> int:
    """Read back over the names of a list whose end is the source: "Reed, Shaw" before "and Cole"."""
    while first >= 2 and prose.words[first - 1] == "," and any(word in _AND for word in prose.lower[first:last]):
        before, here = people.at(first - 2), people.at(first)
        if before is None or here is None or here.first != first or before.possessive:
            break
        first = before.first
    return first


def _with_apposition(prose: Prose, people: People, first: int, last: int, cue: int) -> tuple[int, int]:
    """Take in the name that a description explains, before it or after it, set off by a comma."""
    head = person_noun(prose.lower[piece_end(prose, first, last) - 1])
    if head is None or people.at(first) is not None or _ends_in_apposition(prose, people, last):
        return first, last
    before = people.at(first - 2) if first >= 2 and prose.words[first - 1] == "," else None
    if before is not None and not before.possessive and not head.plural and prose.tags[first] == "DET":
        return before.first, last
    if last + 1 < len(prose.words) and prose.words[last] == "," and last != cue:
        after = people.at(last + 1)
        if after is not None and after.first == last + 1 and not after.possessive:
            return first, after.last
    return first, last


def _ends_in_apposition(prose: Prose, people: People, last: int) -> bool:
    """Tell whether a source holds the name it describes already: "the union's leader, Tom Hale"."""
    name = people.at(last - 1)
    return name is not None and not name.possessive and name.first > 0 and prose.words[name.first - 1] == ","


HEARD = frozenset(("tell", "inform", "warn", "advise", "assure", "remind", "notify", "brief", "reassure", "alert"))
"""Verbs whose passive has the hearer for its subject: "residents were told"."""
QUOTES = frozenset(("quoted", "quotes", "quoting", "quote", "cited", "cites", "citing"))
"""Words by which one text gives another's words: "the paper quoted her as saying"."""
AGENT_REACH = 4
"""Words between a passive and its "by" ("were told on Monday by the council")."""
QUOTED_REACH = 16
"""Words whom a text quotes may be named in, with an office."""
_BEFORE_PASSIVE = _ADVERB_TAGS | {"ING"}
_BEFORE_AGENT = frozenset(("PREP", "TIME", "DET", "LY", "ADV", "NUM", "WORD"))


def agent(prose: Prose, cue: int) -> tuple[int, int] | None:
    """Return who tells in "residents were told by the council that …": no tokens where it is not said who.

    So are "the inquest heard", "it has been confirmed" and a headline's "…, council told" read. ``None`` where the cue
    is no such passive.
    """
    word = cue_word(prose, cue)
    first, last = prose.sentences[prose.sentence[cue]]
    at = cue - 1
    while at > first and prose.tags[at] in _BEFORE_PASSIVE:
        at -= 1
    of_nobody = word.speech and prose.lower[at - 1 - (prose.tags[at - 1] == "HAVE")] == "it"
    passive = at >= first and prose.tags[at] == "BE" and (word.lemma in HEARD or of_nobody)
    if not (passive or _hears(prose, cue) or _is_told(prose, cue, last)):
        return None
    by = cue + 1
    while by < min(last, cue + 1 + AGENT_REACH) and prose.lower[by] != "by" and prose.tags[by] in _BEFORE_AGENT:
        by += 1
    if by + 1 >= last or prose.lower[by] != "by":
        return cue, cue
    end = phrase_end(prose, by + 1, last)
    quoted = next((at for at in range(by + 1, end) if prose.quotation[at] >= 0), end)
    return by + 1, max(by + 1, min(end, quoted))


def made_to_speak(prose: Prose, cue: int) -> tuple[int, int] | None:
    """Return who speaks in "the fall prompted Ann Reed to admit that …", "that did not stop her from saying …"."""
    first = prose.sentences[prose.sentence[cue]][0]
    to = cue - 1
    if to <= first or prose.lower[to] not in ("to", "from", "into"):
        return None
    at = to
    while at > max(first, to - QUOTED_REACH) and (prose.tags[at - 1] in _BEFORE_NAME or prose.lower[at - 1] in _OF):
        at -= 1
        if prose.lower[at] in words("extract", "made_to_speak.txt"):
            return (at + 1, to) if at + 1 < to else None
    return None


def _hears(prose: Prose, cue: int) -> bool:
    """Tell whether a body that listens stands before "heard": "the inquest has heard"."""
    body = prose.lower[cue - 1 - (prose.tags[cue - 1] == "HAVE")]
    return prose.lower[cue] in ("heard", "hears") and body in words("extract", "hearers.txt")


def _is_told(prose: Prose, cue: int, last: int) -> bool:
    """Tell whether "told" has nobody behind it, so that its subject hears: "Fares to rise, council told"."""
    behind = prose.lower[cue + 1] if cue + 1 < last else "."
    if prose.lower[cue] != "told" or behind not in ("by", ".", ","):
        return False
    at = cue - 1
    while at > 0 and cue - at <= OFFICE_OF * 2 and prose.tags[at] in ("WORD", "S", "CAP", "NAME"):
        at -= 1
    return at < cue - 1 and prose.tags[at] == ","


def quoted_source(prose: Prose, cue: int) -> tuple[int, int] | None:
    """Return whom "the paper quoted Ann Reed as saying" lets speak, ``None`` where a cue is no part of such words."""
    first, last = prose.sentences[prose.sentence[cue]]
    quotes = cue
    if prose.lower[cue] not in QUOTES:
        near = range(cue - 2, max(first, cue - QUOTED_REACH) - 1, -1)
        quotes = next((at for at in near if prose.lower[at] in QUOTES), NOWHERE)
    if quotes <= first or prose.tags[quotes - 1] in ("BE", "ADV") or prose.lower[quotes + 1 : quotes + 2] == ["by"]:
        return None
    reach = range(quotes + 1, min(last - 1, quotes + QUOTED_REACH))
    end = next((at for at in reach if prose.lower[at] == "as" and prose.tags[at + 1] == "ING"), NOWHERE)
    return (quotes + 1, end) if end > quotes + 1 and cue in (quotes, end + 1) else None
