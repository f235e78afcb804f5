"""Drawing functions of notebook 03, activations: each takes data and an `ax`, and returns the `ax`."""
