"""Invented documents whose claims are known: what stands where, who said it, and which proposition it states (pure)."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from itertools import product

from tracker.models import ClaimKind
from tracker.text.names import speaker_key

SEED = 19
"""Any number: it fixes the database."""
PROPOSITIONS = 15_000
SPEAKERS = 3_000
FIRST_DAY, DAYS = date(2005, 1, 3), 7_500
REVISED_SHARE, REVERSED_SHARE = 0.15, 0.03
"""Of the claims of a proposition: those with another figure, and those with the opposite meaning."""
LEAST, FIGURE_STEP, FIGURES = 3, 2, 40
"""A figure is the least one and some steps more."""
BUSY_CLAIMS = (2_000,) + (100,) * 110
"""Claims of the documents that one speaker fills alone: one of great length, and enough to be quoted ten thousand
times."""
BUSY_PROPOSITION = 0
BUSY_SHARE = 0.3
"""Of the claims in these: those of one and the same proposition, some thousands, each in the hearing of some place."""
OPEN_DATES, NO_DATES = 0.06, 0.04
"""Of the documents: those whose day and month fit several years, and those without any date."""

COASTS = ("Salt", "Wrack", "Gull", "Tern", "Marl", "Fenn", "Oster", "Hather", "Brine", "Kelp", "Spindle", "Thorn")
ENDS = ("mere", "ford", "wick", "combe", "stead", "haven", "ness", "bury", "thorpe", "leigh")
FIRST = ("Ada", "Bea", "Cora", "Dora", "Edwin", "Fergus", "Greta", "Hugo", "Ines", "Jonas", "Kezia", "Lorcan", "Mara",
         "Nils", "Odette", "Piers", "Quentin", "Rosalind", "Silas", "Tobias", "Una", "Viola", "Wystan", "Yvette",
         "Zachary")  # fmt: skip
LAST_STARTS = ("Pen", "Tre", "Quil", "Wren", "Sand", "Hollo", "Black", "Carra", "Lang", "Ost", "Thwai", "Mos", "Fair",
               "Bram", "Cold")  # fmt: skip
LAST_ENDS = ("hale", "wick", "ley", "combe", "shaw", "more", "dike", "ridge", "field")
TITLES = ("Councillor", "Chief Constable", "Superintendent", "Dr", "Professor", "Inspector", "Alderman")
THINGS = ("Burglaries", "Boat thefts", "Ferry delays", "Night patrols", "Fishing permits", "School absences",
          "Harbour fines", "Lamp repairs", "Ward closures", "Bicycle thefts", "Rent arrears", "Market licences",
          "Oyster landings", "Library visits", "Ambulance calls", "Planning appeals", "Noise complaints",
          "Quay inspections", "Bus journeys", "Allotment waits")  # fmt: skip
SITES = ("swing bridge", "lido", "covered market", "cottage hospital", "lighthouse", "tram depot", "customs house",
         "night school", "fish hall", "reading room", "harbour wall", "bathing station", "signal box", "grain store",
         "assembly rooms")  # fmt: skip
UNITS = ("officers", "pupils", "patients", "tenants", "ferry passengers", "apprentices", "fishermen", "traders",
         "volunteers", "drivers")  # fmt: skip
PAPERS = tuple(f"The {place} {kind}" for place, kind in product(
    ("Saltmere", "Wrackford", "Gullwick", "Ternhaven", "Marlstead", "Ostercombe", "Hatherleigh", "Kelpness"),
    ("Gazette", "Courier", "Post", "Packet", "Evening Lamp")))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Family:
    """Propositions of one form: wordings that say the same, and one that says the opposite."""

    wordings: tuple[str, ...]
    opposite: str
    figured: bool = False


FAMILIES = (
    Family(("{thing} in {place} fell by {n} per cent last year",
            "{thing} in {place} were down by {n} per cent on the year before",
            "{thing} in {place} have fallen {n} per cent in a year"),
           "{thing} in {place} rose by {n} per cent last year", figured=True),
    Family(("the {site} in {place} will cost £{n} million to repair",
            "repairing the {site} in {place} will cost £{n} million"),
           "the {site} in {place} will cost nothing to repair", figured=True),
    Family(("{place} has {n} fewer {units} than it had two years ago",
            "there are {n} fewer {units} in {place} than two years ago"),
           "{place} has {n} more {units} than it had two years ago", figured=True),
    Family(("there are no plans to close the {site} in {place}", "the {site} in {place} will not be closed"),
           "the {site} in {place} will be closed"),
    Family(("{units} in {place} should travel free on the evening ferry",
            "the evening ferry ought to be free for {units} in {place}"),
           "{units} in {place} should not travel free on the evening ferry"),
    Family(("the council in {place} will always stand behind its {units}",
            "{place} stands behind its {units}, and always will"),
           "the council in {place} does not stand behind its {units}"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Speaker:
    """An invented person or body."""

    name: str
    kind: str
    title: str | None = None
    organisation: str | None = None

    @property
    def key(self) -> str:
        """The identity key, as the program makes it."""
        return speaker_key(self.name)


@dataclass(frozen=True, slots=True)
class Said:
    """One claim of a text and where it stands.

    ``subject`` is alike for claims about the same thing, ``state`` too for those that say the same of it: its figure
    and whether it is the opposite.
    """

    kind: ClaimKind
    start: int
    end: int
    subject: str
    state: tuple[int, bool]
    wording: int
    speaker: Speaker | None = None
    source: tuple[int, int] | None = None
    cue: tuple[int, int] | None = None


@dataclass(slots=True)
class Text:
    """One document: ``day`` is ``None`` where no date is printed, ``year_open`` where the year is missing."""

    name: str
    title: str
    publisher: str
    day: date | None
    year_open: bool
    date_at: tuple[int, int] | None = None
    body: str = ""
    claims: list[Said] = field(default_factory=list)
    roles: list[tuple[Speaker, int, int]] = field(default_factory=list)

    def write(self, words: str) -> tuple[int, int]:
        """Append words and return where they stand."""
        start = len(self.body)
        self.body += words
        return start, len(self.body)


@cache
def places() -> tuple[str, ...]:
    """Return the invented towns."""
    return tuple(start + end for start, end in product(COASTS, ENDS))


@cache
def speakers() -> tuple[Speaker, ...]:
    """Return the invented speakers, every tenth a body."""
    names = [f"{first} {a}{b}" for first, a, b in product(FIRST, LAST_STARTS, LAST_ENDS)]
    chance = random.Random(SEED)
    chance.shuffle(names)
    bodies = [f"{place} {kind}" for place, kind in product(places(), ("Council", "Harbour Trust", "Police"))]
    people = [
        Speaker(name, "person", TITLES[n % len(TITLES)], f"{places()[n % len(places())]} Council")
        for n, name in enumerate(names)
    ]
    return tuple(
        Speaker(bodies[n // 10], "body") if n % 10 == 9 and n // 10 < len(bodies) else people[n]
        for n in range(SPEAKERS)
    )


def proposition(number: int, *, figure: int, opposed: bool, wording: int) -> str:
    """Return a proposition with its figure, in one of its wordings."""
    family = FAMILIES[number % len(FAMILIES)]
    rest = number // len(FAMILIES)
    place = places()[rest % len(places())]
    rest //= len(places())
    form = family.opposite if opposed else family.wordings[wording % len(family.wordings)]
    named = {name: words[rest % len(words)] for name, words in (("thing", THINGS), ("site", SITES), ("units", UNITS))}
    return form.format(place=place, n=LEAST + FIGURE_STEP * figure, **named)


def texts(documents: int, claims_each: int) -> Iterator[Text]:
    """Yield the invented documents."""
    chance = random.Random(SEED)
    for number in range(documents):
        voices = [speakers()[int(SPEAKERS * chance.random() ** 2)] for _ in range(4)]
        yield _text(number, claims_each, voices, chance)


def busy_texts(after: int) -> Iterator[Text]:
    """Yield the documents of one busy speaker and one busy proposition, numbered after the others."""
    chance = random.Random(SEED)
    for number, claims in enumerate(BUSY_CLAIMS, after):
        yield _text(number, claims, [speakers()[0]], chance, busy=BUSY_SHARE)


def _text(number: int, claims: int, voices: Sequence[Speaker], chance: random.Random, *, busy: float = 0) -> Text:
    """Write one document; a ``busy`` share of its claims is of one proposition."""
    day = FIRST_DAY + timedelta(days=chance.randrange(DAYS))
    dated = chance.random()
    place = places()[chance.randrange(len(places()))]
    title = f"{place}: {THINGS[number % len(THINGS)].lower()} and the {SITES[number % len(SITES)]}, report {number + 1}"
    text = Text(f"invented-{number + 1:05}.txt", title, PAPERS[number % len(PAPERS)],
                None if dated < NO_DATES else day, NO_DATES <= dated < NO_DATES + OPEN_DATES)  # fmt: skip
    text.write(f"{title}\n\n")
    if text.day:
        words = f"{day:%A}, {day.day} {day:%B}" + ("" if text.year_open else f" {day.year}")
        text.date_at = text.write(words)
        text.write("\n\n")
    text.write("An invented report: nothing in it has happened.\n\n")
    for _ in range(claims):
        if busy and chance.random() < busy:
            _claim(text, chance.choice(voices), chance, BUSY_PROPOSITION, f", {chance.choice(places())} was told")
        else:
            _claim(text, chance.choice(voices), chance, int(PROPOSITIONS * chance.random() ** 2))
    return text


def _claim(text: Text, speaker: Speaker, chance: random.Random, number: int, ending: str = "") -> None:
    """Write one paragraph with one claim in it, of the proposition with this number."""
    family = FAMILIES[number % len(FAMILIES)]
    opposed = chance.random() < REVERSED_SHARE
    figure = number % FIGURES + (chance.randint(1, 3) if family.figured and chance.random() < REVISED_SHARE else 0)
    wording = 0 if opposed else chance.randrange(len(family.wordings))
    sentence = proposition(number, figure=figure, opposed=opposed, wording=wording) + ending
    subject = proposition(number, figure=0, opposed=False, wording=0)
    state = (figure if family.figured else 0, opposed)
    kind = chance.choices(list(ClaimKind), (40, 15, 20, 25))[0]
    if kind is ClaimKind.STATISTIC and not family.figured:
        kind = ClaimKind.INDIRECT
    if kind is ClaimKind.STATISTIC:
        start, end = text.write(sentence[0].upper() + sentence[1:] + ".")
        text.claims.append(Said(kind, start, end, subject, state, wording))
        text.write("\n\n")
        return
    if kind is ClaimKind.DIRECT:
        text.write("“")
        start, end = text.write(sentence[0].upper() + sentence[1:])
        text.write(",” ")
        cue = text.write("said")
        text.write(" ")
        source = _label(text, speaker)
    else:
        source = _label(text, speaker)
        text.write(" ")
        cue = text.write("said")
        text.write(" ")
        words = sentence.split(" ")
        half = len(words) // 2
        mixed = f"{' '.join(words[:half])} “{' '.join(words[half:])}”"
        start, end = text.write(mixed if kind is ClaimKind.MIXED else sentence)
    text.claims.append(Said(kind, start, end, subject, state, wording, speaker, source, cue))
    text.write(".\n\n")


def _label(text: Text, speaker: Speaker) -> tuple[int, int]:
    """Write a speaker's name, with the title where the text has not named the speaker yet; return the name's place."""
    if speaker.title and all(known is not speaker for known, _, _ in text.roles):
        start, end = text.write(speaker.title)
        text.roles.append((speaker, start, end))
        text.write(" ")
    return text.write(speaker.name)
