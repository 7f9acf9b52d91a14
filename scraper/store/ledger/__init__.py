"""The ledger: every request that the archive knows, its outcome in every crawl, and what a crawl comes to.

Requests and outcomes come in from crawl/ and from `store.commit`; leases, due times, reports, list chains, gaps and
the states of vanished articles go out. May import captures/ and schema/ of the store, urls/ and the file names of
reading/.
"""
