"""nbgrader's settings for this course. It imports nothing of the course, on purpose: with an
exception in this file nbgrader would go on with its defaults, run learners' code unprotected, and
exit 0. A class named as a string that cannot be imported stops it instead."""

c = get_config()  # noqa: F821

c.CourseDirectory.course_id = "chainrule"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "notebooks"
# Everything else in an assignment's folder is copied into its release: sources must not be.
c.CourseDirectory.ignore = [
    ".ipynb_checkpoints",
    "*.pyc",
    "__pycache__",
    "feedback",
    "answers",
    "*.py",
    "*.toml",
    ".chainrule",
]
# The release is generated and committed: making it again replaces it, and enters the assignment in the gradebook.
# What somebody typed into it is kept in my-work/backups/, and graded exercises are not touched (see docs/grading.md).
c.GenerateAssignment.force = True
c.GenerateAssignment.exporter_class = "chainrule_staff.authoring.saving.Released"
c.ClearSolutions.code_stub = {"python": "raise NotImplementedError"}
c.GenerateAssignment.preprocessors = [
    "nbgrader.preprocessors.LockCells",
    "nbgrader.preprocessors.ClearSolutions",
    "nbgrader.preprocessors.ClearOutput",
    "chainrule_staff.authoring.release.StripMetadata",
    "nbgrader.preprocessors.CheckCellMetadata",
    "nbgrader.preprocessors.ComputeChecksums",
    "chainrule_staff.authoring.saving.SaveCells",
    "nbgrader.preprocessors.ClearHiddenTests",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.CheckCellMetadata",
]

# Autograde, from the command line and by its button: learners' code runs in a sandbox, checks outside of it.
c.Autograde.exporter_class = "chainrule_staff.grading.preprocessors.Submitted"
c.Autograde.sanitize_preprocessors = ["chainrule_staff.grading.preprocessors.GradeInSandbox"]
c.Autograde.autograde_preprocessors = [
    "nbgrader.preprocessors.SaveAutoGrades",
    "chainrule_staff.grading.preprocessors.FlagForReview",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]
# Feedback shows panels, never hidden tests; its pages run no script and ask no server for anything.
c.GenerateFeedback.exporter_class = "chainrule_staff.grading.feedback_page.FeedbackPage"
c.GenerateFeedback.preprocessors = [
    "nbgrader.preprocessors.GetGrades",
    "chainrule_staff.grading.feedback.Shareable",
]
# A page of somebody who did not hand in through the exchange is passed over, instead of stopping all others.
c.ExchangeFactory.release_feedback = "chainrule_staff.exchange.ReleaseFeedback"
