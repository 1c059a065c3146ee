"""The questions: every query of the member service. The viewer is who asks."""
