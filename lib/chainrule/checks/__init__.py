"""Checks: record what a learner's function does, judge it, and say what went wrong."""

from .check import Check
from .compare import close
from .lecture import progress, ready, reveal
from .panel import Score

__all__ = ["Check", "Score", "close", "progress", "ready", "reveal"]
