"""A search of the archive: from the parameters of an address to hits, and to what the search could be narrowed to.

`request` reads a `SearchQuery` (`search_query`) from an address and writes addresses; `hits` has the SQL; `narrowing`
counts years and facets; `in_words` says a search in one line. The page, feeds, exports and the API stand upon it; it
knows query/, rows and texts, but no page.
"""
