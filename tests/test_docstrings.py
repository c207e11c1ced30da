"""The examples in the docstrings are run: one that shows what the code does not do fails."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import tracker

OPTIONAL = {"tracker.matching.spark"}
"""Modules that need a package which is not always installed."""
MODULES = sorted(
    module.name for module in pkgutil.walk_packages(tracker.__path__, "tracker.") if module.name not in OPTIONAL
)


@pytest.mark.parametrize("name", MODULES)
def test_every_example_is_true(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0
