"""Grade a class: learners' code in a sandbox, checks outside it, grades in nbgrader's gradebook."""
