"""The commands of `scrapy`: a module each, found by setting COMMANDS_MODULE and called as the module is.

Commands arrange: they read the command line and call the other folders, in whose order things happen. What two
commands share, and what they print, is in scraper/cli/. Nothing imports commands.

Scrapy imports all of them at every call of `scrapy`, also for `scrapy list` or a crawl that cron starts every hour. So
at import a command loads scraper.cli.command, scraper.cli.options and scraper.errors, and nothing else of ours; what
its work needs is imported in the functions that need it. bench/start.py measures what a call costs, and
tests/commands/test_start.py names the modules that must not be loaded.
"""

from scrapy import cmdline

from scraper.cli.refused import leave_out_refused

leave_out_refused(cmdline)
