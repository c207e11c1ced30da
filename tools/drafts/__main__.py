"""Check every draft, print kind by finding, and with ``--all`` each draft that came out wrong."""

from __future__ import annotations

import sys

from tools.drafts import all_cases, library, outcomes, summary, table


def main() -> None:
    """Print the table."""
    with library() as db:
        found = list(outcomes(db, all_cases(db)))
    print(summary(found) + "\n")
    print(table(found))
    if "--all" in sys.argv[1:]:
        for outcome in found:
            if outcome.fails != outcome.case.bad or outcome.spoilt:
                print(f"\n{outcome.case.kind}: {outcome.found}\n  {outcome.case.draft}\n  {outcome.spoilt}")


if __name__ == "__main__":
    main()
