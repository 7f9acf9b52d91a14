"""Portal health: the latest crawl of a portal compared with its earlier ones.

`history` reads the outcome counts of a portal's crawls from the archive, `judge` names a state from them and from the
clock without any I/O, and `now` puts both together with the lock of a running crawl. Imports the store and
`scraper.crawl.lock`; commands import it.
"""
