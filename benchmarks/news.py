"""Invented news documents in ordinary prose that repeat one another's passages, as papers print what an agency sent."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import Final

from benchmarks.corpus import vocabulary
from tools.demo_large.texts import places, speakers

PARAGRAPHS: Final = 11
"""Paragraphs of a document, some 450 words; two in three quote somebody."""
SENT: Final = 0.35
"""Share of paragraphs that an agency sent: they stand in other documents too, word for word or lightly edited."""
PASSAGES_EACH: Final = 0.25
"""Passages that an agency sends for each document there is: each is printed some fifteen times, the first ones more."""
EDITED: Final = 0.2
"""Share of an agency's passages that a paper prints with a word or two left out."""
QUOTED: Final = 2 / 3

WORDS: Final = {
    "who": "the council|the police|officers|residents|the government|ministers|the company|the union|nurses|teachers|"
    "the mayor|the committee|the court|drivers|parents|the inspector|the charity|traders|tenants|the hospital|"
    "the school|engineers|the owners|volunteers|the report|campaigners|the minister|shopkeepers|farmers|the trust|"
    "the regulator|patients|the contractor|fishermen|the library|scientists|the judge|the agency|students|the board",
    "what": "the plan|the money|the bridge|the report|the road|the decision|the new rules|the budget|the ferry|"
    "the inquiry|the old pier|the land|the number of patrols|the cost of repairs|the contract|the timetable|"
    "the evidence|the closure|the waiting list|the water supply|the tower|the strike|the harbour wall|the fire|"
    "the proposal|the market|the rent|the agreement|the flood defences|the letter|the housing scheme|the vote|"
    "the training|the equipment|the complaint|the station|the survey|the footpath|the school meals|the fishing quota",
    "did": "decided on|paid for|asked about|supported|rejected|closed|opened|delayed|talked about|looked at|wanted|"
    "forgot|welcomed|found|lost|built|sold|defended|questioned|promised|published|needed|saw|explained|ignored|"
    "repaired|measured|offered|remembered|accepted|feared|counted|bought|changed|moved|signed|began|finished|cut|saved",
    "will": "will|would|could|should|may|might|must|can|has to|ought to",
    "do": "pay for|support|close|open|look at|talk about|explain|repair|build|sell|delay|answer|defend|publish|finish|"
    "change|move|check|lose|share|stop|begin|protect|replace|review|improve|accept|leave|keep|bring back",
    "adjective": "new|old|small|large|hard|local|expensive|unfair|difficult|public|dangerous|serious|early|late|"
    "strange|careful|independent|temporary|empty|quiet|broken|honest|sensible|urgent|private|modest|unusual|permanent",
    "thing": "work|time|money|fear|help|choice|idea|price|change|answer|problem|risk|story|promise|question|mistake|"
    "reason|place|chance|service|system|building|number|night|street|family|job|house|meeting|boat",
    "when": "last year|this week|on Monday|in March|before the winter|since 2019|after the storm|in the spring|"
    "at the weekend|every day|for years|in 2021|at night|during the strike|last month|on Friday|in the summer|"
    "before the vote|by September|within weeks|in the end|over the years|at the time|so far|next year",
    "where": "in the town|near the harbour|on the coast|in the north|at the hospital|in every village|on the bridge|"
    "at the meeting|in the valley|outside the court|in our schools|across the county|on the island|in the streets|"
    "at the station|by the river|in the old market|on the main road|in the city|at the depot",
    "opening": "we know that|I think that|nobody told us that|it is true that|they said that|I am sure that|"
    "it seems that|everybody could see that|there is no doubt that|I hope that|it was clear that|we heard that",
    "join": "and|but|because|while|although|so|when|as|if|since",
}  # fmt: skip
FORMS: Final = (
    "{who} {did} {what} {when}",
    "{who} {did} {what} {where} {when}",
    "{opening} {who} {will} {do} {what}",
    "{opening} {what} was the {adjective} {thing} of {name}",
    "{who} {will} {do} {what} and {do} the {adjective} {thing}",
    "{who} in {town} {did} {what} with {n} of {who}",
    "there was a {adjective} {thing} {where} {when}",
    "{what} {will} be a {adjective} {thing} for {who} {where}",
    "{n} per cent of {who} {did} {what} {when}",
    "it took {n} years to {do} {what}, the {thing} of {town}",
    "{when} {who} {did} the {adjective} {thing} that {name} left {where}",
    "{what} was {adjective}, and {who} {did} it {where}",
    "it is a {thing} of {thing} and not of {thing}, as {name} {did}",
    "{who} {will} {do} more than {n} of the {adjective} houses in {town}",
)
SPOKEN: Final = (
    "“{one},” {speaker} said. “{two}.”",
    "{speaker} said: “{one}. {two}.”",
    "“{one},” said {speaker}, who works in {town}.",
    "“{one}. {two},” {speaker} told the meeting.",
)
ALONE: Final = 0.35
"""Share of sentences of one clause; the others have two."""


@cache
def _lists() -> dict[str, tuple[str, ...]]:
    return {name: tuple(words.split("|")) for name, words in WORDS.items()}


_SLOT: Final = re.compile(r"\{(\w+)\}")


@cache
def _weights(count: int) -> list[float]:
    return list(accumulate(1 / (rank + 2) for rank in range(count)))


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph: its text, and the words in quotation marks with their speaker, none where it quotes nobody."""

    text: str
    quoted: tuple[str, ...] = ()
    speaker: str = ""


class Press:
    """Makes documents; the same seed and size make the same ones."""

    def __init__(self, seed: int, documents: int) -> None:
        self.chance = random.Random(seed)
        self.names = vocabulary(self.chance)
        self.sent = [self.passage() for _ in range(max(1, int(documents * PASSAGES_EACH)))]

    def _one_of(self, several: Sequence[str]) -> str:
        return self.chance.choices(several, cum_weights=_weights(len(several)))[0]

    def clause(self) -> str:
        """Return a clause without a capital or a point."""
        return _SLOT.sub(lambda slot: self._filled(slot[1]), self.chance.choice(FORMS))

    def _filled(self, slot: str) -> str:
        if slot == "n":
            return str(self.chance.randint(2, 97))
        if slot == "town":
            return self._one_of(places())
        return self._one_of(self.names).capitalize() if slot == "name" else self._one_of(_lists()[slot])

    def sentence(self) -> str:
        """Return one or two clauses as a sentence without its point."""
        made = self.clause()
        if self.chance.random() > ALONE:
            made += f", {self._one_of(_lists()['join'])} {self.clause()}"
        return _capital(made)

    def passage(self) -> Passage:
        """Return a paragraph."""
        one, two = self.sentence(), self.sentence()
        if self.chance.random() > QUOTED:
            return Passage(f"{one}. {two}.")
        speaker = self.chance.choice(speakers()).name
        form = self.chance.choice(SPOKEN)
        text = form.format(one=one, two=two, speaker=speaker, town=self._one_of(places()))
        return Passage(text, (one, two) if "{two}" in form else (one,), speaker)

    def document(self) -> list[Passage]:
        """Return the paragraphs of a document, some of them an agency's."""
        return [self._printed() if self.chance.random() < SENT else self.passage() for _ in range(PARAGRAPHS)]

    def _printed(self) -> Passage:
        """Return a passage of an agency's as a paper prints it: some lose a sentence of two clauses' second."""
        sent = self.sent[int(len(self.sent) * self.chance.random() ** 2)]
        if self.chance.random() > EDITED or len(sent.quoted) < 2:
            return sent
        return Passage(f"“{sent.quoted[0]},” said {sent.speaker}.", sent.quoted[:1], sent.speaker)


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
