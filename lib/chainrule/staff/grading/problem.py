"""The one exception of grading."""


class GradingProblem(Exception):
    """Grading cannot go on; the message says what happened, where, and what to do."""
