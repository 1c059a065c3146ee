"""A member's record in the hands of Member Services (R225): finding it, opening it with a reason, helping."""
