"""Where two claims are opposed: a negator on one side alone, or contrary words ("rose" against "fell")."""

from __future__ import annotations

from tracker.match.features import Features


def _negated_alone(one: Features, other: Features) -> list[str]:
    """Return a reason for every negator of ``one`` whose nearest word that ``other`` also has stands free there."""
    reasons: list[str] = []
    signs, others = one.signs, other.signs
    for negation in one.negations:
        for name in negation.reach:
            if name in others and name in one.weights:
                if signs[name] * others[name] < 0:
                    reasons.append(
                        f"“{negation.words}” + “{one.printed[name]}” = negated; not so: “{other.printed[name]}”"
                    )
                break
    return reasons


def oppositions(a: Features, b: Features) -> tuple[str, ...]:
    """Return the reasons for which two claims are opposed, empty where they are not."""
    reasons = _negated_alone(a, b) if a.negations else []
    if b.negations:
        reasons += _negated_alone(b, a)
    contrary = (a.up & b.down) | (a.down & b.up)
    for name in contrary:
        reasons.append(f"“{a.printed[name]}” and “{b.printed[name]}” are opposed")
    return tuple(reasons)
