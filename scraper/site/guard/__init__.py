"""What stands between the open internet and Datasette.

Every request and every connection to the archive passes here: requests are refused, delayed, answered with 304 or let
through with our headers on the answer; connections may only read, and little at a time. Only the plugin's hooks use
it; the guard knows errors, texts and the search's limits, but no page.
"""

from scraper.site.guard.app import Guard
from scraper.site.guard.sql import limit
from scraper.site.guard.startup import check_archive
from scraper.site.guard.tables import table_filters

__all__ = ["Guard", "check_archive", "limit", "table_filters"]
