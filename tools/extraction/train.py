"""Learn the weights of the extraction models: ``python -m tools.extraction.train EVAL/polnear/train``.

Writes ``tracker/extract/data/weights_*.tsv``. ``--leave-out N`` leaves every N-th document out of the fit, to measure
on; the committed files are learnt from all documents of the training part, and from no other.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from tools.extraction.fit import Fit, fit_classes, fit_ranks
from tools.extraction.gold import read_split
from tools.extraction.instances import Instances, collect, cue_shares
from tracker.extract.decide import BIAS, SCALE
from tracker.extract.drafts import DIRECTIONS
from tracker.extract.tokens import prose

DATA = Path(__file__).parents[2] / "tracker" / "extract" / "data"
SPARSENESS = {
    "cues": 2e-4,
    "right_starts": 1e-4,
    "right_ends": 1e-4,
    "left_starts": 1e-4,
    "left_ends": 1e-4,
    "source_starts": 1e-4,
    "source_ends": 1e-4,
}
"""Strength of the L1 step of each model, chosen on documents left out of the fit."""
PURPOSES = {
    "cues": 2e-4,
    "right_starts": "Where content to the right of its cue begins.",
    "right_ends": "Where content to the right of its cue ends.",
    "left_starts": "Where content to the left of its cue begins.",
    "left_ends": "Where content to the left of its cue ends.",
    "source_starts": "Where the source of a cue begins, or that none is stated.",
    "source_ends": "Where the source of a cue ends.",
}


def main() -> None:
    """Read the training part, learn each model, write its file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--leave-out", type=int, default=0, metavar="N")
    parser.add_argument("--only", nargs="*", default=list(PURPOSES))
    options = parser.parse_args()
    documents = [(document, prose(document.text)) for document in read_split(options.folder)]
    if options.leave_out:
        documents = [pair for n, pair in enumerate(documents) if n % options.leave_out != options.leave_out - 1]
    shares = cue_shares(documents)
    instances = Instances()
    for document, cut in documents:
        collect(document, cut, shares, instances)
    for name in options.only:
        if name == "cues":
            fit = fit_classes(instances.classified, len(DIRECTIONS), SPARSENESS[name], BIAS)
        else:
            fit = fit_ranks(instances.ranked[name], SPARSENESS[name])
        print(f"{name}: {write(name, fit)} weights")


def write(name: str, fit: Fit) -> int:
    """Write the weights of one model in whole hundredths; return how many features have any."""
    lines = []
    for feature, values in fit.table().items():
        hundredths = [round(value * SCALE) for value in values]
        if any(hundredths):
            lines.append("\t".join([feature, *map(str, hundredths)]))
    comment = (
        f"# {PURPOSES[name]}\n# Learnt by tools/extraction/train.py on the PolNeAR training part, in hundredths.\n"
    )
    (DATA / f"weights_{name}.tsv").write_text(comment + "\n".join(lines) + "\n", encoding="utf-8")
    return len(lines)


if __name__ == "__main__":
    main()
