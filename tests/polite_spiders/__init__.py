"""Two portals on one host, for the test of politeness. The host's port comes from the environment."""
