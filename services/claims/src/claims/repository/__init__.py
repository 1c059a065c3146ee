"""The questions: every query stands here, and asks for the viewer."""
