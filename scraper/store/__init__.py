"""archive.db: its schema, and every statement that writes to it.

Captures (as rows), readings and outcomes of requests come in; rows go out, to crawl/, intake/, health/ and the
commands. The site reads with SQL of its own and takes from here the schema, the states and the words of the search
index. May import reading/ (names of files), portals/, urls/, vietnamese/, changes/ and items; knows neither Scrapy's
engine nor Twisted.
"""
