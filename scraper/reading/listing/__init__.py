"""Lists: their cards, feeds and sitemaps, and the ways they go on.

In comes a `Page`, out comes a `Listing` or the request for its next page. Imports `scraper.reading.article`, whose
dates and selectors cards share, and `scraper.reading.page`.
"""
