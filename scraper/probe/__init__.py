"""What `scrapy probe` does: look at a site nobody has a spider for, and say how it could be read."""
