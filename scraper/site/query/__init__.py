"""What a reader typed, from text to words that match: pure functions without SQL, database or request.

A text enters; `typed` cuts it into items, `rules` makes the tree of accepted forms (`query_tree`) with the help of
`spelling` and `synonyms`, `fts` writes the tree for the index, `highlight` and `closeness` find it in a stored text.
Imports scraper.vietnamese only.
"""
