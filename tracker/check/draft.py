"""The check of a draft: is each quotation in it exactly what a stored document says, and says it as whose and when?"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

from tracker.check.attribution import (
    is_reported,
    named_in,
    remarks,
    same_speaker,
    with_article,
    without_article,
)
from tracker.check.comparison import compare
from tracker.check.findings import (
    USUAL,
    WORDING,
    AttributedWords,
    Checked,
    CheckedQuotation,
    Finding,
    House,
    Place,
    Remark,
    Source,
    why,
    wording_of,
    worst_first,
)
from tracker.check.frames import OPENING_REACH, names_owner, with_frame, with_lost_negation
from tracker.check.places import nearest, placements, similar
from tracker.check.quotations import Quotation, Quoted, prepared, quoted
from tracker.check.words import SourceWords, editors_words, words
from tracker.models import ClaimKind, RecordKind, Span
from tracker.text.negation import lost
from tracker.text.sentences import opening, rest, sentences
from tracker.text.words import QUOTATION_MARKS

MOST_QUOTATIONS: Final = 2_000
"""Quotations of one draft that are checked: ten times what the longest articles hold."""
LONGEST_WHOLE: Final = 600
"""Characters of whole sentences that are offered in the place of a quotation."""
MOST_WORDINGS: Final = 6
"""Different wordings that are shown of one quotation."""
_NO_LONGER: Final = "A newer version of this document is stored, and does not have these words."
_EDITED: Final = f"Whether they were spoken so cannot be checked ({RecordKind.EDITED.remark})."
_CUE: Final = re.compile(r"\s?[”\"’'»]?\s?[,–—-].*[,–—-]\s?[“\"‘'«]?", re.DOTALL)
"""A quotation that goes on behind a cue is broken off by a comma or a dash, and taken up by another: “A,” she said,
“b”. “A” but “B” are two, as are “A,” she said, adding that they “b”."""


QUOTED: Final = re.compile(rf"[{QUOTATION_MARKS}]")
Segments = Sequence[Sequence[str]]
"""The keys of a quotation's words, part by part between its ellipses."""
Keys = Iterable[str]
Form = tuple[Quotation, bool]
"""A quotation made ready to be compared, and whether an editor's words in the source count."""


class Library(Protocol):
    """Where quotations are looked for; each question is asked for many quotations or sources at once."""

    def candidates(self, wanted: Sequence[Segments], speakers: Sequence[str | None]) -> Sequence[Keys]:
        """Return for each quotation the keys of the sources that may have its words, those of its speaker first."""

    def nearby(self, wanted: Sequence[Segments]) -> Sequence[Keys]:
        """Return for each quotation that is not found the keys of a few sources that may hold the nearest passage."""

    def texts(self, keys: Keys) -> Mapping[str, str]:
        """Return the texts of sources."""

    def sources(self, texts: Mapping[str, str]) -> Mapping[str, Source]:
        """Return sources, given by their texts, with their dates and their speech."""


class Texts:
    """A library of texts in memory: every one is a candidate for every quotation."""

    def __init__(self, sources: Mapping[str, str | Source]) -> None:
        self._sources = {
            key: source if isinstance(source, Source) else Source(source) for key, source in sources.items()
        }

    def candidates(self, wanted: Sequence[Segments], speakers: Sequence[str | None]) -> Sequence[Keys]:
        """Return all keys."""
        return [self._sources] * len(wanted)

    def nearby(self, wanted: Sequence[Segments]) -> Sequence[Keys]:
        """Return all keys."""
        return [self._sources] * len(wanted)

    def texts(self, keys: Keys) -> Mapping[str, str]:
        """Return the texts of sources."""
        return {key: self._sources[key].text for key in keys}

    def sources(self, texts: Mapping[str, str]) -> Mapping[str, Source]:
        """Return sources."""
        return {key: self._sources[key] for key in texts}


def check(
    draft: str,
    sources: Mapping[str, str | Source] | Library,
    *,
    speech: Sequence[AttributedWords] = (),
    house: House = USUAL,
) -> Checked:
    """Check every quotation of ``draft`` against ``sources``, texts by key; never raises.

    ``speech`` tells whom the draft gives its quotations to. The best place over all sources counts; "exact" means
    character for character, and whatever is evened out is named (``data/foldings.tsv``). The rules of ``house`` decide
    what is a finding and what is house style (``data/houses.toml``).

    >>> source = "Mara Quill said: “We are not planning patrols.”"
    >>> check("Quill said: “We are planning patrols.”", {"harbour.txt": source}).quotations[0].why
    ('“not” was left out.',)
    """
    library = Texts(sources) if isinstance(sources, Mapping) else sources
    quotations, passed = quoted(draft, speech)
    texts = _Texts()
    found = _found(draft, quotations[:MOST_QUOTATIONS], library, texts, speech, house)
    standing = dict.fromkeys(place.source for each in found for place in each.every())
    known = library.sources({key: texts.words(key, editors=True).text for key in standing})
    judge = _Judge(draft, texts, known, speech, house)
    return Checked(tuple(judge.bridged([judge.checked(each) for each in found])), tuple(passed))


class _Texts:
    """The texts of sources, cut into words when these are first asked for."""

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}
        self._words: dict[tuple[str, bool], SourceWords] = {}

    def read(self, library: Library, keys: Keys) -> None:
        """Read the texts that were not read yet."""
        self._texts |= library.texts([key for key in dict.fromkeys(keys) if key not in self._texts])

    def words(self, key: str, *, editors: bool) -> SourceWords:
        """Return a source's words, with or without those an editor put in brackets."""
        if (key, editors) not in self._words:
            text = self._texts[key]
            self._words[key, editors] = (
                SourceWords(text, editors=editors)
                if editors or editors_words(text)
                else self.words(key, editors=True)  # where nothing stands in brackets, both are one
            )
        return self._words[key, editors]


@dataclass(frozen=True, slots=True)
class _Found:
    """A quotation with the places that have its words, source by source; or the passage that comes nearest."""

    quotation: Quoted
    places: Sequence[Sequence[Place]] = ()
    nearest: Place | None = None

    def every(self) -> Iterator[Place]:
        """Yield all places."""
        yield from (place for places in self.places for place in places)
        if self.nearest is not None:
            yield self.nearest


def _found(
    draft: str,
    quotations: Sequence[Quoted],
    library: Library,
    texts: _Texts,
    speech: Sequence[AttributedWords],
    house: House,
) -> list[_Found]:
    """Look for all quotations at once, then once more for what comes nearest to those that were not found."""
    forms = [_forms(draft, quotation) for quotation in quotations]
    said = [speech_at(speech, quotation) for quotation in quotations]
    names = [each.speaker if each is not None else None for each in said]
    asked = {
        (name, repr(form.segments)): form.segments for own, name in zip(forms, names, strict=True) for form, _ in own
    }
    candidates = dict(zip(asked, library.candidates(list(asked.values()), [name for name, _ in asked]), strict=True))
    keys = [
        list(dict.fromkeys(key for form, _ in own for key in candidates[name, repr(form.segments)]))
        for own, name in zip(forms, names, strict=True)
    ]
    texts.read(library, (key for own in keys for key in own))
    found = [
        _Found(quotation, [places for key in wanted if (places := _places(key, own, texts, house))])
        for quotation, own, wanted in zip(quotations, forms, keys, strict=True)
    ]
    lost = [at for at, own in enumerate(forms) if own and not found[at].places]
    near = [list(keys) for keys in library.nearby([forms[at][0][0].segments for at in lost])]
    texts.read(library, (key for own in near for key in own))
    for at, own in zip(lost, near, strict=True):
        found[at] = replace(found[at], nearest=_nearest(forms[at][0][0], own, texts, house))
    return found


def _is_single(draft: str, quotation: Quoted) -> bool:
    """Say whether the draft sets a quotation in single marks."""
    return draft[quotation.start - 1 : quotation.start] in ("‘", "'")


def _forms(draft: str, quotation: Quoted) -> list[Form]:
    return [
        (form, editors)
        for editors in (False, True)
        if (form := prepared(quotation, single=_is_single(draft, quotation), editors=editors)) is not None
    ]


def _places(key: str, forms: Sequence[Form], texts: _Texts, house: House) -> list[Place]:
    found: list[Place] = []
    bracketed = bool(forms[0][0].groups) or len(forms) == 1
    for form, editors in forms:
        source = texts.words(key, editors=editors)
        if editors and not bracketed and not texts.words(key, editors=False).groups:
            break  # nothing stands in brackets on either side: it would be the same comparison again
        cuts = [form.segments, form.paragraphs]
        for segments in cuts if cuts[0] != cuts[1] else cuts[:1]:
            found += [compare(key, source, form, placed, house) for placed in placements(source, segments)]
    return found


def _nearest(form: Quotation, keys: Keys, texts: _Texts, house: House) -> Place | None:
    """Return the nearest passage of a quotation that is not found, for a reader to look at."""
    wanted = [word.key for word in form.words]
    near = [
        (found[0], key, found[1])
        for key in keys
        if (found := nearest(texts.words(key, editors=False), wanted)) is not None
    ]
    if not near:
        return None
    _, key, piece = max(near, key=lambda each: (each[0], each[1]))
    return compare(key, texts.words(key, editors=False), form, (piece,), house)


class _Judge:
    """Says what became of quotations that were looked for."""

    def __init__(
        self,
        draft: str,
        texts: _Texts,
        sources: Mapping[str, Source],
        speech: Sequence[AttributedWords],
        house: House,
    ) -> None:
        self.draft, self.texts, self.sources, self.speech, self.house = draft, texts, sources, speech, house

    def checked(self, found: _Found) -> CheckedQuotation:
        """Return what became of one quotation."""
        quotation = found.quotation
        blank = CheckedQuotation(quotation.start, quotation.end, quotation.text, (Finding.NOT_FOUND,))
        if not found.places:
            other = found.nearest and replace(self._stands(found.nearest), corrected="")
            return _told(replace(blank, nearest=other))
        own = speech_at(self.speech, quotation)
        unread = self._unread(quotation, own) if own is not None else None
        if own is not None and unread:
            own = replace(own, speaker=None)
        count = len(words(quotation.text))
        places, unjudged = self._judged(found, own, count, unread)
        best, told_of_best = self._best(places, count)
        if own is not None and _names_another(told_of_best):
            # The source may have words of the named speaker too that are like these.
            stands = [self._stands(place, quotation, own) for place in self._similar(best.source, quotation)]
            told = [(best, told_of_best), *((place, self._remarks(own, place, quotation, unread)) for place in stands)]
            best, told_of_best = min(told, key=lambda each: _rank(each, count))
        best = self._with_whole(self._to_copy(best, quotation, own), quotation, own)
        if own is not None and _names_another(told_of_best):
            best = replace(best, corrected="", whole="", withheld=f"no stored words of {own.speaker} come near enough")
        if self.sources[best.source].record is RecordKind.EDITED:
            told_of_best = (*told_of_best, Remark("record", _EDITED, unchecked=True))
        findings = set(best.findings)
        if any(not remark.unchecked for remark in told_of_best):
            findings.add(Finding.WRONG_SPEAKER)
        wordings, also = self._wordings(best, [*(place for place, _ in places), *unjudged], own)
        if (lifted := self._lifted(quotation, (best.source, *also))) is not None:
            told_of_best = (*told_of_best, lifted)
            if not lifted.unchecked:
                findings.add(Finding.HOUSE)
        return _told(
            replace(
                blank,
                findings=worst_first(findings),
                place=best,
                remarks=told_of_best,
                wordings=wordings,
                also=also,
            )
        )

    def _judged(
        self, found: _Found, own: AttributedWords | None, count: int, unread: str | None
    ) -> tuple[list[tuple[Place, tuple[Remark, ...]]], list[Place]]:
        """Return the places of the likeliest sources as they stand there, one of each, and the others' unjudged.

        What the frame of a sentence does can only make a place worse; so that of many sources that print a passage
        those that come first by their words, speaker and date have to be read, up to one where nothing is wrong.
        """
        likely, quotation = [], found.quotation
        for of_source in found.places:
            spoken = [replace(place, speech=self._spoken_at(place)) for place in of_source]
            told = [(place, self._remarks(own, place, quotation, unread)) for place in spoken]
            first = min(told, key=lambda each: _rank(each, count))
            likely.append((_rank(first, count), self._order(first[0]), first[0], of_source))
        likely.sort(key=lambda each: each[:2])
        judged: list[tuple[Place, tuple[Remark, ...]]] = []
        for *_, of_source in likely[:MOST_JUDGED]:
            stands = [self._stands(place, quotation, own) for place in of_source]
            told = [(place, self._remarks(own, place, quotation, unread)) for place in stands]
            judged.append(min(told, key=lambda each: _rank(each, count)))
            if self._is_clean(*judged[-1]):
                break
        newer = {self.sources[place.source].newer for place, _ in judged}
        rest = [each for each in likely[len(judged) :] if each[2].source in newer]
        for *_, of_source in rest:
            stands = [self._stands(place, quotation, own) for place in of_source]
            told = [(place, self._remarks(own, place, quotation, unread)) for place in stands]
            judged.append(min(told, key=lambda each: _rank(each, count)))
        known = {place.source for place, _ in judged}
        return judged, [place for *_, place, _ in likely if place.source not in known]

    def _is_clean(self, place: Place, told: Sequence[Remark]) -> bool:
        """Say whether nothing is wrong at a place, and nothing there cannot be checked: no other can be better."""
        return not place.finding_fails and not told and self._is_given(place)

    def _spoken_at(self, place: Place) -> AttributedWords | None:
        speech = self.sources[place.source].speech or ()
        return next((part for part in speech for span in place.parts[:1] if part.holds(span)), None)

    def _lifted(self, quotation: Quoted, prints: Sequence[str]) -> Remark | None:
        """Return what a house that attributes lifted quotations has to say of one: another paper's, not named here.

        What several publishers print may have been said to all of them, and what is no report was lifted from nobody.
        """
        reports = [self.sources[key] for key in prints if key in self.sources]
        if self.house.permits("lifted") or any(each.record not in (None, RecordKind.REPORT) for each in reports):
            return None
        publishers = tuple(dict.fromkeys(each.publisher for each in reports if each.publisher))
        around = paragraph_at(self.draft, quotation.start)
        if any(_prints(name, around) or name in self.house.publishers for name in publishers):
            return None
        (rule,) = self.house.told(["lifted"]) or ("",)
        if len(publishers) == 1:
            return Remark("print", f"{rule} {publishers[0]} printed these words; the draft does not name it.".strip())
        known = f"{' and '.join(publishers)} print these words" if publishers else "no publisher of the source is known"
        return Remark("print", f"{rule} Whether they are lifted cannot be checked: {known}.".strip(), unchecked=True)

    def _similar(self, key: str, quotation: Quoted) -> list[Place]:
        """Return the places of a source that are like a quotation, also where its very words stand elsewhere in it."""
        forms = _forms(self.draft, quotation)[:1]
        source = self.texts.words(key, editors=False)
        return [
            compare(key, source, form, placed, self.house)
            for form, _ in forms
            for placed in similar(source, [word.key for word in form.words])
        ]

    def _best(self, places: Sequence[tuple[Place, tuple[Remark, ...]]], count: int) -> tuple[Place, tuple[Remark, ...]]:
        """Return the place a quotation follows best; where a newer version has the passage too, its wording counts.

        A place that gives the words to somebody leads one that gives them to nobody and prints no marks around them.
        """

        def key(each: tuple[Place, tuple[Remark, ...]]) -> tuple[int | str, ...]:
            return *_rank(each, count), *self._order(each[0])

        best, told = min(places, key=key)
        if any(remark.about == "speaker" and remark.unchecked for remark in told) and not self._is_quoted(best):
            given = [each for each in places if not each[0].finding_fails and self._is_given(each[0])]
            best, told = min(given, key=key, default=(best, told))
        while (newer := self.sources[best.source].newer) is not None:
            corrected = next((each for each in places if each[0].source == newer), None)
            if corrected is None:
                return best, (*told, Remark("version", _NO_LONGER, unchecked=True))
            best, told = corrected
        return best, told

    def _stands(self, place: Place, quotation: Quoted | None = None, own: AttributedWords | None = None) -> Place:
        """Add to a place who speaks there, a negation left out before it, and whether the source quotes the words."""
        source = self.sources[place.source]
        text = self.texts.words(place.source, editors=True)
        if quotation is not None:
            place = with_lost_negation(place, text, self.draft, quotation)
        speech = self._spoken_at(place)
        inside = without_article(text, place.parts)
        reported = is_reported(text, inside, source.speech)
        place = replace(place if reported else with_article(place, text, inside), speech=speech)
        if quotation is not None:
            place = with_frame(place, text, own, self.draft, quotation)
        if not reported:
            return place
        findings = {*place.findings, Finding.REPORTED} - {Finding.EXACT, Finding.TYPOGRAPHY, Finding.TRIMMED}
        return replace(place, findings=worst_first(findings))

    def _remarks(
        self, own: AttributedWords | None, place: Place, quotation: Quoted, unread: str | None
    ) -> tuple[Remark, ...]:
        count = len(words(quotation.text))
        told = tuple(remarks(own, self.sources[place.source], place, count))
        if own is not None and place.speech is not None and place.speech.speaker and _names_another(told):
            before = opening(self.draft, quotation.start, OPENING_REACH)
            around = before, quotation.text, rest(self.draft, quotation.end, OPENING_REACH)
            if names_owner(around, own, place.speech.speaker):
                told = tuple(each for each in told if each.about != "speaker")
        if not unread:
            return told
        sentence = f"Its sentence names {unread}, so that whose words the draft says these are cannot be checked."
        return (*told, Remark("speaker", sentence, unchecked=True))

    def _unread(self, quotation: Quoted, own: AttributedWords) -> str | None:
        """Return the name in a quotation's sentence, where its speaker was taken from another and is not this one."""
        named = own.where.get("speaker")
        before = opening(self.draft, quotation.start, OPENING_REACH)
        after = rest(self.draft, quotation.end, OPENING_REACH)
        low, high = quotation.start - len(before), quotation.end + len(after)
        if own.speaker is None or named is None or (low < named.end and named.start < high):
            return None
        other = named_in(before) or named_in(after)
        return other if other is not None and not same_speaker(own.speaker, other) else None

    def _is_quoted(self, place: Place) -> bool:
        """Say whether a source prints the words in quotation marks."""
        return self.texts.words(place.source, editors=True).quotation_at(place.parts[0].start) is not None

    def _is_given(self, place: Place) -> bool:
        """Say whether a source gives the words, in quotation marks, to a speaker."""
        return place.speech is not None and place.speech.speaker is not None and self._is_quoted(place)

    def _to_copy(self, place: Place, quotation: Quoted, own: AttributedWords | None) -> Place:
        """Return a place whose wording to copy is one speaker's, the draft's, and clean when checked; else without it.

        What the draft has in more words than the source may be another sentence that was said elsewhere.
        """
        if not place.corrected:
            return place
        reason = self._crosses(place) or self._deletes(place) or self._unclean(place, quotation, own)
        return replace(place, corrected="", withheld=reason) if reason else place

    def _with_whole(self, place: Place, quotation: Quoted, own: AttributedWords | None) -> Place:
        """Return a place with the whole sentences that hold its words, where they are to be mended by more words.

        They begin and end in the source's marks, or stand where it gives them to somebody without any.
        """
        if not WORDING & set(place.findings):
            return place
        source = self.texts.words(place.source, editors=True)
        low, high = min(part.start for part in place.parts), max(part.end for part in place.parts)
        inside = range(bisect_left(source.starts, low), bisect_left(source.starts, high))
        if not inside:
            return place
        first, end = source.sentence_start(inside[0]), source.sentence_end(inside[-1] + 1)
        span = source.span(first, end)
        in_marks = {source.quoted(first), source.quoted(end - 1)}
        if len(in_marks) > 1 or (in_marks == {False} and place.speech is None) or span.end - span.start > LONGEST_WHOLE:
            return place
        whole = replace(place, corrected=wording_of(source, first, end, _is_single(self.draft, quotation)))
        if whole.corrected == place.corrected or self._crosses(replace(whole, parts=(span,))):
            return place
        return place if self._unclean(whole, quotation, own) else replace(place, whole=whole.corrected)

    def _crosses(self, place: Place) -> str:
        """Say that a wording would hold another's words, where it reaches over them."""
        text = self.sources[place.source].text
        low, high = min(part.start for part in place.parts), max(part.end for part in place.parts)
        voices = [
            (span, speech.speaker)
            for speech in self.sources[place.source].speech or ()
            for span in speech.spans
            if speech.speaker and speech.kind is ClaimKind.DIRECT and span.start < high and low < span.end
        ]
        speaker = place.speech.speaker if place.speech is not None else None
        others = [name for _, name in voices if speaker is not None and not same_speaker(name, speaker)]
        if others:
            return f"between these words {others[0]} speaks"
        return "a new paragraph of the source's own words stands between" if _own_paragraph(text[low:high]) else ""

    def _deletes(self, place: Place) -> str:
        """Say that a wording would delete words of the draft that may stand elsewhere, or do so in the source."""
        source = self.texts.words(place.source, editors=True)
        for row in place.changes:
            added = [word.key for word in words(row.b)] if row.op == "insert" else []
            if len(added) >= ADDED_WORDS or (len(added) >= FEW_WORDS and source.find_all(added, 1)):
                return f"it would delete “{row.b.strip()}”, which may stand elsewhere"
        return ""

    def _unclean(self, place: Place, quotation: Quoted, own: AttributedWords | None) -> str:
        """Say what is wrong with a wording, checked as if the draft had it."""
        words_to_copy = place.corrected
        mended = Quoted(quotation.start, quotation.start + len(words_to_copy), words_to_copy, quotation.closing)
        draft = self.draft[: quotation.start] + words_to_copy + self.draft[quotation.end :]
        judge = _Judge(draft, self.texts, self.sources, self.speech, self.house)
        stands = [
            judge._stands(each, mended, own)
            for each in _places(place.source, _forms(draft, mended), self.texts, self.house)
        ]
        count = len(words(words_to_copy))
        told = [(each, tuple(remarks(own, self.sources[each.source], each, count))) for each in stands]
        if not told:
            return "the source's wording is too short to be found again"
        best, about = min(told, key=lambda each: _rank(each, count))
        if wrong := next((each for each in about if each.about == "speaker" and not each.unchecked), None):
            return wrong.sentence[0].lower() + wrong.sentence[1:].rstrip(".")
        return "the source's wording needs what stands around it" if best.finding_fails else ""

    def _order(self, place: Place) -> tuple[bool, str, str]:
        """Return what puts the earliest source first and undated ones last."""
        date = self.sources[place.source].date
        return date is None, date or "", place.source

    def _wordings(
        self, best: Place, places: Sequence[Place], own: AttributedWords | None
    ) -> tuple[tuple[Place, ...], tuple[str, ...]]:
        """Return the different wordings that sources print, the earliest first, and who else prints the best one's.

        Only words of the same speaker, or of the one the draft names, are another wording of the same quotation.
        """

        def printed(place: Place) -> tuple[str, ...]:
            text = self.sources[place.source].text
            return tuple(word.key for part in place.parts for word in words(part.of(text))) + place.hidden

        known = {speech.speaker for speech in (best.speech, own) if speech is not None and speech.speaker}

        def akin(place: Place) -> bool:
            if not known or self.sources[place.source].speech is None:
                return True
            speaker = place.speech.speaker if place.speech is not None else None
            return speaker is not None and any(same_speaker(speaker, name) for name in known)

        of_best = printed(best)
        same = [place for place in places if printed(place) == of_best and place.source != best.source]
        others: dict[tuple[str, ...], Place] = {of_best: best}
        for place in sorted(places, key=self._order):
            if akin(place) and _is_wording(place):
                others.setdefault(printed(place), place)
        shown = sorted(list(others.values())[:MOST_WORDINGS], key=self._order) if len(others) > 1 else []
        return tuple(shown), tuple(sorted((place.source for place in same), key=str))

    def bridged(self, checked: Sequence[CheckedQuotation]) -> list[CheckedQuotation]:
        """Look at each quotation that goes on with the one before it over a cue: are words of the source left out?"""
        found = list(checked)
        for at in range(1, len(found)):
            before, after = found[at - 1], found[at]
            one, other = before.place, after.place
            if one is None or other is None or one.source != other.source:
                continue
            if self._follows(one, other):
                found[at - 1] = _told(replace(before, place=replace(one, goes_on="")))
            cue = self.draft[before.end : after.start]
            broken = _CUE.fullmatch(cue) is not None and len(sentences(cue)) == 1
            if not broken or not words(cue) or after.text[:1].isupper():
                continue
            hidden = self._hidden(one, other)
            if hidden and not _ends_with(cue, hidden):
                denial = other.negation or lost(hidden)
                right = f"{hidden} {other.corrected or after.text}"
                place = replace(other, hidden=(*other.hidden, hidden), negation=denial, corrected=right)
                if reason := self._crosses(replace(place, parts=(*one.parts, *other.parts))):
                    place = replace(place, corrected="", withheld=reason)
                findings = {*after.findings, Finding.HIDES} - {Finding.EXACT, Finding.TYPOGRAPHY, Finding.TRIMMED}
                found[at] = _told(replace(after, place=place, findings=worst_first(findings)))
        return found

    def _follows(self, before: Place, after: Place) -> bool:
        """Tell whether no word of the source stands between two places."""
        source, low, high = self.texts.words(before.source, editors=True), before.parts[-1].end, after.parts[0].start
        return low <= high and bisect_left(source.starts, low) == bisect_left(source.starts, high)

    def _hidden(self, before: Place, after: Place) -> str:
        source = self.texts.words(before.source, editors=True)
        low, high = before.parts[-1].end, after.parts[0].start
        between = source.words[bisect_left(source.starts, low) : bisect_left(source.starts, high)]
        spoken = [word for word in between if source.quotation_at(word.start) is not None]
        if source.quotation_at(before.parts[-1].start) is None:
            spoken = list(between)
            if before.speech is None or after.speech is None or before.speech.speaker != after.speech.speaker:
                return ""
            if "\n" in source.text[low:high] or not set(source.text[low:high]).isdisjoint(QUOTATION_MARKS):
                return ""
        if not spoken:
            return ""
        return " ".join(source.text[spoken[0].start : spoken[-1].end].split())


def speech_at(speech: Sequence[AttributedWords], quotation: Quoted) -> AttributedWords | None:
    """Return whose words a draft says a quotation is, one with a speaker before others."""
    span = Span(quotation.start, quotation.end)
    holding = [part for part in speech if part.holds(span)]
    return next((part for part in holding if part.speaker), next(iter(holding), None))


def paragraph_at(text: str, position: int) -> str:
    """Return the paragraph of a text that a character stands in."""
    return text[text.rfind("\n\n", 0, position) + 1 :].lstrip("\n").partition("\n\n")[0]


def _prints(name: str, paragraph: str) -> bool:
    """Say whether a paragraph names a publisher; its article may be missing."""
    return name.lower().removeprefix("the ") in " ".join(paragraph.lower().split())


def _is_wording(place: Place) -> bool:
    """Tell whether a place prints the quotation in words of its own: changed, or with a negation that it hides."""
    if Finding.REPORTED in place.findings:
        return False
    if place.negation and not place.changes:
        return True
    return len(place.parts) == 1 and (bool(place.changes) or not place.finding_fails)


def _ends_with(cue: str, hidden: str) -> bool:
    """Tell whether the draft says the source's words itself, outside its marks: “A” and “B” for “A and B”."""
    own, left_out = ([word.key for word in words(text)] for text in (cue, hidden))
    return own[-len(left_out) :] == left_out


def _names_another(told: Sequence[Remark]) -> bool:
    """Tell whether a place gives the words to another speaker than the draft."""
    return any(remark.about == "speaker" and not remark.unchecked for remark in told)


MOST_JUDGED: Final = 8
"""Sources whose sentences are read for what they do with a quotation; an agency's words stand alike in many more."""
MOST_CHANGED: Final = 0.4
"""Share of a quotation's words that may be changed where the named speaker's wording still leads another's."""
FEW_WORDS: Final = 3
"""Words that a draft has and a place has not, from which on it matters that the source has them elsewhere."""
ADDED_WORDS: Final = 5
"""Words that a draft has and a place has not, from which on they may be a sentence that stands elsewhere."""


def _rank(each: tuple[Place, tuple[Remark, ...]], count: int) -> tuple[int, ...]:
    """Return what puts the place first that a quotation of ``count`` words follows best.

    A place that does not fail leads; then the words of the speaker that the draft names, unless too much of them was
    changed; then the fewest changes.
    """
    place, told = each
    wrong = sum(not remark.unchecked for remark in told)
    changed = sum(max(len(row.a.split()), len(row.b.split())) for row in place.changes if row.op != "equal")
    hidden = sum(map(len, place.hidden))
    rank = max(place.findings[0].rank, Finding.WRONG_SPEAKER.rank if wrong else 0)
    fails = place.finding_fails or wrong > 0
    another = bool(wrong) or changed > MOST_CHANGED * count
    first = (another, changed + len(place.hidden), bool(place.goes_on)) if fails else (False, 0, False)
    return fails, *first, rank, wrong, changed, hidden, len(told)


def _own_paragraph(text: str) -> bool:
    """Tell whether a whole paragraph of a stretch of a source quotes nobody."""
    return any(not QUOTED.search(paragraph) for paragraph in re.split(r"\n\s*\n", text)[1:-1])


def _told(checked: CheckedQuotation) -> CheckedQuotation:
    return replace(checked, why=why(checked))
