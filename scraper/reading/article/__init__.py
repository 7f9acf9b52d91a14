"""Articles: the fields of one news item, found by selectors (`by_spec`) or by the page's structure (`by_structure`).

In comes a `Page`, out comes an `Article`, put together in `article.compose`. Imports `scraper.reading.page`,
`scraper.vietnamese` and `scraper.times`.
"""
