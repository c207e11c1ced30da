"""The kinds of drafts: what is done to a sentence that somebody said, and frames that are left out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple, TypeVar

from tracker.check.words import words as words_of

T = TypeVar("T")


class Said(NamedTuple):
    """A sentence that somebody said in a text, at a place of it."""

    document: str
    date: str | None
    speaker: str
    words: str
    start: int

    @property
    def surname(self) -> str:
        """The last of the speaker's names."""
        return self.speaker.split()[-1]


class Case(NamedTuple):
    """A draft of its kind; ``bad`` says that the check must fail it, ``is_figure`` that its figure is looked at."""

    kind: str
    bad: bool
    draft: str
    is_figure: bool = False


MOST: Final = 16
"""Drafts of one kind: the sentences are taken evenly over all texts."""
LONGEST: Final = 45
"""Words of a sentence that drafts are made of."""

Change = Callable[[str], str | None]
"""Makes bad or good words of a sentence; nothing where it cannot."""


def sub(pattern: str, new: str | Callable[[re.Match[str]], str]) -> Change:
    """Return the change that puts ``new`` for the first match of a pattern."""
    compiled = re.compile(pattern)

    def change(words: str) -> str | None:
        return compiled.sub(new, words, count=1) if compiled.search(words) else None

    return change


def table(pairs: Mapping[str, str]) -> Change:
    """Return the change that puts another word for the first of some words that stands there."""

    def change(words: str) -> str | None:
        for old, new in pairs.items():
            if re.search(rf"\b{old}\b", words):
                return re.sub(rf"\b{old}\b", new, words, count=1)
        return None

    return change


def _without_middle(words: str) -> str | None:
    parts = words.split(" ")
    if len(parts) < 14:
        return None
    return " ".join([*parts[:5], "…", *parts[9:]])


def _figures_exchanged(words: str) -> str | None:
    found = re.findall(r"\d[\d,.]*\d|\d", words)
    if len(found) < 2 or found[0] == found[1]:
        return None
    return words.replace(found[0], "\0", 1).replace(found[1], found[0], 1).replace("\0", found[1], 1)


def _figure(words: str) -> str | None:
    found = re.search(r"(?<![\d,.:-])\d(?:[\d,]*\d)?(?![\d,.:-]*\w)", words)
    if found is None:
        return None
    digits = found.group()
    return words[: found.start()] + digits[:-1] + str((int(digits[-1]) + 3) % 10) + words[found.end() :]


def _word_out(words: str) -> str | None:
    parts = words.split(" ")
    at = next((n for n in range(2, len(parts) - 2) if re.fullmatch(r"[a-z]{6,}", parts[n])), None)
    return " ".join(parts[:at] + parts[at + 1 :]) if at is not None and len(parts) > 7 else None


def _word_in(words: str) -> str | None:
    parts = words.split(" ")
    return " ".join([*parts[:-2], "secretly", *parts[-2:]]) if len(parts) > 6 else None


def _order(words: str) -> str | None:
    first, comma, second = words.rstrip(".").partition(", and ")
    if not comma or min(len(first.split()), len(second.split())) < 4:
        return None
    return f"{second[0].upper()}{second[1:]}, and {first[0].lower()}{first[1:]}."


BAD: Final[Mapping[str, Change]] = {
    "word changed": table({
        "more": "less", "safer": "cheaper", "sound": "rotten", "dry": "flooded", "boat": "bus", "people": "visitors",
        "officers": "soldiers", "trust": "fear", "public": "council", "patients": "doctors", "nests": "traps",
        "money": "time", "message": "danger", "operation": "accident", "incident": "exercise", "oaks": "pines",
    }),
    "not left out": sub(r" (?:not|never)\b", ""),
    "nobody made everybody": sub(r"^Nobody\b", "Everybody"),
    "not added": sub(r"\b(is|are|was|were|will|would|may|might|can|could|should|must)(?! not| never) ", r"\1 not "),
    "figure changed": _figure,
    "figure in words changed": table({"two": "three", "Three": "Four", "third": "quarter", "five": "six",
                                      "nine": "eleven", "hundred": "thousand", "six": "nine", "one": "seven"}),
    "figures exchanged": _figures_exchanged,
    "ellipsis hides not": sub(r" (?:not|never) ", " … "),
    "ellipsis hides words": _without_middle,
    "bracket for not": sub(r"\b(is|are|do|does|will) not\b", r"[\1]"),
    "word left out": _word_out,
    "word added": _word_in,
    "parts exchanged": _order,
    "may made will in brackets": sub(r"\b(?:may|might|could|would)\b", "[will]"),
    "may made will": sub(r"\b(?:may|might|could)\b", "will"),
    "quantity in brackets": sub(r"\b(?:Some|Most|Three|A third)\b", "[All]"),
    "quantity changed": sub(r"\b(?:Some|Most|Three|A third)\b", "All"),
    "us made US": sub(r"\bus\b", "US"),
    "hyphen makes another word": sub(r"\bre-(sign)", r"re\1"),
    "comma behind No left out": sub(r"^No, ", "No "),
    "question made a statement": sub(r"^(?:Who is|What is) (.*)\?$", r"Who is \1."),
    "per cent made points": sub(r"per cent", "percentage points"),
    "direction changed": table({"fell": "rose", "risen": "fallen", "reduction": "increase", "fewer": "more",
                                "increase": "reduce", "lowest": "highest", "shorter": "longer"}),
    "place exchanged": table({"north": "west", "Saltmere": "Eastmere", "Ashcombe": "Norhaven", "quay": "bridge",
                              "London": "Leeds", "E8": "E9"}),
    "time exchanged": table({"spring": "autumn", "May": "June", "August": "March", "April": "January",
                             "summer": "winter",
                             "2019": "2018", "2023": "2024", "1998": "1989", "Friday": "Monday", "today": "yesterday"}),
    "condition made because": sub(r"\b(?:unless|only if|if|until)\b", "because"),
    "only left out": sub(r" only\b", ""),
    "before made after": table({"before": "after", "until": "after", "under": "over", "against": "for"}),
    "person changed": table({"We": "They", "we": "they", "I": "He", "our": "their", "They": "We"}),
    "number of a noun changed": table({"officers": "officer", "nests": "nest", "captains": "captain",
                                       "patients": "patient", "oaks": "oak"}),
    "figure cut short": sub(r"\b(£1\.4|two hundred|412|A third|73|six|6|9|4) (?:million|jobs|per cent)\b.*", r"\1"),
    "currency changed": sub("£", "$"),
    "[sic] over a changed word": sub(r"\b(planing|ghastly|colleagues|routine|opposite)\b", r"\1s [sic]"),
    "denial cut off at the start": sub(r"^(?:I do not believe that|It is not true that) ", ""),
    "condition cut off at the start": sub(r"^(?:If|Provided that) [^,]*, ", ""),
    "condition cut off at the end": sub(r" (?:unless|only if|until) .*$", "."),
}  # fmt: skip
"""What makes words that nobody said."""


def _split_lines(words: str) -> str | None:
    parts = words.split(" ")
    middle = len(parts) // 2
    return f"{' '.join(parts[:middle])}\n{' '.join(parts[middle:])}"


def _cut(kept: Callable[[list[str]], list[str]]) -> Change:
    """Return the change that keeps some words of a long sentence that nothing turns."""

    def change(words: str) -> str | None:
        parts = words.split(" ")
        return " ".join(kept(parts)) if len(parts) > 12 and _is_plain(words) else None

    return change


GOOD: Final[Mapping[str, Change]] = {
    "exact": lambda words: words,
    "wrapped over two lines": _split_lines,
    "trimmed end": _cut(lambda parts: [*parts[:7], "…"]),
    "trimmed start": _cut(lambda parts: ["…", *parts[-7:]]),
    "no ellipsis at the end": _cut(lambda parts: parts[:9]),
    "no closing point": lambda words: words.rstrip("."),
    "American spelling": table({"harbour": "harbor", "programme": "program", "colour": "color",
                                "organised": "organized",
                                "centre": "center", "labour": "labor", "neighbours": "neighbors"}),
    "per cent sign": sub(r" per cent", "%"),
    "digits for words": table({"two": "2", "Three": "3", "nine": "9", "five": "5", "hundred": "100", "six": "6"}),
    "first letter in brackets": lambda words: f"[{words[0].lower()}]{words[1:]}" if words[:2] != "I " else None,
    "first letter small": sub(r"^(?:We|They|The|Most|Our|It)\b", lambda found: found.group().lower()),
    "pronoun made clear": table({"it": "it [the town]", "They": "They [the people]", "He": "[The officer]"}),
    "[sic] behind the source's word": sub(r"\b(planing|ghastly|tactic)\b", r"\1 [sic]"),
    "dash for comma": sub(r", and ", " – and "),
    "no-break blanks": lambda words: words.replace(" ", "\u00a0", 2),
}  # fmt: skip
"""What only looks different."""


def _is_plain(words: str) -> bool:
    """Tell whether nothing of a sentence turns what is cut out of it."""
    return not re.search(
        r"\b(?:not|no|never|nobody|if|unless|until|neither|without|only|provided|either|before|when|cannot|unable|wrong|some)\b|n’t",
        words,
        re.IGNORECASE,
    )


class Frame(NamedTuple):
    """Words that a text quotes without letting its speaker say so, and the kind of what stands around them."""

    kind: str
    speaker: str
    words: str


FRAMES: Final = tuple(
    Frame(*row)
    for row in (
        ("denied", "Lena Corrigan", "a slow retreat from the outer islands"),
        ("claims dismissed", "Pavel Aske", "a danger to every vessel that ties up"),
        ("idea rejected", "Lena Corrigan", "a present to wealthy commuters"),
        ("was not", "Lena Corrigan", "a scandal of the first order"),
        ("refused to call", "Lena Corrigan", "a defeat for all the islanders"),
        ("never promised", "Pavel Aske", "a crossing at every hour of the day"),
        ("wrong to call", "Lena Corrigan", "a tax on life beyond the bay"),
        ("asked whether", "Ida Brandt", "ready to abandon the school crossing"),
        ("critics' words", "Lena Corrigan", "a shed with a leaking roof of tin"),
        ("said not to be true", "Ralf Oakes", "an empty house with a bright sign"),
        ("doctors' words", "Gerda Voss", "a corridor with curtains for walls"),
        ("no longer believed", "Otto Lindqvist", "a rescue for the smaller hospitals"),
        ("only feared", "Kasper Holm", "the end of the last sawmill in the valley"),
        ("those who call it so", "Edda Lorrimer", "a farewell to the hill villages"),
        ("those calling it so", "Edda Lorrimer", "a lottery with no winning ticket"),
        ("never did", "Edda Lorrimer", "a staircase for mountain goats"),
        ("misquoted", "Edda Lorrimer", "a levy on getting up early"),
        ("a claim that is rejected", "Edda Lorrimer", "a museum of clever levers"),
        ("a phrase that is mentioned", "Edda Lorrimer", "a siding for forgotten people"),
        ("a letter read out", "Edda Lorrimer", "a fridge with a clock in it"),
        ("talk brushed aside", "Edda Lorrimer", "a hidden plan to sell the depot"),
        ("some will say", "Edda Lorrimer", "a holiday for the ticket inspectors"),
        ("wrong to call, spoken", "Edda Lorrimer", "a victory over the night porters"),
        ("a question", "Edda Lorrimer", "a platform or a monument to delay"),
    )
)
OWN: Final = (
    "a parcel with nothing inside",
    "a bridge to the wrong bank",
    "a warm hall with honest lamps",
)
"""What is turned down as this, or because of it, and what is put in about others: the speaker says it."""
_DENIALS: Final = ("denied that it was", "rejected the claim that it was", "said that it was not")
_SAYS: Final = ("said it was", "called it", "described it as")
REPORTED: Final = (
    ("Ida Brandt", "the company had forgotten the people of the outer islands and their children"),
    ("Gerda Voss", "the minister had counted the same beds twice"),
    ("Tobias Wren", "the proposal was a significant change"),
    ("Callum Frost", "41 per cent of officers wanted to carry a firearm on every patrol"),
    ("Mara Quill", "Saltmere needed routine armed patrols"),
)
INVENTED: Final = (
    "The lighthouse keeper will be paid in coal from now on",
    "Every lantern on the promenade was sold to a collector in Lisbon",
    "Our accountants found a second ledger under the stairs",
    "I have asked the bishop to bless the new tram depot",
    "Nothing in the budget explains the price of the marble fountain",
    "The choir sang for nine hours and nobody left the square",
    "We shall rebuild the observatory stone by stone",
    "My grandmother taught half of this town to swim",
    "The vineyard has been poisoned by its own owners",
    "You could buy a castle for what the roundabout cost",
)
ROLES: Final = (
    ("Lena Corrigan", "the mayor of Norhaven", "the director of Norhaven Ferries"),
    ("Otto Lindqvist", "a judge", "a surgeon"),
    ("Ralf Oakes", "the finance minister", "the health minister"),
    ("Stephen House", "a surgeon", "the assistant commissioner"),
    ("Dora Penhale", "the mayor", "inspector"),
)
FIGURES: Final[Sequence[tuple[str, bool, str]]] = (
    ("figure: exact", False, "Norhaven Ferries carried 31,400 passengers in 2019."),
    ("figure: exact", False, "The clinic treated 412 patients in July."),
    ("figure: exact", False, "Armed officers were deployed to 212 incidents in 2017."),
    ("figure: exact", False, "Armed officers were deployed to 143 incidents in 2023."),
    ("figure: exact", False, "Some 640 officers answered the survey."),
    ("figure: rounded", False, "Norhaven Ferries carried about 31,000 passengers in 2019."),
    ("figure: rounded", False, "More than 400 patients were treated in July."),
    ("figure: changed", True, "Armed officers were deployed to 221 incidents in 2017."),
    ("figure: changed", True, "Armed officers were deployed to 134 incidents in 2023."),
    ("figure: changed", True, "The ward treated 421 patients in July."),
    ("figure: changed", True, "Some 460 officers answered the survey."),
    ("figure: exchanged", True, "The ward treated 388 patients in July."),
    ("figure: exchanged", True, "We know that 75 nests were found in the north and 240 in the south."),
    ("figure: year exchanged", True, "Armed officers were deployed to 143 incidents in 2019."),
    ("figure: year exchanged", True, "Armed officers were deployed to 212 incidents in 2023."),
    ("figure: bound crossed", True, "Armed officers were deployed to more than 250 incidents in 2017."),
    ("figure: bound crossed", True, "More than 500 patients were treated in the ward in July."),
    ("figure: points", True, "The waiting list fell by 6 percentage points in the summer."),
    ("figure: direction", True, "The waiting list rose by 6 per cent in the summer."),
    ("figure: place exchanged", True, "The rangers counted 75 nests in the north."),
    ("figure: quarter exchanged", True, "The rangers counted 412 loose sleepers in the south of Quarrington."),
    ("figure: denominator", True, "The railway logged 14 faults per 100 journeys in the hills in 2021."),
    ("figure: denominator", True, "The railway logged 14 faults per 10,000 journeys in the hills in 2021."),
    ("figure: elided verb", True, "Delays fell 5 per cent in the autumn timetable."),
    ("figure: elided verb", True, "Delays rose 12 per cent in the autumn timetable."),
    ("figure: to and from", True, "The day ticket rose to £3.80."),
    ("figure: to and from", True, "The day ticket fell to £4.20."),
    ("figure: exact", False, "The rangers counted 412 loose sleepers in the north of Quarrington."),
    ("figure: exact", False, "The railway logged 14 faults for every 1,000 journeys in the hills in 2021."),
    ("figure: exact", False, "Delays rose 5 per cent in the autumn timetable."),
    ("figure: part for whole", True, "The railway repaired 96 bridges."),
    ("figure: part for whole", True, "The railway fined 310 passengers in Norhaven for smoking."),
    ("figure: exact", False, "The railway repaired 41 of its 96 bridges."),
    ("figure: exact", False, "In Norhaven the railway fined 27 passengers for smoking."),
    ("figure: forecast", True, "Ticket income reached £8.4 million."),
    ("figure: exact", False, "Ticket income is expected to reach £8.4 million."),
    ("figure: level for change", True, "Coal use dropped by 7,300 tonnes."),
    ("figure: exact", False, "Coal use dropped by 460 tonnes."),
    ("figure: earlier time", True, "The buffet sold 5,210 pies a year earlier."),
    ("figure: exact", False, "The buffet sold 4,870 pies a year earlier."),
)


def _normal(words: str) -> str:
    return f" {' '.join(word.key for word in words_of(words))} "


def cases(texts: Mapping[str, str], said: Sequence[Said]) -> Iterator[Case]:
    """Yield every draft; ``texts`` are all stored texts, ``said`` what is said in them."""
    printed = [_normal(text) for text in texts.values()]
    usable = [each for each in said if 5 <= len(each.words.split()) <= LONGEST and each.speaker[0].isupper()]

    def stands(words: str) -> bool:
        return any(_normal(words) in text for text in printed)

    for kind, change in BAD.items():
        typographic = kind in ("us made US", "hyphen makes another word", "comma behind No left out",
                               "question made a statement")  # fmt: skip
        cut = "cut " in kind
        made = [(each, new) for each in usable if (new := change(each.words)) and new != each.words]
        new_words = [(e, w) for e, w in made if typographic or cut or not stands(w)]
        for number, (each, words) in enumerate(_evenly(new_words)):
            yield Case(kind, True, _told(number, each, words))
    for kind, change in GOOD.items():
        made = [(each, new) for each in usable if (new := change(each.words))]
        for number, (each, words) in enumerate(_evenly(made)):
            yield Case(kind, False, _told(number, each, words))
    for form, template in _TEMPLATES.items():
        for each in _evenly(usable):
            words = each.words.rstrip(".") if form in _COMMA_FORMS and not each.words.endswith("?") else each.words
            yield Case(form, False, template(each.speaker, each.surname, words))
    yield from _whose(usable, stands)
    yield from _joined(texts, usable)
    yield from _framed()
    yield from (Case(kind, bad, text, is_figure=True) for kind, bad, text in FIGURES)


_TEMPLATES: Final[Mapping[str, Callable[[str, str, str], str]]] = {
    "straight marks": lambda name, surname, words: f'{name} said: "{words}"',
    "single marks": lambda name, surname, words: f"{name} said: ‘{words}’",
    "cue behind": lambda name, surname, words: f"“{_with_comma(words)}” {name} said.",
    "named by surname": lambda name, surname, words: f"{name} spoke again. {surname} said: “{words}”",
    "block quotation": lambda name, surname, words: f"{name} said:\n\n> {words}\n",
    "says in the present": lambda name, surname, words: f"{name} says: “{words}”",
    "named behind a comma": lambda name, surname, words: f"As {name} put it, “{words}”",
    "somebody else named before": lambda name, surname, words: f"Bram Oster had left by then. {name} said: “{words}”",
}  # fmt: skip
_COMMA_FORMS: Final = ("cue behind",)


def _told(number: int, each: Said, words: str) -> str:
    """Return a sentence that gives words to their speaker, in one of four forms."""
    forms = (
        f"{each.speaker} said: “{words}”",
        f"“{_with_comma(words)}” {each.speaker} said.",
        f'{each.surname} told reporters: "{words}"',
        f"“{_with_comma(words)}” said {each.surname}.",
    )
    return forms[number % len(forms)]


def _with_comma(words: str) -> str:
    return words if words.endswith(("?", "…")) else words.rstrip(".") + ","


def _evenly(each: Sequence[T], most: int = MOST) -> list[T]:
    step = max(1, -(-len(each) // most))
    return list(each[::step])


def _whose(said: Sequence[Said], stands: Callable[[str], bool]) -> Iterator[Case]:
    speakers = list(dict.fromkeys(each.speaker for each in said if " " in each.speaker))
    by: dict[str, set[str]] = {}
    for each in said:
        by.setdefault(_normal(each.words).strip(), set()).add(each.speaker)
    alone = [each for each in said if len(by[_normal(each.words).strip()]) == 1]
    alone = [each for each in alone if sum(_normal(each.words).strip() in other for other in by) == 1]
    for number, each in enumerate(_evenly(alone)):
        own = speakers.index(each.speaker)
        other = speakers[(own + 5 + number) % len(speakers)]
        if other == each.speaker:
            other = speakers[(own + 1) % len(speakers)]
        yield Case("wrong speaker", True, f"{other} said: “{each.words}”")
        yield Case("wrong speaker behind", True, f"“{each.words.rstrip('.')},” said {other}.")
        yield Case("surname of another", True, f"{other.split()[-1]} said: “{each.words}”")
        year = int(each.date[:4]) if each.date else None
        if year:
            yield Case("wrong date", True, f"In March {year - 3}, {each.speaker} said: “{each.words}”")
            yield Case("right date", False, f"In {year}, {each.speaker} said: “{each.words}”")
    for name, wrong, right in ROLES:
        own_words = [each for each in said if each.speaker == name]
        for each in _evenly(own_words, 3):
            yield Case("wrong role", True, f"{name}, {wrong}, said: “{each.words}”")
            yield Case("right role", False, f"{name}, {right}, said: “{each.words}”")
    for number, words in enumerate(INVENTED):
        yield Case("invented", True, f"{speakers[number % len(speakers)]} said: “{words}.”")
    for name, words in REPORTED:
        yield Case("reported speech in marks", True, f"{name} said: “{words[0].upper()}{words[1:]}.”")
        yield Case("reported speech reported", False, f"{name} said that {words}.")


def _joined(texts: Mapping[str, str], said: Sequence[Said]) -> Iterator[Case]:
    """Yield what is put together from several sentences."""
    two, over, apart, own, broken, paragraphs, left_out = (list[tuple[Said, Said]]() for _ in range(7))
    for at, one in enumerate(said[:-1]):
        for other in said[at + 1 : at + 8]:
            if other.document != one.document:
                break
            text = texts[one.document]
            between = text[one.start : other.start]
            if one.speaker != other.speaker:
                if len(two) < 3 * MOST:
                    two.append((one, other))
                continue
            gap = between.replace(one.words, "", 1)
            voices = [each for each in said if each.document == one.document and one.start < each.start < other.start]
            if any(each.speaker != one.speaker for each in voices):
                over.append((one, other))
            elif voices:
                apart.append((one, other))
            elif "”" not in gap and "\n" not in gap and len(gap.strip()) <= 2:
                own.append((one, other))
                broken.append((one, other))
                if len(one.words) > 30:
                    left_out.append((one, other))
            elif gap.strip() == "“":
                paragraphs.append((one, other))
    for one, other in _evenly(two):
        first, second = one.words.rstrip("."), other.words.rstrip(".")
        yield Case("two speakers joined", True, f"{one.speaker} said: “{first}. {second}.”")
        yield Case("two speakers joined by an ellipsis", True, f"{one.speaker} said: “{first} … {second}.”")
        yield Case("two speakers joined, under the other", True, f"{other.speaker} said: “{first}. {second}.”")
        yield Case("two people told one by one", False,
                   f"{one.speaker} said: “{one.words}”\n\n{other.speaker} said: “{other.words}”")  # fmt: skip
    for one, other in _evenly(over):
        first, second = one.words.rstrip("."), other.words.rstrip(".")
        yield Case("splice over another speaker", True, f"{one.speaker} said: “{first}. {second}.”")
    for one, other in _evenly(apart):
        first, second = one.words.rstrip("."), other.words.rstrip(".")
        yield Case("splice over a sentence", True, f"{one.speaker} said: “{first}. {second}.”")
    for one, other in _evenly(own):
        yield Case("two sentences", False, f"{one.speaker} said: “{one.words} {other.words}”")
        yield Case("turned round", True, f"{one.speaker} said: “{other.words} {one.words}”")
    for one, other in _evenly(broken):
        first = one.words.rstrip(".")
        yield Case("broken by a cue", False, f"“{first},” {one.speaker} said. “{other.words}”")
    for one, other in _evenly(paragraphs):
        yield Case("two paragraphs", False, f"{one.speaker} said: “{one.words}\n\n“{other.words}”")
    whole = [_normal(text) for text in texts.values()]
    far = [
        (one, other)
        for one in said
        for other in said
        if one.speaker == other.speaker and one.document < other.document and one.words != other.words
        if not any(_normal(f"{one.words} {other.words}") in text for text in whole)
    ]
    for one, other in _evenly(far):
        yield Case("splice of two texts", True, f"{one.speaker} said: “{one.words.rstrip('.')}. {other.words}”")
    for one, _ in _evenly(left_out):
        parts = one.words.split(" ")
        if len(parts) > 9:
            middle = len(parts) // 2
            head, tail = " ".join(parts[: middle - 2]), " ".join(parts[middle + 1 :])
            yield Case("words left out at a cue", True, f"“{head},” {one.speaker} said, “{tail}”")
            whole, ending = " ".join(parts[:middle]).rstrip(","), " ".join(parts[middle:])
            yield Case("one sentence broken by a cue", False, f"“{whole},” {one.speaker} said, “{ending}”")


def _framed() -> Iterator[Case]:
    for number, frame in enumerate(FRAMES):
        says = _SAYS[number % len(_SAYS)]
        yield Case(f"frame dropped: {frame.kind}", True, f"{frame.speaker} {says} “{frame.words}”.")
        yield Case(
            f"frame dropped: {frame.kind}", True, f"“{frame.words[0].upper()}{frame.words[1:]},” {frame.speaker} said."
        )
        if frame.kind in ("denied", "claims dismissed", "idea rejected", "was not", "said not to be true"):
            for denial in _DENIALS:
                yield Case("denial carried", False, f"{frame.speaker} {denial} “{frame.words}”.")
    for number, words in enumerate(OWN):
        yield Case("turned down as it", False, f"Edda Lorrimer {_SAYS[number % len(_SAYS)]} “{words}”.")
    for carried in ("was misquoted as calling them", "never called them"):
        yield Case("misquotation carried", False, f"Edda Lorrimer {carried} “a levy on getting up early”.")
    yield Case(
        "question carried", False, "Ida Brandt asked whether the company was “ready to abandon the school crossing”."
    )
    yield Case("others named", False, "Ms Corrigan said critics had called it “a shed with a leaking roof of tin”.")
    for text in (
        "Lena Corrigan said: “We will not cancel the evening boat unless the council ends its grant.”",
        "Lena Corrigan said they would “not cancel the evening boat” unless the council ended its grant.",
        "If the ministry pays, Maud Ferris said, “we will open the second ward in May”.",
    ):
        yield Case("condition carried", False, text)
