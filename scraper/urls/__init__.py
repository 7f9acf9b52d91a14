"""Addresses: their canonical form and the ids made from it, those that never end, and those that are not public.

Pure functions of the text of an address: nothing is asked and nothing is resolved. Imports nothing of the package, so
that every part of it can use the same rules.
"""
