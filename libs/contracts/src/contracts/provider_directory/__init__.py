"""What the provider-directory service answers, tells and refuses."""
