"""Files that the plan publishes for everybody: what there is, and the command that puts it there."""
