"""The questions: every query of identity. `viewer` is who asks.

Before anybody is signed in the viewer is the calling process; those queries are about digests and ids that
only
the flow's owner can name, so nothing further is asked of the viewer. Queries on a person's own rows use the
viewer's account id and no other; queries for staff refuse everybody else.
"""
