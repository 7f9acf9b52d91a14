"""The schema of archive.db: tables, indexes, triggers, the search index and the views, all as text of SQL.

Raw SQL throughout, because sqlite-utils makes no triggers and no search index without contents. Nothing enters;
`migrations.migrations` goes to `store.archive`, which applies it, and the words of the search index
(`facets`) and the states of an article to the site. Imports only vietnamese/.
"""
