"""The one door from captured bytes to rows: pages are read as their portals' pages are read, and committed.

Captures come in from a crawl, from files that are ingested, or from all files of an archive that is rebuilt; rows go
out. May import capture/, families/, portals/, reading/ and store/; asks nothing of the network.
"""
