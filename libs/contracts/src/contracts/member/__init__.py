"""What the member service answers, tells and refuses."""
