"""Why an attribution was made: the rule, the cue and the speaker, in words for a reader."""

from __future__ import annotations

from tracker.models import Attribution

LONGEST_EXCERPT = 90
"""Characters of the content that an explanation shows."""


def explain(text: str, attribution: Attribution) -> str:
    """Return a few lines that say what was attributed to whom, by which rule, and why that speaker.

    The lines name the kind and the first words of the content, the rule with the cue and the confidence, the words of
    the source, and the reasons.
    """
    content = " … ".join(" ".join(span.of(text).split()) for span in attribution.spans)
    if len(content) > LONGEST_EXCERPT:
        content = content[: LONGEST_EXCERPT - 1] + "…"
    cue = f"“{attribution.cue.of(text)}”" if attribution.cue else "none"
    source = f"“{attribution.source.of(text)}”" if attribution.source else "none stated"
    denied = ", which denies it" if attribution.polarity < 0 else ""
    return "\n".join(
        (
            f"{attribution.id}. {attribution.kind.value}: {content}",
            f"   rule: {attribution.rule}; cue: {cue}{denied}; confidence {attribution.confidence:.2f}",
            f"   source: {source}; speaker: {attribution.speaker or 'not known'}"
            + (f" ({attribution.speaker_rule})" if attribution.speaker_rule else ""),
            f"   why: {attribution.why}",
        )
    )
