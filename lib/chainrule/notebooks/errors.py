"""The one kind of error that a learner is meant to read; the command line prints it as one line."""


class CourseError(Exception):
    """Something outside the course's code is not as it must be, and the message says what to do.

    Every message names the file or the word that was given, says what is wrong with it, and ends with the remedy.
    The command line prints it without a traceback and exits with 2.
    """
