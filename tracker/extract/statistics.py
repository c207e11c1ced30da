"""Statistics: the sentences of a document's own voice that state a level, a change, a share, a rank or a comparison.

Most hold a figure; "the number fell for the third year" and "most officers are unarmed" say as much without one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from tracker.extract.claims import Cutter
from tracker.extract.cues import lexicon
from tracker.extract.names import base_verbs
from tracker.extract.prose import BASE, GERUND, PARTICIPLE, PAST, THIRD, Prose, Zone, ZoneKind, verb_forms
from tracker.extract.speakers import FIRST_PERSON
from tracker.models import Attribution, Claim, ClaimKind, Direction, Quantity, Span
from tracker.text.circumstances import forms
from tracker.text.lexicon import context, rows, words
from tracker.text.numbers import kinds
from tracker.text.sentences import is_closed

FIRST_PERSON_CONFIDENCE: Final = 0.9
"""How sure it is that a sentence in the first person outside quotation marks is its writer's."""
TOTAL: Final = 100
"""A bare count below this is the number of a story ("ten officers"), unless words give it a period or a comparison."""
MONEY: Final = 1_000_000
"""A sum below this is a price or a fine, unless words give it a period or a comparison."""
SPENT: Final = 10_000
"""A sum from here on is public money where words say that it is spent, raised, saved or owed."""
PROVIDED: Final = 10
"""So many of a thing that are bought, hired or built are provision and no story."""
GROUPED: Final = 1_000
"""From here on figures are printed in groups ("8,155") or with a word ("1.2 million"), and so are no labels."""
SHARES: Final = frozenset(("percent", "percentage_point"))
AMOUNTS: Final = frozenset(("mass", "volume", "area", "energy", "power"))
"""Kinds of units of what is produced, moved or used up; millions of them are no detail of a story."""
LEVEL_REACH: Final = 5
"""Words between a verb of level and its figure ("was estimated at about")."""
SUBJECT_REACH: Final = 12
"""Words between a measure and its verb ("the number of officers who may use a gun fell")."""
RANK_REACH: Final = 14
"""Words between a superlative and "since"."""
REPORTS: Final = 80
"""Hundredths of its places in which a word reports for certain: "said", "insisted"."""
MOST_REPORTS: Final = 8
"""Spans of reports that are looked at in one sentence."""
TIME_REACH: Final = 4
"""Words between "in" and the years of a span."""
TARGET_REACH: Final = 8
"""Words between a verb and the target it misses."""
THAN_REACH: Final = 5
"""Words between "higher" and its "than"."""
_OPENINGS: Final = frozenset((ZoneKind.DATELINE, ZoneKind.DATE_LINE))
_MARKS: Final = frozenset(',;:()[]–—-“”"')
_WHOLES: Final = frozenset(("the", "these", "those", "its", "their", "our", "all", "his", "her"))
_AUXILIARIES: Final = frozenset(("BE", "HAVE", "DO", "MODAL"))
_PAST: Final = frozenset(("was", "were", "had", "did"))
_PEOPLE: Final = frozenset(("people", "men", "women", "children", "police", "staff", "staffs"))
_MORE: Final = frozenset(("fewer", "more", "less"))
_BESIDE: Final = frozenset(("below", "above"))
_TIMES: Final = frozenset(("years", "months", "decades", "decade", "quarters", "generations", "century", "centuries"))
_FOR: Final = frozenset(("in", "for"))
_HIGHER: Final = frozenset(("higher", "lower", "larger", "smaller", "greater"))
_EXTREMES: Final = frozenset(("high", "highs", "low", "lows", "peak"))
_SHARE_OF: Final = frozenset(("majority", "minority", "half", "third", "quarter"))


@dataclass(frozen=True, slots=True)
class Voices:
    """What is not a document's own voice: ``told`` are words reported, ``silent`` contents that claim nothing.

    ``polled`` are contents that a share of people says or thinks; the sentence around such a one is a statistic.
    """

    told: tuple[Span, ...]
    silent: tuple[Span, ...]
    polled: tuple[Span, ...]


def own_statistics(
    prose: Prose, sentences: Sequence[Span], voices: Voices, zones: Sequence[Zone], cutter: Cutter
) -> Iterator[Claim]:
    """Yield a claim for each sentence of the document's own voice that stands in body prose and states a statistic.

    A headline states one only with a figure, and so does a sentence with a silent content, outside that. What opens a
    paragraph and belongs to the page is cut off.
    """
    openings = {zone.span.start: zone.span.end for zone in zones if zone.kind in _OPENINGS}
    headlines = {zone.span.start for zone in zones if zone.kind is ZoneKind.HEADLINE}
    closed = [zone.span for zone in zones if zone.kind not in _OPENINGS and zone.kind is not ZoneKind.HEADLINE]
    taken = sorted([*voices.told, *closed], key=lambda span: span.end)
    quiet = sorted(voices.silent, key=lambda span: span.start)
    starts = [span.start for span in quiet]
    polls = sorted(span.start for span in voices.polled)
    number = 0
    for whole in sentences:
        sentence = cutter.trimmed(Span(min(openings.get(whole.start, whole.start), whole.end), whole.end))
        while number < len(taken) and taken[number].end <= sentence.start:
            number += 1
        touched = [span for span in taken[number : number + MOST_REPORTS] if span.start < sentence.end]
        if touched:
            rest = _main_clause(prose, sentence, max(span.end for span in touched))
            if rest is None:
                continue
            sentence = cutter.trimmed(rest)
        figures = cutter.quantities(sentence)
        silent = quiet[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
        own = [figure for figure in figures if not any(span.start <= figure.start < span.end for span in silent)]
        polled = bisect_left(polls, sentence.start) < bisect_left(polls, sentence.end)
        if (own or not (silent or whole.start in headlines)) and _states(prose, sentence, own, polled=polled):
            yield cutter.statistic(sentence, figures)


def _main_clause(prose: Prose, sentence: Span, spoken: int) -> Span | None:
    """Return what follows a report in the clause that opens a sentence: "While she said it leaked, numbers fell"."""
    first, at = bisect_left(prose.starts, sentence.start), bisect_left(prose.starts, spoken)
    opens = prose.tags[first] == "SUB" and prose.words[at : at + 1] == [","] and prose.ends[at] < sentence.end
    return Span(prose.ends[at], sentence.end) if opens else None


def of_somebody(prose: Prose, claims: Sequence[Claim], number: int) -> tuple[list[Claim], list[Attribution]]:
    """Return claims of the document's own voice, those in the first person as somebody's: who "we" are stays open.

    The attributions of those are numbered from ``number``.
    """
    found: list[Claim] = []
    attributions: list[Attribution] = []
    for claim in claims:
        word = _first_person(prose, claim)
        if word is None:
            found.append(claim)
            continue
        source = Span(prose.starts[word], prose.ends[word])
        attributions.append(
            Attribution(
                id=number + len(attributions),
                kind=ClaimKind.DIRECT,
                spans=(Span(claim.start, claim.end),),
                source=source,
                cue=None,
                speaker=None,
                label=prose.words[word],
                stance=claim.stance,
                rule="first person",
                confidence=FIRST_PERSON_CONFIDENCE,
                why="the sentence speaks of whoever says it",
                speaker_rule="own voice",
            )
        )
        label, attribution = prose.words[word], attributions[-1].id
        found.append(replace(claim, kind=ClaimKind.DIRECT, label=label, attribution=attribution))
    return found, attributions


def _first_person(prose: Prose, claim: Claim) -> int | None:
    """Return the first word of a claim, outside quotation marks, that stands for who speaks; no numeral, no title."""
    first, last = bisect_left(prose.starts, claim.start), bisect_left(prose.starts, claim.end)
    for at in range(first, last):
        word = prose.words[at]
        if prose.lower[at].partition("'")[0] not in FIRST_PERSON or prose.quotation[at] >= 0:
            continue
        follows = prose.words[at + 1] if at + 1 < last else ""
        numeral = word == "I" and at > first and prose.tags[at - 1] == "NAME"
        initialism = word.isupper() and word != "I"
        entitled = word[0].isupper() and prose.tags[at] == "POSS" and follows.istitle()
        if not (numeral or initialism or entitled):
            return at
    return None


def is_statistic(text: str, quantity: Quantity) -> bool:
    """Tell whether a quantity measures a state of affairs rather than a detail of a story.

    Shares and changes do; so do counts and sums that are large, or that words give a period or a comparison. Ages,
    durations, distances and other measures of one thing do not, nor does "100% anonymously".
    """
    if quantity.unit in SHARES:
        following = text[quantity.end :].split(maxsplit=1)[:1]
        return not (following and following[0].lower().strip(".,") in words("extract", "idle_shares.txt"))
    value = _value(quantity)
    related = quantity.direction is not Direction.NONE or bool(
        quantity.period or quantity.comparison or quantity.denominator
    )
    if quantity.unit == "count":
        if quantity.measured is None:
            return value >= GROUPED and not quantity.text.isdecimal()
        return related or value >= TOTAL
    if kinds().get(quantity.unit) in AMOUNTS:
        return value >= MONEY
    return quantity.unit in _currencies() and (related or value >= MONEY)


def _value(quantity: Quantity) -> float:
    return quantity.value if isinstance(quantity.value, int | float) else max(quantity.value)


def _states(prose: Prose, sentence: Span, figures: Sequence[Quantity], *, polled: bool) -> bool:
    """Tell whether a sentence states a statistic; a question states nothing, and a report is somebody else's."""
    said = _Said(prose, sentence)
    if said.lower[-1:] == ["?"]:
        return False
    told = any(is_statistic(prose.text, figure) for figure in figures) or (bool(figures) and said.measures(figures))
    states = told or (is_closed(sentence.of(prose.text)) and said.measures_without())
    return states and (polled or not said.reports()) and not said.has("no answer")


class _Said:
    """The words of one sentence in lower case, with their classes."""

    def __init__(self, prose: Prose, sentence: Span) -> None:
        first, last = bisect_left(prose.starts, sentence.start), bisect_left(prose.starts, sentence.end)
        self.lower = prose.lower[first:last]
        self.tags = prose.tags[first:last]
        self.starts = prose.starts[first:last]

    def reports(self) -> bool:
        """Tell whether a sentence says that somebody said something: that is not the document's own voice."""
        known = lexicon()
        found = (known.get(word) for word in self.lower)
        return any(cue is not None and cue.share >= REPORTS and cue.form in (BASE, PAST, THIRD) for cue in found)

    def measures(self, figures: Sequence[Quantity]) -> bool:
        """Tell whether words put a figure beside others: a part, a level, a change, a comparison, money, provision."""
        counts = [figure for figure in figures if figure.unit == "count"]
        sums = [figure for figure in figures if figure.unit in _currencies()]
        if any(_value(figure) >= SPENT for figure in sums) and self.has("spend"):
            return True
        if any(self._is_level(figure) for figure in figures) or (sums and self.moved()) or self.has("average"):
            return True
        if not counts:
            return False
        return (
            any(self._is_part(figure) for figure in counts)
            or self.has("compared")
            or self.moved()
            or self.ranked()
            or (any(figure.measured and _value(figure) >= PROVIDED for figure in counts) and self.has("provide"))
        )

    def _at(self, place: int) -> int:
        return bisect_left(self.starts, place)

    def _is_part(self, figure: Quantity) -> bool:
        """Read "three of the people", and "of the 43 forces 41 …"; "two of the biggest" is none."""
        first, end = self._at(figure.start), self._at(figure.start + len(figure.text.split()[0]))
        of, whole, noun = (*self.lower[end : end + 3], "", "", "")[:3]
        if _value(figure) > 1 and of == "of" and whole in _WHOLES and noun != "most" and not noun.endswith("est"):
            return True
        return first == 2 and self.lower[0] == "of" and self.lower[1] in _WHOLES

    def _is_level(self, figure: Quantity) -> bool:
        """Read "fares peaked at 412", "this number was 4", "arrests in the year reached 12", "raised its fee to £4"."""
        end = self._at(figure.start)
        start = max(0, end - LEVEL_REACH)
        moved = figure.measured and figure.measured.split()[-1].lower() in self.lower[:end] and self._moved_to(end)
        if moved or self._found("verbs of level", start, end):
            return True
        verb = "BE" in self.tags[start:end] or self._found("verbs of level behind a measure", start, end)
        return bool(verb) and not _listed("measure").isdisjoint(self.lower[:end])

    def _moved_to(self, figure: int) -> bool:
        """Tell whether "to" and a finite verb of change stand before a figure: "raised the fee to £4"."""
        near = range(max(1, figure - SUBJECT_REACH), figure - 2) if self.lower[figure - 1 : figure] == ["to"] else ()
        return any(self.lower[at] in forms("verb") and self.tags[at - 1] not in _NOT_BEFORE_FINITE for at in near)

    def measures_without(self) -> bool:
        """Tell whether words alone state a rank, a change with or without its cause, a comparison or a share."""
        if _signs().isdisjoint(self.lower):
            return False
        return self.ranked() or self.moved() or self._caused() or self._compared() or self._shared()

    def has(self, name: str) -> bool:
        """Tell whether a phrase of a list stands in the sentence."""
        return self._found(name, 0, len(self.lower)) is not None

    def _found(self, name: str, start: int, end: int) -> int | None:
        """Return where the first phrase of a list ends between two words."""
        table = _phrases(name)
        ends = (self._phrase_end(name, at) for at in range(start, end) if self.lower[at] in table)
        return next((found for found in ends if found is not None and found <= end), None)

    def _phrase_end(self, name: str, at: int) -> int | None:
        """Return where the longest phrase of a list ends that begins at a word."""
        for phrase in _phrases(name).get(self.lower[at], ()):
            if self.lower[at : at + len(phrase)] == list(phrase):
                return at + len(phrase)
        return None

    def ranked(self) -> bool:
        """Read "the highest level since 2009", "a record high"."""
        if self.has("rank alone"):
            return True
        at = self._found("rank since", 0, len(self.lower))
        if at is None:
            return False
        end = min(len(self.lower), at + RANK_REACH)
        return self._found("since", at, end) is not None or any(
            self._is_span_of_time(place) for place in range(at, end)
        )

    def _is_span_of_time(self, at: int) -> bool:
        """Read "in three decades", "for more than ten years"."""
        return self.lower[at] in _TIMES and not _FOR.isdisjoint(self.lower[max(0, at - TIME_REACH) : at])

    def moved(self) -> bool:
        """Read "the number of arrests has fallen": a measure, and a verb of change that is finite."""
        for at, word in enumerate(self.lower):
            form = _moves().get(word)
            if form is None or at == 0:
                continue
            before = at - 1
            while before > 0 and self.tags[before] in ("ADV", "LY"):
                before -= 1
            helped = self.tags[before] in ("HAVE", "BE")
            coming = form == BASE and self.tags[before] == "MODAL"
            if (form == PAST or coming or (helped and form != BASE)) and self._measure_before(at):
                return True
        return False

    def _measure_before(self, verb: int) -> bool:
        for at in range(verb - 1, max(-1, verb - 1 - SUBJECT_REACH), -1):
            if self.lower[at] in _MARKS or self.tags[at] == "SUB":
                return False
            if self.lower[at] in _listed("measure"):
                return True
        return False

    def _caused(self) -> bool:
        """Read "the rise in arrests was driven by …"."""
        for at in range(1, len(self.lower)):
            near = self.tags[at - 1] == "DET" or (at > 1 and self.tags[at - 2] == "DET")
            if near and self.lower[at] in forms("noun"):
                return self._found("cause", at, len(self.lower)) is not None
        return False

    def _compared(self) -> bool:
        """Read "there are more cases than people", "arrests are higher than", "fewer migrants are coming"."""
        for at, word in enumerate(self.lower):
            if word in _MORE:
                end = next((end for end in range(at + 2, at + 5) if self._is_plural(end - 1)), len(self.lower))
                fewer = word == "fewer" and end < len(self.tags) and self.tags[end] in ("BE", "HAVE")
                if fewer or "than" in self.lower[end : end + (1 if word == "more" else THAN_REACH)]:
                    return True
            elif (word in _HIGHER and "than" in self.lower[at + 1 : at + THAN_REACH]) or (
                word in _BESIDE and self._found("beside", at, min(len(self.lower), at + THAN_REACH))
            ):
                return self._measure_before(at)
        return self.has("likelier") or self._targeted()

    def _targeted(self) -> bool:
        """Read "has missed the four-hour target"."""
        verb = self._found("target verbs", 0, len(self.lower))
        return verb is not None and self._found("target", verb, min(len(self.lower), verb + TARGET_REACH)) is not None

    def _is_plural(self, at: int) -> bool:
        return at < len(self.tags) and (self.tags[at] == "S" or self.lower[at] in _PEOPLE)

    def _shared(self) -> bool:
        """Read "most officers are unarmed", "in Wales, all forces carry them": a share of many, and a finite verb."""
        for at in range(len(self.lower)):
            if at and self.lower[at - 1] not in _listed("clause opens"):
                continue
            for name in ("share", "whole"):
                end = self._phrase_end(name, at)
                if end is not None and self._plural_has_verb(end, name):
                    return True
        return False

    def _plural_has_verb(self, at: int, name: str) -> bool:
        """Tell whether a plural noun and its finite verb follow; of "all" and "many" the past tells a story."""
        seen = self.lower[at - 1] in _SHARE_OF or self.lower[at - 1] in ("every", "each")
        if at < len(self.tags) and self.tags[at] in ("NUM", "LY", "ADV"):
            return False
        for place in range(at, min(len(self.lower), at + SUBJECT_REACH)):
            tag, word = self.tags[place], self.lower[place]
            if word in _MARKS or tag in ("WH", "SUB", "THAT", "PRON"):
                return False
            if seen and tag in _AUXILIARIES:
                return name == "share" or word not in _PAST
            if seen and name == "share" and tag == "ED":
                return True
            if seen and self._is_plural(place - 1) and word in base_verbs() and tag == "WORD":
                return True
            seen = seen or self._is_plural(place)
        return False


_NOT_BEFORE_FINITE = frozenset(("TO", "DET", "PREP", "POSS"))


@cache
def _listed(name: str) -> frozenset[str]:
    return {row[0]: frozenset(row[1].split("|")) for row in rows("extract", "statistic_words.tsv")}[name]


@cache
def _phrases(name: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return the phrases of a list by their first word, longest first."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in _listed(name):
        split = tuple(phrase.split())
        found.setdefault(split[0], []).append(split)
    return {first: tuple(sorted(phrases, key=len, reverse=True)) for first, phrases in found.items()}


@cache
def _moves() -> dict[str, str]:
    """Return the finite and participle forms of the verbs of change that need no object, with the name of the form."""
    objects = context("verbs with an object") | context("verbs that need by")
    found: dict[str, str] = {}
    for _, kind, listed in rows("text", "direction_words.tsv"):
        lemma = listed.split("|")[0]
        if kind == "verb" and " " not in lemma and lemma not in objects:
            named = {form: name for form, name in verb_forms(lemma).items() if name in (BASE, PAST, PARTICIPLE, GERUND)}
            found.update(named)
    return found


@cache
def _signs() -> frozenset[str]:
    """Return the words without one of which a sentence states no statistic but by a figure."""
    lists = (_phrases(name) for name in ("rank since", "rank alone", "share", "whole", "likelier", "target"))
    return (
        _MORE
        | _BESIDE
        | _HIGHER
        | _EXTREMES
        | frozenset(_moves())
        | frozenset(forms("noun"))
        | {word for each in lists for word in each}
    )


@cache
def _currencies() -> frozenset[str]:
    return frozenset(row[0] for row in rows("text", "currencies.tsv"))
