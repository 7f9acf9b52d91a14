"""What can be taken from a search or from the list of edits: feeds (Atom, JSON Feed) and tables (CSV, XLSX, NDJSON).

A request or a search enters, a streamed file or a feed leaves; `table_file` writes the same tables without a server,
for `scrapy export`. Imports search, edits, query and what all pages share; knows no page.
"""
