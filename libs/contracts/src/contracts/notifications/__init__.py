"""What the notifications service answers, tells and refuses."""
