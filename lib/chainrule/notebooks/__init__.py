"""What a notebook is, for learners and staff: read it, name its cells, match, merge and plan."""
