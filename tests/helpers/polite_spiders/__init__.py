"""Two portals on one host, or on two names of one server, for the test of politeness; port and name are in the environment."""
