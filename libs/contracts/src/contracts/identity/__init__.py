"""What the identity service answers, tells and refuses."""
