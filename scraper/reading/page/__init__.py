"""One page: its bytes decoded, its tree parsed once, elements cut out of it and turned into lines of text.

In come bytes and what the request says of them; out come a `Page`, its elements and strings. Here stands also what a
family declares (`family`), because readers of articles and lists take their selectors from it. Imports nothing of
the other floors of `scraper.reading`.
"""
