"""Checks: record what a learner's function does, judge it, and say what went wrong."""
