"""Snapshots of the archive, made whole and put in place in one step."""
