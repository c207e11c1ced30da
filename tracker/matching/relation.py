"""What two claims are to each other: a score nominates; figures, polarity, direction and splices decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import fsum
from typing import Final

from rapidfuzz.distance import Levenshtein

from tracker.matching.comparison import Comparison, compare, complements, measured_alike, near, of_two_things
from tracker.matching.features import (
    ACCUSES,
    ASKS,
    CONDITIONS,
    FORCES,
    HYPOTHETICAL,
    SUPPOSES,
    TENSES,
    UNSAID,
    WITHHOLDS,
    Features,
)
from tracker.matching.figures import Figure, lasts, tells
from tracker.matching.likeness import TELLING_DIGITS, digits, likeness, quotes, twice_told
from tracker.matching.opposition import (
    DENIED_TOGETHER,
    LOCAL,
    Edit,
    both_measured,
    by_shares,
    changed_in_place,
    denies_elsewhere,
    denies_until,
    exchanged_figures,
    local,
    measured_alone,
    moved_alone,
    moves_both_ways,
    of_a_share,
    of_other_changes,
    of_other_office,
    of_other_places,
    of_other_things,
    of_two_movements,
    opposed_in_description,
    opposed_in_place,
    opposed_in_sense,
    opposed_in_trend,
    refuses_a_rule,
    retimed_in_place,
    trend_shared,
)
from tracker.matching.splices import LEAST_RUN, Turn, runs, stitching
from tracker.models import SAME_CLAIM, ClaimKind, Relation, RelationKind, Span, Stance
from tracker.text.agents import ASKING, DETERMINERS, Exchange, exchanged
from tracker.text.negation import BREAKS
from tracker.text.normal import stems_of
from tracker.text.numbers import PERCENT

OUTRANKED: Final = frozenset({RelationKind.NONE, RelationKind.RELATED, RelationKind.VARIANT, RelationKind.EXCERPT})
"""What a claim with a stitched quotation may look like by its other words; the stitching explains more."""

RULES_VERSION: Final = "2026.11"
"""Changes whenever a rule, a weight or a word list of this room changes; every relation carries it."""

SAME_SUBJECT: Final = 0.5
"""From this likeness on the figures and the polarity of two claims are weighed against each other."""

OPPOSED: Final = 0.55
"""From this likeness on a word that negates or contradicts one claim makes it the contrary of the other."""

SAME: Final = 0.74
"""From this likeness on two claims state one proposition, unless figures or polarity say otherwise."""

RELATED: Final = 0.4
"""From this likeness on two claims are shown as being about one subject."""

CONTAINED: Final = 0.9
"""The least likeness of a claim and a part of its words, however much longer it is."""

DENYING: Final = 0.75
"""The least likeness of two such denials: speakers deny one thing in more various words than they state it in."""

DENIED_BY_SHARES: Final = 2.0
"""Weight of words under a negation in two claims, by which two shares are of those who do not want one thing."""

TWICE_TOLD: Final = 0.75
"""The least likeness of two claims that tell two figures alike and none otherwise; shares of two polls may agree."""

MOVED_ALIKE: Final = 0.75
"""The least likeness of two claims that say little else than that one thing rose, or fell."""

MOVED: Final = 60.0
"""The least score of two claims that say of one thing that it moved opposite ways, however else they are worded."""

PLACED: Final = 0.6
"""From this likeness on a figure that stands where another stood is another figure of the same."""

CLOSE: Final = 0.8
"""From this likeness on a figure in the place of another is taken for another figure of the same."""

OTHER_NAMES: Final = 0.3
"""The most likeness of two claims that are about other names: one subject at best."""

LEAST_EXCERPT: Final = 1.5
"""Weight of the words of an excerpt; lighter ones make one only where they hold a figure ("73% reduction")."""

LITTLE_SHARED: Final = 2.7
"""Weight of the words beside names that two claims share where nothing shows that they say one thing: few words."""

LEAST_SPLICE: Final = 5
"""Words of a spliced quotation: two parts, one of them more than a pair of words."""

NEARLY_SAME: Final = 0.6
"""The share of the shorter claim's words that stand in the other, in order, where single edits are weighed."""

AFTERTHOUGHT: Final = 8
"""Words behind a mark that one claim may end in alone while the words before it are weighed: "…, the minister said"."""

MOST_LIKENESSES: Final = 4
"""Pairs of words named as saying the same; more are no help to a reader."""

ONE_SUBJECT: Final = "they share a subject, no more"
OTHER_THINGS: Final = "each gives a figure of something the other does not measure"

FULL_SCORE: Final = 100.0
_ROUNDED: Final = 1
_SAME: Final = {
    RelationKind.VARIANT: "the same said in other words",
    RelationKind.EXCERPT: "one holds the words of the other",
    RelationKind.SPLICED: "one is made of parts that stand apart in the other",
}
LEAST_NAMED: Final = {RelationKind.VARIANT: 1.0, RelationKind.REVISED: 0.6, RelationKind.REVERSED: 0.6}
"""Weight of a word that tells which thing is meant: an ordinary one, or a light one where claims are set apart."""

_REORDERED: Final = frozenset({RelationKind.VARIANT, RelationKind.SPLICED})
_QUESTIONS: Final = ASKING - DETERMINERS - {"which", "whose"}
MOSTLY: Final = 0.5
"""The share of the weight of shared words that stand under an accusation, a question or a condition."""

PAST: Final = "past"
FUTURE: Final = "future"
SHIFTED: Final = "shifted"
"""The tense of words that tell of the past, but of the present in reported speech: "she said the mill was closed"."""

_TENSES: Final = [(tense, TENSES[tense]) for tense in (PAST, SHIFTED, FUTURE)]
_QUOTED: Final = frozenset({ClaimKind.DIRECT, None})
"""Claims whose words are a quotation throughout; ``None`` is a bare text, which may be one."""
_WAYS: Final = {1: "increase", -1: "decrease"}


def relation(a: Features, b: Features) -> Relation:
    """Decide what two claims are to each other; mirrored arguments give the mirrored relation."""
    # Decided in one order alone: reasons begin with the words of the first claim, and a pair has one relation.
    if b.text < a.text:
        return _mirrored(_relation(b, a))
    return _relation(a, b)


_DOES: Final[Mapping[Stance, str]] = {
    "asserts": "one says so",
    "denies": "one denies it",
    "withholds": "one is said not to have said so",
    "asks": "one asks",
    "supposes": "one says so on a condition",
    "plans": "one plans it",
    "accuses": "one alleges it",
    "withdraws": "one takes it back",
    "reports": "one passes it on",
}


def _with_stances(a: Features, b: Features, found: Relation) -> Relation:
    """Return a relation of two claims that do different things with one proposition: that is named.

    What somebody asks, alleges or would not say is not the same as what another says; who accuses may say so plainly.
    Nor is it the contrary: "we never said that fares would rise" speaks of what was said.
    """
    if found.kind is RelationKind.REVERSED:
        reasons = []
        if (_says_nothing(a, b) or _says_nothing(b, a)) and (a.speaker is None or a.speaker != b.speaker):
            reasons = [f"{_DOES['withholds']}, {_DOES['asserts']}"]
        elif len({_stance_on_shared(a, b), _stance_on_shared(b, a)} & {ASKS, ACCUSES}) == 1:
            reasons = [f"{_DOES[_stance_on_shared(a, b)]}, {_DOES[_stance_on_shared(b, a)]}"]
        return Relation(RelationKind.RELATED, found.score, (*reasons,), (), RULES_VERSION) if reasons else found
    if found.kind not in SAME_CLAIM or (a.stance == b.stance and not a.unsaid and not b.unsaid):
        return found
    one, other = _stance_on_shared(a, b), _stance_on_shared(b, a)
    # Two that ask with one word ("how did") ask the same, whether or not a mark says so.
    if one == other or (ASKS in (one, other) and not _QUESTIONS.isdisjoint(a.vocabulary & b.vocabulary)):
        return found
    unsaid = {*UNSAID} & {one, other}
    if all(not one.qualifiers.isdisjoint(CONDITIONS) or not one.vocabulary.isdisjoint(HYPOTHETICAL) for one in (a, b)):
        unsaid -= {SUPPOSES}  # what would or might be has a condition, told or not
    if a.speaker is not None and a.speaker == b.speaker and ACCUSES in (a.stance, b.stance):
        unsaid -= {ACCUSES}
    if not unsaid and a.polarity != b.polarity:  # who denies it and who says "not" say the same
        return found
    reason = f"{_DOES[one]}, {_DOES[other]}"
    if not unsaid:
        kind = RelationKind.VARIANT if found.kind is RelationKind.REPEAT else found.kind
        return replace(found, kind=kind, reasons=(*found.reasons, reason))
    return Relation(RelationKind.RELATED, found.score, (reason,), (), RULES_VERSION)


def _says_nothing(one: Features, other: Features) -> bool:
    """Tell whether a claim speaks of what was not said or settled, and the other of the same without such a verb."""
    verbs = {stems_of(name)[-1] for name in one.qualifiers if FORCES.get(name) == WITHHOLDS}
    if not verbs or _stance_on_shared(one, other) not in (WITHHOLDS, ASKS):
        return False
    return verbs.isdisjoint(stem for word in other.vocabulary for stem in stems_of(word))


def _stance_on_shared(one: Features, other: Features) -> Stance:
    """Return what a claim does with the words it shares with another: its stance, or what most of them stand under."""
    shared = one.bag & other.bag if one.unsaid else ()
    most = MOSTLY * fsum([one.weights[name] for name in shared])
    for stance, names in one.unsaid.items():
        if shared and fsum([one.weights[name] for name in names.intersection(shared)]) >= most:
            return stance
    return one.stance


def spliced(a: Features, b: Features, found: Relation, turn_a: Turn = None, turn_b: Turn = None) -> Relation:
    """Return the relation ``spliced`` where a quotation of one claim was stitched from the other; else ``found``.

    Words of two known speakers are never one spliced quotation.
    ``turn_a`` and ``turn_b`` are the whole turns the claims belong to, where they are known, or what gives them.
    """
    if found.kind not in OUTRANKED or not _of_one_mouth(a, b):
        return found
    if joined := stitching(a, b, turn_b):
        return Relation(RelationKind.SPLICED, found.score, *joined, RULES_VERSION)
    if joined := stitching(b, a, turn_a):
        return _mirrored(Relation(RelationKind.SPLICED, found.score, *joined, RULES_VERSION))
    return found


def _mirrored(found: Relation) -> Relation:
    if not found.differences:
        return found
    swapped = tuple((two, one) for one, two in found.differences)
    return Relation(found.kind, found.score, found.reasons, swapped, found.rules)


def unrelated(a: Features, b: Features) -> bool:
    """Say, at little cost, that two claims are nothing to each other, their turns read as well: most pairs are.

    The relation of two others can be ``NONE`` as well.
    """
    if not _nothing_shared(a, b) or a.printed_words == b.printed_words:
        return False
    return not _of_one_mouth(a, b) or not (_may_be_stitched(a, b) or _may_be_stitched(b, a))


def _may_be_stitched(one: Features, source: Features) -> bool:
    """Say whether a quotation of a claim has as many words of another as one part of it would have."""
    return bool(one.quoted) and any(len(own & source.vocabulary) >= LEAST_RUN for _, own in one.quoted)


def _relation(a: Features, b: Features) -> Relation:
    return spliced(a, b, _of_themselves(a, b, _with_stances(a, b, _compared(a, b))))


def _of_themselves(a: Features, b: Features, found: Relation) -> Relation:
    """Return a relation of two people's words about themselves: "I was wrong" is another claim by each who says it."""
    if found.kind not in SAME_CLAIM or a.speaker is None or b.speaker is None or not (a.spoken and b.spoken):
        return found
    if a.speaker.split()[-1].lower() == b.speaker.split()[-1].lower():  # a name told in full and by the surname
        return found
    opening = {a.spoken[0].partition("'")[0], b.spoken[0].partition("'")[0]}
    if not (opening <= _SPEAKS_OF_SELF and opening & _ALONE):
        return found
    return Relation(RelationKind.RELATED, found.score, ("each speaks of whoever says it",), (), RULES_VERSION)


_ALONE: Final = frozenset(("i", "my"))
_SPEAKS_OF_SELF: Final = _ALONE | {"we", "our"}
"""Words that open what somebody says of himself, alone or with others."""


def _compared(a: Features, b: Features) -> Relation:
    # Before anything is weighed: of the same words, figures and negators are the same too. Only what stands outside of
    # them can differ: a cue that denies them, and words that a mark may hide.
    if a.printed_words == b.printed_words:
        return _of_same_words(a, b)
    if _nothing_shared(a, b):
        return _NOTHING
    return _weighed(a, b)


_NOTHING: Final = Relation(RelationKind.NONE, 0.0, (), (), RULES_VERSION)


def _nothing_shared(a: Features, b: Features) -> bool:
    """Say, at little cost, that two claims are nothing to each other: most pairs share nothing that could be weighed.

    That is no sense, no quotation and no description turned round, and on one side at least no figure.
    """
    if (a.figures and b.figures) or not a.also.keys().isdisjoint(b.also) or not a.described.isdisjoint(b.contradicted):
        return False
    return not (((a.predicates or a.asides) and quotes(a, b)) or ((b.predicates or b.asides) and quotes(b, a)))


def _weighed(a: Features, b: Features) -> Relation:
    """Decide what two claims of other words are to each other from all that is known of them."""
    figures = compare(a.figures, b.figures)
    alike = likeness(a, b, figures)
    part = _part(a, b) if alike else None
    # Seen from both sides, a part is hardly like a claim of thirty words ("73% reduction"), however surely it is of it.
    if part is not None:
        alike = max(alike, CONTAINED)
    elif (
        alike and bool(a.figures) == bool(b.figures) and _denied_together(a, b) >= DENIED_TOGETHER and a.part == b.part
    ):
        alike = max(alike, DENYING)
    elif len(figures.agreed) > 1 and twice_told(a, b, figures):
        alike = max(alike, TWICE_TOLD)
    elif a.trends and b.trends and trend_shared(a, b):
        alike = max(alike, MOVED_ALIKE)
    # Last, since nothing makes up for other names: "Ann said the fare will rise" and "Ben said …" share all the rest.
    # It holds no part down, for the names of a part are the other's too.
    if other_names(a, b):
        alike = min(alike, OTHER_NAMES)
    score = round(FULL_SCORE * alike, _ROUNDED)
    moved = opposed_in_trend(a, b) if a.trends and b.trends else []
    # Of one measure that fell to one level and rose to another neither claim says the contrary: it is a series.
    series = next((pair for pair in figures.rivals if all(map(_is_level, pair))), None) if moved else None
    if alike < SAME_SUBJECT:
        # Two descriptions of one thing share but the noun ("a small change", "a significant change"). That they are
        # opposed is no less true for it, and it is what a reader looks for.
        opposed = opposed_in_description(a, b) if a.described and b.described else []
        if moved and series is None and not both_measured(a, b) and not other_names(a, b):
            return Relation(RelationKind.REVERSED, max(score, MOVED), tuple(moved), (), RULES_VERSION)
        if opposed:
            return Relation(RelationKind.REVERSED, score, tuple(opposed), (), RULES_VERSION)
        if (measured := _other_value(a, b, figures)) is not None:
            return Relation(RelationKind.REVISED, max(score, MOVED), (_changed(*measured),), (), RULES_VERSION)
        if alike < RELATED:
            return Relation(RelationKind.NONE, score, (), (), RULES_VERSION)
        return Relation(RelationKind.RELATED, score, (ONE_SUBJECT,), (), RULES_VERSION)
    edits = _edits(a, b)
    # From here on the two state one proposition, unless something is found that speaks against it, the gravest first:
    # the contrary, another figure, then that they only seem to be one. A part may lack figures and denials of the whole
    # (that makes it a part), so the last two tests are not for parts.
    kind, reasons = _decided(a, b, figures, edits, alike)
    if kind is RelationKind.REVERSED and alike < OPPOSED:
        kind, reasons = RelationKind.RELATED, [ONE_SUBJECT]
    if series is not None and (kind is not RelationKind.REVERSED or {*reasons} <= {*moved}):
        kind, reasons = RelationKind.REVISED, [_changed(*series)]
    elif moved and kind is not RelationKind.REVERSED:
        kind, reasons = RelationKind.REVERSED, moved
    if kind in (RelationKind.VARIANT, RelationKind.RELATED) and part is not None:
        # A "not" that one side says and the other's cue makes up for is no part left out of a quotation.
        kind = part if a.polarity == b.polarity or part is RelationKind.EXCERPT else RelationKind.VARIANT
    if (
        kind in LEAST_NAMED
        and part is None
        and (
            other := of_other_places(a, b)
            or (of_other_things(a, b, edits, LEAST_NAMED[kind]) if _nearly_same_words(a, b, edits) else [])
        )
    ):
        return Relation(RelationKind.RELATED, score, tuple(other), (), RULES_VERSION)
    if kind is RelationKind.VARIANT and (
        (part is None and (reason := _apart(a, b, figures))) or (alike < SAME and (reason := ONE_SUBJECT))
    ):
        return Relation(RelationKind.RELATED, score, (reason,), (), RULES_VERSION)
    # Of words in a row none can have changed its part, so an excerpt need not be read for that.
    if kind in _REORDERED and (exchange := exchanged(a.text, b.text)) is not None:
        return Relation(RelationKind.RELATED, score, (_exchanged(exchange),), (), RULES_VERSION)
    if kind in SAME_CLAIM:
        reasons = [_SAME[kind], *_likenesses(a, b), *reasons, *_reservations(a, b)]
    differences = tuple((_span(a, edit[0], edit[1]), _span(b, edit[2], edit[3])) for edit in edits)
    return Relation(kind, score, tuple(reasons), differences, RULES_VERSION)


def _apart(a: Features, b: Features, figures: Comparison) -> str:
    """Return why two claims that seem one are about one subject at most; nothing where they are one."""
    if of_a_share(a, b) or of_a_share(b, a):
        return "one speaks of a share, the other of all"
    if _of_other_things(a, b, figures):
        return OTHER_THINGS
    if _measured_beside(a, b) or _measured_beside(b, a):
        return "one gives a figure, the other says something else"
    if denies_elsewhere(a, b) or denies_elsewhere(b, a):
        return "one denies something of which the other does not speak"
    if of_two_movements(a, b):
        return "each tells of a change of its own"
    if measured_alone(a, b):
        return "one tells by how much it moved, the other only that it did"
    if moved_alone(a, b) or moved_alone(b, a):
        return "one tells that something moved, the other of no movement"
    return ""


def _measured_beside(one: Features, other: Features) -> bool:
    """Say whether ``one`` gives a figure of what ``other`` does not name, and they share little but names.

    "Whizzle has 900 boats in Leeds" and "Whizzle plans to leave Leeds" are about one thing and say two.
    """
    if other.gives_figure or not one.gives_figure or one.proper.isdisjoint(other.proper):
        return False
    counted = [figure.heads for figure in one.figures if tells(figure) == 1 and not figure.label and figure.heads]
    shared = one.bag & other.bag - one.proper
    little = fsum([one.weights[name] for name in shared]) < LITTLE_SHARED
    return little and bool(counted) and all(heads.isdisjoint(other.also) for heads in counted)


def _is_level(figure: Figure) -> bool:
    return not (figure.moved or figure.earlier or figure.label or lasts(figure)) and tells(figure) == 1


def _denied_together(a: Features, b: Features) -> float:
    return fsum([a.weights[name] for name in a.denied & b.denied])


def _other_value(a: Features, b: Features, figures: Comparison) -> tuple[Figure, Figure] | None:
    """Return two figures by which claims that share little else give one measure other values, or ``None``."""
    if not a.figures or not b.figures or figures.agreed or other_names(a, b):
        return None

    def weight(name: str) -> float:
        # What a claim points back to has its weight in the other alone.
        return 0.0 if name in a.proper or name in b.proper else a.weights.get(name) or b.weights.get(name, 0.0)

    return measured_alike(a.figures, b.figures, weight)


def _exchanged(exchange: Exchange) -> str:
    if exchange.one == exchange.other:
        return f"what “{exchange.one}” does on one side it undergoes on the other"
    return f"“{exchange.one}” and “{exchange.other}” exchange their parts: another does it to another"


def other_names(a: Features, b: Features) -> bool:
    """Say whether each claim names somebody or something that the other does not, and they share no name."""
    return bool(a.proper and b.proper) and a.proper.isdisjoint(b.bag) and b.proper.isdisjoint(a.bag)


def _part(a: Features, b: Features) -> RelationKind | None:
    """Say whether one claim is a part of the other's words (``EXCERPT``), made of several parts of them (``SPLICED``),
    or has the same words in another notation, or but for some left out (``VARIANT``).

    Only a quotation can be spliced, and only from words of its own speaker.
    """
    short, long = (a, b) if len(a.spoken) <= len(b.spoken) else (b, a)
    if short.said == long.said:
        return RelationKind.VARIANT
    if short.said in long.said:
        telling = short.weight >= LEAST_EXCERPT or short.figures
        return RelationKind.EXCERPT if telling else None
    if len(short.spoken) < LEAST_SPLICE or not short.vocabulary <= long.vocabulary:
        return None
    if runs(short.spoken, long.spoken) is None:
        return None
    return RelationKind.SPLICED if short.kind in _QUOTED and _of_one_mouth(a, b) else RelationKind.VARIANT


def _of_one_mouth(a: Features, b: Features) -> bool:
    """Say whether two claims can be one person's words: they do not name two speakers."""
    return a.speaker is None or b.speaker is None or a.speaker == b.speaker


def _likenesses(a: Features, b: Features) -> list[str]:
    """Return what two claims say alike in other words, and that both deny it, or one twice, where they do."""
    other_words = [
        f"“{a.printed[name]}” = “{b.printed[name]}”"
        for name in a.names
        if name in b.bag and a.forms[name] != b.forms[name]
    ]
    denied = a.denied & b.denied
    first, second = _negator(a, denied), _negator(b, denied)
    both = [f"“{first}” and “{second}” both deny it"] if first and second else _undone(a) + _undone(b)
    return list(dict.fromkeys(other_words))[:MOST_LIKENESSES] + both


def _negator(one: Features, denied: frozenset[str]) -> str:
    """Return the words of the first negator that reaches one of the given senses, or nothing."""
    return next((negation.words for negation in one.negations if not denied.isdisjoint(negation.reach)), "")


def _undone(one: Features) -> list[str]:
    """Return that a denial of a whole statement meets a "not" in it."""
    return [
        f"“{denial.words}” and “{negation.words}” undo each other"
        for denial in one.negations
        for negation in one.negations
        if denial.whole and not negation.whole and not one.denied.issuperset({*denial.reach} & {*negation.reach})
    ]


def _reservations(a: Features, b: Features) -> list[str]:
    """Return what a reader should know of two claims that are one: a qualifier dropped, words that may be hidden."""
    alone = sorted(a.qualifiers ^ b.qualifiers)
    longest = [one for one in alone if not any(one != other and f" {one} " in f" {other} " for other in alone)]
    found = [f"“{qualifier}” stands on one side alone" for qualifier in longest]
    if {_tense(a), _tense(b)} == {PAST, FUTURE}:
        found.append("one speaks of the past, the other of the future")
    if a.hides or b.hides:
        found.append("an ellipsis or bracket may hide words")
    return found


def _tense(one: Features) -> str:
    """Return ``PAST`` or ``FUTURE``, or nothing where a claim speaks of neither or of both."""
    tenses = {
        PAST if tense == SHIFTED else tense
        for tense, said in _TENSES
        if not one.vocabulary.isdisjoint(said) and not (tense == SHIFTED and one.kind is ClaimKind.INDIRECT)
    }
    return tenses.pop() if len(tenses) == 1 else ""


def _of_same_words(a: Features, b: Features) -> Relation:
    if a.polarity != b.polarity:
        reason = "the same words, but on one side the speaker denies them"
        return Relation(RelationKind.REVERSED, FULL_SCORE, (reason,), (), RULES_VERSION)
    if a.hides or b.hides:
        reason = "the same words, but an ellipsis or bracket may hide others"
        return Relation(RelationKind.VARIANT, FULL_SCORE, (reason,), (), RULES_VERSION)
    return Relation(RelationKind.REPEAT, FULL_SCORE, ("the same words",), (), RULES_VERSION)


def _decided(
    a: Features, b: Features, figures: Comparison, edits: Sequence[Edit], alike: float
) -> tuple[RelationKind, list[str]]:
    opposed = [_against(one, other) for one, other in figures.opposed]
    single = {*_telling(a), *_telling(b)} if _single(a, b) else set()
    doubtful = tuple([pair for pair in figures.doubtful if single.issuperset(pair)])
    rivals = figures.changed or doubtful or (figures.close if alike >= CLOSE else ())
    if not rivals and figures.against and _denied_together(a, b) >= DENIED_BY_SHARES:
        rivals = _single_shares(a, b)
    changed = [_changed(one, other) for one, other in rivals]
    small = [edit for edit in edits if local(edit)] if _nearly_same_words(a, b, edits) else []
    # What one side alone denies as a whole is the contrary of a "not" elsewhere in it: places say nothing there.
    in_place = a.polarity == b.polarity and _denials(a) == _denials(b)
    if small:
        opposed += opposed_in_place(a, b, small) if in_place else []
        # ``compare`` sets figures against each other by what they measure. Where the words tell nothing of that, or not
        # the same, only the place shows that one took the place of the other.
        changed = changed or (changed_in_place(a, b, edits, figures) if alike >= PLACED else [])
        changed += retimed_in_place(a, b, small)
    changed = changed or exchanged_figures(a, b) or _of_other_years(a, b, figures)
    doubts = of_other_office(a, b, small)
    placed = bool(opposed)
    if not opposed and (len(small) < len(edits) or not in_place):
        opposed, further = opposed_in_sense(a, b)
        doubts += further
    reasons = [_agreed(one, other) for one, other in figures.agreed]
    if opposed and of_other_changes(a, b):
        opposed, doubts = [], [*doubts, "each tells of a change of its own"]
    if opposed and denies_until(a) != denies_until(b):
        opposed, doubts = [], [*doubts, "one denies it until then alone"]
    if opposed and refuses_a_rule(a, b):
        opposed, doubts = [], [*doubts, "one tells who did not do it, the other who is to"]
    if (opposed or doubts) and not figures.opposed and (verdict := by_shares(a, b, placed=placed)) is not None:
        if verdict is RelationKind.RELATED:
            return verdict, ["they speak of the opinions of different shares"]
        opposed, changed, doubts = [], [], []
    if opposed:
        return RelationKind.REVERSED, opposed + reasons
    if changed:
        return RelationKind.REVISED, changed + reasons
    if doubts or (moves_both_ways(a, b) and not any(one.moved and other.moved for one, other in figures.agreed)):
        return RelationKind.RELATED, doubts or ["one says that it moved both ways"]
    if figures.doubtful or figures.against:
        return RelationKind.RELATED, [OTHER_THINGS]
    return RelationKind.VARIANT, reasons


def _of_other_years(a: Features, b: Features, figures: Comparison) -> list[str]:
    """Return the reason for which figures that may be one are of two years: "48 m in 2018", "about 50 m in 2019"."""
    told = any(one.low != other.low and tells(one) == 1 and not lasts(one) for one, other in figures.agreed)
    if not told or not a.years or not b.years or not a.years.isdisjoint(b.years):
        return []
    return [f"{min(a.years)} against {min(b.years)}: another year"]


def _single(a: Features, b: Features) -> bool:
    """Say whether each claim gives one telling figure alone, of one order of magnitude."""
    ones, others = _telling(a), _telling(b)
    return len(ones) == len(others) == 1 and near(ones[0], others[0])


def _telling(one: Features) -> list[Figure]:
    """Return the telling figures of a claim, without stretches of time over which something went."""
    told = [figure for figure in one.figures if tells(figure) == 1 and not figure.label]
    return [figure for figure in told if not (lasts(figure) and figure.span)]


def _single_shares(a: Features, b: Features) -> tuple[tuple[Figure, Figure], ...]:
    """Return the shares of those who deny one thing, where each claim gives that figure alone."""
    if not _single(a, b):
        return ()
    one, other = _telling(a)[0], _telling(b)[0]
    shares = one.unit == other.unit == PERCENT and not (one.moved or other.moved or one.aside or other.aside)
    return ((one, other),) if shares else ()


def _of_other_things(a: Features, b: Features, figures: Comparison) -> bool:
    """Say whether both claims give telling figures, and none of one side measures what one of the other does.

    That two changes took as many years says nothing of them, nor a round figure of two things ("9.4 million").
    """
    telling = [(one, other) for one, other in figures.agreed if tells(one) == 1 and not (one.label or lasts(one))]
    single = all(one.low == one.high and other.low == other.high for one, other in telling)
    if telling and single and all(of_two_things(*pair) and digits(pair[0]) < TELLING_DIGITS for pair in telling):
        return True
    agreed = [figure for pair in figures.agreed for figure in pair]
    if not all(lasts(figure) for figure in agreed):
        return False
    return all(any(tells(figure) == 1 and figure not in agreed for figure in one.figures) for one in (a, b))


def _denials(one: Features) -> int:
    return sum([negation.whole for negation in one.negations])


def _agreed(one: Figure, other: Figure) -> str:
    if complements(one, other):
        return f"{one.printed} and {other.printed}, one for and one against it, make up the whole"
    both = f", both {_WAYS[one.direction]}" if one.direction and one.direction == other.direction else ""
    return f"{one.printed} = {other.printed}{both}"


def _changed(one: Figure, other: Figure) -> str:
    alike = one.printed == other.printed
    first, second = (_led(one), _led(other)) if alike else (one.printed, other.printed)
    return f"{first} against {second}: another figure"


def _against(one: Figure, other: Figure) -> str:
    return f"{_led(one)} against {_led(other)}: opposed"


def _led(figure: Figure) -> str:
    way = _WAYS.get(figure.direction, "")
    return " ".join(part for part in (figure.approximator, figure.printed, way) if part)


def _edits(a: Features, b: Features) -> list[Edit]:
    """Return the stretches in which the words of two claims differ, neighbouring ones joined.

    Where one claim stands whole in the other, these are what stands before and after it: "believe" may not be found in
    another "believe" of the same sentence.
    """
    if (place := _place_of(b, a)) is not None:
        end, there = place + len(b.spoken), len(b.spoken)
        return [edit for edit in ((0, place, 0, 0), (end, len(a.spoken), there, there)) if edit[0] < edit[1]]
    if (place := _place_of(a, b)) is not None:
        end, here = place + len(a.spoken), len(a.spoken)
        return [edit for edit in ((0, 0, 0, place), (here, here, end, len(b.spoken))) if edit[2] < edit[3]]
    edits: list[Edit] = []
    for step in Levenshtein.opcodes(a.spoken, b.spoken):
        if step.tag == "equal":
            continue
        edit = (step.src_start, step.src_end, step.dest_start, step.dest_end)
        if edits and edits[-1][1] == edit[0] and edits[-1][3] == edit[2]:
            edit = (edits[-1][0], edit[1], edits.pop()[2], edit[3])
        edits.append(edit)
    if edits and edits[-1][1] == len(a.spoken) and edits[-1][3] == len(b.spoken):
        edits[-1:] = _without_tail(a, b, edits[-1])
    return edits


def _without_tail(a: Features, b: Features, edit: Edit) -> list[Edit]:
    """Return the last edit with what one claim alone has behind a mark set apart: "in June", "in May, they said"."""
    a_from, a_to, b_from, b_to = edit
    short = min(a_to - a_from, b_to - b_from)
    long, place = (a, a_from + short) if a_from + short < a_to else (b, b_from + short)
    behind = long.spoken[place:]
    if not 0 < short <= LOCAL or not 0 < len(behind) <= AFTERTHOUGHT or any(word[0].isdigit() for word in behind):
        return [edit]
    if BREAKS.isdisjoint(long.text[long.ends[place - 1] : long.starts[place]]):
        return [edit]
    return [(a_from, a_from + short, b_from, b_from + short), (a_from + short, a_to, b_from + short, b_to)]


def _place_of(short: Features, long: Features) -> int | None:
    """Return the first place in ``long`` where the words of ``short`` stand in a row, or ``None``."""
    if len(short.spoken) > len(long.spoken) or short.said not in long.said:
        return None
    size = len(short.spoken)
    places = range(len(long.spoken) - size + 1)
    return next((place for place in places if long.spoken[place : place + size] == short.spoken), None)


def _nearly_same_words(a: Features, b: Features, edits: Sequence[Edit]) -> bool:
    """Say whether most words of the shorter claim stand in the other in the same order."""
    same = len(a.spoken) - sum([edit[1] - edit[0] for edit in edits])
    return same >= NEARLY_SAME * min(len(a.spoken), len(b.spoken))


def _span(one: Features, first: int, end: int) -> Span:
    if first < end:
        return Span(one.starts[first], one.ends[end - 1])
    place = one.ends[first - 1] if first else 0
    return Span(place, place)
