"""Ask pip-audit whether a locked dependency is known to be unsafe; say loudly where nobody could be asked."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Final, NamedTuple

LOUD: Final = "!" * 100
LONGEST_SECONDS: Final = 300
"""How long the database of known faults may take; it is asked about a few dozen dependencies."""


class Audit(NamedTuple):
    """What is known to be unsafe, a line each; what could not be asked about; how many were."""

    unsafe: list[str]
    unasked: list[str]
    count: int


def answer(printed: str) -> Audit:
    """Return what pip-audit says in its JSON; where that is none, it reached nobody.

    >>> answer('{"dependencies": [{"name": "a", "version": "1", "vulns": []}, {"name": "b", "skip_reason": "gone"}]}')
    Audit(unsafe=[], unasked=['b'], count=1)
    """
    try:
        found = json.loads(printed)["dependencies"]
    except (ValueError, KeyError):
        return Audit([], ["all of them"], 0)
    unsafe = [
        f"{one['name']} {one['version']}: {fault['id']}, mended in {', '.join(fault.get('fix_versions', [])) or 'none'}"
        for one in found
        for fault in one.get("vulns", [])
    ]
    unasked = [one["name"] for one in found if "skip_reason" in one]
    return Audit(unsafe, unasked, len(found) - len(unasked))


def main(lock: str) -> int:
    """Print what is known of a file of locked requirements; return 1 where anything in it is known to be unsafe.

    Where nobody can be asked (no network, no pip-audit) that is said loudly, and is no failure: a change that lands is
    not held up by somebody else's server.
    """
    command = [sys.executable, "-m", "pip_audit", "--requirement", lock, "--require-hashes", "--disable-pip",
               "--progress-spinner", "off", "--format", "json"]  # fmt: skip
    try:
        printed = subprocess.run(command, capture_output=True, text=True, check=False, timeout=LONGEST_SECONDS).stdout
    except subprocess.TimeoutExpired:
        printed = ""
    unsafe, unasked, count = answer(printed)
    for line in unsafe:
        print(f"UNSAFE: {line}")
    if unasked:
        print(LOUD, f"NOT AUDITED: {', '.join(unasked)}.", "The database of known faults could not be asked about "
              "them; run “make audit” where it can be.", LOUD, sep="\n")  # fmt: skip
    print(f"{count} dependencies were asked about, and {len(unsafe)} faults are known.")
    return 1 if unsafe else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))
