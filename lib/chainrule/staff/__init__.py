"""What only course staff run: build, release, evidence. Nothing else in chainrule imports it."""
