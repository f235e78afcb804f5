"""The learner's side of the course: their own copies, their progress and the command line."""
