"""The exceptions of grading."""


class GradingProblem(Exception):
    """Grading cannot go on; the message says what happened, where, and what to do."""


class SandboxError(GradingProblem):
    """No learner's code can be run safely here."""
