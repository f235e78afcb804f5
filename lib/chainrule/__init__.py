"""The helper library of Chain Rule: what the course's notebooks import."""
