"""What stands between the open internet and Datasette."""

from scraper.site.errors import error_page
from scraper.site.guard.app import Guard
from scraper.site.guard.sql import limit
from scraper.site.guard.startup import check_archive
from scraper.site.guard.tables import table_filters

__all__ = ["Guard", "check_archive", "error_page", "limit", "table_filters"]
