"""What the claims service answers, tells and refuses."""
