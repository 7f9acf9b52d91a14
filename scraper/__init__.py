"""Cổng Tin: crawl provincial portals, keep what they said, publish it with Datasette."""

__version__ = "0.1.0"
