"""Verdicts and the organisations' rating scales that they are given on, as stored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tracker.models import ClaimKind, Stance
from tracker.models.record import Record


class Rating(Record, frozen=True):
    """One rating of a scale in the organisation's words, with its number where the organisation gives one."""

    label: str
    value: float | None


class Scale(Record, frozen=True):
    """An organisation's rating scale, the worst rating first; ``verdicts`` are how many stand on it."""

    id: int
    organisation: str
    name: str
    ratings: tuple[Rating, ...]
    withdrawn: int
    verdicts: int

    @property
    def labels(self) -> list[str]:
        """The ratings in words."""
        return [rating.label for rating in self.ratings]


class Evidence(Record, frozen=True):
    """One piece of evidence: where it is, what it is called and shows, its archived copy, the day it was read."""

    link: str = ""
    title: str = ""
    shows: str = ""
    archive: str = ""
    accessed: str = ""


class Ruling(Record, frozen=True):
    """What a verdict says: a rating of one scale, why, on what evidence, by whom, when and where it was published.

    A blank ``reviewer`` or ``date`` is stored as ``None``.
    """

    scale_id: int
    rating: str
    url: str
    summary: str = ""
    evidence: tuple[Evidence, ...] = ()
    reviewer: str | None = None
    date: str | None = None


class Verdict(Record, frozen=True):
    """One version of a verdict with the claim it was given on, its scale, and who entered it when."""

    id: int
    thread_id: int
    claim_id: int
    claim: str
    kind: ClaimKind
    stance: Stance
    polarity: int
    speaker_id: int | None
    speaker: str | None
    speaker_kind: str | None
    organisation: str
    scale: str
    ratings: tuple[Rating, ...]
    scale_id: int
    rating: str
    summary: str
    evidence: tuple[Evidence, ...]
    reviewer: str | None
    date: str | None
    url: str
    version: int
    withdrawn: int
    who: str
    at: str

    @property
    def ruling(self) -> Ruling:
        """What this version says."""
        return Ruling(
            scale_id=self.scale_id,
            rating=self.rating,
            url=self.url,
            summary=self.summary,
            evidence=self.evidence,
            reviewer=self.reviewer,
            date=self.date,
        )


WorkStatus = Literal["open", "checking", "done"]


class Work(Record, frozen=True):
    """What is known so far of a verdict that is not published: how far the work is, whose it is, what it may say.

    ``scale_id`` is ``None`` and ``rating`` blank where it is not rated yet.
    """

    status: WorkStatus = "open"
    assignee: str = ""
    scale_id: int | None = None
    rating: str = ""
    note: str = ""
    evidence: tuple[Evidence, ...] = ()


class WorkingVerdict(Work, frozen=True, kw_only=True):
    """The work on a verdict with the claim it is about, its scale, and who changed it last."""

    thread_id: int
    claim_id: int
    claim: str
    stance: Stance
    speaker_id: int | None
    speaker: str | None
    kind: ClaimKind
    organisation: str | None
    scale: str | None
    who: str
    at: str

    @property
    def work(self) -> Work:
        """What is known so far."""
        return Work(**{name: getattr(self, name) for name in Work.__struct_fields__})


class VerdictInBrief(Record, frozen=True):
    """A verdict as lists of claims show it beside a claim."""

    id: int
    thread_id: int
    organisation: str
    rating: str


class RatingUsed(Record, frozen=True):
    """How many verdicts that stand give one rating."""

    organisation: str
    rating: str
    verdicts: int


@dataclass(frozen=True, slots=True)
class VerdictFilters:
    """What the list of verdicts is narrowed to; ``None`` is "any"."""

    organisation: str | None = None
    rating: str | None = None
    thread: int | None = None
