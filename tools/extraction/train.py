"""Learn the weights of the extraction models: ``python -m tools.extraction.train EVAL/polnear/train``.

Writes ``tracker/extract/data/weights_*.tsv`` and the last column of ``cues.tsv``. The models that judge candidates
learn from candidates of documents that the models before them were not learnt from (``FOLDS``). ``--leave-out N``
leaves every N-th document out of everything, to measure on; the committed files are learnt from all documents of the
training part, and from no other.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from tools.extraction.fit import Fit, fit_classes, fit_ranks
from tools.extraction.gold import GoldDocument, read_split
from tools.extraction.instances import (
    Instances,
    collect,
    collect_candidates,
    collect_quotations,
    cue_shares,
    lemma_shares,
)
from tracker.extract import classifier, cues, rank
from tracker.extract.candidates import DIRECTIONS
from tracker.extract.prose import Prose, prose
from tracker.text.lexicon import rows

Pairs = list[tuple[GoldDocument, Prose]]
DATA = Path(__file__).parents[2] / "tracker" / "extract" / "data"
FOLDS = 4
"""The training part is cut in so many; each is judged by models learnt from the others."""
CLASSES = {"cues": len(DIRECTIONS), "candidates": len(rank.CLASSES), "quotations": 2}
SPARSENESS = {
    "cues": 2e-4,
    "right_starts": 1e-4,
    "right_ends": 1e-4,
    "left_starts": 1e-4,
    "left_ends": 1e-4,
    "source_starts": 1e-4,
    "source_ends": 1e-4,
    "candidates": 4e-4,
    "quotations": 4e-4,
}
"""Strength of the L1 step of each model, chosen on documents left out of the fit."""
PURPOSES = {
    "cues": "Is a word a cue, and on which side is its content: no cue, right, left, both sides.",
    "right_starts": "Where content to the right of its cue begins.",
    "right_ends": "Where content to the right of its cue ends.",
    "left_starts": "Where content to the left of its cue begins.",
    "left_ends": "Where content to the left of its cue ends.",
    "source_starts": "Where the source of a cue begins, or that none is stated.",
    "source_ends": "Where the source of a cue ends.",
    "candidates": "What a candidate is: no attribution, a thought or a bare topic, words reported.",
    "quotations": "Is a quotation without a cue speech: no, yes.",
}


def main() -> None:
    """Read the training part, learn each model, write its file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--leave-out", type=int, default=0, metavar="N")
    options = parser.parse_args()
    documents = [(document, prose(document.text)) for document in read_split(options.folder)]
    if options.leave_out:
        documents = [pair for n, pair in enumerate(documents) if n % options.leave_out != options.leave_out - 1]
    folds = [documents[n::FOLDS] for n in range(FOLDS)]
    judgements = Instances()
    drafted = []
    for number, fold in enumerate(folds):
        learn_first([pair for n, other in enumerate(folds) if n != number for pair in other])
        drafted += [(document, cut, collect_candidates(document, cut, judgements)) for document, cut in fold]
    learn("candidates", judgements)
    for document, cut, found in drafted:
        collect_quotations(document, cut, found, judgements)
    learn("quotations", judgements)
    learn_first(documents)
    for name in PURPOSES:
        size = len(classifier.class_weights(name) if name in CLASSES else classifier.weights(name))
        print(f"{name}: {size} weights")


def learn_first(documents: Pairs) -> None:
    """Learn the models that make candidates, and the shares of cue words."""
    write_shares(documents)
    shares = cue_shares(documents)
    instances = Instances()
    for document, cut in documents:
        collect(document, cut, shares, instances)
    for name in ("cues", *instances.ranked):
        learn(name, instances)


def learn(name: str, instances: Instances) -> None:
    """Learn one model and write its file."""
    if name in CLASSES:
        write(name, fit_classes(instances.classified[name], CLASSES[name], SPARSENESS[name], classifier.BIAS))
    else:
        write(name, fit_ranks(instances.ranked[name], SPARSENESS[name]))


def write_shares(documents: Pairs) -> None:
    """Write the share column of the cue lexicon anew, all forms of a lemma together."""
    shares = lemma_shares(documents)
    path = DATA / "cues.tsv"
    lines = path.read_text(encoding="utf-8").splitlines()
    rewritten = [
        line if line.startswith("#") else "\t".join([*line.split("\t")[:4], str(shares.get(line.split("\t")[0], 0))])
        for line in lines
    ]
    path.write_text("\n".join(rewritten) + "\n", encoding="utf-8")
    forget()


def write(name: str, fit: Fit) -> None:
    """Write the weights of one model in whole hundredths."""
    lines = []
    for feature, values in fit.table().items():
        hundredths = [round(value * classifier.SCALE) for value in values]
        if any(hundredths):
            lines.append("\t".join([feature, *map(str, hundredths)]))
    comment = f"# {PURPOSES[name]}\n# Hundredths, learnt by tools/extraction/train.py on the PolNeAR training part.\n"
    (DATA / f"weights_{name}.tsv").write_text(comment + "\n".join(lines) + "\n", encoding="utf-8")
    forget()


def forget() -> None:
    """Let the next decision read the files anew."""
    for cached in (rows, cues.lexicon, classifier.weights, classifier.class_weights):
        cached.cache_clear()


if __name__ == "__main__":
    main()
