"""WACZ 1.1.1: finished capture files of a portal or of the archive, packed with their index for replay tools.

Takes capture files and their rows; gives one zip file. Imports `capture/warc/` and queries of the store.
"""
