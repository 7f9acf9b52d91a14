"""Captures as rows: where each exchange lies in a WARC file, what it was read as, and the files themselves.

Rows of type `Capture` come in from the download handler, ingest and rebuild; rows, checks, and the contents of
packages go out. May import the store's archive and rows, urls/ and vietnamese/; knows nothing of articles or of the
ledger.
"""
