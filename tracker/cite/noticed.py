"""What is noticed while a quotation is compared with its source, in order of the draft."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from tracker.cite.aligning import change_in_words
from tracker.cite.diffs import Difference
from tracker.cite.findings import Finding
from tracker.cite.foldings import Folded
from tracker.cite.source_words import words
from tracker.language.negation import lost

MOST_REPLACED: Final = 3
"""Words that a bracket may stand for as a clarification; one that stands for more hides them."""
_STRIPPED: Final = ' ,;:.“”"‘«»'


@dataclass(slots=True)
class Noticed:
    """Collects the findings, with what was evened out, hidden, changed and said of each.

    ``negation`` is the first hidden word that may turn the meaning; ``changed`` says that some word differs.
    """

    findings: set[Finding] = field(default_factory=set)
    foldings: list[Folded] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    changes: list[Difference] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    negation: str | None = None
    changed: bool = False

    def change(self, before: str, after: str, kinds: set[Finding]) -> None:
        """Note words that became others, were added or left out."""
        self.changed = True
        self.said.append(change_in_words(before, after))
        self.findings |= kinds

    def points(self, asks: tuple[str, str] | None) -> None:
        """Note a question mark or an exclamation mark that came or went."""
        if asks is not None:
            self.findings.add(Finding.ALTERED)
            self.said.append(change_in_words(*asks))

    def editors_words(self, group: str, replaced: str = "") -> None:
        """Note words in brackets that the draft added, perhaps in the place of some of the source's."""
        inner = group.strip("[]() ")
        if inner.lower() == "sic":
            self.foldings.append(Folded("sic", replaced, group))
        elif lost(inner) and not lost(replaced):
            self.findings.add(Finding.ALTERED)
            self.said.append(change_in_words(replaced, group))
        else:
            self.foldings.append(Folded("clarification", replaced, group))

    def replaced(self, group: str, words_replaced: str) -> None:
        """Note a bracket that stands for words of the source, which are shown either way."""
        if words_replaced:
            self.hidden.append(" ".join(words_replaced.split()))
        few = len(words(words_replaced)) <= MOST_REPLACED
        denial = lost(words_replaced)
        if few and not denial:
            self.editors_words(group, words_replaced)
        else:
            self.findings.add(Finding.HIDES)
            self.negation = self.negation or denial

    def hide(self, text: str) -> None:
        """Note words of the source that the draft passes over."""
        shown = " ".join(text.split()).strip(_STRIPPED)
        self.findings.add(Finding.HIDES)
        if shown:
            self.hidden.append(shown)
            self.negation = self.negation or lost(shown)
