"""Scrapy's commands that this project has no use for: they say what to use here. See scraper.cli.refused.

A module each, because Scrapy calls a command as its module is called.
"""
