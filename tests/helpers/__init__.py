"""What many tests need: small values, archives, worlds to crawl. Nothing in here is a test."""
