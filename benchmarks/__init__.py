"""Measurements: speed (``python -m benchmarks``) and accuracy (``python -m benchmarks.accuracy``)."""
