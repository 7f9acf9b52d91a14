"""Capture: every exchange with a portal, kept as WARC exactly as it came."""
