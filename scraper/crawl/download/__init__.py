"""Scrapy's downloader as an archive needs it: at the host's turn, with its bytes tapped, as a capture.

`polite` waits for the host (`gate`) and downloads; `handler` adds the tap (`tap`, `certificate`) and writes what
went over the wire (`exchanges`). Takes requests of Scrapy; gives its responses, with the row of their capture in
`request.meta["capture"]`. Imports `capture/warc/`, the resolver, and the store for the rows of captures.
"""
