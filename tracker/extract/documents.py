"""The documents a text cites as sources ("a Home Office report"), no people but somebody's, and bodies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tracker.extract.cues import READ
from tracker.extract.mentions import People, is_verb
from tracker.extract.names import (
    NameKind,
    NameRun,
    body_noun,
    description,
    document_nouns,
    kinds_of_body,
    not_names,
    person_noun,
    phrase_end,
    piece_end,
    says_what,
)
from tracker.extract.prose import Prose
from tracker.text.lexicon import words
from tracker.text.names import ARTICLES, STRONG, body_word, is_place, plain, unpossessed

LONGEST_COMPOUND = 3
"""Words between a name and the document it owns ("Home Office knife crime figures")."""
LONGEST_TAIL = 24
"""Words behind a document within which it is told whose it is."""
LONGEST_PHRASE = 8
"""Words read back from a document's noun to where its phrase begins."""
LOOK_BACK = 400
"""Words over which "the report" is read back to the report named before."""
DESCRIBING = 4
"""Words that may tell what a named body is ("the radio station Bay FM")."""
_IN_COMPOUND = frozenset(("WORD", "S", "ING", "ED", "NUM"))
_IN_PHRASE = frozenset(("DET", "POSS", "GEN", "WORD", "NAME", "CAP", "S", "NUM", "ED", "ING", "LY", "TIME"))
_DESCRIBING = frozenset(("DET", "POSS", "GEN", "CAP", "WORD", "S", "ED", "ING", "NUM", "-", "'", "’"))
"""Classes of the words before a body's name that say what it is."""
_FINITE = frozenset(("BE", "HAVE", "DO", "MODAL"))
_WITH_NOUN = frozenset(("of", "for"))
_AT_PLACE = frozenset(("in", "at", "on"))
_FROM = frozenset(("by", "from"))
_WHOSE_OWN = ("report", "figures")
"""Groups whose "of" names an owner: "findings of the Audit Office"; a survey "of" people asks them."""
_ENDS_TAIL = frozenset((";", ":", "—", "–", "(", ")", "“", "”"))


class Owner(NamedTuple):
    """Whose document it is: the name as the text has it, the number of the person if it is one."""

    name: str
    person: int | None


@dataclass(frozen=True, slots=True)
class Documents:
    """Tells whose the documents of one text are, and of its bodies; ``pronouns`` are whom possessive pronouns mean."""

    prose: Prose
    people: People
    runs: Sequence[NameRun]
    pronouns: Mapping[int, int]

    def cited(self, first: int, last: int) -> bool:
        """Tell whether a source is a document or a collection of figures."""
        return self.prose.lower[self._head(first, last)] in document_nouns()

    def _head(self, first: int, last: int) -> int:
        """Return the noun of a phrase, before "issued by", "published on Monday"."""
        end = piece_end(self.prose, first, last)
        while end - 1 > first and (
            self.prose.tags[end - 1] in ("ED", "TIME", "LY") or self.prose.lower[end - 1] in READ
        ):
            end -= 1
        return end - 1

    def owner(self, first: int, last: int, cue: int) -> Owner | None:
        """Return whose document a source is, as its own words say or those behind it up to the cue."""
        head = self._head(first, last)
        return (
            self._possessor(first, head)
            or self._in_compound(first, head)
            or self._behind(head, cue if cue > head else self._tail(head))
        )

    def same_as_before(self, first: int, last: int, spoken: Mapping[int, Owner]) -> Owner | None:
        """Return whose "the report" is: that of the last report before it, or of who spoke in one ("In a report, …").

        ``spoken`` are those who speak, by sentence.
        """
        prose = self.prose
        head = self._head(first, last)
        kind, group = document_nouns()[prose.lower[head]]
        if kind != "one" or prose.tags[first] != "DET" or prose.lower[first] in ("a", "an"):
            return None
        for at in range(first - 1, max(-1, first - LOOK_BACK), -1):
            if document_nouns().get(prose.lower[at], ("", ""))[1] != group or prose.quotation[at] >= 0:
                continue
            start = self._start(at)
            found = self._possessor(start, at) or self._in_compound(start, at) or self._behind(at, self._tail(at))
            if found is not None:
                return found
            opens = start - 1 == prose.sentences[prose.sentence[at]][0] and prose.lower[start - 1] == "in"
            if opens and prose.sentence[at] in spoken:
                return spoken[prose.sentence[at]]
            if prose.lower[start] in ("a", "an"):
                return None
        return None

    def _start(self, at: int) -> int:
        """Return where the phrase begins whose head is a document's noun."""
        first = at
        opening = max(self.prose.sentences[self.prose.sentence[at]][0], at - LONGEST_PHRASE)
        while first > opening and self.prose.tags[first - 1] in _IN_PHRASE:
            first -= 1
            if self.prose.tags[first] in ("DET", "POSS"):
                break
        return first

    def _tail(self, head: int) -> int:
        """Return where the words end that can tell whose document a noun is: at its verb or a mark."""
        prose = self.prose
        last = min(prose.sentences[prose.sentence[head]][1], head + LONGEST_TAIL)
        for at in range(head + 1, last):
            if prose.tags[at] in _FINITE or prose.words[at] in _ENDS_TAIL or prose.quotation[at] >= 0:
                return at
        return last

    def _possessor(self, first: int, head: int) -> Owner | None:
        prose = self.prose
        for at in range(head - 1, first - 1, -1):
            if prose.tags[at] == "POSS" and at in self.pronouns:
                return self.person(self.pronouns[at])
            if prose.tags[at] == "GEN" and plain(prose.words[at]) not in words("extract", "times.txt"):
                mention = self.people.at(at)
                if mention is not None and mention.possessive:
                    return self.person(mention.person)
                run = self.run(at)
                if run is not None:
                    return self._body(run)
                begins = first + 1 if prose.lower[first] in ARTICLES else first
                bare = unpossessed(self.printed(begins, at + 1))
                return Owner(bare, None) if body_noun(plain(prose.words[at])) else None
        return None

    def _in_compound(self, first: int, head: int) -> Owner | None:
        """Return the owner named right before the noun: "Home Office figures", "the Casey review"."""
        prose = self.prose
        at = head - 1
        while at >= first and head - at <= LONGEST_COMPOUND and self._is_plain(at):
            if prose.lower[at] == "government":
                return Owner(prose.words[at], None)
            at -= 1
        run = self.run(at) if at >= first else None
        if run is None or run.last > head + 1:
            return None
        if run.last == head + 1:  # the noun itself is printed with a capital: "the Harbour Board Survey"
            return None
        opening = prose.sentences[prose.sentence[at]][0]
        alone = run.last - run.first == 1
        word = prose.words[run.first]
        if alone and run.first == opening and not word.isupper() and word.lower() != "government":
            return None
        mention = self.people.at(at)
        return self.person(mention.person) if mention is not None else self._body(run)

    def _is_plain(self, at: int) -> bool:
        return self.prose.tags[at] in _IN_COMPOUND and not self.prose.words[at][0].isupper()

    def _behind(self, head: int, limit: int) -> Owner | None:
        """Return the owner told behind the noun: "by the union", "published on Monday by the Audit Office"."""
        prose = self.prose
        group = document_nouns()[prose.lower[head]][1]
        if head + 2 < limit and prose.lower[head + 1] == "of":
            start = head + 2
            end = piece_end(prose, start, limit)
            if prose.lower[end - 1] in document_nouns():
                return self.owner(start, limit, limit)
            found = self._named(start, limit)
            if group in _WHOSE_OWN and found is not None and found[1] == end:
                return found[0]
        for at in range(head + 1, limit - 1):
            if prose.lower[at] in _FROM and prose.tags[at + 1] != "NUM" and prose.lower[at - 1] not in READ:
                found = self._named(at + 1, limit)
                if found is not None:
                    return found[0]
        return None

    def _named(self, start: int, limit: int) -> tuple[Owner, int] | None:
        """Return the person or body that a phrase names, and where the name ends; a described office as described."""
        prose = self.prose
        first = start + 1 if prose.tags[start] == "DET" else start
        end = phrase_end(prose, start, limit)
        for at in range(first, min(end, first + DESCRIBING + 1)):
            if prose.tags[at] == "PREP":
                break
            mention = self.people.at(at)
            if mention is not None:
                return (self.person(mention.person), mention.last) if not mention.possessive else None
            if prose.words[at][0].isupper():
                run = self.run(at)
                if run is None or run.first != at:
                    return None
                if run.kind == NameKind.ROLE or (run.kind == NameKind.SINGLE and person_noun(prose.lower[at])):
                    break
                body = self._body(run)
                return (body, run.last) if body is not None and not run.possessive else None
        comma = end < limit and prose.words[end] == ","
        mention = self.people.at(end + 1) if comma and end + 1 < limit else None
        head = piece_end(prose, start, end) - 1
        noun = person_noun(prose.lower[head])
        if mention is not None and noun is not None and not noun.plural:
            return self.person(mention.person), mention.last
        inner = next((self.run(at) for at in range(head + 2, end) if prose.words[at][0].isupper()), None)
        if noun is not None and noun.plural and inner is not None and inner.kind == NameKind.BODY:
            body = self._body(inner)
            return (body, inner.last) if body is not None else None
        known = (noun is not None and not noun.plural) or body_noun(prose.lower[head])
        end = next((at for at in range(head + 1, end) if self._tells_how(at, end)), end)
        return (Owner(description(prose, start, end), None), end) if known else None

    def _tells_how(self, at: int, end: int) -> bool:
        """Tell whether a preposition goes with the verb before an owner: "released by the council under the act".

        One that tells whose or which owner it is goes with the noun: "the council of Leeds", "police in Wales".
        """
        capital = at + 1 < end and self.prose.words[at + 1][0].isupper()
        place = capital and plain(self.prose.words[at + 1]) not in words("extract", "times.txt")
        return (
            self.prose.tags[at] == "PREP"
            and self.prose.lower[at] not in _WITH_NOUN
            and not (place and self.prose.lower[at] in _AT_PLACE)
        )

    def named_at(self, head: int, limit: int) -> tuple[Owner, tuple[int, int]] | None:
        """Return whose the document at a token is, before a limit, with the tokens of its phrase."""
        start = self._start(head)
        owner = self._possessor(start, head) or self._in_compound(start, head) or self._behind(head, limit)
        return (owner, (start, head + 1)) if owner is not None else None

    def before(self, index: int) -> Owner | None:
        """Return the body, or whose document it is, that stands before "which" at a token."""
        at = index - 1
        while at > 0 and self.prose.words[at] in (",", "–", "—", "("):
            at -= 1
        if self.prose.lower[at] in document_nouns():
            named = self.named_at(at, index)
            return named[0] if named is not None else None
        run = self.run(at)
        if run is None or run.possessive or self.people.at(at) is not None:
            return None  # "which" says of other names that they are no person's
        ends = [end + 1 for end in range(run.first, run.last) if body_word(self.prose.words[end]) == STRONG]
        return Owner(self.printed(run.first, ends[-1]), None) if ends else self._body(run)

    def called(self, first: int, last: int) -> tuple[int, int] | None:
        """Return the name of a body behind the noun that says what it is: "the campaign group Clean Our Rivers".

        It may stand between commas: "the dockers' union, Quayside, claims".
        """
        prose = self.prose
        end = phrase_end(prose, first, last)
        if prose.words[end : end + 1] == [","] and prose.tags[first] in ("DET", "POSS", "GEN"):
            run = self.run(end + 1)
            closed = run is not None and run.first == end + 1 and prose.words[run.last : run.last + 1] == [","]
            if run is not None and closed and says_what(prose.lower[end - 1]):
                return None if self.people.at(end + 1) else (run.first, run.last)
        begins = next((at for at in range(first + 1, end) if prose.words[at][0].isupper()), end)
        noun = prose.lower[begins - 1]
        alone = begins == first + 1 and kinds_of_body().get(noun, "") == "alone"
        if begins == end or prose.tags[begins - 1] == "GEN" or (prose.tags[first] == "NAME" and not alone):
            return None
        named = says_what(noun) and all(prose.words[at][0].isupper() for at in range(begins, end))
        described = alone or all(prose.tags[at] in _DESCRIBING for at in range(first, begins))
        return (begins, end) if named and described else None

    def subject(self, sentence: int) -> tuple[int, int] | None:
        """Return the body that opens a sentence as its subject, named or "the council"."""
        prose = self.prose
        first, end = prose.sentences[sentence]
        if first == end or prose.quotation[first] >= 0:
            return None
        if prose.tags[first] == "PREP":  # "In a statement, the board apologised"
            first = next((at + 1 for at in range(first, end - 1) if prose.words[at] == ","), first)
        begins = first + (prose.lower[first] in ARTICLES)
        last = phrase_end(prose, first, end)
        if (
            prose.lower[first] == "the"
            and last - first == 2
            and body_noun(prose.lower[begins])
            and is_verb(prose, last)
        ):
            return begins, last
        run = next((one for one in self.runs if one.first == begins), None)
        if run is not None and run.kind == NameKind.BODY and run.last < end and not run.possessive:
            return (begins, run.last) if is_verb(prose, run.last) or prose.tags[run.last] == "S" else None
        if last >= end or not (prose.words[last] == "," or is_verb(prose, last)):
            return None
        called = self.called(first, last)
        return called if called is not None and called[1] >= last else None

    def body_before(self, index: int) -> tuple[int, int] | None:
        """Return the body that is the subject of a pronoun's sentence, or of the one before in the same paragraph.

        "The board has closed, it said"; there a phrase of place or time may open it: "In a note it says …".
        """
        prose = self.prose
        number = prose.sentence[index]
        own = self.subject(number)
        if own is not None and own[1] <= index:
            return own
        opening = prose.sentences[number][0]
        fronted = prose.tags[opening] == "PREP" and not any(is_verb(prose, at) for at in range(opening, index))
        if number == 0 or not (opening == index or fronted):
            return None
        _, end = prose.sentences[number - 1]
        apart = "\n" in prose.text[prose.ends[end - 1] : prose.starts[index]]
        return None if apart else self.subject(number - 1)

    def run(self, at: int) -> NameRun | None:
        """Return the run of capitals that covers a token."""
        return next((run for run in self.runs if run.first <= at < run.last), None)

    def _body(self, run: NameRun) -> Owner | None:
        """Return a run of capitals as a body, ``None`` where it is a place, a people, a time or what is measured."""
        word = plain(self.prose.words[run.first])
        alone = run.last - run.first == 1
        measured = word in words("extract", "subject_acronyms.txt") or word in not_names()
        if run.kind in (NameKind.PLACE, NameKind.ROLE) or (alone and measured):
            return None
        printed = self.printed(run.first, run.last)
        printed = unpossessed(printed) if run.possessive else printed
        return None if is_place(printed) or printed.lower() in document_nouns() else Owner(printed, None)

    def person(self, number: int) -> Owner:
        """Return a person as an owner."""
        return Owner(self.people.persons[number].name, number)

    def printed(self, first: int, last: int) -> str:
        """Return the words of tokens as printed, line ends evened out."""
        return " ".join(self.prose.printed(first, last).split())
