"""E-mail from the plan to a person: templates, delivery, delivery log."""
