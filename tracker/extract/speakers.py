"""Who speaks: the source of every attribution, pronouns among them, given its full name by a rule that is named."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from tracker.extract.cues import agent, cue_word, head_names, made_to_speak, office_of, quoted_source, source_proper
from tracker.extract.documents import Documents, Owner
from tracker.extract.mentions import (
    Mention,
    People,
    Person,
    find_people,
    is_subject,
    meant_body,
    printed_names,
    with_described,
)
from tracker.extract.names import (
    NameRun,
    body_noun,
    described_before,
    description,
    is_plural,
    is_share,
    name_runs,
    person_noun,
    phrase_end,
    piece_end,
)
from tracker.extract.prose import Prose
from tracker.extract.roles import Office, bearer, described_people, of_owner, offices, owner_of, printed_roles
from tracker.extract.signatures import introduction, signature, subject_before
from tracker.extract.stance import is_nobody
from tracker.models import Attribution, ClaimKind, Role, Span, SpeakerMention
from tracker.text.dates import years_in
from tracker.text.lexicon import words
from tracker.text.names import ARTICLES, title, unpossessed

REACH = 4
"""A pronoun is not read back over more sentences than this."""
SURE, LIKELY, UNSURE = 0.85, 0.75, 0.5
"""Confidence where one person fits; where the nearest of several is a subject; where it is none."""
GENDER_UNKNOWN = 0.1
"""Taken off where nothing in the text shows the person's gender."""
HALF_STEP = 0.5
"""A person of unknown gender stands back behind one known to fit, unless half a sentence nearer."""
GENDER = {"he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f"}
SUBJECT_PRONOUNS = frozenset(("he", "she"))
_FRONTING = frozenset(("SUB", "PREP"))


class Prominence(IntEnum):
    """How prominent a mention is: the higher, the likelier a pronoun means it."""

    OTHER = 0
    EMBEDDED = 1
    SUBJECT = 2
    SOURCE = 3


@dataclass(frozen=True, slots=True)
class Antecedent:
    """The person a pronoun means, how sure that is in [0, 1], and why."""

    person: int
    confidence: float
    why: str


@dataclass(frozen=True, slots=True)
class Reported:
    """The attributions of a text in tokens: the last tokens of their sources, and the ranges of their contents."""

    heads: Collection[int]
    contents: Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class _Place:
    token: int
    sentence: int
    person: int
    prominence: Prominence


def pronoun(word: str) -> str:
    """Return a word in lower case without a contracted verb: "he's" and "she'd" are "he" and "she"."""
    return word.partition("'")[0]


def antecedents(prose: Prose, people: People, reported: Reported) -> dict[int, Antecedent]:
    """Return the antecedent of every he, she, his, her, him outside quotations, by token number.

    The head of a source is a subject for certain, and a name inside reported content stands back behind the one who
    reports. Pronouns are read in order of the text, so that a chain of them leads back to one name. Where nobody
    fits, the pronoun has no entry.
    """
    return _Reading(prose, people, reported).read()


class _Reading:
    def __init__(self, prose: Prose, people: People, reported: Reported) -> None:
        self.prose = prose
        self.people = people
        self.reported = reported
        self.inside = _covered(len(prose.words), reported.contents)
        self.contents: dict[int, list[tuple[int, int]]] = {}
        for first, last in reported.contents:
            if first < last:
                for sentence in range(prose.sentence[first], prose.sentence[last - 1] + 1):
                    self.contents.setdefault(sentence, []).append((first, last))
        self.places: list[_Place] = []
        self.furthest = -1
        self.genders = {person.number: person.gender for person in people.persons}

    def read(self) -> dict[int, Antecedent]:
        found: dict[int, Antecedent] = {}
        prose = self.prose
        mentions = iter([mention for mention in self.people.mentions if prose.quotation[mention.name_first] < 0])
        coming = next(mentions, None)
        for index, word in enumerate(prose.lower):
            while coming is not None and coming.last <= index:
                self._add(coming.last - 1, coming.person, self._prominence(coming))
                coming = next(mentions, None)
            gender = GENDER.get(pronoun(word))
            if gender is None or prose.quotation[index] >= 0:
                continue
            chosen = self._named_after(index, gender) or self._nearest(index, gender)
            if chosen is not None:
                found[index] = chosen
                self._learn(chosen, index, gender)
        return found

    def _add(self, token: int, person: int, prominence: Prominence) -> None:
        self.furthest = max(self.furthest, token)
        self.places.append(_Place(token, self.prose.sentence[token], person, prominence))

    def _learn(self, chosen: Antecedent, index: int, gender: str) -> None:
        """Take a resolved pronoun as a mention, and as a sign of its antecedent's gender."""
        if self.genders[chosen.person] is None and not self.people.persons[chosen.person].shared:
            self.genders[chosen.person] = gender
        prominence = Prominence.OTHER
        if pronoun(self.prose.lower[index]) in SUBJECT_PRONOUNS:
            prominence = Prominence.EMBEDDED if self.inside[index] else Prominence.SUBJECT
        if index in self.reported.heads:
            prominence = Prominence.SOURCE
        self._add(index, chosen.person, prominence)

    def _prominence(self, mention: Mention) -> Prominence:
        if mention.last - 1 in self.reported.heads:
            return Prominence.SOURCE
        if not is_subject(self.prose, mention):
            return Prominence.OTHER
        return Prominence.EMBEDDED if self.inside[mention.name_first] else Prominence.SUBJECT

    def _meant(self, place: _Place, gender: str) -> int | None:
        """Return the person of a place if the gender allows it; a shared surname is settled by the gender."""
        person: Person = self.people.persons[place.person]
        if not person.shared:
            return person.number if self.genders[person.number] in (None, gender) else None
        fitting = [number for number in person.shared if self.genders[number] in (None, gender)]
        return fitting[0] if len(fitting) == 1 else person.number if fitting else None

    def _doer(self, index: int) -> int | None:
        """Return who is the subject beside an object pronoun, and so not meant: "Ann Lowe, who had urged him, said"."""
        prose = self.prose
        possessive = prose.lower[index] != "him" and prose.tags[index + 1 : index + 2] not in (["PREP"], ["TO"], [","])
        first = prose.sentences[prose.sentence[index]][0]
        if self.places and prose.tags[first] in ("CAP", "ED") and prose.lower[first + 1] == "by":
            asker = next((place for place in self.places if place.token > first), self.places[-1])
            return asker.person if asker.token > first else None  # "Asked by the coroner about it, she said"
        if prose.lower[index] not in ("him", "her") or possessive or not self.places:
            return None
        last = self.places[-1]
        beside = last.sentence == prose.sentence[index]
        who = prose.lower[last.token + 1 : last.token + 3] == [",", "who"] or prose.lower[last.token + 1] == "who"
        return last.person if beside and (who or last.prominence >= Prominence.SUBJECT) else None

    def _nearest(self, index: int, gender: str) -> Antecedent | None:
        sentence = self.prose.sentence[index]
        doer = self._doer(index)
        own = self._own_contents(index) if index in self.reported.heads else []
        fitting: list[tuple[bool, float, int, int, int, Prominence]] = []
        for place in reversed(self.places):
            if sentence - place.sentence > REACH:
                break
            person = self._meant(place, gender)
            if person is None or person == doer:
                continue
            inside_own = any(first <= place.token < last for first, last in own)
            back = sentence - place.sentence + (place.prominence <= Prominence.EMBEDDED)
            unknown = 0.0 if self.genders[person] == gender else HALF_STEP
            fitting.append(
                (inside_own, back + unknown, -place.prominence, index - place.token, person, place.prominence)
            )
        if not fitting:
            return None
        *_, person, prominence = min(fitting)
        rivals = {other[4] for other in fitting} - {person}
        confidence = SURE if not rivals else LIKELY if prominence >= Prominence.SUBJECT else UNSURE
        if self.genders[person] != gender:
            confidence -= GENDER_UNKNOWN
        return Antecedent(person, confidence, "the nearest fitting subject before it")

    def _own_contents(self, index: int) -> list[tuple[int, int]]:
        """Return the contents in the sentence of a source: a source is seldom named inside its own content."""
        return self.contents.get(self.prose.sentence[index], [])

    def _named_after(self, index: int, gender: str) -> Antecedent | None:
        """Read forward in "As she left the court, Ann Reed said": a fronted clause, then the subject by name."""
        prose = self.prose
        first, last = prose.sentences[prose.sentence[index]]
        if prose.tags[first] not in _FRONTING or self.furthest >= first:
            return None
        comma = next((place for place in range(index + 1, last) if prose.words[place] == ","), last)
        for mention in self.people.inside(comma + 1, last):
            if mention.first == comma + 1 and self._prominence(mention) >= Prominence.SUBJECT:
                person = self._meant(_Place(mention.first, 0, mention.person, Prominence.SUBJECT), gender)
                if person is not None:
                    return Antecedent(person, LIKELY, "the subject named after the opening clause")
        return None


def name_before(people: People, index: int, prose: Prose) -> int | None:
    """Return the person named right before a relative pronoun at token ``index`` ("Jane Doe, who"), or ``None``."""
    place = index - 1
    while place >= 0 and prose.words[place] in (",", "(", "--", "–", "—"):
        place -= 1
    near = range(place - 1, max(0, place - APPOSITION), -1) if place < index - 1 else ()
    comma = next((at for at in near if prose.words[at] == ","), 0)  # "Ann Reed, a mother of three, who"
    for end in (place + 1, comma if prose.lower[comma + 1 : comma + 2] in (["a"], ["an"], ["the"]) else 0):
        at = bisect_left(people.mentions, end, key=lambda mention: mention.last)
        if at < len(people.mentions) and people.mentions[at].last == end and not people.mentions[at].possessive:
            return people.mentions[at].person
    return None


def _covered(count: int, ranges: Sequence[tuple[int, int]]) -> list[bool]:
    covered = [False] * count
    for first, last in ranges:
        covered[first:last] = [True] * (last - first)
    return covered


LONGEST_AGAIN = 5
"""Words by which somebody named before is described again ("the retired lorry driver")."""
APPOSITION = 8
"""Words between a name and "who" that tell who is meant."""
PERSON, BODY = "person", "body"
FIRST_PERSON = frozenset(("i", "we", "me", "us", "my", "our", "mine", "ours", "myself", "ourselves"))
OWN_VOICE = FIRST_PERSON | {"you", "your", "one"}
"""The document's own voice, or a reader addressed: no speaker."""
NOBODY = frozenset(("some", "many", "others", "most", "few", "several", "all", "both", "none", "those", "that", "this"))
"""Words that stand for people without saying for whom."""
GROUP_PRONOUNS = {"they": True, "them": True, "it": False}
"""Pronouns for a body or group, and whether they ask for a plural."""
EMPTY_IT = ("seem", "look", "appear", "turn", "emerge", "remain")
"""Verbs whose "it" stands for nothing."""
RELATIVES = frozenset(("who", "whom", "whose"))
GROUP_REACH = 2
"""Sentences over which "they" and "it" are read back."""
NAMED, LINKED, BEFORE_RELATIVE, DESCRIBED, GROUP, UNKNOWN = 0.95, 0.75, 0.85, 0.8, 0.6, 0.5
"""How sure a speaker is: printed, linked by an office or a noun for a body,
before "who", described, read back from "they", open."""
SHARE_REACH = 8
"""Words between the figure of a share and the end of its phrase ("21 per cent of all adults in rural Wales")."""
_IN_SHARE = frozenset(("PREP", "DET", "WORD", "S", "NAME", "%"))
_IN_CITATION = frozenset(("NAME", "CAP", "AND", "&", ","))
_FOR_THE_BODY = 3
"""Words of "for the department"."""
NO_CUE = -1
_Source = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Resolution:
    """The attributions with their speakers, the speakers of the text with all labels, and their roles.

    Also the people whom the text names, and by token whom each "he" and "she" outside quotations means.
    """

    attributions: tuple[Attribution, ...]
    speakers: tuple[SpeakerMention, ...]
    roles: tuple[Role, ...]
    people: People
    pronouns: Mapping[int, Antecedent]


@dataclass(frozen=True, slots=True)
class _Speaker:
    """Whom one source means; ``words`` are the tokens of the label."""

    name: str | None
    kind: str
    rule: str
    confidence: float
    why: str
    words: tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Known:
    """What one text shows of its people, indexed once."""

    prose: Prose
    people: People
    offices: list[Office]
    pronouns: dict[int, Antecedent]
    bodies: dict[str, str]
    runs: list[NameRun]
    documents: Documents
    numbers: dict[str, int]
    spoken: dict[int, Owner]


def resolve(prose: Prose, attributions: Sequence[Attribution]) -> Resolution:
    """Return ``attributions`` with speaker, label, speaker rule and confidence filled in, and who speaks in the text.

    The source becomes the noun phrase that means the speaker, where its span was too wide or too narrow, and the label
    its words; ``why`` is added to, and confidence becomes the lower of the attribution's own and the speaker's. All
    else stays. An attribution without source is left as it is.
    """
    attributions = [_with_speaking_source(prose, item) for item in attributions]
    sources = _sources(prose, attributions)
    known = _know(prose, attributions, sources)
    found = _found(known, sources)
    found = _with_groups(known, found) | _beside(known, attributions)
    named = tuple(_with_speaker(prose, item, found.get(item.id)) for item in attributions)
    kinds = {speaker.name: speaker.kind for speaker in found.values() if speaker.name is not None}
    return Resolution(
        named,
        speaker_mentions(named, kinds),
        printed_roles(known.prose, known.people, known.offices, named),
        known.people,
        known.pronouns,
    )


def _with_speaking_source(prose: Prose, item: Attribution) -> Attribution:
    """Return an attribution with the words that speak as its source, where the words found are others.

    Who "was told" listens, and who quotes another "as saying" does not speak; an article alone is nobody.
    """
    if item.source is None or item.cue is None:
        return item
    cue = _tokens(prose, item.cue)[0]
    meant = quoted_source(prose, cue) or agent(prose, cue) or made_to_speak(prose, cue)
    bare = item.source.of(prose.text).lower() in ARTICLES
    if meant is None and not bare:
        return item
    if bare or meant is None or meant[0] == meant[1]:
        return replace(item, source=None, label=None)
    source = Span(prose.starts[meant[0]], prose.ends[meant[1] - 1])
    return replace(item, source=source, label=source.of(prose.text))


def _found(known: _Known, sources: dict[int, _Source]) -> dict[int, _Speaker]:
    """Return the speaker of every source, in order of the text: a document may be that of who spoke before."""
    prose = known.prose
    found: dict[int, _Speaker] = {}
    for number, tokens in sorted(sources.items(), key=lambda item: item[1]):
        first, last = source_proper(prose, known.people, known.runs, *tokens)
        if is_share(prose, first, last) or _in_share(prose, first):
            why = "a share of people is nobody in particular"
            found[number] = _Speaker(None, BODY, "share", UNKNOWN, why, (first, last))
        elif known.documents.cited(first, last):
            found[number] = _of_document(known, first, last, tokens[2])
        else:
            found[number] = _speaker(known, first, last)
        same = _same_person(known, found[number], tokens[2])
        if same is not None:
            own = found[number].words
            why = f"“{prose.printed(*own)}” is who spoke or was told of before"
            found[number] = _Speaker(known.people.persons[same].name, PERSON, "description", LINKED, why, own)
        name = found[number].name
        if name is not None:
            known.spoken[prose.sentence[first]] = Owner(name, known.numbers.get(name))
    return found


def _same_person(known: _Known, speaker: _Speaker, cue: int) -> int | None:
    """Return who "the 82-year-old" is, by the age behind a name; and "the former miner" who adds to what he said."""
    prose, (first, last) = known.prose, speaker.words
    if speaker.rule != "description" or prose.lower[first] != "the" or last - first > LONGEST_AGAIN:
        return None
    head = prose.lower[last - 1]
    age, _, behind = head.partition("-year-old")
    by_age = age.isdecimal() and not behind
    aged = {one.person for one in known.people.mentions if prose.words[one.last : one.last + 2] == [",", age]}
    if by_age and aged:
        return aged.pop() if len(aged) == 1 else None
    office = title(head) is not None or head in words("extract", "offices.txt")
    is_new = speaker.kind == PERSON and not office and head not in prose.lower[: first - 1]
    if not (by_age or (is_new and (_adds(prose, cue) or _closes_quotation(prose, first)))):
        return None
    number = prose.sentence[first]
    near = range(number, max(-1, number - GROUP_REACH - 1), -1)
    before = next((known.spoken[at] for at in near if at in known.spoken), None)
    return None if before is None else before.person


def _adds(prose: Prose, cue: int) -> bool:
    """Tell whether a cue goes on with what somebody said before."""
    return cue >= 0 and cue_word(prose, cue).lemma in ("add", "continue")


def _closes_quotation(prose: Prose, first: int) -> bool:
    """Tell whether a source stands right behind a quotation that goes on in the paragraph of the sentence before."""
    sentence = max(0, prose.sentence[first] - 1)
    end = prose.ends[max(0, prose.sentences[sentence][1] - 1)]
    return first > 0 and prose.quotation[first - 1] >= 0 and "\n" not in prose.text[end : prose.starts[first]]


def _beside(known: _Known, attributions: Sequence[Attribution]) -> dict[int, _Speaker]:
    """Return who is named beside the quotations that have no source: in an introduction or a signature."""
    prose = known.prose
    found: dict[int, _Speaker] = {}
    for item in attributions:
        if item.source is not None or item.kind is not ClaimKind.DIRECT:
            continue
        first, last = _tokens(prose, item.spans[0])[0], _tokens(prose, item.spans[-1])[1]
        signed = signature(known.documents, first, last)
        named = signed or introduction(known.documents, first) or subject_before(known.documents, first)
        if named is not None:
            rule = "signature" if signed is not None else "introduction"
            kind = BODY if named.owner.person is None else PERSON
            why = f"“{prose.printed(*named.words)}” stands beside the quotation"
            found[item.id] = _Speaker(named.owner.name, kind, rule, LINKED, why, named.words)
    return found


def _in_share(prose: Prose, first: int) -> bool:
    """Tell whether a source is no more than the end of a share: "Wales" of "about 21% of adults in Wales"."""
    opening = max(prose.sentences[prose.sentence[first]][0], first - SHARE_REACH)
    at = first
    while at > opening and prose.tags[at - 1] in _IN_SHARE:
        at -= 1
        if prose.words[at] == "%" or prose.lower[at] in ("percent", "cent"):
            return prose.tags[first - 1] == "PREP"
    return False


def _of_document(known: _Known, first: int, last: int, cue: int) -> _Speaker:
    """Return whose document a source is; nobody where the text does not say: a report is no speaker."""
    prose = known.prose
    words = (first, phrase_end(prose, first, last))
    owner = known.documents.owner(first, last, cue) or known.documents.same_as_before(first, last, known.spoken)
    if owner is None and prose.lower[first] in ("its", "their") and (body := _body_meant(known, first)):
        owner = Owner(body, None)
    printed = prose.printed(*words)
    if owner is None:
        return _Speaker(None, BODY, "document", UNKNOWN, f"the text does not say whose “{printed}” is", words)
    kind = BODY if owner.person is None else PERSON
    name = known.bodies.get(owner.name.lower(), owner.name)
    return _Speaker(name, kind, "document", LINKED, f"“{printed}” is that of {name}", words)


def _know(prose: Prose, attributions: Sequence[Attribution], sources: dict[int, _Source]) -> _Known:
    heads = {piece_end(prose, first, last) - 1 for first, last, _ in sources.values()}
    holders = {
        last - 1 for first, last, _ in sources.values() if office_of(prose, _behind_comma(prose, first, last), last)
    }
    runs = name_runs(prose, heads, holders)
    people = find_people(prose, runs, heads)
    held = offices(prose, people, runs)
    people = with_described(people, described_people(prose, people, runs, held, sources))
    contents = [_tokens(prose, span) for item in attributions for span in item.spans]
    pronouns = antecedents(prose, people, Reported(heads, contents))
    documents = Documents(prose, people, runs, {at: meant.person for at, meant in pronouns.items()})
    numbers = {person.name: person.number for person in people.persons if person.named}
    return _Known(prose, people, held, pronouns, printed_names(prose, runs), runs, documents, numbers, {})


def _behind_comma(prose: Prose, first: int, last: int) -> int:
    """Return where the subject begins behind an opening participle: "Asked about it, Head of Housing Ann Reed"."""
    opens = prose.lower[first].endswith(("ing", "ed"))
    return next((at + 1 for at in range(last - 2, first, -1) if prose.words[at] == ","), first) if opens else first


def _sources(prose: Prose, attributions: Sequence[Attribution]) -> dict[int, _Source]:
    """Return first and last token of every source by the attribution's id, with the first token of its cue."""
    found: dict[int, _Source] = {}
    for item in attributions:
        if item.source is not None:
            first, last = _tokens(prose, item.source)
            if first < last:
                found[item.id] = (first, last, _tokens(prose, item.cue)[0] if item.cue else NO_CUE)
    return found


def _tokens(prose: Prose, span: Span) -> tuple[int, int]:
    return bisect_left(prose.ends, span.start + 1), bisect_left(prose.starts, span.end)


def _with_speaker(prose: Prose, item: Attribution, found: _Speaker | None) -> Attribution:
    if found is None:
        return item
    return replace(
        item,
        source=Span(prose.starts[found.words[0]], prose.ends[found.words[1] - 1]),
        speaker=found.name,
        label=prose.printed(*found.words),
        speaker_rule=found.rule,
        why=f"{item.why}; {found.why}" if item.why else found.why,
        confidence=min(item.confidence, found.confidence),
    )


def _speaker(known: _Known, first: int, last: int) -> _Speaker:
    prose, people = known.prose, known.people
    if is_nobody(prose, (first, last)) or prose.lower[last - 1] in ("former", "latter"):
        why = f"“{prose.printed(first, last)}” says of nobody who it is"
        return _Speaker(None, BODY, "nobody named", UNKNOWN, why, (first, last))
    if last - first == 1 or prose.lower[first] in RELATIVES:
        alone = _of_one_word(known, first)
        if alone is not None:
            return alone
    cited = _citation(prose, first, last)
    if cited is not None:
        why = "the source is a work cited by its authors and year"
        return _Speaker(prose.printed(*cited), PERSON, "name", NAMED, why, cited)
    called = known.documents.called(first, last)
    if called is not None:
        name = prose.printed(*called)
        return _Speaker(name, BODY, "name", NAMED, "the source names a body and says what it is", (first, called[1]))
    names = [name for name in head_names(prose, people, first, last) if people.persons[name.person].named]
    if names:
        full = " and ".join(dict.fromkeys(people.persons[name.person].name for name in names))
        words = (min(first, names[0].first), names[-1].last)
        if any(prose.words[index] == "," for index in range(*words)):
            words = (names[0].first, names[-1].last)
        return _Speaker(full, PERSON, "name", NAMED, "the source names a person", words)
    return _described(known, first, last)


def _citation(prose: Prose, first: int, last: int) -> tuple[int, int] | None:
    """Return the authors of a work cited by them and its year: "Hale and Brandt (2019)"."""
    end = next((at for at in range(first + 1, min(last + 1, len(prose.words) - 1)) if prose.words[at] == "("), None)
    if end is None or not years_in(prose.words[end + 1]):
        return None
    opening = prose.sentences[prose.sentence[first]][0]
    while first > opening and prose.tags[first - 1] in _IN_CITATION:
        first -= 1
    listed = all(prose.tags[at] in _IN_CITATION for at in range(first, end))
    return (first, end) if listed and "AND" in prose.tags[first:end] else None


def _of_one_word(known: _Known, index: int) -> _Speaker | None:
    """Return whom a pronoun means, ``None`` for any other word."""
    prose, people, words = known.prose, known.people, (index, index + 1)
    printed, word = prose.words[index], pronoun(prose.lower[index])
    if word in OWN_VOICE:
        return _Speaker(None, PERSON, "own voice", UNKNOWN, f"“{printed}” is the text's own voice", words)
    if word in NOBODY:
        return _Speaker(None, BODY, "nobody named", UNKNOWN, f"“{printed}” says of nobody who it is", words)
    if word in GROUP_PRONOUNS:
        return _Speaker(None, BODY, word, UNKNOWN, f"nobody fits “{printed}”", words)
    if word in GENDER:
        meant = known.pronouns.get(index)
        if meant is None:
            return _Speaker(None, PERSON, "pronoun", UNKNOWN, f"nobody fits “{printed}”", words)
        name = people.persons[meant.person].name
        why = f"“{printed}” is {name}, {meant.why}"
        return _Speaker(name, PERSON, "pronoun", meant.confidence, why, words)
    if word == "which":
        owner = known.documents.before(index)
        if owner is None:
            return _Speaker(None, BODY, "relative", UNKNOWN, f"nobody stands before “{printed}”", words)
        kind = BODY if owner.person is None else PERSON
        return _Speaker(owner.name, kind, "relative", LINKED, f"{owner.name} stands before “{printed}”", words)
    if word in RELATIVES:
        before = name_before(people, index, prose)
        found = people.persons[before].name if before is not None else described_before(prose, index)
        why = f"{found or 'nobody'} stands before “{printed}”"
        kind = PERSON if before is not None else BODY
        return _Speaker(found, kind, "relative", BEFORE_RELATIVE if found else UNKNOWN, why, words)
    return None


def _described(known: _Known, first: int, last: int) -> _Speaker:
    """Return the speaker a description means: the bearer of an office, else the description itself as a name."""
    prose, people = known.prose, known.people
    end = piece_end(prose, first, last)
    words = (first, phrase_end(prose, first, last))
    at = bisect_left(known.runs, first, key=lambda run: run.first)
    near = (run for run in known.runs[at : at + 2] if run.first - first in (0, 1))
    listed = next((run for run in near if "," in prose.words[run.first : run.last]), None)
    if listed is not None:
        name = " ".join(prose.printed(listed.first, listed.last).split())
        return _Speaker(name, BODY, "description", DESCRIBED, "the source is described", (first, listed.last))
    linked = bearer(prose, people, known.offices, first, end)
    if linked is not None:
        name = people.persons[linked].name
        return _Speaker(name, PERSON, "office", LINKED, f"the text gives {name} that office", words)
    body = meant_body(prose, known.runs, *words)
    if body is not None:
        return _Speaker(body, BODY, "body", LINKED, f"{body} alone fits “{prose.printed(*words)}” so far", words)
    name = _with_body(known, words, unpossessed(_with_owner(known, first, description(prose, first, last))))
    noun = person_noun(prose.lower[end - 1])
    one_person = noun is not None and not noun.plural and not noun.singular.startswith("spokes")
    one_person = one_person and not body_noun(prose.lower[end - 1])
    kind = PERSON if one_person else BODY
    return _Speaker(
        known.bodies.get(name.lower(), name), kind, "description", DESCRIBED, "the source is described", words
    )


def _with_body(known: _Known, words: tuple[int, int], name: str) -> str:
    """Return a description with the body's name for "the department": "a spokesman for the Home Department"."""
    prose = known.prose
    first = next((at for at in range(words[0] + 1, words[1] - 1) if prose.lower[at] in ("for", "of", "at")), None)
    if first is None or words[1] - first != _FOR_THE_BODY:
        return name
    body = meant_body(prose, known.runs, first + 1, words[1])
    return name if body is None else f"{name.rsplit(' ', 1)[0]} {body}"


def _with_owner(known: _Known, first: int, name: str) -> str:
    """Return a description with its owner's full name: "his campaign", "Reed's campaign" are "Ann Reed’s campaign"."""
    if known.prose.lower[first] in ("his", "her"):
        meant = known.pronouns.get(first)
        return of_owner(known.people, (meant.person, 1) if meant else None, name)
    if known.prose.lower[first] == "whose":
        before = name_before(known.people, first, known.prose)
        return of_owner(known.people, (before, 1) if before is not None else None, name)
    if known.prose.lower[first] in ("its", "their"):
        body = _body_meant(known, first)
        return f"{body}’s {name.partition(' ')[2]}" if body else name
    return of_owner(known.people, owner_of(known.prose, known.people, first), name)


def _body_meant(known: _Known, first: int) -> str | None:
    """Return the body that "its" or "their" means: the subject of its sentence or the one before, or who spoke last."""
    number, body = known.prose.sentence[first], known.documents.body_before(first)
    if body is not None:
        return known.prose.printed(*body)
    near = (known.spoken.get(at) for at in (number, number - 1))
    return next((owner.name for owner in near if owner is not None and owner.person is None), None)


def _with_groups(known: _Known, found: dict[int, _Speaker]) -> dict[int, _Speaker]:
    """Read "they" and "it" back to the last source, not far before, that is a group or a body.

    The body that the sentence right before is about goes before it: "Operator PortLink disputes this. It says …".
    """
    prose = known.prose
    groups = sorted(
        ((speaker.words[0], speaker) for speaker in found.values() if _is_group(speaker)), key=lambda pair: pair[0]
    )
    starts = [start for start, _ in groups]
    settled = dict(found)
    for number, speaker in found.items():
        plural = GROUP_PRONOUNS.get(speaker.rule)
        at = bisect_left(starts, speaker.words[0]) - 1
        empty = plural is not False or _is_empty(prose, speaker.words[1])
        subject = None if empty else known.documents.body_before(speaker.words[0])
        if subject is not None:
            name = prose.printed(*subject)
            why = f"{name} is what the sentence before is about"
            settled[number] = replace(speaker, name=name, kind=BODY, confidence=GROUP, why=why)
        if plural is None or at < 0 or subject is not None:
            continue
        start, group = groups[at]
        near = prose.sentence[speaker.words[0]] - prose.sentence[start] <= GROUP_REACH
        if near and (plural or _is_one_body(prose, speaker.words[1], group)):
            why = f"“{prose.printed(*speaker.words)}” is the group or body that spoke before"
            settled[number] = replace(speaker, name=group.name, kind=group.kind, confidence=GROUP, why=why)
    return {number: replace(speaker, rule=_plain_rule(speaker.rule)) for number, speaker in settled.items()}


def _is_group(speaker: _Speaker) -> bool:
    return speaker.name is not None and (speaker.kind == BODY or " and " in speaker.name)


def _is_one_body(prose: Prose, after: int, group: _Speaker) -> bool:
    """Tell whether "it" can mean a group: one body, named or "the council", and not the "it" of "it seems"."""
    head = prose.lower[piece_end(prose, *group.words) - 1]
    named = group.name is not None and (any(sign.isupper() for sign in group.name) or body_noun(head))
    return named and not _is_empty(prose, after) and not is_plural(prose, *group.words)


def _is_empty(prose: Prose, after: int) -> bool:
    """Tell whether the "it" before a token stands for nothing: "it is said", "it seems"."""
    return after < len(prose.words) and (prose.tags[after] == "BE" or prose.lower[after].startswith(EMPTY_IT))


def _plain_rule(rule: str) -> str:
    return "group pronoun" if rule in GROUP_PRONOUNS else rule


def speaker_mentions(attributions: Sequence[Attribution], kinds: dict[str, str]) -> tuple[SpeakerMention, ...]:
    """Return those who speak with all labels printed for them; ``kinds`` says of each whether a person or a body."""
    labels: dict[str, dict[str, None]] = {}
    for item in attributions:
        if item.speaker is not None and item.label is not None:
            labels.setdefault(item.speaker, {})[item.label] = None
    return tuple(SpeakerMention(name, kinds.get(name, BODY), tuple(used)) for name, used in labels.items())
