"""The verbs of staff: Member Services and the mailroom (R225–R227). What they do to a member's record is what
she could do herself, in the same room, with her key in place of their own."""
