"""Capture: every exchange with a portal, kept as WARC exactly as it came.

Bytes only: exchanges go in and captures come out, files of ours (`warc/`), packages of them (`wacz/`) or files of
other people (`foreign/`); nothing here knows what a page says. Imports `urls`, the errors and the rows and queries of
`store`, but neither Scrapy nor Twisted, nor anything that reads pages.
"""
