"""How a check calls a learner's function: exactly what a sandbox holds, so this folder imports NumPy and itself only."""
