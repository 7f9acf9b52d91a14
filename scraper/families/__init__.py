"""Families: how the pages of each content management system are recognised and read, one file a system.

In comes a `Page`, out comes a `Reading`; `read.read` finds the family. Pure. A family imports `scraper.reading`,
`scraper.items`, `scraper.urls` and `scraper.times`, and no other family; only `read` knows them all.
"""
