"""The sample portals after the first five, one file a system."""
