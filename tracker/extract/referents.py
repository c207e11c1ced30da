"""What the words that a claim leans on stand for: "it", "they", "this", "he", "the plan", read from the words before.

Only the subject that opens a claim is read, which is what a claim is about. It is given the words of a noun phrase of
the document where one alone can be meant, two where two fit alike, and nothing where it cannot be told: silence is
better than a guess. A sentence that has more than a plain subject, verb and object is left alone, and so is what is
said of a whole event ("This is wrong"). There is no parser; the rules that tell an "it" that stands for nothing and
the order of subject, object and the rest are published (see the head of ``data/referents.tsv``).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from tracker.extract.mentions import People
from tracker.extract.names import body_noun, is_document, person_noun, subject_verbs
from tracker.extract.phrases import FINITE, LONGEST_PHRASE, Phrase, Phrases, forms, listed, nouns, past_forms, verbs
from tracker.extract.prose import Prose, verb_forms
from tracker.extract.speakers import GENDER, SURE, Antecedent, pronoun
from tracker.models import Attribution, Claim, ClaimKind, Quantity, Referent, Span
from tracker.text import numbers
from tracker.text.lexicon import context
from tracker.text.names import given_gender
from tracker.text.numbers import small_words

EVENT_REACH: Final = 6
"""Sentences before a claim in which the first mention of "the plan" is looked for."""
NAME_REACH: Final = 2
"""Sentences before a claim in a quotation in which whom "she" means is named."""
LONGEST_SOURCE: Final = 10
"""Words of a source that may be meant; a longer one holds a clause."""
LONGEST_CUE: Final = 6
"""Words between a source and what it says ("told the panel on Friday that"); behind more of them, others are meant."""
MOVE: Final = "move"
"""A noun for any plan or decision told of before."""
_POINTERS: Final = context("demonstratives")
_DO: Final = frozenset(("do", "does", "did", "doing", "done"))
_OTHER_CLAUSES: Final = frozenset(("SUB", "WH", "THAT", "AND", "PRON", "HAVE", "DO", "BE"))
"""Word classes of a sentence of which it cannot be told what was done: it says more than one thing."""
_BASE_TAGS: Final = frozenset(("WORD", "S"))
_MANY: Final = frozenset(("these", "those"))


@cache
def _event_verbs() -> dict[str, str]:
    """Return the forms of verbs that plan something, each with the noun for it ("decided": "decision")."""
    pairs = (pair.split(":") for pair in listed("event verb"))
    return {form: noun for verb, noun in pairs for form in verb_forms(verb)}


@cache
def _verbs_of_doing() -> frozenset[str]:
    """Return the forms of verbs of planning that have what is planned in -ing behind them ("considering sending")."""
    return verbs("event verb in -ing")


@dataclass(frozen=True, slots=True)
class Context:
    """What a text shows before its claims are read: its words, sentences, figures, and whom it names."""

    prose: Prose
    sentences: Sequence[Span]
    quantities: Sequence[Quantity]
    people: People
    pronouns: Mapping[int, Antecedent]
    bodies: frozenset[str]
    attributions: Mapping[int, Attribution]


def with_referents(claims: Sequence[Claim], context: Context) -> list[Claim]:
    """Return claims with what the words they lean on stand for; those that lean on nothing are as they were."""
    reading = _Reading(context)
    return [replace(claim, referents=found) if (found := reading.of(claim)) else claim for claim in claims]


class _Reading:
    """The work on one text."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.prose = context.prose
        self.phrases = Phrases(context.prose, context.people)
        self.ends = [sentence.end for sentence in context.sentences]

    def of(self, claim: Claim) -> tuple[Referent, ...]:
        """Return what the subject that opens a claim and a "do so" in it stand for, none where it leans on nothing."""
        first = bisect_left(self.prose.starts, claim.start)
        last = bisect_left(self.prose.starts, claim.end)
        return (*self._opening(claim, first, last), *self._deed(claim, first, last))

    def _opening(self, claim: Claim, first: int, last: int) -> tuple[Referent, ...]:
        prose = self.prose
        at = self.phrases.opening(first, last)
        if at + 1 >= last or prose.words[at + 1] in ("[", "("):
            return ()
        word = pronoun(prose.lower[at])
        if word == "it":
            return self._it(claim, at, last)
        if word == "they":
            return self._they(claim, at, last)
        if word in ("he", "she"):
            return self._person(claim, at, word)
        behind = (
            prose.tags[at + 2] in FINITE or prose.lower[at + 2] in listed("of the same") if at + 2 < last else False
        )
        if word == "the" and prose.lower[at + 1] == "same" and behind:
            return self._unknown(at, at + 2)
        if word in _POINTERS or word == "the":
            return self._pointer(claim, at, last, word)
        return ()

    def _deed(self, claim: Claim, first: int, last: int) -> tuple[Referent, ...]:
        """Return what a "do so" stands for: what the sentence before says of one who will, may or plans to do it."""
        lower = self.prose.lower
        at = next((at for at in range(first, last - 1) if lower[at] in _DO and lower[at + 1] == "so"), None)
        if at is None or (at + 2 < last and (lower[at + 2] in listed("how much") or self.prose.tags[at + 2] == "LY")):
            return ()
        if self._has_words_before(claim, first) and self._source(claim, first) is None:
            return self._unknown(at, at + 2)
        number = self._sentence(claim.start) - 1
        if number < 0 or self._opens_quotation(claim, at):
            return self._unknown(at, at + 2)
        begin, end = self._tokens(number, at)
        tags = self.prose.tags[begin:end]
        told = [place for place in range(begin, end) if self.prose.tags[place] in ("MODAL", "TO")]
        if len(told) != 1 or not _OTHER_CLAUSES.isdisjoint(tags) or "NEG" in tags:
            return self._unknown(at, at + 2)
        start = told[0] + 1
        while end > start and not self.prose.words[end - 1][0].isalnum():
            end -= 1
        words = self.prose.words[start:end]
        plain = 1 < len(words) <= LONGEST_PHRASE and all(map(_is_word, words))
        if not plain or self.prose.tags[start] not in _BASE_TAGS:
            return self._unknown(at, at + 2)
        return self._found(at, at + 2, (Phrase(start, end, end - 1),))

    # The pronouns

    def _it(self, claim: Claim, at: int, last: int) -> tuple[Referent, ...]:
        verb = self.phrases.verb(at + 1, last)
        if _is_contracted_be(self.prose.lower[at]):
            verb = (at, "be")
        if verb is None:
            return self._unknown(at, at + 1)
        if self.phrases.is_empty(verb, last):
            return ()
        event = self._step(claim, at, verb, last)
        if event is not None:
            return event
        topic = self._topic(claim, at)
        if topic is not None:
            return self._found(at, at + 1, (topic,))
        source = self._source(claim, at)
        if source is not None:
            if self._is_body(source) and self.phrases.is_deed(verb, last) and not self._tells_of_a_thing(claim, source):
                return self._found(at, at + 1, (source,))
            return self._unknown(at, at + 1)
        if not self.phrases.is_told_of_things(verb, last) or verb[1] in listed("saying"):
            return self._unknown(at, at + 1)
        return self._from_before(claim, at, many=False)

    def _they(self, claim: Claim, at: int, last: int) -> tuple[Referent, ...]:
        source = self._source(claim, at)
        if source is None:
            return self._from_before(claim, at, many=True)
        prose = self.prose
        rivals = [
            phrase
            for number in self._sentences_before(claim, at)
            for phrase in self._near(number, at)
            if self.phrases.is_many(phrase) and not (source.first <= phrase.head < source.last)
        ]
        verb = self.phrases.verb(at + 1, last)
        if verb is None or not self._says_of_its_source(verb, last) or self._is_pointed_to_before(claim, source):
            return self._unknown(at, at + 1)
        if person_noun(prose.lower[source.head]) is not None and self.phrases.is_deed(verb, last):
            rivals = [phrase for phrase in rivals if person_noun(prose.lower[phrase.head]) is not None]
        if self.phrases.is_many(source) and not rivals and not is_document(prose.lower[source.head]):
            return self._found(at, at + 1, (source,))
        return self._unknown(at, at + 1)

    def _tells_of_a_thing(self, claim: Claim, source: Phrase) -> bool:
        """Tell whether the sentence before is about a thing, of which a body may say "it has sent pictures"."""
        number = self._sentence(claim.start) - 1
        subject = self.phrases.read(*self._tokens(number, source.first)).subject if number >= 0 else None
        return subject is not None and self.phrases.is_one_thing(subject) and not self._is_body(subject)

    def _says_of_its_source(self, verb: tuple[int, str], last: int) -> bool:
        """Tell whether people may say a predicate of themselves: no "will fall", no "were no trouble"."""
        place, word = verb
        if word == "be":
            at = self.phrases.past_small(place + 1, last)
            past = self.phrases.tag(at, last) == "ED" or self.prose.lower[at] in past_forms()
            return past or self.phrases.is_deed(verb, last)
        return word not in verbs("to anything") or self.phrases.is_deed(verb, last)

    def _is_pointed_to_before(self, claim: Claim, source: Phrase) -> bool:
        """Tell whether the sentence before has a "they" already, which may be others than who speaks."""
        number = self._sentence(claim.start) - 1
        first, last = self._tokens(number, source.first) if number >= 0 else (0, 0)
        return any(pronoun(word) in ("they", "them") for word in self.prose.lower[first:last])

    def _person(self, claim: Claim, at: int, word: str) -> tuple[Referent, ...]:
        own = self._own_name(claim, at, word)
        if own is not None:
            return self._found(at, at + 1, (own,))
        meant = self.context.pronouns.get(at)
        number = meant.person if meant is not None and meant.confidence >= SURE else None
        if number is not None and not (self._is_named_near(number, claim, at) or self._is_source(number, claim, word)):
            number = None
        if meant is None and self.prose.quotation[at] >= 0:
            number = self._named_in_quotation(claim, at, GENDER[word])
        if (
            number is None
            or self._speaks(claim, number)
            or self._is_only_owner(number, claim)
            or self._has_rival(number, claim)
            or not self.context.people.persons[number].named
            or not self._is_named_before(number, at)
        ):
            return self._unknown(at, at + 1)
        return self._found(at, at + 1, (self._fullest(number, at),))

    def _is_named_near(self, person: int, claim: Claim, at: int) -> bool:
        """Tell whether a person is named in the sentence before, outside its quotations, or in the claim's own."""
        begin = self.context.sentences[max(0, self._sentence(claim.start) - 1)].start
        near = self.context.people.inside(bisect_left(self.prose.starts, begin), at)
        return any(each.person == person and self.prose.quotation[each.name_first] < 0 for each in near)

    def _is_only_owner(self, person: int, claim: Claim) -> bool:
        """Tell whether the sentence before names a person as no more than an owner: "Ann Orr's son runs it"."""
        number = self._sentence(claim.start) - 1
        if number < 0:
            return False
        first, last = self._tokens(number, len(self.prose.words))
        named = [each for each in self.context.people.inside(first, last) if each.person == person]
        return len(named) == 1 and named[0].possessive

    def _has_rival(self, person: int, claim: Claim) -> bool:
        """Tell whether the sentence before names another who may be meant: of no known gender, or read as no person."""
        number = self._sentence(claim.start) - 1
        if number < 0:
            return False
        first, last = self._tokens(number, len(self.prose.words))
        read = self.context.people.inside(first, last)
        if any(self.context.people.persons[each.person].gender is None for each in read if each.person != person):
            return True
        inside = {at for each in read for at in range(each.first, each.last)}
        prose = self.prose
        return any(
            at not in inside
            and at - 1 not in inside
            and prose.words[at][0].isupper()
            and prose.words[at - 1][0].isupper()
            and prose.words[at - 1] not in ("The", "A", "An")
            and not body_noun(prose.lower[at])
            for at in range(first + 1, last)
        )

    def _is_source(self, person: int, claim: Claim, word: str) -> bool:
        """Tell whether a person is the "she" of "she said she would", by the claim's own source."""
        item = self.context.attributions.get(claim.attribution) if claim.attribution is not None else None
        if item is None or item.source is None or item.source.end > claim.start:
            return False
        named = item.speaker == self.context.people.persons[person].name
        return named and item.source.of(self.prose.text).lower() == word

    def _speaks(self, claim: Claim, person: int) -> bool:
        """Tell whether a person would speak of himself as "he" in his own words."""
        return claim.kind is ClaimKind.DIRECT and self.context.people.persons[person].name == claim.speaker

    def _is_named_before(self, person: int, at: int) -> bool:
        return any(each.person == person and each.last <= at for each in self.context.people.mentions)

    def _fullest(self, person: int, before: int) -> Phrase:
        """Return the fullest name of a person among the mentions before a token; with its title where that is short."""
        mentions = [each for each in self.context.people.mentions if each.person == person and each.last <= before]
        fullest = max(mentions, key=lambda each: (each.last - each.name_first, each.last))
        alone = fullest.last - fullest.name_first == 1
        return Phrase(fullest.first if alone else fullest.name_first, fullest.last, fullest.last - 1)

    def _own_name(self, claim: Claim, at: int, word: str) -> Phrase | None:
        """Return the name of the source before a claim, where nobody else of that gender is named near by."""
        source = self._source(claim, at)
        if source is None:
            return None
        prose, people = self.prose, self.context.people
        begin = self.context.sentences[max(0, self._sentence(claim.start) - 1)].start
        near = people.inside(bisect_left(prose.starts, begin), at)
        said = [mention for mention in near if source.first <= mention.last - 1 < source.last]
        if len(said) != 1 or not people.persons[said[0].person].named or said[0].possessive:
            return None
        genders = {mention.person: people.persons[mention.person].gender for mention in near}
        own = genders.pop(said[0].person)
        if own not in (None, GENDER[word]) or any(other in (None, GENDER[word]) for other in genders.values()):
            return None
        return self._fullest(said[0].person, at)

    def _named_in_quotation(self, claim: Claim, at: int, gender: str) -> int | None:
        """Return the one person of a gender who is named shortly before in the same quotation, and does not speak."""
        prose, people = self.prose, self.context.people
        begin = self.context.sentences[max(0, self._sentence(claim.start) - NAME_REACH)].start
        first = max(bisect_left(prose.starts, begin), prose.quoted[prose.quotation[at]][0])
        if self._is_spoken_of_before(first, at, gender):
            return None
        named = {mention.person for mention in people.inside(first, at)}
        if len(named) != 1:
            return None
        person = people.persons[next(iter(named))]
        known = person.gender or (given_gender(person.parts[0]) if len(person.parts) > 1 else None)
        return person.number if known == gender and person.name != claim.speaker and not person.shared else None

    def _topic(self, claim: Claim, at: int) -> Phrase | None:
        """Return what a sentence says that it speaks of, before it says who speaks: "Of the pier, she said it …"."""
        prose = self.prose
        first, last = self._tokens(self._sentence(claim.start), at)
        if prose.lower[first : first + 2] == ["asked", "about"]:
            first += 1
        elif prose.lower[first] != "of":
            return None
        comma = next((place for place in range(first + 1, last) if prose.words[place] == ","), None)
        if comma is None or comma >= bisect_left(prose.starts, claim.start):
            return None
        phrase = self.phrases.at(first + 1, comma)
        one = phrase is not None and self.phrases.is_one_thing(phrase) and "AND" not in prose.tags[first:comma]
        return phrase if one else None

    # "This", "that figure", "the plan"

    def _pointer(self, claim: Claim, at: int, last: int, word: str) -> tuple[Referent, ...]:
        prose = self.prose
        noun = prose.lower[at + 1]
        if word == "the":
            if (
                (noun in nouns("named event") or noun == MOVE)
                and not self.phrases.has_complement(at + 2, last)
                and not self._says_what(at + 2, last)
            ):
                return self._event(claim, at, noun)
            return ()
        if self.phrases.is_verb_after_pointer(at + 1, last) or _is_contracted_be(prose.lower[at]):
            if word in _MANY:
                return self._unknown(at, at + 1)
            return self._figure(claim, at, at + 1) if self._tells_of_figure(at, last) else self._unknown(at, at + 1)
        if self._is_level(at + 2, last):
            return self._unknown(at, at + 2)
        if prose.tags[at + 1] in ("THAT", "WH", "PRON", "POSS", "DET", "TO", "SUB", "PREP", "AND"):
            return ()
        if noun in listed("figure") and self.phrases.verb(at + 2, last) is not None:
            return self._figure(claim, at, at + 2)
        if word == "that" and (prose.tags[at + 1] in ("NAME", "CAP", "S", "NUM") or noun in listed("standing")):
            return ()
        if prose.tags[at + 1] not in ("WORD", "S") or noun in listed("standing"):
            return ()
        if self.phrases.has_complement(at + 2, last) or not self.phrases.is_verb_after_pointer(at + 2, last):
            return ()
        if noun in nouns("named event") or noun == MOVE:
            return self._event(claim, at, noun)
        return self._same_noun(claim, at, noun)

    def _says_what(self, at: int, last: int) -> bool:
        """Tell whether a claim says itself what a plan is: "the plan is to …"."""
        verb = self.phrases.verb(at, last)
        return verb is None or (
            verb[1] == "be" and not {"TO", "THAT", "PREP"}.isdisjoint(self.prose.tags[verb[0] + 1 : verb[0] + 2])
        )

    def _figure(self, claim: Claim, at: int, end: int) -> tuple[Referent, ...]:
        """Return the one figure of the sentence before, with what it counts."""
        number = self._sentence(claim.start) - 1
        if number < 0 or self._opens_quotation(claim, at):
            return self._unknown(at, end)
        span = self.context.sentences[number]
        found = [
            figure
            for figure in self.context.quantities
            if span.start <= figure.start < span.end and numbers.kinds().get(figure.unit) != "time"
        ]
        if len(found) != 1 or isinstance(found[0].value, tuple) or found[0].unit.endswith("of age"):
            return self._unknown(at, end)
        if self._other_numbers(found[0], span):
            return self._unknown(at, end)
        figure = found[0]
        stop = figure.end
        measured = figure.measured or ""
        behind = re.compile(r"\s+" + r"\s+".join(map(re.escape, measured.split()))) if measured else None
        if behind is not None and (match := behind.match(self.prose.text, figure.end, span.end)):
            stop = match.end()
        first, last = bisect_left(self.prose.starts, figure.start), bisect_left(self.prose.starts, stop)
        return self._found(at, end, (Phrase(first, last, last - 1),))

    def _other_numbers(self, figure: Quantity, sentence: Span) -> bool:
        """Tell whether a sentence has another number than a figure and years: "16 in May and 21 in June"."""
        first, last = bisect_left(self.prose.starts, sentence.start), bisect_left(self.prose.starts, sentence.end)
        if small_words().keys() & set(self.prose.lower[first:last]):
            return True
        numerals = (
            word
            for word, start in zip(self.prose.words[first:last], self.prose.starts[first:last], strict=True)
            if word[0].isdigit() and not figure.start <= start < figure.end
        )
        return not all(len(word) == len("2019") for word in numerals)

    def _is_level(self, at: int, last: int) -> bool:
        """Tell whether a measure is given another level: "This number was 4 in 2022" is of no figure before it."""
        verb = self.phrases.verb(at, last)
        return (
            verb is not None
            and verb[1] == "be"
            and self.phrases.tag(verb[0] + 1, last) == "NUM"
            and (listed("figure change").isdisjoint(self.prose.lower[verb[0] + 2 : min(last, verb[0] + 6)]))
        )

    def _tells_of_figure(self, at: int, last: int) -> bool:
        """Tell whether "this" is said to be a rise, or compares with another figure."""
        words = self.prose.lower[at + 1 : min(last, at + 5)]
        opening = words[0] in ("compares", "compared", "is", "was", "represents", "represented", "marks")
        return opening and not listed("figure change").isdisjoint(words)

    def _event(self, claim: Claim, at: int, noun: str) -> tuple[Referent, ...]:
        """Return the one mention before with what the noun is of: "a scheme to …" or "decided to …"."""
        wanted = nouns("event") if noun == MOVE else forms(noun)
        found = self._events(claim, at, wanted)
        if len(found) == 1:  # the claim has the noun itself: it is told what that is of
            return self._found(at, at + 2, (replace(found[0], first=found[0].head + 1),))
        return self._unknown(at, at + 2)

    def _events(self, claim: Claim, at: int, wanted: frozenset[str]) -> list[Phrase]:
        """Return the mentions before a claim, within a few sentences, that say what a plan or decision is of.

        Mentions of one plan in one wording are one. A mention whose end cannot be told makes two, so that nothing is.
        """
        prose = self.prose
        number = self._sentence(claim.start)
        begin = bisect_left(prose.starts, self.context.sentences[max(0, number - EVENT_REACH)].start)
        found: dict[str, Phrase] = {}
        for place in range(begin, at):
            word = prose.lower[place]
            follows = prose.lower[place + 1] if place + 1 < at else ""
            deed = _event_verbs().get(word) in wanted and not _is_noun_here(prose, place)
            verb = deed and (follows == "to" or (prose.tags[place + 1] == "ING" and word in _verbs_of_doing()))
            named = word in wanted and follows in ("to", "of", "for", "on")
            if not verb and not (
                named and prose.tags[place + 2] not in ("TIME", "NUM")
            ):  # no time: "the offer on Friday"
                continue
            end = self.phrases.complement_end(place + 1, at)
            first = place + 1 if verb else self.phrases.start(place)
            if end is None or end - first > LONGEST_PHRASE:
                return []
            found.setdefault(" ".join(prose.lower[place + 1 : end]), Phrase(first, end, place))
        return list(found.values())

    def _step(self, claim: Claim, at: int, verb: tuple[int, str], last: int) -> tuple[Referent, ...] | None:
        """Return what "it was (not) a step towards …" is said of: the one plan named before with what it is of."""
        if verb[1] != "be":
            return None
        prose = self.prose
        place = self.phrases.past_small(verb[0] + 1, last)
        if place >= last or prose.lower[place] not in ("a", "an"):
            return None
        place += 1
        while place < last and prose.tags[place] in ("WORD", "ED") and prose.lower[place] not in listed("step"):
            place += 1
        if place + 1 >= last or prose.lower[place] not in listed("step") or prose.tags[place + 1] not in ("PREP", "TO"):
            return None
        found = self._events(claim, at, nouns("event"))
        return self._found(at, at + 1, tuple(found)) if len(found) == 1 else self._unknown(at, at + 1)

    def _same_noun(self, claim: Claim, at: int, noun: str) -> tuple[Referent, ...]:
        """Return the one noun phrase of the sentence before with the same head, if it says more than the claim's."""
        numbers_before = self._sentences_before(claim, at)
        found = [
            phrase
            for number in numbers_before
            for phrase in self._near(number, at)
            if self.prose.lower[phrase.head] in forms(noun)
        ]
        if (
            len(found) == 1
            and found[0].head > found[0].first
            and self.prose.lower[found[0].first] not in _POINTERS | {"the"}
        ):
            return self._found(at, at + 2, (self.phrases.with_of(found[0], at),))
        return self._unknown(at, at + 2)

    def _is_spoken_of_before(self, first: int, at: int, gender: str) -> bool:
        """Tell whether a "he" or "she" stands before anybody is named, or a "him" or "her" behind: perhaps another."""
        name = next((each.first for each in self.context.people.inside(first, at)), at)
        lower = self.prose.lower
        others = any(GENDER.get(pronoun(word)) == gender for word in lower[first:name])
        return others or not listed("object").isdisjoint(word for word in lower[name:at] if GENDER.get(word) == gender)

    # What stands before

    def _from_before(self, claim: Claim, at: int, *, many: bool) -> tuple[Referent, ...]:
        """Return what a pronoun without a source before it in its sentence stands for in the sentence before."""
        number = self._sentence(claim.start) - 1
        if number < 0 or self._opens_quotation(claim, at) or self._has_words_before(claim, at):
            return self._unknown(at, at + 1)
        sentence = self.phrases.read(*self._tokens(number, len(self.prose.words)))
        subject = sentence.subject
        fits = self.phrases.is_many if many else self.phrases.is_one_thing
        rest = [phrase for phrase in sentence.rest if fits(phrase)]
        objects = [phrase for phrase in rest if phrase.behind in ("", "by")]
        if not sentence.plain:
            return self._unknown(at, at + 1)
        if subject is not None and fits(subject):
            if not rest or (not objects and len(rest) == 1 and self._is_set_aside(rest[0])):
                return self._found(at, at + 1, (subject,))
            if len(rest) == 1 and objects and not many:
                return self._found(at, at + 1, (subject, self.phrases.with_of(objects[0], at)))
            return self._unknown(at, at + 1)
        if subject is not None and len(rest) == 1 and objects and not (many and self._may_be_many(subject)):
            return self._found(at, at + 1, (self.phrases.with_of(objects[0], at),))
        return self._unknown(at, at + 1)

    def _is_set_aside(self, phrase: Phrase) -> bool:
        """Tell whether a phrase behind a preposition is a time or a bare name, which a subject outranks."""
        return self.prose.lower[phrase.head] in listed("no rival")

    def _may_be_many(self, phrase: Phrase) -> bool:
        """Tell whether a singular subject may be a "they": a body, or somebody."""
        return (
            True if self.prose.lower[phrase.head] in listed("many bodies") else self.prose.tags[phrase.head] == "NAME"
        )

    def _source(self, claim: Claim, at: int) -> Phrase | None:
        """Return the noun phrase of the source that stands before an indirect claim in its sentence."""
        item = self.context.attributions.get(claim.attribution) if claim.attribution is not None else None
        if item is None or item.source is None or item.source.end > claim.start:
            return None
        prose = self.prose
        sentence = self.context.sentences[self._sentence(claim.start)]
        if item.source.start < sentence.start or self._opens_quotation(claim, at):
            return None
        first = bisect_left(prose.starts, item.source.start)
        last = bisect_left(prose.starts, item.source.end)
        if (
            not 0 < last - first <= LONGEST_SOURCE
            or GENDER.get(prose.lower[first])
            or prose.tags[first] in ("PRON", "OBJ")
        ):
            return None
        between = prose.tags[last : bisect_left(prose.starts, claim.start)]
        if len(between) > LONGEST_CUE or not {"ING", ",", "AND", "SUB"}.isdisjoint(between):
            return None
        phrase = self.phrases.at(first, last)
        return None if phrase is None else replace(phrase, last=last)

    def _is_body(self, phrase: Phrase) -> bool:
        prose = self.prose
        words = self.phrases.words_of(phrase)
        head = prose.lower[phrase.head]
        if is_document(head) or self.phrases.is_many(phrase) or person_noun(head) is not None:
            return False
        bare = re.sub(r"^(?:the|a|an)\s+", "", words, flags=re.IGNORECASE)
        named = self.prose.words[phrase.head][0].isupper() and (
            words in self.context.bodies or bare in self.context.bodies
        )
        return (
            named
            or head in listed("many bodies")
            or (body_noun(head) and prose.lower[phrase.first] in ("the", "a", "an"))
        )

    def _sentences_before(self, claim: Claim, at: int) -> list[int]:
        """Return the numbers of the sentence before a claim and, where words of its own precede it, of its own."""
        own = self._sentence(claim.start)
        found = [own - 1] if own else []
        return [*found, own] if self._has_words_before(claim, at) else found

    def _has_words_before(self, claim: Claim, at: int) -> bool:
        """Tell whether words stand between the beginning of the sentence and the claim."""
        start = bisect_left(self.prose.starts, self.context.sentences[self._sentence(claim.start)].start)
        return any(word[0].isalnum() for word in self.prose.words[start : bisect_left(self.prose.starts, claim.start)])

    def _opens_quotation(self, claim: Claim, at: int) -> bool:
        """Tell whether a claim stands in a quotation that the sentence before it does not."""
        quotation = self.prose.quotation[at]
        if quotation < 0:
            return False
        number = self._sentence(claim.start)
        return number == 0 or self.context.sentences[number - 1].end <= self.prose.quotations[quotation].start + 1

    def _sentence(self, place: int) -> int:
        return min(bisect_right(self.ends, place), len(self.ends) - 1)

    def _tokens(self, number: int, before: int) -> tuple[int, int]:
        span = self.context.sentences[number]
        return bisect_left(self.prose.starts, span.start), min(bisect_left(self.prose.starts, span.end), before)

    # Phrases

    def _near(self, number: int, before: int) -> Iterator[Phrase]:
        first, last = self._tokens(number, before)
        return self.phrases.inside(first, last)

    # Verbs

    # Answers

    def _unknown(self, first: int, last: int) -> tuple[Referent, ...]:
        return (Referent(Span(self.prose.starts[first], self._word_end(first, last))),)

    def _found(self, first: int, last: int, phrases: tuple[Phrase, ...]) -> tuple[Referent, ...]:
        prose = self.prose
        if any(self._reads_badly(phrase) for phrase in phrases):
            return self._unknown(first, last)
        word = Span(prose.starts[first], self._word_end(first, last))
        return tuple(
            Referent(
                word, Span(prose.starts[phrase.first], self._unpossessed(phrase.last - 1)), self._around(phrase.first)
            )
            for phrase in phrases
        )

    def _reads_badly(self, phrase: Phrase) -> bool:
        """Tell whether words are too many for a bracket, or lean on others themselves ("my carpet", "I'm")."""
        inner = self.prose.lower[phrase.first : phrase.last]
        return len(inner) > LONGEST_PHRASE or any(
            word in listed("leaning") or word.endswith(("'m", "'re", "'ve", "'ll", "'d")) for word in inner
        )

    def _word_end(self, first: int, last: int) -> int:
        """Return the end of the leaning word, without a contracted verb ("it's")."""
        if last - first > 1:
            return self.prose.ends[last - 1]
        return self.prose.starts[first] + len(pronoun(self.prose.lower[first]))

    def _unpossessed(self, at: int) -> int:
        word = self.prose.words[at]
        return self.prose.ends[at] - (2 if word.endswith(("'s", "’s")) else 0)

    def _around(self, at: int) -> Span:
        return self.context.sentences[self._sentence(self.prose.starts[at])]


def _is_word(word: str) -> bool:
    return word[0].isalnum()


def _is_contracted_be(word: str) -> bool:
    return word in ("it's", "that's")


def _is_noun_here(prose: Prose, at: int) -> bool:
    """Tell whether "plans" is a noun: an article, an adjective or nothing stands before it."""
    if prose.tags[at] == "ING":
        return False
    before = prose.tags[at - 1] if at and prose.sentence[at - 1] == prose.sentence[at] else ""
    return before in ("DET", "POSS", "PREP", "GEN", "BE", "") or prose.lower[at - 1] in subject_verbs()
