"""Asking a portal politely: which request is next, when it may be sent, and what becomes of its answer.

`frontier` is Scrapy's scheduler over the ledger and ties the others together; `download/` sends requests and turns
every exchange into a capture. Answers leave through `scraper.intake`. Scrapy finds these classes by the names in
scraper/settings.py; only here Scrapy's downloader and Twisted are known. Imports `capture`, `store`, `intake`,
`portals` and `urls`, but no family: what a page says is the intake's affair.
"""
