"""The sample portals, one file a system: what each declares. `scraper.sample.sites` puts them in order."""
