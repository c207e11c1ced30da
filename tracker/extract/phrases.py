"""Noun phrases and predicates of plain sentences, as much of them as tells what a word that points back may mean.

There is no parser: word classes, closed lists and the order of words say where a phrase begins and ends. What they
cannot tell is answered with ``None`` or "not plain", and whoever asks is silent then.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from tracker.extract.mentions import People
from tracker.extract.names import base_verbs, person_noun, subject_verbs
from tracker.extract.prose import Prose, verb_forms
from tracker.text.lexicon import rows
from tracker.text.numbers import small_words

LONGEST_PHRASE: Final = 16
"""Words of what is put in brackets; what is longer is a clause, and reads no better than the pronoun."""
LONGEST_COMPLEMENT: Final = 14
"""Words of what a plan is of: "to let wardens patrol the harbour by night"."""
_EMPTY_REACH: Final = 14
"""Words behind "it is" in which the clause stands that an empty "it" holds the place of."""
_NOUN_TAGS: Final = frozenset(("WORD", "S", "NAME", "CAP", "ING", "ED", "NUM", "GEN", "LY"))
_HEAD_TAGS: Final = frozenset(("WORD", "S", "NAME", "CAP", "ING", "NUM"))
_OPENING_TAGS: Final = frozenset(("DET", "POSS", "GEN", "NUM", "NAME", "CAP"))
FINITE: Final = frozenset(("BE", "HAVE", "DO", "MODAL"))
_SMALL: Final = frozenset(("LY", "ADV", "TIME", "NEG"))
_MARKS: Final = frozenset("“”\"‘'«»–—-[(*>•")
_COMPLEX: Final = frozenset(("SUB", "WH", "THAT", "PRON"))
_AFTER_VERB: Final = frozenset(("DET", "POSS", "NUM", "PREP", "TO", "NAME", "LY", "OBJ", "TIME", "ADV"))
_WITHIN: Final = frozenset("-&%£$€'’")
"""Marks that may stand inside a phrase; any other ends it."""


@cache
def listed(group: str) -> frozenset[str]:
    """Return the words of a group of ``data/referents.tsv``."""
    return frozenset(
        word for name, words in rows("extract", "referents.tsv") if name == group for word in words.split()
    )


@cache
def verbs(group: str) -> frozenset[str]:
    """Return every form of the verbs of a group."""
    return frozenset(form for verb in listed(group) for form in verb_forms(verb)) | listed(group)


@cache
def forms(noun: str) -> frozenset[str]:
    """Return a noun in both numbers."""
    singular = noun.removesuffix("s")
    return frozenset((noun, singular, singular + "s"))


@cache
def nouns(group: str) -> frozenset[str]:
    """Return the nouns of a group in both numbers."""
    return frozenset(form for noun in listed(group) for form in forms(noun))


@cache
def past_forms() -> frozenset[str]:
    """Return the irregular past forms and participles of verbs."""
    return frozenset(row[0] for row in rows("text", "irregular_forms.tsv"))


@cache
def _deeds() -> frozenset[str]:
    """Return the forms of the verbs of people and bodies."""
    return frozenset(form for verb in base_verbs() for form in verb_forms(verb)) | subject_verbs()


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase: its tokens, half open, the token of its head, and the preposition it stands behind."""

    first: int
    last: int
    head: int
    subject: bool = False
    behind: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: its subject and the noun phrases behind the verb; ``plain`` where there is no other clause."""

    subject: Phrase | None
    rest: tuple[Phrase, ...]
    plain: bool


class Phrases:
    """The noun phrases and predicates of one text; every method counts in its tokens."""

    def __init__(self, prose: Prose, people: People) -> None:
        self.prose = prose
        self.people = people

    def opening(self, first: int, last: int) -> int:
        """Return the first token past marks, "and", "but" and adverbs."""
        prose = self.prose
        at = first
        while at < last and (
            prose.words[at] in _MARKS or prose.words[at] == "," or prose.tags[at] in ("AND", "ADV", "LY")
        ):
            at += 1
        return at

    def read(self, first: int, last: int) -> Sentence:
        """Return a sentence as subject and the noun phrases behind; not plain where another clause stands in it."""
        prose = self.prose
        first = self.opening(first, last)
        first = self._past_fronted(first, last)
        verb = self._finite(first, last)
        if verb is None or verb == first:
            return Sentence(None, (), False)
        subject = self.at(first, verb)
        if subject is not None:
            subject = replace(subject, last=self._trimmed(first, verb), subject=True)
        behind = tuple(self.inside(verb + 1, last))
        tags = prose.tags[first:last]
        within = prose.words[first : last - 1]
        plain = (
            subject is not None
            and subject.last - subject.first <= LONGEST_PHRASE
            and _COMPLEX.isdisjoint(tags)
            and not any(word in (",", ";", ":", "(", "—", "–", "--", "...") for word in within)
            and not self._has_second_verb(verb, last)
            and not any(word in listed("owned by nobody") for word in prose.lower[first:last])
        )
        return Sentence(subject, behind, plain)

    def _past_fronted(self, first: int, last: int) -> int:
        """Return the token behind "In 2019" that opens a sentence."""
        prose = self.prose
        if last - first > 3 and prose.tags[first] == "PREP" and prose.tags[first + 1] in ("NUM", "TIME"):
            end = first + 2 + (prose.tags[first + 2] == "NUM")
            return end + (prose.words[end] == ",")
        return first

    def _finite(self, first: int, last: int) -> int | None:
        """Return the first token that must be the verb of a plain sentence."""
        prose = self.prose
        for at in range(first + 1, last):
            tag, word = prose.tags[at], prose.lower[at]
            if tag in FINITE and not prose.words[at][0].isupper():
                return at
            if prose.words[at][0].isupper() or prose.tags[at - 1] in ("PREP", "DET", "POSS", "TO", "GEN", "NUM", "AND"):
                continue
            follows = self.tag(at + 1, last)
            known = word in subject_verbs() or word in past_forms()
            after_noun = prose.tags[at - 1] in ("WORD", "S", "NAME", "CAP", "LY", "ADV", "ING")
            if after_noun and (tag == "ED" or known):
                if tag == "S" and known and follows in ("S", "WORD", "."):
                    continue
                return at
            if tag == "S" and after_noun and follows in _AFTER_VERB and prose.tags[at - 1] != "S":
                return at
            if tag == "WORD" and prose.tags[at - 1] == "S" and follows in _AFTER_VERB | {"S", "WORD"}:
                return at
        return None

    def tag(self, at: int, last: int) -> str:
        """Return the class of a token, a number in words among numbers, or a full stop behind the last."""
        if at >= last:
            return "."
        return "NUM" if self.prose.lower[at] in small_words() else self.prose.tags[at]

    def _has_second_verb(self, verb: int, last: int) -> bool:
        """Tell whether "and" joins another verb or clause to the first."""
        prose = self.prose
        for at in range(verb + 1, last - 1):
            if prose.tags[at] == "AND" and (
                prose.tags[at + 1] in FINITE | {"ED", "PRON"} or prose.lower[at + 1] in subject_verbs()
            ):
                return True
            known = prose.lower[at] in subject_verbs() and self.tag(at + 1, last) in _AFTER_VERB
            if known and prose.tags[at - 1] in ("S", "NAME", "WORD") and prose.tags[at] in ("S", "WORD", "ED"):
                return True
            if (
                prose.words[at] != "May"
                and prose.tags[at] in ("MODAL", "HAVE", "BE", "DO")
                and prose.tags[at - 1] not in ("TO", "HAVE", *_SMALL, "MODAL", "AND", "BE")
            ):
                return True
        return False

    def inside(self, first: int, last: int) -> Iterator[Phrase]:
        """Yield the noun phrases among tokens: from what opens one to the last noun."""
        prose = self.prose
        at = first
        while at < last:
            tag = self.tag(at, last)
            bare = tag == "S" and (at == first or prose.tags[at - 1] not in _HEAD_TAGS)
            if (
                tag not in _OPENING_TAGS
                and not bare
                and not (tag == "WORD" and at > 0 and prose.tags[at - 1] in ("PREP", "ED"))
            ):
                at += 1
                continue
            end = at + 1
            while end < last and prose.tags[end] in _NOUN_TAGS | {"DET"} and not self._is_verb_inside(at, end, last):
                end += 1
            while end > at + 1 and prose.tags[end - 1] not in _HEAD_TAGS:
                end -= 1
            behind = self._preposition_before(at, first)
            if prose.tags[end - 1] in _HEAD_TAGS and not (end - at == 1 and tag == "DET"):
                yield Phrase(at, end, end - 1, behind=behind)
            at = end

    def _is_verb_inside(self, first: int, at: int, last: int) -> bool:
        prose = self.prose
        follows = prose.tags[at + 1] if at + 1 < last else "."
        known = prose.tags[at] == "ED" or prose.lower[at] in subject_verbs()
        return known and prose.tags[at - 1] in ("S", "WORD", "NAME") and follows in _AFTER_VERB

    def _preposition_before(self, at: int, first: int) -> str:
        return self.prose.lower[at - 1] if at > first and self.prose.tags[at - 1] in ("PREP", "TO") else ""

    def at(self, first: int, last: int) -> Phrase | None:
        """Return the noun phrase that begins at a token: its head is the last noun before a preposition or "to"."""
        prose = self.prose
        end = first
        while end < last and (
            prose.tags[end] in _NOUN_TAGS or prose.tags[end] in ("DET", "POSS") or prose.lower[end] == "&"
        ):
            end += 1
        if end < last and prose.tags[end] not in ("PREP", "TO", "AND"):
            return None
        while end > first and prose.tags[end - 1] not in _HEAD_TAGS:
            end -= 1
        return Phrase(first, last, end - 1) if end > first else None

    def _trimmed(self, first: int, last: int) -> int:
        """Return the end of a subject without the adverbs before its verb."""
        while last > first and self.prose.tags[last - 1] in _SMALL:
            last -= 1
        return last

    def with_of(self, phrase: Phrase, before: int) -> Phrase:
        """Return a noun phrase with the "of …" or "on …" that is a part of it."""
        prose = self.prose
        if phrase.last < before and prose.lower[phrase.last] in ("of", "on", "about", "into", "for"):
            following = next(self.inside(phrase.last + 1, min(before, phrase.last + 8)), None)
            if following is not None and following.first == phrase.last + 1:
                return replace(phrase, last=following.last)
            if prose.tags[phrase.last + 1] in ("WORD", "S") and prose.lower[phrase.last] != "for":
                end = phrase.last + 1
                while end < before and prose.tags[end] in ("WORD", "S"):
                    end += 1
                return replace(phrase, last=end)
        return phrase

    def start(self, head: int) -> int:
        """Return where the noun phrase of a head begins: at its article, or its first describing word."""
        prose = self.prose
        at = head
        while (
            at > 0
            and prose.tags[at - 1] in ("WORD", "ED", "NAME", "NUM")
            and prose.sentence[at - 1] == prose.sentence[head]
        ):
            if prose.lower[at - 1] in subject_verbs() or prose.lower[at - 1] in past_forms():
                break
            if prose.tags[at - 1] == "ED" and prose.tags[at - 2] not in ("DET", "POSS", "GEN", "WORD"):
                break
            at -= 1
        opens = prose.tags[at - 1] in ("DET", "POSS") if at else False
        if opens:
            return at - 1
        return head

    def complement_end(self, at: int, before: int) -> int | None:
        """Return where "to let wardens patrol …" ends: at a mark or the verb of the sentence; ``None`` if in doubt."""
        prose = self.prose
        for end in range(at + 1, min(before, at + LONGEST_COMPLEMENT + 1)):
            tag, word = prose.tags[end], prose.lower[end]
            if not (word[0].isalnum() or word in _WITHIN) or prose.sentence[end] != prose.sentence[at]:
                return None if word == "," and prose.tags[end + 1] == "AND" else end
            if tag in ("MODAL", "HAVE", "WH", "THAT", "SUB", "PRON") or (
                tag == "BE" and prose.tags[end - 1] != "TO" and word != "be"
            ):
                return end if word not in ("and", "being") else None
            if tag == "DO" and prose.tags[end - 1] != "TO":
                return end
            if tag == "AND" and not nouns("event").isdisjoint(prose.lower[end + 1 : end + 3]):
                return end
            if tag == "AND" and prose.tags[end + 1] in ("DET", "TO"):
                return None  # it may be of both
            past = tag == "ED" or (word in past_forms() and word in subject_verbs())
            if past and prose.tags[end - 1] in ("S", "NAME") and prose.tags[end + 1] in _AFTER_VERB | {"S"}:
                return end
            if past and prose.tags[end - 1] == "WORD" and prose.tags[end + 1] in _AFTER_VERB:
                return end
            if (past or word in past_forms()) and prose.tags[end - 1] in ("S", "NAME", "WORD"):
                return None  # "the reform of the courts took effect", "the pilot of the plane survived"
            if word in listed("past as base") and prose.tags[end - 1] in ("S", "NAME", "WORD"):
                return None
            joined = tag == prose.tags[end - 1] == "WORD" and prose.tags[end + 1] in ("DET", "POSS")
            if joined and prose.tags[end - 2] != "TO":
                return None  # "a second runway split the party": its verb has no ending
        return None

    def has_complement(self, at: int, last: int) -> bool:
        """Tell whether a noun says itself what it is of: "the plan to …", "this tax, which …"."""
        return at < last and (
            self.prose.tags[at] in ("TO", "PREP", "WH", "THAT") or self.prose.words[at] in (",", "(", "–", "—")
        )

    def words_of(self, phrase: Phrase) -> str:
        """Return the words of a phrase with single blanks."""
        return " ".join(self.prose.text[self.prose.starts[phrase.first] : self.prose.ends[phrase.last - 1]].split())

    def is_many(self, phrase: Phrase) -> bool:
        """Tell whether a phrase is plural: what "they" may mean."""
        prose = self.prose
        head = prose.lower[phrase.head]
        noun = person_noun(head)
        joined = "AND" in prose.tags[phrase.first : phrase.last] and phrase.subject
        opening = prose.tags[phrase.head] == "CAP" and head.endswith("s") and not head.endswith("ss")
        if head in listed("no rival"):
            return False
        return (
            joined
            or opening
            or (noun.plural if noun is not None else prose.tags[phrase.head] == "S" or head in listed("collective"))
        )

    def is_one_thing(self, phrase: Phrase) -> bool:
        """Tell whether a phrase is singular and no person: what "it" may mean."""
        prose = self.prose
        head = prose.lower[phrase.head]
        many = self.is_many(phrase) and head not in listed("either number")
        if many or person_noun(head) is not None or head in listed("no rival") or head.isdigit():
            return False
        if prose.tags[phrase.head] in ("NUM", "GEN"):
            return False
        if head in listed("either number"):
            return True
        return not self.people.inside(phrase.first, phrase.last) or head in listed("many bodies")

    def past_small(self, at: int, last: int) -> int:
        """Return the first token from a place on that is no adverb, "not" or "also"."""
        prose = self.prose
        while (
            at < last
            and (prose.tags[at] in _SMALL or prose.lower[at] in ("also", "all"))
            and prose.lower[at] not in listed("empty adjective")
        ):
            at += 1
        return at

    def verb(self, at: int, last: int) -> tuple[int, str] | None:
        """Return the verb behind a subject, past its auxiliaries: its token, and "be" or its own word."""
        prose = self.prose
        at = self.past_small(at, last)
        seen = None
        while at < last and prose.tags[at] in FINITE:
            seen = (at, "be" if prose.tags[at] == "BE" else prose.lower[at])
            at = self.past_small(at + 1, last)
        if seen is not None and (seen[1] == "be" or at >= last):
            return seen
        if at < last and prose.tags[at] in ("WORD", "S", "ED", "ING"):
            return at, prose.lower[at]
        return seen

    def is_verb_after_pointer(self, at: int, last: int) -> bool:
        """Tell whether "this" or "that" stands alone as the subject of a verb."""
        prose = self.prose
        at = self.past_small(at, last)
        if at >= last:
            return False
        tag, word = prose.tags[at], prose.lower[at]
        follows = prose.tags[at + 1] if at + 1 < last else "."
        third = tag == "S" and follows in _AFTER_VERB | {"THAT", "WH", "S"}
        return (
            tag in FINITE
            or third
            or (tag in ("ED", "WORD") and (word in past_forms() or tag == "ED") and follows in _AFTER_VERB)
        )

    def is_empty(self, verb: tuple[int, str], last: int) -> bool:
        """Tell whether "it" stands for nothing: weather, time, a clause to come, or words set before for weight."""
        prose = self.prose
        place, word = verb
        following = prose.lower[place + 1 : min(last, place + 1 + _EMPTY_REACH)]
        tags = prose.tags[place + 1 : min(last, place + 1 + _EMPTY_REACH)]
        clause = not {"TO", "THAT", "WH"}.isdisjoint(tags) or not {"if", "when", "for", "how"}.isdisjoint(following)
        if word != "be":
            return word in verbs("empty verb") and (clause or word in ("rained", "snowed", "rains", "snows"))
        at = self.past_small(place + 1, last) - place - 1
        if at >= len(following):
            return False
        first = following[at]
        if first in listed("weather"):
            return True
        if first in verbs("empty verb") and clause:
            return True
        if first in listed("empty adjective") or first in listed("empty participle"):
            return clause
        cleft = tags[at] in ("DET", "NAME", "POSS", "OBJ") and not {"who", "that", "whose"}.isdisjoint(following[at:])
        return cleft or following[at : at + 2] in (["because", "of"], ["up", "to"], ["time", "to"], ["time", "for"])

    def is_deed(self, verb: tuple[int, str], last: int) -> bool:
        """Tell whether a verb is said of somebody who acts, and of no thing: what a body says of itself."""
        prose = self.prose
        place, word = verb
        if word != "be":
            return (word in _deeds() and word not in verbs("to anything")) or self._has_counted_object(place, last)
        at = self.past_small(place + 1, last)
        if at >= last:
            return False
        following = prose.lower[at]
        acting = prose.tags[at] == "ING" and following in _deeds() and following not in verbs("to anything")
        return acting or following in listed("body feeling")

    def _has_counted_object(self, place: int, last: int) -> bool:
        """Tell whether "would open three more libraries" has an object that only somebody can open."""
        prose = self.prose
        opening = prose.lower[place] in ("open", "opened", "close", "closed", "shut", "run", "runs")
        return opening and self.tag(place + 1, last) in ("DET", "NUM", "POSS")

    def is_told_of_things(self, verb: tuple[int, str], last: int) -> bool:
        """Tell whether a predicate is of a thing or body, and not of what happened: "was built", "has closed"."""
        prose = self.prose
        place, word = verb
        if word != "be":
            return word not in verbs("empty verb") and word not in verbs("linking") and prose.tags[place] not in FINITE
        at = self.past_small(place + 1, last)
        if at >= last:
            return False
        if prose.lower[at] == "the" and at + 1 < last:
            best = prose.lower[at + 1] in ("most", "least") or prose.lower[at + 1].endswith("est")
            return best and _COMPLEX.isdisjoint(prose.tags[at:last])
        past = prose.tags[at] == "ED" or prose.lower[at] in past_forms()
        return past and prose.lower[at] not in listed("empty participle")
