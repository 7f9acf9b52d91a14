"""Whole archives: making one anew from captures, comparing two, putting one in the place of another, and snapshots.

Connections to two archives, or an archive and a path, come in; a rebuilt archive, differences, or a published copy go
out. May import everything else of the store.
"""
