"""Transcripts of debates, hearings and interviews: whose turn it is, told by the name line that opens it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import Final

from tracker.extract.name_lines import INITIALS, LETTERS, Label, Opening, Proof, is_office, opening, pattern, person
from tracker.extract.speakers import FIRST_PERSON
from tracker.models import RecordKind, Span, Stance
from tracker.text.layout import lines, others_mail, printed_lines
from tracker.text.lexicon import rows, words
from tracker.text.names import STYLE, given_gender, is_initial, is_particle, plain, title
from tracker.text.quotes import quotations

LONGEST_HEADING: Final = 110
"""Characters of a line without an end that may be a heading; a longer one is speech."""
LINES_OF_LABEL: Final = 4
"""Lines over which an office with its holder is cut in narrow text."""
LINES_OF_HEAD: Final = 8
"""Lines above the first turn in which a record's heading stands."""
_LABEL_SIGNS: Final = frozenset(":()–—")
SHORTEST_SPEECH: Final = 8
"""Characters of a line that can be speech ("It has risen.")."""
SHORTEST_SENTENCE: Final = 2
"""Words that make a turn a sentence ("We did.") and no entry of a list."""
FEW: Final = 2
"""Turns of plain names that make a transcript where words of a house show it; without those one more."""
SHORTEST_PROSE: Final = 8
"""Words of a sentence above the first turn that show a writer at work."""
TALK_SHARE: Final = 3
"""One turn in so many, at least, is in the first or second person or asks, where labels alone prove little."""
FEWEST_QUESTIONS: Final = 3
"""Questions set apart, with answers in the first person, that make an interview."""
LONGEST_CHAPTER: Final = 60
"""Characters of what a chapter of a recording is called, behind the time it begins at."""
LONGEST_QUESTION: Final = 300
"""Characters of a paragraph that only asks."""
LINES_OF_PAGE: Final = 14
"""Lines above a speech in which a page says that it was delivered, and who did."""
FEWEST_NUMBERED: Final = 5
"""Lines in one run whose numbers stand before them, as in transcripts of courts."""
LINE_DIGITS: Final = 2
"""Digits of such a number at most: a page has some 25 lines."""
_SINGULAR: Final = frozenset(("i", "me", "my", "mine"))
_EMPHASIS: Final = "*_"
_SECOND: Final = frozenset(("you", "your", "yours"))
_SPEECH_ENDS: Final = ".!?:;…—–-\"”’'»"
_SENTENCE_ENDS: Final = ".!?…"
QUOTES: Final = "“\"‘'«"
"""Marks that may stand before the first word of a sentence of speech."""
_STRIPPED: Final = QUOTES + "”,;:.?!()"
_BREAKS: Final = frozenset("\r\n\x0b\x0c\x85\u2028\u2029")


@dataclass(frozen=True, slots=True)
class Turn:
    """One uninterrupted speech of a transcript: its label, the full name of who speaks, and its paragraphs.

    ``stance`` and ``whole`` are as of a speech of a record.
    """

    label: Label
    name: str | None
    spans: tuple[Span, ...]
    stance: Stance = "asserts"
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Transcript:
    """A text read as a transcript: its turns, its words as they were spoken, and the kind of record it shows itself.

    ``words`` is as long as the text: what stands beside the speech (the numbers of columns and lines, times, stage
    directions) is blank in it, and each paragraph of speech is one line.
    """

    turns: tuple[Turn, ...]
    words: str
    record: RecordKind | None


def turns(text: str) -> tuple[Turn, ...]:
    """Return the turns of ``text`` in order, none where it is no transcript.

    >>> [turn.name for turn in turns("The Clerk (Ann Reed): It rose.\\n\\nMr Hale: It fell.\\n\\nAnn Reed: It rose.")]
    ['Ann Reed', 'Hale', 'Ann Reed']
    """
    found = transcript(text)
    return found.turns if found is not None else ()


def transcript(text: str) -> Transcript | None:
    """Read ``text`` as a transcript, ``None`` where it is none."""
    bare, numbered = _without_furniture(text)
    read = _Lines(bare)
    sure = read.turns(())
    sure = _named(bare, read.turns(read.kin(sure)))
    if not _is_transcript(bare, sure):
        found = read.interview() or read.named_behind() or read.letters() or read.delivered()
        return (
            Transcript(found, _flowing(bare, [span for turn in found for span in turn.spans]), None) if found else None
        )
    opened = _named(bare, read.turns(read.confirmed(sure)))
    found = tuple(turn for turn in opened if not turn.label.crowd)
    record = _record(text, found, numbered=numbered)
    if record is None and _has_prose(bare, found[0].label.span.start):
        found = tuple(_without_prose(bare, turn, last=turn is found[-1]) for turn in found)
    spans = [span for turn in found for span in turn.spans]
    stamps = [Span(*at.span()) for span in spans for at in pattern("stamp").finditer(bare, span.start, span.end)]
    spoken = _flowing(_apart(_blanked(bare, stamps), found), spans)
    return Transcript(found, spoken, record)


def _named(text: str, opened: Sequence[Turn]) -> list[Turn]:
    """Return the turns with the full names of who speaks."""
    head = text[: opened[0].label.span.start] if opened else ""
    names = _Names(text, [turn.label for turn in opened], head)
    return [turn if turn.name is not None else replace(turn, name=names.of(turn.label)) for turn in opened]


def _has_prose(text: str, end: int) -> bool:
    """Tell whether a writer speaks before a place: then a transcript stands inside an article."""
    above = (line.of(text[:end]) for line in printed_lines(text[:end]))
    return any(line[-1] in _SENTENCE_ENDS and len(line.split()) >= SHORTEST_PROSE for line in above)


def _without_prose(text: str, turn: Turn, *, last: bool) -> Turn:
    """Return a turn without the paragraphs below its first that may be the writer's: not in the first person.

    The writer goes on behind the last turn; a letter's turns but the last are whole.
    """
    if turn.label.letter and not last:
        return turn
    kept = [span for span in turn.spans[1:] if not last and _speaks_of_itself(span.of(text))]
    return replace(turn, spans=(turn.spans[0], *kept))


def _speaks_of_itself(paragraph: str) -> bool:
    """Tell whether a paragraph is in the first person outside its quotation marks."""
    quoted = [Span(each.start, each.end) for each in quotations(paragraph)]
    return not FIRST_PERSON.isdisjoint(_words_said(_blanked(paragraph, quoted)))


def _without_furniture(text: str) -> tuple[str, bool]:
    """Return ``text`` with what stands beside speech made blank, and whether its lines are numbered."""
    every = printed_lines(text)
    blank = _line_numbers(text, every)
    numbered = bool(blank)
    for number, line in enumerate(every):
        words_of_line = line.of(text)
        if len(words_of_line) <= LONGEST_HEADING and pattern("line").fullmatch(words_of_line):
            before = every[number - 1] if number else None
            holder = words_of_line[0] == "(" and before is not None and text.count("\n", before.end, line.start) == 1
            if not (holder and before is not None and text[before.end - 1] not in _SPEECH_ENDS):
                blank.append(line)
    blank += _chapters(text, every)
    if any(sign in text for sign in "[(|OB"):
        blank += [Span(found.start(), found.end()) for found in pattern("within").finditer(text)]
    return _blanked(text, blank), numbered


def _chapters(text: str, every: Sequence[Span]) -> list[Span]:
    """Return the lines of a list of chapters: a time and a few words, some right below one another."""
    runs: list[list[Span]] = [[]]
    for line in every:
        time = pattern("time").match(line.of(text))
        said = line.of(text)[time.end() :].strip(" –—-") if time else ""
        if not (said[:1].isupper() and len(said) <= LONGEST_CHAPTER and said[-1] not in ".!,"):
            runs.append([])
        elif runs[-1] and text.count("\n", runs[-1][-1].end, line.start) > 1:
            runs.append([line])
        else:
            runs[-1].append(line)
    chapters = (run for run in runs if len(run) > FEW and sum(": " in line.of(text) for line in run) * FEW < len(run))
    return [line for run in chapters for line in run]


def _line_numbers(text: str, every: Sequence[Span]) -> list[Span]:
    """Return the numbers before the lines of a court's or an inquiry's transcript; each page begins again at 1."""
    runs: list[list[Span]] = [[]]
    last = 0
    for line in every:
        figure = line.of(text).split(maxsplit=1)[0]
        number = int(figure) if figure.isdecimal() and len(figure) <= LINE_DIGITS else 0
        if number != last + 1 and runs[-1]:
            runs.append([])
        if number in (1, last + 1):
            runs[-1].append(Span(line.start, line.start + len(figure)))
        last = number
    return [span for run in runs if len(run) >= FEWEST_NUMBERED for span in run]


def _blanked(text: str, spans: Sequence[Span]) -> str:
    parts, at = [], 0
    for span in sorted(spans):
        if span.start >= at:
            parts += [text[at : span.start], " " * (span.end - span.start)]
            at = span.end
    return "".join([*parts, text[at:]])


def _apart(text: str, found: Iterable[Turn]) -> str:
    """Return ``text`` with each label on a line of its own: it is no part of what is said behind it."""
    parts, at = [], 0
    for turn in found:
        between = Span(turn.label.span.end, turn.spans[0].start)
        if at <= between.start < between.end:
            parts += [text[at : between.start], "\n".rjust(between.end - between.start)]
            at = between.end
    return "".join([*parts, text[at:]])


def _flowing(text: str, spans: Sequence[Span]) -> str:
    """Return ``text`` with the line ends inside spans made blank."""
    parts, at = [], 0
    for span in spans:
        parts += [text[at : span.start], "".join(" " if sign in _BREAKS else sign for sign in span.of(text))]
        at = span.end
    return "".join([*parts, text[at:]])


class _Lines:
    """The lines of a text, each with the label that opens it if one does."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines: list[Span] = []
        self.askers: dict[int, str | None] = {}
        self.openings: list[Opening | None] = []
        known: set[str] = set()
        printed = printed_lines(text)
        at = 0
        while at < len(printed):
            line, found, at = self._opening(printed, at, known)
            self.lines.append(line)
            self.openings.append(found)
            if found is not None and found.label.name is not None:
                known.add(plain(found.label.name.split()[-1]))
        openings = [number for number, found in enumerate(self.openings) if found is not None]
        apart = sum(self._is_apart(number) for number in openings)
        self._spaced = apart * FEW > len(openings)

    def _opening(self, printed: Sequence[Span], at: int, known: Collection[str]) -> tuple[Span, Opening | None, int]:
        """Return a line with the label that opens it, which a line end may cut, and where the next line stands."""
        line = printed[at]
        words_of_line = line.of(self.text)
        if words_of_line[:3] == "BY " and words_of_line.isupper():
            asker = person(words_of_line[3:].rstrip(":"))
            self.askers[len(self.lines)] = asker.name if asker is not None else None
            return line, None, at + 1
        found = opening(self.text, line, known)
        if found is not None and found.label.alone and self._is_subject(printed, at):
            found = None
        if at == 0 and found is not None and found.label.proof <= Proof.PLAIN and self._is_headline(found, printed):
            return line, None, 1
        for count in range(1, LINES_OF_LABEL):
            if at + count >= len(printed) or (found is not None and not found.label.alone):
                break
            after = printed[at + count]
            before = self.text[line.start : printed[at + count - 1].end]
            ended = before[-1] in _SENTENCE_ENDS + ":" and before.count("(") == before.count(")")
            if ended or self._breaks(printed[at + count - 1].end, after.start) != 1:
                break
            if not _LABEL_SIGNS.isdisjoint(after.of(self.text)[:LONGEST_HEADING]):
                longer = opening(self.text, Span(line.start, after.end), known)
                if (
                    longer is not None
                    and longer.begin > after.start
                    and longer.label.proof > Proof.OPEN
                    and not (longer.label.alone and self._is_subject(printed, at + count))
                ):
                    return Span(line.start, after.end), longer, at + count + 1
        return line, found, at + 1

    def _is_subject(self, printed: Sequence[Span], at: int) -> bool:
        """Tell whether a name that fills its line stands in a sentence of prose that its narrow column cut."""
        above = printed[at - 1] if at and self._breaks(printed[at - 1].end, printed[at].start) == 1 else None
        last = above.of(self.text).split()[-1] if above is not None else ""
        letters = last.isupper() and len(last) == FEW  # "Ann Pole MS", no "Ms"
        if last.endswith(",") or (not letters and last.lower() in words("text", "unfinished_words.txt")):
            return True
        below = printed[at + 1] if at + 1 < len(printed) else None
        return (
            below is not None and self.text[below.start].islower() and self._breaks(printed[at].end, below.start) == 1
        )

    def _is_headline(self, found: Opening, printed: Sequence[Span]) -> bool:
        """Tell whether the first line of a text heads it, as "Ann Pole: The dam must go" does."""
        line = printed[0]
        ended = self.text[line.end - 1] in _SENTENCE_ENDS or found.begin == line.end
        return not ended and len(printed) > 1 and self._breaks(line.end, printed[1].start) > 1

    def _is_apart(self, number: int) -> bool:
        """Tell whether a blank line stands before a line."""
        return number > 0 and self._breaks(self.lines[number - 1].end, self.lines[number].start) > 1

    def _breaks(self, start: int, end: int) -> int:
        return max(self.text.count(sign, start, end) for sign in "\n\r")

    def turns(self, confirmed: Collection[str]) -> list[Turn]:
        """Return each label with the paragraphs of speech behind it, as ``_turns`` has them, if there is any."""
        return [turn for turn in self._turns(confirmed) if turn.spans and not self._names_holder(turn)]

    def _names_holder(self, turn: Turn) -> bool:
        """Tell whether the words behind a label are a name: "The Speaker: The Honourable Paul Pole" heads a record."""
        said = turn.spans[0].of(self.text).removeprefix("The ")
        found = person(said) if len(turn.spans) == 1 and turn.label.unheld else None
        return found is not None and found.proof > Proof.OPEN and " " in said

    def _turns(self, confirmed: Collection[str]) -> Iterator[Turn]:
        """Yield each label with the paragraphs of speech behind it; a heading ends a speech.

        A label that proves nothing opens a turn where it is one of those ``confirmed``.
        """
        label: Label | None = None
        spans: list[Span] = []
        asker: str | None = None
        for number, line in enumerate(self.lines):
            read = self.openings[number]
            if read is not None and label is not None and not spans and self._holds(label, read.label):
                label = replace(label, office=read.label.office)
            elif read is not None and (read.label.proof > Proof.OPEN or read.label.span.of(self.text) in confirmed):
                if label is not None:
                    yield _turn(label, spans, asker)
                label, spans = read.label, []
                if read.begin < line.end:
                    spans.append(Span(read.begin, line.end))
            elif number in self.askers:
                if label is not None:
                    yield _turn(label, spans, asker)
                label, asker = None, self.askers[number]
            elif label is not None and spans and self._goes_on(spans[-1], line):
                spans[-1] = Span(spans[-1].start, line.end)
            elif label is not None and self._is_speech(spans, number):
                spans.append(line)
            elif label is not None and spans:
                yield _turn(label, spans, asker)
                label = None
        if label is not None:
            yield _turn(label, spans, asker)

    def _holds(self, label: Label, below: Label) -> bool:
        """Tell whether a line is the office of who is named on the line right above it."""
        alone = label.alone and below.alone and below.unheld and not label.unheld and label.name is not None
        return alone and label.office is None and self._breaks(label.span.end, below.span.start) == 1

    def _goes_on(self, before: Span, line: Span) -> bool:
        """Tell whether a line goes on with the sentence before it, across the end of a line or of a column."""
        last = self.text[max(before.start, before.end - LONGEST_HEADING) : before.end].split()[-1]
        if last[-1] in _SPEECH_ENDS and (last[-1] != "." or title(last) is None):  # "Mr." asks for a name
            return False
        return self.text[line.start].islower() or self._breaks(before.end, line.start) == 1

    def _is_speech(self, spans: Sequence[Span], number: int) -> bool:
        """Tell whether a line is speech and no heading: it ends as sentences do, is long, or goes on a block."""
        line = self.lines[number]
        printed = line.of(self.text)
        if spans and self._spaced and self._breaks(spans[-1].end, line.start) == 1:
            return True
        unfinished = number + 1 < len(self.lines) and self._goes_on_below(line, number + 1, first=not spans)
        ended = printed[-1] in _SPEECH_ENDS or len(printed) > LONGEST_HEADING or unfinished
        if not spans and not ended and any(mark in printed for mark in _house_marks()):
            return True
        return ended and (len(printed) >= SHORTEST_SPEECH or (not spans and printed[-1] in _SENTENCE_ENDS))

    def _goes_on_below(self, line: Span, below: int, *, first: bool) -> bool:
        """Tell whether the next line goes on with one: in lower case, or where a speech begins with no blank line."""
        after = self.lines[below]
        if self.openings[below] is not None:
            return False
        spoken = first and any(word[0].islower() for word in line.of(self.text).split())
        return self.text[after.start].islower() or (spoken and self._breaks(line.end, after.start) == 1)

    def kin(self, sure: Sequence[Turn]) -> frozenset[str]:
        """Return the labels that prove nothing but are the initials, surname or first name of a name in others.

        Two initials that come again and again are those of who asks and who answers, and so are two first names; and
        ranks before a name with a full stop are labels where they come again ("Ms. Alder. I thank the chair.").
        """
        names = [turn.label.name for turn in sure if turn.label.name is not None]
        known = {plain(name.split()[-1]) for name in names} | {_initials(name) for name in names}
        known |= {plain(name.split()[0]) for name in names}
        found = self._open()
        letters = Counter(label.name for label in found if label.name and label.name.isupper() and not label.alone)
        if len(letters) == FEW and min(letters.values()) >= FEW:
            known |= letters.keys()
        first = Counter(label.name for label in found if label.name and not label.alone and given_gender(label.name))
        again = {name for name, count in first.items() if count >= FEW}
        known |= again if len(again) >= FEW else set()
        stopped = Counter(label.span.of(self.text) for label in found if self._is_stopped(label))
        if sum(stopped.values()) > FEW and max(stopped.values()) >= FEW:
            return frozenset(stopped)
        return frozenset(
            label.span.of(self.text)
            for label in found
            if label.name is not None
            and (
                {label.name, plain(label.name.split()[-1])} & known
                or any(f"({label.name}{sign}" in self.text[: label.span.start] for sign in "),")
            )
        )

    def _is_stopped(self, label: Label) -> bool:
        """Tell whether a label is a rank with a name, or an office, before a full stop."""
        return not label.alone and self.text[label.span.end] == "." and (bool(label.titles) or label.unheld)

    def confirmed(self, sure: Sequence[Turn]) -> frozenset[str]:
        """Return the labels that prove nothing and yet open turns of what is a transcript.

        Those that come again, those whose name another label holds, ranks before a name, offices, who is unnamed, and
        in the record of a house names of two words and more before a sentence.
        """
        found = self._open()
        again = Counter(label.span.of(self.text) for label in found if not label.alone or label.timed)
        sentence = {
            read.label.span.of(self.text)
            for line, read in zip(self.lines, self.openings, strict=True)
            if read is not None and not read.label.alone and self.text[read.begin : read.begin + 1].isupper()
            if self.text[line.end - 1] in _SPEECH_ENDS or line.end - line.start <= LONGEST_HEADING
        }
        record = any(turn.label.proof == Proof.SURE for turn in sure)
        stops = any(turn.label.proof == Proof.MARKED and not turn.label.timed for turn in sure)
        allowed = {
            label.span.of(self.text)
            for label in found
            if label.name is None
            or label.unheld
            or (label.titles and stops)
            or (record and " " in label.name and label.span.of(self.text) in sentence)
            or (again[label.span.of(self.text)] > 1 and len(label.name) > INITIALS)
        }
        return frozenset(allowed | self.kin(sure))

    def _open(self) -> list[Label]:
        return [read.label for read in self.openings if read is not None and read.label.proof == Proof.OPEN]

    def interview(self) -> tuple[Turn, ...]:
        """Return the turns of an interview that names nobody: its questions are emphasised, or stand by themselves.

        Those that nothing sets apart ask "you", and half of the answers are of an "I", unlike lists of questions asked
        often.
        """
        every = self._paragraphs(self.lines, whole=True)
        printed = [part.of(self.text) for part in every]
        asked, own = [number for number, part in enumerate(every) if _is_emphasised(self.text, part)], FIRST_PERSON
        if len(asked) < FEWEST_QUESTIONS:
            asked, own = [number for number, part in enumerate(printed) if _is_question(part)], _SINGULAR
            said = {word for number in asked for word in _words_said(printed[number])}
            apart = all(before + 1 < after for before, after in pairwise([*asked, len(every)]))
            if len(asked) < FEWEST_QUESTIONS or not apart or _SECOND.isdisjoint(said):
                return ()
        found: list[Turn] = []
        personal = 0
        for number, following in pairwise([*asked, len(every)]):
            marks = len(printed[number]) - len(printed[number].lstrip(_EMPHASIS))
            question = Span(every[number].start + marks, every[number].end - marks)
            found.append(Turn(Label(question, None, None, letter="Q"), None, (question,)))
            spans = tuple(part for part in every[number + 1 : following] if self._is_ended(part))
            if spans:
                found.append(Turn(Label(Span(spans[0].start, spans[0].start), None, None, letter="A"), None, spans))
                personal += not own.isdisjoint(_said(self.text, found[-1]))
        return tuple(found) if personal * FEW >= len(asked) else ()

    def _paragraphs(self, lines: Iterable[Span], *, whole: bool = False) -> list[Span]:
        """Return lines as paragraphs: those with no blank line between, ``whole`` or until a sentence ends."""
        found: list[Span] = []
        for line in lines:
            close = bool(found) and self._breaks(found[-1].end, line.start) == 1
            if close and (not _is_emphasised(self.text, found[-1]) if whole else self._goes_on(found[-1], line)):
                found[-1] = Span(found[-1].start, line.end)
            else:
                found.append(line)
        return found

    def _is_ended(self, part: Span) -> bool:
        """Tell whether a paragraph ends as speech does, or is too long for a heading."""
        return self.text[part.end - 1] in _SPEECH_ENDS or part.end - part.start > LONGEST_HEADING

    def named_behind(self) -> tuple[Turn, ...]:
        """Return the turns of a text whose paragraphs end with who speaks: "Why was it shut? (Ann Pole)"."""
        found: list[Turn] = []
        every = self._paragraphs(self.lines, whole=True)
        for part in every:
            said, bracket, name = part.of(self.text).rpartition("(")
            if bracket and name.endswith(")") and said.rstrip()[-1:] and said.rstrip()[-1] in _SENTENCE_ENDS:
                read = opening(self.text, Span(part.start + len(said) + 1, part.end - 1), ())
                if read is not None and read.label.name is not None and read.label.proof > Proof.OPEN:
                    spans = (Span(part.start, part.start + len(said.rstrip())),)
                    found.append(Turn(read.label, read.label.name, spans))
        talk = sum(_is_talk(self.text, turn) for turn in found)
        enough = len(found) > FEW and len(found) * FEW >= len(every) and talk * TALK_SHARE >= len(found)
        return tuple(found) if enough else ()

    def letters(self) -> tuple[Turn, ...]:
        """Return letters as turns of who signs them: from the salutation to the end, or to the name below the words."""
        begun = [number for number, line in enumerate(self.lines) if pattern("salutation").match(line.of(self.text))]
        if not begun or _has_prose(self.text, self.lines[begun[0]].start) or others_mail(self.text):
            return ()
        found = (self._letter(range(first, after)) for first, after in pairwise([*begun, len(self.lines)]))
        return tuple(turn for turn in found if turn is not None)

    def _letter(self, numbers: range) -> Turn | None:
        ends = (at for at in numbers[1:] if pattern("valediction").fullmatch(self.lines[at].of(self.text)))
        end = next(ends, None)
        below = range(end + 1, numbers.stop) if end is not None else numbers[1:]
        for at in below:
            printed = self.lines[at].of(self.text)
            read = opening(self.text, self.lines[at], ())
            signed = read is not None and read.label.alone and read.label.name is not None and not read.label.unheld
            if read is None or not signed or (read.label.proof == Proof.OPEN and (end is None or " " not in printed)):
                continue
            begin = self.lines[numbers[0]].start
            salutation = pattern("salutation").match(self.text, begin, self.lines[numbers[0]].end)
            first = Span(salutation.end() if salutation else begin, self.lines[numbers[0]].end)
            body = self._paragraphs([first, *self.lines[numbers[0] + 1 : at if end is None else end]])
            spans = tuple(part for part in body if len(part.of(self.text).strip()) >= SHORTEST_SPEECH)
            label = read.label
            after = self.lines[at + 1] if at + 1 < numbers.stop else None
            another = person(after.of(self.text).partition(",")[0]) if after is not None else None
            if another is not None and another.proof > Proof.OPEN and " " in another.name:
                return Turn(replace(label, name=None), None, spans) if spans else None  # several sign it
            if after is not None and label.office is None and is_office(after.of(self.text)):
                label = replace(label, office=after)
            return Turn(label, label.name, spans) if spans else None
        return None

    def delivered(self) -> tuple[Turn, ...]:
        """Return the words of a speech as one turn, whose speaker is known where the lines above say who gave it."""
        head = [line.of(self.text) for line in self.lines[:LINES_OF_PAGE]]
        last = next((at for at in reversed(range(len(head))) if pattern("delivered").fullmatch(head[at])), None)
        if last is None:
            return ()
        spans = tuple(filter(self._is_ended, self._paragraphs(self.lines[last + 1 :])))
        above = (" ".join(part.of(self.text).split()) for part in self._paragraphs(self.lines[: last + 1]))
        told = (found["who"] or found["whose"] for line in above if (found := pattern("deliverer").fullmatch(line)))
        names = {name for who in told for name, _ in _named_above(who, defaultdict(set), named=True)}
        whole = {name for name in names if not any(name != other and name in other for other in names)}
        name = whole.pop() if len(whole) == 1 else None
        start = spans[0].start if spans else 0
        return (Turn(Label(Span(start, start), name, None), name, spans),) if spans else ()


def _is_emphasised(text: str, part: Span) -> bool:
    """Tell whether a part of a text is a question in bold or italics: "**Why?**"."""
    if part.end - part.start > LONGEST_QUESTION:
        return False
    printed = part.of(text)
    bare = " ".join(printed.split()).strip(_EMPHASIS)
    marks = printed[: len(printed) - len(printed.lstrip(_EMPHASIS))]
    return bare[-1:] == "?" and marks != "" and printed.endswith(marks) and "*" not in bare


def _is_question(printed: str) -> bool:
    """Tell whether a paragraph asks and nothing else: it is short, quotes nobody, and is not in the first person."""
    short = printed[-1] == "?" and len(printed) <= LONGEST_QUESTION and not any(mark in printed for mark in '“"‘')
    return short and _SINGULAR.isdisjoint(_words_said(printed))


def _turn(label: Label, spans: Sequence[Span], asker: str | None) -> Turn:
    return Turn(label, asker if label.letter == "Q" else None, tuple(spans))


def _said(text: str, turn: Turn) -> list[str]:
    return [word for span in turn.spans for word in _words_said(span.of(text))]


def _words_said(printed: str) -> list[str]:
    """Return words in plain form, without what is contracted behind them ("I'm" is "i")."""
    return [plain(part.strip(_STRIPPED)).partition("'")[0] for part in printed.split()]


def _in_first_person(text: str, turn: Turn) -> bool:
    return not FIRST_PERSON.isdisjoint(_said(text, turn))


def _is_talk(text: str, turn: Turn) -> bool:
    """Tell whether a turn speaks of who speaks or to who listens, or asks."""
    said = _said(text, turn)
    return not (FIRST_PERSON.isdisjoint(said) and _SECOND.isdisjoint(said)) or any(
        "?" in span.of(text) for span in turn.spans
    )


def _is_transcript(text: str, found: Sequence[Turn]) -> bool:
    """Tell whether labels with the speech behind them make a transcript.

    One label in the style of a record does, or several that are marked as labels; plain names do where people speak of
    themselves or to others, and one comes again or three have a paragraph each; or where a house's words are shown.
    Names on lines of their own do under the heading of a record.
    """
    spoken = [turn for turn in found if not turn.label.crowd and _is_sentence(text, turn)]
    talk = sum(_is_talk(text, turn) for turn in spoken)
    names = Counter(turn.name or turn.label.letter or turn.label.span.of(text) for turn in spoken)
    lively = talk * TALK_SHARE >= len(spoken)
    repeated = max(names.values(), default=0) > 1
    marks = [mark for mark in _house_marks() if mark in text]
    shown = bool(talk or marks)
    if any(turn.label.proof == Proof.SURE and (not turn.label.alone or turn.label.seat or shown) for turn in spoken):
        return True
    addressed = [mark for mark in marks if mark not in _names_of_records()]
    flat = all(turn.label.alone for turn in spoken)
    if any(mark in span.of(text) for mark in (addressed if flat else marks) for turn in spoken for span in turn.spans):
        return True
    flat = all(turn.label.alone for turn in spoken)
    if spoken and flat and _is_headed(text, found[0].label.span.start):
        return True
    if len(names) < FEW or not spoken:
        return False
    letters = names.keys() & frozenset(LETTERS)
    if len(letters) == len(LETTERS) and set(names) == letters:
        return repeated and lively
    marked = any(turn.label.proof == Proof.MARKED for turn in spoken)
    if marked or marks:
        return lively if flat or not marked else True
    talked = not flat and talk * FEW >= len(spoken) == sum(len(turn.spans) for turn in spoken)
    return (repeated or (len(names) > FEW and talked)) and len(spoken) > FEW and lively


def _is_headed(text: str, end: int) -> bool:
    """Tell whether a line of the head, which ends at a place, heads the record of a house: "HC Deb 20 October 1966"."""
    return any(pattern("heading").fullmatch(line.of(text)) for line in printed_lines(text[:end])[:LINES_OF_HEAD])


def _is_sentence(text: str, turn: Turn) -> bool:
    said = turn.spans[0].of(text)
    ended = said[-1] in _SPEECH_ENDS or turn.label.timed or _in_first_person(text, turn)
    return (ended and len(said.split()) >= SHORTEST_SENTENCE) or turn.label.letter != ""


def _initials(name: str) -> str:
    return "".join(part[0] for part in name.split() if part[0].isupper())


class _Names:
    """The full names of a record's speakers, as its labels and the lines above its first turn have them.

    A surname or initials are somebody's only where one person fits: "Mr Smith" is Owen Smith unless Chris Smith speaks
    too, and never Ann Smith. An office without its holder is the one who was printed with it, where that is one.
    """

    def __init__(self, text: str, labels: Sequence[Label], head: str) -> None:
        self._holders: dict[str, set[str]] = defaultdict(set)
        held = [label for label in labels if label.name is not None and not label.unheld]
        for label in held:
            if label.name is not None and label.office is not None:
                self._holders[_office_key(label.office.of(text))].add(label.name)
        named = {_named_as(label.name, label.titles) for label in held if label.name is not None}
        named |= {_named_as(name, titles) for name, titles in _named_above(head, self._holders)}
        self._full = {one: _fullest(one, named) for one in named}

    def of(self, label: Label) -> str | None:
        """Return the full name of who a label names, the office where only that is known."""
        if label.name is None:
            return None
        if not label.unheld:
            return self._full[_named_as(label.name, label.titles)]
        holders = {self._full.get(_named_as(name, ()), name) for name in self._holders[_office_key(label.name)]}
        return holders.pop() if len(holders) == 1 else label.name


_Named = tuple[str, str | None]
"""A name with the gender that its title or its given name shows, if one does."""


def _named_as(name: str, titles: Sequence[str]) -> _Named:
    shown = {found.gender for word in titles if (found := title(word)) and found.gender}
    given = given_gender(name.split()[0]) if " " in name else None
    return name, shown.pop() if len(shown) == 1 else given if given in ("m", "f") else None


def _fullest(one: _Named, named: Collection[_Named]) -> str:
    """Return the longest print of a name, the name itself where two persons fit."""
    fuller = {other for other in named if _is_short_for(one, other)}
    longest = max(fuller, key=lambda other: len(other[0]), default=one)
    return longest[0] if all(other[0] == longest[0] or _is_short_for(other, longest) for other in fuller) else one[0]


def _is_short_for(one: _Named, other: _Named) -> bool:
    """Tell whether a name can be a shorter print of another: the same surname, no other first name or gender."""
    short, full = one[0].split(), other[0].split()
    if one[0].isupper() and len(one[0]) <= INITIALS and len(short) == 1:
        return len(full) > 1 and _initials(other[0]) == one[0]
    if one[0] == other[0] or len(full) < len(short) or (None not in (one[1], other[1]) and one[1] != other[1]):
        return False
    style, first = title(short[0]), title(full[0])
    if style is not None and style.kind == STYLE and len(short) > 1:
        return [*map(plain, full)][: len(short)] == [*map(plain, short)]
    if len(short) == 1 and given_gender(one[0]) is not None and plain(one[0]) == plain(full[0]):
        return True
    if plain(short[-1]) != plain(full[-1]) or (first is not None and first.kind == STYLE):
        return False
    given = zip(short[:-1], full, strict=False)
    return all(plain(mine) == plain(theirs) or _is_initial_of(mine, theirs) for mine, theirs in given)


def _is_initial_of(mine: str, theirs: str) -> bool:
    return is_initial(mine) and plain(mine)[:1] == plain(theirs)[:1]


def _office_key(office: str) -> str:
    return plain(office).removeprefix("the ")


def _named_above(
    head: str, holders: dict[str, set[str]], *, named: bool = False
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the persons whom the lines above the first turn name, each with titles: those present, the witnesses.

    Offices in brackets behind them go to ``holders``. Where the words can only name somebody (``named``), a name of no
    list is one too.
    """
    for part in dict.fromkeys((head, *(line.of(head) for line in lines(head)))):  # a narrow page cuts names
        yield from _named_in(part.split(), holders, named=named)


def _named_in(
    parts: Sequence[str], holders: dict[str, set[str]], *, named: bool
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the persons whom the words of a line name, as ``_named_above`` does."""
    at = 0
    while at < len(parts):
        end = at
        while end < len(parts) and (parts[end][:1].isupper() or (end > at and is_particle(parts[end]))):
            end += 1
            if not parts[end - 1][-1].isalpha() or parts[end - 1].endswith(("'s", "’s")):
                break
        run = [part.strip(",;:.)").removesuffix("'s").removesuffix("’s") for part in parts[at:end]]
        read = [person(" ".join(run[start:])) for start in range(len(run) - 1)]
        full = [one for one in read if one is not None and " " in one.name]
        found = next((one for one in full if one.proof > Proof.OPEN), full[0] if named and full else None)
        if found is not None:
            yield found.name, found.titles
            if parts[end : end + 1] and parts[end].startswith("(") and parts[end].rstrip(",;.").endswith(")"):
                holders[_office_key(parts[end].strip("(),;."))].add(found.name)
        at = max(end, at + 1)


def _record(text: str, found: Sequence[Turn], *, numbered: bool) -> RecordKind | None:
    """Return the kind of record a transcript shows itself to be, ``None`` where it shows none.

    A house's official report goes before the rest: it is substantially verbatim. Numbered lines, clock times beside
    names and numbered questions are those of a word-for-word record.
    """
    shown = {RecordKind(row[1]) for row in rows("extract", "debate_marks.tsv") if len(row) > 1 and row[0] in text}
    if RecordKind.EDITED in shown or any(
        "§" in text[turn.label.span.start - 9 : turn.label.span.start] for turn in found
    ):
        return RecordKind.EDITED
    return RecordKind.VERBATIM if shown or numbered or any(turn.label.timed for turn in found) else None


@cache
def _house_marks() -> tuple[str, ...]:
    return tuple(row[0] for row in rows("extract", "debate_marks.tsv") if row[-1] != "verbatim")


@cache
def _names_of_records() -> frozenset[str]:
    """Return the marks that an article may print as well: what a record is called."""
    return frozenset(row[0] for row in rows("extract", "debate_marks.tsv") if row[-1] == "name")
