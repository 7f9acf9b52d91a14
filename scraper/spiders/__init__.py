"""Spiders, one file a portal: what it is, where it lies, which families read it. Declared, not programmed.

A spider imports its families and `scraper.portals`. Nobody imports spiders: Scrapy finds them by its setting
SPIDER_MODULES. How a portal is named: docs/portal-names.md.
"""
