"""What only course staff run: build, release, evidence, grading, reports. `chainrule` imports nothing of it."""
