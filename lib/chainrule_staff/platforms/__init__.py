"""From and to a learning platform: what was handed in on Moodle or Canvas, and the feedback that goes back."""
