"""The rules: what can be said on paper about doctors, panels and rows of lists."""
